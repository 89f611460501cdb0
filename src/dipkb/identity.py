"""Who a party is: the same in every article, as far as articles and gazetteer tell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any, TypeAlias

import msgspec

from dipkb import edtf
from dipkb.event import ROLE_FIELDS, ArticleEvents, Event, Party, when
from dipkb.gazetteer import Country, Gazetteer, Medium, Organisation, Person
from dipkb.vocab import digest, slug, wikidata

Entry: TypeAlias = Person | Country | Organisation | Medium
SEGMENTS: Mapping[str, str] = {kind: kind for kind in ("person", "country", "organisation", "group")} | {"media": "medium"}
_LOCAL = "-in-article-"  # the mark of an identity that holds in its article alone
_FIELDS = (*(field for _, field in ROLE_FIELDS), "channel")


def identity(party: Party, article_id: str) -> str:
    """Who a party is, as one string: alike for the same party in two articles, and for nobody else.

    A country is its code, anything with a ``wd:`` id that id, anything else kind, name and country. A person of one word (a
    surname) and a group of no country could be another one in the next article: their identity holds in the article alone.

    >>> identity(Party(name="Xi Jinping", id="wd:Q15031"), "a1")
    'wd:Q15031'
    >>> identity(Party(name="Belarus", id="wd:Q184", kind="country", country="BLR"), "a1")
    'country/blr'
    >>> identity(Party(name="Jan Novák", country="CZE"), "a1")
    'person/jan-novak-cze'
    >>> identity(Party(role="delegation", kind="group", country="BLR"), "a1")
    'group/delegation-of-blr'
    >>> identity(Party(name="Smith"), "a1") == identity(Party(name="Smith"), "a2")
    False
    """
    if party.kind == "country" and party.country:
        return f"country/{slug(party.country)}"
    if party.id and wikidata(party.id):
        return party.id
    return f"{_path(party)}{_LOCAL}{digest(article_id, length=8)}" if _ambiguous(party) else _path(party)


def is_local(agent: str) -> bool:
    """Whether an identity holds in its article alone.

    >>> is_local(identity(Party(name="Smith"), "a1"))
    True
    """
    return _LOCAL in agent


def path(agent: str) -> str:
    """An identity that is no ``wd:`` id as two path segments.

    >>> path(identity(Party(name="Smith"), "a1"))
    'person/smith-f55ff16f'
    """
    return agent.replace(_LOCAL, "-")


def _path(party: Party) -> str:
    """Kind and name as two path segments; without a name a group, told by its role and country."""
    name, country = (party.name or "").strip(), party.country
    if not name:
        words = f"{party.role or party.kind} of {country}" if country else party.role or "unnamed " + party.kind
        return "group/" + _segment(words)
    return f"{SEGMENTS[party.kind]}/{_segment(name)}" + (f"-{slug(country)}" if country else "")


def _segment(words: str) -> str:
    """A slug; words too long for one are told apart by a hash."""
    short = slug(words)
    return short if len(short) < 80 else f"{short[:70]}-{digest(words, length=8)}"


def _ambiguous(party: Party) -> bool:
    words = (party.name or "").split()
    if party.kind == "group" or not words:
        return not party.country
    return party.kind == "person" and len(words) < 2


class Identities:
    """Looks parties up in a gazetteer: by id or code, else by a name that only one thing of its kind has."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._known: dict[Party, Party] = {}

    def entry(self, party: Party) -> Entry | None:
        """What the gazetteer has on the party; a surname alone finds nobody."""
        name = (party.name or "").strip()
        match party.kind:
            case "country":
                return self._country(party, name)
            case "person":
                return self.gazetteer.person(party.id) if party.id else self._person(name, party.country)
            case "organisation" | "media":
                return self._body(party, name) if name or party.id else None
        return None

    def _country(self, party: Party, name: str) -> Entry | None:
        by_code = self.gazetteer.country(party.country) if party.country else None
        found = by_code or self._countries_by_id.get(party.id or "")
        return found or (self.gazetteer.country_named(name) or self.gazetteer.organisation(name) if name else None)

    def _body(self, party: Party, name: str) -> Entry | None:
        if party.id:
            return self._organisations_by_id.get(party.id)
        medium = self.gazetteer.medium(name, party.country)
        return medium if party.kind == "media" else self.gazetteer.organisation(name) or medium

    def _person(self, name: str, country: str | None) -> Person | None:
        """The one person of that full name, or alias, in any spelling, and country."""
        if len(name.split()) < 2:
            return None
        found = self.gazetteer.fully_named(name, country)
        return found[0] if len(found) == 1 else None

    @cached_property
    def _countries_by_id(self) -> dict[str, Country]:
        return {c.id: c for c in self.gazetteer.countries.values() if c.id}

    @cached_property
    def _organisations_by_id(self) -> dict[str, Organisation]:
        return {o.id: o for o in self.gazetteer.organisations.values() if o.id}

    # --- records -----------------------------------------------------------------------------------------------------

    def party(self, party: Party) -> Party:
        """The party with the id, or else the name, that the gazetteer has it under; as it is where nothing is known.

        >>> from dipkb.gazetteer import load
        >>> Identities(load()).party(Party(name="Aleksandr Lukashenko", country="BLR")).id
        'wd:Q2866'
        """
        if party not in self._known:
            entry = self.entry(party)
            self._known[party] = _told(party, entry) if entry else party
        return self._known[party]

    def on(self, party: Party, day: date | None) -> Party:
        """The party as the gazetteer has it, also where only country and office, or country and surname, say who it was that day.

        >>> from dipkb.gazetteer import load
        >>> known = Identities(load())
        >>> known.on(Party(role="foreign minister", country="RUS"), date(2022, 2, 1)).name
        'Sergey Lavrov'
        >>> [known.on(Party(name="Lavrov", country=country), date(2022, 2, 1)).id for country in ("RUS", None)]
        ['wd:Q58217', None]
        """
        known = self.party(party)
        if known.id or party.kind != "person" or not party.country or day is None:
            return known
        holder = self._in_office(party, party.country, day)
        return msgspec.structs.replace(known, id=holder.id, name=holder.name) if holder and holder.id else known

    def _in_office(self, party: Party, country: str, day: date) -> Person | None:
        """Whom country, day and office mean; with a surname, the one of that name who held an office, the one told, that day."""
        name, role = (party.name or "").strip(), (party.role or "").strip()
        by_office = self.gazetteer.holder_of(country, role, day) if role else None
        if not name:
            return by_office
        if len(name.split()) > 1:
            return None
        held = [p for p in self.gazetteer.people_named(name, country, day) if p.office_on(day)]
        if by_office is not None:
            return by_office if by_office in held else None
        return held[0] if len(held) == 1 else None

    def record(self, record: ArticleEvents) -> ArticleEvents:
        """The article's records with every party looked up, so that two annotators' parties are one."""
        published = _day(record.article.published)
        return msgspec.structs.replace(record, events=tuple(self._event(event, published) for event in record.events))

    def _event(self, event: Event, published: date | None) -> Event:
        day = _day(when(event)[0]) or published
        given = {field: getattr(event, field) for field in _FIELDS if getattr(event, field, None)}
        changed = {field: new for field, old in given.items() if (new := self._value(old, day)) != old}
        return msgspec.structs.replace(event, **changed) if changed else event

    def _value(self, value: Party | tuple[Party, ...], day: date | None) -> Party | tuple[Party, ...]:
        return tuple(self.on(party, day) for party in value) if isinstance(value, tuple) else self.on(value, day)


def _day(value: str | None) -> date | None:
    """The day of an EDTF date that names one."""
    return edtf.bounds(value)[0] if value and edtf.is_edtf(value) and edtf.precision(value) == "day" else None


def _told(party: Party, entry: Entry) -> Party:
    """A party that has an id keeps its name; one without takes the gazetteer's, which is then its identity."""
    known: dict[str, Any] = {"country": entry.iso3} if isinstance(entry, Country) else {}
    if isinstance(entry, Medium) and entry.country:
        known["country"] = entry.country
    identifier = getattr(entry, "id", None)
    if identifier and not party.id:
        known["id"] = identifier
    elif not party.id:
        known["name"] = entry.name
    return msgspec.structs.replace(party, **known)
