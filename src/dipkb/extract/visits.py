"""Visits: who travels where. A trip to several countries is one visit for each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from dipkb.extract import clause
from dipkb.extract.candidate import FUTURE, Candidate
from dipkb.extract.document import Entity, Item
from dipkb.extract.reading import Reading
from dipkb.extract.resolve import resolve

_Spot: TypeAlias = tuple[str | None, int]  # a town, if any, and the item that names the stop
_OPENING = 3  # sentences in which a visit without a destination is one to the publisher's country
_NEARBY = 9  # items behind the trigger where "here" can stand for the publisher's country


def visits(reading: Reading) -> Iterator[Candidate]:
    """One candidate per destination of the trigger."""
    entities, _ = reading.roles()
    everybody = [e for e in (*entities.get("visitors", ()), *_companions(reading)) if _can_visit(reading, e)]
    goals = _destinations(reading, entities.get("hosts", [])) or _understood(reading, everybody)
    for country, places in goals.items():
        visitors = [v for v in everybody if v.country != country] or _other(reading, everybody, country)
        visitors = reading.in_office([v for v in visitors if v.kind == "person"] or visitors)
        if not visitors:
            continue
        reading.parties.trips |= {v.key(): country for v in visitors}
        hosts = [h for h in entities.get("hosts", ()) if h.country == country]
        made = reading.make({"visitors": visitors, "hosts": hosts})
        made.destination, made.places = country, [p for p, _ in places if p]
        if (own := _own_date(reading, [i for _, i in places])) is not None:
            made.dated = own
            made.when = resolve(own.value, reading.parties.today, direction="future" if made.status in FUTURE else "past")
        made.extra["days"], made.extra["ends"] = _length(reading), _ends(reading)
        if not reading.verb:
            made.extra["kind"], made.extra["kind_words"] = _kind(reading)
            if made.extra["kind"] == "state" and not hosts:
                made.parties["hosts"] = [reading.parties.state(country)]  # a state visit is paid to the state
        yield made


def _companions(reading: Reading) -> list[Entity]:
    """Who travels along: "flew to Kyiv with X", not "flew to Kyiv for talks with X"."""
    items = reading.items
    for i in range(reading.at + 2, min(len(items) - 1, reading.at + 8) if reading.verb else 0):
        if items[i].low in ("with", "alongside") and items[i - 1].code in "LCZD":
            people = reading.entities(clause.objects(items, i))
            return [e for e in people if e.kind == "person" and e.name and (e.role or e.id)]
    return []


def _can_visit(reading: Reading, entity: Entity) -> bool:
    if reading.needs("single") and _are_several(reading):
        return False
    if reading.needs("official"):
        return entity.kind == "group" or (entity.kind == "person" and bool(entity.role or entity.id))
    whose = reading.role([p for p in reading.frame["roles"]["visitors"] if p != "doer"])
    return entity.kind in ("person", "group") or (entity.kind == "country" and bool(whose))


def _are_several(reading: Reading) -> bool:
    subject = [reading.items[i] for i in reading.role(["subject"])]
    return any(item.code == "G" or item.low in ("they", "both") for item in subject)


def _other(reading: Reading, visitors: list[Entity], country: str) -> list[Entity]:
    """ "X met Y during his visit to X's country": a pronoun cannot mean the host, so it means the other person of the clause."""
    if not visitors or reading.role(["possessor"]) == [] or reading.items[reading.role(["possessor"])[0]].code != "H":
        return []
    named = [e for i in reading.items[: reading.at] if i.code in "PR" for e in i.who]
    return [e for e in named if e.kind == "person" and e.country != country][-1:]


def _destinations(reading: Reading, hosts: list[Entity]) -> dict[str, list[_Spot]]:
    """Countries to be visited with the places named in each, in the order of the text."""
    for place in reading.frame["roles"]["destination"]:
        found: dict[str, list[_Spot]] = {}
        for start in reading.place(place, "PRGCNMOLZ")[:1]:
            for i in _list(reading.items, start):
                country, town = _country(reading.items, i, place)
                if country:
                    found.setdefault(country, []).append((town, i))
        if found:
            return found
    if reading.needs("stated"):
        return {}
    country = hosts[0].country if hosts else _here(reading)
    return {country: []} if country else {}


def _understood(reading: Reading, visitors: list[Entity]) -> dict[str, list[_Spot]]:
    """The destination of "his visit": the one named for this visitor before, at the opening else the publisher's country."""
    if reading.verb or not visitors or not reading.role(["possessor", "of:", "by:"]):
        return {}
    named = reading.parties.trips.get(visitors[0].key())
    sentence = reading.line.sentence
    home = reading.document.home if sentence.zone == "title" or sentence.index < _OPENING else None
    country = named or home
    return {country: []} if country and country != visitors[0].country else {}


def _own_date(reading: Reading, spots: list[int]) -> Item | None:
    """The date right behind one stop of several ("to China July 25-26 and to Oman July 27")."""
    for i in spots:
        behind = [x for x in reading.items[i + 1 : i + 5] if x.code not in "(n)" and x.low != "on"]
        if behind and behind[0].code == "D":
            return behind[0]
    return None


def _list(items: list[Item], start: int) -> list[int]:
    """The places joined to the first one: "Cairo, Doha and Riyadh", "Sofia, Bulgaria", "to China July 25-26 and to Oman"."""
    found, i = [start], start
    while True:
        i = _over(items, i + 1)
        if i + 1 >= len(items) or items[i].code not in ",&":
            break
        i += 2 if items[i].code == "," and items[i + 1].code == "&" else 1
        while i < len(items) and (items[i].code in "ta" or items[i].low in ("then", "to", "in")):
            i += 1
        if i >= len(items) or items[i].code not in "CLNZ" or (i + 1 < len(items) and items[i + 1].code in "smbhd"):
            break
        found.append(i)
    return found


def _over(items: list[Item], i: int) -> int:
    """Past a bracket and a date."""
    if i + 2 < len(items) and items[i].code == "(" and items[i + 2].code == ")":
        i += 3
    while i + 1 < len(items) and (items[i].code == "D" or (items[i].low == "on" and items[i + 1].code == "D")):
        i += 1
    return i


def _country(items: list[Item], i: int, place: str) -> tuple[str | None, str | None]:
    """The country a place stands for, and the place where it is no whole country; "Tripoli, Libya" is in Libya."""
    item = items[i]
    value = item.value if isinstance(item.value, dict) else {}
    if item.code == "C":
        return value.get("C"), None
    if item.code == "L":
        spot, after = value.get("L"), items[i + 1 : i + 3]
        named = after[1].value["C"] if len(after) == 2 and after[0].code == "," and after[1].code == "C" else None
        return named or getattr(spot, "country", None) or value.get("K"), spot.name if spot else item.text
    if item.code == "Z":
        return getattr(value.get("Z"), "country", None), value["Z"].name
    if item.code == "N" and "K" in value:
        return value["K"], None
    return (value.get("A"), None) if item.code == "A" and place == "modifier" else (None, None)


def _here(reading: Reading) -> str | None:
    """ "arrived here", "his visit to the country": the publisher's own."""
    behind = " ".join(i.low for i in reading.items[reading.at + 1 : reading.at + _NEARBY])
    said = any(f" {words} " in f" {behind} " for words in reading.rules.rules["here_words"])
    return reading.document.home if said else None


def _kind(reading: Reading) -> tuple[str, str | None]:
    kinds, items, at = reading.rules.kinds, reading.items, reading.at
    for i in range(at - 1, max(-1, at - 5), -1):
        if items[i].low in kinds:
            return kinds[items[i].low], reading.line.words(items[i], items[at])
    return "unspecified", None


def _length(reading: Reading) -> int | None:
    """The days of a "three-day visit"; only words in reach of the trigger count."""
    at = reading.at
    for item in reading.items[max(0, at - 4) : at + 12]:
        iso = item.value.iso if item.code == "U" else ""
        if iso.startswith("P") and iso.endswith("D") and iso[1:-1].isdigit():
            return int(iso[1:-1])
    return None


def _ends(reading: Reading) -> bool:
    """Whether the date is the visit's last day ("concluded a three-day visit on Friday")."""
    return any(i.low in reading.rules.words("ending_verbs") for i in reading.items[max(0, reading.at - 6) : reading.at])
