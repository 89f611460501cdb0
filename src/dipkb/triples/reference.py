"""The reference graph: what is known of the people, states, bodies, offices, places and initiatives that events name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from dipkb import edtf
from dipkb.gazetteer import RANKS, City, Country, Gazetteer, InitiativeEntry, Medium, Organisation, Person, Tenure, Venue
from dipkb.gazetteer.records import graph_rank
from dipkb.triples.facts import COUNTRY, ENTRY, INITIATOR, KIND, NAME, NOTATION, PARTY, START, TENURE, Fact, Fields, Told, delta
from dipkb.triples.nodes import Entries, Entry, Nodes, offices
from dipkb.triples.ontology import described_concepts
from dipkb.triples.terms import Lines, boolean, day, decimal, edtf_date, minted, notion, term, text, worded
from dipkb.vocab import digest, expand, graph, slug

AGENTS = frozenset(("Person", "Country", "Organisation", "Medium", "Group"))
_NO_AUTHORITY = frozenset(("XKX",))  # codes that the EU country authority has under another name
_STATE_OWNED = re.compile(
    r"\bstate[- ](?:run|owned|controlled|media|news|television|tv|radio|broadcaster|newspaper|agency)\b", re.IGNORECASE
)


class Reference:
    """Describes things by the facts told of them and the gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.nodes, self.entries = Nodes(gazetteer), Entries(gazetteer)

    def describe(self, iri: str, fields: Fields) -> tuple[list[str], frozenset[Fact]]:
        """The lines of ``dipg:reference`` about one thing, sorted, and the facts of what it leads to, such as its country.

        Args:
            iri: In brackets.
            fields: Its facts; without any there is nothing to say.
        """
        out = Lines(graph("reference"))
        with self.nodes.noting() as led:
            if NOTATION in fields and iri not in described_concepts():
                _concept(out, iri, fields[NOTATION])
            if TENURE in fields:
                _office(out, iri, offices(fields[TENURE]), self.nodes)
            if KIND in fields:
                _describe(out, Thing(iri, fields, self.entries.first(fields.get(ENTRY, ()))), self.nodes)
        return out.sorted(), frozenset(fact for fact in led if fact[0] != iri)

    def settle(self, told: Told, changes: Mapping[Fact, int]) -> Iterator[tuple[list[str], list[str]]]:
        """Change what is told, and what that leads to; gives the old and the new lines of each thing that this touches."""
        before: dict[str, Fields] = {}
        leads: dict[str, frozenset[Fact]] = {}
        while changes:
            touched = sorted({iri for iri, _, _ in changes})
            for iri in touched:
                if iri not in before:
                    before[iri] = told.of(iri)
                    leads[iri] = self.describe(iri, before[iri])[1]
            told.change(changes)
            changes = self._follow(told, touched, leads)
        for iri in sorted(before):
            yield self.describe(iri, before[iri])[0], self.describe(iri, told.of(iri))[0]

    def _follow(self, told: Told, touched: Iterable[str], leads: dict[str, frozenset[Fact]]) -> dict[Fact, int]:
        """The changes of facts about the things that the touched ones lead to now, or did."""
        changes: Counter[Fact] = Counter()
        for iri in touched:
            now = self.describe(iri, told.of(iri))[1]
            for fact, number in delta(leads[iri], now).items():
                changes[fact] += number
            leads[iri] = now
        return {fact: number for fact, number in changes.items() if number}


@dataclass(frozen=True)
class Thing:
    """A thing of the reference data with what is told of it and its entry in the gazetteer."""

    iri: str
    fields: Fields
    entry: Entry | None

    @property
    def kinds(self) -> set[str]:
        """Its classes."""
        return set(self.fields.get(KIND, ()))

    @property
    def names(self) -> Iterable[str]:
        """What events call it."""
        return self.fields.get(NAME, {})

    @cached_property
    def called(self) -> str:
        """The gazetteer's name, else the one used most."""
        counts = self.fields.get(NAME, {})
        return self.entry.name if self.entry else min(counts, key=lambda name: (-counts[name], name), default="unnamed")

    @property
    def countries(self) -> list[str]:
        """The gazetteer's country of the thing, else what articles say."""
        if isinstance(self.entry, Person | Organisation | Medium | Venue | City):
            return [self.entry.country] if self.entry.country else []
        return sorted(self.fields.get(COUNTRY, ())) if self.entry is None else []


def _concept(out: Lines, iri: str, notations: Iterable[str]) -> None:
    out.add(iri, term("rdf:type"), term("skos:Concept"))
    out.add(iri, term("skos:prefLabel"), worded(min(notations).strip() or "unnamed"))


def _describe(out: Lines, thing: Thing, nodes: Nodes) -> None:
    kinds = thing.kinds | ({"Agent"} if thing.kinds & AGENTS else set())
    out.add(thing.iri, term("rdf:type"), *(term(f"dip:{kind}") for kind in kinds))
    _names(out, thing)
    for code in thing.countries:
        country = nodes.country(code)
        if country:
            out.add(thing.iri, term("dip:country"), country)
    _particulars(out, thing, nodes)


def _names(out: Lines, thing: Thing) -> None:
    others = {*thing.names, *getattr(thing.entry, "aliases", ())} - {thing.called, ""}
    out.add(thing.iri, term("rdfs:label"), worded(thing.called))
    out.add(thing.iri, term("skos:altLabel"), *(worded(other) for other in others))


def _particulars(out: Lines, thing: Thing, nodes: Nodes) -> None:
    entry = thing.entry
    if isinstance(entry, Person):
        for tenure in entry.tenures:
            _tenure(out, thing.iri, tenure, nodes)
    elif isinstance(entry, Country):
        _country(out, thing.iri, entry)
    elif isinstance(entry, Venue) and entry.city:
        out.add(thing.iri, term("dip:within"), nodes.town(entry))
    elif isinstance(entry, City) and entry.lat is not None and entry.lon is not None:
        out.add(thing.iri, term("wgs:lat"), decimal(entry.lat))
        out.add(thing.iri, term("wgs:long"), decimal(entry.lon))
    if "Medium" in thing.kinds:
        _ownership(out, thing)
    if thing.kinds & {"Initiative", "Project"}:
        _initiative(out, thing, nodes)


def _country(out: Lines, iri: str, entry: Country) -> None:
    out.add(iri, term("dip:iso3"), text(entry.iso3))
    if entry.official and entry.official != entry.name:
        out.add(iri, term("skos:altLabel"), worded(entry.official))
    if entry.iso3 not in _NO_AUTHORITY:
        out.add(iri, term("skos:exactMatch"), f"<{expand('euc:')}{slug(entry.iso3).upper()}>")


def _ownership(out: Lines, thing: Thing) -> None:
    """The gazetteer's word on it, else the name's own: "Belarusian state media"."""
    if isinstance(thing.entry, Medium):
        if thing.entry.state_owned is not None:
            out.add(thing.iri, term("dip:stateOwned"), boolean(thing.entry.state_owned))
    elif any(_STATE_OWNED.search(name) for name in thing.names):
        out.add(thing.iri, term("dip:stateOwned"), boolean(True))


# --- tenures and offices ---------------------------------------------------------------------------------------------


def _tenure(out: Lines, person: str, tenure: Tenure, nodes: Nodes) -> None:
    office = nodes.office(tenure)
    iri = minted(f"tenure/{digest('tenure', person, office, tenure.start or '', tenure.end or '')}")
    out.add(iri, term("rdf:type"), term("dip:Tenure"))
    out.add(iri, term("dip:holder"), person)
    out.add(iri, term("dip:office"), office)
    for value, side, limit in ((tenure.start, "start", "earliest"), (tenure.end, "end", "latest")):
        if value:
            out.add(iri, term(f"dip:{side}"), edtf_date(value))
            out.add(iri, term(f"dip:{limit}"), day(edtf.bounds(value)[side == "end"]))


def _office(out: Lines, iri: str, told: list[tuple[str, str, str]], nodes: Nodes) -> None:
    """An office has one label, country and rank: of the tenures that name it the first by label and the highest."""
    label, _, code = min(told, key=lambda one: (one[0], RANKS.index(one[1]), one[2]))
    out.add(iri, term("rdf:type"), term("dip:Office"))
    out.add(iri, term("rdfs:label"), worded(label))
    out.add(iri, term("dip:rank"), notion("rank", graph_rank(min((rank for _, rank, _ in told), key=RANKS.index))))
    country = nodes.country(code) if code else None
    if country:
        out.add(iri, term("dip:country"), country)


# --- initiatives -----------------------------------------------------------------------------------------------------


def _initiative(out: Lines, thing: Thing, nodes: Nodes) -> None:
    """Who launched it, who takes part, since when: what articles say; only where none says, the gazetteer."""
    for property_, field, listed in (("dip:initiator", INITIATOR, "initiators"), ("dip:party", PARTY, "parties")):
        out.add(thing.iri, term(property_), *(thing.fields.get(field) or _behind(thing.entry, listed, nodes)))
    start = _start(thing)
    if start:
        out.add(thing.iri, term("dip:start"), edtf_date(start))


def _behind(entry: object, field: str, nodes: Nodes) -> set[str]:
    """The states (by code) and organisations (by key) of a gazetteer entry."""
    listed: Iterable[str] = getattr(entry, field) if isinstance(entry, InitiativeEntry) else ()
    bodies = nodes.gazetteer.organisations
    found = (nodes.country(key) or (nodes.body(bodies[key]) if key in bodies else None) for key in listed)
    return {iri for iri in found if iri}


def _start(thing: Thing) -> str | None:
    """The most exact start that articles give, else the gazetteer's."""
    told = thing.fields.get(START)
    if told:
        return min(told, key=lambda value: (-len(value.rstrip("~?%")), value))
    return thing.entry.start if isinstance(thing.entry, InitiativeEntry) else None
