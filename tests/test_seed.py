"""From the seed article to answers: what it tells, asked of the graph by the shipped queries.

The knowledge base is built by the extractor from the article alone; nothing here is marked by hand but the expectations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import pytest

from dipkb import pipeline, query
from dipkb.query import run
from dipkb.reading import read_articles
from dipkb.resources import folder
from dipkb.store import Store, open_store

Rows = list[dict[str, str]]
Ask = Callable[..., Rows]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    where = str(tmp_path_factory.mktemp("seed") / "kb")

    def fail(error: Exception) -> None:
        raise error

    with open_store(where, create=True, write=True) as made:
        pipeline.build(read_articles([str(folder("seeds") / "articles")], on_error=fail), made, on_error=fail)
    with open_store(where) as opened:
        yield opened


@pytest.fixture(scope="module")
def ask(store: Store) -> Ask:
    @cache
    def answer(name: str, **params: str) -> Rows:
        found = run(store, name, params)
        return [{v: row.get(v, "") for v in found.variables} for row in found.dicts()]

    return answer


def only(rows: Rows, **wanted: str) -> dict[str, str]:
    found = [row for row in rows if all(row[k] == v for k, v in wanted.items())]
    assert len(found) == 1, (wanted, rows)
    return found[0]


PAIR = {"leader_a": "Xi Jinping", "leader_b": "Alexander Lukashenko", "year": "2023"}


# --- the visit of December and its talks


def test_the_december_visit_is_one_visit_to_beijing(ask: Ask) -> None:
    visit = only(ask("visits"), start="2023-12-04")
    assert (visit["visitors"], visit["destination"], visit["places"], visit["status"]) == (
        "Alexander Lukashenko",
        "CHN",
        "Beijing",
        "occurred",
    )


def test_the_talks_are_one_meeting_with_welcome_lunch_and_three_hours(ask: Ask) -> None:
    meeting = only(ask("meetings"), start="2023-12-04")
    assert meeting["end"] == "2023-12-04"
    assert meeting["parts"].split("|") == ["talks", "welcome", "working lunch"]
    assert meeting["duration"] == "PT3H"
    assert "Diaoyutai State Guesthouse" in meeting["places"].split("|")
    assert meeting["part_of"] == only(ask("visits"), start="2023-12-04")["event"]


def test_xi_is_the_host_and_lukashenko_the_guest(ask: Ask) -> None:
    row = only(ask("hosts-and-guests"), event=only(ask("meetings"), start="2023-12-04")["event"])
    assert (row["hosts"], row["guests"]) == ("Xi Jinping", "Alexander Lukashenko")


def test_the_second_time_this_year_is_a_claim_that_checks_out(ask: Ask) -> None:
    claim = only(ask("count-claims"), of="visit", claimed="2")
    assert (claim["parties"], claim["destination"], claim["period"], claim["verdict"]) == (
        "Alexander Lukashenko",
        "CHN",
        "2023",
        "consistent",
    )


# --- the visit of February and March, and what is no third meeting


def test_the_year_of_the_february_visit_is_resolved_from_this_year(ask: Ask) -> None:
    visit = only(ask("visits"), start="2023-02-28")
    assert (visit["end"], visit["destination"], visit["date_origin"]) == ("2023-03-02", "CHN", "resolved")


def test_the_last_meeting_is_known_to_the_month_and_lies_in_the_february_visit(ask: Ask) -> None:
    meeting = only(ask("meetings"), start="2023-03")
    assert (meeting["participants"], meeting["end"]) == ("Alexander Lukashenko|Xi Jinping", "2023-03")
    assert meeting["part_of"] == only(ask("visits"), start="2023-02-28")["event"]


def test_the_pair_met_twice_in_2023(ask: Ask) -> None:
    (row,) = ask("meetings-of-two-leaders", **PAIR)
    assert (row["count"], row["unmerged_count"]) == ("2", "2")
    assert int(row["mentions"]) > 2


@pytest.mark.parametrize("name", ["Xi", "Xi Jinping", "wd:Q15031", "Q15031"])
def test_a_leader_may_be_named_in_any_way(ask: Ask, name: str) -> None:
    assert ask("meetings-of-two-leaders", leader_a=name, leader_b="Lukashenka", year="2023")[0]["count"] == "2"


def test_the_words_of_each_meeting_are_shown(ask: Ask) -> None:
    words = {(row["meeting_start"], row["exact"].split()[0]) for row in ask("count-evidence", **PAIR)}
    assert words >= {("2023-03", "He"), ("2023-12-04", "Lukashenko"), ("2023-12-04", "Belarusian")}


def test_evidence_shows_the_very_words(ask: Ask) -> None:
    rows = ask("evidence", event=only(ask("meetings"), start="2023-12-04")["event"])
    assert any("welcomed by the Chinese President on December 4, 2023" in row["exact"] for row in rows)
    assert all(row["article"] == "2eaa7cecb6db96a5" and int(row["end"]) - int(row["start"]) == len(row["exact"]) for row in rows)


# --- claims and the first visit


def test_over_120_visits_are_a_claim_and_no_events(ask: Ask) -> None:
    claim = only(ask("count-claims"), of="delegation-visit")
    assert (claim["claimed"], claim["form"], claim["claimed_by"]) == ("120", "at-least", "Alexander Lukashenko")
    assert claim["parties"] == "Belarus|China"
    assert claim["period"].startswith("2023-03/")
    assert len(ask("visits")) == 3


def test_the_claim_is_reported(ask: Ask) -> None:
    claim = only(ask("count-claims"), of="delegation-visit")["claim"]
    assert any("“over 120″ reciprocal visits" in row["exact"] for row in ask("evidence", event=claim))


def test_the_first_visit_is_undated_and_was_made_as_member_of_parliament(ask: Ask) -> None:
    visit = only(ask("visits"), start="")
    assert (visit["visitors"], visit["destination"], visit["end"], visit["date_origin"]) == (
        "Alexander Lukashenko",
        "CHN",
        "",
        "none",
    )
    assert only(ask("other-capacities"), event=visit["event"])["capacity"] == "member of parliament"


# --- statements

QUOTES = [
    ("Xi Jinping", "China is willing to continue to strengthen strategic cooperation with Belarus", "Chinese state news agency"),
    ("Xi Jinping", "The two sides should implement projects like the China-Belarus Industrial Park", ""),
    ("Alexander Lukashenko", "Belarus has been a reliable partner for China and will remain so.", ""),
    ("Xi Jinping", "China is willing to continue to strengthen strategic coordination with Belarus", ""),
]


@pytest.mark.parametrize(("speaker", "words", "channel"), QUOTES)
def test_each_quotation_has_its_speaker_and_channel(ask: Ask, speaker: str, words: str, channel: str) -> None:
    (row,) = [r for r in ask("statements") if r["content"].startswith(words)]
    assert (row["quoted"], row["speaker"], row["channel"]) == ("true", speaker, channel)


def test_no_other_words_are_quoted(ask: Ask) -> None:
    assert len([r for r in ask("statements") if r["quoted"] == "true"]) == len(QUOTES)


def test_the_two_renderings_of_one_quotation_are_kept_and_joined(ask: Ask) -> None:
    (row,) = ask("renderings")
    contents = {row["content"], row["other_content"]}
    assert {"strategic coordination" in c for c in contents} == {True, False}
    assert all(c.startswith("China is willing to continue to strengthen") for c in contents)


REPORTED = [
    ("Xi Jinping", "assure", "Alexander Lukashenko", "Belarusian media", "external interference"),
    ("Xi Jinping", "assure", "Alexander Lukashenko", "", "development path"),
    ("Xi Jinping", "propose", "", "Xinhua", "United Nations"),
    ("Xi Jinping", "propose", "", "Xinhua", "Shanghai Cooperation Organisation"),
    ("Xi Jinping", "advocate", "", "", "education"),
    ("Xi Jinping", "advocate", "", "", "health"),
    ("Xi Jinping", "advocate", "", "", "sports"),
    ("Xi Jinping", "advocate", "", "", "tourism"),
    ("Xi Jinping", "emphasise", "", "", "youth"),
    ("Alexander Lukashenko", "emphasise", "", "Belarusian state media", "economy"),
    ("Alexander Lukashenko", "thank", "Xi Jinping", "Belarusian state media", "Belt and Road Initiative"),
    ("Alexander Lukashenko", "commend", "Xi Jinping", "", "Belt and Road Initiative"),
]


@pytest.mark.parametrize(("speaker", "act", "addressee", "channel", "topic"), REPORTED)
def test_reported_speech_has_speaker_act_addressee_channel_and_topic(
    ask: Ask, speaker: str, act: str, addressee: str, channel: str, topic: str
) -> None:
    wanted = {"speaker": speaker, "act": act, "addressees": addressee, "channel": channel, "quoted": "false"}
    found = [r for r in ask("statements") if all(r[k] == v for k, v in wanted.items()) and topic in r["topics"].split("|")]
    assert len(found) == 1


def test_the_industrial_park_is_a_topic(ask: Ask) -> None:
    (row,) = [r for r in ask("statements") if "Industrial Park and promote" in r["content"]]
    assert "China-Belarus Industrial Park" in row["topics"].split("|")


def test_what_experts_predict_is_a_prediction_and_no_event(ask: Ask) -> None:
    (row,) = [r for r in ask("statements") if r["act"] == "predict"]
    assert (row["speaker"], row["status"]) == ("Experts", "hypothetical")
    assert "will continue to strengthen" in row["content"]


def test_statements_through_state_media_only_are_told_apart(ask: Ask) -> None:
    assert {r["channel"] for r in ask("state-media-only")} == {"Belarusian state media", "Chinese state news agency", "Xinhua"}


def test_statements_without_a_source_are_told(ask: Ask) -> None:
    assert {(r["speaker"], r["act"]) for r in ask("no-named-source")} >= {
        ("Xi Jinping", "assure"),
        ("Alexander Lukashenko", "commend"),
    }


# --- sanctions


def test_sanctions_are_in_force_with_their_senders_and_no_date(ask: Ask) -> None:
    (row,) = ask("sanctions")
    assert row["senders"].split("|") == ["Canada", "European Union", "Netherlands", "United Kingdom", "United States"]
    assert (row["targets"], row["action"], row["status"], row["more_senders"]) == ("Belarus", "in-force", "ongoing", "true")
    assert (row["start"], row["end"]) == ("", "")


def test_both_reasons_of_the_sanctions_are_given(ask: Ask) -> None:
    reasons = {r["reason"] for r in ask("sanction-reasons", target="Belarus")}
    assert reasons == {"support for Russia’s invasion of Ukraine", "persistent concerns about political repression"}


# --- initiatives and offices


def test_the_belt_and_road_initiative_was_introduced_by_xi_in_2013(ask: Ask) -> None:
    row = only(ask("initiatives"), initiative="Belt and Road Initiative")
    assert (row["initiators"], row["start"]) == ("Xi Jinping", "2013")


def test_the_industrial_park_is_a_project_of_both_countries(ask: Ask) -> None:
    row = only(ask("initiatives"), initiative="China-Belarus Industrial Park")
    assert row["parties"] == "Belarus|China"


def test_offices_are_those_held_on_the_day(ask: Ask) -> None:
    held = {(r["person"], r["office"]) for r in ask("offices-on-the-day", year="2023")}
    assert held == {("Alexander Lukashenko", "President of Belarus"), ("Xi Jinping", "President of China")}


# --- what is not there


def test_boilerplate_told_nothing(store: Store) -> None:
    boilerplate = "No Comments|Leave a comment|Asia-Pacific"
    found = store.query(f"PREFIX oa: <http://www.w3.org/ns/oa#> SELECT ?e {{ ?s oa:exact ?e FILTER REGEX(?e, '{boilerplate}') }}")
    assert found.rows == ()


def test_hopes_and_predictions_are_no_occurred_events(ask: Ask) -> None:
    assert ask("agreements") == []
    assert {r["status"] for r in ask("visits") + ask("meetings")} == {"occurred"}


def test_every_query_answers_on_the_seed(store: Store) -> None:
    for name, shipped in query.queries().items():
        params = {n: p.example for n, p in shipped.parameters.items() if p.required}
        if all(parameter.type != "event" for parameter in shipped.parameters.values()):
            run(store, name, params)
