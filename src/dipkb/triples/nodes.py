"""Who and what events name: the IRI of each, and the facts that are told of it. :mod:`dipkb.triples.reference` describes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from typing import TypeAlias

from dipkb import edtf
from dipkb.event import Initiative, Party
from dipkb.gazetteer import City, Country, Gazetteer, InitiativeEntry, Medium, Organisation, Person, Tenure, Venue
from dipkb.identity import Identities, identity, path
from dipkb.triples.facts import COUNTRY, ENTRY, INITIATOR, KIND, NAME, NOTATION, PARTY, START, TENURE, Fact
from dipkb.triples.terms import minted, notion
from dipkb.vocab import slug, wikidata

Entry: TypeAlias = Person | Country | Organisation | Medium | Venue | City | InitiativeEntry
CLASSES = {"person": "Person", "country": "Country", "organisation": "Organisation", "media": "Medium", "group": "Group"}
_BAR = "\x1f"


class Nodes:
    """Mints the IRI of each agent, place, topic, office and initiative, and notes the facts told by naming it."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer, self.identities = gazetteer, Identities(gazetteer)
        self._facts: dict[Fact, None] = {}
        self._people: dict[str, Person] = {}
        self._agents: dict[tuple[Party, str], tuple[str, str, tuple[Fact, ...], Person | None]] = {}

    @contextmanager
    def noting(self) -> Iterator[dict[Fact, None]]:
        """What is named inside the block is noted in the dictionary it gets, each fact once; nothing named before counts."""
        outside, self._facts, self._people = (self._facts, self._people), {}, {}
        try:
            yield self._facts
        finally:
            self._facts, self._people = outside

    def note(self, iri: str, field: str, value: str) -> None:
        """Note a fact."""
        self._facts[iri, field, value] = None

    def node(self, iri: str, kind: str, entry: Entry | None = None) -> str:
        """Note that a thing of a kind is named, and which entry of the gazetteer it is."""
        self.note(iri, KIND, kind)
        if entry:
            self.note(iri, ENTRY, entry_key(entry))
        return iri

    # --- agents ------------------------------------------------------------------------------------------------------

    def agent(self, party: Party, article_id: str) -> str:
        """The IRI of a party: Wikidata's where it is known, else one made of kind, name and country."""
        return self._agent(party, article_id)[0]

    def name(self, party: Party, article_id: str) -> str:
        """What a label calls the party."""
        return self._agent(party, article_id)[1]

    def _agent(self, party: Party, article_id: str) -> tuple[str, str]:
        key = identity(party, article_id)
        found = self._agents.get((party, key))
        if found is None:
            with self.noting() as facts:
                iri, name, person = self._named(party, key)
            found = self._agents[party, key] = (iri, name, tuple(facts), person)
        self._facts.update(dict.fromkeys(found[2]))
        if found[3]:
            self._people[found[0]] = found[3]
        return found[0], found[1]

    def _named(self, party: Party, key: str) -> tuple[str, str, Person | None]:
        entry = self.identities.entry(party)
        name = (party.name or "").strip() or (entry.name if entry else self._role_name(party))
        iri = self.node(self._iri(party, entry, key), _class(party, entry), entry)
        self.note(iri, NAME, name)
        if party.country and self.country(party.country):
            self.note(iri, COUNTRY, party.country)
        return iri, entry.name if entry else name, entry if isinstance(entry, Person) else None

    def _role_name(self, party: Party) -> str:
        country = self.gazetteer.country(party.country) if party.country else None
        role = (party.role or "").strip() or f"unnamed {party.kind}"
        return f"{role} of {country.prose or country.name}" if country else role

    def _iri(self, party: Party, entry: Person | Country | Organisation | Medium | None, key: str) -> str:
        if isinstance(entry, Country):
            return self._country_iri(entry)
        known = wikidata(getattr(entry, "id", None)) or wikidata(party.id)
        if known:
            return f"<{known}>"
        if isinstance(entry, Organisation | Medium):
            kind = "organisation" if isinstance(entry, Organisation) else "medium"
            return minted(f"{kind}/{slug(entry.name)}" + (f"-{slug(entry.country)}" if entry.country else ""))
        return minted(path(key))

    def body(self, entry: Organisation) -> str:
        """The IRI of an organisation of the gazetteer."""
        return self.agent(Party(name=entry.name, id=entry.id, kind="organisation"), "")

    # --- countries and places ----------------------------------------------------------------------------------------

    def country(self, code: str) -> str | None:
        """The IRI of a country by its ISO 3166-1 alpha-3 code, ``None`` where the gazetteer has none."""
        entry = self.gazetteer.country(code)
        return self.node(self._country_iri(entry), "Country", entry) if entry else None

    @staticmethod
    def _country_iri(entry: Country) -> str:
        known = wikidata(entry.id)
        return f"<{known}>" if known else minted(f"country/{slug(entry.iso3)}")

    def place(self, name: str, country: str | None) -> str:
        """The IRI of a place by its name and the country it lies in, if that is known."""
        look_up = self.gazetteer
        entry = look_up.venue(name, country) or look_up.city(name, country)
        return self._place(entry.name if entry else name.strip(), entry.country if entry else country, entry)

    def town(self, venue: Venue) -> str:
        """The IRI of the city a venue lies in; a venue may have its city's name."""
        city = self.gazetteer.city(venue.city, venue.country)
        return self._place(city.name if city else venue.city, city.country if city else venue.country, city)

    def _place(self, name: str, country: str | None, entry: Venue | City | None) -> str:
        known = country if country and self.country(country) else None
        iri = self.node(minted(f"place/{slug(name)}" + (f"-{slug(known)}" if known else "")), "Place", entry)
        self.note(iri, NAME, name)
        if known:
            self.note(iri, COUNTRY, known)
        return iri

    # --- offices -----------------------------------------------------------------------------------------------------

    def office(self, tenure: Tenure) -> str:
        """The IRI of the office of a tenure."""
        iri = office_iri(tenure)
        self.note(iri, TENURE, _BAR.join((tenure.label, tenure.rank, tenure.country or "")))
        return iri

    def office_held(self, agent: str, first: date, last: date) -> str | None:
        """The highest office that an agent named inside the block held on every day from ``first`` to ``last``, by the tables."""
        person = self._people.get(agent)
        tenure = person.office_on(first, last) if person else None
        return office_iri(tenure) if tenure else None

    # --- topics, concepts, initiatives -------------------------------------------------------------------------------

    def concept(self, scheme: str, notation: str) -> str:
        """The IRI of a concept of an open list (acts, topics, what claims count)."""
        iri = notion(scheme, notation)
        self.note(iri, NOTATION, notation)
        return iri

    def topic(self, words: str) -> str:
        """The IRI of a topic: the initiative, project or organisation of that name, else a concept."""
        initiative = self.gazetteer.initiative(words)
        if initiative:
            return self._initiative(initiative.name, initiative.id, initiative)
        organisation = self.gazetteer.organisation(words)
        if organisation:
            return self.body(organisation)
        return self.concept("topic", words)

    def initiative(self, value: Initiative, article_id: str) -> str:
        """The IRI of an initiative or project; what the article tells of it is noted."""
        iri = self._initiative(value.name, value.wd, self.gazetteer.initiative(value.name), value.kind)
        for field, parties in ((INITIATOR, value.initiators), (PARTY, value.parties)):
            for party in parties:
                self.note(iri, field, self.agent(party, article_id))
        if value.start and edtf.is_edtf(value.start):
            self.note(iri, START, value.start)
        return iri

    def _initiative(self, name: str, wd: str | None, entry: InitiativeEntry | None, kind: str = "initiative") -> str:
        known = wikidata(entry.id if entry else wd) or wikidata(wd)
        iri = f"<{known}>" if known else minted(f"initiative/{slug(entry.name if entry else name)}")
        kind = "project" if entry and entry.kind == "project" else "initiative" if entry else kind
        self.note(self.node(iri, kind.capitalize(), entry), NAME, name.strip() or "unnamed")
        return iri


def office_iri(tenure: Tenure) -> str:
    """The IRI of the office of a tenure."""
    return minted(f"office/{slug(tenure.label)}")


def offices(values: Iterable[str]) -> list[tuple[str, str, str]]:
    """Label, rank and country (or "") of the tenures that name an office, from its facts."""
    return sorted((label, rank, country) for label, rank, country in (value.split(_BAR) for value in values))


def _class(party: Party, entry: Entry | None) -> str:
    if entry is not None:
        return type(entry).__name__
    if not (party.name or "").strip():
        return "Group"
    return "Organisation" if party.kind == "country" else CLASSES[party.kind]


# --- entries of the gazetteer by key ---------------------------------------------------------------------------------


def entry_key(entry: Entry) -> str:
    """Class and key of an entry: what a fact says instead of the entry itself."""
    match entry:
        case Person() | Organisation():
            parts = [entry.key]
        case Country():
            parts = [entry.iso3]
        case Medium():
            parts = [entry.name, entry.country or ""]
        case Venue():
            parts = [entry.name, entry.country, entry.city]
        case City():
            parts = [entry.name, entry.country]
        case InitiativeEntry():
            parts = [entry.name]
    return _BAR.join((type(entry).__name__, *parts))


class Entries:
    """Finds the entries of a gazetteer by their keys."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer

    def first(self, keys: Iterable[str]) -> Entry | None:
        """The first by its key of those that the gazetteer has."""
        return next((entry for key in sorted(keys) if (entry := self.get(key))), None)

    def get(self, key: str) -> Entry | None:
        """The entry with that key; ``None`` where the tables have none (any more)."""
        kind, *parts = key.split(_BAR)
        match kind:
            case "Person":
                return self.gazetteer.people.get(parts[0])
            case "Country":
                return self.gazetteer.country(parts[0])
            case "Organisation":
                return self.gazetteer.organisations.get(parts[0])
        return self._listed.get(key)

    @cached_property
    def _listed(self) -> dict[str, Entry]:
        known = self.gazetteer
        listed: tuple[Entry, ...] = (*known.media, *known.venues, *known.cities, *known.initiatives)
        return {entry_key(entry): entry for entry in listed}
