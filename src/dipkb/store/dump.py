"""A store's quads as a file: the same quads give the same bytes.

Formats: ``nquads`` (sorted by bytes: the one to compare and to archive), ``trig`` and ``jsonld`` with their graphs, ``turtle``
and ``ntriples`` flat, that is the union of all graphs, each triple once. A store without blank nodes, as dipkb builds it,
dumps to the same bytes after every rebuild; labels of blank nodes are the engine's and change.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import IO, BinaryIO, cast

import pyoxigraph as ox

from dipkb.errors import UnknownName
from dipkb.files import atomic_write
from dipkb.packed import packing, packing_of
from dipkb.store.jsonld import write_jsonld
from dipkb.store.sorting import sorted_blocks
from dipkb.store.stream import as_file
from dipkb.vocab import expand, prefixes

FORMATS = {"nquads": ".nq", "trig": ".trig", "turtle": ".ttl", "ntriples": ".nt", "jsonld": ".jsonld"}
Progress = Callable[[int, int | None], None]
"""Hears how many quads are done and, once that is known, of how many; read, sorted and written are a third each."""


def write_dump(
    store: ox.Store, out: BinaryIO | str | Path, format: str, without_text: bool = False, progress: Progress | None = None
) -> None:
    """Write all quads, to an open binary file or to a path (then wholly or not at all).

    Args:
        store: An open store of the engine.
        out: Where to; a path is replaced only when the dump is complete, and packed where it ends in .gz or .zst.
        format: One of ``FORMATS``.
        without_text: Leave out the texts of the articles (``dip:text``), for graphs that are handed on.
        progress: Told from time to time.

    Raises:
        UnknownName: No such format.
        CallError: Zstandard is asked for and not installed.
        OutputError: The path cannot be written.
    """
    if format not in FORMATS:
        raise UnknownName("dump format", format, FORMATS, "Formats: " + ", ".join(FORMATS) + ".")
    if isinstance(out, str | Path):
        with atomic_write(out) as file, packing(file, packing_of(str(out))) as packed:
            return _write(store, packed, Form(format, without_text, progress, Path(out).resolve().parent))
    _write(store, out, Form(format, without_text, progress))


def _write(store: ox.Store, out: BinaryIO, form: Form) -> None:
    with tempfile.TemporaryFile(dir=form.folder) as file:
        store.dump(cast(IO[bytes], _Heard(file, form.read)), ox.RdfFormat.N_QUADS)
        file.seek(0)
        form.write(file, out)


class _Heard:
    """A file that tells how many lines are written to it."""

    def __init__(self, file: IO[bytes], heard: Callable[[int], None]) -> None:
        self._file, self._heard = file, heard

    def write(self, data: bytes) -> int:
        self._heard(data.count(b"\n"))
        return self._file.write(data)

    def flush(self) -> None:
        self._file.flush()


def sorted_quads(store: ox.Store, without_text: bool = False) -> Iterator[bytes]:
    """The lines of N-Quads with their line ends, sorted by bytes."""
    with tempfile.TemporaryFile() as file:
        store.dump(file, ox.RdfFormat.N_QUADS)
        file.seek(0)
        for block in Form("nquads", without_text).sorted(file):
            yield from block


class Form:
    """How quads are written; ``folder`` is where what is sorted waits."""

    def __init__(
        self, format: str, without_text: bool = False, progress: Progress | None = None, folder: Path | None = None
    ) -> None:
        self.format, self.folder, self._without_text, self._progress = format, folder, without_text, progress
        self._read = self._sorted = self._written = 0

    def write(self, source: IO[bytes], out: BinaryIO) -> None:
        """Write the quads of a file of N-Quads, in any order, to ``out``."""
        if self.format in ("nquads", "ntriples"):
            for block in self.sorted(source) if self.format == "nquads" else self._flat(source):
                out.writelines(block)
        elif self.format == "turtle":
            triples = ox.parse(as_file(chain.from_iterable(self._flat(source))), ox.RdfFormat.N_TRIPLES)
            ox.serialize(triples, out, ox.RdfFormat.TURTLE, prefixes=prefixes())
        else:
            quads = ox.parse(as_file(chain.from_iterable(self._by_graph(source))), ox.RdfFormat.N_QUADS)
            if self.format == "trig":
                ox.serialize(quads, out, ox.RdfFormat.TRIG, prefixes=prefixes())
            else:
                write_jsonld(quads, out)

    def sorted(self, source: IO[bytes], change: Callable[[bytes], bytes] | None = None) -> Iterator[list[bytes]]:
        """Blocks of lines, sorted by what ``change`` makes of a line."""

        def kept(lines: list[bytes]) -> list[bytes]:
            lines = [line for line in lines if not _is_text(line)] if self._without_text else lines
            return [change(line) for line in lines] if change else lines

        for block in sorted_blocks(source, kept, folder=self.folder, heard=self._heard):
            yield block
            self._written += len(block)
            self._tell()

    def _flat(self, source: IO[bytes]) -> Iterator[list[bytes]]:
        """The union of all graphs as sorted lines of N-Triples. Without their graphs, sorted lines are sorted still."""
        last = b""
        for block in self.sorted(source):
            lines = list(dict.fromkeys(map(_triple, block)))
            if lines and lines[0] == last:
                del lines[0]
            last = lines[-1] if lines else last
            yield lines

    def _by_graph(self, source: IO[bytes]) -> Iterator[list[bytes]]:
        """The quads graph by graph, each graph's sorted."""
        for block in self.sorted(source, _graph_first):
            yield [_graph_last(line) for line in block]

    def read(self, lines: int) -> None:
        """Hear that so many more lines were read from the store."""
        self._read += lines
        self._tell()

    def _heard(self, lines: int) -> None:
        self._sorted += lines
        self._tell()

    def _tell(self) -> None:
        if self._progress:
            self._progress((self._read + self._sorted + self._written) // 3, self._read if self._sorted else None)


_TEXT = f" <{expand('dip:text')}> ".encode()


def _is_text(line: bytes) -> bool:
    return _TEXT in line and line.split(b" ", 2)[1] == _TEXT.strip()


def split(line: bytes) -> tuple[bytes, bytes]:
    """A line's triple, and its graph with a blank before it or nothing.

    What comes last is a graph and no part of a text: in a text's last word there is a quotation mark, in an IRI never.

    >>> split(b'<s> <p> "a <b" <g> .\\n'), split(b'<s> <p> "a <b"^^<d> .\\n'), split(b"<s> <p> <o> .\\n")
    ((b'<s> <p> "a <b"', b' <g>'), (b'<s> <p> "a <b"^^<d>', b''), (b'<s> <p> <o>', b''))
    """
    at = line.rindex(b" ", 0, -3)
    last = line[at + 1 : -3]
    if b'"' in last or line.count(b" ") == 3:
        return line[:-3], b""
    return line[:at], line[at:-3]


def _triple(line: bytes) -> bytes:
    return split(line)[0] + b" .\n"


def _graph_first(line: bytes) -> bytes:
    triple, graph = split(line)
    return graph + b"\t" + triple + b"\n"


def _graph_last(line: bytes) -> bytes:
    graph, _, triple = line[:-1].partition(b"\t")
    return triple + graph + b" .\n"
