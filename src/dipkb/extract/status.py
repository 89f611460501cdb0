"""Whether an event took place, by the words around its trigger; the cues are data, in ``seeds/frames/status.yaml``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from dipkb.extract import clause
from dipkb.extract.document import Item, Line
from dipkb.extract.framefiles import read_frames
from dipkb.extract.sieve import Sieve
from dipkb.extract.wordlists import endings, forms, listed, text_of

_TO_DO = text_of("status", "before_infinitive")
_AS, _SINCE = forms("as"), forms("since")
_TO, _WHO = forms("to"), forms("who", "whom")
_THEY = forms("they", "we", "i")
_HAS_HAVE = forms("has", "have")
_MIGHT = forms("could", "would_short")
_PLURAL = endings("plural")

_COMING = listed("events", "come")
REACH = 12  # items behind the trigger that can still tell its status
NOUN_REACH = 18  # the same behind a noun, whose verb may come after its places and days

# A status, with what stands before a trigger that has it, what behind it, and what behind it where it is a noun.
Cue = tuple[str, re.Pattern[str] | None, re.Pattern[str] | None, re.Pattern[str] | None]


class StatusRules:
    """The compiled cues; ``of`` gives the status of one trigger, ``background`` whether it is another event."""

    def __init__(self) -> None:
        rules = read_frames("status")
        self.cues: list[Cue] = [
            (s["status"], _pattern(s.get("before")), _pattern(s.get("after")), _pattern(s.get("after_noun")))
            for s in rules["statuses"]
        ]
        self.purpose, self.due = _compiled(rules["purpose_after"]), frozenset(read_frames("words")["due"])
        self.proviso = _compiled(rules["proviso"])
        self.behind = _compiled(rules["background"])
        self.infinitive = _compiled(rules["infinitive_of_nouns"])
        self.firsts = _compiled(rules["firsts"])
        self.circumstance, self.past = frozenset(rules["circumstance"]), frozenset(rules["circumstance_past"])
        words = read_frames("words")
        self.held = frozenset(words["light_verbs"]) & frozenset(words["past_forms"])
        travelling = frozenset(words["travel_verbs"])
        self.bare = frozenset(verb for verb in travelling if f"{verb}s" in travelling)
        self.saying = frozenset(read_frames("words")["saying"])
        self.certain = frozenset(rules["circumstance_statuses"])
        self.told_before = re.compile(rules["told_before"], re.IGNORECASE)
        self._left = Sieve([*([left] for _, left, _, _ in self.cues), [self.proviso], [self.infinitive]])
        self._right, self._back = Sieve([behind for _, _, *behind in self.cues]), Sieve([[self.behind]])
        self._proviso, self._infinitive = len(self.cues), len(self.cues) + 1  # what they are called by in ``_left``
        self.attributes = frozenset(rules["attributes"])
        self.conditions, self.times = frozenset(rules["conditions"]), frozenset(rules["times"])

    def of(self, line: Line, at: int, verb: bool, reach: int | None = None) -> str:
        """The status of the event that the item at ``at`` tells; ``occurred`` where no cue says more.

        ``reach`` says how many items before it can; of a noun that only points back these are few.
        """
        asked = at, verb, reach
        if asked not in line.statuses:
            line.statuses[asked] = self.read(line, at, verb, reach)
        return line.statuses[asked]

    def read(self, line: Line, at: int, verb: bool, reach: int | None) -> str:
        """The status by the words around an item."""
        start = max(clause.clause_start(line.items, at), at - (reach or at))
        if not verb and self.preposition(line.items, at) in self.circumstance:
            start = max([start, *(i for i in range(start, at) if line.items[i].low in self.saying)])
        before = plain(line.items[start:at]) + " "
        likely = self._left.likely(before)
        if self._proviso in likely:
            before = self.proviso.sub("", before[:-1]) + " "
            likely = self._left.likely(before)
        end = at + (self.reach_of_verb(line.items, at) if verb else self.reach_of_noun(line.items, at))
        after = " " + plain(line.items[at + 1 : end], names=False)
        governing = None if verb else self.preposition(line.items, at)
        if governing in self.past:
            return "occurred"
        due = at > 1 and line.items[at - 2].low in self.due  # "X, who arrived on Monday, is scheduled to meet Y"
        if verb and line.items[at - 1].low in _TO and self.purpose.search(before) and not due:
            return self.purpose_of(line, at)
        for status, left, right, right_of_noun in self.among(likely, after):
            if governing and status not in self.certain:
                continue
            told = left.search(before) if left else None
            if told and governing and self.of_another(told, before, line, at):
                told = None
            if told or (right and right.search(after)):
                return str(status)
            if right_of_noun and not verb and right_of_noun.search(after):
                return str(status)
        if not verb:
            to_come = None if governing or self._infinitive not in likely else self.infinitive.search(before)
            if to_come and self.firsts.search(before[: to_come.start()] + _TO_DO):
                return "occurred"  # "became the first to pay a visit"
            return "occurred" if not to_come else self.purpose_of(line, at) if self.purpose.search(before) else "planned"
        if self.is_present_of_time(line, at, start):
            return "planned"
        infinitive = at and line.items[at - 1].low in _TO
        return "planned" if infinitive and not self.is_first(line, at) else "occurred"

    def among(self, left: set[int], after: str) -> list[Cue]:
        """The cues that can be there, in the order of the rules: of those before, ``left``, and of those behind."""
        return [self.cues[n] for n in sorted(left | self._right.likely(after)) if n < len(self.cues)]

    def reach_of_verb(self, items: list[Item], at: int) -> int:
        """How far behind a verb words can tell its status: not what is told of whom it is with ("met X, who cancelled")."""
        behind = range(at + 1, min(len(items), at + REACH))
        return next((i - at for i in behind if items[i].code == "w" and items[i].low in _WHO), REACH)

    def reach_of_noun(self, items: list[Item], at: int) -> int:
        """How far behind a noun words can tell its status: of what was held no further than its own clause."""
        verb = next((i for i in range(at - 1, max(-1, at - 4), -1) if items[i].low in self.held), 0)
        held = verb and items[verb - 1].code not in "mbh!" and items[verb - 1].low not in _TO
        for i in range(at + 1, min(len(items) - 1, at + NOUN_REACH)):
            if (held and items[i].code in "wk") or (items[i].low in _AS and clause.is_agent(items[i + 1])):
                return i - at
        return NOUN_REACH

    def is_present_of_time(self, line: Line, at: int, start: int) -> bool:
        """Whether it is in the present in a clause of time, which lies ahead ("two days before he meets X in Oslo")."""
        opens = line.items[start] if start < at else None
        form = line.items[at].low.endswith(_PLURAL) or (line.items[at - 1].low in _THEY and line.items[at].low in self.bare)
        present = form and line.items[at - 1].code not in "bh" and line.sentence.zone == "body"
        return present and opens is not None and opens.low in self.times

    def of_another(self, told: re.Match[str], before: str, line: Line, at: int) -> bool:
        """Whether "next" and the like belong to another noun ("discussed the next meeting in a visit")."""
        own = plain(line.items[clause.phrase_start(line.items, at) + 1 : at])
        return told.group().casefold() in self.attributes and told.end() < len(before) - len(own) - 1

    def is_first(self, line: Line, at: int) -> bool:
        """Whether the subject is said to have been the first (or last) to do it."""
        return line.items[at - 1].low in _TO and bool(self.firsts.search(plain(line.items[max(0, at - REACH) : at]) + " "))

    def purpose_of(self, line: Line, at: int) -> str:
        """ "visited Beijing to meet Xi": as sure as the main verb, which a modal puts into the future."""
        modal = any(i.code == "m" and i.low not in _MIGHT for i in line.items[:at])
        modal = modal or any(x.low in _HAS_HAVE and y.low in _COMING for x, y in pairwise(line.items[:at]))
        return "planned" if modal else "occurred"

    def preposition(self, items: Sequence[Item], at: int) -> str | None:
        """The preposition of circumstance that governs a noun ("during his recent talks"), if any."""
        word = clause.governor(items, at)
        return word if word in self.circumstance else None

    def background(self, line: Line, at: int) -> bool:
        """Whether "last", "previous" and the like mark another event."""
        if at not in line.backgrounds:
            line.backgrounds[at] = self.looks_back(line, at)
        return line.backgrounds[at]

    def looks_back(self, line: Line, at: int) -> bool:
        """Whether such a word stands before an item in its clause."""
        start = clause.clause_start(line.items, at)
        joins = (i for i in range(at - 1, start, -1) if line.items[i].code == "&" and line.items[i - 1].code == ",")
        start = next(joins, start)  # "came two years after his last stay, and was received"
        behind = line.items[at + 1] if at + 1 < len(line.items) else None
        if line.items[start].low in _SINCE and start < at and behind is not None and behind.code in "bhm":
            start += 1  # "since the summit was announced"
        elif line.items[start].low in _SINCE and start < at and clause.is_verb_like(line.items[at]):
            return True  # "the first talks since A and his counterpart, B, agreed"
        before = plain(line.items[start:at]) + " "
        return bool(self._back.likely(before)) and bool(self.behind.search(self.told_before.sub("", before)[-40:]))


def plain(items: Sequence[Item], *, names: bool = True) -> str:
    """The words of items in small letters, without dates ("May" is no modal, "next week" no plan); of names only a letter."""
    if names:
        words = [i.text for i in items if i.code != "D"]
    else:
        words = [i.code if i.code in "PRGCN" else i.text for i in items if i.code != "D"]
    return " ".join(words).replace("İ", "I").lower()  # of the same length


def _pattern(source: str | None) -> re.Pattern[str] | None:
    return _compiled(source) if source else None


def _compiled(source: str) -> re.Pattern[str]:
    """A pattern for words in small letters; one that names capitals itself is read without regard to case, which takes longer."""
    capitals = any(c.isupper() for c in re.sub(r"\\.", "", source))
    return re.compile(source, re.IGNORECASE if capitals else 0)
