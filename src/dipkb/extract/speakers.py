"""Whom the words around a verb of speech mean: names, offices, pronouns, bodies, people without a name."""

from __future__ import annotations

from collections.abc import Sequence

from dipkb.extract import clause
from dipkb.extract.document import Entity, Item, Line
from dipkb.extract.parties import Parties
from dipkb.extract.speechwords import SpeechWords
from dipkb.extract.unnamed import Cast, Phrase

_NAMED = frozenset("PRGCMNnL")
_AUXILIARY = frozenset("hmd!bD")
_APPOSED = 4  # commas to look back over for whom an apposition belongs to


class Speakers:
    """Finds speakers in one document; ``heard`` keeps who spoke, in the order of the text."""

    def __init__(self, rules: SpeechWords, parties: Parties, lines: Sequence[Line]) -> None:
        self.rules, self.parties, self.lines = rules, parties, lines
        self.cast = Cast(rules, parties)
        self.now = 0
        self.acted = False  # whether somebody has acted in a sentence behind the one that spoke last

    # --- the order of the text

    def begin(self, n: int) -> None:
        self.now = n

    def heard(self, speaker: Entity | None, items: Sequence[Item], at: int) -> None:
        """Note who spoke."""
        if speaker is not None:
            self.cast.heard(speaker, self.lines[self.now].sentence.paragraph)

    def end(self, items: list[Item]) -> None:
        """Note whom the sentence was about, if nobody spoke in it."""
        self.cast.noted(items, self.now)

    # --- a verb's speaker

    def of(self, items: list[Item], verb: int, *, inverted: bool) -> Entity | None:
        """The speaker of the verb of speech at ``verb``."""
        if verb > 1 and items[verb - 1].low == "as" and (quoted := self.as_saying(items, verb)):
            return quoted
        if inverted and items[verb].low not in self.rules.telling and (found := self.behind(items, verb + 1)):
            return found
        return self.before(items, verb)

    def as_saying(self, items: list[Item], verb: int) -> Entity | None:
        """ "Xinhua quoted Xi as saying", "Xi was quoted as saying": Xi."""
        for i in range(verb - 2, max(-1, verb - 12), -1):
            if items[i].low in self.rules.quoting:
                last = verb - 2
                return self.phrase(items, last) if last > i and not clause.is_passive(items, i) else self.before(items, i)
        return None

    def before(self, items: list[Item], verb: int) -> Entity | None:
        """Who stands before the verb as its subject."""
        i = self.skipped(items, verb - 1)
        if i < 0 or items[verb].low.endswith("ing"):
            return self.main(items, verb)
        item = items[i]
        if item.code == "w":
            i -= 2 if i > 1 and items[i - 1].code == "," else 1
            return self.phrase(items, i) if i >= 0 else None
        if item.code == ",":
            found = self.apposed(items, i)
        elif item.code in _NAMED or item.code in "OE" or item.low == "it" or (item.code in "xcaA" and not self.is_verb(items, i)):
            found = self.phrase(items, i)
        else:
            found = None
        return found or self.main(items, verb)

    def is_verb(self, items: list[Item], i: int) -> bool:
        item, before = items[i], items[i - 1] if i else None
        noun = item.low in self.rules.speakers or (item.low.endswith("ing") and before is not None and before.code in "NACtHLs")
        return clause.is_verb_like(item) and not noun

    def skipped(self, items: list[Item], i: int) -> int:
        """To the left over auxiliaries, adverbs, dates, brackets and "in a statement", up to the phrase before the verb."""
        while i >= 0:
            item = items[i]
            if (
                item.code in _AUXILIARY
                or item.low in self.rules.adverbs
                or (item.code == "x" and item.low.endswith("ly") and len(item.low) > 5)
                or (item.code in "op" and i + 1 < len(items) and items[i + 1].code == "D")
            ):
                i -= 1
            elif item.code == ")":
                while i >= 0 and items[i].code != "(":
                    i -= 1
                i -= 1
            elif item.low in self.rules.documents and (start := self.in_document(items, i)):
                i = start - 1
            elif item.code == "O" and item.low in ("himself", "herself", "themselves", "itself"):
                i -= 1
            else:
                break
        return i

    def in_document(self, items: list[Item], i: int) -> int | None:
        """Where "in a (joint) statement" begins that ends at an index."""
        return next((j for j in range(i - 1, max(0, i - 5), -1) if items[j].low in ("in", "through", "via")), None)

    def apposed(self, items: list[Item], comma: int) -> Entity | None:
        """Whom an apposition or clause between commas belongs to, or whom it names ("the minister, Wang Yi, said")."""
        end = comma
        for _ in range(_APPOSED):
            start = next((j for j in range(end - 1, -1, -1) if items[j].code == ","), None)
            if start is None:
                return None
            if start == end - 2 and items[end - 1].code in "Pn" and items[end - 1].who and end == comma:
                return self.who(items, end - 1)
            left = items[start - 1] if start else None
            if left is not None and (left.code in "PRGN" or (left.code == "n" and left.who)) and self.is_free(items, start - 1):
                return self.phrase(items, start - 1)
            if left is not None and left.code == "x" and left.low in self.rules.speakers | self.rules.bodies:
                return self.phrase(items, start - 1)
            end = start
        return None

    def is_free(self, items: list[Item], i: int) -> bool:
        """Whether a name stands for itself, not behind a preposition that belongs to another name."""
        before = items[i - 1] if i else None
        return items[i].code == "P" or before is None or before.code not in "op"

    def main(self, items: list[Item], verb: int) -> Entity | None:
        """The subject of the verb further to the left: the nearest name that is no object of a verb or preposition."""
        i = verb - 1
        while i >= 0:
            item = items[i]
            if item.code == "w":
                i -= 2 if i > 1 and items[i - 1].code == "," else 1
                return self.phrase(items, i) if i >= 0 and self.can_speak(items, i) else None
            if self.is_actor(items, i):
                _, start = clause.group_left(items, i) if clause.is_agent(item) else ([i], i)
                start = self.phrase_start(items, start)
                before = items[start - 1] if start else None
                if before is None or not (before.code in "op" or self.governs(items, start - 1)):
                    return self.phrase(items, i)
                i = start
            i -= 1
        found = clause.subject(items, verb) if items[verb].low.endswith("ing") or items[0].code in "pkx" else []
        return self.who(items, found[0]) if found else None

    def is_actor(self, items: list[Item], i: int) -> bool:
        """Whether an item can be a subject: a name that is no possessor, a pronoun, or "officials"."""
        item = items[i]
        if i + 1 < len(items) and items[i + 1].code == "s":
            return False
        named = item.code in "PRGCMNnL" and bool(item.who)
        return (
            named
            or item.low in ("he", "she", "it", "they")
            or (item.code == "x" and item.low in self.rules.speakers | self.rules.bodies)
        )

    def phrase_start(self, items: list[Item], i: int) -> int:
        """Where the words before a name begin that belong to it ("the newly appointed", "Israel's")."""
        start = i
        while start and i - start < 8:
            before = items[start - 1]
            if before.code in "taAHsc" or (before.code in "CNL" and items[start].code == "s") or self.qualifies(items, start - 1):
                start -= 1
            else:
                break
        return start

    def qualifies(self, items: list[Item], i: int) -> bool:
        """Whether a plain word only qualifies the name behind it; a participle does behind an article, possessor or adverb."""
        item, before = items[i], items[i - 1] if i else None
        if item.code != "x" or (item.low in self.rules.acts and not item.low.endswith("ed")):
            return False
        if not clause.is_verb_like(item):
            return item.low not in self.rules.adverbs and item.low.isalpha()
        return before is not None and (before.code in "tsHA" or before.low.endswith("ly"))

    def governs(self, items: list[Item], i: int) -> bool:
        """Whether a verb has what stands behind it as its object; behind a verb of speech a clause begins."""
        item = items[i]
        return clause.is_verb_like(item) and item.low not in self.rules.acts

    # --- phrases

    def phrase(self, items: list[Item], last: int) -> Entity | None:
        """The speaker of a noun phrase that ends at an index."""
        item = items[last]
        if item.code == "O" or item.low == "it":
            return self.pronoun(items, last)
        head, start = self.head(items, last)
        if head != last or not (item.code in _NAMED and item.who):
            return (
                self.cast.unnamed(Phrase(items, start, head, last), self.lines[self.now])
                if self.can_speak(items, head)
                else self.plain(items, last)
            )
        return self.who(items, last)

    def plain(self, items: list[Item], last: int) -> Entity | None:
        return self.who(items, last) if items[last].code in _NAMED and items[last].who else None

    def can_speak(self, items: list[Item], head: int) -> bool:
        item = items[head]
        return (
            item.code in "PRGNn"
            or item.low in self.rules.speakers
            or item.low in self.rules.bodies
            or item.low in self.rules.papers
            or self.is_person(items, head)
        )

    def is_person(self, items: list[Item], head: int) -> bool:
        """Whether "the 34-year-old", "one woman", "the Frenchman" stands before a verb of speech: an article before a noun."""
        start = head
        while start and items[start - 1].code in "axAC" and head - start < 5 and not clause.is_verb_like(items[start - 1]):
            start -= 1
        return (
            start > 0
            and (items[start - 1].code == "t" or items[start - 1].low == "one")
            and items[start - 1].low not in ("this", "that", "these")
        )

    def head(self, items: list[Item], last: int) -> tuple[int, int]:
        """The head of the phrase and where the phrase begins: "a spokesman for the ministry" is about the spokesman."""
        start = last
        while (
            start and items[start - 1].code in "taAxHCNsLcPnI" and not clause.is_verb_like(items[start - 1]) and last - start < 6
        ):
            if items[start - 1].low in self.rules.adverbs:
                break
            start -= 1
        if start > 1 and items[start - 1].code in "op" and items[start - 1].low not in ("after", "before"):
            of = start - 2
            if (
                items[of].low in self.rules.speakers
                or items[of].code in "GR"
                or (items[of].code == "x" and items[of].low in self.rules.bodies)
            ):
                return of, of
            if (
                items[of].low in ("familiar", "acquainted", "close", "briefed", "knowledge")
                and (found := self.informed(items, of)) is not None
            ):
                return found, found
            if items[of].code in "PNn" and items[of].who and self.is_verb_free(items, of):
                return of, of
        return last, start

    def is_verb_free(self, items: list[Item], i: int) -> bool:
        """Whether the name opens its clause, so that what stands behind it only says where it is."""
        before = items[i - 1] if i else None
        return before is None or before.code in ',;"k&t'

    def informed(self, items: list[Item], i: int) -> int | None:
        """The "source" of "a source familiar with the matter"."""
        return next((j for j in range(i - 1, max(-1, i - 4), -1) if items[j].low in self.rules.speakers), None)

    def who(self, items: list[Item], i: int) -> Entity | None:
        """Who a named item is as a speaker: itself, its office, somebody of it ("a White House official")."""
        item = items[i]
        if item.code == "O":
            return self.pronoun(items, i)
        behind = items[i + 1 : i + 3]
        if behind and behind[0].low in self.rules.speakers and behind[0].code == "x":
            return self.cast.unnamed(Phrase(items, i, i + 1, i + 1), self.lines[self.now])
        if len(behind) == 2 and behind[0].code == "s":
            if behind[1].code in "PnNM" and behind[1].who:
                return behind[1].who[0]
            if behind[1].low in self.rules.bodies or behind[1].low in self.rules.speakers:
                return self.cast.unnamed(Phrase(items, i, i + 2, i + 2), self.lines[self.now])
        if item.code == "N" and item.who:
            return self.cast.body(items, i)
        return item.who[0] if item.who else None

    def behind(self, items: list[Item], i: int) -> Entity | None:
        """The speaker of a noun phrase that begins at an index ("said a spokesman for the ministry", "said Wang Yi")."""
        start = i
        while i < len(items) and i - start < 9:
            item = items[i]
            if item.code in _NAMED and item.who:
                following = items[i + 1] if i + 1 < len(items) else None
                if following is not None and following.code == "s" and i + 2 < len(items):
                    i += 2
                    continue
                if (
                    following is not None
                    and following.code in "xPn"
                    and item.code in "ACLNG"
                    and not clause.is_verb_like(following)
                    and (following.code in "Pn" or self.speaks(following))
                ):
                    i += 1
                    continue
                return self.who(items, i)
            if item.code == "O" or item.low == "it":
                return self.pronoun(items, i) if i == start else None
            if item.code in "xR" and self.ends_phrase(items, i):
                return self.without_name(items, start, i)
            if item.code not in "taxACcNnsHLR" or (item.low in self.rules.adverbs and i > start):
                return None
            i += 1
        return None

    def speaks(self, item: Item) -> bool:
        return item.low in self.rules.speakers or item.low in self.rules.bodies

    def ends_phrase(self, items: list[Item], i: int) -> bool:
        following = items[i + 1] if i + 1 < len(items) else None
        return (
            following is None
            or following.code in ',.;opwkD&)("b'
            or clause.is_verb_like(following)
            or following.low in self.rules.adverbs
            or following.low == "close"
        )

    def without_name(self, items: list[Item], start: int, head: int) -> Entity | None:
        """ "a spokesman for X", unless a name follows as its apposition ("the ministry's spokesman, Nasser Kanaani")."""
        end = head
        while (
            end + 1 < len(items)
            and items[end + 1].code not in ',.;"wkb'
            and end - head < 8
            and not (
                items[end + 1].code in "p"
                and items[end + 1].low in ("in", "on", "during", "after", "at")
                and items[end].low not in self.rules.speakers
            )
        ):
            end += 1
        while end > head and items[end].code in "Dop":
            end -= 1
        name = items[end + 2] if end + 2 < len(items) and items[end + 1].code == "," else None
        if name is not None and name.code in "Pn" and name.who and (end + 3 >= len(items) or items[end + 3].code in ",.;w"):
            return name.who[0]
        if not (
            self.speaks(items[head])
            or items[head].low in self.rules.papers
            or items[start].code == "t"
            or items[start].low == "one"
        ):
            return None
        return self.cast.unnamed(Phrase(items, start, head, end), self.lines[self.now])

    # --- pronouns

    def pronoun(self, items: list[Item], i: int) -> Entity | None:
        """Whom "he said", "it added" goes on quoting."""
        low = items[i].low
        if low in ("he", "she"):
            return self.single(items, i, "m" if low == "he" else "f")
        if low == "it":
            return self.cast.thing(items, i, self.lines[self.now].sentence.paragraph)
        if low in ("they", "both"):
            return self.cast.several(self.lines[self.now].sentence.paragraph) or next(iter(items[i].who), None)
        return None

    def single(self, items: list[Item], i: int, gender: str) -> Entity | None:
        """A person of the sentence itself, else who spoke last, unless somebody else has acted since."""
        own = items[i].who[0] if items[i].who else None
        if any(x.code in "PR" and x.who and x.who[0].kind == "person" for x in items[:i]):
            return own
        found = self.cast.person(gender, self.now, self.lines[self.now].sentence.paragraph)
        return found or own
