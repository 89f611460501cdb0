"""Who speaks in each sentence: the verbs of speech that stand outside quotation marks, with the speaker each one has.

Read in the order of the text, since "he added", "the official said" and "it said" go on with who spoke before.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from dipkb.extract import clause
from dipkb.extract.document import Entity, Item, Line
from dipkb.extract.framefiles import read_frames
from dipkb.extract.media import Media
from dipkb.extract.parties import Parties
from dipkb.extract.said import Said, Voice
from dipkb.extract.speakers import Speakers
from dipkb.extract.speechwords import SpeechWords
from dipkb.extract.wordlists import each, endings, forms, is_so, listed, stems

_ACCORDING, _AS, _BY_WORDS, _FOR, _IN = each("according", "as", "by", "for", "in")
_IT, _OF, _ON, _STATE, _TO = each("it", "of", "on", "state", "to")
_WHAT = forms("what")
_ADVERB = endings("adverb")
_CALL_STEM = stems("call")
_GERUND = endings("gerund")
_ON_FOR = forms("on", "for")
_PAST_GERUND = endings("past", "gerund")
_PUTTING = listed("statements", "putting")
_TANKS = listed("statements", "tanks")
_THUS = forms("so", "also", "then", "thus")

_BEFORE_INVERTED = ",;h" if is_so("auxiliary_before_inverted") else ",;"  # codes between a quotation and its verb
_COORDINATING = forms("while", "whereas", "but", "and", "though", "although", "as", "after", "before")
_OWNER = 6  # items of "in the prime minister's view"
_CALL = 16  # items between "called" and "for"
_BY = 8  # items between a passive verb and "by"
_MEDIA = frozenset(read_frames("statements")["state_media"])
_PRONOUNS = forms("this", "that", "all", "both", "each")  # articles that can be subjects


class Voices:
    """The voices of one document; ``told`` has one entry for each line given, in its order."""

    def __init__(self, rules: SpeechWords, media: Media, parties: Parties, lines: list[Line]) -> None:
        self.rules, self.media = rules, media
        self.speakers = Speakers(rules, parties, lines)
        self.told = [self.read(n, line) for n, line in enumerate(lines)]

    def read(self, n: int, line: Line) -> Said:
        kept: Sequence[int] = range(len(line.items))
        if any(line.quoted) or '"' in [item.code for item in line.items]:
            kept = [i for i, item in enumerate(line.items) if not line.quoted[i] and item.code != '"']
        items = [line.items[i] for i in kept] if isinstance(kept, list) else line.items
        said = Said(line, items)
        self.speakers.begin(n)
        cues = self.rules.cues & line.lows
        for at, item in [(n, x) for n, x in enumerate(said.items) if x.low in cues] if cues else ():
            voice = self.voice(said, at, item, kept)
            if voice is not None:
                said.voices.append(voice)
                if line.sentence.zone == "body" and not self.is_subordinate(said, voice):
                    self.speakers.heard(voice.speaker)
        if line.sentence.zone == "body":
            self.speakers.end(said, max((v.at + 1 for v in said.voices if v.speaker is not None), default=0))
        return said

    def is_subordinate(self, said: Said, voice: Voice) -> bool:
        """Whether somebody speaks only in what another says ("X said that Y had called it …", "what Y said")."""
        if voice.participle or len(said.voices) < 2:
            return any(x.low in _WHAT for x in said.items[max(0, voice.at - 3) : voice.at])
        before = said.voices[-2]
        between = said.items[before.at + 1 : voice.at]
        apart = any(x.low in _COORDINATING or x.code == ";" for x in between)
        weak = before.item.low in self.rules.quoted_only or before.participle or before.passive
        return before.speaker is not None and not weak and before.act in self.rules.saying and not apart

    def voice(self, said: Said, at: int, item: Item, kept: Sequence[int]) -> Voice | None:
        items = said.items
        if item.low in _ACCORDING and at + 1 < len(items) and items[at + 1].low in _TO:
            return Voice(at, "say", self.speakers.behind(items, at + 2), item)
        if item.low in self.rules.views:
            return self.in_words_of(items, at, item)
        if item.low not in self.rules.acts or item.code not in "xa" or is_noun(said.line.items, kept[at]):
            return None
        if item.low in _PUTTING and not (at + 1 < len(items) and items[at + 1].low in _IT):
            return None
        act = act_of(self.rules, items, at)
        if item.low in self.rules.quoting:
            return self.passed_on(items, at, item)
        if item.low in self.rules.media_verbs and (medium := self.media.before(said, at)) is not None:
            return Voice(at, act, medium, item)
        if clause.is_passive(items, at):
            return Voice(at, act, self.agent(items, at), item, passive=True)
        dependent = item.low.endswith(_GERUND) or (at > 0 and items[at - 1].low in _TO)
        if dependent and (main := self.main(said)) is not None:
            return Voice(at, act, main.speaker, item, participle=True)
        speaker = self.speakers.of(items, at, inverted=self.is_inverted(said.line, kept, at))
        if speaker is None:  # "state media has hailed Xi as …"
            subject = self.speakers.subjects.skipped(items, at - 1) + 1
            speaker = self.media.before(said, subject) or self.media.before(said, self.aside(items, subject))
        as_saying = at > 1 and items[at - 1].low in _AS
        via = self.agent(items, at) if as_saying else None
        return Voice(at, act, speaker, item, participle=item.low.endswith(_GERUND) and not as_saying, via=via)

    def aside(self, items: list[Item], verb: int) -> int:
        """Where ", a state-run paper," begins that stands before a verb; the verb's own place where there is none."""
        if verb < 1 or items[verb - 1].code != ",":
            return verb
        opens = (i for i in range(verb - 2, max(0, verb - _BY), -1) if items[i].code == ",")
        return next((i for i in opens if items[i + 1].code == "t"), verb)

    def in_words_of(self, items: list[Item], at: int, item: Item) -> Voice | None:
        """ "In the words of X" and "in X's view" for X, as "according to X" is."""
        led = next((i for i in range(at - 1, max(-1, at - _OWNER), -1) if items[i].low in _IN), None)
        if led is None:
            return None
        if led == at - 2 and items[at - 1].code == "t" and at + 2 < len(items) and items[at + 1].low in _OF:
            return Voice(at, "say", self.speakers.behind(items, at + 2), item)
        owner = items[at - 2] if items[at - 1].code == "s" else items[at - 1]
        owns = items[at - 1].code in "sH" and owner.code in "PRH" and bool(owner.who)
        return Voice(at, "say", owner.who[0], item) if owns and all(x.code in "tACNsPRH" for x in items[led + 1 : at]) else None

    def main(self, said: Said) -> Voice | None:
        """Whose participle it is (", adding that …"): the last finite verb of speech before it has the same subject."""
        finite = (v for v in reversed(said.voices) if not (v.participle or v.passive) and v.act in self.rules.saying)
        strong = (v for v in finite if v.item.low not in self.rules.quoted_only and v.item.low not in _ACCORDING)
        return next((v for v in strong if v.speaker is not None and v.speaker.kind != "media"), None)

    def passed_on(self, items: list[Item], at: int, item: Item) -> Voice | None:
        """ "was quoted by X" for the one quoted; "X quoted Y as saying" is left to the second verb."""
        saying = any(x.low in _AS for x in items[at + 1 : at + 12])
        if saying or not clause.is_passive(items, at):
            return None
        return Voice(at, "quote", self.speakers.before(items, at), item, via=self.agent(items, at))

    def agent(self, items: list[Item], verb: int) -> Entity | None:
        """Who stands behind "by" in the passive ("was described as … by X")."""
        for i in range(verb + 1, min(verb + _BY, len(items))):
            if items[i].code in ".wk" and items[i].low not in _AS:
                break
            if items[i].low in _BY_WORDS:
                return self.speakers.behind(items, i + 1)
        return None

    def is_inverted(self, line: Line, kept: Sequence[int], at: int) -> bool:
        """Whether the verb opens what stands behind a quotation, so that its subject follows (", said X")."""
        i = kept[at] - 1
        while i >= 0 and (line.items[i].code in _BEFORE_INVERTED or line.items[i].low in _THUS):
            i -= 1
        return i >= 0 and (line.items[i].code == '"' or line.quoted[i])


def act_of(rules: SpeechWords, items: list[Item], verb: int) -> str:
    """What a verb of speech does; the noun behind "expressed" decides."""
    act = rules.acts[items[verb].low]
    if act == "describe" and items[verb].low.startswith(_CALL_STEM) and is_call(items, verb):
        return "urge"
    if act == "express":
        for item in items[verb + 1 : verb + 5]:
            if item.low in rules.express:
                return rules.express[item.low]
    return act


def is_call(items: list[Item], verb: int) -> bool:
    """ "called on them", "called for peace", "called in talks with Xi on Friday for peace"; not "called it a cry for peace"."""
    following = items[verb + 1] if verb + 1 < len(items) else None
    if following is None or following.code not in "pDx" or (following.code == "x" and not following.low.endswith(_ADVERB)):
        return following is not None and following.low in _ON_FOR
    behind = itertools.takewhile(lambda x: x.code not in '".wk;' and x.low not in _FOR, items[verb + 1 : verb + _CALL])
    stop = verb + 1 + sum(1 for _ in behind)
    return following.low in _ON or (stop < len(items) and items[stop].low in _FOR)


def is_noun(items: list[Item], i: int) -> bool:
    """Whether a word that can be a verb of speech is a noun here ("the claims", "Xi's report") or a participle before one."""
    low, before = items[i].low, items[i - 1] if i else None
    if before is None:
        return False
    if i + 1 < len(items) and (items[i + 1].low in _TANKS or (low in _STATE and items[i + 1].low in _MEDIA)):
        return True
    if before.low.endswith(_ADVERB) and i > 1 and items[i - 2].code == "t":
        return True
    if before.code in "tHs":
        return not (before.code == "t" and before.low in _PRONOUNS)
    return before.code in "oA" and not low.endswith(_PAST_GERUND)
