"""An event laid open: its reports, how each came in, and beside each value what every report says and why this one holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from dipkb.event import ArticleHead, Event, Party, Record, Status
from dipkb.merge.choice import Choice
from dipkb.merge.clusters import Cluster
from dipkb.merge.items import Item
from dipkb.merge.reasons import joining, reasons
from dipkb.merge.status import history
from dipkb.merge.unify import unified
from dipkb.merge.values import choices, chosen

_APART = frozenset(("id", "evidence", "part_of", "occasion", "counted", "rule", "trace", "confidence"))


class Told(Record, frozen=True):
    """A report: its ``number`` in the account, its article, words and record, and the rule it came in by.

    ``record`` is as extracted, ``read`` as merging compared it: corrected, with every party looked up. ``merged_by`` is ``None``
    for the first; ``because`` says the rule in words.
    """

    number: int
    key: str
    article: ArticleHead
    words: tuple[str, ...]
    record: Event
    read: Event
    merged_by: str | None
    because: str


class Value(Record, frozen=True):
    """A field of the event: the chosen value, what each report says (in the order of their numbers), and why this one holds.

    ``differ`` when two reports say different things, or one says something that was not chosen; a report that says nothing
    differs from none. ``rule`` is the name of the rule that decided.
    """

    field: str
    chosen: Any
    told: tuple[Any, ...]
    differ: bool
    rule: str
    because: str


class Change(Record, frozen=True):
    """From the day on (EDTF) the event counted as ``status``, by that report."""

    status: Status
    as_of: str | None
    report: int


class Account(Record, frozen=True):
    """An event by its ``key``, with all that its reports say of it; the report that the others were joined to is number 1."""

    key: str
    type: str
    value: Event
    reports: tuple[Told, ...]
    values: tuple[Value, ...]
    history: tuple[Change, ...]


def account(cluster: Cluster, key: str, extracted: Sequence[Event] | None = None) -> Account:
    """The account of an event.

    Args:
        cluster: Its reports in the order they were merged in, with their rules.
        key: The event's key.
        extracted: The records as they were extracted, in the same order; those of the cluster when ``None``.
    """
    items = unified(cluster.members)
    number = {item.report_key: n for n, item in enumerate(items, 1)}
    raw = [item.record for item in cluster.members] if extracted is None else extracted
    told = zip(cluster.members, cluster.rules, raw, items, strict=True)
    changes = history(cluster.members)
    return Account(
        key=key,
        type=items[0].type,
        value=msgspec.structs.replace(chosen(items), id=key),
        reports=tuple(_told(n, len(items), *one) for n, one in enumerate(told, 1)),
        values=tuple(_values(items)),
        history=tuple(Change(status=c.status, as_of=c.as_of, report=number[c.report]) for c in changes),
    )


def _told(number: int, of: int, item: Item, rule: str | None, raw: Event, read: Item) -> Told:
    return Told(
        number=number,
        key=item.report_key,
        article=item.article,
        words=tuple(dict.fromkeys(span.exact for span in item.record.evidence)),
        record=msgspec.structs.replace(raw, trace=None),
        read=read.record,
        merged_by=rule,
        because=joining(rule, of),
    )


def _values(items: Sequence[Item]) -> list[Value]:
    by_rule, first = choices(items), items[0].record
    fields = [name for name in first.__struct_fields__ if name not in _APART]
    return [_value(name, by_rule.get(name), [getattr(item.record, name) for item in items]) for name in fields]


def _value(field: str, choice: Choice | None, told: Sequence[Any]) -> Value:
    said = {_compared(value) for value in told if value not in _SILENT}
    differ = len(said) > 1 or bool(said and choice and choice.value in _SILENT)
    if choice is None:
        choice = Choice(told[0], "undisputed")
        rule: str = "first-report" if differ else "undisputed"
    else:
        rule = choice.rule
    return Value(field=field, chosen=choice.value, told=tuple(told), differ=differ, rule=rule, because=reasons().chosen_by[rule])


_SILENT: tuple[Any, ...] = (None, (), "", "unspecified")


def _compared(value: Any) -> object:
    """Parties by who they are, lists without their order."""
    if isinstance(value, tuple):
        return frozenset(map(_compared, value))
    return (value.id or value.name or value.role, value.country) if isinstance(value, Party) else value
