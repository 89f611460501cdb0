"""What a store holds beside its graph: the event records it was built from, so that more articles can be merged with them.

``records.jsonl`` lies in the store's folder, one line an article. Which of its lines the graph stands for, the graph itself
says: the IRI of each extraction run is a hash of its line. So the file is written before the graph is replaced, with the
lines of both, and a build that is killed at any moment leaves a graph whose lines are all there; lines that no run names
are left over from such a build and are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from dipkb.errors import OutputError, StoreError
from dipkb.event import ArticleEvents, from_json, to_json
from dipkb.files import atomic_write
from dipkb.store import Store
from dipkb.store.folder import read_marker
from dipkb.triples import run_iri
from dipkb.vocab import expand

FILE = "records.jsonl"


class State:
    """The records a store was built from, those it is to be built from next, and the quads that no build makes."""

    def __init__(self, folder: Path, held: Mapping[str, str], foreign: Iterable[str] = ()) -> None:
        self.file, self.foreign = folder / FILE, tuple(foreign)
        self._held = set(held.values())
        self.records = {article: from_json(line) for article, line in held.items()}

    @classmethod
    def of(cls, store: Store) -> State:
        """What an open store holds.

        Raises:
            StoreError: It holds articles without their event records, as after loading a dump: merging would lose them.
        """
        folder = Path(store.where)
        if read_marker(folder).generation is None:
            return cls(folder, {})
        runs, foreign = _scan(store.lines())
        held = {run: line for line in _lines(folder / FILE) if (run := run_iri(line)) in runs}
        lost = len(runs - held.keys())
        if lost:
            articles = "1 article" if lost == 1 else f"{lost:,} articles"
            raise StoreError(
                f"{folder} holds {articles} without event records (in {FILE}), as after loading a dump. A build would lose what "
                "they tell: build from the articles in a new folder."
            )
        return cls(folder, {from_json(line).article.id: line for line in held.values()}, foreign)

    def update(self, changes: Mapping[str, ArticleEvents]) -> tuple[int, int]:
        """Take in the articles, in place of what is held of them; how many are new, and how many changed."""
        new = sum(article not in self.records for article in changes)
        changed = sum(article in self.records and self.records[article] != line for article, line in changes.items())
        self.records = dict(sorted({**self.records, **changes}.items()))
        return new, changed

    @contextmanager
    def saved(self) -> Iterator[None]:
        """Keep the records around the block that replaces the graph.

        Raises:
            StoreError: The file cannot be written; the graph is not touched then.
        """
        lines = {to_json(record) for record in self.records.values()}
        self._write(lines | self._held)
        yield
        if self._held - lines:
            self._write(lines)
        self._held = lines

    def _write(self, lines: Iterable[str]) -> None:
        try:
            with atomic_write(self.file) as out:
                out.writelines(line.encode("utf-8") + b"\n" for line in sorted(lines))
        except OutputError as reason:
            raise StoreError(str(reason)) from reason


def _lines(file: Path) -> Iterator[str]:
    if file.exists():
        with file.open(encoding="utf-8", newline="\n") as lines:
            yield from (line.removesuffix("\n") for line in lines)


def _scan(quads: Iterable[str]) -> tuple[set[str], list[str]]:
    """The runs that the graph names, and the quads of graphs that no build writes."""
    ours = re.compile(rf" <{re.escape(expand('dipg:'))}(events|reference|ontology|article/[^<>]*)> \.$")
    used = f"> <{expand('prov:used')}> "
    run_start = f"<{expand('dipd:')}run/"
    runs, foreign = set(), []
    for quad in quads:
        if not ours.search(quad):
            foreign.append(quad)
        elif quad.startswith(run_start) and used in quad:
            runs.add(quad.partition(" ")[0])
    return runs, foreign
