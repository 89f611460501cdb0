"""Media: those of the tables, and those a text only describes ("Belarusian state media", "the official news agency")."""

from __future__ import annotations

import re

from dipkb.extract.document import Entity, Item
from dipkb.extract.lexicon import read_frames
from dipkb.extract.said import Said
from dipkb.gazetteer import Gazetteer

_OWN = re.compile(r"(?:country[’']s|nation[’']s|\bits|\bhis|\bher) $")
_LONGEST = 6  # items of a medium's description
_EARLY = 3  # items before a medium that is the subject of its clause


class MediaRules:
    """What a medium is called, compiled."""

    def __init__(self) -> None:
        rules = read_frames("statements")
        adjectives, heads = "|".join(rules["media_adjectives"]), "|".join(sorted(rules["media_heads"], key=len, reverse=True))
        self.pattern = re.compile(rf"\b((?:[A-Z][\w-]+ )?(?:(?i:{adjectives}) )*(?i:{heads}))\b")
        self.outlets = re.compile(rf"(?:^|.* )(?:{'|'.join(rules['outlet_names'])})$")


class Media:
    """Reads the media of one document."""

    def __init__(self, rules: MediaRules, gazetteer: Gazetteer) -> None:
        self.pattern, self.outlets, self.gazetteer = rules.pattern, rules.outlets, gazetteer

    def entity(self, words: str, before: str = "", speaker: Entity | None = None) -> Entity:
        """A medium as described, with the country of its first word; "its state television" is one of the speaker's country."""
        code = self.gazetteer.demonyms.get(words.split()[0])
        country = self.gazetteer.country(speaker.country) if speaker and speaker.country and code is None else None
        if country and country.demonyms and _OWN.search(before):
            return Entity("media", name=f"{country.demonyms[0]} {words}", country=country.iso3)
        name = words if words[0].isupper() else words[0].upper() + words[1:]
        return Entity("media", name=name, country=country.iso3 if country and "state" in words.casefold() else code)

    def described(self, said: Said, at: int, speaker: Entity) -> Entity | None:
        """The medium whose description begins at an index, by its name where one stands in it or right behind."""
        match = self.pattern.match(said.line.text, said.starts[at]) if at < len(said.items) else None
        if match is None:
            return None
        named = (x for x, start in zip(said.items[at:], said.starts[at:], strict=False) if start <= match.end() + 2)
        known = next((x.who[0] for x in named if x.code == "M" and x.who), None)
        return known or self.entity(match[1], said.line.text[: match.start()], speaker)

    def before(self, said: Said, verb: int) -> Entity | None:
        """The medium that stands right before a verb."""
        before = said.items[verb - 1] if verb else None
        if before is None:
            return None
        if before.code == "M" and before.who and not (verb > 1 and said.items[verb - 2].code in "op"):
            return before.who[0]
        first = max(0, verb - _LONGEST)
        start, stop = said.starts[first], said.line.sentence.ends[before.j - 1]
        match = next((m for m in self.pattern.finditer(said.line.text[start:stop]) if m.end() == stop - start), None)
        at = said.before(start + match.start()) if match else verb
        if (
            match is None
            or at > _EARLY + self.clause(said, verb)
            or any(v.at < at and v.at >= self.clause(said, verb) for v in said.voices)
        ):
            return None
        return next((x.who[0] for x in said.items[at:verb] if x.code == "M" and x.who), None) or self.entity(match[1])

    def clause(self, said: Said, verb: int) -> int:
        """Where the clause of a verb begins: behind the last comma."""
        return next((i + 1 for i in range(verb - 1, -1, -1) if said.items[i].code == ","), 0)

    def spoken_to(self, item: Item) -> Entity | None:
        """A medium that no table knows, behind "told": by its last word ("the Evening Herald"), or as letters ("RTK")."""
        if item.code not in "nN":
            return None
        letters = item.text.isupper() and 2 < len(item.text) < 7 and item.code == "n"
        return Entity("media", name=item.text) if letters or self.outlets.match(item.text) else None
