"""When a visit took place: its length, first and last day, and what of a tour's days each of its stops has."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec.structs import replace

from dipkb.extract import visitwords
from dipkb.extract.candidate import FUTURE, Candidate
from dipkb.extract.document import Item
from dipkb.extract.reading import Reading
from dipkb.extract.wordlists import forms, listed

_HEADING_OUT = listed("events", "heading_out")
_TO, _LATER = forms("to"), forms("later")
_MONTH, _TOUR = 7, 3  # signs of a date up to its month; stops that cannot all be on one day
_LEAVING_REACH = 8  # items before the noun of a tour in which somebody is said to have left for it
_UNDONE = frozenset({"cancelled", "postponed", "denied"})
_INCLUDE = listed("sanctions", "include")


def mark_stops(made: list[Candidate], goals: list[str]) -> None:
    """Which candidates are stops of a tour, and which of them come first and last."""
    for candidate in made:
        candidate.extra["several"] = len(goals) > 1
        if len(goals) > 1 and candidate.extra.get("returned"):
            candidate.when = candidate.dated = None  # of the stops only the last one ended as the trip did
            candidate.extra["ends"] = candidate.extra["until"] = False
        first, last = [candidate.destination] == goals[:1], [candidate.destination] == goals[-1:]
        candidate.extra["stop"] = "first" if first else "last" if last else None
    dated = [c for c in made if c.extra.get("own_days")]
    if len(goals) > 1 and len(dated) == 1 and dated[0].extra["stop"] == "last":
        dated[0].extra["own_days"] = False  # "A, B and C from 10 to 16 May" are the days of the whole tour
    _share_day(made, len(goals))


def _share_day(made: list[Candidate], goals: int) -> None:
    """One day told of three stops or more is that of the first, of a tour that ends of the last; the others lie in the month."""
    for c in made if goals >= _TOUR else ():
        one_day = c.when is not None and c.when.precision == "day" and c.when.start == c.when.end
        shared = one_day and not c.extra.get("own_days") and not c.extra.get("days")
        if shared and c.when is not None and c.extra["stop"] != ("last" if c.extra.get("ends") else "first"):
            month = c.when.start[:_MONTH]
            c.when = replace(c.when, start=month, end=month, precision="month")


def set_out(reading: Reading, made: list[Candidate]) -> None:
    """Who has just left for several countries is on the way to the first one; the others are ahead, on days not told."""
    today, leaving = reading.parties.today, reading.rules.words("leaving")
    if reading.frame["id"] == "tour-noun" and any(x.low in _INCLUDE for x in reading.items[reading.at + 1 : reading.at + 5]):
        for candidate in made:
            if candidate.status in ("occurred", "ongoing", None):  # "on the first leg of a tour that also includes Oman"
                candidate.status, candidate.when, candidate.dated = "planned", None, None
        return
    before = {reading.trigger.low, *(x.low for x in reading.items[max(0, reading.at - _LEAVING_REACH) : reading.at])}
    if today is None or (leaving.isdisjoint(before) and not reading.left):
        return
    for candidate in made:
        when = candidate.when
        fresh = when is None or when.days()[1] >= today - timedelta(1)
        told = candidate.status in ("occurred", "ongoing", None) or (reading.left and candidate.status == "planned")
        if candidate.extra["several"] and told and fresh:
            first = candidate.extra["stop"] == "first"
            candidate.status, candidate.extra["ahead"] = ("ongoing", False) if first else ("planned", True)
            exact = when is not None and when.precision == "day" and when.start == when.end
            if not first and exact and not candidate.extra["days"]:
                candidate.when = candidate.dated = None


def describe(reading: Reading, made: Candidate) -> None:
    """Length, end and kind of the visit, as the words around the trigger tell them."""
    made.extra["days"], made.extra["ends"] = visitwords.length(reading), visitwords.ends(reading, made)
    if reading.line.in_title and not reading.verb and not reading.in_past_clause():
        made.extra["tense"] = "present"  # a headline's "makes US visit" says as well what is to come
    made.extra["begun"], made.extra["there"] = visitwords.has_begun(reading), visitwords.is_there(reading)
    made.extra["came"] = visitwords.has_arrived(reading)
    fixed = "status" in reading.frame.get("set", {})
    if not fixed and made.status in ("occurred", None) and made.when is None and visitwords.goes_on(reading):
        made.status = "ongoing"
    if made.status == "occurred" and made.when is None and _heads_out(reading):
        made.status = "ongoing"  # a headline's "X heads to Oslo"
    if not fixed and _is_later_today(reading, made):
        made.status, made.extra["ahead"] = "planned", True
    _end(reading, made)
    _count_days(reading, made)
    if reading.frame["id"] == "invite-verb" and made.dated is not None and _is_day_of_asking(reading, made.dated):
        made.when = made.dated = None
    over = made.when is not None and reading.parties.today is not None and made.when.days()[1] < reading.parties.today
    if made.status in FUTURE and over and not reading.left and not reading.was_due():
        made.when = made.dated = None  # "his trip will follow the talks of last month"
    made.extra["kind"], made.extra["kind_words"] = visitwords.kind(reading)
    if made.extra["kind"] == "state" and not made.parties["hosts"]:
        made.parties["hosts"] = [reading.parties.state(made.destination or "")]  # a state visit is paid to the state


def _heads_out(reading: Reading) -> bool:
    """Whether a headline says in the present that somebody sets out."""
    return reading.line.in_title and reading.verb and reading.trigger.low in _HEADING_OUT


def _is_later_today(reading: Reading, made: Candidate) -> bool:
    """Whether the present tells what is still to come on the day of publication ("lands in Oslo later on Friday")."""
    if made.dated is None or made.when is None or made.extra.get("tense") != "present" or reading.line.in_title:
        return False
    at = next(i for i, x in enumerate(reading.items) if x is made.dated)
    later = made.dated.low.startswith(tuple(_LATER)) or any(x.low in _LATER for x in reading.items[max(0, at - 2) : at])
    return later and reading.parties.today is not None and made.when.days()[0] >= reading.parties.today


def _is_day_of_asking(reading: Reading, day: Item) -> bool:
    """Whether a day stands with "invited" and not with what the guest is invited to ("invited X on Monday to visit Oslo")."""
    behind = range(reading.at + 1, len(reading.items))
    to = next((i for i in behind if reading.items[i].low in _TO and reading.items[i - 1].code != "s"), len(reading.items))
    return next(i for i, x in enumerate(reading.items) if x is day) < to


def _end(reading: Reading, made: Candidate) -> None:
    """The last day, where the text gives it: "concluded a visit on Friday", "home on Friday after a visit"."""
    if made.when is None and (home := visitwords.day_of_return(reading)) is not None:
        made.dated, made.when = home, reading.parties.resolved(home.value, "past")
        made.extra["ends"] = made.extra["returned"] = True
    if made.when is None and made.status == "ongoing" and (came := visitwords.day_of_arrival(reading)) is not None:
        made.dated, made.when = came, reading.parties.resolved(came.value, "past")
    if made.status in _UNDONE and visitwords.is_last(reading, made):
        made.when = made.dated = None  # "postponed his visit until June"
    one_day = made.when is not None and made.when.precision == "day" and made.when.start == made.when.end
    last = visitwords.is_last(reading, made) or (one_day and not reading.verb)
    made.extra["until"] = made.extra["ends"] and made.extra["days"] is None and last
    made.when = visitwords.with_last_day(reading, made)


def _count_days(reading: Reading, made: Candidate) -> None:
    """The first day of a visit of which the text says the how manieth it is ("on the second day of his visit")."""
    if (nth := visitwords.nth_day(reading)) is None:
        return
    if nth == -1:
        made.extra["ends"] = made.extra["until"] = made.when is not None
        return
    today = reading.parties.today
    if made.when is not None and made.when.precision == "day":
        first = (date.fromisoformat(made.when.start) - timedelta(nth - 1)).isoformat()
        going = today is not None and made.when.days()[1] >= today
        made.when = replace(made.when, start=first, end=first)
        made.status = "ongoing" if going and made.status in ("occurred", None) else made.status
    elif made.status in ("occurred", None):
        made.status = "ongoing"
