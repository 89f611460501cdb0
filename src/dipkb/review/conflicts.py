"""Where the reports of one event contradict each other: values that cannot all be right, field by field."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import combinations
from typing import TypeAlias

from dipkb import edtf
from dipkb.event import Event, Meeting, Visit
from dipkb.vocab import slug

Told: TypeAlias = Mapping[str, Event]
"""The records of an event by what each is called."""
_VAGUE = {"kind": {"unspecified", "official"}, "mode": {"unspecified"}, "destination": set[str](), "action": set[str]()}
_HELD, _NOT_HELD = {"occurred", "ongoing"}, {"cancelled", "denied"}


def conflicts(told: Told, within: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each field that reports contradict each other in, and what they say, by whom.

    A coarser date is no other date, an official visit may be a state visit, and a venue stands in its city.

    Args:
        told: The records.
        within: What a place lies in, both as :func:`dipkb.vocab.slug` writes them.

    >>> from dipkb.event import Visit
    >>> list(conflicts({"a": Visit(start="2023-03-20"), "b": Visit(start="2023-03-21"), "c": Visit(start="2023-03")}, {}))
    [('start', '2023-03 (c), 2023-03-20 (a), 2023-03-21 (b)')]
    """
    for field in ("start", "end", "date"):
        yield from _conflict(field, told, _days_differ)
    for field in _VAGUE:
        yield from _conflict(field, told, partial(_differ, field))
    yield from _conflict("status", told, _states_differ)
    yield from _places(told, within)


def _conflict(field: str, told: Told, differ: Callable[[str, str], bool]) -> Iterator[tuple[str, str]]:
    values = {name: value for name, one in told.items() if isinstance(value := getattr(one, field, None), str)}
    if any(differ(one, two) for one, two in combinations(sorted(set(values.values())), 2)):
        yield field, _said(values)


def _said(values: Mapping[str, str]) -> str:
    by_value: dict[str, list[str]] = {}
    for name, value in values.items():
        by_value.setdefault(value, []).append(name)
    return ", ".join(f"{value} ({', '.join(names)})" for value, names in sorted(by_value.items()))


def _differ(field: str, one: str, two: str) -> bool:
    return one != two and not {one, two} & _VAGUE[field]


def _days_differ(one: str, two: str) -> bool:
    if not (edtf.is_edtf(one) and edtf.is_edtf(two)):
        return False
    (first, last), (other_first, other_last) = edtf.bounds(one), edtf.bounds(two)
    return last < other_first or other_last < first


def _states_differ(one: str, two: str) -> bool:
    return {one, two} & _HELD != set() and {one, two} & _NOT_HELD != set()


def _places(told: Told, within: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    named = {name: one.places for name, one in told.items() if isinstance(one, Visit | Meeting) and one.places}
    wide = {name: _with_their_cities(places, within) for name, places in named.items()}
    if any(not wide[one] & wide[two] for one, two in combinations(wide, 2)):
        yield "places", _said({name: " and ".join(places) for name, places in named.items()})


def _with_their_cities(places: Sequence[str], within: Mapping[str, str]) -> set[str]:
    found, rest = set[str](), [slug(place) for place in places]
    while rest:
        place = rest.pop()
        if place not in found:
            found.add(place)
            rest += [within[place]] if place in within else []
    return found
