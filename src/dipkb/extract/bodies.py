"""Bodies that speak, by whose they are: ministries, offices, governments, press services."""

from __future__ import annotations

import re

from dipkb.extract.cast import Cast
from dipkb.extract.document import Entity, Item
from dipkb.extract.framefiles import read_frames
from dipkb.extract.parties import Parties
from dipkb.extract.wordlists import forms, listed, text_of, texts, without_article
from dipkb.gazetteer.records import Country

_USA, _DEPARTMENT, _US_DEPARTMENT = "USA", text_of("names", "us_department_end"), text_of("names", "us_department_name")
_MINISTRY, _MINISTRY_OF, _KNOWN_ALONE = (texts("names", k) for k in ("ministry", "ministry_of", "known_alone"))
_OF_COUNTRY = text_of("names", "of_country")
_GOVERNMENT = forms("government")

_STATE = frozenset(read_frames("names")["state_bodies"])
_SHORT_BODIES: dict[str, str] = read_frames("names")["short_bodies"]
_POSTED = listed("statements", "posted_bodies")
_SEATED = forms("in", "to")
_POSSESSOR = re.compile(r" (?=['’]s )")
_OPENING = 3  # items a sentence begins with
_PRESS = listed("statements", "press_services")


class Bodies:
    """Names the bodies of one document; ``known`` has those whose country the text has said."""

    def __init__(self, cast: Cast, parties: Parties) -> None:
        self.cast, self.parties = cast, parties
        self.known: dict[str, Entity] = {}

    def country(self, code: str | None) -> Country | None:
        return self.parties.gazetteer.country(code) if code else None

    def named(self, items: list[Item], i: int) -> Entity:
        """A body as the text words it, with the country it is said to be of ("Turkish Foreign Ministry")."""
        who, before = items[i].who[0], items[i - 1] if i else None
        if who.kind != "organisation" or (who.id and "(" not in (who.name or "")):
            return who
        if "(" in (who.name or ""):
            who = Entity("organisation", name=self.worded(items[i].text, who.name or ""), id=who.id, country=who.country)
        if before is not None and before.code in "AC" and who.country not in (None, self.parties.country_of(before)):
            who = Entity("organisation", name=without_article(items[i].text))  # "the Libyan House of Representatives"
        name = _SHORT_BODIES.get(who.name or "", who.name or "")
        if before is not None and before.code == "t" and (known := self.known.get(name.casefold())):
            return known
        made = self.owned(name, items, i) or (who if name == who.name else Entity("organisation", name=name, country=who.country))
        if made.country is None and made.id is None and name.endswith(_MINISTRY):
            made = Entity("organisation", name=made.name, country=self.near(items))  # "the Interior Ministry", of whom is spoken
        self.known.setdefault(name.casefold(), made)
        return made

    def whole(self, word: str) -> Entity | None:
        """The body that the article first calls by more than its last word ("the Kenyan Embassy in Oslo", then "the Embassy")."""
        for line in self.parties.document.lines:
            for i, item in enumerate(line.items):
                if item.code == "N" and item.who and (word in (item.who[0].name or "").split() or self.is_alias(item, word)):
                    return self.named(line.items, i)
                if item.text == word and item.code in "xn" and (found := self.of_its_state(line.items, i)):
                    return found
        return None

    def is_alias(self, item: Item, word: str) -> bool:
        """Whether the tables know a body by a name that ends so ("the Palace" of Malacañang)."""
        body = item.value.get("N") if isinstance(item.value, dict) else None
        return body is not None and any(alias.endswith(f" {word}") for alias in body.aliases)

    def of_its_state(self, items: list[Item], i: int) -> Entity | None:
        """A body with no other name than its kind, state and seat ("Embassy of Kenya in Oslo")."""
        owner = i - 2 if i > 1 and items[i - 1].code == "s" else i - 1
        behind = owner < 0 or items[owner].code not in "ACK"
        if behind:
            owner = next((n for n in (i + 2, i + 3) if n < len(items) and items[n].code == "C" and items[i + 1].code == "o"), i)
        if (country := self.parties.country_of(items[owner])) is None:
            return None
        last = max(owner, i)
        seat = last + 2 < len(items) and items[last + 1].low in _SEATED and items[last + 2].code == "L"
        words = [x.text for x in items[min(owner, i) : last + 3 if seat else last + 1]]
        return Entity("organisation", name=_POSSESSOR.sub("", " ".join(words)), country=country)

    def worded(self, text: str, name: str) -> str:
        """The article's own words for a body of the tables, unless they are letters."""
        return name.split(" (")[0] if text.isupper() else without_article(text)

    def owned(self, name: str, items: list[Item], i: int) -> Entity | None:
        """ "Turkish Foreign Ministry", "Ministry of Foreign Affairs of Bangladesh", "Central Bank of Chad"."""
        behind = items[i + 2] if i + 2 < len(items) and items[i + 1].code == "o" and items[i + 2].code == "C" else None
        if behind is not None and (of := self.parties.country_of(behind)):
            return Entity("organisation", name=f"{name} {items[i + 1].text} {behind.text}", country=of)
        before = items[i - 1] if i else None
        possessor = before is not None and before.code == "s" and i > 1
        code = self.parties.country_of(items[i - 2] if possessor else before)
        country = self.country(code)
        if country is None or name.startswith(tuple(country.demonyms)):
            return None
        if code == _USA and name.endswith(_DEPARTMENT):
            return Entity("organisation", name=_US_DEPARTMENT.format(name.removesuffix(_DEPARTMENT)), country=code)
        if possessor and name.startswith(_MINISTRY_OF) and not any(w in name for w in _KNOWN_ALONE):
            return Entity("organisation", name=_OF_COUNTRY.format(name, country.name), country=code)
        if possessor and not name.endswith(_MINISTRY):
            return Entity("organisation", name=name, country=code)
        words = before.text if before is not None and not possessor else country.demonyms[0] if country.demonyms else country.name
        return Entity("organisation", name=f"{words} {name}", country=code)

    def described(self, words: str, head: str, owner: Entity | None, items: list[Item]) -> Entity:
        """A body without a name of its own: "his office", "Iran's foreign ministry", "the government", "the department"."""
        if owner is None and (known := self.known.get(words.casefold()) or self.cast.body(head)):
            return known
        if owner is not None and owner.kind == "person":
            return self.of_person(owner, head, words)
        if owner is not None and owner.kind == "organisation" and words in _PRESS:
            return owner
        made = self.called_elsewhere(words) if owner is None else self.posted(head, items)
        made = made or self.of_state(words, head, owner, items)
        self.known[words.casefold()] = made
        return made

    def called_elsewhere(self, words: str) -> Entity | None:
        """The one body that the article elsewhere calls so with its state (first "the ministry", then "the Kenyan ministry")."""
        name, found = words.casefold(), dict[str, Entity]()
        for line in self.parties.document.lines:
            for i in (n for n, x in enumerate(line.items) if x.code == "N" and x.text.casefold() == name and x.who):
                if (body := self.owned(line.items[i].text, line.items, i)) is not None and body.country:
                    found.setdefault(body.country, body)
        return next(iter(found.values())) if len(found) == 1 else None

    def posted(self, head: str, items: list[Item]) -> Entity | None:
        """An embassy by the state it is of and the town it is in, as the text words it ("US Embassy in Oslo")."""
        at = next((i for i, x in enumerate(items) if x.low == head), None) if head in _POSTED else None
        return self.of_its_state(items, at) if at is not None else None

    def near(self, items: list[Item]) -> str | None:
        """Whose "the ministry" is: of the country the sentence begins with, else of who spoke last, else where it was written."""
        first = next((x.who[0].country for x in items[:_OPENING] if x.code == "C" and x.who), None)
        return first or self.cast.last_country() or self.parties.document.here

    def of_state(self, words: str, head: str, owner: Entity | None, items: list[Item]) -> Entity:
        code = owner.country if owner else (self.near(items) if head in _STATE else None)
        country = self.country(code)
        if words in _GOVERNMENT and country is not None:
            return Entity("organisation", name=f"Government of {country.name}", country=code)
        demonym = f"{country.demonyms[0]} " if country and country.demonyms else ""
        return Entity("organisation", name=f"{demonym}{words}", country=code)

    def of_person(self, owner: Entity, head: str, words: str) -> Entity:
        """The office of a person: that of a leader is named by the office held ("Israeli Prime Minister's Office")."""
        country = self.country(owner.country)
        if not (owner.role and owner.rank in ("hos", "hog") and country and country.demonyms):
            return Entity("organisation", name=f"{owner.name or owner.role}'s {words}", country=owner.country)
        role = owner.role if owner.role[:1].isupper() else owner.role.title()
        if words in _PRESS:
            return Entity("organisation", name=f"{words} of the {role} of {country.name}", country=owner.country)
        return Entity("organisation", name=f"{country.demonyms[0]} {role}'s {head.capitalize()}", country=owner.country)
