"""From clusters to merged events: values, keys, and the links between events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from dipkb.event import CountClaim, Event, Statement
from dipkb.merge.clusters import Cluster
from dipkb.merge.items import Item
from dipkb.merge.keys import keys
from dipkb.merge.programme import with_programmes
from dipkb.merge.status import history
from dipkb.merge.unify import unified
from dipkb.merge.values import chosen
from dipkb.merge.variants import linked
from dipkb.merged import MergedEvent, Report

Keys = Mapping[tuple[str, str], str]
"""The key of the event that a record, by its article and id, is of."""


def assembled(clusters: Sequence[Cluster], elsewhere: Keys | None = None, no_merge: bool = False) -> list[MergedEvent]:
    """The merged event of each cluster, in the order of the clusters.

    Args:
        clusters: All that records of these articles are of, or else ``elsewhere`` says which events their other records are of.
        elsewhere: The events of records that are in none of the clusters.
        no_merge: Every cluster is one report, and its key says so.
    """
    told = [unified(cluster.members) for cluster in clusters]
    values = list(map(chosen, told))
    names = keys(clusters, values, no_merge)
    own = {(i.article.id, i.record.id): key for key, cluster in zip(names, clusters, strict=True) for i in cluster.members}
    by_record = {**(elsewhere or {}), **own}
    return linked(with_programmes([_event(*parts, by_record) for parts in zip(names, clusters, told, values, strict=True)]))


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
