"""What the gazetteer knows, as plain frozen records."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from dipkb import edtf

RANKS = ("hos", "hog", "leader", "head", "fm", "def", "envoy", "spokesperson", "other")
"""Ranks from the highest down: head of state, head of government, leader without a state office (a party's general
secretary), head of an international organisation, foreign minister, defence minister, envoy, spokesperson, anything else."""
TOP = frozenset(("hos", "hog", "leader", "head", "fm", "def"))
KEPT_UP = frozenset(("hos", "hog", "leader", "head", "fm"))
GRACE = {"def": timedelta(days=366), "envoy": timedelta(days=366), "spokesperson": timedelta(days=366)}
GRAPH_RANKS = frozenset(("hos", "hog", "fm", "def", "other"))


class Tenure(msgspec.Struct, frozen=True):
    """An office held by one person for a time.

    ``place`` is an ISO 3166-1 alpha-3 code or the key of an organisation; ``country`` the code alone, ``None`` for an
    organisation. ``start`` and ``end`` are EDTF, both inclusive; ``end`` is ``None`` while the office is held, then ``seen`` is
    the last date the table knows that. ``label`` names the office with its place, ``"President of Belarus"``.
    """

    office: str
    rank: str
    place: str
    country: str | None
    start: str | None
    end: str | None
    seen: str | None
    label: str
    source: str

    def covers(self, first: date, last: date | None = None) -> bool:
        """Whether the office can have been held on every day from ``first`` to ``last`` (both inclusive).

        A month or year as start or end counts from its first, and to its last day. An office without an end goes on for the
        ranks that the tables keep up (``KEPT_UP``); a minister of defence, envoy or spokesperson is taken to have stayed a year
        after being ``seen``, others no longer than seen.
        """
        if self.start and edtf.bounds(self.start)[0] > first:
            return False
        until = self.last_day()
        return until is None or (last or first) <= until

    def overlaps(self, first: date, last: date) -> bool:
        """Whether the office can have been held on some day from ``first`` to ``last`` (both inclusive)."""
        until = self.last_day()
        return first <= last and (not self.start or edtf.bounds(self.start)[0] <= last) and (until is None or first <= until)

    def last_day(self) -> date | None:
        """The last day it can be taken for granted; ``None`` when it goes on."""
        if self.end:
            return edtf.bounds(self.end)[1]
        if self.rank in KEPT_UP or not self.seen:
            return None
        return edtf.bounds(self.seen)[1] + GRACE.get(self.rank, timedelta())

    @property
    def graph_rank(self) -> str:
        """The rank as the graph has it: hos, hog, fm, def or other."""
        return graph_rank(self.rank)


def graph_rank(rank: str) -> str:
    """A rank as the graph has it: hos, hog, fm, def or other."""
    return rank if rank in GRAPH_RANKS else "other"


class Person(msgspec.Struct, frozen=True):
    """Somebody who holds or held an office; ``id`` is ``wd:Q…``, ``None`` for people the table has no QID for.

    ``called`` holds the words the person goes by alone ("Xi", "von der Leyen", "Lula"); ``gender`` is ``"f"``, ``"m"`` or ``""``.
    ``tenures`` are sorted by their start.
    """

    key: str
    name: str
    aliases: tuple[str, ...]
    country: str
    called: tuple[str, ...]
    gender: str
    source: str
    tenures: tuple[Tenure, ...]

    @property
    def id(self) -> str | None:
        """The Wikidata entity as ``wd:Q…``."""
        return f"wd:{self.key}" if self.key[1:].isdigit() and self.key[0] == "Q" else None

    @property
    def names(self) -> tuple[str, ...]:
        """The name and all aliases."""
        return (self.name, *self.aliases)

    @property
    def rank(self) -> str:
        """The highest rank ever held."""
        return min((t.rank for t in self.tenures), key=RANKS.index, default="other")

    def office_on(self, first: date, last: date | None = None) -> Tenure | None:
        """The highest office held on every day from ``first`` to ``last``; of two alike the one taken up later."""
        held = [t for t in self.tenures if t.covers(first, last)]
        return min(reversed(held), key=lambda t: RANKS.index(t.rank), default=None)


class Country(msgspec.Struct, frozen=True):
    """A state or territory; ``prose`` is its name in a sentence ("the Netherlands").

    ``status`` is sovereign, dependent, disputed or historic; ``leads`` the rank that "its leader" means, with the day up to
    which where that changed; ``called`` which word of a name stands for the person (first, last, any); ``either_order``
    that names are met in both orders.
    """

    iso3: str
    iso2: str
    qid: str
    name: str
    prose: str
    official: str
    aliases: tuple[str, ...]
    demonyms: tuple[str, ...]
    capital: str
    metonyms: tuple[str, ...]
    status: str
    leads: str
    called: str
    either_order: bool
    languages: tuple[str, ...]

    @property
    def id(self) -> str | None:
        """The Wikidata entity as ``wd:Q…``."""
        return f"wd:{self.qid}" if self.qid else None

    def leading_ranks(self, on: date) -> tuple[str, ...]:
        """The ranks that "the country's leader" can mean that day, the likeliest first."""
        for part in self.leads.split("|"):
            rank, _, until = part.partition("/")
            if not until or on <= edtf.bounds(until)[1]:
                return tuple(dict.fromkeys((rank, "hos", "hog")))
        return ("hos", "hog")


class StateCode(msgspec.Struct, frozen=True):
    """The numbers of a state in two lists of the members of the international system, for some years.

    ``cow`` is its number in the Correlates of War list, ``gwno`` in that of Gleditsch and Ward; ``None`` where the list does not
    have it in these years. ``first`` and ``last`` are years, both inclusive, ``None`` where the table or time ends.
    """

    iso3: str
    cow: int | None
    gwno: int | None
    first: int | None
    last: int | None

    def covers(self, year: int) -> bool:
        """Whether the numbers hold on some day of the year."""
        return (self.first is None or self.first <= year) and (self.last is None or year <= self.last)


class Organisation(msgspec.Struct, frozen=True):
    """An organisation, body, party, armed group, company or breakaway state; ``key`` is what tenures name it by.

    ``weak`` names are ordinary words or shared: they count only where a full name stands nearby. ``country`` is set for a
    body of one state.
    """

    key: str
    qid: str
    name: str
    aliases: tuple[str, ...]
    weak: tuple[str, ...]
    kind: str
    seat: str
    country: str | None
    founded: str | None
    metonyms: tuple[str, ...]

    @property
    def id(self) -> str | None:
        """The Wikidata entity as ``wd:Q…``."""
        return f"wd:{self.qid}" if self.qid else None


class Medium(msgspec.Struct, frozen=True):
    """A news agency, broadcaster, newspaper or site; ``state_owned`` is ``None`` where that is not known."""

    name: str
    aliases: tuple[str, ...]
    weak: tuple[str, ...]
    country: str | None
    state_owned: bool | None
    kind: str


class Venue(msgspec.Struct, frozen=True):
    """A building or site where people meet, in its city and country."""

    name: str
    aliases: tuple[str, ...]
    city: str
    country: str
    kind: str


class City(msgspec.Struct, frozen=True):
    """A city, with WGS 84 coordinates in degrees."""

    name: str
    aliases: tuple[str, ...]
    country: str
    kind: str
    lat: float | None
    lon: float | None
    population: int

    @property
    def is_capital(self) -> bool:
        """Whether it is the capital of its country."""
        return self.kind == "capital"


class Region(msgspec.Struct, frozen=True):
    """A named part of the world that is no state; it keeps "South China Sea" from being China. ``country`` if it lies in one."""

    name: str
    aliases: tuple[str, ...]
    adjectives: tuple[str, ...]
    country: str | None
    kind: str


class InitiativeEntry(msgspec.Struct, frozen=True):
    """A named programme, project, treaty, plan or format; initiators and parties are country codes or organisation keys."""

    name: str
    qid: str
    aliases: tuple[str, ...]
    weak: tuple[str, ...]
    kind: str
    start: str | None
    end: str | None
    initiators: tuple[str, ...]
    parties: tuple[str, ...]

    @property
    def id(self) -> str | None:
        """The Wikidata entity as ``wd:Q…``."""
        return f"wd:{self.qid}" if self.qid else None


class Role(msgspec.Struct, frozen=True):
    """A title word; ``places`` limits it to these states or organisations, ``implies`` is the place it means by itself ("pope").

    ``needs`` tells what makes it point to somebody: ``country``, ``organisation`` or nothing. ``gender`` is the word's.
    """

    form: str
    plural: str
    rank: str
    gender: str
    places: tuple[str, ...]
    implies: str | None
    needs: str


class Honorific(msgspec.Struct, frozen=True):
    """A form of address before a name; ``gender`` is ``"f"``, ``"m"`` or ``""``."""

    form: str
    gender: str
    kind: str


class Profile(msgspec.Struct, frozen=True):
    """How a publisher writes. ``country`` is whose "the President" it means, ``timezone`` an IANA name.

    ``dateline`` is the style: ``agency`` ("BEIJING, March 2 (Xinhua) --"), ``city`` ("BEIJING —"), ``bracketed``, ``header``
    (lines of its own) or ``none``. ``boilerplate`` are regular expressions for whole lines that are none of the article;
    the profile named ``*`` holds those of any publisher.
    """

    name: str
    aliases: tuple[str, ...]
    country: str | None
    timezone: str | None
    dateline: str
    boilerplate: tuple[str, ...]

    @property
    def is_agency(self) -> bool:
        """Whether others print its texts."""
        return self.dateline == "agency"
