"""A wire between a client and a server that kills the client's process at a chosen moment."""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

Moment = Literal["before", "after"]


@dataclass
class Wire:
    """Carries bytes to a server and back; ``connections`` counts them.

    At the connection number ``at`` the process ``victim`` is killed: before the server hears of it, or when it has answered and
    the client has not heard it.
    """

    target: tuple[str, int]
    url: str = ""
    at: int = 0
    moment: Moment = "before"
    victim: Callable[[], int] = lambda: 0
    connections: int = 0
    killed: threading.Event = field(default_factory=threading.Event)

    def carry(self, client: socket.socket) -> None:
        """One connection."""
        self.connections += 1
        deadly = self.connections == self.at
        if deadly and self.moment == "before":
            return self.kill(client)
        server = socket.create_connection(self.target)
        threading.Thread(target=pump, args=(client, server), daemon=True).start()
        first = server.recv(1 << 16)
        if deadly:
            self.kill(client)
        with suppress(OSError):
            while first:
                client.sendall(first)
                first = server.recv(1 << 16)
        for end in (client, server):
            hang_up(end)

    def kill(self, client: socket.socket) -> None:
        """As the system does when memory runs out: at once, without a word."""
        os.kill(self.victim(), signal.SIGKILL)
        self.killed.set()
        hang_up(client)


def hang_up(end: socket.socket) -> None:
    """Close it, also where another thread waits for it."""
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()


def pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(1 << 16):
            target.sendall(data)


@contextmanager
def wired(url: str) -> Iterator[Wire]:
    """A wire to the server of a URL; ``url`` of it is the same address by way of the wire."""
    parts = urlsplit(url)
    assert parts.hostname
    assert parts.port
    with socket.create_server(("127.0.0.1", 0)) as listening:
        wire = Wire((parts.hostname, parts.port))
        wire.url = parts._replace(netloc=f"127.0.0.1:{listening.getsockname()[1]}").geturl()
        threading.Thread(target=accept, args=(listening, wire), daemon=True).start()
        yield wire


def accept(listening: socket.socket, wire: Wire) -> None:
    with suppress(OSError):
        while True:
            client, _ = listening.accept()
            threading.Thread(target=wire.carry, args=(client,), daemon=True).start()
