"""Who says what: quotations with their speakers, reported speech, and the channel each reached the article by.

A quotation is words between quotation marks, three or more, that the article attributes (:mod:`dipkb.extract.quotations`).
Reported speech is a verb of speech whose subject is somebody who can speak. Verbs, speakers and media are data, in
``seeds/frames/statements.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from dipkb.event import Span
from dipkb.extract.channels import ChannelRules, Channels
from dipkb.extract.document import Document, Entity, Line
from dipkb.extract.media import Media, MediaRules
from dipkb.extract.parties import Parties
from dipkb.extract.quotations import Quotation, Quotations
from dipkb.extract.reported import Reported
from dipkb.extract.said import Said, Voice
from dipkb.extract.speechwords import SpeechWords
from dipkb.extract.turns import speak
from dipkb.extract.voices import Voices
from dipkb.extract.wordlists import endings, forms

_ACCORDING = forms("according")
_GERUND = endings("gerund")

_PLACES = frozenset({"body", "caption"})
_LONG = 5  # words; a shorter quotation leaves its sentence's reported speech a statement of its own
_AROUND = 5  # items from a verb back to the pronoun that is its subject
_APART = 2  # paragraphs over which a speaker goes on
_NEAR = 60  # characters between a quotation and the verb that carries it


@dataclass(slots=True)
class Utterance:
    """One statement as told: ``start`` and ``end`` bound the quoted words or the reported clause; ``trigger`` ascribes them.

    In an ``interview`` all that a speaker goes on to say is said to the medium.
    """

    speaker: Entity | None
    act: str
    start: int
    end: int
    lines: list[Line]
    quoted: bool
    addressees: tuple[Entity, ...] = ()
    channel: list[Entity] = field(default_factory=list)
    trigger: tuple[Line, int] | None = None
    interview: bool = False

    def goes_on(self) -> bool:
        """Whether it only goes on with who spoke before: no name says anew who speaks."""
        if self.trigger is None:
            return True
        line, at = self.trigger
        around = line.items[max(0, at - _AROUND) : at + _AROUND - 1]
        return line.items[at].low.endswith(_GERUND) or not any(x.code in "Pn" and self.speaker in x.who for x in around)

    def evidence(self) -> Span:
        """The sentences that carry it, from the first to the last."""
        first, last = self.lines[0].sentence, self.lines[-1].sentence
        start, end = min(first.start, self.start), max(last.end, self.end)
        return Span(start=start, end=end, exact=self.lines[0].text[start:end])


class Speech:
    """The compiled rules of speech, and the reading of one document with them."""

    def __init__(self) -> None:
        self.words, self.channels, self.media = SpeechWords(), ChannelRules(), MediaRules()

    def utterances(self, document: Document, parties: Parties) -> list[Utterance]:
        """All statements, in the order of the text."""
        return _Reader(self, document, parties).read()


class _Reader:
    def __init__(self, rules: Speech, document: Document, parties: Parties) -> None:
        self.words, self.document = rules.words, document
        lines = [line for line in document.body() if line.sentence.zone in _PLACES]
        media = Media(rules.media, parties.gazetteer)
        self.voices = Voices(rules.words, media, parties, lines)
        self.channels = Channels(rules.channels, media, self.voices.speakers)
        self.reported = Reported(rules.words, self.voices.speakers)

    def read(self) -> list[Utterance]:
        found = list(self.quotations())
        carried: dict[int, list[Utterance]] = {}
        for utterance in found:
            for line in {id(utterance.lines[0]), id(utterance.lines[-1])}:
                carried.setdefault(line, []).append(utterance)
        for said in self.voices.told:
            found += self.indirect(said, carried.get(id(said.line), []) if any(said.line.quoted) else [])
        found.sort(key=lambda u: (u.start, u.end))
        carry_on(found)
        return found

    # --- quotations

    def quotations(self) -> Iterator[Utterance]:
        for quotation in Quotations(self.voices, self.document).read():
            yield self.uttered(quotation)

    def uttered(self, quotation: Quotation) -> Utterance:
        voice, items = quotation.voice, quotation.by.items
        lines = [said.line for said in quotation.lines]
        addressed = self.reported.addressees(items, voice.at, quotation.speaker) if voice else ()
        return Utterance(
            quotation.speaker,
            voice.act if voice else "say",
            quotation.marks.start,
            quotation.marks.end,
            lines,
            True,
            addressed,
            self.channels.of(quotation),
            (quotation.by.line, quotation.by.line.items.index(voice.item)) if voice else None,
            self.channels.is_interview(quotation),
        )

    # --- reported speech

    def indirect(self, said: Said, carried: list[Utterance]) -> Iterator[Utterance]:
        for voice in said.voices:
            if voice.item.low in _ACCORDING or voice.passive or not self.reported.counts(said, voice):
                continue
            if any(self.covers(u, said, voice) for u in carried) or self.channels.is_relay(said, voice):
                continue
            told = self.reported.told(said, voice)
            if told is not None and voice.speaker is not None:
                start, end, addressed = told
                made = Utterance(voice.speaker, voice.act, start, end, [said.line], False, addressed)
                made.channel = self.channels.around(said, voice.speaker)
                made.interview = bool(self.channels.interview(said, voice.speaker))
                made.trigger = said.line, said.line.items.index(voice.item)
                yield made

    def covers(self, quote: Utterance, said: Said, voice: Voice) -> bool:
        """Whether the verb is the one that carries the quotation."""
        at = said.starts[voice.at]
        near = min(abs(at - quote.end), abs(quote.start - at)) < _NEAR
        return near and len(said.line.text[quote.start : quote.end].split()) > _LONG


def carry_on(told: list[Utterance]) -> None:
    """The channel goes on with the speaker: what "he added" behind "Orban said on state radio" was said there too."""
    held: list[Entity] = []
    interviewed = False
    for before, utterance in pairwise(told):
        near = utterance.lines[0].sentence.paragraph - before.lines[-1].sentence.paragraph <= _APART
        same = near and before.speaker is utterance.speaker
        interviewed = same and (interviewed or before.interview)
        goes_on = same and (interviewed or utterance.trigger == before.trigger or utterance.goes_on())
        held = (before.channel or held) if goes_on else []
        if utterance.quoted and not utterance.channel:
            utterance.channel = [e for e in held if e.kind in ("media", "organisation")]


def first_persons(utterances: list[Utterance]) -> None:
    """Whom "I" and "we" mean inside quotations: the speaker, of "we" facing whom the words are said to, else the last one met."""
    for utterance in utterances:
        if not utterance.quoted or utterance.speaker is None:
            continue
        for line in utterance.lines:
            faced = utterance.addressees if len(utterance.addressees) == 1 else line.pair
            for item in line.items:
                if item.code in "OH" and utterance.start <= line.sentence.starts[item.i] < utterance.end:
                    speak(item, utterance.speaker, faced)
