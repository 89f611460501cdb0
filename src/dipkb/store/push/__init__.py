"""Pushing graphs to a server: only what differs from what was pushed before, and nothing of other people's is touched.

What the server holds stands in a graph of its own there (:mod:`dipkb.store.push.manifest`), with a digest of each graph. So a
push that was killed is called again and goes on where it stopped, and a second one sends what has changed since.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from dipkb.errors import CallError, StoreError
from dipkb.store.graphs import Graph
from dipkb.store.push.dialect import Place, checked, dialects, named, recognised
from dipkb.store.push.manifest import FILES, STORE, Entry, Spoilt, manifest_iri, read
from dipkb.store.push.request import checked as checked_url
from dipkb.store.push.server import Piece, Server
from dipkb.vocab import expand

__all__ = ["FILES", "STORE", "Place", "Report", "Settings", "checked_url", "dialects", "manifest_iri", "place_of", "push"]

TIMEOUT_S = 600.0
_REMOVED_AT_ONCE = 100


class Settings(msgspec.Struct, frozen=True):
    """How to push.

    ``origin`` is ``STORE`` (the server's graphs become those of the store; what the store no longer has goes) or ``FILES``
    (graphs are added or replaced). ``everything`` sends what is there already as well; ``replace`` allows to replace graphs of
    other people that have the same name; ``dry_run`` counts and sends nothing. ``unnamed`` is the graph for triples without one.
    """

    origin: str = STORE
    everything: bool = False
    replace: bool = False
    dry_run: bool = False
    unnamed: str = ""
    timeout_s: float = TIMEOUT_S


class Report(msgspec.Struct):
    """What was done: graphs new, changed, the same (not sent), removed; ``resumed`` quads were there of a killed push."""

    new: int = 0
    changed: int = 0
    same: int = 0
    removed: int = 0
    quads_sent: int = 0
    quads: int = 0
    resumed: int = 0
    requests: int = 0
    in_parts: list[str] = msgspec.field(default_factory=list)

    def __str__(self) -> str:
        sent = f"{self.new:,} new and {self.changed:,} changed graphs ({self.quads_sent:,} quads)"
        rest = f"{self.same:,} were there already, {self.removed:,} removed"
        resumed = f"; {self.resumed:,} quads were there of a push that was interrupted" if self.resumed else ""
        return f"{sent}; {rest}{resumed}; {self.requests:,} requests."


def place_of(url: str, server: str | None, chunk: int | None, timeout_s: float = TIMEOUT_S) -> Place:
    """A server's addresses: of the kind that is named, or that it shows itself to be.

    Raises:
        CallError: No such kind, or ``chunk`` is not positive.
        StoreError: Nobody answers there.
    """
    dialect = named(server) if server else recognised(checked_url(url), min(timeout_s, 60.0))
    return Place(dialect.base(checked_url(url)), checked(dialect, chunk))


def push(
    graphs: Iterable[Graph],
    place: Place,
    settings: Settings,
    progress: Callable[[int], None] = lambda done: None,
) -> Report:
    """Bring graphs to a server; see :class:`Settings`.

    Args:
        graphs: In the order of their names.
        place: Where to.
        settings: How.
        progress: Called with the number of quads that were dealt with.

    Raises:
        CallError: Triples without a graph, and no name for it.
        StoreError: The server refused or cannot be reached, or has a graph of somebody else's under the same name.
    """
    return _Push(Server(place, settings.timeout_s), settings, progress).run(graphs)


class _Push:
    """One push under way."""

    def __init__(self, server: Server, settings: Settings, progress: Callable[[int], None]) -> None:
        self._server, self._settings, self._progress, self.report = server, settings, progress, Report()
        self._ours = expand("dipg:")
        self._known = self._noted()
        self._loaded_by_hand = not self._known and server.holds_any(self._ours)
        self._waiting: dict[bool, list[Piece]] = {False: [], True: []}

    def _noted(self) -> dict[str, Entry]:
        """What was pushed; with ``everything``, a list that cannot be read is begun anew."""
        try:
            return read(self._server.ask, self._server.dialect.rows_per_answer)
        except Spoilt:
            if not self._settings.everything:
                raise
            if not self._settings.dry_run:
                self._server.remove([manifest_iri()])
            return {}

    def run(self, graphs: Iterable[Graph]) -> Report:
        seen = set()
        for graph in graphs:
            name = graph.name or self._settings.unnamed
            if name != manifest_iri():
                seen.add(self._named(name))
                self._take(name, graph)
        for replaced in self._waiting:
            self._flush(replaced)
        if self._settings.origin == STORE:
            self._remove([name for name, entry in self._known.items() if entry.origin == STORE and name not in seen])
        self.report.requests = self._server.requests
        return self.report

    def _named(self, name: str) -> str:
        if not name:
            raise CallError("There are triples outside all graphs. Say which graph they are to be in: --graph IRI")
        return name

    def _take(self, name: str, graph: Graph) -> None:
        """Send a graph, or pass over it where the server has it."""
        entry, known = Entry(self._settings.origin, graph.digest), self._known.get(name)
        self.report.quads += graph.triples
        if known == entry and not self._settings.everything:
            self.report.same += 1
        else:
            self._send(name, graph, entry, known)
        self._progress(self.report.quads)

    def _send(self, name: str, graph: Graph, entry: Entry, known: Entry | None) -> None:
        replaced = known is not None or self._is_there(name)
        self.report.new, self.report.changed = self.report.new + (not replaced), self.report.changed + replaced
        self.report.quads_sent += graph.triples
        if self._settings.dry_run:
            return
        if graph.triples > self._server.dialect.largest_whole:
            return self._in_parts(name, graph, entry, known)
        if self._server.is_full(self._waiting[replaced], graph.triples, replaced):
            self._flush(replaced)
        self._waiting[replaced].append(Piece(name, list(graph.lines()), entry))

    def _is_there(self, name: str) -> bool:
        """Whether a graph that nobody noted holds something; one of other people's is refused."""
        if name.startswith(self._ours):
            return self._settings.everything or self._loaded_by_hand
        if not self._server.holds(name):
            return False
        if not self._settings.replace:
            raise StoreError(
                f"{self._server.place.base} has a graph <{name}> that was not pushed by dipkb. Nothing of it was changed. "
                "Rename yours, or let it be replaced with --replace."
            )
        return True

    def _flush(self, replaced: bool) -> None:
        if self._waiting[replaced]:
            self._server.put(self._waiting[replaced], replaced)
            self._waiting[replaced] = []

    def _in_parts(self, name: str, graph: Graph, entry: Entry, known: Entry | None) -> None:
        """A graph too large for one request; what is there of it from a killed push stays."""
        begun = known is not None and known.part and (known.origin, known.digest) == (entry.origin, entry.digest)
        start = known.part or 0 if known and begun and not self._settings.everything else 0
        self.report.in_parts.append(name)
        self.report.resumed += start
        self.report.quads_sent -= start
        before = self.report.quads - graph.triples
        for done in self._server.put_in_parts(name, graph.lines(start), entry, start):
            self._progress(before + done)

    def _remove(self, names: list[str]) -> None:
        self.report.removed = len(names)
        for at in range(0, 0 if self._settings.dry_run else len(names), _REMOVED_AT_ONCE):
            self._server.remove(names[at : at + _REMOVED_AT_ONCE])
