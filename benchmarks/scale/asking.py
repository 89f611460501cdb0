"""A question put to a tool several times: rows and the milliseconds of the quickest run after the first."""

from __future__ import annotations

import base64
import http.client
import json
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Callable
from pathlib import Path

import msgspec
from tests.servers import Server

from dipkb.store import Store

RUNS = 4
LIMIT_S = 60.0


class Asked(msgspec.Struct, frozen=True, omit_defaults=True):
    """``ms`` by the wall, as one who asks sees it; ``rows`` tells whether two tools gave the same."""

    ms: float | None
    rows: int | None
    failed: str = ""


def _best(ask: Callable[[], int]) -> Asked:
    times, rows = list[float](), 0
    for _ in range(RUNS):
        begin = time.perf_counter()
        try:
            rows = ask()
        except Exception as reason:  # whatever a tool does is its result
            return Asked(None, None, f"{type(reason).__name__}: {reason}"[:200])
        times.append(1000 * (time.perf_counter() - begin))
        if sum(times) > 1000 * LIMIT_S:
            break
    return Asked(min(times[1:] or times), rows)


def ask_store(store: Store, text: str) -> Asked:
    """The embedded store, through its worker, answer read into terms."""
    return _best(lambda: len(store.query(text, timeout_s=LIMIT_S).rows))


def ask_server(server: Server, text: str) -> Asked:
    """An endpoint by HTTP on a connection that is kept; the JSON is read."""
    parts = urllib.parse.urlsplit(server.query)
    line = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=LIMIT_S)
    kind = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/sparql-results+json"}
    kind |= (
        {"Authorization": "Basic " + base64.b64encode(f"{server.user}:{server.password}".encode()).decode()}
        if server.user
        else {}
    )

    def ask() -> int:
        line.request("POST", parts.path, urllib.parse.urlencode({"query": text}), kind)
        answer = line.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise OSError(f"{answer.status} {body[:120].decode('utf-8', 'replace')}")
        return len(json.loads(body)["results"]["bindings"])

    try:
        return _best(ask)
    finally:
        line.close()


def ask_rdflib(source: Path, questions: dict[str, Path]) -> dict[str, Asked]:
    """rdflib in a process of its own, which is killed and started anew where a question takes too long."""
    answers = dict[str, Asked]()
    while left := {name: path for name, path in questions.items() if name not in answers}:
        _some_of_rdflib(source, left, answers)
    return answers


def _some_of_rdflib(source: Path, left: dict[str, Path], answers: dict[str, Asked]) -> None:
    command = [sys.executable, "-m", "benchmarks.scale.work", "ask", "rdflib", str(source), str(RUNS), *map(str, left.values())]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout
        child.stdout.readline()
        for name in left:
            alarm = threading.Timer(LIMIT_S + 5, child.kill)
            alarm.start()
            words = child.stdout.readline().split()
            alarm.cancel()
            answers[name] = Asked(float(words[1]), int(words[0])) if words else Asked(None, None, f"over {LIMIT_S:.0f} s")
            if not words:
                return
