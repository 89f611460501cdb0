"""The words of ``seeds/frames/sanctions.yaml``, compiled once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from dipkb.extract.framefiles import read_frames

_RULES: dict[str, Any] = read_frames("sanctions")


def _by_word(table: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {word: name for name, words in table.items() for word in words}


ACTS = _by_word(_RULES["acts"])
STANCES = _by_word(_RULES["stances"])
FOLLOWERS: dict[str, str] = _RULES["followers"]
MEASURES = [(name, re.compile(rf"\b(?:{pattern})")) for name, pattern in _RULES["measures"].items()]
REASONS = [(phrase, re.compile(rf"\b{phrase}\s+(?:its\s+|their\s+|his\s+|the\s+)?([^.;]+)")) for phrase in _RULES["reasons"]]
TOTALS: list[str] = _RULES["totals"]
OPEN_LISTS: list[str] = _RULES["open_lists"]


@cache
def words(name: str) -> frozenset[str]:
    """A word list of the table."""
    return frozenset(_RULES[name])
