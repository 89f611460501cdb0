"""One input being read: its name, whom to tell of faults, its limit, and its bytes as text."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from dipkb.errors import InputError

MAX_BYTES = 50_000_000
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip


@dataclass(frozen=True)
class Source:
    """An input: ``name`` stands in its messages, ``on_error`` hears them, ``max_bytes`` is the most one document may have."""

    name: str
    on_error: Callable[[InputError], None]
    max_bytes: int = MAX_BYTES

    def tell(self, message: str, line: int | None = None) -> None:
        """Report a fault and go on."""
        self.on_error(InputError(message, self.name, line))


def too_large(max_bytes: int) -> str:
    """The message for a document over the limit."""
    return f"is larger than {max_bytes:,} bytes, the most one document may have. Split it, or raise the limit (--max-mb)."


def read_all(source: Source, stream: BinaryIO, already: int = 0) -> bytes:
    """The rest of a stream of which ``already`` bytes were read.

    Raises:
        InputError: It is empty or over the limit.
    """
    data = stream.read(source.max_bytes + 1 - already)
    if len(data) + already > source.max_bytes:
        raise InputError(too_large(source.max_bytes), source.name)
    if not data and not already:
        raise InputError("is empty: no article in it.", source.name)
    return data


def decode_text(source: Source, data: bytes, line: int | None = None, declared: str | None = None) -> str:
    """Bytes as text: by their byte order mark, else as ``declared``, else as UTF-8; never by a guess.

    Raises:
        InputError: The bytes are not in that encoding (first bad byte named), or no text at all.

    >>> decode_text(Source("a.txt", print), b"Ng\\xc3\\xb4")
    'Ngô'
    >>> decode_text(Source("a.txt", print), b"caf\\xe9")
    Traceback (most recent call last):
    dipkb.errors.InputError: a.txt: byte 3 (0xe9) is not utf-8. Convert it to UTF-8; from Windows-1252: iconv -f CP1252 -t UTF-8
    """
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), declared or "utf-8")
    try:
        text = data.decode(encoding)
    except LookupError as error:
        raise InputError(f"says its encoding is '{encoding}', which is none. Convert it to UTF-8.", source.name, line) from error
    except UnicodeDecodeError as error:
        raise InputError(_not_decodable(data, encoding, error.start), source.name, line) from error
    if "\x00" in text:
        raise InputError(f"is a binary file, not text (NUL at byte {data.find(0)}).", source.name, line)
    return text


def _not_decodable(data: bytes, encoding: str, at: int) -> str:
    if b"\x00" in data[:65536] and encoding == "utf-8":
        return f"is a binary file, not text (NUL at byte {data.find(0)})."
    advice = "Convert it to UTF-8; from Windows-1252: iconv -f CP1252 -t UTF-8"
    return f"byte {at} (0x{data[at]:02x}) is not {encoding}. {advice}"
