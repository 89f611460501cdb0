"""Articles to records over one or several processes, in the order they came in."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from dipkb.article import Article
from dipkb.errors import InputError, UnreadArticle
from dipkb.event import ArticleEvents
from dipkb.extract import Extractor
from dipkb.extract.plugins import Tally, find
from dipkb.gazetteer import load
from dipkb.pipeline.reading import extracted

Item: TypeAlias = Article | ArticleEvents
Outcome: TypeAlias = ArticleEvents | InputError
BATCH = 8  # articles that go to a process at once
_RARELY = (10_000, 20, 20)  # garbage is looked for every thirty articles or so, since little of what is made goes in circles
AHEAD = 4  # batches per process that wait or are worked on


@dataclass(frozen=True, slots=True)
class Settings:
    """What an extractor is made from: ``gazetteer`` folders over the shipped tables, ``plugins`` by name."""

    gazetteer: tuple[Path, ...] = ()
    plugins: tuple[str, ...] = ()

    def extractor(self) -> Extractor:
        """A new extractor.

        Raises:
            DataError: A table is malformed.
            UnknownName: No plug-in is installed under a name.
        """
        made = Extractor(extra=self.gazetteer, plugins=find(self.plugins))
        gc.freeze()  # the tables stay; looking through them for garbage takes a twentieth of the time
        gc.set_threshold(*_RARELY)
        return made

    def check(self) -> None:
        """Raise what making an extractor would raise for these settings, at little cost."""
        find(self.plugins)
        load(self.gazetteer)


@dataclass(slots=True)
class Reading:
    """Reads articles with settings, on ``jobs`` processes; ``tally`` counts what became of the records of plug-ins.

    The same articles give the same records in the same order, whatever ``jobs`` is. A process that is killed (out of memory, by a
    person) loses nothing: its batch is read again, article by article, and an article that kills its process twice is told.
    """

    settings: Settings
    jobs: int
    on_error: Callable[[InputError], None]
    tally: Tally

    def records(self, items: Iterable[Item]) -> Iterator[ArticleEvents]:
        """A record for each article that could be read; event records among the items pass through."""
        self.settings.check()  # a faulty call is told before any work
        for outcome in self.spread(iter(items)) if self.jobs > 1 else self.here(items):
            if isinstance(outcome, InputError):
                self.on_error(outcome)
            else:
                yield outcome

    def here(self, items: Iterable[Item]) -> Iterator[Outcome]:
        """The outcomes by this process; the extractor is made for the first article."""
        extractor: Extractor | None = None
        for item in items:
            if isinstance(item, ArticleEvents):
                yield item
                continue
            extractor = extractor or self.settings.extractor()
            extractor.tally = self.tally
            yield _read(extractor, item)

    def spread(self, items: Iterator[Item]) -> Iterator[Outcome]:
        """The outcomes by several processes, a bounded number of batches ahead of the reader."""
        waiting: deque[tuple[list[Item], Future[_Batch] | None]] = deque()
        pool = self.pool(self.jobs)
        try:
            while True:
                while len(waiting) < self.jobs * AHEAD and (batch := list(islice(items, BATCH))):
                    waiting.append((batch, _submit(pool, batch)))
                if not waiting:
                    return
                batch, future = waiting.popleft()
                try:
                    yield from self.counted(future)
                except BrokenProcessPool:
                    pool.shutdown(wait=False, cancel_futures=True)
                    yield from self.one_by_one(batch)
                    pool = self.pool(self.jobs)
                    waiting = deque((b, _submit(pool, b)) for b, _ in waiting)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def pool(self, jobs: int) -> ProcessPoolExecutor:
        """Processes that have an extractor each."""
        return ProcessPoolExecutor(jobs, initializer=_start, initargs=(self.settings,))

    def counted(self, future: Future[_Batch] | None) -> list[Outcome]:
        """What a process made of a batch; its tally is added.

        Raises:
            BrokenProcessPool: The process is gone, or was before the batch could be handed over.
        """
        if future is None:
            raise BrokenProcessPool
        outcomes, tally = future.result()
        self.tally.add(tally)
        return outcomes

    def one_by_one(self, batch: Sequence[Item]) -> Iterator[Outcome]:
        """A batch whose process died, each article in a process of its own."""
        for item in batch:
            with self.pool(1) as alone:
                try:
                    yield from self.counted(_submit(alone, [item]))
                except BrokenProcessPool:
                    name = item.article.id if isinstance(item, ArticleEvents) else item.id
                    yield UnreadArticle(name, "the process that read it was killed, twice (is there enough memory?)")


_Batch: TypeAlias = tuple[list[Outcome], Tally]
_extractor: Extractor | None = None  # one for each process


def _submit(pool: ProcessPoolExecutor, batch: Sequence[Item]) -> Future[_Batch] | None:
    """The batch handed to the pool; ``None`` where one of its processes is gone."""
    try:
        return pool.submit(_read_batch, list(batch))
    except BrokenProcessPool:
        return None


def _start(settings: Settings) -> None:
    global _extractor
    _extractor = settings.extractor()


def _read_batch(batch: list[Item]) -> _Batch:
    if _extractor is None:
        raise RuntimeError("a process was asked for records before it had an extractor")
    _extractor.tally = Tally()
    return [i if isinstance(i, ArticleEvents) else _read(_extractor, i) for i in batch], _extractor.tally


def _read(extractor: Extractor, article: Article) -> Outcome:
    try:
        return extracted(extractor, article)
    except InputError as error:  # another language, too long, or a plug-in's failure: this article's alone
        return error
