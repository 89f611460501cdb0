"""Building: articles come in one by one or all at once, and the knowledge base is the same; nothing is ever half-written."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dipkb import pipeline
from dipkb.article import Article
from dipkb.errors import InputError, StoreError
from dipkb.event import ArticleEvents, ArticleHead, CountClaim, Meeting, Party, Span, Visit, faults
from dipkb.pipeline import BuildReport
from dipkb.store import open_store
from dipkb.store.revision import Revision
from dipkb.vocab import graph
from tests.gold import seed_article, seed_records
from tests.records import articles

XI = Party(name="Xi Jinping", id="wd:Q15031", country="CHN")
PUTIN = Party(name="Vladimir Putin", id="wd:Q7747", country="RUS")


def told(name: str, *days: str, status: str = "occurred", published: str = "2023-04-01") -> ArticleEvents:
    """An article on meetings of Xi and Putin on these days."""
    meetings = (Meeting(id=f"m{n}", participants=(XI, PUTIN), start=day, status=status) for n, day in enumerate(days))  # type: ignore[arg-type]
    return ArticleEvents(article=ArticleHead(id=name, published=published), events=tuple(meetings), text=f"On {days}.")


QUICK = (Phase.explicit, Phase.reuse, Phase.generate)  # a store is built for every example: none is made smaller
THREE = [told("a", "2023-03-20"), told("b", "2023-03"), told("c", "2023-03-21", "2024-05-16")]


def build(folder: Path, items: Iterable[Article | ArticleEvents], **options: object) -> BuildReport:
    with open_store(folder, create=True, write=True) as store:
        return pipeline.build(items, store, **options)  # type: ignore[arg-type]


def lines(folder: Path) -> list[str]:
    with open_store(folder) as store:
        return list(store.lines())


def events(folder: Path) -> int:
    query = "SELECT (COUNT(DISTINCT ?e) AS ?n) WHERE { ?e a <https://w3id.org/dipkb/ontology#Event> }"
    with open_store(folder) as store:
        return int(store.query(query).column("n")[0])


# What a build makes


def test_report_counts_what_was_read_and_what_the_store_holds(tmp_path):
    report = build(tmp_path / "kb", THREE)
    assert report == BuildReport(
        read=3, new=3, changed=0, failed=0, articles=3, records=4, events=3, reports=4, quads=len(lines(tmp_path / "kb"))
    )
    assert str(report).startswith("3 articles read (3 new, 0 changed). The store holds 3 articles, 3 events told by 4 reports, ")


def test_seed_article_is_read_extracted_and_merged(tmp_path):
    report = build(tmp_path / "kb", [seed_article()])
    assert (report.read, report.articles) == (1, 1)
    assert report.events > 10
    assert events(tmp_path / "kb") == report.events


def test_claims_and_initiatives_are_no_events_in_the_report(tmp_path):
    record = ArticleEvents(article=ArticleHead(id="a"), events=(CountClaim(id="c", ordinal=2), Visit(id="v", visitors=(XI,))))
    report = build(tmp_path / "kb", [record])
    assert (report.records, report.events, report.reports) == (2, 1, 1)


def test_articles_are_read_by_the_extractor_that_is_given(tmp_path):
    class Empty:
        def extract(self, article: Article) -> ArticleEvents:
            return ArticleEvents(article=article.head(), text=article.text)

    report = build(tmp_path / "kb", [seed_article()], extractor=Empty())
    assert (report.articles, report.events) == (1, 0)


def test_progress_hears_of_each_article(tmp_path):
    heard: list[int] = []
    build(tmp_path / "kb", THREE, progress=lambda done, total=None: heard.append(done))
    assert heard == [1, 2, 3]


def test_what_cannot_be_written_is_told_in_the_report(tmp_path):
    record = ArticleEvents(article=ArticleHead(id="a", url="no url"))
    report = build(tmp_path / "kb", [record])
    assert report.notes == ("article a: url is 'no url', which is no absolute URL; left out",)
    assert str(report).splitlines()[1:] == ["Left out: article a: url is 'no url', which is no absolute URL; left out."]


def test_without_merging_each_report_is_an_event_and_the_next_build_merges_again(tmp_path):
    assert build(tmp_path / "kb", THREE, no_merge=True).events == 4
    assert build(tmp_path / "kb", []).events == 3


# The same whichever way


def test_order_and_number_of_builds_make_no_difference(tmp_path):
    build(tmp_path / "all", THREE)
    for n in range(3):
        records = [*THREE]
        random.Random(n).shuffle(records)
        for record in records:
            build(tmp_path / f"{n}", [record])
        assert lines(tmp_path / f"{n}") == lines(tmp_path / "all")
        assert kept(tmp_path / f"{n}") == kept(tmp_path / "all")


def test_giving_the_same_article_again_changes_nothing(tmp_path):
    build(tmp_path / "kb", THREE)
    before = lines(tmp_path / "kb")
    report = build(tmp_path / "kb", [THREE[1]])
    assert (report.read, report.new, report.changed, report.articles) == (1, 0, 0, 3)
    assert lines(tmp_path / "kb") == before


def test_article_that_tells_something_else_now_replaces_what_it_told(tmp_path):
    build(tmp_path / "kb", [told("a", "2023-03-20"), told("b", "2023-03-20")])
    report = build(tmp_path / "kb", [told("b", "2024-05-16")])
    assert (report.new, report.changed, report.articles, report.events) == (0, 1, 2, 2)
    build(tmp_path / "other", [told("a", "2023-03-20"), told("b", "2024-05-16")])
    assert lines(tmp_path / "kb") == lines(tmp_path / "other")
    assert kept(tmp_path / "kb") == kept(tmp_path / "other")


def test_of_an_article_given_twice_in_one_build_the_later_holds(tmp_path):
    assert build(tmp_path / "kb", [told("a", "2023-03-20", "2023-05-01"), told("a", "2024-05-16")]).events == 1


def test_a_later_report_of_the_past_joins_the_event_of_an_earlier_build(tmp_path):
    build(tmp_path / "kb", [told("a", "2023-03-20", status="planned", published="2023-03-01")])
    report = build(tmp_path / "kb", [told("b", "2023-03-20")])
    assert (report.events, report.reports) == (1, 2)


# What is not dipkb's stays


def test_corrections_and_graphs_of_others_stay(tmp_path):
    build(tmp_path / "kb", THREE)
    ours = lines(tmp_path / "kb")
    theirs = [
        f'<urn:a> <urn:b> "ours events>" <{graph("corrections")}> .',
        '<urn:a> <urn:b> "1" <urn:mine> .',
        '<urn:a> <urn:b> "2" .',
    ]
    (tmp_path / "theirs.nq").write_text("\n".join(theirs[1:]) + "\n")
    with open_store(tmp_path / "kb", write=True) as store:
        store.revise(Revision(within=graph("corrections"), new=(theirs[0],)))
        store.load([tmp_path / "theirs.nq"])
    build(tmp_path / "kb", [THREE[0]])
    assert sorted(lines(tmp_path / "kb")) == sorted(ours + theirs)


def test_store_loaded_from_a_dump_is_not_built_over(tmp_path):
    build(tmp_path / "kb", THREE)
    (tmp_path / "dump.nq").write_text("\n".join(lines(tmp_path / "kb")) + "\n")
    with open_store(tmp_path / "copy", create=True, write=True) as store:
        store.load([tmp_path / "dump.nq"])
    before = lines(tmp_path / "copy")
    with pytest.raises(StoreError, match=r"holds 3 articles without event records"):
        build(tmp_path / "copy", [told("d", "2024-01-01")])
    assert lines(tmp_path / "copy") == before


# What cannot be used


def bad(name: str) -> ArticleEvents:
    lying = Meeting(id="m", participants=(XI, PUTIN), start="March", evidence=(Span(start=0, end=2, exact="XX"),))
    return ArticleEvents(article=ArticleHead(id=name), events=(lying,), text="ab")


def test_record_that_cannot_be_used_is_told_and_the_others_are_built(tmp_path):
    heard: list[InputError] = []
    report = build(tmp_path / "kb", [THREE[0], bad("x"), THREE[1]], on_error=heard.append)
    assert (report.read, report.failed, report.articles) == (2, 1, 2)
    assert str(heard[0]).startswith("article 'x' is no event record: events[0].start is 'March', which is no EDTF date")
    assert "'XX' does not stand at 0–2 of the text" in str(heard[0])


def test_without_a_listener_such_a_record_stops_the_build_and_the_store_is_as_it_was(tmp_path):
    build(tmp_path / "kb", THREE)
    before = lines(tmp_path / "kb")
    with pytest.raises(InputError, match="article 'x' is no event record"):
        build(tmp_path / "kb", [told("d", "2024-01-01"), bad("x")])
    assert lines(tmp_path / "kb") == before


# Old or new, never half

KILLED = """
import contextlib, os, signal, sys
from dipkb import pipeline
from dipkb.pipeline import holdings
from dipkb.pipeline.ledger import Ledger
from dipkb.store import folder, open_store, revision
from tests.test_pipeline import told

def die(): os.kill(os.getpid(), signal.SIGKILL)
def dying(lines):
    for n, line in enumerate(lines):
        if n == 20: die()
        yield line
def before(owner, name):
    setattr(owner, name, lambda *_: die())
def after(owner, name):
    whole = getattr(owner, name)
    setattr(owner, name, lambda *given: (whole(*given), die()))

point = sys.argv[2]
if sys.argv[3] == "anew": holdings.Holdings._many = staticmethod(lambda *_: True)
if point == "before the ledger is written": before(Ledger, "filled"), before(Ledger, "saved")
if point == "among the quads": quads, parsed = holdings.quads, revision._parsed
if point == "among the quads": holdings.quads = lambda *given: dying(quads(*given))
if point == "among the quads": revision._parsed = lambda lines: dying(parsed(lines))
if point == "before the generation holds": before(folder, "write_marker")
if point == "after the generation holds": after(folder, "write_marker")
if point == "before the ledger catches up": before(holdings, "replace"), setattr(Ledger, "_do", lambda *_: die())
with open_store(sys.argv[1], write=True) as store:
    pipeline.build([told("c", "2022-01-01"), told("d", "2023-03-20")], store)
"""
POINTS = {
    "before the ledger is written": False,
    "among the quads": False,
    "before the generation holds": False,
    "after the generation holds": True,
    "never": True,
}


@pytest.mark.parametrize("way", ["anew", "revised"])
@pytest.mark.parametrize(("point", "new"), POINTS.items())
def test_killed_at_any_point_the_store_is_old_or_new_and_the_next_build_goes_on(tmp_path, point, new, way):
    build(tmp_path / "kb", THREE)
    build(tmp_path / "old", THREE)
    build(tmp_path / "new", [*THREE[:2], told("c", "2022-01-01"), told("d", "2023-03-20")])
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([os.getcwd(), os.environ.get("PYTHONPATH", "")])}
    child = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path / "kb"), point, way], env=env, check=False)
    assert child.returncode == (0 if point == "never" else -signal.SIGKILL)
    expected = tmp_path / ("new" if new else "old")
    assert lines(tmp_path / "kb") == lines(expected)
    build(tmp_path / "kb", [])
    assert lines(tmp_path / "kb") == lines(expected)
    assert kept(tmp_path / "kb") == kept(expected)
    build(tmp_path / "kb", [told("e", "2023-03-21")])
    build(expected, [told("e", "2023-03-21")])
    assert lines(tmp_path / "kb") == lines(expected)


def kept(folder: Path) -> dict[str, list[Any]]:
    """All rows of the ledger but those on the whole."""
    with contextlib.closing(sqlite3.connect(folder / "records.db")) as data:
        tables = ("articles", "addresses", "reports", "events", "facts", "pending")
        return {table: data.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in tables}


# Anew or only what is reached: the same


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], phases=QUICK)
@given(st.lists(articles(), min_size=1, max_size=4), st.integers(0, 9))
def test_any_changes_one_after_another_give_what_all_at_once_give(tmp_path_factory, rounds, seed):
    folder = tmp_path_factory.mktemp("kb")
    with open_store(folder / "one", create=True, write=True) as store:
        last: dict[str, ArticleEvents] = {}
        pipeline.build([], store)
        for records in rounds:
            for record in records:
                pipeline.build([record], store, on_error=lambda error: None)
                if not list(faults(record)):
                    last[record.article.id] = record
    everything = list(last.values())
    random.Random(seed).shuffle(everything)
    build(folder / "all", everything)
    assert lines(folder / "one") == lines(folder / "all")
    assert kept(folder / "one") == kept(folder / "all")


def test_records_keep_the_text_for_the_next_build(tmp_path):
    build(tmp_path / "kb", [seed_records()])
    before = lines(tmp_path / "kb")
    build(tmp_path / "kb", [told("z", "2023-03-20")])
    after = lines(tmp_path / "kb")
    text = [line for line in before if "ontology#text>" in line and "graph/article" in line]
    assert len(text) == 1
    assert set(text) <= set(after)


def test_damaged_ledger_is_told_and_nothing_is_lost(tmp_path):
    build(tmp_path / "kb", THREE)
    file = tmp_path / "kb" / "records.db"
    file.write_bytes(b"no ledger" + file.read_bytes()[9:])
    before = lines(tmp_path / "kb")
    with pytest.raises(StoreError, match=r"records.db cannot be read or written"):
        build(tmp_path / "kb", [])
    assert lines(tmp_path / "kb") == before


def test_store_without_its_ledger_is_not_built_over(tmp_path):
    build(tmp_path / "kb", THREE)
    (tmp_path / "kb" / "records.db").unlink()
    with pytest.raises(StoreError, match="holds 3 articles without event records"):
        build(tmp_path / "kb", [])


def test_published_day_of_an_article_can_change_without_its_text(tmp_path):
    build(tmp_path / "kb", [told("a", "2023-03-20", published="2023-03-21")])
    later = msgspec.structs.replace(told("a", "2023-03-20"), article=ArticleHead(id="a", published="2023-03-22"))
    assert build(tmp_path / "kb", [later]).changed == 1
    assert any('"2023-03-22"' in line for line in lines(tmp_path / "kb"))
