"""Property paths: what they lead to, and which statements they read on the way."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import pyoxigraph as ox

from dipkb.validate.index import About, Index, Term, from_rdflib

if TYPE_CHECKING:
    import rdflib

Step: TypeAlias = tuple[bool, ox.NamedNode | None]
"""Forwards or backwards along a property; ``None`` is any property."""
Way: TypeAlias = tuple[Step, ...]
Walk: TypeAlias = Callable[[Term, About | None], Collection[Term]]
"""From a node, with what stands about it where that is known already, to other nodes."""


class NotCovered(Exception):
    """What the finder does not know, and pySHACL judges therefore alone; says what."""


class Path(NamedTuple):
    """A path as a function, the ways it ends at, and the ways whose last step it reads."""

    walk: Walk
    ends: frozenset[Way]
    reads: frozenset[Way]


def joined(ends: Collection[Way], ways: Collection[Way]) -> frozenset[Way]:
    """The ways that go on from ends."""
    return frozenset(end + way for end in ends for way in ways)


def forward(index: Index, predicate: ox.NamedNode) -> Path:
    """Along a property."""

    def walk(node: Term, about: About | None) -> Collection[Term]:
        return (index.about(node) if about is None else about).get(predicate, ())

    ways = frozenset({((True, predicate),)})
    return Path(walk, ways, ways)


def backward(index: Index, predicate: ox.NamedNode) -> Path:
    """Against a property."""
    ways = frozenset({((False, predicate),)})
    return Path(lambda node, about: index.sources(predicate, node), ways, ways)


def sequence(first: Path, then: Path) -> Path:
    """One path after another."""

    def walk(node: Term, about: About | None) -> Collection[Term]:
        return {end: None for middle in first.walk(node, about) for end in then.walk(middle, None)}

    return Path(walk, joined(first.ends, then.ends), first.reads | joined(first.ends, then.reads))


def alternative(paths: list[Path]) -> Path:
    """One path or another."""

    def walk(node: Term, about: About | None) -> Collection[Term]:
        return {end: None for path in paths for end in path.walk(node, about)}

    return Path(walk, frozenset().union(*(p.ends for p in paths)), frozenset().union(*(p.reads for p in paths)))


def shacl_path(index: Index, shapes: rdflib.Graph, node: Any) -> Path:
    """The path of a property shape.

    Raises:
        NotCovered: A path of any length, or backwards over more than one property.
    """
    import rdflib

    from dipkb.validate.report import sh

    if isinstance(node, rdflib.URIRef):
        return forward(index, from_rdflib(node))
    if len(set(shapes.predicates(node)) - {rdflib.RDF.rest, rdflib.RDF.type}) != 1:
        raise NotCovered("a path that is said in two ways")
    back, choice = shapes.value(node, sh("inversePath")), shapes.value(node, sh("alternativePath"))
    if isinstance(back, rdflib.URIRef):
        return backward(index, from_rdflib(back))
    steps = [shacl_path(index, shapes, step) for step in shapes.items(node if choice is None else choice)]
    if len(steps) < 2 or back is not None:
        raise NotCovered("a path that repeats, or goes back over several properties")
    if choice is not None:
        return alternative(steps)
    path = steps[0]
    for step in steps[1:]:
        path = sequence(path, step)
    return path


def sparql_path(index: Index, path: Any, back: bool = False) -> Path:
    """A path of a query, or its reverse.

    Raises:
        NotCovered: A path of any length, or a negated one.
    """
    import rdflib
    from rdflib import paths

    if isinstance(path, rdflib.URIRef):
        return (backward if back else forward)(index, from_rdflib(path))
    if isinstance(path, paths.InvPath):
        return sparql_path(index, path.arg, not back)
    if isinstance(path, paths.AlternativePath):
        return alternative([sparql_path(index, step, back) for step in path.args])
    if isinstance(path, paths.SequencePath):
        first, *rest = [sparql_path(index, step, back) for step in (path.args[::-1] if back else path.args)]
        for step in rest:
            first = sequence(first, step)
        return first
    raise NotCovered("a path that repeats or excludes")
