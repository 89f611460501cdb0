"""Data and shapes as rdflib graphs, parsed by pyoxigraph: fast, line numbers in errors, nothing fetched, no entities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from dipkb.errors import InputError
from dipkb.resources import folder
from dipkb.vocab import expand

if TYPE_CHECKING:
    import pyoxigraph as ox
    import rdflib

    Data: TypeAlias = rdflib.Graph | Path | str | Sequence[Path | str] | bytes

_SUBCLASS = "http://www.w3.org/2000/01/rdf-schema#subClassOf"


def load(data: Data) -> rdflib.Graph:
    """The union of all graphs of the data, with the classes above each class; blank nodes are numbered as they come.

    Raises:
        InputError: Names the file and the line that cannot be read, or the ending that is not known.
    """
    graph = empty()
    for triple in _triples(data):
        if not _redefines(triple):
            graph.add(triple)
    for triple in terms(_superclasses(), ""):
        graph.add(triple)
    return graph


def _redefines(triple: tuple[Any, Any, Any]) -> bool:
    """The data say which class one of dipkb's own is of. The package's ontology says that, and nobody else."""
    return str(triple[1]) == _SUBCLASS and str(triple[0]).startswith(expand("dip:"))


def _triples(data: Data) -> Iterator[tuple[Any, Any, Any]]:
    import rdflib

    if isinstance(data, rdflib.Dataset):
        yield from ((s, p, o) for s, p, o, _ in data.quads())
    elif isinstance(data, rdflib.Graph):
        yield from data
    elif isinstance(data, bytes):
        yield from terms(parse(data), "")
    else:
        files = [data] if isinstance(data, (str, Path)) else data
        for n, file in enumerate(files):
            yield from terms(parse(Path(file)), f"f{n}")


def parse(source: Path | bytes) -> Iterator[Any]:
    """The statements of a file, packed or not, or of N-Quads; nothing is fetched, no entity expanded.

    Raises:
        InputError: Names the file and the line that cannot be read, or the ending that is not known.
    """
    from dipkb import rdf

    if isinstance(source, bytes):
        yield from rdf.parsed(BytesIO(source), rdf.SYNTAXES[".nq"], "")
    else:
        yield from rdf.read_quads(source)


def terms(statements: Iterable[Any], file: str) -> Iterator[tuple[Any, Any, Any]]:
    """The statements in rdflib's terms, literals exactly as written; the same term is made once."""
    import rdflib

    known: dict[Any, Any] = {}
    for statement in statements:
        triple = (statement.subject, statement.predicate, statement.object)
        for term in triple:
            if term not in known:
                known[term] = _term(term, rdflib, f"{file}b{len(known)}")
        yield known[triple[0]], known[triple[1]], known[triple[2]]


def _term(term: Any, rdflib: Any, label: str) -> Any:
    import pyoxigraph as ox

    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(label)
    if isinstance(term, ox.Literal):
        datatype = None if term.language or term.datatype.value.endswith("#string") else rdflib.URIRef(term.datatype.value)
        return rdflib.Literal(term.value, lang=term.language, datatype=datatype, normalize=False)
    raise InputError(f"a statement about a statement ({term}) stands in the data, which no dipkb graph has. Take it out.")


@cache
def _superclasses() -> list[ox.Quad]:
    import pyoxigraph as ox

    quads = parse(folder("ontology") / "dipkb.ttl")
    return [q for q in quads if q.predicate.value == _SUBCLASS and isinstance(q.object, ox.NamedNode)]


def empty() -> rdflib.Graph:
    """A graph that parses a query once, not once a focus node: the text stays the same, only ``$this`` is bound anew."""
    import rdflib

    class Prepared(rdflib.Graph):
        def query(self, query_object: Any, *args: Any, **options: Any) -> Any:
            return super().query(_prepared(query_object), *args, **options)

    return Prepared(bind_namespaces="none")


@lru_cache(maxsize=256)
def _prepared(query: str) -> Any:
    from rdflib.plugins.sparql import prepareQuery

    return prepareQuery(query)
