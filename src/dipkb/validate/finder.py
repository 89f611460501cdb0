"""Who is to be judged: the nodes at which a shape may have a result, and of each shape how it was found out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import pyoxigraph as ox

from dipkb.validate.index import TYPE, About, Index, OnDisk, Term, from_rdflib
from dipkb.validate.paths import NotCovered
from dipkb.validate.shapes import Compiler, Shape

if TYPE_CHECKING:
    from pyshacl.shapes_graph import ShapesGraph

Progress = Callable[[int], None]


class Target(NamedTuple):
    """What a shape is held against: nodes of these classes, these nodes, those that have, or are, a value of a property."""

    shape: Any
    classes: frozenset[Term]
    nodes: frozenset[Term]
    subjects: frozenset[ox.NamedNode]
    objects: frozenset[ox.NamedNode]


class Finder:
    """The shapes that have a target, as predicates over an index.

    ``uncovered`` says of each shape that has no predicate why: pySHACL is to judge all its focus nodes.
    """

    def __init__(self, index: Index, shapes: ShapesGraph) -> None:
        self.index, self.graph = index, shapes.graph
        self.targets = [target for shape in shapes.shapes if (target := self._target(shape))]
        self.predicates: dict[Any, Shape] = {}
        self.uncovered: dict[Any, str] = {}
        compiler = Compiler(index, shapes)
        for target in self.targets:
            try:
                self.predicates[target.shape] = compiler.shape(target.shape)
            except NotCovered as reason:
                self.uncovered[target.shape] = str(reason)
        self._of_types = lru_cache(maxsize=4_096)(self._of_classes)
        self._subjects = self._by(lambda target: target.subjects)
        self._tests: dict[Any, Callable[[Term, About | None], bool]] = dict.fromkeys(self.uncovered, _always)
        self._tests |= {shape: predicate.fails for shape, predicate in self.predicates.items()}

    def suspects(self, progress: Progress | None = None) -> Iterator[tuple[Any, Term]]:
        """Each shape and focus node where there may be a result, each once."""
        for done, node in enumerate(self._focus_nodes(), 1):
            yield from self.of(node)
            if progress and not done % 1_000:
                progress(done)
        yield from self._named()

    def of(self, node: Term) -> Iterator[tuple[Any, Term]]:
        """The shapes of which a node is a focus node for what stands about it, and may have a result."""
        about = self.index.about(node)
        for shape in self._shapes(about):
            if self._tests[shape](node, about):
                yield shape, node

    def _shapes(self, about: About) -> frozenset[Any]:
        """The shapes of a node for what stands about it."""
        shapes = self._of_types(frozenset(about.get(TYPE, ())))
        for predicate, more in self._subjects.items():
            if predicate in about:
                shapes = shapes | more
        return shapes

    def targets_at(self, node: Term) -> list[Target]:
        """The targets that a node is met by for what stands about it."""
        shapes = self._shapes(self.index.about(node))
        return [target for target in self.targets if target.shape in shapes]

    def over(self, store: ox.Store) -> None:
        """Look at another store from now on, where the index is :class:`dipkb.validate.index.OnDisk`."""
        if not isinstance(self.index, OnDisk):
            raise TypeError("an index in memory stays as it is")
        self.index.over(store)
        self._of_types.cache_clear()

    def _focus_nodes(self) -> Iterator[Term]:
        """The nodes that are of a class, or have a property, of a target."""
        return self.index.subjects({TYPE, *self._subjects})

    def _named(self) -> Iterator[tuple[Any, Term]]:
        """Those that a target names, or that are values; unless they came already."""
        for target in self.targets:
            values = (o for p in target.objects for _, _, o in self.index.triples(None, p, None))
            for node in dict.fromkeys((*target.nodes, *values)):
                if not self._is_met(target, node) and self._tests[target.shape](node, None):
                    yield target.shape, node

    def _is_met(self, target: Target, node: Term) -> bool:
        """Whether :meth:`of` finds a node for what stands about it."""
        about = self.index.about(node)
        return not target.subjects.isdisjoint(about) or target.shape in self._of_types(frozenset(about.get(TYPE, ())))

    def is_focus(self, target: Target, node: Term) -> bool:
        """Whether a node is a focus node of a target."""
        return node in target.nodes or self._is_met(target, node) or any(self.index.sources(p, node) for p in target.objects)

    def suspects_at(self, target: Target, node: Term) -> bool:
        """Whether a shape may have a result at a focus node."""
        return self._tests[target.shape](node, None)

    def all_of(self, target: Target) -> Iterator[tuple[Any, Term]]:
        """A shape with each of its focus nodes."""
        of_classes = [TYPE] if target.classes else []
        met = (node for node in self.index.subjects({*of_classes, *target.subjects}) if self._is_met(target, node))
        values = (o for p in target.objects for _, _, o in self.index.triples(None, p, None))
        yield from ((target.shape, node) for node in dict.fromkeys((*target.nodes, *met, *values)))

    def _of_classes(self, types: frozenset[Term]) -> frozenset[Any]:
        above = frozenset().union(*(self.index.superclasses(t) for t in types))
        return frozenset(target.shape for target in self.targets if not above.isdisjoint(target.classes))

    def _by(self, part: Callable[[Target], Iterable[Any]]) -> Mapping[Any, frozenset[Any]]:
        found: dict[Any, set[Any]] = {}
        for target in self.targets:
            for term in part(target):
                found.setdefault(term, set()).add(target.shape)
        return {term: frozenset(shapes) for term, shapes in found.items()}

    def _target(self, shape: Any) -> Target | None:
        """The target of a shape, its own class among them where it is one; a shape that is switched off has none."""
        if shape.deactivated:
            return None
        nodes, classes, implicit, objects, subjects = (frozenset(from_rdflib(t) for t in part) for part in shape.target())
        target = Target(shape.node, classes | implicit, nodes, subjects, objects)
        return target if any(target[1:]) else None


def _always(node: Term, about: About | None) -> bool:
    return True
