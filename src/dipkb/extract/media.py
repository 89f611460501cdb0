"""Media: those of the tables, and those a text only describes ("Belarusian state media", "the official news agency")."""

from __future__ import annotations

import re

from dipkb.extract.document import Entity, Item
from dipkb.extract.lexicon import read_frames
from dipkb.extract.said import Said
from dipkb.gazetteer import Gazetteer

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

    def entity(self, words: str) -> Entity:
        """A medium as described, with the country of its first word."""
        country = self.gazetteer.demonyms.get(words.split()[0])
        name = words if words[0].isupper() else words[0].upper() + words[1:]
        return Entity("media", name=name, country=country)

    def before(self, said: Said, verb: int) -> Entity | None:
        """The medium that stands right before a verb."""
        before = said.items[verb - 1] if verb else None
        if before is None:
            return None
        if before.code == "M" and before.who:
            return before.who[0]
        start = said.starts[max(0, verb - 6)]
        stretch = said.line.text[start : said.line.sentence.ends[before.j - 1]]
        match = next((m for m in self.pattern.finditer(stretch) if m.end() == len(stretch)), None)
        return self.entity(match[1]) if match and said.before(start + match.start()) <= _EARLY + self.clause(said, verb) else None

    def clause(self, said: Said, verb: int) -> int:
        """Where the clause of a verb begins: behind the last comma."""
        return next((i + 1 for i in range(verb - 1, -1, -1) if said.items[i].code == ","), 0)

    def spoken_to(self, item: Item) -> Entity | None:
        """A medium that no table knows, behind "told": by its last word ("the Evening Herald"), or as letters ("RTK")."""
        if item.code not in "nN":
            return None
        letters = item.text.isupper() and 2 < len(item.text) < 7 and item.code == "n"
        return Entity("media", name=item.text) if letters or self.outlets.match(item.text) else None
