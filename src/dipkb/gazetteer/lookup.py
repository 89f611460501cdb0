"""The gazetteer: one object that answers who, which state, which body, which office."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import TypeVar

from dipkb.errors import DataError
from dipkb.gazetteer import build, forms
from dipkb.gazetteer.names import Spellings, called, form_key, orders, tokens
from dipkb.gazetteer.records import (
    RANKS,
    City,
    Country,
    Honorific,
    InitiativeEntry,
    Medium,
    Organisation,
    Person,
    Profile,
    Region,
    Role,
    StateCode,
    Tenure,
    Venue,
)
from dipkb.gazetteer.tables import merged
from dipkb.resources import folder

T = TypeVar("T")


@cache
def _load(folders: tuple[Path, ...]) -> Gazetteer:
    return Gazetteer(folders)


def load(extra: Sequence[Path] = ()) -> Gazetteer:
    """The shipped gazetteer, with the tables of the extra folders over it: same files, same columns; same keys replace rows.

    The same folders give the same object again.

    Raises:
        DataError: A folder is not there, or a table is malformed; the message names file and line.

    >>> load().country("BLR").name
    'Belarus'
    """
    for path in extra:
        if not Path(path).is_dir():
            raise DataError(
                "there is no such folder. Name a folder that holds tables like people.csv or countries.csv.", str(path)
            )
    return _load((folder("seeds") / "gazetteer", *(Path(path).resolve() for path in extra)))


def _index(records: Iterable[T], names: Iterable[Iterable[str]]) -> dict[str, list[T]]:
    index: dict[str, list[T]] = defaultdict(list)
    for record, forms_of in zip(records, names, strict=True):
        for key in dict.fromkeys(map(form_key, forms_of)):
            index[key].append(record)
    return dict(index)


def _within(words: list[str], known: list[str]) -> bool:
    """Whether words stand in a longer name in their order."""
    left = iter(known)
    return all(word in left for word in words)


class Gazetteer:
    """Look-ups over the tables of one or more folders; every index is made when it is first asked for."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self.folders = folders
        self._rows = {name: merged(name, folders) for name in ("people", "tenures", "cabinets")}

    # --- people ------------------------------------------------------------------------------------------------------

    @cached_property
    def countries(self) -> dict[str, Country]:
        """States and territories by ISO 3166-1 alpha-3 code."""
        return {c.iso3: c for c in build.countries(merged("countries", self.folders))}

    @cached_property
    def codes(self) -> dict[str, list[StateCode]]:
        """The numbers of each state in the lists of the international system, by ISO 3166-1 alpha-3 code, the oldest first.

        >>> [(c.cow, c.gwno) for c in load().codes["SRB"]]
        [(345, 340)]
        """
        found: dict[str, list[StateCode]] = defaultdict(list)
        for code in build.codes(merged("codes", self.folders)):
            found[code.iso3].append(code)
        return {iso3: sorted(held, key=lambda c: c.first or 0) for iso3, held in found.items()}

    @cached_property
    def organisations(self) -> dict[str, Organisation]:
        """Organisations by key."""
        return {o.key: o for o in build.organisations(merged("organisations", self.folders))}

    @cached_property
    def people(self) -> dict[str, Person]:
        """Everybody, by key: the QID, or a local key."""
        tenures = build.tenures(self._rows["tenures"], self._rows["cabinets"], self.countries, self.organisations)
        return build.people(self._rows["people"], tenures)

    @cached_property
    def spellings(self) -> Spellings:
        """Common spelling by other spelling of a part of a name, both in lower case."""
        return Spellings({form: same for form, same, _ in merged("spellings", self.folders)})

    def called(self, person: Person) -> tuple[str, ...]:
        """The words the person goes by alone: the table's, or the rule of the person's country.

        >>> g = load(); [g.called(g.person(i)) for i in ("wd:Q15031", "wd:Q60772")]
        [('Xi',), ('von der Leyen', 'Leyen')]
        """
        country = self.countries.get(person.country)
        return person.called or called(person.name, country.called if country else "last")

    def person(self, id: str) -> Person | None:
        """The person with that ``wd:Q…``, bare QID or local key.

        >>> load().person("wd:Q2866").name
        'Alexander Lukashenko'
        """
        return self.people.get(id.removeprefix("wd:"))

    @cached_property
    def _by_name(self) -> dict[str, list[Person]]:
        index: dict[str, list[Person]] = defaultdict(list)
        for person in self.people.values():
            country = self.countries.get(person.country)
            either = bool(country and country.either_order)
            for key in dict.fromkeys(k for name in person.names for k in orders(tokens(name, self.spellings), either)):
                index[key].append(person)
        return dict(index)

    @cached_property
    def _by_surname(self) -> dict[str, list[Person]]:
        index: dict[str, list[Person]] = defaultdict(list)
        for person in self.people.values():
            for key in dict.fromkeys("".join(tokens(form, self.spellings)) for form in self.called(person)):
                index[key].append(person)
        return dict(index)

    @cached_property
    def _by_ends(self) -> dict[tuple[str, str], list[Person]]:
        index: dict[tuple[str, str], list[Person]] = defaultdict(list)
        for person in self.people.values():
            ends = {(w[0], w[-1]) for name in person.names if len(w := tokens(name, self.spellings)) > 1}
            for key in sorted(ends):
                index[key].append(person)
        return dict(index)

    @cached_property
    def _by_last(self) -> dict[str, list[tuple[list[str], Person]]]:
        index: dict[str, list[tuple[list[str], Person]]] = defaultdict(list)
        for person in self.people.values():
            for words in (tokens(name, self.spellings) for name in person.names):
                if len(words) > 2:
                    index[words[-1]].append((words, person))
        return dict(index)

    def people_shortened(self, name: str) -> list[Person]:
        """Everybody whose longer name has the words of a shorter one in their order, the last word included.

        >>> "Olena Zelenska" in [p.name for p in load().people_shortened("Zelenska")]
        False
        """
        words = tokens(name, self.spellings)
        if len(words) < 2:
            return []
        return [p for known, p in self._by_last.get(words[-1], ()) if len(known) > len(words) and _within(words, known)]

    def people_named(self, name: str, country: str | None = None, on: date | None = None) -> list[Person]:
        """Everybody who can be meant by a full name, an alias or a surname alone, the likeliest first.

        Accents, case, hyphens, apostrophes and transliterations are seen through, and both orders where both are met. A
        longer name that nobody has is tried by its first and last word. In office on the day ``on`` comes first, then the
        higher rank, then the later office. With ``country``, only people of it, or in an office of it.

        >>> [p.name for p in load().people_named("Aleksandr Lukashenka")]
        ['Alexander Lukashenko']
        >>> load().people_named("Kim", "PRK", date(2019, 2, 27))[0].name
        'Kim Jong-un'
        """
        words = tokens(name, self.spellings)
        key = "".join(words)
        found = self._by_name.get(key, []) + (self._by_surname.get(key, []) if key else [])
        if not found and len(words) > 1:
            found = self._by_ends.get((words[0], words[-1]), [])
        fits = [p for p in dict.fromkeys(found) if country is None or self.belongs(p, country)]
        return sorted(fits, key=lambda p: self._likelihood(p, on)) if len(fits) > 1 else fits

    def fully_named(self, name: str, country: str | None = None) -> list[Person]:
        """Everybody of that full name or alias, in any spelling; never by a surname alone.

        >>> [p.name for p in load().fully_named("Aleksandr Lukashenka")], load().fully_named("Lukashenka")
        (['Alexander Lukashenko'], [])
        """
        words = tokens(name, self.spellings)
        found = dict.fromkeys(self._by_name.get("".join(words), ())) if len(words) > 1 else {}
        return [person for person in found if country is None or self.belongs(person, country)]

    @staticmethod
    def belongs(person: Person, country: str) -> bool:
        """Whether the person is of the country, or holds or held an office of it."""
        return person.country == country or any(t.country == country for t in person.tenures)

    @staticmethod
    def _likelihood(person: Person, on: date | None) -> tuple[int, int, str, str]:
        held = person.office_on(on) if on else None
        latest = max((t.start or "" for t in person.tenures), default="")
        newest = "".join(chr(0x10FF - ord(c)) for c in latest.ljust(10))
        return (RANKS.index(held.rank) if held else len(RANKS), RANKS.index(person.rank), newest, person.key)

    # --- offices -----------------------------------------------------------------------------------------------------

    @cached_property
    def _holders(self) -> dict[tuple[str, str], list[tuple[Tenure, Person]]]:
        index: dict[tuple[str, str], list[tuple[Tenure, Person]]] = defaultdict(list)
        for person in self.people.values():
            for tenure in person.tenures:
                index[tenure.place, tenure.rank].append((tenure, person))
        for held in index.values():
            held.sort(key=lambda pair: (pair[0].start or "", pair[1].key))
        return dict(index)

    def holder(self, place: str, rank: str, on: date) -> Person | None:
        """Who holds the rank that day in a country (ISO 3166-1 alpha-3) or organisation (key): of several the last to take it up.

        The rank ``leader`` is the office that leads the country.

        >>> load().holder("FRA", "hos", date(2023, 12, 4)).name, load().holder("GBR", "leader", date(2022, 10, 10)).name
        ('Emmanuel Macron', 'Liz Truss')
        """
        country = self.countries.get(place)
        ranks = country.leading_ranks(on) if country and rank == "leader" else (rank,)
        return next((found for r in ranks if (found := self._holder(place, r, on))), None)

    def _holder(self, place: str, rank: str, on: date) -> Person | None:
        held = self._holders.get((place, rank), ())
        return next((person for tenure, person in reversed(held) if tenure.covers(on)), None)

    def holder_of(self, place: str, office_words: str, on: date) -> Person | None:
        """Who holds the office with these words that day: by the title itself, else by the rank of the words.

        >>> load().holder_of("IRN", "president", date(2023, 2, 14)).name
        'Ebrahim Raisi'
        >>> load().holder_of("UN", "secretary-general", date(2020, 1, 1)).name
        'António Guterres'
        """
        wanted = form_key(office_words)
        for rank in RANKS:
            for tenure, person in reversed(self._holders.get((place, rank), ())):
                if tenure.covers(on) and wanted in (form_key(tenure.office), form_key(tenure.office.removeprefix("Acting "))):
                    return person
        role = self.role(office_words, place)
        return self.holder(role.implies or place, role.rank, on) if role and role.rank != "other" else None

    @cached_property
    def _roles(self) -> dict[str, list[Role]]:
        roles = build.roles(merged("roles", self.folders))
        return _index(roles, ((r.form, r.plural) if r.plural else (r.form,) for r in roles))

    def roles_of(self, words: str) -> list[Role]:
        """Everything a title word means, in whatever place."""
        return self._roles.get(form_key(words), [])

    def role(self, words: str, place: str | None = None) -> Role | None:
        """What a title word means, in that place if it is given.

        >>> load().role("chancellor", "DEU").rank, load().role("chancellor", "GBR").rank, load().role("prime ministers").rank
        ('hog', 'other', 'hog')
        """
        found = self._roles.get(form_key(words), [])
        fitting = [r for r in found if not r.places or (place in r.places)] if place else found
        return min(fitting, key=lambda r: place not in r.places if place else bool(r.places), default=None)

    @cached_property
    def roles(self) -> list[Role]:
        """All title words."""
        return build.roles(merged("roles", self.folders))

    @cached_property
    def honorifics(self) -> dict[str, Honorific]:
        """Forms of address by the form as written."""
        return {form: Honorific(form, gender, kind) for form, gender, kind, _ in merged("honorifics", self.folders)}

    # --- countries ---------------------------------------------------------------------------------------------------

    def country(self, iso3: str) -> Country | None:
        """The state or territory with that ISO 3166-1 alpha-3 code."""
        return self.countries.get(iso3)

    @cached_property
    def _country_names(self) -> dict[str, list[Country]]:
        living = sorted(self.countries.values(), key=lambda c: c.status == "historic")
        return _index(living, ((c.name, c.prose or c.name, c.official or c.name, *c.aliases) for c in living))

    def country_named(self, words: str) -> Country | None:
        """The country with that name, official name or alias; a state of today before one of the past.

        >>> load().country_named("the People's Republic of China").iso3, load().country_named("Turkey").iso3
        ('CHN', 'TUR')
        """
        return next(iter(self._country_names.get(form_key(words), [])), None)

    @cached_property
    def demonyms(self) -> dict[str, str]:
        """Code of the country by adjective or noun as written ("Chinese", "Belarusians")."""
        return {form: c.iso3 for c in reversed(self._living) for form in c.demonyms}

    @cached_property
    def metonyms(self) -> dict[str, str]:
        """Country code, or organisation key, by the place that stands for its government ("Beijing", "Kremlin", "Brussels")."""
        states = {form: c.iso3 for c in reversed(self._living) for form in c.metonyms}
        return states | {form: o.key for o in self.organisations.values() for form in o.metonyms}

    @cached_property
    def seats(self) -> dict[str, str]:
        """Country code by the seat or house that speaks for its government, towns left out ("White House", "Kremlin").

        >>> load().seats["Kremlin"]
        'RUS'
        """
        towns = {form for city in self.cities for form in (city.name, *city.aliases)}
        states = {form: c.iso3 for c in reversed(self._living) for form in c.metonyms if form not in towns}
        return states | {form.removeprefix("the "): code for form, code in states.items()}

    @cached_property
    def _living(self) -> list[Country]:
        return sorted(self.countries.values(), key=lambda c: c.status == "historic")

    # --- bodies, media, places, initiatives --------------------------------------------------------------------------

    @cached_property
    def _organisation_names(self) -> dict[str, list[Organisation]]:
        listed = list(self.organisations.values())
        return _index(listed, ((o.name, o.key, *o.aliases, *o.weak) for o in listed))

    def organisation(self, name: str) -> Organisation | None:
        """The organisation with that name, short name or alias (weak ones too); ``None`` if several have it.

        >>> load().organisation("the European Union").id, load().organisation("U.N.").key
        ('wd:Q458', 'UN')
        """
        return _only(self._organisation_names.get(form_key(name), []))

    @cached_property
    def media(self) -> list[Medium]:
        """All media."""
        return build.media(merged("media", self.folders))

    @cached_property
    def _media_names(self) -> dict[str, list[Medium]]:
        return _index(self.media, ((m.name, *m.aliases, *m.weak) for m in self.media))

    def medium(self, name: str, country: str | None = None) -> Medium | None:
        """The medium with that name or alias, of that country if it is given; ``None`` if several have it.

        >>> load().medium("Xinhua News Agency").country
        'CHN'
        """
        return _only([m for m in self._media_names.get(form_key(name), []) if country in (None, m.country)])

    @cached_property
    def venues(self) -> list[Venue]:
        """All venues."""
        return build.venues(merged("venues", self.folders))

    @cached_property
    def _venue_names(self) -> dict[str, list[Venue]]:
        return _index(self.venues, ((v.name, *v.aliases) for v in self.venues))

    def venue(self, name: str, country: str | None = None) -> Venue | None:
        """The building or site with that name, of that country if it is given; ``None`` if several have it.

        >>> load().venue("Great Hall of the People").city
        'Beijing'
        """
        return _only([v for v in self._venue_names.get(form_key(name), []) if country in (None, v.country)])

    @cached_property
    def cities(self) -> list[City]:
        """All cities."""
        return build.cities(merged("cities", self.folders))

    @cached_property
    def _city_names(self) -> dict[str, list[City]]:
        ordered = sorted(self.cities, key=lambda c: (c.kind != "capital", -c.population, c.country))
        return _index(ordered, ((c.name, *c.aliases) for c in ordered))

    def city(self, name: str, country: str | None = None) -> City | None:
        """The city with that name, of that country if it is given; of several the capital, then the largest.

        >>> load().city("Kiev").name, load().city("Sao Paulo").country
        ('Kyiv', 'BRA')
        """
        return next((c for c in self._city_names.get(form_key(name), []) if country in (None, c.country)), None)

    @cached_property
    def regions(self) -> list[Region]:
        """Parts of the world that are no states."""
        return build.regions(merged("regions", self.folders))

    @cached_property
    def initiatives(self) -> list[InitiativeEntry]:
        """All programmes, projects, treaties, plans and formats."""
        return build.initiatives(merged("initiatives", self.folders))

    @cached_property
    def _initiative_names(self) -> dict[str, list[InitiativeEntry]]:
        return _index(self.initiatives, ((i.name, *i.aliases, *i.weak) for i in self.initiatives))

    def initiative(self, name: str) -> InitiativeEntry | None:
        """The initiative with that name or alias; ``None`` if several have it.

        >>> load().initiative("One Belt, One Road").name
        'Belt and Road Initiative'
        """
        return _only(self._initiative_names.get(form_key(name), []))

    @cached_property
    def publishers(self) -> list[Profile]:
        """All source profiles."""
        return build.publishers(merged("publishers", self.folders))

    @cached_property
    def _publisher_names(self) -> dict[str, list[Profile]]:
        return _index(self.publishers, ((p.name, *p.aliases) for p in self.publishers))

    def publisher(self, name: str) -> Profile | None:
        """How the publisher with that name, alias or host name writes; a medium the profiles lack is known by its country.

        What stands in brackets behind the name ("Gazette (AFP)") is only asked where the name itself is unknown.

        >>> load().publisher("The White House").country, load().publisher("CBS News (with AP)").country
        ('USA', 'USA')
        """
        bare, _, rest = name.partition(" (")
        forms = (name, bare, *(part.removeprefix("with ") for part in re.split(r"[,/;]| and ", rest.rstrip(")"))))
        known = (next(iter(self._publisher_names.get(form_key(form), [])), None) for form in forms if form)
        return next(filter(None, known), None) or next(filter(None, map(self._medium_profile, forms[:2])), None)

    def _medium_profile(self, name: str) -> Profile | None:
        medium = self.medium(name)
        return Profile(medium.name, (), medium.country, None, "none", ()) if medium else None

    def boilerplate(self, publisher: str | None) -> tuple[str, ...]:
        """Regular expressions for whole lines that are none of the article: those of any publisher, then this one's.

        >>> import re; any(re.fullmatch(p, "Office of the Spokesperson") for p in load().boilerplate("state.gov"))
        True
        """
        profiles = (self.publisher("*"), self.publisher(publisher) if publisher else None)
        return tuple(pattern for profile in profiles if profile for pattern in profile.boilerplate)

    def surface_forms(self) -> Iterator[tuple[str, str, forms.Payload]]:
        """Every form as it stands in text, with its kind and record: see :func:`dipkb.gazetteer.forms.surface_forms`."""
        return forms.surface_forms(self)


def _only(found: list[T]) -> T | None:
    return found[0] if len(found) == 1 else None
