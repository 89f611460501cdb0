"""Dates as text: bounds, precision, and what is no date."""

from __future__ import annotations

import time
from datetime import date

import edtf as oracle
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dipkb import edtf

years, months = st.integers(1000, 2200), st.integers(1, 12)
days = st.dates(date(1000, 1, 1), date(2200, 12, 31)).map(date.isoformat)
plain = st.one_of(days, years.map(str), st.builds("{}-{:02d}".format, years, months))


def day_of(moment: time.struct_time) -> date:
    return date(*moment[:3])


@given(plain)
def test_bounds_are_those_of_the_reference_reader(text: str) -> None:
    theirs = oracle.parse_edtf(text)
    assert edtf.bounds(text) == (day_of(theirs.lower_strict()), day_of(theirs.upper_strict()))


@given(plain, st.sampled_from("~?%"))
def test_a_qualifier_changes_no_bound(text: str, qualifier: str) -> None:
    assert edtf.bounds(text + qualifier) == edtf.bounds(text)
    assert edtf.precision(text + qualifier) == edtf.precision(text)


@given(plain)
def test_a_coarse_date_holds_the_days_it_can_mean(text: str) -> None:
    first, last = edtf.bounds(text)
    assert first <= last
    assert first.isoformat().startswith(text[:4])
    assert (first == last) == (edtf.precision(text) == "day")


NO_DATES = [
    "",
    "March",
    "2023-13",
    "2023-02-30",
    "2023-2-3",
    "12/04/2023",
    "20233",
    "٢٠٢٣",
    "2023-21-01",
    "2023/2024",
    "2023-12-04T10:00",
    " 2023",
    "0000",
]


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date_is_refused_with_its_text(text: str) -> None:
    assert not edtf.is_edtf(text)
    with pytest.raises(ValueError, match=r"no EDTF date|no day, month or year"):
        edtf.bounds(text)


@given(st.text(max_size=12))
def test_any_text_is_a_date_or_is_not(text: str) -> None:
    assert edtf.is_edtf(text) in (True, False)


def test_a_span_takes_the_first_and_last_day() -> None:
    assert edtf.span("2023-02-28", "2023-03") == (date(2023, 2, 28), date(2023, 3, 31))
    assert edtf.span("2023-12", None) == (date(2023, 12, 1), date(2023, 12, 31))
    assert edtf.span(None, None) is None
