"""Event records: the contract between text and graph, written and read without loss, and checked with messages that point."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings

from dipkb.event import ArticleEvents, faults, from_json, json_schema, parties, text_digest, to_json, when
from dipkb.resources import folder
from tests.gold import seed_records
from tests.records import articles

SCHEMA = folder("ontology") / "event-records.schema.json"

HEAD = {"article": {"id": "a1"}}


def line(*events: dict[str, Any], **more: Any) -> str:
    return json.dumps({**HEAD, "events": events, **more})


@settings(max_examples=60, deadline=None)
@given(articles())
def test_any_records_come_back_as_they_were(records: list[ArticleEvents]) -> None:
    for record in records:
        if not list(faults(record)):
            assert from_json(to_json(record)) == record


def test_the_same_record_is_the_same_bytes() -> None:
    assert to_json(seed_records()) == to_json(from_json(to_json(seed_records())))


REFUSED = {
    "an unknown status": ({"type": "Visit", "status": "happened"}, "happened"),
    "an unknown type": ({"type": "Coup"}, "Coup"),
    "a date that is no day": ({"type": "Visit", "start": "2023-02-30"}, r"events\[0\].start is '2023-02-30'"),
    "a date in words": ({"type": "Statement", "date": "last May"}, r"events\[0\].date is 'last May'"),
    "a number for a name": ({"type": "Visit", "visitors": [{"name": 7}]}, r"visitors\[0\].name"),
    "a part of nothing": ({"type": "Meeting", "part_of": "v9"}, "part_of names 'v9'"),
}


@pytest.mark.parametrize(("event", "message"), REFUSED.values(), ids=REFUSED)
def test_a_wrong_record_is_refused_with_the_place(event: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        from_json(line(event))


def test_an_id_stands_for_one_record() -> None:
    with pytest.raises(ValueError, match="'v1' stands for two records"):
        from_json(line({"type": "Visit", "id": "v1"}, {"type": "Visit", "id": "v1"}))


def test_words_that_do_not_stand_where_they_say_are_refused() -> None:
    span = {"start": 0, "end": 4, "exact": "Beij"}
    assert from_json(line({"type": "Visit", "evidence": [span]}, text="Beijing")).events[0].evidence[0].exact == "Beij"
    with pytest.raises(ValueError, match="'Beij' does not stand at 0–4"):
        from_json(line({"type": "Visit", "evidence": [span]}, text="Nanjing"))


def test_records_made_from_another_version_of_the_text_are_refused() -> None:
    head = {"id": "a1", "text_sha256": text_digest("Beijing")}
    assert from_json(json.dumps({"article": head, "text": "Beijing"})).text == "Beijing"
    with pytest.raises(ValueError, match="another version"):
        from_json(json.dumps({"article": head, "text": "Beijing!"}))


def test_offsets_count_code_points() -> None:
    text = "😀 Beijing"
    assert from_json(line({"type": "Visit", "evidence": [{"start": 2, "end": 9, "exact": "Beijing"}]}, text=text)).text == text


def test_a_field_that_later_versions_may_add_is_no_fault() -> None:
    assert from_json(line({"type": "Visit", "destination": "CHN", "mood": "warm"})).events[0].destination == "CHN"


def test_a_host_is_not_listed_twice() -> None:
    meeting = next(e for e in seed_records().events if e.id == "m2")
    assert [(role, p.name) for role, p in parties(meeting)] == [("host", "Xi Jinping"), ("participant", "Alexander Lukashenko")]


def test_a_dated_point_starts_and_ends_on_its_day() -> None:
    record = from_json(line({"type": "Agreement", "date": "2023-12-04"}))
    assert when(record.events[0]) == ("2023-12-04", "2023-12-04")


def test_the_shipped_schema_is_that_of_the_records() -> None:
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == json.loads(json.dumps(json_schema())), "make docs writes it anew"


def test_the_schema_takes_the_gold_and_refuses_what_the_records_refuse() -> None:
    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    validator.validate(json.loads(to_json(seed_records())))
    assert not validator.is_valid(json.loads(line({"type": "Visit", "status": "happened"})))
