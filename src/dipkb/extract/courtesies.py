"""Courtesies that leave the speaker out: "It was a pleasure to host X", "Delighted to meet X", "A real honour to visit Y".

Their first word is read as "I", so that whoever is found to speak is the one who met or travelled.
"""

from __future__ import annotations

from dipkb.extract.document import Item
from dipkb.extract.framefiles import read_frames
from dipkb.extract.wordlists import forms

_IT_THAT = forms("it", "that")
_TO_OF = forms("to", "of")

_WORDS = read_frames("words")
PLEASED, _QUALIFIERS = frozenset(_WORDS["pleased"]), frozenset(_WORDS["courtesy_qualifiers"])
_REACH = 7  # items from the first word to the "to" of the infinitive


def name_speakers(items: list[Item]) -> None:
    """Turn the first word of each courtesy into a pronoun of the first person."""
    for at, item in enumerate(items):
        if item.low in PLEASED and (first := _first(items, at)) is not None:
            items[first].code, items[first].low = "O", "i"


def _first(items: list[Item], at: int) -> int | None:
    """Where a courtesy begins whose word of pleasure stands at an index, if it leads to what was a pleasure."""
    if not (at + 2 < len(items) and items[at + 1].low in _TO_OF and items[at + 2].code == "x"):
        return None
    i = at
    while i > max(0, at - _REACH) and (items[i - 1].low in _QUALIFIERS or items[i - 1].code in "tHbhms"):
        i -= 1
    if i and items[i - 1].low in _IT_THAT:
        return i - 1 if i < at else None
    opens = i == 0 or items[i - 1].code in '".;'
    return i if opens and not any(x.code in "bhms" for x in items[i:at]) else None
