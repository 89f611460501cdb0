"""The words of ``seeds/frames/sanctions.yaml``, compiled once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from dipkb.extract.framefiles import read_frames
from dipkb.extract.sieve import Sieve
from dipkb.extract.wordlists import pattern_named

_RULES: dict[str, Any] = read_frames("sanctions")


def _by_word(table: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {word: name for name, words in table.items() for word in words}


ACTS = _by_word(_RULES["acts"])
STANCES = _by_word(_RULES["stances"])
FOLLOWERS: dict[str, str] = _RULES["followers"]
MEASURES = [(name, re.compile(rf"\b(?:{pattern})")) for name, pattern in _RULES["measures"].items()]
REASONS = [(phrase, pattern_named("reason", phrase=phrase)) for phrase in _RULES["reasons"]]
SOME_MEASURE, SOME_REASON = (Sieve([pattern] for _, pattern in named) for named in (MEASURES, REASONS))
LOOSE_REASONS: dict[str, list[str]] = _RULES["loose_reasons"]
HALVES: dict[str, dict[str, str]] = _RULES["halves"]
REGIONS: dict[str, str] = _RULES["regions"]
TOTALS: list[str] = _RULES["totals"]
OPEN_LISTS: list[str] = _RULES["open_lists"]


@cache
def words(name: str) -> frozenset[str]:
    """A word list of the table."""
    return frozenset(_RULES[name])
