"""What validation found: results with the words behind them, the W3C report, and both as Turtle, JSON and rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from dipkb.vocab import prefixes, shrink

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

SH = "http://www.w3.org/ns/shacl#"
SEVERITIES = ("Violation", "Warning", "Info")
MOST_WORDS = 3
Statements: TypeAlias = "tuple[tuple[Any, Any], ...]"
"""Properties and values; a value that is a tuple again is a blank node of the report."""
_TARGETS = frozenset(SH + name for name in ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf"))
_PARDONED = frozenset(SH + name for name in ("Warning", "Info", "Debug", "Trace"))


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
    ``conforms`` decides an exit code. ``told`` has the statements of each result as that report has them.
    """

    results: tuple[Result, ...]
    told: tuple[Statements, ...]

    @property
    def conforms(self) -> bool:
        """Whether nothing is violated."""
        return all(SH + result.severity in _PARDONED for result in self.results)

    @property
    def graph(self) -> rdflib.Graph:
        """The W3C report; made when it is asked for."""
        return _w3c(self.told)

    def count(self, severity: str) -> int:
        """How many results have this severity."""
        return sum(result.severity == severity for result in self.results)


def report_of(reports: Iterable[rdflib.Graph], data: rdflib.Graph) -> Report:
    """Read W3C reports about the data as one; results are sorted by severity, focus node, path and shape."""
    found = [pair for w3c in reports for pair in _results(w3c, data)]
    found.sort(key=lambda pair: (_rank(pair[0]), *_key(pair[0])))
    return Report(results=tuple(result for result, _ in found), told=tuple(statements for _, statements in found))


def sh(name: str) -> Any:
    """A term of SHACL."""
    import rdflib

    return rdflib.URIRef(SH + name)


def _results(w3c: rdflib.Graph, data: rdflib.Graph) -> Iterator[tuple[Result, Statements]]:
    for node in set(w3c.objects(None, sh("result"))):
        yield _result(w3c, node, data), _statements(w3c, node)


def _rank(result: Result) -> int:
    return SEVERITIES.index(result.severity) if result.severity in SEVERITIES else -1


def _key(result: Result) -> tuple[str, ...]:
    return (result.focus_node, result.path, result.source_shape, result.component, result.value or "", result.message)


def _result(w3c: rdflib.Graph, node: Node, data: rdflib.Graph) -> Result:
    focus, path, value = (w3c.value(node, sh(name)) for name in ("focusNode", "resultPath", "value"))
    return Result(
        focus_node=_text(focus),
        path=_path(w3c, path) if path is not None else "",
        severity=str(w3c.value(node, sh("resultSeverity"))).removeprefix(SH),
        message=" ".join(sorted(str(m) for m in w3c.objects(node, sh("resultMessage")))),
        value=None if value is None or value == focus else _text(value),
        evidence=_words(data, focus),
        source_shape=_text(w3c.value(node, sh("sourceShape"))),
        component=str(w3c.value(node, sh("sourceConstraintComponent"))).removeprefix(SH).removesuffix("ConstraintComponent"),
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
        inner = w3c.value(path, sh(name))
        if inner is not None:
            return form.format(_path(w3c, inner))
    choice = w3c.value(path, sh("alternativePath"))
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
    source = min((str(node) for node in data.objects(evidence, oa.hasSource)), default="")
    selectors = list(data.objects(evidence, oa.hasSelector))
    starts = [str(start) for selector in selectors for start in data.objects(selector, oa.start)]
    at = min((int(start) for start in starts if start.isdecimal() and len(start) < 19), default=0)
    yield from ((source, at, str(words)) for selector in selectors for words in data.objects(selector, oa.exact))


def _namespaces() -> tuple[rdflib.Namespace, rdflib.Namespace]:
    import rdflib

    return rdflib.Namespace(prefixes()["dip"]), rdflib.Namespace(prefixes()["oa"])


def _statements(w3c: rdflib.Graph, node: Node) -> Statements:
    """What a report says of a node, and of the blank nodes of the report below it, in an order of its own.

    Where a shape without a name is copied into the report, its targets are left out: those it was judged with are others.
    """
    pairs = sorted(
        (pair for pair in w3c.predicate_objects(node) if str(pair[0]) not in _TARGETS),
        key=lambda pair: (pair[0], _written(w3c, *pair)),
    )
    return tuple((p, _statements(w3c, o) if _is_inner(p, o) else o) for p, o in pairs)


def _w3c(told: Sequence[Statements]) -> rdflib.Graph:
    """The report with its blank nodes named in the order of the results, so that the same data give the same bytes."""
    import rdflib

    out, report = rdflib.Graph(bind_namespaces="none"), rdflib.BNode("report")
    for prefix, iri in prefixes().items():
        out.bind(prefix, iri)
    out.add((report, rdflib.RDF.type, sh("ValidationReport")))
    out.add((report, sh("conforms"), rdflib.Literal(not told)))
    for n, statements in enumerate(told, 1):
        out.add((report, sh("result"), _write(statements, out, f"r{n:06}")))
    return out


def _write(statements: Statements, out: rdflib.Graph, name: str) -> Node:
    """Write statements about a blank node and those below it, named after their way from the result."""
    import rdflib

    node = rdflib.BNode(name)
    for n, (p, o) in enumerate(statements):
        out.add((node, p, _write(o, out, f"{name}-{n}") if isinstance(o, tuple) else o))
    return node


def _is_inner(predicate: Node, node: Node) -> bool:
    """Whether it is a blank node of the report itself: a path, a detail; not one of the data."""
    import rdflib

    return isinstance(node, rdflib.BNode) and predicate not in (sh("focusNode"), sh("value"))


def _written(w3c: rdflib.Graph, predicate: Node, node: Node) -> str:
    """What a node holds, whatever its blank nodes are called."""
    if not _is_inner(predicate, node):
        return _text(node)
    pairs = (pair for pair in w3c.predicate_objects(node) if str(pair[0]) not in _TARGETS)
    return "[" + " ".join(sorted(f"{p} {_written(w3c, p, o)}" for p, o in pairs)) + "]"


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
