"""Media: those of the tables, and those a text only describes ("Belarusian state media", "the Turkish newspaper Yeni Devir")."""

from __future__ import annotations

import re

from dipkb.extract.document import Entity, Item
from dipkb.extract.framefiles import read_frames
from dipkb.extract.said import Said
from dipkb.extract.wordlists import any_of, each, pattern_named, texts
from dipkb.gazetteer import Gazetteer

_OF_LANGUAGE, _STATE_OWNED = texts("statements", "of_language"), texts("statements", "state_owned")
_INTERVIEW, _THE = each("interview", "The")

_OWN, _NUMBERED = pattern_named("own_medium"), pattern_named("numbered_medium")
_LONGEST = 6  # items of a medium's description
_EARLY = 3  # items before a medium that is the subject of its clause


class MediaRules:
    """What a medium is called, compiled: whose it is, its name, what kind it is."""

    def __init__(self) -> None:
        rules = read_frames("statements")
        adjectives, heads = any_of(rules["media_adjectives"]), any_of(sorted(rules["media_heads"], key=len, reverse=True))
        openers = r"(?:The|An?|In|On|At|By|But|And|As|State|Official|Local)\b"
        kinds = rf"(?P<kinds>(?:(?:{adjectives}) )*)"
        name = r"(?P<name>(?:[A-Z][\w.&’'-]* ){0,3}?)"
        self.pattern = re.compile(
            rf"\b(?!{openers})(?:(?P<whose>[A-Z][\w-]+) )?{kinds}{name}(?P<more>(?:(?:{adjectives}) )*)(?P<head>(?i:{heads}))\b"
        )
        self.outlets = re.compile(rf"(?:^|.* )(?:{any_of(rules['outlet_names'])})(?: \d+)?$")
        self.platforms = frozenset(rules["platforms"])
        self.plain = frozenset(rules["plain_heads"])


class Media:
    """Reads the media of one document."""

    def __init__(self, rules: MediaRules, gazetteer: Gazetteer) -> None:
        self.rules, self.pattern, self.gazetteer = rules, rules.pattern, gazetteer

    # --- descriptions

    def described(self, said: Said, at: int, speaker: Entity) -> Entity | None:
        """The medium whose description begins at an index, by its name where one stands in it or right behind."""
        at = self.behind_owner(said.items, at)
        match = self.pattern.match(said.line.text, said.starts[at]) if at < len(said.items) else None
        if match is None:
            return None
        numbered = _NUMBERED.match(said.line.text, said.starts[at])
        if numbered:
            return Entity("media", name=numbered[0])
        near = [(x.code, n) for x, n in zip(said.items[at:], said.starts[at:], strict=False) if n <= match.end() + 2]
        named = any(code == "M" or (code in "nNc" and n > match.end()) for code, n in near)
        bare = not (match["whose"] or match["kinds"] or match["name"])
        if (bare and not named) or (match["name"].strip() or match["whose"]) in self.rules.platforms:
            return None
        return self.entity(said, match, at, speaker)

    def behind_owner(self, items: list[Item], at: int) -> int:
        """Behind an article or possessor ("the", "Iran's")."""
        while at + 1 < len(items) and (items[at].code in "tsH" or items[at + 1].code == "s"):
            at += 1
        return at

    def before(self, said: Said, verb: int) -> Entity | None:
        """The medium that is the subject right before a verb."""
        before = said.items[verb - 1] if verb else None
        if before is None:
            return None
        if before.code == "M" and before.who and not (verb > 1 and said.items[verb - 2].code in "op"):
            return self.worded(said, verb - 1)
        start, stop = said.starts[max(0, verb - _LONGEST)], said.line.sentence.ends[before.j - 1]
        if before.code in "nNc" and verb > 1 and said.items[verb - 2].code == "x":
            stop = said.line.sentence.ends[said.items[verb - 2].j - 1]  # "state news agency Belta said"
        match = next((m for m in self.pattern.finditer(said.line.text, start, stop) if m.end() == stop), None)
        at = said.before(match.start()) if match else verb
        return self.entity(said, match, at) if match and self.is_subject(said, at, verb) else None

    def is_subject(self, said: Said, at: int, verb: int) -> bool:
        """Whether a description that begins at ``at`` opens the clause of a verb."""
        clause = next((i + 1 for i in range(verb - 1, -1, -1) if said.items[i].code == ","), 0)
        return at <= _EARLY + clause and not any(clause <= v.at < at for v in said.voices)

    def entity(self, said: Said, match: re.Match[str], at: int, speaker: Entity | None = None) -> Entity:
        """The medium of a description: one of the tables, one by its name, else the description itself."""
        within = [x for x, n in zip(said.items[at:], said.starts[at:], strict=False) if n <= match.end() + 2]
        known = next((n for n, x in enumerate(within, at) if x.code == "M" and x.who), None)
        if known is not None:
            return self.worded(said, known)
        code = self.gazetteer.demonyms.get(match["whose"] or "")
        whose = match["whose"] if code is None and not (match["whose"] or "").endswith(_OF_LANGUAGE) else None
        named = " ".join(w for w in (whose, match["name"].strip()) if w)
        apposed = next(
            (x for x in within if x.code in "nNcx" and x.text[0].isupper() and said.line.sentence.starts[x.i] > match.end()), None
        )
        if named or apposed is not None:
            return self.by_name(named or (apposed.text if apposed else ""), match["head"], code)
        return self.unnamed(match[0], said.line.text[: match.start()], code, speaker)

    def by_name(self, name: str, head: str, code: str | None) -> Entity:
        """A medium by its name; its kind only says what it is ("the Yeni Devir newspaper"), or is part of it ("Kan radio")."""
        record = self.gazetteer.medium(name) or self.gazetteer.medium(f"{name} {head}")
        if record is not None:
            return Entity("media", name=record.name, country=record.country)
        return Entity("media", name=name if head in self.rules.plain or head in _INTERVIEW else f"{name} {head}", country=code)

    def unnamed(self, words: str, before: str, code: str | None, speaker: Entity | None) -> Entity:
        """A medium without a name, with the country of its first word; "its state television" is one of the speaker's country."""
        country = self.gazetteer.country(speaker.country) if speaker and speaker.country and code is None else None
        if country and country.demonyms and _OWN.search(before):
            return Entity("media", name=f"{country.demonyms[0]} {words}", country=country.iso3)
        state_owned = any(w in words.casefold() for w in _STATE_OWNED)
        name = words if words[0].isupper() else words[0].upper() + words[1:]
        return Entity("media", name=name, country=country.iso3 if country and state_owned else code)

    # --- names

    def worded(self, said: Said, i: int) -> Entity:
        """A medium of the tables under the article's own words, with "The" where they are part of its name."""
        item, before = said.items[i], said.items[i - 1] if i else None
        the = "The " if before is not None and before.text in _THE and i > 1 else ""
        return Entity("media", name=the + item.text, country=item.who[0].country)

    def spoken_to(self, item: Item, text: str, at: int) -> Entity | None:
        """A medium that no table knows, behind "told": by its last word ("the Evening Herald"), or as letters ("RTK")."""
        if item.code not in "nNcx":
            return None
        record = self.gazetteer.medium(item.text)
        if record is not None and (record.name[0].islower() or not item.text[0].islower()):  # not "warned that time was short"
            return Entity("media", name=record.name, country=record.country)
        numbered = _NUMBERED.match(text, at)
        if numbered:
            return Entity("media", name=numbered[0])
        letters = item.text.isupper() and 2 < len(item.text) < 7 and item.code == "n"
        return Entity("media", name=item.text) if letters or self.rules.outlets.match(item.text) else None
