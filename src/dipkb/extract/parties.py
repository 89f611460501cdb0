"""Who the mentions stand for: names, offices, pronouns and groups resolved within one article.

In order of yield: the article's own names (a surname later on is the person named in full before), an office with a country (the
article's person with that office, else its holder on the day of publication), pronouns (the subject so far, else the last one),
"counterpart", groups ("the two leaders": the last pair). Nothing is resolved to a person of another country or gender.
"""

from __future__ import annotations

from dipkb.event import PartyKind
from dipkb.extract import clause
from dipkb.extract.authors import author_of
from dipkb.extract.besides import join_beside
from dipkb.extract.document import Entity, Item, Line, Mention
from dipkb.extract.framefiles import read_frames
from dipkb.extract.groups import DELEGATIONS
from dipkb.extract.lexicon import fold
from dipkb.extract.offices import SENT, Offices
from dipkb.extract.surroundings import (
    abbreviated,
    acting_together,
    also_held,
    crowd,
    governed,
    introduced,
    is_byline,
    is_called_a_body,
    is_definite,
    is_lower_office,
    is_spelt_alike,
    last_pair,
    leader_of,
    leads_verb,
    listed_before,
    look_ahead,
    look_ahead_within,
    named_behind,
    not_meant,
    of_others,
    of_region,
    people_of_sides,
    share_hosts,
    takes_more,
    thanked,
)
from dipkb.extract.turns import speak
from dipkb.extract.wordlists import each, forms, listed

_BY, _MAY, _ONE = each("by", "May", "one")
_HE_SHE = forms("he", "she")
_HIM_HER = forms("him", "her")
_HIM_HER_I = forms("him", "her", "i")
_I_WE = forms("i", "we")
_TAKING = listed("events", "taking")
_WHERE_WHEN = forms("where", "when")
_MAYBE_NAMED = frozenset("PRGCNLMOHnDm")  # "May" is a date and a modal
_MONTHS = frozenset(name for names in read_frames("dates")["slots"]["month"].values() for name in names[:1])
_OF_STATES = ("hos", "hog", "fm", "def", "other")  # ranks of offices that a state has
_OPENERS = 5  # lines in which the name can follow the office
_OF_SEVERAL = forms("their", "they", "them")


class Parties(Offices):
    """The people and parties of one article, found line by line."""

    def read(self) -> None:
        """Identify every mention of the article."""
        self.register_full_names()
        self.abbreviations = {name: e for line in self.document.lines for name, e in abbreviated(line)}
        self.author = author_of(self)
        for line in self.document.lines:
            self.read_line(line)
        self.name_openers()

    def name_openers(self) -> None:
        """Whom the opening tells of by a lower office alone is the one whom a sentence soon after begins with by name."""
        opening = [line for line in self.document.lines if line.in_title or line.sentence.zone in ("title", "body")][:_OPENERS]
        for n, line in enumerate(opening[:-1]):
            for office in [x for x in line.items if x.code == "R" and len(x.who) == 1 and is_lower_office(x.who[0])]:
                country = office.who[0].country
                later = [(x, introduced(x)) for x in opening[n + 1 :]]
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
        agent, leads = first, False  # by whom something was done, for "he" where nobody acts
        named: list[Entity] = []
        line.subject, line.pair = self.subject, self.pair
        for at, item in [(n, x) for n, x in enumerate(line.items) if x.code in _MAYBE_NAMED]:
            several = item.low in _OF_SEVERAL or (item.code == "G" and not item.value.owners)
            if several and len(named) > 1 and not line.in_title:
                self.pair = last_pair(named) or self.pair
            self.identify(item, line, at, first or agent)
            for entity in item.who if item.code in "PR" else ():
                if entity.kind != "person" or is_byline(line):
                    continue
                self.touch(entity)
                named.append(entity)
                agent = entity if at and line.items[at - 1].low in _BY else agent
                leading = leads_verb(line.items, at)
                if not (leads or line.is_quoted(at) or governed(line.items, at)) and (first is None or leading):
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
        codes = line.codes
        self.join_mentions(line, codes)
        share_hosts(line, codes)
        if line.sentence.zone == "caption":
            return
        self.crowd = acting_together(line) or (() if len(named) > 1 or first else crowd(line))
        if first:
            self.subject = first
        if not ({e.key() for e in self.pair} <= {e.key() for e in named} and self.pair):
            self.pair = last_pair(named) or self.pair  # else the sentence goes on about the same two
        together = tuple({e.key(): e for e in named}.values())
        self.together = together if len(together) > 2 else self.together

    def join_mentions(self, line: Line, codes: str) -> None:
        """Who is meant by mentions that others in the sentence say more of; most sentences have none."""
        if not _ONE.isdisjoint(line.lows) and ("s" in codes or "H" in codes):
            self.name_one_of(line)
        if "R" in codes:
            self.lead_delegations(line.items)
        if "GoG" in codes:
            self.of_both(line.items)
        join_beside(line, self.lexicon)
        if "RP" in codes:
            self.join_relations(line)
        if "R," in codes:
            self.name_relations(line.items)
        if "Ro" in codes or "Rp" in codes or not self.lexicon.described_people.isdisjoint(line.lows):
            self.name_offices(line)
        look_ahead(line.items)
        look_ahead_within(line)

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
        known = (e for e in self.people if e.country == country and e is not who and e.id and is_spelt_alike(e, who))
        found = next(known, None)
        who.country = country
        return found or who

    def name_offices(self, line: Line) -> None:
        """ "The Patriarch of the Georgian Orthodox Church, Ilia II," is the one named behind the comma: one person, one item."""
        for at in range(len(line.items) - 3, -1, -1):
            item = line.items[at]
            described = item.low in self.lexicon.described_people
            if not (described or (item.code == "R" and item.value.definite)) or not takes_more(line.items, at + 1):
                continue
            end = named_behind(line.items, at + 2)
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
                known = self.famous(item.text) or self.listed(item, line.items, at) or self.misspelt(item.text)
            if known is None and at == 0 and " " not in item.text and item.code == "n":
                item.code = "x"
                return
            if known is None and self.is_listed_with_people(line.items, at):
                known = self.person(Mention(name=item.text))
            kind: PartyKind = "organisation" if known is None and is_called_a_body(line.items, at) else "person"
            item.code, item.who = ("P", (known,)) if known else ("n", (Entity(kind, name=item.text, certain=False),))
        elif item.code == "R":
            item.who = also_held(line.items, at) or self.office(item.value, line, first)
        elif item.code in "CNLM":
            item.who = self.named(item)
            if item.code == "N" and item.who and at and item.who[0].country is None:
                item.who[0].country = self.country_of(line.items[at - 2 if line.items[at - 1].code == "s" and at > 1 else at - 1])
        elif item.code in "OH":
            before = self.owner_before(line.items, at) or self.couple(line.items, at) or self.signer(line, at)
            before = before or thanked(line.items, at)
            item.who = before or self.pronoun(item, first, not_meant(line.items, at))
            if line.sentence.zone == "body" and not line.is_quoted(at):
                self.learn_gender(item)
        elif item.code == "G":
            told = item.value.owners or item.value.definite or is_definite(line, at)
            met = self.counterparts(item.value, first) if item.value.role and item.value.owners else ()
            others = None if item.value.owners else of_others(line, at)
            item.who = met or (others if others is not None else self.group(item.value) if told else of_region(line, at))
            if item.value.rank == "sides" and len(item.who) == 2:
                people_of_sides(line.items, at, self.lexicon.staff)
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
        listed = listed_before(line.items, at)
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
            leader = leader_of(items, at) if item.code == "R" and item.value.role in DELEGATIONS else None
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
            if items[i].code in "PR" and leads_verb(items, i) and not taken:
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
