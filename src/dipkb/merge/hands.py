"""What a person decided about events: reports of two events that are one, reports of one event that are of another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from dipkb.merge.clusters import Cluster
from dipkb.merge.items import Item

Hand: TypeAlias = tuple[str, tuple[tuple[str, str], ...]]
"""``merge`` or ``split``, and the reports it is about, each by article and record id."""
BY_HAND = "by-hand"


def handled(clusters: Sequence[Cluster], hands: Iterable[Hand]) -> list[Cluster]:
    """The clusters after what a person decided: in that order, the last one holds.

    To merge makes the clusters of all named reports one; to split takes the named reports out of their clusters into one of
    their own. Records of two types are never merged.
    """
    found = list(clusters)
    for decision, reports in hands:
        named = set(reports)
        touched = [c for c in found if any((i.article.id, i.record.id) in named for i in c.members)]
        if touched and len({c.members[0].type for c in touched}) == 1:
            rest = [c for c in found if c not in touched]
            found = rest + (_merged(touched) if decision == "merge" else _split(touched, named))
    return found


def _merged(touched: Sequence[Cluster]) -> list[Cluster]:
    ordered = sorted(touched, key=lambda c: c.members[0].order)
    first = ordered[0]
    members = [*first.members, *(item for c in ordered[1:] for item in c.members)]
    rules = [*first.rules, *(BY_HAND for c in ordered[1:] for _ in c.members)]
    return [Cluster(members, rules)]


def _split(touched: Sequence[Cluster], named: set[tuple[str, str]]) -> list[Cluster]:
    pairs = [(item, rule) for c in touched for item, rule in zip(c.members, c.rules, strict=True)]
    out = sorted((item for item, _ in pairs if (item.article.id, item.record.id) in named), key=lambda item: item.order)
    kept = [_cluster([pair for pair in zip(c.members, c.rules, strict=True) if pair[0] not in out]) for c in touched]
    return [*(c for c in kept if c.members), Cluster(out, [None, *(BY_HAND for _ in out[1:])])]


def _cluster(pairs: Sequence[tuple[Item, str | None]]) -> Cluster:
    """What is left; the first report is the one that the others were joined to."""
    rules = [rule for _, rule in pairs]
    if pairs and None not in rules:
        rules[0] = None
    return Cluster([item for item, _ in pairs], rules)
