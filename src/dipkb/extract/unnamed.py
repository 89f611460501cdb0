"""Speakers without a name: officials, bodies, documents; and who among those heard before "the official" goes on with."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dipkb.extract import clause
from dipkb.extract.document import Entity, Item, Line
from dipkb.extract.parties import Parties
from dipkb.extract.speechwords import SpeechWords

_NUMBERS = frozenset({"one", "two", "three", "four", "five", "another", "some", "several", "many", "other", "a"})
_NEAR = 3  # paragraphs


@dataclass(slots=True)
class Phrase:
    """A noun phrase: its items from ``start`` to ``last``, its head in between."""

    items: list[Item]
    start: int
    head: int
    last: int


@dataclass(slots=True)
class Heard:
    """Somebody who has spoken, and in which paragraph; ``words`` are what the article calls somebody without a name."""

    who: Entity
    paragraph: int
    words: frozenset[str] = field(default_factory=frozenset)


class Cast:
    """Those who have spoken so far in one document."""

    def __init__(self, rules: SpeechWords, parties: Parties) -> None:
        self.rules, self.parties = rules, parties
        self.spoken: list[Heard] = []
        self.unnamed_before: list[tuple[Entity, frozenset[str]]] = []
        self.issuer: Entity | None = None
        self.actor: tuple[int, Entity] | None = None
        self.last_line = -1
        self.bodies: dict[str, Entity] = {}

    # --- memory

    def heard(self, who: Entity, paragraph: int) -> None:
        self.spoken.append(Heard(who, paragraph))
        if who.kind in ("organisation", "country"):
            self.issuer = who
        self.actor = None

    def noted(self, items: list[Item], n: int) -> None:
        """Who acted in a sentence: its first person with a verb right behind, if it is not somebody who spoke in it."""
        for at, item in enumerate(items[:-1]):
            if item.code in "PR" and item.who and item.who[0].kind == "person" and not (at and items[at - 1].code in "opH"):
                following = items[at + 1]
                if following.low in self.rules.acts:
                    return
                if following.code in "mbhd" or clause.is_verb_like(following):
                    self.actor = (n, item.who[0])
                    return
        for at, item in enumerate(items):
            body = self.statement_of(items, at) if item.low in self.rules.documents else None
            self.issuer = body or self.issuer

    def statement_of(self, items: list[Item], at: int) -> Entity | None:
        """Whose statement it is: "a Turkish Foreign Ministry statement", "a statement by the ministry"."""
        if at and items[at - 1].code in "NC" and items[at - 1].who:
            return self.body(items, at - 1)
        if at + 2 < len(items) and items[at + 1].low in ("by", "from", "of"):
            i = at + 2
            while i < len(items) and items[i].code in "tA":
                i += 1
            if i < len(items) and items[i].code in "NCP" and items[i].who:
                return self.body(items, i)
        return None

    def person(self, gender: str, n: int, paragraph: int) -> Entity | None:
        """Who spoke last in the paragraphs before and can be "he" or "she"."""
        if self.actor is not None and self.actor[1].gender in (None, gender) and self.actor[1].kind == "person":
            return self.settle(self.actor[1], gender)
        for heard in reversed(self.spoken[-6:]):
            if heard.paragraph < paragraph - _NEAR:
                return None
            if heard.who.kind == "person" and heard.who.gender in (None, gender):
                return self.settle(heard.who, gender)
            if heard.who.kind == "person" and heard.who.gender != gender:
                continue
        return None

    def settle(self, who: Entity, gender: str) -> Entity:
        if who.name:
            who.gender = who.gender or gender
        return who

    def thing(self, items: list[Item], i: int, paragraph: int) -> Entity | None:
        """What "it said" goes on with: the body that spoke last, else one the sentence names."""
        for item in reversed(items[:i]):
            if item.code in "NM" and item.who:
                return item.who[0]
        for heard in reversed(self.spoken[-6:]):
            if heard.paragraph < paragraph - _NEAR:
                break
            if heard.who.kind in ("organisation", "media", "country"):
                return heard.who
        return self.issuer

    def several(self, paragraph: int) -> Entity | None:
        for heard in reversed(self.spoken[-4:]):
            if heard.paragraph >= paragraph - 1 and heard.who.kind == "group":
                return heard.who
        return None

    # --- phrases

    def unnamed(self, phrase: Phrase, line: Line) -> Entity | None:
        """The speaker that a phrase without a name means."""
        items, head = phrase.items, phrase.items[phrase.head]
        start = self.start(phrase)
        determiner = items[start - 1] if start else None
        owner = self.owner(items, start, phrase.head)
        if head.code in "PRGNn" and head.who:
            return head.who[0]
        if head.low in self.rules.documents:
            return self.document(items, start, phrase.head)
        if head.low in self.rules.papers:
            return self.paper() if determiner is not None and determiner.low in ("the", "its") else None
        definite = determiner is not None and determiner.low in ("the", "that", "this")
        words = frozenset(x.low for x in items[start : phrase.head + 1] if x.code not in "AC" and x.low not in _NUMBERS)
        if definite and head.low not in self.rules.bodies and (known := self.again(head.low, words, owner)):
            return known
        if head.low in self.rules.bodies:
            return self.office(items, start, phrase, owner, line)
        if head.low not in self.rules.speakers and definite:
            return self.last_person()
        return self.made(phrase, start, owner, words, line)

    def start(self, phrase: Phrase) -> int:
        """Where the words before the head begin, without article and owner."""
        start = phrase.head
        while (
            start
            and phrase.head - start < 7
            and phrase.items[start - 1].code in "axACNLcn"
            and not clause.is_verb_like(phrase.items[start - 1])
            and phrase.items[start - 1].low not in self.rules.adverbs
        ):
            start -= 1
        return start

    def owner(self, items: list[Item], start: int, head: int) -> Entity | None:
        """Whose it is: the pronoun or possessor before it, or the country or body among its words."""
        if start and items[start - 1].code in "HO":
            return items[start - 1].who[0] if items[start - 1].who else self.last_person()
        if start > 1 and items[start - 1].code == "s":
            return items[start - 2].who[0] if items[start - 2].who else None
        for item in items[start:head]:
            if country := self.parties.country_of(item):
                return self.parties.state(country) if self.parties.state_code(country) else None
            if item.code == "N" and item.who and item.who[0].country:
                return item.who[0]
        return None

    def again(self, head: str, words: frozenset[str], owner: Entity | None) -> Entity | None:
        """ "The official", "the Russian source": somebody heard before under that word."""
        country = owner.country if owner else None
        for who, known in reversed(self.unnamed_before):
            if head in known and (country is None or who.country in (None, country)):
                return who
        spoken = "spokes" if head.startswith("spokes") else head
        for heard in reversed(self.spoken):
            role = (heard.who.role or "").casefold()
            if heard.who.kind == "person" and spoken in role and (country is None or heard.who.country in (None, country)):
                return heard.who
        return None

    def last_person(self) -> Entity | None:
        return next((h.who for h in reversed(self.spoken[-6:]) if h.who.kind == "person"), None)

    def document(self, items: list[Item], start: int, head: int) -> Entity | None:
        """Who issued "the statement"; a press release of nobody named is one of the publisher's country."""
        own = self.statement_of(items, head)
        home = self.parties.document.home
        owner = items[start - 2].who[0] if start > 1 and items[start - 1].code == "s" and items[start - 2].who else None
        return (
            own
            or owner
            or self.issuer
            or (self.spoken[-1].who if self.spoken else None)
            or (self.parties.state(home) if home and self.parties.state_code(home) else None)
        )

    def paper(self) -> Entity | None:
        for heard in reversed(self.spoken):
            if heard.who.kind == "media":
                return heard.who
        return next(
            (e for line in reversed(self.parties.document.lines) for i in line.items if i.code == "M" for e in i.who), None
        )

    def body(self, items: list[Item], i: int) -> Entity:
        """A body with the country it is said to be of ("Turkish Foreign Ministry"); "the Foreign Ministry" is the one before."""
        who, before = items[i].who[0], items[i - 1] if i else None
        if who.id or who.kind != "organisation":
            return who
        name = who.name or ""
        if before is not None and before.code == "A" and not name.startswith(before.text):
            who = Entity("organisation", name=f"{before.text} {name}", country=self.parties.country_of(before))
        elif before is not None and before.code == "t" and (known := self.bodies.get(name.casefold())):
            return known
        self.bodies.setdefault(name.casefold(), who)
        return who

    def office(self, items: list[Item], start: int, phrase: Phrase, owner: Entity | None, line: Line) -> Entity:
        """A body by whose it is: "his office", "Iran's foreign ministry", "the government"."""
        head = items[phrase.head].low
        words = " ".join(x.text for x in items[start : phrase.head + 1] if x.code not in "AC").strip()
        owner = owner or self.owner_behind(phrase)
        if owner is None and (known := self.bodies.get(words.casefold())):
            return known
        if owner is not None and owner.kind == "person":
            return self.office_of(owner, head, words)
        country = owner.country if owner else (self.last_country() if head == "government" else None)
        record = self.parties.gazetteer.country(country) if country else None
        if head == "government" and record is not None:
            made = Entity("organisation", name=f"Government of {record.name}", country=country)
        else:
            demonym = f"{record.demonyms[0]} " if record and record.demonyms else ""
            made = Entity("organisation", name=f"{demonym}{words}", country=country)
        self.bodies[words.casefold()] = made
        return made

    def owner_behind(self, phrase: Phrase) -> Entity | None:
        for item in phrase.items[phrase.head + 1 : phrase.last + 1]:
            if item.code in "CPR" and item.who:
                return item.who[0]
        return None

    def office_of(self, owner: Entity, head: str, words: str) -> Entity:
        """The office of a person: that of a leader is named by the office held ("Israeli Prime Minister's Office")."""
        country = self.parties.gazetteer.country(owner.country) if owner.country else None
        if owner.role and owner.rank in ("hos", "hog") and country and country.demonyms:
            role = owner.role if owner.role[:1].isupper() else owner.role.title()
            return Entity("organisation", name=f"{country.demonyms[0]} {role}'s {head.capitalize()}", country=owner.country)
        return Entity("organisation", name=f"{owner.name or owner.role}'s {words}", country=owner.country)

    def last_country(self) -> str | None:
        return next((h.who.country for h in reversed(self.spoken) if h.who.country), None)

    def made(self, phrase: Phrase, start: int, owner: Entity | None, words: frozenset[str], line: Line) -> Entity | None:
        """Somebody new without a name, in the article's own words."""
        items, head = phrase.items, phrase.items[phrase.head]
        first = next(
            (n for n in range(start, phrase.head) if items[n].code not in "ACt" and items[n].low not in _NUMBERS), phrase.head
        )
        country = owner.country if owner else None
        for item in items[phrase.head + 1 : phrase.last + 1]:
            country = country or self.parties.country_of(item) or (item.who[0].country if item.code == "N" and item.who else None)
        plural = head.low.endswith("s") and not head.low.endswith("ss")
        before = [x.text for x in items[first : phrase.head] if x.code not in "AC"]
        role = re.sub(r"\s+", " ", " ".join([*before, line.words(head, items[phrase.last])]))
        if plural and country is None:
            return Entity("group", name=line.words(items[start], items[phrase.last]))
        found = Entity("group" if plural else "person", role=role, country=self.parties.state_code(country))
        self.unnamed_before.append((found, words))
        return found
