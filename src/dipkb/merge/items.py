"""What merging compares: one record of one article, with its identities, its possible days and its place in the order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import msgspec

from dipkb import edtf
from dipkb.event import ArticleEvents, ArticleHead, Event, Meeting, Party, Sanction, Statement, Visit, when
from dipkb.identity import identity
from dipkb.vocab import digest

Days = tuple[date, date]
_MAIN = {
    "Visit": ("visitors",), "Meeting": ("participants", "hosts"), "Statement": ("speaker",), "Sanction": ("senders", "targets"),
    "Agreement": ("parties",), "CountClaim": ("parties",), "Initiative": (),
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Item:
    """A record of an article; ``occasion`` is the record it was said at, ``position`` its place in the article's line."""

    article: ArticleHead
    record: Event
    position: int
    occasion: Event | None = None

    @property
    def type(self) -> str:
        """The record's type."""
        return type(self.record).__name__

    @property
    def order(self) -> tuple[str, int]:
        """The canonical order, which the order of the input has no part in."""
        return self.article.id, self.position

    @cached_property
    def report_key(self) -> str:
        """16 hexadecimal digits, the same whenever this record of this article is read."""
        return digest("report", self.article.id, self.record.id)

    @cached_property
    def agents(self) -> tuple[str, ...]:
        """The identities that make the event this one and no other, sorted; sender and target are told apart."""
        listed = ((field, party) for field in _MAIN[self.type] for party in _parties(self.record, field))
        mark = {"senders": "sender:", "targets": "target:"} if isinstance(self.record, Sanction) else {}
        return tuple(sorted({mark.get(field, "") + identity(party, self.article.id) for field, party in listed}))

    @cached_property
    def days(self) -> Days | None:
        """First and last possible day; a statement without a date was made when its occasion was. ``None`` when undated."""
        own = readable_span(self.record)
        return readable_span(self.occasion) if own is None and self.occasion else own

    @cached_property
    def published(self) -> Days | None:
        """First and last day the article can have appeared on."""
        known = self.article.published
        return edtf.bounds(known) if known and edtf.is_edtf(known) else None

    @property
    def destination(self) -> str | None:
        """The country it took place in."""
        return self.record.destination if isinstance(self.record, Visit | Meeting) else None


def _parties(record: Event, field: str) -> tuple[Party, ...]:
    value = getattr(record, field)
    return value if isinstance(value, tuple) else (value,) if value else ()


def readable_span(record: Event) -> Days | None:
    """The days a record can mean; a text that is no date counts as none, and an end before its start too."""
    days = edtf.span(*(side if side and edtf.is_edtf(side) else None for side in when(record)))
    return days if days and days[0] <= days[1] else None


def items(records: Iterable[ArticleEvents]) -> list[Item]:
    """All records of all articles in canonical order; a record without an id is given one.

    Raises:
        ValueError: Two lines tell of one article, and not the same.
    """
    articles: dict[str, ArticleEvents] = {}
    for record in records:
        if articles.setdefault(record.article.id, record) != record:
            raise ValueError(f"two lines tell of the article '{record.article.id}', and differ. Keep the one that holds")
    return [item for _, record in sorted(articles.items()) for item in _items(record)]


def _items(line: ArticleEvents) -> Iterator[Item]:
    by_id = {record.id: record for record in line.events if record.id}
    for position, record in enumerate(line.events):
        named = record if record.id else msgspec.structs.replace(record, id=f"#{position}")
        occasion = by_id.get(record.occasion) if isinstance(record, Statement) and record.occasion else None
        yield Item(line.article, named, position, occasion)
