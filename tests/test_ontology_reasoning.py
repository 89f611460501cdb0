"""The ontology holds together for a reasoner (OWL 2 RL, owlrl); docs/decisions/0002-reasoner.md tells why this one."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import owlrl
import pytest
import rdflib
import yaml
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, Node, URIRef

from dipkb import ontology
from dipkb.gazetteer import load
from dipkb.merge import merge
from dipkb.triples import quads
from dipkb.vocab import expand, prefixes
from tests.gold import seed_records

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "ontology" / "reasoning.yaml").read_text(encoding="utf-8"))
PREFIXES = "@base <https://w3id.org/dipkb/> .\n" + "".join(f"@prefix {p}: <{iri}> .\n" for p, iri in prefixes().items())
PROPERTIES = [t for t in ontology.terms() if t.kind.endswith("property")]
SILENT = [
    *(
        "rdfs:label",
        "rdfs:isDefinedBy",
        "rdfs:seeAlso",
        "dcterms:source",
        "owl:imports",
        "schema:domainIncludes",
        "schema:rangeIncludes",
    ),
    *("skos:definition", "skos:example", "skos:prefLabel", "skos:note", "skos:notation"),
    *("skos:closeMatch", "skos:exactMatch", "skos:broadMatch", "skos:narrowMatch", "skos:relatedMatch"),
]
ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
EDTF = URIRef(expand("edtf:EDTF"))
# What a literal may be typed as to be a value of the datatype.
FITS = {
    rdflib.XSD.boolean: {rdflib.XSD.boolean},
    rdflib.XSD.decimal: {rdflib.XSD.decimal, rdflib.XSD.integer},
    rdflib.XSD.integer: {rdflib.XSD.integer},
    rdflib.XSD.string: {rdflib.XSD.string, None},
    EDTF: {EDTF},
}


@cache
def axioms() -> Graph:
    """The ontology without what tells a reasoner nothing, which halves its work."""
    graph = Graph()
    for path in ontology.files():
        graph.parse(path)
    for curie in SILENT:
        graph.remove((None, URIRef(expand(curie)), None))
    return graph


def parsed(turtle: str, case: str = "case") -> Graph:
    own = f"@prefix : <{namespace(case)}> .\n"
    return Graph().parse(data=PREFIXES + own + turtle, format="turtle")


def namespace(case: str) -> str:
    return f"https://example.org/{case.replace(' ', '-')}/"


def closure(*graphs: Graph) -> Graph:
    """All that follows from the ontology and these graphs together."""
    whole = Graph()
    for graph in (axioms(), *graphs):
        for triple in graph:
            whole.add(triple)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(whole)
    return whole


@cache
def together(*lists: str) -> Graph:
    cases = [(name, case if isinstance(case, str) else case[0]) for one in lists for name, case in CASES[one].items()]
    return closure(*(parsed(turtle, name) for name, turtle in cases))


def contradictions(graph: Graph) -> list[str]:
    """What owlrl reports, and what it leaves out of OWL 2 RL: two data values where there is one, and values out of range."""
    told = [str(words) for words in graph.objects(None, ERROR)]
    for p in graph.subjects(RDF.type, OWL.DatatypeProperty):
        single = (p, RDF.type, OWL.FunctionalProperty) in graph
        told += [f"{s} has two values of {p}" for s in set(graph.subjects(p)) if single and len(values(graph, s, p)) > 1]
        ranges = [d for d in graph.objects(p, RDFS.range) if d in FITS]
        told += [f"{s} has {o!r}, no {d}, as {p}" for d in ranges for s, o in graph.subject_objects(p) if not fits(o, d)]
    return told


def values(graph: Graph, subject: Node, predicate: Node) -> set[object]:
    return {o.toPython() if isinstance(o, Literal) else o for o in graph.objects(subject, predicate)}


def fits(value: Node, datatype: Node) -> bool:
    return isinstance(value, Literal) and value.datatype in FITS[datatype] and not value.ill_typed


def examples() -> str:
    return "\n".join(example for page in PROPERTIES for example in page.examples)


def test_the_ontology_with_all_its_examples_is_free_of_contradictions() -> None:
    graph = closure(parsed(examples()))
    assert contradictions(graph) == []
    assert list(graph.subjects(RDF.type, OWL.Nothing)) == []
    assert len(parsed(examples())) > 80


@pytest.mark.parametrize("page", PROPERTIES, ids=lambda t: t.local)
def test_the_example_of_a_property_is_turtle_that_uses_it(page: ontology.TermPage) -> None:
    assert [e for e in page.examples if URIRef(page.iri) not in set(parsed(e).predicates())] == []


def test_sound_graphs_are_free_of_contradictions() -> None:
    assert contradictions(together("consistent", "concluded", "not concluded")) == []


def seed_graph() -> Graph:
    """The seed article's facts as they are written to a store, all graphs but the ontology's in one."""
    records = [seed_records()]
    lines = [line for line in quads(merge(records), records, load()) if not line.endswith("/graph/ontology> .")]
    triples = "\n".join(line[: line.rindex(" <")] + " ." for line in lines)
    return Graph().parse(data=triples, format="nt")


def test_the_graph_of_the_seed_is_free_of_contradictions_until_one_is_sown() -> None:
    seed = seed_graph()
    report = next(seed.subjects(RDF.type, URIRef(expand("dip:Report"))))
    assert contradictions(closure(seed)) == []
    seed.add((report, RDF.type, URIRef(expand("dip:Event"))))
    assert [words for words in contradictions(closure(seed)) if str(report) in words]


@pytest.mark.parametrize("case", CASES["contradictory"])
def test_a_contradiction_is_reported(case: str) -> None:
    assert [words for words in contradictions(together("contradictory")) if namespace(case) in words]


@pytest.mark.parametrize("case", CASES["apart"])
def test_a_contradiction_of_concepts_is_reported(case: str) -> None:
    assert [words for words in contradictions(closure(parsed(CASES["apart"][case]))) if "/concept/" in words]


@pytest.mark.parametrize("case", CASES["concluded"])
def test_what_a_reasoner_concludes(case: str) -> None:
    graph = together("consistent", "concluded", "not concluded")
    assert [triple for triple in parsed(CASES["concluded"][case][1], case) if triple not in graph] == []


@pytest.mark.parametrize("case", CASES["not concluded"])
def test_what_a_reasoner_must_not_conclude(case: str) -> None:
    graph = together("consistent", "concluded", "not concluded")
    assert [triple for triple in parsed(CASES["not concluded"][case][1], case) if triple in graph] == []


def test_concepts_of_every_closed_scheme_are_told_apart() -> None:
    closed = {t.iri for t in ontology.terms() if t.kind == "concept scheme" and t.definition.endswith("Closed.")}
    lists = [axioms().items(one) for one in axioms().objects(None, OWL.distinctMembers)]
    apart = {str(scheme) for one in lists for item in one for scheme in axioms().objects(item, SKOS.inScheme)}
    assert len(closed) == 10
    assert closed <= apart
