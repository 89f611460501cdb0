"""Speakers without a name: officials, sources, bodies, documents, in the article's own words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dipkb.extract import clause
from dipkb.extract.bodies import Bodies
from dipkb.extract.cast import Cast
from dipkb.extract.document import Entity, Item, Line
from dipkb.extract.parties import Parties
from dipkb.extract.speechwords import SpeechWords
from dipkb.extract.together import states_behind, together
from dipkb.extract.wordlists import each, endings, forms, listed, stems

_ITS, _OF, _PRESS = each("its", "of", "press")
_BY_FROM_OF = forms("by", "from", "of")
_FEMININE = endings("feminine")
_ISSUED_ADJECTIVES = listed("statements", "issued_adjectives")
_PEOPLE, _PLURAL = endings("people", "people_adjective"), endings("plural")
_SECOND_THIRD = forms("second", "third")
_SPOKESPERSON = stems("spokesperson")
_THE_THAT_THIS = forms("the", "that", "this")
_WHERE = forms("in", "at", "near")

_NUMBERS = listed("events", "numbers_of_people")
LANDS = listed("names", "lands")
_AGENCIES = listed("statements", "agencies")
_WORDS = 7  # of a phrase before its head


@dataclass(slots=True)
class Phrase:
    """A noun phrase: its items from ``start`` to ``last``, its head in between."""

    items: list[Item]
    head: int
    last: int
    start: int = 0


class Unnamed:
    """Reads the phrases of one document that stand for somebody without a name."""

    def __init__(self, words: SpeechWords, cast: Cast, bodies: Bodies, parties: Parties) -> None:
        self.words, self.cast, self.bodies, self.parties = words, cast, bodies, parties

    def read(self, phrase: Phrase, line: Line) -> Entity | None:
        """Whom the phrase means."""
        items, head = phrase.items, phrase.items[phrase.head]
        phrase.start = start = self.start(phrase)
        if head.code in "PRNn" and head.who:
            return self.bodies.named(items, phrase.head) if head.code == "N" else head.who[0]
        if head.code == "G":
            return self.several(head)
        before = items[start - 1] if start else None
        definite = before is not None and before.low in _THE_THAT_THIS
        if head.low in self.words.documents:
            return self.document(items, start, phrase.head)
        if head.low in self.words.papers:
            return self.paper() if definite else None
        if definite and head.low in _AGENCIES and start == phrase.head and (agency := self.first_medium()):
            return agency
        if head.low in LANDS and (definite or before is None or before.low in _ITS):
            return self.land()
        if (
            definite
            and head.code in "xL"
            and not clause.is_verb_like(head)
            and (proper := self.proper(head, items, phrase.head)) is not None
        ):
            return proper
        owner = self.owner(items, start, phrase.head)
        return self.body(phrase, owner) if head.low in self.words.bodies else self.person(phrase, owner, line, definite)

    def proper(self, head: Item, items: list[Item], at: int) -> Entity | None:
        """A body by a part of its name ("the Treasury"), or by one that tables have as a place ("the ASEAN Secretariat")."""
        last = head.text.rsplit(" ", 1)[-1]
        if not last[:1].isupper() or at == 0 or items[at - 1].code != "t":
            return None
        if head.code == "L":
            return Entity("organisation", name=head.text) if last.casefold() in self.words.bodies else None
        found = self.bodies.whole(last)
        return found or (None if last.endswith(_PEOPLE) else Entity("organisation", name=head.text))

    def person(self, phrase: Phrase, owner: Entity | None, line: Line, definite: bool) -> Entity | None:
        """Somebody heard before under that word ("the official"), whoever spoke last ("the 57-year-old"), or somebody new."""
        head, country = phrase.items[phrase.head], owner.country if owner else None
        if definite and (known := self.cast.again(head.low, country)):
            return self.cast.told_apart(known, self.role(phrase, line), country)
        if definite and head.low not in self.words.speakers:
            return self.cast.last_person()
        return self.made(phrase, owner, line)

    def land(self) -> Entity | None:
        """ "The country said": the one the article named last."""
        code = self.cast.land
        return self.parties.state(code) if code and self.parties.state_code(code) else None

    def start(self, phrase: Phrase) -> int:
        """Where the words before the head begin, without article and owner."""
        start = phrase.head
        while start and phrase.head - start < _WORDS and self.belongs(phrase.items[start - 1]):
            start -= 1
        return start

    def belongs(self, item: Item) -> bool:
        return item.code in "axACNLcnRZ" and not clause.is_verb_like(item) and item.low not in self.words.adverbs

    def owner(self, items: list[Item], start: int, head: int) -> Entity | None:
        """Whose it is: the pronoun or possessor before it, or the country or body among its words."""
        if start and items[start - 1].code in "HO":
            return items[start - 1].who[0] if items[start - 1].who else self.cast.last_person()
        if start > 1 and items[start - 1].code == "s":
            return items[start - 2].who[0] if items[start - 2].who else None
        for item in items[start:head]:
            if country := self.parties.country_of(item):
                return self.parties.state(country) if self.parties.state_code(country) else None
            if item.code == "N" and item.who and item.who[0].country:
                return item.who[0]
        return None

    def several(self, item: Item) -> Entity | None:
        """A group as one speaker: "foreign ministers of A and B", "US legislators"."""
        body = next((o for o in item.value.owners if o.code == "N"), None) if item.value is not None else None
        if len(item.who) == 1 and body is not None and item.who[0].kind == "group":
            words = f"{self.worded(body)} {item.value.role}"
            return Entity("group", role=words, country=item.who[0].country, plural=True)
        if len(item.who) == 1:
            return item.who[0]
        return together(item.who, item.value.role, self.parties) if item.value is not None else None

    # --- documents and media

    def document(self, items: list[Item], start: int, head: int) -> Entity | None:
        """Who issued "the statement"; a press release of nobody named is one of the publisher's country."""
        home = self.parties.document.home
        spoken = self.cast.spoken[-1].who if self.cast.spoken else None
        sender = (self.cast.actor or self.cast.last_person()) if items[head].low in self.words.personal else None
        found = self.issuer(items, head) or sender or self.cast.issuer or spoken
        return found or (self.parties.state(home) if home and self.parties.state_code(home) else None)

    def issuer(self, items: list[Item], at: int) -> Entity | None:
        """Whose statement it is: "a Turkish Foreign Ministry statement", "a statement (issued, released) by the ministry"."""
        i = at - 1
        while i > 0 and (items[i].code == "a" or items[i].low in _ISSUED_ADJECTIVES):
            i -= 1
        if i >= 0 and items[i].code in "NCM" and items[i].who:
            return self.bodies.named(items, i) if items[i].code == "N" else items[i].who[0]
        if i > 0 and items[i].code == "s" and items[i - 1].who:
            return items[i - 1].who[0]
        for i in range(at + 1, min(at + 6, len(items) - 1)):
            if items[i].low in _BY_FROM_OF:
                return self.issuing(items, i + 1)
            dated = items[i].code == "D" or (items[i].code == "p" and items[i + 1].code == "D")
            if not (items[i].code in "bhx" or dated or items[i].low in self.words.adverbs):
                break
        return None

    def issuing(self, items: list[Item], i: int) -> Entity | None:
        """The body or person behind "issued by"; a press service is whoever's it is."""
        while i < len(items) and items[i].code in "tA":
            i += 1
        if i + 3 < len(items) and items[i].low in _PRESS and items[i + 2].low in _OF:
            return self.issuing(items, i + 3)
        if (states := states_behind(items, i)) and (several := together(states, None, self.parties)):
            return several
        if i < len(items) and items[i].code == "G" and items[i].who:
            return self.several(items[i])
        if i + 1 < len(items) and items[i].code == "C" and items[i + 1].low in self.words.bodies:
            i += 1  # "from the US embassy"
        if i < len(items) and items[i].code in "CPR" and items[i].who:
            owned = items[i + 2] if i + 2 < len(items) and items[i + 1].code == "s" else None
            if owned is not None and owned.low in self.words.bodies:
                return self.bodies.described(owned.low, owned.low, items[i].who[0], items)
            return self.bodies.named(items, i + 2) if owned is not None and owned.code == "N" and owned.who else items[i].who[0]
        if i < len(items) and items[i].code == "x" and items[i].low in self.words.bodies:
            return self.bodies.described(items[i].low, items[i].low, self.land_of(items[i - 1]), items)
        return self.bodies.named(items, i) if i < len(items) and items[i].code == "N" and items[i].who else None

    def land_of(self, item: Item) -> Entity | None:
        """The state that an item means, by its name or adjective."""
        code = self.parties.country_of(item)
        return self.parties.state(code) if code and self.parties.state_code(code) else None

    def paper(self) -> Entity | None:
        """ "The paper said": the medium that spoke, else the one the article names first."""
        return self.cast.last_medium() or self.first_medium()

    def first_medium(self) -> Entity | None:
        """The medium that the article names first."""
        return next((e for line in self.parties.document.lines for i in line.items if i.code == "M" for e in i.who), None)

    # --- bodies and people

    def body(self, phrase: Phrase, owner: Entity | None) -> Entity | None:
        """A body by its name among the words ("the Hamas militant group"), else by whose it is."""
        items, start = phrase.items, phrase.start
        before = items[start : phrase.head]
        named = next((x.who[0] for x in before if x.code in "Nn" and x.who and not x.who[0].country), None)
        if named is not None:
            return named
        words = " ".join(x.text for x in [*before, items[phrase.head]] if x.code not in "AC" and x.low not in _NUMBERS)
        return self.bodies.described(words, items[phrase.head].low, owner or self.owner_behind(phrase), items)

    def owner_behind(self, phrase: Phrase) -> Entity | None:
        """The owner in "the office of the president"."""
        behind = phrase.items[phrase.head + 1 : phrase.last + 1]
        return next((x.who[0] for x in behind if x.code in "CPRN" and x.who), None)

    def made(self, phrase: Phrase, owner: Entity | None, line: Line) -> Entity | None:
        """Somebody new, by role and country."""
        items, head = phrase.items, phrase.items[phrase.head]
        phrase.last = self.without_place(items, phrase.head, phrase.last)
        country = owner.country if owner else self.country_in(items[phrase.start : phrase.head])
        country = country or self.country_in(items[phrase.head + 1 : phrase.last + 1])
        role = self.role(phrase, line)
        bare = all(x.low in _NUMBERS or x.low in _SECOND_THIRD for x in items[phrase.start : phrase.head])
        group = self.cast.one_of(head.low, line.sentence.paragraph) if bare and country is None and owner is None else None
        if group is not None and phrase.last == phrase.head:
            role, country = group
        country = country or self.implied(items, phrase)
        plural = head.low.endswith(_PLURAL) and not head.low.endswith(_FEMININE)
        if plural and country is None and len(items[phrase.start : phrase.last + 1]) == 1:
            return Entity("group", name=head.text)
        found = Entity("group" if plural else "person", role=role, country=self.parties.state_code(country), plural=plural)
        self.cast.unnamed.append((found, frozenset(x.low for x in items[phrase.start : phrase.head + 1])))
        return found

    def implied(self, items: list[Item], phrase: Phrase) -> str | None:
        """The country that a word implies ("administration official"), or of the body whose spokesperson it must be."""
        words = (self.words.implied.get(x.low) for x in items[phrase.start : phrase.head])
        speaks = items[phrase.head].low.startswith(_SPOKESPERSON) and self.cast.spoken
        said = self.cast.spoken[-1].who if speaks else None
        return next(filter(None, words), said.country if said is not None and said.kind == "organisation" else None)

    def role(self, phrase: Phrase, line: Line) -> str:
        """The words of a role, without article, number and country."""
        items, head = phrase.items, phrase.items[phrase.head]
        before = [self.worded(x) for x in items[phrase.start : phrase.head] if x.code not in "AC" and x.low not in _NUMBERS]
        words = line.words(head, items[phrase.last])
        title = head.value.role if head.code == "R" and head.value.role and phrase.last == phrase.head else words
        return re.sub(r"\s+", " ", " ".join([*before, title]))

    def without_place(self, items: list[Item], head: int, last: int) -> int:
        """The end of a phrase without the place where somebody spoke ("a diplomat in Kyiv")."""
        placed = last - head == 2 and items[head + 1].low in _WHERE and items[last].code in "LCZ"
        return head if placed else last

    def worded(self, item: Item) -> str:
        """A body's letters in full ("Ministry of External Affairs sources")."""
        body = item.value.get("N") if item.code == "N" and isinstance(item.value, dict) else None
        return body.name.split(" (")[0] if body is not None and "(" in body.name and item.text.isupper() else item.text

    def country_in(self, items: list[Item]) -> str | None:
        for item in items:
            country = self.parties.country_of(item) or self.seat(item)
            if country:
                return country
        return None

    def seat(self, item: Item) -> str | None:
        """The country of a body: the one it is said to be of, else where an armed group has its seat ("a Hamas official")."""
        if item.code != "N":
            return None
        body = item.value.get("N") if isinstance(item.value, dict) else None
        stated = item.who[0].country if item.who else None
        if stated or body is None or body.kind != "armed group":
            return stated or (body.country if body is not None else None)
        city = self.parties.gazetteer.city(body.seat) if body.seat else None
        return city.country if city is not None else None
