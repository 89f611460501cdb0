"""A visit contains its meetings: those of the visitor with the hosts, in their country, on its days, whoever told of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from dipkb.event import Meeting, Visit
from dipkb.identity import identity
from dipkb.merge.encounters import telling_of
from dipkb.merge.items import Days, Item, readable_span
from dipkb.merged import MergedEvent

_OFF = frozenset(("cancelled", "postponed", "denied", "hypothetical"))
Place = tuple[object, ...]


def with_programmes(events: Sequence[MergedEvent]) -> list[MergedEvent]:
    """The events, each meeting that no article puts into a visit with the one visit it lies in; none where two would do."""
    visits: dict[tuple[str, str], list[tuple[MergedEvent, Days]]] = defaultdict(list)
    for event in events:
        days = readable_span(event.value)
        if isinstance(event.value, Visit) and event.value.destination and days:
            for visitor in event.value.visitors:
                visits[identity(visitor, ""), event.value.destination].append((event, days))
    return [_placed(event, visits) for event in events]


def _placed(event: MergedEvent, visits: dict[tuple[str, str], list[tuple[MergedEvent, Days]]]) -> MergedEvent:
    meeting, days = event.value, readable_span(event.value)
    if not isinstance(meeting, Meeting) or meeting.part_of or days is None or meeting.mode in ("phone", "video"):
        return event
    near = [
        pair
        for who in meeting.participants
        for there in _countries(meeting)
        for pair in visits.get((identity(who, ""), there), ())
    ]
    found = {visit.key for visit, on in near if _lies_in(days, on) and _alike(visit.value, meeting)}
    if len(found) != 1:
        return event
    return msgspec.structs.replace(event, value=msgspec.structs.replace(meeting, part_of=found.pop()))


def _countries(meeting: Meeting) -> list[str]:
    """Where the hosts are at home: the country it took place in, if it is one of them; where nobody says, any participant's."""
    homes = sorted({party.country for party in meeting.participants if party.country})
    return [c for c in homes if meeting.destination in (c, None)]


def _lies_in(meeting: Days, visit: Days) -> bool:
    """On a day of the visit; a meeting known by its month or year ("their last meeting in March") may lie there."""
    if meeting[0] == meeting[1]:
        return visit[0] <= meeting[0] <= visit[1]
    return max(meeting[0], visit[0]) <= min(meeting[1], visit[1])


def _alike(visit: object, meeting: Meeting) -> bool:
    """What took place is no part of what was called off."""
    return (getattr(visit, "status", None) in _OFF) == (meeting.status in _OFF)


def places_of_meetings(visit: Item) -> Iterator[Place]:
    """Where the meetings of a visit are looked for."""
    telling = telling_of(visit)
    if telling and visit.destination:
        for side in telling.casts[0].sides:
            pair = tuple(sorted((side, visit.destination)))
            yield from (("Meeting", month, *pair) for month in telling.window.months())


def places_of_visits(meeting: Item) -> Iterator[Place]:
    """Where the visit that a meeting is part of is looked for."""
    telling = telling_of(meeting)
    if telling:
        sides = telling.casts[0].sides
        for there in [meeting.destination] if meeting.destination else sides:
            yield from (("Visit", month, there, side) for side in sides for month in telling.window.months())


def visits(items: Iterable[Item]) -> list[Item]:
    """The items that are visits."""
    return [item for item in items if isinstance(item.record, Visit)]


def meetings(items: Iterable[Item]) -> list[Item]:
    """The items that are meetings."""
    return [item for item in items if isinstance(item.record, Meeting)]
