"""Values into queries: checked, made terms by the engine's own classes, put in as ``VALUES`` blocks; never pasted.

Three things keep a value a value. Each is turned into an RDF term of its parameter's type or refused. The term is written by
pyoxigraph. The text that comes out is cut into tokens again and compared with the same text around harmless terms of the same
kind: nothing but the terms may differ.

A year or a date comes in as three variables: ``?year`` itself, and its first and last day as ``xsd:date`` (``?year_first``,
``?year_last``), which is what events are compared by.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from dipkb import edtf
from dipkb.errors import BadParameter, CallError, UnknownName
from dipkb.query.files import MARK, Parameter, Query, spelled
from dipkb.query.names import Ambiguous, Asks, identifier, resolve, spell
from dipkb.store.guard import tokenize
from dipkb.vocab import expand, shrink, sparql_prologue

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode

    Term: TypeAlias = Literal | NamedNode
    Terms: TypeAlias = dict[str, Term]

WORDS = {
    "name": "the name of a person, country or organisation", "person": "a person's name", "iri": "an IRI",
    "country": "a country's name or ISO code", "event": "the IRI of an event", "year": "a year", "date": "a date",
    "integer": "an integer", "text": "a text",
}  # fmt: skip
_SHOWN = 80
_BACKSLASH_U = re.compile(r"(?<!\\)((?:\\\\)+)([uU])")


class _Wrong(Exception):
    """The value is not of the parameter's type."""


class Slice(msgspec.Struct, frozen=True):
    """Some rows of an answer: ``limit`` of them, or all there are, after the first ``offset``."""

    limit: int | None = None
    offset: int = 0

    @property
    def clause(self) -> str:
        """As SPARQL; empty for all rows."""
        parts = [f"LIMIT {self.limit:d}"] if self.limit is not None else []
        return " ".join([*parts, *([f"OFFSET {self.offset:d}"] if self.offset else [])])


ALL = Slice()


def bind(query: Query, params: Mapping[str, object], store: Asks, timeout_s: float | None = None, rows: Slice = ALL) -> str:
    """The SPARQL text of a query with its parameters bound, prefixes and all, ready to run anywhere.

    Args:
        query: From :func:`dipkb.query.get`.
        params: Values as people write them: ``{"leader_a": "Xi", "year": "2023"}``.
        store: Asked what names stand for.
        timeout_s: For each of these look-ups.
        rows: Which rows of the answer.

    Raises:
        BadParameter: A value is not of its type, a required one is missing, a name is ambiguous; shows the value and an example.
        UnknownName: The query has no such parameter, or the store names nobody so.
    """
    values = {name: _terms(query, name, str(value), store, timeout_s) for name, value in _given(query, params).items()}
    bound = _assemble(query, values, rows)
    plain = _assemble(query, {name: {v: _harmless(t) for v, t in terms.items()} for name, terms in values.items()}, rows)
    if not same_shape(bound, plain, {written(term) for terms in values.values() for term in terms.values()}):
        raise CallError(f"The parameters of {query.name} would change the query itself; nothing was run.")
    return bound


def _given(query: Query, params: Mapping[str, object]) -> dict[str, object]:
    """Defaults and what was given, after looking for names that are not there and values that should be."""
    for name in params:
        if name not in query.parameters:
            takes = ", ".join(query.parameters) or "none"
            raise UnknownName(f"parameter of {query.name}", name, query.parameters, f"It takes: {takes}.")
    defaults = {name: p.default for name, p in query.parameters.items() if p.default is not None}
    missing = {name: p.example for name, p in query.parameters.items() if not p.optional and name not in params}
    if missing:
        raise BadParameter(f"{query.name} needs {' and '.join(missing)}. Example: {spelled(missing)}")
    return {**defaults, **params}


def _terms(query: Query, name: str, value: str, store: Asks, timeout_s: float | None) -> Terms:
    """The variables that a value binds, with their terms."""
    parameter = query.parameters[name]
    try:
        if parameter.type in ("name", "person", "country"):
            return {name: _node(resolve(value, parameter.type, store, timeout_s).iri)}
        if parameter.type == "event":
            return {name: _known_event(_iri(value), store, timeout_s)}
        return {name + ending: term for ending, term in _READERS[parameter.type](value, parameter)}
    except _Wrong:
        raise BadParameter(_fault(query, name, value)) from None
    except Ambiguous as several:
        raise BadParameter(_candidates(query, name, value, several)) from None


def _fault(query: Query, name: str, value: str) -> str:
    parameter = query.parameters[name]
    takes = "one of " + ", ".join(parameter.choices) if parameter.choices else WORDS[parameter.type]
    example = spelled({name: parameter.example})
    return f"Parameter '{name}' of {query.name} is {takes}; got '{value[:_SHOWN]}'. Example: {example}"


def _candidates(query: Query, name: str, value: str, several: Ambiguous) -> str:
    shown = ", ".join(spell(thing) for thing in several.things[:8])
    more = f" and {len(several.things) - 8} more" if len(several.things) > 8 else ""
    write = f"--param {name}={shrink(several.things[0].iri)}"
    return f"Parameter '{name}' of {query.name}: '{value[:_SHOWN]}' can be {shown}{more}. Say which, for instance {write}"


def _iri(value: str) -> NamedNode:
    iri = identifier(value)
    if iri is None:
        raise _Wrong
    return _node(iri)


def _node(iri: str) -> NamedNode:
    from pyoxigraph import NamedNode

    try:
        return NamedNode(iri)
    except ValueError:
        raise _Wrong from None


def _literal(value: str, datatype: str | None = None) -> Literal:
    from pyoxigraph import Literal, NamedNode

    try:
        return Literal(value, datatype=NamedNode(expand(datatype))) if datatype else Literal(value)
    except ValueError:  # half a surrogate pair, which no text holds
        raise _Wrong from None


def _known_event(iri: NamedNode, store: Asks, timeout_s: float | None) -> NamedNode:
    """The IRI, when some report tells of it."""
    text = f"SELECT ?report WHERE {{ GRAPH ?graph {{ ?report dip:reportOf {iri} }} }} LIMIT 1"
    if not store.query(sparql_prologue() + text, timeout_s=timeout_s).rows:
        see = "The column 'event' of visits, meetings, statements and others has those of this store."
        raise UnknownName("event", shrink(iri.value), (), see)
    return iri


def _read_year(value: str, parameter: Parameter) -> Iterator[tuple[str, Term]]:
    if not re.fullmatch(r"\d{4}", value, re.ASCII) or value == "0000":
        raise _Wrong
    yield "", _literal(value.lstrip("0"), "xsd:integer")
    yield "_first", _literal(f"{value}-01-01", "xsd:date")
    yield "_last", _literal(f"{value}-12-31", "xsd:date")


def _read_date(value: str, parameter: Parameter) -> Iterator[tuple[str, Term]]:
    try:
        first, last = edtf.bounds(value)
    except ValueError:
        raise _Wrong from None
    yield "", _literal(value, "edtf:EDTF")
    yield "_first", _literal(first.isoformat(), "xsd:date")
    yield "_last", _literal(last.isoformat(), "xsd:date")


def _read_integer(value: str, parameter: Parameter) -> Iterator[tuple[str, Term]]:
    if not re.fullmatch(r"[+-]?\d{1,18}", value, re.ASCII):
        raise _Wrong
    yield "", _literal(str(int(value)), "xsd:integer")


def _read_text(value: str, parameter: Parameter) -> Iterator[tuple[str, Term]]:
    if not value or (parameter.choices and value not in parameter.choices):
        raise _Wrong
    yield "", _literal(value)


def _read_iri(value: str, parameter: Parameter) -> Iterator[tuple[str, Term]]:
    yield "", _iri(value)


_Reader: TypeAlias = "Callable[[str, Parameter], Iterator[tuple[str, Term]]]"
_READERS: Mapping[str, _Reader] = {
    "year": _read_year, "date": _read_date, "integer": _read_integer, "text": _read_text, "iri": _read_iri,
}  # fmt: skip


def _assemble(query: Query, values: Mapping[str, Terms], rows: Slice) -> str:
    """Prefixes and body, each ``#@ values`` with its block, without the ``#@ if`` parts of what has no value, cut to the rows."""
    lines, closed = [], 0
    for line in query.body.splitlines():
        mark = MARK.fullmatch(line)
        if mark and mark[1] in ("if", "end"):
            closed += _step(mark[1], closed > 0, mark[2] in values)
        elif mark and mark[1] == "page":
            lines.append(_page(query.page, rows))
        elif not closed:
            lines.append(_block(line, values[mark[2]]) if mark and mark[2] in values else line)
    return sparql_prologue() + "\n".join([*lines, "" if query.page else rows.clause]) + "\n"


def _page(order: Sequence[str], rows: Slice) -> str:
    """The end of the sub-select that picks the rows."""
    return f"ORDER BY {' '.join(f'?{name}' for name in order)} {rows.clause}" if rows.clause else ""


def _step(word: str, inside: bool, has_value: bool) -> int:
    """How many parts more, or less, are being left out after an ``#@ if`` or ``#@ end``."""
    if word == "if":
        return 1 if inside or not has_value else 0
    return -1 if inside else 0


def _block(line: str, terms: Terms) -> str:
    indent = line[: len(line) - len(line.lstrip())]
    names = " ".join(f"?{name}" for name in terms)
    return f"{indent}VALUES ({names}) {{ ({' '.join(map(written, terms.values()))}) }}"


def written(term: Term) -> str:
    """The term in SPARQL, as the engine's class writes it, and so that readers agree who resolve ``\\uXXXX`` before all else.

    A backslash and a ``u`` that stand in a text are two characters to one reader and the start of an escape to another;
    with the letter itself escaped they are two characters to both.

    >>> from pyoxigraph import Literal
    >>> print(written(Literal("a" + chr(92) + "u0022")))
    "a\\\\\\U000000750022"
    """
    return _BACKSLASH_U.sub(lambda match: f"{match[1]}\\U{ord(match[2]):08X}", str(term))


def _harmless(term: Term) -> Term:
    """Another term of the same kind, in which nothing can hide."""
    from pyoxigraph import Literal, NamedNode

    if isinstance(term, NamedNode):
        return NamedNode("urn:x-dipkb:value")
    return Literal("", datatype=term.datatype)


def same_shape(bound: str, plain: str, values: set[str]) -> bool:
    """Whether the two texts are the same, token by token, but for tokens that each are one of the values.

    >>> same_shape('VALUES ?n { "a\\\\"b" }', 'VALUES ?n { "" }', {'"a\\\\"b"'})
    True
    >>> same_shape('VALUES ?n { "a" } # }', 'VALUES ?n { "" }', {'"a"'}), same_shape('{ "a" "b" }', '{ "" }', {'"a"'})
    (True, False)
    """
    ours, theirs = list(tokenize(bound)), list(tokenize(plain))
    if len(ours) != len(theirs):
        return False
    pairs = zip(ours, theirs, strict=True)
    return all(a == b or (a[0] == b[0] and any(value.startswith(a[1]) for value in values)) for a, b in pairs)
