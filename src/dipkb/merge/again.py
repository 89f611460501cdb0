"""Merging again what a few changed articles can reach, and nothing else: the same events as if everything were merged anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from dipkb.event import ArticleEvents, Statement
from dipkb.merge.assembly import assembled
from dipkb.merge.clusters import Cluster, clusters
from dipkb.merge.hands import Hand, handled
from dipkb.merge.items import Item, items
from dipkb.merge.neighbourhood import addresses, neighbourhood, number
from dipkb.merge.programme import meetings, places_of_meetings, places_of_visits, visits
from dipkb.merged import MergedEvent

Place = tuple[str, int]
Member = tuple[str, int, str | None]


class Held(Protocol):
    """What was merged before."""

    def record(self, article: str) -> ArticleEvents | None:
        """An article's records, ``None`` where it is not held."""

    def at(self, addresses: Iterable[int]) -> Iterable[Place]:
        """The records (article, position) that are found at some addresses."""

    def events_of(self, article: str) -> Mapping[int, str]:
        """The key of the event that each of an article's records is of, by position."""

    def members(self, key: str) -> Sequence[Member]:
        """The records of an event in the order they were merged in, each with its rule."""


@dataclass
class Remerged:
    """What is to be written: ``events`` in place of those with the keys ``gone``, and ``articles`` with reports among them."""

    events: list[MergedEvent]
    members: dict[str, list[Member]]
    gone: set[str]
    articles: dict[str, ArticleEvents]
    old_addresses: dict[Place, tuple[int, ...]]
    new_addresses: dict[Place, tuple[int, ...]]


def remerge(changes: Mapping[str, ArticleEvents | None], held: Held, hands: Sequence[Hand] = ()) -> Remerged:
    """Merge changed articles with what is held.

    Args:
        changes: By id, an article's records as they will be; ``None`` takes it away.
        held: What was merged before; it is not changed.
        hands: What a person decided about events, as it will be; the articles of those that are new or gone are among the
            changed ones.
    """
    return _Again(changes, held, hands).done()


@dataclass
class _Again:
    changes: Mapping[str, ArticleEvents | None]
    held: Held
    hands: Sequence[Hand] = ()
    _items: dict[str, list[Item]] = field(default_factory=dict)
    _keys: dict[str, Mapping[int, str]] = field(default_factory=dict)
    _clusters: dict[Place, Cluster] = field(default_factory=dict)
    _known: dict[str, Cluster] = field(default_factory=dict)
    _own: dict[int, list[Item]] = field(default_factory=lambda: defaultdict(list))

    def done(self) -> Remerged:
        old = [item for name in sorted(self.changes) for item in self.was(name)]
        new = [item for name in sorted(self.changes) for item in self.items(name)]
        reached = self._reached(old, new)
        merged = handled(clusters(reached), self.hands)
        for cluster in merged:
            self._clusters.update(dict.fromkeys((item.order for item in cluster.members), cluster))
        gone = {self.key(item.order) for item in (*old, *reached) if self.key(item.order)}
        near = sorted({*self.changes, *(item.article.id for item in reached), *self._articles_of(gone)})
        return self._told(merged, near, {key for key in gone if key}, old, new)

    def _reached(self, old: Sequence[Item], new: Sequence[Item]) -> list[Item]:
        """The changed records and all that they reach, also by what a person decided."""
        near = self._near(new)
        seeds = {item.order: item for item in new}
        while True:
            found = {**seeds, **{i.order: i for i in neighbourhood([*old, *seeds.values()], near)}}
            named = {(item.article.id, item.record.id) for item in found.values()}
            handed = [place for _, places in self.hands if named & set(places) for place in places if place not in named]
            more = [item for name, record in handed for item in self.items(name) if item.record.id == record]
            if not more:
                return [found[order] for order in sorted(found)]
            seeds = {**seeds, **{item.order: item for item in more}}

    def _articles_of(self, keys: Iterable[str | None]) -> Iterator[str]:
        return (article for key in keys if key for article, _, _ in self.held.members(key))

    # --- records as they were and will be ----------------------------------------------------------------------------

    def was(self, article: str) -> list[Item]:
        """An article's records as they are held."""
        record = self.held.record(article)
        return items([record]) if record else []

    def items(self, article: str) -> list[Item]:
        """An article's records as they will be."""
        if article not in self._items:
            record = self.changes[article] if article in self.changes else self.held.record(article)
            self._items[article] = items([record]) if record else []
        return self._items[article]

    def item(self, place: Place) -> Item:
        """A record as it will be."""
        return self.items(place[0])[place[1]]

    def key(self, place: Place) -> str | None:
        """The event a record was of."""
        article, position = place
        if article not in self._keys:
            self._keys[article] = self.held.events_of(article)
        return self._keys[article].get(position)

    def _near(self, new: Sequence[Item]) -> Callable[[Iterable[int]], list[Item]]:
        own = self._own
        for item in new:
            for address in addresses(item):
                own[address].append(item)

        def near(at: Iterable[int]) -> list[Item]:
            listed = list(at)
            others = [self.item(place) for place in self.held.at(listed) if place[0] not in self.changes]
            return others + [item for address in listed for item in own.get(address, ())]

        return near

    # --- what is to be written ---------------------------------------------------------------------------------------

    def cluster(self, place: Place) -> Cluster | None:
        """The cluster a record will be of: merged again, or as it was."""
        if place in self._clusters:
            return self._clusters[place]
        key = self.key(place)
        if key is None or place[0] in self.changes:
            return None
        if key not in self._known:
            members = self.held.members(key)
            self._known[key] = Cluster([self.item((a, n)) for a, n, _ in members], [rule for _, _, rule in members], key=key)
        return self._known[key]

    def _told(self, merged: list[Cluster], near: list[str], gone: set[str], old: list[Item], new: list[Item]) -> Remerged:
        touched = {*merged, *self._of(near)}
        moved = [*old, *(item for cluster in merged for item in cluster.members)]
        touched |= self._found(places_of_meetings, visits(moved))
        touched |= self._said_at(self._occasions(touched, old))
        context = touched | self._of(sorted(a for c in touched if _is_statement(c) for a in c.articles))
        context |= self._said_at(self._occasions(context, ()))
        context |= self._found(places_of_visits, meetings(item for cluster in touched for item in cluster.members))
        ordered = sorted({*merged, *context}, key=lambda c: c.members[0].order)
        events = assembled(ordered, self._elsewhere(ordered))
        kept = [(event, c) for event, c in zip(events, ordered, strict=True) if c in touched or not c.key]
        return Remerged(
            [event for event, _ in kept],
            {event.key: [(*i.order, rule) for i, rule in zip(c.members, c.rules, strict=True)] for event, c in kept},
            gone | {c.key for _, c in kept if c.key},
            {name: record for name in near if (record := self._record(name))},
            {item.order: addresses(item) for item in old},
            {item.order: addresses(item) for item in new},
        )

    def _elsewhere(self, found: Iterable[Cluster]) -> dict[tuple[str, str], str]:
        """The events of the other records of the clusters' articles."""
        articles = sorted({item.article.id for cluster in found for item in cluster.members})
        listed = [item for article in articles if article not in self.changes for item in self.items(article)]
        return {(i.article.id, i.record.id): key for i in listed if i.order not in self._clusters and (key := self.key(i.order))}

    def _found(self, places: Callable[[Item], Iterable[tuple[object, ...]]], items: Iterable[Item]) -> set[Cluster]:
        """The clusters of the records at the places of some items."""
        at = sorted({number(place) for item in items for place in places(item)})
        known = {place for place in self.held.at(at) if place[0] not in self.changes}
        new = {item.order for address in at for item in self._own.get(address, ())}
        return {cluster for place in sorted(known | new) if (cluster := self.cluster(place))}

    def _record(self, article: str) -> ArticleEvents | None:
        return self.changes[article] if article in self.changes else self.held.record(article)

    def _of(self, articles: Iterable[str]) -> set[Cluster]:
        """The clusters that some articles' records will be of."""
        places = (item.order for article in articles for item in self.items(article))
        return {cluster for place in places if (cluster := self.cluster(place))}

    def _occasions(self, found: Iterable[Cluster], old: Iterable[Item]) -> set[str]:
        """The articles that tell of the events at which statements of the clusters, and of records as they were, were made."""
        named = [(item, item.record.occasion) for c in found for item in c.members if isinstance(item.record, Statement)]
        places = [place for item, name in named if (place := self._named(self.items(item.article.id), name))]
        told = {a for place in places if (c := self.cluster(place)) for a in c.articles}
        before = [(i, i.record.occasion) for i in old if isinstance(i.record, Statement)]
        keys = {self.key(place) for item, name in before if (place := self._named(self.was(item.article.id), name))}
        return told | {a for a in self._articles_of(keys) if self.items(a)}

    @staticmethod
    def _named(among: Iterable[Item], name: str | None) -> Place | None:
        return next((item.order for item in among if name and item.record.id == name), None)

    def _said_at(self, articles: Iterable[str]) -> set[Cluster]:
        """The clusters of statements in some articles."""
        return {cluster for cluster in self._of(sorted(articles)) if _is_statement(cluster)}


def _is_statement(cluster: Cluster) -> bool:
    return isinstance(cluster.members[0].record, Statement)
