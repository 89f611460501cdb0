"""The tellings of one event, once joined: who takes part in any of them, and the days they give."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeAlias

from dipkb.extract.candidate import Candidate
from dipkb.extract.chosen import span
from dipkb.extract.document import Entity
from dipkb.extract.likeness import marks

Days: TypeAlias = tuple[date, date] | None
FOCUS_DAYS = 12  # around the day of publication: what an article is about has happened or happens then


@dataclass(slots=True, eq=False)
class Group:
    """The tellings of one event; they only ever become more."""

    members: list[Candidate] = field(default_factory=list)
    focus: bool = False
    id: str = ""
    part: Group | None = None  # a meeting with several, of which this may be one told on its own
    _known: dict[str, tuple[int, dict[str, Entity]]] = field(default_factory=dict)  # by role: tellings looked at, parties
    _dated: tuple[int, Days] = 0, None
    _keys: tuple[int, set[str]] | None = None
    _marks: tuple[int, set[str]] | None = None

    @property
    def type(self) -> str:
        return self.members[0].type

    def parties(self, role: str) -> list[Entity]:
        """Who has the role in any telling, each once."""
        count, found = self._known.get(role) or (0, {})
        for member in self.members[count:]:
            told = {e.country for e in found.values() if e.kind == "group" and e.country}
            for entity in member.parties.get(role, ()):
                if entity.kind != "group" or entity.country not in told:  # "officials", then "diplomats" of one state
                    found.setdefault(entity.key(), entity)
        self._known[role] = len(self.members), found
        return list(found.values())

    def keys(self) -> set[str]:
        """What tells all its parties apart from others."""
        count, found = self._keys or (0, set[str]())
        found.update(entity.key() for member in self.members[count:] for entity in member.agents())
        self._keys = len(self.members), found
        return found

    def marks(self) -> set[str]:
        """What those who met have in common with whoever matches one of them."""
        count, found = self._marks or (0, set[str]())
        for member in self.members[count:]:
            found |= marks(member.parties["participants"])
        self._marks = len(self.members), found
        return found

    def interval(self) -> Days:
        """First and last day of the most exact dates told."""
        count, best = self._dated
        spans = [s for s in (best, *map(span, self.members[count:])) if s]
        self._dated = len(self.members), min(spans, key=lambda s: (s[1] - s[0], s[0]), default=None)
        return self._dated[1]


def near(days: Days, today: date | None) -> bool:
    """Whether days lie around the day of publication, ahead three times as far as back; what has no day may."""
    if today is None or days is None:
        return True
    window = timedelta(FOCUS_DAYS)
    return days[0] <= today + 3 * window and days[1] >= today - window
