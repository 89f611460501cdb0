"""The dyad-year panel: every pair and year once, events counted once, numbers that other data join on."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dipkb import pipeline
from dipkb.cli import main
from dipkb.errors import CallError
from dipkb.event import Agreement, ArticleEvents, ArticleHead, Event, Meeting, Party, Sanction, Visit
from dipkb.gazetteer import check, load
from dipkb.panel import FIRST_YEAR, Scope, dictionary, leaders, renamed, states
from dipkb.panel.counts import EACH_WAY, MEASURES
from dipkb.panel.files import write
from dipkb.panel.states import States
from dipkb.query import run
from dipkb.store import open_store
from dipkb.triples import quads
from tests.query_graphs import Oxigraph, oxigraph

CODES = yaml.safe_load((Path(__file__).parent / "cases" / "panel" / "codes.yaml").read_text(encoding="utf-8"))
XI, PUTIN = Party(name="Xi Jinping", id="wd:Q15031", country="CHN"), Party(name="Vladimir Putin", id="wd:Q7747", country="RUS")
GUTERRES = Party(name="António Guterres", id="wd:Q313827")
CHINA, RUSSIA = (Party(name=name, kind="country", country=code) for name, code in (("China", "CHN"), ("Russia", "RUS")))
BOTH = {"participants": (XI, PUTIN)}


def dicts(table: Any, names: str = "dipkb") -> list[dict[str, Any]]:
    columns = [column.name for column in renamed(table.columns, names)]
    return [dict(zip(columns, row, strict=True)) for row in table.rows()]


def told(row: dict[str, Any]) -> dict[str, tuple[int, int]]:
    """The measures that are not zero, as events and reports."""
    return {m: (row[m], row[f"{m}_reports"]) for m in MEASURES if row[m]}


def of(rows: list[dict[str, Any]], a: str, b: str, year: int) -> dict[str, tuple[int, int]]:
    (row,) = [row for row in rows if (row["iso3_a"], row["iso3_b"], row["year"]) == (a, b, year)]
    return told(row)


def graph(*events: Event) -> Oxigraph:
    """A store of these events, each in an article of its own."""
    import pyoxigraph

    from dipkb.merge import merge

    records = [ArticleEvents(article=ArticleHead(id=f"a{n}"), events=(event,)) for n, event in enumerate(events)]
    store = pyoxigraph.Store()
    store.load("\n".join(quads(merge(records), records, load())).encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    return Oxigraph(store, union=True)


def pair(*events: Event, years: tuple[int, int] = (2023, 2023), directed: bool = False) -> list[dict[str, Any]]:
    return dicts(states(graph(*events), Scope(*years, countries=("CHN", "RUS"), directed=directed)))


# --- what is a state ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CODES, ids=lambda c: f"{c['iso3']}-{c['year']}")
def test_a_state_has_the_numbers_that_the_lists_give_it(case: dict[str, Any]) -> None:
    held = [code for code in load().codes[case["iso3"]] if code.covers(case["year"])]
    numbers = [(code.cow, code.gwno) for code in held] or [(None, None)]
    assert numbers == [(case["cow"], case["gwno"])]


@pytest.mark.parametrize(("system", "year", "members"), [("cow", 1955, 84), ("cow", 1960, 107), ("cow", 2016, 195)])
def test_a_list_has_as_many_members_as_it_is_known_to_have(system: Any, year: int, members: int) -> None:
    assert len(set(States(load(), Scope(year, year, system)).in_year(year).values())) == members


@given(st.integers(FIRST_YEAR, 2030), st.sampled_from(["gw", "cow"]))
def test_no_two_states_of_a_year_share_a_number_or_a_code(year: int, system: Any) -> None:
    members = set(States(load(), Scope(year, year, system)).in_year(year).values())
    assert len({state.number(system) for state in members}) == len({state.iso3 for state in members}) == len(members)


def test_a_state_that_passes_its_number_on_within_the_year_is_one() -> None:
    members = States(load(), Scope(1991, 1991)).in_year(1991)
    assert members["SUN"] == members["RUS"]
    assert members["SUN"].iso3 == "RUS"


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("iso3,cow,gwno,from,until\nXXX,1,1,,\n", "no country of countries.csv"),
        ("iso3,cow,gwno,from,until\nVAT,2,,,\n", "the number 2 in 'cow' is held until 9999 by"),
        ("iso3,cow,gwno,from,until\nVAT,327a,,,\n", "no number from 1 to 999"),
        ("iso3,cow,gwno,from,until\nVAT,328,,1929-02-11,\n", "no year"),
        ("iso3,cow,gwno,from,until\nVAT,328,,2001,1999\n", "before it starts"),
    ],
)
def test_the_check_names_what_is_wrong_with_a_number(tmp_path: Path, table: str, says: str) -> None:
    (tmp_path / "codes.csv").write_text(table, encoding="utf-8")
    assert any(says in fault and "codes.csv:" in fault for fault in check([tmp_path]))


# --- what is counted -----------------------------------------------------------------------------------------------------


def test_every_pair_of_states_has_every_year_once() -> None:
    rows = dicts(states(oxigraph("world"), Scope(2021, 2023)))
    members = {year: set(States(load(), Scope(year, year)).in_year(year).values()) for year in (2021, 2022, 2023)}
    assert len(rows) == sum(len(there) * (len(there) - 1) // 2 for there in members.values())
    assert len({(row["year"], row["dyad"]) for row in rows}) == len(rows)
    assert [row["year"] for row in rows] == sorted(row["year"] for row in rows)
    assert all(row["gwno_a"] < row["gwno_b"] for row in rows)


def test_events_that_took_place_are_counted_once_with_their_reports() -> None:
    rows = dicts(states(oxigraph("world"), Scope(2011, 2023)))
    assert of(rows, "RUS", "CHN", 2022) == {
        "meetings_in_person": (2, 3),
        "meetings_multilateral": (1, 2),
        "visits_ab": (1, 1),
    }
    assert of(rows, "RUS", "CHN", 2023) == {"meetings_in_person": (1, 1), "visits_ba": (2, 3), "agreements_signed": (1, 1)}
    assert of(rows, "UKR", "CHN", 2023) == {"calls": (1, 1)}
    assert of(rows, "USA", "CHN", 2018) == {"sanctions_imposed_ab": (1, 1)}
    assert of(rows, "RUS", "CHN", 2021) == {}


def test_the_counts_are_those_of_the_shipped_questions() -> None:
    world = oxigraph("world")
    rows = {(r["year"], *sorted((r["iso3_a"], r["iso3_b"]))): r for r in dicts(states(world, Scope(2011, 2023)))}
    for found in run(world, "country-pairs").dicts():
        row = rows[int(found["year"]), found["country_a"], found["country_b"]]
        met = sum(row[m] for m in ("meetings_in_person", "calls", "meetings_unknown_mode")) - row["meetings_multilateral"]
        assert met == int(found["meetings"])
    for found in run(world, "return-visits", {"year": "2023"}).dicts():
        row = rows[2023, found["country_a"], found["country_b"]]
        assert row["visits_ab"] + row["visits_ba"] == int(found["a_to_b"]) + int(found["b_to_a"])


def stay(**more: Any) -> Visit:
    return Visit(id="e", visitors=(XI,), destination="RUS", **more)


def act(action: Any, sender: Party, target: Party) -> Sanction:
    return Sanction(id="e", action=action, senders=(sender,), targets=(target,), start="2023")


ONE = {
    "in person": (Meeting(id="e", mode="in-person", start="2023-03-20", **BOTH), {"meetings_in_person": (1, 1)}),
    "by phone": (Meeting(id="e", mode="phone", start="2023-03", **BOTH), {"calls": (1, 1)}),
    "by video": (Meeting(id="e", mode="video", start="2023", **BOTH), {"calls": (1, 1)}),
    "no source says how": (Meeting(id="e", start="2023-12-31", **BOTH), {"meetings_unknown_mode": (1, 1)}),
    "over the turn of the year": (stay(start="2023-12-30", end="2024-01-02"), {"visits_ba": (1, 1)}),
    "begun the year before": (stay(start="2022-12-30", end="2023-01-02"), {}),
    "a winter": (Meeting(id="e", start="2022-24", **BOTH), {"undecided": (1, 1)}),
    "a decade": (Visit(id="e", visitors=(PUTIN,), destination="CHN", start="202X"), {"undecided": (1, 1)}),
    "undated": (Meeting(id="e", **BOTH), {}),
    "planned": (Meeting(id="e", status="planned", start="2023-03-20", **BOTH), {}),
    "cancelled": (stay(status="cancelled", start="2023-03-20"), {}),
    "at home": (Visit(id="e", visitors=(XI,), destination="CHN", start="2023-03-20"), {}),
    "imposed": (act("impose", CHINA, PUTIN), {"sanctions_imposed_ba": (1, 1)}),
    "eased": (act("ease", RUSSIA, CHINA), {"sanctions_eased_ab": (1, 1)}),
    "lifted": (act("lift", RUSSIA, CHINA), {"sanctions_lifted_ab": (1, 1)}),
    "threatened": (act("threaten", RUSSIA, CHINA), {}),
    "signed": (Agreement(id="e", action="sign", parties=(RUSSIA, CHINA), date="2023-03-21"), {"agreements_signed": (1, 1)}),
    "proposed": (Agreement(id="e", action="propose", parties=(RUSSIA, CHINA), date="2023-03-21"), {}),
    "with who stands for no state": (Meeting(id="e", participants=(GUTERRES, XI), start="2023-03-20"), {}),
}  # fmt: skip


@pytest.mark.parametrize("name", ONE)
def test_one_event_counts_in_its_column_and_year_and_nowhere_else(name: str) -> None:
    event, counts = ONE[name]
    (row,) = pair(event)
    assert (row["iso3_a"], row["iso3_b"]) == ("RUS", "CHN")
    assert told(row) == counts


def test_the_head_of_an_organisation_does_not_stand_for_the_own_country() -> None:
    met = Meeting(id="e", participants=(GUTERRES, XI), start="2023-03-20")
    (row,) = dicts(states(graph(met), Scope(2023, 2023, countries=("CHN", "PRT"))))
    assert told(row) == {}


def test_an_event_of_no_certain_year_stands_in_each_year_it_may_lie_in() -> None:
    rows = pair(Meeting(id="e", start="2022-24", **BOTH), years=(2021, 2024))
    assert [row["undecided"] for row in rows] == [0, 1, 1, 0]


def test_a_directed_panel_tells_each_pair_from_both_sides() -> None:
    rows = dicts(states(oxigraph("world"), Scope(2022, 2023, countries=("CHN", "RUS", "UKR", "IND"), directed=True)))
    by_key = {(row["year"], row["iso3_a"], row["iso3_b"]): row for row in rows}
    assert len(rows) == 2 * 4 * 3
    for (year, a, b), row in by_key.items():
        other = by_key[year, b, a]
        for name in EACH_WAY:
            assert row[f"{name}_ab"] == other[f"{name}_ba"]
        assert row["meetings_in_person"] == other["meetings_in_person"]


def test_named_countries_have_rows_whether_or_not_a_list_has_them() -> None:
    rows = dicts(states(oxigraph("world"), Scope(2022, 2022, countries=("VAT", "CHN"))))
    assert [(row["iso3_a"], row["iso3_b"], row["gwno_b"], row["dyad"]) for row in rows] == [("CHN", "VAT", None, None)]


def test_what_has_no_rows_is_told() -> None:
    pope = Visit(id="e", visitors=(XI,), destination="VAT", start="2023-03-20")
    table = states(graph(pope), Scope(2023, 2023))
    assert sum(1 for _ in table.rows()) == table.account.rows
    assert table.account.outside == {"VAT": 1}
    assert not table.account.counted


# --- leaders ---------------------------------------------------------------------------------------------------------------


def test_leaders_that_met_have_all_the_years_that_both_were_in_office() -> None:
    rows = [
        row for row in dicts(leaders(oxigraph("world"), Scope(2010, 2023))) if (row["qid_a"], row["qid_b"]) == ("Q7747", "Q15031")
    ]
    assert [row["year"] for row in rows] == list(range(2012, 2024))
    assert {(row["iso3_a"], row["iso3_b"], row["in_office_a"], row["in_office_b"]) for row in rows} == {("RUS", "CHN", 1, 1)}
    assert {row["year"]: told(row) for row in rows if told(row)} == {
        2022: {"meetings_in_person": (2, 3), "meetings_multilateral": (1, 2), "visits_ab": (1, 1)},
        2023: {"meetings_in_person": (1, 1), "visits_ba": (1, 2)},
    }


def test_leaders_that_no_event_brings_together_have_no_row() -> None:
    pairs = {(row["leader_a"], row["leader_b"]) for row in dicts(leaders(oxigraph("world"), Scope(2022, 2023)))}
    assert ("Narendra Modi", "Xi Jinping") in pairs
    assert not any("Joe Biden" in names for names in pairs)


# --- files -----------------------------------------------------------------------------------------------------------------


def test_a_frame_of_peacesciencer_joins_row_by_row() -> None:
    """A frame as create_dyadyears(system = "cow") makes it: ordered pairs of Correlates of War numbers, and the year."""
    table = states(oxigraph("world"), Scope(1989, 2023, "cow", directed=True))
    panel = {(row["ccode1"], row["ccode2"], row["year"]): row for row in dicts(table, "peacesciencer")}
    numbers = {2: 1989, 200: 1989, 255: 1990, 345: 1989, 365: 1989, 369: 1991, 679: 1990, 710: 1989}
    frame = [
        (a, b, y) for a in numbers for b in numbers for y in range(1989, 2024) if a != b and y >= max(numbers[a], numbers[b])
    ]
    assert len(panel) == table.account.rows
    assert set(frame) <= set(panel)
    assert panel[710, 365, 2023]["visits_12"] == 2
    assert {"gwcode1", "gwcode2", "visits_21_reports"} <= set(panel[710, 365, 2023])


def test_the_same_store_gives_the_same_bytes_and_the_dictionary_has_every_column() -> None:
    texts = []
    for _ in range(2):
        table, out = states(oxigraph("world"), Scope(2022, 2023)), io.BytesIO()
        write(table.columns, table.rows(), "csv", out)
        texts.append(out.getvalue())
    assert texts[0] == texts[1]
    head, *lines = dictionary(table.columns)
    assert head == ("column", "type", "unit", "meaning", "source")
    assert [line[0] for line in lines] == next(csv.reader(io.StringIO(texts[0].decode())))
    assert all(all(line) for line in lines)


@pytest.mark.parametrize("make", [states, leaders])
def test_parquet_holds_what_csv_holds(make: Any) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="the group dev has pyarrow")
    texts = {}
    for format in ("csv", "parquet"):
        table, out = make(oxigraph("world"), Scope(2022, 2023)), io.BytesIO()
        write(table.columns, table.rows(), format, out)
        texts[format] = out.getvalue()
    read = parquet.read_table(io.BytesIO(texts["parquet"]))
    rows = list(csv.DictReader(io.StringIO(texts["csv"].decode())))
    assert [{k: "" if v is None else str(v) for k, v in row.items()} for row in read.to_pylist()] == rows
    assert {str(field.type) for field in read.schema} == {"int32", "string"}


def test_parquet_without_pyarrow_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(CallError, match=r"pip install 'dipkb\[parquet\]'"):
        write((), _never(), "parquet", io.BytesIO())


def _never() -> Iterator[Any]:
    pytest.fail("the store was asked for rows that cannot be written")
    yield


# --- the command -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> str:
    where = tmp_path_factory.mktemp("panel") / "kb"
    met = Meeting(id="e", mode="in-person", start="2023-03-20", **BOTH)
    with open_store(where, create=True, write=True) as store:
        pipeline.build([ArticleEvents(article=ArticleHead(id=name), events=(met,)) for name in ("a", "b")], store)
    return str(where)


def test_the_command_writes_the_table_and_its_dictionary_beside(
    kb: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "panel.csv"
    assert main(["panel", "--store", kb, "--countries", "CHN,Russia", "-o", str(out)]) == 0
    (row,) = csv.DictReader(io.StringIO(out.read_text(encoding="utf-8")))
    assert (row["dyad"], row["meetings_in_person"], row["meetings_in_person_reports"]) == ("365710", "1", "2")
    assert (tmp_path / "panel.csv.dictionary.csv").read_text(encoding="utf-8").startswith("column,type,unit,meaning,source")
    assert "1 rows, 2023: 1 events told by 2 reports" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--from", "1950"], "begins in 1955"),
        (["--from", "2024", "--to", "2023"], "the first comes first"),
        (["--countries", "CHN,Ruritania"], "'Ruritania', which is no country"),
        (["--countries", "CHN"], "a pair needs two"),
        (["--system", "un"], "'un' is not one of"),
        (["-o", "panel.xlsx"], "does not say its format"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(kb: str, words: list[str], says: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["panel", "--store", kb, *words]) == 2
    assert says in capfd.readouterr().err


def test_an_empty_store_asks_for_the_years(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with open_store(tmp_path / "kb", create=True, write=True) as store:
        store.replace_all([])
    assert main(["panel", "--store", str(tmp_path / "kb")]) == 2
    assert "Give --from YEAR and --to YEAR" in capfd.readouterr().err
    assert main(["panel", "--store", str(tmp_path / "kb"), "--from", "2020", "--to", "2020", "--countries", "USA,CHN"]) == 0
