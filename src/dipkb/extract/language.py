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

MAX_CHARACTERS = 1_000_000
"""Longer texts are refused; the longest transcripts of summits have about 100,000 characters."""

_RUN = re.compile(r"[\w’'-]+")
_SMALL = re.compile(r"[a-zß-ÿ][^\W\d_]*(?:[’'-][^\W\d_]+)*")  # a word in small letters, at the start of a run
_START = Memo(lambda run: word.group() if (word := _SMALL.match(run)) else "")
_FEW = 5  # letters
_OTHER_SCRIPT = re.compile("[ɐ-\U0010ffff]")
_SAMPLE = 1_500  # characters from the beginning that are looked at


def refuse_unreadable(article: Article, rules: Mapping[str, Any], function_words: Collection[str]) -> None:
    """Refuse an article that no frame can read, so that it never looks like one that tells nothing.

    Args:
        article: The article; its ``language`` counts where it names another one.
        rules: ``code`` of the language, ``least_share`` of function words, ``least_own`` of ``own_words``, and
            ``least_words`` in small letters that a text must have to be judged.
        function_words: The words of the language that carry no matter.

    Raises:
        UnreadArticle: It is in another language, or too long.

    >>> rules = {"code": "en", "name": "English", "least_share": 0.25, "least_words": 4, "least_own": 0.08, "own_words": ["the"]}
    >>> refuse_unreadable(Article(id="a", text="Emmanuel Macron a reçu mardi le premier ministre"), rules, {"the", "of"})
    Traceback (most recent call last):
    dipkb.errors.UnreadArticle: article 'a' was not read: it is not in English (0 % of its words are English function words).
    """
    if len(article.text) > MAX_CHARACTERS:
        raise UnreadArticle(article.id, f"it has {len(article.text):,} characters; the most is {MAX_CHARACTERS:,}. Cut it up")
    named = article.language.replace("_", "-").split("-")[0].casefold()
    if named not in (rules["code"], ""):
        raise UnreadArticle(article.id, f"its language is given as '{article.language}'; {rules['name']} is read")
    if fault := _foreign(article.text[:_SAMPLE], rules, function_words):
        raise UnreadArticle(article.id, f"it is not in {rules['name']} ({fault})")


def _foreign(text: str, rules: Mapping[str, Any], function_words: Collection[str]) -> str | None:
    """Why a text is not in the language; ``None`` where it is, or where it is too short to tell."""
    if text.isascii() or _is_latin(text):
        small = list(filter(None, map(_START.__getitem__, _RUN.findall(text))))
        share = sum(map(function_words.__contains__, small)) / max(1, len(small))
        if len(small) < rules["least_words"] or share >= rules["least_share"]:
            return None
        if sum(map(rules["own_words"].__contains__, small)) >= rules["least_own"] * len(small):
            return None
        return f"{share:.0%} of its words are {rules['name']} function words".replace("%", " %")
    return "most of its letters are of another script"


def _is_latin(text: str) -> bool:
    """Whether at least half of the letters are Latin; a handful of letters is not judged."""
    if not any(map(str.isalpha, _OTHER_SCRIPT.findall(text))):
        return True
    letters = "".join(filter(str.isalpha, text))
    return len(letters) <= _FEW or len(_OTHER_SCRIPT.findall(letters)) * 2 <= len(letters)
