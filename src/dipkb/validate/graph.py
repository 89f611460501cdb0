"""Data and shapes as rdflib graphs, parsed by pyoxigraph: fast, line numbers in errors, nothing fetched, no entities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from dipkb.errors import InputError
from dipkb.resources import folder

if TYPE_CHECKING:
    import pyoxigraph as ox
    import rdflib

    Data: TypeAlias = rdflib.Graph | Path | str | Sequence[Path | str] | bytes

_FORMATS = {".ttl": "TURTLE", ".nt": "N_TRIPLES", ".nq": "N_QUADS", ".trig": "TRIG", ".jsonld": "JSON_LD"}
_SUBCLASS = "http://www.w3.org/2000/01/rdf-schema#subClassOf"


def load(data: Data) -> rdflib.Graph:
    """The union of all graphs of the data, with the classes above each class; blank nodes are numbered as they come.

    Raises:
        InputError: Names the file and the line that cannot be read, or the ending that is not known.
    """
    graph = empty()
    for triple in _triples(data):
        graph.add(triple)
    for triple in terms(_superclasses(), ""):
        graph.add(triple)
    return graph


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
    """The statements of a file or of N-Quads; nothing is fetched, no entity expanded.

    Raises:
        InputError: Names the file and the line that cannot be read, or the ending that is not known.
    """
    import pyoxigraph as ox

    name = "" if isinstance(source, bytes) else str(source)
    try:
        if isinstance(source, bytes):
            yield from ox.parse(input=source, format=ox.RdfFormat.N_QUADS)
        else:
            yield from ox.parse(path=name, format=_format(source))
    except SyntaxError as error:
        raise InputError(f"{error.msg or error}. Correct the file.", name, error.lineno) from error
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read: {getattr(error, 'strerror', None) or error}.", name) from error


def _format(path: Path) -> ox.RdfFormat:
    import pyoxigraph as ox

    if path.suffix.lower() in (".rdf", ".xml", ".owl"):
        raise InputError("is RDF/XML, which is not read since its entities can be abused. Convert it to Turtle first.", str(path))
    if path.suffix.lower() not in _FORMATS:
        raise InputError(f"has no ending that is known. Name it {', '.join(_FORMATS)} after its format.", str(path))
    known: ox.RdfFormat = getattr(ox.RdfFormat, _FORMATS[path.suffix.lower()])
    return known


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
