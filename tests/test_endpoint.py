"""A SPARQL endpoint as a store: it answers like a folder does, and what goes wrong with it is named."""

from __future__ import annotations

import base64
import io
import json
import socket
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pyoxigraph as ox
import pytest

from dipkb.answer import Term
from dipkb.errors import StoreError
from dipkb.store import QueryError, QueryTimeout, Store, open_store
from tests.stores import ALL, DIP, DIPD, DIPG, LABEL, dumped, sample

Fault = Callable[[BaseHTTPRequestHandler], None]


class Endpoint(ThreadingHTTPServer):
    """The SPARQL 1.1 Protocol over a store of the engine, on this machine; ``fault`` answers in its place where set."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.data, self.fault = ox.Store(), None  # type: ox.Store, Fault | None
        self.seen: list[dict[str, str | None]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/query"


class Handler(BaseHTTPRequestHandler):
    server: Endpoint

    def do_GET(self) -> None:
        self.answer(urllib.parse.urlsplit(self.path).query)

    def do_POST(self) -> None:
        self.answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

    def answer(self, form: str) -> None:
        self.server.seen.append({"method": self.command, "authorization": self.headers["Authorization"], "path": self.path})
        if self.server.fault and not self.path.startswith("/healthy"):
            return self.server.fault(self)
        try:
            found = self.server.data.query(urllib.parse.parse_qs(form)["query"][0])
        except SyntaxError as reason:
            return send(self, 400, "text/plain", str(reason).encode())
        if isinstance(found, ox.QueryTriples):
            turtle = "n-triples" not in self.headers["Accept"]
            syntax = ox.RdfFormat.TURTLE if turtle else ox.RdfFormat.N_TRIPLES
            return send(self, 200, syntax.media_type, found.serialize(format=syntax) or b"")
        send(self, 200, "application/sparql-results+json", found.serialize(format=ox.QueryResultsFormat.JSON) or b"")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def send(handler: BaseHTTPRequestHandler, status: int, kind: str, body: bytes, length: int | None = None, **headers: str) -> None:
    handler.send_response(status)
    for name, value in {"Content-Type": kind, "Content-Length": str(length or len(body)), **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[Endpoint]:
    for name in ("DIPKB_STORE_USER", "DIPKB_STORE_PASSWORD", "http_proxy", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with Endpoint() as server:
        server.data.load("\n".join(sample()).encode(), ox.RdfFormat.N_QUADS)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def remote(endpoint: Endpoint) -> Iterator[Store]:
    with open_store(endpoint.url) as store:
        yield store


QUERIES = [
    f"SELECT ?s ?name ?none WHERE {{ GRAPH ?g {{ ?s {LABEL} ?name }} }} ORDER BY ?name",
    f"SELECT (COUNT(DISTINCT ?v) AS ?n) WHERE {{ GRAPH <{DIPG}events> {{ ?v a <{DIP}Visit> }} }}",
    f"SELECT ?d WHERE {{ GRAPH ?g {{ ?v <{DIP}earliest> ?d }} }}",
    "SELECT * WHERE { GRAPH ?g { ?s <http://example.org/nothing> ?o } }",
    f"ASK {{ GRAPH ?g {{ ?v a <{DIP}Visit> }} }}",
    f"CONSTRUCT {{ ?s {LABEL} ?o }} WHERE {{ GRAPH ?g {{ ?s {LABEL} ?o }} }}",
    f"SELECT ?o FROM <{DIPG}reference> WHERE {{ ?s {LABEL} ?o }} ORDER BY ?o",
]


@pytest.mark.parametrize("text", QUERIES)
def test_a_folder_and_an_endpoint_answer_alike(remote: Store, tmp_path: Path, text: str) -> None:
    with open_store(tmp_path / "kb", create=True, write=True) as local:
        local.replace_all(sample())
        assert remote.query(text) == local.query(text)


def test_info_and_dumps_are_those_of_a_folder(remote: Store, tmp_path: Path) -> None:
    with open_store(tmp_path / "kb", create=True, write=True) as local:
        local.replace_all(sample())
        here, there = local.info(), remote.info()
        assert (there.quads, there.events, there.articles) == (here.quads, here.events, here.articles)
        assert (there.format, there.where) == (None, remote.where)
        assert dumped(remote) == dumped(local)
        assert dumped(remote, "trig", without_text=True) == dumped(local, "trig", without_text=True)
        assert list(remote.lines()) == list(local.lines())


def test_an_endpoint_that_cuts_long_answers_gives_no_dump(endpoint: Endpoint, remote: Store) -> None:
    def cut(handler: BaseHTTPRequestHandler) -> None:
        text = urllib.parse.parse_qs(urllib.parse.urlsplit(handler.path).query)["query"][0]
        found = endpoint.data.query(text if "COUNT" in text else text + " LIMIT 3")
        send(handler, 200, "application/sparql-results+json", found.serialize(format=ox.QueryResultsFormat.JSON) or b"")

    endpoint.fault = cut
    with pytest.raises(StoreError, match=r"gave 3 of 13 quads: it cuts long answers"):
        remote.dump(io.BytesIO(), "nquads")


def test_long_queries_are_posted(endpoint: Endpoint, remote: Store) -> None:
    values = " ".join(f"<{DIPD}visit/{n}>" for n in range(200))
    assert len(remote.query(f"SELECT ?v WHERE {{ VALUES ?v {{ {values} }} GRAPH ?g {{ ?v a <{DIP}Visit> }} }}").rows) == 2
    remote.query("ASK { }")
    assert [request["method"] for request in endpoint.seen] == ["POST", "GET"]


def test_a_word_of_updates_in_a_text_stays_a_query(endpoint: Endpoint, remote: Store) -> None:
    assert remote.query('SELECT ("# INSERT DATA" AS ?t) WHERE { }').column("t") == ["# INSERT DATA"]


def test_old_forms_of_the_results_are_understood(endpoint: Endpoint, remote: Store) -> None:
    string, integer = ("http://www.w3.org/2001/XMLSchema#" + name for name in ("string", "integer"))
    row = {
        "a": {"type": "typed-literal", "value": "2", "datatype": integer},
        "b": {"type": "literal", "value": "x", "datatype": string},
        "c": {"type": "bnode", "value": "b0"},
    }
    document = {"head": {"vars": ["a", "b", "c"], "link": []}, "results": {"distinct": False, "bindings": [row]}}
    endpoint.fault = lambda h: send(h, 200, "application/sparql-results+json", json.dumps(document).encode())
    assert remote.query(ALL).rows == ((Term("literal", "2", integer), Term("literal", "x"), Term("bnode", "b0")),)


def test_turtle_is_read_where_no_ntriples_are_given(endpoint: Endpoint, remote: Store) -> None:
    endpoint.fault = lambda h: send(h, 200, "text/turtle", b"@prefix e: <http://e/> . e:a e:b e:c, e:d .")
    assert remote.query("CONSTRUCT WHERE { ?s ?p ?o }").triples == (
        "<http://e/a> <http://e/b> <http://e/c> .",
        "<http://e/a> <http://e/b> <http://e/d> .",
    )


# What goes wrong


JSON = "application/sparql-results+json"


def refusing(status: int, words: bytes = b"") -> Fault:
    return lambda handler: send(handler, status, "text/plain", words)


def giving(kind: str, body: bytes, length: int | None = None) -> Fault:
    return lambda handler: send(handler, 200, kind, body, length)


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (refusing(401), r"query answered 401 Unauthorized\. Set DIPKB_STORE_USER and DIPKB_STORE_PASSWORD"),
        (refusing(403), r"answered 403 Forbidden\. This user may not"),
        (refusing(404, b"no \x1b[31mpage"), r"answered 404 Not Found\. Is this the query URL\?.* It says: no \[31mpage"),
        (refusing(405), r"answered 405 Method Not Allowed\. Is this the query URL"),
        (refusing(429), r"answered 429 Too Many Requests\. It is asked too often"),
        (refusing(500, b"Virtuoso 42000 Error"), r"answered 500 .*failed or is overloaded.*Virtuoso 42000 Error"),
        (refusing(503), r"answered 503 Service Unavailable\. The endpoint failed or is overloaded"),
        (giving("text/html", b"<!DOCTYPE html><title>Log in</title>"), r"no complete SPARQL result \(text/html.*Log in"),
        (giving(JSON, b'{"head":{"vars":["s"]},"results":{"bindings":[{'), r"no complete SPARQL result .*truncated"),
        (giving(JSON, b'{"head":{}}'), r"neither 'results' nor 'boolean'"),
        (giving("application/json", b"[1, 2]"), r"no complete SPARQL result"),
        (giving(JSON, b""), r"It begins: nothing"),
        (giving(JSON, b'{"head":{},"boolean":true}', length=500), r"broke off in the middle of its answer"),
        (lambda handler: handler.wfile.write(b"SSH-2.0-OpenSSH\r\n"), r"broke off in the middle of its answer"),
    ],
)
def test_each_failure_of_an_endpoint_has_its_words(endpoint: Endpoint, remote: Store, fault: Fault, says: str) -> None:
    endpoint.fault = fault
    with pytest.raises(StoreError, match=says) as failure:
        remote.query(ALL)
    assert endpoint.url in str(failure.value)
    assert "\x1b" not in str(failure.value)


def test_a_page_in_the_place_of_a_graph_is_no_empty_graph(endpoint: Endpoint, remote: Store) -> None:
    endpoint.fault = lambda h: send(h, 200, "text/html", b"<html>Welcome</html>")
    with pytest.raises(StoreError, match=r"neither N-Triples nor Turtle.*Welcome"):
        remote.query("CONSTRUCT WHERE { ?s ?p ?o }")


def test_a_graph_cut_short_between_two_triples_is_noticed(endpoint: Endpoint, remote: Store) -> None:
    endpoint.fault = giving("application/n-triples", b"<a:b> <a:c> <a:d> .\n", length=40)
    with pytest.raises(StoreError, match="broke off in the middle of its answer"):
        remote.query("CONSTRUCT WHERE { ?s ?p ?o }")


def test_a_query_the_endpoint_finds_malformed_is_the_callers_fault(remote: Store) -> None:
    with pytest.raises(QueryError, match=r"answered 400 Bad Request: it finds the query malformed\. It says: .*1:"):
        remote.query("SELECT * WHERE { ?s ?p }")


def test_what_is_refused_for_a_folder_never_reaches_an_endpoint(endpoint: Endpoint, remote: Store) -> None:
    for text in (
        "CLEAR ALL",
        "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }",
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    ):
        with pytest.raises(QueryError):
            remote.query(text)
    assert endpoint.seen == []


def test_nobody_at_home_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with (
        open_store(f"http://127.0.0.1:{port}/query") as store,
        pytest.raises(StoreError, match=r"cannot be reached: .*Is it running"),
    ):
        store.query(ALL, timeout_s=5)


def drip(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(100):
        try:
            handler.wfile.write(b" ")
        except OSError:
            return
        time.sleep(0.05)


@pytest.mark.parametrize("fault", [drip, lambda handler: time.sleep(3)], ids=["drips", "is silent"])
def test_the_deadline_holds_for_an_endpoint_that(endpoint: Endpoint, remote: Store, fault: Fault) -> None:
    endpoint.fault = fault
    begun = time.monotonic()
    with pytest.raises(QueryTimeout, match=r"did not end within 0\.4 s"):
        remote.query(ALL, timeout_s=0.4)
    assert time.monotonic() - begun < 2


# Secrets


def test_credentials_come_from_the_environment(endpoint: Endpoint, remote: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    remote.query("ASK { }")
    monkeypatch.setenv("DIPKB_STORE_USER", "anna")
    monkeypatch.setenv("DIPKB_STORE_PASSWORD", "geheim: ü")
    remote.query("ASK { }")
    token = base64.b64encode("anna:geheim: ü".encode()).decode()
    assert [request["authorization"] for request in endpoint.seen] == [None, f"Basic {token}"]


def test_the_password_follows_no_redirect(endpoint: Endpoint, remote: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIPKB_STORE_PASSWORD", "geheim")
    endpoint.fault = lambda h: send(h, 302, "text/plain", b"", Location=h.path.replace("/query", "/healthy"))
    assert remote.query("ASK { }").truth is True
    assert [bool(request["authorization"]) for request in endpoint.seen] == [True, False]


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "data:text/plain,x"])
def test_a_redirect_leads_to_no_file(endpoint: Endpoint, remote: Store, target: str) -> None:
    endpoint.fault = lambda h: send(h, 302, "text/plain", b"", Location=target)
    with pytest.raises(StoreError, match=r"answered 302|cannot be reached"):
        remote.query("ASK { }")


def test_a_redirect_that_would_lose_the_query_is_an_error(endpoint: Endpoint, remote: Store) -> None:
    endpoint.fault = lambda h: send(h, 301, "text/plain", b"", Location="/healthy")
    with pytest.raises(StoreError, match=r"301 Moved Permanently: it has moved to /healthy\. Use that URL"):
        remote.query("ASK { } #" + "x" * 3000)


def test_a_password_in_the_url_is_refused_and_not_repeated() -> None:
    with pytest.raises(StoreError, match="holds a user or password") as failure:
        open_store("http://anna:geheim@localhost/query")
    assert "geheim" not in str(failure.value)
    with pytest.raises(StoreError, match="names no host"):
        open_store("http:///query")


def test_an_endpoint_is_only_read(endpoint: Endpoint, remote: Store) -> None:
    for write in (lambda: remote.replace_all([]), lambda: remote.load([]), lambda: open_store(endpoint.url, write=True)):
        with pytest.raises(StoreError, match="is an endpoint, which is only read"):
            write()
