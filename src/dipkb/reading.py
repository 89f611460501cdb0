"""Reading articles and event records from files, folders and standard input.

Forms, by the end of the name: ``.txt`` (first line is the title), ``.html``, ``.json`` (one object or a list), ``.jsonl`` and
``.warc``, each as it is or packed (``.gz``, ``.zst``). A JSON object with ``article`` and ``events`` is an event record, any
other is an article. Text is UTF-8, or what a byte order mark or a web page's own header says; an encoding is never guessed.
What cannot be read is told, and everything else is still read.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

import msgspec

from dipkb.article import Article, article_from
from dipkb.errors import InputError
from dipkb.event import ArticleEvents, from_json
from dipkb.packed import packing_seen, plain_name, unpacked
from dipkb.pages import read_page, read_warc
from dipkb.source import MAX_BYTES, Source, decode_text, read_all, too_large

Item: TypeAlias = Article | ArticleEvents
Lines: TypeAlias = Iterable[tuple[int, str | None]]  # number from 1; None for a line whose fault was told


def read_articles(
    paths: Iterable[str | Path],
    *,
    on_error: Callable[[InputError], None],
    stdin: BinaryIO | None = None,
    max_bytes: int = MAX_BYTES,
) -> Iterator[Item]:
    """Read everything at the paths, in their order; a folder with all below it, sorted by name, hidden files left out.

    Args:
        paths: Files and folders; ``-`` is standard input, whose form is seen from its first characters.
        on_error: Told of each thing that cannot be read, with file and line; reading goes on with the next.
        stdin: Where ``-`` reads, binary.
        max_bytes: The most one document may have: a file, a line of JSON Lines, a page of a WARC.

    >>> import io
    >>> [a.id for a in read_articles(["-"], on_error=print, stdin=io.BytesIO(b'{"id": "a1", "text": "A visited B."}'))]
    ['a1']
    """
    for path in map(str, paths):
        source = Source(path if path != "-" else "standard input", on_error, max_bytes)
        yield from _guarded(source, _read_stdin(source, stdin) if path == "-" else _read_path(source, Path(path)))


def _guarded(source: Source, items: Iterator[Item]) -> Iterator[Item]:
    try:
        yield from items
    except InputError as error:
        source.on_error(error)
    except OSError as error:
        source.tell(f"cannot be read: {error.strerror or error}.")


def _read_path(source: Source, path: Path) -> Iterator[Item]:
    if path.is_dir():
        yield from _read_folder(source, path)
    elif not path.exists():
        raise InputError("is not there. Check the spelling; a relative path starts at the folder you are in.", str(path))
    else:
        yield from _read_file(source, path)


def _read_file(source: Source, path: Path) -> Iterator[Item]:
    reader = reader_for(path.name)
    if reader is None and path.is_file():
        raise InputError(f"has a form that is not read; read are {', '.join(READERS)}.", str(path))
    with path.open("rb") as stream:
        plain = stream if reader in (None, read_warc) else unpacked(stream, str(path))
        yield from (reader or _read_sniffed)(source, plain)


def _read_folder(source: Source, folder: Path) -> Iterator[Item]:
    files = list(_files(source, folder))
    if not files:
        raise InputError(f"holds no article. Read are {', '.join(READERS)}.", str(folder))
    for file in files:
        inner = Source(str(file), source.on_error, source.max_bytes)
        yield from _guarded(inner, _read_file(inner, file))


def _files(source: Source, folder: Path) -> Iterator[Path]:
    def denied(error: OSError) -> None:
        source.on_error(InputError(f"cannot be read: {error.strerror}.", str(error.filename)))

    for place, folders, files in os.walk(folder, onerror=denied):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(place, name) for name in sorted(files) if reader_for(name) and not name.startswith("."))


def _read_stdin(source: Source, stdin: BinaryIO | None) -> Iterator[Item]:
    if stdin is None:
        raise InputError("was named with '-', but there is none here.", source.name)
    yield from _read_sniffed(source, stdin)


def _read_sniffed(source: Source, stream: BinaryIO) -> Iterator[Item]:
    """A stream without a name to go by: WARC, a web page, JSON or JSON Lines, else plain text."""
    buffered: Any = stream if hasattr(stream, "peek") else io.BufferedReader(stream)
    if packing_seen(buffered):
        buffered = unpacked(buffered, source.name)
    head = buffered.peek(4096)[:4096].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if head.startswith(b"warc/"):
        reader: Reader = read_warc
    elif head.startswith((b"<!doctype html", b"<html")):
        reader = read_page
    else:
        reader = _read_json_or_lines if head.startswith((b"{", b"[")) else _read_text
    yield from reader(source, buffered)


def _read_text(source: Source, stream: BinaryIO) -> Iterator[Article]:
    text = decode_text(source, read_all(source, stream))
    title = next((line.strip() for line in text.splitlines() if line.strip()), None)
    yield from _article(source, {"text": text, "title": title}, None, "")


def _read_json(source: Source, stream: BinaryIO) -> Iterator[Item]:
    yield from _parse_whole(source, decode_text(source, read_all(source, stream)))


def _read_lines(source: Source, stream: BinaryIO) -> Iterator[Item]:
    yield from _parse_lines(source, _lines(source, stream))


def _read_json_or_lines(source: Source, stream: BinaryIO) -> Iterator[Item]:
    """JSON Lines when a line stands on its own, else one JSON text over many lines."""
    first = stream.readline(source.max_bytes + 1)
    if _is_json(first):
        yield from _parse_lines(source, _lines(source, stream, first))
        return
    text = decode_text(source, first + read_all(source, stream, already=len(first)))
    lines = text.splitlines()
    if not _is_json(text) and any(_is_json(line) for line in lines[1:]):
        yield from _parse_lines(source, enumerate(lines, 1))
    else:
        yield from _parse_whole(source, text)


def _lines(source: Source, stream: BinaryIO, first: bytes = b"") -> Iterator[tuple[int, str | None]]:
    start = first or stream.readline(source.max_bytes + 1)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield from enumerate(decode_text(source, start + read_all(source, stream, already=len(start))).splitlines(), 1)
        return
    rest = iter(lambda: stream.readline(source.max_bytes + 1), b"")
    for number, line in enumerate(_whole_lines(source, chain([start] if start else [], rest)), 1):
        yield number, line if line is None else _decode_line(source, line, number)


def _decode_line(source: Source, line: bytes, number: int) -> str | None:
    try:
        return decode_text(source, line, number)
    except InputError as error:
        source.on_error(error)
        return None


def _whole_lines(source: Source, pieces: Iterable[bytes]) -> Iterator[bytes | None]:
    """The lines; one that is longer than the limit is told and ``None``."""
    number, skipping = 1, False
    for piece in pieces:
        ends = piece.endswith(b"\n")
        if not skipping and not ends and len(piece) > source.max_bytes:
            source.tell(too_large(source.max_bytes), number)
            skipping = True
        if ends or not skipping:
            yield None if skipping else piece
            number, skipping = number + 1, False


def _parse_lines(source: Source, lines: Lines) -> Iterator[Item]:
    empty = True
    for number, line in lines:
        empty = empty and line is not None and not line.strip()
        if line and line.strip():
            yield from _parse(source, line, number)
    if empty:
        source.tell("has no line with an article in it.")


def _parse_whole(source: Source, text: str) -> Iterator[Item]:
    yield from _parse(source, text, None)


def _parse(source: Source, text: str, line: int | None) -> Iterator[Item]:
    """The articles and records in one JSON text: an object, or a list of them."""
    try:
        value = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        source.tell(f"is no JSON: {_json_fault(text, error)}.", line or _line_of(text, error))
        return
    listed = isinstance(value, list)
    if listed and not value:
        source.tell("is an empty list: no article in it.", line)
    for number, item in enumerate(value if listed else [value], 1):
        yield from _item(source, item, line, f"item {number} " if listed else "")


def _item(source: Source, item: object, line: int | None, which: str) -> Iterator[Item]:
    if not isinstance(item, dict):
        source.tell(f"{which}is {str(item)[:60]!r}; an article is a JSON object with a field 'text'.", line)
    elif "article" in item and "events" in item:
        yield from _record(source, item, line, which)
    else:
        yield from _article(source, item, line, which)


def _article(source: Source, fields: dict[str, object], line: int | None, which: str) -> Iterator[Article]:
    try:
        yield article_from(fields)
    except ValueError as error:
        source.tell(f"{which}{error}.", line)


def _record(source: Source, item: dict[str, object], line: int | None, which: str) -> Iterator[ArticleEvents]:
    try:
        yield from_json(msgspec.json.encode(item))
    except ValueError as error:
        source.tell(f"{which}is no event record: {error}.", line)


def _is_json(text: str | bytes) -> bool:
    try:
        msgspec.json.decode(text)
    except (ValueError, RecursionError):
        return False
    return True


def _json_fault(text: str, error: Exception) -> str:
    if re.search(r"\\ud[89a-f]", text, re.IGNORECASE):
        return "it escapes half of a surrogate pair (\\ud800 to \\udfff); write the character itself"
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    return re.sub(r"^JSON is malformed: ", "", str(error))


def _line_of(text: str, error: Exception) -> int:
    """The line (from 1) a fault stands on; the last one when the text ends too early."""
    at = re.search(r"\(byte (\d+)\)", str(error))
    before = text.encode()[: int(at[1])] if at else text.rstrip().encode()
    return before.count(b"\n") + 1


Reader: TypeAlias = Callable[[Source, BinaryIO], Iterator[Item]]
READERS: dict[str, Reader] = {
    ".txt": _read_text,
    ".html": read_page,
    ".htm": read_page,
    ".json": _read_json,
    ".jsonl": _read_lines,
    ".warc": read_warc,
}


def reader_for(name: str) -> Reader | None:
    """The reader for a file of that name, packed or not; ``None`` when the form is not read."""
    plain = plain_name(name).lower()
    return next((READERS[end] for end in READERS if plain.endswith(end)), None)
