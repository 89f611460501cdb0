"""A candidate: one telling of an event in one sentence, before the tellings of an article are joined."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from dipkb.extract.document import Entity, Item, Line
from dipkb.extract.resolve import Direction, Resolved

if TYPE_CHECKING:
    from dipkb.extract.reading import Reading

PREFERENCE = ("cancelled", "postponed", "denied", "occurred", "ongoing", "planned", "proposed", "hypothetical")
FUTURE = frozenset({"planned", "proposed", "hypothetical"})


class Candidate(msgspec.Struct, eq=False):
    """One telling of an event; ``status`` is ``None`` where a noun presupposes the event and no word says more.

    ``dated`` is the item that ``when`` was read from, ``reading`` the reading it came of, for who asks why.
    """

    type: str
    rule: str
    line: Line
    at: int
    parties: dict[str, list[Entity]]
    status: str | None
    asserted: bool
    background: bool = False
    destination: str | None = None
    places: list[str] = msgspec.field(default_factory=list)
    when: Resolved | None = None
    direction: Direction = "past"
    extra: dict[str, Any] = msgspec.field(default_factory=dict)
    dated: Item | None = None
    reading: Reading | None = None

    @property
    def trigger(self) -> Item:
        return self.line.items[self.at]

    def is_of_tour(self) -> bool:
        """Whether its days are those of a tour of several countries, of which this is one stop."""
        return bool(self.extra.get("several")) and not self.extra.get("own_days")

    def agents(self) -> list[Entity]:
        """All parties, each once."""
        return list({e.key(): e for entities in self.parties.values() for e in entities}.values())


class Tellings(Protocol):
    """The tellings of one event joined so far."""

    members: list[Candidate]

    def parties(self, role: str) -> list[Entity]: ...
