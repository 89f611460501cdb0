"""Validation: is the graph as docs/graph.md says? SHACL shapes from ``ontology/shapes.ttl``, pySHACL as the engine.

What is validated is the union of all graphs of the data: whether an event is reported, a country known or a tenure there can
only be seen with events, reference data and articles together. Nothing is fetched, no ``owl:imports`` is followed, nothing is
inferred but the classes above a class, which the ontology gives.
"""

from __future__ import annotations

import json
import logging
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from dipkb.errors import DataError, InputError
from dipkb.resources import folder
from dipkb.vocab import prefixes, shrink

if TYPE_CHECKING:
    import pyoxigraph as ox
    import rdflib
    from rdflib.term import Node

    Data: TypeAlias = rdflib.Graph | Path | str | Sequence[Path | str] | bytes

SH = "http://www.w3.org/ns/shacl#"
SEVERITIES = ("Violation", "Warning", "Info")
MOST_WORDS = 3
_PARDONED = frozenset(SH + name for name in ("Warning", "Info", "Debug", "Trace"))
_FORMATS = {".ttl": "TURTLE", ".nt": "N_TRIPLES", ".nq": "N_QUADS", ".trig": "TRIG", ".jsonld": "JSON_LD"}
_SUBCLASS = "http://www.w3.org/2000/01/rdf-schema#subClassOf"


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that is not as a shape has it.

    ``severity`` is Violation, Warning or Info, or the IRI of a severity of one's own; ``path`` is written as in SPARQL, with
    prefixes, and empty where the shape looks at the node as a whole; ``value`` is the value at fault, where there is one;
    ``evidence`` has up to three quotations of the articles that tell of the focus node; ``component`` is the kind of constraint.
    """

    focus_node: str
    path: str
    severity: str
    message: str
    value: str | None
    evidence: tuple[str, ...]
    source_shape: str
    component: str


@dataclass(frozen=True, slots=True)
class Report:
    """What validation found; ``conforms`` when nothing is violated, warnings and notes notwithstanding.

    ``graph`` is the W3C validation report, whose ``sh:conforms`` is false when there is any result, as SHACL has it; only
    ``conforms`` decides an exit code.
    """

    conforms: bool
    results: tuple[Result, ...]
    graph: rdflib.Graph

    def count(self, severity: str) -> int:
        """How many results have this severity."""
        return sum(result.severity == severity for result in self.results)


def validate(data: Data, *, shapes: Path | None = None) -> Report:
    """Hold a graph against the shapes.

    Args:
        data: Files (.ttl, .nt, .nq, .trig, .jsonld), N-Quads as bytes, or an rdflib graph or dataset, which stays as it is.
        shapes: Shapes to use instead of ``ontology/shapes.ttl``. They are trusted code: their SPARQL runs as it stands.

    Raises:
        InputError: The data cannot be read; names the file and the line.
        DataError: The shapes cannot be read or used.

    >>> rdf, dip = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "https://w3id.org/dipkb/ontology#"
    >>> validate(f"<http://example.org/m> <{rdf}type> <{dip}Meeting> .".encode()).results[0].message[:34]
    'A meeting has at least two parties'
    """
    path = shapes or folder("ontology") / "shapes.ttl"
    with _quiet():
        graph = load(data)
        w3c = _run(graph, _shapes_graph(path), path)
    nodes = _sorted_results(w3c, graph)
    return Report(
        conforms=all(str(w3c.value(node, _sh("resultSeverity"))) in _PARDONED for _, node in nodes),
        results=tuple(result for result, _ in nodes),
        graph=_numbered(w3c, [node for _, node in nodes]),
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib's log of literals that are ill-typed off the terminal: each of them becomes a result."""
    log, nowhere = logging.getLogger("rdflib"), logging.NullHandler()
    log.addHandler(nowhere)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Parsing weird boolean", UserWarning)
            yield
    finally:
        log.removeHandler(nowhere)


# Reading


def load(data: Data) -> rdflib.Graph:
    """The union of all graphs of the data, with the classes above each class; blank nodes are numbered as they come.

    Raises:
        InputError: Names the file and the line that cannot be read, or the ending that is not known.
    """
    graph = _graph()
    for triple in _triples(data):
        graph.add(triple)
    for triple in _terms(_superclasses(), ""):
        graph.add(triple)
    return graph


def _triples(data: Data) -> Iterator[tuple[Any, Any, Any]]:
    import rdflib

    if isinstance(data, rdflib.Dataset):
        yield from ((s, p, o) for s, p, o, _ in data.quads())
    elif isinstance(data, rdflib.Graph):
        yield from data
    elif isinstance(data, bytes):
        yield from _terms(_parse(data), "")
    else:
        files = [data] if isinstance(data, (str, Path)) else data
        for n, file in enumerate(files):
            yield from _terms(_parse(Path(file)), f"f{n}")


def _parse(source: Path | bytes) -> Iterator[Any]:
    """The statements of a file or of N-Quads; nothing is fetched, no entity expanded."""
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


def _terms(statements: Iterable[Any], file: str) -> Iterator[tuple[Any, Any, Any]]:
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


def _superclasses() -> list[ox.Quad]:
    import pyoxigraph as ox

    quads = _parse(folder("ontology") / "dipkb.ttl")
    return [q for q in quads if q.predicate.value == _SUBCLASS and isinstance(q.object, ox.NamedNode)]


def _graph() -> rdflib.Graph:
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


def _shapes_graph(path: Path) -> rdflib.Graph:
    graph = _graph()
    try:
        for triple in _terms(_parse(path), ""):
            graph.add(triple)
    except InputError as error:
        raise DataError(str(error)) from error
    return graph


def _run(graph: rdflib.Graph, shapes: rdflib.Graph, path: Path) -> rdflib.Graph:
    import pyshacl
    import rdflib
    from pyparsing import ParseBaseException
    from pyshacl.errors import ReportableRuntimeError

    try:
        _, report, text = pyshacl.validate(
            graph, shacl_graph=shapes, inference="none", advanced=False, js=False, meta_shacl=False, do_owl_imports=False
        )
    except (ReportableRuntimeError, ParseBaseException, re.error) as error:
        raise DataError(f"is no set of shapes that can be used: {error}", str(path)) from error
    if not isinstance(report, rdflib.Graph):
        raise DataError(f"is no set of shapes that can be used: {text}", str(path))
    return report


# Results


def _sh(name: str) -> Any:
    import rdflib

    return rdflib.URIRef(SH + name)


def _sorted_results(w3c: rdflib.Graph, data: rdflib.Graph) -> list[tuple[Result, Node]]:
    results = [(_result(w3c, node, data), node) for node in set(w3c.objects(None, _sh("result")))]
    return sorted(results, key=lambda pair: (_rank(pair[0].severity), *_key(pair[0])))


def _rank(severity: str) -> int:
    return SEVERITIES.index(severity) if severity in SEVERITIES else -1


def _key(result: Result) -> tuple[str, ...]:
    return (result.focus_node, result.path, result.source_shape, result.component, result.value or "", result.message)


def _result(w3c: rdflib.Graph, node: Node, data: rdflib.Graph) -> Result:
    focus, path, value = (w3c.value(node, _sh(name)) for name in ("focusNode", "resultPath", "value"))
    return Result(
        focus_node=_text(focus),
        path=_path(w3c, path) if path is not None else "",
        severity=str(w3c.value(node, _sh("resultSeverity"))).removeprefix(SH),
        message=" ".join(sorted(str(m) for m in w3c.objects(node, _sh("resultMessage")))),
        value=None if value is None or value == focus else _text(value),
        evidence=_words(data, focus),
        source_shape=_text(w3c.value(node, _sh("sourceShape"))),
        component=str(w3c.value(node, _sh("sourceConstraintComponent"))).removeprefix(SH).removesuffix("ConstraintComponent"),
    )


def _text(node: Node | None) -> str:
    """A node as people write it: an IRI as it is, a literal with its language or datatype."""
    import rdflib

    if isinstance(node, rdflib.Literal):
        mark = f"@{node.language}" if node.language else f"^^{shrink(str(node.datatype))}" if node.datatype else ""
        return json.dumps(str(node), ensure_ascii=False) + mark
    return f"_:{node}" if isinstance(node, rdflib.BNode) else str(node)


def _path(w3c: rdflib.Graph, path: Node) -> str:
    """A SHACL path as a SPARQL property path."""
    import rdflib

    if isinstance(path, rdflib.URIRef):
        return shrink(str(path))
    for name, form in (("inversePath", "^{}"), ("zeroOrMorePath", "{}*"), ("oneOrMorePath", "{}+"), ("zeroOrOnePath", "{}?")):
        inner = w3c.value(path, _sh(name))
        if inner is not None:
            return form.format(_path(w3c, inner))
    choice = w3c.value(path, _sh("alternativePath"))
    steps = [_path(w3c, step) for step in w3c.items(path if choice is None else choice)]
    return ("/" if choice is None else "|").join(f"({s})" if "|" in s or "/" in s else s for s in steps)


def _words(data: rdflib.Graph, node: Node | None) -> tuple[str, ...]:
    """The first words by article and place that tell of the node: of itself, of its reports, or of what it is a part of."""
    found = {words for evidence in _evidence(data, node) for words in _quotations(data, evidence)}
    return tuple(words for _, _, words in sorted(found)[:MOST_WORDS])


def _evidence(data: rdflib.Graph, node: Any) -> Iterator[Any]:
    dip, oa = _namespaces()
    owners = {node, *(owner for name in ("participation", "statusChange", "channel") for owner in data.subjects(dip[name], node))}
    reports = {node, *data.objects(node, dip.accordingTo), *(r for owner in owners for r in data.subjects(dip.reportOf, owner))}
    yield from {node, *data.subjects(oa.hasSelector, node), *(e for r in reports for e in data.objects(r, dip.evidence))}


def _quotations(data: rdflib.Graph, evidence: Any) -> Iterator[tuple[str, int, str]]:
    _, oa = _namespaces()
    source = str(data.value(evidence, oa.hasSource, any=True))
    selectors = list(data.objects(evidence, oa.hasSelector))
    starts = [str(start) for selector in selectors for start in data.objects(selector, oa.start)]
    at = min((int(start) for start in starts if start.isdecimal() and len(start) < 19), default=0)
    yield from ((source, at, str(words)) for selector in selectors for words in data.objects(selector, oa.exact))


def _namespaces() -> tuple[rdflib.Namespace, rdflib.Namespace]:
    import rdflib

    return rdflib.Namespace(prefixes()["dip"]), rdflib.Namespace(prefixes()["oa"])


def _numbered(w3c: rdflib.Graph, nodes: Sequence[Node]) -> rdflib.Graph:
    """The report with its blank nodes named in the order of the results, so that the same data give the same bytes."""
    import rdflib

    out, report = rdflib.Graph(bind_namespaces="none"), rdflib.BNode("report")
    for prefix, iri in prefixes().items():
        out.bind(prefix, iri)
    for p, o in w3c.predicate_objects(w3c.value(predicate=rdflib.RDF.type, object=_sh("ValidationReport"))):
        if p != _sh("result"):
            out.add((report, p, o))
    for n, node in enumerate(nodes, 1):
        out.add((report, _sh("result"), _copy(w3c, node, out, f"r{n:06}")))
    return out


def _copy(w3c: rdflib.Graph, node: Node, out: rdflib.Graph, name: str) -> Node:
    """Copy a blank node of the report and those below it, named after their way from the result."""
    import rdflib

    copied = rdflib.BNode(name)
    for n, (p, o) in enumerate(sorted(w3c.predicate_objects(node), key=lambda pair: (pair[0], _written(w3c, *pair)))):
        out.add((copied, p, _copy(w3c, o, out, f"{name}-{n}") if _is_inner(p, o) else o))
    return copied


def _is_inner(predicate: Node, node: Node) -> bool:
    """Whether it is a blank node of the report itself: a path, a detail; not one of the data."""
    import rdflib

    return isinstance(node, rdflib.BNode) and predicate not in (_sh("focusNode"), _sh("value"))


def _written(w3c: rdflib.Graph, predicate: Node, node: Node) -> str:
    """What a node holds, whatever its blank nodes are called."""
    if not _is_inner(predicate, node):
        return _text(node)
    return "[" + " ".join(sorted(f"{p} {_written(w3c, p, o)}" for p, o in w3c.predicate_objects(node))) + "]"


# Output


def to_turtle(report: Report) -> str:
    """The W3C validation report in Turtle."""
    return report.graph.serialize(format="turtle")


def to_json(report: Report) -> str:
    """The report as one JSON object: ``conforms``, a count of each severity, ``results``."""
    counts = {f"{name.lower()}s": report.count(name) for name in SEVERITIES}
    results = [{name: getattr(result, name) for name in Result.__slots__} for result in report.results]
    return json.dumps({"conforms": report.conforms, **counts, "results": results}, ensure_ascii=False, indent=2) + "\n"


def rows(report: Report) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Headers and rows of a table, IRIs with prefixes; quotations are joined by " | "."""
    headers = ("severity", "focus node", "path", "message", "value", "evidence")
    lines = ((r.severity, shrink(r.focus_node), r.path, r.message, shrink(r.value or ""), r.evidence) for r in report.results)
    return headers, [(*line, " | ".join(words)) for *line, words in lines]
