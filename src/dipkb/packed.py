"""Files packed by gzip or Zstandard: known by their first bytes when read, by the end of their name when written.

The same bytes are packed to the same bytes: no name and no time stands in a packed file. Zstandard is in Python from 3.14 on;
before that it needs the extra ``dipkb[zstd]``.
"""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import Any, BinaryIO, cast

from dipkb.errors import CallError, InputError

ENDINGS = {".gz": "gzip", ".zst": "zstd"}
MAX_RATIO, FREE_BYTES = 200, 50_000_000  # times a file may unfold, once it is over so many bytes; graphs and text reach 20 to 40
_MAGIC = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd"}
_LEVEL = {"gzip": 6, "zstd": 9}
_DAMAGED = (EOFError, zlib.error, gzip.BadGzipFile)


def packing_of(name: str) -> str | None:
    """How a file of that name is packed: ``gzip``, ``zstd`` or not at all.

    >>> packing_of("kb.nq.gz"), packing_of("kb.nq.ZST"), packing_of("kb.nq")
    ('gzip', 'zstd', None)
    """
    return ENDINGS.get(PurePath(name).suffix.lower())


def plain_name(name: str) -> str:
    """The name that a file has when it is unpacked.

    >>> plain_name("kb.nq.gz"), plain_name("kb.nq")
    ('kb.nq', 'kb.nq')
    """
    return name[: -len(PurePath(name).suffix)] if packing_of(name) else name


@contextmanager
def packing(out: BinaryIO, kind: str | None) -> Iterator[BinaryIO]:
    """A stream whose bytes come out packed at ``out``, which stays open; ``out`` itself where ``kind`` is ``None``.

    Raises:
        CallError: Zstandard is asked for and not installed.
    """
    if kind is None:
        yield out
        return
    with _packer(out, kind) as packer:
        buffer = io.BufferedWriter(packer, 1 << 18)
        try:
            yield buffer
        finally:
            buffer.flush()
            buffer.detach()


def _packer(out: BinaryIO, kind: str) -> Any:
    if kind == "gzip":
        return gzip.GzipFile(filename="", mode="wb", compresslevel=_LEVEL[kind], fileobj=out, mtime=0)
    try:
        return _zstd().ZstdFile(out, "wb", level=_LEVEL[kind])
    except ImportError as reason:
        raise CallError("Packing by Zstandard needs: pip install 'dipkb[zstd]'. Or name the file .gz.") from reason


def _zstd() -> Any:
    """Python's module for Zstandard, or its backport, which has the same functions."""
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    return zstd


def unpacked(stream: BinaryIO, name: str) -> BinaryIO:
    """What a file holds, unpacked as it is read if it is packed; ``name`` stands in the messages.

    Reading raises InputError when the file is damaged or cut off, and when it unfolds to more than 200 times its size (a bomb).

    Raises:
        InputError: It is packed twice, or needs Zstandard, which is not installed.

    >>> unpacked(io.BytesIO(gzip.compress(b"a b")), "a.gz").read()
    b'a b'
    """
    counted = Counted(stream)
    packed: Any = io.BufferedReader(counted, 1 << 18)
    kind = packing_seen(packed)
    if kind is None:
        return cast(BinaryIO, packed)
    inner: Any = io.BufferedReader(_Unpacked(_unpacker(packed, kind, name), counted, name), 1 << 18)
    if packing_seen(inner):
        raise InputError("is packed twice. Unpack it once first (gunzip, unzstd).", name)
    return cast(BinaryIO, inner)


def packing_seen(stream: Any) -> str | None:
    """How what comes next on a stream is packed, by its first bytes, which stay to be read; ``stream`` can peek."""
    start = stream.peek(4)[:4]
    return next((kind for magic, kind in _MAGIC.items() if start.startswith(magic)), None)


def _unpacker(packed: BinaryIO, kind: str, name: str) -> Any:
    if kind == "gzip":
        return gzip.GzipFile(fileobj=packed)
    try:
        return _zstd().ZstdFile(packed)
    except ImportError as reason:
        raise InputError("is packed by Zstandard; reading that needs: pip install 'dipkb[zstd]'", name) from reason


class Counted(io.RawIOBase):
    """A stream that counts what was read from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self.count = stream, 0

    def readable(self) -> bool:
        """Always; the stream is one to read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer; how many bytes came."""
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self.count += len(data)
        return len(data)


class _Unpacked(io.RawIOBase):
    """What an unpacker gives, within limits."""

    def __init__(self, unpacker: Any, packed: Counted, name: str) -> None:
        self._unpacker, self._packed, self._name, self._given = unpacker, packed, name, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._unpacker.read1(len(buffer))
        except _DAMAGED as reason:
            raise InputError("is damaged or cut off: it cannot be unpacked to its end.", self._name) from reason
        except Exception as reason:  # Zstandard's own error, whose class is in a module that need not be there
            if type(reason).__name__ != "ZstdError":
                raise
            raise InputError(f"is damaged or cut off: {reason}.", self._name) from reason
        self._given += len(data)
        if self._given > max(FREE_BYTES, MAX_RATIO * self._packed.count):
            raise InputError(
                f"unfolds to over {MAX_RATIO} times its size, which no graph or text does; reading stopped.", self._name
            )
        buffer[: len(data)] = data
        return len(data)
