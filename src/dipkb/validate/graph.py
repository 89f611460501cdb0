"""Data and shapes, parsed by pyoxigraph: fast, line numbers in errors, nothing fetched, no entities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from io import BytesIO
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeAlias

from dipkb.errors import InputError
from dipkb.resources import folder

if TYPE_CHECKING:
    import pyoxigraph as ox
    import rdflib

    from dipkb.validate.index import Index, Triple

    Data: TypeAlias = rdflib.Graph | ox.Store | Path | str | Sequence[Path | str] | bytes

IN_MEMORY = 2_000_000
"""A store with more statements than these, which take about a gigabyte, is read from its disk again and again."""
_SUBCLASS = "http://www.w3.org/2000/01/rdf-schema#subClassOf"


def load(data: Data) -> rdflib.Graph:
    """The union of all graphs of the data, with the classes above each class; blank nodes are numbered as they come.

    The graph is rdflib's own and holds everything in memory: what pySHACL takes, and what the faster way is held against.

    Raises:
        InputError: Names the file and the line that cannot be read, or the ending that is not known.
    """
    from dipkb.validate.index import rdflib_triple
    from dipkb.validate.view import Prepared

    graph = Prepared(bind_namespaces="none")
    for triple in index_of(data).triples(None, None, None):
        graph.add(rdflib_triple(triple))
    return graph


def index_of(data: Data) -> Index:
    """The same as an index: in memory, or over a store as it is where that is a large one.

    Raises:
        InputError: Names the file and the line that cannot be read, or the ending that is not known.
    """
    import pyoxigraph as ox

    from dipkb.validate.index import InMemory, OnDisk, redefines

    if isinstance(data, ox.Store) and len(data) > IN_MEMORY:
        return OnDisk(data, superclasses())
    above: Any = ((quad.subject, quad.predicate, quad.object) for quad in superclasses())
    told = _dumped(data) if isinstance(data, ox.Store) else _triples(data)
    return InMemory(chain((triple for triple in told if not redefines(triple[0], triple[1])), above))


def _dumped(store: ox.Store) -> Iterator[Triple]:
    """The statements of a store, by way of a file: the engine writes and reads it in half the time of going through them."""
    import pyoxigraph as ox

    with TemporaryDirectory() as folder:
        path = Path(folder) / "store.nq"
        store.dump(path, ox.RdfFormat.N_QUADS)
        quads: Any = ox.parse(path=path)
        for quad in quads:
            yield quad.subject, quad.predicate, quad.object


def _triples(data: Any) -> Iterator[Triple]:
    if isinstance(data, bytes):
        yield from _numbered(parse(data), "")
    elif isinstance(data, (str, Path, Sequence)):
        for n, file in enumerate([data] if isinstance(data, (str, Path)) else data):
            yield from _numbered(parse(Path(file)), f"f{n}")
    else:
        yield from _of_rdflib(data)


def _of_rdflib(data: rdflib.Graph) -> Iterator[Triple]:
    import rdflib

    from dipkb.validate.index import from_rdflib

    for s, p, o, *_ in data.quads() if isinstance(data, rdflib.Dataset) else data:
        yield from_rdflib(s), from_rdflib(p), from_rdflib(o)


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


def _numbered(statements: Iterator[Any], file: str) -> Iterator[tuple[Any, Any, Any]]:
    """The statements, blank nodes numbered as they come, so that the same file gives the same report."""
    import pyoxigraph as ox

    known: dict[Any, ox.BlankNode] = {}
    for statement in statements:
        terms = [statement.subject, statement.object]
        for n, term in enumerate(terms):
            if isinstance(term, ox.BlankNode):
                terms[n] = known.setdefault(term, ox.BlankNode(f"{file}b{len(known)}"))
            elif isinstance(term, ox.Triple):
                raise InputError(f"a statement about a statement ({term}) stands there, which no dipkb graph has. Take it out.")
        yield terms[0], statement.predicate, terms[1]


def shapes_graph(path: Path) -> rdflib.Graph:
    """The statements of a shapes file, as rdflib's graph; its blank nodes are called otherwise than those of data."""
    import rdflib

    from dipkb.validate.index import to_rdflib

    graph = rdflib.Graph(bind_namespaces="none")
    for triple in _numbered(parse(path), "shape"):
        graph.add((to_rdflib(triple[0]), to_rdflib(triple[1]), to_rdflib(triple[2])))
    return graph


@cache
def superclasses() -> list[ox.Quad]:
    """The statements of the ontology on classes above classes."""
    import pyoxigraph as ox

    quads = parse(folder("ontology") / "dipkb.ttl")
    return [q for q in quads if q.predicate.value == _SUBCLASS and isinstance(q.object, ox.NamedNode)]
