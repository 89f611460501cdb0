"""When an article without a publication day was written, as far as the people in it tell; it only serves to look people up."""

from __future__ import annotations

from datetime import date

from dipkb import edtf
from dipkb.extract.dates import DateExpr
from dipkb.extract.document import Document
from dipkb.gazetteer import Gazetteer
from dipkb.gazetteer.records import TOP, Tenure

Days = tuple[date, date]


def days_of(document: Document, gazetteer: Gazetteer) -> Days | None:
    """The day of publication, else the days on which most of the people named with an office held it."""
    if document.article.published:
        day = edtf.bounds(document.article.published)[1]
        return day, day
    held = [tenures for tenures in _held(document, gazetteer) if tenures]
    told = _last_full_date(document)
    points = [*([told] if told else []), *sorted({t[0] for tenures in held for t in tenures}, reverse=True)]
    if not points:
        return None
    best = max(points, key=lambda day: sum(_covered(tenures, day) is not None for tenures in held))
    if best == told:
        return told, told
    ends = [days[1] for tenures in held if (days := _covered(tenures, best))]
    return best, min(ends)


def _held(document: Document, gazetteer: Gazetteer) -> list[list[Days]]:
    """For each person named with a leading office, when they held one of that rank."""
    found: dict[tuple[str, str], list[Days]] = {}
    for line in document.lines:
        for item in line.items:
            if item.code == "P" and item.value.name and item.value.rank in TOP and not item.value.former:
                people = gazetteer.people_named(item.value.name)
                tenures = [t for p in people for t in p.tenures if t.rank == item.value.rank and t.start]
                found.setdefault((item.value.name, item.value.rank), [_days(t) for t in tenures])
    return list(found.values())


def _days(tenure: Tenure) -> Days:
    start = edtf.bounds(tenure.start or "")[0]
    last = tenure.last_day() or (edtf.bounds(tenure.seen)[1] if tenure.seen else start)
    return start, max(start, last)


def _covered(tenures: list[Days], day: date) -> Days | None:
    return next((t for t in tenures if t[0] <= day <= t[1]), None)


def _last_full_date(document: Document) -> date | None:
    """The latest day that the text gives with its year."""
    found = [
        date(value.year, value.month, value.day)
        for line in document.lines
        for item in line.items
        if item.code == "D" and isinstance(value := item.value, DateExpr) and value.kind == "day" and value.year and value.month
        if value.day
    ]
    return max(found, default=None)
