"""Words that rules ask for by name, as sets made once: ``forms`` of small words, ``listed`` of a file, ``endings``.

Rules name a small word by its English form (``forms("of", "from")``); which words of an article that means is data, in
``seeds/frames/grammar.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from dipkb.extract.framefiles import read_frames

_GRAMMAR: dict[str, dict[str, Any]] = read_frames("grammar")
_FORMS: dict[str, list[str]] = {name: words for group in _GRAMMAR["forms"].values() for name, words in group.items()}


@cache
def forms(*names: str) -> frozenset[str]:
    """The forms of small words, together.

    >>> sorted(forms("a", "the"))
    ['a', 'an', 'the']
    """
    return frozenset(form for name in names for form in _FORMS[name])


@cache
def preposition(name: str) -> frozenset[str]:
    """The forms of a preposition that a frame names: one of ``grammar.yaml``, or a word of the language itself."""
    return forms(name) if name in _FORMS else frozenset({name})


def each(*names: str) -> tuple[frozenset[str], ...]:
    """The forms of several small words, one set for each."""
    return tuple(forms(name) for name in names)


@cache
def listed(file: str, name: str) -> frozenset[str]:
    """A word list of ``seeds/frames/<file>.yaml``."""
    return frozenset(read_frames(file)[name])


def any_of(patterns: Iterable[str]) -> str:
    """A pattern for any of several; where there are none, one that nothing fits.

    >>> any_of(["a", "b"]), any_of([])
    ('(?:a)|(?:b)', '(?!)')
    """
    return "|".join(f"(?:{pattern})" for pattern in patterns) or "(?!)"


def text_of(file: str, name: str) -> str:
    """The one text of a list; where the language has none, one that no article holds."""
    return next(iter(read_frames(file)[name]), "\0")


@cache
def endings(*names: str) -> tuple[str, ...]:
    """What words of some classes end in, together ("ly" of adverbs)."""
    return tuple(ending for name in names for ending in _GRAMMAR["endings"][name])


@cache
def stems(*names: str) -> tuple[str, ...]:
    """What the forms of some verbs and nouns begin with, together."""
    return tuple(stem for name in names for stem in _GRAMMAR["stems"][name])


def is_so(setting: str) -> bool:
    """Whether the language orders its words so; the settings are those of ``order`` in ``grammar.yaml``."""
    return bool(_GRAMMAR["order"].get(setting))


@cache
def texts(file: str, name: str) -> tuple[str, ...]:
    """The texts of a list of ``seeds/frames/<file>.yaml``, in its order."""
    return tuple(read_frames(file)[name])


@cache
def phrases(file: str, name: str) -> tuple[tuple[str, ...], ...]:
    """The phrases of a list of ``seeds/frames/<file>.yaml``, word by word."""
    return tuple(tuple(phrase.split()) for phrase in read_frames(file)[name])


@cache
def pattern_named(name: str, flags: int = 0, **parts: str) -> re.Pattern[str]:
    """A pattern of ``seeds/frames/patterns.yaml``, with what its ``{names}`` stand for."""
    source: str = read_frames("patterns")[name]
    for part, inner in parts.items():
        source = source.replace("{" + part + "}", inner)
    return re.compile(source, flags)


_ARTICLES = texts("grammar", "leading_articles")


def without_article(text: str, articles: tuple[str, ...] = _ARTICLES) -> str:
    """A name without the article before it.

    >>> without_article("the Foreign Ministry")
    'Foreign Ministry'
    """
    for article in articles:
        text = text.removeprefix(article)
    return text
