"""Who the mentions stand for: names, offices, pronouns and groups resolved within one article.

In order of yield: the article's own names (a surname later on is the person named in full before), an office with a country (the
article's person with that office, else its holder on the day of publication), pronouns (the subject so far, else the last one),
"counterpart", groups ("the two leaders": the last pair). Nothing is resolved to a person of another country or gender.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from dipkb import edtf
from dipkb.extract.clause import is_verb_like
from dipkb.extract.document import Document, Entity, Item, Line, Mention
from dipkb.extract.lexicon import Lexicon, fold
from dipkb.gazetteer.records import Person

LEADING = ("hos", "hog")
_SURNAME_FIRST = frozenset({"CHN", "KOR", "PRK", "JPN", "VNM", "HUN", "KHM", "SGP", "TWN"})


class Parties:
    """The people and parties of one article, found line by line."""

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        self.document, self.lexicon, self.gazetteer = document, lexicon, lexicon.gazetteer
        self.people: list[Entity] = []
        self.forms: dict[str, list[Entity]] = {}
        self.recent: list[Entity] = []
        self.subject: Entity | None = None
        self.pair: tuple[Entity, ...] = ()
        self.countries: list[str] = []
        self.trips: dict[str, str] = {}
        self.sanctioners: list[Entity] = []
        self.abbreviations: dict[str, Entity] = {}
        published = document.article.published
        self.today: date | None = edtf.bounds(published)[1] if published else None
        self.mentioned = {c for line in document.lines for i in line.items if i.code in "ACL" and (c := self.country_of(i))}

    def read(self) -> None:
        """Identify every mention of the article."""
        self.register_full_names()
        self.abbreviations = {name: e for line in self.document.lines for name, e in _abbreviated(line)}
        for line in self.document.lines:
            self.read_line(line)

    def register_full_names(self) -> None:
        for line in self.document.lines:
            for item in line.items:
                if item.code == "P" and (item.value.known or " " in (item.value.name or "")):
                    self.person(item.value)

    def read_line(self, line: Line) -> None:
        first: Entity | None = None
        leads = False
        named: list[Entity] = []
        line.subject, line.pair = self.subject, self.pair
        for at, item in enumerate(line.items):
            self.identify(item, line, at, first)
            for entity in item.who if item.code in "PR" else ():
                if entity.kind != "person":
                    continue
                self.touch(entity)
                named.append(entity)
                leading = _leads_verb(line.items, at)
                if not (leads or line.is_quoted(at) or _governed(line.items, at)) and (first is None or leading):
                    first, leads = entity, leading
            if first is None and item.low in ("he", "she") and item.who and not line.is_quoted(at):
                first, leads = item.who[0], True
            if item.code in "C":
                self.countries.append(item.who[0].country or "")
        _look_ahead(line.items)
        if line.sentence.zone == "caption":
            return
        if first:
            self.subject = first
        self.pair = _last_pair(named) or self.pair

    def identify(self, item: Item, line: Line, at: int, first: Entity | None) -> None:
        if item.code == "P":
            self.share_owner(item, line.items, at)
            item.who = (self.person(item.value),)
        elif item.code in "nN" and item.text in self.abbreviations:
            item.code, item.who = "N", (self.abbreviations[item.text],)
        elif item.code == "n":
            known = self.by_form(item.text, None)
            if known is None and " " not in item.text:
                known = self.famous(item.text)
            if known is None and at == 0 and " " not in item.text and item.code == "n":
                item.code = "x"
                return
            item.code, item.who = ("P", (known,)) if known else ("n", (Entity("person", name=item.text, certain=False),))
        elif item.code == "R":
            item.who = self.office(item.value, line, first)
        elif item.code in "CNLM":
            item.who = self.named(item)
            if item.code == "N" and item.who and at and item.who[0].country is None:
                item.who[0].country = self.country_of(line.items[at - 2 if line.items[at - 1].code == "s" and at > 1 else at - 1])
        elif item.code in "OH":
            item.who = self.owner_before(line.items, at) or self.pronoun(item, first)
        elif item.code == "G":
            item.who = self.group(item.value)

    def share_owner(self, item: Item, items: list[Item], at: int) -> None:
        """A country said once for two offices ("Russian President Putin and Foreign Minister Lavrov")."""
        if at < 2 or items[at - 1].code != "&" or items[at - 2].code != "P" or not item.value.role:
            return
        before = items[at - 2].value
        if item.value.owner is None and before.owner is not None and before.role:
            item.value.owner = before.owner

    def touch(self, entity: Entity) -> None:
        if entity in self.recent:
            self.recent.remove(entity)
        self.recent.append(entity)

    # --- names

    def person(self, mention: Mention) -> Entity:
        name = mention.name or ""
        country = self.country_of(mention.owner) or self.state_code(mention.implied)
        known = self.by_form(name, country)
        if known is None:
            known = self.from_table(name, country, mention) or Entity("person", name=name, country=country)
            self.people.append(known)
        self.learn(known, mention, country)
        return known

    def by_form(self, name: str, country: str | None) -> Entity | None:
        found = [e for e in self.forms.get(fold(name), ()) if not (country and e.country and e.country != country)]
        return max(found, key=lambda e: self.recent.index(e) if e in self.recent else -1) if found else None

    def from_table(self, name: str, country: str | None, mention: Mention) -> Entity | None:
        words = name.split()
        if len(words) < 2 and not country and mention.rank not in ("hos", "hog", "fm", "def", "leader"):
            return self.famous(name) if not mention.role else None
        found = self.gazetteer.people_named(name, country, self.today)
        found = [p for p in found if not country or p.country == country]
        if not country:
            found = [p for p in found if p.country in self.mentioned] or found
        if len(words) < 2 and not country:
            found = [p for p in found if self.holds(p, mention.rank)]
            found = found if len(found) == 1 else [p for p in found if p.country in self.mentioned]
            found = found if len(found) == 1 else []
        if not found or (len(words) < 2 and len(found) > 1 and not self.in_office(found[0])):
            return None
        return self.known_entity(found[0])

    def famous(self, surname: str) -> Entity | None:
        """A surname alone stands for a leader or foreign minister when it is the only one in office that day."""
        if self.today is None or fold(surname) not in self.lexicon.surnames:
            return None
        found = [p for p in self.gazetteer.people_named(surname, None, self.today) if self.in_office(p)]
        alone = len({p.id or p.name for p in found}) == 1
        only = alone and len(self.gazetteer.people_named(surname)) == 1
        return self.known_entity(found[0]) if only or (alone and self.is_likely(found[0])) else None

    def is_likely(self, person: Person) -> bool:
        """Whether a surname alone can mean the person: a leader, or somebody of a country that the article has to do with."""
        tenure = person.office_on(self.today, self.today) if self.today else None
        leads = tenure is not None and tenure.rank in LEADING
        return leads or person.country in self.mentioned or person.country == self.document.home

    def holds(self, person: Person, rank: str | None) -> bool:
        """Whether the person has an office of that rank on the day of publication."""
        tenure = person.office_on(self.today, self.today) if self.today else None
        return tenure is not None and (_compatible(rank, tenure.rank) or rank in (None, "other"))

    def in_office(self, person: Person) -> bool:
        tenure = person.office_on(self.today, self.today) if self.today else None
        return tenure is not None and tenure.rank in ("hos", "hog", "fm", "def", "head")

    def known_entity(self, person: Person) -> Entity:
        name, identifier = person.name, person.id
        for entity in self.people:
            if (identifier and entity.id == identifier) or entity.name == name:
                return entity
        tenure = person.office_on(self.today, self.today) if self.today else None
        entity = Entity("person", name=name, id=identifier, country=self.state_code(person.country))
        if tenure:
            entity.role, entity.rank = tenure.office, tenure.rank
        self.people.append(entity)
        self.remember(entity, name)
        return entity

    def learn(self, entity: Entity, mention: Mention, country: str | None) -> None:
        self.remember(entity, mention.name or "")
        entity.country = entity.country or country or (self.home_of(mention))
        entity.gender = entity.gender or mention.gender
        if mention.role and not mention.former and (entity.role is None or entity.rank is None):
            entity.role, entity.rank = mention.role, mention.rank
        if mention.name and entity.id is None and len(mention.name.split()) > len((entity.name or "").split()):
            entity.name = mention.name

    def home_of(self, mention: Mention) -> str | None:
        """An office without a country is one of the publisher's own country."""
        return (
            self.state_code(mention.implied) or self.document.home
            if mention.rank in ("hos", "hog", "fm", "def", "other") and mention.owner is None and mention.role
            else None
        )

    def remember(self, entity: Entity, name: str) -> None:
        words = name.split()
        forms = {name, words[-1] if words else name, *(words[:1] if entity.country in _SURNAME_FIRST else ())}
        if len(words) > 2:
            forms |= {f"{words[0]} {words[-1]}", " ".join(words[1:]), " ".join(words[-2:])}
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
            return (Entity("media", name=medium.name, id=getattr(medium, "id", None), country=medium.country),)
        body = value.get("N") or value.get("K")
        if "K" in value and "N" not in value:
            return (Entity("organisation", name=item.text.removeprefix("the ").removeprefix("The "), country=value["K"]),)
        if body is not None:
            return (Entity("organisation", name=body.name, id=body.id),)
        return (Entity("organisation", name=item.text, certain=False),)

    def state(self, iso3: str) -> Entity:
        country = self.gazetteer.country(iso3)
        return Entity("country", name=country.name if country else iso3, id=country.id if country else None, country=iso3)

    def state_code(self, place: str | None) -> str | None:
        """The place if it is a state; officials of a body stand for no state."""
        return place if place and len(place) == 3 and self.gazetteer.country(place) else None

    def country_of(self, owner: Item | None) -> str | None:
        """The country an owner stands for, as ISO3; ``None`` for an organisation."""
        if owner is None or not isinstance(owner.value, dict):
            return None
        for code in "CAK":
            if code in owner.value:
                return str(owner.value[code])
        return getattr(owner.value.get("L"), "country", None)

    # --- offices, pronouns, groups

    def office(self, mention: Mention, line: Line, first: Entity | None) -> tuple[Entity, ...]:
        country, rank = self.country_of(mention.owner) or self.state_code(mention.implied), mention.rank
        if mention.role in self.lexicon.relations and mention.role not in ("side", "delegation"):
            return self.counterpart(mention, country, first)
        if mention.role in ("side", "delegation"):
            return (self.state(country),) if country else ()
        if country is None and mention.owner is not None:
            return self.of_body(mention)
        if country is None and not mention.former and (same := self.same_office(rank, mention.role, None)) and mention.definite:
            return (same,)
        if country is None and mention.definite and not mention.former and (same := self.short_office(mention.role)):
            return (same,)
        country = country or (self.document.home if mention.definite else None)
        if country and not mention.former:
            holder = self.named_holder(country, mention) or self.same_office(rank, mention.role, country)
            holder = holder or self.holder(country, rank)
            if holder:
                return (holder,)
        return (Entity("person", role=mention.role, rank=rank, country=country),) if country or mention.definite else ()

    def of_body(self, mention: Mention) -> tuple[Entity, ...]:
        body = self.named(mention.owner) if mention.owner and mention.owner.code == "N" else ()
        name = body[0].name if body else None
        found = [e for e in reversed(self.recent) if e.role and mention.role and fold(e.role) == fold(mention.role)]
        return (
            (found[0],)
            if found
            else (Entity("person", role=f"{mention.role} of {name}" if name else mention.role, rank=mention.rank),)
        )

    def same_office(self, rank: str | None, role: str | None, country: str | None) -> Entity | None:
        """The last person of the article with this office (and country)."""
        for entity in reversed(self.recent or self.people):
            if country and entity.country != country:
                continue
            if country is None and entity not in self.recent and not _same_title(role, entity.role):
                continue
            if (
                entity.rank
                and _compatible(rank, entity.rank)
                and not (rank == "other" and role and entity.role and fold(role) not in fold(entity.role))
            ):
                return entity
        return None

    def named_holder(self, country: str, mention: Mention) -> Entity | None:
        """The person of the article who holds the very office ("Iran's president" is not its supreme leader)."""
        if self.today is None or mention.rank not in LEADING:
            return None
        person = self.gazetteer.holder_of(country, mention.role or "", self.today)
        known = self.known_entity(person) if person else None
        elsewhere = self.same_office(mention.rank, mention.role, country)
        return known if known and (elsewhere is None or fold(elsewhere.role or "") != fold(mention.role or "")) else None

    def short_office(self, words: str | None) -> Entity | None:
        """The last person whose office the words shorten ("the Secretary", "the Minister")."""
        short = fold(words or "")
        for entity in reversed(self.recent):
            role = fold(entity.role or "")
            if short and (role.startswith(short + " ") or role.endswith(" " + short) or role == short):
                return entity
        return None

    def holder(self, country: str, rank: str | None) -> Entity | None:
        if self.today is None or rank not in ("hos", "hog", "fm", "def", "leader"):
            return None
        person = self.gazetteer.holder(country, rank, self.today)
        return self.known_entity(person) if person else None

    def counterpart(self, mention: Mention, country: str | None, first: Entity | None) -> tuple[Entity, ...]:
        owner = (
            (self.pronoun(mention.possessor, first) if mention.possessor else ())
            or ((first,) if first else ())
            or ((self.subject,) if self.subject else ())
        )
        base = owner[0] if owner else None
        if country:
            holder = (
                (self.same_office(base.rank, base.role, country) or self.holder(country, base.rank))
                if base and base.rank
                else None
            )
            return (
                holder
                or Entity("person", role=base.role if base else "counterpart", rank=base.rank if base else None, country=country),
            )
        others = [e for e in reversed(self.recent) if base is not None and e is not base and e.country != base.country]
        return (others[0],) if others else ()

    def owner_before(self, items: list[Item], at: int) -> tuple[Entity, ...]:
        """ "amid X's trip to Israel, where he met …": whose trip it is."""
        if at < 3 or items[at].low not in ("he", "she") or items[at - 1].low not in ("where", "when"):
            return ()
        return next((items[i - 1].who for i in range(at - 2, 0, -1) if items[i].code == "s" and items[i - 1].code in "PR"), ())

    def pronoun(self, item: Item, first: Entity | None) -> tuple[Entity, ...]:
        person = self.lexicon.persons_of.get(item.low)
        if person in ("he", "she"):
            return self.single(person, first)
        if person == "they":
            return self.pair
        return ()

    def single(self, person: str, first: Entity | None) -> tuple[Entity, ...]:
        gender = "m" if person == "he" else "f"
        for entity in (first, self.subject, *reversed(self.recent[-6:])):
            if entity and entity.kind == "person" and entity.name and entity.gender in (None, gender):
                entity.gender = gender
                return (entity,)
        return ()

    def group(self, mention: Mention) -> tuple[Entity, ...]:
        if mention.rank == "pair":
            sides = [self.side(o) for o in mention.owners]
            return tuple(s for s in sides if s) if all(sides) else ()
        if len(mention.owners) == 1 or mention.rank == "staff":
            return tuple(e for owner in mention.owners for e in self.staff(mention, owner))
        if mention.owners:
            states = [c for c in (self.country_of(o) for o in mention.owners) if c]
            people = [self.same_office(mention.rank, None, c) or self.holder(c, mention.rank) for c in states]
            return tuple(
                p or Entity("person", role=mention.role, rank=mention.rank, country=c)
                for p, c in zip(people, states, strict=True)
            )
        if mention.rank == "sides":
            states = (
                list(dict.fromkeys(e.country for e in self.pair if e.country))
                or list(dict.fromkeys(reversed(self.countries)))[:2]
            )
            return tuple(self.state(c) for c in states) if len(states) == 2 else ()
        return self.pair

    def side(self, name: Item) -> Entity | None:
        """One of two names joined by a hyphen: a state, or the person of that surname."""
        country = self.country_of(name)
        return self.state(country) if country else self.by_form(name.text, None) or self.famous(name.text)

    def staff(self, mention: Mention, owner: Item) -> tuple[Entity, ...]:
        """People of one state or body without names: "US officials", "EU leaders" (the body itself)."""
        country = self.country_of(owner)
        if country is None and owner.code == "N":
            return self.named(owner)
        return (Entity("group", role=mention.role, country=country, plural=True),) if country else ()


def _compatible(asked: str | None, held: str) -> bool:
    return asked == held or (asked == "leader" and held in LEADING) or (asked in LEADING and held == "leader")


def _abbreviated(line: Line) -> Iterator[tuple[str, Entity]]:
    """Bodies no table knows that the text abbreviates itself: "the National People’s Power (NPP)"."""
    for at in range(2, len(line.items) - 1):
        short = line.items[at]
        if short.code != "n" or not short.text.isupper() or line.items[at - 1].code != "(" or line.items[at + 1].code != ")":
            continue
        before = line.text[line.sentence.start : line.sentence.starts[short.i]].rstrip(" (")
        words = re.findall(r"[\w’'-]+", before)[-len(short.text) - 3 :]
        for first in range(len(words)):
            initials = "".join(w[0] for w in words[first:] if w[0].isupper())
            if initials == short.text and words[first][0].isupper():
                yield short.text, Entity("organisation", name=" ".join(words[first:]))
                break


def _same_title(words: str | None, others: str | None) -> bool:
    """Whether two offices have the same title: "the President" is nobody that the article has only called a king."""
    return bool(words and others) and fold(words or "").split()[-1:] == fold(others or "").split()[-1:]


def _leads_verb(items: list[Item], at: int) -> bool:
    """Whether a verb stands right behind the phrase, so that it is the subject of its clause."""
    behind = items[at + 1] if at + 1 < len(items) else None
    return behind is not None and (behind.code in "mbhd" or is_verb_like(behind))


def _look_ahead(items: list[Item]) -> None:
    """A pronoun of the opening phrase is the subject behind its comma ("During his visit, Putin …")."""
    if not items or items[0].code not in "kp":
        return
    comma = next(
        (i for i, item in enumerate(items[:12]) if item.code == "," and i + 1 < len(items) and items[i + 1].code in "PR"), None
    )
    for item in items[:comma] if comma else ():
        if item.code in "OH" and items[comma + 1].who and item.low not in ("i", "my", "me", "we", "our", "us", "their", "they"):  # type: ignore[operator]
            item.who = items[comma + 1].who[:1]  # type: ignore[operator]


def _governed(items: list[Item], at: int) -> bool:
    """Whether a preposition stands right before the phrase or 's behind it, so that it is no subject."""
    possessive = at + 1 < len(items) and items[at + 1].code == "s"
    return possessive or (at > 0 and items[at - 1].code in "op")


def _last_pair(named: list[Entity]) -> tuple[Entity, ...]:
    different = list(dict.fromkeys(e.key() for e in named))
    if len(different) < 2:
        return ()
    by_key = {e.key(): e for e in named}
    return tuple(by_key[k] for k in different[-2:])
