"""Every event says why it is there: rule, trigger, arguments with their steps, date, status and confidence."""

from __future__ import annotations

import json
from functools import cache

import msgspec
import pytest

from dipkb.article import Article
from dipkb.event import ArticleEvents, Event, Words, faults, from_json, to_json, words_of
from dipkb.extract import Extractor
from dipkb.selection import sure_of, untraced
from tests.gold import seed_article


@cache
def reader() -> Extractor:
    return Extractor()


@cache
def seed() -> ArticleEvents:
    return reader().extract(seed_article())


def told(text: str, kind: str, **fields: str) -> Event:
    """The one event of a kind that a text tells."""
    record = reader().extract(Article(id="t", text=text, **{"published": "2023-12-05", **fields}))
    assert list(faults(record)) == []
    (event,) = [e for e in record.events if type(e).__name__ == kind]
    return event


def steps(event: Event) -> list[str]:
    """The steps of all arguments of all tellings."""
    assert event.trace
    return [step for telling in event.trace.tellings for argument in telling.arguments for step in argument.steps]


# The trace


@pytest.mark.parametrize("event", [pytest.param(e, id=e.id) for e in seed().events])
def test_each_event_of_the_seed_has_trigger_arguments_and_confidence(event: Event) -> None:
    assert event.trace
    assert event.trace.tellings
    for telling in event.trace.tellings:
        assert telling.rule in (event.rule or "").split("+")
        assert telling.trigger
        assert all(a.words or a.steps for a in telling.arguments)
    assert event.confidence is not None
    assert 0 < event.confidence < 1
    assert event.trace.grounds


def test_every_argument_of_the_seeds_events_has_its_words() -> None:
    unsaid = [(e.id, a.name) for e in seed().events if e.trace for t in e.trace.tellings for a in t.arguments if not a.words]
    assert unsaid == []


def test_every_span_of_a_trace_is_verbatim() -> None:
    text = seed_article().text
    spans = [w for e in seed().events if e.trace for w in words_of(e.trace)]
    assert all(text[w.start : w.end] == w.exact for w in spans if w.within == "text")
    assert len(spans) > 100


def test_words_of_a_headline_count_in_the_title() -> None:
    title = "Macron visits Beijing"
    event = told("A busy week of diplomacy lies behind us.\n\nNothing was signed by Emmanuel Macron.", "Visit", title=title)
    assert event.trace
    spans = words_of(event.trace)
    assert spans
    assert all(w.within == "title" and title[w.start : w.end] == w.exact for w in spans)


def test_a_span_that_does_not_stand_where_it_says_is_refused() -> None:
    line = json.loads(to_json(seed()))
    line["events"][0]["trace"]["tellings"][0]["trigger"]["start"] += 1
    with pytest.raises(ValueError, match=r"events\[0\].trace: 'visits' does not stand at"):
        from_json(json.dumps(line))


PEOPLE = "French President Emmanuel Macron arrived in Beijing on Monday. "
STEPS = {
    "a surname": (
        "Macron met Xi Jinping.",
        "→ Emmanuel Macron, named in full before, “French President Emmanuel Macron”",
    ),
    "a pronoun": ("He met Xi Jinping.", "“He” → Emmanuel Macron, of whom the text was speaking"),
    "an office named before": ("The French president met Xi Jinping.", "office and country (France); named before"),
    "an office by the table": ("Macron met the Indian prime minister.", "(India); in office on 2023-12-05 (tenures table)"),
    "a group": ("Macron met Xi Jinping.\nThe two leaders held talks for three hours.", "the two last named together"),
    "a state": ("Macron held talks with Germany.", "“Germany” is a country"),
    "a name without a table": ("Macron met Chinese Vice Minister Wu Zhongxin.", "a name that no table knows"),
}


@pytest.mark.parametrize(("text", "step"), STEPS.values(), ids=STEPS)
def test_an_argument_says_how_its_words_stand_for_somebody(text: str, step: str) -> None:
    found = steps(told(PEOPLE + text, "Meeting"))
    assert any(step in s for s in found), found


def test_a_date_says_by_which_words_and_steps() -> None:
    event = told("Emmanuel Macron visited Beijing on Monday.", "Visit")
    assert event.trace
    assert event.trace.date == event.trace.tellings[0].date
    assert event.trace.date
    assert event.trace.date.words
    assert (event.trace.date.words.exact, event.trace.date.value) == ("Monday", "2023-12-04")
    assert event.trace.date.steps[0].endswith("the nearest one on or before 2023-12-05 → 2023-12-04")


STATUS = {
    "Emmanuel Macron will visit Beijing.": ("planned", "will"),
    "Emmanuel Macron cancelled a visit to Beijing.": ("cancelled", "cancelled"),
    "Emmanuel Macron did not visit Beijing.": ("denied", "did not"),
    "Emmanuel Macron visited Beijing.": ("occurred", None),
}


@pytest.mark.parametrize(("text", "status", "cue"), [(t, *s) for t, s in STATUS.items()])
def test_a_status_says_by_which_words(text: str, status: str, cue: str | None) -> None:
    event = told(text, "Visit")
    assert event.trace
    found = event.trace.tellings[0].status
    assert found
    assert (found.value, found.words.exact if found.words else None) == (status, cue)


def test_tellings_say_why_they_were_joined() -> None:
    (meeting,) = [e for e in seed().events if e.id == "m2"]
    assert meeting.trace
    first, *rest = meeting.trace.tellings
    assert first.joined is None
    assert all(t.joined and "same parties" in t.joined for t in rest)


def test_a_date_of_another_event_says_so() -> None:
    (visit,) = [e for e in seed().events if e.id == "v1"]
    assert visit.trace
    assert visit.trace.date
    assert "a dated meeting in it" in visit.trace.date.steps[0]


def test_a_trace_is_read_as_it_was_written() -> None:
    assert from_json(to_json(seed())) == seed()
    assert json.loads(to_json(seed()))["events"][0]["trace"]["tellings"][0]["trigger"]["in"] == "text"


# Confidence and the threshold


def test_confidence_is_the_sum_of_its_grounds() -> None:
    from dipkb.extract.confidence import share

    assert all(e.trace and e.confidence == share(e.trace.grounds) for e in seed().events)


def record(*confidences: float | None) -> ArticleEvents:
    events = tuple(
        msgspec.structs.replace(e, confidence=c, trace=None) for e, c in zip(seed().events[:2], confidences, strict=True)
    )
    return msgspec.structs.replace(seed(), events=events)


def test_unsure_events_are_left_out_and_nothing_names_them() -> None:
    visit, meeting = record(0.2, 0.8).events
    assert meeting.part_of == visit.id
    (kept,) = sure_of(record(0.2, 0.8), 0.5).events
    assert (kept.id, kept.part_of) == (meeting.id, None)


def test_what_says_no_confidence_stays() -> None:
    assert len(sure_of(record(None, 0.8), 0.9).events) == 1


def test_records_without_trace_are_the_same_but_for_it() -> None:
    bare = untraced(seed())
    assert untraced(bare) is bare
    assert [msgspec.structs.replace(e, trace=None) for e in seed().events] == list(bare.events)


def test_spans_are_words() -> None:
    assert Words(start=0, end=1, exact="A") == Words(start=0, end=1, exact="A", within="text")
