"""The process a query runs in: opens a store read-only, answers what comes in on its standard input, and can be killed.

Started by :mod:`dipkb.store.asker` as a program of its own, so that it shares nothing with the process that asks. It imports
nothing of dipkb and is up in a few hundredths of a second. Frames, both ways: one byte of kind, eight of length, the data.

Kinds in: ``Q`` a query, ``U`` a query over the union of all graphs; the data are a deadline in seconds (8 bytes), then the text.
Kinds out: ``R`` ready, ``J`` results as SPARQL JSON, ``T`` triples as N-Triples, ``X`` malformed query, ``L`` answer too long,
``E`` any other error; the data of the last three are a message.
"""

from __future__ import annotations

import io
import resource
import signal
import struct
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyoxigraph as ox

FRAME = struct.Struct(">cQ")


class TooLong(Exception):
    """The answer is longer than what the asker takes."""


class Capped(io.BytesIO):
    """Bytes in memory, no more than ``limit`` of them."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit

    def write(self, data) -> int:  # type: ignore[no-untyped-def]  # a buffer of any kind
        """Take the data, or refuse what goes over the limit."""
        if self.tell() + len(data) > self.limit:
            raise TooLong(f"{self.limit:,} bytes")
        return super().write(data)


def main(path: str, memory_bytes: int, answer_bytes: int) -> None:
    """Answer queries over the store at ``path`` until the standard input ends."""
    import pyoxigraph as ox

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    limit_memory(memory_bytes)
    try:
        store = ox.Store.read_only(path)
    except OSError as reason:
        return send(b"E", str(reason).encode())
    send(b"R", b"")
    while head := sys.stdin.buffer.read(FRAME.size):
        kind, length = FRAME.unpack(head)
        data = sys.stdin.buffer.read(length)
        signal.alarm(struct.unpack(">Q", data[:8])[0])
        send(*answer(store, data[8:].decode(), kind == b"U", answer_bytes))
        signal.alarm(0)


def limit_memory(most: int) -> None:
    """Take no more address space than that, or than was allowed before; macOS knows no such limit."""
    if sys.platform == "darwin":
        return
    allowed = resource.getrlimit(resource.RLIMIT_AS)[1]
    most = most if allowed == resource.RLIM_INFINITY else min(most, allowed)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def answer(store: ox.Store, text: str, union: bool, limit: int) -> tuple[bytes, bytes]:
    """Run one query; what it gave or why it gave nothing, as a frame."""
    import pyoxigraph as ox

    out = Capped(limit)
    try:
        found = store.query(text, use_default_graph_as_union=union)
        if isinstance(found, ox.QueryTriples):
            found.serialize(out, ox.RdfFormat.N_TRIPLES)
            return b"T", out.getvalue()
        found.serialize(out, ox.QueryResultsFormat.JSON)
        return b"J", out.getvalue()
    except SyntaxError as reason:
        return b"X", str(reason.msg).encode()
    except TooLong as reason:
        return b"L", str(reason).encode()
    except (OSError, ValueError, MemoryError) as reason:
        return b"E", (str(reason) or type(reason).__name__).encode()


def send(kind: bytes, data: bytes) -> None:
    """Write one frame."""
    sys.stdout.buffer.write(FRAME.pack(kind, len(data)))
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
