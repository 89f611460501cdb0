"""What a person types as the new value of a field, as the field of a record holds it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec

from dipkb.errors import BadParameter
from dipkb.event import ROLE_FIELDS, Party
from dipkb.gazetteer import Country, Person, load
from dipkb.identity import Identities

_PARTIES = {field for _, field in ROLE_FIELDS}
_OF_COUNTRY = re.compile(r"(.+?)\s*\(([A-Z]{3})\)")
_LISTS = {*_PARTIES, "places"} - {"speaker"}


def value_of(field: str, text: str) -> Any:
    """The value for a field: plain text, names joined by ``|`` where the field holds several, or JSON as the record has it.

    Nothing at all takes the value away. Names of parties are looked up in the gazetteer: countries by name or ISO code first,
    then organisations, then people; who is not there is a person of that name, "Jan Novák (CZE)" with a country.

    Raises:
        BadParameter: It begins like JSON and is none.

    >>> value_of("start", "2023"), value_of("places", "Beijing|Shanghai"), value_of("end", "")
    ('2023', ['Beijing', 'Shanghai'], None)
    >>> [(p["name"], p["kind"], p["country"]) for p in value_of("participants", "Xi Jinping|BLR")]
    [('Xi Jinping', 'person', 'CHN'), ('Belarus', 'country', 'BLR')]
    """
    plain = text.strip()
    if plain[:1] in ("[", "{"):
        return _json(field, plain)
    if field in _LISTS:
        names = [name.strip() for name in plain.split("|") if name.strip()]
        return [_party(name) for name in names] if field in _PARTIES else names
    return (_party(plain) if field in _PARTIES else plain) if plain else None


def _json(field: str, text: str) -> Any:
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError as reason:
        raise BadParameter(f"The value of '{field}' begins like JSON and is none: {reason}.") from None


def _party(name: str) -> dict[str, Any]:
    who, country = match.groups() if (match := _OF_COUNTRY.fullmatch(name)) else (name, None)
    told: dict[str, Any] = msgspec.to_builtins(next(_known(who, country), Party(name=who, country=country)))
    return told


def _known(name: str, country: str | None) -> Iterator[Party]:
    known = _identities()
    code = name if len(name) == 3 and name.isupper() else None
    places = () if country else (Party(name=name, kind="country", country=code), Party(name=name, kind="organisation"))
    for party in (*places, Party(name=name, country=country)):
        entry = known.entry(party)
        if entry is not None and (party.kind != "country" or isinstance(entry, Country)):
            home = {"country": entry.country} if isinstance(entry, Person) else {}
            yield msgspec.structs.replace(known.party(party), name=entry.name, **home)


@cache
def _identities() -> Identities:
    return Identities(load())
