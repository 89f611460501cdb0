"""How names are compared: without accents, case, hyphens and apostrophes, over transliterations and both orders."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

_LETTERS = str.maketrans({"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ø": "o", "Ø": "O", "ı": "i", "ß": "ss", "æ": "ae", "Æ": "Ae",
                          "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "œ": "oe", "ə": "a", "Ə": "A", "ħ": "h"})  # fmt: skip
_MARKS = re.compile(r"['’ʼʻ‘`´ʿʾ.,\"“”()]")
_ARTICLE = re.compile(r"\b(?:al|el|as|ash|ad|ar|an|at|az|ul|ol|ed|es|et)-(?=\w)")
_ENDING = re.compile(r"(?:iy|yy|ii|yi|ij|yj|y|j)$")
_DOUBLE = re.compile(r"([b-df-hj-np-tv-z])\1")
_SUFFIX = frozenset("jr jnr sr ii iii iv v vi vii viii xiv xvi".split())
_PARTICLES = frozenset(
    "de da do dos das del della di du van von der den ter ten zu bin ibn ben bint al el le la san abu ould af y e mac o".split()
)


def plain(text: str) -> str:
    """The text in ASCII letters where it is Latin script, case kept.

    >>> plain("Recep Tayyip Erdoğan"), plain("Wałęsa")
    ('Recep Tayyip Erdogan', 'Walesa')
    """
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def form_key(text: str) -> str:
    """What two forms of a country, organisation, medium or place have in common: letters, digits and ``+``; a leading "the" is dropped.

    >>> form_key("the U.S.") == form_key("US"), form_key("Côte d’Ivoire")
    (True, 'cotedivoire')
    """
    lowered = plain(text).lower()
    letters = "".join(c for c in lowered.removeprefix("the ") if c.isalnum() or c == "+")
    return letters or lowered


def tokens(name: str, spellings: Mapping[str, str]) -> list[str]:
    """The words of a person's name in their common spelling; articles (al-, el-) and middle initials are dropped.

    >>> tokens("Aleksandr Lukashenko", {"aleksandr": "alexander"}), tokens("Abdel-Fattah el-Sissi", {})
    (['alexander', 'lukashenko'], ['abdelfatah', 'sisi'])
    >>> tokens("Volodymyr Zelenskyy", {})[1] == tokens("Zelenskiy", {})[0] == tokens("Zelensky", {})[0]
    True
    """
    text = _ARTICLE.sub("", _MARKS.sub("", plain(name).lower())).replace("-", "").replace("–", "")
    words = text.split()
    if len(words) > 1:
        words = [w for n, w in enumerate(words) if n == 0 or (w not in ("al", "el") and not (len(w) == 1 and n < len(words) - 1))]
    return [spellings.get(word) or common_spelling(word, spellings) for word in words]


def common_spelling(word: str, spellings: Mapping[str, str]) -> str:
    """A word of five letters or more with one spelling for its ending (-y, -iy, -yy, -ii) and single consonants."""
    if len(word) < 5:
        return word
    spelt = _DOUBLE.sub(r"\1", _ENDING.sub("i", word))
    return spellings.get(spelt, spelt)


def orders(words: list[str], either: bool) -> Iterator[str]:
    """The keys of a name: as it stands, and turned round where both orders are met.

    >>> list(orders(["xi", "jinping"], True)), list(orders(["joe", "biden"], False))
    (['xijinping', 'jinpingxi'], ['joebiden'])
    """
    yield "".join(words)
    if either and len(words) > 1:
        yield "".join(words[1:] + words[:1])
        if len(words) > 2:
            yield "".join(words[-1:] + words[:-1])


def called(name: str, rule: str) -> tuple[str, ...]:
    """The words a person goes by alone, by the rule of the country: ``last``, ``first`` or ``any`` (both).

    >>> called("Xi Jinping", "first"), called("Ursula von der Leyen", "last"), called("Abiy Ahmed Ali", "any")
    (('Xi',), ('von der Leyen', 'Leyen'), ('Ali', 'Abiy'))
    >>> called("Abdel Fattah el-Sisi", "last"), called("Jiří Dienstbier Jr.", "last")
    (('el-Sisi', 'Sisi'), ('Dienstbier',))
    """
    words = [w for w in name.replace(",", " ").split() if w.lower().strip(".") not in _SUFFIX] or [name]
    first, last = (words[0],), _last(words)
    return first if rule == "first" else last if rule == "last" else tuple(dict.fromkeys((*last, *first)))


def _last(words: list[str]) -> tuple[str, ...]:
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in _PARTICLES:
        start -= 1
    whole, bare = " ".join(words[start:]), words[-1]
    article, hyphen, rest = bare.partition("-")
    if hyphen and article.lower() in ("al", "el", "as", "ad", "ash", "an", "ar"):
        return tuple(dict.fromkeys((whole, bare, rest)))
    return tuple(dict.fromkeys((whole, bare)))
