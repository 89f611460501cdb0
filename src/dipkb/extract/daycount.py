"""Counting days, months and years, and writing them as EDTF; ``None`` where the calendar's years 1 to 9999 end."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Literal, TypeAlias

Precision: TypeAlias = Literal["day", "week", "month", "quarter", "season", "half", "year", "decade", "window"]


def moved(day: date, days: int) -> date | None:
    """The day so many days later, or earlier."""
    ordinal = day.toordinal() + days
    return date.fromordinal(ordinal) if 1 <= ordinal <= date.max.toordinal() else None


_DAYS = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}
_MONTHS = {"month": 1, "quarter": 3, "season": 3, "half": 6, "year": 12, "decade": 120}


def stepped(day: date, unit: str, amount: int) -> date | None:
    """The day that many units away; the last of its month where the month is shorter. Of an unknown unit there is none.

    >>> stepped(date(2024, 1, 31), "month", 1), stepped(date(2024, 1, 31), "moon", 1)
    (datetime.date(2024, 2, 29), None)
    """
    if unit in _DAYS:
        return moved(day, amount * _DAYS[unit])
    if unit not in _MONTHS:
        return None
    months = day.year * 12 + day.month - 1 + amount * _MONTHS[unit]
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1])) if 1 <= year <= 9999 else None


def unit_at(unit: str, day: date, amount: int) -> tuple[str | None, str | None, Precision]:
    """The day, month, year or decade that many away from the one of ``day``."""
    there = stepped(day, unit, amount)
    text = there.isoformat() if there else None
    if unit == "decade":
        return (write_decade(there.year) if there else None), None, "decade"
    length: dict[str, tuple[int, Precision]] = {"day": (10, "day"), "month": (7, "month"), "year": (4, "year")}
    digits, precision = length.get(unit, length["month"])
    return (text[:digits] if text else None), None, precision


def write(day: date | None) -> str | None:
    """The day as EDTF."""
    return day.isoformat() if day else None


def write_year(year: int) -> str | None:
    """The year as EDTF."""
    return f"{year:04}" if 1 <= year <= 9999 else None


def write_decade(year: int) -> str | None:
    """The decade of a year as EDTF; the one before the year 10 has no year 0 and none to write."""
    return f"{year // 10:03}X" if 10 <= year <= 9999 else None


def write_month(year: int, month: int) -> str | None:
    """The month as EDTF."""
    return f"{year:04}-{month:02}" if 1 <= year <= 9999 and 1 <= month <= 12 else None


def write_season(year: int, code: int) -> str | None:
    """The season as EDTF; winter needs the year after."""
    return f"{year:04}-{code}" if 1 <= year <= 9998 else None


def write_day(year: int, month: int, day: int) -> str | None:
    """The day as EDTF, if the month has it.

    >>> write_day(2024, 2, 29), write_day(2023, 2, 29)
    ('2024-02-29', None)
    """
    whole = write_month(year, month)
    return f"{whole}-{day:02}" if whole and 1 <= day <= monthrange(year, month)[1] else None
