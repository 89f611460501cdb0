"""A deadline that holds for everything: looking up the name, connecting, TLS, sending, and every packet of the answer.

A socket's own timeout starts anew with each packet, and looking up a name has none. So the work runs in a thread; when the
deadline comes first, its connections are shut, which ends the thread, and the caller goes on at once.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")


class Deadline:
    """A moment, the connections that end with it, and whether it has come."""

    def __init__(self, seconds: float) -> None:
        self._at, self._lock = time.monotonic() + seconds, threading.Lock()
        self._open: list[socket.socket] = []
        self._over = False

    @property
    def left(self) -> float:
        """Seconds until then, 0 when it has passed."""
        return max(0.0, self._at - time.monotonic())

    def hold(self, connection: socket.socket) -> None:
        """Shut this connection when the deadline comes; at once where it has come.

        Raises:
            TimeoutError: It has come.
        """
        with self._lock:
            self._open = [held for held in self._open if held.fileno() >= 0]
            self._open.append(connection)
            if self._over:
                self._shut()
                raise TimeoutError

    def end(self) -> None:
        """Shut what is open."""
        with self._lock:
            self._over = True
            self._shut()

    def _shut(self) -> None:
        for connection in self._open:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


def within(deadline: Deadline, work: Callable[[], T]) -> T:
    """The work's result, or what it raised.

    Raises:
        TimeoutError: The deadline came first.
    """
    result: list[T] = []
    failure: list[BaseException] = []

    def run() -> None:
        try:
            result.append(work())
        except BaseException as reason:
            failure.append(reason)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        thread.join(deadline.left)
        late = thread.is_alive()
    finally:
        deadline.end()
    if late:  # what it makes of its connections being shut is no result
        raise TimeoutError
    if result:
        return result[0]
    raise failure[0]
