"""Review: what needs a person is listed with its words, what a person says is done, and a sheet does what commands do."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dipkb import pipeline
from dipkb.cli.app import main
from dipkb.cli.review import REASONS
from dipkb.corrections import Correction, from_json, to_json
from dipkb.errors import BadParameter, StoreError
from dipkb.event import ArticleEvents, Event
from dipkb.pipeline.lookup import read_corrections
from dipkb.review import SETTLING, findings
from dipkb.review.conflicts import conflicts
from dipkb.review.reports import by_iri, iri
from dipkb.review.sheets import LISTED, TO_FILL, json_lines, listed, read
from dipkb.review.values import value_of
from dipkb.store import open_store
from dipkb.validate import validate
from dipkb.vocab import shrink
from tests.query_graphs import records

CONFLICTS = yaml.load(
    (Path(__file__).parent / "cases" / "review" / "conflicts.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader
)
WHO = ("--by", "A. Reader", "--because", "looked it up", "--date", "2026-01-02")
Call = Callable[..., str]


def article(name: str) -> ArticleEvents:
    return next(one for graph in ("world", "review") for one in records(graph) if one.article.id == name)


def told_otherwise() -> ArticleEvents:
    """Another paper has the visit of article w1 begin a day earlier."""
    visit = article("w1").events[0]
    head = msgspec.structs.replace(article("w1").article, id="w0", publisher="Fourth Wire")
    return msgspec.structs.replace(
        article("w1"), article=head, events=(msgspec.structs.replace(visit, id="w0-visit", start="2023-03-19"),)
    )


EVERYTHING = [told_otherwise(), *records("world"), *records("review")]


RECORDS = {one.id for line in EVERYTHING for one in line.events}


def report(name: str) -> str:
    """The IRI of the report of a record, as a person types it."""
    line = next(line for line in EVERYTHING for one in line.events if one.id == name)
    return next(shrink(node) for node, one in by_iri(line).items() if one.id == name)


def build(folder: Path, lines: list[ArticleEvents]) -> None:
    with open_store(folder, create=True, write=True) as store:
        pipeline.build(lines, store)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("review") / "kb"
    build(folder, EVERYTHING)
    return folder


@pytest.fixture
def kb(built: Path, tmp_path: Path) -> Path:
    import shutil

    return Path(shutil.copytree(built, tmp_path / "kb"))


@pytest.fixture
def call(kb: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Run ``dipkb review …`` on the store, expect its exit code, and give what it said and wrote."""
    monkeypatch.delenv("DIPKB_AUTHOR", raising=False)

    def run(*args: str, code: int = 0) -> str:
        capsys.readouterr()
        assert main(["review", *args, "--store", str(kb)]) == code
        out, err = capsys.readouterr()
        return out if code == 0 and out else err

    return run


def dump(folder: Path) -> list[str]:
    with open_store(folder) as store:
        return list(store.lines())


def standing(folder: Path) -> tuple[Correction, ...]:
    with open_store(folder) as store:
        return read_corrections(store).all


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


# --- what needs a person ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CONFLICTS, ids=lambda case: case["name"])
def test_reports_contradict_each_other_where_not_all_can_be_right(case):
    told = {name: msgspec.convert(one, Event) for name, one in zip("abc", case["told"], strict=False)}
    assert dict(conflicts(told, {"diaoyutai-state-guesthouse": "beijing"})) == case["conflicts"]


EXPECTED = {
    "conflict": [
        ("start: 2023-03-19 ({w0-visit}), 2023-03-20 ({w1-visit}, {w2-visit})", {"w0-visit", "w1-visit", "w2-visit"}),
        ("start: 2022-09-15 ({w11-summit}), 2022-09-16 ({w5-summit})", {"w5-summit", "w11-summit"}),
    ],
    "near merge": [
        ("2023-09-06/2023-09-06; other: Meeting of Kamala Harris, Emmanuel Macron and Fumio Kishida", {"r2-two", "r2-three"}),
        ("2021-10/2021-10; other: Phone call of Joe Biden and Emmanuel Macron", {"r1-meeting", "r1-call"}),
    ],
    "unknown name": [
        ("Li Shangfu: without an id; named in 2 events", {"w9-sanction"}),
        ("Otto Neznal: without an id; named in 2 events", {"r3-neznal"}),
        ("Smith: without an id, the country, the whole name; named in 1 event", {"r3-smith"}),
    ],
    "low confidence": [("0.2, occurred", {"r2-three"}), ("0.4, planned", {"r1-meeting"})],
    "shape": [],
}


@pytest.mark.parametrize("reason", REASONS)
def test_what_needs_a_person_is_listed_with_its_reports_and_their_words(call, reason):
    found = rows(call("list", "--reason", reason, "--format", "csv"))
    assert {one["reason"] for one in found} <= {reason}
    for row, (detail, names) in zip(found, EXPECTED[reason], strict=True):
        ours = {name: report(name) for name in names}
        assert row["detail"].startswith(detail.format_map(ours))
        assert set(row["reports"].split("|")) == set(ours.values())
        assert all(row[column] for column in LISTED)


def test_the_words_of_a_row_are_those_that_carry_its_reports(call):
    row = next(
        one for one in rows(call("list", "--reason", "near merge", "--format", "csv")) if "Macron and Fumio" in one["what"]
    )
    words = (
        "Kamala Harris joined Macron and Kishida on September 6",
        "Emmanuel Macron and Fumio Kishida talked on September 6, 2023",
    )
    assert set(row["words"].split(" | ")) == set(words)


def test_reasons_of_the_command_line_are_those_there_are():
    assert tuple(SETTLING) == REASONS


def test_limit_and_below_narrow_the_list(call):
    assert len(rows(call("list", "--limit", "3", "--format", "csv"))) == 3
    assert len(rows(call("list", "--reason", "low confidence", "--below", "30", "--format", "csv"))) == 1


def test_what_was_accepted_is_not_listed_again(call):
    call("accept", report("r2-three"), *WHO)
    assert report("r2-three") not in call("list", "--reason", "low confidence", "--format", "csv")
    assert report("r2-three") in call("list", "--reason", "near merge", "--format", "csv")
    call("accept", report("r2-two"), *WHO)
    assert report("r2-three") not in call("list", "--reason", "near merge", "--format", "csv")


def test_list_is_read_while_another_process_writes(kb, call):
    with open_store(kb, write=True):
        assert rows(call("list", "--format", "csv"))
        assert call("reject", report("r2-three"), *WHO, code=4)


# --- deciding, and taking back ---------------------------------------------------------------------------------------

DECISIONS = {
    "accept": (["accept", "r2-three"], 'Harris, Emmanuel Macron and Fumio Kishida, 2023-09-06"@en', 1),
    "reject": (["reject", "r2-three"], 'Harris, Emmanuel Macron and Fumio Kishida, 2023-09-06"@en', 0),
    "merge": (["merge", "r2-three", "r2-two"], 'Macron, Fumio Kishida and Kamala Harris, 2023-09-06"@en', 1),
    "split": (["split", "w1-visit"], '"Visit of Xi Jinping to Russia', 2),
    "edit": (["edit", "r2-three", "--field", "end", "--value", "2023-09-07"], "Kishida, 2023-09-06 to 2023-09-07", 1),
    "edit of parties": (["edit", "r3-smith", "--field", "participants", "--value", "Xi Jinping|FRA"], "Xi Jinping and France", 1),
}


@pytest.mark.parametrize("name", DECISIONS)
def test_decision_is_done_told_and_taken_back_without_a_trace(kb, call, name):
    (decision, *args), label, number = DECISIONS[name]
    before = dump(kb)
    call(decision, *(report(arg) if arg in RECORDS else arg for arg in args), *WHO)
    after = [one for one in dump(kb) if "/2000/01/rdf-schema#label>" in one and "/graph/events>" in one and label in one]
    assert len(after) == number
    (row,) = rows(call("show", "--format", "csv"))
    assert (row["decision"].split()[0], row["by"], row["date"]) == (decision, "A. Reader", "2026-01-02")
    assert (row["because"], row["orphaned"]) == ("looked it up", "")
    call("undo", row["key"])
    assert dump(kb) == before


def test_report_is_named_by_iri_by_key_or_by_its_event(kb, call):
    whole = report("w7-visit")
    event = next(one["event"] for one in evidence_rows(kb) if shrink(one["report"]) == whole)
    for named in (whole, iri(whole), whole.rpartition("/")[2]):
        call("reject", named, *WHO)
        assert len(standing(kb)) == 1
        call("undo", standing(kb)[0].key)
    for named in (event, shrink(event), shrink(event).removeprefix("dipd:")):
        call("reject", named, *WHO)
        assert {one.article for one in standing(kb)[0].reports} == {"w7", "w8"}
        call("undo", standing(kb)[0].key)


def evidence_rows(folder: Path) -> list[dict[str, str]]:
    from dipkb.query import run

    with open_store(folder) as store:
        return run(store, "reports").dicts()


def test_store_with_corrections_conforms(kb, call):
    for (decision, *args), _, _ in sorted(DECISIONS.values(), key=lambda case: case[0][0] == "reject"):
        call(decision, *(report(arg) if arg in RECORDS else arg for arg in args), *WHO)
    assert [one for one in validate("\n".join(dump(kb)).encode()).results if "correction" in one.focus_node] == []


def test_author_is_asked_for_and_may_come_from_the_environment(kb, call, monkeypatch):
    decide = ("reject", report("r2-three"), "--because", "looked it up")
    assert "DIPKB_AUTHOR" in call(*decide, code=2)
    monkeypatch.setenv("DIPKB_AUTHOR", "B. Reader")
    call(*decide)
    assert [(one.author, one.date) for one in standing(kb)] == [("B. Reader", date.today().isoformat())]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("reject", "dipd:report/0123456789abcdef"), "The store has no report or event"),
        (("reject", "xi"), "'xi' is no report or event"),
        (("merge", "{r2-three}"), "a merge needs those of two events"),
        (("edit", "{r2-three}", "--field", "colour", "--value", "red"), "'colour' cannot be edited"),
        (("edit", "{r2-three}", "--field", "start", "--value", "soon"), "it is no date"),
        (("edit", "{r2-three}", "--field", "participants", "--value", "[1"), "begins like JSON"),
        (("reject", "{r2-three}", "--date", "today"), "'today' is no date"),
        (("reject", "{r2-three}", "--because", " "), "No reason is given"),
        (("undo", "0123456789abcdef"), "No correction that stands is called"),
    ],
)
def test_call_that_cannot_be_done_is_told_and_changes_nothing(kb, call, args, said):
    before = dump(kb)
    named = [arg.replace("{r2-three}", report("r2-three")) for arg in args]
    given = dict(zip(WHO[::2], WHO[1::2], strict=True)) if args[0] != "undo" else {}
    rest = [part for pair in given.items() if pair[0] not in args for part in pair]
    assert said in call(*named, *rest, code=2)
    assert dump(kb) == before


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("start", "2023", "2023"),
        ("end", "", None),
        ("places", "Beijing | Shanghai", ["Beijing", "Shanghai"]),
        ("places", "", []),
        ("places", '["a|b"]', ["a|b"]),
        ("title", "[draft", BadParameter),
    ],
)
def test_value_is_what_the_field_holds(field, text, value):
    if value is BadParameter:
        with pytest.raises(BadParameter):
            value_of(field, text)
    else:
        assert value_of(field, text) == value


def test_parties_are_known_by_name_and_others_keep_name_and_country():
    told = value_of("participants", "Xi Jinping|Belarus|RUS|European Union|Otto Neznal (CZE)")
    assert [(one["id"], one["kind"], one["country"]) for one in told] == [
        ("wd:Q15031", "person", "CHN"), ("wd:Q184", "country", "BLR"), ("wd:Q159", "country", "RUS"),
        ("wd:Q458", "organisation", None), (None, "person", "CZE"),
    ]  # fmt: skip


# --- sheets ----------------------------------------------------------------------------------------------------------

FILLED = {
    "Meeting of Emmanuel Macron and Fumio Kishida": {"decision": "merge", "because": "one text"},
    "Meeting of Smith": {"decision": "Edit", "field": "participants", "value": "Otto Neznal (CZE)|FRA", "because": "his alias"},
    "Meeting of Kamala Harris": {
        "decision": "reject",
        "because": "a typing error,\nand “more”",
        "by": "B. Reader",
        "date": "2026",
    },
}


def filled(sheet: list[dict[str, str]]) -> list[dict[str, str]]:
    return [row | next((cells for what, cells in FILLED.items() if row["what"].startswith(what)), {}) for row in sheet]


def as_csv(sheet: list[dict[str, str]], **how: str) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(sheet[0]), **how)  # type: ignore[arg-type]
    writer.writeheader()
    writer.writerows(sheet)
    return out.getvalue()


def as_json(sheet: list[dict[str, str]]) -> str:
    return "".join(json.dumps(row) + "\n" for row in sheet)


SHEETS: dict[str, Callable[[list[dict[str, str]]], str]] = {
    "csv": as_csv,
    "csv of a spreadsheet": lambda sheet: "\ufeff" + as_csv(sheet, delimiter=";"),
    "json lines": as_json,
}


@pytest.mark.parametrize("name", SHEETS)
def test_filled_sheet_does_what_commands_do(kb, call, tmp_path, name):
    before = dump(kb)
    sheet = tmp_path / "filled"
    exported = call("export", "--format", "csv" if name != "json lines" else "jsonl")
    todo = rows(exported) if name != "json lines" else [json.loads(line) for line in exported.splitlines()]
    assert {cell for row in todo for cell in (row[column] for column in TO_FILL)} == {""}
    sheet.write_text(SHEETS[name](filled(todo)), encoding="utf-8", newline="")
    call("import", str(sheet), "--by", "A. Reader", "--date", "2026-01-02")
    from_sheet = set(standing(kb))
    call("undo", *(one.key for one in from_sheet))
    assert dump(kb) == before
    call("merge", report("r2-two"), report("r2-three"), "--by", "A. Reader", "--date", "2026-01-02", "--because", "one text")
    party = ("--field", "participants", "--value", "Otto Neznal (CZE)|FRA")
    call("edit", report("r3-smith"), *party, "--by", "A. Reader", "--date", "2026-01-02", "--because", "his alias")
    key = next(one.key for one in standing(kb) if one.decision == "merge")
    call("undo", key)
    because = FILLED["Meeting of Kamala Harris"]["because"]
    call("reject", report("r2-three"), "--by", "B. Reader", "--date", "2026", "--because", because)
    assert from_sheet >= set(standing(kb))
    assert {one.decision for one in from_sheet} == {"merge", "edit", "reject"}


def test_faulty_lines_are_told_with_their_numbers_and_nothing_is_changed(kb, call, tmp_path):
    todo = filled(rows(call("export", "--format", "csv")))
    faults = [{"decision": "perhaps"}, {"decision": "reject"}, {"decision": "accept", "because": "x", "words": "others"}]
    bad = [row | fault for row, fault in zip(todo, faults, strict=False)]
    sheet = tmp_path / "bad.csv"
    sheet.write_text(as_csv([*bad, *todo[len(bad) :]]), encoding="utf-8", newline="")
    before = dump(kb)
    said = call("import", str(sheet), "--by", "A. Reader", code=3)
    assert [line.partition(": ")[0] for line in said.splitlines()[:-1]] == [f"{sheet}:{n}" for n in (2, 3, 4)]
    assert "nothing was changed" in said.splitlines()[-1]
    assert dump(kb) == before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a,b\n1,2\n", "no column reports and no column decision"),
        ('reports,decision\n"x', "this is no CSV"),
        ("reports,decision\n1,accept,3\n", "the line has 3 cells"),
        ("\udcff", "no UTF-8 text"),
        ('{"decision": "accept"\n', "bad.csv:1"),
        ('{"decision": "adopt", "author": "A", "date": "2026"}\n', "bad.csv:1"),
        ("reports,decision,because,by\nxi,accept,x,A. Reader\n", "bad.csv:2: 'xi' is no report or event"),
        ("reports,decision,because\n,accept,x\n", "bad.csv:2"),
    ],
)
def test_file_that_is_no_sheet_is_told(call, tmp_path, content, said):
    sheet = tmp_path / "bad.csv"
    sheet.write_bytes(content.encode("utf-8", "surrogateescape"))
    assert said in call("import", str(sheet), code=3)


def test_corrections_of_one_store_are_taken_into_another(kb, call, tmp_path):
    build(tmp_path / "other", EVERYTHING)
    call("reject", report("r2-three"), *WHO)
    call("edit", report("r3-smith"), "--field", "places", "--value", "Paris|Lyon", *WHO)
    (tmp_path / "all.jsonl").write_text(call("show", "--format", "jsonl"), encoding="utf-8")
    assert main(["review", "import", str(tmp_path / "all.jsonl"), "--store", str(tmp_path / "other")]) == 0
    assert dump(tmp_path / "other") == dump(kb)


cells = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)


@given(st.lists(st.fixed_dictionaries(dict.fromkeys((*LISTED, *TO_FILL), cells)), min_size=1, max_size=4))
@settings(deadline=None)
def test_what_is_written_in_a_sheet_is_read_from_it(sheet):
    decided = [row | {"decision": row["decision"].strip() or "accept"} for row in sheet]
    for written in SHEETS.values():
        lines, faults = read(written(decided).encode("utf-8"), "sheet")
        assert not faults
        assert [line.cells for line in lines] == decided


@given(st.lists(st.sampled_from(["reject", "accept", "split"]), min_size=1, max_size=3))
def test_corrections_as_they_are_written_are_read_back(decisions):
    from dipkb.corrections import Told

    made = [
        Correction(decision=decision, author="A", date="2026", reports=(Told(article="a", type="Visit"),))  # type: ignore[arg-type]
        for decision in decisions
    ]
    lines, faults = read("".join(to_json(one) + "\n" for one in made).encode(), "sheet")
    assert (not faults, [line.whole for line in lines]) == (True, made)
    assert [from_json(to_json(one)) for one in made] == made


def test_rows_as_json_have_every_column(kb):
    with open_store(kb) as store:
        sheet = json_lines(listed(findings(store, ["near merge"]), to_fill=True))
    assert {tuple(json.loads(line)) for line in sheet.splitlines()} == {(*LISTED, *TO_FILL)}


# --- orphans ---------------------------------------------------------------------------------------------------------


def test_orphaned_corrections_are_told_by_build_and_show_and_kept(kb, call, tmp_path, capsys):
    call("reject", report("r2-three"), *WHO)
    call("accept", report("r3-smith"), *WHO)
    changed = msgspec.structs.replace(article("r2"), events=article("r2").events[:1])
    (tmp_path / "r2.jsonl").write_bytes(msgspec.json.encode(changed) + b"\n")
    assert main(["build", str(tmp_path / "r2.jsonl"), "--store", str(kb)]) == 0
    assert "1 correction is orphaned: dipkb review show" in capsys.readouterr().err
    told = {row["decision"]: row["orphaned"] for row in rows(call("show", "--format", "csv"))}
    assert told == {"reject": "no Meeting in r2 rests on these words any more", "accept": ""}
    build(kb, [article("r2")])
    assert {row["orphaned"] for row in rows(call("show", "--format", "csv"))} == {""}


def test_store_without_event_records_is_not_corrected(kb, call, tmp_path):
    with open_store(tmp_path / "copy", create=True, write=True) as store:
        store.load([write_dump(kb, tmp_path)])
    with open_store(tmp_path / "copy") as store:
        assert {one.reason for one in findings(store)} == {"near merge", "unknown name", "low confidence"}
    assert main(["review", "reject", report("r2-three"), "--store", str(tmp_path / "copy"), *WHO]) == StoreError.exit_code


def write_dump(folder: Path, at: Path) -> Path:
    (at / "kb.nq").write_text("\n".join(dump(folder)) + "\n", encoding="utf-8")
    return at / "kb.nq"
