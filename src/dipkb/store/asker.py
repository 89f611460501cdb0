"""Asking an embedded store through a process that can be killed; the second wall after :mod:`dipkb.store.guard`.

The engine has no deadline and a short hostile query can crash it. So each query runs in a worker process with a memory limit;
at the deadline the worker is killed and the next query gets a new one. A worker that answered in time is kept: the first
query of a store pays for the start of a process, the others for a pipe.
"""

from __future__ import annotations

import os
import selectors
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

from dipkb.answer import Answer, from_json, from_ntriples
from dipkb.errors import StoreError
from dipkb.store.guard import QueryError
from dipkb.store.worker import FRAME

MEMORY_BYTES = 2 * 1024**3
ANSWER_BYTES = 256 * 1024**2
START_S = 30.0
_SECRETS = ("DIPKB_STORE_USER", "DIPKB_STORE_PASSWORD")


class QueryTimeout(StoreError):
    """A query did not end by its deadline and was stopped; ``timeout_s`` says after how many seconds."""

    def __init__(self, timeout_s: float) -> None:
        self.timeout_s = timeout_s
        super().__init__(
            f"The query did not end within {timeout_s:g} s and was stopped. Narrow it (type, year, LIMIT) or give it more time."
        )


class Asker:
    """One worker process over one folder of the engine; not for several threads at a time.

    Raises:
        StoreError: The engine cannot open the folder.
    """

    def __init__(self, folder: Path, memory_bytes: int = MEMORY_BYTES) -> None:
        self._worker = _start(folder, memory_bytes)
        self._memory_bytes, self._heard = memory_bytes, bytearray()
        try:
            kind, data = self._frame(START_S)
        except BaseException:
            self.close()
            raise
        if kind != b"R":
            self.close()
            raise StoreError(f"The store's data at {folder} cannot be opened: {data.decode(errors='replace')}")

    def ask(self, text: str, *, union: bool, timeout_s: float) -> Answer:
        """Run a query that :func:`~dipkb.store.guard.check_query` let pass; whatever goes wrong, the worker is gone by then.

        Raises:
            QueryError: The engine finds the query malformed.
            QueryTimeout: The deadline came first.
            StoreError: The answer is too long, or the engine gave up (out of memory, or nested too deeply).
        """
        try:
            self._send(b"U" if union else b"Q", text, timeout_s)
            kind, data = self._frame(timeout_s)
        except BaseException:
            self.close()
            raise
        return _read(kind, data)

    def close(self) -> None:
        """End the worker at once; nothing is lost, it only reads."""
        self._worker.kill()
        for pipe in (self._worker.stdin, self._worker.stdout):
            if pipe:
                pipe.close()
        self._worker.wait()

    @property
    def alive(self) -> bool:
        """Whether the worker still takes queries."""
        return self._worker.poll() is None

    def _send(self, kind: bytes, text: str, timeout_s: float) -> None:
        """The worker gets a deadline of its own, a little later, for the case that this process dies first."""
        data = struct.pack(">Q", int(timeout_s) + 5) + text.encode("utf-8", "replace")
        message = FRAME.pack(kind, len(data)) + data
        assert self._worker.stdin is not None  # noqa: S101 - opened with a pipe
        try:
            self._worker.stdin.write(message)
            self._worker.stdin.flush()
        except BrokenPipeError:
            raise StoreError(self._death()) from None

    def _frame(self, timeout_s: float) -> tuple[bytes, bytes]:
        deadline = time.monotonic() + timeout_s
        kind, length = FRAME.unpack(self._bytes(FRAME.size, deadline, timeout_s))
        return kind, self._bytes(length, deadline, timeout_s)

    def _bytes(self, count: int, deadline: float, timeout_s: float) -> bytes:
        assert self._worker.stdout is not None  # noqa: S101 - opened with a pipe
        with selectors.DefaultSelector() as selector:
            selector.register(self._worker.stdout, selectors.EVENT_READ)
            while len(self._heard) < count:
                if not selector.select(max(0.0, deadline - time.monotonic())):
                    raise QueryTimeout(timeout_s)
                more = os.read(self._worker.stdout.fileno(), 1 << 20)
                if not more:
                    raise StoreError(self._death())
                self._heard += more
        data = bytes(self._heard[:count])
        del self._heard[:count]
        return data

    def _death(self) -> str:
        code = self._worker.wait()
        if code == -signal.SIGSEGV:
            return "The query nests too deeply for the engine and was stopped. Flatten it: VALUES or IN instead of long chains."
        if code == -signal.SIGABRT:
            most = f"{self._memory_bytes // 1024**2:,} MB"
            return f"The query needs more than {most} of memory and was stopped. Narrow it, or use LIMIT."
        return f"The engine stopped in the middle of the query (exit {code}). If it does so again, the query is the cause."


def _start(folder: Path, memory_bytes: int) -> subprocess.Popen[bytes]:
    """Run the worker's file itself: no import of dipkb, nothing from the working folder (``-P``), no secrets."""
    program = str(Path(__file__).with_name("worker.py"))
    command = [sys.executable, "-P", program, str(folder), str(memory_bytes), str(ANSWER_BYTES)]
    environment = {name: value for name, value in os.environ.items() if name not in _SECRETS}
    pipe = subprocess.PIPE
    try:
        return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=environment)  # noqa: S603
    except OSError as reason:
        raise StoreError(f"The process that runs queries cannot be started ({sys.executable}): {reason.strerror}.") from reason


def _read(kind: bytes, data: bytes) -> Answer:
    if kind == b"J":
        return _results(data)
    if kind == b"T":
        return from_ntriples(data)
    words = data.decode(errors="replace")
    if kind == b"X":
        raise QueryError(f"The query is malformed: {words}")
    if kind == b"L":
        raise StoreError(f"The answer is longer than {words}. Use LIMIT, or ask for fewer columns.")
    raise StoreError(f"The engine could not answer: {words}")


def _results(data: bytes) -> Answer:
    try:
        return from_json(data)
    except ValueError as reason:
        raise StoreError(f"The answer holds what RDF 1.1 does not have, such as a triple as a value ({reason}).") from reason
