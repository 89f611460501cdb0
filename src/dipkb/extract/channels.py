"""The channel words reach an article by: media they were spoken to or reported by, platforms, offices that pass them on."""

from __future__ import annotations

import re

from dipkb.extract.document import Entity, Line
from dipkb.extract.lexicon import read_frames
from dipkb.extract.parties import Parties

QUOTED = re.compile(r"“([^“”″]*)[”″\"]|\"([^\"“”]*)\"|“([^“”]*)$", re.MULTILINE)


class ChannelRules:
    """What ``statements.yaml`` says of media: verbs by which they report, words that lead to them, their names."""

    def __init__(self) -> None:
        rules = read_frames("statements")
        self.media_verbs, self.outlet_words = frozenset(rules["media_verbs"]), frozenset(rules["outlet_words"])
        adjectives, heads = "|".join(rules["media_adjectives"]), "|".join(sorted(rules["media_heads"], key=len, reverse=True))
        self.medium = re.compile(rf"\b((?:[A-Z][\w-]+ )?(?:(?:{adjectives}) )*(?:{heads}))\b")
        places = "|".join(map(re.escape, rules["platforms"]))
        self.platform = re.compile(rf"\b[Oo]n (?:the |his |her |its )?(?:[a-z]+ ){{0,3}}(?:account on )?({places})\b")


class Channels:
    """Reads the channels of one document."""

    def __init__(self, rules: ChannelRules, parties: Parties) -> None:
        self.rules, self.parties = rules, parties

    def of(self, line: Line, speaker: Entity) -> list[Entity]:
        """Media and offices that pass the words on, nearest to the article first."""
        found: list[Entity] = []
        for i, item in enumerate(line.items):
            if line.quoted[i]:
                continue
            if item.low == "according" or (
                item.low in ("reported", "quoted", "cited", "released", "carried") and self.at(line, i + 1) == "by"
            ):
                found += self.source_behind(line, i)
            elif item.low in self.rules.media_verbs and (medium := self.medium_before(line, i)) is not None:
                found.append(medium)
            elif item.code == "M" and self.is_outlet(line, i):
                found += item.who
            elif item.low in ("told", "to", "with") and (named := self.rules.medium.match(line.text, self.after(line, i))):
                found.append(self.medium_entity(named[1]))
        found += self.platforms(line)
        return list({(e.name or "").casefold(): e for e in found if e.key() != speaker.key()}.values())

    def is_outlet(self, line: Line, i: int) -> bool:
        """Whether words reached a medium ("told the BBC", "in an interview with CNN", "on state television")."""
        before = [x.low for x in line.items[max(0, i - 2) : i] if x.code != "t"]
        return bool(before) and before[-1] in self.rules.outlet_words

    def after(self, line: Line, i: int) -> int:
        """Where the next item begins."""
        return line.sentence.starts[line.items[i + 1].i] if i + 1 < len(line.items) else line.sentence.end

    def platforms(self, line: Line) -> list[Entity]:
        """Where words were posted ("wrote on Telegram")."""
        first, last = line.sentence.start, line.sentence.end
        outside = QUOTED.sub(" ", line.text[first:last])
        return [Entity("media", name=match[1]) for match in self.rules.platform.finditer(outside)]

    def at(self, line: Line, i: int) -> str:
        return line.items[i].low if i < len(line.items) else ""

    def source_behind(self, line: Line, i: int) -> list[Entity]:
        tail = line.words(line.items[i], line.items[-1])
        match = self.rules.medium.search(tail[:90])
        for item in line.items[i + 1 : i + 8]:
            if item.code in "MN" and item.who and not (match and item.text in match[1] and item.text != match[1]):
                return list(item.who)
            if item.code in ".w":
                break
        return [self.medium_entity(match[1])] if match else []

    def medium_entity(self, words: str) -> Entity:
        country = self.parties.gazetteer.demonyms.get(words.split()[0])
        name = words if words[0].isupper() else words[0].upper() + words[1:]
        return Entity("media", name=name, country=country)

    def medium_before(self, line: Line, verb: int) -> Entity | None:
        before = line.items[verb - 1] if verb else None
        if before is None:
            return None
        if before.code == "M" and before.who:
            return before.who[0]
        start = line.sentence.starts[line.items[max(0, verb - 6)].i]
        stretch = line.text[start : line.sentence.ends[before.j - 1]]
        match = next((m for m in self.rules.medium.finditer(stretch) if m.end() == len(stretch)), None)
        return self.medium_entity(match[1]) if match else None
