"""A sentence by what stands outside its quotation marks, and the voices heard there."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from dipkb.extract.document import Entity, Item, Line


@dataclass(slots=True, eq=False)
class Voice:
    """A verb of speech (or "according to") at ``at`` among the items of its sentence outside the marks.

    ``via`` passes the words on ("was quoted as saying by the ministry"); a ``participle`` speaks for the subject of another verb.
    """

    at: int
    act: str
    speaker: Entity | None
    item: Item
    passive: bool = False
    participle: bool = False
    via: Entity | None = None


@dataclass(slots=True, eq=False)
class Said:
    """A sentence with what it says outside quotation marks: those items, and its voices."""

    line: Line
    items: list[Item]
    voices: list[Voice] = field(default_factory=list)
    _starts: list[int] | None = None

    @property
    def starts(self) -> list[int]:
        """Where each item begins; most sentences that say nothing are never asked."""
        if self._starts is None:
            begins = self.line.sentence.starts
            self._starts = [begins[item.i] for item in self.items]
        return self._starts

    def before(self, offset: int) -> int:
        """How many of the items begin before an offset of the text."""
        return bisect_left(self.starts, offset)
