"""Why an event is one, and why it has the values it has: merged again from what the store keeps, by the same functions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dipkb.corrections import Corrections, place_of
from dipkb.errors import StoreError, UnknownName
from dipkb.event import ArticleEvents, Event, Record
from dipkb.gazetteer import Gazetteer, load
from dipkb.identity import Identities
from dipkb.merge.account import Account, account
from dipkb.merge.clusters import Cluster
from dipkb.merge.items import Item, items
from dipkb.merge.reasons import reasons
from dipkb.pipeline.held import HeldRecords
from dipkb.pipeline.holdings import made_by, read_corrections
from dipkb.pipeline.ledger import Ledger
from dipkb.query import run
from dipkb.store.folder import read_marker
from dipkb.triples.labels import label
from dipkb.triples.nodes import Nodes
from dipkb.vocab import expand

if TYPE_CHECKING:
    from dipkb.store import Store

_KEY = re.compile(r"[a-z-]+/[0-9a-f]{16}")
_BEGUN = re.compile(r"[a-z-]+/[0-9a-f]{4,15}")
_TRIES = 5


class Link(Record, frozen=True):
    """Another event that this one hangs together with, by its key; ``because`` says how that is known, where it can be said."""

    link: str
    event: str
    label: str
    because: str | None = None


class Decided(Record, frozen=True):
    """A correction about reports of the event (by their numbers; none for those that it took out)."""

    decision: str
    author: str
    date: str
    reason: str
    reports: tuple[int, ...]
    field: str | None = None
    value: Any = None


class Why(Account, frozen=True):
    """An account with what the event is called, what it hangs together with, what a person decided about it, and ``notes``."""

    iri: str
    label: str
    links: tuple[Link, ...]
    corrections: tuple[Decided, ...]
    notes: tuple[str, ...] = ()


def why(store: Store, event: str, gazetteer: Gazetteer | None = None) -> Why:
    """Why an event is one and has the values it has.

    Nothing is changed and no right to write is taken; a build may go on beside it.

    Args:
        store: An embedded store that was built from articles.
        event: Its IRI, ``dipd:visit/0123456789abcdef``, ``visit/0123456789abcdef``, or the beginning of that where it is alone.
        gazetteer: Who is who; the shipped one when ``None``. Give the tables that the store was built with.

    Raises:
        UnknownName: The store holds no such event; carries those that begin alike.
        StoreError: No embedded store, or one without event records, as after loading a dump.
    """
    folder = _folder(store)
    for _ in range(_TRIES):
        with Ledger.reading(folder) as opened:
            if opened is None:
                raise StoreError(
                    f"{folder} keeps no event records, as after loading a dump or before the first build: how its events were "
                    f"merged is not known here. What the graph itself tells: dipkb query run evidence -p event={event}"
                )
            ledger, generation = opened
            found = _Asked(store, ledger, gazetteer or load()).why(_key(ledger, event, folder))
        if read_marker(folder).generation == generation:
            return found
    raise StoreError(f"{folder} is written to without a pause. Ask again when that has ended.")


def _folder(store: Store) -> Path:
    if "://" in store.where:
        raise StoreError(
            f"{store.where} is an endpoint: it has the graph, and not the event records that tell how it was merged. "
            "Ask the folder that it was loaded from."
        )
    return Path(store.where)


def _key(ledger: Ledger, event: str, folder: Path) -> str:
    """The key that an IRI, CURIE or key means.

    Raises:
        UnknownName: The store holds no such event.
    """
    wanted = event.strip().removeprefix("<").removesuffix(">").removeprefix(expand("dipd:")).removeprefix("dipd:")
    near = ledger.keys_from(wanted) if _BEGUN.fullmatch(wanted) else []
    if len(near) == 1:
        return near[0]
    if _KEY.fullmatch(wanted) and ledger.members(wanted):
        return wanted
    known = near or ledger.keys_from(wanted[: wanted.find("/") + 3])
    see = "The column 'event' of 'dipkb query run visits' (meetings, statements …) names those it holds."
    raise UnknownName(f"event of {folder}", event, known, f"{_begin_so(near)}{see}")


def _begin_so(keys: Sequence[str]) -> str:
    return f"{len(keys)} begin so: {', '.join(keys[:5])}. " if keys else ""


@dataclass
class _Asked:
    """A question to an open store."""

    store: Store
    ledger: Ledger
    gazetteer: Gazetteer

    def why(self, key: str) -> Why:
        members = self.ledger.members(key)
        told = [self.item(article, position) for article, position, _ in members]
        raw = [self.raw(item) for item in told]
        found = account(Cluster(told, [rule for _, _, rule in members]), key, raw)
        named = {(item.article.id, item.record.id): n for n, item in enumerate(told, 1)}
        return Why(
            **{name: getattr(found, name) for name in Account.__struct_fields__},
            iri=expand("dipd:") + key,
            label=self.called(found.value, told[0].article.id),
            links=tuple(self.links(key)),
            corrections=tuple(self.decided(named)),
            notes=tuple(self.notes()),
        )

    @cached_property
    def corrections(self) -> Corrections:
        return read_corrections(self.store)

    @cached_property
    def held(self) -> HeldRecords:
        return HeldRecords(self.ledger, Identities(self.gazetteer), self.corrections)

    def line(self, article: str) -> ArticleEvents:
        """An article's records as merged."""
        found = self.held.record(article)
        if found is None:
            raise StoreError(f"{self.ledger.file} tells of the article '{article}' and does not hold it. Build the store again.")
        return found

    def item(self, article: str, position: int) -> Item:
        return items([self.line(article)])[position]

    def raw(self, item: Item) -> Event:
        """The record as it was extracted."""
        line = self.held.as_written(item.article.id)
        listed = line.events if line else ()
        return next((one for n, one in enumerate(listed) if (one.id or f"#{n}") == item.record.id), item.record)

    def called(self, event: Event, article: str) -> str:
        nodes, states = Nodes(self.gazetteer), self.gazetteer.countries
        return label(event, lambda party: nodes.name(party, article), lambda code: states[code].name if code in states else code)

    def links(self, key: str) -> Iterator[Link]:
        """What the graph links the event with."""
        iri = expand("dipd:") + key
        for row in run(self.store, "event-links", {"event": iri}).dicts():
            other = row["other"].removeprefix(expand("dipd:"))
            pair = {"part-of": (key, other), "contains": (other, key)}.get(row["link"])
            yield Link(link=row["link"], event=other, label=row["label"], because=self._because(*pair) if pair else None)

    def _because(self, part: str, whole: str) -> str:
        """Why an event is part of another: an article says so, or the programme."""
        for article, position, _ in self.ledger.members(part):
            record, of = self.item(article, position).record, self.ledger.events_of(article)
            named = [of.get(item.position) for item in items([self.line(article)]) if item.record.id == record.part_of]
            if whole in named:
                return reasons().linked_by["told"]
        return reasons().linked_by["programme"]

    def decided(self, named: dict[tuple[str, str], int]) -> Iterator[Decided]:
        """The corrections that name reports of the event."""
        for c in self.corrections.all:
            places = [place_of(self.held.as_written(one.article), one) for one in c.reports]
            numbers = sorted(named[place] for place in places if place in named)
            if numbers:
                yield Decided(
                    decision=c.decision, author=c.author, date=c.date, reason=c.reason, reports=tuple(numbers), field=c.field,
                    value=c.value,
                )  # fmt: skip

    def notes(self) -> Iterator[str]:
        made = self.ledger.about("made-by")
        if made == made_by(self.gazetteer, no_merge=True):
            yield "This store was built with --no-merge: every report is an event of its own."
        elif made != made_by(self.gazetteer):
            yield (
                "This store was built by another version of dipkb, or with other tables: what is told here can differ from its "
                "graph. Give the same --gazetteer, or build again."
            )
