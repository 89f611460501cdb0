"""What is wrong with the tables: each problem as ``file:line: what, what to write``."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from zoneinfo import available_timezones

from dipkb import edtf
from dipkb.errors import DataError
from dipkb.gazetteer.codes import state_codes
from dipkb.gazetteer.names import form_key
from dipkb.gazetteer.records import RANKS
from dipkb.gazetteer.tables import TABLES, Entry, Loaded, Table, rows, several
from dipkb.resources import folder

HANDOVER_DAYS = 60
"""Two holders of one office may overlap for that long: cabinets resign and stay until the next is sworn in."""
SINGLE = ("hos", "hog", "fm", "def")
STAND_IN = re.compile(r"\b(Acting|Interim|Caretaker|Transitional|Co-President)\b")
DATELINES = ("agency", "city", "bracketed", "header", "none")


def check(extra: Sequence[Path] = ()) -> list[str]:
    """Every problem of the shipped tables and the extra folders, by file and line; an empty list when all is well.

    Looked for: malformed files, empty required cells, rows twice, dates that are no EDTF or end before they start,
    unknown countries, organisations, people, ranks and sources, names that two countries or bodies claim, and offices of
    one holder that two people hold at once, states without a row of numbers and numbers that two states have at once.

    >>> check()
    []
    """
    problems: list[str] = []
    loaded = _read((folder("seeds") / "gazetteer", *map(Path, extra)), problems)
    for rule in (_cells, _twice, _dates, _references, _words, _people, _claimed, _overlaps, state_codes):
        problems.extend(rule(loaded))
    return sorted(problems, key=_place)


def _place(problem: str) -> tuple[str, int, str]:
    file, _, rest = problem.partition(":")
    line = rest.partition(":")[0]
    return file, int(line) if line.isdigit() else 0, rest


def _read(folders: Sequence[Path], problems: list[str]) -> Loaded:
    loaded: Loaded = {name: [] for name in TABLES}
    for table in TABLES.values():
        for base in folders:
            loaded[table.name] += _entries(base / f"{table.name}.csv", table, problems)
    return loaded


def _entries(path: Path, table: Table, problems: list[str]) -> list[Entry]:
    found: list[Entry] = []
    if not path.exists():
        return found
    try:
        for line, cells in rows(path, table):
            found.append(Entry(f"{path}:{line}", dict(zip(table.columns, cells, strict=True))))
    except DataError as error:
        problems.append(str(error) if error.line else f"{path}:1: {str(error).removeprefix(f'{path}: ')}")
    return found


def _cells(loaded: Loaded) -> Iterator[str]:
    for name, entries in loaded.items():
        for entry in entries:
            for column, cell in entry.cells.items():
                if not cell and column in TABLES[name].required:
                    yield f"{entry.where}: '{column}' is empty. Fill it or remove the row."
                if cell != cell.strip() or (cell and any(part != part.strip() or not part for part in _parts(column, cell))):
                    yield f"{entry.where}: '{column}' has stray spaces or an empty value in '{cell}'. Remove them."


def _parts(column: str, cell: str) -> tuple[str, ...]:
    return () if column in ("boilerplate", "note", "why", "title") else several(cell)


def _twice(loaded: Loaded) -> Iterator[str]:
    for name, entries in loaded.items():
        seen: dict[tuple[str, ...], str] = {}
        for entry in entries:
            key = (entry.where.rpartition(":")[0], *(entry.cells[column] for column in TABLES[name].key))
            if key in seen:
                same, line = " and ".join(TABLES[name].key), seen[key].rpartition(":")[2]
                yield f"{entry.where}: {same} are those of line {line}. Join the two rows."
            seen.setdefault(key, entry.where)


def _dates(loaded: Loaded) -> Iterator[str]:
    for entries in loaded.values():
        for entry in entries:
            wrong = [
                c
                for c in ("start", "end", "seen", "founded", "from", "until")
                if (v := entry.cells.get(c)) and not edtf.is_edtf(v)
            ]
            yield from (
                f"{entry.where}: '{entry.cells[c]}' in '{c}' is no date. Write YYYY, YYYY-MM or YYYY-MM-DD." for c in wrong
            )
            start, end = entry.cells.get("start") or entry.cells.get("from"), entry.cells.get("end") or entry.cells.get("until")
            if not wrong and start and end and edtf.bounds(end)[1] < edtf.bounds(start)[0]:
                yield f"{entry.where}: it ends {end}, before it starts {start}. Correct one of the two."


def _references(loaded: Loaded) -> Iterator[str]:
    countries = {e.cells["iso3"] for e in loaded["countries"]}
    bodies = {e.cells["key"] for e in loaded["organisations"]}
    people = {e.cells["key"] for e in loaded["people"]}
    sources = {e.cells["code"] for e in loaded["sources"]}
    known = {
        "country": (countries, "is no country of countries.csv. Write its ISO 3166-1 alpha-3 code"),
        "place": (countries | bodies, "is neither a country's code nor an organisation's key. Add it to organisations.csv"),
        "places": (countries | bodies, "is neither a country's code nor an organisation's key"),
        "implies": (countries | bodies, "is neither a country's code nor an organisation's key"),
        "initiators": (countries | bodies, "is neither a country's code nor an organisation's key"),
        "parties": (countries | bodies, "is neither a country's code nor an organisation's key"),
        "person": (people, "is nobody's key in people.csv. Add the person or correct the key"),
        "source": (sources, "is no code of sources.csv. Add the source with its licence"),
    }
    for entries in loaded.values():
        for entry in entries:
            for column in known.keys() & entry.cells.keys():
                values, says = known[column]
                yield from (
                    f"{entry.where}: '{v}' in '{column}' {says}." for v in several(entry.cells[column]) if v not in values
                )


def _words(loaded: Loaded) -> Iterator[str]:
    zones = available_timezones()
    allowed: dict[tuple[str, str], Sequence[str]] = {
        ("tenures", "rank"): RANKS,
        ("roles", "rank"): RANKS,
        ("shared_offices", "rank"): RANKS,
        ("people", "gender"): ("f", "m", ""),
        ("roles", "gender"): ("f", "m", ""),
        ("honorifics", "gender"): ("f", "m", ""),
        ("roles", "needs"): ("country", "organisation", ""),
        ("countries", "called"): ("last", "first", "any", ""),
        ("countries", "orders"): ("both", ""),
        ("countries", "status"): ("sovereign", "dependent", "disputed", "historic", ""),
        ("media", "state_owned"): ("yes", "no", ""),
        ("publishers", "dateline"): (*DATELINES, ""),
    }
    for (name, column), words in allowed.items():
        for entry in loaded[name]:
            if entry.cells[column] not in words:
                choice = ", ".join(filter(None, words))
                yield f"{entry.where}: '{entry.cells[column]}' in '{column}' is unknown. Write one of {choice}."
    for entry in loaded["publishers"]:
        if entry.cells["timezone"] and entry.cells["timezone"] not in zones:
            yield f"{entry.where}: '{entry.cells['timezone']}' is no time zone. Write an IANA name such as Europe/Minsk."
        yield from (f"{entry.where}: {fault}" for fault in _patterns(entry.cells["boilerplate"]))


def _patterns(cell: str) -> Iterator[str]:
    for pattern in filter(None, cell.split(" || ")):
        try:
            re.compile(pattern)
        except re.error as error:
            yield f"'{pattern}' is no regular expression ({error}). Escape what is meant literally."


def _people(loaded: Loaded) -> Iterator[str]:
    seen: dict[tuple[str, str], Entry] = {}
    for entry in loaded["people"]:
        key = (form_key(entry.cells["name"]), entry.cells["country"])
        other = seen.setdefault(key, entry)
        if other.cells["key"] != entry.cells["key"] and not all(re.fullmatch(r"Q\d+", e.cells["key"]) for e in (entry, other)):
            twin = f"{other.where} too, with the key '{other.cells['key']}'"
            yield f"{entry.where}: '{entry.cells['name']}' stands in {twin}. Join them, or give both a QID."


def _claimed(loaded: Loaded) -> Iterator[str]:
    living = [e for e in loaded["countries"] if e.cells["status"] != "historic"]
    yield from _same(living, "iso3", ("name", "official", "aliases"))
    yield from _same(living, "iso3", ("demonyms",))
    yield from _same(living, "iso3", ("metonyms",))
    yield from _same(loaded["organisations"], "key", ("name", "key", "aliases"))


def _same(entries: list[Entry], key: str, columns: tuple[str, ...]) -> Iterator[str]:
    holder: dict[str, Entry] = {}
    for entry in entries:
        for form in dict.fromkeys(f for column in columns for f in several(entry.cells[column])):
            other = holder.setdefault(form_key(form), entry)
            if other.cells[key] != entry.cells[key]:
                yield f"{entry.where}: '{form}' is claimed by {other.cells[key]} too. Leave it with one of them."


def _overlaps(loaded: Loaded) -> Iterator[str]:
    shared: dict[tuple[str, str], list[tuple[date, date]]] = defaultdict(list)
    for entry in loaded["shared_offices"]:
        shared[entry.cells["place"], entry.cells["rank"]].append((_first(entry, "from"), _last(entry, "until")))
    for office, held in _single_offices(loaded["tenures"]).items():
        for n, entry in enumerate(held):
            for later in held[n + 1 :]:
                first, last = _last(later, "start"), min(_first(entry, "end", date.max), _first(later, "end", date.max))
                known = any(since <= first and last <= until for since, until in shared[office])
                if entry.cells["person"] != later.cells["person"] and (last - first).days > HANDOVER_DAYS and not known:
                    yield _overlap(entry, later)


def _single_offices(tenures: list[Entry]) -> dict[tuple[str, str], list[Entry]]:
    offices: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in {tuple(e.cells[c] for c in TABLES["tenures"].key): e for e in tenures}.values():
        if entry.cells["rank"] in SINGLE and edtf.is_edtf(entry.cells["start"]) and not STAND_IN.search(entry.cells["office"]):
            offices[entry.cells["place"], entry.cells["rank"]].append(entry)
    return {office: sorted(held, key=lambda e: e.cells["start"]) for office, held in offices.items()}


def _first(entry: Entry, column: str, missing: date = date.min) -> date:
    """First day the date can mean; ``missing`` where there is none (or a malformed one, which is told elsewhere)."""
    return edtf.bounds(entry.cells[column])[0] if edtf.is_edtf(entry.cells[column]) else missing


def _last(entry: Entry, column: str) -> date:
    return edtf.bounds(entry.cells[column])[1] if edtf.is_edtf(entry.cells[column]) else date.max


def _overlap(entry: Entry, later: Entry) -> str:
    one, two = entry.cells, later.cells
    first = f"until {one['end'] or 'today'} by {one['person']} (line {entry.where.rpartition(':')[2]})"
    second = f"from {two['start']} by {two['person']}"
    return (
        f"{later.where}: '{two['office']}' of {two['place']} is held {first} and {second}. "
        "Correct a date, or list the office in shared_offices.csv."
    )
