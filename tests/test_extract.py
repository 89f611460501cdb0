"""The extractor: every frame does what its examples say, and the seed article's facts are found."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from dipkb.article import Article
from dipkb.event import Agreement, Event, Meeting, Party, Sanction, Statement, Visit
from dipkb.extract import Extractor
from dipkb.extract.framefiles import read_frames
from dipkb.resources import folder
from tests.gold import seed_article, seed_records
from tests.literals import literals

FRAMES = read_frames("events")["frames"]
EXAMPLES = [pytest.param(f, e, id=f"{f['id']}: {e}") for f in FRAMES for e in f["examples"]]

FOLDER = Path(__file__).parent / "cases" / "extract"
FILES = [
    yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    for name in (
        "events",
        "meetings",
        "unsaid",
        "visits",
        "news",
        "days",
        "sanctions",
        "agreements",
        "signings",
        "firsthand",
        "tours",
    )
]
WORDS_IN_CODE = 2  # python -m tests.literals shows them
CASES = [{"of": file.get("of"), **case} for file in FILES for case in file["cases"]]


@cache
def reader() -> Extractor:
    return Extractor()


def extract(text: str, published: str | None = "2023-12-05", **fields: Any) -> tuple[Event, ...]:
    return reader().extract(Article(id="t", text=text, published=published, **fields)).events


@cache
def found() -> tuple[Event, ...]:
    return reader().extract(seed_article()).events


def names(parties: tuple[Party, ...]) -> set[str]:
    return {p.id or p.name or p.role or "" for p in parties}


def test_every_frame_has_examples() -> None:
    assert all(frame["examples"] for frame in FRAMES)


def test_every_attribute_need_and_place_of_a_frame_is_explained() -> None:
    explained = set(re.findall(r"[\w-]+", (folder("seeds") / "frames" / "events.yaml").read_text("utf-8").split("\nframes:")[0]))
    places = {place for frame in FRAMES for some in frame["roles"].values() for place in some if place[-1] not in ":!>+"}
    asked = {need for frame in FRAMES for need in frame.get("needs", ())}
    named = {name for frame in FRAMES for name in (*frame, *frame.get("set", ()), *frame["roles"])}
    assert {word for name in places | asked | named for word in name.split()} <= explained


@pytest.mark.parametrize(("frame", "sentence"), EXAMPLES)
def test_a_frame_fires_on_its_examples(frame: dict[str, Any], sentence: str) -> None:
    told = extract(sentence, title=sentence if frame.get("zone") == "title" else None)
    rules = [e.rule or "" for e in told if type(e).__name__ == frame["event"]]
    assert any(frame["id"] in rule for rule in rules), [(type(e).__name__, e.rule) for e in told]


TOLD = (Visit, Meeting, Sanction, Agreement)
NAMES = [kind.__name__ for kind in TOLD]


@pytest.mark.parametrize("case", [pytest.param(c, id=c["name"]) for c in CASES])
def test_a_text_tells_these_events_and_no_others(case: dict[str, Any]) -> None:
    given = {k: case[k] for k in ("title", "published", "publisher") if k in case}
    told = [e for e in extract(case["text"], **given) if isinstance(e, TOLD) and type(e).__name__ in (case["of"] or NAMES)]
    assert [as_told(e, wanted) for e, wanted in zip(told, case["events"], strict=False)] == case["events"]
    assert len(told) == len(case["events"])


def as_told(event: Event, wanted: dict[str, Any]) -> dict[str, Any]:
    """The fields of the event that the case speaks of, parties by name or by office and country."""
    fields = {"type": type(event).__name__}
    for name in wanted.keys() - {"type"}:
        value = getattr(event, name, None)
        fields[name] = [named(part) for part in value] if isinstance(value, tuple) else value
    return fields


def named(part: Party | str) -> str:
    return part if isinstance(part, str) else part.name or f"{part.role} {part.country}"


def test_every_span_is_verbatim() -> None:
    text = seed_article().text
    assert all(text[s.start : s.end] == s.exact for e in found() for s in e.evidence)
    assert all(e.evidence for e in found())


@pytest.mark.parametrize("gold", [pytest.param(e, id=e.id) for e in seed_records().events if isinstance(e, Visit)])
def test_each_visit_of_the_seed_is_found(gold: Visit) -> None:
    same = [
        v
        for v in found()
        if isinstance(v, Visit)
        and names(v.visitors) == names(gold.visitors)
        and v.destination == gold.destination
        and v.start == gold.start
    ]
    assert len(same) == 1
    assert same[0].end == gold.end
    assert same[0].status == gold.status
    assert set(gold.places) <= set(same[0].places)


def test_the_seed_has_three_visits_and_no_more() -> None:
    assert len([v for v in found() if isinstance(v, Visit)]) == 3


@pytest.mark.parametrize("gold", [pytest.param(e, id=e.id) for e in seed_records().events if isinstance(e, Meeting)])
def test_each_meeting_of_the_seed_is_found(gold: Meeting) -> None:
    same = [
        m
        for m in found()
        if isinstance(m, Meeting) and names(m.participants) == names(gold.participants) and m.start == gold.start
    ]
    assert len(same) == 1
    assert (same[0].end, same[0].duration, same[0].status, same[0].destination) == (
        gold.end,
        gold.duration,
        gold.status,
        gold.destination,
    )
    assert names(same[0].hosts) == names(gold.hosts)
    assert set(gold.places) <= set(same[0].places)
    assert set(same[0].parts) == set(gold.parts)
    assert same[0].part_of is not None


def test_the_pair_of_the_seed_met_twice() -> None:
    assert len([m for m in found() if isinstance(m, Meeting)]) == 2


def test_the_first_visit_was_made_in_another_office() -> None:
    first = next(v for v in found() if isinstance(v, Visit) and v.start is None)
    assert first.visitors[0].role == "member of parliament"


def test_sanctions_in_force_keep_their_senders_reasons_and_open_list() -> None:
    (sanction,) = [s for s in found() if isinstance(s, Sanction)]
    (gold,) = [s for s in seed_records().events if isinstance(s, Sanction)]
    assert (names(sanction.senders), names(sanction.targets)) == (names(gold.senders), names(gold.targets))
    assert (sanction.action, sanction.status, sanction.more_senders, sanction.start) == ("in-force", "ongoing", True, None)
    assert sanction.reasons == gold.reasons


def test_counts_are_claims() -> None:
    claims = {c.of: c for c in found() if type(c).__name__ == "CountClaim" and (c.ordinal or 0) != 1}
    gold = {c.of: c for c in seed_records().events if type(c).__name__ == "CountClaim"}
    assert claims.keys() == gold.keys()
    for of, claim in claims.items():
        assert (claim.ordinal, claim.at_least, claim.period) == (gold[of].ordinal, gold[of].at_least, gold[of].period)
        assert names(claim.parties) == names(gold[of].parties)
        assert names(claim.claimed_by) == names(gold[of].claimed_by)
    december = next(v for v in found() if isinstance(v, Visit) and v.start == "2023-12-04")
    assert claims["visit"].counted == december.id


def statement_key(s: Statement) -> tuple[str, str, bool]:
    return (s.act, (s.speaker.id or s.speaker.name or "").casefold() if s.speaker else "", s.quoted)


@pytest.mark.parametrize(
    "gold", [pytest.param(e, id=f"{e.id}-{e.act}") for e in seed_records().events if isinstance(e, Statement)]
)
def test_each_statement_of_the_seed_is_found(gold: Statement) -> None:
    same = [
        s
        for s in found()
        if isinstance(s, Statement)
        and statement_key(s) == statement_key(gold)
        and s.content.strip(" ,.") == gold.content.strip(" ,.")
    ]
    assert len(same) == 1, [s.content for s in found() if isinstance(s, Statement) and statement_key(s) == statement_key(gold)]
    assert names(same[0].addressees) == names(gold.addressees)
    assert {c.name for c in same[0].channel} == {c.name for c in gold.channel}
    assert set(gold.topics) <= set(same[0].topics)
    assert same[0].status == gold.status


def test_the_seed_has_no_other_statement() -> None:
    assert len([s for s in found() if isinstance(s, Statement)]) == len(
        [s for s in seed_records().events if isinstance(s, Statement)]
    )


def test_initiatives_have_their_initiator_and_start() -> None:
    by_name = {i.name: i for i in found() if type(i).__name__ == "Initiative"}
    assert by_name["Belt and Road Initiative"].start == "2013"
    assert names(by_name["Belt and Road Initiative"].initiators) == {"wd:Q15031"}
    assert by_name["China-Belarus Industrial Park"].kind == "project"


def test_boilerplate_tells_nothing() -> None:
    text = seed_article().text
    body = text.index("Belarusian President Alexander Lukashenko visited")
    told = [s for e in found() for s in e.evidence if text.index("\n") < s.start < body or "Leave a comment" in s.exact]
    assert told == []


def test_without_a_publication_day_dates_stay_unresolved() -> None:
    (visit,) = [e for e in extract("Emmanuel Macron visited Beijing on Monday.", published=None) if isinstance(e, Visit)]
    assert (visit.start, visit.date_origin) == (None, "none")


@pytest.mark.parametrize(
    ("text", "ordinal"),
    [
        ("The African Union on Monday adopted its 14th package of sanctions against Mali.", 14),
        ("Norway's third round of sanctions on Mali took effect on Monday.", 3),
        ("Norway imposed sanctions on Mali in the third week of May.", None),
    ],
)
def test_the_number_of_a_package_is_a_claim(text: str, ordinal: int | None) -> None:
    told = [e for e in extract(text) if type(e).__name__ == "CountClaim"]
    assert [(c.of, c.ordinal, c.counted) for c in told] == ([("sanction", ordinal, "s1")] if ordinal else [])


def test_words_of_a_language_stand_in_data_not_in_the_code() -> None:
    """The number may only fall: words that texts are compared with go to ``seeds/frames`` (``forms``, ``listed`` …)."""
    found = literals()
    assert len(found) <= WORDS_IN_CODE, "\n".join(map(str, found))
