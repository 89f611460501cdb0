"""What a store was made of, read without the right to write: event records, corrections, and which of these are orphaned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from dipkb.corrections import Correction, Told
from dipkb.errors import StoreError
from dipkb.event import ArticleEvents, from_json
from dipkb.pipeline.holdings import read_corrections
from dipkb.pipeline.ledger import Ledger
from dipkb.store import Store

__all__ = ["has_records", "orphans", "read_corrections", "records"]


def has_records(store: Store) -> bool:
    """Whether event records are kept with the store; an endpoint has none, nor a store that a dump was loaded into."""
    with _ledger(store) as ledger:
        return ledger is not None


def records(store: Store, articles: Iterable[str]) -> dict[str, ArticleEvents | None]:
    """The event records of some articles as they were extracted; ``None`` for an article that is not held.

    Raises:
        StoreError: No event records are kept with the store, or they are damaged.
    """
    with _ledger(store) as ledger:
        if ledger is None:
            raise StoreError(f"No event records are kept with {store.where}. Review a folder that 'dipkb build' wrote.")
        lines = {name: ledger.line(name) for name in sorted(set(articles))}
    return {name: from_json(line) if line is not None else None for name, line in lines.items()}


def orphans(store: Store) -> list[tuple[Correction, Told]]:
    """The corrections whose words carry no record any more, each with the report that is gone.

    Raises:
        StoreError: No event records are kept with the store though it has corrections, or they are damaged.
    """
    standing = read_corrections(store)
    named = {told.article for correction in standing.all for told in correction.reports}
    return standing.orphans(records(store, named)) if named else []


@contextmanager
def _ledger(store: Store) -> Iterator[Ledger | None]:
    folder = Path(store.where)
    if not folder.is_dir():
        yield None
        return
    with Ledger.reading(folder) as found:
        yield found[0] if found else None
