"""The reference graph: what is known of the people, states, bodies, offices, places and initiatives that events name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dipkb import edtf
from dipkb.gazetteer import RANKS, City, Country, InitiativeEntry, Medium, Organisation, Person, Tenure, Venue
from dipkb.triples.nodes import Node, Nodes
from dipkb.triples.terms import Lines, boolean, day, decimal, edtf_date, minted, notion, term, text, worded
from dipkb.vocab import digest, expand, graph, slug

AGENTS = frozenset(("Person", "Country", "Organisation", "Medium", "Group"))
_NO_AUTHORITY = frozenset(("XKX",))  # codes that the EU country authority has under another name
_STATE_OWNED = re.compile(
    r"\bstate[- ](?:run|owned|controlled|media|news|television|tv|radio|broadcaster|newspaper|agency)\b", re.IGNORECASE
)


def reference_quads(nodes: Nodes, known: frozenset[str] = frozenset()) -> list[str]:
    """The lines of ``dipg:reference`` for everything named so far, sorted.

    ``known`` holds the concepts (IRIs in brackets) that the ontology graph describes already.
    """
    _complete(nodes)
    out = Lines(graph("reference"))
    for node in nodes.nodes.values():
        _describe(out, node, nodes)
    for iri, tenures in nodes.offices.items():
        _office(out, iri, tenures, nodes)
    for iri, notation in nodes.concepts.items():
        if iri not in known:
            out.add(iri, term("rdf:type"), term("skos:Concept"))
            out.add(iri, term("skos:prefLabel"), worded(notation.strip() or "unnamed"))
    return out.sorted()


def _complete(nodes: Nodes) -> None:
    """Name what the named things lead to: offices of tenures, countries, the city of a venue, who stands behind an initiative."""
    done: set[str] = set()
    while todo := [iri for iri in nodes.nodes if iri not in done]:
        for iri in todo:
            done.add(iri)
            _lead_on(nodes.nodes[iri], nodes)


def _lead_on(node: Node, nodes: Nodes) -> None:
    for code in _countries(node):
        nodes.country(code)
    if isinstance(node.entry, Person):
        for tenure in node.entry.tenures:
            nodes.office(tenure)
            if tenure.country:
                nodes.country(tenure.country)
    _initiators(node, nodes)
    _parties(node, nodes)


def _countries(node: Node) -> list[str]:
    """The gazetteer's country of the thing, else what articles say."""
    entry = node.entry
    if isinstance(entry, Person | Organisation | Medium | Venue | City):
        return [entry.country] if entry.country else []
    return sorted(node.countries) if entry is None else []


def _describe(out: Lines, node: Node, nodes: Nodes) -> None:
    kinds = node.kinds | ({"Agent"} if node.kinds & AGENTS else set())
    out.add(node.iri, term("rdf:type"), *(term(f"dip:{kind}") for kind in kinds))
    _names(out, node)
    for code in _countries(node):
        country = nodes.country(code)
        if country:
            out.add(node.iri, term("dip:country"), country)
    _particulars(out, node, nodes)


def _names(out: Lines, node: Node) -> None:
    name = node.called()
    others = {*node.names, *getattr(node.entry, "aliases", ())} - {name, ""}
    out.add(node.iri, term("rdfs:label"), worded(name))
    out.add(node.iri, term("skos:altLabel"), *(worded(other) for other in others))


def _particulars(out: Lines, node: Node, nodes: Nodes) -> None:
    entry = node.entry
    if isinstance(entry, Person):
        for tenure in entry.tenures:
            _tenure(out, node.iri, tenure, nodes)
    elif isinstance(entry, Country):
        _country(out, node.iri, entry)
    elif isinstance(entry, Venue) and entry.city:
        out.add(node.iri, term("dip:within"), nodes.town(entry))
    elif isinstance(entry, City) and entry.lat is not None and entry.lon is not None:
        out.add(node.iri, term("wgs:lat"), decimal(entry.lat))
        out.add(node.iri, term("wgs:long"), decimal(entry.lon))
    if "Medium" in node.kinds:
        _ownership(out, node)
    if node.kinds & {"Initiative", "Project"}:
        _initiative(out, node, nodes)


def _country(out: Lines, iri: str, entry: Country) -> None:
    out.add(iri, term("dip:iso3"), text(entry.iso3))
    if entry.official and entry.official != entry.name:
        out.add(iri, term("skos:altLabel"), worded(entry.official))
    if entry.iso3 not in _NO_AUTHORITY:
        out.add(iri, term("skos:exactMatch"), f"<{expand('euc:')}{slug(entry.iso3).upper()}>")


def _ownership(out: Lines, node: Node) -> None:
    """The gazetteer's word on it, else the name's own: "Belarusian state media"."""
    if isinstance(node.entry, Medium):
        if node.entry.state_owned is not None:
            out.add(node.iri, term("dip:stateOwned"), boolean(node.entry.state_owned))
    elif any(_STATE_OWNED.search(name) for name in node.names):
        out.add(node.iri, term("dip:stateOwned"), boolean(True))


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


def _office(out: Lines, iri: str, tenures: list[Tenure], nodes: Nodes) -> None:
    """An office has one label, country and rank: of the tenures that name it the first by label and the highest."""
    first = min(tenures, key=lambda t: (t.label, RANKS.index(t.rank)))
    out.add(iri, term("rdf:type"), term("dip:Office"))
    out.add(iri, term("rdfs:label"), worded(first.label))
    highest = min((t for t in tenures), key=lambda t: RANKS.index(t.rank))
    out.add(iri, term("dip:rank"), notion("rank", highest.graph_rank))
    country = nodes.country(first.country) if first.country else None
    if country:
        out.add(iri, term("dip:country"), country)


# --- initiatives -----------------------------------------------------------------------------------------------------


def _initiative(out: Lines, node: Node, nodes: Nodes) -> None:
    out.add(node.iri, term("dip:initiator"), *_initiators(node, nodes))
    out.add(node.iri, term("dip:party"), *_parties(node, nodes))
    start = _start(node)
    if start:
        out.add(node.iri, term("dip:start"), edtf_date(start))


def _initiators(node: Node, nodes: Nodes) -> list[str]:
    """Who launched it: what articles say; only where none says, the gazetteer."""
    told = {nodes.agent(party, article) for record, article in node.told for party in record.initiators}
    return sorted(told or _behind(node.entry, "initiators", nodes))


def _parties(node: Node, nodes: Nodes) -> list[str]:
    told = {nodes.agent(party, article) for record, article in node.told for party in record.parties}
    return sorted(told or _behind(node.entry, "parties", nodes))


def _behind(entry: object, field: str, nodes: Nodes) -> set[str]:
    """The states (by code) and organisations (by key) of a gazetteer entry."""
    listed: Iterable[str] = getattr(entry, field) if isinstance(entry, InitiativeEntry) else ()
    bodies = nodes.gazetteer.organisations
    found = (nodes.country(key) or (nodes.body(bodies[key]) if key in bodies else None) for key in listed)
    return {iri for iri in found if iri}


def _start(node: Node) -> str | None:
    """The most exact start that articles give, else the gazetteer's."""
    told = {record.start for record, _ in node.told if record.start and edtf.is_edtf(record.start)}
    if told:
        return min(told, key=lambda value: (-len(value.rstrip("~?%")), value))
    return node.entry.start if isinstance(node.entry, InitiativeEntry) else None
