"""A removed article leaves no trace but that it was removed: not in the graph, not in the records, not in the files' bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from dipkb import pipeline
from dipkb.corrections import Correction, Corrections, to_json
from dipkb.corrections import told as named
from dipkb.errors import BadParameter, StoreError, UnknownName
from dipkb.event import ArticleEvents, ArticleHead, Meeting, Party, Span, Statement, Visit
from dipkb.pipeline.ledger import FILE, Ledger
from dipkb.pipeline.removal import Removal, remove
from dipkb.store import open_store
from tests.test_cli import run as command

XI, PUTIN = Party(name="Xi Jinping", id="wd:Q15031", country="CHN"), Party(name="Vladimir Putin", id="wd:Q7747", country="RUS")
QUX = Party(name="Zebedee Quxworth", role="Envoy for Zeppelins", country="CHN")
TEXT = "Zebedee Quxworth flew to Moscow by zeppelin. Xi met Putin there. “Zeppelins unite us all, as do kites,” said Quxworth."


def span(words: str) -> tuple[Span, ...]:
    return (Span(start=TEXT.index(words), end=TEXT.index(words) + len(words), exact=words),)


def article(name: str, *events: Visit | Meeting | Statement, text: str = "Xi met Putin.") -> ArticleEvents:
    head = ArticleHead(id=name, published="2023-03-21", title=f"Headline of {name}", publisher=f"Publisher of {name}",
                       url=f"https://example.org/{name}")  # fmt: skip
    return ArticleEvents(article=head, events=events, text=text)


MET = Meeting(id="m", participants=(XI, PUTIN), start="2023-03-20")
ZULU = article(
    "zulu-7",
    Visit(id="v", visitors=(QUX,), destination="RUS", start="2023-03-20", places=("Zeppelin Field",),
          evidence=span("flew to Moscow")),
    Meeting(id="m", participants=(XI, PUTIN), start="2023-03-20", evidence=span("Xi met Putin there.")),
    Statement(id="s", speaker=QUX, quoted=True, content="Zeppelins unite us all, as do kites", date="2023-03-20"),
    text=TEXT,
)  # fmt: skip
OTHERS = [article("first", MET), article("second", MET, Visit(id="v", visitors=(XI,), destination="RUS", start="2023-03-20"))]
TRACES = ("zeppelin", "quxworth", "headline of zulu-7", "publisher of zulu-7", "example.org/zulu-7", "article/zulu-7")


def build(folder: Path, records: list[ArticleEvents]) -> None:
    with open_store(folder, create=True, write=True) as store:
        pipeline.build(records, store)


def take_out(folder: Path, *names: str) -> Removal:
    with open_store(folder, write=True) as store:
        return remove(store, names, author="A. Reader", date="2026-01-02", reason="withdrawn")


def lines(folder: Path) -> list[str]:
    with open_store(folder) as store:
        return list(store.lines())


def rows(folder: Path) -> Iterator[object]:
    """All rows of the ledger, its packed lines unpacked."""
    with Ledger.reading(folder) as opened:
        assert opened
        ledger, _ = opened
        tables = ("about", "articles", "addresses", "reports", "events", "facts", "pending")
        for table in tables:
            yield from (row for row in ledger.connection.execute(f"SELECT * FROM {table}"))
        yield from ledger.records()
        for (key,) in ledger.connection.execute("SELECT key FROM events"):
            yield from ledger.facts_of(key)


def is_tombstone(line: str) -> bool:
    return line.startswith("<https://w3id.org/dipkb/id/correction/") and '"zulu-7"' in line.replace("\\", "")


def test_what_is_left_is_the_graph_of_the_other_articles_and_the_tombstone(tmp_path):
    build(tmp_path / "kb", [*OTHERS, ZULU])
    build(tmp_path / "others", OTHERS)
    take_out(tmp_path / "kb", "zulu-7")
    left = [one for one in lines(tmp_path / "kb") if "/graph/corrections>" not in one]
    assert left == lines(tmp_path / "others")


@pytest.mark.parametrize("trace", TRACES)
def test_no_quad_and_no_row_has_a_word_of_it(tmp_path, trace):
    build(tmp_path / "kb", [*OTHERS, ZULU])
    assert trace in str([*lines(tmp_path / "kb")]).casefold()
    take_out(tmp_path / "kb", "zulu-7")
    told = [*lines(tmp_path / "kb"), *map(str, rows(tmp_path / "kb"))]
    assert [one for one in told if trace in one.casefold()] == []
    assert [one for one in told if "zulu-7" in one and not is_tombstone(one)] == []


def test_no_file_keeps_its_bytes(tmp_path):
    build(tmp_path / "kb", [*OTHERS, ZULU])
    before = {path.name for path in tmp_path.rglob("*") if path.is_dir()}
    with Ledger.reading(tmp_path / "kb") as opened:
        assert opened
        (packed,) = opened[0].connection.execute("SELECT line FROM articles WHERE id = 'zulu-7'").fetchone()
    assert packed in (tmp_path / "kb" / FILE).read_bytes()
    take_out(tmp_path / "kb", "zulu-7")
    data = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(packed in one or b"uxworth" in one for one in data)
    after = {path.name for path in tmp_path.rglob("*") if path.is_dir()}
    assert before & after == {"kb"}


def test_what_went_is_told(tmp_path):
    build(tmp_path / "kb", [*OTHERS, ZULU])
    gone = take_out(tmp_path / "kb", "zulu-7")
    assert (gone.articles, gone.events, gone.kept, gone.reports, gone.corrections) == (1, 2, 1, 3, 0)
    assert (gone.outcome.articles, gone.outcome.events) == (2, 2)
    assert str(gone).startswith(
        "Removed: 1 article, 3 reports and the 2 events that only it told of; 1 event stays, told by others."
    )


def test_event_that_all_removed_articles_tell_of_goes(tmp_path):
    build(tmp_path / "kb", [*OTHERS, ZULU])
    gone = take_out(tmp_path / "kb", "first", "second", "zulu-7", "first")
    assert (gone.articles, gone.events, gone.kept, gone.outcome.quads) == (3, 4, 0, len(lines(tmp_path / "kb")))


def correction(decision: str, *records: ArticleEvents) -> Correction:
    reports = tuple(named(record, record.events[1] if record is ZULU else record.events[0]) for record in records)
    return Correction(decision=decision, author="C. D.", date="2025-01-01", reports=reports)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("made", "left"),
    [
        (correction("accept", ZULU), []),
        (correction("accept", ZULU, OTHERS[0]), [correction("accept", OTHERS[0])]),
        (correction("merge", ZULU, OTHERS[0]), []),
        (correction("merge", ZULU, *OTHERS), [correction("merge", *OTHERS)]),
        (correction("reject", OTHERS[0]), [correction("reject", OTHERS[0])]),
    ],
)
@pytest.mark.parametrize("first", ["decision", "removal"])
def test_other_corrections_keep_no_word_of_it(tmp_path, made, left, first):
    build(tmp_path / "kb", [*OTHERS, ZULU])
    for step in ("decision", "removal") if first == "decision" else ("removal", "decision"):
        if step == "removal":
            assert take_out(tmp_path / "kb", "zulu-7").corrections == (first == "decision" and left != [made])
        else:
            with open_store(tmp_path / "kb", write=True) as store:
                pipeline.correct(store, [made])
    tombstone = Correction(decision="remove", author="A. Reader", date="2026-01-02", reason="withdrawn", article="zulu-7")
    stand = set(Corrections([*left, tombstone]).all)
    told = [one for one in lines(tmp_path / "kb") if '#asWritten> "' in one]
    assert len(told) == len(stand)
    assert all(any(to_json(one).replace('"', '\\"') in line for line in told) for one in stand)


@pytest.mark.parametrize(
    ("names", "error", "words"),
    [
        (["zulu-8"], UnknownName, "Did you mean 'zulu-7'"),
        (["first", "zulu-8"], UnknownName, "zulu-8"),
        ([""], UnknownName, "No article is called ''"),
        (["gone"], BadParameter, "removed before, by A. Reader on 2026-01-02"),
    ],
)
def test_article_that_is_not_there_is_an_error_and_nothing_is_removed(tmp_path, names, error, words):
    build(tmp_path / "kb", [*OTHERS, ZULU, article("gone", MET)])
    take_out(tmp_path / "kb", "gone")
    before = lines(tmp_path / "kb")
    with pytest.raises(error, match=words):
        take_out(tmp_path / "kb", *names)
    assert lines(tmp_path / "kb") == before


def test_store_without_event_records_says_so(tmp_path):
    build(tmp_path / "kb", [ZULU])
    with open_store(tmp_path / "kb") as store:
        store.dump(tmp_path / "kb.nq", "nquads")
    with open_store(tmp_path / "loaded", create=True, write=True) as store:
        store.load([tmp_path / "kb.nq"])
    with pytest.raises(StoreError, match="keeps no event records"):
        take_out(tmp_path / "loaded", "zulu-7")


def test_build_skips_a_removed_article_and_says_so(tmp_path):
    for name, said in (("a1", "Xi Jinping met Vladimir Putin in Moscow."), ("b1", "Xi Jinping arrived in Moscow.")):
        told = {"id": name, "title": "T", "published": "2023-03-21", "text": said}
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(told) + "\n")
    files, where = [str(tmp_path / "a1.jsonl"), str(tmp_path / "b1.jsonl")], ("--store", str(tmp_path / "kb"))
    assert command("build", *files, *where).returncode == 0
    done = command("remove", "a1", *where, "--by", "A. Reader", "--because", "withdrawn", "--date", "2026-01-02")
    assert (done.returncode, done.stdout, done.stderr[:20]) == (0, b"", b"Removed: 1 article, ")
    again = command("build", *files, *where)
    assert again.returncode == 0
    assert "a1: it was removed from this store" in again.stderr.decode()
    assert "The store holds 1 article," in again.stderr.decode()
    wrong = command("remove", "b1", *where, "--by", "A. Reader", "--because", "withdrawn", "--date", "yesterday")
    assert (wrong.returncode, "which is no date" in wrong.stderr.decode()) == (2, True)
