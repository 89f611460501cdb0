"""Events as the panel counts them, read from the query ``panel-events``, one year at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

from dipkb import edtf
from dipkb.answer import Answer
from dipkb.query import run
from dipkb.query.names import Asks

AT_ONCE = 4
"""Years of one query: each looks through all events once, and ten million quads have some ten thousand rows a year."""
TIMEOUT_S = 300.0


@dataclass(frozen=True, slots=True)
class Side:
    """Somebody in an event: who (an IRI), what called, in which role, and for which country, if any."""

    role: str
    agent: str
    name: str
    country: str


@dataclass(frozen=True)
class Told:
    """An event that took place; ``how`` is a meeting's mode or what was done with a sanction or agreement."""

    iri: str
    type: str
    how: str
    setting: str
    start: str
    first: str
    last: str
    reports: int
    sides: tuple[Side, ...]

    @cached_property
    def years(self) -> tuple[int, int]:
        """The first and the last year it can have begun in; two different ones when its date leaves that open."""
        known = bool(self.start) and edtf.is_edtf(self.start)
        first, last = edtf.bounds(self.start) if known else (date.fromisoformat(self.first), date.fromisoformat(self.last))
        return first.year, last.year


def by_year(store: Asks, years: range) -> Iterator[tuple[int, list[Told]]]:
    """Each year, and the events that began in it or may have, by IRI; a few years are asked for at once.

    Raises:
        StoreError: What the store raises.
    """
    for first in years[::AT_ONCE]:
        some = range(first, min(first + AT_ONCE, years.stop))
        found = list(_read(run(store, "panel-events", {"year": some[0], "until": some[-1]}, timeout_s=TIMEOUT_S)))
        for year in some:
            yield year, [event for event in found if event.years[0] <= year <= event.years[1]]


def _read(answer: Answer) -> Iterator[Told]:
    for _, group in groupby(answer.dicts(), key=lambda row: row["event"]):
        rows = list(group)
        head = rows[0]
        sides = tuple(Side(r["role"], r["agent"], r.get("name", ""), r.get("country", "")) for r in rows)
        told = {column: head.get(column, "") for column in ("type", "how", "setting", "start", "first", "last")}
        yield Told(iri=head["event"], **told, reports=int(head["reports"]), sides=sides)
