"""SPARQL constraints as predicates: does the query, with ``$this`` bound to a node, have a solution?

The text is read by rdflib's parser and its functions are rdflib's own; only the joins are done here, over the index, and an
expression is worked out once for the same values. What is not surely done as rdflib does it is not covered.

A query becomes a chain of functions of an environment, a list with a slot for each variable: each binds or tests and calls the
next one, until one says that there is a solution. So nothing is collected, and the first solution is the last thing looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import pyoxigraph as ox
from rdflib import BNode, Literal, Variable
from rdflib.plugins.sparql.operators import EBV
from rdflib.plugins.sparql.sparql import SPARQLError

from dipkb.validate.expressions import Environment, Slots, has_exists, part_of, value_of, variables
from dipkb.validate.index import Index, Term, from_rdflib, to_rdflib
from dipkb.validate.paths import NotCovered, Path, Way, joined, sparql_path

Run: TypeAlias = Callable[[Environment], bool]
"""Whether there is a solution from here on."""
Step: TypeAlias = Callable[[Run], Run]
"""What comes next made into what comes now."""
THIS = Variable("this")
_OUTER = ("SelectQuery", "Project", "Distinct", "Reduced")


def solvable(index: Index, algebra: Any) -> tuple[Callable[[Term], bool], frozenset[Way]]:
    """Whether a query has a solution for a node, and the ways from the node by which it reads.

    Raises:
        NotCovered: It uses what is not known here.
    """
    part = algebra
    if Variable("failure") in algebra.PV or THIS not in algebra.PV or algebra.datasetClause:
        raise NotCovered("a query that does not give back $this alone")
    while part.name in _OUTER:
        part = part.p
    group = _Group(index, [None], {THIS: 0}, {THIS: frozenset({()})}, nested=False)
    run, slots = _chain(group.steps(part), lambda environment: True), group.environment

    def found(node: Term) -> bool:
        environment = slots.copy()
        environment[0] = node
        return run(environment)

    return found, frozenset(group.reads)


def _chain(steps: list[Step], end: Run) -> Run:
    for step in reversed(steps):
        end = step(end)
    return end


class _Group:
    """A group graph pattern. ``ways`` are those from ``$this`` to each variable that is bound to a node of the data."""

    def __init__(
        self, index: Index, environment: list[Any], slots: Slots, ways: dict[Variable, frozenset[Way]], nested: bool
    ) -> None:
        self.index, self.environment, self.slots, self.ways, self.nested = index, environment, slots, ways, nested
        self.reads: set[Way] = set()
        self._early: list[Any] = []

    def steps(self, part: Any) -> list[Step]:
        """What a part of the algebra does, one thing after another."""
        known = {"BGP": self._bgp, "Filter": self._filter, "Extend": self._extend, "LeftJoin": self._optional, "Join": self._join}
        if part.name not in known:
            raise NotCovered(f"{part.name} in a query")
        return known[part.name](part)

    def _slot(self, variable: Any, ways: frozenset[Way] | None = None) -> int:
        """A new place for a variable; ``ways`` where it is a node of the data."""
        self.slots[variable] = len(self.environment)
        self.environment.append(None)
        if ways is not None:
            self.ways[variable] = ways
        return self.slots[variable]

    # --- patterns ------------------------------------------------------------------------------------------------------

    def _bgp(self, part: Any) -> list[Step]:
        rest, steps = list(part.triples), list[Step]()
        while rest:
            rest.sort(key=self._open)
            steps.append(self._triple(*rest.pop(0)))
            steps += self._conditions()
        return steps

    def _open(self, triple: Any) -> int:
        """The less, the sooner a pattern is looked up."""
        s, p, o = (term in self.ways or not isinstance(term, (Variable, BNode)) for term in triple)
        return (0 if s and o else 1 if s else 2 if o else 4) + (not p)

    def _triple(self, s: Any, p: Any, o: Any) -> Step:
        if any(term in self.slots and term not in self.ways for term in (s, p, o)):
            raise NotCovered("a pattern with a variable that BIND made")
        if isinstance(p, (Variable, BNode)):
            return self._any_property(s, p, o)
        if s in self.ways:
            return self._walk(s, sparql_path(self.index, p), o)
        if o in self.ways:
            return self._walk(o, sparql_path(self.index, p, back=True), s)
        raise NotCovered("a pattern that nothing leads to")

    def _walk(self, start: Any, path: Path, end: Any) -> Step:
        """From a bound end of a pattern to the other."""
        self.reads |= joined(self.ways[start], path.reads)
        here, walk = self.slots[start], path.walk
        if end in self.ways:
            there = self.slots[end]
            return lambda then: lambda environment: environment[there] in walk(environment[here], None) and then(environment)
        if not isinstance(end, (Variable, BNode)):
            wanted = from_rdflib(end)
            return lambda then: lambda environment: wanted in walk(environment[here], None) and then(environment)
        there = self._slot(end, joined(self.ways[start], path.ends))

        def step(then: Run) -> Run:
            def run(environment: Environment) -> bool:
                for value in walk(environment[here], None):
                    environment[there] = value
                    if then(environment):
                        return True
                return False

            return run

        return step

    def _any_property(self, s: Any, p: Any, o: Any) -> Step:
        """``$this ?p ?o``, where ``?o`` is known; the property's name is a node too."""
        if s not in self.ways or p in self.slots or o not in self.ways:
            raise NotCovered("a property that is a variable, of a node or value that nothing leads to")
        self.reads |= joined(self.ways[s], {((True, None),)})
        here, name, there, about = self.slots[s], self._slot(p, frozenset()), self.slots[o], self.index.about

        def step(then: Run) -> Run:
            def run(environment: Environment) -> bool:
                for predicate, values in about(environment[here]).items():
                    if environment[there] in values:
                        environment[name] = predicate
                        if then(environment):
                            return True
                return False

            return run

        return step

    def _join(self, part: Any) -> list[Step]:
        if part.p2.name != "BGP":
            raise NotCovered("groups that are joined")
        return [*self.steps(part.p1), *self.steps(part.p2)]

    def _optional(self, part: Any) -> list[Step]:
        steps = self.steps(part.p1)
        if getattr(part.expr, "name", "") != "TrueFilter":
            raise NotCovered("OPTIONAL with a condition of its own")
        if part.p1._vars is not None and (variables(part.p2) & set(self.slots)) - set(part.p1._vars) - {THIS}:
            raise NotCovered("OPTIONAL on what is bound outside")
        early, self._early = self._early, []
        matched, first = len(self.environment), len(self.environment) + 1
        self.environment.append(False)
        then_steps = self.steps(part.p2)
        made = range(first, len(self.environment))
        self._early = early

        def step(then: Run) -> Run:
            def met(environment: Environment) -> bool:
                environment[matched] = True
                return then(environment)

            inner = _chain(then_steps, met)

            def run(environment: Environment) -> bool:
                environment[matched] = False
                if inner(environment):
                    return True
                if environment[matched]:
                    return False
                for slot in made:
                    environment[slot] = None
                return then(environment)

            return run

        return [*steps, step]

    # --- expressions ---------------------------------------------------------------------------------------------------

    def _extend(self, part: Any) -> list[Step]:
        steps = self.steps(part.p)
        self._visible(part)
        if part.var in self.slots:
            raise NotCovered("BIND to a variable that is bound")
        value = value_of(part.expr, self.slots)
        slot = self._slot(part.var)

        def step(then: Run) -> Run:
            def run(environment: Environment) -> bool:
                made = value(environment)
                environment[slot] = None if isinstance(made, SPARQLError) else made
                return then(environment)

            return run

        return [*steps, step]

    def _filter(self, part: Any) -> list[Step]:
        before, self._early = self._early, [] if self.nested else list(_conjuncts(part.expr))
        steps = self.steps(part.p)
        self._visible(part)
        self._early, late = before, self._early
        return [*steps, *(self._condition(expr) for expr in (late if not self.nested else [part.expr]))]

    def _conditions(self) -> list[Step]:
        """The conditions that need no more than what is bound now; one that fails early is not asked again."""
        ready = [expr for expr in self._early if variables(expr) <= set(self.slots) and not has_exists(expr)]
        self._early = [expr for expr in self._early if expr not in ready]
        return [self._condition(expr) for expr in ready]

    def _condition(self, expr: Any) -> Step:
        test = self._truth(expr)

        def step(then: Run) -> Run:
            def run(environment: Environment) -> bool:
                try:
                    held = test(environment)
                except SPARQLError:  # an error is no solution
                    return False
                return held and then(environment)

            return run

        return step

    def _visible(self, part: Any) -> None:
        """In a nested group rdflib forgets what is bound outside, save what the part itself speaks of."""
        if self.nested and not part.no_isolated_scope and not variables(part.expr) <= set(part._vars or ()) | {THIS}:
            raise NotCovered("an expression on what is bound outside")

    def _truth(self, expr: Any) -> Run:
        if not has_exists(expr):
            value = value_of(expr, self.slots)
            return lambda environment: _true(value(environment))
        if expr.name in ("Builtin_EXISTS", "Builtin_NOTEXISTS"):
            return self._exists(expr.graph, expr.name == "Builtin_EXISTS")
        if expr.name == "UnaryNot":
            denied = self._truth(part_of(expr, "expr"))
            return lambda environment: not denied(environment)
        if expr.name == "ConditionalAndExpression":
            parts = [self._truth(e) for e in _operands(expr)]
            return lambda environment: all(part(environment) for part in parts)
        raise NotCovered(f"EXISTS in {expr.name}")

    def _exists(self, graph: Any, wanted: bool) -> Run:
        if self.nested:
            raise NotCovered("EXISTS in EXISTS")
        inner = _Group(self.index, self.environment, dict(self.slots), dict(self.ways), nested=True)
        run = _chain(inner.steps(graph), lambda environment: True)
        self.reads |= inner.reads
        return lambda environment: run(environment) is wanted


def _operands(expr: Any) -> list[Any]:
    return [part_of(expr, "expr"), *(part_of(expr, "other") or ())]


def _conjuncts(expr: Any) -> list[Any]:
    """The conditions that must all hold."""
    if getattr(expr, "name", "") != "ConditionalAndExpression":
        return [expr]
    return [part for operand in _operands(expr) for part in _conjuncts(operand)]


def _true(value: Any) -> bool:
    """The truth of a value; raises the error that it is."""
    if isinstance(value, bool):
        return value
    if isinstance(value, (ox.NamedNode, ox.BlankNode, ox.Literal)):
        value = to_rdflib(value)
    return EBV(Literal(value) if type(value) in (str, int) else value)
