"""``dipkb store push`` against real triplestores: what is there afterwards is what the store holds, whatever happened."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import yaml

from dipkb import resources
from dipkb.store import open_store
from dipkb.store.embedded import EmbeddedStore
from dipkb.store.push import Report, Settings, dialects, manifest_iri, place_of, push
from tests.killer import Moment, wired
from tests.push_samples import EXAMPLE, THEIRS, fill
from tests.servers import Server
from tests.stores import DIPG


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    with open_store(tmp_path / "kb", create=True, write=True) as opened:
        assert isinstance(opened, EmbeddedStore)
        fill(opened, 1, 2, 3)
        yield opened


def pushed(store: EmbeddedStore, server: Server, monkeypatch: pytest.MonkeyPatch, **settings: object) -> Report:
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    place = place_of(server.url, None, None)
    assert place.dialect.name == server.kind
    return push(store.graphs(), place, msgspec.convert(settings, Settings))


def held(server: Server) -> list[str]:
    """The quads that the server has, without the list of what was pushed and graphs of its own (Virtuoso has some)."""
    with open_store(server.query) as there:
        lines = [(line, line.split(" ")[-2]) for line in there.lines()]
    return [line for line, graph in lines if graph.startswith((f"<{DIPG}", f"<{EXAMPLE}")) and graph != f"<{manifest_iri()}>"]


def test_what_was_pushed_is_what_the_store_holds(store: EmbeddedStore, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    report = pushed(store, server, monkeypatch)
    assert (report.new, report.changed, report.same, report.removed) == (7, 0, 0, 0)
    assert report.quads_sent == store.size()
    assert held(server) == list(store.lines())


def test_a_second_push_sends_what_has_changed_and_nothing_else(
    store: EmbeddedStore, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    pushed(store, server, monkeypatch)
    unchanged = pushed(store, server, monkeypatch)
    assert (unchanged.new, unchanged.changed, unchanged.same, unchanged.removed, unchanged.quads_sent) == (0, 0, 7, 0, 0)
    fill(store, 2, 3, 4, events=41)
    report = pushed(store, server, monkeypatch)
    assert (report.new, report.changed, report.same, report.removed) == (1, 1, 5, 1)
    assert held(server) == list(store.lines())
    fill(store, 2, 3, 4, events=30)
    pushed(store, server, monkeypatch)
    assert held(server) == list(store.lines())


def test_graphs_of_others_are_left_alone(store: EmbeddedStore, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    pushed(store, server, monkeypatch)
    update(server, f"INSERT DATA {{ GRAPH <http://example.org/theirs> {{ {THEIRS} }} }}")
    fill(store, 9)
    pushed(store, server, monkeypatch)
    pushed(store, server, monkeypatch, everything=True)
    assert held(server) == sorted([*store.lines(), f"{THEIRS} <http://example.org/theirs> ."])


def test_everything_is_sent_again_where_somebody_changed_it_there(
    store: EmbeddedStore, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    pushed(store, server, monkeypatch)
    update(server, f"INSERT DATA {{ GRAPH <{DIPG}events> {{ {THEIRS} }} }}")
    assert pushed(store, server, monkeypatch).same == 7
    assert pushed(store, server, monkeypatch, everything=True).changed == 7
    assert held(server) == list(store.lines())


def test_a_graph_loaded_by_other_tools_before_is_replaced(
    store: EmbeddedStore, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    update(server, f"INSERT DATA {{ GRAPH <{DIPG}events> {{ {THEIRS} }} }}")
    assert pushed(store, server, monkeypatch).changed == 7
    assert held(server) == list(store.lines())


@pytest.fixture(scope="module")
def read_article(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the seed article, with all kinds of values that dipkb writes."""
    folder = tmp_path_factory.mktemp("seed") / "kb"
    call("build", str(resources.folder("seeds") / "articles"), "--store", str(folder))
    return folder


def test_what_was_pushed_is_verified(read_article: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    call("store", "push", server.url, "--store", str(read_article))
    call("store", "verify", server.query, "--store", str(read_article), "--format", "csv")


def call(*words: str) -> None:
    done = subprocess.run([sys.executable, "-m", "dipkb", *words], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 1.0])
def test_a_push_that_is_killed_goes_on_where_it_stopped(
    store: EmbeddedStore, server: Server, tmp_path: Path, share: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process of its own, killed (-9) at a share of its requests: before one, or when the server has done it."""
    moment: Moment = "before" if share in (0.2, 0.8) else "after"
    in_parts = description(server, tmp_path)
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    with wired(server.url) as wire:
        assert run(wire.url, store, in_parts).wait(120) == 0
        requests = wire.connections
        server.clear()
        started: list[subprocess.Popen[bytes]] = []
        wire.connections, wire.at, wire.moment = 0, max(1, int(requests * share)), moment
        wire.victim = lambda: started[0].pid
        started.append(run(wire.url, store, in_parts))
        assert wire.killed.wait(60)
        assert started[0].wait(120) == -9
        wire.connections, wire.at = 0, 0
        assert run(wire.url, store, in_parts).wait(120) == 0
        assert wire.connections < requests or share < 0.5
    assert held(server) == list(store.lines())


def description(server: Server, folder: Path) -> Path:
    """The server's dialect with so little room that each push takes many requests, and the largest graph goes in parts."""
    small = msgspec.structs.replace(
        dialects()[server.kind], quads_per_request=10, triples_per_update=10, largest_whole=25, rows_per_answer=7
    )
    content = {name: value for name, value in msgspec.to_builtins(small).items() if name != "name"}
    file = folder / "small.yaml"
    file.write_text(yaml.safe_dump(content))
    return file


def run(url: str, store: EmbeddedStore, server: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "dipkb", "store", "push", url, "--store", store.where, "--server", str(server)]
    return subprocess.Popen(command, env=os.environ, stdin=subprocess.DEVNULL)


def test_nobody_sees_a_part_of_a_graph_where_requests_are_atomic(
    store: EmbeddedStore, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    if server.kind == "virtuoso":
        pytest.skip("Virtuoso writes row by row; docs/servers.md says so")
    fill(store, events=4000)
    pushed(store, server, monkeypatch)
    seen, over = set(), threading.Event()

    def watch() -> None:
        with open_store(server.query) as there:
            while not over.is_set():
                seen.add(there.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{DIPG}events> {{ ?s ?p ?o }} }}").column("n")[0])

    watching = threading.Thread(target=watch)
    watching.start()
    for _ in range(3):
        pushed(store, server, monkeypatch, everything=True)
    over.set()
    watching.join()
    assert seen == {"4008"}


def update(server: Server, text: str) -> None:
    from dipkb.store.push.request import send

    send("POST", server.update, text.encode(), "application/sparql-update", timeout_s=60)
