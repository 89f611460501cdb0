"""Whom a name means: somebody of the article, or whom the tables know by it."""

from __future__ import annotations

from datetime import date
from difflib import SequenceMatcher

from dipkb import edtf
from dipkb.extract.document import Entity, Item, Mention
from dipkb.extract.lexicon import fold
from dipkb.extract.roster import Roster
from dipkb.extract.wordlists import forms, listed, text_of, without_article
from dipkb.gazetteer.records import Person

_RESPECT, _BIN = text_of("names", "behind_first_names"), forms("bin")

LEADING = ("hos", "hog")
_ENDS = 3  # words of a name beyond which its first and last may be anybody's
_ALIKE = 0.8  # of two spellings of a first name
_MISSPELT, _SLIP = 8, 0.93  # letters of a word that can be a surname misspelt; how alike the two are
_LONG = 4  # letters of a given name that alone stands for somebody
_USUAL = "US "  # the departments of the United States go by the name of the table, whatever the text shortens
_THE = text_of("names", "capital_article")  # before the name of a medium that has none of its own
_GOVERNMENTS = forms("government") | listed("sanctions", "administration")
_OF_UNION = ("European", "EEAS")  # how the keys of the Union's own bodies begin
_MINISTERIAL = ("hos", "hog", "fm", "def")
_PROMINENT = frozenset({"hos", "hog", "fm", "def", "head"})


class People(Roster):
    """Joins names as they come to whom the text or the gazetteer knows by them."""

    # --- names

    def person(self, mention: Mention) -> Entity:
        name = mention.name or ""
        country = self.country_of(mention.owner) or self.state_code(mention.implied)
        known = self.called(name, country, mention) or self.by_title(name, mention)
        if known is None:
            known = self.from_table(name, country, mention) or self.misspelt(name) or Entity("person", name=name, country=country)
            self.people += [known] if known not in self.people else []
        elif known.id and known.name and _is_other_name(name, known.name):
            known.name = name
        self.learn(known, mention, country)
        return known

    def by_title(self, name: str, mention: Mention) -> Entity | None:
        """Somebody known by title and first name ("Crown Prince Mohammed", "King Abdullah"); a prince goes by it alone."""
        title, first = fold(mention.role or ""), fold(name)
        if " " in name or not (title or mention.titled):
            return None
        country = self.country_of(mention.owner)
        by_first = mention.titled or title in self.lexicon.royal
        given = [e for e in reversed(self.people) if fold((e.name or "").split(" ")[0]) == first]
        given = given or [e for form, people in self.forms.items() if form.startswith(first + " ") for e in people[:1]]
        known = [e for e in given if title and title in e.titles]
        known += [e for e in given if by_first and " " in (e.name or "") and not (country and e.country not in (None, country))]
        return known[0] if known else None

    def called(self, name: str, country: str | None, mention: Mention | None = None) -> Entity | None:
        """The person of the article whom a name in the text means; from now on one the article names."""
        if name.endswith(_RESPECT):  # the Indian form of respect, behind a first name
            first = fold(name.removesuffix(_RESPECT))
            return next((e for e in reversed(self.people) if fold(e.name or "").split()[:1] == [first]), None)
        found = self.by_form(name, country, mention) or self.part_of(name, country) or self.by_given(name, country)
        if found is not None:
            found.named = True
        return found

    def misspelt(self, name: str) -> Entity | None:
        """The one person of the article whose surname a word no table knows is, but for a letter."""
        word = fold(name)
        if " " in word or len(word) < _MISSPELT or word in self.lexicon.surnames:
            return None
        alike = [e for form, people in self.forms.items() if _is_slip(form, word) for e in people]
        return alike[0] if len({id(e) for e in alike}) == 1 else None

    def by_given(self, name: str, country: str | None) -> Entity | None:
        """The one person of the article with that given name, by which many peoples call each other ("Prabowo", "Hun")."""
        first = fold(name)
        if " " in name or len(first) < _LONG or first in self.lexicon.surnames:
            return None
        found = [e for e in self.people if " " in (e.name or "") and fold(e.name or "").split()[0] == first]
        return found[0] if len(found) == 1 and not (country and found[0].country not in (None, country)) else None

    def part_of(self, name: str, country: str | None) -> Entity | None:
        """The person of whose name a name of several words is the beginning, or the other way round."""
        words = fold(name).split()
        if len(words) < 2 or _BIN.isdisjoint(words):
            return None
        for entity in self.people:
            known = fold(entity.name or "").split()
            both = min(len(words), len(known))
            if both > 1 and words[:both] == known[:both] and not (country and entity.country and entity.country != country):
                return entity
        return None

    def by_form(self, name: str, country: str | None, mention: Mention | None = None) -> Entity | None:
        """Whom a form of a name means; of several the one in the office it is said with, else who was named last."""
        form = fold(name)
        found = [e for e in self.forms.get(form, ()) if not (country and e.country and e.country != country)]
        if len(found) > 1 and mention is not None:
            found = _in_that_office(found, mention)
        if len(found) < 2:
            chosen = found[0] if found else None
        elif (chosen := self.bare.get(form)) not in found:
            chosen = max(found, key=lambda e: self.recent.index(e) if e in self.recent else -1)
        if chosen is not None and self.recent and " " not in form:
            self.bare.setdefault(form, chosen)
        return chosen

    def from_table(self, name: str, country: str | None, mention: Mention) -> Entity | None:
        words = name.split()
        royal = fold(mention.role or words[0]) in self.lexicon.royal and fold(words[-1]) not in self.lexicon.royal
        if royal and len(words) < _ENDS and not country and (own := self.monarch(words[-1])):
            return own
        if len(words) < 2 and not country and mention.rank not in ("hos", "hog", "fm", "def", "leader", "head"):
            return self.in_just(name, mention.role) if mention.role else self.famous(name)
        found = self.gazetteer.people_named(name, country, self.day) or self.by_spelling(words, country)
        found = found or self.by_last_names(words, country)
        if not found and (longer := self.by_longer_name(name, country, mention)):
            return longer
        found = [p for p in found if not country or p.country == country]
        if not country:
            near = [p for p in found if p.country in self.mentioned]
            by_ends = len(words) > _ENDS and not self.gazetteer.fully_named(name)
            found = near if near or by_ends else found
        if len(words) < 2 and not country:
            found = [p for p in found if self.holds(p, mention.rank)]
            found = found if len(found) == 1 else [p for p in found if p.country in self.mentioned]
            found = found if len(found) == 1 else []
        if not found or (len(words) < 2 and len(found) > 1 and not self.in_office(found[0])):
            return None
        heir = fold(mention.role or "") in self.lexicon.royal and mention.rank == "other" and not self.gazetteer.fully_named(name)
        if heir and not any(fold(mention.role or "") in fold(t.office) for t in found[0].tenures):
            return None  # a crown prince is nobody else of his family
        return self.known_entity(found[0])

    def monarch(self, first: str) -> Entity | None:
        """Who reigns under a first name in the publisher's country or one of those that the article names ("King Abdullah")."""
        if self.day is None:
            return None
        held = (
            self.gazetteer.holder(c, "hos", self.day) for c in dict.fromkeys((self.document.home, *sorted(self.mentioned))) if c
        )
        found = [p for p in held if p is not None and fold(first) in fold(p.name).split()]
        return self.known_entity(found[0]) if found else None

    def by_spelling(self, words: list[str], country: str | None) -> list[Person]:
        """The people of a country by surname and initial, or a first name spelt otherwise ("S. Lavrov", "Barak Obama")."""
        if country is None or len(words) < 2:
            return []
        found = self.gazetteer.people_named(words[-1], country, self.day)
        alone = len(words[0].strip(".")) == 1
        return [p for p in found if p.name[:1] == words[0][0] and (alone or spelt_alike(p.name, words[0])) and self.in_office(p)]

    def by_last_names(self, words: list[str], country: str | None) -> list[Person]:
        """The people of a country by the last two of many words, of which the first are titles no table knows."""
        short = " ".join(words[-2:]) if country and len(words) > _ENDS else ""
        return [p for p in self.gazetteer.fully_named(short, country) if self.in_office(p)] if short else []

    def by_longer_name(self, name: str, country: str | None, mention: Mention) -> Entity | None:
        """The one person in office whom the tables know by more names than the text gives, with a country or an office."""
        if self.day is None or not (country or mention.rank in _MINISTERIAL):
            return None
        known = [p for p in self.gazetteer.people_shortened(name) if country is None or self.gazetteer.belongs(p, country)]
        held = {p.key: p for p in known if self.in_office(p) and (country or self.holds(p, mention.rank))}
        found = self.known_entity(next(iter(held.values()))) if len(held) == 1 else None
        if found is not None:
            found.name = name
        return found

    def in_just(self, surname: str, office: str) -> Entity | None:
        """The one person of that surname who holds an office with these words ("Treasury Secretary Bessent")."""
        words = set(fold(self.lexicon.names["short_offices"].get(office.casefold(), office)).split())
        found = [
            p
            for p in self.gazetteer.people_named(surname, None, self.day)
            if self.day and any(t.covers(self.day) and words <= set(fold(t.office).split()) for t in p.tenures)
        ]
        return self.known_entity(found[0]) if len(found) == 1 else None

    def famous(self, surname: str) -> Entity | None:
        """A surname alone stands for a leader or foreign minister when it is the only one in office that day.

        So does a whole name without its office, in whatever spelling.
        """
        if self.day is None or (" " not in surname and fold(surname) not in self.lexicon.surnames):
            return None
        everybody = self.gazetteer.people_named(surname, None, self.day)
        found = [p for p in everybody if self.in_office(p)] or [p for p in everybody if self.led_before(p)]
        alone = len({p.id or p.name for p in found}) == 1
        only = alone and len(self.gazetteer.people_named(surname)) == 1
        return self.known_entity(found[0]) if only or (alone and self.is_likely(found[0])) else None

    def body_of(self, key: str) -> Entity | None:
        """The organisation that its officials act for; those of a part of the Union act for the Union."""
        name = "European Union" if key.startswith(_OF_UNION) else key
        body = self.gazetteer.organisation(name)
        return Entity("organisation", name=body.name, id=body.id) if body else None

    def led_before(self, person: Person) -> bool:
        """Whether the person led a country that the article has to do with, before the day."""
        if self.day is None or (person.country not in self.mentioned and person.country != self.document.home):
            return False
        return any(t.rank in LEADING and t.end and edtf.bounds(t.end)[1] < self.day for t in person.tenures)

    def is_likely(self, person: Person) -> bool:
        """Whether a surname alone can mean the person: a leader, or somebody of a country that the article has to do with."""
        tenure = person.office_on(self.day, self.day) if self.day else None
        leads = tenure is not None and (tenure.rank in LEADING or (tenure.rank == "head" and self.has_body(tenure.place)))
        return leads or person.country in self.mentioned or person.country == self.document.home

    def has_body(self, key: str) -> bool:
        """Whether the article speaks of an organisation, or for a part of the Union of the Union."""
        return key in self.bodies or ("EU" in self.bodies and key.startswith(_OF_UNION))

    def holds(self, person: Person, rank: str | None) -> bool:
        """Whether the person has an office of that rank on the day of publication."""
        tenure = person.office_on(self.day, self.day) if self.day else None
        return tenure is not None and (compatible(rank, tenure.rank) or rank in (None, "other"))

    def in_office(self, person: Person) -> bool:
        first, last = self.days or (date.max, date.min)
        return any(t.rank in _PROMINENT and t.overlaps(first, last) for t in person.tenures)

    # --- countries, organisations, media

    def named(self, item: Item) -> tuple[Entity, ...]:
        value = item.value if isinstance(item.value, dict) else {}
        if item.code == "C":
            return (self.state(value["C"]),)
        if item.code == "L":
            return (self.state(value["K"]),) if "K" in value else ()
        if item.code == "M":
            medium = value["M"]
            name = self.fullest.get(medium.name, medium.name)
            name = bare if (bare := name.removeprefix(_THE)) in medium.aliases else name
            return (Entity("media", name=name, id=getattr(medium, "id", None), country=medium.country),)
        body = value.get("N") or value.get("K")
        if "K" in value and "N" not in value:
            return (Entity("organisation", name=without_article(item.text), country=value["K"]),)
        if body is not None:
            shortened = body.country and not body.name.startswith(_USUAL)
            worded = self.fullest.get(body.key, without_article(item.text)) if shortened else body.name
            return (Entity("organisation", name=worded, id=body.id, country=body.country),)
        return (self.of_leader(item.text) or Entity("organisation", name=item.text, certain=False),)

    def of_leader(self, name: str) -> Entity | None:
        """The state of a government called by who leads it, in capitals ("the Howard Government")."""
        surname, _, body = without_article(name).rpartition(" ")
        leader = self.famous(surname) if surname and " " not in surname and body.casefold() in _GOVERNMENTS else None
        return self.state(leader.country) if leader is not None and leader.country else None


def compatible(asked: str | None, held: str) -> bool:
    """Whether somebody of the rank ``held`` can be meant by an office of the rank ``asked``: "leader" is whoever leads."""
    return asked == held or (asked == "leader" and held in LEADING) or (asked in LEADING and held == "leader")


def _in_that_office(people: list[Entity], mention: Mention) -> list[Entity]:
    """Those of one surname whom a title fits ("President Doe" is not the first lady, nor "Mrs Doe" the president)."""
    title = fold(mention.role or "")
    entitled = [e for e in people if title in e.titles] if title else []
    ranked = [e for e in people if mention.rank in _PROMINENT and e.rank and compatible(mention.rank, e.rank)]
    alike = [e for e in people if mention.gender and e.gender in (None, mention.gender)]
    return entitled or ranked or alike or people


def _is_slip(form: str, word: str) -> bool:
    """Whether one word is another but for a letter left out, put in or changed."""
    close = abs(len(form) - len(word)) < 2 and form[0] == word[0] and " " not in form
    if not close or form == word:
        return False
    alike = form.replace("y", "i"), word.replace("y", "i")  # "Arestovych" and "Arestovich"
    return alike[0] == alike[1] or SequenceMatcher(None, *alike).ratio() > _SLIP


def spelt_alike(known: str, first: str) -> bool:
    """Whether a first name is that of somebody known, but for a letter or two."""
    return SequenceMatcher(None, fold(known).split()[0], fold(first)).ratio() > _ALIKE


def _is_other_name(name: str, known: str) -> bool:
    """Whether the article calls somebody by another given name than the tables do ("Ferdinand Marcos" of "Bongbong Marcos")."""
    words, theirs = fold(name).split(), fold(known).split()
    first = words[0] if len(words) > 1 and theirs[0] not in words else ""  # not "King Charles III"
    return len(first) > 2 and bool(set(words[1:]) & set(theirs[1:])) and all(t[0] != first[0] for t in theirs)
