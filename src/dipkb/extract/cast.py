"""Those who have spoken in one article so far: whom "he", "it", "the official" and "the statement" go on with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dipkb.extract import clause
from dipkb.extract.document import Entity, Item
from dipkb.extract.wordlists import forms, listed, stems

_WHO = forms("who")
_AND_BUT = forms("and", "but")
_OFFICIALS = listed("statements", "officials")
_SPOKESPERSON = stems("spokesperson")
_WHILE_WHEREAS = forms("while", "whereas")

_NEAR = 3  # paragraphs that a pronoun reaches back
_BETWEEN = forms("also", "then", "later", "earlier", "again", "now")
_TITLE = 2  # words; a longer role says what a shorter one does not
_GENERAL = listed("events", "bodies_in_general")
_LATELY = 6  # speakers


@dataclass(slots=True)
class Heard:
    """Somebody who has spoken, and in which paragraph."""

    who: Entity
    paragraph: int


class Cast:
    """The memory of one document, filled in the order of its text."""

    def __init__(self) -> None:
        self.spoken: list[Heard] = []
        self.unnamed: list[tuple[Entity, frozenset[str]]] = []
        self.issuer: Entity | None = None
        self.actor: Entity | None = None
        self.lately: list[Entity] = []
        self.land: str | None = None

    def heard(self, who: Entity, paragraph: int) -> None:
        """Note who spoke."""
        self.spoken.append(Heard(who, paragraph))
        if who.kind in ("organisation", "country"):
            self.issuer = who
        self.actor = None

    def noted(self, items: list[Item], start: int) -> None:
        """Note who acted in a sentence behind the last voice in it: the first person with a verb right behind."""
        for at in [n for n in range(start, len(items) - 1) if items[n].code in "PR"]:
            item = items[at]
            if start and not self.opens_clause(items, at):
                continue
            person = bool(item.who) and item.who[0].kind == "person"
            if person and not (at and items[at - 1].code in "opH") and self.acts(items, at):
                self.actor = item.who[0]
                return

    def titled(self, items: list[Item]) -> None:
        """Note what the headline is about: "the country" of the first sentence."""
        self.land = next((x.who[0].country for x in items if x.code in "CL" and x.who), self.land)

    def acts(self, items: list[Item], at: int) -> bool:
        """Whether a verb follows a name, over an adverb, the end of an apposition or a relative clause."""
        step = (
            2
            if at + 2 < len(items) and (items[at + 1].low in _BETWEEN or (at and items[at + 1].code == items[at - 1].code == ","))
            else 1
        )
        following = items[at + step]
        relative = following.code == "," and at + 2 < len(items) and items[at + 2].low in _WHO
        return relative or following.code in "mbhd" or clause.is_verb_like(following)

    def opens_clause(self, items: list[Item], at: int) -> bool:
        """Whether a second main clause begins at an index (", and Mr Trump talked …", "while Xi left")."""
        before = items[at - 1] if at else None
        return before is not None and (before.low in _WHILE_WHEREAS or (before.low in _AND_BUT and items[at - 2].code == ","))

    def named(self, items: list[Item]) -> None:
        """Note the bodies a sentence names."""
        named = [x for x in items if x.code in "CLN" and x.who]
        self.land = next((x.who[0].country for x in reversed(named) if x.code != "N"), self.land)
        self.lately = [*self.lately[-_LATELY:], *(x.who[0] for x in named if x.code == "N")]

    def recent(self, paragraph: int) -> Iterator[Entity]:
        """Who spoke in the paragraphs before, the last first."""
        for heard in reversed(self.spoken[-_LATELY:]):
            if heard.paragraph < paragraph - _NEAR:
                return
            yield heard.who

    def person(self, gender: str, paragraph: int) -> Entity | None:
        """Who can be "he" or "she": who acted since, else who spoke last."""
        for who in (self.actor, *self.recent(paragraph)):
            if who is not None and who.kind == "person" and who.gender in (None, gender):
                if who.name:
                    who.gender = gender
                return who
        return None

    def thing(self, items: list[Item], i: int, paragraph: int) -> Entity | None:
        """What "it said" goes on with: a body the sentence names before, else the one that spoke last."""
        named = next((x.who[0] for x in reversed(items[:i]) if x.code in "NM" and x.who), None)
        spoken = (who for who in self.recent(paragraph) if who.kind in ("organisation", "media", "country"))
        return named or next(spoken, self.issuer)

    def several(self, paragraph: int) -> Entity | None:
        """Whom "they said" goes on with: people rather than states."""
        groups = [who for who in self.recent(paragraph) if who.kind == "group"]
        return next((who for who in groups if who.role), groups[0] if groups else None)

    def surnamed(self, word: str) -> Entity | None:
        """Who has spoken under a name that ends so ("Parker" or "ASG Parker" behind "Jake Parker")."""
        letters, _, word = word.rpartition(" ")
        if letters and not letters.isupper():
            return None
        people = (h.who for h in reversed(self.spoken) if h.who.kind == "person" and " " in (h.who.name or ""))
        return next((who for who in people if (who.name or "").split()[-1] == word), None)

    def last_person(self) -> Entity | None:
        """The person who spoke last."""
        return next((h.who for h in reversed(self.spoken[-_LATELY:]) if h.who.kind == "person"), None)

    def last_medium(self) -> Entity | None:
        """The medium that spoke last."""
        return next((h.who for h in reversed(self.spoken) if h.who.kind == "media"), None)

    def last_country(self) -> str | None:
        """The country of who spoke last."""
        return next((h.who.country for h in reversed(self.spoken) if h.who.country), None)

    def again(self, head: str, country: str | None) -> Entity | None:
        """ "The official", "the Russian source", "the spokeswoman": somebody heard before under that word."""
        for who, words in reversed(self.unnamed):
            if head in words and (country is None or who.country in (None, country)):
                return who
        title = next((stem for stem in _SPOKESPERSON if head.startswith(stem)), head)
        people = (h.who for h in reversed(self.spoken) if h.who.kind == "person" and title in (h.who.role or "").casefold())
        return next((who for who in people if country is None or who.country in (None, country)), None)

    def one_of(self, head: str, paragraph: int) -> tuple[str, str | None] | None:
        """The role and country of "one official" among those who have spoken ("State Department officials")."""
        for who in self.recent(paragraph):
            if who.kind == "group" and (who.role or "").casefold().endswith(head + "s"):
                return (who.role or "")[:-1], who.country
            if who.kind == "organisation" and head in _OFFICIALS:
                return f"{who.name} {head}", who.country
        return None

    def told_apart(self, known: Entity, role: str, country: str | None) -> Entity:
        """The one heard before, with the country that is only said now ("a senior diplomat", then "the French diplomat")."""
        if known.name or known.country or country is None:
            return known
        known.country, known.role = country, known.role if len((known.role or "").split()) > _TITLE else role
        return known

    def body(self, head: str) -> Entity | None:
        """ "The department", "the group": the body named last that is called so, for a general word the last one."""
        spoken = [h.who for h in self.spoken[-_LATELY:] if h.who.kind == "organisation"]
        bodies = [*reversed(spoken), *reversed(self.lately)]
        called = next((who for who in bodies if head in (who.name or "").casefold().split()), None)
        return called or (bodies[0] if bodies and head in _GENERAL else None)
