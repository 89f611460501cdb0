"""Firms and bodies that sign for themselves, by their whole name: "Spain's Repsol and the Bank of Ghana".

A table knows few of them, so a name is whatever is written in capitals, over "of"; a state in it or before it is the country's.
"""

from __future__ import annotations

from dipkb.extract import clause
from dipkb.extract.agreements.words import words
from dipkb.extract.authorities import is_authority
from dipkb.extract.document import Entity, Item
from dipkb.extract.reading import Reading
from dipkb.extract.wordlists import endings, forms

_IN_ON = forms("in", "on")
_BOTH = forms("both")
_ADVERB = endings("adverb")
_PAST = endings("past")
_ALSO_BOTH_EACH = forms("also", "both", "each")

_FOR_STATES, _TAILS = words("for_states"), words("tails")
_NO_BODIES = words("no_bodies")
_LINKING = forms("of", "for")
_DESCRIBED = 6  # items of a description before a name ("the Algerian state oil company Sonatrach")


def before(reading: Reading, verb: int) -> list[Entity]:
    """The names joined right before a verb."""
    items, found, joined = reading.items, list[Entity](), False
    i = verb - 1
    while i > 0 and (items[i].code in "bhm!" or items[i].low.endswith(_ADVERB) or items[i].low in _ALSO_BOTH_EACH):
        i -= 1
    while i >= 0 and (run := _run_ending(items, i)) is not None:
        first = _described_from(items, run)
        found.insert(0, _entity(reading, first, run, i))
        i, both = _back_over_joint(items, first - 1)
        joined = joined or both
    if i >= 0 and items[i].code in "po":
        return []  # "for Scientific and Technological Cooperation, signed in Oslo"
    return _real(found if len(found) == 1 or joined else found[-1:])


def behind(reading: Reading, i: int) -> list[Entity]:
    """The names joined from an item on, behind "with" or "between"."""
    items, found = reading.items, list[Entity]()
    while i < len(items):
        start = i
        while i < len(items) and i - start < _DESCRIBED and not _is_capital(items, i) and _describes(items[i]):
            i += 1
        end = _run_from(items, i)
        if end is None:
            break
        found.append(_entity(reading, start, i, end))
        i = end + 1
        if i + 2 < len(items) and items[i].code == "(" and items[i + 2].code == ")":
            i += 3
        if i >= len(items) or items[i].code not in ",&":
            break
        i += 2 if items[i].code == "," and i + 1 < len(items) and items[i + 1].code == "&" else 1
    return _real(found)


def _real(found: list[Entity]) -> list[Entity]:
    """Without documents and offices, which capitals make names of as well."""
    return [e for e in found if not (e.kind == "organisation" and _NO_BODIES.intersection((e.name or "").casefold().split()))]


def _is_capital(items: list[Item], i: int) -> bool:
    """Whether an item can be part of a body's name."""
    item = items[i]
    if (i + 1 < len(items) and items[i + 1].code == "s") or _is_compound(item):
        return False
    return item.code in "NnIZ" or (
        item.code in "CALx" and item.text[:1].isupper() and (i > 0 or item.code == "C" or _opens(items))
    )


def _opens(items: list[Item]) -> bool:
    """Whether the word that begins a sentence is a name: before "of" or "and", or with another right behind it."""
    return len(items) > 1 and items[0].low not in _IN_ON and items[1].code in "oNn&"


def _is_compound(item: Item) -> bool:
    """Whether a word only begins with a name ("the X-backed opposition", "an X-led mission")."""
    return "-" in item.text and item.low.endswith(_PAST)


def _describes(item: Item) -> bool:
    return item.code in "taAs" or (item.code == "C") or (item.code == "x" and not clause.is_verb_like(item)) or item.low in _BOTH


def _run_ending(items: list[Item], i: int) -> int | None:
    """Where the name that ends at an item begins."""
    while i > 0 and items[i].low in _TAILS and items[i].code == "x":
        i -= 1
    if items[i].code == ")" and i > 2 and items[i - 2].code == "(":
        i -= 3
    if (items[i].code in "PRG" and items[i].who) or is_authority(items[i]):
        return i
    if not _is_capital(items, i) or items[i].code == "A":
        return None
    while i > 0:
        if _is_capital(items, i - 1):
            i -= 1
        elif i > 1 and items[i - 1].low in _LINKING and _is_capital(items, i - 2) and items[i - 2].code in "xNn":
            i -= 2
        else:
            break
    return i


def _run_from(items: list[Item], i: int) -> int | None:
    """Where the name that begins at an item ends."""
    if i >= len(items) or (items[i].code in "PRG" and items[i].who):
        return i if i < len(items) else None
    if not _is_capital(items, i):
        return None
    while i + 1 < len(items):
        if _is_capital(items, i + 1):
            i += 1
        elif i + 2 < len(items) and items[i + 1].low in _LINKING and items[i].code in "xNn" and _is_capital(items, i + 2):
            i += 2
        else:
            break
    return i if items[i].code != "A" else None


def _described_from(items: list[Item], i: int) -> int:
    """Where the description before a name begins."""
    first = i
    while (
        first > 0 and i - first < _DESCRIBED and items[first - 1].code in "xaAsCt" and not clause.is_verb_like(items[first - 1])
    ):
        first -= 1
        if items[first].code == "t":
            break
    return first


def _back_over_joint(items: list[Item], i: int) -> tuple[int, bool]:
    """The last item of the name before "and" or a comma, -1 where there is none, and whether it was "and"."""
    if i < 1 or items[i].code not in "&,":
        return -1, False
    both = items[i].code == "&"
    return (i - 2 if both and items[i - 1].code == "," else i - 1), both


def _entity(reading: Reading, described: int, first: int, last: int) -> Entity:
    """The party that a name with its description stands for."""
    items = reading.items
    while last > first and items[last].low in _TAILS and items[last].code == "x":
        last -= 1
    if items[last].code == ")":
        last -= 3
    if first == last and items[first].who:
        known = items[first].who[0]
        if known.id or known.country or (known.kind != "organisation" and items[first].code != "n"):
            return known
    within = [c for i in range(described, last + 1) if (c := reading.parties.country_of(items[i])) and items[i].code in "CAL"]
    country = within[-1] if within else None
    name = reading.line.words(items[first], items[last])
    if first == last and items[first].code in "CL" and country:
        return reading.parties.state(country)
    if country and (is_authority(items[last]) or _FOR_STATES.intersection(name.casefold().split())):
        return reading.parties.state(country)
    return Entity("organisation", name=name, country=country, certain=False)
