"""Where the subject of a verb of speech stands: the phrase before it, over auxiliaries, appositions and coordinated verbs.

Each search takes the items of a sentence outside its quotation marks and gives the index of the last item of a phrase.
"""

from __future__ import annotations

import re

from dipkb.extract import clause
from dipkb.extract.document import Item
from dipkb.extract.framefiles import read_frames
from dipkb.extract.speechwords import SpeechWords
from dipkb.extract.wordlists import each, endings, forms

_IT, _WHO = each("it", "who")
_ACTORS = forms("he", "she", "it", "they")
_ADVERB = endings("adverb")
_AFTER_BEFORE = forms("after", "before")
_GERUND = endings("gerund")
_IN_THROUGH_VIA = forms("in", "through", "via")
_PAST = endings("past")
_SELVES = forms("himself", "herself", "themselves", "itself")

_SEAT = re.compile(r"[A-Z]-[A-Z]")  # party and state of an American legislator ("R-Texas")
NAMED = frozenset("PRGCMNnL")
_AUXILIARY = frozenset("hmd!bD")
_COMMAS = 4  # to look back over for whom an apposition belongs to
_WORDS = 8  # of a phrase before its last item
_KNOWING = frozenset(read_frames("statements")["knowing"])


class Subjects:
    """The searches, by the words of speech."""

    def __init__(self, words: SpeechWords) -> None:
        self.words = words
        self.without_name = words.without_name

    def before(self, items: list[Item], verb: int) -> int | None:
        """The subject of the verb at an index."""
        i = self.skipped(items, verb - 1)
        if i < 0 or items[verb].low.endswith(_GERUND):
            return self.main(items, verb)
        item, found = items[i], None
        if item.code == "w":
            found = self.antecedent(items, i)
        elif item.code == ",":
            found = self.apposed(items, i)
        elif item.code in NAMED or item.code in "OE" or item.low in _IT or (item.code in "xcaA" and not self.is_verb(items, i)):
            found = None if self.is_spoken_to(items, i) else i
        return self.main(items, verb) if found is None else found

    def is_spoken_to(self, items: list[Item], i: int) -> bool:
        """Whether a phrase belongs to a participle before it ("Mitsotakis, speaking to the council, called …")."""
        start = self.reach(items, i)
        behind = start > 1 and items[start - 1].code in "op"
        return behind and items[start - 2].low.endswith(_GERUND) and clause.is_verb_like(items[start - 2])

    def skipped(self, items: list[Item], i: int) -> int:
        """To the left over auxiliaries, adverbs, dates, brackets and "in a statement"."""
        while i >= 0:
            item = items[i]
            dated = item.code in "op" and i + 1 < len(items) and items[i + 1].code == "D"
            if item.code in _AUXILIARY or dated or self.is_adverb(item):
                i -= 1
            elif item.code == ")":
                i = next((j for j in range(i, -1, -1) if items[j].code == "("), 0) - 1
            elif item.low in self.words.documents and (start := self.document_start(items, i)):
                i = start - 1
            elif item.low in _SELVES:
                i -= 1
            else:
                break
        return i

    def is_adverb(self, item: Item) -> bool:
        return item.low in self.words.adverbs or (item.code == "x" and item.low.endswith(_ADVERB))

    def document_start(self, items: list[Item], i: int) -> int | None:
        """Where "in a joint statement" begins that ends at an index."""
        return next((j for j in range(i - 1, max(0, i - 5), -1) if items[j].low in _IN_THROUGH_VIA), None)

    def antecedent(self, items: list[Item], relative: int) -> int | None:
        i = relative - (2 if relative > 1 and items[relative - 1].code == "," else 1)
        return i if i >= 0 else None

    def apposed(self, items: list[Item], comma: int) -> int | None:
        """Whom an apposition or clause between commas belongs to, or whom it names ("the minister, Wang Yi, said")."""
        end = comma
        for _ in range(_COMMAS):
            start = next((j for j in range(end - 1, -1, -1) if items[j].code == ","), None)
            if start is None:
                return None
            name = items[end - 1]
            alone = start == end - 2 or (start == end - 3 and items[start + 1].code == "t")
            if alone and end == comma and name.code in "PnMN" and name.who and not _SEAT.match(name.text):
                return end - 1
            if start and self.is_whole(items, start - 1):
                return self.bearer(items, start - 1)
            end = start
        return None

    def bearer(self, items: list[Item], last: int) -> int:
        """Whose office a phrase between commas is ("Jane Doe, head of the secretariat, who spoke, said")."""
        comma = next((j for j in range(last - 1, 0, -1) if items[j].code == ","), 0)
        office = comma and items[comma - 1].code == "P" and items[last].code != "P"
        return comma - 1 if office and items[comma + 1].code in "Rt" else last

    def is_whole(self, items: list[Item], i: int) -> bool:
        """Whether a phrase that ends at an index can have an apposition: a name that no preposition makes part of another."""
        item, before = items[i], items[i - 1] if i else None
        if item.code == "x":
            return item.low in self.without_name
        return item.code in "PRGNn" and bool(item.who) and (item.code == "P" or before is None or before.code not in "op")

    def is_verb(self, items: list[Item], i: int) -> bool:
        item, before = items[i], items[i - 1] if i else None
        noun = item.low in self.without_name or (item.low.endswith(_GERUND) and before is not None and before.code in "NACtHLs")
        return clause.is_verb_like(item) and not noun

    # --- further to the left

    def main(self, items: list[Item], verb: int) -> int | None:
        """The nearest phrase to the left that is no object of a verb or preposition."""
        i = verb - 1
        while i >= 0:
            if items[i].code == "w" and items[i].low in _WHO:
                return self.antecedent(items, i)
            if self.is_actor(items, i):
                start = clause.group_left(items, i)[1] if clause.is_agent(items[i]) else i
                start = self.phrase_start(items, start)
                before = items[start - 1] if start else None
                joined = (
                    before is not None
                    and before.code == "&"
                    and items[start - 2].code in "ax"
                    and items[verb].low.endswith(_GERUND)
                )
                if (
                    before is None
                    or clause.is_absolute(items, start, i)
                    or not (joined or before.code in "op" or self.governs(before))
                ):
                    return i
                i = start
            i -= 1
        found = clause.subject(items, verb) if items[verb].low.endswith(_GERUND) or items[0].code in "pkx" else []
        return found[0] if found else None

    def is_actor(self, items: list[Item], i: int) -> bool:
        """Whether an item can be a subject: a name that is no possessor, a pronoun, or "officials"."""
        item = items[i]
        if i + 1 < len(items) and items[i + 1].code == "s":
            return False
        named = item.code in NAMED and bool(item.who)
        return named or item.low in _ACTORS or (item.code == "x" and item.low in self.without_name)

    def phrase_start(self, items: list[Item], i: int) -> int:
        """Where the words before a name begin that belong to it ("the newly appointed", "Israel's")."""
        start = i
        while start and i - start < _WORDS:
            before = items[start - 1]
            owns = before.code in "CNL" and items[start].code == "s"
            if not (before.code in "taAHscZ" or owns or self.qualifies(items, start - 1)):
                break
            start -= 1
        return start

    def qualifies(self, items: list[Item], i: int) -> bool:
        """Whether a plain word only qualifies the name behind it; a participle does behind an article, possessor or adverb."""
        item, before = items[i], items[i - 1] if i else None
        if item.code != "x" or (item.low in self.words.acts and not item.low.endswith(_PAST)):
            return False
        if not clause.is_verb_like(item):
            return item.low not in self.words.adverbs and item.low.isalpha()
        return before is not None and (before.code in "tsHA" or before.low.endswith(_ADVERB))

    def governs(self, item: Item) -> bool:
        """Whether a verb has what stands behind it as its object; behind a verb of speech a clause begins."""
        return clause.is_verb_like(item) and self.words.acts.get(item.low) not in self.words.clausal

    # --- the head

    def head(self, items: list[Item], last: int) -> int:
        """The head of the phrase that ends at an index: "a spokesman for the ministry" is about the spokesman."""
        start = self.reach(items, last)
        of = start - 2
        if of < 0 or items[start - 1].code not in "op" or items[start - 1].low in _AFTER_BEFORE:
            return last
        if items[of].code in "GR" or (items[of].code == "x" and items[of].low in self.without_name):
            return of
        if items[of].low in _KNOWING:
            return next((j for j in range(of - 1, max(-1, of - 4), -1) if items[j].low in self.words.speakers), last)
        opens = of == 0 or items[of - 1].code in ',;"k&t'
        return of if items[of].code in "PNn" and items[of].who and opens else last

    def reach(self, items: list[Item], last: int) -> int:
        """Where the words before the last item of a phrase begin, over "the Republican and Democratic" too."""
        start = last
        while start and last - start < _WORDS and not clause.is_verb_like(items[start - 1]):
            before = items[start - 1]
            joined = before.code == "&" and start > 1 and items[start].code in "An" and items[start - 2].code in "An"
            if not (before.code in "taAxHCNsLcPnIZ" or joined) or (before.code == "x" and before.low in self.words.adverbs):
                break
            start -= 1
        return start
