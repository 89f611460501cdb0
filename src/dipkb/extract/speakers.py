"""Whom the words around a verb of speech mean: names, offices, pronouns, bodies, people without a name."""

from __future__ import annotations

from collections.abc import Sequence

from dipkb.extract import clause
from dipkb.extract.bodies import Bodies
from dipkb.extract.cast import Cast
from dipkb.extract.document import Entity, Item, Line
from dipkb.extract.parties import Parties
from dipkb.extract.said import Said
from dipkb.extract.speechwords import SpeechWords
from dipkb.extract.subjects import NAMED, Subjects
from dipkb.extract.together import states_before, together
from dipkb.extract.unnamed import LANDS, Phrase, Unnamed
from dipkb.extract.wordlists import each, endings, forms

_AS, _BY, _CLOSE, _IT, _ONE = each("as", "by", "close", "it", "one")
_THE = forms("the")
_A_NEW = forms("a", "one", "another")
_HE_HIM = forms("he", "him")
_OF_PEOPLE = endings("people")
_SOMEBODY = forms("he", "she", "him", "her")
_THEY_BOTH = forms("they", "both")
_THIS_THAT_THESE = forms("this", "that", "these")

_REACH = 9  # items of a phrase behind its verb
_QUOTING = 12  # items between "quoted" and "as saying"
_APART = forms("in", "on", "during", "after", "at")  # prepositions that add when and where it was said


class Speakers:
    """Finds the speakers of one document, in the order of its text."""

    def __init__(self, words: SpeechWords, parties: Parties, lines: Sequence[Line]) -> None:
        self.words, self.parties, self.lines = words, parties, lines
        self.subjects, self.cast = Subjects(words), Cast()
        self.bodies = Bodies(self.cast, parties)
        self.unnamed = Unnamed(words, self.cast, self.bodies, parties)
        self.now = 0
        for line in parties.document.lines:
            if line.in_title or line.sentence.zone == "title":
                self.cast.titled(line.items)

    @property
    def paragraph(self) -> int:
        return self.lines[self.now].sentence.paragraph

    def begin(self, n: int) -> None:
        """Turn to the next sentence."""
        self.now = n

    def heard(self, speaker: Entity | None) -> None:
        """Note who spoke in it."""
        if speaker is not None:
            if speaker.kind == "person" and speaker.gender is None:
                speaker.gender = self.parties.lexicon.gender_of(speaker.name)
            self.cast.heard(speaker, self.paragraph)

    def end(self, said: Said, voiced: int) -> None:
        """Note whom it was about behind its last voice, and whose statement it announced if it has none."""
        items = said.items
        self.cast.named(items)
        self.cast.noted(items, voiced)
        if voiced:
            return
        self.introduce(items)
        for at, item in enumerate(() if self.words.documents.isdisjoint(said.line.lows) else items):
            if item.low in self.words.documents and (issuer := self.unnamed.issuer(items, at)) is not None:
                self.cast.issuer = issuer

    def introduce(self, items: list[Item]) -> None:
        """Note somebody without a name with whom the sentence begins ("A senior official pushed back.")."""
        if not items or items[0].low not in _A_NEW:
            return
        head = next((i for i, x in enumerate(items[1:_REACH], 1) if x.low in self.words.generic), None)
        if head is not None and all(x.code in "xaACNZR" for x in items[1 : head + 1]):
            self.read(items, head, head)

    # --- a verb's speaker

    def of(self, items: list[Item], verb: int, *, inverted: bool) -> Entity | None:
        """The speaker of the verb of speech at ``verb``; behind it where it is ``inverted``."""
        if verb > 1 and items[verb - 1].low in _AS and (quoted := self.as_saying(items, verb)):
            return quoted
        dated = verb + 1 < len(items) and items[verb + 1].code == "D"  # "said on Monday the minister"
        if inverted and items[verb].low not in self.words.telling and (found := self.behind(items, verb + 1 + dated)):
            return found
        return self.before(items, verb)

    def as_saying(self, items: list[Item], verb: int) -> Entity | None:
        """ "Xinhua quoted Xi as saying", "Xi was quoted as saying": Xi."""
        last = verb - 2
        for i in range(last, max(-1, verb - _QUOTING), -1):
            if items[i].low in self.words.quoting:
                active = last > i and not clause.is_passive(items, i) and items[i + 1].low not in _BY
                return self.phrase(items, last) if active else self.before(items, i)
        return None

    def before(self, items: list[Item], verb: int) -> Entity | None:
        """Who stands before the verb as its subject."""
        found = self.subjects.before(items, verb)
        return self.phrase(items, found) if found is not None else None

    # --- phrases

    def phrase(self, items: list[Item], last: int) -> Entity | None:
        """The speaker of a noun phrase that ends at an index."""
        item = items[last]
        if item.code == "O" or item.low in _IT:
            return self.pronoun(items, last)
        if (known := self.known(items, last)) is not None:
            return known
        if states := states_before(items, last):
            return together(states, None, self.parties)
        last = self.first_of_several(items, last)
        head = self.subjects.head(items, last)
        if head == last and item.code == "L" and item.low.rsplit(" ", 1)[-1] in self.words.bodies:
            return self.read(items, head, head)
        if head == last and item.code in NAMED and item.who:
            return self.who(items, last)
        if self.can_speak(items, head):
            return self.read(items, head, last)
        return self.who(items, last) if item.code in NAMED and item.who else None

    def first_of_several(self, items: list[Item], last: int) -> int:
        """The first of several people who speak together ("A and B said in a joint statement")."""
        if last < 2 or items[last].code != "P" or items[last - 1].code != "&":
            return last
        members, _ = clause.group_left(items, last)
        return members[0] if items[members[0]].code == "P" else last

    def known(self, items: list[Item], i: int) -> Entity | None:
        """Who spoke before under a longer name ("Parker"), or is what "the Republican" goes on with."""
        item, before = items[i], items[i - 1] if i else None
        if item.code == "R" and (title := (item.value.role or "").split()[-1:]) and title[0] in self.words.generic:
            country = self.parties.country_of(item.value.owner)
            found = self.cast.again(title[0], country)
            if found is not None and item.value.definite:
                return self.cast.told_apart(found, title[0], country)
            bare = item.value.role == title[0] and item.value.owner is None
            group = self.cast.one_of(title[0], self.paragraph) if bare else None
            return Entity("person", role=group[0], country=group[1]) if group is not None else None
        if item.code not in "xnAN" or not item.text[:1].isupper():
            return None
        if before is not None and before.low in _THE and item.text in self.words.partisans:
            return self.cast.last_person()
        return self.cast.surnamed(item.text) if item.code in "xn" else None

    def read(self, items: list[Item], head: int, last: int) -> Entity | None:
        return self.unnamed.read(Phrase(items, head, last), self.lines[self.now])

    def can_speak(self, items: list[Item], head: int) -> bool:
        return items[head].code in "PRGNn" or items[head].low in self.subjects.without_name or self.is_described(items, head)

    def is_described(self, items: list[Item], head: int) -> bool:
        """Whether "the 34-year-old", "one skipper", "the Frenchman" stands there: an article and a noun for people."""
        if not (items[head].low.endswith(_OF_PEOPLE) or items[head].text[:1].isupper() or items[head].low in LANDS):
            return False
        start = head
        while start and head - start < 5 and items[start - 1].code in "axAC" and not clause.is_verb_like(items[start - 1]):
            start -= 1
        before = items[start - 1] if start else None
        return before is not None and (before.code == "t" or before.low in _ONE) and before.low not in _THIS_THAT_THESE

    def who(self, items: list[Item], i: int) -> Entity | None:
        """Who a named item is as a speaker: itself, its office, somebody of it ("a White House official")."""
        item, behind = items[i], items[i + 1 : i + 3]
        if item.code == "O":
            return self.pronoun(items, i)
        if behind and behind[0].code == "x" and behind[0].low in self.words.speakers:
            return self.read(items, i + 1, i + 1)
        if len(behind) == 2 and behind[0].code == "s":
            if behind[1].code in "PnNM" and behind[1].who:
                return self.bodies.named(items, i + 2) if behind[1].code == "N" else behind[1].who[0]
            if behind[1].low in self.subjects.without_name:
                return self.read(items, i + 2, i + 2)
        if item.code == "N" and item.who:
            return self.bodies.named(items, i)
        if item.code == "G":
            return self.unnamed.several(item)
        return item.who[0] if item.who else None

    def behind(self, items: list[Item], start: int) -> Entity | None:
        """The speaker of a noun phrase that begins at an index ("said a spokesman for the ministry", "said Wang Yi")."""
        for i in range(start, min(start + _REACH, len(items))):
            item = items[i]
            if item.code == "O" or item.low in _IT:
                return self.pronoun(items, i) if i == start else None
            if i == start and item.code in "Dm" and (known := self.parties.by_form(item.text, None)):
                return known  # "said May"
            if (known := self.known(items, i)) is not None:
                return known
            if item.code in NAMED and item.who and not self.goes_on(items, i):
                return self.apposed(items, i) or self.who(items, i)
            if item.code == "&" and i > start and self.joins_trades(items, i):
                continue
            if item.code in "xR" and not item.who and self.ends_phrase(items, i):
                return self.described(items, start, i)
            if item.code not in "taxACcNnsHLRZ" or (item.low in self.words.adverbs and i > start):
                return None
        return None

    def apposed(self, items: list[Item], i: int) -> Entity | None:
        """The name behind an office or body ("his spokesperson, Lee Do-woon")."""
        name = items[i + 2] if i + 2 < len(items) and items[i + 1].code == "," else None
        ends = i + 3 >= len(items) or items[i + 3].code in ",.;w"
        return name.who[0] if items[i].code == "R" and name is not None and name.code in "Pn" and name.who and ends else None

    def goes_on(self, items: list[Item], i: int) -> bool:
        """Whether the phrase goes on behind a name: "the US Defence Department", "Poland's Donald Tusk", "Hamas officials"."""
        following = items[i + 1] if i + 1 < len(items) else None
        if following is None:
            return False
        if following.code == "s":
            return i + 2 < len(items)
        described = following.code == "x" and following.low in self.subjects.without_name
        return items[i].code in "ACLNG" and (following.code in "PnNR" or described) and not clause.is_verb_like(following)

    def joins_trades(self, items: list[Item], i: int) -> bool:
        """ "said lawyer and political scientist Henrik Solberg": two trades of one person."""
        behind = next((x for x in items[i + 1 : i + 5] if x.code not in "xaA"), None)
        return items[i - 1].code == "x" and behind is not None and behind.code in "Pn" and bool(behind.who)

    def ends_phrase(self, items: list[Item], i: int) -> bool:
        following = items[i + 1] if i + 1 < len(items) else None
        if following is not None and following.code == "&" and self.joins_trades(items, i + 1):
            return False
        if following is None or following.code in ',.;opwkD&)("b' or clause.is_verb_like(following):
            return True
        return following.low in self.words.adverbs or following.low in _CLOSE

    def described(self, items: list[Item], start: int, head: int) -> Entity | None:
        """ "a spokesman for X", unless a name follows as its apposition ("the ministry's spokesman, Nasser Kanaani")."""
        end = self.described_end(items, head)
        if items[end].code == "P" and items[end].who and items[end - 1].code not in "op":
            return items[end].who[0]
        name = items[end + 2] if end + 2 < len(items) and items[end + 1].code == "," else None
        if name is not None and name.code in "PnMN" and name.who and (end + 3 >= len(items) or items[end + 3].code in ",.;w"):
            return name.who[0]
        known = items[head].low in self.subjects.without_name or items[head].code == "R"
        return self.read(items, head, end) if known or items[start].code == "t" or items[start].low in _ONE else None

    def described_end(self, items: list[Item], head: int) -> int:
        """Where the words behind a head end that say more of it ("a source familiar with the talks")."""
        end = head
        while end + 1 < len(items) and end - head < _REACH - 1 and items[end + 1].code not in ',.;"wkb':
            apart = items[end + 1].code == "p" and items[end + 1].low in _APART and items[end].low not in self.words.speakers
            if apart:
                break
            end += 1
        while end > head and items[end].code in "Dop":
            end -= 1
        return end

    # --- pronouns

    def pronoun(self, items: list[Item], i: int) -> Entity | None:
        """Whom "he said", "it added" goes on quoting."""
        low = items[i].low
        if low in _SOMEBODY:
            return self.single(items, i, "m" if low in _HE_HIM else "f")
        if low in _IT:
            return self.cast.thing(items, i, self.paragraph)
        if low in _THEY_BOTH:
            return self.cast.several(self.paragraph) or next(iter(items[i].who), None)
        return None

    def single(self, items: list[Item], i: int, gender: str) -> Entity | None:
        """A person of the sentence itself, else who spoke last, unless somebody else has acted since."""
        own = items[i].who[0] if items[i].who else None
        if any(x.code in "PR" and x.who and x.who[0].kind == "person" for x in items[:i]):
            return own
        return self.cast.person(gender, self.paragraph) or own
