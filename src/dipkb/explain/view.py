"""What there is to show of an event, whatever it is shown on: its title, its facts, and the words of the article it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeAlias

import msgspec

from dipkb.event import (
    Agreement,
    Argument,
    ArticleEvents,
    CountClaim,
    Event,
    Initiative,
    Meeting,
    Party,
    Reason,
    Sanction,
    Statement,
    Telling,
    Visit,
    Words,
    when,
)

Role: TypeAlias = Literal["trigger", "date", "status", "place", "party", "content", "evidence"]
ROLES: tuple[Role, ...] = ("trigger", "date", "status", "place", "party", "content", "evidence")
"""The foremost first: where two stand over the same words, its look is taken."""
_SHARED = frozenset({
    "id", "part_of", "status", "date_origin", "evidence", "confidence", "rule", "trace", "start", "end", "date", "content",
    "quoted",
})  # fmt: skip
_UNTOLD = (None, (), "", False, "unspecified")


@dataclass(frozen=True, slots=True)
class Mark:
    """Words ``[start, end)`` that an event, by its number in the article, rests on."""

    start: int
    end: int
    role: Role
    event: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text over which the same marks stand."""

    text: str
    marks: tuple[Mark, ...] = ()

    @property
    def foremost(self) -> Mark | None:
        """The mark whose look is taken."""
        return self.marks[0] if self.marks else None


def marks(record: ArticleEvents, within: str = "text") -> list[Mark]:
    """The marks of all events on the text, or on the title."""
    found: list[Mark] = []
    for n, event in enumerate(record.events):
        if within == "text":
            found += [Mark(s.start, s.end, "evidence", n) for s in event.evidence]
        found += [Mark(w.start, w.end, role, n) for role, w in _words(event) if w.within == within]
    return list(dict.fromkeys(found))


def _words(event: Event) -> Iterator[tuple[Role, Words]]:
    for telling in event.trace.tellings if event.trace else ():
        yield from _told("trigger", telling.trigger)
        for argument in telling.arguments:
            role: Role = {"destination": "place", "content": "content", "action": "status"}.get(argument.role, "party")  # type: ignore[assignment]
            yield from _told(role, argument.words)
        yield from _told("date", telling.date)
        yield from _told("status", telling.status)


def _told(role: Role, told: Words | Reason | None) -> Iterator[tuple[Role, Words]]:
    words = told.words if isinstance(told, Reason) else told
    if words:
        yield role, words


def pieces(text: str, start: int, end: int, over: Sequence[Mark]) -> Iterator[Piece]:
    """The text from ``start`` to ``end``, cut where a mark begins or ends.

    >>> [(p.text, len(p.marks)) for p in pieces("Xi met Putin", 0, 12, [Mark(0, 2, "party", 0), Mark(0, 12, "evidence", 0)])]
    [('Xi', 2), (' met Putin', 1)]
    """
    inside = [m for m in over if m.start < end and m.end > start]
    cuts = sorted({start, end, *(c for m in inside for c in (m.start, m.end) if start < c < end)})
    for first, last in pairwise(cuts):
        here = [m for m in inside if m.start <= first and m.end >= last]
        yield Piece(text[first:last], tuple(sorted(here, key=lambda m: (ROLES.index(m.role), m.event))))


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of the lines that say something."""
    at = 0
    for line in text.splitlines(keepends=True):
        if body := line.strip():
            start = at + line.index(body[0])
            yield start, start + len(body)
        at += len(line)


# --- an event in words


def title(event: Event) -> str:
    """Who did what, in a line."""
    match event:
        case Visit():
            return f"{names(event.visitors)} → {event.destination or ', '.join(event.places) or '?'}"
        case Meeting():
            return names(event.participants, " – ")
        case Statement():
            said = f"“{event.content}”" if event.quoted else event.content
            return f"{name(event.speaker) if event.speaker else '?'}: {said}"
        case Sanction():
            return f"{names(event.senders) or '?'} → {names(event.targets)}"
        case Agreement():
            return f"{names(event.parties, ' – ')}{f': {event.title}' if event.title else ''}"
        case CountClaim():
            return f"{_number(event)} {event.of}: {names(event.parties) or '?'}"
        case Initiative():
            return event.name


def _number(claim: CountClaim) -> str:
    if claim.ordinal is not None:
        return f"no. {claim.ordinal},"
    return f"at least {claim.at_least}" if claim.at_least is not None else str(claim.count or "?")


def name(party: Party) -> str:
    """A party by its name, else by office and country."""
    return party.name or " of ".join(filter(None, (party.role or party.kind, party.country)))


def names(several: Iterable[Party], between: str = ", ") -> str:
    """Parties by name."""
    return between.join(map(name, several))


def dated(event: Event) -> str:
    """When, as EDTF, and how that is known; nothing where no text says."""
    start, end = when(event)
    days = start if end in (None, start) else f"{start} to {end}"
    return f"{days} ({event.date_origin})" if start else ""


def facts(event: Event) -> list[tuple[str, str]]:
    """The fields that say something beyond status and date, in the order of the record, as (name, value)."""
    fields = [f for f in event.__struct_fields__ if f not in _SHARED] + ["part_of"]
    told = [(field, value) for field in fields if (value := getattr(event, field)) not in _UNTOLD]
    return [(field.replace("_", " "), _value(value)) for field, value in told]


def _value(value: object) -> str:
    if isinstance(value, Party):
        return _described(value)
    if isinstance(value, tuple):
        return "; ".join(map(_value, value))
    return "yes" if value is True else str(value)


def _described(party: Party) -> str:
    """A party with office, country and id."""
    known = [party.role if party.name else None, party.country if party.name else None, party.id]
    told = ", ".join(filter(None, known))
    return f"{name(party)} ({told})" if told else name(party)


def reason(told: Reason) -> str:
    """A reason in words."""
    return f"{told.value or 'not told'}: {'; '.join(told.steps)}" if told.steps else str(told.value)


def arguments(telling: Telling) -> list[tuple[str, str]]:
    """What a telling names, as (role, steps); what is said is not among them, since it stands in the text."""
    told = telling.arguments
    return list(dict.fromkeys((a.role, "; ".join(a.steps) or _plain(a)) for a in told if a.role != "content"))


def _plain(argument: Argument) -> str:
    words = argument.words.exact if argument.words else ""
    return f"{argument.name}, “{words}”" if words and words != argument.name else argument.name


def type_of(event: Event) -> str:
    """The name of its type, as records have it."""
    return str(msgspec.inspect.type_info(type(event)).tag)  # type: ignore[attr-defined]
