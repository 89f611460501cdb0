"""A further language is data: small parts of French and Spanish read their sentences, without a line of code of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from dipkb.errors import DataError
from dipkb.extract.framefiles import in_shape
from dipkb.resources import LANGUAGE, choose_language, languages

FOLDER = Path(__file__).parent / "cases" / "languages"
HERE = Path("words.yaml")
PUBLISHED = "2023-04-07"
CASES = {code: yaml.safe_load((FOLDER / f"{code}.yaml").read_text(encoding="utf-8"))["cases"] for code in ("fr", "es")}
EACH = [pytest.param(code, n, id=f"{code}: {case['text'][:40]}") for code, cases in CASES.items() for n, case in enumerate(cases)]


def extracted(language: str, texts: list[str], article_language: str = "") -> subprocess.CompletedProcess[str]:
    """What ``dipkb extract`` says of texts, in a process that reads the language."""
    articles = [
        {"id": f"a{n}", "text": text, "published": PUBLISHED, "language": article_language} for n, text in enumerate(texts)
    ]
    lines = "".join(json.dumps(article) + "\n" for article in articles)
    command = [sys.executable, "-m", "dipkb", "extract", "-", "--language", language]
    return subprocess.run(command, input=lines, capture_output=True, text=True, check=False, env=dict(os.environ))


@cache
def records(code: str) -> tuple[dict[str, Any], ...]:
    done = extracted(str(FOLDER / code), [case["text"] for case in CASES[code]])
    assert done.returncode == 0, done.stderr
    return tuple(map(json.loads, done.stdout.splitlines()))


def in_words(event: dict[str, Any]) -> str:
    if event["type"] == "Statement":
        return f"Statement by {event['speaker']['name']}: {event['content'].strip()}"
    start, end = event["start"], event["end"]
    when = start if start == end else f"{start} to {end}"
    where = f" {event['destination']}" if event["type"] == "Visit" else ""
    who = event["visitors" if event["type"] == "Visit" else "participants"]
    return f"{event['type']} {event['status']} {when or 'undated'}{where}: {', '.join(p['name'] for p in who)}"


@pytest.mark.parametrize(("code", "at"), EACH)
def test_sentences_of_a_language_are_read_with_its_data_alone(code: str, at: int) -> None:
    assert [in_words(event) for event in records(code)[at]["events"]] == CASES[code][at]["told"]


def test_an_article_in_another_language_than_the_one_read_is_refused() -> None:
    done = extracted(str(FOLDER / "fr"), ["The president met the chancellor in Oslo on Monday."], "en")
    assert done.returncode == 3
    assert "its language is given as 'en'; French is read ('--language' reads en)" in done.stderr


def test_a_language_without_words_reads_nothing_and_fails_nowhere(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "text.yaml").write_text("as_english: [language, token, sentence_end]\n")
    (tmp_path / "en" / "dates.yaml").write_text("as_english: [token, digits]\n")
    done = extracted(str(tmp_path / "en"), ["President Xi Jinping met President Emmanuel Macron in Beijing on 6 April 2023."])
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["events"] == []


def test_a_language_that_is_not_there_is_refused_with_those_that_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(LANGUAGE, raising=False)
    assert languages()[0] == "en"
    with pytest.raises(DataError, match=r"'xx' is no language that can be read \(en"):
        choose_language("xx")


def test_lists_a_language_does_not_give_are_empty_unless_it_says_they_are_as_in_english() -> None:
    english = {"words": ["a"], "table": {"x": ["b"], "y": 1}, "pattern": "c"}
    assert in_shape(english, {}, HERE) == {"words": [], "table": {"x": []}, "pattern": "(?!)"}
    assert in_shape(english, {"as_english": ["table"]}, HERE)["table"] == english["table"]


@pytest.mark.parametrize(
    ("own", "fault"),
    [
        ({"wrods": ["le"]}, "no rule asks for 'wrods'. Is it words"),
        ({"words": "le"}, "'words' is to be a list, as it is in English"),
        ({"forms": {"prepositions": {"off": ["de"]}}}, "no rule asks for 'off'. Is it of"),
        ({"forms": {"prepositions": {"of": "de"}}}, "'of' is to be a list"),
        ({"as_english": ["wrods"]}, "no rule asks for 'wrods'"),
    ],
)
def test_a_slip_in_the_data_of_a_language_is_told(own: dict[str, Any], fault: str) -> None:
    with pytest.raises(DataError, match=fault):
        in_shape({"words": ["a"], "forms": {"prepositions": {"of": ["of"]}}}, own, HERE)


@pytest.mark.parametrize("code", CASES)
def test_the_examples_of_its_frames_are_told(code: str) -> None:
    frames = yaml.safe_load((FOLDER / code / "events.yaml").read_text(encoding="utf-8"))["frames"]
    examples = [(frame["event"], example) for frame in frames for example in frame["examples"]]
    done = extracted(str(FOLDER / code), [example for _, example in examples])
    told = [{event["type"] for event in json.loads(line)["events"]} for line in done.stdout.splitlines()]
    assert [example for (event, example), types in zip(examples, told, strict=True) if event not in types] == []
