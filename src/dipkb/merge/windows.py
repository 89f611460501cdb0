"""When a record can be about: by its own date, else by the day its article appeared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dipkb import edtf
from dipkb.event import Status, when
from dipkb.merge.items import Days, Item, readable_span
from dipkb.merge.rules import Rules


@dataclass(frozen=True, slots=True)
class Window:
    """First and last day; ``exact`` when the record tells a day, ``whole`` when it tells first and last and they
    are two; ``guessed`` when no date at all.

    The window of a month or year ends with the article's day when its event took place.
    """

    first: date
    last: date
    exact: bool
    whole: bool = False
    guessed: bool = False

    @property
    def day(self) -> bool:
        """Whether it is one day that the record tells."""
        return self.exact and self.first == self.last

    def overlaps(self, other: Window, gap: int = 0) -> bool:
        """Whether a day lies in both, or no more than ``gap`` days between them."""
        room = timedelta(days=gap)
        return self.first - room <= other.last and other.first - room <= self.last

    def months(self, gap: int = 0) -> Iterator[int]:
        """The months it touches, or that begin or end within ``gap`` days of it, numbered from the year 0."""
        first, last = _moved(self.first, -gap), _moved(self.last, gap)
        return iter(range(first.year * 12 + first.month, last.year * 12 + last.month + 1))


def window(item: Item, rules: Rules) -> Window | None:
    """The days to look for the item's event in; ``None`` where neither record nor article has a date that helps."""
    told = readable_span(item.record)
    if told is None:
        return _guessed(item, rules)
    exact = any(side and edtf.is_edtf(side) and edtf.precision(side) == "day" for side in when(item.record))
    first, last = told if exact else _possible(told, item.record.status, item.published, rules)
    return Window(first, last, exact, whole=first < last and all(when(item.record)))


def _guessed(item: Item, rules: Rules) -> Window | None:
    reach = rules.reach(item.type, item.record.status)
    if item.published is None or reach is None or (item.published[1] - item.published[0]).days:
        return None
    day = item.published[0]
    return Window(_moved(day, -reach[0]), _moved(day, reach[1]), exact=False, guessed=True)


def _moved(day: date, days: int) -> date:
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def _possible(told: Days, status: Status, published: Days | None, rules: Rules) -> Days:
    """A month or year cut at the article's day, where that leaves anything."""
    first, last = told
    if published and status in rules.took_place:
        last = min(last, _moved(published[1], 1))
    return (first, last) if first <= last else told
