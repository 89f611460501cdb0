"""What a person decides holds: it survives builds, can be taken back without a trace, and is told when its words are gone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from dipkb import pipeline
from dipkb.corrections import Correction, Corrections, find, from_json, to_json, told
from dipkb.errors import BadParameter
from dipkb.event import ArticleEvents, ArticleHead, Meeting, Party, Span, Visit, faults
from dipkb.store import open_store
from tests.records import articles

XI, PUTIN = Party(name="Xi Jinping", id="wd:Q15031", country="CHN"), Party(name="Vladimir Putin", id="wd:Q7747", country="RUS")
TEXT = "They met. He came."


def line(name: str, day: str = "2023-03-20", published: str = "2023-03-21") -> ArticleEvents:
    met = Meeting(id="m", participants=(XI, PUTIN), start=day, evidence=(Span(start=0, end=9, exact="They met."),))
    came = Visit(id="v", visitors=(XI,), destination="RUS", start=day, evidence=(Span(start=10, end=18, exact="He came."),))
    return ArticleEvents(article=ArticleHead(id=name, published=published), events=(met, came), text=TEXT)


QUICK = (Phase.explicit, Phase.reuse, Phase.generate)  # a store is built for every example: none is made smaller
THREE = [line("a"), line("b"), line("c", "2024-05-16", "2024-05-17")]


def decided(decision: str, *reports: tuple[ArticleEvents, int], **more: Any) -> Correction:
    named = tuple(told(record, record.events[n]) for record, n in reports)
    return Correction(decision=decision, author="A. Reader", date="2026-01-02", reason="looked it up", reports=named, **more)  # type: ignore[arg-type]


def build(folder: Path, records: list[ArticleEvents]) -> None:
    with open_store(folder, create=True, write=True) as store:
        pipeline.build(records, store)


def correct(folder: Path, add: list[Correction] = [], drop: list[Correction] = []) -> pipeline.Outcome:  # noqa: B006 - never changed
    with open_store(folder, write=True) as store:
        return pipeline.correct(store, add, drop)


def lines(folder: Path) -> list[str]:
    with open_store(folder) as store:
        return list(store.lines())


def ours(folder: Path) -> list[str]:
    return [one for one in lines(folder) if "/graph/corrections>" not in one]


DECISIONS = {
    "reject": (decided("reject", (THREE[0], 0)), (5, 5)),
    "merge": (decided("merge", (THREE[0], 0), (THREE[2], 0)), (3, 6)),
    "split": (decided("split", (THREE[1], 0)), (5, 6)),
    "edit": (decided("edit", (THREE[0], 0), field="start", value="2022-02-04"), (5, 6)),
    "accept": (decided("accept", (THREE[0], 0)), (4, 6)),
    "remove": (decided("remove", article="a"), (4, 4)),
}


@pytest.mark.parametrize("name", DECISIONS)
def test_decision_holds_survives_a_rebuild_and_is_taken_back_without_a_trace(tmp_path, name):
    correction, (events, reports) = DECISIONS[name]
    events = 4 if name == "reject" else events
    build(tmp_path / "kb", THREE)
    before = lines(tmp_path / "kb")
    outcome = correct(tmp_path / "kb", [correction])
    assert (outcome.events, outcome.reports) == (events, reports)
    after = lines(tmp_path / "kb")
    build(tmp_path / "kb", THREE)
    assert lines(tmp_path / "kb") == after
    with open_store(tmp_path / "again", create=True, write=True) as store:
        pipeline.correct(store, [correction])
        pipeline.build(THREE, store)
    assert lines(tmp_path / "again") == after
    correct(tmp_path / "kb", drop=[correction])
    build(tmp_path / "kb", THREE)
    assert lines(tmp_path / "kb") == before


def test_edited_value_is_that_of_the_event(tmp_path):
    build(tmp_path / "kb", THREE)
    correct(tmp_path / "kb", [decided("edit", (THREE[2], 0), field="status", value="cancelled")])
    asked = "SELECT ?s WHERE { ?e a dip:Meeting ; dip:start ?d ; dip:status ?s FILTER(STRSTARTS(STR(?d), '2024')) }"
    with open_store(tmp_path / "kb") as store:
        answer = store.query("PREFIX dip: <https://w3id.org/dipkb/ontology#>" + asked)
    assert answer.column("s") == ["https://w3id.org/dipkb/concept/status/cancelled"]


def test_correction_holds_when_the_article_is_read_again_by_another_version(tmp_path):
    build(tmp_path / "kb", THREE)
    correct(tmp_path / "kb", [decided("reject", (THREE[0], 0))])
    other = msgspec.structs.replace(THREE[0], events=THREE[0].events[::-1])
    renamed = msgspec.structs.replace(
        other, events=tuple(msgspec.structs.replace(e, id=f"x{n}") for n, e in enumerate(other.events))
    )
    with open_store(tmp_path / "kb", write=True) as store:
        assert pipeline.build([renamed], store).records == 5


def test_correction_whose_words_are_gone_is_an_orphan_and_kept(tmp_path):
    correction = decided("reject", (THREE[0], 0))
    without = msgspec.structs.replace(THREE[0], events=THREE[0].events[1:])
    assert Corrections([correction]).orphans({"a": without}) == [(correction, correction.reports[0])]
    build(tmp_path / "kb", [without])
    correct(tmp_path / "kb", [correction])
    assert any("looked it up" in one for one in lines(tmp_path / "kb"))


def test_report_is_found_by_its_words_and_its_names():
    record = THREE[0]
    assert [find(record, told(record, one)) for one in record.events] == list(record.events)


@pytest.mark.parametrize(
    ("field", "value"), [("colour", "red"), ("status", "maybe"), ("participants", [{"kind": "ghost"}]), ("destination", 7)]
)
def test_value_that_no_record_can_take_is_refused(field, value):
    with pytest.raises(BadParameter, match="cannot be"):
        from_json(to_json(decided("edit", (THREE[0], 0), field=field, value=value)))


kinds = st.sampled_from(["reject", "accept", "merge", "split"])


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], phases=QUICK)
@given(articles(), st.lists(st.tuples(kinds, st.lists(st.integers(0, 99), min_size=1, max_size=3)), min_size=1, max_size=4))
def test_any_decisions_are_the_same_one_by_one_and_together_and_leave_no_trace(tmp_path_factory, records, chosen):
    records = [record for record in records if not list(faults(record))]
    known = [(record, n) for record in records for n in range(len(record.events))]
    assume(known)
    corrections = [decided(decision, *(known[n % len(known)] for n in reports)) for decision, reports in chosen]
    folder = tmp_path_factory.mktemp("kb")
    build(folder / "one", records)
    before = lines(folder / "one")
    for correction in corrections:
        correct(folder / "one", [correction])
    with open_store(folder / "together", create=True, write=True) as store:
        pipeline.correct(store, corrections)
        pipeline.build(records, store)
    assert lines(folder / "one") == lines(folder / "together")
    correct(folder / "one", drop=corrections)
    assert lines(folder / "one") == before
