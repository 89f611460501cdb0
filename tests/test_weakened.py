"""A report that tells less than another one of the same event still joins it, and joins no other, among ten thousand events."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dipkb import pipeline
from dipkb.corrections import Corrections
from dipkb.event import Agreement, ArticleEvents, Event, Meeting, Party, Sanction, Visit
from dipkb.gazetteer import Gazetteer, load
from dipkb.identity import Identities
from dipkb.merge import remerge
from dipkb.pipeline.held import HeldRecords
from dipkb.pipeline.ledger import Ledger
from dipkb.store import open_store
from dipkb.store.folder import read_marker
from tests.invented import Inventor, article

NUMBER = 10_000
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[HeldRecords, list[ArticleEvents]]]:
    folder: Path = tmp_path_factory.mktemp("many") / "kb"
    records = list(Inventor().articles(NUMBER))
    with open_store(folder, create=True, write=True) as store:
        pipeline.build(records, store)
    ledger = Ledger.open(folder, read_marker(folder).generation)
    assert ledger is not None
    yield HeldRecords(ledger, Identities(load()), Corrections()), records
    ledger.close()


# The usual ways to tell less


def parties(event: Event, change: Callable[[Party], Party]) -> Event:
    fields = ("visitors", "hosts", "participants", "senders", "targets", "parties")
    changed = {f: tuple(map(change, told)) for f in fields if (told := getattr(event, f, None))}
    return msgspec.structs.replace(event, **changed)


def surname(party: Party, known: Gazetteer, day: date) -> Party:
    person = known.person(party.id) if party.id and party.kind == "person" else None
    return msgspec.structs.replace(party, id=None, name=known.called(person)[0]) if person else party


def office(party: Party, known: Gazetteer, day: date) -> Party:
    person = known.person(party.id) if party.id and party.kind == "person" else None
    tenure = person.office_on(day) if person else None
    if tenure is None or known.holder_of(party.country or "", tenure.office, day) != person:
        return party
    return Party(role=tenure.office, country=party.country)


def spelling(party: Party, known: Gazetteer, day: date) -> Party:
    person = known.person(party.id) if party.id and party.kind == "person" else None
    return msgspec.structs.replace(party, id=None, name=person.aliases[0]) if person and person.aliases else party


def month(event: Event) -> Event:
    dated = {f: getattr(event, f)[:7] for f in ("start", "date") if getattr(event, f, None)}
    return msgspec.structs.replace(event, **dated, **({"end": None} if hasattr(event, "end") else {}))


def undated(event: Event) -> Event:
    return msgspec.structs.replace(event, **{f: None for f in ("start", "end", "date") if hasattr(event, f)})


def placeless(event: Event) -> Event:
    return msgspec.structs.replace(event, destination=None, mode="unspecified") if isinstance(event, Meeting) else event


def announced(event: Event) -> Event:
    return msgspec.structs.replace(event, status="planned")


def from_the_other_side(event: Event) -> Event:
    if isinstance(event, Meeting):
        there = event.participants[::-1]
        return msgspec.structs.replace(event, participants=there, hosts=there[:1])
    return msgspec.structs.replace(event, hosts=()) if isinstance(event, Visit) else event


WAYS: dict[str, Any] = {
    "surnames only": lambda e, g, d: parties(e, lambda p: surname(p, g, d)),
    "offices only": lambda e, g, d: parties(e, lambda p: office(p, g, d)),
    "other spelling": lambda e, g, d: parties(e, lambda p: spelling(p, g, d)),
    "month for day": lambda e, g, d: month(e),
    "no date": lambda e, g, d: undated(e),
    "no place": lambda e, g, d: placeless(e),
    "announced": lambda e, g, d: announced(e),
    "the other side's view": lambda e, g, d: from_the_other_side(e),
}
NAMES = ("surnames only", "offices only", "other spelling")


@settings(max_examples=250, deadline=None)
@given(st.integers(0, NUMBER - 1), st.lists(st.sampled_from(sorted(WAYS)), min_size=1, max_size=3, unique=True))
def test_weakened_report_joins_its_event_and_no_other(held, n, ways):
    known, records = held
    told = records[n].events[0]
    assume(sum(way in NAMES for way in ways) < 2 and not {"month for day", "no date"} <= set(ways))
    day = date.fromisoformat(getattr(told, "start", None) or getattr(told, "date", None) or "")
    assume(alone_in_its_time(told, day, records, known))
    weaker = told
    for way in ways:
        weaker = WAYS[way](weaker, load(), day)
    published = day + timedelta(days=-5 if "announced" in ways else 1)
    line = Identities(load()).record(article("weakened", weaker, published))
    again = remerge({"weakened": line}, known)
    joined = next(key for key, members in again.members.items() if any(a == "weakened" for a, _, _ in members))
    expected = known.events_of(records[n].article.id)[0]
    reports = {a for a, _, _ in again.members[joined]}
    assert records[n].article.id in reports, (ways, weaker, told)
    assert reports - {"weakened"} == {a for a, _, _ in known.members(expected)}


def alone_in_its_time(event: Event, day: date, records: list[ArticleEvents], known: HeldRecords) -> bool:
    """Whether no other event of the same states and type lies within two months: else a vague report can mean either."""
    alike = [r for r in records if type(r.events[0]) is type(event) and states(r.events[0]) == states(event)]
    near = [r for r in alike if abs((when(r.events[0]) - day).days) < 62]
    return len({known.events_of(r.article.id)[0] for r in near}) == 1


def when(event: Event) -> date:
    return date.fromisoformat(getattr(event, "start", None) or getattr(event, "date", None) or "")


def states(event: Event) -> frozenset[str | None]:
    match event:
        case Visit():
            return frozenset((*(p.country for p in event.visitors), event.destination))
        case Meeting():
            return frozenset(p.country for p in event.participants)
        case Sanction():
            return frozenset(p.country for p in (*event.senders, *event.targets))
        case Agreement():
            return frozenset(p.country for p in event.parties)
    return frozenset()
