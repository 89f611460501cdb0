"""From what was given to event records, one for each article."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Protocol, TypeAlias

from dipkb.article import Article
from dipkb.errors import DipkbError, InputError, UnreadArticle
from dipkb.event import ArticleEvents, faults
from dipkb.gazetteer import Gazetteer
from dipkb.selection import sure_of, untraced

Item: TypeAlias = Article | ArticleEvents


class Extracts(Protocol):
    """What makes records of an article; :class:`dipkb.extract.Extractor` is one."""

    def extract(self, article: Article) -> ArticleEvents:
        """The article's event records."""


class Progress(Protocol):
    """Hears how many articles are done and, where that is known, of how many."""

    def __call__(self, done: int, total: int | None = None) -> None:
        """``done`` of ``total``."""


def extracted(extractor: Extracts, article: Article) -> ArticleEvents:
    """The article's event records.

    Raises:
        UnreadArticle: It cannot be read, or a rule fails on it: then the others can still be read, and the reason says where.
    """
    try:
        return extractor.extract(article)
    except DipkbError:
        raise
    except Exception as fault:
        raise UnreadArticle(article.id, _told(fault)) from fault


def _told(fault: Exception) -> str:
    """What failed and where in the code, as a reason."""
    last = traceback.extract_tb(fault.__traceback__)[-1]
    where = f"{Path(last.filename).name}:{last.lineno}"
    return f"a fault of dipkb itself, {type(fault).__name__} in {where}: {fault}. Please report it with the article"


class Reader:
    """Reads items as records without their traces, and counts: articles ``read`` and ``failed``, records that were ``unsure``."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        extractor: Extracts | None,
        on_error: Callable[[InputError], None] | None,
        progress: Progress | None,
        min_confidence: float = 0.0,
    ) -> None:
        self.gazetteer, self.extractor, self.on_error, self.progress = gazetteer, extractor, on_error, progress
        self.read = self.failed = self.unsure = 0
        self.min_confidence = min_confidence

    def records(self, items: Iterable[Item]) -> dict[str, ArticleEvents]:
        """The records by article; of an article that is given twice the later holds.

        Raises:
            InputError: A record cannot be used, and nobody is there to be told.
        """
        found: dict[str, ArticleEvents] = {}
        for record in self._usable(items):
            found[record.article.id] = record
            self.read += 1
            if self.progress:
                self.progress(self.read)
        return found

    def _usable(self, items: Iterable[Item]) -> Iterator[ArticleEvents]:
        for item in items:
            try:
                record = item if isinstance(item, ArticleEvents) else self._extract(item)
            except UnreadArticle as error:
                self._tell(error)
                continue
            problems = list(faults(record))
            if problems:
                self._tell(InputError(f"article '{record.article.id}' is no event record: {'; '.join(problems)}."))
            else:
                yield self._sure(record)

    def _sure(self, record: ArticleEvents) -> ArticleEvents:
        kept = sure_of(record, self.min_confidence)
        self.unsure += len(record.events) - len(kept.events)
        return untraced(kept)

    def _extract(self, article: Article) -> ArticleEvents:
        if self.extractor is None:
            from dipkb.extract import Extractor

            self.extractor = Extractor(self.gazetteer)
        return extracted(self.extractor, article)

    def _tell(self, error: InputError) -> None:
        if self.on_error is None:
            raise error
        self.failed += 1
        self.on_error(error)
