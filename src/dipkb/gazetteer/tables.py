"""Reading the gazetteer's tables: CSV in UTF-8 with a header, several values in a cell separated by ``|``."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from dipkb.errors import DataError

Cells = tuple[str, ...]


class Table(NamedTuple):
    """What a table must and may hold; ``key`` are the columns that make a row the same row in another folder."""

    name: str
    columns: tuple[str, ...]
    required: tuple[str, ...]
    key: tuple[str, ...]


class Entry(NamedTuple):
    """A row with the place it stands at, ``file:line``."""

    where: str
    cells: dict[str, str]


Loaded = dict[str, list[Entry]]


def _table(name: str, columns: str, required: str, key: str) -> Table:
    return Table(name, tuple(columns.split()), tuple(required.split()), tuple(key.split()))


TABLES = {
    table.name: table
    for table in (
        _table("people", "key name aliases country called gender source", "key name", "key"),
        _table(
            "tenures", "person place rank office start end seen source", "person place rank office", "person place office start"
        ),
        _table("cabinets", "person place office start end seen source", "person place office", "person place office start"),
        _table(
            "countries",
            "iso3 iso2 qid name prose official aliases demonyms capital capital_qid metonyms status from until "
            "leads called orders languages source",
            "iso3 name",
            "iso3",
        ),
        _table("codes", "iso3 cow gwno from until source", "iso3", "iso3 from"),
        _table("organisations", "key qid name aliases weak kind seat country founded metonyms source", "key name", "key"),
        _table("media", "name aliases weak country state_owned kind source", "name", "name country"),
        _table("venues", "name city country aliases kind source", "name country", "name city country"),
        _table("cities", "name country aliases kind lat lon population geonames_id source", "name country", "name country"),
        _table("regions", "name aliases adjectives country kind source", "name", "name"),
        _table("initiatives", "name qid aliases weak kind start end initiators parties note source", "name", "name"),
        _table("roles", "form plural rank gender places implies needs source", "form rank", "form places"),
        _table("honorifics", "form gender kind source", "form", "form"),
        _table("publishers", "name aliases country timezone dateline boilerplate source", "name", "name"),
        _table("spellings", "form same_as source", "form same_as", "form"),
        _table("shared_offices", "place rank from until why source", "place rank why", "place rank from"),
        _table("sources", "code title address licence as_of", "code title licence", "code"),
    )
}


def rows(path: Path, table: Table) -> Iterator[tuple[int, Cells]]:
    """Line number and cells of every row, in the order of the table's columns; a column the file lacks is empty.

    Raises:
        DataError: The file cannot be read, a column is missing or unknown, or a row has not as many cells as the header.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from _rows(csv.reader(file, strict=True), path, table)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(
            f"cannot be read as CSV in UTF-8 ({error}). Save it as UTF-8 with commas and double quotes.", str(path)
        ) from error


def _rows(reader: Iterator[list[str]], path: Path, table: Table) -> Iterator[tuple[int, Cells]]:
    header = next(reader, [])
    check_header(header, path, table)
    order = [header.index(column) if column in header else None for column in table.columns]
    same, width = order == list(range(len(header))), len(header)
    for line, row in enumerate(reader, 2):
        if len(row) != width:
            if not row:
                continue
            raise DataError(f"the row has {len(row)} cells, the header {width}. Quote cells that hold a comma.", str(path), line)
        yield line, tuple(row) if same else tuple("" if at is None else row[at] for at in order)


def check_header(header: Sequence[str], path: Path, table: Table) -> None:
    """Refuse a header that lacks a required column or has one that the table does not know."""
    missing = [column for column in table.required if column not in header]
    unknown = [column for column in header if column not in table.columns]
    if missing or unknown:
        wrong = f"lacks {', '.join(map(repr, missing))}" if missing else f"has the unknown {', '.join(map(repr, unknown))}"
        raise DataError(f"the header {wrong}. Columns of {table.name}.csv: {', '.join(table.columns)}.", str(path), 1)


def merged(name: str, folders: Sequence[Path]) -> list[Cells]:
    """The rows of a table over all folders; a row of a later folder replaces the row with the same key.

    Raises:
        DataError: As :func:`rows` tells; a folder that is no folder.
    """
    table = TABLES[name]
    paths = [folder / f"{name}.csv" for folder in folders]
    found = [[cells for _, cells in rows(path, table)] for path in paths if path.exists()]
    if len(found) < 2:
        return found[0] if found else []
    at = [table.columns.index(column) for column in table.key]
    by_key = {tuple(cells[i] for i in at): cells for part in found for cells in part}
    return list(by_key.values())


def several(cell: str) -> tuple[str, ...]:
    """The values of a cell.

    >>> several("PRC|mainland China"), several("")
    (('PRC', 'mainland China'), ())
    """
    return tuple(cell.split("|")) if cell else ()
