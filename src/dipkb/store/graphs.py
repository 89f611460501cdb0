"""The graphs of a store one by one, each with a digest of what it holds."""

from __future__ import annotations

import hashlib
import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import islice
from typing import IO

import pyoxigraph as ox

from dipkb.vocab import expand

IN_MEMORY_BYTES = 32 * 1024**2
_WIDTH = 16


class Graph:
    """A graph as a file of N-Triples, which is there until the next one is asked for.

    ``name`` is its IRI (empty for the default graph), ``triples`` their number, ``digest`` the same for the same triples in
    whatever order: the sum of the hashes of its lines and their number.
    """

    def __init__(self, name: str, file: IO[bytes]) -> None:
        self.name, self._file = name, file
        self.triples, self.digest = _digest(file)

    def lines(self, start: int = 0) -> Iterator[bytes]:
        """The triples from the ``start``-th on, sorted, each with its line end."""
        return islice(_sorted(self._file), start, None)


def _digest(file: IO[bytes]) -> tuple[int, str]:
    file.seek(0)
    total, number = 0, 0
    for line in file:
        total += int.from_bytes(hashlib.blake2b(line, digest_size=_WIDTH).digest(), "big")
        number += 1
    return number, f"{total % 2 ** (8 * _WIDTH):0{2 * _WIDTH}x}-{number}"


def _sorted(file: IO[bytes]) -> Iterator[bytes]:
    """The lines, sorted; runs of them wait in temporary files, so that memory stays bounded."""
    file.seek(0)
    with ExitStack() as stack:
        runs: list[Iterable[bytes]] = []
        while lines := file.readlines(IN_MEMORY_BYTES):
            run = stack.enter_context(tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES))
            run.writelines(sorted(lines))
            run.seek(0)
            runs.append(run)
        yield from heapq.merge(*runs)


def graphs(data: ox.Store, without_text: bool = False) -> Iterator[Graph]:
    """The graphs that hold something, the default graph first, then by name."""
    yield from _held(data, ox.DefaultGraph(), without_text)
    for graph in sorted(data.named_graphs(), key=str):
        yield from _held(data, graph, without_text)


def _held(data: ox.Store, graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph, without_text: bool) -> Iterator[Graph]:
    with _written(data, graph, without_text) as file:
        found = Graph("" if isinstance(graph, ox.DefaultGraph) else str(graph.value), file)
        if found.triples:
            yield found


@contextmanager
def _written(
    data: ox.Store, graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph, without_text: bool
) -> Iterator[tempfile.SpooledTemporaryFile[bytes]]:
    text = b"<" + expand("dip:text").encode() + b">"
    with tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES) as file:
        data.dump(file, ox.RdfFormat.N_TRIPLES, from_graph=graph)
        if not without_text:
            yield file
            return
        file.seek(0)
        with tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES) as rest:
            rest.writelines(line for line in file if line.split(b" ", 2)[1] != text)
            yield rest
