"""Shapes as predicates: may a shape have a result at a node? Each is compiled once, from the shapes graph, for an index.

What a predicate says of a node that conforms and of one that does not is what pySHACL would say (``sh:not`` turns it round), and
where that is not sure the shape is not covered: :class:`NotCovered`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import pyoxigraph as ox
import rdflib

from dipkb.validate import values
from dipkb.validate.index import TYPE, About, Index, Term, from_rdflib
from dipkb.validate.paths import NotCovered, Path, Way, forward, joined, shacl_path
from dipkb.validate.report import sh

if TYPE_CHECKING:
    from pyshacl.shapes_graph import ShapesGraph

Check: TypeAlias = Callable[[Term, "About | None", Collection[Term]], bool]
"""Whether a node with these values has a result."""
DEEPEST = 10
"""pySHACL stops at fifteen shapes in one another."""
_CACHED = 50_000
_HERE = Path(lambda node, about: (node,), frozenset({()}), frozenset())
_RESOURCE = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#Resource")
_TRUE = rdflib.Literal(True)


class Shape(NamedTuple):
    """``fails`` says whether there may be a result at a node; ``reads`` are the ways from it to what that depends on."""

    fails: Callable[[Term, About | None], bool]
    reads: frozenset[Way]


class Compiler:
    """Makes predicates of the shapes of a graph, over an index."""

    def __init__(self, index: Index, shapes: ShapesGraph) -> None:
        self.index, self.shapes, self.graph = index, shapes, shapes.graph
        parameters = set(self.graph.objects(None, sh("parameter")))
        self.custom = {path for parameter in parameters for path in self.graph.objects(parameter, sh("path"))}
        self._made: dict[Any, Shape] = {}
        self._open: list[Any] = []

    def shape(self, node: Any) -> Shape:
        """The predicate of a shape.

        Raises:
            NotCovered: The shape has what is not known here; says what.
        """
        if node in self._open or len(self._open) > DEEPEST:
            raise NotCovered("shapes that refer to themselves, or too deep")
        if node not in self._made:
            self._open.append(node)
            try:
                self._made[node] = self._shape(node)
            finally:
                self._open.pop()
        return self._made[node]

    def _shape(self, node: Any) -> Shape:
        if self._one(node, "deactivated") not in (None, rdflib.Literal(False)):
            if self._one(node, "deactivated") == _TRUE:
                return Shape(lambda node, about: False, frozenset())
            raise NotCovered("sh:deactivated that is neither true nor false")
        path_node = self._one(node, "path")
        path = _HERE if path_node is None else shacl_path(self.index, self.graph, path_node)
        checks, reads = list[Check](), set(path.reads)
        names = self._parameters(node)
        for name in names:
            check, ways = _CONSTRAINTS[name](self, node, path)
            checks.append(check)
            reads |= ways
        walk, without_values = path.walk, not _ON_VALUES.issuperset(names)

        def fails(focus: Term, about: About | None) -> bool:
            found = walk(focus, about)
            if not found and not without_values:
                return False
            for check in checks:  # noqa: SIM110  # a third quicker than any()
                if check(focus, about, found):
                    return True
            return False

        return Shape(fails, frozenset(reads))

    def _parameters(self, node: Any) -> list[str]:
        """The constraints of a shape, cheap ones first."""
        from pyshacl.constraints import ALL_CONSTRAINT_PARAMETERS

        told = set(self.graph.predicates(node))
        if told & self.custom:
            raise NotCovered("a constraint component of one's own")
        names = {str(p).rpartition("#")[2] for p in told & set(ALL_CONSTRAINT_PARAMETERS)} - _TOLD_WITH_ANOTHER
        if unknown := names - set(_CONSTRAINTS):
            raise NotCovered("sh:" + ", sh:".join(sorted(unknown)))
        return [name for name in _CONSTRAINTS if name in names]

    def _one(self, node: Any, name: str) -> Any:
        """The value of a parameter that has one value at most."""
        found = list(self.graph.objects(node, sh(name)))
        if len(found) > 1:
            raise NotCovered(f"several sh:{name}")
        return found[0] if found else None

    def _number(self, node: Any, name: str) -> int:
        literal = self._one(node, name)
        if not isinstance(literal, rdflib.Literal) or not isinstance(literal.value, int) or literal.value < 0:
            raise NotCovered(f"sh:{name} that is no number")
        return literal.value

    def _terms(self, node: Any, name: str) -> list[Any]:
        return [from_rdflib(term) for term in self.graph.objects(node, sh(name))]

    def lists(self, node: Any, name: str) -> list[list[Any]]:
        """The members of the lists that are values of a parameter."""
        return [list(self.graph.items(item)) for item in self.graph.objects(node, sh(name))]

    # --- how many values, and which ------------------------------------------------------------------------------------

    def min_count(self, node: Any, path: Path) -> tuple[Check, frozenset[Way]]:
        """sh:minCount."""
        least = self._number(node, "minCount")
        return lambda focus, about, found: len(found) < least, frozenset()

    def max_count(self, node: Any, path: Path) -> tuple[Check, frozenset[Way]]:
        """sh:maxCount."""
        most = self._number(node, "maxCount")
        return lambda focus, about, found: len(found) > most, frozenset()

    def has_value(self, node: Any, path: Path) -> tuple[Check, frozenset[Way]]:
        """sh:hasValue."""
        wanted = self._terms(node, "hasValue")
        return lambda focus, about, found: any(value not in found for value in wanted), frozenset()

    def one_of(self, node: Any, path: Path) -> tuple[Check, frozenset[Way]]:
        """sh:in."""
        taken = {from_rdflib(term) for term in self.graph.items(self._one(node, "in"))}
        return lambda focus, about, found: not taken.issuperset(found), frozenset()

    def unique_lang(self, node: Any, path: Path) -> tuple[Check, frozenset[Way]]:
        """sh:uniqueLang."""
        if path is _HERE or self._one(node, "uniqueLang") not in (_TRUE, rdflib.Literal(False)):
            raise NotCovered("sh:uniqueLang that is neither true nor false")
        if self._one(node, "uniqueLang") != _TRUE:
            return lambda focus, about, found: False, frozenset()
        return lambda focus, about, found: len(found) > 1 and values.repeats_language(found), frozenset()

    def equals(self, node: Any, path: Path) -> tuple[Check, frozenset[Way]]:
        """sh:equals."""
        others = [forward(self.index, p) for p in self._terms(node, "equals")]
        reads = frozenset().union(*(other.reads for other in others))
        return lambda focus, about, found: any(set(found) != set(o.walk(focus, about)) for o in others), reads

    def disjoint(self, node: Any, path: Path) -> tuple[Check, frozenset[Way]]:
        """sh:disjoint."""
        others = [forward(self.index, p) for p in self._terms(node, "disjoint")]
        reads = frozenset().union(*(other.reads for other in others))
        return lambda focus, about, found: any(not set(found).isdisjoint(o.walk(focus, about)) for o in others), reads

    def closed(self, node: Any, path: Path) -> tuple[Check, frozenset[Way]]:
        """sh:closed, with sh:ignoredProperties."""
        if self._one(node, "closed") != _TRUE:
            raise NotCovered("sh:closed that is not true")
        paths = [p for shape in self.graph.objects(node, sh("property")) for p in self.graph.objects(shape, sh("path"))]
        ignored = [term for items in self.lists(node, "ignoredProperties") for term in items]
        known = {from_rdflib(term) for term in (*paths, *ignored)}

        def stands(value: Term, about: About | None) -> bool:
            told = self.index.about(value) if about is None else about
            return any(p not in known and not (p == TYPE and list(o) == [_RESOURCE]) for p, o in told.items())

        here = path is _HERE
        reads = joined(path.ends, {((True, None),)})
        return lambda focus, about, found: any(stands(value, about if here else None) for value in found), reads

    # --- each value by itself ------------------------------------------------------------------------------------------

    def value_type(self, node: Any, path: Path) -> tuple[Check, frozenset[Way]]:
        """sh:class."""
        wanted, is_a = self._terms(node, "class"), self.index.is_a
        reads = joined(path.ends, {((True, TYPE),)})
        return _some([lambda value, about: not all(is_a(value, c) for c in wanted)], here=False), reads

    # --- other shapes --------------------------------------------------------------------------------------------------

    def property(self, node: Any, path: Path) -> tuple[Check, frozenset[Way]]:
        """sh:property: results of the values against another shape."""
        return self._every(path, self._others(node, "property"))

    def node(self, node: Any, path: Path) -> tuple[Check, frozenset[Way]]:
        """sh:node: the values conform to another shape."""
        return self._every(path, self._others(node, "node"))

    def _every(self, path: Path, shapes: list[Shape]) -> tuple[Check, frozenset[Way]]:
        return _some([_remembered(shape) for shape in shapes], here=path is _HERE), _reads(path, shapes)

    def not_(self, node: Any, path: Path) -> tuple[Check, frozenset[Way]]:
        """sh:not."""
        shapes = self._others(node, "not")
        tests = [_remembered(shape) for shape in shapes]
        return lambda focus, about, found: any(not t(v, None) for v in found for t in tests), _reads(path, shapes)

    def qualified(self, node: Any, path: Path) -> tuple[Check, frozenset[Way]]:
        """sh:qualifiedValueShape, with sh:qualifiedMinCount and sh:qualifiedMaxCount."""
        if self._one(node, "qualifiedValueShapesDisjoint") not in (None, rdflib.Literal(False)):
            raise NotCovered("sh:qualifiedValueShapesDisjoint")
        least, most = (self._one(node, name) for name in ("qualifiedMinCount", "qualifiedMaxCount"))
        low = 0 if least is None else self._number(node, "qualifiedMinCount")
        high = None if most is None else self._number(node, "qualifiedMaxCount")
        if least is None and most is None:
            raise NotCovered("sh:qualifiedValueShape without a number")
        shapes = self._others(node, "qualifiedValueShape")
        tests = [_remembered(shape) for shape in shapes]

        def check(focus: Term, about: About | None, found: Collection[Term]) -> bool:
            numbers = [sum(not test(value, None) for value in found) for test in tests]
            return any(number < low or (high is not None and number > high) for number in numbers)

        return check, _reads(path, shapes)

    def sparql(self, node: Any, path: Path) -> tuple[Check, frozenset[Way]]:
        """sh:sparql."""
        from dipkb.validate.queries import queries_of

        found = list(queries_of(self.index, self.shapes, node))
        reads = frozenset().union(*(reads for _, reads in found))
        tests = [test for test, _ in found]
        return lambda focus, about, values: any(test(focus) for test in tests), reads

    def _others(self, node: Any, name: str) -> list[Shape]:
        return [self.shape(other) for other in self.graph.objects(node, sh(name))]


def _some(tests: list[Callable[[Term, About | None], bool]], here: bool) -> Check:
    """Whether one of the tests holds of one of the values; ``here`` where the value is the focus node itself."""

    def check(focus: Term, about: About | None, found: Collection[Term]) -> bool:
        known = about if here else None
        for value in found:
            for test in tests:
                if test(value, known):
                    return True
        return False

    return check


def _reads(path: Path, shapes: Iterable[Shape]) -> frozenset[Way]:
    return joined(path.ends, {way for shape in shapes for way in shape.reads})


def _remembered(shape: Shape) -> Callable[[Term, About | None], bool]:
    """The predicate of a shape; where it depends on the value alone, each value is looked at once."""
    if shape.reads:
        return shape.fails
    once = lru_cache(maxsize=_CACHED)(lambda value: shape.fails(value, None))
    return lambda value, about: once(value)


_Constraint: TypeAlias = Callable[[Compiler, Any, Path], "tuple[Check, frozenset[Way]]"]


def _each(name: str) -> _Constraint:
    """A constraint on the written form of each value."""

    def constraint(compiler: Compiler, node: Any, path: Path) -> tuple[Check, frozenset[Way]]:
        refuses = values.refusal(compiler.graph, node, name)

        def check(focus: Term, about: About | None, found: Collection[Term]) -> bool:
            for value in found:  # noqa: SIM110  # quicker than any()
                if refuses(value):
                    return True
            return False

        return check, frozenset()

    return constraint


def _counted(name: str, wrong: Callable[[int, int], bool]) -> _Constraint:
    """A constraint on how many shapes of a list each value conforms to."""

    def constraint(compiler: Compiler, node: Any, path: Path) -> tuple[Check, frozenset[Way]]:
        members = [items if name == "xone" else list(dict.fromkeys(items)) for items in compiler.lists(node, name)]
        lists = [[compiler.shape(s) for s in items] for items in members]
        tests, here = [[_remembered(shape) for shape in shapes] for shapes in lists], path is _HERE

        def check(focus: Term, about: About | None, found: Collection[Term]) -> bool:
            known = about if here else None
            for value in found:
                for each in tests:
                    held = 0
                    for test in each:
                        held += not test(value, known)
                    if wrong(held, len(each)):
                        return True
            return False

        return check, _reads(path, [shape for shapes in lists for shape in shapes])

    return constraint


_ON_VALUES = frozenset(
    (
        *("maxCount", "in", "nodeKind", "datatype", "minLength", "maxLength", "pattern", "languageIn", "uniqueLang", "closed"),
        *("class", "node", "not", "and", "or", "xone", "property"),
    )
)
"""The constraints that hold where there is no value."""
_TOLD_WITH_ANOTHER = {"flags", "ignoredProperties", "qualifiedMinCount", "qualifiedMaxCount", "qualifiedValueShapesDisjoint"}
_CONSTRAINTS: dict[str, _Constraint] = {
    "minCount": Compiler.min_count,
    "maxCount": Compiler.max_count,
    "in": Compiler.one_of,
    "hasValue": Compiler.has_value,
    **{name: _each(name) for name in ("nodeKind", "datatype", "minLength", "maxLength", "pattern", "languageIn")},
    "uniqueLang": Compiler.unique_lang,
    "closed": Compiler.closed,
    "equals": Compiler.equals,
    "disjoint": Compiler.disjoint,
    "class": Compiler.value_type,
    "node": Compiler.node,
    "not": Compiler.not_,
    "and": _counted("and", lambda held, of: held < of),
    "or": _counted("or", lambda held, of: held == 0),
    "xone": _counted("xone", lambda held, of: held != 1),
    "qualifiedValueShape": Compiler.qualified,
    "property": Compiler.property,
    "sparql": Compiler.sparql,
}
