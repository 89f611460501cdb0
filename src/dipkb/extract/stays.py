"""When a stay began and ended, and whether it goes on, by the days that its tellings give."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from dipkb import edtf
from dipkb.extract.candidate import FUTURE, Candidate
from dipkb.extract.wordlists import listed

_VISITING = frozenset({"visit-verb", "headline-presence"})  # frames that say of the visitor that he is there
_CAME = listed("events", "came")


def stretched(start: str, end: str, tellings: Sequence[Candidate]) -> tuple[str, str]:
    """One day and a length make a range: "arrived on Monday for a three-day visit", "ended a three-day visit on Friday"."""
    long = [m for m in tellings if (m.extra.get("days") or 0) > 1]
    long.sort(key=lambda m: not m.extra.get("ends"))
    length = next((m for m in long if m.when and m.when.start == start), long[0] if long else None)
    if length is None or start != end or edtf.precision(start) != "day":
        return start, end
    if length.extra.get("several") and length.when is None:
        return start, end  # the days are those of the whole tour
    day, more = date.fromisoformat(start), timedelta(length.extra["days"] - 1)
    if not length.when or length.when.start == start:
        return ((day - more).isoformat(), end) if length.extra.get("ends") else (start, (day + more).isoformat())
    if length.extra.get("several"):
        return start, end  # a stop of a longer tour
    return start, max(end, length.when.end) if length.extra.get("ends") else (day + more).isoformat()


def of_tour(start: str, end: str, tellings: Sequence[Candidate]) -> tuple[str, str] | None:
    """The days of one stop of a tour of several countries that only the tour's own days are told of.

    The first stop begins on the day a tour begins, the last ends on the day it ends; the others lie in the month of both.
    """
    tours = [m for m in tellings if m.extra.get("several") and (m.extra.get("days") or 0) > 1 and m.when]
    if not tours or any(m.when and m not in tours for m in tellings):
        return None
    tour = tours[0]
    if tour.extra["stop"] == ("last" if tour.extra.get("ends") else "first"):
        day = tour.when.start if tour.when else start
        return day, day
    months = start[:7], end[:7]
    return (months[0], months[0]) if months[0] == months[1] else (start[:4], end[:4])


def status_of_stay(told: str, start: str | None, end: str | None, today: date | None, tellings: Sequence[Candidate]) -> str:
    """A stay that the day of publication lies in goes on, and so does one that began that day; a later one is planned."""
    if told == "occurred" and start is None and end is not None and today is not None and edtf.bounds(end)[1] > today:
        return "ongoing"  # "who stays until tomorrow"
    if told not in ("occurred", "ongoing", "planned") or start is None or today is None:
        return told
    first, last = edtf.bounds(start)[0], edtf.bounds(end or start)[1]
    if _lies_ahead(told, tellings):
        return "planned"  # the later stops of a tour that has begun
    if first > today or (first == today and told == "planned"):
        return "planned"
    if told == "occurred" and _has_come(first, today, tellings):
        return "ongoing"
    exact = edtf.precision(start) == edtf.precision(end or start) == "day"
    if first == today and told == "occurred" and _is_on(tellings):
        return "ongoing"
    if exact and first == last and told == "occurred" and _only_begun(tellings, first, today):
        return "ongoing"
    over = today == last and any(m.extra.get("ends") for m in tellings)
    return "ongoing" if exact and start != end and end is not None and first <= today <= last and not over else told


def _lies_ahead(told: str, tellings: Sequence[Candidate]) -> bool:
    """Whether the text says that it is still ahead, which the present tense of a headline does not gainsay."""
    others = [m for m in tellings if not m.extra.get("ahead")]
    headlines = all(m.line.in_title and m.extra.get("tense") == "present" for m in others)
    return len(others) < len(tellings) and (told == "planned" or headlines)


def _is_on(tellings: Sequence[Candidate]) -> bool:
    """Whether a visit with an event of the day of publication in it is told in the present tense alone ("X visits Oslo")."""
    told = [m for m in tellings if m.asserted]
    return bool(told) and all(m.rule in _VISITING and m.extra.get("tense") == "present" and m.when is None for m in told)


def set_out(told: str, start: str | None, today: date | None, tellings: Sequence[Candidate]) -> bool:
    """Whether somebody has left or come for talks that are still ahead: on the way, though no day is told of the visit itself."""
    if told not in ("occurred", "ongoing") or start is None or today is None or any(m.when for m in tellings):
        return False
    begun = any(m.extra.get("begun") and m.status in ("occurred", "ongoing") for m in tellings)
    return begun and edtf.bounds(start)[0] > today


def without_days_ahead(tellings: list[Candidate], today: date | None) -> list[Candidate]:
    """The tellings but those of days still ahead, where the text says that the visitor has come: what is to follow there."""
    if today is None or not any(_came(m, today) for m in tellings):
        return tellings
    return [m for m in tellings if m.extra.get("until") or not (m.when and m.when.days()[0] > today and m.status in FUTURE)]


def _came(telling: Candidate, today: date) -> bool:
    """Whether it tells in the text that somebody arrived, by the day of publication."""
    told = telling.asserted and telling.status in ("occurred", "ongoing") and not telling.line.in_title
    past = telling.when is None or telling.when.days()[0] <= today
    return telling.type == "Visit" and told and past and telling.trigger.low in _CAME and not telling.background


def _has_come(first: date, today: date, tellings: Sequence[Candidate]) -> bool:
    """Whether somebody came today or yesterday for a stay, of which no end is told."""
    news = today - timedelta(1) <= first and any(m.extra.get("there") for m in tellings)
    return news and not any(m.extra.get("ends") or m.extra.get("until") or m.extra.get("days") for m in tellings)


def _only_begun(tellings: Sequence[Candidate], day: date, today: date) -> bool:
    """Whether what is told of the day is that somebody came or is there ("arrived today", "said today on a visit").

    Of the day before publication only who has arrived is still there; who "was" there may have left.
    """
    told = [m for m in tellings if m.when and m.when.start == m.when.end == day.isoformat() and not m.extra.get("first")]
    news = "begun" if day == today else "came" if day == today - timedelta(1) else None
    if news is None or not told or any(m.extra.get("until") for m in told):
        return False
    come = {id(m.dated) for m in told if m.extra.get(news)}  # "arrived last night for a visit": both tellings have the one day
    return all(m.extra.get(news) or id(m.dated) in come for m in told)
