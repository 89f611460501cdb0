"""What a server replied: read whole, unpacked, and never more of it than was asked for."""

from __future__ import annotations

import http.client
import zlib
from collections.abc import Iterator, Mapping

import msgspec

from dipkb.errors import StoreError

ANSWER_BYTES = 256 * 1024**2
REFUSAL_BYTES = 4000
_PIECE = 1 << 16


class TooLong(StoreError):
    """The body is longer than what is taken of it."""


class Reply(msgspec.Struct, frozen=True):
    """``headers`` by lower-case name; ``type`` without parameters; of a body under a status other than 200 only the beginning.

    ``whole`` is false where nothing marks the end of the answer (neither ``Content-Length`` nor chunks nor the end of a packed
    one), so that one cut off in between looks complete. ``outside``: the server is not on this machine or a private network.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    whole: bool = True
    outside: bool = False

    @property
    def type(self) -> str:
        """The content type, in lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def words(self) -> str:
        """The beginning of the body on one line, without control characters."""
        said = self.body[:2000].decode("utf-8", "replace")
        return " ".join("".join(c if c.isprintable() else " " for c in said).split())[:160]


def read(response: http.client.HTTPResponse, url: str, most: int, outside: bool) -> Reply:
    """Read it to its end.

    Raises:
        TooLong: It goes on after ``most`` bytes, packed or unpacked.
        IncompleteRead, EOFError: It ends before its declared length, its last chunk, or the end of its packing.
        ValueError: It is packed in a way that was not asked for.
    """
    headers = {name.lower(): value for name, value in response.headers.items()}
    if response.status != 200:
        return Reply(url, response.status, headers, _beginning(response, headers), outside=outside)
    packing = headers.get("content-encoding", "")
    whole = bool(response.chunked) or response.length is not None or "gzip" in packing.lower()
    pieces = _unpacked(_pieces(response), packing, most)
    return Reply(url, 200, headers, _joined(pieces, most), whole, outside)


def _beginning(response: http.client.HTTPResponse, headers: Mapping[str, str]) -> bytes:
    """As much of a refusal as is shown; what is wrong with it matters less than the refusal."""
    try:
        raw = response.read(REFUSAL_BYTES)
        return next(_unpacked(iter([raw]), headers.get("content-encoding", ""), REFUSAL_BYTES), b"")[:REFUSAL_BYTES]
    except (http.client.HTTPException, EOFError, ValueError, StoreError):
        return b""


def _pieces(response: http.client.HTTPResponse) -> Iterator[bytes]:
    while piece := response.read(_PIECE):
        yield piece
    if response.length:
        raise http.client.IncompleteRead(b"", response.length)


def _unpacked(pieces: Iterator[bytes], packing: str, most: int) -> Iterator[bytes]:
    """The pieces, unpacked as they come, no piece longer than a little over what is taken at all."""
    packing = packing.strip().lower()
    if packing in ("", "identity"):
        yield from pieces
        return
    if packing not in ("gzip", "x-gzip"):
        raise ValueError(f"packed as {packing[:40]!r}, not asked for")
    unpack = zlib.decompressobj(wbits=31)
    for piece in pieces:
        try:
            yield unpack.decompress(piece, most + 1)
        except zlib.error as reason:
            raise EOFError(f"what is called gzip is none: {reason}") from reason
    if not unpack.eof:
        raise EOFError("the packed answer ends in the middle")


def _joined(pieces: Iterator[bytes], most: int) -> bytes:
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) > most:
            raise TooLong(f"The answer is longer than {most:,} bytes. Use LIMIT, or ask for fewer columns.")
    return bytes(body)
