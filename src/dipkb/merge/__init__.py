"""Many reports, one event: cross-article merging on plain records; see docs/decisions/0004-merging.md."""

from __future__ import annotations

from collections.abc import Iterable

from dipkb.event import ArticleEvents
from dipkb.merge.again import Held, Member, Remerged, remerge
from dipkb.merge.assembly import assembled
from dipkb.merge.clusters import clusters
from dipkb.merge.hands import Hand, handled
from dipkb.merge.items import items
from dipkb.merge.neighbourhood import addresses
from dipkb.merged import MergedEvent, Report, StatusChange

__all__ = [
    "Hand", "Held", "Member", "MergedEvent", "Remerged", "Report", "StatusChange", "addresses", "assembled", "clusters",
    "handled", "items", "merge", "remerge",
]  # fmt: skip


def merge(records: Iterable[ArticleEvents], *, no_merge: bool = False) -> list[MergedEvent]:
    """The events that the articles tell of, each once, sorted by key; the order of the articles makes no difference.

    Args:
        records: Each article once; a line given twice counts once.
        no_merge: Give every report an event of its own, to count without merging.

    Raises:
        ValueError: Two lines tell of one article, and not the same.

    >>> from dipkb.event import ArticleHead, Party, Visit
    >>> visit = Visit(id="v", visitors=(Party(name="Xi Jinping", id="wd:Q15031"),), destination="RUS", start="2023-03-20")
    >>> told = [ArticleEvents(article=ArticleHead(id=name), events=(visit,)) for name in ("a", "b")]
    >>> [len(event.reports) for event in merge(told)], len(merge(told, no_merge=True))
    ([2], 2)
    """
    return sorted(assembled(clusters(items(records), no_merge), no_merge=no_merge), key=lambda event: event.key)
