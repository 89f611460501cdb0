"""The day of the news: the one day that the opening gives holds for what the text goes on to tell of the same people.

"The president came to Oslo on Friday. … He and his host signed an accord.": nobody repeats the day. What had happened before,
has happened at some time, or is background keeps its missing date.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from dipkb.extract import clause, timing
from dipkb.extract.candidate import Candidate
from dipkb.extract.document import Document, Item, Line
from dipkb.extract.framefiles import read_frames
from dipkb.extract.resolve import resolve
from dipkb.extract.wordlists import forms

_HAVING, _HAS = forms("having"), forms("has", "have")
_TO_PERFECT = 3  # items from "has" to its participle

_SIGNINGS = frozenset({"do-together", "sign-with"})  # of people who sign for their states
_DATELINE = 3  # items of a line that only says where a text was written
_OPENING = 2  # sentences that can give the day
_REACH = 14  # sentences that it can hold for
_ENDING, _RELATIVE = frozenset(read_frames("events")["trip_ends"]), forms("where", "when")
_OLD = timedelta(7)  # a day longer ago is no news


class NewsDay:
    """The day of the opening of one document, if it gives just one, with the parties it names."""

    def __init__(self, document: Document, today: date | None) -> None:
        body = [line for line in document.body() if line.sentence.zone == "body" and len(line.items) > _DATELINE]
        self.lines = {id(line) for line in body[:_REACH]}
        self.opening = {id(line) for line in body[:_OPENING]}
        days = {d for line in body[:_OPENING] for d in _days(line, today) if not _is_return(line)}
        news = today is not None and len(days) == 1 and today - _OLD <= next(iter(days)) <= today
        self.today, self.day = today, next(iter(days)).isoformat() if news else None
        opening = (*body[:_OPENING], *(line for line in document.lines[:1] if line.in_title))
        self.named = [(line, e) for line in opening for item in line.items for e in item.who]

    def of(self, tellings: list[Candidate]) -> str | None:
        """The day of an event that is told without one."""
        if self.day is None or any((m.dated is not None and not _is_same_day(m.dated)) or m.background for m in tellings):
            return None
        told = any(self.goes_on(m) for m in tellings) and all(self.is_of_same(m) for m in tellings if m.agents())
        return self.day if told else None

    def is_of_same(self, telling: Candidate) -> bool:
        """Whether one of the people, or all the states, are those that the rest of the opening names."""
        agents, others = telling.agents(), [e for line, e in self.named if line is not telling.line]
        countries = {e.country for e in agents if e.country}
        same_states = bool(countries) and countries <= {e.country for e in others}
        if telling.type == "Agreement" or telling.rule in _SIGNINGS:
            return same_states
        if telling.type == "Meeting" and all(e.kind == "person" and e.country for e in agents):
            states = {e.country for e in others if e.kind == "country"}
            if len(states & countries) == len(countries) > 1:
                return True  # "Ghana and Togo signed a treaty on Monday. President X hosted President Y."
        return not {e.key() for e in agents}.isdisjoint([e.key() for e in others])

    def goes_on(self, telling: Candidate) -> bool:
        """Whether it is told in the past tense of the narrative, outside quotations."""
        line, reading = telling.line, telling.reading
        if id(line) not in self.lines or line.is_quoted(telling.at) or reading is None or not telling.asserted:
            return False
        simple = not (reading.verb and (reading.tense() == "present" or reading.is_participle()))
        now = any(_is_same_day(x) for x in line.items) or (id(line) in self.opening and _is_news(line.items, telling.at))
        before = not now and _is_perfect(line.items, telling.at)
        if telling.type == "Visit" and id(line) not in self.opening:
            return False  # of a trip told further down it is as often the day on which the guest left
        told = telling.status == "occurred" or (telling.type == "Visit" and telling.status == "ongoing")
        return simple and told and not before and not self.other_day(line)

    def other_day(self, line: Line) -> bool:
        """Whether a line gives a day that is not that of the news."""
        own = (x for x in line.items if x.code == "D" and not _is_same_day(x))
        found = (resolve(x.value, self.today, direction="past") for x in own)
        return any(when is None or when.start != self.day for when in found)


def _days(line: Line, today: date | None) -> set[date]:
    """The days a line gives for what it tells, not those on which something was said."""
    items = line.items
    own = (x for i, x in enumerate(items) if x.code == "D" and not timing.said_then(items, -1, i) and not _is_ahead(items, i))
    found = {resolve(x.value, today, direction="past") for x in own}
    return {when.days()[0] for when in found if when is not None and when.precision == "day" and when.start == when.end}


def _is_perfect(items: list[Item], at: int) -> bool:
    """Whether "has", "had" or a modal stands before the trigger in its clause ("had met", "having signed", "would meet")."""
    before = items[clause.clause_start(items, at) : at]
    elsewhere = any(x.low in _RELATIVE or (x.code == "w" and y.code == "p") for y, x in pairwise(items[:at]))
    return elsewhere or any(x.code in "hm" or x.low in _HAVING for x in before)


def _is_news(items: list[Item], at: int) -> bool:
    """Whether "has" or "have" stands right before the trigger ("has met X", the news that the next sentence gives the day of)."""
    return any(x.low in _HAS for x in items[max(0, at - _TO_PERFECT) : at])


def _is_ahead(items: list[Item], i: int) -> bool:
    """Whether a modal stands before a date in its clause ("will host him on Monday")."""
    return any(x.code == "m" for x in items[clause.clause_start(items, i) : i])


def _is_return(line: Line) -> bool:
    """Whether the line tells of the end of a trip, before which lies what was done on it."""
    return not _ENDING.isdisjoint(line.lows)


def _is_same_day(item: Item) -> bool:
    """Whether a date only points back to the day told of ("earlier in the day", "the same day")."""
    return item.code == "D" and item.value.kind == "anaphor" and not item.value.shift
