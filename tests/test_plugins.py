"""Plug-ins: another program's names and events come in beside the rules, and nothing whose words are not in the text."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dipkb.article import Article
from dipkb.errors import PluginError, UnknownName
from dipkb.event import Meeting, Visit
from dipkb.extract import Extractor
from dipkb.extract.plugins import Plugin as Loaded
from dipkb.extract.plugins import find, installed, names_of
from tests.plugins import install

TEXT = "The weather in the city was fine. Ngozi Okafor traded recipes with Petra Lindqvist at the hall, and the food was good."


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on the path with an installed package that names plug-ins."""
    install(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def article(text: str = TEXT) -> Article:
    return Article(id="a", text=text, published="2023-12-05")


def test_a_crf_finds_the_names_that_no_table_knows(packages: Path) -> None:
    told = "In the end petra lindqvist met foreign minister Wang Yi of China for talks on Monday."
    found = names_of(find(["crf"]), told, [(0, len(told))])
    assert ("petra lindqvist", "person") in [(told[s:e], kind) for s, e, kind in found]
    (met,) = Extractor(plugins=find(["crf"])).extract(article(told)).events
    assert {p.name for p in met.participants} == {"petra lindqvist", "Wang Yi"}
    assert not any(isinstance(e, Meeting) and len(e.participants) > 1 for e in Extractor().extract(article(told)).events)


def test_events_of_a_spacy_pipeline_come_in_with_their_words(packages: Path) -> None:
    reader = Extractor(plugins=find(["spacy"]))
    (met,) = [e for e in reader.extract(article()).events if isinstance(e, Meeting)]
    assert {p.name for p in met.participants} == {"Ngozi Okafor", "Petra Lindqvist"}
    assert (met.id, met.rule) == ("spacy-1", "plugin:spacy")
    assert all(TEXT[s.start : s.end] == s.exact for s in met.evidence)
    assert (reader.tally.taken, reader.tally.lines()) == (1, [])


def test_a_record_whose_words_do_not_stand_in_the_text_is_refused_and_counted(packages: Path) -> None:
    reader = Extractor(plugins=find(["invented"]))
    told = [e for e in reader.extract(article()).events if e.rule == "plugin:invented"]
    assert [type(e) for e in told] == [Visit]
    assert told[0].evidence[0].start == 0
    assert reader.tally.refused == {
        ("invented", "evidence that does not stand in the text"): 1,
        ("invented", "without evidence"): 1,
        ("invented", "no event record"): 2,
        ("invented", "a value that no record may have"): 1,
    }


def test_what_the_rules_told_is_not_told_twice(packages: Path) -> None:
    text = "President Xi Jinping met President Vladimir Putin in Beijing on Monday."
    own = Extractor().extract(article(text)).events

    def again(_: Article) -> list[Meeting]:
        return [e for e in own if isinstance(e, Meeting)]

    reader = Extractor(plugins=[Loaded("again", "events", again)])
    assert reader.extract(article(text)).events == own
    assert reader.tally.known == 1


def test_an_unknown_plugin_is_told_with_those_installed(packages: Path) -> None:
    assert {"crf", "spacy"} <= {e.name for e in installed()}
    with pytest.raises(UnknownName, match="Did you mean 'spacy'"):
        find(["spaci"])


def test_a_plugin_that_cannot_be_loaded_is_named(packages: Path) -> None:
    with pytest.raises(PluginError, match=r"'absent' cannot be loaded from tests\.plugins\.no_such_module"):
        find(["absent"])


@pytest.mark.parametrize("span", [(0, 9999, "person"), (5, 5, "person"), (0, 3, "planet"), "Xi", None])
def test_a_name_that_is_no_span_of_the_text_stops_the_plugin(span: object) -> None:
    with pytest.raises(PluginError, match="gave"):
        names_of([Loaded("p", "mentions", lambda text, sentences: [span])], TEXT, [(0, len(TEXT))])


def run(packages: Path, *args: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(packages), str(Path(__file__).parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])])
    call = [sys.executable, "-m", "dipkb", *args]
    return subprocess.run(call, input=stdin, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": path}, check=False)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_the_command_line_runs_plugins_and_says_what_it_refused(packages: Path, jobs: str) -> None:
    lines = "\n".join(json.dumps({"id": i, "text": TEXT, "published": "2023-12-05"}) for i in "abc")
    done = run(packages, "extract", "-", "--plugin", "spacy", "--plugin", "invented", "--jobs", jobs, stdin=lines)
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [r["article"]["id"] for r in told] == ["a", "b", "c"]
    assert all(any(e["rule"] == "plugin:spacy" for e in r["events"]) for r in told)
    assert "3 records of the plug-in 'invented' refused: without evidence." in done.stderr


def test_a_plugin_that_fails_is_told_for_each_article(packages: Path) -> None:
    done = run(packages, "extract", "-", "--plugin", "broken", stdin=json.dumps({"id": "a", "text": TEXT}))
    assert done.returncode == 3
    assert "The plug-in 'broken' failed (RuntimeError: no model for a)." in done.stderr


def test_the_plugins_installed_are_listed(packages: Path) -> None:
    assert "crf\tmentions\ttests.plugins.crf_names:names" in run(packages, "plugin", "list").stdout
