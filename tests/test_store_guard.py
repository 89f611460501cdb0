"""Queries that would harm: refused before they run, or stopped; the store and the process that asks stay whole."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from dipkb.errors import CallError, StoreError
from dipkb.store import QueryError, QueryTimeout, Store, as_dataset, check_query, open_store
from dipkb.store.services import allowed
from tests.fake_endpoint import send, serving
from tests.stores import DIP, DIPD, dumped, sample


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "kb", create=True, write=True) as opened:
        opened.replace_all(sample())
        yield opened


@pytest.fixture(scope="module")
def canary() -> Iterator[tuple[int, list[object]]]:
    """A port that notes every call."""
    calls: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        going = threading.Event()

        def listen() -> None:
            while not going.is_set():
                try:
                    connection, caller = server.accept()
                except TimeoutError:
                    continue
                calls.append(caller)
                connection.close()

        thread = threading.Thread(target=listen)
        thread.start()
        yield server.getsockname()[1], calls
        going.set()
        thread.join()


SERVICES = [
    "SELECT * { SERVICE <U> { ?s ?p ?o } }",
    "SELECT * { service silent <U> { ?s ?p ?o } }",
    "SELECT * { SeRvIcE<U>{?s ?p ?o} }",
    "PREFIX : <U> SELECT * { SERVICE:x { ?s ?p ?o } }",
    "PREFIX : <U> SELECT * { SERVICE : { ?s ?p ?o } }",
    "PREFIX : <U> SELECT * { SERVICESILENT:x{ ?s ?p ?o } }",
    "PREFIX x: <U> SELECT * { SERVICE x:y { ?s ?p ?o } }",
    "SELECT * { ?s ?p 1SERVICE<U>{ ?a ?b ?c } }",
    "PREFIX : <U> SELECT * { ?s ?p 1.SERVICE:x{ ?a ?b ?c } }",
    "PREFIX : <U> SELECT * { ?s ?p 1e1SERVICE:x{ ?a ?b ?c } }",
    "SELECT * { BIND(<U> AS ?u) SERVICE ?u { ?s ?p ?o } }",
    "SELECT * { VALUES ?u { <U> } SERVICE $u { ?s ?p ?o } }",
    "SELECT * { SERVICE#\n<U>#\n{ ?s ?p ?o } }",
    "SELECT * { #\rSERVICE <U> { ?s ?p ?o } }",
    "SELECT * { { SELECT * { SERVICE <U> { ?s ?p ?o } } } }",
    "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <U> { ?s ?p ?o } } }",
    "SELECT * { ?s ?p ?o FILTER NOT EXISTS { SERVICE <U> { ?s ?p ?o } } }",
    "SELECT * { ?s ?p ?o MINUS { SERVICE <U> { ?s ?p ?o } } }",
    "SELECT * { OPTIONAL { SERVICE <U> { ?s ?p ?o } } }",
    "SELECT * { GRAPH ?g { SERVICE <U> { ?s ?p ?o } } }",
    "SELECT * { { } UNION { SERVICE <U> { ?s ?p ?o } } }",
    "ASK { SERVICE <U> { ?s ?p ?o } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <U> { ?s ?p ?o } }",
    "DESCRIBE ?s WHERE { SERVICE <U> { ?s ?p ?o } }",
    "SELECT ?s WHERE { ?s ?p ?o } HAVING (EXISTS { SERVICE <U> { ?s ?p ?o } })",
    "PREFIX e: <http://e/> SELECT * { ?s e:a\\#b ?o . SERVICE <U> { ?s ?p ?o } }",
    "SELECT * { ?s <http://e/\\u0061#> ?o . SERVICE <U> { ?s ?p ?o } }",
    "SELECT * { ?s ?p '''#''' . SERVICE <U> { ?s ?p ?o } }",
    'SELECT * { ?s ?p """\'""" . SERVICE <U> { ?s ?p "\'" } }',
    'SELECT * { ?s ?p "\\"#" . SERVICE <U> { ?s ?p ?o } }',
    "SELECT * { # \\u000A SERVICE <U> { ?s ?p ?o }\n}",
    "SELECT * { \\u0053ERVICE <U> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o FILTER(?s<?o) SERVICE<U>{ ?s ?p ?o } }",
]


@pytest.mark.parametrize("text", SERVICES)
def test_service_is_refused_in_every_spelling_and_never_calls(store: Store, canary: tuple[int, list[object]], text: str) -> None:
    port, calls = canary
    with pytest.raises(QueryError):
        store.query(text.replace("<U>", f"<http://127.0.0.1:{port}/>"), timeout_s=10)
    assert calls == []


ALLOWED = [
    "SELECT * { SERVICE <U> { ?s ?p ?o } }",
    "SELECT * { service silent <U> { ?s ?p ?o } }",
    "SELECT * { SERVICE#\n<U>{ ?s ?p ?o } }",
    "ASK { ?s ?p ?o OPTIONAL { SERVICE <U> { ?s ?p ?o } } }",
]
NOT_ALLOWED = [
    "SELECT * { BIND(<U> AS ?u) SERVICE ?u { ?s ?p ?o } }",
    "PREFIX x: <U> SELECT * { SERVICE x:y { ?s ?p ?o } }",
    "SELECT * { SERVICE <U> { ?s ?p ?o } SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }",
    "PREFIX : <U> SELECT * { SERVICE:x { ?s ?p ?o } }",
    "BASE <U> SELECT * { SERVICE <x> { ?s ?p ?o } }",
    "SELECT * { SERVICE <//127.0.0.1/> { ?s ?p ?o } }",
    "SELECT * { SERVICE <file:///etc/passwd> { ?s ?p ?o } }",
    "SELECT * { SERVICE <http://a:b@127.0.0.1:PORT/> { ?s ?p ?o } }",
    "SELECT * { SERVICE <http://localhost:PORT/> { ?s ?p ?o } }",
    "SELECT * { SERVICE <http://127.0.0.1.:PORT/> { ?s ?p ?o } }",
    "SELECT * { SERVICE <http://2130706433:PORT/> { ?s ?p ?o } }",
    "SELECT * { SERVICE <http://[::1]:PORT/> { ?s ?p ?o } }",
    "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT SILENT <U> { ?s ?p ?o } }",
    "SELECT * { SERVICE <http://127.0.0.1:PORT\\u0040localhost/> { ?s ?p ?o } }",
]


@contextmanager
def calling(folder: Path, host: str) -> Iterator[Store]:
    """A small store whose queries may call this host."""
    with open_store(folder / "kb", create=True, write=True) as store:
        store.replace_all(sample())
    with open_store(folder / "kb", services=[host]) as store:
        yield store


@pytest.mark.parametrize("text", ALLOWED)
def test_service_calls_a_host_that_was_allowed(tmp_path: Path, canary: tuple[int, list[object]], text: str) -> None:
    port, calls = canary
    before = len(calls)
    with calling(tmp_path, f"127.0.0.1:{port}") as store:
        with contextlib.suppress(StoreError):  # it hangs up
            store.query(text.replace("<U>", f"<http://127.0.0.1:{port}/>"), timeout_s=10)
        deadline = time.monotonic() + 5
        while len(calls) == before and time.monotonic() < deadline:
            time.sleep(0.02)
    assert len(calls) > before
    time.sleep(0.3)  # for a second try of the engine
    calls.clear()


@pytest.mark.parametrize("text", NOT_ALLOWED)
def test_service_calls_no_other_host_than_was_allowed(tmp_path: Path, canary: tuple[int, list[object]], text: str) -> None:
    port, calls = canary
    with calling(tmp_path, f"127.0.0.1:{port}") as store, pytest.raises(QueryError, match="SERVICE"):
        store.query(text.replace("<U>", f"<http://127.0.0.1:{port}/>").replace("PORT", str(port)), timeout_s=10)
    assert calls == []


@pytest.mark.server
def test_an_allowed_host_answers_and_leads_to_nobody_else(tmp_path: Path, canary: tuple[int, list[object]]) -> None:
    port, calls = canary
    with serving() as endpoint, calling(tmp_path, f"127.0.0.1:{endpoint.server_port}") as store:
        endpoint.data.add(ox.Quad(ox.NamedNode("http://e/a"), ox.NamedNode("http://e/b"), ox.Literal("c")))
        asked = f"SELECT ?o {{ SERVICE <{endpoint.url}> {{ <http://e/a> ?p ?o }} }}"
        assert store.query(asked).column("o") == ["c"]
        endpoint.fault = lambda handler: send(handler, 307, "text/plain", b"", Location=f"http://127.0.0.1:{port}/")
        with pytest.raises(StoreError):
            store.query(asked, timeout_s=10)
    assert calls == []


def test_a_name_that_leads_inside_is_not_called(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "socket.getaddrinfo", lambda *a, **k: [(2, 1, 6, "", ("9.9.9.9", 80)), (2, 1, 6, "", ("169.254.169.254", 80))]
    )
    with pytest.raises(QueryError, match=r"it leads to 169\.254\.169\.254, an address inside"):
        check_query("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }", allowed(["example.org"]))


def test_a_service_that_is_no_host_is_refused() -> None:
    for written in ("http://example.org/", "a b", "", "example.org/sparql", "*"):
        with pytest.raises(CallError, match="is no host"):
            allowed([written])


def test_the_word_service_may_stand_where_it_calls_nobody(store: Store) -> None:
    harmless = """SELECT ?service WHERE { # SERVICE <http://x/>
      ?s <http://example.org/SERVICE> ?service . ?s <http://example.org/p> "SERVICE", '''SERVICE''' , 'UPDATE'@en }"""
    assert store.query(harmless).rows == ()


@pytest.mark.parametrize(
    "text",
    [
        f"INSERT DATA {{ <{DIPD}x> <{DIP}y> 1 }}",
        "DELETE WHERE { ?s ?p ?o }",
        "PREFIX a: <http://a/> DELETE { ?s ?p ?o } INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }",
        "WITH <http://g/> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "CLEAR ALL",
        "drop silent all",
        "LOAD <file:///etc/passwd>",
        "LOAD <http://127.0.0.1:9/> INTO GRAPH <http://g/>",
        "CREATE GRAPH <http://g/>",
        "COPY DEFAULT TO <http://g/>",
        "MOVE DEFAULT TO <http://g/>",
        "ADD DEFAULT TO <http://g/>",
        "# SELECT\nCLEAR ALL",
        "SELECT * { } ; CLEAR ALL",
        "",
        "# nothing",
        "HELLO",
    ],
)
def test_what_would_change_the_store_is_refused(store: Store, text: str) -> None:
    before = dumped(store)
    with pytest.raises(QueryError):
        store.query(text)
    assert dumped(store) == before


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM <file:///etc/passwd> WHERE { ?s ?p ?o }",
        "SELECT * FROM NAMED <FILE:/etc/passwd> WHERE { GRAPH ?g { ?s ?p ?o } }",
        "SELECT * FROM <f\\u0069le:///etc/passwd> WHERE { ?s ?p ?o }",
        "PREFIX e: <file:///etc/> SELECT * FROM e:passwd WHERE { ?s ?p ?o }",
        "PREFIX:<file:///etc/> SELECT * FROM :passwd WHERE { ?s ?p ?o }",
        "BASE <file:///etc/> SELECT * FROM <passwd> WHERE { ?s ?p ?o }",
        "SELECT * FROM <ftp://127.0.0.1/x> WHERE { ?s ?p ?o }",
        "SELECT * FROM <data:text/turtle,x> WHERE { ?s ?p ?o }",
        "SELECT * FROM <jar:file:///x> WHERE { ?s ?p ?o }",
    ],
)
def test_from_reads_no_files(store: Store, text: str) -> None:
    with pytest.raises(QueryError, match="FROM reads graphs of the store"):
        store.query(text)


def test_from_a_url_that_is_no_graph_here_fetches_nothing(store: Store, canary: tuple[int, list[object]]) -> None:
    port, calls = canary
    assert store.query(f"SELECT * FROM <http://127.0.0.1:{port}/x> WHERE {{ ?s ?p ?o }}").rows == ()
    assert calls == []


def test_nor_does_rdflib_over_a_copy_of_the_graph(store: Store, canary: tuple[int, list[object]], tmp_path: Path) -> None:
    port, calls = canary
    secret = tmp_path / "secret.ttl"
    secret.write_text("<http://e/a> <http://e/b> <http://e/secret> .")
    dataset = as_dataset(store)
    for clause in ("FROM", "FROM NAMED"):
        for source in (secret.as_uri(), f"http://127.0.0.1:{port}/x"):
            found = dataset.query(f"SELECT * {clause} <{source}> WHERE {{ {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} }}")
            assert not any("secret" in str(row) for row in found)
    assert calls == []


DEEP = {
    "parentheses": "SELECT * { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }",
    "braces": "SELECT * " + "{" * 5000 + "}" * 5000,
    "blank nodes": "SELECT * { " + "[<http://p> " * 5000 + "1" + "]" * 5000 + " }",
    "or": "SELECT * { ?s ?p ?o FILTER(" + "||".join(["?s=1"] * 20000) + ") }",
    "plus": "SELECT (1" + "+1" * 20000 + " AS ?x) { }",
    "union": "SELECT * { " + " UNION ".join(["{}"] * 20000) + " }",
    "optional": "SELECT * { " + "OPTIONAL{}" * 20000 + " }",
    "path": "SELECT * { ?s " + "/".join(["<p:p>"] * 20000) + " ?o }",
    "not": "SELECT * { FILTER(" + "!" * 20000 + "1) }",
    "long": "SELECT * { } #" + "x" * 300_000,
}


@pytest.mark.parametrize("text", DEEP.values(), ids=list(DEEP))
def test_bottomless_queries_are_refused_before_they_run(store: Store, text: str) -> None:
    begun = time.monotonic()
    with pytest.raises(QueryError, match=r"nests more than|chains|characters long"):
        store.query(text)
    assert time.monotonic() - begun < 2


SLOW = {
    "product": "SELECT (COUNT(*) AS ?n) { " + " . ".join(f"?s{n} ?p{n} ?o{n}" for n in range(9)) + " }",
    "long path": "SELECT * { ?s " + "/".join(["<p:p>"] * 900) + " ?o }",
    "many lists": "SELECT * { ?s <a:b> 1 " + "; <a:b> 1" * 900 + " }",
}


@pytest.mark.parametrize("text", SLOW.values(), ids=list(SLOW))
def test_the_deadline_stops_a_query_and_the_next_one_is_answered(store: Store, text: str) -> None:
    begun = time.monotonic()
    with pytest.raises(QueryTimeout, match=r"did not end within 0\.5 s"):
        store.query(text, timeout_s=0.5)
    assert time.monotonic() - begun < 5
    assert store.query("ASK { }").truth is True


def test_a_stopped_query_leaves_no_process_behind(store: Store) -> None:
    store.query("ASK { }")
    assert len(_workers(store.where)) == 1
    with pytest.raises(QueryTimeout):
        store.query(SLOW["product"], timeout_s=0.3)
    assert _workers(store.where) == []


def test_closing_ends_the_query_process(store: Store) -> None:
    store.query("ASK { }")
    store.close()
    store.close()
    assert _workers(store.where) == []


def _workers(where: str) -> list[str]:
    listed = subprocess.run(["ps", "-A", "-ww", "-o", "args="], capture_output=True, text=True, check=True).stdout
    return [line for line in listed.splitlines() if "worker.py" in line and where in line]


def test_a_query_that_eats_memory_is_stopped_and_the_next_one_is_answered(store: Store) -> None:
    store.replace_all(f'<http://e/{n}> <http://e/p> "{n:0100}" <http://e/g> .' for n in range(1500))
    with pytest.raises(StoreError, match=r"MB of memory|did not end"):
        store.query("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i", timeout_s=60)
    assert len(store.query("SELECT * { ?a ?b ?c } LIMIT 3").rows) == 3


def test_an_engine_that_crashes_is_said_to_and_replaced(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second wall, with the first one taken away."""
    monkeypatch.setattr("dipkb.store.embedded.check_query", lambda text, services: False)
    with pytest.raises(StoreError, match="nests too deeply"):
        store.query(DEEP["braces"])
    assert store.query("ASK { }").truth is True


def test_a_malformed_query_says_where(store: Store) -> None:
    with pytest.raises(QueryError, match=r"malformed: .* 1:\d+"):
        store.query("SELECT * WHERE { ?s ?p }")
    with pytest.raises(QueryError, match=r"not closed: .*Write a quote inside it as"):
        store.query("SELECT * WHERE { ?s ?p 'Xi }")


def test_secrets_are_not_handed_to_the_query_process(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIPKB_STORE_PASSWORD", "hunter2")
    given: list[dict[str, str]] = []
    start = subprocess.Popen

    def noted(*args: Any, **options: Any) -> subprocess.Popen[bytes]:
        given.append(options["env"])
        return start(*args, **options)

    monkeypatch.setattr(subprocess, "Popen", noted)
    store.query("ASK { }")
    assert ["hunter2" in env.values() for env in given] == [False]


def test_asking_costs_little_after_the_first_query(store: Store) -> None:
    store.query("ASK { }")
    begun = time.process_time()
    for _ in range(100):
        store.query("ASK { }")
    assert (time.process_time() - begun) / 100 < 0.01
