"""Writing to a server in its dialect: many graphs in one request where it can, in steps that can be taken up again where not."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from urllib.parse import urlencode, urljoin

import msgspec

from dipkb.answer import Answer
from dipkb.errors import StoreError
from dipkb.store.asker import QueryTimeout
from dipkb.store.protocol import ask
from dipkb.store.push.dialect import Place
from dipkb.store.push.manifest import Entry, manifest_iri
from dipkb.store.push.request import ONCE, may_pass, send
from dipkb.vocab import expand

_TEXT, _FORM = "application/sparql-update", "application/x-www-form-urlencoded"
OPERATIONS, GRAPHS, TRANSACTION_PAUSES_S = 50, 500, (0.5, 2.0, 8.0)
_ESCAPE = re.compile(r"\\(.)([uU]?)")


class Piece(msgspec.Struct, frozen=True):
    """A graph to be sent: its name, its triples as lines of N-Triples, and the entry that says it is there."""

    graph: str
    lines: Sequence[bytes]
    entry: Entry


class Server:
    """A server that is written to; ``requests`` counts what it was sent.

    Args:
        place: Where, and in which dialect.
        timeout_s: Seconds for one request.
    """

    def __init__(self, place: Place, timeout_s: float) -> None:
        self.place, self._timeout_s, self.requests = place, timeout_s, 0
        self.dialect, self._paths = place.dialect, place.dialect.paths
        self._apart = tuple(f"^^<{expand('xsd:')}{name}>".encode() for name in place.dialect.by_graph)
        self.atomic = place.dialect.atomic == "request"

    def ask(self, text: str) -> Answer:
        """Ask it; see :func:`dipkb.store.protocol.ask`."""
        self.requests += 1
        return ask(self.place.query, text, self._timeout_s)

    def room(self, replaced: bool) -> int:
        """How many quads of several graphs go together."""
        by_update = self.atomic and (self._paths.quads is None or (replaced and self._paths.transactions is None))
        return self.dialect.triples_per_update if by_update else self.dialect.quads_per_request

    def is_full(self, pieces: Sequence[Piece], more: int, replaced: bool) -> bool:
        """Whether a graph of so many triples more is too much for one time."""
        total = sum(len(piece.lines) for piece in pieces) + more
        return bool(pieces) and (total > self.room(replaced) or (not self.atomic and len(pieces) == GRAPHS))

    def put(self, pieces: Sequence[Piece], replaced: bool) -> None:
        """Put graphs there with their entries, in one request where that is possible.

        Args:
            pieces: Together no more than there is room for, or a single graph of up to ``largest_whole`` triples.
            replaced: They may hold something, which goes.

        Raises:
            StoreError: The server refused or cannot be reached; graphs without an entry may be there in part.
        """
        total = sum(len(piece.lines) for piece in pieces)
        if self.atomic and not replaced and self._paths.quads is not None:
            self._post(pieces, [piece.entry.quad(piece.graph) for piece in pieces])
        elif self.atomic and self._paths.transactions is not None:
            self._transact(pieces)
        elif self.atomic and total <= self.dialect.triples_per_update:
            self._update([*_cleared(pieces), _inserted(pieces), _noted(pieces)])
        elif self.atomic and len(pieces) == 1 and self._paths.graph is not None:
            self._send("PUT", self.place.graph(pieces[0].graph), b"".join(pieces[0].lines), "application/n-triples")
            self._update([*_forgotten(pieces), _noted(pieces)])
        else:
            self._in_steps(pieces, replaced)

    def put_in_parts(self, graph: str, lines: Iterator[bytes], entry: Entry, start: int) -> Iterator[int]:
        """Put a large graph there part by part; gives the number of triples that are there after each.

        Args:
            graph: Its name.
            lines: Its triples from the ``start``-th on, in an order that is always the same.
            entry: What says at the end that all of it is there.
            start: How many are there; 0 begins anew.
        """
        if start == 0:
            self._update([*_cleared([Piece(graph, (), entry)]), _noted([Piece(graph, (), _part(entry, 0))])])
        done = start
        while part := list(islice(lines, self.dialect.quads_per_request)):
            done += len(part)
            self._add([Piece(graph, part, _part(entry, done))])
            yield done
        whole = [Piece(graph, (), entry)]
        self._update([*_forgotten(whole), _noted(whole)])

    def remove(self, graphs: Sequence[str]) -> None:
        """Take graphs away, and their entries."""
        self._update(_cleared([Piece(graph, (), Entry("", "")) for graph in graphs]))

    def holds(self, graph: str) -> bool:
        """Whether anything is in a graph."""
        return bool(self.ask(f"ASK {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}").truth)

    def holds_any(self, start: str) -> bool:
        """Whether anything is in a graph whose name begins like that; taken to be so where the server cannot tell in time."""
        try:
            return bool(self.ask(f'ASK {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{start}")) }}').truth)
        except QueryTimeout:
            return True

    def _in_steps(self, pieces: Sequence[Piece], replaced: bool) -> None:
        """Where nothing is atomic: first it is noted that they are under way, and at the end that they are there."""
        under_way = [Piece(piece.graph, (), _part(piece.entry, 0)) for piece in pieces]
        self._update([*(_cleared(pieces) if replaced else ()), _noted(under_way)])
        self._add(pieces, noted=False)
        self._update([_noted(under_way, "DELETE"), _noted(pieces)])

    def _add(self, pieces: Sequence[Piece], noted: bool = True) -> None:
        """Add triples, by the fastest way there is; their entries come last."""
        if self._paths.quads is not None:
            return self._post(pieces, [piece.entry.quad(piece.graph) for piece in pieces if noted])
        for piece in pieces:
            if apart := b"".join(line for line in piece.lines if self._goes_apart(line)):
                self._send("POST", self.place.graph(piece.graph), apart, "application/n-triples")
        for text in self._inserts(pieces):
            self._update([text])
        if noted:
            self._update([_noted(pieces)])

    def _inserts(self, pieces: Sequence[Piece]) -> Iterator[str]:
        """The triples as updates, none longer than the server takes; a single long triple goes alone."""
        held: list[Piece] = []
        count = length = 0
        for piece in pieces:
            for line in piece.lines:
                if self._goes_apart(line):
                    continue
                full = count == self.dialect.triples_per_update or length + len(line) > self.dialect.bytes_per_update
                if count and full:
                    yield _inserted(held)
                    held, count, length = [], 0, 0
                if not held or held[-1].graph != piece.graph:
                    held.append(Piece(piece.graph, [], piece.entry))
                held[-1].lines.append(line)  # type: ignore[attr-defined]
                count, length = count + 1, length + len(line)
        if count:
            yield _inserted(held)

    def _goes_apart(self, line: bytes) -> bool:
        return line.rstrip(b" .\n").endswith(self._apart)

    def _post(self, pieces: Sequence[Piece], entries: Sequence[str]) -> None:
        """Add quads and entries in one request."""
        noted = "".join(f"{entry}\n" for entry in entries).encode()
        self._send("POST", self.place.quads, b"".join([*_quads(pieces), noted]), self.dialect.quads_type)

    def _transact(self, pieces: Sequence[Piece]) -> None:
        """RDF4J's transaction: others see all of it or nothing; it is begun anew where the server is busy or breaks off."""
        for pause_s in TRANSACTION_PAUSES_S:
            try:
                return self._transact_once(pieces)
            except StoreError as reason:
                if not may_pass(reason):
                    raise
                time.sleep(pause_s)
        self._transact_once(pieces)

    def _transact_once(self, pieces: Sequence[Piece]) -> None:
        begun = self._send("POST", self.place.transactions, b"", "text/plain")
        where = urljoin(self.place.transactions, begun.get("location", ""))
        if not where.startswith(f"{self.place.transactions}/"):
            raise StoreError(f"{self.place.transactions} began a transaction elsewhere ({where}); nothing was sent there.")
        try:
            self._fill(where, pieces)
        except StoreError:
            with suppress(StoreError):
                self._send("DELETE", where, b"", "text/plain", once=True)
            raise

    def _fill(self, where: str, pieces: Sequence[Piece]) -> None:
        entries = "".join(f"{piece.entry.quad(piece.graph)}\n" for piece in pieces).encode()
        text = "".join(_cleared(pieces)).encode()
        self._send("PUT", f"{where}?action=UPDATE", text, f"{_TEXT}; charset=utf-8", once=True)
        self._send("PUT", f"{where}?action=ADD", b"".join([*_quads(pieces), entries]), self.dialect.quads_type, once=True)
        self._send("PUT", f"{where}?action=COMMIT", b"", "text/plain", once=True)

    def _update(self, operations: Sequence[str]) -> None:
        """One request, which is atomic where requests are; else so many operations at a time as the server takes."""
        most = len(operations) if self.atomic else OPERATIONS
        for at in range(0, len(operations), most):
            self._post_update("".join(operations[at : at + most]))

    def _post_update(self, text: str) -> None:
        if self.dialect.update_as == "form":
            self._send("POST", self.place.update, urlencode({"update": text}).encode("ascii"), _FORM)
        else:
            self._send("POST", self.place.update, text.encode("utf-8"), f"{_TEXT}; charset=utf-8")

    def _send(self, method: str, url: str, body: bytes, type: str, once: bool = False) -> dict[str, str]:
        self.requests += 1
        more = {"patience": ONCE} if once else {}
        return dict(send(method, url, body, type, timeout_s=self._timeout_s, **more).headers)


def _part(entry: Entry, number: int) -> Entry:
    return Entry(entry.origin, entry.digest, number)


def _quads(pieces: Iterable[Piece]) -> Iterator[bytes]:
    for piece in pieces:
        end = f"<{piece.graph}> .\n".encode()
        yield from (line.rstrip()[:-1] + end for line in piece.lines)


def _inserted(pieces: Iterable[Piece]) -> str:
    """Triples as an update."""
    graphs = (f"GRAPH <{piece.graph}> {{\n{_in_sparql(piece.lines)}}}\n" for piece in pieces if piece.lines)
    return f"INSERT DATA {{\n{''.join(graphs)}}} ;\n"


def _in_sparql(lines: Iterable[bytes]) -> str:
    r"""Lines of N-Triples, safe within SPARQL.

    A backslash before ``u`` in a text would be taken for the start of ``\uXXXX`` by engines that resolve these before they parse.

    >>> print(_in_sparql([rb'<a:s> <a:p> "\\u0041" .']))
    <a:s> <a:p> "\\\u00750041" .
    """
    text = b"".join(lines).decode("utf-8")
    return _ESCAPE.sub(_spelled, text) if "\\\\u" in text or "\\\\U" in text else text


def _spelled(match: re.Match[str]) -> str:
    return f"\\\\\\u{ord(match[2]):04x}" if match[1] == "\\" and match[2] else match[0]


def _noted(pieces: Iterable[Piece], how: str = "INSERT") -> str:
    entries = "\n".join(piece.entry.triple(piece.graph) for piece in pieces)
    return f"{how} DATA {{ GRAPH <{manifest_iri()}> {{\n{entries}\n}} }} ;\n"


def _forgotten(pieces: Iterable[Piece]) -> list[str]:
    graph = f"GRAPH <{manifest_iri()}>"
    return [f"DELETE WHERE {{ {graph} {{ <{piece.graph}> ?how ?what }} }} ;\n" for piece in pieces]


def _cleared(pieces: Sequence[Piece]) -> list[str]:
    """Graphs and their entries taken away."""
    return [f"DROP SILENT GRAPH <{piece.graph}> ;\n" for piece in pieces] + _forgotten(pieces)
