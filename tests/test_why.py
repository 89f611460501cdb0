"""Why an event is one and has its values: what is told is what merging did, in words, beside a writer and after a crash."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from hypothesis import given, settings

from dipkb import pipeline
from dipkb.corrections import Correction
from dipkb.corrections import told as named
from dipkb.errors import StoreError, UnknownName
from dipkb.event import ArticleEvents, ArticleHead, Meeting, Party, Span, Visit
from dipkb.merge import assembled, clusters, items, merge
from dipkb.merge.account import account
from dipkb.merge.choice import Rule
from dipkb.merge.reasons import joining, joining_rules, reasons
from dipkb.pipeline import holdings
from dipkb.pipeline.ledger import FILE, Ledger
from dipkb.pipeline.why import Why, why
from dipkb.query import run
from dipkb.store import open_store
from tests.records import articles
from tests.test_cli import run as command
from tests.test_merge import lines

FILE_OF_CASES = Path(__file__).parent / "cases" / "reasons.yaml"
CASES = yaml.safe_load(FILE_OF_CASES.read_text(encoding="utf-8"))
XI, PUTIN = Party(name="Xi Jinping", id="wd:Q15031", country="CHN"), Party(name="Vladimir Putin", id="wd:Q7747", country="RUS")
PLAN = "Xi will come in March."
DONE = "Xi came on March 20. They met."


def article(name: str, published: str, text: str, *events: Any) -> ArticleEvents:
    head = ArticleHead(id=name, published=published, publisher=f"Wire {name}", title=f"Title of {name}")
    return ArticleEvents(article=head, events=events, text=text)


def span(text: str, words: str) -> tuple[Span, ...]:
    return (Span(start=text.index(words), end=text.index(words) + len(words), exact=words),)


STORY = [
    article(
        "plan", "2023-03-01", PLAN,
        Visit(id="v", visitors=(XI,), destination="RUS", start="2023-03", status="planned", evidence=span(PLAN, PLAN)),
    ),
    article(
        "done", "2023-03-22", DONE,
        Visit(id="v", visitors=(XI,), destination="RUS", start="2023-03-20", evidence=span(DONE, "Xi came on March 20.")),
        Meeting(id="m", participants=(XI, PUTIN), destination="RUS", start="2023-03-20", evidence=span(DONE, "They met.")),
    ),
]  # fmt: skip


def build(folder: Path, records: list[ArticleEvents]) -> Path:
    with open_store(folder, create=True, write=True) as store:
        pipeline.build(records, store)
    return folder


def ask(folder: Path, event: str) -> Why:
    with open_store(folder) as store:
        return why(store, event)


def key_of(folder: Path, kind: str) -> str:
    with open_store(folder) as store:
        return str(run(store, kind).column("event")[0])


# Every rule in words


def test_every_rule_that_joins_reports_is_explained_and_no_other():
    explained = reasons().joined_by.keys()
    assert {rule.split("/")[1] if "/" in rule else rule for rule in joining_rules()} == explained
    assert all(joining(rule, 2).endswith(".") for rule in joining_rules())


def test_every_rule_that_chooses_a_value_is_explained_and_no_other():
    assert {*get_args(Rule), "first-report"} == reasons().chosen_by.keys()


@settings(max_examples=60, deadline=None)
@given(articles())
def test_reports_are_joined_by_rules_that_are_explained(records):
    assert {r.merged_by for event in merge(records) for r in event.reports} - {None} <= joining_rules()


@settings(max_examples=60, deadline=None)
@given(articles())
def test_what_is_told_as_chosen_is_what_the_event_has(records):
    found = clusters(items(records))
    for cluster, event in zip(found, assembled(found), strict=True):
        told = account(cluster, event.key)
        assert {value.field: value.chosen for value in told.values} == {
            v.field: getattr(event.value, v.field) for v in told.values
        }
        assert [r.article.id for r in told.reports] == [item.article.id for item in cluster.members]
        assert all(value.because for value in told.values)


# Which rule decided


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_rule_that_decided_is_told(case):
    (cluster,) = clusters(items(lines(case)))
    told = account(cluster, "event/0123456789abcdef")
    assert {r.article.id: r.merged_by for r in told.reports if r.merged_by} == case["joined"]
    differing = {value.field: value for value in told.values if value.differ}
    expected = {field: (plain(chosen), rule) for field, (chosen, rule) in case["values"].items()}
    assert {field: (value.chosen, value.rule) for field, value in differing.items()} == expected


def plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value if isinstance(value, bool) or value is None else str(value)


def test_every_rule_has_a_case():
    shown = {rule for case in CASES for _, rule in case["values"].values()}
    assert set(get_args(Rule)) - shown == {"undisputed", "highest"}


# A store's events


def test_event_is_laid_open(tmp_path):
    found = ask(build(tmp_path / "kb", STORY), key_of(tmp_path / "kb", "visits"))
    assert found.label == "Visit of Xi Jinping to Russia, 2023-03-20"
    assert [(r.article.id, r.words, r.merged_by) for r in found.reports] == [
        ("done", ("Xi came on March 20.",), None), ("plan", (PLAN,), "visit/vague-date"),
    ]  # fmt: skip
    status = next(value for value in found.values if value.field == "status")
    assert (status.chosen, status.told, status.rule) == ("occurred", ("occurred", "planned"), "took-place")
    assert [(c.as_of, c.status, c.report) for c in found.history] == [("2023-03-01", "planned", 2), ("2023-03-22", "occurred", 1)]
    assert [(one.link, one.label, one.because) for one in found.links] == [
        ("contains", "Meeting of Xi Jinping and Vladimir Putin, 2023-03-20", reasons().linked_by["programme"])
    ]


@pytest.mark.parametrize("spelled", ["<https://w3id.org/dipkb/id/{}>", "https://w3id.org/dipkb/id/{}", "dipd:{}", "{}", " {} "])
def test_event_is_named_in_any_usual_way(tmp_path, spelled):
    key = key_of(build(tmp_path / "kb", STORY), "visits").removeprefix("https://w3id.org/dipkb/id/")
    assert ask(tmp_path / "kb", spelled.format(key)).key == key
    assert ask(tmp_path / "kb", key[:10]).key == key


@pytest.mark.parametrize("name", ["visit/0123456789abcdef", "visit/", "Xi", "", "meeting"])
def test_event_that_is_not_there_is_an_error(tmp_path, name):
    build(tmp_path / "kb", STORY)
    with pytest.raises(UnknownName, match="No event"):
        ask(tmp_path / "kb", name)


def test_correction_about_an_event_is_told_with_it(tmp_path):
    build(tmp_path / "kb", STORY)
    told = named(STORY[0], STORY[0].events[0])
    made = Correction(
        decision="edit",
        author="A. B.",
        date="2026-01-02",
        reason="the paper says so",
        reports=(told,),
        field="start",
        value="2023-03-21",
    )
    with open_store(tmp_path / "kb", write=True) as store:
        pipeline.correct(store, [made])
    found = ask(tmp_path / "kb", key_of(tmp_path / "kb", "visits"))
    edited = next(r for r in found.reports if r.article.id == "plan")
    assert [(c.decision, c.field, c.reason, c.reports) for c in found.corrections] == [
        ("edit", "start", "the paper says so", (edited.number,))
    ]
    assert (edited.record.start, edited.read.start) == ("2023-03", "2023-03-21")


# Beside a writer, and after one that was killed


def test_reading_needs_no_right_to_write(tmp_path):
    build(tmp_path / "kb", STORY)
    key = key_of(tmp_path / "kb", "visits")
    with open_store(tmp_path / "kb", write=True):
        assert ask(tmp_path / "kb", key).reports


@pytest.mark.parametrize("way", ["noted", "new file", "half-written"])
def test_what_a_killed_writer_left_is_read_as_it_holds(tmp_path, monkeypatch, way):
    build(tmp_path / "kb", STORY[:1])
    if way == "noted":
        with monkeypatch.context() as patch:
            patch.setattr(Ledger, "saved", killed_after_the_note(Ledger.saved))
            build(tmp_path / "kb", STORY[1:])
    elif way == "new file":
        with monkeypatch.context() as patch:
            patch.setattr(holdings, "replace", lambda *_: None)
            patch.setattr(holdings, "FEW", 0)
            build(tmp_path / "kb", STORY[1:])
        assert (tmp_path / "kb" / f"{FILE}.next").exists()
    else:
        build(tmp_path / "kb", STORY[1:])
        half_written(tmp_path / "kb" / FILE)
    assert len(ask(tmp_path / "kb", key_of(tmp_path / "kb", "visits")).reports) == 2
    build(tmp_path / "again", STORY)
    build(tmp_path / "kb", STORY)
    with open_store(tmp_path / "kb") as store, open_store(tmp_path / "again") as again:
        assert list(store.lines()) == list(again.lines())


def killed_after_the_note(saved: Any) -> Any:
    from contextlib import contextmanager

    @contextmanager
    def stopped(self: Ledger, generation: str) -> Any:
        block = saved(self, generation)
        block.__enter__()
        yield

    return stopped


def half_written(file: Path) -> None:
    """Leave a change in the middle, as a process does that is killed."""
    code = (
        "import os, sqlite3, sys\n"
        "c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute('PRAGMA cache_size = 1')\n"
        "c.execute('BEGIN IMMEDIATE')\n"
        "c.execute('UPDATE articles SET line = zeroblob(200000)')\n"
        "c.execute('UPDATE events SET facts = zeroblob(200000)')\n"
        "os._exit(0)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(file)], check=True)
    assert file.with_name(file.name + "-journal").exists()


def test_store_without_event_records_says_so(tmp_path):
    build(tmp_path / "kb", STORY)
    with open_store(tmp_path / "kb") as store:
        store.dump(tmp_path / "kb.nq", "nquads")
    with open_store(tmp_path / "loaded", create=True, write=True) as store:
        store.load([tmp_path / "kb.nq"])
    with pytest.raises(StoreError, match="keeps no event records"):
        ask(tmp_path / "loaded", key_of(tmp_path / "kb", "visits"))


def test_damaged_records_are_an_error(tmp_path):
    build(tmp_path / "kb", STORY)
    (tmp_path / "kb" / FILE).write_bytes(b"no database" * 1000)
    with pytest.raises(StoreError, match="cannot be read"):
        ask(tmp_path / "kb", "visit/0123456789abcdef")


def test_records_of_a_newer_dipkb_are_refused(tmp_path):
    build(tmp_path / "kb", STORY)
    with sqlite3.connect(tmp_path / "kb" / FILE) as connection:
        connection.execute("UPDATE about SET value = '99' WHERE name = 'format'")
    with pytest.raises(StoreError, match="newer dipkb"):
        ask(tmp_path / "kb", "visit/0123456789abcdef")


# On the command line


def test_terminal_shows_the_values_side_by_side(tmp_path):
    key = key_of(build(tmp_path / "kb", STORY), "visits")
    shown = command("why", key, "--store", str(tmp_path / "kb"), "--format", "text").stdout.decode()
    for words in (
        "2 reports in 2 articles", "[2] Wire plan, 2023-03-01, plan", "“Title of plan”", f"» {PLAN}", "visit/vague-date: it has",
        "status: occurred", "> [1] occurred", "  [2] planned", "from 2023-03-01: planned [2]", "contains Meeting of Xi Jinping",
    ):  # fmt: skip
        assert words in shown


def test_json_has_what_the_terminal_shows(tmp_path):
    key = key_of(build(tmp_path / "kb", STORY), "visits")
    told = json.loads(command("why", key, "--store", str(tmp_path / "kb")).stdout)
    assert [r["merged_by"] for r in told["reports"]] == [None, "visit/vague-date"]
    assert {v["field"]: v["rule"] for v in told["values"] if v["differ"]} == {"status": "took-place", "start": "more-exact-start"}
