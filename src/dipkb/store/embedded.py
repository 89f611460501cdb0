"""The embedded store: pyoxigraph on disk, asked through a worker process, written one whole generation at a time."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Self

from dipkb.answer import Answer
from dipkb.errors import StoreError
from dipkb.store import folder as disk
from dipkb.store.asker import Asker
from dipkb.store.base import ARTICLES, DEFAULT_TIMEOUT_S, StoreInfo, describe
from dipkb.store.folder import Settle, nothing_else
from dipkb.store.guard import check_query
from dipkb.store.services import NOBODY, Services

if TYPE_CHECKING:
    import pyoxigraph as ox

    from dipkb.store.dump import Progress
    from dipkb.store.graphs import Graph
    from dipkb.store.load import Loading
    from dipkb.store.revision import Revision

INFO_TIMEOUT_S = 600.0
OPTIMIZE_FROM = 1_000_000


class EmbeddedStore:
    """A store folder, opened; see :class:`dipkb.store.base.Store`.

    A query always sees the newest complete data, also what another process has put there since. Several threads may
    share one; their queries wait for each other.
    """

    def __init__(self, folder: Path, *, write: bool, services: Services = NOBODY) -> None:
        self.services = services
        self.folder, self._asker = folder, None  # type: Path, Asker | None
        self._held: tuple[str, int] | None = None
        self._turn, self._writer = threading.Lock(), disk.lock_writer(folder) if write else None

    @property
    def where(self) -> str:
        """The folder, as given."""
        return str(self.folder)

    @property
    def version(self) -> str | None:
        """The name of the data that hold now, another one after each write."""
        return disk.read_marker(self.folder).generation

    def query(self, text: str, *, timeout_s: float | None = None) -> Answer:
        """Ask; see :meth:`dipkb.store.base.Store.query`."""
        names_graphs = check_query(text, self.services)
        with self._turn:
            return self._fresh_asker().ask(text, union=not names_graphs, timeout_s=timeout_s or DEFAULT_TIMEOUT_S)

    def replace_all(self, lines: Iterable[str], settle: Settle = nothing_else) -> int:
        """Put these quads in the place of all there are; see :meth:`dipkb.store.base.Store.replace_all`."""

        def fill(data: ox.Store) -> int:
            import pyoxigraph as ox

            from dipkb.store.stream import as_file

            data.bulk_load(as_file(_encoded(lines)), ox.RdfFormat.N_QUADS)
            return _optimized(data)

        return self._write(fill, keep=False, settle=settle)

    def revise(self, revision: Revision, settle: Settle = nothing_else) -> int:
        """Replace some quads by others; see :meth:`dipkb.store.base.Store.revise`."""
        from dipkb.store.revision import revised

        before = self.size()

        def fill(data: ox.Store) -> int:
            return before + revised(data, revision)

        return self._write(fill, keep=True, settle=settle)

    def size(self) -> int:
        """How many quads stand in the store; noted when they were written."""
        marker = disk.read_marker(self.folder)
        if marker.generation is None or marker.quads is not None:
            return marker.quads or 0
        with self._reading() as data:
            return len(data)

    def load(self, files: Iterable[str | Path], loading: Loading | None = None) -> int:
        """Add the quads of RDF files; see :meth:`dipkb.store.base.Store.load`."""

        def fill(data: ox.Store) -> int:
            from dipkb.store.load import Loading, load_files

            load_files(data, files, loading or Loading())
            return _optimized(data)

        return self._write(fill, keep=True)

    def dump(self, out: BinaryIO | str | Path, format: str, without_text: bool = False, progress: Progress | None = None) -> None:
        """Write everything; see :func:`dipkb.store.dump.write_dump`."""
        from dipkb.store.dump import write_dump

        with self._reading() as data:
            write_dump(data, out, format, without_text, progress)

    def lines(self, without_text: bool = False) -> Iterator[str]:
        """The quads as sorted lines of N-Quads, without line ends."""
        from dipkb.store.dump import sorted_quads

        with self._reading() as data:
            yield from (line.decode("utf-8").rstrip("\n") for line in sorted_quads(data, without_text))

    def graphs(self, without_text: bool = False) -> Iterator[Graph]:
        """The graphs one by one, all of one state of the store; see :mod:`dipkb.store.graphs`."""
        from dipkb.store.graphs import graphs

        with self._reading() as data:
            yield from graphs(data, without_text)

    @contextmanager
    def engine(self) -> Iterator[ox.Store]:
        """The engine's store, opened in this process for reading; the data stay as they are until the block ends."""
        with self._reading() as data:
            yield data

    def info(self) -> StoreInfo:
        """Count what the store holds."""
        marker = disk.read_marker(self.folder)
        return describe(self, INFO_TIMEOUT_S, kinds=self._kinds(), format=marker.format, software=marker.software)

    def _kinds(self) -> dict[str, int]:
        """Quads by graph, those of the articles together: what all others do not have of the number noted."""
        import pyoxigraph as ox

        with self._reading() as data:
            others = [graph for graph in data.named_graphs() if not str(graph).startswith(f"<{ARTICLES}")]
            unnamed = sum(1 for _ in data.quads_for_pattern(None, None, None, ox.DefaultGraph()))
        count = "SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH {} {{ ?s ?p ?o }} }}"
        held = {str(graph)[1:-1]: self._count(count.format(graph)) for graph in others}
        counted = {**held, "default": unnamed, ARTICLES: self.size() - sum(held.values()) - unnamed}
        return {name: number for name, number in counted.items() if number}

    def _count(self, text: str) -> int:
        return int(self.query(text, timeout_s=INFO_TIMEOUT_S).column("n")[0])

    def close(self) -> None:
        """Let go of the worker and the locks."""
        self._let_go()
        if self._writer is not None:
            os.close(self._writer)
            self._writer = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _fresh_asker(self) -> Asker:
        """The worker over the generation that holds now; a new one where that has changed or the old one was killed."""
        current = disk.read_marker(self.folder).generation
        if self._asker is None or not self._asker.alive or self._held is None or self._held[0] != current:
            self._let_go()
            self._held = _hold(self.folder)
            self._asker = Asker(self.folder / self._held[0])
        return self._asker

    def _let_go(self) -> None:
        if self._asker is not None:
            self._asker.close()
        if self._held is not None:
            os.close(self._held[1])
        self._asker = self._held = None

    @contextmanager
    def _reading(self) -> Iterator[ox.Store]:
        """The data, opened in this process for reading it all."""
        import pyoxigraph as ox

        name, lock = _hold(self.folder)
        try:
            yield ox.Store.read_only(str(self.folder / name))
        except OSError as reason:
            if reason.errno is not None:  # of the file that is written to; the engine's own errors have no number
                raise
            raise StoreError(f"The store {self.folder} cannot be read: {reason}") from reason
        finally:
            os.close(lock)

    def _write(self, fill: Callable[[ox.Store], int], keep: bool, settle: Settle = nothing_else) -> int:
        """Build the next generation, from nothing or from the quads there are; it holds once it is filled, closed and on disk.

        ``fill`` changes the engine's data and says how many quads there are then.
        """
        if self._writer is None:
            raise StoreError(f"The store {self.folder} was opened for reading only.")
        self._let_go()
        try:
            with disk.next_generation(self.folder, settle) as new:
                current = disk.read_marker(self.folder).generation
                new.quads = _build(new.path, fill, self.folder / current if keep and current else None)
        except SyntaxError as reason:
            raise StoreError(f"Line {reason.lineno} of the quads is malformed: {reason.msg}. The old data stand.") from reason
        except OSError as reason:
            raise StoreError(f"The store {self.folder} cannot be written: {reason}. The old data stand.") from reason
        return new.quads


def _build(path: Path, fill: Callable[[ox.Store], int], start: Path | None) -> int:
    """The engine's data at ``path``; it closes its files when this function's frame, the only one that holds it, is gone."""
    import pyoxigraph as ox

    if start:
        ox.Store.read_only(str(start)).backup(str(path))  # links the files, which never change, and copies none
    data = ox.Store(str(path))
    number = fill(data)
    data.flush()
    return number


def _optimized(data: ox.Store) -> int:
    """Count the quads, which takes a look at all of them, and bring many into the form that is read fastest."""
    number = len(data)
    if number >= OPTIMIZE_FROM:
        data.optimize()
    return number


def _hold(folder: Path) -> tuple[str, int]:
    held = disk.hold_generation(folder)
    if held is None:
        raise StoreError(f"The store {folder} holds nothing yet. Build it: dipkb build ARTICLES --store {folder}")
    return held


def _encoded(lines: Iterable[str]) -> Iterator[bytes]:
    for line in lines:
        yield line.encode("utf-8") if line.endswith("\n") else (line + "\n").encode("utf-8")
