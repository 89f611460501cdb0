"""Merging: which reports tell of one event, and what the event says then; cases in tests/cases/merge/."""

from __future__ import annotations

import itertools
import random
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dipkb.event import ArticleEvents, ArticleHead, Meeting, Party, Statement, Visit, from_json
from dipkb.gazetteer import load
from dipkb.identity import Identities
from dipkb.merge import MergedEvent, merge
from tests.gold import seed_records
from tests.records import articles

PARTIES: dict[str, dict[str, str]] = {
    "xi": {"name": "Xi Jinping", "id": "wd:Q15031", "country": "CHN"},
    "putin": {"name": "Vladimir Putin", "id": "wd:Q7747", "country": "RUS"},
    "lukashenko": {"name": "Alexander Lukashenko", "id": "wd:Q2866", "country": "BLR"},
    "lavrov": {"name": "Sergei Lavrov", "id": "wd:Q58217", "country": "RUS"},
    "novak": {"name": "Jan Novák", "country": "CZE"},
    "smith": {"name": "Smith", "country": "GBR"},
    "china": {"name": "China", "kind": "country", "country": "CHN"},
    "belarus": {"name": "Belarus", "kind": "country", "country": "BLR"},
    "russia": {"name": "Russia", "kind": "country", "country": "RUS"},
    "us": {"name": "United States", "kind": "country", "country": "USA"},
    "uk": {"name": "United Kingdom", "kind": "country", "country": "GBR"},
    "council": {"name": "Council of the European Union", "kind": "organisation"},
    "michel": {"name": "Charles Michel", "id": "wd:Q3570228"},
    "zelensky": {"name": "Volodymyr Zelenskyy", "id": "wd:Q3874799", "country": "UKR"},
    "misspelt": {"name": "Volodymr Zelensky", "country": "UKR"},
    "olena": {"name": "Olena Zelensky", "country": "UKR"},
    "eu": {"name": "European Union", "kind": "organisation", "id": "wd:Q458"},
}
FOLDER = Path(__file__).parent / "cases" / "merge"
CASES = [case for file in sorted(FOLDER.glob("*.yaml")) for case in yaml.safe_load(file.read_text(encoding="utf-8"))]


def lines(case: dict[str, Any]) -> list[ArticleEvents]:
    """The articles of a case as event records."""
    return [line(name, told if isinstance(told, dict) else {"events": told}) for name, told in case["articles"].items()]


def line(name: str, told: dict[str, Any]) -> ArticleEvents:
    head = {"id": name} | {field: str(told[field]) for field in ("published", "publisher") if field in told}
    return from_json(msgspec.json.encode({"article": head, "events": [record(event) for event in told["events"]]}))


def record(event: dict[str, Any]) -> dict[str, Any]:
    at = event.get("at")
    spans = {"evidence": [{"start": at, "end": at + 1, "exact": "x"}]} if at is not None else {}
    return {field: plain(value, field) for field, value in event.items() if field != "at"} | spans


def plain(value: Any, field: str) -> Any:
    if isinstance(value, list):
        return [plain(one, field) for one in value]
    if isinstance(value, str) and value in PARTIES and field not in ("type", "id", "content"):
        return PARTIES[value]
    return value if isinstance(value, bool | int | float | dict) or value is None else str(value)


def told(events: list[MergedEvent]) -> dict[tuple[str, ...], MergedEvent]:
    """Merged events by their reports, each as article/record."""
    return {tuple(f"{r.article.id}/{r.record.id}" for r in event.reports): event for event in events}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_reports_of_one_event_are_one(case):
    found = told(merge(lines(case)))
    assert sorted(found) == sorted(tuple(expected["reports"]) for expected in case["events"])
    keys = {report: event.key for reports, event in found.items() for report in reports}
    for expected in case["events"]:
        event = found[tuple(expected["reports"])]
        assert {field: shown(event, field, keys) for field in expected} == expected | links(expected, keys)


def shown(event: MergedEvent, field: str, keys: dict[str, str]) -> Any:
    match field:
        case "reports":
            return [f"{r.article.id}/{r.record.id}" for r in event.reports]
        case "merged_by":
            return [r.merged_by for r in event.reports]
        case "history":
            return [" ".join(filter(None, (change.status, change.as_of))) for change in event.history]
        case "variant_of":
            return event.variant_of
        case "people":
            return sorted(party.name for party in (*event.value.participants, *event.value.hosts))
    value = getattr(event.value, field)
    return list(value) if isinstance(value, tuple) else value


def links(expected: dict[str, Any], keys: dict[str, str]) -> dict[str, str]:
    return {f: keys[expected[f]] for f in ("part_of", "occasion", "counted", "variant_of") if expected.get(f)}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_order_of_articles_makes_no_difference(case):
    given_lines = lines(case)
    merged = merge(given_lines)
    for order in itertools.islice(itertools.permutations(given_lines), 24):
        assert merge(order) == merged


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_without_merging_every_report_is_an_event(case):
    merged = merge(lines(case), no_merge=True)
    assert all(len(event.reports) == 1 and event.reports[0].merged_by is None for event in merged)
    assert len({event.key for event in merged}) == sum(len(one.events) for one in lines(case))


# Properties that hold for any records


@settings(max_examples=60, deadline=None)
@given(articles(), st.integers(0, 9))
def test_every_report_stands_in_one_event_and_any_order_gives_the_same(records, seed):
    merged = merge(records)
    reports = [report.key for event in merged for report in event.reports]
    assert sorted(reports) == sorted(set(reports))
    assert len(reports) == sum(len(one.events) for one in records)
    assert len({event.key for event in merged}) == len(merged)
    shuffled = list(records)
    random.Random(seed).shuffle(shuffled)
    assert merge(shuffled) == merged


@settings(max_examples=60, deadline=None)
@given(articles())
def test_status_of_an_event_is_one_of_its_history(records):
    for event in merge(records):
        assert event.value.status in {change.status for change in event.history}
        assert {change.report for change in event.history} <= {report.key for report in event.reports}


@settings(max_examples=60, deadline=None)
@given(articles())
def test_two_records_of_one_article_never_merge(records):
    for event in merge(records):
        names = [report.article.id for report in event.reports]
        assert event.type == "Initiative" or len(names) == len(set(names))


@settings(max_examples=40, deadline=None)
@given(articles())
def test_links_lead_to_events_there_are(records):
    merged = merge(records)
    keys = {event.key for event in merged}
    for event in merged:
        links = [getattr(event.value, field, None) for field in ("part_of", "occasion", "counted")]
        assert {link for link in [*links, event.variant_of] if link} <= keys


# The seed


def test_the_seed_has_two_meetings_and_three_visits_of_its_own():
    merged = merge([seed_records()])
    kinds = [event.type for event in merged]
    assert (kinds.count("Meeting"), kinds.count("Visit"), kinds.count("CountClaim"), kinds.count("Initiative")) == (2, 3, 2, 2)


def test_the_two_near_identical_quotes_of_the_seed_are_variants():
    by_id = {event.reports[0].record.id: event for event in merge([seed_records()])}
    assert {name for name, event in by_id.items() if event.variant_of} == {"s11"}
    assert by_id["s11"].variant_of == by_id["s2"].key


# Keys


def test_two_events_that_nothing_tells_apart_have_two_keys():
    twice = tuple(Visit(id=name, visitors=(Party(name="A B"),), destination="CHN", start="2023-01-01") for name in "xy")
    merged = merge([ArticleEvents(article=ArticleHead(id="a"), events=twice)])
    assert len({event.key for event in merged}) == 2


def test_key_of_a_dated_event_has_nothing_of_its_articles():
    visit = Visit(id="v", visitors=(Party(name="A B", country="CHN"),), destination="FRA", start="2023-01-01")
    keys = [merge([ArticleEvents(article=ArticleHead(id=name), events=(visit,))])[0].key for name in "ab"]
    assert keys[0] == keys[1]


def test_records_without_ids_are_told_apart():
    sayings = tuple(Statement(speaker=Party(name="A B"), content=words) for words in ("one", "two"))
    merged = merge([ArticleEvents(article=ArticleHead(id="a"), events=sayings)])
    assert len({report.key for event in merged for report in event.reports}) == 2


def test_two_different_lines_of_one_article_are_refused():
    one, other = (ArticleEvents(article=ArticleHead(id="a", title=title)) for title in "xy")
    assert merge([one, one]) == []
    with pytest.raises(ValueError, match="two lines tell of the article 'a', and differ"):
        merge([one, other])


# Who is who


@pytest.mark.parametrize(
    ("party", "known"),
    [
        (Party(name="Xi Jinping", country="CHN"), "wd:Q15031"),
        (Party(name="Aleksandr Lukashenko"), "wd:Q2866"),
        (Party(name="Belarus", kind="country"), "wd:Q184"),
        (Party(name="anything", kind="country", country="BLR"), "wd:Q184"),
        (Party(name="the European Union", kind="organisation"), "wd:Q458"),
        (Party(name="Xi", country="CHN"), None),
        (Party(name="Nobody Known", country="CHN"), None),
        (Party(name="experts", kind="group"), None),
    ],
    ids=lambda value: value.name if isinstance(value, Party) else None,
)
def test_party_without_an_id_is_looked_up_but_never_by_a_surname(party, known):
    assert Identities(load()).party(party).id == known


def test_two_annotators_of_one_meeting_agree_after_looking_up():
    pairs = (("Xi Jinping", "Aleksandr Lukashenko"), ("Xi Jinping", "Alyaksandr Lukashenka"))
    meetings = [Meeting(id="m", participants=tuple(Party(name=n) for n in pair), start="2023-12-04") for pair in pairs]
    records = [ArticleEvents(article=ArticleHead(id=name), events=(m,)) for name, m in zip("ab", meetings, strict=True)]
    assert len(merge(records)) == 2
    assert len(merge(map(Identities(load()).record, records))) == 1
