"""How the word of a frame is used where it stands: in the frame's part of speech, in which tense, asserted or only mentioned."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from dipkb.extract import clause
from dipkb.extract.candidate import FUTURE
from dipkb.extract.document import Item, Line
from dipkb.extract.framefiles import read_frames
from dipkb.extract.framerules import FrameRules
from dipkb.extract.resolve import Direction
from dipkb.extract.wordlists import each, endings, forms

_THAT, _TO = each("that", "to")
_ADVERB = endings("adverb")
_BEFORE_AFTER_OF = forms("before", "after", "of")
_GERUND = endings("gerund")
_HAS_HAVE = forms("has", "have")
_IS_ARE = forms("is", "are")
_PAST = endings("past")
_PLURAL = endings("plural")

_WORDS = read_frames("words")
_LIGHT, _TRIPS, _TAKING_PLACE = (frozenset(_WORDS[k]) for k in ("light_verbs", "trip_verbs", "taking_place"))
_LIGHT_OR_TRIPS, _BE = _LIGHT | _TRIPS, frozenset(_WORDS["be"])
_DUE = frozenset(_WORDS["due"])
_WAS, _TO_PLAN = forms("was", "were", "been"), 5  # items before a verb in which it can be said to have been planned
_SAYING, _WILL = frozenset(_WORDS["saying"]), forms("will", "will_short", "shall", "would")
_PARTICIPLES = frozenset(_WORDS["participles"])
_PAST_FORMS, _ADVERBS = frozenset(_WORDS["past_forms"]), frozenset(_WORDS["adverbs"])
_CIRCUMSTANCE = forms("during", "on", "in", "while")
_STARTING = frozenset(read_frames("events")["starting"])
_PHRASES = frozenset({"modifier", "apposition"})


class Usage:
    """A frame's word at one place of a line: whether it is used as the frame has it, in what tense, and how surely it is told.

    ``reach`` limits how far off the cues of its status may stand, in items.
    """

    def __init__(self, rules: FrameRules, frame: dict[str, Any], line: Line, at: int) -> None:
        self.rules, self.frame, self.line, self.at = rules, frame, line, at
        self.items = line.items
        self.verb = frame["part"] == "verb"
        self.needs: Callable[[str], bool] = frame["needs"].__contains__  # of its parties or its clause
        self.reach: int | None = None
        self.passive = self.verb and frame.get("voice") != "active" and clause.is_passive(self.items, at)

    @property
    def trigger(self) -> Item:
        return self.items[self.at]

    def fits(self) -> bool:
        """Whether the word is used in the frame's part of speech: a noun has no subject pronoun before it, a verb no article."""
        before = self.items[self.at - 1] if self.at else None
        if self.frame["asked"] and not all(self.stands(*asked) for asked in self.frame["asked"]):
            return False
        if self.frame["part"] in _PHRASES or self.trigger.code in "PR":
            return self.fits_phrase(before)
        if before is None:
            return True
        if self.verb:
            if self.trigger.low in self.rules.also_nouns and not (clause.is_agent(before) or before.low in _ADVERBS):
                return False
            return (
                (before.code not in "tHs" or self.is_relative(before))
                and not (before.code == "U" and self.trigger.low in self.rules.also_verbs)
                and not (before.code == "a" or before.code == "A")
                and not (before.code == "o" and not self.trigger.low.endswith(_GERUND))
            )
        if self.frame["part"] == "gerund":
            people = clause.is_agent(before) and before.code not in "NCLM"  # a state or body only says whose meeting it is
            return before.code in "kp,mb" or before.low in _BEFORE_AFTER_OF or people
        return not (before.code == "m" or (self.trigger.low in self.rules.also_verbs and self.is_infinitive(before)))

    def is_relative(self, before: Item) -> bool:
        """Whether "that" leads a clause about the noun before it ("a tour that took him to")."""
        noun = self.items[self.at - 2] if self.at > 1 else None
        plain = noun is not None and noun.code == "x" and not clause.is_verb_like(noun) and noun.low not in _SAYING
        return plain and before.low in _THAT and self.trigger.low not in self.rules.also_verbs | self.rules.also_nouns

    def is_infinitive(self, before: Item) -> bool:
        """Whether a word that is also a noun is a verb here: behind "to", or joined to a verb with a modal ("or travel to")."""
        joined = before.code == "&" and any(x.code == "m" for x in self.items[clause.clause_start(self.items, self.at) : self.at])
        return before.low in _TO or joined

    def stands(self, where: str, before: int, after: int) -> bool:
        """Whether one of the words that the frame asks for stands around the trigger; of a phrase its last word."""
        words: frozenset[str] = self.frame[where]
        around = self.items[max(0, self.at - before) : self.at + after + 1]
        if not words.isdisjoint([item.low.rsplit(" ", 1)[-1] for item in around]):
            return True
        return bool(before) and not words.isdisjoint(self.trigger.text.casefold().split()[:-1])

    def fits_phrase(self, before: Item | None) -> bool:
        """Whether the trigger stands in apposition, or as the participle before a person ("visiting Chancellor Scholz")."""
        if self.frame["part"] == "apposition":
            return True
        if self.frame["part"] == "modifier" and self.trigger.code not in "PR":
            person = self.at + 1 < len(self.items) and self.items[self.at + 1].code in "PR"
            return person and (before is None or before.code in "t.,&p")
        return str(self.frame["part"]) == "modifier"

    def is_past(self) -> bool:
        """A finite verb in the past ("urged him to stay and met Xi"): no wish or plan before it can be its own."""
        if not self.verb or self.passive or self.tense() or self.trigger.low.endswith(_GERUND) or self.trigger.low in _BE:
            return False
        if self.items[clause.clause_start(self.items, self.at)].low in self.rules.status.conditions:
            return False
        i = self.word_before(self.at)
        if i >= 0 and self.items[i].code == "h" and self.items[i].low in _HAS_HAVE:
            i = self.word_before(i)  # the perfect tells of the past as well, unless a modal stands before it
        return i < 0 or (self.items[i].code not in "hbmd!k" and self.items[i].low not in _TO)

    def is_modal(self) -> bool:
        """Whether a modal governs the verb ("will be joined by")."""
        i = self.word_before(self.at)
        while i >= 0 and self.items[i].code in "bh":
            i -= 1
        return self.verb and i >= 0 and self.items[i].code == "m"

    def is_to_come(self) -> bool:
        """Whether a participle or an opening phrase belongs to a clause that lies ahead.

        "Will spend Thursday in Oslo before flying to Riga", "During his stay in Oslo, he will meet".
        """
        if not (self.is_participle() if self.verb else self.opens_sentence() or self.needs("while")):
            return False
        ahead = (i for i, x in enumerate(self.items) if (x.code == "m" and x.low in _WILL) or self.is_due(i))
        modals = [i for i in ahead if not self.line.is_quoted(i)]
        return any(not any(x.low in _SAYING for x in self.items[:i]) for i in modals)

    def opens_sentence(self) -> bool:
        """Whether the noun stands in the phrase of circumstance that its sentence begins with ("During his stay in Oslo, …")."""
        start = clause.phrase_start(self.items, self.at)
        return start >= 0 and self.items[start].low in _CIRCUMSTANCE and all(x.code in "'\"a;" for x in self.items[:start])

    def is_due(self, at: int) -> bool:
        """Whether "is due to", "is scheduled to" stands at an index."""
        items = self.items
        return items[at].low in _DUE and at + 1 < len(items) and items[at + 1].low in _TO and items[self.word_at(at)].code == "b"

    def word_at(self, at: int) -> int:
        """The last item before ``at`` that is no adverb, the first of the sentence where there is none."""
        return max(0, self.word_before(at))

    def word_before(self, at: int) -> int:
        """The last item before ``at`` that is no adverb; -1 where there is none."""
        i = at - 1
        while i >= 0 and (self.items[i].low in _ADVERBS or self.items[i].low.endswith(_ADVERB)):
            i -= 1
        return i

    def was_due(self) -> bool:
        """Whether it was planned in the past ("was due to travel to Oslo on Monday"), which may be over."""
        before = self.items[max(0, self.at - _TO_PLAN) : self.at]
        return self.verb and any(x.low in _WAS and y.low in _DUE for x, y in pairwise(before))

    def direction(self, told: str, status: str | None) -> Direction:
        """Where an open date lies; "Friday's summit" does not tell, nor does a headline's "meets"; in the text it is to come."""
        if self.line.sentence.zone == "caption" and told in ("occurred", "ongoing"):
            return "past"  # a picture shows what has taken place, also in the present tense
        if (told in FUTURE or status in FUTURE) and self.was_due():
            return "nearest"
        if told in FUTURE or status in FUTURE or (self.line.sentence.zone == "body" and self.is_finite_present()):
            return "future"
        if told == "ongoing" and self.is_continuous_present():
            return "future"  # "is meeting X on Thursday"
        if not self.verb and self.line.sentence.zone == "body" and self.is_starting():
            return "future"
        if told in ("cancelled", "postponed"):
            return "nearest"
        if told == "occurred" and self.verb and self.at and self.items[self.at - 1].low in _TO:
            if self.frame["event"] == "Meeting" and clause.is_code(self.items, self.at + 2, "D"):
                return "nearest"  # "came on Saturday to meet on Monday with X"
            return "past"  # "the first to visit", "flew in to meet"
        unsure = self.tense() == "present" or (
            status is None and not self.verb and self.rules.status.preposition(self.items, self.at) is None
        )
        return "nearest" if unsure else "past"

    def is_finite_present(self) -> bool:
        """ "visits", "leaves" without an auxiliary; not "is visiting" nor "will visit"."""
        return self.verb and self.trigger.low.endswith(_PLURAL) and self.trigger.low not in _BE and self.tense() == "present"

    def is_continuous_present(self) -> bool:
        """ "is visiting", "are meeting", not "was meeting"."""
        before = self.items[self.word_at(self.at)].low if self.at else ""
        return self.trigger.low.endswith(_GERUND) and before in _IS_ARE

    def in_past_clause(self) -> bool:
        """Whether a verb in the past stands in the trigger's clause."""
        clause_of = self.items[clause.clause_start(self.items, self.at) :]
        return any(x.low in _PAST_FORMS or (x.code == "x" and x.low.endswith(_PAST)) for x in clause_of)

    def is_starting(self) -> bool:
        """Whether a verb in the present says that what the noun tells begins: "begins a visit", "the visit, which starts on"."""
        around = (*range(max(0, self.at - 6), self.at), *range(self.at + 1, min(len(self.items), self.at + 12)))
        return any(self.items[i].low in _STARTING and self.items[i].low.endswith(_PLURAL) for i in around)

    def is_participle(self) -> bool:
        """ "after visiting Kyiv", "having met Xi": presupposes the event, does not assert it."""
        return self.trigger.low.endswith(_GERUND) and not any(i.code in "bm" for i in self.items[max(0, self.at - 3) : self.at])

    def tense(self) -> str:
        """``present`` for "visits" and "to visit", which a headline also says of what is to come."""
        low = self.trigger.low
        past = (
            low.endswith(_PAST)
            or low in _PAST_FORMS
            or (low in _PARTICIPLES and self.items[self.word_before(self.at)].code == "h")
        )
        return "present" if self.verb and not past else ""

    def light_verb(self) -> bool:
        """Whether a verb asserts the noun ("held talks", "paid a visit", "the meeting took place")."""
        nearby = range(max(0, self.at - 6), self.at)
        left = {self.items[i].low for i in nearby if not self.is_auxiliary(i)}
        right = {i.low for i in self.items[self.at + 1 : self.at + 8]}
        return not left.isdisjoint(_LIGHT_OR_TRIPS if self.frame["event"] == "Visit" else _LIGHT) or bool(right & _TAKING_PLACE)

    def is_auxiliary(self, i: int) -> bool:
        """ "have completed talks" asserts no talks, "have talks" does."""
        verb = i + 1
        while verb < self.at and (self.items[verb].low in _ADVERBS or self.items[verb].low.endswith(_ADVERB)):
            verb += 1
        return self.items[i].code == "h" and clause.is_verb_like(self.items[verb])
