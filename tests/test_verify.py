"""Another store holds and answers the same, or what differs is told: on real servers, in each setting of their default graph."""

from __future__ import annotations

import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from dipkb.answer import XSD, Term, from_json
from dipkb.cli import main
from dipkb.store import Store, open_store
from dipkb.store.http import exchange
from dipkb.store.push.dialect import place_of
from dipkb.verify import Check, default_graph, verify
from dipkb.verify.golden import golden, ready
from dipkb.verify.values import value
from dipkb.vocab import expand
from tests.fake_endpoint import Endpoint, serving
from tests.query_graphs import CORRECTED, lines
from tests.servers import Server, missing, started

EVENTS, LABEL = expand("dipg:events"), expand("rdfs:label")
TOPICS = {
    "counts", "dates", "texts with quotes", "unions", "GRAPH", "property paths", "numbers", "language tags", "evidence words",
    "truth values", "names in many scripts", "CONSTRUCT",
}  # fmt: skip


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The embedded store: the seed and the world of the query cases, corrected."""
    with open_store(tmp_path_factory.mktemp("verify") / "kb", create=True, write=True) as store:
        store.replace_all(lines(CORRECTED).splitlines())
        yield store


def failed(checks: Iterator[Check]) -> list[Check]:
    return [check for check in checks if check.failed]


# Real servers


def sent(server: Server, url: str, body: bytes, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, given in server.environment.items():
        monkeypatch.setenv(name, given)
    reply = exchange(urllib.request.Request(url, body, {"Content-Type": kind}, method="POST"), timeout_s=60)
    assert reply.status // 100 == 2, f"{reply.status} {reply.words}"


def changed(server: Server, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run an update there."""
    body = urllib.parse.urlencode({"update": text}).encode()
    sent(server, server.update, body, "application/x-www-form-urlencoded", monkeypatch)


def filled(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the graph there, by the server's own way for whole graphs."""
    quads = ox.Store()
    quads.load(lines(CORRECTED).encode(), ox.RdfFormat.N_QUADS)
    whole = {"fuseki": "/data", "rdf4j": "/statements", "oxigraph": "/store"}
    if server.kind in whole:
        data = quads.dump(format=ox.RdfFormat.N_QUADS) or b""
        return sent(server, server.url + whole[server.kind], data, "application/n-quads", monkeypatch)
    for graph in quads.named_graphs():
        url = f"{server.url}-graph-crud-auth?{urllib.parse.urlencode({'graph': str(graph)[1:-1]})}"
        data = quads.dump(format=ox.RdfFormat.TURTLE, from_graph=graph) or b""
        sent(server, url, data, "text/turtle", monkeypatch)


@pytest.mark.slow
def test_each_server_says_the_same_and_what_was_changed_there(
    server: Server, here: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(server, monkeypatch)
    event, label = _first_label(here)
    triple = f"<{event}> <{LABEL}> {ox.Literal(label, language='en')}"
    with open_store(server.query) as there:
        checks = list(verify(here, there))
        assert [check for check in checks if check.failed] == []
        assert sum(check.what == "question" and check.verdict == "same" for check in checks) >= 12
        for url in (server.query, server.url):
            assert (place_of(url, 30).query, place_of(url, 30).dialect.name) == (server.query, server.kind)

        changed(server, f"DELETE DATA {{ GRAPH <{EVENTS}> {{ {triple} }} }}", monkeypatch)
        graph = next(check for check in verify(here, there) if check.what == "graph")
        assert (graph.name, graph.verdict, graph.there) == (EVENTS, "differs", (graph.here or 0) - 1)
        assert graph.difference.only_here == ((event, LABEL, f"{label}@en"),)

        changed(server, f'INSERT DATA {{ GRAPH <{EVENTS}> {{ <{event}> <{LABEL}> "another"@en }} }}', monkeypatch)
        graph = next(check for check in verify(here, there) if check.what == "graph")
        assert graph.here == graph.there
        assert graph.difference.only_there == ((event, LABEL, "another@en"),)

        more = f"GRAPH <{EVENTS}> {{ {triple} }} GRAPH <{expand('dipg:reference')}> {{ {triple} }}"
        undo = f'DELETE DATA {{ GRAPH <{EVENTS}> {{ <{event}> <{LABEL}> "another"@en }} }}'
        changed(server, undo, monkeypatch)
        changed(server, f"INSERT DATA {{ {more} }}", monkeypatch)
        found = [check for check in failed(verify(here, there)) if check.what == "graph"]
        assert [(check.name, check.difference.only_there) for check in found] == [
            (expand("dipg:reference"), ((event, LABEL, f"{label}@en"),))
        ]


def _first_label(store: Store) -> tuple[str, str]:
    row = store.query(f"SELECT ?e ?l {{ GRAPH <{EVENTS}> {{ ?e <{LABEL}> ?l }} }} ORDER BY ?e LIMIT 1").dicts()[0]
    return row["e"], row["l"]


SETTINGS = [
    ("fuseki", "--set=tdb2:unionDefaultGraph=true", "union"), ("fuseki", "--set=tdb2:unionDefaultGraph=false", "empty"),
    ("oxigraph", "--union-default-graph", "union"), ("oxigraph", "", "empty"),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.stores
@pytest.mark.parametrize(("kind", "option", "plain"), SETTINGS, ids=[f"{kind} {plain}" for kind, _, plain in SETTINGS])
def test_the_default_graph_makes_no_difference(
    here: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, option: str, plain: str
) -> None:
    if reason := missing(kind):
        pytest.skip(reason)
    with started(kind, tmp_path / kind, *filter(None, [option])) as server:
        filled(server, monkeypatch)
        with open_store(server.query) as there:
            assert failed(verify(here, there)) == []
            assert default_graph(there) == plain


# The command, against an endpoint of this process


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[Endpoint]:
    monkeypatch.delenv("http_proxy", raising=False)
    with serving() as server:
        server.data.load(lines(CORRECTED).encode(), ox.RdfFormat.N_QUADS)
        yield server


@pytest.mark.server
def test_the_command_says_the_same_and_ends_with_0(endpoint: Endpoint, here: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["store", "verify", endpoint.url, "--store", here.where, "--format", "json"]) == 0
    said = capsys.readouterr()
    assert set(from_json(said.out.encode()).column("verdict")) <= {"same", "nothing to ask"}
    assert "questions have the same answer; 0 of" in said.err
    assert "Plain queries, without GRAPH, find nothing there" in said.err


@pytest.mark.server
def test_the_command_lists_the_rows_that_differ_and_ends_with_1(
    endpoint: Endpoint, here: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    reference = ox.NamedNode(expand("dipg:reference"))
    endpoint.data.remove_graph(reference)
    assert main(["store", "verify", endpoint.url, "--store", here.where, "--format", "csv"]) == 1
    said = capsys.readouterr()
    assert f"graph,{reference.value},differs," in said.out
    assert f"graph,{reference.value},only here," in said.out
    assert "question,the countries and their names,differs," in said.out
    assert "The graphs are not the same. Loading anew: dipkb store push --all" in said.err


@pytest.mark.server
def test_a_question_that_gets_no_answer_is_a_difference(
    endpoint: Endpoint, here: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.fake_endpoint import fault

    wrong = fault({"status": 500, "body": "out of memory"})
    endpoint.fault = lambda handler: wrong(handler) if "CONSTRUCT" in handler.sent else handler.healthy()
    assert main(["store", "verify", endpoint.url, "--store", here.where, "--format", "csv"]) == 1
    said = capsys.readouterr()
    assert "question,the countries as a graph,no answer," in said.out
    assert "out of memory" in said.out
    assert "did not answer everything" in said.err


def test_where_nobody_is_the_command_ends_with_4(here: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["store", "verify", "http://127.0.0.1:1/query", "--store", here.where]) == 4
    assert "cannot be reached" in capsys.readouterr().err


# What is compared


def test_the_golden_questions_cover_what_servers_have_otherwise() -> None:
    assert {topic for one in golden() for topic in one.covers} >= TOPICS
    assert all((one.query is None) != (one.sparql is None) for one in golden())


def test_a_small_graph_has_something_to_ask_of_twelve_at_least(here: Store) -> None:
    answers = [question.ask(here) for one in golden() if (question := ready(one, here))]
    assert sum(bool(answer.rows or answer.triples) for answer in answers) >= 12


SAME = """
0.90 decimal = 0.9 decimal
5 int = 5 integer
5 nonNegativeInteger = 5.0 decimal
1 boolean = true boolean
0 integer = false boolean
1.0e2 double = 100 double
2023-12-04 date = 2023-12-04Z date
2023-12-04T10:00:00Z dateTime = 2023-12-04T12:00:00+02:00 dateTime
PT3H duration = 10800.0 duration
P1DT30M duration = PT1470M dayTimeDuration
a string = a string
"""
OTHER = """
0.9 decimal = 0.91 decimal
5 integer = 5 string
2023-12-04 date = 2023-12-05 date
2023 gYear = 2023 integer
x integer = 0 integer
PT3H duration = PT4H duration
PT3H duration = P3Y duration
a string = A string
"""


def term(given: str) -> Term:
    text, _, kind = given.partition(" ")
    return Term("literal", text, None if kind == "string" else XSD + kind)


@pytest.mark.parametrize("pair", SAME.strip().splitlines())
def test_values_that_are_written_otherwise_are_the_same(pair: str) -> None:
    one, other = map(term, pair.split(" = "))
    assert value(one) == value(other)


@pytest.mark.parametrize("pair", OTHER.strip().splitlines())
def test_other_values_are_not(pair: str) -> None:
    one, other = map(term, pair.split(" = "))
    assert value(one) != value(other)


def test_languages_are_compared_without_case_and_count() -> None:
    english, german, none = (value(Term("literal", "a", None, tag)) for tag in ("EN", "de", None))
    assert value(Term("literal", "a", None, "en")) == english
    assert len({english, german, none}) == 3
