"""What describes a target behind its head noun: "of the regime", "based in Oman", "linked to the army"."""

from __future__ import annotations

from dipkb.extract import clause
from dipkb.extract.document import Item
from dipkb.extract.sanctions.words import words
from dipkb.extract.wordlists import each, forms

_FROM, _IN = each("from", "in")
_BEHIND_TAILS = forms("in", "to", "of", "with", "by", "for")
_TAILS = words("tails")
_ADJECTIVES = words("adjectives")
_LISTS = words("lists")
_ENTRY = words("entry")


def behind_tail(items: list[Item], head: int) -> int:
    """The index behind what describes a head noun further: "of the regime", "based in Oman", "linked to the army"."""
    i = head + 1
    while i < len(items) and i - head < 12 and (items[i].low in _TAILS or items[i].code == "o"):
        if items[i].low in _IN and i + 1 < len(items) and items[i + 1].low in words("grounds"):
            break
        if items[i].low in _FROM and i + 1 < len(items) and items[i + 1].low in _ENTRY:
            break
        j = i + 1
        while j < len(items) and (items[j].low in _BEHIND_TAILS or items[j].code in "t"):
            j += 1
        first = j
        if items[i].low in _FROM and first < len(items) and items[first].code not in "CALZNx":
            break
        while j < len(items) and _is_noun_like(items[j]):
            j += 1
            j = _behind_places(items, j)
        if j == first or any(x.low in _LISTS for x in items[first:j]):
            break
        i = j
    return i if i > head + 1 else head + 1


def _behind_places(items: list[Item], j: int) -> int:
    """Over further places of one description ("firms in Iran, Oman and Turkey"), if "and" ends them; to the last of them."""
    k = j
    while k + 1 < len(items) and items[k].code in ",&" and (n := k + 1 + (items[k + 1].code in "&t")) < len(items):
        n += items[n].code == "t"
        if n >= len(items) or items[n].code not in "CLN" or items[j - 1].code not in "CLN":
            return j
        if "&" in (items[k].code, items[k + 1].code):
            return n
        k = n + 1
    return j


def _is_noun_like(item: Item) -> bool:
    return item.code in "xaACNLsnPGRZ" and (not clause.is_verb_like(item) or item.low in _ADJECTIVES)
