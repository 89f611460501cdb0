"""The order of the steps: articles are read, extracted, merged with all that the store holds, written as quads and loaded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import msgspec

from dipkb.corrections import Correction, Corrections, check
from dipkb.errors import InputError
from dipkb.gazetteer import Gazetteer, load
from dipkb.pipeline.holdings import Holdings, Outcome
from dipkb.pipeline.reading import Extracts, Item, Progress, Reader

if TYPE_CHECKING:
    from dipkb.store import Store

__all__ = ["BuildReport", "Outcome", "build", "correct"]
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
    known = gazetteer or load()
    holdings = Holdings(store, known)
    try:
        reader = Reader(known, extractor, on_error, progress, min_confidence)
        changes = {name: line for name, line in reader.records(sources).items() if not holdings.removed(name)}
        held = {name: holdings.record(name) for name in changes}
        outcome = holdings.change(changes, no_merge)
    finally:
        holdings.close()
    return BuildReport(
        read=reader.read,
        new=sum(line is None for line in held.values()),
        changed=sum(line is not None and line != changes[name] for name, line in held.items()),
        failed=reader.failed,
        unsure=reader.unsure,
        **msgspec.structs.asdict(outcome),
    )


def correct(
    store: Store, add: Iterable[Correction] = (), drop: Iterable[Correction] = (), *, gazetteer: Gazetteer | None = None
) -> Outcome:
    """Take corrections in, and others back; what they reach is merged again.

    Taking a correction back gives the graph that was there without it, byte for byte. An article that a correction removes is
    taken out, and stays out of later builds until the correction is taken back; other corrections lose what they say of it.

    Args:
        store: An embedded store, opened for writing.
        add: Corrections; one that stands already changes nothing.
        drop: Corrections to be taken back.
        gazetteer: Who is who; the shipped one when ``None``.

    Raises:
        BadParameter: A correction says what no record can take.
        StoreError: The store cannot be written.
    """
    added, dropped = list(add), set(drop)
    for correction in added:
        check(correction)
    holdings = Holdings(store, gazetteer or load())
    try:
        kept = [c for c in holdings.corrections.all if c not in dropped]
        gone = {c.article: None for c in added if c.decision == "remove" and c.article}
        return holdings.change(gone, corrections=Corrections([*kept, *added]))
    finally:
        holdings.close()


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
