"""Who an office, a relation or a group stands for: the article's own person, else the holder on the day of publication."""

from __future__ import annotations

from dipkb.extract.bearers import EQUALS
from dipkb.extract.document import Entity, Item, Line, Mention
from dipkb.extract.lexicon import fold
from dipkb.extract.people import LEADING, People, compatible
from dipkb.extract.wordlists import each, forms, listed, texts, without_article

_DELEGATION, _HE = each("delegation", "he")
_TO_COME, _HYPHENED = texts("names", "to_come"), texts("names", "to_come_hyphened")
_GROUPS_OF_THREE = listed("names", "groups_of_three")
_HE_SHE = forms("he", "she")
_LEADING_PLURALS = listed("names", "leading_plurals")

SENT = listed("events", "sent")  # people who stand for the state or body they come from
_HIGHEST = ("hos", "hog", "fm", "def")


class Offices(People):
    """Resolves offices with and without a country, "his counterpart", and several people at once."""

    def senders(self, mention: Mention, country: str | None) -> tuple[Entity, ...]:
        """The state or body that a side or delegation comes from; "the delegation" is the one spoken of before."""
        found = (self.state(country),) if country else self.named(mention.owner) if mention.owner else ()
        if not found and mention.definite and mention.role in _DELEGATION:
            return self.delegation
        self.delegation = found if mention.role in _DELEGATION else self.delegation
        return found

    def office(self, mention: Mention, line: Line, first: Entity | None) -> tuple[Entity, ...]:
        country, rank = self.country_of(mention.owner) or self.state_code(mention.implied), mention.rank
        if mention.rank == "somebody":
            return self.somebody(mention, country)
        if mention.role in self.lexicon.relations and mention.role not in SENT:
            return self.counterpart(mention, country, first)
        if mention.role in SENT:
            return self.senders(mention, country)
        if country is None and mention.owner is not None:
            return self.of_body(mention)
        if mention.of_subject and mention.rank == "leader" and self.subject is not None:
            return (self.subject,)
        if country is None and mention.visiting and (guest := self.guest()):
            return (guest,)
        if country is None and mention.definite and not mention.former and (own := self.publishing_office(mention)):
            return (own,) if self.is_called(own, mention.role) else (self.titled(mention.role) or own,)
        if (
            country is None
            and line.sentence.zone == "body"
            and self.is_bare(mention, line)
            and (own := self.publishing_office(mention))
        ):
            return (own,)
        if country is None and mention.definite and self.is_subject(mention):
            return (self.subject,) if self.subject else ()
        if country is None and mention.definite and not mention.former and (same := self.titled(mention.role)):
            return (same,)
        if country is None and mention.implied and not self.state_code(mention.implied):
            return tuple(filter(None, [self.of_publishing_body(mention)]))
        if country is None and not mention.definite and line.sentence.zone in ("title", "heading"):
            same = self.told_below(rank, fold(mention.role or ""))
            return (same,) if same else ()
        if country is None and not mention.former and (same := self.same_office(rank, mention.role, None)) and mention.definite:
            return (same,)
        if country is None and mention.definite and not mention.former and (same := self.short_office(mention.role)):
            return (same,)
        if country is None and (body := self.of_publishing_body(mention)):
            return (body,)
        if country is None and _is_to_come(mention.role) and self.subject is not None and self.subject.name:
            return (self.subject,)
        country = country or self.only_place(mention.role)
        country = country or (self.document.home if mention.definite and self.at_home(mention.role) else None)
        if country and not mention.former:
            holder = self.named_holder(country, mention) or self.shortened(mention, country)
            holder = holder or self.same_office(rank, mention.role, country)
            holder = holder or self.holder(country, rank, mention.role) or self.titled(mention.role, country)
            if holder:
                return (holder,)
        if country and mention.former and mention.definite and (once := self.former_holder(country, rank)):
            return (once,)
        role = f"former {mention.role}" if mention.former else mention.role
        return (
            (Entity("person", role=role, rank=rank, country=country),) if country or mention.definite or mention.implied else ()
        )

    def is_bare(self, mention: Mention, line: Line) -> bool:
        """Whether an office opens its sentence without an article, as a leader's own site calls him ("Prime Minister met X")."""
        opens = bool(line.items) and line.items[0].value is mention
        return opens and not (mention.definite or mention.former or mention.owner)

    def is_subject(self, mention: Mention) -> bool:
        """Whether an office without a country is that of the one the text is speaking of."""
        who, rank = self.subject, mention.rank
        if who is None or not self.is_called(who, mention.role):
            return False
        return not mention.former and rank in _HIGHEST and who.rank == rank

    def is_called(self, who: Entity, office: str | None) -> bool:
        """Whether an office can be that person's: the article has named nobody else with its very words."""
        words = fold(office or "")
        return words in who.titles or words in fold(who.role or "") or self.titled(office) is None

    def told_below(self, rank: str | None, words: str) -> Entity | None:
        """Whom a headline means by an office alone ("PM meets Bahraini counterpart"): the first one of the text with it.

        Somebody with several offices has each ("Prime Minister and Minister of Foreign Affairs").
        """
        if rank not in _HIGHEST:
            return None
        several = (e for e in self.people for title in e.titles if title.endswith(" " + words))
        ranked = (e for e in self.people if e.rank and compatible(rank, e.rank))
        first = next(ranked, None)
        both = next(several, None)
        return both if both and (first is None or self.people.index(both) < self.people.index(first)) else first

    def titled(self, office: str | None, country: str | None = None) -> Entity | None:
        """The last person whom the article has named with the very words of an office, rather of the publisher's country.

        With a country, whoever is named so further down will do.
        """
        words = self.whole_title(office)
        found = [e for e in reversed(self.recent) if words in e.titles and country in (None, e.country)]
        own = [e for e in found if e.country == self.document.home]
        return next(iter(own or found), None) or (self.entitled(words, country) if country else None)

    def entitled(self, title: str, country: str) -> Entity | None:
        """The one person of a country whom the article names in an office, or in one that its words shorten."""
        held = [(e, {*e.titles, fold(e.role or "")}) for e in self.people if e.country == country and e.named]
        found = [e for e, titles in held if title in titles]
        found = found or [e for e, titles in held if any(t.endswith(" " + title) for t in titles)]
        return found[0] if len(found) == 1 and (" " in title or found[0] in self.recent) else None

    def of_body(self, mention: Mention) -> tuple[Entity, ...]:
        name = without_article(mention.owner.text) if mention.owner else None
        office = f"{mention.role} of {name}" if name else mention.role
        head = self.head_of(mention, office)
        if head is not None:
            return (head,)
        words = {fold(mention.role or ""), fold(office or "")}
        found = next((e for e in reversed(self.recent) if e.role and fold(e.role) in words), None)
        return (found or Entity("person", role=office, rank=mention.rank),)

    def head_of(self, mention: Mention, office: str | None) -> Entity | None:
        """Who heads the organisation an office belongs to, on the day of publication."""
        value = mention.owner.value if mention.owner is not None else None
        body = value.get("N") if isinstance(value, dict) else None
        return self.head(body.key, office) if body is not None and mention.rank == "head" and not mention.former else None

    def head(self, body: str, office: str | None) -> Entity | None:
        """Who heads an organisation; one whom the article does not name stands for no state."""
        person = self.gazetteer.holder(body, "head", self.day) if self.day else None
        known = self.unnamed_entity(person, office) if person else None
        if known is not None and not known.named:
            known.country = None
        return known

    def of_publishing_body(self, mention: Mention) -> Entity | None:
        """Somebody in an office of a body: one the words name ("NATO chief"), else the one that publishes the text."""
        if mention.implied:
            named = next((e for e in self.people if fold(mention.role or "") in e.titles), None)
            head = None if mention.former or mention.rank != "head" else self.head(mention.implied, mention.role)
            return named or head or Entity("person", role=mention.role, rank=mention.rank)
        role = self.lexicon.role(mention.role or "", None)
        if role is None or role.needs != "organisation" or not mention.definite or not self.publishing_body:
            return None
        return Entity("person", role=f"{mention.role} of {self.publishing_body}", rank=mention.rank)

    def guest(self) -> Entity | None:
        """ "The visiting leader": the last one named who is not of the country the article is from."""
        foreign = (e for e in reversed(self.recent) if e.kind == "person" and e.country not in (None, self.document.here))
        return next((e for e in foreign if e.rank), None)

    def somebody(self, mention: Mention, country: str | None) -> tuple[Entity, ...]:
        """ "The Japanese diplomat": the person of that country named last, else somebody without a name."""
        known = next((e for e in reversed(self.recent) if e.name and e.country == country), None)
        return (known or Entity("person", role=mention.role, country=country),)

    def same_office(self, rank: str | None, role: str | None, country: str | None) -> Entity | None:
        """The last person of the article with this office (and country)."""
        for entity in reversed(self.recent or self.people):
            if country and entity.country != country:
                continue
            if country is None and entity not in self.recent and not _same_title(role, entity.role):
                continue
            if (
                entity.rank
                and compatible(rank, entity.rank)
                and not (rank == "other" and role and entity.role and fold(role) not in fold(entity.role))
            ):
                return entity
        return None

    def named_holder(self, country: str, mention: Mention) -> Entity | None:
        """The person of the article who holds the very office ("Iran's president" is not its supreme leader)."""
        if self.day is None or mention.rank not in LEADING:
            return None
        person = self.gazetteer.holder_of(country, mention.role or "", self.day)
        known = self.unnamed_entity(person, mention.role) if person else None
        elsewhere = self.same_office(mention.rank, mention.role, country)
        return known if known and (elsewhere is None or fold(elsewhere.role or "") != fold(mention.role or "")) else None

    def short_office(self, words: str | None) -> Entity | None:
        """The last person whose office the words shorten ("the Secretary", "the Minister")."""
        short = fold(words or "")
        for entity in reversed(self.recent):
            role = fold(entity.role or "")
            later = role.endswith(_TO_COME) or entity.rank == "spokesperson"
            if short and not later and (role.startswith(short + " ") or role.endswith(" " + short) or role == short):
                return entity
        return None

    def shortened(self, mention: Mention, country: str) -> Entity | None:
        """The last person of a country whose office one word shortens ("the Lao minister"); the head of government at last."""
        short = fold(mention.role or "")
        if mention.rank != "other" or " " in short or not mention.definite:
            return None
        called = [e for e in (*reversed(self.recent), *reversed(self.people)) if e.country == country and e.named and e.role]
        fit = [e for e in called if e.rank != "spokesperson" and f" {fold(e.role or '')}".endswith(f" {short}")]
        return next((e for e in fit if e.rank not in LEADING), None) or next(iter(fit), None)

    def former_holder(self, country: str, rank: str | None) -> Entity | None:
        """The last person named of a country who once held an office of that rank and holds none now ("the former leader")."""
        named = (e for e in reversed(self.recent) if e.country == country and e.id and e.rank not in _HIGHEST)
        held = ((e, getattr(self.gazetteer.person(e.id or ""), "tenures", ())) for e in named)
        return next((e for e, tenures in held if any(compatible(rank, t.rank) for t in tenures)), None)

    def holder(self, country: str, rank: str | None, office: str | None) -> Entity | None:
        """Who holds an office of that rank in the country on the day of publication, as ``office`` words it."""
        if self.day is None or rank not in ("hos", "hog", "fm", "def", "leader"):
            return None
        held = dict.fromkeys(self.gazetteer.holder(country, rank, day) for day in self.days or ())
        person = next(iter(held), None)
        return self.unnamed_entity(person, office) if person and len(held) == 1 else None

    def by_tenure(self, rank: str | None, country: str) -> Entity | None:
        """The one person of a country, named without an office in an article without a date, who ever held one of that rank."""
        if rank not in _HIGHEST or self.day is not None:
            return None
        named = [e for e in self.people if e.id and e.named and e.country == country and e.rank is None]
        held = [e for e in named if any(t.rank == rank for t in getattr(self.gazetteer.person(e.id or ""), "tenures", ()))]
        return held[0] if len(held) == 1 else None

    def publishing_leader(self) -> Entity | None:
        """Who holds the office that publishes the text ("President of Russia", "Ministry of Foreign Affairs of Japan")."""
        publisher, home = (self.document.article.publisher or "").casefold(), self.document.home
        offices = self.lexicon.names["publishing_offices"].items()
        rank = next((rank for rank, words in offices if any(w in publisher for w in words)), None)
        return self.holder(home, rank, None) if home and rank else None

    def publishing_office(self, mention: Mention) -> Entity | None:
        """Whose own site it is that says "the Prime Minister"."""
        if mention.owner is not None or mention.possessor is not None or mention.implied:
            return None
        leader = self.publishing_leader()
        return leader if leader is not None and leader.rank == mention.rank else None

    def counterpart(self, mention: Mention, country: str | None, first: Entity | None) -> tuple[Entity, ...]:
        owner = (
            (self.pronoun(mention.possessor, first) if mention.possessor else ())
            or ((first,) if first else ())
            or ((self.subject,) if self.subject else ())
        )
        base = owner[0] if owner else None
        if country:
            holder = (
                (self.same_office(base.rank, base.role, country) or self.holder(country, base.rank, base.role))
                if base and base.rank
                else None
            )
            return (
                holder
                or Entity("person", role=base.role if base else "counterpart", rank=base.rank if base else None, country=country),
            )
        others = [e for e in reversed(self.recent) if base is not None and e is not base and e.country != base.country]
        abroad = next((c for c in reversed(self.countries) if base is not None and c != base.country), None)
        if not others and abroad:
            return self.counterpart(mention, abroad, first)
        return (others[0],) if others else ()

    def counterparts(self, mention: Mention, first: Entity | None) -> tuple[Entity, ...]:
        """Whoever holds the office of the one spoken of in each of several countries ("his Iranian and Iraqi counterparts")."""
        base = first or self.subject
        if (mention.role or "").split()[-1] not in EQUALS or base is None or base.rank is None:
            return ()
        states = [c for c in (self.country_of(o) for o in mention.owners) if c]
        return tuple(e for c in states for e in self.counterpart(mention, c, base)) if len(states) > 1 else ()

    def pronoun(self, item: Item, first: Entity | None, but: Entity | None = None) -> tuple[Entity, ...]:
        """Whom a pronoun means; it is not ``but``."""
        person = self.lexicon.persons_of.get(item.low)
        if person in ("he", "she"):
            return self.single(person, first, but)
        if person == "they":
            return self.crowd or self.pair
        return ()

    def single(self, person: str, first: Entity | None, but: Entity | None) -> tuple[Entity, ...]:
        """Whom "he" or "she" means; "she" is rather a woman named before than somebody who may be a man."""
        likely = [e for e in (first, self.subject, *reversed(self.recent[-6:])) if e and e is not but and e.kind == "person"]
        for genders in ((None, "m"),) if person == "he" else (("f",), (None,)):
            found = next((e for e in likely if e.name and e.gender in genders), None)
            if found is not None:
                return (found,)
        return ()

    def learn_gender(self, item: Item) -> None:
        """What a pronoun of the article's own tells of whom it stands for; within a quotation it may be anybody."""
        if item.low in _HE_SHE and item.who:
            item.who[0].gender = "m" if item.low in _HE else "f"

    def group(self, mention: Mention) -> tuple[Entity, ...]:
        if mention.rank == "pair":
            sides = [self.side(o) for o in mention.owners]
            return tuple(s for s in sides if s) if all(sides) else ()
        if len(mention.owners) == 1 or mention.rank == "staff":
            return tuple(e for owner in mention.owners for e in self.staff(mention, owner))
        if mention.owners:
            states = [c for c in (self.country_of(o) for o in mention.owners) if c]
            if any(self.same_office(mention.rank, None, c) for c in states):
                mention.definite = True  # one of them is somebody in particular
            return tuple(e for owner in mention.owners for e in self.each_of(mention, owner))
        if mention.rank == "sides":
            states = list(dict.fromkeys(e.country for e in self.pair if e.country))
            if len(states) != 2:
                states = list(dict.fromkeys(reversed(self.countries)))[1::-1]
            return tuple(self.state(c) for c in states) if len(states) == 2 else ()
        if mention.role in _GROUPS_OF_THREE:
            return self.together[-3:]
        if self.all_hold(mention):
            return self.together
        return tuple(self.in_rank(mention, e) for e in self.pair)

    def each_of(self, mention: Mention, owner: Item) -> tuple[Entity, ...]:
        """One owner's part of a group: its leader or, of a body, the body ("the leaders of ECOWAS and the African Union")."""
        country = self.country_of(owner)
        return (self.one_of(mention, country),) if country else self.staff(mention, owner) if owner.code == "N" else ()

    def all_hold(self, mention: Mention) -> bool:
        """Whether "the foreign ministers" are three or more named together, who all hold such an office."""
        several = mention.rank in _HIGHEST and not mention.counted and len(self.together) > 2
        last = {e.key() for e in self.pair} <= {e.key() for e in self.together}
        return several and last and all(e.rank and compatible(mention.rank, e.rank) for e in self.together)

    def in_rank(self, mention: Mention, entity: Entity) -> Entity:
        """One of a pair told of by office: "the two heads of state" is not the foreign minister but the head of that state."""
        ranks = LEADING if mention.rank in LEADING else (mention.rank,) if mention.rank in ("fm", "def") else ()
        if not ranks or entity.kind != "person" or not entity.country or entity.rank in (None, "leader") or entity.rank in ranks:
            return entity
        return self.one_of(mention, entity.country)

    def one_of(self, mention: Mention, country: str) -> Entity:
        """One state's part of a group: "the leaders of A and B" are one of each, "A and B leaders" may be any of theirs."""
        last = (mention.role or "").casefold().split()[-1:]
        staff = last and last[0] in self.lexicon.staff and last[0] not in _LEADING_PLURALS
        if staff and mention.rank not in ("fm", "def"):
            return Entity("group", role=mention.role, country=country, plural=True)
        known = self.same_office(mention.rank, None, country)
        if known is None and mention.rank == "leader" and not mention.definite:
            return Entity("group", role=mention.role, country=country, plural=True)
        office = self.lexicon.singular(mention.role)
        known = known or self.holder(country, mention.rank, office) or self.by_tenure(mention.rank, country)
        return known or Entity("person", role=office, rank=mention.rank, country=country)

    def side(self, name: Item) -> Entity | None:
        """One of two names joined by a hyphen: a state, a body, or the person of that surname."""
        if name.code == "N":
            return next(iter(self.named(name)), None)
        country = self.country_of(name)
        return self.state(country) if country else self.called(name.text, None) or self.famous(name.text)

    def staff(self, mention: Mention, owner: Item) -> tuple[Entity, ...]:
        """People of one state or body without names: "US officials", "EU leaders" (the body itself)."""
        country = self.country_of(owner)
        if country is None and owner.code == "N":
            return self.named(owner)
        return (Entity("group", role=mention.role, country=country, plural=True),) if country else ()


def _is_to_come(office: str | None) -> bool:
    """Whether an office is one that somebody is to take up ("president-elect")."""
    return (office or "").casefold().endswith(_HYPHENED)


def _same_title(words: str | None, others: str | None) -> bool:
    """Whether two offices have the same title: "the President" is nobody that the article has only called a king."""
    return bool(words and others) and fold(words or "").split()[-1:] == fold(others or "").split()[-1:]
