"""Finding dates and lengths of time in news English; nothing is resolved here (see :mod:`dipkb.extract.resolve`).

Words, shapes and the contexts that forbid a date are data, in ``seeds/frames/dates.yaml``: a shape is a pattern with named
slots, a slot a list of words. All shapes are one compiled alternation, which is tried only near a word that every date
has one of (a month, a weekday, a unit, a year). Two dates joined by "to", "until", a dash or "between … and" become a range.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec
from msgspec.structs import replace

from dipkb.extract.dategrammar import DateGrammar, Tokens, names_person, read_grammar, read_tokens
from dipkb.extract.durations import DurationExpr, find_durations
from dipkb.extract.wordlists import each, forms

_A, _AND, _BETWEEN, _FALL, _NEXT = each("a", "and", "between", "fall", "next")
_ON, _THE, _TIME, _TO, _YEAR = each("on", "the", "time", "to", "year")
_FROM = forms("from", "between", "since", "starting", "beginning")
_IN_WITHIN = forms("in", "within")
_OF_FROM = forms("of", "from")
_ON_FOR_OF = forms("on", "for", "of")
_ON_FROM_IN = forms("on", "from", "in")
_RUNNING = forms("over", "within", "during", "for", "throughout")
_THE_A = forms("the", "a")
_TIME_WORDS = forms("in", "since", "until", "during", "throughout")
_TO_THAN = forms("to", "than")

__all__ = ["DateExpr", "DurationExpr", "find_dates", "find_durations"]
_JOINABLE = frozenset({"day", "weekday", "month", "quarter", "season", "year", "decade", "unit", "dom"})
_PLAIN = (
    "year", "month", "day", "weekday", "season", "unit", "count", "shift", "week_shift", "year_shift", "year_anaphor", "part",
    "daypart",
)  # fmt: skip
_RENAMED = {
    "wd": "weekday", "mm": "month", "dd": "day", "period": "unit", "weekend": "unit", "one": "unit", "number": "count",
    "nth": "count", "final": "count", "q": "count", "deictic": "shift", "daytime": "shift", "anaphor": "shift", "beyond": "shift",
    "ago": "shift", "apart": "shift", "aside": "shift", "turn": "shift", "span": "shift", "flow": "shift", "decade": "year",
    "short_decade": "year",
}  # fmt: skip


class DateExpr(msgspec.Struct, frozen=True):
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
    tokens, grammar = read_tokens(text, start, len(text) if end is None else min(end, len(text))), read_grammar()
    found: list[DateExpr] = []
    stop = 0
    for kind, match in grammar.matches(tokens.letters):
        reader = _Reader(tokens, grammar, kind, match)
        gap = tokens.letters[stop : reader.first]
        exprs = reader.read(found[-1] if found else None, gap)
        if exprs:
            stop = reader.stop
            _share_year(found, exprs[0], bool(grammar.shared_gap.fullmatch(gap)))
            found[len(found) - reader.joined :] = exprs
    return found


class _Reader:
    """One match with its surroundings, on the way to expressions; ``joined`` is 1 where they take in the one before."""

    def __init__(self, tokens: Tokens, grammar: DateGrammar, kind: str, match: re.Match[str]) -> None:
        self.tokens, self.grammar, self.kind, self.joined = tokens, grammar, kind, 0
        self.first, self.stop = match.span()
        self.before, self.word, self.after = (tokens.word(n) for n in (self.first - 2, self.first - 1, self.stop))
        self.low, self.next = self.word.casefold(), tokens.letters[self.stop : self.stop + 1]
        self.values = grammar.values(match, tokens)
        self.match = match

    def read(self, previous: DateExpr | None, gap: str) -> list[DateExpr]:
        """The expressions of the match: none where the context forbids a date, two where "6 and 20 May" names two days."""
        exprs = self.build()
        near = previous and (previous.last or previous)
        listed = bool(exprs and near and near.kind == (exprs[0].first or exprs[0]).kind and self.grammar.list_gap.fullmatch(gap))
        if not exprs or not self.stands(exprs[0].first or exprs[0], listed):
            return []
        if previous and _is_joined(previous, exprs[0], gap, self.grammar):
            self.joined = 1
            return [_range(previous, exprs[0], self.tokens.text), *exprs[1:]]
        return exprs

    def build(self) -> list[DateExpr]:
        """What the slots say, before the context is asked."""
        if self.kind == "days":
            return self.two_days()
        if self.kind == "year" and ({"year2", "yy"} & self.values.keys()):
            return self.two_years()
        return [self.expr(self.first, self.stop)]

    def expr(self, first: int, stop: int, **fields: Any) -> DateExpr:
        """The expression of tokens ``[first, stop)`` of the match; ``fields`` win over what the slots say."""
        start, end = self.tokens.span(first, stop)
        return DateExpr(start, end, self.tokens.text[start:end], **{**self.fields(), **self.context(), **fields})

    def fields(self) -> dict[str, Any]:
        """The fields that the slots fill, with what a kind takes for granted."""
        v, kind = self.values, self.kind
        fields = {_RENAMED.get(name, name): value for name, value in v.items() if name in _PLAIN or name in _RENAMED}
        kind = "window" if self.runs_on() else kind
        fields["kind"] = {"months_of": "quarter", "days": "day"}.get(kind, kind)
        if kind in ("quarter", "months_of"):
            fields.update(self.quarter(fields))
        elif kind == "numeric":
            fields["digits"] = (v["a"], v["b"])
        elif kind == "unit":
            fields = {"unit": "day", "shift": 0, **fields}
        elif kind in ("window", "anaphor"):
            fields.setdefault("count", 0 if kind == "window" and self.tokens.word(self.stop - 1).casefold().endswith("s") else 1)
        elif "dotted" in v:
            fields.update(zip(("day", "month", "year"), map(int, v["dotted"].split(".")), strict=True))
        elif "short_decade" in v:
            fields["year"] = 1900 + int(v["short_decade"])
        return fields

    def runs_on(self) -> bool:
        """Whether "the last year" or "over the next month" is the time up to or from publication, and no calendar unit."""
        if self.kind == "unit":
            return self.values.get("turn") == -1 and self.low in _THE and "part" not in self.values
        ahead = self.kind == "anaphor" and self.tokens.word(self.first + 1).casefold() in _NEXT
        return ahead and self.low in _RUNNING

    def quarter(self, fields: dict[str, Any]) -> dict[str, Any]:
        """The unit and year of "the first quarter of 2023", "the second half of last year", "the first nine months of 2023"."""
        unit = "month" if self.kind == "months_of" else "half" if "halves" in self.values else "quarter"
        count = min(fields["count"], 2) if unit == "half" else fields["count"]
        undated = "year" not in fields and "year_shift" not in fields and self.tokens.word(self.stop - 1).casefold() in _YEAR
        return {"unit": unit, "count": count, **({"year_shift": 0} if undated else {})}

    def context(self) -> dict[str, Any]:
        """What the words beside the expression say of it."""
        g, low, before = self.grammar, self.low, self.before.casefold()
        lead = before if low in _THE_A else low
        if lead in _ON_FROM_IN and before in g.openers_of_time:
            lead = before
        names_noun = low in g.determiners and self.has_noun() and self.kind not in ("window", "anaphor", "unit")
        return {
            "preposition": lead if lead in g.prepositions else None,
            "attributive": self.next == "§" or names_noun,
            "approximate": low in g.approximate and self.kind in ("offset", "year"),
        }

    def has_noun(self) -> bool:
        """Whether an ordinary word follows, after a space."""
        return self.next in ("x", "X") and self.tokens.spaced(self.stop)

    def place(self, slot: str) -> tuple[int, int]:
        """The tokens that fill a slot; of several that do, the last one's."""
        filled = (group for group, letters in self.match.groupdict().items() if letters is not None)
        return self.match.span([group for group in filled if group.split("__")[0] == slot][-1])

    def two_days(self) -> list[DateExpr]:
        """A range of days of one month, or the two days where "and" names days that do not follow each other."""
        (_, cut), (other, _), early, late = self.place("day"), self.place("day2"), self.values["day"], self.values["day2"]
        if late < 10 <= early and early % 10 < late:
            late += early // 10 * 10  # "27-8 February"
        first = self.expr(self.first, cut)
        last = self.expr(other, self.stop, day=late, weekday=None)
        if late <= early:
            return [last]
        listed = any(self.tokens.word(n) in _AND for n in range(cut, other)) and first.preposition not in _BETWEEN
        if listed and late != early + 1:
            return [first, last]
        return [_range(first, last, self.tokens.text)]

    def two_years(self) -> list[DateExpr]:
        """The years of "2013-2018" or "2013/14"; none where the second is no later one."""
        year, name = self.values["year"], "year2" if "year2" in self.values else "yy"
        other = self.values.get("year2", year // 100 * 100 + self.values.get("yy", 0))
        first = self.expr(self.first, self.place("year")[1])
        last = self.expr(self.place(name)[0], self.stop, year=other, part=None)
        return [_range(first, last, self.tokens.text)] if other > year else []

    def stands(self, expr: DateExpr, listed: bool) -> bool:
        """Whether the context allows a date; ``listed`` where one of its kind stands before, with "and", "to" or a comma."""
        glued = self.first > 0 and self.tokens.letters[self.first - 1] in "-/"
        if glued and not listed and self.before.casefold() not in self.grammar.prefixes:
            return False
        if self.word in self.grammar.no_date_before or (self.low in _YEAR and self.before in self.grammar.no_date_before):
            return False
        if expr.kind in ("weekday", "month", "year") and self.after in self.grammar.no_date_after:
            return False
        check = _CHECKS.get(expr.kind)
        return check is None or check(self, expr, listed)

    def weekday_stands(self, expr: DateExpr, listed: bool) -> bool:
        """ "On a Friday" is no date, "a Friday meeting" is one."""
        return self.low not in _A or expr.attributive

    def dom_stands(self, expr: DateExpr, listed: bool) -> bool:
        """ "On the 5th" is a date, "finished the 5th" is none."""
        return expr.weekday is not None or expr.preposition in _ON

    def unit_stands(self, expr: DateExpr, listed: bool) -> bool:
        """ "Russia Today" is no date; "the last year" is one that ends with publication, which "over the last year" says."""
        titled = expr.text[:1].isupper() and not expr.text.isupper()
        return not (titled and self.word[:1].isupper())

    def offset_stands(self, expr: DateExpr, listed: bool) -> bool:
        """ "In two weeks" is a date; "in a week" and "the third time in two years" are none."""
        if "ago" in self.values:
            return True
        timed = self.tokens.word(self.stop - 1).casefold() in _TIME
        counted = self.before.casefold() in self.grammar.counted
        return self.low in _IN_WITHIN and (timed or (expr.count != 1 and not counted))

    def quarter_stands(self, expr: DateExpr, listed: bool) -> bool:
        """A quarter without a year needs a preposition."""
        return expr.year is not None or expr.year_shift is not None or expr.preposition is not None

    def season_stands(self, expr: DateExpr, listed: bool) -> bool:
        """A bare season needs "in", "during" …; "the fall of Kabul" and "the Arab Spring" are none."""
        titled = expr.text.split()[-1][:1].isupper()
        if titled and (self.next == "X" or (self.word[:1].isupper() and not self.is_lead())):
            return False
        if expr.shift is not None or expr.part or expr.year or expr.year_shift is not None:
            return True
        lead = self.before.casefold() if self.low in _THE else self.low
        if (self.low not in _THE and (expr.text.casefold() in _FALL or self.next in ("x", "X"))) or self.after in _OF_FROM:
            return False
        return lead in self.grammar.season_leads

    def month_stands(self, expr: DateExpr, listed: bool) -> bool:
        """A bare month needs a preposition or a noun that it belongs to ("the December summit"), and is nobody's name."""
        if expr.year or expr.shift is not None or expr.part:
            return True
        name = expr.text.split()[0].rstrip(".").title()
        person = name in self.grammar.person_months
        if expr.year_shift is not None or expr.year_anaphor is not None:
            return not (person and self.word[:1].isupper() and not self.is_lead())
        if person and self.is_person(name):
            return False
        if listed or self.low in self.grammar.firm_leads:
            return True
        if len(name) <= 4 and name not in self.grammar.short_months:
            return False
        noun = expr.attributive and self.after[:1].islower() and self.after not in _ON_FOR_OF
        return self.low in self.grammar.loose_leads or (noun and self.next != "§")

    def is_person(self, month: str) -> bool:
        """Whether "May" is a surname here: a verb of people behind it, or a full name with it in the article."""
        if self.low in _TIME_WORDS:
            return self.next == "§" and names_person(self.tokens.text, month)  # "during May's visit"
        return self.after.casefold() in self.grammar.people_verbs or names_person(self.tokens.text, month)

    def year_stands(self, expr: DateExpr, listed: bool) -> bool:
        """A bare year needs a preposition, brackets, a list or a noun that it belongs to ("the 2015 deal")."""
        year, low, g = expr.year or 0, self.low, self.grammar
        if expr.part or listed or "year" in expr.text:
            return True
        if low in ("(", "[") and self.next in (")", "]", ",", ";"):
            return True
        if self.first and self.tokens.letters[self.first - 1] == "-":
            return self.before.casefold() in g.prefixes
        if low in g.firm_leads and not self.counts_to():
            return year >= 1700
        return year >= 1900 and ((low in g.loose_leads and low not in _TO_THAN) or expr.attributive)

    def counts_to(self) -> bool:
        """Whether "from 2000" goes on to a number that is no year ("from 2000 to 3500 men")."""
        return self.after in _TO and self.tokens.letters[self.stop + 1 : self.stop + 2] == "x"

    def is_lead(self) -> bool:
        """Whether the word before is one that dates follow."""
        g = self.grammar
        return self.low in g.firm_leads or self.low in g.prepositions or self.low in g.determiners


_CHECKS: dict[str, Callable[[_Reader, DateExpr, bool], bool]] = {
    "weekday": _Reader.weekday_stands, "unit": _Reader.unit_stands, "offset": _Reader.offset_stands,
    "quarter": _Reader.quarter_stands, "season": _Reader.season_stands, "month": _Reader.month_stands,
    "year": _Reader.year_stands, "dom": _Reader.dom_stands,
}  # fmt: skip


def _is_joined(first: DateExpr, last: DateExpr, gap: str, grammar: DateGrammar) -> bool:
    """Whether the words between two expressions make them one interval."""
    if first.kind not in _JOINABLE or last.kind not in _JOINABLE:
        return False
    if grammar.joins_to.fullmatch(gap):
        return _family(first) == _family(last) or first.preposition in _FROM
    return bool(grammar.joins_and.fullmatch(gap)) and (first.preposition in _BETWEEN or _is_next(first, last))


def _share_year(found: list[DateExpr], expr: DateExpr, listed: bool) -> None:
    """Give the date before its year where a list has it at the end: "in March or April 2005"."""
    near = found[-1] if found else None
    if near and listed and expr.year and near.kind == expr.kind and expr.kind in ("day", "month") and _is_open(near):
        wraps = (near.month or 0, near.day or 0) > (expr.month or 0, expr.day or 0)
        found[-1] = replace(near, year=expr.year - wraps)


def _is_open(expr: DateExpr) -> bool:
    return expr.year is None and expr.year_shift is None and expr.year_anaphor is None and expr.shift is None


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
    words = text[first.start : last.end]
    kept = {"preposition": first.preposition, "attributive": last.attributive}
    return DateExpr(first.start, last.end, words, "range", first=first, last=last, **kept)  # type: ignore[arg-type]
