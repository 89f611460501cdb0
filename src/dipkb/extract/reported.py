"""Reported speech: what a verb of speech says without quotation marks, and who is spoken to."""

from __future__ import annotations

from dipkb.extract import clause
from dipkb.extract.document import Entity, Item
from dipkb.extract.said import Said, Voice
from dipkb.extract.speakers import Speakers
from dipkb.extract.speechwords import SpeechWords
from dipkb.extract.wordlists import each, endings, forms, listed

_ACCORDING, _AS = each("according", "as")
_GERUND = endings("gerund")
_SOURCED = listed("statements", "sourced")

_LEADS = forms("that", "of", "for", "to", "on") | {",", ":"}


class Reported:
    """Reads the clause that a voice reports."""

    def __init__(self, words: SpeechWords, speakers: Speakers) -> None:
        self.words, self.speakers = words, speakers

    def counts(self, said: Said, voice: Voice) -> bool:
        """Whether it is a statement without quotation marks: somebody who can speak, by a verb that tells one."""
        speaks = voice.speaker is not None and voice.speaker.kind != "media" and voice.speaker.name != ""
        return (
            speaks
            and voice.act in self.words.reported
            and voice.item.code == "x"
            and voice.item.low not in self.words.quoted_only
        )

    def told(self, said: Said, voice: Voice) -> tuple[int, int, tuple[Entity, ...]] | None:
        """Where the reported words begin and end, and who is addressed."""
        items = said.line.items
        verb = items.index(voice.item)
        addressed = self.addressees(items, verb, voice.speaker)
        first, last = self.content(items, verb, bool(addressed))
        if first > last:
            return None
        start, end = said.line.span(items[first], items[last])
        return start, end, addressed

    def addressees(self, items: list[Item], verb: int, speaker: Entity | None) -> tuple[Entity, ...]:
        if self.words.acts.get(items[verb].low) not in self.words.addressing:
            return ()
        found = clause.objects(items, verb, "PRGCNMO")
        return tuple(e for i in found for e in items[i].who if speaker is None or e.key() != speaker.key())

    def content(self, items: list[Item], verb: int, addressed: bool) -> tuple[int, int]:
        """Items of what is said: behind the verb (its addressee, "that", "for", "of"), up to the attribution or the end."""
        first, last = verb + 1, len(items) - 1
        act = self.words.acts[items[verb].low]
        if addressed and act != "commend":
            while first < len(items) and not clause.is_agent(items[first]):
                first += 1
            first += 1
        while first < len(items) and (
            items[first].low in _LEADS or (items[first].low in self.words.express and act == "express")
        ):
            first += 1
        while last > first and items[last].code in '."':
            last -= 1
        if items[verb].low.endswith(_GERUND) and verb < 2:
            last = self.opening_end(items, first, last)
        return first, self.before_source(items, first, last)

    def opening_end(self, items: list[Item], first: int, last: int) -> int:
        """Where an opening participle ends ("Speaking of X, Y …")."""
        found = (
            i - 1 for i in range(first, last) if items[i].code == "," and i + 1 < len(items) and clause.is_agent(items[i + 1])
        )
        return next(found, last)

    def before_source(self, items: list[Item], first: int, last: int) -> int:
        """Where a trailing attribution begins (", according to …", ", as reported by …", ", Xinhua reported")."""
        for i in range(first + 1, last + 1):
            if items[i].code == "," and self.is_source(items[i + 1 : last + 1]):
                return i - 1
        return last

    def is_source(self, behind: list[Item]) -> bool:
        if not behind:
            return False
        passed_on = behind[0].low in _AS and any(x.low in _SOURCED for x in behind)
        return behind[0].low in _ACCORDING or passed_on or (len(behind) < 7 and behind[-1].low in self.words.media_verbs)
