"""What is looked at in a query's text before any engine sees it: it only reads, calls out to nobody and is not bottomless.

The text is cut into tokens by SPARQL's own rules, so that words in strings, comments and IRIs are not mistaken for keywords
(and a keyword is not hidden in something that only looks like a comment). It is looked at twice, as it stands and with its
``\\uXXXX`` escapes resolved, since engines differ in when they resolve them.

This is the first of two walls; the second is the process of its own that the query runs in (:mod:`dipkb.store.asker`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from dipkb.errors import CallError
from dipkb.store.services import NOBODY, Services

MAX_TEXT = 256 * 1024
MAX_NESTING = 100
MAX_OPERATORS = 1000

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_TOKEN = re.compile(
    r"""
      (?P<skip> \s+ | \#[^\r\n]* )
    | (?P<iri> <(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*> )
    | (?P<string> \"{3}(?:\"{0,2}(?:[^"\\]|\\.))*+\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*+'{3}
                | \"(?!\"\")(?:[^"\\\r\n]|\\.)*+\" | '(?!'')(?:[^'\\\r\n]|\\.)*+' )
    | (?P<open> ["'] )
    | (?P<variable> [?$]\w+ )
    | (?P<name> (?:[^\W\d_][\w.\-]{0,100}+)?:(?:[\w.\-:\u00b7\u0300-\u036f\u200c\u200d\u203f\u2040]|%[0-9A-Fa-f]{2}|\\.)* )
    | (?P<language> @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
    | (?P<word> [^\W\d]\w* )
    | (?P<number> \d+ )
    | (?P<operator> \|\| | && | [|/^!+*\-] )
    | (?P<other> \\. | . )
    """,
    re.VERBOSE | re.DOTALL,
)
_READS = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}
_WRITES = {"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"}
_CHAINED = {"UNION", "OPTIONAL", "MINUS", "GRAPH", "FILTER", "EXISTS", "BIND", "IN"}
_GRAPH_NAMES = ("http:", "https:", "urn:")

Token = tuple[str, str]


class QueryError(CallError):
    """The query is malformed, or asks for what dipkb does not do; nothing was run."""


def check_query(text: str, services: Services = NOBODY) -> bool:
    """Refuse a query that writes, calls out, reads files, or is too long or too deep.

    Args:
        text: The query.
        services: Whom ``SERVICE`` may call; nobody, where that is not said.

    Returns:
        Whether the query names its data set itself, by ``FROM``.

    Raises:
        QueryError: Says what was refused and what to do instead.

    >>> check_query("SELECT * WHERE { ?s ?p 'SERVICE' } # SERVICE")
    False
    >>> check_query("SELECT * WHERE { SERVICE <http://example.org/> { ?s ?p ?o } }")
    Traceback (most recent call last):
    dipkb.store.guard.QueryError: The query calls another endpoint by SERVICE, which is refused. Ask there, or load its data.
    """
    if len(text) > MAX_TEXT:
        raise QueryError(f"The query is {len(text):,} characters long; {MAX_TEXT:,} are the most. Split it.")
    tokens = list(tokenize(text))
    for reading in (tokens, list(tokenize(_unescaped(text)))) if "\\" in text else (tokens,):
        for look in _LOOKS:
            look(reading)
        _look_for_service(reading, services)
    return any(_is(token, "FROM") for token in tokens)


def query_form(text: str) -> str:
    """The query's form: SELECT, ASK, CONSTRUCT or DESCRIBE; empty where there is none.

    >>> query_form("PREFIX select: <http://x/> ask { }")
    'ASK'
    """
    return _first_keyword(list(tokenize(text)), _READS)


def tokenize(text: str) -> Iterator[Token]:
    """The text cut into tokens, each with its kind (iri, string, variable, word …); white space and comments are left out."""
    yield from ((kind, value) for kind, value, _ in spans(text))


def spans(text: str) -> Iterator[tuple[str, str, int]]:
    """The tokens, each with where it begins."""
    for match in _TOKEN.finditer(text):
        if match.lastgroup == "open":
            shown = text[match.start() : match.start() + 40]
            raise QueryError(f"A text in the query is not closed: {shown!r}. Write a quote inside it as \\{match[0]}.")
        if match.lastgroup and match.lastgroup != "skip":
            yield match.lastgroup, match[0], match.start()


def _unescaped(text: str) -> str:
    """As an engine sees it that resolves escapes before it reads (SPARQL 1.1, 19.2)."""
    return _ESCAPE.sub(lambda m: chr(min(int(m[1] or m[2], 16), 0x10FFFF)), text)


def _is(token: Token, *words: str) -> bool:
    return token[0] == "word" and token[1].upper() in words


def _first_keyword(tokens: list[Token], wanted: set[str]) -> str:
    return next((value.upper() for kind, value in tokens if kind == "word" and value.upper() in wanted), "")


def _look_for_service(tokens: list[Token], services: Services) -> None:
    """Also where the keyword sticks to its neighbour: some engines read ``SERVICE:x`` as the keyword and a name."""
    if any("SERVICE" in _keyword_part(token) for token in tokens):
        if not services.hosts:
            raise QueryError("The query calls another endpoint by SERVICE, which is refused. Ask there, or load its data.")
        _look_at_services(tokens, services)
    if any(token[0] == "name" and _keyword_part(token) in ("FROM", "FROMNAMED", "NAMED") for token in tokens):
        raise QueryError("A prefix is called like a keyword (FROM, NAMED). Put a space between, or call it otherwise.")


def _look_at_services(tokens: list[Token], services: Services) -> None:
    """Each call names its endpoint by an address written in full, of a host that is allowed."""
    if any(_is(token, "BASE") for token in tokens):
        raise QueryError("A query with SERVICE may not have BASE; write its addresses in full.")
    for at, token in enumerate(tokens):
        if "SERVICE" in _keyword_part(token):
            called = [t for t in tokens[at + 1 : at + 3] if not _is(t, "SILENT")][:1]
            if token[1].upper() != "SERVICE" or not called or called[0][0] != "iri":
                raise QueryError("SERVICE may only be followed by an address written in full: SERVICE <https://…> { … }")
            try:
                services.check(_unescaped(called[0][1][1:-1]))
            except ValueError as reason:
                raise QueryError(str(reason)) from None


def _keyword_part(token: Token) -> str:
    """What of a token an engine could take for a keyword: a bare word, or a name's prefix."""
    return token[1].partition(":")[0].upper() if token[0] in ("word", "name") else ""


def _look_for_form(tokens: list[Token]) -> None:
    """The first keyword of all must be one that reads; blocks of triples cannot hold a bare word, so no name hides it."""
    first = _first_keyword(tokens, _READS | _WRITES)
    if first in _WRITES:
        raise QueryError(f"{first} changes a store; queries only read. Use 'dipkb build' or 'dipkb store load' to change one.")
    if not first:
        raise QueryError("The query has none of SELECT, ASK, CONSTRUCT and DESCRIBE.")


def _look_for_files(tokens: list[Token]) -> None:
    """``FROM`` names a graph of the store, never a file: with it, each IRI of the prologue and of ``FROM`` is looked at."""
    if not any(_is(token, "FROM") for token in tokens):
        return
    padded = [("", ""), ("", ""), *tokens]
    for before, here, (kind, value) in zip(padded, padded[1:], padded[2:], strict=False):
        names = _is(here, "FROM", "NAMED", "BASE") or _is(before, "PREFIX") or here[1].upper() == "PREFIX:"
        if kind == "iri" and names and not _names_a_graph(value[1:-1]):
            raise QueryError(f"FROM reads graphs of the store; {value} is none. To read a file, use 'dipkb store load'.")


def _names_a_graph(iri: str) -> bool:
    plain = _unescaped(iri).lower()
    return plain.startswith(_GRAPH_NAMES) or ":" not in plain


def _look_at_depth(tokens: list[Token]) -> None:
    depth = 0
    for kind, value in tokens:
        depth += (value in "({[") - (value in ")}]") if kind == "other" else 0
        if depth > MAX_NESTING:
            raise QueryError(f"The query nests more than {MAX_NESTING} brackets, which can stop an engine. Flatten it.")


def _look_at_length(tokens: list[Token]) -> None:
    count = sum(kind == "operator" or (kind == "word" and value.upper() in _CHAINED) for kind, value in tokens)
    if count > MAX_OPERATORS:
        raise QueryError(f"The query chains {count:,} operators; {MAX_OPERATORS:,} are the most. Use VALUES for lists.")


_LOOKS: tuple[Callable[[list[Token]], None], ...] = (
    _look_for_form, _look_for_files, _look_at_depth, _look_at_length,
)  # fmt: skip
