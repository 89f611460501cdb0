"""What is wrong with the numbers of states: ``codes.csv`` against ``countries.csv`` and itself."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from dipkb.gazetteer.tables import Entry, Loaded

LISTS = {"cow": "the Correlates of War list", "gwno": "the list of Gleditsch and Ward"}
YEAR = re.compile(r"[0-9]{4}")


def state_codes(loaded: Loaded) -> Iterator[str]:
    """Numbers that are none, states unknown to countries.csv or without a row, numbers that two states have at once."""
    yield from _numbers(loaded["codes"])
    yield from _countries(loaded)
    for column in LISTS:
        yield from _shared(loaded["codes"], column)


def _numbers(codes: list[Entry]) -> Iterator[str]:
    for entry in codes:
        for column in LISTS:
            if entry.cells[column] and not re.fullmatch(r"[1-9][0-9]{0,2}", entry.cells[column]):
                wrong = f"'{entry.cells[column]}' in '{column}' is no number from 1 to 999"
                yield f"{entry.where}: {wrong}. Write it as {LISTS[column]} has it."
        for column in ("from", "until"):
            if entry.cells[column] and not YEAR.fullmatch(entry.cells[column]):
                yield f"{entry.where}: '{entry.cells[column]}' in '{column}' is no year. Write YYYY."


def _countries(loaded: Loaded) -> Iterator[str]:
    known, coded = {e.cells["iso3"] for e in loaded["countries"]}, {e.cells["iso3"] for e in loaded["codes"]}
    for entry in loaded["codes"]:
        if entry.cells["iso3"] not in known:
            yield f"{entry.where}: '{entry.cells['iso3']}' is no country of countries.csv. Write its ISO 3166-1 alpha-3 code."
    for entry in loaded["countries"]:
        if entry.cells["status"] in ("sovereign", "disputed", "historic") and entry.cells["iso3"] not in coded:
            yield f"{entry.where}: '{entry.cells['iso3']}' has no row in codes.csv. Add one, without numbers if no list has it."


def _shared(codes: list[Entry], column: str) -> Iterator[str]:
    """A number may pass from one state to the next within a year, and no more."""
    holders: dict[str, list[Entry]] = defaultdict(list)
    for entry in codes:
        if entry.cells[column]:
            holders[entry.cells[column]].append(entry)
    for number, held in holders.items():
        held.sort(key=_first)
        for entry, later in pairwise(held):
            if _last(entry) > _first(later):
                until = f"until {_last(entry)} by {entry.cells['iso3']} (line {entry.where.rpartition(':')[2]})"
                yield f"{later.where}: the number {number} in '{column}' is held {until}. Correct a number or a year."


def _first(entry: Entry) -> str:
    return entry.cells["from"] or "0000"


def _last(entry: Entry) -> str:
    return entry.cells["until"] or "9999"
