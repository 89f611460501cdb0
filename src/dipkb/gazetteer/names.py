"""How names are compared: without accents, case, hyphens and apostrophes, over transliterations and both orders."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_LETTERS = str.maketrans({"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ø": "o", "Ø": "O", "ı": "i", "ß": "ss", "æ": "ae", "Æ": "Ae",
                          "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "œ": "oe", "ə": "a", "Ə": "A", "ħ": "h"})  # fmt: skip
_MARKS = re.compile(r"['’ʼʻ‘`´ʿʾ.,\"“”()]")
_ARTICLE = re.compile(r"\b(?:al|el|as|ash|ad|ar|an|at|az|ul|ol|ed|es|et)-(?=\w)")
_ENDING = re.compile(r"(?:iy|yy|ii|yi|ij|yj|y|j)$")
_DOUBLE = re.compile(r"([b-df-hj-np-tv-z])\1")
_SUFFIX = frozenset(("jr", "jnr", "sr", "ii", "iii", "iv", "v", "vi", "vii", "viii", "xiv", "xvi"))
_PARTICLES = frozenset(
    (
        "de",
        "da",
        "do",
        "dos",
        "das",
        "del",
        "della",
        "di",
        "du",
        "van",
        "von",
        "der",
        "den",
        "ter",
        "ten",
        "zu",
        "bin",
        "ibn",
        "ben",
        "bint",
        "al",
        "el",
        "le",
        "la",
        "san",
        "abu",
        "ould",
        "af",
        "y",
        "e",
        "mac",
        "o",
    )
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


@lru_cache(maxsize=65536)
def form_key(text: str) -> str:
    """What two forms of a country, body, medium or place share: letters, digits and ``+``, without a leading "the".

    >>> form_key("the U.S.") == form_key("US"), form_key("Côte d’Ivoire")
    (True, 'cotedivoire')
    """
    lowered = plain(text).lower()
    letters = "".join(c for c in lowered.removeprefix("the ") if c.isalnum() or c == "+")
    return letters or lowered


class Spellings(dict[str, str]):
    """The common spelling of a word of a name in lower case: the table's, else with one spelling for endings and doubles.

    A word of five letters or more ends alike whether in -y, -iy, -yy or -ii, and has single consonants.

    >>> common = Spellings({"aleksandr": "alexander"})
    >>> common["aleksandr"], common["zelenskyy"], common["zelenskiy"], common["xi"]
    ('alexander', 'zelenski', 'zelenski', 'xi')
    """

    def __missing__(self, word: str) -> str:
        spelt = word if len(word) < 5 else _DOUBLE.sub(r"\1", _ENDING.sub("i", word))
        self[word] = self.get(spelt, spelt)
        return self[word]


def tokens(name: str, spellings: Spellings) -> list[str]:
    """The words of a person's name in their common spelling; articles (al-, el-) and middle initials are dropped.

    >>> tokens("Abdel-Fattah el-Sissi", Spellings()), tokens("Donald J. Trump", Spellings())
    (['abdelfatah', 'sisi'], ['donald', 'trump'])
    """
    text = _MARKS.sub("", plain(name).lower())
    if "-" in text or "–" in text:
        text = _ARTICLE.sub("", text).replace("-", "").replace("–", "")
    words = text.split()
    if len(words) > 2:
        words = [words[0], *(w for w in words[1:-1] if len(w) > 1 and w not in ("al", "el")), words[-1]]
    return [spellings[word] for word in words]


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
    >>> called("Haakon X", "last"), called("Ana B. C.", "any")  # no letter alone stands for anybody
    (('Haakon X',), ('Ana',))
    """
    words = [w for w in name.replace(",", " ").split() if w.lower().strip(".") not in _SUFFIX] or [name]
    first, last = (words[0],), _last(words)
    alone = first if rule == "first" else last if rule == "last" else tuple(dict.fromkeys((*last, *first)))
    return tuple(word for word in alone if len(word.strip(".")) > 1) or (name,)


def _last(words: list[str]) -> tuple[str, ...]:
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in _PARTICLES:
        start -= 1
    whole, bare = " ".join(words[start:]), words[-1]
    article, hyphen, rest = bare.partition("-")
    if hyphen and article.lower() in ("al", "el", "as", "ad", "ash", "an", "ar"):
        return tuple(dict.fromkeys((whole, bare, rest)))
    return tuple(dict.fromkeys((whole, bare)))
