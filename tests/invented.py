"""Invented reports over real people, countries and dates: as many articles as asked for, the same ones each time.

Nothing in them happened. Who holds which office when is taken from the gazetteer, so that names, sides and offices are as
various as in news; a few countries have most of the encounters, as in news.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any

from dipkb.event import Agreement, ArticleEvents, ArticleHead, Event, Meeting, Party, Sanction, Span, Visit
from dipkb.gazetteer import Gazetteer, Person, load

FIRST, LAST = date(2001, 1, 1), date(2024, 12, 31)
RANKS = ("hos", "hog", "fm")
_MODES = ("in-person", "in-person", "in-person", "phone", "video")
_WORDS = "An invented report."


@cache
def offices(gazetteer: Gazetteer) -> dict[str, list[tuple[date, date, Person]]]:
    """Who held a high office of each country, and from when to when."""
    held: dict[str, list[tuple[date, date, Person]]] = {}
    for person in sorted(gazetteer.people.values(), key=lambda p: p.key):
        for tenure in person.tenures:
            until = tenure.last_day() or LAST
            if tenure.rank in RANKS and tenure.country and tenure.start and person.id and len(tenure.start) == 10:
                held.setdefault(tenure.country, []).append((date.fromisoformat(tenure.start), until, person))
    return held


def party(person: Person, country: str) -> Party:
    return Party(name=person.name, id=person.id, country=country)


class Inventor:
    """Draws events; ``seed`` fixes them all."""

    def __init__(self, gazetteer: Gazetteer | None = None, seed: int = 7) -> None:
        self.gazetteer = gazetteer or load()
        self.chance = random.Random(seed)
        self.held = offices(self.gazetteer)
        self.countries = sorted(self.held)
        self.weights = [1 / (n + 3) for n in range(len(self.countries))]
        random.Random(seed).shuffle(self.countries)

    def articles(self, number: int) -> Iterator[ArticleEvents]:
        """So many articles of one event each, on different days or of different people; one event in eight is told by two."""
        told: Event | None = None
        for n in range(number):
            day = FIRST + timedelta(days=self.chance.randrange((LAST - FIRST).days))
            again = told is not None and self.chance.random() < 1 / 8
            event = told if again else self.event(day)
            told = event
            when = date.fromisoformat(getattr(event, "start", None) or getattr(event, "date", None) or day.isoformat())
            yield article(f"invented-{n:07}", event, when + timedelta(days=1))

    def event(self, day: date) -> Event:
        """An event on a day or, where nobody was in office, on another."""
        while True:
            one, other = self.somebody(day), self.somebody(day)
            if one and other and one[1] != other[1] and one[0] is not other[0]:  # a king may have several countries
                return self._event(day, *one, *other)
            day += timedelta(days=1) if day < LAST else timedelta(days=-300)

    def somebody(self, day: date) -> tuple[Person, str] | None:
        """A person in high office that day, and the country."""
        country = self.chance.choices(self.countries, self.weights)[0]
        there = [person for first, last, person in self.held[country] if first <= day <= last]
        return (self.chance.choice(there), country) if there else None

    def _event(self, day: date, one: Person, home: str, other: Person, abroad: str) -> Event:
        kind, start = self.chance.random(), day.isoformat()
        told: dict[str, Any] = {
            "id": "e",
            "start": start,
            "end": start,
            "evidence": (Span(start=0, end=len(_WORDS), exact=_WORDS),),
        }
        guest, host = party(one, home), party(other, abroad)
        if kind < 0.3:
            told["end"] = (day + timedelta(days=self.chance.randrange(3))).isoformat()
            return Visit(visitors=(guest,), hosts=(host,), destination=abroad, **told)
        if kind < 0.85:
            mode = self.chance.choice(_MODES)
            there = abroad if mode == "in-person" else None
            return Meeting(participants=(guest, host), mode=mode, destination=there, **told)
        states = tuple(Party(name=self.gazetteer.countries[c].name, kind="country", country=c) for c in (home, abroad))
        if kind < 0.93:
            return Sanction(action="impose", senders=states[:1], targets=states[1:], **told)
        return Agreement(id="e", action="sign", parties=states, title="memorandum", date=start, evidence=told["evidence"])


def article(name: str, event: Event, published: date) -> ArticleEvents:
    head = ArticleHead(id=name, title=f"Report {name}", published=published.isoformat(), publisher="Invented News")
    return ArticleEvents(article=head, events=(event,), text=_WORDS)
