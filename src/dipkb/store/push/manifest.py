"""What a server holds of dipkb's, kept in a graph on the server itself: true for every client, and there after a kill.

::

    GRAPH dipg:pushed {
      dipg:events       dip:pushedAs    "store 5c0e…-43020" .      # whole: who pushed it, and the digest of its content
      dipg:article/a1   dip:pushedPart  "store 77aa…-61 20" .      # under way: at least 20 of its triples are there
    }

A graph without an entry is somebody else's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import msgspec

from dipkb.answer import Answer
from dipkb.errors import StoreError
from dipkb.vocab import expand

STORE, FILES = "store", "files"
"""Who pushed a graph: a store as a whole, which also removes what it no longer has; or single files."""


def manifest_iri() -> str:
    """The graph it is kept in.

    >>> manifest_iri()
    'https://w3id.org/dipkb/graph/pushed'
    """
    return expand("dipg:pushed")


class Spoilt(StoreError):
    """The list of what was pushed cannot be read."""


class Entry(msgspec.Struct, frozen=True):
    """One graph: who pushed it, the digest of its content, and how many of its triples are there (``None``: all)."""

    origin: str
    digest: str
    part: int | None = None

    def quad(self, graph: str) -> str:
        """The entry as a line of N-Quads, without line end."""
        return f"{self.triple(graph)[:-2]} <{manifest_iri()}> ."

    def triple(self, graph: str) -> str:
        """The entry as a triple."""
        value = f"{self.origin} {self.digest}" + ("" if self.part is None else f" {self.part}")
        return f'<{graph}> <{expand("dip:pushedAs" if self.part is None else "dip:pushedPart")}> "{value}" .'


def read(ask: Callable[[str], Answer], page: int) -> dict[str, Entry]:
    """All entries, by graph, asked for in pages of so many rows.

    Raises:
        Spoilt: An entry is malformed, or the server does not give its rows in order.
    """
    entries: dict[str, Entry] = {}
    for graph, value in _rows(ask, page):
        entry, known = _entry(graph, value), entries.get(graph)
        if known is None or (entry.part is not None and (entry.part > (known.part or 0) or known.part is None)):
            entries[graph] = entry
    return entries


def _rows(ask: Callable[[str], Answer], page: int) -> Iterator[tuple[str, str]]:
    """Graph and value, in the order of the graphs; the last graph of a full page is asked for again, since it may go on."""
    last = ""
    while True:
        found = [(row[0].value, row[1].value) for row in ask(_page(last, page)).rows if row[0] and row[1]]
        if any(graph < last for graph, _ in found):
            raise Spoilt("The server does not sort as it compares; its list of graphs cannot be read. Use --all.")
        if len(found) < page:
            yield from found
            return
        final = found[-1][0]
        if found[0][0] == final:
            raise Spoilt(f"The server's list of graphs has over {page:,} entries for {final}. Use --all.")
        yield from (row for row in found if row[0] != final)
        last = final


def _page(start: str, size: int) -> str:
    """The rows from a graph on; the name comes from the server's own list and is escaped all the same."""
    safe = start.replace("\\", "\\\\").replace('"', '\\"')
    return (
        f"SELECT (STR(?graph) AS ?name) (STR(?value) AS ?text) WHERE {{ GRAPH <{manifest_iri()}> {{ ?graph ?how ?value }} "
        f'FILTER(STR(?graph) >= "{safe}") }} ORDER BY STR(?graph) LIMIT {size}'
    )


_IRI = re.compile(r'[^\x00-\x20<>"{}|^`\\]+')


def _entry(graph: str, value: str) -> Entry:
    """The entry of a graph, whose name will stand in requests."""
    parts = value.split(" ")
    if len(parts) not in (2, 3) or (len(parts) == 3 and not parts[2].isdecimal()) or not _IRI.fullmatch(graph):
        raise Spoilt(f"The server's graph {manifest_iri()} has an entry that is none: {value[:80]!r}. Use --all.")
    return Entry(parts[0], parts[1], int(parts[2]) if len(parts) == 3 else None)
