"""Answers written down: for reading (``table``, ``markdown``) and for programs (``csv``, ``tsv``, ``json``).

The formats for programs are those of SPARQL 1.1 (Query Results CSV and TSV, Query Results JSON): they carry every character as
it is. The formats for reading shorten IRIs by dipkb's prefixes, put a value on one line and leave out control characters.
A graph, the answer to CONSTRUCT or DESCRIBE, is Turtle as a table and JSON-LD as json; in the others it is three columns.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO, TypeAlias

import msgspec

from dipkb.answer import XSD, Answer, Row, Term
from dipkb.errors import CallError, UnknownName
from dipkb.vocab import prefixes, shrink

Lines: TypeAlias = Iterator[str]

FORMATS = ("table", "csv", "tsv", "json", "markdown")
GRAPH_FORMATS = ("turtle", "ntriples", "jsonld")
_BARE_NUMBER = {
    XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD + "double": re.compile(r"[+-]?([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)[eE][+-]?[0-9]+"),
}
_TSV_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_MARKDOWN_ESCAPES = str.maketrans({c: "\\" + c for c in "\\`*[]<>|"})


def write(answer: Answer, format: str, out: BinaryIO) -> None:
    """Write an answer, as UTF-8.

    Args:
        answer: From a store, or from :func:`dipkb.answer.table`.
        format: One of ``FORMATS``; for a graph also one of ``GRAPH_FORMATS``.
        out: An open binary file.

    Raises:
        UnknownName: No such format.
        CallError: A graph's format for an answer that is none.

    >>> import io
    >>> from dipkb.answer import table
    >>> out = io.BytesIO()
    >>> write(table(["who", "n"], [["Xi, Jinping", 2]]), "csv", out)
    >>> out.getvalue()
    b'who,n\\r\\n"Xi, Jinping",2\\r\\n'
    """
    if answer.form == "graph":
        return _write_graph(answer, format, out)
    if format in GRAPH_FORMATS:
        raise CallError(f"{format} holds triples, and this answer is no graph. Formats: {', '.join(FORMATS)}.")
    out.writelines(line.encode("utf-8", "backslashreplace") for line in _writer(format)(answer))


def _writer(format: str) -> Callable[[Answer], Lines]:
    if format not in _WRITERS:
        raise UnknownName("format", format, (*FORMATS, *GRAPH_FORMATS), f"Formats: {', '.join(FORMATS)}.")
    return _WRITERS[format]


def _write_graph(answer: Answer, format: str, out: BinaryIO) -> None:
    import pyoxigraph as ox

    text = "".join(line + "\n" for line in answer.triples).encode("utf-8")
    syntaxes = {
        "turtle": ox.RdfFormat.TURTLE,
        "table": ox.RdfFormat.TURTLE,
        "jsonld": ox.RdfFormat.JSON_LD,
        "json": ox.RdfFormat.JSON_LD,
    }
    if format == "ntriples":
        out.write(text)
    elif format in syntaxes:
        used = {prefix: iri for prefix, iri in prefixes().items() if iri.encode() in text}
        ox.serialize(ox.parse(text, ox.RdfFormat.N_TRIPLES), out, syntaxes[format], prefixes=used)
    else:
        write(_as_columns(text), format, out)


def _as_columns(ntriples: bytes) -> Answer:
    import pyoxigraph as ox

    quads = ox.parse(ntriples, ox.RdfFormat.N_TRIPLES)
    rows = tuple((_term(q.subject), _term(q.predicate), _term(q.object)) for q in quads)
    return Answer("select", ("subject", "predicate", "object"), rows)


def _term(node: object) -> Term:
    import pyoxigraph as ox

    if isinstance(node, ox.Literal):
        plain = node.language or node.datatype.value == XSD + "string"
        return Term("literal", node.value, None if plain else node.datatype.value, node.language)
    if isinstance(node, ox.BlankNode):
        return Term("bnode", node.value)
    return Term("iri", node.value if isinstance(node, ox.NamedNode) else str(node))


def _csv(answer: Answer) -> Lines:
    if answer.form == "ask":
        yield f"{_truth(answer)}\r\n"
    else:
        yield _csv_line(answer.variables)
        yield from (_csv_line(_csv_value(term) for term in row) for row in answer.rows)


def _csv_line(values: Iterable[str]) -> str:
    """RFC 4180; the only value of a line is quoted when empty, or readers would skip the line."""
    return (",".join(_csv_quoted(v) for v in values) or '""') + "\r\n"


def _csv_quoted(value: str) -> str:
    return '"' + value.replace('"', '""') + '"' if any(c in value for c in '",\r\n') else value


def _csv_value(term: Term | None) -> str:
    return "" if term is None else ("_:" if term.kind == "bnode" else "") + term.value


def _tsv(answer: Answer) -> Lines:
    if answer.form == "ask":
        yield f"{_truth(answer)}\n"
    else:
        yield "\t".join("?" + v for v in answer.variables) + "\n"
        yield from ("\t".join(_tsv_value(term) for term in row) + "\n" for row in answer.rows)


def _tsv_value(term: Term | None) -> str:
    """The term in Turtle's own writing, numbers bare where Turtle reads the same number back."""
    if term is None:
        return ""
    if term.kind != "literal":
        return f"<{term.value}>" if term.kind == "iri" else f"_:{term.value}"
    number = _BARE_NUMBER.get(term.datatype or "")
    if number and number.fullmatch(term.value):
        return term.value
    tail = f"@{term.language}" if term.language else f"^^<{term.datatype}>" if term.datatype else ""
    return f'"{term.value.translate(_TSV_ESCAPES)}"{tail}'


def _json(answer: Answer) -> Lines:
    """A row a line, so that two answers can be compared line by line."""
    if answer.form == "ask":
        yield f'{{"head":{{}},"boolean":{_truth(answer)}}}\n'
        return
    yield f'{{"head":{{"vars":{_encoded(answer.variables)}}},"results":{{"bindings":['
    for n, row in enumerate(answer.rows):
        yield (",\n" if n else "\n") + _encoded(_binding(answer.variables, row))
    yield "\n]}}\n"


def _binding(variables: tuple[str, ...], row: Row) -> dict[str, dict[str, str]]:
    return {name: _json_term(term) for name, term in zip(variables, row, strict=True) if term is not None}


def _json_term(term: Term) -> dict[str, str]:
    written = {"type": "uri" if term.kind == "iri" else term.kind, "value": term.value}
    if term.language:
        written["xml:lang"] = term.language
    elif term.datatype:
        written["datatype"] = term.datatype
    return written


def _encoded(value: object) -> str:
    return msgspec.json.encode(value).decode("utf-8")


def _table(answer: Answer) -> Lines:
    if answer.form == "ask":
        yield f"{_truth(answer)}\n"
        return
    rows = [[_shown(term) for term in row] for row in answer.rows]
    widths = [max(map(_width, column)) for column in zip([_one_line(v) for v in answer.variables], *rows, strict=True)]
    yield _aligned(map(_one_line, answer.variables), widths)
    yield _aligned(("-" * width for width in widths), widths)
    yield from (_aligned(row, widths) for row in rows)


def _aligned(cells: Iterable[str], widths: list[int]) -> str:
    return "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=True)).rstrip() + "\n"


def _width(text: str) -> int:
    """Columns on a terminal: two for wide East Asian characters, none for combining ones."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.category(c) in ("Mn", "Me", "Cf") else 1 + (unicodedata.east_asian_width(c) in "WF") for c in text
    )


def _shown(term: Term | None) -> str:
    if term is None:
        return ""
    return _one_line(shrink(term.value) if term.kind == "iri" else _csv_value(term))


def _one_line(text: str) -> str:
    """White space as single blanks; without control characters and those that turn the direction of writing.

    >>> _one_line("a\\tb\\x1b[31mc\\u202ed")
    'a b[31mcd'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(c for c in " ".join(text.split()) if unicodedata.category(c) not in ("Cc", "Cs") and c not in _TURNING)


_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _markdown(answer: Answer) -> Lines:
    if answer.form == "ask":
        yield f"{_truth(answer)}\n"
        return
    yield _piped(answer.variables)
    yield _piped("---" for _ in answer.variables)
    yield from (_piped(_shown(term).translate(_MARKDOWN_ESCAPES) for term in row) for row in answer.rows)


def _piped(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |\n"


def _truth(answer: Answer) -> str:
    return "true" if answer.truth else "false"


_WRITERS: dict[str, Callable[[Answer], Lines]] = {"table": _table, "csv": _csv, "tsv": _tsv, "json": _json, "markdown": _markdown}
