"""Whom a name means: the same as in a build, and where nothing is chosen it is said why."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from hypothesis import given, settings

from dipkb import pipeline
from dipkb.event import ArticleEvents, ArticleHead, Meeting, Party, parties
from dipkb.gazetteer import load
from dipkb.identity import Identities
from dipkb.merge.reasons import reasons
from dipkb.pipeline.who import By, Open, Who, who
from dipkb.store import open_store
from tests.records import articles
from tests.test_cli import run as command

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "who.yaml").read_text(encoding="utf-8"))


def ask(asked: list[Any]) -> Who:
    name, country, day, role = [*asked, None, None, None][:4]
    return who(name, country, date.fromisoformat(str(day)) if day else None, role)


@pytest.mark.parametrize("case", CASES, ids=[" ".join(map(str, case["asked"])) for case in CASES])
def test_name_resolves_as_written_by_hand(case):
    found = ask(case["asked"])
    chosen = [one for one in found.candidates if one.chosen]
    if "open" in case:
        assert (chosen, found.open) == ([], case["open"])
    else:
        assert [(one.id, one.by) for one in chosen] == [(case["chosen"], case["by"])]


@settings(max_examples=60, deadline=None)
@given(articles())
def test_person_that_is_chosen_is_the_one_a_build_takes(records):
    known, day = Identities(load()), date(2023, 3, 4)
    for party in (p for record in records for event in record.events for _, p in parties(event)):
        asked = Party(name=party.name, role=party.role, country=party.country)
        if asked.name and " " in asked.name and not party.id:
            found = who(asked.name, asked.country, day, asked.role)
            taken = known.on(Party(name=found.name, role=found.role, country=found.country), day).id
            assert {taken} - {None} <= {one.id for one in found.candidates if one.chosen}


def test_surname_alone_is_never_chosen():
    surnames = sorted({called for p in load().people.values() for called in load().called(p)})[::97]
    assert all(not one.chosen for name in surnames for one in who(name).candidates if one.by == "surname")


def test_every_way_is_explained_and_no_other():
    assert reasons().found_by.keys() == set(get_args(By))
    assert reasons().left_open.keys() == set(get_args(Open))


def test_store_tells_its_own_names_and_how_many_events_name_them(tmp_path):
    lavrov = Party(name="Sergey Lavrov", id="wd:Q58217", country="RUS")
    events = tuple(Meeting(id=f"m{n}", participants=(other, lavrov), start=f"2022-02-0{n}") for n, other in enumerate(
        (Party(name="Ivan Lavrov", country="BGR"), Party(name="Lavrov")), 1))  # fmt: skip
    with open_store(tmp_path / "kb", create=True, write=True) as store:
        pipeline.build([ArticleEvents(article=ArticleHead(id="a"), events=events)], store)
        held = who("Lavrov", store=store).held
    assert [(one.label, one.events) for one in held] == [("Sergey Lavrov", 2), ("Ivan Lavrov", 1), ("Lavrov", 1)]
    told = command("who", "Lavrov", "--store", str(tmp_path / "kb"), "--format", "text").stdout.decode()
    assert "Nothing is chosen (no-country)" in told
    assert "In the store: Sergey Lavrov <http://www.wikidata.org/entity/Q58217>, 2 events" in told


def test_command_line_says_it_in_json_and_refuses_what_is_no_day_or_country():
    told = json.loads(command("who", "Lavrov", "--country", "rus", "--on", "2022-02-01").stdout)
    assert [one["offices"] for one in told["candidates"] if one["chosen"]] == [["Minister of Foreign Affairs of Russia"]]
    assert command("who", "Lavrov", "--on", "yesterday").returncode == 2
    assert command("who", "Lavrov", "--country", "Russia").returncode == 2
