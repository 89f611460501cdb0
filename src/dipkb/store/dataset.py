"""The graph as an :class:`rdflib.Dataset`, for tools that work on one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import rdflib
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.plugins import sparql

from dipkb.store.stream import as_file
from dipkb.vocab import prefixes

if TYPE_CHECKING:
    from dipkb.store.base import Store


def to_dataset(store: Store, *, default_union: bool, without_text: bool) -> rdflib.Dataset:
    """All quads, copied into memory; see :func:`dipkb.store.as_dataset`."""
    sparql.SPARQL_LOAD_GRAPHS = False  # FROM names a graph of the dataset, never a file or a page
    dataset = rdflib.Dataset(default_union=default_union)
    for prefix, iri in prefixes().items():
        dataset.bind(prefix, iri, replace=True)
    unnamed = dataset.graph(DATASET_DEFAULT_GRAPH_ID)
    lines = ((line + "\n").encode("utf-8") for line in store.lines(without_text))
    for quad in ox.parse(as_file(lines), ox.RdfFormat.N_QUADS):
        graph = unnamed if isinstance(quad.graph_name, ox.DefaultGraph) else dataset.graph(_node(quad.graph_name))
        graph.add((_node(quad.subject), rdflib.URIRef(quad.predicate.value), _node(quad.object)))
    return dataset


def _node(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> rdflib.URIRef | rdflib.BNode | rdflib.Literal:
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, ox.Triple):
        raise TypeError("RDF 1.1 has no triples as terms")
    datatype = None if term.language else rdflib.URIRef(term.datatype.value)
    return rdflib.Literal(term.value, lang=term.language, datatype=None if datatype == rdflib.XSD.string else datatype)
