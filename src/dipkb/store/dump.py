"""A store's quads as a file: the same quads give the same bytes.

Formats: ``nquads`` (sorted by bytes: the one to compare and to archive), ``trig`` and ``jsonld`` with their graphs, ``turtle``
and ``ntriples`` flat, that is the union of all graphs, each triple once. A store without blank nodes, as dipkb builds it,
dumps to the same bytes after every rebuild; labels of blank nodes are the engine's and change.
"""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path
from typing import IO, BinaryIO

import pyoxigraph as ox

from dipkb.errors import UnknownName
from dipkb.files import atomic_write
from dipkb.store.stream import as_file
from dipkb.vocab import expand, prefixes

FORMATS = {"nquads": ".nq", "trig": ".trig", "turtle": ".ttl", "ntriples": ".nt", "jsonld": ".jsonld"}
CHUNK_BYTES = 128 * 1024**2
_SYNTAX = {"trig": ox.RdfFormat.TRIG, "turtle": ox.RdfFormat.TURTLE, "jsonld": ox.RdfFormat.JSON_LD}


def write_dump(store: ox.Store, out: BinaryIO | str | Path, format: str, without_text: bool = False) -> None:
    """Write all quads, to an open binary file or to a path (then wholly or not at all).

    Args:
        store: An open store of the engine.
        out: Where to; a path is replaced only when the dump is complete.
        format: One of ``FORMATS``.
        without_text: Leave out the texts of the articles (``dip:text``), for graphs that are handed on.

    Raises:
        UnknownName: No such format.
        OutputError: The path cannot be written.
    """
    if format not in FORMATS:
        raise UnknownName("dump format", format, FORMATS, "Formats: " + ", ".join(FORMATS) + ".")
    if isinstance(out, str | Path):
        with atomic_write(out) as file:
            return _write(store, file, format, without_text)
    _write(store, out, format, without_text)


def _write(store: ox.Store, out: BinaryIO, format: str, without_text: bool) -> None:
    if format == "nquads":
        return out.writelines(sorted_quads(store, without_text))
    if format == "ntriples":
        return out.writelines(_flat(store, without_text))
    quads = _by_graph(store, without_text) if format != "turtle" else _parsed(_flat(store, without_text), ox.DefaultGraph())
    ox.serialize(quads, out, _SYNTAX[format], prefixes=prefixes())


def sorted_quads(store: ox.Store, without_text: bool = False) -> Iterator[bytes]:
    """The lines of N-Quads with their line ends, sorted by bytes."""
    with tempfile.TemporaryFile() as file:
        store.dump(file, ox.RdfFormat.N_QUADS)
        yield from _sorted(file, without_text)


def _flat(store: ox.Store, without_text: bool) -> Iterator[bytes]:
    """The union of all graphs as sorted lines of N-Triples."""
    with tempfile.TemporaryFile() as file:
        for graph in _graphs(store):
            store.dump(file, ox.RdfFormat.N_TRIPLES, from_graph=graph)
        yield from (line for line, _ in groupby(_sorted(file, without_text)))


def _by_graph(store: ox.Store, without_text: bool) -> Iterator[ox.Quad]:
    """The quads graph by graph, each graph's sorted."""
    for graph in _graphs(store):
        with tempfile.TemporaryFile() as file:
            store.dump(file, ox.RdfFormat.N_TRIPLES, from_graph=graph)
            yield from _parsed(_sorted(file, without_text), graph)


def _graphs(store: ox.Store) -> list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph]:
    return [ox.DefaultGraph(), *sorted(store.named_graphs(), key=str)]


def _sorted(file: IO[bytes], without_text: bool) -> Iterator[bytes]:
    """The file's lines, sorted; all chunks but the last wait in temporary files, so that memory stays bounded."""
    size = file.tell()
    file.seek(0)
    text = b"<" + expand("dip:text").encode() + b">"
    with ExitStack() as stack:
        chunks: list[Iterable[bytes]] = []
        while lines := file.readlines(CHUNK_BYTES):
            kept = sorted(line for line in lines if not (without_text and line.split(b" ", 2)[1] == text))
            chunks.append(kept if file.tell() == size else stack.enter_context(_spill(kept)))
        yield from heapq.merge(*chunks)


def _spill(lines: list[bytes]) -> IO[bytes]:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the stack of the caller
    file.writelines(lines)
    file.seek(0)
    return file


def _parsed(lines: Iterable[bytes], graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> Iterator[ox.Quad]:
    for quad in ox.parse(as_file(lines), ox.RdfFormat.N_TRIPLES):
        yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)
