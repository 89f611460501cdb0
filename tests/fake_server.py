"""A server that takes exactly the requests of ``tests/cases/push/protocols.yaml`` and does what they say, in memory."""

from __future__ import annotations

import base64
import re
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pyoxigraph as ox
import yaml

PROTOCOLS = yaml.safe_load(Path(__file__).with_name("cases").joinpath("push", "protocols.yaml").read_text())
USER, PASSWORD = "librarian", "t0ken:with/odd=signs"
FORM = "application/x-www-form-urlencoded"


class FakeServer(ThreadingHTTPServer):
    """``seen`` are the requests as (what, method, path); ``fault`` may answer one in its place and says whether it did."""

    daemon_threads = True

    def __init__(self, kind: str) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.protocol, self.kind = PROTOCOLS[kind], kind
        self.data, self.draft = ox.Store(), None  # type: ox.Store, list[Callable[[], None]] | None
        self.seen: list[tuple[str, str, str]] = []
        self.fault: Callable[[Handler, str], bool] = lambda handler, what: False

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def url(self) -> str:
        return self.root + self.protocol["given"][0]

    @property
    def writes(self) -> list[str]:
        """What was done that changes something."""
        return [what for what, method, _ in self.seen if method != "GET"]


class Handler(BaseHTTPRequestHandler):
    server: FakeServer

    def do_GET(self) -> None:
        self.answer()

    do_POST = do_PUT = do_DELETE = do_GET

    def answer(self) -> None:
        self.body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        rule, refusal = self.fitting()
        self.server.seen.append((rule["as"] if rule else "refused", self.command, self.path))
        if not self.server.fault(self, self.server.seen[-1][0]):
            if rule is None:
                self.reply(refusal, b"no such thing")
            elif self.server.protocol.get("user") and rule["as"] not in ("page",) and not self.is_let_in():
                self.reply(401, b"who?", {"WWW-Authenticate": 'Basic realm="kb"'})
            else:
                getattr(self, rule["as"].replace("-", "_"))(rule)

    def fitting(self) -> tuple[dict[str, Any] | None, int]:
        """The rule that fits the request, or the status of the refusal."""
        status = 404
        for rule in self.server.protocol["rules"]:
            path = self.path if "?" in rule["path"] else self.path.partition("?")[0]
            if rule["method"] == self.command and re.fullmatch(re.escape(rule["path"]).replace(r"\{graph\}", "[^&/:]+"), path):
                wanted = rule.get("type")
                if self.command == "GET" and rule["as"] == "query" and "query=" not in self.path:
                    continue
                if wanted is None or (self.headers["Content-Type"] or "").partition(";")[0] == wanted:
                    return rule, 200
                status = 415
        return None, status

    def is_let_in(self) -> bool:
        if self.server.protocol.get("scheme") == "bearer":
            return bool(self.headers["Authorization"] == f"Bearer {PASSWORD}") or self.command == "GET"
        token = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        return bool(self.headers["Authorization"] == f"Basic {token}")

    def reply(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        self.send_response_only(status)
        for name, value in {
            **self.server.protocol.get("answers", {}),
            **(headers or {}),
            "Content-Length": str(len(body)),
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def page(self, rule: dict[str, Any]) -> None:
        self.reply(200, rule.get("body", "").encode())

    def query(self, rule: dict[str, Any]) -> None:
        asked = urllib.parse.parse_qs(self.path.partition("?")[2] or self.body.decode())["query"][0]
        body = self.server.data.query(asked).serialize(format=ox.QueryResultsFormat.JSON) or b""
        self.reply(200, body, {"Content-Type": "application/sparql-results+json"})

    def text(self) -> str:
        is_form = self.headers["Content-Type"].startswith(FORM)
        return urllib.parse.parse_qs(self.body.decode())["update"][0] if is_form else self.body.decode()

    def update(self, rule: dict[str, Any]) -> None:
        most = self.server.protocol.get("most_triples")
        if most and self.text().count(" .\n") > most + 2:
            return self.reply(500, b"SP030: memory exhausted")
        if (never := self.server.protocol.get("never")) and never in self.text():
            return self.reply(500, b"SR553: Literal of type xsd:duration can not be created")
        self.server.data.update(self.text())
        self.reply(204)

    def add(self, rule: dict[str, Any]) -> None:
        self.server.data.load(self.body, ox.RdfFormat.N_QUADS)
        self.reply(204)

    def add_to(self, rule: dict[str, Any]) -> None:
        graph = ox.NamedNode(urllib.parse.parse_qs(self.path.partition("?")[2])["graph"][0])
        self.server.data.load(self.body, ox.RdfFormat.N_TRIPLES, to_graph=graph)
        self.reply(200)

    def replace(self, rule: dict[str, Any]) -> None:
        graph = ox.NamedNode(urllib.parse.parse_qs(self.path.partition("?")[2])["graph"][0])
        self.server.data.remove_graph(graph)
        self.server.data.load(self.body, ox.RdfFormat.N_TRIPLES, to_graph=graph)
        self.reply(201)

    def begin(self, rule: dict[str, Any]) -> None:
        self.server.draft = []
        self.reply(201, headers={"Location": f"{self.server.root}{self.path}/t1"})

    def in_update(self, rule: dict[str, Any]) -> None:
        assert self.server.draft is not None
        text = self.text()
        self.server.draft.append(lambda: self.server.data.update(text))
        self.reply(200)

    def in_add(self, rule: dict[str, Any]) -> None:
        assert self.server.draft is not None
        body = self.body
        self.server.draft.append(lambda: self.server.data.load(body, ox.RdfFormat.N_QUADS))
        self.reply(200)

    def commit(self, rule: dict[str, Any]) -> None:
        for change in self.server.draft or ():
            change()
        self.server.draft = None
        self.reply(200)

    def rollback(self, rule: dict[str, Any]) -> None:
        self.server.draft = None
        self.reply(204)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving(kind: str) -> Iterator[FakeServer]:
    with FakeServer(kind) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server
        server.shutdown()
