"""The surface forms of the gazetteer: what a token trie is built from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from dipkb.gazetteer.names import plain
from dipkb.gazetteer.records import (
    TOP,
    City,
    Country,
    Honorific,
    InitiativeEntry,
    Medium,
    Organisation,
    Person,
    Region,
    Role,
    Venue,
)

if TYPE_CHECKING:
    from dipkb.gazetteer.lookup import Gazetteer

Payload: TypeAlias = Country | Organisation | Medium | Venue | City | Region | InitiativeEntry | Role | Honorific | Person
Form: TypeAlias = tuple[str, str, Payload]


def surface_forms(gazetteer: Gazetteer) -> Iterator[Form]:
    """Every form with its kind and record, each form of a record once; one form may stand for several records.

    Kinds: ``country``, ``demonym`` and ``metonym`` (with the Country; one of an organisation with the Organisation),
    ``organisation``, ``medium``, ``venue``, ``city``, ``region``, ``initiative``, ``role`` and ``role-plural``,
    ``honorific``, ``person`` (full names and aliases of two words or more) and ``surname`` (what people of the top ranks go
    by alone). Weak names are left out: they are on the records. A form with accents comes without them too, one with
    an apostrophe with the typographic one, a person's name with hyphens also with spaces: text is compared as it stands.

    >>> from dipkb.gazetteer import load
    >>> wanted = ("Belarusians", "Erdogan", "Kim Jong Un", "Great Hall of the People")
    >>> sorted({(form, kind) for form, kind, _ in load().surface_forms() if form in wanted})[:3]
    [('Belarusians', 'demonym'), ('Erdogan', 'surname'), ('Great Hall of the People', 'venue')]
    """
    yield from _states(gazetteer)
    yield from _bodies(gazetteer)
    yield from _words(gazetteer)
    yield from _people(gazetteer)


def spellings(form: str) -> Iterator[str]:
    """A form as written, without accents, with a typographic apostrophe, and with its hyphens as spaces.

    >>> list(spellings("Côte d'Ivoire"))
    ["Côte d'Ivoire", 'Côte d’Ivoire', "Cote d'Ivoire", 'Cote d’Ivoire']
    """
    for accents in dict.fromkeys((form, plain(form))):
        yield accents
        if "'" in accents:
            yield accents.replace("'", "’")


def hyphens(form: str) -> Iterator[str]:
    """The spellings of a person's name, also with hyphens as spaces.

    >>> list(hyphens("Kim Jong-un"))
    ['Kim Jong-un', 'Kim Jong Un']
    """
    for spelt in spellings(form):
        yield spelt
        if "-" in spelt:
            yield " ".join(part[:1].upper() + part[1:] for part in spelt.replace("-", " ").split())


def _each(kind: str, forms: Iterable[str], record: Payload) -> Iterator[Form]:
    for form in dict.fromkeys(s for f in forms if f for s in spellings(f)):
        yield form, kind, record


def _states(gazetteer: Gazetteer) -> Iterator[Form]:
    for country in gazetteer.countries.values():
        yield from _each("country", (country.name, country.official, *country.aliases), country)
        yield from _each("demonym", country.demonyms, country)
        yield from _each("metonym", country.metonyms, country)


def _bodies(gazetteer: Gazetteer) -> Iterator[Form]:
    for body in gazetteer.organisations.values():
        yield from _each("organisation", (f for f in (body.name, body.key, *body.aliases) if f not in body.weak), body)
        yield from _each("metonym", body.metonyms, body)
    for medium in gazetteer.media:
        yield from _each("medium", (f for f in (medium.name, *medium.aliases) if f not in medium.weak), medium)
    for initiative in gazetteer.initiatives:
        yield from _each(
            "initiative", (f for f in (initiative.name, *initiative.aliases) if f not in initiative.weak), initiative
        )


def _words(gazetteer: Gazetteer) -> Iterator[Form]:
    shared = Counter(form for v in gazetteer.venues for form in {v.name, *v.aliases})
    for venue in gazetteer.venues:
        for form in dict.fromkeys((venue.name, *venue.aliases)):
            here = venue if shared[form] == 1 else Venue(form, (), "", "", venue.kind)  # in whichever country
            yield from _each("venue", (form,), here)
    for city in sorted(gazetteer.cities, key=lambda c: (c.kind != "capital", -c.population, c.country)):
        yield from _each("city", (city.name, *city.aliases), city)
    for region in gazetteer.regions:
        yield from _each("region", (region.name, *region.aliases, *region.adjectives), region)
    for role in gazetteer.roles:
        yield from _each("role", (role.form,), role)
        yield from _each("role-plural", (role.plural,), role)
    for honorific in gazetteer.honorifics.values():
        yield from _each("honorific", (honorific.form,), honorific)


def _people(gazetteer: Gazetteer) -> Iterator[Form]:
    for person in gazetteer.people.values():
        top = any(t.rank in TOP for t in person.tenures)
        short = set(gazetteer.called(person)) | {n for n in person.names if " " not in n}
        for form in dict.fromkeys(s for f in person.names if " " in f for s in hyphens(f)):
            yield form, "person", person
        if top:
            for form in dict.fromkeys(s for f in sorted(short) for s in hyphens(f)):
                yield form, "surname", person
