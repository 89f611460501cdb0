"""The noun phrase a trigger heads: whose it is, where it begins and what governs it."""

from __future__ import annotations

from collections.abc import Sequence

from dipkb.extract.clause.coordination import group_left
from dipkb.extract.clause.words import is_agent, is_verb_like
from dipkb.extract.document import Item
from dipkb.extract.wordlists import each, endings

_HER, _THAT, _WORKING = each("her", "that", "working")
_ORDINAL = endings("ordinal")
_PAST = endings("past")


def possessor(items: list[Item], at: int) -> list[int]:
    """Whose the noun is: "Xi's three-day state visit", "his trip"."""
    i = at - 2 if at > 2 and items[at - 1].code in "CLZN" and items[at - 2].code in "sxH" else at - 1  # "his Algeria visit"
    while (
        i >= 0
        and at - i < 6
        and (items[i].code in "aUAD" or (items[i].code == "x" and _is_wordlike(items[i])))
        and (not is_verb_like(items[i]) or _is_attribute(items, i))
    ):
        i -= 1
    if i < 0:
        return []
    if items[i].code == "H" or items[i].low in _HER:
        return [i]
    if items[i].code == "s" and i and is_agent(items[i - 1]):
        return group_left(items, i - 1)[0]
    return [i] if is_agent(items[i]) and items[i].text.endswith(("’", "'")) else []


def _is_wordlike(item: Item) -> bool:
    """Whether it is a word or an ordinal ("14th"), not a number."""
    low = item.low
    return low.isalpha() or "-" in low or (low[0].isdigit() and low.endswith(_ORDINAL))


def _is_attribute(items: list[Item], i: int) -> bool:
    """Whether a participle describes the noun behind it ("Xi's long-planned working visit")."""
    before = items[i - 1] if i else None
    return items[i].low in _WORKING or (
        before is not None and (before.code in "sHUDaA" or (before.low.endswith(_PAST) and is_verb_like(before)))
    )


def phrase_start(items: Sequence[Item], at: int) -> int:
    """The index of the word that governs a noun phrase, over its articles, owners and adjectives; -1 at the start of the line."""
    i = at - 1
    while i >= 0 and at - i < 7 and (items[i].code in "taAHUDs" or (items[i].code in "xPRCN" and not is_verb_like(items[i]))):
        if items[i + 1].code in "tH" and (items[i].code == "D" or items[i].low in _THAT):
            break  # "said on Monday that the talks", "said on Monday the talks"
        i -= 1
    return i


def governor(items: Sequence[Item], at: int) -> str | None:
    """The word that governs a noun phrase ("during" his recent talks)."""
    i = phrase_start(items, at)
    return items[i].low if i >= 0 else None
