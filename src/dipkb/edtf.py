"""Dates as researchers write them: EDTF level 0 and 1, kept as text, with their first and last possible day.

Covered: ``2023``, ``2023-12``, ``2023-12-04``, each with a qualifier ``~`` (approximate), ``?`` (uncertain) or ``%`` (both);
seasons ``2023-21`` (spring) to ``2023-24`` (winter); unspecified digits ``202X`` and ``20XX``. Intervals are two dates in
two fields, ``start`` and ``end``, both inclusive, as people write them. Source: Library of Congress, Extended Date/Time
Format, 2019.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache

_FORM = re.compile(r"(\d{4}|\d{3}X|\d{2}XX)(?:-(\d\d))?(?:-(\d\d))?[~?%]?", re.ASCII)
_SEASON = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}  # meteorological, northern hemisphere


@lru_cache(maxsize=65536)
def bounds(text: str) -> tuple[date, date]:
    """First and last day that the date can mean.

    Raises:
        ValueError: The text is no EDTF date of the covered levels; the message quotes it.

    >>> bounds("2023-02")
    (datetime.date(2023, 2, 1), datetime.date(2023, 2, 28))
    >>> bounds("202X")[1]
    datetime.date(2029, 12, 31)
    >>> bounds("2023-24")
    (datetime.date(2023, 12, 1), datetime.date(2024, 2, 29))
    """
    match = _FORM.fullmatch(text)
    if not match:
        raise ValueError(f"'{text}' is no EDTF date. Write YYYY, YYYY-MM or YYYY-MM-DD, or leave it out.")
    year, month, day = match.groups()
    try:
        if month is None:
            return date(int(year.replace("X", "0")), 1, 1), date(int(year.replace("X", "9")), 12, 31)
        if day is not None:
            exact = date(int(year), int(month), int(day))
            return exact, exact
        return _month_bounds(int(year), int(month))
    except ValueError as error:
        raise ValueError(f"'{text}' is no day, month or year of the calendar.") from error


def _month_bounds(year: int, month: int) -> tuple[date, date]:
    first, last = _SEASON.get(month, (month, month))
    last_year = year + 1 if last < first else year
    return date(year, first, 1), date(last_year, last, calendar.monthrange(last_year, last)[1])


def is_edtf(text: str) -> bool:
    """Whether the text is a date of the covered levels.

    >>> is_edtf("2023-03~"), is_edtf("2023-02-30"), is_edtf("March")
    (True, False, False)
    """
    try:
        bounds(text)
    except ValueError:
        return False
    return True


def precision(text: str) -> str:
    """How exactly the date is known: ``day``, ``month``, ``season``, ``year`` or ``decade`` (or coarser).

    >>> [precision(t) for t in ("2023-12-04", "2023-12", "2023-21", "2023", "202X")]
    ['day', 'month', 'season', 'year', 'decade']
    """
    parts = text.rstrip("~?%").split("-")
    if len(parts) == 3:
        return "day"
    if len(parts) == 2:
        return "season" if int(parts[1]) > 20 else "month"
    return "decade" if "X" in parts[0] else "year"


def span(start: str | None, end: str | None) -> tuple[date, date] | None:
    """First and last day of an event that starts and ends at these dates; a missing end is the start's, and the other way round.

    >>> span("2023-02-28", "2023-03-02")
    (datetime.date(2023, 2, 28), datetime.date(2023, 3, 2))
    >>> span(None, None) is None
    True
    """
    if not (start or end):
        return None
    return bounds(start or end or "")[0], bounds(end or start or "")[1]
