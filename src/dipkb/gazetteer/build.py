"""Records from rows: one function a table, cells in the order of :data:`dipkb.gazetteer.tables.TABLES`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from dipkb.gazetteer.records import (
    City,
    Country,
    InitiativeEntry,
    Medium,
    Organisation,
    Person,
    Profile,
    Region,
    Role,
    StateCode,
    Tenure,
    Venue,
)
from dipkb.gazetteer.tables import TABLES, Cells, several

Tenures = dict[str, list[Tenure]]


def tenures(
    top: Iterable[Cells], cabinets: Iterable[Cells], countries: Mapping[str, Country], bodies: Mapping[str, Organisation]
) -> Tenures:
    """The tenures of each person by key, sorted by their start."""
    found: Tenures = defaultdict(list)
    states = {code: c.prose or c.name for code, c in countries.items()}
    for person, place, rank, office, start, end, seen, source in top:
        state = states.get(place)
        label = f"{office} of {state}" if state else body_label(office, bodies.get(place), place)
        found[person].append(
            Tenure(office, rank, place, place if state else None, start or None, end or None, seen or None, label, source)
        )
    for person, place, office, start, end, seen, source in cabinets:
        state = states.get(place)
        label = f"{office} of {state or place}"
        found[person].append(
            Tenure(office, "other", place, place if state else None, start or None, end or None, seen or None, label, source)
        )
    for held in found.values():
        if len(held) > 1:
            held.sort(key=lambda t: (t.start or "", t.office))
    return found


def body_label(office: str, body: Organisation | None, place: str) -> str:
    """The office with its organisation, unless the office names it already.

    >>> body_label("Secretary-General of ASEAN", None, "ASEAN"), body_label("Secretary-General", None, "Hezbollah")
    ('Secretary-General of ASEAN', 'Secretary-General of Hezbollah')
    """
    names = (body.name, body.key, *body.aliases) if body else (place,)
    if any(name in office for name in names):
        return office
    article = (
        "the "
        if body and body.name.split()[-1] in ("Union", "Nations", "Organization", "Organisation", "Court", "Bank", "League")
        else ""
    )
    return f"{office} of {article}{body.name if body else place}"


def people(rows: Iterable[Cells], held: Tenures) -> dict[str, Person]:
    """People by key."""
    none: tuple[Tenure, ...] = ()
    return {
        key: Person(
            key, name, several(aliases), country, several(called), gender, source, tuple(held[key]) if key in held else none
        )
        for key, name, aliases, country, called, gender, source in rows
    }


def countries(rows: Iterable[Cells]) -> list[Country]:
    """States and territories."""
    return [_country(dict(zip(TABLES["countries"].columns, cells, strict=True))) for cells in rows]


def _country(cell: dict[str, str]) -> Country:
    return Country(
        cell["iso3"],
        cell["iso2"],
        cell["qid"],
        cell["name"],
        cell["prose"],
        cell["official"],
        several(cell["aliases"]),
        several(cell["demonyms"]),
        cell["capital"],
        several(cell["metonyms"]),
        cell["status"],
        cell["leads"] or "hog",
        cell["called"] or "last",
        cell["orders"] == "both",
        several(cell["languages"]),
    )


def codes(rows: Iterable[Cells]) -> list[StateCode]:
    """The numbers of states in the lists of the international system."""
    return [
        StateCode(iso3, _number(cow), _number(gwno), _number(first), _number(last)) for iso3, cow, gwno, first, last, _ in rows
    ]


def _number(cell: str) -> int | None:
    return int(cell) if cell else None


def organisations(rows: Iterable[Cells]) -> list[Organisation]:
    """Organisations and other bodies."""
    return [
        Organisation(
            key, qid, name, several(aliases), several(weak), kind, seat, country or None, founded or None, several(metonyms)
        )
        for key, qid, name, aliases, weak, kind, seat, country, founded, metonyms, _ in rows
    ]


def media(rows: Iterable[Cells]) -> list[Medium]:
    """Media."""
    owned = {"yes": True, "no": False}
    return [
        Medium(name, several(aliases), several(weak), country or None, owned.get(state), kind)
        for name, aliases, weak, country, state, kind, _ in rows
    ]  # fmt: skip


def venues(rows: Iterable[Cells]) -> list[Venue]:
    """Venues."""
    return [Venue(name, several(aliases), city, country, kind) for name, city, country, aliases, kind, _ in rows]


def cities(rows: Iterable[Cells]) -> list[City]:
    """Cities."""
    return [
        City(
            name, several(aliases), country, kind, float(lat) if lat else None, float(lon) if lon else None, int(population or 0)
        )
        for name, country, aliases, kind, lat, lon, population, _, _ in rows
    ]


def regions(rows: Iterable[Cells]) -> list[Region]:
    """Parts of the world."""
    return [
        Region(name, several(aliases), several(adjectives), country or None, kind)
        for name, aliases, adjectives, country, kind, _ in rows
    ]  # fmt: skip


def initiatives(rows: Iterable[Cells]) -> list[InitiativeEntry]:
    """Initiatives."""
    return [
        InitiativeEntry(
            name, qid, several(aliases), several(weak), kind, start or None, end or None, several(initiators), several(parties)
        )
        for name, qid, aliases, weak, kind, start, end, initiators, parties, _, _ in rows
    ]


def roles(rows: Iterable[Cells]) -> list[Role]:
    """Title words."""
    return [
        Role(form, plural, rank, gender, several(places), implies or None, needs)
        for form, plural, rank, gender, places, implies, needs, _ in rows
    ]  # fmt: skip


def publishers(rows: Iterable[Cells]) -> list[Profile]:
    """Source profiles; boilerplate expressions are separated by `` || ``, since an expression may hold a bar."""
    return [
        Profile(
            name, several(aliases), country or None, zone or None, dateline or "none", tuple(b for b in lines.split(" || ") if b)
        )
        for name, aliases, country, zone, dateline, lines, _ in rows
    ]
