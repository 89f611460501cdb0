"""From tokens to items: who and what a sentence names, before anybody is identified.

The items of :mod:`dipkb.extract.lexing` are joined into noun phrases:
"the Belarusian President Alexander Lukashenko", "Xi Jinping, the president of China,", "his counterpart", "the two leaders".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dipkb.extract.bearers import EQUALS, name_bearers
from dipkb.extract.besidenames import BESIDE, without_letters
from dipkb.extract.capitals import NAME_WORDS
from dipkb.extract.clause.words import is_code
from dipkb.extract.courtesies import PLEASED, name_speakers
from dipkb.extract.document import Item, Line, Mention
from dipkb.extract.framefiles import read_frames
from dipkb.extract.groups import DELEGATIONS
from dipkb.extract.lexicon import ARTICLE_NAME, Lexicon
from dipkb.extract.lexing import LETTERS, lex
from dipkb.extract.nounphrases import NounPhrases
from dipkb.extract.text import Sentence
from dipkb.extract.titles import DEPUTY, LANDS
from dipkb.extract.wordlists import each, endings, listed, phrases

_IN_CHARGE = phrases("names", "in_charge")
_CHIEF, _HER, _RESPONSIBLE, _WITH = each("chief", "her", "responsible", "with")
_ADVERB = endings("adverb")
_PLACES_NAMED, _OF_PLACES = listed("names", "places_named"), listed("names", "of_places_named")
_SHORT_BODIES = read_frames("names")["short_bodies"]

_OPENING = frozenset("tHaACNKLMrgqPc")  # with these a phrase can begin
_LEADING, _MAYBE_ALONE = frozenset("tHa"), frozenset("tHaxc")
_BARE, _ENDS_NAME = frozenset("CANLM"), frozenset(').mbhdpowk!DU"')  # a state or body before these is all of its phrase
_JOINED = re.compile('cot?[cM]|[cP],c|r.{0,10}[cP]r|[cP]"[cx]"[cP]|[cP][x\'"][cP]')  # what names that are to be joined look like
_OFFICE_BEFORE = 12  # items that an office can stand before the name, with article, honorific and what it is of
_SUFFIXES = listed("names", "suffixes")
_SPOUSES = listed("events", "spouses")
_COMPANY = frozenset("PRcn),")  # behind these stands who comes along


def read_line(
    sentence: Sentence, text: str, lexicon: Lexicon, *, in_title: bool = False, names: Sequence[tuple[int, int, str]] = ()
) -> Line:
    """The items of one sentence of ``text``; ``names`` are spans that a mention provider read as names."""
    line = Line(sentence, lex(sentence, text, lexicon, names), text, in_title)
    phrases = _Phrases(line, lexicon)
    line.items = phrases.read()
    if not _SPOUSES.isdisjoint(sentence.lows):
        line.items = _without_spouses(line.items)
    if phrases.grouped or not EQUALS.isdisjoint(sentence.lows):
        line.items = name_bearers(line.items, lexicon)
    if not PLEASED.isdisjoint(sentence.lows):
        name_speakers(line.items)
    line.lows = frozenset([item.low for item in line.items])
    return line


def _names(line: Line, lexicon: Lexicon) -> list[Item]:
    """The items with "Department of State", "Bank of the South" and "Robert Stone, Jr" as one name.

    So are "the Minister for Trade, Ada Quist MP", whose office is the one before, and names with a nickname in them.
    """
    out: list[Item] = []
    for item in line.items:
        if item.text in LETTERS and out and out[-1].code in "cP" and any(x.code == "r" for x in out[-_OFFICE_BEFORE:-1]):
            name = out[-1]
            out[-1] = Item(name.code, name.i, item.j, name.text, name.low, name.value)
            continue
        if item.code in "cP" and (parted := _parted(out, item)):
            name = out[-parted]
            out[-parted:] = [Item("c", name.i, item.j, f"{name.text} {item.text}", name.low, None)]
            continue
        if item.code not in "cM":
            out.append(item)
            continue
        if item.code == "c" and item.text in _SUFFIXES and len(out) > 1 and out[-1].code == "," and out[-2].code in "cP":
            name = out[-2]
            out[-2:] = [Item(name.code, name.i, item.j, f"{name.text} {item.text}", name.low, name.value)]
            continue
        first = _open_body(out, lexicon)
        if first is not None:
            head, text = out[first], line.words(out[first], item)
            out[first:] = [Item("N", head.i, item.j, text, text.casefold(), None)]
        else:
            out.append(item)
    return out


def _parted(before: list[Item], item: Item) -> int:
    """How many items back a name begins that a nickname or a mark parts ("Michael “Erik” Kurilla", "Shia' Al-Sudani"); else 0."""
    codes = "".join([x.code for x in before[-4:]])
    if codes[1:] in ('"c"', '"x"') and codes[0] in "cP" and before[-2].text[:1].isupper():
        return 4
    marked = len(before) > 1 and before[-1].text in "'’‘" and before[-2].code in "cP"
    return 2 if marked and ARTICLE_NAME.match(item.text[:1].lower() + item.text[1:]) else 0


def _without_spouses(items: list[Item]) -> list[Item]:
    """The items without those who come along as family ("Xi and his wife, Peng Liyuan, were received"): they are no party."""
    out, at = list[Item](), 0
    while at < len(items):
        end = _spouse_end(items, at) if out and out[-1].code in _COMPANY else at
        if end == at:
            out.append(items[at])
        elif isinstance(out[-1].value, Mention):
            out[-1].value.accompanied = True
        at = max(end, at + 1)
    return out


def _spouse_end(items: list[Item], at: int) -> int:
    """Where "and his wife, Y," ends that begins at an index; the index itself where nothing of the kind begins."""
    noun = at + 2
    if (
        items[at].code == ","
        and is_code(items, noun + 1, "Pcn")
        and is_code(items, noun + 2, ",")
        and is_code(items, noun + 3, "&")
    ):
        return noun + 3 if items[at + 1].code == "H" and items[noun].low in _SPOUSES else at  # "X, his wife Y, and Z left"
    joins = items[at].code == "&" or items[at].low in _WITH
    if not joins or noun >= len(items) or items[at + 1].code != "H" or items[noun].low not in _SPOUSES:
        return at
    if is_code(items, noun + 1, "Pcn"):
        return noun + 2
    named = is_code(items, noun + 1, ",") and is_code(items, noun + 2, "Pcn") and is_code(items, noun + 3, ",.&")
    return noun + 3 + (items[noun + 3].code == ",") if named else noun + 1


def _with_her(items: list[Item]) -> list[Item]:
    """The items, "her" a possessor where a noun or its adjective stands behind."""
    for at in (n for n, x in enumerate(items[:-1]) if x.low in _HER):
        behind = items[at + 1]
        if behind.code in "xaArgqUD" and not behind.low.endswith(_ADVERB):
            items[at].code = "H"
    return items


def _open_body(items: list[Item], lexicon: Lexicon) -> int | None:
    """Where a body begins whose name ends in "of" or "of the" so far."""
    of = len(items) - (2 if items and items[-1].code == "t" else 1)
    if of < 1 or items[of].code != "o" or items[of - 1].code != "c":
        return None
    return of - 1 if items[of - 1].text.split()[-1] in lexicon.organisation_heads else None


_POSTS = ("envoy", "other")  # offices that a name may stand behind without their country ("Ambassador X, China's envoy")
_STYLES = {style: pronoun for pronoun, styles in read_frames("names")["styles"].items() for style in styles}


class _Phrases(NounPhrases):
    """Joins lexed items into noun phrases, left to right."""

    def __init__(self, line: Line, lexicon: Lexicon) -> None:
        items = _names(line, lexicon) if _JOINED.search(line.codes) else line.items
        items = items if BESIDE.isdisjoint(line.sentence.lows) else without_letters(items)
        super().__init__(_with_her(items) if not _HER.isdisjoint(line.sentence.lows) else items, line, lexicon)

    def read(self) -> list[Item]:
        out: list[Item] = []
        at, opening_words = 0, self.lexicon.opening_words
        for stop in [n for n, x in enumerate(self.items) if x.code in _OPENING or x.low in opening_words]:
            if stop < at:
                continue
            out += self.items[at:stop]
            at = stop
            item, behind = self.items[at], at + 1
            if item.code in _OPENING or (item.code == "x" and item.low in opening_words):
                bare = item.code in _BARE and self.code(behind) in _ENDS_NAME
                alone = bare or (item.code in _MAYBE_ALONE and self.is_alone(at))
                found = None if alone else (item.code in "CA" and self.two_sides(at)) or self.phrase(at)
                item, behind = found or (self.single(item), behind)
            out.append(item)
            at = behind
        return out + self.items[at:]

    def two_sides(self, at: int) -> tuple[Item, int] | None:
        """Two states joined by a dash ("US - China talks")."""
        if self.code(at) in "CA" and self.code(at + 1) == ";" and self.code(at + 2) in "CA" and self.items[at + 1].low in "-–":
            pair = Mention(rank="pair", owners=[self.items[at], self.items[at + 2]], definite=True)
            return self.made("G", at, at + 3, pair), at + 3
        return None

    def single(self, item: Item) -> Item:
        """An item that joined no phrase, under its final code; a style alone is a pronoun ("His Highness received")."""
        if item.code == "q" and item.low in _STYLES:
            item.code, item.low = "O", _STYLES[item.low]
        elif item.code in "rqga":
            item.code = "x"
        elif item.code == "c":
            item.code, item.value = self.name_code(item), Mention(name=item.text)
            if item.code == "x":
                item.low = item.text.split()[-1].casefold()
        elif item.code == "P":
            item.value = Mention(name=item.text, known=True)
        return item

    def name_code(self, item: Item) -> str:
        last = item.text.split()[-1]
        if last in self.lexicon.occasion_heads:
            return "E"
        if (last in self.lexicon.organisation_heads and " " in item.text) or item.text in _SHORT_BODIES:
            return "N"
        return "x" if last in self.lexicon.not_people or last.casefold() in self.lexicon.headline_words else "n"

    def phrase(self, at: int) -> tuple[Item, int] | None:
        mention, start, first = Mention(), at, self.items[at]
        self.owned, self.begins = at > 0 and self.code(at - 1) == "s", at == 0
        self.apposed = at > 1 and self.code(at - 1) == "," and self.code(at - 2) == "r"
        at = self.determiner(at, mention)
        at = self.several(at, mention) if self.code(at) in "AC" else at
        if mention.owners and (people := self.staff_of_several(start, at, mention)):
            return people
        at = self.qualifiers(at, mention)
        at, words, plural = self.office(at, mention)
        if plural:
            return self.group(start, at, mention, words)
        if mention.owner and not words and self.is_public_person(at):
            words, at = [self.items[at].text], at + 1
        if words:
            mention.role = " ".join([*mention.remit, *words])
            at = self.complement(self.past_own_letters(at), mention)
            self.rank(mention)
            at = self.complement(self.concern(at, mention), mention)
            at = self.second_office(self.in_charge(at), mention)
            self.rank(mention)
        at = self.own_name(at, mention, bool(words))
        if mention.name and (not words or (mention.owner is None and mention.possessor is None and mention.rank in _POSTS)):
            at = self.apposition(at, mention)
        elif not words and at == start and (end := self.told_by_office(at, mention)):
            at = end
        country = at + 1 + (self.code(at + 1) == "t")
        if mention.name and mention.owner is None and self.code(at) == "o" and self.code(country) == "C":
            mention.owner, at = self.items[country], country + 1
        if mention.name and not words and self.code(start) == "t" and self.names_a_place(at):
            return self.made("x", start, at, mention), at
        if mention.name:
            return self.made("P", start, at, mention), at
        if words and mention.owner is not None and at < len(self.items) and self.items[at].low in DELEGATIONS:
            mention.role, mention.rank = self.items[at].low, None  # "a U.S. lawmaker delegation"
            return self.made("R", start, at + 1, mention), at + 1
        if len(words) == 1 and words[0] in _CHIEF and mention.owner is None and mention.role in _CHIEF:
            return self.side(start, first)  # "chief correspondent"
        if words and self.items[at - 1].code != "t":
            mention.definite |= any(x is not None for x in (mention.owner, mention.possessor, mention.implied))
            return self.made("R", start, at, mention), at
        return self.side(start, first)

    def names_a_place(self, at: int) -> bool:
        """Whether a name behind an article only says which camp, hospital or airport it is ("the Jane Doe refugee camp")."""
        nouns = [x.low for x in self.items[at : at + 2] if x.code == "x"]
        return bool(nouns) and not _PLACES_NAMED.isdisjoint(nouns) and (nouns[0] in _PLACES_NAMED or nouns[0] in _OF_PLACES)

    def in_charge(self, at: int) -> int:
        """Past what an office is in charge of ("Minister of State in charge of Regional Cooperation")."""
        words = [i.low for i in self.items[at : at + 3]]
        if tuple(words) not in _IN_CHARGE and tuple(words[:2]) not in _IN_CHARGE:
            return at
        start = at + len(words) - (words[0] in _RESPONSIBLE)
        start += self.code(start) == "t"
        affairs = self.affairs(start)
        end = self.joined(self.units(start), start) if affairs is None else affairs + 1
        return end if end > start else at

    def second_office(self, at: int, mention: Mention) -> int:
        """Past a further office of the same person ("former premier and former Chairman of the Senate Ada Quist")."""
        lower = self.code(at) == "," and bool(DEPUTY & set((mention.role or "").casefold().split())) and self.code(at + 1) == "r"
        if (self.code(at) != "&" and not lower) or self.code(at + 1) not in "ar" or (found := self.one_office(at + 1)) is None:
            return at
        other, end = found
        named = self.code(end) in "Pcq" or (self.code(end) == "," and self.code(end + 1) == "q")
        if not named or (other.owner and mention.owner and other.owner.code != "N"):
            return at
        mention.owner, mention.former = mention.owner or other.owner, mention.former or other.former
        mention.further = [other.role or ""]
        return end

    def told_by_office(self, at: int, mention: Mention) -> int | None:
        """Where a name no table knows ends with the office behind its comma ("Ada Quist, leader of the opposition")."""
        name = self.items[at] if self.code(at) == "c" else None
        if name is None or not 2 <= len(name.text.split()) <= NAME_WORDS or not self.is_person_like(at):
            return None
        office = self.determiner(at + 2, Mention())
        if self.code(at + 1) != "," or self.code(office) not in "rACa" or self.name_code(name) != "n":
            return None
        end = self.apposition(at + 1, mention)
        if end == at + 1 and (found := self.one_office(at + 2)) is not None and self.code(found[1]) == "o":
            mention.role, mention.rank, end = found[0].role, found[0].rank, found[1]  # of what no table knows
        mention.name = name.text if end > at + 1 else None
        return end if mention.name else None

    def is_alone(self, at: int) -> bool:
        """Whether articles and adjectives lead only to a plain word or unknown name, as mostly ("the new talks"); a short cut."""
        while self.code(at) in _LEADING:
            at += 1
        if self.code(at) not in "xc":
            return False
        low, behind = self.items[at].low, self.code(at + 1)
        known = self.code(at) == "x" and (low in self.lexicon.phrase_words or (low in LANDS and behind == "s"))
        known = known or (behind == "x" and self.leads_to_delegation(at))
        described = self.code(at) == "c" and behind in ",r"
        return not (known or described or (low in self.lexicon.remit_words and self.remit_before(at)))
