"""The people and bodies of one article: names as they come, joined to whom the text or the gazetteer knows by them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from dipkb import edtf
from dipkb.extract.dates import DateExpr
from dipkb.extract.document import Document, Entity, Item, Mention
from dipkb.extract.era import days_of
from dipkb.extract.lexicon import SURNAME_FIRST, Lexicon, fold
from dipkb.extract.resolve import Direction, Resolved, resolve
from dipkb.extract.wordlists import forms, listed, text_of, texts, without_article
from dipkb.gazetteer.records import Person

_RESPECT, _TO_COME, _BIN = text_of("names", "behind_first_names"), texts("names", "to_come"), forms("bin")
_PREMIER = forms("premier")

if TYPE_CHECKING:
    from dipkb.extract.candidate import Candidate

LEADING = ("hos", "hog")
_ENDS = 3  # words of a name beyond which its first and last may be anybody's
_ALIKE = 0.8  # of two spellings of a first name
_LONG = 4  # letters of a given name that alone stands for somebody
_USUAL = "US "  # the departments of the United States go by the name of the table, whatever the text shortens
_OF_UNION = ("European", "EEAS")  # how the keys of the Union's own bodies begin
_MINISTERIAL = ("hos", "hog", "fm", "def")
_GIVEN_BEHIND = re.compile(r"[A-Z][a-z]+-[a-z]+")  # a given name of two syllables behind the surname ("Do-hoon")
_LETTERS = re.compile(r" \([^)]*\)")  # of an office in brackets
_SONS = listed("names", "sons")
_PROMINENT = frozenset({"hos", "hog", "fm", "def", "head"})


class People:
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

    # --- names

    def person(self, mention: Mention) -> Entity:
        name = mention.name or ""
        country = self.country_of(mention.owner) or self.state_code(mention.implied)
        known = self.called(name, country, mention) or self.by_title(name, mention)
        if known is None:
            known = self.from_table(name, country, mention) or Entity("person", name=name, country=country)
            self.people.append(known)
        elif known.id and known.name and _is_other_name(name, known.name):
            known.name = name
        self.learn(known, mention, country)
        return known

    def by_title(self, name: str, mention: Mention) -> Entity | None:
        """Somebody known by title and first name ("Crown Prince Mohammed", "King Abdullah"); a prince goes by it alone."""
        title, first = fold(mention.role or ""), fold(name)
        if " " in name or not (title or mention.titled):
            return None
        country = self.country_of(mention.owner)
        by_first = mention.titled or title in self.lexicon.royal
        given = [e for e in reversed(self.people) if fold((e.name or "").split(" ")[0]) == first]
        given = given or [e for form, people in self.forms.items() if form.startswith(first + " ") for e in people[:1]]
        known = [e for e in given if title and title in e.titles]
        known += [e for e in given if by_first and " " in (e.name or "") and not (country and e.country not in (None, country))]
        return known[0] if known else None

    def called(self, name: str, country: str | None, mention: Mention | None = None) -> Entity | None:
        """The person of the article whom a name in the text means; from now on one the article names."""
        if name.endswith(_RESPECT):  # the Indian form of respect, behind a first name
            first = fold(name.removesuffix(_RESPECT))
            return next((e for e in reversed(self.people) if fold(e.name or "").split()[:1] == [first]), None)
        found = self.by_form(name, country, mention) or self.part_of(name, country) or self.by_given(name, country)
        if found is not None:
            found.named = True
        return found

    def by_given(self, name: str, country: str | None) -> Entity | None:
        """The one person of the article with that given name, by which many peoples call each other ("Prabowo", "Hun")."""
        first = fold(name)
        if " " in name or len(first) < _LONG or first in self.lexicon.surnames:
            return None
        found = [e for e in self.people if " " in (e.name or "") and fold(e.name or "").split()[0] == first]
        return found[0] if len(found) == 1 and not (country and found[0].country not in (None, country)) else None

    def part_of(self, name: str, country: str | None) -> Entity | None:
        """The person of whose name a name of several words is the beginning, or the other way round."""
        words = fold(name).split()
        if len(words) < 2 or _BIN.isdisjoint(words):
            return None
        for entity in self.people:
            known = fold(entity.name or "").split()
            both = min(len(words), len(known))
            if both > 1 and words[:both] == known[:both] and not (country and entity.country and entity.country != country):
                return entity
        return None

    def by_form(self, name: str, country: str | None, mention: Mention | None = None) -> Entity | None:
        """Whom a form of a name means; of several the one in the office it is said with, else who was named last."""
        form = fold(name)
        found = [e for e in self.forms.get(form, ()) if not (country and e.country and e.country != country)]
        if len(found) > 1 and mention is not None:
            found = _in_that_office(found, mention)
        if len(found) < 2:
            chosen = found[0] if found else None
        elif (chosen := self.bare.get(form)) not in found:
            chosen = max(found, key=lambda e: self.recent.index(e) if e in self.recent else -1)
        if chosen is not None and self.recent and " " not in form:
            self.bare.setdefault(form, chosen)
        return chosen

    def from_table(self, name: str, country: str | None, mention: Mention) -> Entity | None:
        words = name.split()
        royal = fold(mention.role or words[0]) in self.lexicon.royal and fold(words[-1]) not in self.lexicon.royal
        if royal and len(words) < _ENDS and not country and (own := self.monarch(words[-1])):
            return own
        if len(words) < 2 and not country and mention.rank not in ("hos", "hog", "fm", "def", "leader", "head"):
            return self.in_just(name, mention.role) if mention.role else self.famous(name)
        found = self.gazetteer.people_named(name, country, self.day) or self.by_spelling(words, country)
        found = found or self.by_last_names(words, country)
        if not found and (longer := self.by_longer_name(name, country, mention)):
            return longer
        found = [p for p in found if not country or p.country == country]
        if not country:
            near = [p for p in found if p.country in self.mentioned]
            by_ends = len(words) > _ENDS and not self.gazetteer.fully_named(name)
            found = near if near or by_ends else found
        if len(words) < 2 and not country:
            found = [p for p in found if self.holds(p, mention.rank)]
            found = found if len(found) == 1 else [p for p in found if p.country in self.mentioned]
            found = found if len(found) == 1 else []
        if not found or (len(words) < 2 and len(found) > 1 and not self.in_office(found[0])):
            return None
        heir = fold(mention.role or "") in self.lexicon.royal and mention.rank == "other" and not self.gazetteer.fully_named(name)
        if heir and not any(fold(mention.role or "") in fold(t.office) for t in found[0].tenures):
            return None  # a crown prince is nobody else of his family
        return self.known_entity(found[0])

    def monarch(self, first: str) -> Entity | None:
        """Who reigns under a first name in the publisher's country or one of those that the article names ("King Abdullah")."""
        if self.day is None:
            return None
        held = (
            self.gazetteer.holder(c, "hos", self.day) for c in dict.fromkeys((self.document.home, *sorted(self.mentioned))) if c
        )
        found = [p for p in held if p is not None and fold(first) in fold(p.name).split()]
        return self.known_entity(found[0]) if found else None

    def by_spelling(self, words: list[str], country: str | None) -> list[Person]:
        """The people of a country by surname and initial, or a first name spelt otherwise ("S. Lavrov", "Barak Obama")."""
        if country is None or len(words) < 2:
            return []
        found = self.gazetteer.people_named(words[-1], country, self.day)
        alone = len(words[0].strip(".")) == 1
        return [p for p in found if p.name[:1] == words[0][0] and (alone or spelt_alike(p.name, words[0])) and self.in_office(p)]

    def by_last_names(self, words: list[str], country: str | None) -> list[Person]:
        """The people of a country by the last two of many words, of which the first are titles no table knows."""
        short = " ".join(words[-2:]) if country and len(words) > _ENDS else ""
        return [p for p in self.gazetteer.fully_named(short, country) if self.in_office(p)] if short else []

    def by_longer_name(self, name: str, country: str | None, mention: Mention) -> Entity | None:
        """The one person in office whom the tables know by more names than the text gives, with a country or an office."""
        if self.day is None or not (country or mention.rank in _MINISTERIAL):
            return None
        known = [p for p in self.gazetteer.people_shortened(name) if country is None or self.gazetteer.belongs(p, country)]
        held = {p.key: p for p in known if self.in_office(p) and (country or self.holds(p, mention.rank))}
        found = self.known_entity(next(iter(held.values()))) if len(held) == 1 else None
        if found is not None:
            found.name = name
        return found

    def in_just(self, surname: str, office: str) -> Entity | None:
        """The one person of that surname who holds an office with these words ("Treasury Secretary Bessent")."""
        words = set(fold(self.lexicon.names["short_offices"].get(office.casefold(), office)).split())
        found = [
            p
            for p in self.gazetteer.people_named(surname, None, self.day)
            if self.day and any(t.covers(self.day) and words <= set(fold(t.office).split()) for t in p.tenures)
        ]
        return self.known_entity(found[0]) if len(found) == 1 else None

    def famous(self, surname: str) -> Entity | None:
        """A surname alone stands for a leader or foreign minister when it is the only one in office that day.

        So does a whole name without its office, in whatever spelling.
        """
        if self.day is None or (" " not in surname and fold(surname) not in self.lexicon.surnames):
            return None
        everybody = self.gazetteer.people_named(surname, None, self.day)
        found = [p for p in everybody if self.in_office(p)] or [p for p in everybody if self.led_before(p)]
        alone = len({p.id or p.name for p in found}) == 1
        only = alone and len(self.gazetteer.people_named(surname)) == 1
        return self.known_entity(found[0]) if only or (alone and self.is_likely(found[0])) else None

    def body_of(self, key: str) -> Entity | None:
        """The organisation that its officials act for; those of a part of the Union act for the Union."""
        name = "European Union" if key.startswith(_OF_UNION) else key
        body = self.gazetteer.organisation(name)
        return Entity("organisation", name=body.name, id=body.id) if body else None

    def led_before(self, person: Person) -> bool:
        """Whether the person led a country that the article has to do with, before the day."""
        if self.day is None or (person.country not in self.mentioned and person.country != self.document.home):
            return False
        return any(t.rank in LEADING and t.end and edtf.bounds(t.end)[1] < self.day for t in person.tenures)

    def is_likely(self, person: Person) -> bool:
        """Whether a surname alone can mean the person: a leader, or somebody of a country that the article has to do with."""
        tenure = person.office_on(self.day, self.day) if self.day else None
        leads = tenure is not None and (tenure.rank in LEADING or (tenure.rank == "head" and self.has_body(tenure.place)))
        return leads or person.country in self.mentioned or person.country == self.document.home

    def has_body(self, key: str) -> bool:
        """Whether the article speaks of an organisation, or for a part of the Union of the Union."""
        return key in self.bodies or ("EU" in self.bodies and key.startswith(_OF_UNION))

    def holds(self, person: Person, rank: str | None) -> bool:
        """Whether the person has an office of that rank on the day of publication."""
        tenure = person.office_on(self.day, self.day) if self.day else None
        return tenure is not None and (compatible(rank, tenure.rank) or rank in (None, "other"))

    def in_office(self, person: Person) -> bool:
        first, last = self.days or (date.max, date.min)
        return any(t.rank in _PROMINENT and t.overlaps(first, last) for t in person.tenures)

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

    # --- countries, organisations, media

    def named(self, item: Item) -> tuple[Entity, ...]:
        value = item.value if isinstance(item.value, dict) else {}
        if item.code == "C":
            return (self.state(value["C"]),)
        if item.code == "L":
            return (self.state(value["K"]),) if "K" in value else ()
        if item.code == "M":
            medium = value["M"]
            name = self.fullest.get(medium.name, medium.name)
            return (Entity("media", name=name, id=getattr(medium, "id", None), country=medium.country),)
        body = value.get("N") or value.get("K")
        if "K" in value and "N" not in value:
            return (Entity("organisation", name=without_article(item.text), country=value["K"]),)
        if body is not None:
            worded = (
                self.fullest.get(body.key, _bare(item.text)) if body.country and not body.name.startswith(_USUAL) else body.name
            )
            return (Entity("organisation", name=worded, id=body.id, country=body.country),)
        return (Entity("organisation", name=item.text, certain=False),)

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


def compatible(asked: str | None, held: str) -> bool:
    """Whether somebody of the rank ``held`` can be meant by an office of the rank ``asked``: "leader" is whoever leads."""
    return asked == held or (asked == "leader" and held in LEADING) or (asked in LEADING and held == "leader")


def _in_that_office(people: list[Entity], mention: Mention) -> list[Entity]:
    """Those of one surname whom a title fits ("President Doe" is not the first lady, nor "Mrs Doe" the president)."""
    title = fold(mention.role or "")
    entitled = [e for e in people if title in e.titles] if title else []
    ranked = [e for e in people if mention.rank in _PROMINENT and e.rank and compatible(mention.rank, e.rank)]
    alike = [e for e in people if mention.gender and e.gender in (None, mention.gender)]
    return entitled or ranked or alike or people


def spelt_alike(known: str, first: str) -> bool:
    """Whether a first name is that of somebody known, but for a letter or two."""
    return SequenceMatcher(None, fold(known).split()[0], fold(first)).ratio() > _ALIKE


def _opening_day(document: Document) -> date | None:
    """The first day given in full in the first sentence, which those after it may leave the year to."""
    first = next(iter(document.body()), None)
    for item in first.items if first is not None else ():
        found = resolve(item.value, None, direction="nearest") if item.code == "D" else None
        if found is not None and found.precision == "day":
            return found.days()[0]
    return None


def _bare(name: str) -> str:
    return without_article(name)


def _is_other_name(name: str, known: str) -> bool:
    """Whether the article calls somebody by another given name than the tables do ("Ferdinand Marcos" of "Bongbong Marcos")."""
    words, theirs = fold(name).split(), fold(known).split()
    first = words[0] if len(words) > 1 and theirs[0] not in words else ""  # not "King Charles III"
    return len(first) > 2 and bool(set(words[1:]) & set(theirs[1:])) and all(t[0] != first[0] for t in theirs)


def _fullest_names(items: Iterable[Item]) -> dict[str, str]:
    """The longest name that the article itself gives each body or medium ("Saudi Aramco", later "Aramco")."""
    names: dict[str, str] = {}
    for item in items:
        if item.code == "N" and isinstance(item.value, dict) and "N" in item.value:
            key = item.value["N"].key
            names[key] = max(names.get(key, ""), _bare(item.text), key=len)
        elif item.code == "M" and isinstance(item.value, dict) and "M" in item.value:
            key = item.value["M"].name
            names[key] = max(names.get(key, ""), item.text, key=len)
    return names
