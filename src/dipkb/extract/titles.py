"""How a text words an office: compound ones, remits ("of trade and industry"), bodies ("of the office of the president")."""

from __future__ import annotations

from dipkb.extract.document import Item, Mention
from dipkb.extract.framefiles import read_frames
from dipkb.extract.groups import Groups
from dipkb.extract.wordlists import each, forms, is_so, listed, pattern_named, text_of, texts

_OF_REMIT, _FOR_REMIT = text_of("names", "of_remit"), text_of("names", "for_remit")
_ENDS_OF_REMITS = texts("names", "ends_of_remits")
_AND, _ASSEMBLY, _AT, _IN, _MINISTERS = each("and", "Assembly", "at", "in", "ministers")
_OF, _VISITING = each("of", "visiting")
_AT_ON = forms("at", "on")
_COMPLEMENT = forms("of", "to", "for", "in", "at", "on")
_FOR_ON_OF = forms("for", "on", "of")
_FOR_TO_ON = forms("for", "to", "on")
_OF_FOR = forms("of", "for")
_REMIT = forms("of", "for", "on", "in", "at")
_TO_IN = forms("to", "in")

DEPUTY = frozenset(read_frames("names")["deputies"])
_FORMER = frozenset(read_frames("names")["former_words"])
_HEADS, _MINISTRIES = listed("names", "heads_of_ministries"), listed("names", "led_ministries")
_WITHOUT_ARTICLE = listed("names", "led_without_article")
LANDS, _ARTICLE = listed("names", "lands"), text_of("names", "article_of_ministry")
_GIVEN_TITLES = listed("names", "given_titles")
_HYPHENED = pattern_named("hyphen_in_office")
_ADJECTIVE_BEHIND = is_so("adjective_behind")
_OPENS_OFFICE = "rRaA"  # codes
_TO_LAND = 4  # words that describe a country
_LEADING = ("hos", "hog", "fm", "def")


class Titles(Groups):
    """Reads the words of an office and what they belong to."""

    ministry = ""  # the words of the one last looked at

    def office(self, at: int, mention: Mention) -> tuple[int, list[str], bool]:
        """The words of an office; compound offices ("President and Prime Minister") count once, plural ones make a group."""
        words: list[str] = []
        if end := self.head_of_ministry(at, mention):
            return end, [self.head_named(at)], False
        if self.code(at) not in "rg":
            return at, words, False
        while self.code(at) == "r" or (
            self.code(at) == "&" and words and self.code(at + 1) == "r" and self.leads_to_name(at + 2)
        ):
            item = self.items[at]
            if words and item.text in _GIVEN_TITLES and self.code(at + 1) == "c":
                name = self.items[at + 1]  # "Foreign Minister Amir Khan Muttaqi" is no amir
                self.items[at + 1] = Item("c", item.i, name.j, f"{item.text} {name.text}", item.low, None)
                return at + 1, words, False
            at += 1
            if item.code == "r":
                words += [*self.deputies(at - 1), item.text]
                at = self.adjective_behind(at, mention) if _ADJECTIVE_BEHIND else at
                at = self.department(at, words)
        if not words and self.code(at) == "g":
            return at + 1, [self.items[at].text], True
        while self.code(at) == "q" and words:
            self.qualify(self.items[at], mention)
            at += 1
        return at, words, False

    def adjective_behind(self, at: int, mention: Mention) -> int:
        """Past the adjective of a state behind the office, in languages that have it there ("le président français")."""
        if self.code(at) != "A" or mention.owner is not None:
            return at
        mention.owner = self.items[at]
        return at + 1

    def head_of_ministry(self, at: int, mention: Mention) -> int | None:
        """Past an office that stands for a minister, its country in the middle ("head of the Peruvian foreign ministry")."""
        state = at + 2 + (self.code(at + 2) == "t")
        if (
            self.code(at) not in "rx"
            or self.items[at].low not in _HEADS
            or self.code(at + 1) != "o"
            or self.code(state) not in "AC"
        ):
            return None
        begin = state + 1 + (self.code(state + 1) == "s")
        for end in range(begin + 1, min(begin + 4, len(self.items)) + 1):
            self.ministry = " ".join(x.low for x in self.items[begin:end])
            if self.ministry in _MINISTRIES:
                mention.owner = mention.owner or self.items[state]
                return end
        return None

    def head_named(self, at: int) -> str:
        """The words of an office without its country ("head of the foreign ministry")."""
        article = () if self.ministry in _WITHOUT_ARTICLE else (_ARTICLE,)
        return " ".join([self.items[at].text, self.items[at + 1].text, *article, self.ministry])

    def leads_to_name(self, at: int) -> bool:
        """Whether a name follows directly or behind a comma, maybe behind the remit of the office ("of Defence")."""
        if self.code(at) in "op":
            at = self.joined(self.units(at + 1), at + 1)
        return self.code(at) in "Pcq" or (self.code(at) == "," and self.code(at + 1) in "Pq")

    def deputies(self, at: int) -> list[str]:
        """Words before an office that make it a lower one."""
        back = [i.text for i in self.items[max(0, at - 2) : at] if i.code == "a" and i.low in DEPUTY]
        return back

    def department(self, at: int, words: list[str]) -> int:
        """The remit after "minister of/for …" and the like: lower-case or capitalised words, joined by commas and "and"."""
        if at >= len(self.items):
            return at
        if self.code(at) in "&," and self.has_remit(words[-1]):
            end = self.joined(at, at - 1)
            words[-1:] = [words[-1] + self.line.text[self.offset(at - 1) : self.offset(end - 1)]] if end > at else words[-1:]
            return end
        if self.code(at) not in "op" or self.items[at].low not in _OF_FOR or not self.takes_remit(words[-1]):
            return at
        start = at + 2 if self.code(at + 1) == "t" else at + 1
        if self.code(start + 1) == "o" and start + 2 < len(self.items) and self.items[start + 2].low in _MINISTERS:
            return at  # a body, no remit: "of the Cabinet of Ministers"
        affairs = self.affairs(start)
        end = self.joined(self.units(start) if affairs is None else affairs + 1, start)
        if end > start:
            words.append(self.line.words(self.items[at], self.items[end - 1]))
        return end if end > start else at

    def takes_remit(self, office: str) -> bool:
        """Whether an office, or the title it ends in, takes a remit ("deputy prime minister for trade")."""
        words = _HYPHENED.sub(" ", office.casefold()).split()
        return any(" ".join(words[n:]) in self.lexicon.remit_offices for n in range(len(words)))

    def offset(self, at: int) -> int:
        return self.line.sentence.ends[self.items[at].j - 1]

    def has_remit(self, office: str) -> bool:
        """Whether the tables have the office together with its remit, to which the text may join others."""
        head, _, remit = office.casefold().partition(_OF_REMIT if _OF_REMIT in office else _FOR_REMIT)
        return bool(remit) and head in self.lexicon.names["remit_offices"]

    def remit_before(self, at: int) -> int | None:
        """Where the office stands that words of a remit lead to ("digital affairs minister", "foreign policy aide")."""
        listed = at + 12 if self.code(at + 1) == "," and self.items[at].text[:1].isupper() else at + 5
        for i in range(at, min(listed, len(self.items))):
            code, low = self.code(i), self.items[i].low
            if code == "r":
                joined = listed == at + 5 or "&" in [self.code(n) for n in range(at, i)]
                return i if i > at and joined and low.split()[-1] in self.lexicon.remit_heads else None
            if code == "," and listed > at + 5 and self.code(i + 1) != "r":
                continue  # "Agriculture, Food and Fisheries Minister"
            if code not in "xc&" or not (low in self.lexicon.remit_words or (low in _AND and i > at)):
                return None
        return None

    def units(self, at: int) -> int:
        """Where the words of one remit end ("higher education", "European integration")."""
        end = at
        while end < at + 5 and (self.is_remit(end) or self.area_of_remit(end)):
            end += 1
        return end

    def joined(self, end: int, start: int) -> int:
        """Where the remits joined to the first one end: by commas as long as an "and" comes ("trade, industry and energy")."""
        last = end
        while start < end < len(self.items) and self.code(end) in "&,":
            last_join = end if self.code(end) == "&" else None
            begin = end + 1 + (self.code(end) == "," and self.code(end + 1) == "&")
            last_join = last_join or (begin if begin > end + 1 else None)
            begin += self.code(begin) == "t"
            affairs = self.affairs(begin) if last_join else None
            stop = self.units(begin) if affairs is None else affairs + 1
            if stop == begin or self.is_person_apposed(begin):
                break
            end = stop
            if last_join:
                last = end
        return last

    def is_person_apposed(self, at: int) -> bool:
        """Whether a name whose office stands behind a comma follows the remit ("of Foreign Affairs, and X, Swedish Minister")."""
        named = self.code(at) == "c" and " " in self.items[at].text
        return named and self.code(at + 1) == "," and self.code(at + 2) in _OPENS_OFFICE

    def is_remit(self, at: int) -> bool:
        if at >= len(self.items):
            return False
        item = self.items[at]
        if item.code == "c" and " " in item.text and self.is_body_name(at):
            return False
        return item.low in self.lexicon.remit_words or (item.code == "c" and not self.follows_remit(at))

    def affairs(self, at: int) -> int | None:
        """Where a remit of any words ends in "Affairs" ("for Oceans and Scientific Affairs")."""
        for i in range(at, min(at + 10, len(self.items))):
            if self.items[i].text.endswith(_ENDS_OF_REMITS):
                return i
            if self.code(i) not in "cxAZCN&,tn":
                return None
        return None

    def follows_remit(self, at: int) -> bool:
        return not any(w.casefold() in self.lexicon.remit_words for w in self.items[at].text.split())

    def area_of_remit(self, at: int) -> bool:
        """A part of the world within a remit ("for European and Eurasian Affairs")."""
        return self.code(at) in "ZAC" and any(
            self.is_remit(i) for i in range(at + 1, at + 4) if all(self.code(j) in "ZAC&,c" for j in range(at, i))
        )

    def qualify(self, item: Item, mention: Mention) -> None:
        mention.former = mention.former or item.low in _FORMER
        mention.visiting = mention.visiting or item.low in _VISITING
        if item.code == "q" and item.value.get("q") is not None:
            mention.gender = getattr(item.value["q"], "gender", None) or mention.gender

    def complement(self, at: int, mention: Mention) -> int:
        """ "of Belarus", "to the United Nations", "of the office of the president of Ukraine" after an office."""
        preposition = self.items[at].low if self.code(at) in "op" else ""
        if preposition not in _COMPLEMENT:
            return at
        end = at + 1
        while self.code(end) in "ta":
            end += 1
        self.rank(mention)
        if preposition not in _IN and not (preposition in _AT_ON and self.code(end) == "r"):  # "at the King Khalid airport"
            stop = self.holder_named(at, end, mention) or self.part_of_body(at, end, mention)
            if stop is not None:
                return stop
        if preposition in _AT and self.code(end) == "N":
            mention.role = f"{mention.role} {self.line.words(self.items[at], self.items[end])}"
            mention.owner = mention.owner or self.items[end]
            return end + 1
        if preposition in _OF and (land := self.described_land(end)):
            mention.of_subject = mention.definite = True
            return land + 1
        if preposition in _AT_ON or self.code(end) not in "CNL":
            return at
        if preposition not in _OF and mention.rank not in ("envoy", "other", "spokesperson"):
            return at
        if preposition in _IN and mention.rank != "envoy":
            return at
        if self.code(end) == "N" and self.code(end + 1) == "o" and self.code(end + 2) == "C":
            end += 2  # a body of a state: its people stand for the state
        elif self.code(end) == "N" and (self.code(end + 1) == "N" or self.is_body_name(end + 1)):
            end += 1  # "of the CPC Central Committee"
        if mention.owner is None and preposition in _OF:
            mention.owner = self.items[end]
            return self.remit_behind(self.posted(end + 1, mention), mention)
        return self.other_posts(end + 1)

    def remit_behind(self, at: int, mention: Mention) -> int:
        """Past a remit behind the state before a name ("the Deputy Minister of Peru for Political Affairs, Ada Quist")."""
        if mention.rank in ("hos", "hog") or self.code(at) != "p" or self.items[at].low not in _FOR_TO_ON:
            return at
        start = at + 1 + (self.code(at + 1) == "t")
        affairs = self.affairs(start)
        end = self.joined(self.units(start), start) if affairs is None else affairs + 1
        named = end + (self.code(end) == ",")
        if end == start or self.code(named) not in "Pcq":
            return at
        mention.role = f"{mention.role} {self.line.words(self.items[at], self.items[end - 1])}"
        return end

    def described_land(self, at: int) -> int | None:
        """Where a description of the country spoken of ends ("of the South American country"), if a verb or mark follows."""
        end = at
        while self.code(end) in "xaAZ" and end < at + _TO_LAND and self.items[end].low not in LANDS:
            end += 1
        described = end > at and self.code(at - 1) in "ta" and self.code(end) == "x" and self.items[end].low in LANDS
        return end if described and self.code(end + 1) not in "oCs" else None

    def concern(self, at: int, mention: Mention) -> int:
        """Past the parts of the world that an envoy is for ("for Central Asia, the Caucasus and GUAM")."""
        if mention.rank not in ("envoy", "other", None) or self.code(at) not in "op" or self.items[at].low not in _FOR_TO_ON:
            return at
        end = start = at + 1
        while self.code(end) in "CZ" or (self.code(end) == "t" and self.code(end + 1) in "CZ"):
            end += 1 + (self.code(end) == "t")
            joins = 1 + (self.code(end) == "," and self.code(end + 1) == "&")
            article = self.code(end + joins) == "t"
            if self.code(end) not in ",&" or self.code(end + joins + article) not in "CZ":
                break
            end += joins
        return end if end > start and self.code(end) != "s" else at

    def posted(self, at: int, mention: Mention) -> int:
        """Past where an envoy of a state is posted ("of Peru to Chile")."""
        to = at + 1 + (self.code(at + 1) == "t")
        posted = mention.rank == "envoy" and self.code(at) == "p" and self.items[at].low in _TO_IN and self.code(to) in "CN"
        return self.other_posts(to + 1) if posted else at

    def other_posts(self, at: int) -> int:
        """Past further countries that an office is for ("for Pakistan and Afghanistan")."""
        while self.code(at) in "&," and self.code(at + 1) == "C" and self.code(at + 2) != "s":
            if self.code(at) == "," and not (self.code(at + 2) == "&" and self.code(at + 3) == "C"):
                break
            at += 2
        return at

    def holder_named(self, at: int, end: int, mention: Mention) -> int | None:
        """Whose aide somebody is, by office: "to the President of Russia"."""
        if self.code(end) != "r" or self.code(end - 1) != "t" or (self.code(end + 1) in "Pq" and mention.rank in _LEADING):
            return None
        stop = end + 1
        mention.role = f"{mention.role} {self.line.words(self.items[at], self.items[end])}"
        if self.code(stop) == "o":
            owner = stop + 2 if self.code(stop + 1) == "t" else stop + 1
            if self.code(owner) in "CN":
                mention.owner, stop = mention.owner or self.items[owner], owner + 1
        return stop

    def part_of_body(self, at: int, end: int, mention: Mention) -> int | None:
        """Where the words of a body end that an office belongs to, with the country it is of."""
        owner = self.items[end] if self.code(end) in "ACN" else None
        start = end + (owner is not None) + (self.code(end + 1) == "s" and owner is not None)
        last = self.body(start)
        if last is None:
            return None
        stop = last + 1
        while (further := self.further(stop)) is not None:
            owner = owner or next((i for i in self.items[stop:further] if i.code in "CN"), None)
            whole = self.code(further - 1) in "CN" or self.items[further - 1].low in self.lexicon.names["whole_bodies"]
            last, stop = (last if whole else further - 1), further
        if not (mention.rank in _LEADING and self.items[last].low in self.lexicon.names["whole_bodies"]):
            mention.role = f"{mention.role} {self.line.words(self.items[at], self.items[last])}"
        mention.owner = mention.owner or owner
        return stop

    def body(self, at: int) -> int | None:
        """The item that ends the name of a body at an index ("presidential administration", "foreign affairs committee")."""
        for i in range(at, at + 6):
            code = self.code(i)
            if code == "." or i >= len(self.items):
                return None
            item = self.items[i]
            if (code in "xr" and item.low.split()[-1] in self.lexicon.bodies) or code == "N" or self.is_body_name(i):
                of_ministers = self.code(i + 1) == "o" and self.code(i + 2) == "g" and self.items[i + 2].low in _MINISTERS
                return i + 2 if of_ministers else i
            known = item.low in self.lexicon.remit_words or item.low in self.lexicon.staff_kinds or code in "acZ"
            if not (known or (code == "r" and self.code(i + 1) == "s") or (code in "s&" and i > at)):
                return None
        return None

    def is_body_name(self, at: int) -> bool:
        last = self.items[at].text.split()[-1] if self.code(at) in "cE" else ""
        return last in self.lexicon.organisation_heads or last in _ASSEMBLY

    def further(self, at: int) -> int | None:
        """What follows the name of a body: "of Ukraine", "of the president", "on foreign affairs", "of the ministry"."""
        if self.code(at) not in "op" or self.items[at].low not in _REMIT:
            return None
        start = at + 2 if self.code(at + 1) == "t" else at + 1
        if self.code(start) in "CN" and (self.code(start + 1) == "N" or self.is_body_name(start + 1)):
            return start + 2  # "of the Communist Party of China Central Committee"
        if self.code(start) in "CN" or (self.code(start) == "r" and self.items[at].low in _OF):
            return start + 1
        if (body := self.body(start + (self.code(start) == "A"))) is not None:
            return body + 1
        stop = self.joined(self.units(start), start)
        return stop if stop > start and self.items[at].low in _FOR_ON_OF else None

    def rank(self, mention: Mention) -> None:
        """The rank that the office's words mean in their place, and the place they mean by themselves."""
        words = mention.role or ""
        first = words.split()[0].casefold() if words else ""
        owner = mention.owner.value if mention.owner is not None and isinstance(mention.owner.value, dict) else {}
        place = next((owner[c] for c in "CAK" if c in owner), None) or getattr(owner.get("N"), "key", None)
        role = self.lexicon.role(words, place)
        low = first in DEPUTY and (role is None or role.rank in ("hos", "hog", "fm", "def", "head"))
        mention.rank = "other" if low or role is None else role.rank
        mention.implied = role.implies if role else None
        mention.gender = mention.gender or (role.gender if role else None) or None
