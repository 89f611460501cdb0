"""When a document without a day of its own was signed: on the day of the encounter or one-day visit of its parties.

"Xi met Lula on Tuesday. … The two sides signed 13 agreements." What is to be signed has the day of the talks that are to come.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from dipkb import edtf
from dipkb.event import Event, Meeting, Visit
from dipkb.extract.document import Entity
from dipkb.extract.joined import Group

_TOOK_PLACE, _AHEAD = ("occurred", "ongoing"), ("planned",)


def day_of_ceremony(group: Group, groups: Iterable[Group], made: Mapping[str, Event]) -> str | None:
    """The day of the encounter told nearest to the document, of those that its parties have with each other."""
    states = _states(group.parties("parties"))
    told = _AHEAD if all(m.status == "proposed" for m in group.members) else _TOOK_PLACE
    near = [(_distance(group, g), g.id, day) for g in groups for day in _days(made.get(g.id), states, told)]
    return min(near, key=lambda x: x[0])[2] if near and len(states) > 1 else None


def _days(event: Event | None, states: set[str], told: tuple[str, ...]) -> Iterator[str]:
    """Its day, if it is an encounter of at least two of the states."""
    if not isinstance(event, Meeting | Visit) or event.start is None or event.status not in told:
        return
    if isinstance(event, Meeting):
        present = {p.country for p in event.participants}
    else:
        present = {p.country for p in event.visitors} | {event.destination} if event.end in (None, event.start) else set()
    if len(present & states) > 1 and (told == _AHEAD or edtf.precision(event.start) == "day"):
        yield event.start


def _distance(group: Group, other: Group) -> tuple[bool, int]:
    """How many sentences lie between two events; what was told before counts as nearer."""
    gaps = [
        mine.line.sentence.index - theirs.line.sentence.index
        for mine in group.members
        for theirs in other.members
        if not (mine.line.in_title or theirs.line.in_title)
    ]
    return other.type == "Visit", min((2 * gap if gap >= 0 else 1 - 2 * gap for gap in gaps), default=0)


def _states(parties: Iterable[Entity]) -> set[str]:
    return {e.country for e in parties if e.country}
