"""Whether an article can be read: in the language of the frames, and no longer than an article is.

A text is taken for the language of the frames by the share of its words (names aside) that are function words of it
(``words.yaml``), and for another script by its letters; how many are needed is data (``language`` in ``text.yaml``). English
news has 28 % to 68 % (median 48 %, 823 articles), short texts in other Germanic and Romance languages 0 % to 19 %. A short item
that is mostly names can have less; it is English too where words stand in it that those languages do not have ("the", "with").
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from dipkb.article import Article
from dipkb.errors import UnreadArticle
from dipkb.extract.memo import Memo
from dipkb.resources import languages

MAX_CHARACTERS = 1_000_000
"""Longer texts are refused; the longest transcripts of summits have about 100,000 characters."""

_RUN = re.compile(r"[\w’'-]+")
_SMALL = re.compile(r"[a-zß-ÿ][^\W\d_]*(?:[’'-][^\W\d_]+)*")  # a word in small letters, at the start of a run
_FUNCTION, _OTHER, _OWN, _OWN_OTHER = "fxow"  # signs: a function word or not, and both of a word no neighbouring language has
_FEW = 5  # letters
_OTHER_SCRIPT = re.compile("[ɐ-\U0010ffff]")
_SAMPLE = 1_500  # characters from the beginning that are looked at


class Language:
    """The language that can be read, by its small words.

    Args:
        rules: ``code`` of the language, ``least_share`` of function words, ``least_own`` of ``own_words``, and
            ``least_words`` in small letters that a text must have to be judged.
        function_words: The words of the language that carry no matter.

    >>> rules = {"code": "en", "name": "English", "least_share": 0.25, "least_words": 4, "least_own": 0.08, "own_words": ["the"]}
    >>> english = Language(rules, {"the", "of"})
    >>> english.refuse_unreadable(Article(id="a", text="Emmanuel Macron a reçu mardi le premier ministre"))
    Traceback (most recent call last):
    dipkb.errors.UnreadArticle: article 'a' was not read: it is not in English (0 % of its words are English function words).
    """

    def __init__(self, rules: Mapping[str, Any], function_words: Collection[str]) -> None:
        self.code, self.name = rules["code"], rules["name"]
        self.least_words, self.least_share, self.least_own = rules["least_words"], rules["least_share"], rules["least_own"]
        self._own, self._function_words = frozenset(rules["own_words"]), function_words
        self._signs = Memo(self._signs_of)

    def refuse_unreadable(self, article: Article) -> None:
        """Refuse an article that no frame can read, so that it never looks like one that tells nothing.

        Raises:
            UnreadArticle: It is in another language (``language`` counts where it names one), or too long.
        """
        if len(article.text) > MAX_CHARACTERS:
            raise UnreadArticle(article.id, f"it has {len(article.text):,} characters; the most is {MAX_CHARACTERS:,}. Cut it up")
        if article.language.replace("_", "-").split("-")[0].casefold() not in (self.code, ""):
            raise UnreadArticle(article.id, f"its language is given as '{article.language}'; {self.name} is read{self._others()}")
        if fault := self._fault(article.text[:_SAMPLE]):
            raise UnreadArticle(article.id, f"it is not in {self.name} ({fault})")

    def _others(self) -> str:
        """What else could be read; nothing where there is one language."""
        others = [language for language in languages() if language != self.code]
        return f" ('--language' reads {', '.join(others)})" if others else ""

    def _fault(self, text: str) -> str | None:
        """Why a text is not in the language; ``None`` where it is, or where it is too short to tell."""
        if not text.isascii() and not _is_latin(text):
            return "most of its letters are of another script"
        signs = "".join(map(self._signs.__getitem__, text.split()))
        share = (len(signs) - signs.count(_OTHER) - signs.count(_OWN_OTHER)) / max(1, len(signs))
        if len(signs) < self.least_words or share >= self.least_share:
            return None
        if signs.count(_OWN) + signs.count(_OWN_OTHER) >= self.least_own * len(signs):
            return None
        return f"{share:.0%} of its words are {self.name} function words".replace("%", " %")

    def _signs_of(self, piece: str) -> str:
        """What each word in small letters between two spaces is, one sign each."""
        return "".join(self._sign(word.group()) for run in _RUN.findall(piece) if (word := _SMALL.match(run)))

    def _sign(self, word: str) -> str:
        if word in self._own:
            return _OWN if word in self._function_words else _OWN_OTHER
        return _FUNCTION if word in self._function_words else _OTHER


def _is_latin(text: str) -> bool:
    """Whether at least half of the letters are Latin; a handful of letters is not judged."""
    if not any(map(str.isalpha, _OTHER_SCRIPT.findall(text))):
        return True
    letters = "".join(filter(str.isalpha, text))
    return len(letters) <= _FEW or len(_OTHER_SCRIPT.findall(letters)) * 2 <= len(letters)
