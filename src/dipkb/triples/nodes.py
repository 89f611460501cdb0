"""Who and what events name: one node each, and its IRI. :mod:`dipkb.triples.reference` writes what is known of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from dipkb.event import Event, Initiative, Party
from dipkb.gazetteer import City, Country, Gazetteer, InitiativeEntry, Medium, Organisation, Person, Tenure, Venue
from dipkb.identity import Identities, identity, path
from dipkb.triples.terms import minted, notion
from dipkb.vocab import slug, wikidata

Entry: TypeAlias = Person | Country | Organisation | Medium | Venue | City | InitiativeEntry


@dataclass
class Node:
    """A thing of the reference data: IRI in brackets, classes, the names and countries it is told by, gazetteer entry."""

    iri: str
    kinds: set[str] = field(default_factory=set)
    names: Counter[str] = field(default_factory=Counter)
    countries: set[str] = field(default_factory=set)
    entry: Entry | None = None
    told: list[tuple[Initiative, str]] = field(default_factory=list)

    def called(self) -> str:
        """The gazetteer's name, else the one used most."""
        return self.entry.name if self.entry else min(self.names, key=lambda n: (-self.names[n], n))


CLASSES = {"person": "Person", "country": "Country", "organisation": "Organisation", "media": "Medium", "group": "Group"}


class Nodes:
    """Mints the IRI of each agent, place, topic, office and initiative, and remembers which were named."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer, self.identities = gazetteer, Identities(gazetteer)
        self.nodes: dict[str, Node] = {}
        self.concepts: dict[str, str] = {}
        self.offices: dict[str, list[Tenure]] = {}
        self._agents: dict[tuple[Party, str], tuple[str, str]] = {}

    def node(self, iri: str, kind: str, entry: Entry | None = None) -> Node:
        """The node with that IRI, made when it is new."""
        known = self.nodes.get(iri)
        if known is None:
            known = self.nodes[iri] = Node(iri)
        known.kinds.add(kind)
        known.entry = known.entry or entry
        return known

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
            found = self._agents[party, key] = self._named(party, key)
        return found

    def _named(self, party: Party, key: str) -> tuple[str, str]:
        entry = self.identities.entry(party)
        name = (party.name or "").strip() or (entry.name if entry else self._role_name(party))
        node = self.node(self._iri(party, entry, key), _class(party, entry), entry)
        node.names[name] += 1
        if party.country and self.country(party.country):
            node.countries.add(party.country)
        return node.iri, entry.name if entry else name

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
        if entry is None:
            return None
        return self.node(self._country_iri(entry), "Country", entry).iri

    @staticmethod
    def _country_iri(entry: Country) -> str:
        known = wikidata(entry.id)
        return f"<{known}>" if known else minted(f"country/{slug(entry.iso3)}")

    def place(self, name: str, country: str | None) -> str:
        """The IRI of a place by its name and the country it lies in, if that is known."""
        look_up = self.gazetteer
        entry = look_up.venue(name, country) or look_up.city(name, country)
        if isinstance(entry, Venue) and entry.city:
            self.town(entry)
        return self._place(entry.name if entry else name.strip(), entry.country if entry else country, entry).iri

    def town(self, venue: Venue) -> str:
        """The IRI of the city a venue lies in; a venue may have its city's name."""
        city = self.gazetteer.city(venue.city, venue.country)
        return self._place(city.name if city else venue.city, city.country if city else venue.country, city).iri

    def _place(self, name: str, country: str | None, entry: Venue | City | None) -> Node:
        known = country if country and self.country(country) else None
        node = self.node(minted(f"place/{slug(name)}" + (f"-{slug(known)}" if known else "")), "Place", entry)
        node.names[name] += 1
        node.countries |= {known} if known else set()
        return node

    # --- offices -----------------------------------------------------------------------------------------------------

    def person(self, agent: str) -> Person | None:
        """The gazetteer's entry of an agent that is a person."""
        node = self.nodes.get(agent)
        return node.entry if node and isinstance(node.entry, Person) else None

    def office(self, tenure: Tenure) -> str:
        """The IRI of the office of a tenure."""
        iri = minted(f"office/{slug(tenure.label)}")
        held = self.offices.setdefault(iri, [])
        if tenure not in held:
            held.append(tenure)
        return iri

    def office_held(self, agent: str, first: date, last: date) -> str | None:
        """The highest office the agent held on every day from ``first`` to ``last``, by the tenure table."""
        person = self.person(agent)
        tenure = person.office_on(first, last) if person else None
        return self.office(tenure) if tenure else None

    # --- topics, concepts, initiatives -------------------------------------------------------------------------------

    def concept(self, scheme: str, notation: str) -> str:
        """The IRI of a concept of an open list (acts, topics, what claims count)."""
        iri = notion(scheme, notation)
        self.concepts[iri] = min(self.concepts.get(iri, notation), notation)
        return iri

    def topic(self, words: str) -> str:
        """The IRI of a topic: the initiative, project or organisation of that name, else a concept."""
        initiative = self.gazetteer.initiative(words)
        if initiative:
            return self._initiative(initiative.name, initiative.id, initiative).iri
        organisation = self.gazetteer.organisation(words)
        if organisation:
            return self.body(organisation)
        return self.concept("topic", words)

    def initiative(self, value: Initiative, told: Iterable[tuple[Event, str]]) -> str:
        """The IRI of an initiative or project, and what articles (their ids) tell of it."""
        node = self._initiative(value.name, value.wd, self.gazetteer.initiative(value.name), value.kind)
        for record, article_id in told:
            if isinstance(record, Initiative) and (record, article_id) not in node.told:
                node.told.append((record, article_id))
        return node.iri

    def _initiative(self, name: str, wd: str | None, entry: InitiativeEntry | None, kind: str = "initiative") -> Node:
        known = wikidata(entry.id if entry else wd) or wikidata(wd)
        iri = f"<{known}>" if known else minted(f"initiative/{slug(entry.name if entry else name)}")
        kind = "project" if entry and entry.kind == "project" else "initiative" if entry else kind
        node = self.node(iri, kind.capitalize(), entry)
        node.names[name.strip() or "unnamed"] += 1
        return node


def _class(party: Party, entry: Entry | None) -> str:
    if entry is not None:
        return type(entry).__name__
    if not (party.name or "").strip():
        return "Group"
    return "Organisation" if party.kind == "country" else CLASSES[party.kind]
