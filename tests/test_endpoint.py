"""A SPARQL endpoint as a store: it answers like a folder does, and what goes wrong with it is named."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import yaml

from dipkb.answer import XSD, Term
from dipkb.errors import CallError, StoreError
from dipkb.store import QueryError, QueryTimeout, Store, open_store
from dipkb.store.http import BrokenOff, Patience, TooLong
from dipkb.store.protocol import Incomplete
from dipkb.store.truncation import next_row
from tests.fake_endpoint import JSON, Endpoint, Handler, fault, rows, send, serving
from tests.stores import ALL, DIP, DIPD, DIPG, LABEL, dumped, sample


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[Endpoint]:
    for name in ("DIPKB_STORE_USER", "DIPKB_STORE_PASSWORD", "DIPKB_STORE_AUTH", "http_proxy", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("dipkb.store.protocol.PATIENCE", Patience(first_pause_s=0.001))
    with serving() as server:
        server.data.load("\n".join(sample()).encode(), ox.RdfFormat.N_QUADS)
        yield server


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
    def cut(handler: Handler) -> None:
        text = handler.sent
        found = endpoint.data.query(text if "COUNT" in text else text + " LIMIT 3")
        send(handler, 200, JSON, found.serialize(format=ox.QueryResultsFormat.JSON) or b"")

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
        "d": {"type": "typed-literal", "value": "1", "datatype": string.replace("string", "boolean")},
    }
    document = {"head": {"vars": ["a", "b", "c", "d"], "link": []}, "results": {"distinct": False, "bindings": [row]}}
    endpoint.fault = lambda h: send(h, 200, JSON, json.dumps(document).encode())
    assert remote.query(ALL).rows == (
        (Term("literal", "2", integer), Term("literal", "x"), Term("bnode", "b0"), Term("literal", "true", XSD + "boolean")),
    )


def test_turtle_is_read_where_no_ntriples_are_given(endpoint: Endpoint, remote: Store) -> None:
    endpoint.fault = lambda h: send(h, 200, "text/turtle", b"@prefix e: <http://e/> . e:a e:b e:c, e:d .")
    assert remote.query("CONSTRUCT WHERE { ?s ?p ?o }").triples == (
        "<http://e/a> <http://e/b> <http://e/c> .",
        "<http://e/a> <http://e/b> <http://e/d> .",
    )


@pytest.mark.server
@pytest.mark.parametrize("status", [301, 302, 307, 308])
@pytest.mark.parametrize("text", ["ASK { }", "ASK { } #" + "x" * 3000], ids=["GET", "POST"])
def test_a_redirect_is_followed_with_method_and_query(endpoint: Endpoint, remote: Store, status: int, text: str) -> None:
    endpoint.fault = lambda h: send(h, status, "text/plain", b"", Location=h.path.replace("/query", "/healthy"))
    assert remote.query(text).truth is True
    assert len({(seen["method"], seen["query"]) for seen in endpoint.seen}) == 1
    assert [str(seen["path"]).partition("?")[0] for seen in endpoint.seen] == ["/query", "/healthy"]


@pytest.mark.server
def test_see_other_is_got(endpoint: Endpoint, remote: Store) -> None:
    endpoint.fault = lambda h: send(h, 303, "text/plain", b"", Location="/healthy?query=ASK%20%7B%7D")
    assert remote.query("ASK { } #" + "x" * 3000).truth is True
    assert [seen["method"] for seen in endpoint.seen] == ["POST", "GET"]


@pytest.mark.server
def test_no_redirect_leads_from_outside_in(endpoint: Endpoint, remote: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = iter([False, True])
    monkeypatch.setattr("dipkb.store.http.line.is_inside", lambda address: next(inside))
    endpoint.fault = lambda h: send(h, 302, "text/plain", b"", Location="/healthy?query=ASK%20%7B%7D")
    with pytest.raises(StoreError, match=r"A server outside led to 127\.0\.0\.1, an address inside"):
        remote.query("ASK { }")
    assert len(endpoint.seen) == 1


def test_no_redirect_leads_out_of_encryption() -> None:
    from urllib.request import Request

    from dipkb.store.http.exchange import _redirected
    from dipkb.store.http.reply import Reply

    reply = Reply("https://example.org/query", 307, {"location": "http://example.org/query"}, b"")
    with pytest.raises(StoreError, match="which is not encrypted while this one is"):
        _redirected(Request("https://example.org/query"), reply)


PASSING = [
    {"status": 503, "headers": {"Retry-After": "0"}}, {"status": 429}, {"status": 502}, {"how": "reset"},
    {"status": 503, "headers": {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}},
    {"how": "raw", "body": ""}, {"length": 500}, {"how": "packed", "keep": 20},
]  # fmt: skip


@pytest.mark.server
@pytest.mark.parametrize("case", PASSING, ids=[json.dumps(case) for case in PASSING])
def test_what_passes_is_waited_for(endpoint: Endpoint, remote: Store, case: dict[str, Any]) -> None:
    wrong = fault(case)
    endpoint.fault = lambda handler: wrong(handler) if len(endpoint.seen) < 4 else handler.healthy()
    assert remote.query("ASK { }").truth is True
    assert len(endpoint.seen) == 4


@pytest.mark.server
def test_the_server_says_how_long_to_wait(endpoint: Endpoint, remote: Store) -> None:
    wrong = fault({"status": 503, "headers": {"Retry-After": "1"}})
    endpoint.fault = lambda handler: wrong(handler) if len(endpoint.seen) < 2 else handler.healthy()
    begun = time.monotonic()
    assert remote.query("ASK { }", timeout_s=10).truth is True
    assert 1 <= time.monotonic() - begun < 3


@pytest.mark.server
def test_packed_answers_are_unpacked(endpoint: Endpoint, remote: Store) -> None:
    endpoint.fault = lambda h: send(h, 200, JSON, gzip.compress(rows(1500)), Content_Encoding="gzip")
    assert len(remote.query(ALL).rows) == 1500


@pytest.mark.server
def test_a_round_number_of_rows_may_be_all(endpoint: Endpoint, remote: Store) -> None:
    endpoint.data = ox.Store()
    endpoint.data.extend(ox.Quad(ox.NamedNode(f"http://e/{n}"), ox.NamedNode("http://e/p"), ox.Literal(n)) for n in range(1000))
    assert len(remote.query(ALL).rows) == 1000
    assert "OFFSET 1000" in str(endpoint.seen[-1]["query"])
    assert len(remote.query(ALL + " ORDER BY ?o LIMIT 999 OFFSET 1").rows) == 999


AFTER = [
    "SELECT ?s WHERE { ?s ?p ?o }", "SELECT * { ?s ?p ?o } ORDER BY ?o LIMIT 7 OFFSET 2", "SELECT DISTINCT ?p { ?s ?p ?o }",
    "PREFIX e: <http://e/> SELECT ?s FROM e:g FROM NAMED <http://e/h> WHERE { ?s e:p ?o } # FROM <http://e/x>",
    "SELECT ?p (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?p HAVING (COUNT(*) > 1)",
    "SELECT ?s { ?s ?p ?o { SELECT ?o { ?a ?b ?o } LIMIT 5 } } VALUES ?p { <http://e/p> }",
]  # fmt: skip


@pytest.mark.parametrize("text", AFTER)
def test_the_row_after_so_many_is_asked_for_in_any_form(text: str) -> None:
    data = ox.Store()
    graphs = (ox.DefaultGraph(), ox.NamedNode("http://e/g"))
    data.extend(
        ox.Quad(ox.NamedNode(f"http://e/{n}"), ox.NamedNode("http://e/p"), ox.Literal(n), g) for n in range(9) for g in graphs
    )
    held = len(list(data.query(text)))
    assert held > 0
    assert [len(list(data.query(next_row(text, n)))) for n in (0, held - 1, held)] == [1, 1, 0]


# What goes wrong


FAULTS = yaml.safe_load((Path(__file__).parent / "cases" / "endpoint" / "faults.yaml").read_text(encoding="utf-8"))
ERRORS = {
    "StoreError": StoreError, "QueryError": QueryError, "QueryTimeout": QueryTimeout,
    "BrokenOff": BrokenOff, "Incomplete": Incomplete, "TooLong": TooLong,
}  # fmt: skip
ASKED = {"select": ALL, "graph": "CONSTRUCT WHERE { ?s ?p ?o }"}


@pytest.mark.server
@pytest.mark.parametrize("case", FAULTS, ids=[str(case["name"]) for case in FAULTS])
def test_each_fault_of_an_endpoint_has_its_words(
    endpoint: Endpoint, remote: Store, monkeypatch: pytest.MonkeyPatch, case: dict[str, Any]
) -> None:
    if "most" in case:
        monkeypatch.setattr("dipkb.store.protocol.ANSWER_BYTES", case["most"])
    endpoint.fault = fault(case)
    begun, limit = time.monotonic(), case.get("timeout", 10)
    with pytest.raises(ERRORS[case["error"]], match=case["says"]) as failure:
        remote.query(ASKED[case.get("form", "select")], timeout_s=limit)
    assert time.monotonic() - begun < limit + 1
    assert len(endpoint.seen) == case["asked"]
    assert "http://127.0.0.1" in str(failure.value) or case["error"] in ("QueryTimeout", "TooLong")
    assert "\x1b" not in str(failure.value)


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
    endpoint.fault = lambda h: send(h, 307, "text/plain", b"", Location=h.path.replace("/query", "/healthy"))
    assert remote.query("ASK { }").truth is True
    assert [bool(request["authorization"]) for request in endpoint.seen] == [True, False]


DIGEST = 'Digest realm="SPARQL", domain="/query", nonce="af01", opaque="5e", stale="false", qop="auth", algorithm="MD5"'


def digest_only(handler: Handler) -> None:
    """Let in who proves to know the password of anna, as RFC 2617 has it."""
    given = dict(re.findall(r'(\w+)="?([^",]+)"?', handler.headers["Authorization"] or ""))
    ha1 = hashlib.md5(b"anna:SPARQL:geheim").hexdigest()
    ha2 = hashlib.md5(f"{handler.command}:{handler.path}".encode()).hexdigest()
    proof = f"{ha1}:af01:{given.get('nc')}:{given.get('cnonce')}:auth:{ha2}"
    if given.get("response") == hashlib.md5(proof.encode()).hexdigest():
        return handler.healthy()
    send(handler, 401, "text/plain", b"", WWW_Authenticate=f'Basic realm="x", {DIGEST}')


@pytest.mark.server
@pytest.mark.parametrize("text", ["ASK { }", "ASK { } #" + "x" * 3000], ids=["by GET", "by POST"])
@pytest.mark.parametrize(("scheme", "first"), [("", "Basic"), ("digest", None)])
def test_a_server_that_wants_digests_gets_them(
    endpoint: Endpoint, remote: Store, monkeypatch: pytest.MonkeyPatch, text: str, scheme: str, first: str | None
) -> None:
    for name, value in {"USER": "anna", "PASSWORD": "geheim", "AUTH": scheme}.items():
        monkeypatch.setenv(f"DIPKB_STORE_{name}", value)
    endpoint.fault = digest_only
    assert remote.query(text).truth is True
    assert [(seen["authorization"] or "").split(" ")[0] or None for seen in endpoint.seen] == [first, "Digest"]


@pytest.mark.server
def test_a_server_that_refuses_without_a_word_is_asked_what_it_wants(
    endpoint: Endpoint, remote: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"USER": "anna", "PASSWORD": "geheim"}.items():
        monkeypatch.setenv(f"DIPKB_STORE_{name}", value)
    mute = fault({"status": 401})
    endpoint.fault = lambda h: mute(h) if "Basic" in (h.headers["Authorization"] or "") else digest_only(h)
    assert remote.query("ASK { }").truth is True
    assert [(seen["authorization"] or "").split(" ")[0] for seen in endpoint.seen] == ["Basic", "", "Digest"]


@pytest.mark.server
def test_a_wrong_password_is_tried_once(endpoint: Endpoint, remote: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"USER": "anna", "PASSWORD": "falsch", "AUTH": "digest"}.items():
        monkeypatch.setenv(f"DIPKB_STORE_{name}", value)
    endpoint.fault = digest_only
    with pytest.raises(StoreError, match="401 Unauthorized"):
        remote.query("ASK { }")
    assert len(endpoint.seen) == 2
    monkeypatch.setenv("DIPKB_STORE_PASSWORD", "ü")
    with pytest.raises(StoreError, match="must be plain ASCII"):
        remote.query("ASK { }")
    monkeypatch.setenv("DIPKB_STORE_AUTH", "kerberos")
    with pytest.raises(CallError, match=r"'kerberos'\. It may be 'basic', 'digest' or 'bearer'"):
        remote.query("ASK { }")


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
