"""The columns of a panel, and its data dictionary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from dipkb.panel.counts import MEASURES

KEY_SOURCE = "ISO 3166-1, by the gazetteer"
COW_SOURCE = "Correlates of War Project, State System Membership List, version 2016, by the gazetteer's codes.csv"
GW_SOURCE = "Gleditsch and Ward, list of independent states and microstates, by the gazetteer's codes.csv"
TENURES = "the gazetteer's tenure table"
STORE = "the store, by the query panel-events"
_SIDES = (("a", "the first"), ("b", "the second"))
_ZERO = "; 0 means none that the store knows of, not that there was none"
_PEACESCIENCER = {"ccode_a": "ccode1", "ccode_b": "ccode2", "gwno_a": "gwcode1", "gwno_b": "gwcode2"}
_ENDINGS = {"_ab": "_12", "_ba": "_21", "_a": "_1", "_b": "_2"}

_WHAT = {
    "meetings_in_person": "meetings in person at which both took part",
    "calls": "talks by phone or video in which both took part",
    "meetings_unknown_mode": "meetings of which no source says whether in person, by phone or by video",
    "meetings_multilateral": "of the meetings and calls, which the columns before count too, those of more than two sides",
    "visits": "visits of {a} to {b}",
    "sanctions_imposed": "acts by which {a} imposed sanctions on {b}",
    "sanctions_eased": "acts by which {a} eased sanctions on {b}",
    "sanctions_lifted": "acts by which {a} lifted sanctions on {b}",
    "agreements_signed": "agreements that both signed",
    "undecided": "events of any kind that may lie in this year or in another, counted here alone and for each such year",
}


class Column(msgspec.Struct, frozen=True):
    """A column: its name, its ``type`` (text or integer), its unit, what it means and where it comes from."""

    name: str
    type: Literal["text", "integer"]
    unit: str
    meaning: str
    source: str


def state_columns(system: str) -> tuple[Column, ...]:
    """The columns of the table of states."""
    return (_year(), *_countries(), _dyad(system), *_counts("state"))


def leader_columns() -> tuple[Column, ...]:
    """The columns of the table of leaders."""
    people = (
        Column(f"{name}_{side}", "text", unit, meaning.format(which), source)
        for name, unit, meaning, source in (
            ("qid", "Wikidata item", "{} leader", "Wikidata, by the gazetteer"),
            ("leader", "name", "name of {} leader", "the gazetteer"),
        )
        for side, which in _SIDES
    )
    held = (
        Column(
            f"in_office_{side}",
            "integer",
            "1 yes, 0 no",
            f"whether {which} led a state or government on some day of the year",
            TENURES,
        )
        for side, which in _SIDES
    )
    return (_year(), *people, *_countries(), *held, *_counts("leader"))


def renamed(columns: Sequence[Column], names: str) -> tuple[Column, ...]:
    """The columns under other names: as ``dipkb`` calls them, or as data frames of the R package ``peacesciencer`` do.

    >>> [c.name for c in renamed(state_columns("gw"), "peacesciencer")][:8]
    ['year', 'iso3_1', 'iso3_2', 'name_1', 'name_2', 'ccode1', 'ccode2', 'gwcode1']
    """
    if names != "peacesciencer":
        return tuple(columns)
    return tuple(msgspec.structs.replace(column, name=_numbered(column.name)) for column in columns)


def _numbered(name: str) -> str:
    stem, reports = name.removesuffix("_reports"), "_reports" if name.endswith("_reports") else ""
    ending = next((e for e in _ENDINGS if stem.endswith(e)), "")
    return _PEACESCIENCER.get(name) or stem.removesuffix(ending) + _ENDINGS.get(ending, "") + reports


def dictionary(columns: Sequence[Column]) -> list[tuple[str, ...]]:
    """The data dictionary: a header, and a row for each column."""
    fields = Column.__struct_fields__
    return [("column", *fields[1:]), *(tuple(getattr(column, name) for name in fields) for column in columns)]


def _year() -> Column:
    return Column("year", "integer", "calendar year", "the year in which the events began", STORE)


def _countries() -> Iterator[Column]:
    for name, kind, unit, meaning, source in (
        (
            "iso3",
            "text",
            "ISO 3166-1 alpha-3 code",
            "code of {} state, the later one where it changed within the year",
            KEY_SOURCE,
        ),
        ("name", "text", "name", "English name of {} state", "the gazetteer"),
        (
            "ccode",
            "integer",
            "number",
            "number of {} state in the Correlates of War list that year; empty if not in it",
            COW_SOURCE,
        ),
        ("gwno", "integer", "number", "number of {} state in the Gleditsch-Ward list that year; empty if not in it", GW_SOURCE),
    ):
        for side, which in _SIDES:
            yield Column(f"{name}_{side}", "integer" if kind == "integer" else "text", unit, meaning.format(which), source)


def _dyad(system: str) -> Column:
    number, source = ("gwno", GW_SOURCE) if system == "gw" else ("ccode", COW_SOURCE)
    return Column("dyad", "integer", "number", f"the pair: 1000 × {number}_a + {number}_b; empty if one has no number", source)


def _counts(kind: str) -> Iterator[Column]:
    for measure in MEASURES:
        a, b = ("second", "first") if measure.endswith("_ba") else ("first", "second")
        what = _WHAT[measure.removesuffix("_ab").removesuffix("_ba")]
        meaning = what.format(a=f"the {a} {kind}", b=f"the {b} {kind}")
        yield Column(measure, "integer", "events", f"{meaning}, each once{_ZERO}", STORE)
        yield Column(f"{measure}_reports", "integer", "reports", f"reports of the events in {measure}", STORE)
