"""Answers: what a query gives back, the same whether an embedded store or an endpoint was asked.

An answer has one of three forms: ``select`` (variables and rows), ``ask`` (``truth``) or ``graph`` (``triples``, one line of
N-Triples each, sorted, each once). It is read from the SPARQL 1.1 Query Results JSON Format, which both kinds of store speak.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

import msgspec

XSD = "http://www.w3.org/2001/XMLSchema#"
Form: TypeAlias = Literal["select", "ask", "graph"]
Kind: TypeAlias = Literal["iri", "literal", "bnode"]
Value: TypeAlias = str | int | bool | None


class Term(msgspec.Struct, frozen=True, gc=False):
    """An RDF term. ``value`` is the IRI, the label of a blank node (without ``_:``) or the lexical form.

    ``datatype`` is an IRI, ``None`` for ``xsd:string`` and for text with a ``language``.
    """

    kind: Kind
    value: str
    datatype: str | None = None
    language: str | None = None


Row: TypeAlias = tuple[Term | None, ...]


class Answer(msgspec.Struct, frozen=True):
    """What a query gave: rows in the order the engine gave them; an unbound variable is ``None`` in its row.

    ``more`` says that only some rows were asked for, and that more follow them.
    """

    form: Form
    variables: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    truth: bool | None = None
    triples: tuple[str, ...] = ()
    more: bool = False

    def first(self, number: int) -> Answer:
        """The first rows alone; ``more`` when there are others.

        >>> table(["n"], [[1], [2], [3]]).first(2).column("n"), table(["n"], [[1]]).first(2).more
        (['1', '2'], False)
        """
        return msgspec.structs.replace(self, rows=self.rows[:number], more=len(self.rows) > number)

    def dicts(self) -> list[dict[str, str]]:
        """The rows as dictionaries from variable to value, unbound variables left out.

        >>> table(["n"], [[2], [None]]).dicts()
        [{'n': '2'}, {}]
        """
        return [{v: t.value for v, t in zip(self.variables, row, strict=True) if t is not None} for row in self.rows]

    def column(self, variable: str) -> list[str]:
        """The values of one variable, row by row; an unbound one is an empty text.

        Raises:
            KeyError: The answer has no such variable.
        """
        if variable not in self.variables:
            raise KeyError(variable)
        at = self.variables.index(variable)
        return [t.value if (t := row[at]) is not None else "" for row in self.rows]


def table(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> Answer:
    """Plain values as an answer, so that a list the program made is written like one a store gave.

    >>> table(["name", "n"], [["visits", 2]]).rows[0][1]
    Term(kind='literal', value='2', datatype='http://www.w3.org/2001/XMLSchema#integer', language=None)
    """
    return Answer("select", tuple(columns), tuple(tuple(_literal(v) for v in row) for row in rows))


def _literal(value: Value) -> Term | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return Term("literal", str(value).lower(), XSD + "boolean")
    return Term("literal", str(value), XSD + "integer" if isinstance(value, int) else None)


class _Binding(msgspec.Struct, gc=False):
    type: Literal["uri", "literal", "typed-literal", "bnode"]
    value: str
    datatype: str | None = None
    language: str | None = msgspec.field(default=None, name="xml:lang")


class _Head(msgspec.Struct, frozen=True):
    vars: tuple[str, ...] = ()


class _Results(msgspec.Struct):
    bindings: list[dict[str, _Binding]]


class _Document(msgspec.Struct):
    head: _Head = _Head()
    results: _Results | None = None
    boolean: bool | None = None


_TRUTH = {"1": "true", "0": "false"}
"""Some engines write truth as a number, which XSD allows."""
_decoder = msgspec.json.Decoder(_Document)


def from_json(document: bytes) -> Answer:
    """Read a document of the SPARQL 1.1 Query Results JSON Format.

    Raises:
        ValueError: It is cut short, or is no such document; the message says where.

    >>> from_json(b'{"head": {}, "boolean": true}').truth
    True
    >>> from_json(b'{"head": {"vars": ["s"]}, "results": {"bindings": [{"s": {"type": "uri", "value": "http://x/"}}, {}]}}').rows
    ((Term(kind='iri', value='http://x/', datatype=None, language=None),), (None,))
    """
    parsed = _decoder.decode(document)
    if parsed.boolean is not None:
        return Answer("ask", truth=parsed.boolean)
    if parsed.results is None:
        raise ValueError("it has neither 'results' nor 'boolean'")
    names = parsed.head.vars
    return Answer("select", names, tuple(_row(binding, names) for binding in parsed.results.bindings))


def _row(binding: dict[str, _Binding], names: tuple[str, ...]) -> Row:
    return tuple(_term(b) if (b := binding.get(name)) is not None else None for name in names)


def _term(given: _Binding) -> Term:
    if given.type == "uri":
        return Term("iri", given.value)
    if given.type == "bnode":
        return Term("bnode", given.value)
    plain = given.language or given.datatype in (None, XSD + "string")
    value = _TRUTH.get(given.value, given.value) if given.datatype == XSD + "boolean" else given.value
    return Term("literal", value, None if plain else given.datatype, given.language)


def from_ntriples(document: bytes) -> Answer:
    """Lines of N-Triples as an answer: sorted, each once.

    >>> from_ntriples(b"<a:b> <a:c> <a:d> .\\n<a:a> <a:c> <a:d> .\\n").triples
    ('<a:a> <a:c> <a:d> .', '<a:b> <a:c> <a:d> .')
    """
    return Answer("graph", triples=tuple(sorted({line for line in document.decode("utf-8").split("\n") if line.strip()})))
