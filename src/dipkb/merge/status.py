"""Planned, cancelled, occurred: the status of an event told by several articles, and how it came to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dipkb.event import Status
from dipkb.merge.choice import Choice, Rule
from dipkb.merge.items import Days, Item
from dipkb.merged import StatusChange

_LATER_WINS: tuple[Status, ...] = (
    "cancelled", "postponed", "occurred", "ongoing", "denied", "planned", "proposed", "hypothetical",
)  # fmt: skip
_TOOK_PLACE = frozenset(("occurred", "ongoing"))
_SETTLED = frozenset(("occurred", "ongoing", "cancelled", "postponed"))


def status(items: Sequence[Item], days: Days | None) -> Choice:
    """The status that holds, and which of these rules decided: the last one that left out what says otherwise.

    1. An article that appeared before the event's first day cannot know that it occurred; it is heard only when no other is.
    2. What took place cannot become a plan again: once an article says so, only those count that say it took place, was
       cancelled or was postponed. A denial does not undo it either; it stays in the history.
    3. Of those that count the latest article wins; on one day cancelled, postponed, occurred, ongoing, denied, planned, proposed.
    4. Hypothetical is what nobody tells otherwise.
    """
    steps: list[tuple[Rule, Sequence[Item]]] = [("undisputed", items)]
    heard = [item for item in items if _can_know(item, days)] or list(items)
    steps.append(("cannot-know", heard))
    if any(item.record.status in _TOOK_PLACE for item in heard):
        steps.append(("took-place", [item for item in heard if item.record.status in _SETTLED]))
    else:
        steps.append(("not-hypothetical", [item for item in heard if item.record.status != "hypothetical"] or heard))
    latest = max(map(_day, steps[-1][1]))
    steps.append(("latest-article", [item for item in steps[-1][1] if _day(item) == latest]))
    found = min((item.record.status for item in steps[-1][1]), key=_LATER_WINS.index)
    return Choice(found, next((rule for rule, left in steps if {i.record.status for i in left} == {found}), "order-on-one-day"))


def _can_know(item: Item, days: Days | None) -> bool:
    early = days is not None and item.published is not None and item.published[1] < days[0]
    return not (early and item.record.status in _TOOK_PLACE)


def _day(item: Item) -> date:
    """The day the article appeared; an undated article counts as the oldest."""
    return item.published[1] if item.published else date.min


def history(items: Sequence[Item]) -> tuple[StatusChange, ...]:
    """Each change of what articles say, oldest first; undated articles come last, for a status that no dated one tells."""
    dated = sorted((item for item in items if item.published), key=_moment)
    changes = [item for n, item in enumerate(dated) if n == 0 or item.record.status != dated[n - 1].record.status]
    told = {item.record.status for item in dated}
    for item in sorted((item for item in items if not item.published), key=_moment):
        if item.record.status not in told:
            changes.append(item)
            told.add(item.record.status)
    return tuple(StatusChange(status=i.record.status, as_of=i.article.published, report=i.report_key) for i in changes)


def _moment(item: Item) -> tuple[date, int, tuple[str, int]]:
    return _day(item), -_LATER_WINS.index(item.record.status), item.order
