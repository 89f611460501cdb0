"""From tokens to items: who and what a sentence names, before anybody is identified.

The items of :mod:`dipkb.extract.lexing` are joined into noun phrases:
"the Belarusian President Alexander Lukashenko", "Xi Jinping, the president of China,", "his counterpart", "the two leaders".
"""

from __future__ import annotations

from collections.abc import Sequence

from dipkb.extract.document import Item, Line, Mention
from dipkb.extract.groups import NAME_ENDS, Groups
from dipkb.extract.lexicon import Lexicon
from dipkb.extract.lexing import lex, unglue
from dipkb.extract.text import Sentence

_DEPUTY = frozenset({"deputy", "vice", "assistant", "under", "associate"})
_FORMER = frozenset({"former", "ex", "then", "late", "ousted", "retired", "outgoing"})


def read_line(sentence: Sentence, text: str, lexicon: Lexicon, *, in_title: bool = False) -> Line:
    """The items of one sentence of ``text``."""
    unglue(sentence, lexicon)
    line = Line(sentence, lex(sentence, text, lexicon), text, in_title)
    line.items = _Phrases(line, lexicon).read()
    return line


def mark_quotes(lines: Sequence[Line]) -> None:
    """Which items stand inside quotation marks, sentence by sentence; a quotation runs on within its paragraph."""
    inside, paragraph = False, None
    for line in lines:
        inside = inside and line.sentence.paragraph == paragraph
        paragraph = line.sentence.paragraph
        line.quoted, inside = _quoted(line.items, inside)


def _quoted(items: Sequence[Item], inside: bool) -> tuple[list[bool], bool]:
    flags = []
    for item in items:
        if item.code == '"':
            inside = item.text == "“" or (item.text == '"' and not inside)
        flags.append(inside and item.code != '"')
    return flags, inside


def _bodies(line: Line, lexicon: Lexicon) -> list[Item]:
    """The items with "Department of State" and "Bank of the South" as one name."""
    out: list[Item] = []
    for item in line.items:
        of = [x.code for x in out[-2:]]
        back = 3 if of == ["o", "t"] else 2 if of[-1:] == ["o"] else 0
        head = out[-back] if back and len(out) >= back else None
        if head is not None and item.code in "cM" and head.code == "c" and head.text.split()[-1] in lexicon.organisation_heads:
            text = line.text[line.sentence.starts[head.i] : line.sentence.ends[item.j - 1]]
            out[-back:] = [Item("N", head.i, item.j, text, text.casefold(), None)]
        else:
            out.append(item)
    return out


class _Phrases(Groups):
    """Joins lexed items into noun phrases, left to right."""

    def __init__(self, line: Line, lexicon: Lexicon) -> None:
        super().__init__(_bodies(line, lexicon), line, lexicon)

    def read(self) -> list[Item]:
        out: list[Item] = []
        at, total = 0, len(self.items)
        while at < total:
            if (
                self.code(at) in "CA"
                and self.code(at + 2) in "CA"
                and self.code(at + 1) == ";"
                and self.items[at + 1].low in "-–"
            ):
                pair = Mention(rank="pair", owners=[self.items[at], self.items[at + 2]], definite=True)
                out.append(self.made("G", at, at + 3, pair))
                at += 3
                continue
            if self.items[at].code in "tHaACNKLMrgqPcx":
                found = self.phrase(at)
                if found:
                    item, at = found
                    out.append(item)
                    continue
            out.append(self.single(self.items[at]))
            at += 1
        return out

    def single(self, item: Item) -> Item:
        """An item that joined no phrase, under its final code."""
        if item.code in "rqga":
            item.code = "x"
        elif item.code == "c":
            item.code, item.value = self.name_code(item), Mention(name=item.text)
        elif item.code == "P":
            item.value = Mention(name=item.text, known=True)
        return item

    def name_code(self, item: Item) -> str:
        last = item.text.split()[-1]
        if last in self.lexicon.occasion_heads:
            return "E"
        if last in self.lexicon.organisation_heads and " " in item.text:
            return "N"
        return "x" if last in self.lexicon.not_people else "n"

    def phrase(self, at: int) -> tuple[Item, int] | None:
        mention, start, first = Mention(), at, self.items[at]
        at = self.determiner(at, mention)
        at = self.several(at, mention)
        if mention.owners and (people := self.staff_of_several(start, at, mention)):
            return people
        at = self.qualifiers(at, mention)
        at, words, plural = self.office(at, mention)
        if plural:
            return self.group(start, at, mention, words)
        if words:
            mention.role = " ".join(words)
            at = self.complement(at, mention)
            self.rank(mention)
        at = self.own_name(at, mention, bool(words))
        if mention.name and not words:
            at = self.apposition(at, mention)
        if mention.name and mention.owner is None and self.code(at) == "o" and self.code(at + 1) == "C":
            mention.owner, at = self.items[at + 1], at + 2
        if mention.name:
            return self.made("P", start, at, mention), at
        if words and self.items[at - 1].code != "t":
            mention.definite = mention.definite or mention.owner is not None or mention.possessor is not None
            return self.made("R", start, at, mention), at
        return self.side(start, first)

    def rank(self, mention: Mention) -> None:
        """The rank that the office's words mean in their place, and the place they mean by themselves."""
        words = mention.role or ""
        first = words.split()[0].casefold() if words else ""
        owner = mention.owner.value if mention.owner is not None and isinstance(mention.owner.value, dict) else {}
        place = next((owner[c] for c in "CAK" if c in owner), None) or getattr(owner.get("N"), "key", None)
        role = self.lexicon.role(words, place)
        mention.rank = (
            "other"
            if first in _DEPUTY and (role is None or role.rank in ("hos", "hog", "fm", "def", "head"))
            else role.rank
            if role
            else "other"
        )
        mention.implied = role.implies if role else None
        mention.gender = mention.gender or (role.gender if role else None) or None

    def determiner(self, at: int, mention: Mention) -> int:
        if self.code(at) == "t":
            mention.definite = self.items[at].low in ("the", "this", "that", "its")
            return at + 1
        if self.code(at) == "H":
            mention.possessor = self.items[at]
            return at + 1
        return at

    def qualifiers(self, at: int, mention: Mention) -> int:
        """Adjectives, honorifics and the country or body an office belongs to, as long as an office or a name follows."""
        while True:
            code = self.code(at)
            if code == "a" or code == "q":
                mention.titled = mention.titled or code == "q"
                self.qualify(self.items[at], mention)
                at += 1
            elif code in "ACNKL" and mention.owner is None and self.leads_to_office(at + 1) and self.can_own(at):
                mention.owner = self.items[at]
                at += 2 if self.code(at + 1) == "s" else 1
            elif code in "ACZ" and mention.owner is not None and self.is_concern(at + 1):
                at += 1
            elif code == "N" and mention.owner is not None and self.leads_to_office(at + 1):
                at += 2 if self.code(at + 1) == "s" else 1
            else:
                return at

    def can_own(self, at: int) -> bool:
        """A town has offices as a possessor or before its mayor; "in Washington, D.C. Secretary …" names no office of it."""
        return self.code(at) != "L" or self.code(at + 1) == "s" or self.items[at + 1].low in self.lexicon.names["town_offices"]

    def is_concern(self, at: int) -> bool:
        """Whether an office follows that has another country as its concern ("the Kremlin's Syria envoy")."""
        return self.code(at) == "r" and self.items[at].low in self.lexicon.names["concerned_offices"]

    def qualify(self, item: Item, mention: Mention) -> None:
        mention.former = mention.former or item.low in _FORMER
        if item.code == "q" and item.value.get("q") is not None:
            mention.gender = getattr(item.value["q"], "gender", None) or mention.gender

    def leads_to_office(self, at: int) -> bool:
        """Whether an office follows an owner, or a name with its office in it ("Qatari Emir Tamim …")."""
        if self.code(at) == "P" and self.code(at - 1) == "A":
            return True
        if self.code(at) == "s":
            at += 1
        if self.code(at) == "N" and self.code(at - 1) in "AC":
            at += 2 if self.code(at + 1) == "s" else 1
        while self.code(at) in "aq" or (self.code(at) in "ACZ" and self.is_concern(at + 1)):
            at += 1
        return self.code(at) in "rg" or (self.code(at) == "x" and self.items[at].low in self.lexicon.relations)

    def office(self, at: int, mention: Mention) -> tuple[int, list[str], bool]:
        """The words of an office; compound offices ("President and Prime Minister") count once, plural ones make a group."""
        words: list[str] = []
        while self.code(at) == "r" or (
            self.code(at) == "&" and words and self.code(at + 1) == "r" and self.code(at + 2) in "Pcyq"
        ):
            item = self.items[at]
            at += 1
            if item.code == "r":
                words += [*self.deputies(at - 1), item.text]
                at = self.department(at, words)
        if not words and self.code(at) == "g":
            return at + 1, [self.items[at].text], True
        while self.code(at) == "q" and words:
            self.qualify(self.items[at], mention)
            at += 1
        return at, words, False

    def deputies(self, at: int) -> list[str]:
        """Words before an office that make it a lower one."""
        back = [i.text for i in self.items[max(0, at - 2) : at] if i.code == "a" and i.low in _DEPUTY]
        return back

    def department(self, at: int, words: list[str]) -> int:
        """The remit after "minister of/for …" and the like: lower-case or capitalised words up to four, joined by and."""
        if (
            self.code(at) not in "op"
            or self.items[at].low not in ("of", "for")
            or words[-1].casefold() not in self.lexicon.names["remit_offices"]
        ):
            return at
        if (affairs := self.affairs(at + 1)) is not None:
            words.append(self.line.words(self.items[at], self.items[affairs]))
            return affairs + 1
        end, taken = at + 1, list[str]()
        while len(taken) < 6 and end < len(self.items):
            item = self.items[end]
            if item.code in "c" and self.follows_remit(end) and taken:
                break
            joins = item.code in "&,t" and bool(taken) and (self.next_is_remit(end + 1) or self.area_of_remit(end + 1))
            if (
                item.low in self.lexicon.remit_words
                or joins
                or (item.code == "c" and not self.follows_remit(end))
                or self.area_of_remit(end)
            ):
                taken.append(item.text)
                end += 1
            else:
                break
        if not taken:
            return at
        words.append(self.items[at].text + " " + " ".join(taken))
        return end

    def affairs(self, at: int) -> int | None:
        """Where a remit of any words ends in "Affairs" ("for Oceans and Scientific Affairs")."""
        for i in range(at, min(at + 10, len(self.items))):
            if self.items[i].text.endswith("Affairs"):
                return i
            if self.code(i) not in "cxAZCN&,tn":
                return None
        return None

    def follows_remit(self, at: int) -> bool:
        return not any(w.casefold() in self.lexicon.remit_words for w in self.items[at].text.split())

    def area_of_remit(self, at: int) -> bool:
        """A part of the world within a remit ("for European and Eurasian Affairs")."""
        return self.code(at) in "ZA" and any(
            self.next_is_remit(i) for i in range(at + 1, at + 4) if all(self.code(j) in "ZA&,c" for j in range(at, i))
        )

    def next_is_remit(self, at: int) -> bool:
        if at >= len(self.items):
            return False
        item = self.items[at]
        return item.low in self.lexicon.remit_words or (item.code == "c" and not self.follows_remit(at))

    def complement(self, at: int, mention: Mention) -> int:
        """ "of Belarus", "to the United Nations" after an office."""
        if self.code(at) not in "op" or self.items[at].low not in ("of", "to", "for", "in"):
            return at
        end = at + 1
        while self.code(end) in "ta":
            end += 1
        if self.code(end) == "c" and self.name_code(self.items[end]) == "N":
            return end + 1
        if self.code(end) not in "CNLA" or (self.code(end) == "A" and self.code(end + 1) not in "N"):
            return at
        preposition = self.items[at].low
        if preposition != "of" and mention.rank not in ("envoy", "other", "spokesperson", None):
            return at
        end += 1 if self.code(end) == "A" else 0
        if mention.owner is None and preposition == "of":
            mention.owner = self.items[end]
        return end + 1

    def own_name(self, at: int, mention: Mention, has_office: bool) -> int:
        """The name itself, directly or after a comma that an office leads to."""
        name_at = at
        while self.code(name_at) in "q":
            name_at += 1
        if has_office and self.code(at) == "," and (mention.definite or mention.owner) and self.code(at + 1) in "Pq":
            name_at = at + 1
            while self.code(name_at) == "q":
                name_at += 1
            if self.code(name_at + 1) not in NAME_ENDS:
                return at
        if self.code(name_at) == "P" or (
            self.code(name_at) == "c" and (has_office or mention.titled or name_at > at) and self.is_person_like(name_at)
        ):
            for item in self.items[at:name_at]:
                if item.code == "q":
                    self.qualify(item, mention)
            mention.name, mention.known = self.items[name_at].text, self.code(name_at) == "P"
            name_at += 1
            if mention.known and self.code(name_at) == "c":
                mention.name += " " + self.items[name_at].text
                name_at += 1
            return name_at
        return at

    def apposition(self, at: int, mention: Mention) -> int:
        """ ", the president of Belarus," after a name; also "(the prime minister of X)"."""
        if self.code(at) not in ",(":
            return at
        sub = Mention()
        end = self.determiner(at + 1, sub)
        end = self.qualifiers(end, sub)
        end, words, plural = self.office(end, sub)
        if not words or plural:
            return at
        end = self.complement(end, sub)
        if self.code(end) not in NAME_ENDS and self.code(end) not in "&":
            return at
        mention.role, mention.rank, mention.owner, mention.former = (
            " ".join(words),
            sub.rank,
            sub.owner,
            mention.former or sub.former,
        )
        mention.possessor = sub.possessor
        self.rank(mention)
        return end + 1 if self.code(end) in ",)" and self.code(end + 1) not in '"' else end
