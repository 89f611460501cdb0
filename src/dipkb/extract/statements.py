"""Who says what: quotations with their speakers, reported speech, and the channel each reached the article by.

A quotation is words between quotation marks, three or more. Its speaker is sought outside the marks: behind it (", Xi said"),
before it ("Xi added, “"), in the rest of its paragraph, then in the sentence before. Reported speech is a verb of speech
whose subject is somebody who can speak. Verbs, speakers and media are data, in ``seeds/frames/statements.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from dipkb.event import Span
from dipkb.extract import clause
from dipkb.extract.channels import QUOTED, ChannelRules, Channels
from dipkb.extract.document import Document, Entity, Item, Line
from dipkb.extract.lexicon import read_frames
from dipkb.extract.parties import Parties

MIN_QUOTED_WORDS = 3


@dataclass(slots=True)
class Utterance:
    """One statement as told: ``start`` and ``end`` bound the quoted words or the reported clause; ``trigger`` ascribes them."""

    speaker: Entity | None
    act: str
    start: int
    end: int
    lines: list[Line]
    quoted: bool
    addressees: tuple[Entity, ...] = ()
    channel: list[Entity] = field(default_factory=list)
    trigger: tuple[Line, int] | None = None

    def evidence(self) -> Span:
        """The sentences that carry it, from the first to the last."""
        first, last = self.lines[0].sentence, self.lines[-1].sentence
        start, end = min(first.start, self.start), max(last.end, self.end)
        return Span(start=start, end=end, exact=self.lines[0].text[start:end])


class Speech:
    """The compiled rules of speech, and the reading of one document with them."""

    def __init__(self) -> None:
        rules = read_frames("statements")
        self.acts = {word: act for act, words in rules["acts"].items() for word in words}
        self.express = {word: act for act, words in rules["express"].items() for word in words}
        self.addressing, self.reported = frozenset(rules["addressing"]), frozenset(rules["reported"])
        self.bodies = frozenset(rules["bodies"])
        self.speakers, self.media_verbs = frozenset(rules["speakers"]), frozenset(rules["media_verbs"])
        self.channels = ChannelRules()

    def utterances(self, document: Document, parties: Parties) -> list[Utterance]:
        """All statements, in the order of the text."""
        return _Reader(self, document, parties).read()


class _Reader:
    def __init__(self, rules: Speech, document: Document, parties: Parties) -> None:
        self.rules, self.document, self.parties = rules, document, parties
        self.text = document.article.text
        self.channels = Channels(rules.channels, parties)
        self.body: Entity | None = None
        self.lines = [line for line in document.body() if line.sentence.zone == "body"]

    def read(self) -> list[Utterance]:
        quotes = list(self.quotations())
        for line in self.lines:
            quotes += self.indirect(line, quotes)
        return sorted(quotes, key=lambda u: (u.start, u.end))

    # --- quotations

    def quotations(self) -> Iterator[Utterance]:
        previous: Utterance | None = None
        for start, end in self.marked():
            if len(self.text[start:end].split()) < MIN_QUOTED_WORDS:
                continue
            lines = [x for x in self.lines if x.sentence.start < end and x.sentence.end > start]
            if not lines:
                continue
            found = self.attributed(start, end, lines) or self.continued(start, lines, previous)
            if found is not None:
                previous = found
                self.body = found.speaker if found.speaker and found.speaker.kind == "organisation" else self.body
                yield found

    def marked(self) -> Iterator[tuple[int, int]]:
        """Offsets of what stands between quotation marks, without the marks, paragraph by paragraph."""
        at = 0
        for paragraph in self.text.splitlines(keepends=True):
            for match in QUOTED.finditer(paragraph.rstrip("\r\n")):
                group = next(g for g in (1, 2, 3) if match[g] is not None)
                yield at + match.start(group), at + match.end(group)
            at += len(paragraph)

    def attributed(self, start: int, end: int, lines: list[Line]) -> Utterance | None:
        """The speaker named in the sentences the quotation stands in: behind it, else before it."""
        for line, side in ((lines[-1], "right"), (lines[0], "left")):
            outside = self.outside(line, start, end, side)
            verb = self.speech_verb(line, outside, side)
            if verb is None:
                continue
            speaker = self.speaker(line, verb, outside)
            if speaker is not None:
                made = Utterance(speaker, self.act(line, verb), start, end, lines, True, self.addressees(line, verb, speaker))
                made.channel = self.channels.of(lines[-1], speaker) or self.channels.of(lines[0], speaker)
                made.trigger = line, verb
                return made
        return self.by_source(start, end, lines)

    def by_source(self, start: int, end: int, lines: list[Line]) -> Utterance | None:
        """ "according to X" as the only attribution."""
        for line in (lines[-1], lines[0]):
            for i, item in enumerate(line.items):
                if item.low == "according" and not line.quoted[i]:
                    source = next((x.who[0] for x in line.items[i + 2 : i + 10] if x.code in "PRNCMG" and x.who), None)
                    return Utterance(source, "say", start, end, lines, True, trigger=(line, i)) if source else None
        return None

    def outside(self, line: Line, start: int, end: int, side: str) -> list[int]:
        starts = line.sentence.starts
        chosen = [i for i, item in enumerate(line.items) if not line.quoted[i] and item.code != '"']
        return [i for i in chosen if (starts[line.items[i].i] >= end if side == "right" else starts[line.items[i].i] < start)]

    def speech_verb(self, line: Line, outside: list[int], side: str) -> int | None:
        """The verb of speech nearest to the quotation."""
        for i in outside[:9] if side == "right" else reversed(outside[-14:]):
            item = line.items[i]
            if item.low in self.rules.acts and item.code in "xa" and not self.is_noun(line, i):
                return i
            if side == "right" and item.code in '"':
                return None
        return None

    def is_noun(self, line: Line, i: int) -> bool:
        return i > 0 and line.items[i - 1].code in "tHsA" and not line.items[i].low.endswith("ed")

    def speaker(self, line: Line, verb: int, outside: list[int]) -> Entity | None:
        items = line.items
        behind = verb + 1
        if (
            behind < len(items)
            and behind in outside
            and (clause.is_agent(items[behind]) or items[behind].code == "n")
            and items[behind].code != "O"
        ):
            before_is_subject = verb > 0 and (clause.is_agent(items[verb - 1]) or items[verb - 1].code in "nw")
            if not before_is_subject and items[verb].low not in ("told", "tells", "tell", "asked"):
                return self.who(line, behind)
        if verb and items[verb - 1].low == "it" and self.body is not None:
            return self.body
        found = clause.subject(items, verb)
        found = [i for i in found if i in outside or not line.quoted[i]]
        if found and items[found[0]].low in ("he", "she"):
            return self.last_speaker(line, items[found[0]]) or (items[found[0]].who[0] if items[found[0]].who else None)
        if found and items[found[0]].who:
            return self.who(line, found[0])
        return self.generic(line, verb, outside)

    def last_speaker(self, line: Line, pronoun: Item) -> Entity | None:
        """Whom "he said" goes on quoting: who spoke last in the two paragraphs before, unless the sentence names somebody."""
        if any(i.code in "PR" and i.who and not line.is_quoted(n) for n, i in enumerate(line.items)):
            return None
        gender = {"he": "m", "she": "f"}[pronoun.low]
        for before in reversed(self.lines[: self.lines.index(line)]):
            if before.sentence.paragraph < line.sentence.paragraph - 2:
                break
            if (entity := self.speaking(before)) is not None:
                return entity if entity.gender in (None, gender) else None
        return None

    def speaking(self, line: Line) -> Entity | None:
        """Who speaks in a sentence by a verb of speech outside quotation marks; the last one."""
        for i in range(len(line.items) - 1, -1, -1):
            item = line.items[i]
            if item.code == "x" and item.low in self.rules.acts and not line.is_quoted(i) and not self.is_noun(line, i):
                for side in (clause.subject(line.items, i)[:1], [i + 1]):
                    for n in side:
                        who = line.items[n].who if n < len(line.items) and line.items[n].code in "PRO" else ()
                        if who and who[0].kind == "person" and not line.is_quoted(n):
                            return who[0]
        return None

    def who(self, line: Line, i: int) -> Entity | None:
        """Who an item is as a speaker: itself, somebody of it ("a White House official"), or its office ("his office")."""
        items = line.items
        after = items[i + 1] if i + 1 < len(items) else None
        if after is not None and after.low in self.rules.speakers and after.code == "x":
            return self.nameless(line, i + 1)
        behind = items[i + 2] if after is not None and after.code == "s" and i + 2 < len(items) else None
        if behind is not None and behind.code in "PnN" and behind.who:
            return behind.who[0]  # "said Poland's Donald Tusk"
        if behind is not None and behind.low in self.rules.bodies:
            return self.body_of(items[i].who[0] if items[i].who else None, behind.low, line.words(items[i], behind))
        return items[i].who[0] if items[i].who else None

    def body_of(self, owner: Entity | None, body: str, words: str) -> Entity:
        """A body by whose it is: the office of a person in office is named by that office ("Israeli Prime Minister's Office")."""
        country = self.parties.gazetteer.country(owner.country) if owner and owner.country else None
        name = words.removeprefix("the ").removeprefix("The ")
        if owner and owner.kind == "person" and owner.role and owner.rank in ("hos", "hog") and country and country.demonyms:
            name = f"{country.demonyms[0]} {owner.role}'s {body.capitalize()}"
        return Entity("organisation", name=name, country=owner.country if owner else None)

    def generic(self, line: Line, verb: int, outside: list[int]) -> Entity | None:
        """A speaker without a name: a name no table knows, "the ministry", "a spokesperson", "experts"."""
        for i in range(verb - 1, max(-1, verb - 8), -1):
            item = line.items[i]
            if item.code == '"':
                break
            if item.code == "n" and item.who and not (i and line.items[i - 1].code in "op"):
                return item.who[0]
            if item.code == "R" and not item.who and not (i and line.items[i - 1].code in "op"):
                return Entity("person", role=item.value.role, country=self.parties.country_of(item.value.owner))
            if item.low in self.rules.speakers and item.code == "x" and not (i and line.items[i - 1].code in "o"):
                owner = line.items[i - 1] if i else None
                if owner is not None and owner.code in "HO" and owner.who and item.low in self.rules.bodies:
                    return self.body_of(owner.who[0], item.low, line.words(owner, item))
                if not self.is_owner(line, i):
                    return self.nameless(line, i)
        if (
            verb + 1 < len(line.items)
            and line.items[verb + 1].code == "t"
            and verb + 2 < len(line.items)
            and line.items[verb + 2].low in self.rules.speakers
        ):
            return self.nameless(line, verb + 2)
        return None

    def is_owner(self, line: Line, i: int) -> bool:
        """Whether the word only says whose speaker it is ("a spokesman for the foreign ministry")."""
        first = i
        while (
            first
            and i - first < 4
            and line.items[first - 1].code in "taxAC"
            and line.items[first - 1].low not in self.rules.speakers
        ):
            first -= 1
        return first > 1 and line.items[first - 1].low in ("for", "of", "at") and line.items[first - 2].low in self.rules.speakers

    def nameless(self, line: Line, i: int) -> Entity:
        first, country = i, None
        while (
            first and line.items[first - 1].code in "ACaxN" and i - first < 3 and not clause.is_verb_like(line.items[first - 1])
        ):
            first -= 1
            country = country or self.parties.country_of(line.items[first])
        plural = line.items[i].low.endswith("s")
        bare = next((n for n in range(first, i) if line.items[n].code not in "ACt"), i)
        role = line.words(line.items[bare], line.items[i])
        if plural and country is None:
            return Entity("group", name=line.words(line.items[first], line.items[i]))
        return Entity("group" if plural else "person", role=role, country=country)

    def continued(self, start: int, lines: list[Line], previous: Utterance | None) -> Utterance | None:
        """A quotation without words of its own: the one before in its paragraph goes on, or the sentence before announces it."""
        paragraph = lines[0].sentence.paragraph
        end = lines[-1].sentence.end
        if previous and previous.lines[-1].sentence.paragraph in (paragraph, paragraph - 1) and self.all_quoted(lines):
            return Utterance(
                previous.speaker,
                previous.act,
                start,
                self.quote_end(start),
                lines,
                True,
                previous.addressees,
                list(previous.channel),
            )
        before = [x for x in self.lines if x.sentence.end <= lines[0].sentence.start]
        first = before[-1] if before else None
        speaker = next(
            (
                item.who[0]
                for item in lines[0].items
                if item.code in "PRO" and item.who and not lines[0].quoted[lines[0].items.index(item)]
            ),
            None,
        )
        if speaker is None and first is not None and self.all_quoted(lines):
            speaker = next(
                (item.who[0] for i, item in enumerate(first.items) if item.code in "PROn" and item.who and not first.quoted[i]),
                None,
            )
        return Utterance(speaker, "say", start, min(self.quote_end(start), max(end, start)), lines, True) if speaker else None

    def all_quoted(self, lines: list[Line]) -> bool:
        outside = sum(1 for line in lines for i, item in enumerate(line.items) if not line.quoted[i] and item.code not in '".,;')
        return outside <= 2

    def quote_end(self, start: int) -> int:
        match = re.compile(r"[”″\"\n]|\Z").search(self.text, start)
        return match.start() if match else len(self.text)

    # --- reported speech

    def indirect(self, line: Line, quotes: list[Utterance]) -> Iterator[Utterance]:
        carries = [q for q in quotes if line in q.lines]
        for i, item in enumerate(line.items):
            if item.code != "x" or line.quoted[i] or item.low not in self.rules.acts or self.is_noun(line, i):
                continue
            act = self.act(line, i)
            if (
                act not in self.rules.reported
                or any(self.covers(q, line, i) for q in carries)
                or self.is_channel_verb(line, i)
                or clause.is_passive(line.items, i)
            ):
                continue
            made = self.reported(line, i, act)
            if made is not None:
                yield made

    def covers(self, quote: Utterance, line: Line, verb: int) -> bool:
        """Whether the verb is the one that carries the quotation."""
        starts = line.sentence.starts
        near = min(abs(starts[line.items[verb].i] - quote.end), abs(quote.start - starts[line.items[verb].i]))
        whole = len(self.text[quote.start : quote.end].split()) > MIN_QUOTED_WORDS + 2
        return near < 60 and whole

    def is_channel_verb(self, line: Line, verb: int) -> bool:
        """ "…, Xinhua reported" and "Belarusian media reported that X said …" pass on what another says."""
        item = line.items[verb]
        return item.low in self.rules.media_verbs and self.channels.medium_before(line, verb) is not None

    def reported(self, line: Line, verb: int, act: str) -> Utterance | None:
        items = line.items
        speaker = self.main_speaker(line, verb)
        if speaker is None:
            return None
        addressees = self.addressees(line, verb, speaker)
        first, last = self.content(line, verb, bool(addressees))
        if first > last:
            return None
        start, end = line.span(items[first], items[last])
        made = Utterance(speaker, act, start, end, [line], False, addressees)
        made.channel = self.channels.of(line, speaker)
        made.trigger = line, verb
        return made

    def main_speaker(self, line: Line, verb: int) -> Entity | None:
        items = line.items
        found = clause.subject(items, verb)
        if found and items[found[0]].code in "PRONCGM" and items[found[0]].who and not line.quoted[found[0]]:
            entity = self.who(line, found[0])
            return None if entity is None or entity.kind == "media" else entity
        generic = self.generic(line, verb, list(range(len(items)))) if verb and not items[verb].low.endswith("ing") else None
        return generic if generic and generic.name != "" else None

    def content(self, line: Line, verb: int, addressed: bool) -> tuple[int, int]:
        """Items of what is said: behind the verb (its addressee, "that", "for", "of"), up to the attribution or the end."""
        items = line.items
        first, last = verb + 1, len(items) - 1
        if addressed and self.act(line, verb) != "commend":
            while first < len(items) and not clause.is_agent(items[first]):
                first += 1
            first += 1
        while first < len(items) and (
            items[first].low in ("that", "of", "for", "to", "on", ",", ":")
            or (items[first].low in self.rules.express and self.rules.acts[items[verb].low] == "express")
        ):
            first += 1
        while last > first and items[last].code in '."':
            last -= 1
        if items[verb].low.endswith("ing") and verb < 2:
            last = next(
                (
                    i - 1
                    for i in range(first, last)
                    if items[i].code == "," and i + 1 < len(items) and clause.is_agent(items[i + 1])
                ),
                last,
            )
        return first, self.before_source(line, first, last)

    def before_source(self, line: Line, first: int, last: int) -> int:
        """Where a trailing attribution begins (", according to …", ", as reported by …", ", Xinhua reported")."""
        items = line.items
        for i in range(first + 1, last + 1):
            if items[i].code != ",":
                continue
            behind = items[i + 1 : last + 1]
            lows = {x.low for x in behind}
            if behind and (
                behind[0].low == "according"
                or (behind[0].low == "as" and lows & {"reported", "quoted"})
                or (len(behind) < 7 and behind[-1].low in self.rules.media_verbs)
            ):
                return i - 1
        return last

    # --- acts, addressees, channels

    def act(self, line: Line, verb: int) -> str:
        act = str(self.rules.acts[line.items[verb].low])
        if act == "express":
            for item in line.items[verb + 1 : verb + 5]:
                if item.low in self.rules.express:
                    return str(self.rules.express[item.low])
        return act

    def addressees(self, line: Line, verb: int, speaker: Entity) -> tuple[Entity, ...]:
        if self.rules.acts[line.items[verb].low] not in self.rules.addressing:
            return ()
        found = clause.objects(line.items, verb, "PRGCNMO")
        return tuple(e for i in found for e in line.items[i].who if e.key() != speaker.key())


def first_persons(utterances: list[Utterance]) -> dict[int, Entity]:
    """The speaker at each offset of quoted text, by the identity of the pronoun items "I" and "my" inside."""
    found: dict[int, Entity] = {}
    for utterance in utterances:
        if not utterance.quoted or utterance.speaker is None:
            continue
        for line in utterance.lines:
            for i, item in enumerate(line.items):
                if item.code in "OH" and line.quoted[i] and item.low in ("i", "me", "my", "myself"):
                    item.who = (utterance.speaker,)
                    found[line.sentence.starts[item.i]] = utterance.speaker
    return found
