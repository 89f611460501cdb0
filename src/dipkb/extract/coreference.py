"""How words came to stand for a party: read off what the reader knew of the article, after the reading.

The steps state facts of the article ("named in full before", "of whom the text was speaking", "the two last named together"), and
what a table says of a day; ``kind`` sorts them by how far the words are from a name, for the confidence.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import Literal, TypeAlias

import msgspec

from dipkb.extract.document import Document, Entity, Item, Line
from dipkb.extract.lexicon import fold
from dipkb.extract.parties import Parties
from dipkb.extract.wordlists import forms, listed

_FIRST_PERSON = forms("i", "me", "my", "myself", "we", "our", "us")
_ONE_SIDE = listed("events", "sent")

Kind: TypeAlias = Literal["name", "unknown", "office", "table", "nameless", "pronoun", "group", "state", "body", "unsaid"]
_Place: TypeAlias = tuple[int, int]
_Named: TypeAlias = tuple[_Place, Line, Item]
_STATES = {"C": "names the country", "A": "is the adjective of", "L": "stands for the government of", "Z": "lies in"}


class Standing(msgspec.Struct, frozen=True):
    """What words stand for a party by, and the steps from the words to it."""

    kind: Kind
    steps: tuple[str, ...]


class Coreference:
    """The article's mentions, for looking up what was named before what."""

    def __init__(self, document: Document, parties: Parties) -> None:
        self.document, self.parties = document, parties
        self.order = {id(line): n for n, line in enumerate(document.lines)}
        self._whole: dict[tuple[str, str], list[_Named]] = {}

    @cached_property
    def names(self) -> dict[str, list[_Named]]:
        """Where each person is named, in the order of the text."""
        found: dict[str, list[_Named]] = {}
        for n, line in enumerate(self.document.lines):
            for i, item in enumerate(line.items):
                if item.code == "P" and item.who:
                    found.setdefault(item.who[0].key(), []).append(((n, i), line, item))
        return found

    def of(self, entity: Entity, line: Line, at: int | None) -> Standing:
        """How the item at ``at`` of the line stands for the party; without an item, where it was taken from."""
        if at is None:
            return self.unsaid(entity, line)
        return _READERS.get(line.items[at].code, Coreference.other)(self, entity, line, at)

    # --- by kind of item

    def name(self, entity: Entity, line: Line, at: int) -> Standing:
        words, mentioned = quoted(line.items[at]), line.items[at].value
        short = fold(getattr(mentioned, "name", None) or "") != fold(entity.name or "")
        if short and (full := self.full(entity, (self.order[id(line)], at))):
            return Standing("name", (f"{words} → {label(entity)}, {full}",))
        if entity.id is None:
            return Standing("unknown", (f"{words}: a name that no table knows",))
        if short and " " not in (getattr(mentioned, "name", None) or ""):
            return Standing("name", (f"{words} → {label(entity)}, of that name in office on {self.day} (gazetteer)",))
        return Standing("name", (f"{words}: {label(entity)} in the gazetteer",))

    def full(self, entity: Entity, place: _Place) -> str | None:
        """Where the article has the whole name, if elsewhere."""
        whole = self.whole_names(entity.key(), fold(entity.name or ""))
        before, behind = bisect_left(whole, place, key=_place), bisect_right(whole, place, key=_place)
        if before:
            return f"named in full before, {quoted(whole[before - 1][2])}"
        return f"named in full further down, {quoted(whole[behind][2])}" if behind < len(whole) else None

    def whole_names(self, key: str, name: str) -> list[_Named]:
        """Where the article has somebody's whole name."""
        if (key, name) not in self._whole:
            self._whole[key, name] = [named for named in self.names.get(key, ()) if fold(named[2].value.name or "") == name]
        return self._whole[key, name]

    def office(self, entity: Entity, line: Line, at: int) -> Standing:
        item = line.items[at]
        words, country = quoted(item), self.country(entity.country)
        whose = f"office and country ({country})" if country else "an office"
        if item.value.role in self.parties.lexicon.relations and item.value.role not in _ONE_SIDE:
            whose = f"by relation to whom the clause speaks of{f', for {country}' if country else ''}"
        if entity.kind != "person":
            return Standing("state", (f"{words} → {label(entity)}",))
        if entity.name is None and entity.id is None:
            return Standing("nameless", (f"{words}: {whose}; nobody is named",))
        if before := self.before(entity, line, at):
            return Standing("office", (f"{words} → {label(entity)}: {whose}; named before, {before}",))
        return Standing("table", (f"{words} → {label(entity)}: {whose}; in office on {self.day} (tenures table)",))

    def pronoun(self, entity: Entity, line: Line, at: int) -> Standing:
        item = line.items[at]
        low = item.low
        if low in _FIRST_PERSON:
            return Standing("pronoun", (f"{quoted(item)} → {label(entity)}, who speaks",))
        if len(item.who) > 1 and entity.key() in _keys(item):
            return Standing("group", (f"{quoted(item)} → {', '.join(map(label, item.who))}: the two last named together",))
        return Standing("pronoun", (f"{quoted(item)} → {label(entity)}, {self.antecedent(entity, line, at)}",))

    def antecedent(self, entity: Entity, line: Line, at: int) -> str:
        """What a pronoun's person is in the sentence or the one before."""
        inside = [n for n, i in enumerate(line.items) if n != at and i.code in "PR" and entity.key() in _keys(i)]
        if inside and inside[0] < at:
            return f"named in the same sentence, {quoted(line.items[inside[0]])}"
        before = self.before(entity, line, at)
        named = f" ({before})" if before else ""
        if line.subject is not None and line.subject.key() == entity.key():
            return f"of whom the text was speaking{named}"
        if entity.key() not in _keys(line.items[at]):
            return f"who spoke before{named}"
        if inside:
            return f"the subject behind the opening phrase, {quoted(line.items[inside[0]])}"
        return f"the last person named whom it fits{named}"

    def group(self, entity: Entity, line: Line, at: int) -> Standing:
        item, whole = line.items[at], ", ".join(map(label, line.items[at].who))
        mention = item.value
        if mention.rank == "staff" or entity.kind == "group":
            return Standing("nameless", (f"{quoted(item)}: people of {self.country(entity.country) or whole}, without names",))
        if mention.owners:
            named = self.before(entity, line, at)
            how = f"named before, {named}" if named else f"in office on {self.day} (tenures table)"
            if entity.kind != "person" or (entity.name is None and entity.id is None):
                return Standing("group", (f"{quoted(item)} → {whole}: one of each country",))
            by = "surname" if mention.rank == "pair" else f"office and country ({self.country(entity.country)})"
            return Standing("group", (f"{quoted(item)} → {label(entity)}: {by}; {how}",))
        if entity.kind == "country":
            return Standing("group", (f"{quoted(item)} → {whole}: the countries of those last named together",))
        return Standing("group", (f"{quoted(item)} → {whole}: the two last named together",))

    def state(self, entity: Entity, line: Line, at: int) -> Standing:
        item = line.items[at]
        if item.code == "C" and item.text == entity.name:
            return Standing("state", (f"{quoted(item)} is a country",))
        return Standing("state", (f"{quoted(item)} {_STATES.get(item.code, 'stands for')} {label(entity)}",))

    def body(self, entity: Entity, line: Line, at: int) -> Standing:
        item = line.items[at]
        if item.code == "N" and entity.id is None and not (entity.name and fold(entity.name) != fold(item.text)):
            return Standing("body", (f"{quoted(item)}: a body that no table knows",))
        spelt = item.text in self.parties.abbreviations
        how = "the name that the article shortens itself" if spelt else "in the gazetteer"
        return Standing("body", (f"{quoted(item)} → {label(entity)}, {how}",))

    def unknown(self, entity: Entity, line: Line, at: int) -> Standing:
        return Standing("unknown", (f"{quoted(line.items[at])}: a name that no table knows",))

    def other(self, entity: Entity, line: Line, at: int) -> Standing:
        return Standing("nameless", (f"{quoted(line.items[at])}: {label(entity)}, as worded",))

    def unsaid(self, entity: Entity, line: Line) -> Standing:
        """Where a party was taken from that no item of the sentence stands for."""
        key = entity.key()
        if key in {e.key() for e in line.pair}:
            why = "left unsaid: one of the two last named together"
        elif line.subject is not None and key == line.subject.key():
            why = "left unsaid: of whom the text was speaking"
        elif entity.kind == "country" and entity.country == self.document.home:
            why = "left unsaid: the publisher’s own country"
        elif entity.kind == "country" and entity.country in {e.country for e in line.pair}:
            why = "left unsaid: the state of one of the two last named together"
        elif entity.kind == "country":
            why = f"{label(entity)} stands for what is of it in the sentence"
        elif entity.kind == "person" and (named := self.anywhere(entity, line)):
            why = f"left unsaid: {named}"
        else:
            return Standing("nameless", (f"{label(entity)}, as worded",))
        return Standing("unsaid", (why,))

    def anywhere(self, entity: Entity, line: Line) -> str | None:
        """Where the article names a person, before the line or behind it."""
        if before := self.before(entity, line, 0):
            return f"named before, {before}"
        found = self.names.get(entity.key())
        return f"named further down, {quoted(found[0][2])}" if found else None

    # --- words

    def before(self, entity: Entity, line: Line, at: int) -> str | None:
        """The last words before a place that name the person."""
        place = (self.order[id(line)], at)
        named = self.names.get(entity.key(), [])
        count = bisect_left(named, place, key=_place)
        return quoted(named[count - 1][2]) if count else None

    def country(self, iso3: str | None) -> str | None:
        known = self.parties.gazetteer.country(iso3) if iso3 else None
        return known.name if known else iso3

    @property
    def day(self) -> str:
        """The day that tables are asked for: that of publication, or one in the time the text speaks of."""
        return self.parties.day.isoformat() if self.parties.day else "an unknown day"


_READERS = {
    "P": Coreference.name, "R": Coreference.office, "O": Coreference.pronoun, "H": Coreference.pronoun, "G": Coreference.group,
    "C": Coreference.state, "A": Coreference.state, "L": Coreference.state, "Z": Coreference.state,
    "N": Coreference.body, "M": Coreference.body, "n": Coreference.unknown,
}  # fmt: skip


def _place(named: _Named) -> _Place:
    return named[0]


def quoted(item: Item) -> str:
    """The item's words in quotation marks."""
    return f"“{item.text}”"


def label(entity: Entity) -> str:
    """A party in words: its name, else its office and country."""
    return entity.name or " of ".join(filter(None, (entity.role or entity.kind, entity.country)))


def _keys(item: Item) -> set[str]:
    return {e.key() for e in item.who}
