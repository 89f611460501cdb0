"""Validation: is the graph as docs/graph.md says? SHACL shapes from ``ontology/shapes.ttl``, pySHACL as the judge.

What is validated is the union of all graphs of the data: whether an event is reported, a country known or a tenure there can
only be seen with events, reference data and articles together. Nothing is fetched, no ``owl:imports`` is followed, nothing is
inferred but the classes above a class, which the ontology gives.

The shapes are compiled to predicates that name the nodes where there may be a result; pySHACL judges these, on the whole
graph, and every result is its own. What the predicates do not cover it judges wholly. See
``docs/decisions/0018-validation-at-scale.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dipkb.resources import folder
from dipkb.validate.engine import quiet, read_shapes, settled
from dipkb.validate.graph import load
from dipkb.validate.report import SEVERITIES, Report, Result, report_of, rows, to_json, to_turtle

if TYPE_CHECKING:
    import pyoxigraph as ox

    from dipkb.validate.finder import Finder
    from dipkb.validate.graph import Data
    from dipkb.validate.index import Index, Term

__all__ = ["SEVERITIES", "Report", "Result", "load", "reference", "rows", "to_json", "to_turtle", "validate", "validate_changed"]


def validate(
    data: Data,
    *,
    shapes: Path | None = None,
    progress: Callable[[int], None] | None = None,
    uncovered: Callable[[Mapping[str, str]], None] | None = None,
) -> Report:
    """Hold a graph against the shapes.

    Args:
        data: Files (.ttl, .nt, .nq, .trig, .jsonld), N-Quads as bytes, a store of pyoxigraph's, or an rdflib graph or dataset;
            nothing of it is changed.
        shapes: Shapes to use instead of ``ontology/shapes.ttl``. They are trusted code: their SPARQL runs as it stands.
        progress: Told now and then how many nodes were looked at.
        uncovered: Told once which shapes pySHACL judges wholly, and why; on many nodes that takes long.

    Raises:
        InputError: The data cannot be read; names the file and the line.
        DataError: The shapes cannot be read or used.

    >>> rdf, dip = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "https://w3id.org/dipkb/ontology#"
    >>> validate(f"<http://example.org/m> <{rdf}type> <{dip}Meeting> .".encode()).results[0].message[:34]
    'A meeting has at least two parties'
    """
    from dipkb.validate.graph import index_of

    with quiet(), settled():
        index, path = index_of(data), shapes or folder("ontology") / "shapes.ttl"
        return _report(_finder(index, path), path, lambda finder: finder.suspects(progress), uncovered)


def validate_changed(
    store: ox.Store,
    changed: Iterable[ox.Quad | ox.Triple],
    *,
    shapes: Path | None = None,
    uncovered: Callable[[Mapping[str, str]], None] | None = None,
) -> Report:
    """What is wrong where a change can have made it so: the results that are new are among these, and no node else has new ones.

    Args:
        store: A store of pyoxigraph's after the change, which is read where the change leads and not as a whole.
        changed: The statements that came or went.
        shapes: As for :func:`validate`.
        uncovered: As for :func:`validate`; all focus nodes of these shapes are judged.

    Raises:
        DataError: The shapes cannot be read or used.
    """
    from dipkb.validate.touched import Everything, touched

    statements: list[Any] = [(quad.subject, quad.predicate, quad.object) for quad in changed]
    path = shapes or folder("ontology") / "shapes.ttl"
    try:
        with quiet():
            finder = _watching(path, path.stat().st_mtime_ns if path.exists() else 0)
            finder.over(store)
            return _report(finder, path, lambda finder: touched(finder, statements), uncovered)
    except Everything:
        return validate(store, shapes=shapes, uncovered=uncovered)


@lru_cache(maxsize=2)
def _watching(path: Path, _changed: int) -> Finder:
    """Shapes compiled for any store; half a second, once."""
    import pyoxigraph as ox

    from dipkb.validate.graph import superclasses
    from dipkb.validate.index import OnDisk

    return _finder(OnDisk(ox.Store(), superclasses()), path)


def _finder(index: Index, path: Path) -> Finder:
    from dipkb.validate.engine import harvest
    from dipkb.validate.finder import Finder

    return Finder(index, harvest(read_shapes(path), path))


def _report(
    finder: Finder,
    path: Path,
    named: Callable[[Finder], Iterator[tuple[Any, Term]]],
    uncovered: Callable[[Mapping[str, str]], None] | None,
) -> Report:
    """The report of pySHACL on the suspects that are named."""
    from dipkb.validate.engine import judged
    from dipkb.validate.index import to_rdflib
    from dipkb.validate.view import graph_over

    if uncovered and finder.uncovered:
        uncovered({str(shape): reason for shape, reason in finder.uncovered.items()})
    graph = graph_over(finder.index)
    suspects = ((shape, to_rdflib(node)) for shape, node in named(finder))
    return report_of(judged(graph, read_shapes(path), suspects, path), graph)


def reference(data: Data, *, shapes: Path | None = None) -> Report:
    """The same by pySHACL alone, with the whole graph in memory: what :func:`validate` is held against; slow on large graphs."""
    from dipkb.validate.engine import run

    path = shapes or folder("ontology") / "shapes.ttl"
    with quiet():
        graph = load(data)
        return report_of([run(graph, read_shapes(path), path)], graph)
