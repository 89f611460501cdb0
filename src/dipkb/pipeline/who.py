"""Whom a name means: what a build makes of it, by what, and who else comes near."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

from dipkb.event import Party, PartyKind, Record
from dipkb.gazetteer import Country, Gazetteer, Medium, Organisation, Person, load
from dipkb.gazetteer.names import form_key
from dipkb.identity import Entry, Identities, identity, is_local, path
from dipkb.merge.reasons import reasons
from dipkb.vocab import expand, slug, sparql_prologue

if TYPE_CHECKING:
    from dipkb.store import Store

By: TypeAlias = Literal[
    "id", "code", "exact-name", "alias", "spelling", "surname", "first-and-last-word", "seat", "holder", "surname-and-office"
]
Open: TypeAlias = Literal[
    "no-country", "no-day", "nobody-in-office", "other-holder", "several-in-office", "nobody-holds", "several-names", "not-known",
    "similar-names",
]  # fmt: skip
_KINDS: tuple[PartyKind, ...] = ("person", "country", "organisation", "media")


class Candidate(Record, frozen=True):
    """Somebody or something that the name can mean; ``offices`` are those held on the day, without a day the latest."""

    id: str
    name: str
    kind: str
    country: str | None
    offices: tuple[str, ...]
    by: str
    because: str
    chosen: bool


class Local(Record, frozen=True):
    """An agent of a store that bears the name, and how many events and claims name it."""

    iri: str
    label: str
    events: int


class Who(Record, frozen=True):
    """What was asked, the ``candidates``, the chosen ones first, and where none is chosen why: ``open`` and in words.

    ``name``, ``role`` and ``country`` are the name without its title, and what the title says. ``local`` is what a build would
    call a party that nothing identifies; ``None`` where its article's hash would be in it. ``held`` is what the store has.
    """

    asked: str
    name: str | None
    role: str | None
    country: str | None
    day: str | None
    candidates: tuple[Candidate, ...]
    open: str | None
    because: str | None
    local: str | None
    held: tuple[Local, ...] = ()


def who(
    name: str,
    country: str | None = None,
    day: date | None = None,
    role: str | None = None,
    gazetteer: Gazetteer | None = None,
    store: Store | None = None,
) -> Who:
    """What a name resolves to, and why.

    Args:
        name: In any spelling, with or without a title, a surname alone, or an office alone ("foreign minister").
        country: ISO 3166-1 alpha-3, of the person.
        day: On which an event would name it.
        role: The office as worded.
        gazetteer: Who is who; the shipped one when ``None``.
        store: Also tell what this store has of that name.

    >>> found = who("Lavrov", "RUS", date(2022, 2, 1)).candidates[0]
    >>> found.id, found.by, found.chosen
    ('wd:Q58217', 'surname-and-office', True)
    >>> who("Lavrov").open
    'no-country'
    """
    known = gazetteer or load()
    return _Asked(known, name, *_apart(known, name, country, role), day).answer(store)


def _apart(known: Gazetteer, asked: str, country: str | None, role: str | None) -> tuple[str | None, str | None, str | None]:
    """Name, office and country: of a name with a title before it, of an office alone or with its state ("king of Spain")."""
    words, titles, state = asked.split(), list[str](), country
    head, of, place = asked.partition(" of ")
    found = known.country_named(place) if of and known.roles_of(head) else None
    if found:
        return None, role or head, country or found.iso3
    if known.people_named(asked, country) or known.country_named(asked):
        return asked.strip(), role, country
    while words and (size := _title(known, words)):
        taken, words = " ".join(words[:size]), words[size:]
        if known.roles_of(taken):
            titles.append(taken)
        state = state or known.demonyms.get(taken) or _named_state(known, taken)
    return " ".join(words) or None, role or " ".join(titles) or None, state


def _title(known: Gazetteer, words: list[str]) -> int:
    """How many of the first words are a title, a form of address or a state's name or adjective; a name keeps its last word."""
    for size in range(min(5, len(words)), 0, -1):
        said = " ".join(words[:size])
        if known.roles_of(said):
            return size
        if size < len(words) and (said in known.honorifics or said in known.demonyms or _named_state(known, said)):
            return size
    return 0


def _named_state(known: Gazetteer, words: str) -> str | None:
    found = known.country_named(words)
    return found.iso3 if found else None


@dataclass
class _Asked:
    gazetteer: Gazetteer
    asked: str
    name: str | None
    role: str | None
    country: str | None
    day: date | None

    @cached_property
    def identities(self) -> Identities:
        return Identities(self.gazetteer)

    def answer(self, store: Store | None) -> Who:
        found = sorted(self.candidates(), key=lambda one: not one.chosen)
        why_open = None if any(one.chosen for one in found) else self.left_open(found)
        party = self.party("person")
        local = identity(party, "") if why_open and (self.name or self.role) else None
        return Who(
            asked=self.asked,
            name=self.name,
            role=self.role,
            country=self.country,
            day=self.day.isoformat() if self.day else None,
            candidates=tuple(found),
            open=why_open,
            because=reasons().left_open[why_open] if why_open else None,
            local=None if local is None or is_local(local) else expand("dipd:") + path(local),
            held=tuple(self.held(store, found)) if store else (),
        )

    def party(self, kind: PartyKind) -> Party:
        """The party as a record would have it; a QID names by itself."""
        if self.is_id:
            return Party(id=self.qid, kind=kind)
        if kind == "country":
            code = (self.name or "").upper()
            return Party(name=self.name, kind=kind, country=code if code in self.gazetteer.countries else None)
        return Party(name=self.name, role=self.role, country=self.country, kind=kind)

    @property
    def qid(self) -> str:
        return f"wd:{(self.name or '').removeprefix('wd:')}"

    @property
    def is_id(self) -> bool:
        bare = self.qid[3:]
        return bare[:1] == "Q" and bare[1:].isdigit()

    def candidates(self) -> Iterator[Candidate]:
        seen = set[str]()
        for kind in _KINDS:
            entry = self.identities.entry(self.party(kind)) if self.name or self.is_id else None
            if entry is not None and _id(entry) not in seen:
                seen.add(_id(entry))
                yield self.candidate(entry, self.by_name(entry), chosen=True)
        holder = self.identities.on(self.party("person"), self.day)
        person = self.gazetteer.person(holder.id) if holder.id and not seen else None
        if person:
            seen.add(_id(person))
            yield self.candidate(person, "surname-and-office" if self.name else "holder", chosen=True)
        for near in self.near():
            if _id(near) not in seen:
                seen.add(_id(near))
                yield self.candidate(near, self.by_name(near), chosen=False)

    def near(self) -> Iterator[Entry]:
        """Who else bears the name, or comes near it."""
        if not self.name:
            return
        yield from self.gazetteer.people_named(self.name, self.country, self.day)
        code = self.gazetteer.metonyms.get(self.name.removeprefix("the "))
        stands = (self.gazetteer.countries.get(code) or self.gazetteer.organisations.get(code)) if code else None
        if stands:
            yield stands

    def candidate(self, entry: Entry, by: By, chosen: bool) -> Candidate:
        return Candidate(
            id=_id(entry),
            name=entry.name,
            kind=_kind(entry),
            country=entry.iso3 if isinstance(entry, Country) else entry.country,
            offices=self.offices(entry) if isinstance(entry, Person) else (),
            by=by,
            because=reasons().found_by[by],
            chosen=chosen,
        )

    def offices(self, person: Person) -> tuple[str, ...]:
        held = [t for t in person.tenures if self.day is None or t.covers(self.day)]
        return tuple(dict.fromkeys(t.label for t in (held if self.day else held[-1:])))

    def by_name(self, entry: Entry) -> By:
        """How the name lies to the names of the tables."""
        wanted = self.name or ""
        if self.is_id:
            return "id"
        if isinstance(entry, Country) and wanted.upper() == entry.iso3:
            return "code"
        alike = slug if isinstance(entry, Person) else form_key
        if alike(wanted) == alike(entry.name):
            return "exact-name"
        aliases = entry.aliases if not isinstance(entry, Organisation | Medium) else (*entry.aliases, *entry.weak)
        if alike(wanted) in map(alike, aliases):
            return "alias"
        return self._person_by(entry, wanted) if isinstance(entry, Person) else "seat"

    def _person_by(self, person: Person, wanted: str) -> By:
        called = {slug(one) for one in self.gazetteer.called(person)}
        if slug(wanted) in called or len(wanted.split()) < 2:
            return "surname"
        first_and_last = [f"{name.split()[0]} {name.split()[-1]}" for name in person.names]
        longer = len(wanted.split()) > 2 and slug(f"{wanted.split()[0]} {wanted.split()[-1]}") in map(slug, first_and_last)
        return "first-and-last-word" if longer else "spelling"

    def left_open(self, found: list[Candidate]) -> Open:
        """Why nothing is chosen."""
        people = [one for one in found if one.kind == "person"]
        if self.name and len(self.name.split()) > 1 and not any(one.by == "surname" for one in people):
            exact = [one for one in people if one.by in ("exact-name", "alias")]
            return "several-names" if len(exact) > 1 else "similar-names" if people else "not-known"
        if self.name and not people:
            return "not-known"
        if not self.country:
            return "no-country"
        if self.day is None:
            return "no-day"
        if not self.name:
            return "nobody-holds"
        held = [one for one in people if one.offices]
        return "nobody-in-office" if not held else "other-holder" if self.role else "several-in-office"

    def held(self, store: Store, found: list[Candidate]) -> Iterator[Local]:
        """The agents of the store that bear the name or are candidates, by how many events name them."""
        from dipkb.query import names

        chosen = {expand(one.id) for one in found if one.chosen and one.id.startswith("wd:")}
        told = names.fold(self.name or self.role or "")
        listed = [one for one in names.things(store, "name") if one.iri in chosen or (told and names.bears(one, told))]
        counts = _events(store, [one.iri for one in listed])
        counted = [Local(iri=one.iri, label=one.label, events=counts.get(one.iri, 0)) for one in listed]
        yield from sorted(counted, key=lambda one: (-one.events, one.iri))


def _events(store: Store, agents: Sequence[str]) -> dict[str, int]:
    """How many events and claims name each agent."""
    from pyoxigraph import NamedNode

    from dipkb.query.binding import written

    listed = " ".join(written(NamedNode(iri)) for iri in agents)
    counts = "SELECT ?agent (COUNT(DISTINCT ?event) AS ?n) WHERE"
    asked = f"{sparql_prologue()}{counts} {{ VALUES ?agent {{ {listed} }} {_NAMES} }} GROUP BY ?agent"
    return {row["agent"]: int(row["n"]) for row in store.query(asked).dicts() if row.get("agent")}


_NAMES = "GRAPH dipg:events { ?event dip:participation ?part . ?part dip:agent ?agent }"


def _id(entry: Entry) -> str:
    if isinstance(entry, Medium):
        return f"dipd:medium/{slug(entry.name)}"
    return entry.id or (entry.iso3 if isinstance(entry, Country) else entry.key)


def _kind(entry: Entry) -> str:
    return {Person: "person", Country: "country", Organisation: "organisation", Medium: "medium"}[type(entry)]
