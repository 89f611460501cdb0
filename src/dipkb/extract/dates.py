"""Finding dates and lengths of time in news English; nothing is resolved here (see :mod:`dipkb.extract.resolve`).

Words, shapes and the contexts that forbid a date are data, in ``seeds/frames/dates.yaml``: a shape is a pattern with named
slots, a slot a list of words. All shapes are one compiled alternation, which is tried only near a word that every date
has one of (a month, a weekday, a unit, a year). Two dates joined by "to", "until", a dash or "between … and" become a range.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from dipkb.extract.dategrammar import DateGrammar, name_before, read_grammar
from dipkb.extract.durations import DurationExpr, find_durations

__all__ = ["DateExpr", "DurationExpr", "find_dates", "find_durations"]
_LAST_WORDS = re.compile(r"(?:(\S+)\s+)?(\S+)(\s+)?\Z")
_NEXT_WORD = re.compile(r"\s?(\S*)")
_BACK, _AHEAD = 48, 96  # how far from its cue a date can start and end, in code points
_OPEN_KINDS = frozenset({"day", "weekday", "month", "quarter", "season", "year", "decade", "unit", "dom"})


@dataclass(frozen=True, slots=True)
class DateExpr:
    """A date as worded: ``text`` stands at ``[start, end)`` of the text, in code points.

    ``kind`` says which fields are filled; a field that the words leave open is ``None``.

    - ``day``: month, day; maybe year, weekday. ``dom``: weekday and day of the month ("Tuesday (5)").
    - ``weekday``: weekday (0 Monday … 6 Sunday); maybe shift ("last Monday" -1) or ``week_shift`` ("Monday last week").
    - ``month``, ``season``, ``decade`` (its first year), ``year``: as named; month and season may have a shift ("last March").
    - ``quarter``: the count-th quarter or half of a year, or its first ``count`` months, by ``unit``.
    - ``unit``: this (0), last (-1) or next (1) ``unit``, by ``shift``; also today (0), yesterday (-1) and the like.
    - ``offset``: ``count`` units from publication, before (shift -1) or after it (1; "in two weeks"); count 0 is "a few".
    - ``window``: the ``count`` units that end (-1) or begin (1) at publication ("the past two weeks").
    - ``anaphor``: ``count`` units before or after what the text spoke of ("the next day", "two days later", "that year").
    - ``numeric``: ``digits`` as in 12/04/2023, day and month in unknown order. ``range``: ``first`` to ``last``.

    A year of its own is ``year``; "this", "last", "next year" behind a date is ``year_shift``; "that" or "the following year"
    is ``year_anaphor``. ``part`` is early, mid, late, rest …; ``earlier`` and ``later`` fix the direction. ``preposition`` is
    the word before ("since", "by", "on"; not in the span). ``attributive``: the date belongs to a noun ("Monday's talks", "the
    2015 deal"). ``approximate``: "about", "nearly" stand before.
    """

    start: int
    end: int
    text: str
    kind: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    season: str | None = None
    unit: str | None = None
    count: int | None = None
    shift: int | None = None
    week_shift: int | None = None
    year_shift: int | None = None
    year_anaphor: int | None = None
    part: str | None = None
    daypart: str | None = None
    digits: tuple[int, int] | None = None
    preposition: str | None = None
    attributive: bool = False
    approximate: bool = False
    first: DateExpr | None = None
    last: DateExpr | None = None


def find_dates(text: str, start: int = 0, end: int | None = None) -> list[DateExpr]:
    """Every date expression in ``text[start:end]``, from left to right, without overlap; spans count from the text's start.

    >>> [(d.text, d.kind, d.preposition) for d in find_dates("They may meet on Monday; he last came from 6 to 8 May 2019.")]
    [('Monday', 'weekday', 'on'), ('6 to 8 May 2019', 'range', 'from')]
    """
    stop = len(text) if end is None else min(end, len(text))
    found: list[DateExpr] = []
    for match in _matches(read_grammar(), text, start, stop):
        for expr in _Reader(text, start, stop, match[0], match[1]).read(found[-1] if found else None):
            _append(found, expr, text)
    return found


def _matches(grammar: DateGrammar, text: str, start: int, stop: int) -> Iterator[tuple[str, re.Match[str]]]:
    """Each place where a shape fits, with its kind, looking only around cue words."""
    at = start
    for low, high in _windows(grammar.cue, text, start, stop):
        at = max(at, low)
        while (hit := grammar.any_shape.search(text, at, high)) is not None:
            kind, pattern = grammar.shapes[(hit.lastindex or 1) - 1]
            match = pattern.match(text, hit.start(), high)
            if match is None:
                raise AssertionError(f"shape {kind} does not read what it found: {hit.group()!r}")
            yield kind, match
            at = match.end()


def _windows(cue: re.Pattern[str], text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    low = high = -1
    for match in cue.finditer(text, start, stop):
        if match.start() - _BACK > high:
            if high >= 0:
                yield low, high
            low = max(start, match.start() - _BACK)
        high = min(stop, match.end() + _AHEAD)
    if high >= 0:
        yield low, high


class _Reader:
    """One match with its surroundings, on the way to an expression."""

    def __init__(self, text: str, start: int, stop: int, kind: str, match: re.Match[str]) -> None:
        self.kind, self.match, self.grammar, self.text = kind, match, read_grammar(), text
        head = text[max(start, match.start() - 40) : match.start()]
        words = _LAST_WORDS.search(head[head.rfind("\n\n") + 1 :])
        self.before, self.word = (words[1] or "", words[2].lstrip("(“\"‘[")) if words else ("", "")
        self.glued = words is not None and not words[3]
        following = _NEXT_WORD.match(text, match.end(), stop)
        self.spaced = text[match.end() : match.end() + 1].isspace()
        self.after = following[1] if following else ""
        self.values, self.groups = self.grammar.values(match), {g.split("__")[0]: g for g, form in match.groupdict().items() if form}

    def read(self, previous: DateExpr | None) -> list[DateExpr]:
        """The expressions of the match: none where the context forbids a date, two where "6 and 20 May" names two days."""
        exprs = self._build()
        joined = previous is not None and exprs and self._joins(previous, exprs[0])
        return exprs if exprs and self._stands(exprs[0], bool(joined)) else []

    def _build(self) -> list[DateExpr]:
        whole = self._expr(self.kind)
        if self.kind in ("days", "days_and"):
            return self._two_days(whole)
        if self.kind == "year" and ({"year2", "yy"} & self.values.keys()):
            return self._two_years(whole)
        return [whole]

    def _expr(self, kind: str) -> DateExpr:
        v, m = self.values, self.match
        fields: dict[str, Any] = {k: v[k] for k in _PLAIN if k in v}
        fields.update({_RENAMED[k]: v[k] for k in _RENAMED if k in v})
        if kind == "numeric":
            fields["digits"] = (v["a"], v["b"])
        if kind == "anaphor":
            fields["count"] = v.get("number", v.get("count", 1))
        if kind in ("quarter", "months_of"):
            fields.update(_quarter(v, m.group()))
        if kind == "window":
            fields["count"] = v.get("number", v.get("count", 0 if m.group().endswith("s") else 1))
        if kind == "unit" and "unit" not in fields:
            fields["unit"] = "day"
        if kind == "unit" and "shift" not in fields:
            fields["shift"] = 0
        kind = {"months_of": "quarter", "days": "day", "days_and": "day"}.get(kind, kind)
        return DateExpr(m.start(), m.end(), m.group(), kind, **fields, **self._context(kind))

    def _context(self, kind: str) -> dict[str, Any]:
        low, before, g = self.word.casefold(), self.before.casefold(), self.grammar
        lead = before if low in ("the", "a", "an") else low
        if lead in ("on", "from", "in") and before in g.openers_of_time:
            lead = before
        possessive = self.after[:2] in ("’s", "'s") and not self.spaced
        noun = low in g.determiners or self.word.endswith(("’s", "'s"))
        names_noun = noun and self.spaced and self.after[:1].isalpha() and kind not in ("window", "anaphor", "unit")
        return {
            "preposition": lead if lead in g.prepositions else None,
            "attributive": possessive or names_noun,
            "approximate": low in g.approximate and kind in ("offset", "year", "window"),
        }

    def _two_days(self, whole: DateExpr) -> list[DateExpr]:
        first_end, last_start = self.match.end(self.groups["day"]), self.match.start(self.groups["day2"])
        first = replace(whole, kind="day", end=first_end, text=self.text[whole.start : first_end])
        last = replace(
            whole, kind="day", start=last_start, text=self.text[last_start : whole.end], day=self.values["day2"], weekday=None
        )
        apart = "and" in self.text[first_end:last_start] and whole.preposition != "between" and last.day != (first.day or 0) + 1
        if apart or self.values["day2"] <= self.values["day"]:
            return [first, last] if apart else [last]
        return [_range(first, last, self.text)]

    def _two_years(self, whole: DateExpr) -> list[DateExpr]:
        year = whole.year or 0
        other = self.values.get("year2", year // 100 * 100 + self.values.get("yy", 0))
        cut = self.match.end(self.groups["year"])
        name = "year2" if "year2" in self.values else "yy"
        first = replace(whole, end=cut, text=self.text[whole.start : cut])
        last = replace(whole, start=self.match.start(self.groups[name]), text=self.match.group(self.groups[name]), year=other, part=None)
        return [_range(first, last, self.text)] if other > year else []

    def _joins(self, previous: DateExpr, expr: DateExpr) -> bool:
        gap = self.text[previous.end : expr.start]
        near = previous.last or previous
        return len(gap) <= 12 and near.kind == expr.kind and bool(self.grammar.list_gap.fullmatch(gap))

    def _stands(self, expr: DateExpr, joined: bool) -> bool:
        g, bare = self.grammar, (expr.first or expr)
        if self.glued and self.word[-1:] in "-/" and not joined and self.word[:-1].casefold() not in g.prefixes:
            return False
        if self.word in g.no_date_before:
            return False
        if expr.kind in ("weekday", "month", "year") and self.spaced and self.after.rstrip(",.;:)") in g.no_date_after:
            return False
        test = getattr(self, f"_{bare.kind}_stands", None)
        return test is None or bool(test(bare, joined))

    def _weekday_stands(self, expr: DateExpr, joined: bool) -> bool:
        return self.word not in ("a", "A") or expr.attributive

    def _unit_stands(self, expr: DateExpr, joined: bool) -> bool:
        titled = expr.text[:1].isupper() and not expr.text.isupper()
        return not (titled and self.word[:1].isupper() and self.word[-1:].isalnum())

    def _offset_stands(self, expr: DateExpr, joined: bool) -> bool:
        if "ago" in self.values:
            return True
        timed = self.match.group().endswith("time")
        number_of_times = self.before.casefold() in ("time", "times", "once", "twice", "first")
        return self.word.casefold() in ("in", "within") and (timed or (expr.count != 1 and not number_of_times))

    def _quarter_stands(self, expr: DateExpr, joined: bool) -> bool:
        return expr.year is not None or expr.year_shift is not None or expr.preposition is not None

    def _season_stands(self, expr: DateExpr, joined: bool) -> bool:
        if expr.text[:1].isupper() and self.word[:1].isupper() and expr.part is None and not self._is_lead(self.word):
            return False
        if expr.shift is not None or expr.part or expr.year or expr.year_shift is not None:
            return True
        low = self.word.casefold()
        lead = self.before.casefold() if low in ("the", "this") else low
        if expr.text.casefold() == "fall" and low != "the":
            return False
        return lead in self.grammar.season_leads and self.after.casefold() not in ("of", "from")

    def _month_stands(self, expr: DateExpr, joined: bool) -> bool:
        if expr.year or expr.shift is not None or expr.part:
            return True
        person = expr.text.rstrip(".").title() in self.grammar.person_months
        if expr.year_shift is not None or expr.year_anaphor is not None:
            return not (person and self.word[:1].isupper() and not self._is_lead(self.word))
        if person and self._is_person(expr):
            return False
        low = self.word.casefold()
        if joined or low in self.grammar.firm_leads:
            return not (expr.text == "May" and self.after in ("be", "have", "I"))
        if len(expr.text.rstrip(".")) <= 4 and self.values["month"] not in (5, 6, 7):
            return False
        return low in self.grammar.loose_leads or (expr.attributive and self.after[:1].islower() and self.after not in ("on", "for", "of"))

    def _is_person(self, expr: DateExpr) -> bool:
        low = self.word.casefold()
        if self.after.casefold() in self.grammar.people_verbs and low not in ("in", "since", "until", "during"):
            return True
        if low in ("in", "since", "until", "during", "throughout", "last", "next", "this"):
            return False
        return bool(name_before(expr.text).search(self.text))

    def _year_stands(self, expr: DateExpr, joined: bool) -> bool:
        year, low, g = expr.year or 0, self.word.casefold(), self.grammar
        if expr.part or joined or "year" in expr.text:
            return True
        if self.glued:
            opened = self.text[expr.start - 1 : expr.start] in "([" and self.after[:1] in (")", "]", ",", ";", "–", "-")
            return opened or low[:-1] in g.prefixes
        if low in g.firm_leads and not (low == "from" and re.match(r"to \d", self.text[expr.end + 1 : expr.end + 5])):
            return year >= 1700
        return year >= 1900 and ((low in g.loose_leads and low not in ("to", "than")) or expr.attributive)

    def _is_lead(self, word: str) -> bool:
        low = word.casefold()
        return low in self.grammar.firm_leads or low in self.grammar.prepositions or low in self.grammar.determiners


_PLAIN = ("year", "month", "day", "weekday", "season", "unit", "count", "shift", "week_shift", "year_shift", "year_anaphor", "part", "daypart")
_RENAMED = {"wd": "weekday", "mm": "month", "dd": "day", "deictic": "shift", "daytime": "shift", "anaphor": "shift", "beyond": "shift",
            "ago": "shift", "apart": "shift", "span": "shift", "flow": "shift", "period": "unit", "one": "unit", "number": "count",
            "decade": "year", "short_decade": "year"}  # fmt: skip


def _quarter(values: dict[str, Any], words: str) -> dict[str, Any]:
    """The fields of "the first quarter of 2023", "the second half of last year", "the first nine months of the year"."""
    unit = "half" if "halves" in values else "quarter" if {"quarters", "n"} & values.keys() else "month"
    count = values.get("number", values.get("count")) if unit == "month" else values.get("nth", values.get("n"))
    count = 2 if unit == "half" and count == 4 else count
    fields: dict[str, Any] = {"unit": unit, "count": count}
    if "year" not in values and "year_shift" not in values and " of " in words:
        fields["year_shift"] = 0
    return fields


def _append(found: list[DateExpr], expr: DateExpr, text: str) -> None:
    """Add the expression, as the end of a range where the words join it to the one before."""
    previous = found[-1] if found else None
    if previous is not None and previous.kind in _OPEN_KINDS and expr.kind in _OPEN_KINDS:
        gap = text[previous.end : expr.start]
        if len(gap) <= 16 and _is_joined(previous, expr, gap):
            found[-1] = _range(previous, expr, text)
            return
    found.append(expr)


def _is_joined(first: DateExpr, last: DateExpr, gap: str) -> bool:
    grammar = read_grammar()
    if grammar.joins_to.fullmatch(gap):
        return _family(first) == _family(last) or first.preposition in ("from", "between", "since", "starting", "beginning")
    if not grammar.joins_and.fullmatch(gap):
        return False
    return first.preposition == "between" or _is_next(first, last)


def _family(expr: DateExpr) -> str:
    is_day = expr.kind in ("day", "weekday", "dom") or (expr.kind == "unit" and expr.unit == "day")
    return "day" if is_day else expr.unit or "unit" if expr.kind == "unit" else expr.kind


def _is_next(first: DateExpr, last: DateExpr) -> bool:
    """Whether "and" joins neighbours: Monday and Tuesday, 28 February and 1 March, April and May."""
    if first.kind != last.kind or first.part or last.part:
        return False
    if first.kind == "weekday" and first.weekday is not None and last.weekday is not None:
        return (last.weekday - first.weekday) % 7 == 1
    if first.kind == "month" and first.month and last.month:
        return last.month == first.month + 1
    if first.kind == "day" and first.day and last.day and first.month and last.month:
        same = first.month == last.month and last.day == first.day + 1
        return same or (last.day == 1 and first.day >= 28 and last.month == first.month % 12 + 1)
    return False


def _range(first: DateExpr, last: DateExpr, text: str) -> DateExpr:
    return DateExpr(
        first.start, last.end, text[first.start : last.end], "range", first=first, last=last,
        preposition=first.preposition, attributive=last.attributive,
    )  # fmt: skip
