"""Several people at once, and one by relation to another: "the Chinese and Russian leaders", "both sides", "his counterpart"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dipkb.extract.clause import is_verb_like
from dipkb.extract.document import Item, Line, Mention
from dipkb.extract.lexicon import Lexicon
from dipkb.extract.wordlists import each, endings, forms, listed

_A, _COUNTERPART, _DELEGATION, _FROM, _LEADERSHIP = each("a", "counterpart", "delegation", "from", "leadership")
_NUMBER, _OPPOSITE, _THE, _TWO = each("number", "opposite", "the", "two")
_COUNTED_STATES = listed("events", "members")
_OF_FROM = forms("of", "from")
_ON_IN_OF_ROLE = forms("on", "in", "of", "role")
_OPPOSITE_NUMBERS = listed("events", "opposite_numbers")
_THE_SEVERAL = forms("the", "both", "these", "those", "all")
_TWO_BOTH, _SAYING = forms("two", "both"), listed("words", "saying")

_BEYOND = ["."] * 24  # codes behind the last item, so that looking ahead needs no bounds
DELEGATIONS = listed("events", "delegations")
_ALONE = listed("events", "plural_alone")  # they need no "two" nor "both"
_PAST = endings("past")
_PARTS_OF_STATES = listed("events", "parts_of_states")
_MEMBERS = listed("events", "members")
NAME_ENDS = frozenset(',.;)"w')


class Groups:
    """Reads groups out of the items of one line; ``code`` gives the letter of the item at an index, "." beyond the last."""

    def __init__(self, items: list[Item], line: Line, lexicon: Lexicon) -> None:
        self.items, self.line, self.lexicon = items, line, lexicon
        self.grouped = False  # whether a group was found
        self.code: Callable[[int], str] = ([item.code for item in items] + _BEYOND).__getitem__

    def several(self, at: int, mention: Mention) -> int:
        """The countries of several people under one title ("the Chinese and Russian leaders")."""
        if self.code(at) not in "AC":
            return at
        owners, i = list[Item](), at
        while self.code(i) in "AC":
            owners.append(self.items[i])
            step = i + (2 if self.code(i + 1) == "," and self.code(i + 2) == "&" else 1)
            step += self.code(step) == "&" and self.code(step + 1) == "t" and self.code(step + 2) in "AC"
            if self.code(step) not in "&,t" or self.code(step + 1) not in "AC":
                break
            i = step + 1
        if len(owners) > 1 and self.leads_to_group(i + 1):
            mention.owners = owners
            return i + 1
        return at

    def leads_to_group(self, at: int) -> bool:
        while self.code(at) in "aq" or (self.code(at) == "x" and self.items[at].low in self.lexicon.staff_kinds):
            at += 1
        return self.code(at) == "g" or (self.code(at) == "x" and self.items[at].low in self.lexicon.staff)

    def staff_of_several(self, start: int, at: int, mention: Mention) -> tuple[Item, int] | None:
        """ "Ukrainian and Russian trade officials": people without names of each of the states."""
        while self.code(at) in "ax" and self.items[at].low in self.lexicon.staff_kinds:
            at += 1 + (self.code(at + 1) == "&" and self.is_kind_of_staff(at + 2))
        if self.code(at) != "x" or self.items[at].low not in self.lexicon.staff:
            return None
        mention.role, mention.rank = self.items[at].low, "staff"
        return self.made("G", start, at + 1, mention), at + 1

    def is_kind_of_staff(self, at: int) -> bool:
        """Whether a word says what people without names do ("military and intelligence officials")."""
        return self.code(at) == "x" and self.items[at].low in self.lexicon.staff_kinds

    def group(self, start: int, at: int, mention: Mention, words: list[str]) -> tuple[Item, int] | None:
        """Several people at once: "the Chinese and Russian leaders", "the presidents of China and Russia"."""
        mention.role = " ".join(words)
        role = self.lexicon.role(mention.role, None)
        mention.rank = role.rank if role else "other"
        owners = list(mention.owners) or ([mention.owner] if mention.owner else [])
        if self.code(at) == "o" or (self.code(at) == "p" and self.items[at].low in _FROM):
            start_of_list = end = self.past_number(at + 1)
            whole = self.past_membership(at + 1)
            end = max(end, whole)
            while self.code(end) in "tA&," or self.is_owner(end):
                if self.is_owner(end):
                    owners.append(self.items[end])
                end += 1
            end = self.before_office(owners, end)
            end = self.before_teller(owners, start_of_list, end)
            while end > at + 1 and self.code(end - 1) in "t&,":
                end -= 1
            end += start_of_list > at + 1 and self.code(end) in ";)" and self.items[end].low != ";"
            end += whole > 0 and self.code(end) == "x" and self.items[end].low in _MEMBERS
            at = end if len(owners) > (1 if mention.owner else 0) else at
        mention.owners = owners
        mention.counted = any(item.low in _TWO_BOTH for item in self.items[max(0, start - 2) : at])
        return self.made("G", start, at, mention), at

    def is_owner(self, at: int) -> bool:
        """Whether a state or body is named, or the capital people come from that stands for it ("officials from Belgrade")."""
        if self.code(at) in "CN":
            return True
        capital = self.code(at) == "L" and getattr(self.items[at].value.get("L"), "is_capital", False)
        return capital and any(x.low in _FROM for x in self.items[max(0, at - 4) : at])

    def before_teller(self, owners: list[Item], start: int, end: int) -> int:
        """Where a list of owners ends before a comma and who says so ("ministers from the Union, the State Department said")."""
        comma = next((i for i in range(end - 1, start, -1) if self.code(i) == ","), None)
        listed = any(self.code(i) == "&" for i in range(start, end))
        if comma is None or listed or len(owners) < 2 or not (end < len(self.items) and self.items[end].low in _SAYING):
            return end
        while owners and owners[-1].i >= self.items[comma].i:
            owners.pop()
        return comma

    def before_office(self, owners: list[Item], end: int) -> int:
        """Where a list of states ends whose last name belongs to an office ("from Ghana, Togo and the US special envoy X")."""
        office = end + (self.code(end) == "a")
        if len(owners) < 2 or self.code(office) != "r" or owners[-1] is not self.items[end - 1]:
            return end
        owners.pop()
        return end - 1

    def past_membership(self, at: int) -> int:
        """Past how many members a body has, to its name ("of the 10-member ASEAN", "of the ten ASEAN states"); 0 without one."""
        end = first = at + (self.code(at) == "t")
        while end < min(first + 3, len(self.items)) and (self.code(end) == "x" or self.items[end].low == "-"):
            end += 1
        known = self.code(end) == "N" and end > first and self.items[first].low.isalnum()
        return end if known and not any(map(is_verb_like, self.items[first:end])) else 0

    def past_number(self, at: int) -> int:
        """Past how many states it is that a dash or colon goes on to name ("of the five countries – Kenya, Rwanda …")."""
        end = at + (self.code(at) == "t")
        while self.code(end) in "xaA" and end < at + 4:
            end += 1
        land = end > at and self.items[end - 1].low in _COUNTED_STATES
        return end + 1 if land and self.code(end) in ";(," and self.code(end + 1) == "C" else at

    def acts(self, at: int) -> bool:
        """Whether a verb stands at an index, so that "the two" are people ("the two met", "the two will meet")."""
        return self.code(at) in "mbhd" or (at < len(self.items) and is_verb_like(self.items[at]))

    def side(self, start: int, first: Item) -> tuple[Item, int] | None:
        """ "the two sides", "both countries", "the Chinese side", "his counterpart", "the Chinese delegation"."""
        if (
            first.low in _THE
            and self.items[min(start + 1, len(self.items) - 1)].low in _TWO
            and self.code(start + 2) in "mbhd.,p"
        ):
            return self.made("G", start, start + 2, Mention(role="two", rank="leaders", definite=True)), start + 2
        at, owner, counted = start, None, False
        while (
            self.code(at) in "tHaAN"
            or (self.code(at) == "s" and owner is not None and self.items[at - 1] is owner)
            or (self.code(at) in "xOC" and at < start + 6 and at < len(self.items))
            or (self.code(at) == "g" and owner is not None and self.items[at].low in self.lexicon.staff)
        ):
            item = self.items[at]
            if item.code in "xOg":
                led = item.low in _LEADERSHIP and at + 1 < len(self.items) and self.items[at + 1].low in _ON_IN_OF_ROLE
                if item.low in self.lexicon.staff and not led and (found := self.staff(start, at, owner)):
                    return found
                if self.leads_to_delegation(at):
                    at += 1
                    continue
                if owner and item.low in self.lexicon.staff_kinds:
                    at += 1 + (self.code(at + 1) == "&" and self.is_kind_of_staff(at + 2))
                    continue
                if item.low in self.lexicon.groups and (counted or item.low in _ALONE) and at > start:
                    return self.made(
                        "G", start, at + 1, Mention(role=item.low, rank=self.lexicon.groups[item.low], definite=True)
                    ), at + 1
                if item.low in _TWO and counted and self.acts(at + 1):
                    return self.made("G", start, at + 1, Mention(role="two", rank="leaders", definite=True)), at + 1
                if item.low in _OPPOSITE and at + 1 < len(self.items) and self.items[at + 1].low in _NUMBER:
                    at, item = at + 1, self.items[at + 1]
                if (item.low in self.lexicon.relations or item.low in _NUMBER) and at > start and (owner or first.code in "tH"):
                    name = self.name_of_relation(at) if owner or first.code == "H" else None
                    if name is not None and (owner or self.code(at + 1) != ","):
                        known = Mention(name=self.items[name].text, owner=owner, definite=True, known=self.code(name) == "P")
                        known.equal = item.low in _OPPOSITE_NUMBERS
                        return self.made("P", start, name + 1, known), name + 1
                    end, owner = self.sent_by(at, owner)
                    role = "counterpart" if item.low in _NUMBER else item.low
                    definite = first.low not in _A
                    mention = Mention(role=role, owner=owner, definite=definite, possessor=first if first.code == "H" else None)
                    return self.made("R", start, end, mention), end
                if owner and item.low in self.lexicon.public_people and first.low in _THE and self.items[at - 1] is owner:
                    return self.made(
                        "R", start, at + 1, Mention(role=item.low, rank="somebody", owner=owner, definite=True)
                    ), at + 1
                if item.low not in self.lexicon.group_determiners:
                    return None
                counted = True
            elif item.code in "ACN":
                if item.code == "N" and self.code(at + 1) not in "xas":
                    return None
                owner = item
            elif item.code == "t":
                counted = counted or item.low in _THE_SEVERAL
            at += 1
        return None

    def leads_to_delegation(self, at: int) -> bool:
        """Whether a plain word only describes a delegation ("an important delegation", "a large trade delegation")."""
        end = at + 1
        while self.code(end) == "x" and end < at + 3 and self.items[end].low not in DELEGATIONS:
            end += 1
        if self.code(end) != "x" or self.items[end].low not in _DELEGATION or self.items[at].low in _DELEGATION:
            return False
        described = at > 0 and self.code(at - 1) in "ta" and self.items[at].low.endswith(_PAST)  # "a mixed delegation"
        return not any(map(is_verb_like, self.items[at + described : end]))

    def sent_by(self, at: int, owner: Item | None) -> tuple[int, Item | None]:
        """Whom a delegation or team comes from ("a team from the IAEA", "a delegation of Pakistani officials"), and its end."""
        end = at + 2
        if owner is None and self.items[at].low in _COUNTERPART and self.code(at + 1) == "p" and self.code(end) == "C":
            return (end + 1, self.items[end]) if self.items[at + 1].low in _FROM else (at + 1, owner)
        if owner is not None or self.items[at].low not in DELEGATIONS or self.code(at + 1) not in "op":
            return at + 1, owner
        if self.items[at + 1].low not in _OF_FROM:
            return at + 1, owner
        while self.code(end) in "ta" or (self.code(end) == "x" and end < at + 5 and not is_verb_like(self.items[end])):
            end += 1
        end += self.code(end) in "op" and self.items[end].low in _OF_FROM and self.items[end - 1].code == "x"
        end += self.code(end) == "t"
        if self.code(end) != "A" and not self.is_owner(end):
            return at + 1, owner
        sender = self.items[end]
        end += 1
        while self.code(end) in "xg" and (
            self.items[end].low in self.lexicon.staff or self.items[end].low in self.lexicon.staff_kinds
        ):
            end += 1
        return end, sender

    def name_of_relation(self, at: int) -> int | None:
        """The name behind "his Indian counterpart", with or without a comma, a form of address left out."""
        while self.code(at + 1) in "qr" and (self.code(at + 1) == "q" or self.code(at + 2) in "Pcq"):
            at += 1
        if self.code(at + 1) in "Pc" and self.is_person_like(at + 1):
            return at + 1
        if (
            self.code(at + 1) == ","
            and self.code(at + 2) in "Pc"
            and self.code(at + 3) in NAME_ENDS
            and self.is_person_like(at + 2)
        ):
            return at + 2
        return None

    def staff(self, start: int, at: int, owner: Item | None) -> tuple[Item, int] | None:
        """ "US officials", "officials from Russia": people without names who stand for their state or body."""
        end, owners = at + 1, [owner] if owner else list[Item]()
        if owner is None and self.code(end) in "op" and self.items[end].low in _OF_FROM:
            end = last = self.past_bodies(end)
            while self.is_owner(end + 1) or (self.code(end + 1) in "&,t" and (owners or self.code(end + 1) == "t")):
                end += 1
                if self.is_owner(end):
                    owners.append(self.items[end])
                    last = end
            end = self.before_office(owners, last + 1)
            while self.code(end - 1) in "t&,":
                end -= 1
        if not owners or self.code(end) in "cPq":
            return None
        return self.made("G", start, end, Mention(role=self.items[at].low, rank="staff", owners=owners, definite=True)), end

    def past_bodies(self, at: int) -> int:
        """Past the parts of states that people come from ("representatives of the foreign ministries of Peru and Chile")."""
        of = at + 1 + (self.code(at + 1) == "t")
        while self.code(of) in "xa" and (
            self.items[of].low in self.lexicon.staff_kinds or self.items[of].low in _PARTS_OF_STATES
        ):
            of += 1
        of += self.code(of) in "cN" and self.items[of].text.casefold().split()[-1] in _PARTS_OF_STATES
        several = self.items[of - 1].text.casefold().split()[-1] in _PARTS_OF_STATES
        return of if several and self.code(of) == "o" else at

    def made(self, code: str, start: int, end: int, value: Any) -> Item:
        self.grouped |= code == "G"
        first, last = self.items[start], self.items[end - 1]
        text = self.line.words(first, last)
        return Item(code, first.i, last.j, text, text.casefold(), value)

    def is_person_like(self, at: int) -> bool:
        words = self.items[at].text.split()
        named = words[1:] if len(words) > 1 and words[0] in self.lexicon.names["also_given"] else words
        return not any(w in self.lexicon.not_people for w in named)
