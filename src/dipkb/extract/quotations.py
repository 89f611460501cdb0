"""Quotations with the voice each belongs to: behind it, before it, or in the sentences around it.

A quotation that ends in a comma, a question or an exclamation is followed by its attribution (", said X"); one inside a clause
belongs to the verb of speech before it; one that stands alone goes on with who spoke last, or has its speaker right behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dipkb.extract import clause
from dipkb.extract.document import Document, Entity, Item, Quoted
from dipkb.extract.said import Said, Voice
from dipkb.extract.voices import Voices
from dipkb.extract.wordlists import forms, listed, text_of, texts

_SPEAKING, _SO_CALLED = texts("statements", "speaking_offices"), text_of("statements", "so_called")
_ACCORDING = forms("according")
_FOR = forms("for")
_LEADING_TO_WORDS = forms("of", "that", "to", "about")

MIN_WORDS = 3
_LEAD = 4  # characters before a quotation that can hold the sign leading to it
_WHOLE = 4  # spaces; fewer make no sentence
_APART = 2  # paragraphs over which somebody's words go on
_NAME_LINE = 12  # items of a line that only names somebody
_FOLLOWED = re.compile(r"[,?!…—–-][\"”»’'″]*$")
_FOLLOWS = re.compile(r"[\"”»’'″]*\s*(?:,|—|–|-\s)")
_WORD = re.compile(r"[\w’'-]+")
_WEAK = 8  # items that may stand between a weak verb of speech ("spoke of") and the quotation
_SMALL = listed("statements", "words_of_titles")
_TITLE = 60  # characters; a longer title has many words
_LONG_TITLE = 5  # words in capitals
_IMMEDIATE = 14  # items between a quotation and the verb of the attribution right behind it


@dataclass(slots=True, eq=False)
class Quotation:
    """A quotation with its speaker and the sentence ``by`` that says whose it is; ``voice`` is missing where no verb says it."""

    marks: Quoted
    lines: list[Said]
    speaker: Entity
    by: Said
    voice: Voice | None = None
    relays: tuple[Voice, ...] = ()
    before: Said | None = None


class Quotations:
    """The quotations of one document, in the order of its text."""

    def __init__(self, voices: Voices, document: Document) -> None:
        self.bodies = voices.speakers.bodies
        self.words, self.text, self.spans = voices.rules, document.article.text, document.quotations
        self.told, self.signed = voices.told, signatures(document)
        self.ends = [said.line.sentence.end for said in self.told]

    def read(self) -> Iterator[Quotation]:
        previous: Quotation | None = None
        first = 0
        for marks in self.spans:
            while first < len(self.told) and self.ends[first] <= marks.start:
                first += 1
            last = first
            while last + 1 < len(self.told) and self.told[last + 1].line.sentence.start < marks.end:
                last += 1
            if first >= len(self.told) or self.told[first].line.sentence.start >= marks.end or not self.is_quotation(marks):
                continue
            found = self.attributed(marks, first, last) or self.alone(marks, first, last, previous)
            found = found or self.supposed(marks, first, last, previous)
            if found is not None:
                found.before = self.told[first - 1] if first else None
                previous = found
                yield found

    # --- what is a quotation

    def is_quotation(self, marks: Quoted) -> bool:
        words = _WORD.findall(self.text, marks.start, marks.end)
        inside = self.text[marks.start : marks.end]
        return len(inside.split()) >= MIN_WORDS and len(words) > 1 and not inside.isupper()

    def is_label(self, marks: Quoted, said: Said, at: int) -> bool:
        """A name, slogan or term rather than somebody's words: behind "so-called", or written like a title."""
        first = max(0, at - 2)
        marked = any(c in self.text[said.starts[first] : marks.start - 1] for c in '"“”') if at else False
        before = {x.low for x in said.items[at - 1 if marked and at else first : at]}
        if before & self.words.labels or _SO_CALLED in self.text[max(0, marks.start - 14) : marks.start]:
            return True
        if not at and self.text[marks.end - 1] in ".?!":
            return False
        words = [w for w in _WORD.findall(self.text, marks.start, marks.end) if w not in _SMALL]
        short = marks.end - marks.start < _TITLE or len(words) >= _LONG_TITLE
        return len(words) > 1 and all(w[0].isupper() or w[0].isdigit() for w in words) and short

    # --- attribution within the sentence

    def attributed(self, marks: Quoted, first: int, last: int) -> Quotation | None:
        opening, closing = self.told[first], self.told[last]
        lines = self.told[first : last + 1]
        at = opening.before(marks.start)
        end = closing.before(marks.end)
        left = self.left(opening, at) if at else None
        if at and (owner := self.owner_of_words(opening, at)) is not None and not self.is_label(marks, opening, at):
            return Quotation(marks, lines, owner, opening)
        right = self.right(closing, end)
        if self.is_label(marks, opening, at):
            return None
        if right and (at == 0 or self.is_followed(marks)) and self.is_immediate(closing, end, right):
            if left and self.passes_on(left, right):
                return self.made(marks, lines, opening, left, right)
            return self.made(marks, lines, closing, right)
        if left:
            return self.made(marks, lines, opening, left)
        if right and (at == 0 or not self.told[last].line.codes.endswith('"')):
            return self.made(marks, lines, closing, right)
        if following := self.next_sentence(marks, last, end):
            return self.made(marks, lines, *following)
        return None

    def made(self, marks: Quoted, lines: list[Said], by: Said, voice: Voice, *relays: Voice) -> Quotation | None:
        return Quotation(marks, lines, voice.speaker, by, voice, relays) if voice.speaker is not None else None

    def is_followed(self, marks: Quoted) -> bool:
        """Whether its end shows that the sentence goes on to say whose it is."""
        return bool(
            _FOLLOWED.search(self.text, max(marks.start, marks.end - 4), marks.end) or _FOLLOWS.match(self.text, marks.end)
        )

    def left(self, said: Said, at: int) -> Voice | None:
        """The nearest verb of speech before the quotation that has a speaker."""
        heard = [v for v in reversed(said.voices) if v.at < at and v.speaker and v.item.low not in self.words.behind_only]
        strong = next((v for v in heard if v.item.low not in self.words.quoted_only), None)
        weak = next((v for v in heard if at - v.at <= _WEAK), None)
        nearer = weak is not None and strong is not None and weak.at > strong.at and weak.speaker is strong.speaker
        chosen = weak if strong is None or nearer else strong
        return self.teller(heard, chosen) or chosen

    def teller(self, heard: list[Voice], told: Voice | None) -> Voice | None:
        """Who says what states or people without a name do ("X said that observers had found it “…”"): the words are X's."""
        if told is None or told.speaker is None or told.speaker.kind not in ("country", "group"):
            return None
        before = next((v for v in heard if v.at < told.at), None)
        who = before.speaker if before is not None else None
        if before is None or who is None or who.kind != "person" or before.act not in self.words.saying or before.participle:
            return None
        return None if any(word in (who.role or "").casefold() for word in _SPEAKING) else before

    def owner_of_words(self, said: Said, at: int) -> Entity | None:
        """Whose pronouncement it is, right before the quotation ("Duterte's threat of “…”", "his promise to “…”")."""
        items, noun = said.items, at - 1
        if items[noun].low in _LEADING_TO_WORDS:
            noun -= 1
        if noun < 1 or items[noun].low not in self.words.told_nouns:
            return None
        owner = items[noun - 2] if items[noun - 1].code == "s" and noun > 1 else items[noun - 1]
        person = owner.code in "PRH" and bool(owner.who) and owner.who[0].kind == "person"
        return owner.who[0] if person and (owner.code == "H" or items[noun - 1].code == "s") else None

    def right(self, said: Said, end: int) -> Voice | None:
        """The first finite verb of speech behind the quotation that has a speaker."""
        return next((v for v in said.voices if v.at >= end and v.speaker is not None and not v.participle), None)

    def is_immediate(self, said: Said, end: int, voice: Voice) -> bool:
        """Whether only the speaker stands between the quotation and the verb, and no other quotation."""
        between = said.items[end : voice.at]
        opening = next((x for x in between if x.code != ","), None)
        if len(between) > _IMMEDIATE or (opening is not None and opening.code in "k&w"):
            return False
        if opening is not None and opening.code == "p" and any(x.code == "k" for x in between):
            return False  # "…, at a time when experts claim"
        stop = said.starts[voice.at]
        return not any(
            q for q in said.line.items if q.code == '"' and said.line.sentence.starts[q.i] in range(self.behind(said, end), stop)
        )

    def behind(self, said: Said, end: int) -> int:
        return said.starts[end] if end < len(said.starts) else said.line.sentence.end

    def passes_on(self, left: Voice, right: Voice) -> bool:
        """Whether the voice behind only passes on what the one before said ("Xi said …, state TV reported")."""
        speaker = right.speaker
        if left.act not in self.words.saying or left.speaker is speaker or speaker is None:
            return False
        role = (speaker.role or "").casefold()
        office = speaker.kind in ("media", "organisation") or any(word in role for word in _SPEAKING)
        capital = speaker.kind == "country" and left.speaker is not None and left.speaker.country == speaker.country
        unnamed = speaker.name is None and left.speaker is not None and bool(left.speaker.name) and not left.participle
        return office or capital or unnamed or right.item.low in _ACCORDING

    def next_sentence(self, marks: Quoted, last: int, end: int) -> tuple[Said, Voice] | None:
        """ "“Why now?” Xi asked." and "“It is over.” said Xi.": the attribution cut off as a sentence of its own."""
        if end < len(self.told[last].items) - 1 or last + 1 >= len(self.told):
            return None
        following = self.told[last + 1]
        if following.line.sentence.paragraph != self.told[last].line.sentence.paragraph or not following.voices:
            return None
        asked = self.text[marks.end - 1] in "?!…" or self.text.endswith("..", marks.start, marks.end)
        voice = following.voices[0]
        short = voice.at <= 6 and (asked or voice.at + 2 >= len(following.items))
        gap = self.text[marks.end : following.line.sentence.start].strip(" \"”»’'\n\t\xa0")
        return (following, voice) if short and not gap and voice.speaker is not None and not following.line.quoted[0] else None

    # --- quotations that stand alone

    def alone(self, marks: Quoted, first: int, last: int, previous: Quotation | None) -> Quotation | None:
        """A quotation whose sentence has no voice."""
        opening, closing = self.told[first], self.told[last]
        named = self.behind_dash(marks, last)
        if named is None and not self.is_whole(marks, opening, closing):
            return self.within(marks, first, last)
        named = named or self.signed.get(closing.line.sentence.paragraph + 1)
        if named is not None:
            return Quotation(marks, self.told[first : last + 1], named, closing)
        before = self.told[first - 1] if first else None
        apart = opening.line.sentence.paragraph - before.line.sentence.paragraph if before is not None else 0
        return self.going_on(marks, first, last, previous) if before is not None and apart <= 1 else None

    def is_whole(self, marks: Quoted, opening: Said, closing: Said) -> bool:
        """Whether its sentences hold nothing but the quotation."""
        led = any(x.code not in ".,;&" for x in opening.items[: opening.before(marks.start)])
        return not led and closing.before(marks.end) + 1 >= len(closing.items)

    def going_on(self, marks: Quoted, first: int, last: int, previous: Quotation | None) -> Quotation | None:
        """Whose it is by the sentence before: who speaks in it, whose quotation it ends, whom it is about."""
        lines, before = self.told[first : last + 1], self.told[first - 1]
        voice = next((v for v in before.voices if v.speaker is not None and not v.passive), None)
        if voice is not None and voice.speaker is not None:
            return Quotation(marks, lines, voice.speaker, before, voice)
        if previous is not None and previous.lines[-1] is before:
            return Quotation(marks, lines, previous.speaker, previous.by, previous.voice, previous.relays)
        introduced = before.line.text[before.line.sentence.start : before.line.sentence.end].rstrip().endswith(":")
        apart = lines[0].line.sentence.paragraph != before.line.sentence.paragraph
        actor = self.actor(before) if introduced or not apart else None
        return Quotation(marks, lines, actor, before) if actor is not None else None

    def behind_dash(self, marks: Quoted, last: int) -> Entity | None:
        """A name and nothing else behind a dash ("“We shall overcome.” – Emmanuel Macron")."""
        said = self.told[last]
        behind = said.items[said.before(marks.end) :]
        following = self.told[last + 1] if last + 1 < len(self.told) else None
        if len(behind) < 2 and following is not None and following.line.sentence.paragraph == said.line.sentence.paragraph:
            behind = following.items
        named = len(behind) > 1 and behind[0].code == ";" and behind[1].code in "Pn" and bool(behind[1].who)
        return behind[1].who[0] if named and is_signature(behind[1:]) else None

    def within(self, marks: Quoted, first: int, last: int) -> Quotation | None:
        """Words that a colon or comma leads to ("Macron was blunt: “…”"): those of whom the sentence is about."""
        opening = self.told[first]
        led = self.text[max(0, marks.start - _LEAD) : marks.start].rstrip(" \"“”'‘«„")
        whole = self.text[marks.start : marks.start + 1].isupper() and self.text.count(" ", marks.start, marks.end) >= _WHOLE
        if not (led.endswith(":") or (led.endswith(",") and whole)):
            return None
        actor = self.actor(opening)
        return Quotation(marks, self.told[first : last + 1], actor, opening) if actor is not None else None

    def supposed(self, marks: Quoted, first: int, last: int, previous: Quotation | None) -> Quotation | None:
        """Words of some length that no verb of speech carries: those of whom the sentence is about, else of who spoke before."""
        opening = self.told[first]
        at = opening.before(marks.start)
        if self.text.count(" ", marks.start, marks.end) < _WHOLE or self.is_label(marks, opening, at):
            return None
        who = self.bearer(opening, at)
        if who is None and previous is not None:
            apart = opening.line.sentence.paragraph - previous.lines[-1].line.sentence.paragraph
            who = previous.speaker if apart <= _APART else None
        return Quotation(marks, self.told[first : last + 1], who, opening) if who is not None else None

    def bearer(self, said: Said, at: int) -> Entity | None:
        """The first person, body, state or group before an index that is no object ("For Lee it was “…”" is Lee's)."""
        for i, item in enumerate(said.items[:at]):
            before = said.items[i - 1] if i else None
            free = before is None or before.code not in "op" or (i == 1 and before.low in _FOR)
            if item.code in "PRONGC" and item.who and free and not (before is not None and clause.is_verb_like(before)):
                whole = self.body_of(said.items, i)
                return whole or (item.who[0] if len(item.who) == 1 or item.code != "G" else None)
        return None

    def body_of(self, items: list[Item], i: int) -> Entity | None:
        """The body behind the state that owns it ("Norway's cabinet approved a plan to “…”")."""
        owned = items[i].code == "C" and i + 2 < len(items) and items[i + 1].code == "s" and items[i + 2].low in self.words.bodies
        return self.bodies.described(items[i + 2].low, items[i + 2].low, items[i].who[0], items) if owned else None

    def actor(self, said: Said) -> Entity | None:
        """Whom a sentence is about: its first person."""
        return next(
            (
                x.who[0]
                for i, x in enumerate(said.items)
                if x.code in "PRO" and x.who and not (i and said.items[i - 1].code in "op")
            ),
            None,
        )


def signatures(document: Document) -> dict[int, Entity]:
    """By paragraph, whom a line of its own names and nothing else ("Josep Borrell, High Representative")."""
    found: dict[int, Entity] = {}
    for line in document.body():
        items = [x for x in line.items if x.code != ";"] if "." not in line.lows else []
        if items and line.sentence.zone != "title" and is_signature(items):
            found[line.sentence.paragraph] = items[0].who[0]
    return found


def is_signature(items: list[Item]) -> bool:
    """Whether a line names a person and has no verb."""
    named = items[0].code in "Pn" and bool(items[0].who) and len(items) < _NAME_LINE
    return named and not any(x.code in "mbhd." or clause.is_verb_like(x) for x in items)
