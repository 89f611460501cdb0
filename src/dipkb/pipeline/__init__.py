"""The order of the steps: articles are read, extracted, merged with all that the store holds, written as quads and loaded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from dipkb.errors import InputError
from dipkb.event import CountClaim, Initiative
from dipkb.gazetteer import Gazetteer, load
from dipkb.pipeline.reading import Extracts, Item, Progress, Reader
from dipkb.pipeline.state import State

if TYPE_CHECKING:
    from dipkb.merged import MergedEvent
    from dipkb.store import Store

__all__ = ["BuildReport", "build"]
_SHOWN_NOTES = 10


class BuildReport(msgspec.Struct, frozen=True):
    """What a build did.

    ``read`` counts the articles given, of which ``new`` were not in the store and ``changed`` replace what it had of them;
    ``failed`` could not be used; ``unsure`` counts the records left out as below the confidence asked for. ``articles`` to
    ``quads`` count what the store holds now: ``records`` of all types, ``events`` without claims and initiatives, ``reports`` of
    those events. ``notes`` tell what was left out of the graph, and why.
    """

    read: int
    new: int
    changed: int
    failed: int
    articles: int
    records: int
    events: int
    reports: int
    quads: int
    notes: tuple[str, ...] = ()
    unsure: int = 0

    def __str__(self) -> str:
        """One line, and one more for each of the first notes.

        >>> print(BuildReport(2, 1, 1, 0, 9, 40, 30, 35, 2000))
        2 articles read (1 new, 1 changed). The store holds 9 articles, 30 events told by 35 reports, 2,000 quads.
        """
        read = f"{_count(self.read, 'article')} read ({self.new:,} new, {self.changed:,} changed)."
        held = (_count(self.articles, "article"), f"{_count(self.events, 'event')} told by {_count(self.reports, 'report')}")
        unsure = [f"Left out as too unsure: {_count(self.unsure, 'record')}."] if self.unsure else []
        left = [f"Left out: {note}." for note in self.notes[:_SHOWN_NOTES]]
        more = [f"… and {len(self.notes) - _SHOWN_NOTES:,} more values."] if len(self.notes) > _SHOWN_NOTES else []
        return "\n".join([f"{read} The store holds {', '.join(held)}, {_count(self.quads, 'quad')}.", *unsure, *left, *more])


def build(
    sources: Iterable[Item],
    store: Store,
    *,
    no_merge: bool = False,
    min_confidence: float = 0.0,
    extractor: Extracts | None = None,
    gazetteer: Gazetteer | None = None,
    progress: Progress | None = None,
    on_error: Callable[[InputError], None] | None = None,
) -> BuildReport:
    """Add articles to a knowledge base, and merge everything it holds anew.

    An article that the store holds already is replaced when it tells something else now; so giving the same article again
    changes nothing, and neither the order of articles nor that of builds makes a difference to the graph. Quads that were
    loaded into graphs of their own, and corrections, stay. The graph is replaced at the very end and all at once: whatever
    happens before, it is what it was.

    Args:
        sources: Articles and event records, as :func:`dipkb.reading.read_articles` gives them.
        store: An embedded store, opened for writing.
        no_merge: Give every report an event of its own, in this build.
        min_confidence: Records that are less sure are left out; those that do not say stay.
        extractor: What reads articles; dipkb's own when ``None``, made when the first article comes.
        gazetteer: Who is who; the shipped one when ``None``.
        progress: Told after each article.
        on_error: Told of each record that cannot be used; without it such a record raises.

    Raises:
        InputError: A record cannot be used, and ``on_error`` was not given.
        StoreError: The store cannot be written, or holds articles whose event records are not kept with it.
    """
    state, known = State.of(store), gazetteer or load()
    reader = Reader(known, extractor, on_error, progress, min_confidence)
    new, changed = state.update(reader.records(sources))
    merged, quads, notes = _replace(state, store, known, no_merge)
    events = [event for event in merged if not isinstance(event.value, CountClaim | Initiative)]
    return BuildReport(
        read=reader.read,
        new=new,
        changed=changed,
        failed=reader.failed,
        articles=len(state.records),
        records=sum(len(record.events) for record in state.records.values()),
        events=len(events),
        reports=sum(len(event.reports) for event in events),
        quads=quads,
        notes=notes,
        unsure=reader.unsure,
    )


def _replace(state: State, store: Store, gazetteer: Gazetteer, no_merge: bool) -> tuple[list[MergedEvent], int, tuple[str, ...]]:
    """Merge, write and load all records; the merged events, the number of quads, and what was left out."""
    from dipkb.identity import Identities
    from dipkb.merge import merge
    from dipkb.triples import quads

    notes: dict[str, None] = {}
    records = list(state.records.values())
    merged = merge(map(Identities(gazetteer).record, records), no_merge=no_merge)
    with state.saved():
        lines = quads(merged, records, gazetteer, lambda note: notes.update({note: None}))
        count = store.replace_all(chain(lines, state.foreign))
    return merged, count, tuple(notes)


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
