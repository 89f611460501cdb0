"""What a date expression means, read against the day its article appeared; nothing is guessed where that day is missing.

Which way an open date lies ("Monday", "March", "4 December") comes from the event it dates, not from the words: what has
happened lies on or before the day of publication (``past``), what is planned on or after it (``future``). Words that fix the
direction themselves ("last", "next", "ago", "tomorrow") win over it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Literal, TypeAlias

import msgspec
from msgspec.structs import replace

from dipkb import edtf
from dipkb.extract.dates import DateExpr
from dipkb.extract.daycount import (
    Precision,
    moved,
    stepped,
    unit_at,
    write,
    write_day,
    write_decade,
    write_month,
    write_season,
    write_year,
)
from dipkb.extract.wordlists import texts

_THIS = texts("dates", "this_words")

Direction: TypeAlias = Literal["past", "future", "nearest"]
Interval: TypeAlias = tuple[date, date]
COARSENESS = ("day", "week", "window", "month", "quarter", "season", "half", "year", "decade")
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "winter": 24}
_SIDES = {"past": "on or before", "future": "on or after", "nearest": "to"}
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ANAPHOR_REACH = 14  # days: "the next day" follows a date known to about the week, not "March"


class Resolved(msgspec.Struct, frozen=True):
    """A date with its first and last part, both EDTF and inclusive; a point has the same in both.

    ``precision`` is how exactly the words fix it. A range of days has ``day`` with ``start`` before ``end`` and lasts; a
    ``week`` (also a weekend or "earlier this week") or ``window`` ("the past two weeks") is given by its days too, since
    EDTF names no weeks, but only holds the event: ``coarse`` gives the month or year around it. ``origin`` is ``stated``
    where the words alone fix the date, ``resolved`` where the publication day or the text before was needed; ``steps`` say
    how.
    """

    start: str
    end: str
    precision: Precision
    origin: Literal["stated", "resolved"]
    steps: tuple[str, ...] = ()

    def days(self) -> Interval:
        """First and last day that the date can mean.

        >>> Resolved("2023-03", "2023-03", "month", "stated").days()
        (datetime.date(2023, 3, 1), datetime.date(2023, 3, 31))
        """
        return edtf.bounds(self.start)[0], edtf.bounds(self.end)[1]

    def coarse(self) -> str | None:
        """The one EDTF date that holds all of it: itself, its month, its year or its decade; ``None`` beyond that.

        >>> Resolved("2023-11-20", "2023-11-26", "week", "resolved").coarse()
        '2023-11'
        >>> Resolved("2023-11-27", "2023-12-03", "week", "resolved").coarse()
        '2023'
        """
        if self.start == self.end:
            return self.start
        first, last = self.days()
        if first.year != last.year:
            return write_decade(first.year) if first.year // 10 == last.year // 10 else None
        return write_year(first.year) if first.month != last.month else write_month(first.year, first.month)


def resolve(
    expr: DateExpr,
    published: date | None,
    *,
    direction: Direction,
    reference: Interval | None = None,
    day_first: bool | None = None,
) -> Resolved | None:
    """Read a date expression against the day its article appeared.

    Args:
        expr: What ``find_dates`` found.
        published: Publication day in the publisher's own time zone; ``None`` leaves all but full dates unresolved.
        direction: Where an open date lies; ``nearest`` where the event does not tell. ``past`` gives nothing that begins
            after ``published``, ``future`` nothing that ends before it, unless a weekday beside the date says so.
        reference: First and last day of what the text spoke of before, for "the next day" and "that year".
        day_first: How the publisher writes 12/04/2023; unknown, only what both readings share is kept.

    Returns:
        ``None`` where words and publication day do not fix a date of the calendar's years 1 to 9999.

    >>> from dipkb.extract.dates import find_dates
    >>> visit = find_dates("from February 28 to March 2 of this year")[0]
    >>> resolve(visit, date(2023, 12, 5), direction="past").end
    '2023-03-02'
    >>> resolve(find_dates("on Monday")[0], date(2023, 12, 5), direction="past").start
    '2023-12-04'
    """
    return _Case(expr, published, direction, reference, day_first).read()


class _Case(msgspec.Struct, frozen=True):
    """One expression with all it is read against; each ``_kind`` method reads one kind."""

    expr: DateExpr
    anchor: date | None
    direction: Direction
    reference: Interval | None
    day_first: bool | None

    def read(self) -> Resolved | None:
        return _KINDS[self.expr.kind](self)

    def day(self) -> Resolved | None:
        e = self.expr
        month, number = e.month or 0, e.day or 0
        if (year := self.year()) is not None:
            return self.found(write_day(year, month, number), None, "day", "a full date")
        if self.is_dated() or self.anchor is None:
            return None
        options = [d for y in range(self.anchor.year - 8, self.anchor.year + 9) if (d := write_day(y, month, number))]
        named = [d for d in options if e.weekday == date.fromisoformat(d).weekday() and self.away((d, d)) < 400]
        if len(named) == 1:
            return self.found(named[0], None, "day", f"the year in which it is a {_WEEKDAYS[e.weekday or 0]}")
        return self.pick([(d, d) for d in named or options], "day")

    def dom(self) -> Resolved | None:
        if self.anchor is None:
            return None
        days = [moved(self.anchor, n) for n in range(-62, 63)]
        fits = [d.isoformat() for d in days if d and d.day == self.expr.day and self.expr.weekday in (None, d.weekday())]
        return self.pick([(d, d) for d in fits], "day")

    def weekday(self) -> Resolved | None:
        e, anchor = self.expr, self.anchor
        if anchor is None or e.weekday is None:
            return None
        if e.week_shift is not None:
            day = moved(anchor, e.weekday - anchor.weekday() + 7 * e.week_shift)
            return self.found(write(day), None, "day", f"the {_WEEKDAYS[e.weekday]} of that week")
        days = [d.isoformat() for n in range(-7, 8) if (d := moved(anchor, n)) and d.weekday() == e.weekday]
        if e.shift:
            beside = [d for d in days if (d < anchor.isoformat() if e.shift < 0 else d > anchor.isoformat())]
            return self.pick([(d, d) for d in beside], "day", "past" if e.shift < 0 else "future")
        return self.pick([(d, d) for d in days], "day")

    def month(self) -> Resolved | None:
        e = self.expr
        if (year := self.year()) is not None:
            return self.found(write_month(year, e.month or 0), None, "month", "a month of a known year")
        if self.is_dated() or self.anchor is None:
            return None
        years = [self.anchor.year] if e.shift == 0 else range(self.anchor.year - 1, self.anchor.year + 2)
        months = [m for y in years if (m := write_month(y, e.month or 0))]
        now = write_month(self.anchor.year, self.anchor.month) or ""
        beside = [m for m in months if not e.shift or (m < now if e.shift < 0 else m > now)]
        return self.pick([(m, m) for m in beside], "month", _side(e.shift) or ("nearest" if e.shift == 0 else None))

    def season(self) -> Resolved | None:
        e = self.expr
        code = _SEASONS[e.season or ""]
        if (year := self.year()) is not None:
            return self.found(write_season(year, code), None, "season", "a season of a known year")
        if self.is_dated() or self.anchor is None:
            return None
        seasons = [s for n in range(-2, 3) if (s := write_season(self.anchor.year + n, code))]
        beside = [s for s in seasons if not e.shift or self.lies((s, s)) == e.shift]
        return self.pick([(s, s) for s in beside], "season", _side(e.shift))

    def quarter(self) -> Resolved | None:
        e = self.expr
        size = {"quarter": 3, "half": 6}.get(e.unit or "")
        first, last = ((e.count or 1) * size - size + 1, (e.count or 1) * size) if size else (1, e.count or 0)
        precision: Precision = "half" if e.unit == "half" else "quarter"
        if not 1 <= last <= 12:
            return None
        if (year := self.year()) is not None:
            return self.found(write_month(year, first), write_month(year, last), precision, "months of a known year")
        if self.anchor is None:
            return None
        options = [(write_month(self.anchor.year + n, first), write_month(self.anchor.year + n, last)) for n in (-1, 0, 1)]
        return self.pick([(a, b) for a, b in options if a and b], precision)

    def decade(self) -> Resolved | None:
        return self.found(write_decade(self.expr.year or 0), None, "decade", "a decade")

    def calendar_year(self) -> Resolved | None:
        text = write_year(self.expr.year or 0)
        return self.found(text and text + "~" * self.expr.approximate, None, "year", "a year")

    def numeric(self) -> Resolved | None:
        e = self.expr
        a, b = e.digits or (0, 0)
        readings = {True: write_day(e.year or 0, b, a), False: write_day(e.year or 0, a, b)}
        written = [d for d in (readings.values() if self.day_first is None else [readings[self.day_first]]) if d]
        days = sorted(set(written or [d for d in readings.values() if d]))
        if len(days) == 1:
            return self.found(days[0], None, "day", "a date in digits")
        return self.found(write_year(e.year or 0), None, "year", "day and month could be either way round") if days else None

    def unit(self) -> Resolved | None:
        e, anchor, shift = self.expr, self.anchor, self.expr.shift or 0
        if anchor is None:
            return None
        rule = f"{('the one before', 'the one', 'the one after')[max(-1, min(1, shift)) + 1]} of publication"
        if e.unit == "weekend":
            return self.weekend(anchor, shift)
        if e.unit == "week":
            return self.week(moved(anchor, 7 * shift), rule)
        if e.unit == "quarter":
            return self.quarter_beside(anchor, shift)
        return self.found(*unit_at(e.unit or "", anchor, shift), rule)

    def week(self, day: date | None, rule: str) -> Resolved | None:
        if day is None or self.anchor is None:
            return None
        first, last = moved(day, -day.weekday()), moved(day, 6 - day.weekday())
        if day == last == self.anchor and self.direction == "future":
            first, last = day, moved(day, 6)  # on a Sunday the week ahead
        if self.expr.kind == "unit" and not self.expr.shift:
            first = self.anchor if self.expr.part == "later" else first
            last = self.anchor if self.expr.part == "earlier" else last
        return self.found(write(first), write(last), "week", rule)

    def weekend(self, anchor: date, shift: int) -> Resolved | None:
        ends = [(s, t) for n in range(-2, 3) if (s := moved(anchor, 5 - anchor.weekday() + 7 * n)) and (t := moved(s, 1))]
        wanted = [(s.isoformat(), t.isoformat()) for s, t in ends]
        if shift < 0:
            return self.pick([w for w in wanted if self.lies(w) < 0], "week", "past")
        if shift > 0:
            after = write(moved(anchor, 6 - anchor.weekday())) or ""
            return self.pick([w for w in wanted if w[0] > after], "week", "future")
        midweek = anchor.weekday() not in (0, 5, 6) and not self.expr.part
        return self.pick(wanted, "week", "future" if midweek and self.expr.text.casefold().startswith(_THIS) else None)

    def quarter_beside(self, anchor: date, shift: int) -> Resolved | None:
        number = anchor.year * 4 + (anchor.month - 1) // 3 + shift
        year, first = number // 4, number % 4 * 3 + 1
        return self.found(write_month(year, first), write_month(year, first + 2), "quarter", "counted from publication")

    def offset(self) -> Resolved | None:
        e, anchor = self.expr, self.anchor
        if anchor is None or not e.count or (e.shift is None and self.direction == "past"):
            return None
        amount = e.count * (e.shift or 1)
        if e.unit in ("week", "weekend", "fortnight"):
            return self.week(stepped(anchor, e.unit, amount), "the week that many weeks away")
        start, end, precision = unit_at(e.unit or "", anchor, amount)
        rough = "~" if e.approximate and start else ""
        return self.found(start and start + rough, end and end + rough, precision, "counted from the day of publication")

    def window(self) -> Resolved | None:
        e, anchor = self.expr, self.anchor
        if anchor is None or not e.count:
            return None
        other = stepped(anchor, e.unit or "", e.count * (e.shift or 1))
        first, last = (other, anchor) if (e.shift or 1) < 0 else (anchor, other)
        return self.found(write(first), write(last), "window", "the time that ends or begins with publication")

    def anaphor(self) -> Resolved | None:
        e, amount = self.expr, (self.expr.count or 0) * (self.expr.shift or 0)
        if self.reference is None or (e.shift and not e.count):
            return None
        base, rule = self.reference[1 if amount > 0 else 0], "counted from what the text spoke of"
        unit = "day" if e.daypart else e.unit or ""
        if unit == "day":
            near = (self.reference[1] - self.reference[0]).days <= _ANAPHOR_REACH
            first, last = (moved(base, amount),) * 2 if amount else self.reference
            return self.found(write(first), write(last), "day", rule) if near else None
        if unit in ("week", "weekend", "fortnight"):
            day = moved(base, amount * (14 if unit == "fortnight" else 7))
            away = (5, 6) if unit == "weekend" else (0, 6)
            ends = [write(moved(day, n - day.weekday())) if day else None for n in away]
            return self.found(ends[0], ends[1], "week", rule)
        whole = [unit_at(unit, day, 0)[0] for day in self.reference]
        return self.found(*unit_at(unit, base, amount), rule) if whole[0] == whole[1] else None

    def range(self) -> Resolved | None:
        ends = self.both_ends()
        if ends is None or ends[0].days()[0] > ends[1].days()[0] or ends[0].days()[1] > ends[1].days()[1]:
            return None
        first, last = ends
        open_ends = [side for side in (self.expr.first, self.expr.last) if side and _is_open(side)]
        anchored = [r for r, side in zip(ends, (self.expr.first, self.expr.last), strict=True) if side and not _is_open(side)]
        stated = len(open_ends) < 2 and all(r.origin == "stated" for r in anchored)
        precision = max(first.precision, last.precision, key=COARSENESS.index)
        return Resolved(first.start, last.end, precision, "stated" if stated else "resolved", first.steps + last.steps)

    def both_ends(self) -> tuple[Resolved, Resolved] | None:
        """First and last of a range; an end that stands open is read against the other one."""
        a, b = self.expr.first, self.expr.last
        if a is None or b is None:
            return None
        if _is_open(a) and (not _is_open(b) or (self.direction == "future" and a.kind != "weekday")):
            last = replace(self, expr=b).read()
            first = last and replace(self, expr=a, anchor=last.days()[1], direction="past").read()
        else:
            first = replace(self, expr=a).read()
            after = moved(first.days()[0], 1 if b.kind == "weekday" else 0) if first else None
            from_first = replace(self, expr=b, anchor=after, direction="future")
            last = (from_first if _is_open(b) else replace(self, expr=b)).read()
        return (first, last) if first and last else None

    def year(self) -> int | None:
        """The year the words give a date that can have one, as a number or by "this year", "that year"."""
        e = self.expr
        if e.year is not None:
            return e.year
        if e.year_shift is not None:
            return self.anchor.year + e.year_shift if self.anchor else None
        if e.year_anaphor is not None and self.reference and self.reference[0].year == self.reference[1].year:
            return self.reference[0].year + e.year_anaphor
        if e.year_anaphor == -1 and self.anchor is not None:
            return self.anchor.year - 1  # "in April of the previous year", where no other is spoken of
        return None

    def is_dated(self) -> bool:
        """Whether the words name a year that is not known here ("that year" with nothing before it)."""
        return self.expr.year_anaphor is not None or self.expr.year_shift is not None

    def lies(self, option: tuple[str, str]) -> int:
        """-1 where the option is over on the day of publication, 1 where it has not begun, 0 between."""
        anchor = self.anchor or date.min
        return -1 if edtf.bounds(option[1])[1] < anchor else 1 if edtf.bounds(option[0])[0] > anchor else 0

    def away(self, option: tuple[str, str]) -> int:
        """Days between the option and the day of publication."""
        anchor = self.anchor or date.min
        first, last = edtf.bounds(option[0])[0], edtf.bounds(option[1])[1]
        return max(0, (first - anchor).days, (anchor - last).days)

    def pick(self, options: list[tuple[str, str]], precision: Precision, direction: Direction | None = None) -> Resolved | None:
        """The option on the right side that is nearest to publication."""
        part = {"earlier": "past", "later": "future"}.get(self.expr.part or "")
        side = direction or part or self.direction
        barred = {"past": 1, "future": -1}.get(side, 2)
        left = sorted((self.away(o), o) for o in options if self.lies(o) != barred)
        rule = f"the nearest one {_SIDES[side]} {self.anchor}"
        return self.found(*left[0][1], precision, rule) if left else None

    def found(self, start: str | None, end: str | None, precision: Precision, rule: str) -> Resolved | None:
        """The result, or none where a part of it is beyond the calendar."""
        if start is None:
            return None
        stated = self.expr.year is not None
        origin: Literal["stated", "resolved"] = "stated" if stated else "resolved"
        value = start if end in (None, start) else f"{start}/{end}"
        return Resolved(start, end or start, precision, origin, (f"“{self.expr.text}”: {rule}", value))


_KINDS: dict[str, Callable[[_Case], Resolved | None]] = {
    "day": _Case.day, "dom": _Case.dom, "weekday": _Case.weekday, "month": _Case.month, "season": _Case.season,
    "quarter": _Case.quarter, "decade": _Case.decade, "year": _Case.calendar_year, "numeric": _Case.numeric, "unit": _Case.unit,
    "offset": _Case.offset, "window": _Case.window, "anaphor": _Case.anaphor, "range": _Case.range,
}  # fmt: skip


def _is_open(expr: DateExpr) -> bool:
    """Whether the words leave open which of many it is: "Monday", "4 December", "March"."""
    fixed = (expr.year, expr.year_shift, expr.year_anaphor, expr.shift, expr.week_shift)
    return expr.kind in ("day", "dom", "weekday", "month", "season", "quarter") and all(field is None for field in fixed)


def _side(shift: int | None) -> Direction | None:
    return None if not shift else "past" if shift < 0 else "future"
