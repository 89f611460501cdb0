"""Reading on several processes gives what one gives, and a killed process loses nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest

from dipkb.article import Article
from dipkb.cli import main
from dipkb.errors import DataError, InputError
from dipkb.event import ArticleEvents, Meeting, to_json
from dipkb.extract import Extractor
from dipkb.extract.plugins import Tally
from dipkb.pipeline import extracting
from dipkb.pipeline.extracting import Reading, Settings
from tests.plugins import install

TEXT = "President Xi Jinping met President Vladimir Putin in Beijing on Monday, and the two spoke for an hour."


def articles(count: int) -> Iterator[Article]:
    return (Article(id=f"a{n}", text=TEXT, published=f"2023-12-{n % 28 + 1:02}") for n in range(count))


def reading(jobs: int, errors: list[InputError] | None = None, settings: Settings | None = None) -> Reading:
    return Reading(settings or Settings(), jobs, (errors if errors is not None else []).append, Tally())


def test_two_processes_give_the_bytes_that_one_gives() -> None:
    alone, shared = (list(map(to_json, reading(jobs).records(articles(30)))) for jobs in (1, 2))
    assert alone == shared
    assert len(alone) == 30


@pytest.fixture
def killing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings by which the article a12 kills the process that reads it."""
    install(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("DIPKB_TEST_KILL", "a12")
    return Settings(plugins=("killing",))


def test_a_process_that_is_killed_loses_nothing(killing: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DIPKB_TEST_ONCE", str(tmp_path / "killed"))
    errors: list[InputError] = []
    told = [r.article.id for r in reading(2, errors, killing).records(articles(60))]
    assert (tmp_path / "killed").exists()
    assert told == [f"a{n}" for n in range(60)]
    assert errors == []


def test_an_article_that_kills_its_process_twice_is_told_and_the_rest_is_read(killing: Settings) -> None:
    errors: list[InputError] = []
    told = [r.article.id for r in reading(2, errors, killing).records(articles(20))]
    assert told == [f"a{n}" for n in range(20) if n != 12]
    assert ["'a12'" in str(e) for e in errors] == [True]


def test_records_pass_through_and_errors_keep_their_place() -> None:
    record = ArticleEvents(article=Article(id="r", text=TEXT).head(), events=())
    items = [Article(id="f", text="Le président est arrivé", language="fr"), record, *articles(1)]
    for jobs in (1, 2):
        errors: list[InputError] = []
        assert [r.article.id for r in reading(jobs, errors).records(items)] == ["r", "a0"]
        assert ["'f'" in str(e) for e in errors] == [True]


def test_a_folder_of_own_tables_adds_a_person_without_code(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("key,name,country,source\nzz:1,Zora Quill,BLR,own\n")
    (tmp_path / "sources.csv").write_text("code,title,licence\nown,My own notes,CC0\n")
    told = Article(
        id="a", text="Zora Quill met Chinese Foreign Minister Wang Yi in Minsk on Monday for talks.", published="2023-12-05"
    )
    (record,) = reading(1, settings=Settings(gazetteer=(tmp_path,))).records([told])
    (met,) = [e for e in record.events if isinstance(e, Meeting)]
    assert [p.country for p in met.participants if p.name == "Zora Quill"] == ["BLR"]


def test_a_faulty_table_is_told_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("key,nickname\n")
    with pytest.raises(DataError, match=r"people\.csv:1"):
        next(reading(2, settings=Settings(gazetteer=(tmp_path,))).records(articles(1)))


def test_the_future_of_a_gone_process_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone:
        def submit(self, *_: object) -> Future[object]:
            raise extracting.BrokenProcessPool

    assert extracting._submit(Gone(), []) is None  # type: ignore[arg-type]


@pytest.mark.parametrize("read", ["extract", "build"])
def test_an_article_that_a_rule_fails_on_is_told_and_the_others_are_read(
    read: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = Extractor.extract

    def failing(self: Extractor, article: Article) -> ArticleEvents:
        return [][1] if article.id == "b" else whole(self, article)

    monkeypatch.setattr(Extractor, "extract", failing)
    news = tmp_path / "news.jsonl"
    told = "Xi Jinping met Emmanuel Macron in Paris on Monday."
    news.write_text("".join(json.dumps({"id": i, "text": told, "published": "2023-12-05"}) + "\n" for i in "abc"))
    assert main(["extract", str(news)] if read == "extract" else ["build", str(news), "--store", str(tmp_path / "kb")]) == 3
    out, err = capsys.readouterr()
    assert "article 'b' was not read: a fault of dipkb itself, IndexError in test_extracting.py" in err
    assert [json.loads(line)["article"]["id"] for line in out.splitlines()] == ["a", "c"] or read == "build"
