"""The JSON-LD context of dipkb's graphs, ``ontology/context.jsonld``: made of the prefixes, the ontology and the shapes.

``python -m dipkb.context > ontology/context.jsonld`` makes it anew after a change of the ontology; a test holds it current.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from dipkb.resources import folder
from dipkb.vocab import expand, prefixes, shrink

if TYPE_CHECKING:
    import pyoxigraph as ox

NAME = "context.jsonld"
_FILES = ("dipkb.ttl", "concepts.ttl", "alignments.ttl", "shapes.ttl")
_PREFIXES = "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
_PREFIXES += (
    "PREFIX owl: <http://www.w3.org/2002/07/owl#> PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX schema: <http://schema.org/> "
)
_PROPERTIES = """SELECT DISTINCT ?p {
  { ?p a ?kind FILTER(?kind IN (owl:ObjectProperty, owl:DatatypeProperty, owl:AnnotationProperty)) }
  UNION { ?shape sh:path ?p FILTER(isIRI(?p)) }
}"""
_OBJECTS = "SELECT DISTINCT ?p { ?p a owl:ObjectProperty }"
_TYPES = """SELECT DISTINCT ?p ?type {
  { ?p rdfs:range ?type } UNION { ?p schema:rangeIncludes ?type }
  UNION { ?shape sh:path ?p ; sh:node?/sh:datatype ?type FILTER(isIRI(?p)) }
  FILTER(?type != rdfs:Literal)
}"""
_CLASSES = "SELECT DISTINCT ?c { { ?c a owl:Class } UNION { ?c a rdfs:Class } FILTER(isIRI(?c)) }"
_USES = """SELECT DISTINCT ?p (IF(isIRI(?o), "@id", LANG(?o)) AS ?use) {
  ?s ?p ?o FILTER(!isBlank(?o)) FILTER NOT EXISTS { ?shape sh:path ?p }
}"""


@cache
def context() -> dict[str, Any]:
    """The context as the package ships it: prefixes, and terms with what their values are.

    >>> context()["earliest"]
    {'@id': 'dip:earliest', '@type': 'xsd:date'}
    """
    terms: dict[str, Any] = json.loads(_shipped())["@context"]
    return terms


def beginning() -> str:
    """The beginning of a JSON-LD file with that context, up to the bracket after which its nodes come."""
    return _shipped().rstrip().removesuffix("}").rstrip() + ',\n  "@graph": ['


def _shipped() -> str:
    return (folder("ontology") / NAME).read_text(encoding="utf-8")


def made() -> dict[str, Any]:
    """The context anew, from the files of the ontology."""
    store, dip = _ontology(), expand("dip:")
    found = {iri for iri in _column(store, _PROPERTIES) if not shrink(iri).startswith(("sh:", "rdf:", iri))}
    properties = sorted(found, key=lambda iri: (not iri.startswith(dip), iri))
    classes = {_local(iri): iri for iri in sorted(_column(store, _CLASSES)) if iri.startswith(dip)}
    taken = dict(classes)
    names = {iri: _name(iri, taken) for iri in properties}
    types = _only(store, _USES) | _only(store, _TYPES) | dict.fromkeys(_column(store, _OBJECTS), "@id")
    return (
        prefixes()
        | {name: shrink(iri) for name, iri in classes.items()}
        | {n: _term(iri, types.get(iri)) for iri, n in names.items()}
    )


def _ontology() -> ox.Store:
    import pyoxigraph as ox

    store = ox.Store()
    for name in _FILES:
        store.load(path=str(folder("ontology") / name), format=ox.RdfFormat.TURTLE)
    return store


def _name(iri: str, taken: dict[str, str]) -> str:
    """The local name, or the CURIE where another property has that name."""
    name = _local(iri)
    return name if taken.setdefault(name, iri) == iri and name not in prefixes() else shrink(iri)


def _local(iri: str) -> str:
    return shrink(iri).partition(":")[2].rpartition("/")[2]


def _column(store: ox.Store, query: str) -> list[str]:
    return [row[0].value for row in store.query(_PREFIXES + query)]  # type: ignore[union-attr]


def _only(store: ox.Store, query: str) -> dict[str, str]:
    """What a query says of a property, where it says one thing alone."""
    found: dict[str, set[str]] = {}
    for row in store.query(_PREFIXES + query):  # type: ignore[union-attr]
        found.setdefault(row[0].value, set()).add(row[1].value)
    return {iri: said.pop() for iri, said in found.items() if len(said) == 1}


def _term(iri: str, type: str | None) -> Any:
    """``type`` is that of all its values: ``@id``, a datatype, ``en`` where the ontology has it in English alone."""
    if type == "en" or (type or "").endswith("#langString"):
        return {"@id": shrink(iri), "@language": "en"}
    if type and (type == "@id" or shrink(type).startswith(("xsd:", "edtf:"))) and shrink(type) != "xsd:string":
        return {"@id": shrink(iri), "@type": shrink(type)}
    return shrink(iri)


def _lines(terms: dict[str, Any]) -> Iterator[str]:
    """The file, a term a line."""
    entries = [f"    {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in terms.items()]
    yield '{\n  "@context": {\n' + ",\n".join(entries) + "\n  }\n}\n"


def text() -> str:
    """The content of ``ontology/context.jsonld``."""
    return "".join(_lines(made()))


if __name__ == "__main__":
    sys.stdout.write(text())
