"""The words of ``seeds/frames/agreements.yaml``, compiled once."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from dipkb.extract.framefiles import read_frames
from dipkb.extract.wordlists import pattern_named

_RULES: dict[str, Any] = read_frames("agreements")

DEEDS: dict[str, str] = {word: deed for deed, listed in _RULES["deeds"].items() for word in listed}
BESIDE: dict[str, list[str]] = _RULES["beside"]
WARS: dict[str, list[str]] = _RULES["wars"]
KNOWN: dict[str, list[str]] = _RULES["known"]
KINDS: dict[str, str] = {word: kind for kind, listed in _RULES["kinds"].items() for word in listed}
DOUBLE_DEEDS: dict[str, list[str]] = _RULES["double_deeds"]  # two words that tell a deed
NUMBERS: dict[str, int] = _RULES["numbers"]
FIELDS = pattern_named("fields", re.IGNORECASE, fields=_RULES["fields"])


@cache
def words(name: str) -> frozenset[str]:
    """A word list of the table."""
    return frozenset(_RULES[name])
