"""Lines as a file to read from, for an engine that reads files."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import BinaryIO

_BATCH = 512


def as_file(lines: Iterable[bytes]) -> BinaryIO:
    """A binary file of the lines, read once as it is asked for; an error in making a line comes out of the reading.

    >>> as_file([b"a\\n", b"b\\n"]).read(3)
    b'a\\nb'
    """
    return io.BufferedReader(_Lines(iter(lines)), 1 << 18)


class _Lines(io.RawIOBase):
    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines, self._rest = lines, memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer, /) -> int:  # type: ignore[no-untyped-def]  # a writable buffer of any kind
        while not self._rest:
            batch = list(islice(self._lines, _BATCH))
            if not batch:
                return 0
            self._rest = memoryview(b"".join(batch))
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count
