"""The parts of one noun phrase: what stands before an office, the name behind it, and offices behind a name."""

from __future__ import annotations

import re

from dipkb.extract.document import Item, Line, Mention
from dipkb.extract.groups import NAME_ENDS
from dipkb.extract.lexicon import Lexicon, fold
from dipkb.extract.titles import LANDS, Titles
from dipkb.extract.wordlists import each, forms, listed
from dipkb.gazetteer.records import RANKS

_A, _CHIEF = each("a", "chief")
_TITLES_AS_NAMES = listed("names", "titles_as_names")
_PERSONAL = listed("names", "personal_titles")
_DETERMINERS = forms("the", "this", "that", "its", "both", "these")
_AFTER_OFFICE = frozenset(',.;)"w&')
_TRAVELLING = listed("words", "travel_verbs")
_INITIALS = re.compile(r"(?:[A-Z]\.? ?)+")


class NounPhrases(Titles):
    """Reads the parts of a phrase that begins at an index; each reader says where its part ends."""

    def __init__(self, items: list[Item], line: Line, lexicon: Lexicon) -> None:
        super().__init__(items, line, lexicon)
        self.owned = self.begins = False  # whether the phrase stands behind a possessor, or begins the sentence
        self.apposed = False  # whether it says more of an office before a comma

    def determiner(self, at: int, mention: Mention) -> int:
        if self.code(at) == "q" and self.code(at + 1) == "t":  # "HM the King"
            self.qualify(self.items[at], mention)
            at += 1
        if self.code(at) == "t":
            mention.definite = self.items[at].low in _DETERMINERS
            return at + 1
        if self.code(at) == "H":
            mention.possessor = self.items[at]
            return at + 1
        return at

    def qualifiers(self, at: int, mention: Mention) -> int:
        """Adjectives, honorifics and the country or body an office belongs to, as long as an office or a name follows."""
        if self.code(at) == "x" and self.code(at + 1) == "s" and self.items[at].low in LANDS and self.leads_to_office(at + 1):
            mention.of_country, at = True, at + 2
        while True:
            code = self.code(at)
            if code == "a" or code == "q":
                mention.titled = mention.titled or code == "q"
                self.qualify(self.items[at], mention)
                at += 1
            elif code in "ACNKL" and mention.owner is None and self.leads_to_office(at + 1) and self.can_own(at):
                mention.owner = self.items[at]
                at = self.past_abbreviation(at + (2 if self.code(at + 1) == "s" else 1))
            elif code in "ACZ" and mention.owner is not None and self.is_concern(at + 1):
                at += 1
            elif code == "N" and mention.owner is not None and self.leads_to_office(at + 1):
                at += 2 if self.code(at + 1) == "s" else 1
            elif code == "r" and self.items[at].low in _CHIEF and (self.code(at + 1) == "r" or self.remit_before(at + 1)):
                at += 1
            elif code in "cE" and self.code(at + 1) == "r" and (self.is_body_name(at) or self.is_abbreviation(at)):
                mention.remit, at = [self.items[at].text], at + 1
            elif code in "xc" and (office := self.remit_before(at)):
                mention.remit = [i.text for i in self.items[at:office]]
                at = office
            else:
                return at

    def can_own(self, at: int) -> bool:
        """A town has offices as a possessor or before its mayor; "in Washington, D.C. Secretary …" names no office of it."""
        return self.code(at) != "L" or self.code(at + 1) == "s" or self.items[at + 1].low in self.lexicon.names["town_offices"]

    def is_concern(self, at: int) -> bool:
        """Whether an office follows that has another country as its concern ("the Kremlin's Syria envoy")."""
        return self.code(at) == "r" and self.items[at].low.split()[-1] in self.lexicon.names["concerned_offices"]

    def leads_to_office(self, at: int) -> bool:
        """Whether an office follows an owner, or a name with its office in it ("Qatari Emir Tamim …")."""
        if self.code(at) == "P" and self.code(at - 1) == "A":
            return True
        at = self.past_abbreviation(at)
        if self.is_public_person(at):
            return True
        if self.code(at) == "s":
            at += 1
            if self.is_surname(at) and self.code(at - 2) == "C":
                return True
        if self.code(at) == "N" and self.code(at - 1) in "AC":
            at += 2 if self.code(at + 1) == "s" else 1
        while self.code(at) in "aq" or (self.code(at) in "ACZ" and self.is_concern(at + 1)):
            at += 1
        if self.code(at) in "xc" and self.remit_before(at):
            return True
        if self.code(at) in "cE" and self.code(at + 1) == "r" and (self.is_body_name(at) or self.is_abbreviation(at)):
            return True
        return self.code(at) in "rg" or (self.code(at) == "x" and self.items[at].low in self.lexicon.relations)

    def is_public_person(self, at: int) -> bool:
        """Whether a plain word for somebody in public life stands before a name ("Hamas official Jane Doe")."""
        return self.code(at) == "x" and self.items[at].low in self.lexicon.public_people and self.code(at + 1) in "Pc"

    def past_abbreviation(self, at: int) -> int:
        """Past the letters of a body in brackets, and what of the body stands behind them ("(NPC) Standing Committee")."""
        if self.code(at) != "(" or self.code(at + 2) != ")" or not self.is_abbreviation(at + 1):
            return at
        return at + 4 if self.code(at + 3) == "N" or self.is_body_name(at + 3) else at + 3

    def past_own_letters(self, at: int) -> int:
        """Past the letters of an office in brackets, before what it is of ("Director General (DG) of the agency")."""
        past = self.past_abbreviation(at)
        return past if past > at and self.code(past) == "o" else at

    def is_owned(self, at: int, mention: Mention) -> bool:
        return mention.owner is not None and self.code(at - 1) == "s" and self.is_surname(at)

    def is_surname(self, at: int) -> bool:
        """Whether a name is, or ends in, a surname of the tables, so that "Russia's Lavrov" is somebody of that country."""
        return self.code(at) == "c" and fold(self.items[at].text.split()[-1]) in self.lexicon.surnames and self.is_person_like(at)

    def own_name(self, at: int, mention: Mention, has_office: bool) -> int:
        """The name itself: directly, in brackets, or behind a comma that an office leads to."""
        if has_office and self.code(at) == "(" and self.code(at + 2) == ")":
            if self.code(at + 1) == "C":
                at += 3  # "of the Lao People's Democratic Republic (Lao PDR) X"
            elif self.is_abbreviation(at + 1):
                at = self.past_address(self.past_abbreviation(at), mention)
            elif self.code(at + 1) in "Pc" and self.is_person_like(at + 1):
                self.call(at + 1, mention)
                return at + 3
        if not has_office and self.code(at) in "LZ" and self.code(at - 1) == "q" and self.items[at - 1].text in _PERSONAL:
            place = self.items[at]  # "Sheikh Sabah" is no part of Malaysia
            self.items[at] = Item("c", place.i, place.j, place.text, place.low, None)
            return self.call(at, mention)
        if (has_office or mention.titled) and self.begins_like_a_place(at):
            place, rest = self.items[at], self.items[at + 1]
            self.items[at + 1] = Item("c", place.i, rest.j, f"{place.text} {rest.text}", place.low, None)
            return self.call(at + 1, mention)
        name_at = at
        styled = self.code(at + 1 + (self.code(at + 1) == "t")) == "q"  # "Canada's minister, the Honourable X"
        if has_office and self.code(at) == "," and (mention.definite or mention.owner or self.begins or styled or self.owned):
            name_at = at + 1 + (styled and self.code(at + 1) == "t")
        name_at = self.past_address(name_at, mention) if has_office else name_at
        while self.code(name_at) == "q":
            name_at += 1
        behind_comma = self.code(at) == ","
        begins = (self.begins or styled) and self.acts(name_at + 1)
        # "the premier, X and the trade minister, Y"
        joined = self.code(name_at + 1) == "&" and (
            self.code(name_at + 2) in "trACaH" or self.remit_before(name_at + 2) is not None
        )
        joined |= self.code(name_at + 1) == "&" and self.code(name_at + 2) == "x"  # "the premier of Kenya, X and other guests"
        joined |= mention.owner is not None and self.code(name_at + 1) in "pD"  # "the premier of Kenya, X in Oslo"
        joined |= (
            self.apposed and mention.owner is not None and self.code(name_at + 1) in "bh"
        )  # "the envoy, Kenya's minister, X was"
        if behind_comma and self.code(name_at + 1) not in NAME_ENDS and not begins and not joined:
            return at
        known = self.code(name_at) == "P"
        if behind_comma and not known and (name_at == at + 1 and " " not in self.items[min(name_at, len(self.items) - 1)].text):
            return at
        if known or (
            self.code(name_at) == "c"
            and (has_office or mention.titled or name_at > at or self.is_owned(at, mention))
            and self.is_person_like(name_at)
        ):
            for item in self.items[at:name_at]:
                if item.code == "q":
                    self.qualify(item, mention)
            return self.call(name_at, mention)
        return at

    def past_address(self, at: int, mention: Mention) -> int:
        """Past a rank between an office and the name ("special representative for Sudan Ambassador Jane Doe")."""
        titled = self.code(at) == "r" and self.items[at].low in self.lexicon.names["address_offices"]
        return at + 1 if titled and self.code(at + 1) in "Pcq" else at

    def begins_like_a_place(self, at: int) -> bool:
        """Whether a person's name begins with that of a place ("Minister Gao Hucheng", "Premier Sabah Al-Khaled")."""
        return (
            self.code(at) in "LZ" and " " not in self.items[at].text and self.code(at + 1) == "c" and self.is_person_like(at + 1)
        )

    def call(self, at: int, mention: Mention) -> int:
        """Take the item at an index for the name, with what belongs to it ("Jr"); where the name ends."""
        if self.code(at + 1) == "P" and _INITIALS.fullmatch(self.items[at].text):
            at += 1  # "K P Sharma Oli"
        elif self.code(at) == "c" and self.code(at + 1) == "P" and " " not in self.items[at].text:
            first, known = self.items[at], self.items[at + 1]  # "Jahangir Alam Chowdhury", whose last names are another's whole
            self.items[at + 1] = Item("c", first.i, known.j, f"{first.text} {known.text}", first.low, None)
            at += 1
        elif (last := self.named_by_title(at)) is not None:
            at = last
        mention.name, mention.known = self.items[at].text, self.code(at) == "P"
        person = self.items[at].value.get("P") if mention.known and isinstance(self.items[at].value, dict) else None
        if mention.known and mention.role is None:
            mention.role = self.lexicon.office_within(mention.name)
            self.rank(mention)
        at += 1
        if mention.known and self.code(at) == "c" and self.line.sentence.zone not in ("title", "heading"):
            mention.name += " " + self.items[at].text
            at += 1
        whole = person is not None and person.name == mention.name  # "Amir Khan Muttaqi" is no amir
        mention.name = mention.name if whole else self.lexicon.unhonoured(mention.name)
        return at

    def named_by_title(self, at: int) -> int | None:
        """The last item of a name in which a title of rulers is a name too ("Mr. Omar Sultan Al Quist"), joined to one."""
        title = self.items[at + 1] if at + 1 < len(self.items) else None
        if self.code(at) != "c" or title is None or title.text not in _TITLES_AS_NAMES or " " in self.items[at].text:
            return None
        last = at + 2 if self.code(at + 2) in "cP" else at + 1
        text = self.line.words(self.items[at], self.items[last])
        self.items[last] = Item("c", self.items[at].i, self.items[last].j, text, self.items[at].low, None)
        return last

    def is_abbreviation(self, at: int) -> bool:
        item = self.items[at]
        return item.code in "cNnr" and " " not in item.text and sum(c.isupper() for c in item.text) > 1

    def apposition(self, at: int, mention: Mention) -> int:
        """ ", the president of Belarus," after a name, or several offices; also "(the prime minister of X)"."""
        if self.code(at) not in ",(":
            return at
        begin = at + 2 if self.code(at + 1) == "x" and self.items[at + 1].low in self.lexicon.names["also"] else at + 1
        if (found := self.one_office(begin)) is None:
            return at
        sub, end = found
        titles, owners = [sub.role or ""], [sub.owner]
        while self.code(end) in "&," and (more := self.one_office(end + 1)) is not None and self.code(more[1]) in _AFTER_OFFICE:
            other, end = more
            titles.append(other.role or "")
            owners.append(other.owner)
            sub = other if RANKS.index(other.rank or "other") < RANKS.index(sub.rank or "other") else sub
        placed = sub.owner is not None and self.code(end) in "pD"  # "X, Kenya's envoy to the Horn of Africa, in Nairobi"
        if self.code(end) not in NAME_ENDS and self.code(end) not in "&" and not placed and not self.opens_clause(at, end):
            return at
        told = [o for o in (sub.owner, *owners) if o is not None]  # a body that the tables know says more than one they don't
        mention.role, mention.rank, mention.implied = sub.role, sub.rank, sub.implied
        mention.owner = next((o for o in told if o.value is not None), told[0] if told else None)
        mention.further = titles
        mention.former, mention.possessor = mention.former or sub.former, sub.possessor
        mention.gender = mention.gender or sub.gender
        return end + 1 if self.code(end) in ",)" and self.code(end + 1) not in '"' else end

    def opens_clause(self, comma: int, end: int) -> bool:
        """Whether an office behind the name that begins a sentence goes on to its verb ("Jane Doe, a US envoy met …")."""
        before = comma - 2
        while before >= 0 and self.code(before) in "qZL":
            before -= 1
        begins = before < 0 or self.code(before) in ");,"
        verb = end + (self.code(end) == "D")
        travels = verb < len(self.items) and self.items[verb].low in _TRAVELLING
        said = self.items[comma + 1].low if comma + 1 < len(self.items) else ""
        return begins and (self.code(comma + 1) not in "tH" or said in _A) and (travels or self.acts(verb))

    def one_office(self, at: int) -> tuple[Mention, int] | None:
        """An office with what it belongs to, and where it ends."""
        sub = Mention()
        end = self.qualifiers(self.determiner(at, sub), sub)
        end, words, plural = self.office(end, sub)
        if not words or plural:
            return None
        sub.role = " ".join([*sub.remit, *words])
        end = self.complement(self.past_abbreviation(self.complement(end, sub)), sub)
        self.rank(sub)
        return sub, self.concern(end, sub)
