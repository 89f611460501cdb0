"""``dipkb store push``: what is said to each kind of server, and what happens when a server is busy, refuses, or breaks off."""

from __future__ import annotations

import base64
import os
import random
import re
import socket
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dipkb.answer import table
from dipkb.errors import CallError, DataError, StoreError, UnknownName
from dipkb.store import open_store
from dipkb.store.embedded import EmbeddedStore
from dipkb.store.graphs import Graph
from dipkb.store.push import FILES, Place, Report, Settings, dialects, manifest_iri, place_of, push
from dipkb.store.push.dialect import load
from dipkb.store.push.manifest import Entry, read
from dipkb.store.push.request import Refused
from dipkb.store.push.server import Piece, _inserted
from tests.fake_server import PASSWORD, PROTOCOLS, USER, FakeServer, Handler, serving
from tests.push_samples import EXAMPLE, THEIRS, XSD, article, fill
from tests.stores import DIPG

pytestmark = pytest.mark.server


@pytest.fixture(autouse=True)
def _user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIPKB_STORE_USER", USER)
    monkeypatch.setenv("DIPKB_STORE_PASSWORD", PASSWORD)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    with open_store(tmp_path / "kb", create=True, write=True) as opened:
        assert isinstance(opened, EmbeddedStore)
        fill(opened, 1, 2, 3)
        yield opened


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with serving("oxigraph") as server:
        yield server


def small(place: Place) -> Place:
    """So little room that each push takes many requests, and the largest graph goes in parts."""
    dialect = msgspec.structs.replace(
        place.dialect, quads_per_request=10, triples_per_update=20, largest_whole=25, rows_per_answer=7
    )
    return Place(place.base, dialect)


def pushed(store: EmbeddedStore, server: FakeServer, *, room: str = "", **settings: object) -> Report:
    place = place_of(server.url, None, None)
    return push(store.graphs(), small(place) if room else place, msgspec.convert(settings, Settings))


def held(server: FakeServer) -> list[str]:
    """The quads on the server without the list of what was pushed."""
    lines = (f"{quad} ." for quad in server.data)
    return sorted(line for line in lines if not line.endswith(f"<{manifest_iri()}> ."))


# --- each kind of server, by its documentation


@pytest.mark.parametrize(("kind", "given"), [(kind, path) for kind in PROTOCOLS for path in PROTOCOLS[kind]["given"]])
def test_a_server_is_known_by_any_of_its_addresses(kind: str, given: str) -> None:
    with serving(kind) as server:
        place = place_of(server.root + given, None, None)
    assert place.dialect.name == kind
    assert any(rule["path"] == place.query.removeprefix(server.root) for rule in PROTOCOLS[kind]["rules"])


@pytest.mark.parametrize("room", ["", "small"])
@pytest.mark.parametrize("kind", PROTOCOLS)
def test_a_server_is_sent_what_its_documentation_has(
    kind: str, room: str, store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIPKB_STORE_AUTH", PROTOCOLS[kind].get("scheme", "basic"))
    with serving(kind) as server:
        assert pushed(store, server, room=room).new == 7
        assert held(server) == list(store.lines())
        fill(store, 2, 3, 4, events=41)
        assert (report := pushed(store, server, room=room)).new == 1
        assert (report.changed, report.same, report.removed) == (1, 5, 1)
        assert held(server) == list(store.lines())
        assert pushed(store, server, room=room, everything=True).changed == 7
        assert held(server) == list(store.lines())
    assert "refused" not in server.writes


def test_every_kind_of_server_is_tested() -> None:
    assert set(dialects()) == set(PROTOCOLS)


def test_a_large_graph_is_replaced_as_one_where_the_server_can(store: EmbeddedStore, server: FakeServer) -> None:
    fill(store, events=12_000)
    pushed(store, server)
    fill(store, events=12_001)
    server.seen.clear()
    pushed(store, server)
    assert server.writes == ["replace", "update"]


@pytest.mark.parametrize("room", ["", "small"])
def test_values_that_no_update_takes_go_by_the_graph_store_protocol(room: str, store: EmbeddedStore) -> None:
    """Virtuoso fails on a duration in ``INSERT DATA``."""
    meetings = [f'<{EXAMPLE}m{n}> <{EXAMPLE}took> "PT{n + 1}H"^^<{XSD}duration> <{DIPG}events> .' for n in range(30)]
    store.replace_all([*store.lines(), *meetings])
    with serving("virtuoso") as server:
        pushed(store, server, room=room)
        assert held(server) == list(store.lines())


def test_a_server_of_ones_own_is_described_in_a_file(store: EmbeddedStore, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(
        "title: ours\ntrim: []\nrecognise: []\npaths: {query: /some/sparql, update: /some/sparql}\natomic: nothing\n"
        "quads_per_request: 50\ntriples_per_update: 50\nlargest_whole: 50\nrows_per_answer: 999\n"
    )
    with serving("unknown") as server:
        push(store.graphs(), place_of(server.root, str(file), None), Settings())
        assert held(server) == list(store.lines())


@pytest.mark.parametrize("content", ["title: 3", "[", "title: x\nsurprise: 1"])
def test_a_malformed_description_is_named(content: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(content)
    with pytest.raises(DataError, match=r"mine\.yaml"):
        load(file)


def test_an_unknown_kind_is_answered_with_those_that_are_known() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'fuseki'"):
        place_of("http://localhost:1/ds", "fusek", None)


# --- what a server may do


def busy(times: int, status: int = 503) -> object:
    """Busy for so many requests that change something, then well again."""
    left = [times]

    def fault(handler: Handler, what: str) -> bool:
        if what in ("query", "page") or left[0] == 0:
            return False
        left[0] -= 1
        handler.reply(status, b"later", {"Retry-After": "0"})
        return True

    return fault


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("kind", ["oxigraph", "rdf4j"])
def test_a_busy_server_is_asked_again(kind: str, status: int, store: EmbeddedStore) -> None:
    with serving(kind) as server:
        pushed(store, server)
        fill(store, 2, 3, 4, events=41)
        server.fault = busy(2, status)  # type: ignore[assignment]
        pushed(store, server)
        assert held(server) == list(store.lines())


def test_a_server_that_stays_busy_is_left_alone_in_the_end(store: EmbeddedStore, server: FakeServer) -> None:
    server.fault = busy(1000)  # type: ignore[assignment]
    with pytest.raises(Refused, match=r"It stays busy\. The push can be called again"):
        pushed(store, server)
    assert len(server.writes) == 8


@pytest.mark.parametrize(
    ("status", "advice"),
    [
        (400, "finds the request malformed"),
        (401, "DIPKB_STORE_USER"),
        (403, "read-only"),
        (404, "does the dataset exist"),
        (405, "--server"),
        (413, "--chunk"),
        (415, "--server"),
        (500, "see its log"),
        (507, "disk is full"),
    ],
)
def test_a_refusal_is_final_and_says_what_to_do(status: int, advice: str, store: EmbeddedStore, server: FakeServer) -> None:
    server.fault = lambda handler, what: what == "add" and handler.reply(status, b"because") is None
    with pytest.raises(Refused, match=rf"/store answered {status} .*{advice}.*It says: because") as refusal:
        pushed(store, server)
    assert refusal.value.exit_code == 4
    assert server.writes == ["add"] * (2 if status == 401 else 1)  # once more to hear what login is wanted


def cut(handler: Handler) -> None:
    """Reset the connection, as a server that dies does."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


@pytest.mark.parametrize("kind", ["oxigraph", "virtuoso", "rdf4j"])
def test_a_push_interrupted_at_any_request_goes_on_where_it_stopped(kind: str, store: EmbeddedStore) -> None:
    """Each request in turn is the last: it is done and its answer is lost, or it is not done."""
    with serving(kind) as server:
        pushed(store, server, room="small")
        count = len(server.seen)
    for last in range(1, count + 1):
        for done in (True, False):
            with serving(kind) as server:
                interrupt(server, last, done)
                with pytest.raises(StoreError):
                    pushed(store, server, room="small")
                server.fault = lambda handler, what: False
                server.seen.clear()
                pushed(store, server, room="small")
                assert held(server) == list(store.lines())
                assert len(server.seen) < count + 3


def interrupt(server: FakeServer, last: int, done: bool) -> None:
    def fault(handler: Handler, what: str) -> bool:
        if len(server.seen) < last:
            return False
        if len(server.seen) == last and done:
            rule, _ = handler.fitting()
            handler.reply = lambda *_: None  # type: ignore[method-assign, assignment]
            getattr(handler, what.replace("-", "_"))(rule)
            del handler.reply
        handler.reply(500, b"gone")
        return True

    server.fault = fault


def test_a_connection_that_is_cut_is_taken_up_again(store: EmbeddedStore, server: FakeServer) -> None:
    cuts = [2]

    def fault(handler: Handler, what: str) -> bool:
        if what != "add" or cuts[0] == 0:
            return False
        cuts[0] -= 1
        cut(handler)
        return True

    server.fault = fault
    pushed(store, server)
    assert held(server) == list(store.lines())


def test_the_password_follows_no_redirect_to_another_host(store: EmbeddedStore, server: FakeServer) -> None:
    with serving("oxigraph") as elsewhere:
        heard: list[str | None] = []
        elsewhere.fault = lambda handler, what: heard.append(handler.headers["Authorization"]) is not None
        to = f"{elsewhere.root}/store"
        server.fault = lambda handler, what: what == "add" and handler.reply(307, headers={"Location": to}) is None
        pushed(store, server)
    assert heard == [None]


def test_a_server_that_wants_digests_says_so_once(store: EmbeddedStore) -> None:
    """Virtuoso's way: it refuses an offered password without a word, and says what it wants of one who offers none."""
    asked: list[str] = []
    challenge = {"WWW-Authenticate": 'Digest realm="SPARQL", nonce="1f2e", qop="auth", algorithm="MD5"'}

    def fault(handler: Handler, what: str) -> bool:
        asked.append((handler.headers["Authorization"] or "nothing").split(" ")[0])
        if what != "update" or asked[-1] == "Digest":
            return False
        handler.reply(401, headers=challenge if asked[-1] == "nothing" else {})
        return True

    with serving("virtuoso") as server:
        server.fault = fault
        pushed(store, server, room="small")
        assert held(server) == list(store.lines())
    assert asked.count("nothing") == 1
    assert set(asked[asked.index("nothing") + 1 :]) == {"Digest"}


# --- whose graphs are whose


def test_a_graph_of_somebody_else_is_refused_unless_it_may_be_replaced(store: EmbeddedStore, server: FakeServer) -> None:
    server.data.update(f"INSERT DATA {{ GRAPH <{EXAMPLE}g> {{ {THEIRS} }} }}")
    store.replace_all([f"<{EXAMPLE}a> <{EXAMPLE}b> <{EXAMPLE}c> <{EXAMPLE}g> ."])
    with pytest.raises(StoreError, match=r"has a graph <http://example.org/g> that was not pushed by dipkb"):
        pushed(store, server)
    assert held(server) == [f"{THEIRS} <{EXAMPLE}g> ."]
    pushed(store, server, replace=True)
    assert held(server) == list(store.lines())


def test_files_are_added_and_stay_when_a_store_is_pushed(store: EmbeddedStore, server: FakeServer, tmp_path: Path) -> None:
    pushed(store, server)
    with open_store(tmp_path / "files", create=True, write=True) as files:
        assert isinstance(files, EmbeddedStore)
        files.replace_all([f"<{EXAMPLE}a> <{EXAMPLE}b> <{EXAMPLE}c> ."])
        with pytest.raises(CallError, match="--graph IRI"):
            pushed(files, server, origin=FILES)
        report = pushed(files, server, origin=FILES, unnamed=f"{EXAMPLE}g")
    assert (report.new, report.removed) == (1, 0)
    assert pushed(store, server).removed == 0
    assert f"<{EXAMPLE}a> <{EXAMPLE}b> <{EXAMPLE}c> <{EXAMPLE}g> ." in held(server)


def test_a_dry_run_counts_and_sends_nothing(store: EmbeddedStore, server: FakeServer) -> None:
    pushed(store, server)
    fill(store, 2, 3, 4, events=41)
    server.seen.clear()
    before = held(server)
    report = pushed(store, server, dry_run=True)
    assert (report.new, report.changed, report.same, report.removed) == (1, 1, 5, 1)
    assert server.writes == []
    assert held(server) == before


def test_texts_are_left_out_where_that_is_wanted(store: EmbeddedStore, server: FakeServer) -> None:
    push(store.graphs(without_text=True), place_of(server.url, None, None), Settings())
    assert held(server) == list(store.lines(without_text=True))


# --- the list of what was pushed, and digests


@given(st.integers(1, 12), st.integers(4, 9), st.randoms())
def test_the_list_is_read_in_pages(graphs: int, page: int, chance: random.Random) -> None:
    entries = {
        f"{DIPG}article/{n}": [Entry("store", f"{n}", k or None) for k in range(chance.randint(1, 3))] for n in range(graphs)
    }
    rows = sorted((name, entry.triple(name).split('"')[1]) for name, parts in entries.items() for entry in parts)

    def ask(text: str) -> object:
        start = text.split('>= "')[1].split('"')[0]
        return table(["name", "text"], [row for row in rows if row[0] >= start][:page])

    expected = {name: max(parts, key=lambda entry: entry.part or 0) for name, parts in entries.items()}
    assert read(ask, page) == expected  # type: ignore[arg-type]


def test_a_list_that_somebody_spoilt_is_named(store: EmbeddedStore, server: FakeServer) -> None:
    server.data.update(f'INSERT DATA {{ GRAPH <{manifest_iri()}> {{ <{DIPG}events> <{EXAMPLE}p> "?" }} }}')
    with pytest.raises(StoreError, match=r"has an entry that is none: '\?'.*--all"):
        pushed(store, server)
    pushed(store, server, everything=True)
    assert held(server) == list(store.lines())
    assert pushed(store, server).same == 7


LINES = st.lists(st.text("ab", min_size=1, max_size=3), min_size=1, max_size=8, unique=True)


@given(LINES, st.randoms())
def test_a_digest_knows_no_order_and_every_triple(values: list[str], chance: random.Random) -> None:
    lines = [f'<a:s> <a:p> "{value}" .\n'.encode() for value in values]
    shuffled = chance.sample(lines, len(lines))
    assert digest(shuffled) == digest(lines)
    assert digest(lines[1:]) != digest(lines)
    assert digest([*lines[1:], b'<a:s> <a:p> "c" .\n']) != digest(lines)


def digest(lines: list[bytes]) -> str:
    with tempfile.TemporaryFile() as file:
        file.writelines(lines)
        return Graph("g", file).digest


@given(st.lists(st.sampled_from(["\\", "u", "U", "0041", '"', "\n", "é", "🕊", "{", "}", ";"]), max_size=12).map("".join))
def test_a_text_arrives_as_it_is_at_engines_of_both_kinds(text: str) -> None:
    """Some resolve ``\\uXXXX`` when they read a text, some before they parse the update."""
    quad = ox.Quad(ox.NamedNode("a:s"), ox.NamedNode("a:p"), ox.Literal(text), ox.NamedNode("a:g"))
    line = ox.serialize([quad.triple], format=ox.RdfFormat.N_TRIPLES)
    update = _inserted([Piece("a:g", [line or b""], Entry("store", "d"))])
    resolved = re.sub(r"\\u([0-9A-Fa-f]{4})", lambda found: chr(int(found[1], 16)), update)
    for form in (update, resolved):
        data = ox.Store()
        data.update(form)
        assert list(data) == [quad]


# --- the command


def run(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "DIPKB_STORE"} | more
    command = [sys.executable, "-m", "dipkb", "store", "push", *words]
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60)


def test_the_command_says_what_it_found_and_did_and_nothing_secret(store: EmbeddedStore) -> None:
    with serving("fuseki") as server:
        done = run(server.url, "--store", store.where)
        refused = run(server.url, "--store", store.where, "--all", DIPKB_STORE_PASSWORD="wr0ng-secret")
    assert done.returncode == 0
    assert "Apache Jena Fuseki (found out)." in done.stderr
    assert f"Sent 7 new and 0 changed graphs ({store.size()} quads); 0 were there already, 0 removed" in done.stderr
    assert (refused.returncode, "DIPKB_STORE_USER" in refused.stderr) == (4, True)
    said = done.stdout + done.stderr + refused.stdout + refused.stderr
    secrets = (PASSWORD, "wr0ng-secret", base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode())
    assert not any(secret in said for secret in secrets)


def test_the_command_takes_files(server: FakeServer, tmp_path: Path) -> None:
    file = tmp_path / "extra.ttl"
    file.write_text(f"<{EXAMPLE}a> <{EXAMPLE}b> [ <{EXAMPLE}c> 'd' ] .")
    done = run(server.url, str(file), "--graph", f"{EXAMPLE}g")
    assert (done.returncode, len(held(server))) == (0, 2)
    assert not any("_:" in line for line in held(server))


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["http://127.0.0.1:9/ds", "--store", "KB"], 4, "cannot be reached"),
        (["ftp://127.0.0.1/ds", "--store", "KB"], 4, "no http or https address"),
        (["http://u:p@127.0.0.1:9/ds", "--store", "KB"], 4, "DIPKB_STORE_PASSWORD"),
        (["http://127.0.0.1:9/ds"], 2, "No store was named"),
        (["http://127.0.0.1:9/ds", "--store", "nowhere"], 4, "There is no store at nowhere"),
        (["http://127.0.0.1:9/ds", "x.ttl", "--graph", "no iri"], 2, "is no IRI"),
        (["http://127.0.0.1:9/ds", "nothing.ttl"], 3, "nothing.ttl"),
        (["http://127.0.0.1:9/ds", "--store", "KB", "--server", "oracle"], 2, "Kinds: blazegraph"),
    ],
)
def test_a_wrong_call_is_told(words: list[str], code: int, said: str, store: EmbeddedStore) -> None:
    done = run(*(store.where if word == "KB" else word for word in words))
    assert (done.returncode, said in done.stderr) == (code, True), done.stderr


def test_articles_are_small_enough_to_go_together(store: EmbeddedStore, server: FakeServer) -> None:
    store.replace_all([line for n in range(300) for line in article(n)])
    pushed(store, server)
    assert server.writes == ["add"]
