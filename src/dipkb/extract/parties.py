"""Who the mentions stand for: names, offices, pronouns and groups resolved within one article.

In order of yield: the article's own names (a surname later on is the person named in full before), an office with a country (the
article's person with that office, else its holder on the day of publication), pronouns (the subject so far, else the last one),
"counterpart", groups ("the two leaders": the last pair). Nothing is resolved to a person of another country or gender.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dipkb.extract import clause
from dipkb.extract.authors import author_of
from dipkb.extract.clause import is_verb_like
from dipkb.extract.document import Entity, Item, Line, Mention
from dipkb.extract.framefiles import read_frames
from dipkb.extract.lexicon import fold
from dipkb.extract.offices import SENT, Offices
from dipkb.extract.people import spelt_alike
from dipkb.extract.timing import is_saying
from dipkb.extract.turns import speak
from dipkb.extract.wordlists import each, forms, listed, texts

_SPEAKING, _TOGETHER, _THE = texts("statements", "speaking_offices"), forms("two", "both", "these"), forms("the")
_BY, _HIM, _MAY, _ONE, _PRIOR, _THAT, _WHOM = each("by", "him", "May", "one", "prior", "that", "whom")
_TO_FOR = forms("to", "for")
_FOR_ON, _THANKING = forms("for", "on"), listed("events", "thanking")
_HE_SHE = forms("he", "she")
_HIM_HER = forms("him", "her")
_HIM_HER_I = forms("him", "her", "i")
_I_WE = forms("i", "we")
_DOZENS, _TAKING = listed("events", "dozens"), listed("events", "taking")
_TELLERS = forms("i", "my", "me", "we", "our", "us", "their", "they")
_WHERE_WHEN = forms("where", "when")

_MAYBE_NAMED = frozenset("PRGCNLMOHnDm")  # "May" is a date and a modal
_MONTHS = frozenset(name for names in read_frames("dates")["slots"]["month"].values() for name in names[:1])
_SENT_OUT, _LED = listed("events", "delegations"), listed("events", "led")
_OF_STATES = ("hos", "hog", "fm", "def", "other")  # ranks of offices that a state has
_TO_NAME = 13  # items from an office to the name of its holder
_BRACKETS = frozenset("([")
_OPENERS = 5  # lines in which the name can follow the office
_TO_RANK = 5  # items from the verb by which somebody leads to the name
_TO_LEADER = 9  # items from a delegation to the verb that names its leader
_OF_SEVERAL = forms("their", "they", "them")


class Parties(Offices):
    """The people and parties of one article, found line by line."""

    def read(self) -> None:
        """Identify every mention of the article."""
        self.register_full_names()
        self.abbreviations = {name: e for line in self.document.lines for name, e in _abbreviated(line)}
        self.author = author_of(self)
        for line in self.document.lines:
            self.read_line(line)
        self.name_openers()

    def name_openers(self) -> None:
        """Whom the opening tells of by a lower office alone is the one whom a sentence soon after begins with by name."""
        opening = [line for line in self.document.lines if line.in_title or line.sentence.zone in ("title", "body")][:_OPENERS]
        for n, line in enumerate(opening[:-1]):
            for office in [x for x in line.items if x.code == "R" and len(x.who) == 1 and _is_lower_office(x.who[0])]:
                country = office.who[0].country
                later = [(x, _introduced(x)) for x in opening[n + 1 :]]
                person = next((who for _, who in later if who is not None and who.country in (None, country)), None)
                first = person is not None and not any(person in item.who for x in opening[: n + 1] for item in x.items)
                if person is not None and first and office.value.owner is not None:
                    person.country = country
                    office.who = (person,)

    def register_full_names(self) -> None:
        """The people the article names in full, the longest form of a name first, so that shorter ones are found in it."""
        named = [i.value for line in self.document.lines for i in line.items if i.code == "P"]
        full = [mention for mention in named if mention.known or " " in (mention.name or "")]
        found = {id(m): self.person(m) for m in sorted(full, key=lambda m: -len((m.name or "").split()))}
        self.people = list(dict.fromkeys(found[id(mention)] for mention in full))

    def read_line(self, line: Line) -> None:
        first: Entity | None = None
        leads = False
        named: list[Entity] = []
        line.subject, line.pair = self.subject, self.pair
        for at, item in [(n, x) for n, x in enumerate(line.items) if x.code in _MAYBE_NAMED]:
            several = item.low in _OF_SEVERAL or (item.code == "G" and not item.value.owners)
            if several and len(named) > 1 and not line.in_title:
                self.pair = _last_pair(named) or self.pair
            self.identify(item, line, at, first)
            for entity in item.who if item.code in "PR" else ():
                if entity.kind != "person":
                    continue
                self.touch(entity)
                named.append(entity)
                leading = _leads_verb(line.items, at)
                if not (leads or line.is_quoted(at) or _governed(line.items, at)) and (first is None or leading):
                    first, leads = entity, leading
            if item.low in _HE_SHE and item.who and not line.is_quoted(at):
                named.append(item.who[0])
                if first is None:
                    first, leads = item.who[0], True
            elif item.code == "O" and item.low in _HIM_HER_I and item.who and not line.is_quoted(at):
                named.append(item.who[0])
            if item.code in "C":
                self.countries.append(item.who[0].country or "")
            if item.code in "CL" and (land := self.country_of(item)):
                self.land = land
        self.join_mentions(line)
        _share_hosts(line)
        if line.sentence.zone == "caption":
            return
        self.crowd = _acting_together(line) or (() if len(named) > 1 or first else _crowd(line))
        if first:
            self.subject = first
        if not ({e.key() for e in self.pair} <= {e.key() for e in named} and self.pair):
            self.pair = _last_pair(named) or self.pair  # else the sentence goes on about the same two
        together = tuple({e.key(): e for e in named}.values())
        self.together = together if len(together) > 2 else self.together

    def join_mentions(self, line: Line) -> None:
        """Who is meant by mentions that others in the sentence say more of; most sentences have none."""
        codes = line.codes
        if not _ONE.isdisjoint(line.lows) and ("s" in codes or "H" in codes):
            self.name_one_of(line)
        if "R" in codes:
            self.lead_delegations(line.items)
        if "GoG" in codes:
            self.of_both(line.items)
        if "sP" in codes:
            _join_owners(line)
        if "PP" in codes:
            _join_titles(line)
        if "RP" in codes:
            self.join_relations(line)
        if "R," in codes:
            self.name_relations(line.items)
        if "Ro" in codes or "Rp" in codes or not self.lexicon.described_people.isdisjoint(line.lows):
            self.name_offices(line)
        _look_ahead(line.items)

    def name_one_of(self, line: Line) -> None:
        """ "One of X's deputies, Jane Doe," is Jane Doe, who is of X's country."""
        items = line.items
        for at in range(len(items) - 5, -1, -1):
            if items[at].low not in _ONE or not clause.is_code(items, at + 1, "o"):
                continue
            owner = next((n for n in range(at + 2, min(at + 5, len(items))) if items[n].code in "sH"), len(items))
            noun = owner + 1 + clause.is_code(items, owner + 2, "x")
            name = noun + 2
            codes = "".join(x.code for x in items[noun : name + 1])
            if codes not in ("x,P", "x,n"):
                continue
            self.make_person(items[name])
            who = items[owner - (items[owner].code == "s")].who
            person = items[name].who[0]
            person.country = person.country or (who[0].country if who else None)
            items[name].i, items[name].text = items[at].i, line.words(items[at], items[name])
            del line.items[at:name], line.quoted[at:name]

    def of_both(self, items: list[Item]) -> None:
        """Holders of an office in "the two countries" ("the trade secretaries of both states")."""
        for item, of, states in zip(items, items[1:], items[2:], strict=False):
            if item.code == states.code == "G" and of.code == "o" and not item.who and states.value.rank == "sides":
                item.who = tuple(self.one_of(item.value, e.country) for e in states.who if e.country)

    def join_relations(self, line: Line) -> None:
        """ "His counterpart Finance Minister X" is one person."""
        for at in range(len(line.items) - 2, -1, -1):
            item, name = line.items[at : at + 2]
            if item.code == "R" and item.value.role in self.lexicon.relations - SENT and name.code == "P":
                name.i, name.text = item.i, line.words(item, name)
                del line.items[at : at + 1], line.quoted[at : at + 1]

    def name_relations(self, items: list[Item]) -> None:
        """ "Her counterpart, Foreign Minister X": the name behind the comma says who it is."""
        for at in range(len(items) - 2):
            item, comma, name = items[at : at + 3]
            if item.code != "R" or item.value.role not in self.lexicon.relations or comma.code != ",":
                continue
            if name.code == "R" and clause.is_code(items, at + 3, ","):
                name = items[min(at + 4, len(items) - 1)]
            if name.code == "P":
                name.who = (self.of_relation(name.who[0], item.value),)
                item.who = name.who

    def of_relation(self, who: Entity, relation: Mention) -> Entity:
        """Who is named behind a relation: of its country, and somebody known who is only spelt otherwise."""
        country = self.country_of(relation.owner)
        if who.country or who.id or not country:
            return who
        known = (e for e in self.people if e.country == country and e is not who and e.id and _is_spelt_alike(e, who))
        found = next(known, None)
        who.country = country
        return found or who

    def name_offices(self, line: Line) -> None:
        """ "The Patriarch of the Georgian Orthodox Church, Ilia II," is the one named behind the comma: one person, one item."""
        for at in range(len(line.items) - 3, -1, -1):
            item = line.items[at]
            described = item.low in self.lexicon.described_people
            if not (described or (item.code == "R" and item.value.definite)) or not _takes_more(line.items, at + 1):
                continue
            end = _named_behind(line.items, at + 2)
            if end and line.items[at + 1].code == "p" and line.items[end - 1].code != ",":
                continue
            name = line.items[end] if end else item
            if not end or (name.code == "P" and name.value.role and not described):
                continue
            self.make_person(name)
            land = next((c for x in line.items[at + 2 : end] if (c := self.country_of(x))), None)
            land = land or (None if described else self.country_of(item.value.owner))
            who, role = name.who[0], item.low if described else item.value.role
            who.role, who.country = who.role or role, who.country or land
            name.i, name.text = item.i, line.words(item, name)
            del line.items[at:end], line.quoted[at:end]

    def identify(self, item: Item, line: Line, at: int, first: Entity | None) -> None:
        if item.code in "Dm" and self.is_person(item, line.items, at):
            item.code, item.value = "P", Mention(name=item.text)
        if item.code in "PR":
            self.whose(item.value, line, at, first)
        if item.code == "P":
            self.share_owner(item, line.items, at)
            item.who = (self.person(item.value),)
            self.share_country(item, line, at)
            if item.value.equal:
                self.equal(item.who[0], first)
        elif item.code in "nN" and item.text in self.abbreviations:
            item.code, item.who = "N", (self.abbreviations[item.text],)
        elif item.code == "n":
            known = self.called(item.text, None)
            if known is None:
                known = self.famous(item.text) or self.listed(item, line.items, at)
            if known is None and at == 0 and " " not in item.text and item.code == "n":
                item.code = "x"
                return
            if known is None and self.is_listed_with_people(line.items, at):
                known = self.person(Mention(name=item.text))
            item.code, item.who = ("P", (known,)) if known else ("n", (Entity("person", name=item.text, certain=False),))
        elif item.code == "R":
            item.who = also_held(line.items, at) or self.office(item.value, line, first)
        elif item.code in "CNLM":
            item.who = self.named(item)
            if item.code == "N" and item.who and at and item.who[0].country is None:
                item.who[0].country = self.country_of(line.items[at - 2 if line.items[at - 1].code == "s" and at > 1 else at - 1])
        elif item.code in "OH":
            before = self.owner_before(line.items, at) or self.couple(line.items, at) or self.signer(line, at)
            before = before or _thanked(line.items, at)
            item.who = before or self.pronoun(item, first, _not_meant(line.items, at))
            if line.sentence.zone == "body" and not line.is_quoted(at):
                self.learn_gender(item)
        elif item.code == "G":
            told = item.value.owners or item.value.definite or _is_definite(line, at)
            met = self.counterparts(item.value, first) if item.value.role and item.value.owners else ()
            item.who = met or (self.group(item.value) if told else _of_region(line, at))
            if item.value.rank == "pair" and len(item.who) > 1 and all(e.kind == "person" for e in item.who):
                self.pair = item.who  # "the A-B summit" names the two leaders

    def equal(self, other: Entity, first: Entity | None) -> None:
        """Whose office is only told by "counterpart" has that of the one before ("the Kenyan premier and his counterpart X")."""
        base = first or self.subject
        if base is not None and base is not other and other.rank is None and base.country != other.country:
            other.role, other.rank = base.role, base.rank

    def listed(self, item: Item, items: list[Item], at: int) -> Entity | None:
        """The bearer of a surname behind an office of several ("Ministers Rubio and Lavrov")."""
        first = at - 2 if at > 1 and items[at - 1].code == "&" else at
        group = items[first - 1] if first else None
        if group is None or group.code != "G" or group.value.owners or group.who:
            return None
        return self.from_table(item.text, None, Mention(name=item.text, role=group.value.role, rank=group.value.rank))

    def is_person(self, item: Item, items: list[Item], at: int) -> bool:
        """Whether a month is the surname of somebody the article names ("May said")."""
        if item.text not in _MONTHS or (at and items[at - 1].low in self.lexicon.names["before_dates"]):
            return False
        return (item.code == "D" or item.text in _MAY) and self.by_form(item.text, None) is not None

    def whose(self, mention: Mention, line: Line, at: int, first: Entity | None) -> None:
        """The country of an office by its holder's superior: "Putin's aide", "his foreign minister", "the country's leader"."""
        if not mention.role or mention.owner is not None or mention.implied or mention.role in self.lexicon.relations:
            return
        if mention.possessor is not None:
            mention.implied = next((e.country for e in self.pronoun(mention.possessor, first)), None)
        elif mention.of_subject:
            mention.implied = self.subject.country if self.subject is not None else None
        elif mention.of_country:
            mention.implied = self.land
        elif at > 1 and line.items[at - 1].code == "s" and line.items[at - 2].code in "PR":
            mention.implied = next((e.country for e in line.items[at - 2].who), None)
            mention.definite = mention.definite or mention.implied is not None
        elif mention.definite and (seat := self.seat(line, at)):
            mention.implied = seat

    def seat(self, line: Line, at: int) -> str | None:
        """The country whose seat of government speaks in the sentence ("The White House said the president …")."""
        for item in reversed(line.items[:at]):
            if item.code in "NL" and item.text in self.gazetteer.seats:
                return self.gazetteer.seats[item.text]
        return None

    def signer(self, line: Line, at: int) -> tuple[Entity, ...]:
        """ "I" and "we" outside quotation marks: the one person whose words the article is, and who signs it with a name."""
        if self.author is None or line.is_quoted(at) or self.lexicon.persons_of.get(line.items[at].low) not in _I_WE:
            return ()
        self.author.named = bool(self.author.name)
        speak(line.items[at], self.author, self.pair)
        return (self.author,)

    def is_listed_with_people(self, items: list[Item], at: int) -> bool:
        """Whether a surname of the tables stands in a list with people ("Macron, Scholz and Tusk")."""
        before = at > 1 and items[at - 1].code in ",&" and items[at - 2].code == "P"
        return before and fold(items[at].text) in self.lexicon.surnames

    def share_owner(self, item: Item, items: list[Item], at: int) -> None:
        """A country said once for two offices ("Russian President Putin and Foreign Minister Lavrov")."""
        last = clause.before_joiner(items, at)
        if last < 0 or items[last].code != "P" or not item.value.role:
            return
        before = items[last].value
        if (
            item.value.owner is None
            and not item.value.implied
            and before.owner is not None
            and before.role
            and not self.is_foreign(item.value, before.owner)
        ):
            item.value.owner = before.owner

    def share_country(self, item: Item, line: Line, at: int) -> None:
        """An office without a country is of the country of those it is listed with, else of the dateline's."""
        who, mention = item.who[0], item.value
        if who.country or who.body or who.id or not mention.role or mention.owner or mention.implied:
            return
        listed = _listed_before(line.items, at)
        who.country = listed.country if listed is not None else None
        if who.country is None and mention.rank in _OF_STATES and self.document.home is None and self.at_home(mention.role):
            who.country, who.supposed = self.document.here, self.document.here is not None

    def is_foreign(self, mention: Mention, owner: Item) -> bool:
        """Whether all whom the tables know by the name are of other countries ("Indian Prime Minister A and premier B")."""
        country = self.country_of(owner)
        known = {p.country for p in self.gazetteer.people_named(mention.name or "", None, self.today)}
        return bool(known) and country is not None and country not in known

    def lead_delegations(self, items: list[Item]) -> None:
        """A delegation stands for who leads it, who is of its country ("a Chinese delegation, headed by Vice Premier X")."""
        for at, item in enumerate(items):
            leader = _leader(items, at) if item.code == "R" and item.value.role in _SENT_OUT else None
            if leader is None:
                continue
            self.make_person(leader)
            head, before = leader.who[0], items[items.index(leader) - 1]
            head.role = head.role or (before.low if before.low in self.lexicon.public_people else None)
            if head.country is None and head.body is None and item.who:
                head.country = item.who[0].country
            if head.body is None and item.who and item.who[0].kind == "organisation":
                head.body = item.who[0].name
            item.who = leader.who

    def make_person(self, item: Item) -> None:
        """Take a name that no table knows for a person's."""
        if item.code == "n":
            item.code, item.value = "P", Mention(name=item.text)
            item.who = (self.person(item.value),)

    def owner_before(self, items: list[Item], at: int) -> tuple[Entity, ...]:
        """ "amid X's trip to Israel, where he met …", "X's tour will take him to …": whose trip it is."""
        taken = items[at].low in _HIM_HER and items[at - 1].low in _TAKING
        if at < 3 or not (taken or (items[at].low in _HE_SHE and items[at - 1].low in _WHERE_WHEN)):
            return ()
        for i in range(at - 2, 0, -1):
            if items[i].code in "PR" and _leads_verb(items, i) and not taken:
                return ()  # "Ahead of X's visit, Y will go to Oslo, where he …"
            if items[i].code == "s" and items[i - 1].code in "PR":
                return items[i - 1].who
        return ()

    def couple(self, items: list[Item], at: int) -> tuple[Entity, ...]:
        """Whom "they" means behind "Macron and his wife": the one of the two who acts for the state."""
        if items[at].low not in _OF_SEVERAL:
            return ()
        for i in range(at - 1, -1, -1):
            if items[i].code in "PR" and items[i].value.accompanied:
                return items[i].who
            if i > 2 and items[i].low in self.lexicon.companions and items[i - 1].code == "H" and items[i - 2].code == "&":
                return items[i - 3].who if items[i - 3].code in "PR" else ()
        return ()


def also_held(items: list[Item], at: int) -> tuple[Entity, ...]:
    """Whose further office it is that "and current" leads to ("President X and current Chair of the African Union")."""
    name = at - 3 if at > 2 and items[at - 2].code == "," else at - 2
    joined = name >= 0 and items[at - 1].code == "&" and items[name].code == "P"
    return items[name].who if joined and items[at].low.startswith(_AT_PRESENT) else ()


def _abbreviated(line: Line) -> Iterator[tuple[str, Entity]]:
    """Bodies no table knows that the text abbreviates itself: "the National People’s Power (NPP)"."""
    if line.lows.isdisjoint(_BRACKETS) or "(n)" not in line.codes:
        return
    for at in range(2, len(line.items) - 1):
        if line.items[at - 1].code != "(":
            continue
        short = line.items[at]
        if short.code != "n" or not short.text.isupper() or line.items[at + 1].code != ")":
            continue
        before = line.text[line.sentence.start : line.sentence.starts[short.i]].rstrip(" (")
        words = re.findall(r"[\w’'-]+", before)[-len(short.text) - 3 :]
        for first in range(len(words)):
            initials = "".join(w[0] for w in words[first:] if w[0].isupper())
            if initials == short.text and words[first][0].isupper():
                yield short.text, Entity("organisation", name=" ".join(words[first:]))
                break


def _leader(items: list[Item], at: int) -> Item | None:
    """Who is named behind "led by" as the head of the delegation at an index."""
    led = next((i for i in range(at + 1, min(len(items) - 2, at + _TO_LEADER)) if items[i].low in _LED), None)
    if led is None or items[led + 1].low not in _BY or any(x.code in "mbh" for x in items[at + 1 : led]):
        return None
    first = led + 2
    while first < min(led + _TO_RANK, len(items) - 1) and items[first].code in "taqxA" and not is_verb_like(items[first]):
        first += 1  # "headed by the parliamentarian X"
    leader = items[first]
    if clause.is_code(items, first + 1, "s"):
        return None  # "led by President X's adviser"
    named = leader.code in "PR" or (leader.code == "n" and " " in leader.text)
    return leader if named and leader.who else None


def _named_behind(items: list[Item], start: int) -> int | None:
    """Where the name stands behind the words of what an office is of: between commas, or right behind ("of the senate X")."""
    end = min(start + _TO_NAME - 3, len(items))
    at = next((i for i in range(start, end) if items[i].code not in "tANECox" or is_verb_like(items[i])), end)
    at += at < end and items[at].code == "n" and clause.is_code(items, at + 1, ",") and clause.is_code(items, at + 2, "P")
    at += at < len(items) and items[at].code == "," and _is_aside(items, at + 1)
    named = start < at < len(items) and (items[at].code == "P" or (items[at].code == "n" and " " in items[at].text))
    return at if named and items[at].who else None


def _takes_more(items: list[Item], at: int) -> bool:
    """Whether an office goes on with what it is of or for ("envoy to the negotiations")."""
    return clause.is_code(items, at, "o") or (clause.is_code(items, at, "p") and items[at].low in _TO_FOR)


def _is_aside(items: list[Item], at: int) -> bool:
    """Whether a name stands between commas, or has a form of address and ends a member of a list."""
    titled = items[at].code == "P" and items[at].value.titled if at < len(items) else False
    return clause.is_code(items, at + 1, ",.;&" if titled else ",.")


def _is_lower_office(who: Entity) -> bool:
    """Whether somebody without a name is known by country and an office that is none of the first."""
    nameless = who.kind == "person" and not who.name and who.country is not None
    return nameless and who.rank in ("other", "envoy", None)


def _introduced(line: Line) -> Entity | None:
    """Whom a sentence begins with by name and a lower office of his own, unless he only says something."""
    first, *behind = line.items[:2]
    if first.code != "P" or not first.value.role or not first.who or line.in_title or first.who[0].rank not in ("other", "envoy"):
        return None
    return None if behind and is_saying(behind[0]) else first.who[0]


def _share_hosts(line: Line) -> None:
    """An office without a country in a list of three or more is of the country that all others are of."""
    codes, at = line.codes, 0
    while codes.count("P", at) > 2 and (at := codes.find("P", at)) >= 0:
        members = [line.items[i].who[0] for i in clause.group_right(line.items, at) if line.items[i].code == "P"]
        at += 1
        states = {e.country for e in members if e.country and not e.supposed}
        if len(members) > 2 and len(states) == 1:
            for e in (e for e in members if e.rank == "other" and e.id is None and (e.supposed or e.country is None)):
                e.country = next(iter(states))


def _is_spelt_alike(known: Entity, other: Entity) -> bool:
    """Whether two names have the same surname and nearly the same given name."""
    ours, theirs = fold(known.name or "").split(), fold(other.name or "").split()
    return len(ours) > 1 < len(theirs) and ours[-1] == theirs[-1] and spelt_alike(known.name or "", theirs[0])


def _listed_before(items: list[Item], at: int) -> Entity | None:
    """The nearest of those joined to somebody by "and" and commas before it who is in an office of a state."""
    joined = False
    while at > 1 and items[at - 1].code in "&,":
        joined = joined or items[at - 1].code == "&"
        at -= 2 + (items[at - 1].code == "&" and items[at - 2].code == ",")
        if at < 0 or items[at].code not in "PR" or not items[at].who:
            break
        if joined and items[at].who[0].rank and items[at].who[0].country:
            return items[at].who[0]
    return None


def _join_titles(line: Line) -> None:
    """Titles that no table knows before a name that one does ("Samdech Akka Moha Sena Padei Techo Hun Sen") are part of it."""
    for at in range(len(line.items) - 2, -1, -1):
        titles, name = line.items[at : at + 2]
        if titles.code == name.code == "P" and titles.who and name.who and titles.who[0].id is None and name.who[0].id:
            name.i, name.text = titles.i, line.words(titles, name)
            del line.items[at : at + 1], line.quoted[at : at + 1]


def _join_owners(line: Line) -> None:
    """A country before the name of its own official becomes part of the name ("met Ukraine's Zelensky")."""
    for at in range(len(line.items) - 1, 1, -1):
        if line.items[at - 1].code != "s":
            continue
        person, owner = line.items[at], line.items[at - 2]
        if person.code != "P" or owner.code not in "CN" or not owner.who:
            continue
        head = person.who[0].rank == "head" and owner.code == "N"
        if head or (owner.code == "C" and person.who[0].country == owner.who[0].country):
            person.i = owner.i
            person.text = line.words(person, person)
            del line.items[at - 2 : at], line.quoted[at - 2 : at]


_AT_PRESENT = texts("names", "at_present")

# Behind a name they make it that of what the person leads, no person ("the Biden administration").
_NAMED_FOR = listed("names", "named_for")


def _acting_together(line: Line) -> tuple[Entity, ...]:
    """Three or more listed as the subject with which a sentence begins ("A, B and C announced that …")."""
    items = line.items
    at = next((n for n, x in enumerate(items[:3]) if x.who), None)
    members = clause.group_right(items, at) if at is not None and clause.is_agent(items[at]) else []
    acts = (
        len(members) > 2
        and members[-1] + 1 < len(items)
        and (items[members[-1] + 1].code in "mbhdD," or is_verb_like(items[members[-1] + 1]))
    )
    return tuple(e for n in members for e in items[n].who) if acts else ()


def _crowd(line: Line) -> tuple[Entity, ...]:
    """The delegation or leaders of a body who act in a sentence, for "they" in the next."""
    for at, item in enumerate(line.items):
        if item.code in "RG" and item.who and item.who[0].kind == "organisation" and _leads_verb(line.items, at):
            return item.who[:1]
    return ()


def _not_meant(items: list[Item], at: int) -> Entity | None:
    """Whom a pronoun is not: "him" the last one named before it in its clause, "he" in "X, whom he met" the one before."""
    if at > 1 and items[at - 1].low in _WHOM:
        before = items[at - 2] if items[at - 2].code not in ",p" or at == 2 else items[at - 3]
        return before.who[0] if before.who else None
    return _nearest(items, at) if items[at].low in _HIM else None


def _nearest(items: list[Item], at: int) -> Entity | None:
    """The last person named before an item in its clause."""
    for i in range(at - 1, -1, -1):
        if items[i].code in "wk" or items[i].low in _THAT:
            return None
        if items[i].code in "PR" and items[i].who and items[i + 1].low not in _NAMED_FOR:
            return items[i].who[0]
    return None


def _leads_verb(items: list[Item], at: int) -> bool:
    """Whether a verb stands right behind the phrase, so that it is the subject of its clause."""
    behind = items[at + 1] if at + 1 < len(items) else None
    return behind is not None and (behind.code in "mbhd" or is_verb_like(behind))


def _is_definite(line: Line, at: int) -> bool:
    """Whether "leaders" are some that the text has spoken of: "the two leaders", "both leaders"."""
    while at and line.items[at - 1].code == "Z":
        at -= 1  # "the two West European leaders"
    before = [x.low for x in line.items[max(0, at - 2) : at]]
    vague = not _DOZENS.isdisjoint(before[-1:])  # "two dozen African leaders"
    return (not _TOGETHER.isdisjoint(before) and not vague) or not _THE.isdisjoint(before[-1:])


def _of_region(line: Line, at: int) -> tuple[Entity, ...]:
    """People of a part of the world ("European leaders"): by the words alone, since no table says who they are."""
    first = at
    while first and (line.items[first - 1].code == "Z" or (line.items[first - 1].code == "n" and first == at)):
        first -= 1
    if not any(x.code == "Z" for x in line.items[first:at]):
        return ()
    return (Entity("group", role=line.words(line.items[first], line.items[at]), plural=True),)


def _look_ahead(items: list[Item]) -> None:
    """A pronoun of the opening phrase is the subject behind its comma ("During his visit, Putin …")."""
    if not items or not (items[0].code in "kp" or items[0].low in _PRIOR):
        return
    comma = next(
        (i for i, item in enumerate(items[:12]) if item.code == "," and i + 1 < len(items) and items[i + 1].code in "PR"), None
    )
    if comma is None or any(items[i].code == "," and items[i + 1].code == "O" for i in range(comma)):
        return  # the opening phrase has its pronoun as the subject ("In Oslo, she met her counterpart, X")
    both = _coordinated(items, comma + 1)
    for item in items[:comma]:
        if item.low in _OF_SEVERAL and both:
            item.who = both
        elif item.code in "OH" and items[comma + 1].who and item.low not in _TELLERS:
            item.who = items[comma + 1].who[:1]


def _thanked(items: list[Item], at: int) -> tuple[Entity, ...]:
    """Whose visit it is that somebody is thanked or praised for ("thanked X for his visit")."""
    whose = at > 2 and items[at].code == "H" and items[at].low not in _TELLERS and items[at - 1].low in _FOR_ON
    thanked = whose and items[at - 2].code in "PR" and items[at - 3].low in _THANKING
    return items[at - 2].who[:1] if thanked else ()


def _coordinated(items: list[Item], at: int) -> tuple[Entity, ...]:
    """The two people named from an index on ("During their meeting, X and Y …")."""
    two = items[at : at + 3]
    return two[0].who[:1] + two[2].who[:1] if [i.code for i in two if i.code in "PR&"][1:2] == ["&"] and len(two) == 3 else ()


def _governed(items: list[Item], at: int) -> bool:
    """Whether a preposition stands right before the phrase, or what it owns or names behind it, so that it is no subject."""
    modifies = at + 1 < len(items) and (items[at + 1].code == "s" or items[at + 1].low in _NAMED_FOR)
    return modifies or (at > 0 and items[at - 1].code in "op")


def _speaks_for(entity: Entity) -> bool:
    """Whether somebody only speaks for others, and is none of "the two leaders"."""
    role = (entity.role or "").casefold()
    return entity.rank == "spokesperson" or any(word in role for word in _SPEAKING)


def _last_pair(named: list[Entity]) -> tuple[Entity, ...]:
    """The last two of those named; whom a pronoun took up again before the last one is the other of the two."""
    acting = [e for e in named if not _speaks_for(e)]
    last = acting[-1:]
    other = next((e for e in reversed(acting) if e.key() != last[0].key()), None)
    if other is None:
        return ()
    first = next(e.key() for e in acting if e.key() in (other.key(), last[0].key()))
    return (other, *last) if first == other.key() else (*last, other)
