"""Many reports, one event: cross-article merging on plain records; see docs/decisions/0004-merging.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from dipkb.event import ArticleEvents, CountClaim, Event, Statement
from dipkb.merge.clusters import Cluster, clusters
from dipkb.merge.items import Item, items
from dipkb.merge.keys import keys
from dipkb.merge.status import history
from dipkb.merge.unify import unified
from dipkb.merge.values import chosen
from dipkb.merge.variants import linked
from dipkb.merged import MergedEvent, Report, StatusChange

__all__ = ["MergedEvent", "Report", "StatusChange", "merge"]

Keys = Mapping[tuple[str, str], str]


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
    found = clusters(items(records), no_merge)
    told = [unified(cluster.members) for cluster in found]
    values = list(map(chosen, told))
    names = keys(found, values, no_merge)
    by_record = {(i.article.id, i.record.id): key for key, cluster in zip(names, found, strict=True) for i in cluster.members}
    events = [_event(*parts, by_record) for parts in zip(names, found, told, values, strict=True)]
    return sorted(linked(events), key=lambda event: event.key)


def _event(key: str, cluster: Cluster, told: Sequence[Item], value: Event, by_record: Keys) -> MergedEvent:
    joined = zip(cluster.members, told, cluster.rules, strict=True)
    listed = sorted(joined, key=lambda one: one[0].order)
    reports = tuple(
        Report(key=i.report_key, article=i.article, record=i.record, unified=u.record, merged_by=rule) for i, u, rule in listed
    )
    named = msgspec.structs.replace(value, id=key, **_links(cluster.members, value, by_record))
    return MergedEvent(key=key, value=named, reports=reports, history=history(cluster.members))


def _links(members: Sequence[Item], value: Event, by_record: Keys) -> dict[str, str | None]:
    """What the records name by ids of their articles, as keys of merged events: of several the first named."""
    own = {Statement: "occasion", CountClaim: "counted"}.get(type(value))
    return {field: _named(members, field, by_record) for field in ("part_of", own) if field}


def _named(members: Sequence[Item], field: str, by_record: Keys) -> str | None:
    ids = ((item.article.id, getattr(item.record, field)) for item in members)
    return next((by_record[found] for found in ids if found in by_record), None)
