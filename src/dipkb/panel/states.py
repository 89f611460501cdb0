"""The states of a year: members of the international system by one of two lists, or the countries that were named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

from dipkb.gazetteer import Gazetteer, StateCode

FIRST_YEAR = 1955
"""The first year that ``codes.csv`` covers."""
System: TypeAlias = Literal["gw", "cow"]
_UNNUMBERED = 1000  # after all numbers, which have three digits


@dataclass(frozen=True, slots=True)
class Scope:
    """What a panel is of: its years, both inclusive, and the states of a list or these countries (ISO 3166-1 alpha-3).

    In a ``directed`` panel each pair has two rows a year, else one, whose first state is that of the lower number.
    """

    first: int
    last: int
    system: System = "gw"
    countries: tuple[str, ...] = ()
    directed: bool = False

    @property
    def years(self) -> range:
        """The years, in order."""
        return range(self.first, self.last + 1)


@dataclass(frozen=True, slots=True)
class State:
    """A state in one year, under the code and numbers it has at the end of it (or had at its own end)."""

    iso3: str
    name: str
    cow: int | None
    gwno: int | None

    def number(self, system: System) -> int | None:
        """Its number in the list."""
        return self.gwno if system == "gw" else self.cow


class States:
    """Who is a state when, by the gazetteer's ``codes.csv``."""

    def __init__(self, gazetteer: Gazetteer, scope: Scope) -> None:
        self._gazetteer, self._scope = gazetteer, scope

    @cached_property
    def _codes(self) -> Mapping[str, Sequence[StateCode]]:
        held = self._gazetteer.codes
        return {iso3: held.get(iso3, ()) for iso3 in self._scope.countries} if self._scope.countries else held

    def in_year(self, year: int) -> dict[str, State]:
        """The states of a year by each ISO code that stands for them, sorted by number, then code.

        One that passes its number on within the year (the Soviet Union and Russia in 1991) is the later one under both codes.

        >>> from dipkb.gazetteer import load
        >>> States(load(), Scope(1991, 1991)).in_year(1991)["SUN"].iso3
        'RUS'
        """
        current = {iso3: code for iso3, held in self._codes.items() if (code := self._code(iso3, held, year))}
        latest: dict[object, StateCode] = {}
        for code in sorted(current.values(), key=lambda c: c.first or 0):
            latest[self._key(code)] = code
        named = {iso3: self._state(latest[self._key(code)]) for iso3, code in current.items()}
        return dict(sorted(named.items(), key=lambda item: (item[1].number(self._scope.system) or _UNNUMBERED, item[0])))

    def _code(self, iso3: str, held: Sequence[StateCode], year: int) -> StateCode | None:
        """The last row of the year; a named country without numbers stands in every year."""
        if self._scope.countries and not any(code.cow or code.gwno for code in held):
            return StateCode(iso3, None, None, None, None)
        member = [code for code in held if code.covers(year) and (self._scope.countries or self._number(code))]
        return member[-1] if member else None

    def _number(self, code: StateCode) -> int | None:
        return code.gwno if self._scope.system == "gw" else code.cow

    def _key(self, code: StateCode) -> object:
        return self._number(code) or code.iso3

    def _state(self, code: StateCode) -> State:
        country = self._gazetteer.country(code.iso3)
        return State(code.iso3, country.name if country else code.iso3, code.cow, code.gwno)
