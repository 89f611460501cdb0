"""A SPARQL endpoint as a store: asked by the SPARQL 1.1 Protocol through SPARQLWrapper, and only read.

SPARQLWrapper makes the requests; around it stand guards that it lacks: the password never follows a redirect, a deadline
holds for the whole exchange (not for each packet of it), an answer is no longer than memory takes, and what is no SPARQL
result (a login page, half a document) is refused by name instead of being taken for an empty answer.
"""

from __future__ import annotations

import base64
import http.client
import os
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NoReturn, Self, TypeVar

from SPARQLWrapper import GET, JSON, POST, TURTLE, SPARQLWrapper

from dipkb.answer import Answer, Term, from_json, from_ntriples
from dipkb.errors import StoreError
from dipkb.store.asker import ANSWER_BYTES, QueryTimeout
from dipkb.store.base import DEFAULT_TIMEOUT_S, StoreInfo, describe
from dipkb.store.folder import Settle, nothing_else
from dipkb.store.guard import QueryError, check_query, query_form
from dipkb.store.revision import Revision

if TYPE_CHECKING:
    import pyoxigraph as ox

T = TypeVar("T")
LONG_TIMEOUT_S = 600.0
GET_UP_TO = 2000
_GRAPH_TYPES = "application/n-triples, text/turtle;q=0.8"
_QUADS = "SELECT ?s ?p ?o ?g WHERE { GRAPH ?g { ?s ?p ?o } }"
_QUAD_COUNT = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"


class EndpointStore:
    """An endpoint; see :class:`dipkb.store.base.Store`. What patterns outside ``GRAPH`` match is the endpoint's own choice."""

    def __init__(self, url: str) -> None:
        parts = urllib.parse.urlsplit(url)
        if parts.username or parts.password:
            raise StoreError(
                "The endpoint's URL holds a user or password. Set DIPKB_STORE_USER and DIPKB_STORE_PASSWORD instead."
            )
        if not parts.hostname:
            raise StoreError(f"'{url}' names no host. Example: http://localhost:7878/query")
        self.where = url

    def query(self, text: str, *, timeout_s: float | None = None) -> Answer:
        """Ask; see :meth:`dipkb.store.base.Store.query`."""
        check_query(text)
        limit_s = timeout_s or DEFAULT_TIMEOUT_S
        graph = query_form(text) in ("CONSTRUCT", "DESCRIBE")
        kind, body = _within(limit_s, lambda: self._fetch(text, graph, limit_s))
        return self._graph(kind, body) if graph else self._results(kind, body)

    def replace_all(self, lines: Iterable[str], settle: Settle = nothing_else) -> NoReturn:
        """Refused: an endpoint is only read."""
        self._refuse_writing()

    def revise(self, revision: Revision, settle: Settle = nothing_else) -> NoReturn:
        """Refused: an endpoint is only read."""
        self._refuse_writing()

    def size(self) -> int:
        """Count the quads of all named graphs."""
        return sum(self.info().quads.values())

    def load(self, files: Iterable[str | Path]) -> NoReturn:
        """Refused: an endpoint is only read."""
        self._refuse_writing()

    def dump(self, out: BinaryIO | str | Path, format: str, without_text: bool = False) -> None:
        """Write all named graphs; see :func:`dipkb.store.dump.write_dump`. They pass through memory once."""
        from dipkb.store.dump import write_dump

        write_dump(self._copy(), out, format, without_text)

    def lines(self, without_text: bool = False) -> Iterator[str]:
        """The quads of all named graphs as sorted lines of N-Quads, without line ends."""
        from dipkb.store.dump import sorted_quads

        yield from (line.decode("utf-8").rstrip("\n") for line in sorted_quads(self._copy(), without_text))

    def info(self) -> StoreInfo:
        """Count what the endpoint holds."""
        return describe(self, LONG_TIMEOUT_S)

    def close(self) -> None:
        """Nothing is held open between queries."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _refuse_writing(self) -> NoReturn:
        raise StoreError(f"{self.where} is an endpoint, which is only read. Dump the graph and load it with its own tool.")

    def _fetch(self, text: str, graph: bool, timeout_s: float) -> tuple[str, bytes]:
        """Content type and body of the answer."""
        with self._named_failures(timeout_s):
            response = _Request(self.where, text, graph, timeout_s).query().response
            body = response.read(ANSWER_BYTES + 1)
            if response.length and len(body) <= ANSWER_BYTES:
                raise http.client.IncompleteRead(body, response.length)
            if len(body) > ANSWER_BYTES:
                raise StoreError(f"The answer is longer than {ANSWER_BYTES:,} bytes. Use LIMIT, or ask for fewer columns.")
            return response.headers.get_content_type(), body

    @contextmanager
    def _named_failures(self, timeout_s: float) -> Iterator[None]:
        """Whatever the network and the endpoint do, said in dipkb's words."""
        try:
            yield
        except urllib.error.HTTPError as reason:
            raise self._refusal(reason) from None
        except TimeoutError:
            raise QueryTimeout(timeout_s) from None
        except urllib.error.URLError as reason:
            if isinstance(reason.reason, TimeoutError):
                raise QueryTimeout(timeout_s) from None
            raise StoreError(f"{self.where} cannot be reached: {reason.reason}. Is it running, and is the URL right?") from reason
        except (OSError, http.client.HTTPException) as reason:
            raise StoreError(f"{self.where} broke off in the middle of its answer ({reason!r}). Ask again.") from reason

    def _refusal(self, answer: urllib.error.HTTPError) -> StoreError | QueryError:
        status, words = answer.code, _shown(answer.read(2000).decode("utf-8", "replace"))
        name = f"{self.where} answered {status} {http.client.responses.get(status, '')}".strip()
        said = f" It says: {words}" if words else ""
        if status == 400:
            return QueryError(f"{name}: it finds the query malformed.{said}")
        if status // 100 == 3:
            return StoreError(f"{name}: it has moved to {answer.headers.get('Location', 'nowhere')}. Use that URL.")
        advice = _ADVICE.get(500 if status >= 500 else status, "Is this the query URL?")
        return StoreError(f"{name}. {advice}{said}")

    def _results(self, kind: str, body: bytes) -> Answer:
        try:
            return from_json(body)
        except ValueError as reason:
            raise self._no_results(kind, body, reason) from reason

    def _graph(self, kind: str, body: bytes) -> Answer:
        import pyoxigraph as ox

        syntax = {"application/n-triples": ox.RdfFormat.N_TRIPLES, "text/plain": ox.RdfFormat.N_TRIPLES}.get(kind)
        syntax = ox.RdfFormat.TURTLE if kind in ("text/turtle", "application/x-turtle") else syntax
        try:
            if syntax is None:
                raise ValueError("neither N-Triples nor Turtle")
            triples = (ox.Triple(q.subject, q.predicate, q.object) for q in ox.parse(body, syntax))
            return from_ntriples(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"")
        except (ValueError, SyntaxError) as reason:
            raise self._no_results(kind, body, reason) from reason

    def _no_results(self, kind: str, body: bytes, reason: Exception) -> StoreError:
        start = _shown(body[:400].decode("utf-8", "replace"))
        what = f"{self.where} answered with no complete SPARQL result ({kind}: {reason})."
        return StoreError(f"{what} Is this the query URL? It begins: {start or 'nothing'}")

    def _copy(self) -> ox.Store:
        """All quads, in memory; refused when the endpoint hands out fewer than it counts."""
        import pyoxigraph as ox

        held = int(self.query(_QUAD_COUNT, timeout_s=LONG_TIMEOUT_S).column("n")[0])
        answer = self.query(_QUADS, timeout_s=LONG_TIMEOUT_S)
        if len(answer.rows) != held:
            gave = f"{self.where} gave {len(answer.rows):,} of {held:,} quads"
            raise StoreError(f"{gave}: it cuts long answers. Raise its limit, or use its own dump.")
        copy = ox.Store()
        copy.bulk_extend(ox.Quad(*(_engine_term(t) for t in row if t is not None)) for row in answer.rows)  # type: ignore[arg-type]
        return copy


_ADVICE = {
    401: "Set DIPKB_STORE_USER and DIPKB_STORE_PASSWORD.",
    403: "This user may not ask it; set DIPKB_STORE_USER and DIPKB_STORE_PASSWORD of one who may.",
    404: "Is this the query URL? Often it ends in /query or /sparql.",
    414: "The query is too long for it.",
    429: "It is asked too often; wait a little.",
    500: "The endpoint failed or is overloaded; ask for less, or later.",
}


class _Request(SPARQLWrapper):
    """One query: GET, or POST when it is long; credentials from the environment, for this host and nobody else."""

    def __init__(self, url: str, text: str, graph: bool, timeout_s: float) -> None:
        super().__init__(url, returnFormat=TURTLE if graph else JSON, agent="dipkb")
        self.setMethod(GET if len(text) <= GET_UP_TO else POST)
        self.setOnlyConneg(True)
        self.setQuery(text)
        self._graph, self._timeout_s = graph, timeout_s

    def _createRequest(self) -> urllib.request.Request:
        request: urllib.request.Request = super()._createRequest()
        if self._graph:
            request.add_header("Accept", _GRAPH_TYPES)
        user, password = os.environ.get("DIPKB_STORE_USER"), os.environ.get("DIPKB_STORE_PASSWORD")
        if user or password:
            token = base64.b64encode(f"{user or ''}:{password or ''}".encode()).decode("ascii")
            request.add_unredirected_header("Authorization", f"Basic {token}")
        return request

    def _parseQueryType(self, query: str) -> str:
        """The form as the guard reads it; the library's own pattern takes words in texts for updates."""
        return query_form(query)

    def _query(self) -> tuple[http.client.HTTPResponse, str]:
        """Send it by an opener that knows http and https alone, so that no redirect leads to a file."""
        opener = urllib.request.OpenerDirector()
        for handler in _HANDLERS:
            opener.add_handler(handler())
        return opener.open(self._createRequest(), timeout=self._timeout_s), self.returnFormat


class _Redirects(urllib.request.HTTPRedirectHandler):
    """A redirect is followed only where the whole query goes along."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        """The request to make next, or ``None``, which makes the redirect an error."""
        return None if req.data is not None else super().redirect_request(req, fp, code, msg, headers, newurl)


_HANDLERS = (
    urllib.request.ProxyHandler, urllib.request.HTTPHandler, urllib.request.HTTPSHandler, _Redirects,
    urllib.request.HTTPDefaultErrorHandler, urllib.request.HTTPErrorProcessor, urllib.request.UnknownHandler,
)  # fmt: skip


def _within(timeout_s: float, work: Callable[[], T]) -> T:
    """The work's result; the wait for it ends at the deadline even where single packets keep dripping in."""
    result: list[T] = []
    failure: list[BaseException] = []

    def run() -> None:
        try:
            result.append(work())
        except BaseException as reason:
            failure.append(reason)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(timeout_s)
    if thread.is_alive():
        raise QueryTimeout(timeout_s)
    if failure:
        raise failure[0]
    return result[0]


def _shown(words: str) -> str:
    """The first words of what a server said, on one line and without control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())[:160]


def _engine_term(term: Term) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    import pyoxigraph as ox

    if term.kind == "iri":
        return ox.NamedNode(term.value)
    if term.kind == "bnode":
        return ox.BlankNode(term.value)
    if term.language:
        return ox.Literal(term.value, language=term.language)
    return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype) if term.datatype else None)
