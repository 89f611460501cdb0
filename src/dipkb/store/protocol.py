"""A query to an endpoint and its answer, by the SPARQL 1.1 Protocol; SPARQLWrapper writes the request.

What comes back is an answer only when it is whole: a page, half a document, or as many rows as the server's limit leaves
are refused by name. See :mod:`dipkb.store.http` for the exchange and :mod:`dipkb.store.truncation` for the signs of a part.
"""

from __future__ import annotations

import http.client
import time
import urllib.request

from SPARQLWrapper import GET, JSON, POST, TURTLE, SPARQLWrapper

from dipkb.answer import Answer, from_json, from_ntriples
from dipkb.errors import StoreError
from dipkb.store.asker import QueryTimeout
from dipkb.store.guard import QueryError, query_form
from dipkb.store.http import ANSWER_BYTES, SAFE, Reply, exchange
from dipkb.store.truncation import looks_cut, next_row, partial, row_limit, was_cancelled

GET_UP_TO = 2000
PATIENCE = SAFE
_GRAPH_TYPES = "application/n-triples, text/turtle;q=0.8"
_NTRIPLES, _TURTLE = ("application/n-triples", "text/plain"), ("text/turtle", "application/x-turtle")


class Incomplete(StoreError):
    """The endpoint gave a part of the answer only."""


def ask(url: str, text: str, timeout_s: float) -> Answer:
    """The whole answer to a query that the guard let pass.

    Raises:
        QueryError: The endpoint finds it malformed.
        QueryTimeout: The deadline came first.
        Incomplete: The answer is a part of it.
        StoreError: Not reached, refused, or no SPARQL result.
    """
    end = time.monotonic() + timeout_s
    try:
        answer, limit = _answer(url, text, timeout_s)
        if answer.form == "select" and looks_cut(answer, limit) and _goes_on(url, text, len(answer.rows), end - time.monotonic()):
            raise Incomplete(
                f"{url} gave {len(answer.rows):,} rows and has more: it limits its answers"
                f"{f' to {limit:,} rows' if limit else ''}. Raise its limit, or ask in parts (LIMIT and OFFSET, or by year)."
            )
    except TimeoutError:
        raise QueryTimeout(timeout_s) from None
    return answer


def _goes_on(url: str, text: str, count: int, left_s: float) -> bool:
    """Whether there is a row after these; a server that cannot say is taken to have cut."""
    try:
        return bool(_answer(url, next_row(text, count), max(left_s, 0.001))[0].rows)
    except QueryError:
        return True


def _answer(url: str, text: str, timeout_s: float) -> tuple[Answer, int | None]:
    """The answer as the endpoint gave it, and the most rows it gives at all."""
    graph = query_form(text) in ("CONSTRUCT", "DESCRIBE")
    reply = exchange(_Request(url, text, graph).made(), timeout_s=timeout_s, patience=PATIENCE, most=ANSWER_BYTES)
    if reply.status not in (200, 206):
        raise _refusal(reply)
    if said := partial(reply):
        raise Incomplete(f"{reply.url} gave a part of the answer only ({said}). Give it more time, or ask for less.")
    return (_graph(reply) if graph else _results(reply)), row_limit(reply)


def _refusal(reply: Reply) -> StoreError | QueryError:
    name = f"{reply.url} answered {reply.status} {http.client.responses.get(reply.status, '')}".strip()
    said = f" It says: {reply.words}" if reply.words else ""
    if reply.status == 400:
        return QueryError(f"{name}: it finds the query malformed.{said}")
    advice = ADVICE.get(reply.status, ADVICE[500] if reply.status >= 500 else "Is this the query URL?")
    return StoreError(f"{name}. {advice}{said}")


def _results(reply: Reply) -> Answer:
    try:
        return from_json(reply.body)
    except ValueError as reason:
        raise _no_result(reply, reason) from reason


def _graph(reply: Reply) -> Answer:
    import pyoxigraph as ox

    syntax = ox.RdfFormat.N_TRIPLES if reply.type in _NTRIPLES else ox.RdfFormat.TURTLE if reply.type in _TURTLE else None
    try:
        if syntax is None:
            raise ValueError("neither N-Triples nor Turtle")
        triples = (ox.Triple(q.subject, q.predicate, q.object) for q in ox.parse(reply.body, syntax))
        answer = from_ntriples(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"")
    except (ValueError, SyntaxError) as reason:
        raise _no_result(reply, reason) from reason
    if not reply.whole:
        raise Incomplete(f"{reply.url} does not say where its answer ends, so that a part would look whole. Use SELECT.")
    return answer


def _no_result(reply: Reply, reason: Exception) -> StoreError:
    if was_cancelled(reply):
        return Incomplete(f"{reply.url} stopped at its own time limit, in the middle of the answer. Raise it, or ask for less.")
    what = f"{reply.url} answered with no complete SPARQL result ({reply.type or 'of no type'}: {reason})."
    return StoreError(f"{what} Is this the query URL? It begins: {reply.words or 'nothing'}")


ADVICE = {
    401: "Set DIPKB_STORE_USER and DIPKB_STORE_PASSWORD; a redirect does not take them along.",
    403: "This user may not ask it; set DIPKB_STORE_USER and DIPKB_STORE_PASSWORD of one who may.",
    404: "Is this the query URL? Often it ends in /query or /sparql.",
    406: "It cannot answer in SPARQL JSON (for a graph: N-Triples or Turtle), which dipkb reads. Is this the query URL?",
    408: "It waited too long for the query. Ask again.",
    413: "The query, or its answer, is too long for it. Ask for less.",
    414: "The query is too long for it.",
    429: "It is asked too often; wait a little.",
    500: "The endpoint failed or is overloaded; ask for less, or later.",
    503: "The endpoint failed or is overloaded, or the query took it too long; ask for less, or later.",
    504: "Something before the endpoint did not wait for its answer; ask for less.",
}  # fmt: skip
"""What to do about a status, by status; 500 stands for all above it that are not named."""


class _Request(SPARQLWrapper):
    """One query: GET, or POST when it is long."""

    def __init__(self, url: str, text: str, graph: bool) -> None:
        super().__init__(url, returnFormat=TURTLE if graph else JSON, agent="dipkb")
        self.setMethod(GET if len(text) <= GET_UP_TO else POST)
        self.setOnlyConneg(True)
        self.setQuery(text)
        self._graph = graph

    def made(self) -> urllib.request.Request:
        """The request as it is sent."""
        request: urllib.request.Request = self._createRequest()
        if self._graph:
            request.add_header("Accept", _GRAPH_TYPES)
        return request

    def _parseQueryType(self, query: str) -> str:
        """The form as the guard reads it; the library's own pattern takes words in texts for updates."""
        return query_form(query)
