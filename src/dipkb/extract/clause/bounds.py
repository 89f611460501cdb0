"""Where the clause of a trigger ends on either side: marks of quotation, subordinators, the comma behind an opening clause."""

from __future__ import annotations

from dipkb.extract.clause.words import is_agent, is_verb_like
from dipkb.extract.document import Item
from dipkb.extract.wordlists import forms

_IF_UNLESS_WHETHER = forms("if", "unless", "whether")
_SO_AS = forms("so", "as")

FRAGMENT = 16  # items of quoted words that go into the sentence around them
SHORT = 6  # words in quotation marks that are part of the sentence around them


def in_short_quote(items: list[Item], i: int, at: int) -> bool:
    """Whether a mark at ``i`` is one of two around a few words with the trigger among them: had a "frank exchange" with.

    Or it opens the predicate of the sentence around it: X "will pay a visit to Oslo in May".
    """
    if i < at and _opens_predicate(items, i):
        return True
    low, high = (i, at + SHORT) if i < at else (at - SHORT, i)
    other = items[at + 1 : high + 1] if i < at else items[max(0, low) : at]
    return abs(i - at) <= SHORT and any(x.code == '"' for x in other)


def _opens_predicate(items: list[Item], i: int) -> bool:
    """Whether a mark stands between a subject and its verb."""
    if not i or i + 1 >= len(items) or not is_agent(items[i - 1]) or not items[i + 1].text[:1].islower():
        return False
    return items[i + 1].code in "mbhd" or is_verb_like(items[i + 1])


def fragment_start(items: list[Item], i: int) -> int | None:
    """The opening mark of words that ``i`` closes and that only go into a sentence (pledged "trade, transport" and more)."""
    if items[i].code != '"' or sum(x.code == '"' for x in items[: i + 1]) % 2:
        return None
    start = next((j for j in range(i - 1, max(-1, i - FRAGMENT), -1) if items[j].code == '"'), None)
    if start is None or not items[start + 1].text[:1].islower() or items[start - 1].code in ",.;":
        return None
    return start


def clause_start(items: list[Item], at: int) -> int:
    """Where the clause of the trigger begins: behind the last quote, clause mark, subordinator or relative to its left."""
    skipped = at
    for i in range(at - 1, -1, -1):
        if i >= skipped:
            continue
        if items[i].code == '"' and (start := fragment_start(items, i)) is not None:
            skipped = start
            continue
        if i == skipped:
            continue
        if (
            items[i].code == "w"
            or (items[i].code == '"' and not in_short_quote(items, i, at))
            or (items[i].code == ";" and items[i].low in (";", ":", "—", "–"))
            or (items[i].code == "k" and items[i].low not in _SO_AS and items[i + 1].code != "D")
        ):
            return _behind_opening(items, i, at)
    return 0


def _behind_opening(items: list[Item], start: int, at: int) -> int:
    """Where the main clause begins behind an opening one ("While the summit was cancelled, Babis …"); a condition holds on."""
    if start > 1 or items[start].code != "k" or items[start].low in _IF_UNLESS_WHETHER:
        return start
    for i in range(start + 1, at - 1):
        if items[i].code == "," and is_agent(items[i + 1]) and (items[i + 2].code in "mbhd" or is_verb_like(items[i + 2])):
            return i
    return start
