"""Dates and lengths of time in news English: found where they are, read as the words and the publication day allow."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dipkb import edtf
from dipkb.extract.dategrammar import DateGrammar, Tokens
from dipkb.extract.dates import DateExpr, find_dates, find_durations
from dipkb.extract.framefiles import read_frames
from dipkb.extract.resolve import Resolved, resolve

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "extract" / "dates.yaml").read_text(encoding="utf-8"))
DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2090, 12, 31))
DIRECTIONS = st.sampled_from(["past", "future", "nearest"])
MONTHS = list(calendar.month_name)[1:]
WEEKDAYS = list(calendar.day_name)
OPEN_DAYS = [*WEEKDAYS, *(f"{month} 14" for month in MONTHS)]
OPEN = [*OPEN_DAYS, *(f"in {month}" for month in MONTHS), "14–16 May", "in the spring", "in the third quarter"]
WORDS = st.sampled_from(
    [
        *WEEKDAYS, *MONTHS, "Dec.", "the", "last", "next", "this", "of", "year", "week", "two", "4", "31", "2023", "1990s", "and",
        "to", "-", "from", "in", "ago", "later", "day", "first", "quarter", "fall", ",", "(", ")", "’s", "\n", "today", "half",
        "end", ".", "12/04/2023",
    ]
)  # fmt: skip


def dates() -> Iterator[Any]:
    for group in CASES["dates"]:
        for number, (text, words, value, *origin) in enumerate(group["cases"]):
            label = f"{group['name'][:24]}-{number}-{words}"
            yield pytest.param(group, text, words, value, (origin or ["resolved"])[0], id=label)


def read(text: str, published: date | None, direction: Any = "past") -> Resolved | None:
    """The one date of a text, resolved."""
    (expr,) = find_dates(text)
    return resolve(expr, published, direction=direction)


def shown(found: Resolved | None) -> str | None:
    return None if found is None else found.start if found.start == found.end else f"{found.start}/{found.end}"


@pytest.mark.parametrize(("group", "text", "words", "value", "origin"), list(dates()))
def test_a_date_is_found_and_read(group: dict[str, Any], text: str, words: str, value: str | None, origin: str) -> None:
    (expr,) = [e for e in find_dates(text) if e.text == words]
    reference = tuple(group["reference"]) if "reference" in group else None
    found = resolve(expr, group["published"], direction=group["direction"], reference=reference)
    assert shown(found) == value
    assert found is None or found.origin == origin


@pytest.mark.parametrize(("group", "text", "words", "value", "origin"), list(dates()))
def test_a_case_holds_one_date_unless_it_lists_two(group: dict[str, Any], text: str, words: str, value: str, origin: str) -> None:
    assert len(find_dates(text)) == (2 if " or " in text or "3 and 15" in text else 1)


@pytest.mark.parametrize("text", CASES["no_dates"])
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert [e.text for e in find_dates(text)] == []


@pytest.mark.parametrize(("text", "words", "iso"), CASES["durations"])
def test_a_length_of_time_is_found_and_read(text: str, words: str | None, iso: str | None) -> None:
    assert [(d.text, d.iso) for d in find_durations(text)] == ([(words, iso)] if words else [])


def test_the_words_beside_a_date_are_kept_for_the_reader_of_clauses() -> None:
    since, by, talks, deal = find_dates("Since Monday and by 2030, after Tuesday’s talks and the 2015 deal")
    assert (since.preposition, by.preposition, talks.preposition) == ("since", "by", "after")
    assert [e.attributive for e in (since, by, talks, deal)] == [False, False, True, True]


def test_a_stretch_of_the_text_is_read_without_the_rest() -> None:
    text = "On Monday he left. On Tuesday he came. On Friday he slept."
    assert [(e.text, e.start) for e in find_dates(text, 19, 38)] == [("Tuesday", 22)]


def test_an_empty_line_parts_a_month_from_a_year() -> None:
    assert [e.text for e in find_dates("They met in March\n\n2023 was hard")] == ["March"]
    assert [e.text for e in find_dates("They met in March\n2023, in May\r\n2024")] == ["March\n2023", "May\r\n2024"]


def test_how_a_publisher_writes_dates_settles_what_digits_leave_open() -> None:
    (expr,) = find_dates("12/04/2023")
    assert [shown(resolve(expr, None, direction="past", day_first=d)) for d in (True, False)] == ["2023-04-12", "2023-12-04"]


def test_a_weekday_settles_the_year_of_a_date() -> None:
    assert shown(read("Monday, December 4", date(2024, 3, 1))) == "2023-12-04"
    assert shown(read("on Friday, May 12", date(2023, 4, 19), "past")) == "2023-05-12"


def test_a_week_across_two_months_is_coarsely_its_year() -> None:
    inside, across = (read("last week", day) for day in (date(2023, 11, 30), date(2023, 12, 5)))
    assert inside is not None
    assert inside.coarse() == "2023-11"
    assert across is not None
    assert (across.precision, across.coarse()) == ("week", "2023")


def test_every_result_says_how_it_was_read() -> None:
    found = read("on Monday", date(2023, 12, 5))
    assert found is not None
    assert found.steps == ("“Monday”: the nearest one on or before 2023-12-05", "2023-12-04")


STYLES = [
    "{m} {d}, {y}", "{d} {m} {y}", "{a} {d}, {y}", "{d:02} {a} {y}", "{w}, {m} {d}, {y}", "{w} {d} {m} {y}", "{d}{o} of {m} {y}",
    "{m} {d}{o}, {y}", "{M} {d}, {y}", "{y}-{n:02}-{d:02}", "{d:02}.{n:02}.{y}", "{y}/{n:02}/{d:02}",
]  # fmt: skip
RANGES = ["from {0} to {1}", "between {0} and {1}", "{0} – {1}", "{0} through {1}", "from {0} until {1}"]


def write(day: date, style: str) -> str:
    month, weekday = MONTHS[day.month - 1], WEEKDAYS[day.weekday()]
    ordinal = {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10 if day.day not in (11, 12, 13) else 0, "th")
    short = month[:3] if month != "September" else "Sept"
    return style.format(m=month, M=month.upper(), a=short, d=day.day, y=day.year, n=day.month, o=ordinal, w=weekday)


@given(DAYS, st.sampled_from(STYLES))
def test_a_full_date_written_in_any_style_is_read_back(day: date, style: str) -> None:
    found = read(f"signed on {write(day, style)} there", None)
    assert found is not None
    assert (found.start, found.end, found.origin, found.precision) == (day.isoformat(), day.isoformat(), "stated", "day")


@given(DAYS, st.integers(0, 364), st.sampled_from(["{m} {d}", "{d} {m}", "{a} {d}", "{w}, {m} {d}", "the {d}{o} of {m}"]))
def test_a_date_without_its_year_is_read_back_within_a_year(day: date, later: int, style: str) -> None:
    found = read(f"signed on {write(day, style)} there", day + timedelta(later))
    assert found is not None
    assert (found.start, found.origin) == (day.isoformat(), "resolved")


@given(DAYS, st.integers(0, 6), st.integers(0, 6))
def test_a_weekday_is_read_back_within_a_week_either_way(day: date, later: int, earlier: int) -> None:
    name = WEEKDAYS[day.weekday()]
    assert shown(read(f"on {name}", day + timedelta(later), "past")) == day.isoformat()
    assert shown(read(f"on {name}", day - timedelta(earlier), "future")) == day.isoformat()


@given(DAYS, st.integers(1, 25), st.sampled_from(RANGES))
def test_a_range_is_read_back_whole(day: date, length: int, style: str) -> None:
    last = day + timedelta(length)
    text = style.format(write(day, "{m} {d}"), write(last, "{m} {d}, {y}"))
    assert shown(read(text, None)) == f"{day}/{last}"


@given(st.sampled_from(OPEN), DAYS)
def test_the_past_begins_by_publication_and_the_future_does_not_end_before_it(text: str, published: date) -> None:
    past, future, nearest = (read(text, published, d) for d in ("past", "future", "nearest"))
    assert past is not None
    assert past.days()[0] <= published
    assert future is not None
    assert future.days()[1] >= published
    assert nearest is not None
    assert nearest.days() in (past.days(), future.days())


@given(st.sampled_from(OPEN_DAYS), DAYS)
def test_a_day_in_the_past_is_not_after_publication_and_one_in_the_future_not_before(text: str, published: date) -> None:
    past, future = read(text, published, "past"), read(text, published, "future")
    assert past is not None
    assert future is not None
    assert past.days()[1] <= published <= future.days()[0]


def check(text: str, expr: DateExpr, published: date | None, direction: Any) -> None:
    assert text[expr.start : expr.end] == expr.text != ""
    found = resolve(expr, published, direction=direction, reference=published and (published, published))
    if found is not None:
        assert edtf.is_edtf(found.start)
        assert edtf.is_edtf(found.end)
        assert found.days()[0] <= found.days()[1]
        assert published is not None or found.origin == "stated"
        coarse = found.coarse()
        assert coarse is None or edtf.bounds(coarse)[0] <= found.days()[0] <= found.days()[1] <= edtf.bounds(coarse)[1]


@given(st.lists(WORDS, max_size=14).map(" ".join), st.none() | st.dates(), DIRECTIONS)
def test_date_words_in_any_order_give_verbatim_spans_in_order(text: str, published: date | None, direction: Any) -> None:
    found = find_dates(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    for expr in found:
        check(text, expr, published, direction)
    assert all(text[d.start : d.end] == d.text for d in find_durations(text))


@given(st.text(), st.text(), DAYS)
def test_any_text_is_read_without_an_error(before: str, after: str, published: date) -> None:
    text = f"{before} 4 December {after}"
    for expr in find_dates(text):
        check(text, expr, published, "past")
    assert all(text[d.start : d.end] == d.text for d in find_durations(text))


@given(st.sampled_from([date.min, date.max]), st.lists(WORDS, max_size=8).map(" ".join), DIRECTIONS)
def test_the_ends_of_the_calendar_give_no_date_rather_than_an_error(published: date, text: str, direction: Any) -> None:
    for expr in find_dates(text):
        check(text, expr, published, direction)


@pytest.mark.parametrize("unit", ["1.", "in May ", "two ", "the ", "-", "Monday and ", "4 ", " \n", "last ", "March 5 and ", "’"])
def test_long_repetitions_take_time_in_step_with_their_length(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    assert all(text[e.start : e.end] == e.text for e in find_dates(text))
    assert all(text[d.start : d.end] == d.text for d in find_durations(text))


def test_a_text_reads_the_same_whatever_was_read_before() -> None:
    text, (new, used) = "5 - 6 May, 5-6 May", [DateGrammar(read_frames("dates")).known for _ in range(2)]
    Tokens("6-7", 0, 3, used)
    assert Tokens(text, 0, len(text), used).letters == Tokens(text, 0, len(text), new).letters
