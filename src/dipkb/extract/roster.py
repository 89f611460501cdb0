"""The people and bodies of one article: who has been named so far, and what the text tells of each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from dipkb.extract.dates import DateExpr
from dipkb.extract.document import Document, Entity, Item, Mention
from dipkb.extract.era import days_of
from dipkb.extract.lexicon import SURNAME_FIRST, Lexicon, fold
from dipkb.extract.resolve import Direction, Resolved, resolve
from dipkb.extract.wordlists import forms, listed, texts, without_article
from dipkb.gazetteer.records import Person

if TYPE_CHECKING:
    from dipkb.extract.candidate import Candidate

_MINISTERIAL = ("hos", "hog", "fm", "def")
_TO_COME, _PREMIER = texts("names", "to_come"), forms("premier")
_GIVEN_BEHIND = re.compile(r"[A-Z][a-z]+-[a-z]+")  # a given name of two syllables behind the surname ("Do-hoon")
_LETTERS = re.compile(r" \([^)]*\)")  # of an office in brackets
_SONS = listed("names", "sons")


class Roster:
    """Who the article has named so far; ``recent`` has the last one named at its end.

    ``today`` is the day of publication; ``day`` the one to ask the tables for, a guess where the article has no date: it lies
    in ``days``, in the middle.
    """

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        self.document, self.lexicon, self.gazetteer = document, lexicon, lexicon.gazetteer
        self.people: list[Entity] = []
        self.forms: dict[str, list[Entity]] = {}
        self.remembered: set[tuple[int, str, str | None, bool]] = set()
        self.recent: list[Entity] = []
        self.crowd: tuple[Entity, ...] = ()  # the people of a body of whom the sentence before tells ("a Taliban delegation")
        self.bare: dict[str, Entity] = {}  # whom a surname alone has meant so far
        self.subject: Entity | None = None
        self.author: Entity | None = None
        self.pair: tuple[Entity, ...] = ()
        self.together: tuple[Entity, ...] = ()
        self.countries: list[str] = []
        self.land: str | None = None
        self.home_titles: set[str] | None = None
        self.trips: dict[str, str] = {}
        self.tour_days: dict[str, Resolved] = {}  # by visitor: when a tour is to be of which the stops are not yet told
        self.arrived: dict[str, Candidate] = {}  # by visitor: the visit that was last told as begun
        self.spoken: dict[int, Entity] = {}
        self.delegation: tuple[Entity, ...] = ()
        self.trip: list[tuple[list[Entity], str | None]] = []
        self.tour: list[tuple[list[Entity], str | None]] = []  # the last trip to several countries
        self.sanctioners: list[Entity] = []
        self.agreed: Candidate | None = None
        self.treaty: tuple[int, list[Entity]] | None = None  # the sentence and the parties of the document told of last
        self.restricted: Candidate | None = None
        self.abbreviations: dict[str, Entity] = {}
        self.told_day: Resolved | None = None
        self.today = document.today
        self.opening_day = _opening_day(document) if self.today is None else None
        self.days = days_of(document, self.gazetteer)
        self.day = self.days[0] + (self.days[1] - self.days[0]) / 2 if self.days else None
        items = [i for line in document.lines for i in line.items if i.code in "NPRMACL"]
        named = [i.value for i in items if i.code in "NPR" and i.value is not None]
        owners = [v.owner.value for v in named if isinstance(v, Mention) and v.owner is not None]
        self.bodies = {v["N"].key for v in (*named, *owners) if isinstance(v, dict) and "N" in v}
        self.publishing_body = lexicon.body_named(document.article.publisher or "")
        self.fullest = _fullest_names(items)
        self.mentioned = {c for i in items if i.code in "ACL" and (c := self.country_of(i))}

    def resolved(self, expression: DateExpr, direction: Direction) -> Resolved | None:
        """A date read against the day of publication; where there is none, against a full date of the opening.

        "The same day" and "two days later" are counted from the day of the event told last.
        """
        if expression.kind == "anaphor" or self.today is not None or self.opening_day is None:
            reference = self.told_day.days() if self.told_day is not None else None
            return resolve(expression, self.today, direction=direction, reference=reference)
        ends = (expression.first, expression.last) if expression.first and expression.last else (expression,)
        same_weekday = expression.weekday == self.opening_day.weekday()
        near = all(e.kind == "day" or (e.kind == "weekday" and same_weekday and not e.shift) for e in ends)
        return resolve(expression, self.opening_day if near else None, direction="nearest")

    def touch(self, entity: Entity) -> None:
        if entity in self.recent:
            self.recent.remove(entity)
        self.recent.append(entity)

    def known_entity(self, person: Person) -> Entity:
        """The person under the name the article uses."""
        entity = self.entity_of(person)
        entity.named = True
        return entity

    def unnamed_entity(self, person: Person, office: str | None) -> Entity:
        """The person as whoever holds an office, under its words: named only if the article does so anywhere."""
        before = len(self.people)
        entity = self.entity_of(person)
        if len(self.people) > before:
            entity.named, entity.role = False, office or entity.role
        return entity

    def entity_of(self, person: Person) -> Entity:
        name, identifier = person.name, person.id
        for entity in self.people:
            if (identifier and entity.id == identifier) or entity.name == name:
                return entity
        tenure = person.office_on(self.day, self.day) if self.day else None
        entity = Entity("person", name=name, id=identifier, country=self.state_code(person.country), gender=person.gender or None)
        if tenure and tenure.country is None:
            entity.country, entity.body = None, tenure.place  # officials of a body stand for no state
        if tenure:
            entity.role, entity.rank = tenure.office, tenure.rank
        self.people.append(entity)
        self.remember(entity, name)
        return entity

    def learn(self, entity: Entity, mention: Mention, country: str | None) -> None:
        if entity.country is None and entity.body is None:
            entity.country = country or self.home_of(mention)
            entity.supposed = country is None and entity.country is not None and mention.implied is None
        entity.gender = entity.gender or mention.gender or self.lexicon.gender_of(entity.name)
        if mention.role and not mention.former:
            entity.titles |= {self.whole_title(role) for role in (mention.role, *mention.further) if role}
        if mention.role and not mention.former and (entity.role is None or entity.rank is None):
            entity.role, entity.rank = mention.role, mention.rank
        self.remember(entity, mention.name or "")
        if mention.name and entity.id is None and len(mention.name.split()) > len((entity.name or "").split()):
            entity.name = mention.name

    def whole_title(self, office: str | None) -> str:
        """An office without abbreviations, as titles are kept ("VP" is a vice president)."""
        words = _LETTERS.sub("", office or "")
        return fold(self.lexicon.names["short_offices"].get(words.casefold(), words))

    def home_of(self, mention: Mention) -> str | None:
        """An office without a country is one of the publisher's own country, if that has such an office."""
        if mention.rank not in ("hos", "hog", "fm", "def", "other") or mention.owner is not None or not mention.role:
            return None
        if mention.remit and len(mention.remit[0]) > 1 and mention.remit[0].isupper():
            return self.state_code(mention.implied)  # "EC Chief Spokesperson X" is somebody's of a body
        here = self.document.home if self.at_home(mention.role) else self.land
        return self.state_code(mention.implied) or here

    def at_home(self, office: str | None) -> bool:
        """Whether an office can be one of the publisher's country: a republic has no crown prince, a kingdom no president."""
        words = fold(office or "").removesuffix(_TO_COME[0]).removesuffix(_TO_COME[-1])
        royal, leading = words in self.lexicon.royal, words.endswith(tuple(self.lexicon.names["leading_words"]))
        if not (royal or leading) or self.day is None or self.document.home is None:
            return not royal
        titles = self.titles_at_home()
        return (
            bool(titles & self.lexicon.royal)
            if royal
            else words.split()[-1] in titles or not _PREMIER.isdisjoint(titles | {words})
        )

    def titles_at_home(self) -> set[str]:
        """The words of the leading offices of the publisher's country, as they are held that day."""
        if self.home_titles is None:
            held = ((self.gazetteer.holder(self.document.home or "", r, self.day), r) for r in _MINISTERIAL if self.day)
            offices = (t.office for person, rank in held if person for t in person.tenures if t.rank == rank)
            self.home_titles = {word for office in offices for word in fold(office).split()}
        return self.home_titles

    def only_place(self, office: str | None) -> str | None:
        """The one country that has an office of these words ("Secretary of Defense")."""
        roles = self.gazetteer.roles_of(office or "")
        places = {place for role in roles for place in role.places} if all(role.places for role in roles) else set()
        return self.state_code(next(iter(places))) if len(places) == 1 else None

    def remember(self, entity: Entity, name: str) -> None:
        royal = not entity.titles.isdisjoint(self.lexicon.royal)
        told = id(entity), name, entity.name if royal else None, entity.country in SURNAME_FIRST
        if told in self.remembered:
            return
        self.remembered.add(told)
        words = name.split()
        forms = {name, words[-1] if words else name, *(words[:1] if entity.country in SURNAME_FIRST else ())}
        forms |= set((entity.name or name).split()[:1]) if royal else set()
        forms |= {words[0]} if len(words) > 2 and words[1] in _SONS else set()
        forms |= {words[0]} if len(words) == 2 and entity.country is None and _GIVEN_BEHIND.fullmatch(words[1]) else set()
        if len(words) > 2:
            forms |= {f"{words[0]} {words[-1]}", " ".join(words[1:]), " ".join(words[-2:])}
            forms |= {" ".join(words[:n]) for n in range(2, len(words)) if words[n - 1][0].isupper()}
        for form in forms:
            known = self.forms.setdefault(fold(form), [])
            if entity not in known:
                known.append(entity)

    def state(self, iso3: str) -> Entity:
        country = self.gazetteer.country(iso3)
        return Entity("country", name=country.name if country else iso3, id=country.id if country else None, country=iso3)

    def state_code(self, place: str | None) -> str | None:
        """The place if it is a state; officials of a body stand for no state."""
        return place if place and len(place) == 3 and self.gazetteer.country(place) else None

    def country_of(self, owner: Item | None) -> str | None:
        """The country an owner stands for, as ISO3; ``None`` for an organisation that is not of one state."""
        if owner is None or not isinstance(owner.value, dict):
            return None
        for code in "CAK":
            if code in owner.value:
                return str(owner.value[code])
        place = owner.value.get("L") or owner.value.get("N")
        return getattr(place, "country", None) or None


def _opening_day(document: Document) -> date | None:
    """The first day given in full in the first sentence, which those after it may leave the year to."""
    first = next(iter(document.body()), None)
    for item in first.items if first is not None else ():
        found = resolve(item.value, None, direction="nearest") if item.code == "D" else None
        if found is not None and found.precision == "day":
            return found.days()[0]
    return None


def _fullest_names(items: Iterable[Item]) -> dict[str, str]:
    """The longest name that the article itself gives each body or medium ("Saudi Aramco", later "Aramco")."""
    names: dict[str, str] = {}
    for item in items:
        if item.code == "N" and isinstance(item.value, dict) and "N" in item.value:
            key = item.value["N"].key
            names[key] = max(names.get(key, ""), without_article(item.text), key=len)
        elif item.code == "M" and isinstance(item.value, dict) and "M" in item.value:
            key = item.value["M"].name
            names[key] = max(names.get(key, ""), item.text, key=len)
    return names
