"""Every event says why it is there: rule, trigger, arguments with their steps, date, status and confidence."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import time
from collections import Counter
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest
import yaml

from dipkb.article import Article
from dipkb.cli import main
from dipkb.event import ArticleEvents, ArticleHead, Event, Words, faults, from_json, to_json, words_of
from dipkb.explain import explained, page
from dipkb.extract import Extractor
from dipkb.extract.framefiles import read_frames
from dipkb.resources import folder
from dipkb.selection import sure_of, untraced
from tests.gold import seed_article

SEEDS = str(folder("seeds") / "articles")


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


FRAMES = read_frames("events")["frames"]
CASES = Path(__file__).parent / "cases" / "extract"
TEXTS = [{"text": e, "title": e if f.get("zone") == "title" else None} for f in FRAMES for e in f["examples"]]
for file in sorted(CASES.glob("*.yaml")):
    if file.stem != "languages":
        TEXTS += yaml.safe_load(file.read_text(encoding="utf-8")).get("cases", ())


def test_every_event_of_every_example_and_case_is_traced() -> None:
    for case in (c for c in TEXTS if isinstance(c.get("text"), str)):
        given = {k: case[k] for k in ("title", "published", "publisher") if case.get(k)}
        article = Article(id="t", text=case["text"], **{"published": "2023-12-05", **given})
        record = reader().extract(article)
        assert list(faults(record)) == [], case
        assert all(e.trace and e.trace.tellings[0].trigger and e.confidence for e in record.events), case


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


PERIODS = {"c1": ("this year", "2023"), "c2": ("March this year", "2023-03/2023-12-05"), "i2": ("2013", "2013")}


@pytest.mark.parametrize(("id", "words", "value"), [(i, *p) for i, p in PERIODS.items()])
def test_a_claims_period_and_an_initiatives_start_have_their_words(id: str, words: str, value: str) -> None:
    (event,) = [e for e in seed().events if e.id == id]
    assert event.trace
    assert event.trace.date
    assert event.trace.date.words
    assert (event.trace.date.words.exact, event.trace.date.value) == (words, value)
    assert event.trace.date.steps


ACTIONS = {
    "The United States imposed sanctions on Belarus.": ("Sanction", "imposed", "impose"),
    "China and Belarus signed a trade agreement in Minsk.": ("Agreement", "signed", "sign"),
}


@pytest.mark.parametrize(("text", "kind", "verb", "action"), [(t, *a) for t, a in ACTIONS.items()])
def test_what_is_done_has_its_verb(text: str, kind: str, verb: str, action: str) -> None:
    event = told(text, kind)
    assert event.trace
    (done,) = [a for a in event.trace.tellings[0].arguments if a.role == "action"]
    assert (done.words.exact if done.words else None, done.name) == (verb, action)


def test_tellings_say_why_they_were_joined() -> None:
    (meeting,) = [e for e in seed().events if e.id == "m2"]
    assert meeting.trace
    first, *rest = meeting.trace.tellings
    assert first.joined is None
    assert all(t.joined and "same parties" in t.joined for t in rest)


def test_a_telling_that_names_nobody_says_whose_it_is() -> None:
    event = told(PEOPLE + "Macron met Xi Jinping.\nThe meeting lasted three hours.", "Meeting")
    assert event.trace
    again = [t for t in event.trace.tellings if not t.arguments]
    assert all(t.joined and "that the text was speaking of" in t.joined for t in again)


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


# What is shown: in the terminal


def test_the_terminal_shows_the_article_with_its_words_marked() -> None:
    shown = explained(seed(), width=100)
    assert "[Belarusian President Alexander Lukashenko] *visited*(v1) [Beijing] to" in shown
    assert "on {December 4, 2023}" in shown
    assert max(len(line) for line in shown.splitlines()) <= 100


@pytest.mark.parametrize("width", [80, 120])
def test_each_event_is_shown_with_its_reasons(width: int) -> None:
    shown = explained(seed(), width=width)
    flat = " ".join(shown.split())
    assert all(f"{e.id} {type(e).__name__} {e.status}" in flat for e in seed().events)
    assert "“his” → Alexander Lukashenko, of whom the text was speaking" in flat
    assert "confidence 0." in flat
    assert max(len(line) for line in shown.splitlines()) <= width


def test_marks_leave_the_text_as_it_is() -> None:
    shown = explained(seed(), colour=True)
    bare = " ".join(re.sub(r"\x1b\[[\d;]*m|\(\w+(?:,\w+)*\)", "", shown).split())
    paragraph = "From February 28 to March 2 of this year, Lukashenko visited China, signifying"
    assert paragraph in bare
    assert "\x1b" not in explained(seed())


def test_nothing_of_an_article_steers_the_terminal() -> None:
    record = reader().extract(Article(id="\x07", text=LONG + "\x1b[2J\u202e", title="Macron\x1b]0;x\x07 visits Beijing"))
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", explained(record))


def test_an_article_without_events_or_text_is_shown() -> None:
    assert "No event was found." in explained(ArticleEvents(article=ArticleHead(id="a")))
    assert "does not carry" in "".join(page([ArticleEvents(article=ArticleHead(id="a"))]))


# … and as a page

LONG = "It was the first time that the two of them had been in the same city since the summer, and they had much to say. "
HOSTILE = Article(
    id="<script>id()</script>",
    title="<script>document.title='x'</script> Macron visits <img src=x onerror=alert(1)> Beijing",
    publisher='"><svg onload=alert(2)>',
    published="2023-12-05",
    url="javascript:alert(3)",
    text=f"{LONG}French President Emmanuel Macron visited Beijing on Monday </mark></p><script>alert(4)</script>. "
    f"{LONG}He met Xi Jinping & said: “It is <b onclick='x'>good</b> & new for all of us”.",
)


class Page(HTMLParser):
    """What a browser would see of a page: its elements, its ids, the text of its paragraphs."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.open += [] if tag in ("meta", "input") else [tag]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += [data] if "script" not in self.open and "style" not in self.open else []

    def values(self, attribute: str) -> list[str]:
        return [a[attribute] or "" for _, a in self.tags if attribute in a]


def html(*records: ArticleEvents) -> str:
    return "".join(page(records))


def hostile() -> ArticleEvents:
    record = reader().extract(HOSTILE)
    assert {type(e).__name__ for e in record.events} == {"Visit", "Meeting", "Statement"}
    bad = "\"><script>alert(5)</script><a href='x'>"
    renamed = [msgspec.structs.replace(e, id=f"{bad}{n}", rule=bad, part_of=None) for n, e in enumerate(record.events)]
    return msgspec.structs.replace(record, events=tuple(renamed))


def test_nothing_of_an_article_or_a_record_becomes_markup() -> None:
    seen = Page(html(hostile(), seed()))
    tags = Counter(tag for tag, _ in seen.tags)
    assert (tags["script"], tags["img"], tags["svg"]) == (1, 0, 0)
    assert not [a for _, attributes in seen.tags for a in attributes if a.startswith("on")]
    assert not [v for v in seen.values("href") if v.startswith("javascript")]
    assert HOSTILE.title in "".join(seen.text)
    assert "</mark></p><script>alert(4)</script>" in "".join(seen.text)


def test_the_page_needs_nothing_from_elsewhere() -> None:
    seen = Page(html(seed()))
    assert seen.values("src") == []
    assert not [a for tag, a in seen.tags if tag == "link"]
    assert "url(" not in html(seed())
    assert "@import" not in html(seed())


def test_only_the_pages_own_script_may_run() -> None:
    text = html(seed())
    script = text.partition("<script>")[2].partition("</script>")[0]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in text
    assert "default-src 'none'" in text


def test_ids_are_unique_and_links_lead_somewhere() -> None:
    seen = Page(html(seed(), hostile(), seed()))
    ids = seen.values("id")
    assert len(ids) == len(set(ids))
    assert {v[1:] for v in seen.values("href") if v.startswith("#")} <= set(ids)
    assert {e for v in seen.values("data-e") for e in v.split()} <= set(ids)


def test_the_page_has_a_card_for_each_event_and_the_whole_text() -> None:
    seen = Page(html(seed()))
    cards = [a for tag, a in seen.tags if tag == "article"]
    assert [a["data-type"] for a in cards] == [type(e).__name__ for e in seed().events]
    assert [float(a["data-sure"] or 0) for a in cards] == [e.confidence for e in seed().events]
    text = "".join(seen.text)
    assert all(line.strip() in text for line in seed_article().text.splitlines())


def test_a_page_of_several_articles_has_an_index() -> None:
    assert "<nav" not in html(seed())
    assert html(seed(), hostile()).count('<li><a href="#a') == 2


def test_the_same_records_are_the_same_page() -> None:
    assert html(seed(), hostile()) == html(seed(), hostile())


@pytest.mark.parametrize("tag", ["h1", "main", "title", "form", "details"])
def test_the_page_has_what_readers_of_all_kinds_go_by(tag: str) -> None:
    one, two = Page(html(seed())), Page(html(seed(), seed()))
    assert tag in [t for t, _ in one.tags]
    assert [t for t, _ in two.tags].count("h1") == 1


def test_a_long_article_is_shown_in_good_time() -> None:
    text = "\n\n".join([seed_article().text] * 9)
    long = reader().extract(msgspec.structs.replace(seed_article(), text=text))
    assert len(text.split()) > 5000
    start = time.process_time()
    assert len(html(long)) > len(text)
    assert explained(long)
    assert time.process_time() - start < 3


# The command


def test_explain_writes_a_page_by_the_end_of_its_name(tmp_path: Path) -> None:
    where = tmp_path / "page.html"
    assert main(["extract", SEEDS, "--explain", "--output", str(where)]) == 0
    assert where.read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("words", "said"),
    [(["--explain", "--format", "jsonl"], "writes text or html"), (["--format", "html"], "goes with --explain")],
)
def test_a_format_that_does_not_fit_is_refused(words: list[str], said: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["extract", SEEDS, *words]) == 2
    assert said in capfdbinary.readouterr().err.decode()


def test_the_number_of_events_left_out_is_said(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["extract", SEEDS, "--min-confidence", "0.6"]) == 0
    out, err = capfdbinary.readouterr()
    kept = from_json(out).events
    assert all((e.confidence or 0) >= 0.6 for e in kept)
    assert f"{len(seed().events) - len(kept)} events were less sure than 0.6 and left out." in err.decode()


def test_a_graph_is_the_same_with_traces_and_without(tmp_path: Path) -> None:
    for name, record in (("traced", seed()), ("bare", untraced(seed()))):
        (tmp_path / f"{name}.jsonl").write_text(to_json(record) + "\n", encoding="utf-8")
        assert main(["build", str(tmp_path / f"{name}.jsonl"), "--store", str(tmp_path / name)]) == 0
        assert main(["store", "dump", "--store", str(tmp_path / name), "--output", str(tmp_path / f"{name}.nq")]) == 0
    assert (tmp_path / "traced.nq").read_bytes() == (tmp_path / "bare.nq").read_bytes()


def test_a_build_leaves_out_what_is_too_unsure(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["build", SEEDS, "--store", str(tmp_path / "kb"), "--min-confidence", "0.99"]) == 0
    assert f"Left out as too unsure: {len(seed().events)} records." in capfdbinary.readouterr().err.decode()
