"""Expressions of SPARQL as functions of a solution.

On simple strings, whole numbers, truth values and IRIs the common functions are worked out here, as rdflib does and many times as
fast; wherever an operand is anything else, or there is an error, rdflib works the whole expression out, once for the same terms.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, TypeAlias

import pyoxigraph as ox
from rdflib import BNode, Literal, URIRef, Variable
from rdflib.namespace import XSD
from rdflib.plugins.sparql.evalutils import _eval
from rdflib.plugins.sparql.parserutils import CompValue, Expr
from rdflib.plugins.sparql.sparql import FrozenBindings, QueryContext, SPARQLError

from dipkb.validate.index import from_rdflib, to_rdflib
from dipkb.validate.paths import NotCovered

Environment: TypeAlias = list[Any]
"""The values of the variables, each in its slot; ``None`` where one is not bound."""
Slots: TypeAlias = dict[Any, int]
Value: TypeAlias = Callable[[Environment], Any]
"""A term of the index, a str (a simple string), an int, a bool, a term of rdflib's, or the error that rdflib gives."""
_OF_THE_MOMENT = {"Builtin_" + name for name in ("NOW", "RAND", "UUID", "STRUUID", "BNODE", "IRI", "URI")}
_CACHED = 20_000
_TERMS = (ox.NamedNode, ox.BlankNode, ox.Literal)


class Unsure(Exception):
    """Not for the functions here: rdflib is to work it out."""


def value_of(expr: Any, slots: Slots) -> Value:
    """An expression without EXISTS as a function.

    Raises:
        NotCovered: It depends on more than the solution.
    """
    if names(expr) & _OF_THE_MOMENT:
        raise NotCovered("a function of the moment or of a base IRI")
    slow = _by_rdflib(expr, slots)
    try:
        quick = _quick(expr, slots)
    except Unsure:
        return slow

    def value(environment: Environment) -> Any:
        try:
            return quick(environment)
        except Unsure:
            return slow(environment)

    return value


def _by_rdflib(expr: Any, slots: Slots) -> Value:
    used = sorted(v for v in variables(expr) if v in slots)
    at = [slots[v] for v in used]

    @lru_cache(maxsize=_CACHED)
    def worked_out(*values: Any) -> Any:
        bound = {v: _term(value) for v, value in zip(used, values, strict=True) if value is not None}
        try:
            return _eval(expr, FrozenBindings(QueryContext(initBindings={}), bound))
        except SPARQLError as error:
            return error

    return lambda environment: worked_out(*[environment[slot] for slot in at])


def _term(value: Any) -> Any:
    """A value as rdflib's term."""
    if isinstance(value, _TERMS):
        return to_rdflib(value)
    return Literal(value) if type(value) in (str, int, bool) else value


# --- worked out here ---------------------------------------------------------------------------------------------------


def _quick(expr: Any, slots: Slots) -> Value:
    if isinstance(expr, Variable):
        return _variable(slots.get(expr))
    if isinstance(expr, URIRef):
        iri = from_rdflib(expr)
        return lambda environment: iri
    if isinstance(expr, Literal) and not expr.language and expr.datatype in (None, XSD.integer, XSD.boolean):
        constant = str(expr) if expr.datatype is None else expr.value
        return lambda environment: constant
    if not isinstance(expr, Expr) or expr.name not in _FUNCTIONS:
        raise Unsure
    return _FUNCTIONS[expr.name](expr, slots)


def part_of(expr: Any, name: str) -> Any:
    """A part of an expression as it stands; asked for as rdflib does, it would be worked out."""
    return dict.get(expr, name)


def _variable(slot: int | None) -> Value:
    if slot is None:
        raise Unsure

    def value(environment: Environment) -> Any:
        found = environment[slot]
        return _unsure() if found is None else found

    return value


def _of(kind: type, value: Any) -> Any:
    if type(value) is not kind:
        raise Unsure
    return value


def _strings(function: Callable[..., Any], *arguments: str) -> Callable[[Any, Slots], Value]:
    """A function of simple strings."""

    def made(expr: Any, slots: Slots) -> Value:
        parts = [_quick(part_of(expr, argument), slots) for argument in arguments]
        if part_of(expr, "flags"):
            raise Unsure
        return lambda environment: function(*(_of(str, part(environment)) for part in parts))

    return made


def _str(expr: Any, slots: Slots) -> Value:
    part = _quick(part_of(expr, "arg"), slots)

    def value(environment: Environment) -> str:
        found = part(environment)
        if type(found) is str:
            return found
        if not isinstance(found, (ox.NamedNode, ox.Literal)):
            raise Unsure
        return found.value if isinstance(found, ox.Literal) else str(to_rdflib(found))

    return value


def _replace(expr: Any, slots: Slots) -> Value:
    pattern, replacement = part_of(expr, "pattern"), part_of(expr, "replacement")
    if not isinstance(pattern, Literal) or not isinstance(replacement, Literal) or part_of(expr, "flags"):
        raise Unsure
    search, text = re.compile(str(pattern)), _quick(part_of(expr, "arg"), slots)
    by = re.sub(r"\$([0-9]*)", r"\\\1", str(replacement))
    return lambda environment: search.sub(by, _of(str, text(environment)))


def _regex(expr: Any, slots: Slots) -> Value:
    if not isinstance(part_of(expr, "pattern"), Literal) or part_of(expr, "flags"):
        raise Unsure
    search, text = re.compile(str(part_of(expr, "pattern"))).search, _quick(part_of(expr, "text"), slots)
    return lambda environment: search(_of(str, text(environment))) is not None


def _substr(expr: Any, slots: Slots) -> Value:
    text, start = _quick(part_of(expr, "arg"), slots), _quick(part_of(expr, "start"), slots)
    length = None if part_of(expr, "length") is None else _quick(part_of(expr, "length"), slots)

    def value(environment: Environment) -> Any:
        begin = _of(int, start(environment)) - 1
        end = None if length is None else _of(int, length(environment)) + begin
        found = text(environment)
        if type(found) is str:
            return found[begin:end]
        if isinstance(found, ox.Literal) and found.datatype.value == str(XSD.string):
            return found.value[begin:end]
        raise Unsure

    return value


def _concat(expr: Any, slots: Slots) -> Value:
    parts = [_quick(part, slots) for part in part_of(expr, "arg")]
    return lambda environment: "".join([_of(str, part(environment)) for part in parts])


def _if(expr: Any, slots: Slots) -> Value:
    test, then, other = (_quick(part_of(expr, name), slots) for name in ("arg1", "arg2", "arg3"))
    return lambda environment: (then if _of(bool, test(environment)) else other)(environment)


def _coalesce(expr: Any, slots: Slots) -> Value:
    if not all(isinstance(part, Variable) for part in part_of(expr, "arg")):
        raise Unsure
    at = [slots[part] for part in part_of(expr, "arg") if part in slots]

    def value(environment: Environment) -> Any:
        for slot in at:
            if environment[slot] is not None:
                return environment[slot]
        raise Unsure

    return value


def _unsure() -> Any:
    raise Unsure


def _is_bound(expr: Any, slots: Slots) -> Value:
    slot = slots.get(part_of(expr, "arg"))
    return lambda environment: slot is not None and environment[slot] is not None


def _is_iri(expr: Any, slots: Slots) -> Value:
    part = _quick(part_of(expr, "arg"), slots)
    return lambda environment: isinstance(part(environment), ox.NamedNode)


def _datatype(expr: Any, slots: Slots) -> Value:
    part = _quick(part_of(expr, "arg"), slots)

    def value(environment: Environment) -> Any:
        found = part(environment)
        return found.datatype if isinstance(found, ox.Literal) else _unsure()

    return value


def _whole(expr: Any, slots: Slots) -> Value:
    if part_of(expr, "iri") != XSD.integer or len(part_of(expr, "expr")) != 1:
        raise Unsure
    part = _quick(part_of(expr, "expr")[0], slots)

    def value(environment: Environment) -> int:
        text = _of(str, part(environment))
        return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else _unsure()

    return value


def _all(expr: Any, slots: Slots) -> Value:
    parts = [_quick(part, slots) for part in (part_of(expr, "expr"), *(part_of(expr, "other") or ()))]
    return lambda environment: all(_of(bool, part(environment)) for part in parts)


def _any(expr: Any, slots: Slots) -> Value:
    parts = [_quick(part, slots) for part in (part_of(expr, "expr"), *(part_of(expr, "other") or ()))]
    return lambda environment: any(_of(bool, part(environment)) for part in parts)


def _not(expr: Any, slots: Slots) -> Value:
    part = _quick(part_of(expr, "expr"), slots)
    return lambda environment: not _of(bool, part(environment))


def _added(expr: Any, slots: Slots) -> Value:
    first, others = _quick(part_of(expr, "expr"), slots), [_quick(part, slots) for part in part_of(expr, "other") or ()]
    signs = [1 if sign == "+" else -1 for sign in part_of(expr, "op") or ()]

    def value(environment: Environment) -> int:
        more = sum(sign * _of(int, other(environment)) for sign, other in zip(signs, others, strict=True))
        return int(_of(int, first(environment)) + more)

    return value


_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
}


def _compared(expr: Any, slots: Slots) -> Value:
    op, right = part_of(expr, "op"), part_of(expr, "other")
    if op not in _ORDER or not isinstance(right, (Expr, Variable, Literal, URIRef)):
        raise Unsure
    first, other, test, same = _quick(part_of(expr, "expr"), slots), _quick(right, slots), _ORDER[op], op in ("=", "!=")

    def value(environment: Environment) -> bool:
        a, b = first(environment), other(environment)
        if type(a) is type(b) and (type(a) in (str, int) or (same and type(a) is ox.NamedNode)):
            return test(a, b)
        raise Unsure

    return value


_FUNCTIONS: dict[str, Callable[[Any, Slots], Value]] = {
    "Builtin_STR": _str,
    "Builtin_REGEX": _regex,
    "Builtin_REPLACE": _replace,
    "Builtin_SUBSTR": _substr,
    "Builtin_CONCAT": _concat,
    "Builtin_IF": _if,
    "Builtin_COALESCE": _coalesce,
    "Builtin_BOUND": _is_bound,
    "Builtin_isIRI": _is_iri,
    "Builtin_DATATYPE": _datatype,
    "Builtin_STRLEN": _strings(len, "arg"),
    "Builtin_CONTAINS": _strings(lambda a, b: b in a, "arg1", "arg2"),
    "Builtin_STRSTARTS": _strings(str.startswith, "arg1", "arg2"),
    "Builtin_STRENDS": _strings(str.endswith, "arg1", "arg2"),
    "Builtin_STRBEFORE": _strings(lambda a, b: a[: a.find(b)] if b in a else "", "arg1", "arg2"),
    "Builtin_STRAFTER": _strings(lambda a, b: a[a.find(b) + len(b) :] if b in a else "", "arg1", "arg2"),
    "Function": _whole,
    "ConditionalAndExpression": _all,
    "ConditionalOrExpression": _any,
    "UnaryNot": _not,
    "AdditiveExpression": _added,
    "RelationalExpression": _compared,
}


# --- what is in an expression ------------------------------------------------------------------------------------------


def _parts(expr: Any) -> Iterator[Any]:
    """An expression or a part of the algebra, and all in it."""
    yield expr
    if isinstance(expr, CompValue):
        for name, value in dict.items(expr):
            if name != "_vars":
                yield from _parts(value)
    elif isinstance(expr, (list, tuple, set)):
        for value in expr:
            yield from _parts(value)


def variables(expr: Any) -> set[Any]:
    """The variables and blank nodes in an expression or a part of the algebra."""
    return {part for part in _parts(expr) if isinstance(part, (Variable, BNode))}


def names(expr: Any) -> set[str]:
    """The names of what is in an expression or a part of the algebra."""
    return {part.name for part in _parts(expr) if isinstance(part, CompValue)}


def has_exists(expr: Any) -> bool:
    """Whether EXISTS or NOT EXISTS is in it."""
    return bool(names(expr) & {"Builtin_EXISTS", "Builtin_NOTEXISTS"})
