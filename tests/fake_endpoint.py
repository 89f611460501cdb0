"""An endpoint on this machine that answers as the protocol has it, or as badly as a test wants."""

from __future__ import annotations

import gzip
import json
import socket
import struct
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pyoxigraph as ox

JSON = "application/sparql-results+json"
Fault = Callable[["Handler"], None]


class Endpoint(ThreadingHTTPServer):
    """The SPARQL 1.1 Protocol over a store of the engine; ``fault`` answers in its place where set."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.data, self.fault = ox.Store(), None  # type: ox.Store, Fault | None
        self.seen: list[dict[str, str | None]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/query"


@contextmanager
def serving() -> Iterator[Endpoint]:
    """One that answers while the block runs."""
    with Endpoint() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


class Handler(BaseHTTPRequestHandler):
    server: Endpoint
    sent = ""

    def do_GET(self) -> None:
        self.answer(urllib.parse.urlsplit(self.path).query)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        direct = self.headers["Content-Type"].startswith("application/sparql-query")
        self.answer(urllib.parse.urlencode({"query": body}) if direct else body)

    def answer(self, form: str) -> None:
        self.sent = urllib.parse.parse_qs(form).get("query", [""])[0]
        noted = {"method": self.command, "authorization": self.headers["Authorization"], "path": self.path, "query": self.sent}
        self.server.seen.append(noted)
        if self.server.fault and not self.path.startswith("/healthy"):
            return self.server.fault(self)
        self.healthy()

    def healthy(self) -> None:
        """Answer the query."""
        try:
            found = self.server.data.query(self.sent)
        except SyntaxError as reason:
            return send(self, 400, "text/plain", str(reason).encode())
        if isinstance(found, ox.QueryTriples):
            turtle = "n-triples" not in self.headers["Accept"]
            syntax = ox.RdfFormat.TURTLE if turtle else ox.RdfFormat.N_TRIPLES
            return send(self, 200, syntax.media_type, found.serialize(format=syntax) or b"")
        send(self, 200, JSON, found.serialize(format=ox.QueryResultsFormat.JSON) or b"")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def send(handler: Handler, status: int, kind: str, body: bytes, length: int | None = None, **headers: str) -> None:
    handler.send_response(status)
    for name, value in {"Content-Type": kind, "Content-Length": str(length or len(body)), **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    with suppress(OSError):
        handler.wfile.write(body)


def fault(case: dict[str, Any]) -> Fault:
    """What a case of ``tests/cases/endpoint/faults.yaml`` does."""
    return _WAYS.get(case.get("how", ""), _whole)(case)


def _body(case: dict[str, Any]) -> bytes:
    if "bytes" in case:
        return bytes.fromhex(case["bytes"])
    if "rows" in case:
        return rows(case["rows"])
    return str(case.get("body", '{"head":{},"boolean":true}' if case.get("status", 200) < 300 else "")).encode()


def rows(count: int) -> bytes:
    bindings = [{"s": {"type": "uri", "value": f"http://example.org/{n}"}} for n in range(count)]
    return json.dumps({"head": {"vars": ["s"]}, "results": {"bindings": bindings}}).encode()


def _whole(case: dict[str, Any]) -> Fault:
    def give(handler: Handler) -> None:
        further = case.get("more") and "OFFSET" in handler.sent
        headers = {name.replace("-", "_"): value for name, value in case.get("headers", {}).items()}
        body = rows(1) if further else _body(case)
        send(handler, case.get("status", 200), case.get("type", JSON), body, case.get("length"), **headers)

    return give


def _raw(case: dict[str, Any]) -> Fault:
    return lambda handler: _write(handler, _body(case))


def _close(case: dict[str, Any]) -> Fault:
    """A body that ends with the connection, as HTTP/1.0 has it."""
    head = f"HTTP/1.0 200 OK\r\nContent-Type: {case.get('type', JSON)}\r\n\r\n".encode()
    return lambda handler: _write(handler, head + _body(case))


def _write(handler: Handler, data: bytes) -> None:
    handler.wfile.write(data)


def _chunks(case: dict[str, Any]) -> Fault:
    def give(handler: Handler) -> None:
        handler.wfile.write(f"HTTP/1.1 200 OK\r\nContent-Type: {JSON}\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
        for chunk in case["chunks"]:
            handler.wfile.write(f"{len(chunk):x}\r\n{chunk}\r\n".encode())

    return give


def _reset(case: dict[str, Any]) -> Fault:
    def give(handler: Handler) -> None:
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.connection.close()

    return give


def _packed(case: dict[str, Any]) -> Fault:
    body = gzip.compress(_body(case), mtime=0)
    return lambda handler: send(handler, 200, JSON, body[: case.get("keep", len(body))], Content_Encoding="gzip")


def _bomb(case: dict[str, Any]) -> Fault:
    return _packed({"body": '{"head":{}' + " " * 50_000_000 + "}"})


def _drip(case: dict[str, Any]) -> Fault:
    def give(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + (b"X-Slow: " if "headers" in case["how"] else b"\r\n"))
        with suppress(OSError):
            for _ in range(100):
                handler.wfile.write(b" ")
                time.sleep(0.05)

    return give


def _silence(case: dict[str, Any]) -> Fault:
    return lambda handler: time.sleep(2)


def _loop(case: dict[str, Any]) -> Fault:
    def give(handler: Handler) -> None:
        send(
            handler,
            case["status"],
            "text/plain",
            b"",
            Location=f"/query/{len(handler.server.seen)}?{handler.path.partition('?')[2]}",
        )

    return give


_WAYS: dict[str, Callable[[dict[str, Any]], Fault]] = {
    "raw": _raw, "close": _close, "chunks": _chunks, "reset": _reset, "packed": _packed, "bomb": _bomb,
    "drip": _drip, "drip headers": _drip, "silence": _silence, "loop": _loop,
}  # fmt: skip
