"""The table of states: one row a pair and year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, permutations
from typing import Any, TypeAlias

from dipkb.gazetteer import Gazetteer, load
from dipkb.panel.columns import Column, state_columns
from dipkb.panel.counts import NOTHING, Tally
from dipkb.panel.events import Side, by_year
from dipkb.panel.states import Scope, State, States, System
from dipkb.query.names import Asks

Cell: TypeAlias = str | int | None
Row: TypeAlias = tuple[Cell, ...]


@dataclass
class Account:
    """What went into a table: rows, events with their reports, events of no certain year, and who took part and has no rows."""

    rows: int = 0
    counted: Counter[str] = field(default_factory=Counter)
    undecided: Counter[str] = field(default_factory=Counter)
    outside: Counter[str] = field(default_factory=Counter)

    def add(self, tally: Tally[Any]) -> None:
        """Note what a year's tally counted."""
        self.counted |= tally.counted
        self.undecided |= tally.undecided


@dataclass(frozen=True)
class Table:
    """A table being made: ``rows`` makes them, one year after the other, and fills in the ``account``; ask it once."""

    columns: tuple[Column, ...]
    rows: Callable[[], Iterator[Row]]
    account: Account


def states(store: Asks, scope: Scope, gazetteer: Gazetteer | None = None) -> Table:
    """The table of pairs of states; see :class:`~dipkb.panel.states.Scope` for which.

    Raises:
        StoreError: What the store raises, while rows are made.
    """
    known, account = States(gazetteer or load(), scope), Account()

    def rows() -> Iterator[Row]:
        for year, told in by_year(store, scope.years):
            members = known.in_year(year)
            tally = Tally(_standing(members, account), "destination")
            tally.add(told)
            account.add(tally)
            for row in _year(year, list(dict.fromkeys(members.values())), tally, scope):
                account.rows += 1
                yield row

    return Table(state_columns(scope.system), rows, account)


def _standing(members: dict[str, State], account: Account) -> Callable[[Side], State | None]:
    def unit(side: Side) -> State | None:
        state = members.get(side.country)
        if side.country and state is None:
            account.outside[side.country] += 1
        return state

    return unit


def _year(year: int, members: Sequence[State], tally: Tally[State], scope: Scope) -> Iterator[Row]:
    found = {(a.iso3, b.iso3): tuple(counts) for (a, b), counts in tally.pairs.items()}
    for a, b in (permutations if scope.directed else combinations)(members, 2):
        yield (year, *sides(a, b), dyad(a, b, scope.system), *found.get((a.iso3, b.iso3), NOTHING))


def sides(a: State, b: State) -> Row:
    """The cells that name the two states."""
    return a.iso3, b.iso3, a.name, b.name, a.cow, b.cow, a.gwno, b.gwno


def dyad(a: State, b: State, system: System) -> int | None:
    """The number of a pair in a list: 1000 times the first state's and the second's."""
    first, second = a.number(system), b.number(system)
    return 1000 * first + second if first and second else None
