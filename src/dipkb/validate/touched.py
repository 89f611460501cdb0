"""What a change can have made wrong: the nodes at which a shape reads a statement that came or went.

Each shape knows the ways by which it reads (:class:`dipkb.validate.paths.Path`). From a changed statement they are gone
backwards, to the focus nodes. Of the statements of a way that changed, the first one from the focus node on is reached by
statements that stand before the change and after it; so it is enough to go back over the graph as it is now.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pyoxigraph as ox

from dipkb.errors import InputError
from dipkb.validate.finder import Finder, Target
from dipkb.validate.index import SUBCLASS, TYPE, Term, Triple
from dipkb.validate.paths import Way
from dipkb.vocab import article_graph, expand

_REPORT_OF = ox.NamedNode(expand("dip:reportOf"))
_OWNED = {ox.NamedNode(expand(f"dip:{name}")) for name in ("participation", "statusChange", "channel")}


class Everything(Exception):
    """A class above a class came or went: any node may be of another shape now."""


def touched(finder: Finder, changed: Iterable[Triple]) -> Iterator[tuple[Any, Term]]:
    """Each shape and focus node whose results can differ for the changed statements, and where there may be a result now.

    Args:
        finder: Over the graph after the change.
        changed: Statements that came or went.

    Raises:
        Everything: The change is one of classes.
    """
    readers = _readers(finder)
    statements = list(changed)
    seen = dict.fromkeys((*_seers(finder, readers, statements), *_near(finder, statements)))
    for target, node in seen:
        if finder.is_focus(target, node) and finder.suspects_at(target, node):
            yield target.shape, node
    for target in finder.targets:
        if target.shape in finder.uncovered:
            yield from finder.all_of(target)


def of_article(store: ox.Store, article: str) -> Iterator[ox.Quad]:
    """The statements of an article's graph, about the events that it tells of and about what is a part of these.

    Raises:
        InputError: The store has no such article.
    """
    own = list(store.quads_for_pattern(None, None, None, ox.NamedNode(article_graph(article))))
    if not own:
        raise InputError(f"the store holds no article {article}. Give the id that it was built with.")
    yield from own
    told: Any = dict.fromkeys(quad.object for quad in own if quad.predicate == _REPORT_OF)
    for event in told:
        for quad in store.quads_for_pattern(event, None, None, None):
            yield quad
            if quad.predicate in _OWNED and isinstance(quad.object, ox.NamedNode):
                yield from store.quads_for_pattern(quad.object, None, None, None)


def _readers(finder: Finder) -> dict[Any, list[tuple[Target, Way]]]:
    """By property, the shapes that read it and the ways by which they come there."""
    found: dict[Any, list[tuple[Target, Way]]] = {}
    for target in finder.targets:
        if target.shape in finder.predicates:
            for way in finder.predicates[target.shape].reads | _of_target(target):
                found.setdefault(way[-1][1], []).append((target, way))
    return found


def _of_target(target: Target) -> set[Way]:
    """The statements by which a node is a focus node."""
    ways: set[Way] = {((True, p),) for p in (*target.subjects, *([TYPE] if target.classes else []))}
    return ways | {((False, p),) for p in target.objects}


def _seers(
    finder: Finder, readers: dict[Any, list[tuple[Target, Way]]], changed: Iterable[Triple]
) -> Iterator[tuple[Target, Term]]:
    for s, p, o in changed:
        if p == SUBCLASS:
            raise Everything
        for target, way in (*readers.get(p, ()), *readers.get(None, ())):
            for node in _back(finder, way[:-1], s if way[-1][0] else o):
                yield target, node


def _near(finder: Finder, changed: Iterable[Triple]) -> Iterator[tuple[Target, Term]]:
    """The nodes that a changed statement leads to: what it names may have come with it."""
    nodes: set[Term] = {o for _, p, o in changed if p != TYPE and not isinstance(o, ox.Literal)}
    for node in nodes:
        yield from ((target, node) for target in finder.targets_at(node) if target.shape in finder.predicates)


def _back(finder: Finder, way: Way, end: Term) -> Iterable[Term]:
    """The nodes from which a way leads to a node."""
    nodes: dict[Term, None] = {end: None}
    for forwards, predicate in reversed(way):
        before = (_one_back(finder, forwards, predicate, node) for node in nodes)
        nodes = {node: None for some in before for node in some}
    return nodes


def _one_back(finder: Finder, forwards: bool, predicate: Any, node: Term) -> Iterable[Term]:
    if predicate is None:
        return [s for s, _, _ in finder.index.triples(None, None, node)]
    return finder.index.sources(predicate, node) if forwards else finder.index.about(node).get(predicate, ())
