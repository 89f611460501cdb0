"""Invented articles as full as news is: an encounter of :mod:`tests.invented`, and what an article tells beside it.

What is said at it and through which media, what is signed, how often they met by the article's count, who else came, where; some
dates are coarse, some people unnamed, some plans called off. Every shipped question has rows on a few thousand of them, and the
same number and seed give the same articles.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any, TypeVar

import msgspec

from dipkb.event import (
    Agreement,
    ArticleEvents,
    ArticleHead,
    CountClaim,
    Event,
    Initiative,
    Meeting,
    Party,
    Sanction,
    Span,
    Statement,
    Visit,
)
from tests.invented import LAST, Inventor, party

ACTS = ("say", "say", "say", "tell", "propose", "urge", "assure", "emphasise", "advocate", "commend", "reject")
TOPICS = (
    "trade", "external interference", "strategic cooperation", "energy", "border security", "climate", "migration",
    "grain exports", "nuclear safety", "space", "visa rules",
    "railways", "fisheries", "human rights", "water", "terrorism", "technology",
)  # fmt: skip
_SPEECH = """
strategic relations rest on trust and mutual respect between peoples whose history ties them across rivers mountains seas
trade must grow faster while barriers fall step by step until firms find open markets energy supply stays stable under
contracts that both capitals honour even when prices rise no outside power may decide what sovereign nations choose for
themselves peace comes through patient talks not through threats or pressure our ministers will meet again before winter
to settle remaining questions about transit tariffs standards students culture science railways ports grain water and space
"""
WORDS = tuple(_SPEECH.split())
MEASURES = ("travel ban", "asset freeze", "export ban", "import ban", "arms embargo", "flight ban")
REASONS = (
    "the elections",
    "the detention of a journalist",
    "arms sales",
    "a coup",
    "human rights",
    "the annexation",
    "cyber attacks",
)
PAPERS = (
    "memorandum",
    "joint statement",
    "trade agreement",
    "road map",
    "extradition treaty",
    "visa agreement",
    "loan agreement",
)
STATES = ("planned", "planned", "proposed", "cancelled", "postponed", "denied", "hypothetical")
KINDS = ("state", "official", "official", "working", "working", "private", "transit", "unspecified", "unspecified", "unspecified")
ROLES = {"hos": "President", "hog": "Prime Minister", "fm": "Foreign Minister"}
Told = TypeVar("Told", bound=Event)


@dataclass
class _Article:
    """An article being written: each sentence is the evidence of the record that is told in it."""

    sentences: list[str] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def tell(self, event: Told, words: str) -> Told:
        """Add a record and its sentence; the record as it stands in the article."""
        start = sum(len(sentence) + 1 for sentence in self.sentences)
        span = Span(start=start, end=start + len(words), exact=words)
        kept = msgspec.structs.replace(event, id=f"e{len(self.events)}", evidence=(span,))
        self.sentences.append(words)
        self.events.append(kept)
        return kept

    def done(self, head: ArticleHead) -> ArticleEvents:
        return ArticleEvents(article=head, events=tuple(self.events), text=" ".join(self.sentences))


class Newsroom(Inventor):
    """Writes articles; ``seed`` fixes them all."""

    def articles(self, number: int) -> Iterator[ArticleEvents]:
        """So many articles; one in eight tells again, now and then otherwise, what the one before told."""
        before: list[Event] = []
        for n in range(number):
            day = self.day()
            again = bool(before) and self.often(1 / 8)
            written = self.again(before) if again else self.written(day)
            before = written.events
            told = getattr(before[0], "start", None) or getattr(before[0], "date", None)
            when = date.fromisoformat(told) if told and len(told) == 10 else day
            yield written.done(self.head(f"news-{n:07}", when + timedelta(days=1)))

    def often(self, share: float) -> bool:
        return self.chance.random() < share

    def head(self, name: str, published: date) -> ArticleHead:
        medium = self.chance.choice(self.media)
        return ArticleHead(id=name, title=f"Report {name}", published=published.isoformat(), publisher=medium.name)

    def again(self, before: list[Event]) -> _Article:
        """The same news in another paper: some of it, with a later end, an older plan or a coarser date now and then."""
        out = _Article()
        renamed: dict[str, str] = {}
        for event in before[: 1 + self.chance.randrange(len(before))]:
            links = {f: renamed.get(value) for f in ("part_of", "occasion", "counted") if (value := getattr(event, f, None))}
            told = msgspec.structs.replace(event, **links)
            renamed[event.id] = out.tell(self.differing(told), event.evidence[0].exact).id
        return out

    def differing(self, event: Event) -> Event:
        if isinstance(event, Visit) and event.end and self.often(0.1):
            later = min(date.fromisoformat(event.end) + timedelta(days=1), LAST)
            return msgspec.structs.replace(event, end=later.isoformat())
        if isinstance(event, Visit | Meeting) and self.often(0.1):
            return msgspec.structs.replace(event, status="cancelled")
        return event

    # --- what an article tells -------------------------------------------------------------------------------------------

    def written(self, day: date) -> _Article:
        out = _Article()
        main = self.main(out, day)
        if isinstance(main, Visit | Meeting):
            self.beside(out, main)
        if self.often(0.02):
            self.initiative(out, day)
        return out

    def main(self, out: _Article, day: date) -> Event:
        event = self.event(day)
        if isinstance(event, Visit | Meeting):
            return out.tell(self.encounter(event, day), f"{self.names(event)} met or visited, as was told on {day}.")
        if isinstance(event, Sanction):
            return out.tell(self.sanction(event, day), f"{self.names(event)}: measures were imposed or lifted on {day}.")
        action = self.chance.choice(("sign", "sign", "sign", "announce", "propose", "ratify", "withdraw"))
        told = msgspec.structs.replace(
            event, title=self.chance.choice(PAPERS), fields=(self.chance.choice(TOPICS),), action=action
        )
        return out.tell(told, f"{self.names(event)} dealt with a paper on {day}.")

    def encounter(self, event: Visit | Meeting, day: date) -> Event:
        """The encounter with its place, status and confidence, its people as news call them."""
        changes: dict[str, Any] = {"confidence": round(0.3 + 0.7 * self.chance.random(), 2), "date_origin": "stated"}
        if event.destination and event.destination in self.cities and self.often(0.6):
            changes["places"] = (self.chance.choice(self.cities[event.destination]),)
        if self.often(0.12):
            changes["status"] = self.chance.choice(STATES)
        if self.often(0.04):
            changes |= {"start": day.isoformat()[:7], "end": None}
        people = "visitors" if isinstance(event, Visit) else "participants"
        changes[people] = tuple(self.called(p, day) for p in getattr(event, people))
        if isinstance(event, Visit):
            changes["kind"] = self.chance.choice(KINDS)
        elif event.mode == "in-person":
            changes |= self.gathering(changes[people], event, day)
        return msgspec.structs.replace(event, **changes)

    def gathering(self, people: tuple[Party, ...], event: Meeting, day: date) -> dict[str, Any]:
        """A host and a programme or, one time in twelve, a gathering of several."""
        if self.often(1 / 12):
            more = [found for _ in range(self.chance.randrange(1, 5)) if (found := self.somebody(day))]
            return {"setting": "multilateral", "participants": (*people, *(party(*one) for one in more))}
        hosts = (people[-1],) if self.often(0.5) else ()
        return {"hosts": hosts, "parts": ("talks", "working lunch")[: self.chance.randrange(3)], "duration": "PT2H"}

    def called(self, who: Party, day: date) -> Party:
        """With the office's words; now and then somebody whom no table knows, or who has left office."""
        if self.often(0.01):
            return Party(name=f"Envoy {self.chance.choice(WORDS).title()}", role="special envoy", country=who.country)
        left = [person for _, last, person in self.held.get(who.country or "", ()) if last < day] if self.often(0.02) else []
        if left:
            return Party(
                **(msgspec.structs.asdict(party(self.chance.choice(left), who.country or "")) | {"role": "special envoy"})
            )
        person = self.gazetteer.person(who.id or "")
        office = person.office_on(day) if person and self.often(0.6) else None
        return msgspec.structs.replace(who, role=ROLES.get(office.rank) if office else None)

    def sanction(self, event: Sanction, day: date) -> Event:
        action = self.chance.choice(("impose", "impose", "impose", "extend", "ease", "lift", "threaten", "call-for", "in-force"))
        changes: dict[str, Any] = {"action": action, "end": None, "more_senders": self.often(0.1)}
        changes |= {"measures": (self.chance.choice(MEASURES),), "reasons": (self.chance.choice(REASONS),)}
        someone = self.somebody(day) if self.often(0.15) else None
        if someone and someone[1] != event.senders[0].country:
            changes["targets"] = (party(*someone),)
        return msgspec.structs.replace(event, **changes)

    def beside(self, out: _Article, main: Visit | Meeting) -> None:
        """What an article tells beside an encounter."""
        people = [*(main.visitors if isinstance(main, Visit) else main.participants), *main.hosts]
        if isinstance(main, Visit) and main.start and len(main.start) == 10 and self.often(0.5):
            talks = {
                "mode": "in-person",
                "participants": (main.visitors[0], main.hosts[0]),
                "hosts": main.hosts,
                "start": main.start,
            }
            talks |= {"end": main.start, "destination": main.destination, "part_of": main.id, "status": main.status}
            out.tell(Meeting(**talks, confidence=0.9), f"{self.names(main)} held talks on {main.start}.")
        for _ in range(self.chance.choice((0, 0, 1, 1, 2))):
            self.statement(out, main, people)
        if self.often(0.06):
            self.paper(out, main, people)
        if self.often(0.05):
            self.claim(out, main, people)

    def statement(self, out: _Article, main: Visit | Meeting, people: list[Party]) -> None:
        speaker, *others = self.chance.sample(people, len(people))
        content = " ".join(self.chance.choices(WORDS, k=self.chance.randrange(9, 22)))
        topics = tuple({self.chance.choice(TOPICS), *([self.chance.choice(self.subjects)] if self.often(0.2) else [])})
        said = {"speaker": speaker, "addressees": tuple(others[:1]), "act": self.chance.choice(ACTS), "quoted": self.often(0.4)}
        said |= {"content": content, "topics": tuple(sorted(topics)), "channel": self.channel(speaker), "date": main.start}
        told = out.tell(Statement(**said, occasion=main.id, status="occurred"), f"{speaker.name}: {content}.")
        if self.often(0.03):
            words = content.rsplit(" ", 1)[0]
            again = Statement(**(said | {"content": words, "channel": self.channel(speaker), "quoted": not told.quoted}))
            out.tell(again, f"{speaker.name} said that {words}.")

    def channel(self, speaker: Party) -> tuple[Party, ...]:
        """None, a medium of the speaker's own country, or two of anywhere."""
        own = [m for m in self.media if m.country == speaker.country]
        shape = self.chance.random()
        if shape < 0.3:
            return ()
        chosen = [self.chance.choice(own)] if own and shape < 0.7 else self.chance.sample(self.media, 1 if shape < 0.85 else 2)
        return tuple(Party(name=m.name, kind="media", country=m.country) for m in chosen)

    def paper(self, out: _Article, main: Visit | Meeting, people: list[Party]) -> None:
        states = tuple(self.state(code) for code in sorted({p.country for p in people if p.country})[:2])
        if len(states) == 2 and main.start:
            told = Agreement(action="sign", parties=states, title=self.chance.choice(PAPERS), date=main.start, part_of=main.id)
            out.tell(told, f"{self.names(told)} signed a paper on {main.start}.")

    def claim(self, out: _Article, main: Visit | Meeting, people: list[Party]) -> None:
        of, who = ("visit", people[:1]) if isinstance(main, Visit) else ("meeting", people[:2])
        number = self.chance.randrange(1, 5)
        fields: dict[str, Any] = {"of": of, "parties": tuple(who), "destination": main.destination if of == "visit" else None}
        fields |= self.chance.choice(({"ordinal": number, "counted": main.id}, {"count": number}, {"at_least": number}))
        period = (main.start or "2010")[:4]
        told = CountClaim(**fields, period=self.chance.choice((period, f"{period}/..")), claimed_by=tuple(people[-1:]))
        out.tell(told, f"{who[0].name}: time number {number} since {period}.")

    def initiative(self, out: _Article, day: date) -> None:
        name, someone = self.chance.choice(self.initiatives), self.somebody(day)
        if someone:
            told = Initiative(name=name, initiators=(party(*someone),), parties=(self.state(someone[1]),), start=f"{day.year}")
            out.tell(told, f"{name} was launched by {someone[0].name}.")

    # --- who and what there is -------------------------------------------------------------------------------------------

    def day(self) -> date:
        return date(2001, 1, 1) + timedelta(days=self.chance.randrange((LAST - date(2001, 1, 1)).days))

    def state(self, code: str) -> Party:
        country = self.gazetteer.countries[code]
        return Party(name=country.name, id=country.id, kind="country", country=code)

    def names(self, event: Event) -> str:
        fields = ("visitors", "participants", "hosts", "senders", "targets", "parties")
        return ", ".join(p.name or "somebody" for f in fields for p in getattr(event, f, ()))

    @cached_property
    def media(self) -> list[Any]:
        return [medium for medium in self.gazetteer.media if medium.country]

    @cached_property
    def initiatives(self) -> list[str]:
        return [entry.name for entry in self.gazetteer.initiatives]

    @cached_property
    def subjects(self) -> list[str]:
        """What statements are about beside policy areas: organisations and initiatives."""
        return [*(o.name for o in self.gazetteer.organisations.values()), *self.initiatives]

    @cached_property
    def cities(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for city in self.gazetteer.cities:
            found.setdefault(city.country, []).append(city.name)
        return found
