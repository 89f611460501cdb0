"""The keys of merged events: type and hash, the same for the same input."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dipkb.event import Agreement, CountClaim, Event, Initiative, Meeting, Sanction, Statement, when
from dipkb.merge.clusters import Cluster
from dipkb.merge.words import slug_words
from dipkb.vocab import digest

SEGMENTS = {"CountClaim": "count-claim"}


def keys(clusters: Sequence[Cluster], values: Sequence[Event], no_merge: bool = False) -> list[str]:
    """One key for each cluster with its value, all different.

    Hashed are type, agents, destination and dates, and what tells events of one day apart (mode, action, words …); for an
    undated event the article too. Where two are still alike, the second one in canonical order is numbered 2. Those that were
    merged before keep theirs.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    found = {}
    for n in sorted(range(len(clusters)), key=lambda n: min(item.order for item in clusters[n].members)):
        if known := clusters[n].key:
            found[n] = known
            continue
        base = _base(clusters[n], values[n], no_merge)
        seen[base] += 1
        found[n] = f"{segment(values[n])}/{digest(*base, *([f'no. {seen[base]}'] if seen[base] > 1 else []))}"
    return [found[n] for n in range(len(clusters))]


def segment(value: Event) -> str:
    """The type as a segment of an IRI."""
    name = type(value).__name__
    return SEGMENTS.get(name, name.lower())


def _base(cluster: Cluster, value: Event, no_merge: bool) -> tuple[str, ...]:
    item = min(cluster.members, key=lambda item: item.order)
    start, end = when(value)
    days = [day.isoformat() for day in cluster.days or ()] if isinstance(value, Statement) else [start or "", end or ""]
    apart = [item.article.id] if cluster.alone or cluster.days is None else []
    report = [item.report_key] if no_merge else []
    return (type(value).__name__, *item.agents, item.destination or "", *days, *_marks(value), *apart, *report)


def _marks(value: Event) -> list[str]:
    """What tells two events of the same agents and days apart."""
    match value:
        case Meeting():
            return [value.mode]
        case Statement():
            return [slug_words(value.content)]
        case Sanction():
            return [value.action, *value.measures]
        case Agreement():
            return [value.action, value.title or ""]
        case CountClaim():
            amounts = (value.ordinal, value.count, value.at_least)
            return [value.of, value.destination or "", *(str(amount) for amount in amounts), value.period or ""]
        case Initiative():
            return [value.name]
    return []
