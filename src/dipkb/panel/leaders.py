"""The table of leaders: one row a pair and year, of pairs that have an event and of years in which both were in office."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from dipkb.gazetteer import RANKS, Gazetteer, Person, load
from dipkb.panel.columns import leader_columns
from dipkb.panel.counts import NOTHING, Tally
from dipkb.panel.events import Side, Told, by_year
from dipkb.panel.states import Scope, State, States
from dipkb.panel.table import Account, Row, Table, sides
from dipkb.query.names import Asks
from dipkb.vocab import shrink

LEADING = frozenset(("hos", "hog", "leader"))
"""Heads of state and government, and who leads a state without such an office."""


@dataclass(frozen=True)
class _Leader:
    """Somebody who leads or led a state, by the number of the Wikidata item, so that they sort by it."""

    number: int
    person: Person = field(compare=False)
    led: dict[int, str] = field(default_factory=dict, compare=False)

    def country(self, year: int) -> str:
        """The country led that year, else the person's own."""
        return self._led(year) or self.person.country

    def in_office(self, year: int) -> bool:
        """Whether the leader led a state on some day of the year."""
        return bool(self._led(year))

    def _led(self, year: int) -> str:
        """The country led that year, of several the own one, else that of the highest office."""
        if year not in self.led:
            days = date(year, 1, 1), date(year, 12, 31)
            held = [t for t in self.person.tenures if t.rank in LEADING and t.country and t.overlaps(*days)]
            own = min(held, key=lambda t: (t.country != self.person.country, RANKS.index(t.rank)), default=None)
            self.led[year] = (own.country or "") if own else ""
        return self.led[year]


Unit: TypeAlias = Callable[[Side], _Leader | None]


def leaders(store: Asks, scope: Scope, gazetteer: Gazetteer | None = None) -> Table:
    """The table of pairs of leaders of different countries; the pair's visits are those of one with the other as host.

    A pair that any event of the panel's years brings together has a row for each year with an event of the two, and for each
    year in which both led a state or government.

    Raises:
        StoreError: What the store raises, while rows are made.
    """
    known, account = gazetteer or load(), Account()

    def rows() -> Iterator[Row]:
        unit = _known(known)
        years = {year: _tally(told, year, unit, account) for year, told in by_year(store, scope.years)}
        met = {pair for found in years.values() for pair in found}
        pairs = sorted((pair for pair in met if scope.directed or pair[0].number < pair[1].number), key=_order)
        for year, found in years.items():
            cells = _Cells(States(known, Scope(year, year, scope.system)).in_year(year), scope.countries, year)
            for pair in pairs:
                if (pair in found or all(leader.in_office(year) for leader in pair)) and (row := cells.row(*pair)):
                    account.rows += 1
                    yield (*row, *found.get(pair, NOTHING))

    return Table(leader_columns(), rows, account)


def _order(pair: tuple[_Leader, _Leader]) -> tuple[int, int]:
    return pair[0].number, pair[1].number


def _tally(told: Iterable[Told], year: int, unit: Unit, account: Account) -> dict[tuple[_Leader, _Leader], tuple[int, ...]]:
    tally = Tally(unit, "host")
    tally.add(told)
    account.add(tally)
    return {pair: tuple(counts) for pair, counts in tally.pairs.items() if pair[0].country(year) != pair[1].country(year)}


def _known(gazetteer: Gazetteer) -> Unit:
    met: dict[str, _Leader | None] = {}

    def unit(side: Side) -> _Leader | None:
        if side.agent not in met:
            met[side.agent] = _leader(gazetteer.person(shrink(side.agent)))
        return met[side.agent]

    return unit


def _leader(person: Person | None) -> _Leader | None:
    led = person and person.id and any(t.rank in LEADING and t.country for t in person.tenures)
    return _Leader(int(person.key[1:]), person) if person and led else None


@dataclass(frozen=True, slots=True)
class _Cells:
    """The cells that name the two leaders in a year; no row where a country was asked for and is not theirs."""

    states: dict[str, State]
    countries: tuple[str, ...]
    year: int

    def row(self, a: _Leader, b: _Leader) -> Row | None:
        one, other = self._state(a), self._state(b)
        if one.iso3 == other.iso3 or (self.countries and not {one.iso3, other.iso3} <= set(self.countries)):
            return None
        people = (a.person.key, b.person.key, a.person.name, b.person.name)
        return (self.year, *people, *sides(one, other), int(a.in_office(self.year)), int(b.in_office(self.year)))

    def _state(self, leader: _Leader) -> State:
        code = leader.country(self.year)
        return self.states.get(code) or State(code, code, None, None)
