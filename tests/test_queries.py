"""Every shipped question: its header, its answers by hand, and the same answers from every engine and default graph."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
import rdflib
import yaml
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from dipkb import query as dipkb_query
from dipkb.answer import Answer
from dipkb.errors import BadParameter
from dipkb.event import ArticleEvents, ArticleHead, CountClaim, Party, Span
from dipkb.gazetteer import load
from dipkb.merge import merge
from dipkb.query import Query, queries, run
from dipkb.query.binding import Slice, bind
from dipkb.triples import quads
from dipkb.vocab import prefixes, sparql_prologue
from tests.query_answers import page
from tests.query_graphs import CASES, CORRECTED, Oxigraph, in_rdflib, names, oxigraph

SHIPPED = queries()
FILES = sorted(path for path in CASES.glob("*.yaml") if not path.name.startswith("_"))
CASE_LIST = [(path.stem, case) for path in FILES for case in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)]
CONTRACT = {
    "visits": "event kind visitors visitor_countries destination places start end status reports articles",
    "meetings": "event mode setting participants countries places start end status reports articles",
    "statements": "event speaker speaker_country act addressees quoted content channel date article",
    "sanctions": "event action senders targets reasons measures start status reports articles",
    "agreements": "event action parties title date status reports articles",
    "meetings-of-two-leaders": "count unmerged_count",
    "evidence": "article publisher published exact start end reported_start reported_status channel",
    "count-claims": "claim of parties period claimed held verdict",
}
SEED_CAN_ANSWER = {1, 2, 3, 4, 5, 11, 12, 14, 15, 16, 17, 18, 19, 20, 22, 23, 24, 30, 31, 34, 39, 40}
EACH_CASE = pytest.mark.parametrize(("name", "case"), CASE_LIST, ids=[f"{name}: {case['name']}" for name, case in CASE_LIST])
EACH_QUERY = pytest.mark.parametrize("query", SHIPPED.values(), ids=list(SHIPPED))


def params(name: str, case: dict[str, Any]) -> dict[str, str]:
    """The case's parameters; the id of a record stands for the IRI of its event."""
    given, called = case.get("params", {}), {called: iri for iri, called in names(case["graph"]).items()}
    types = SHIPPED[name].parameters
    return {key: called[value] if types[key].type == "event" else value for key, value in given.items()}


def table(answer: Answer, case: dict[str, Any]) -> list[tuple[str, ...]]:
    """The answer's rows in the columns that the case has, events called by their records; sorted where no order is promised."""
    columns = list(dict.fromkeys(key for row in case["rows"] for key in row)) or list(answer.variables)
    called = names(case["graph"])
    rows = list(zip(*([called.get(v, v) for v in answer.column(c)] for c in columns), strict=True))
    return rows if case.get("ordered") == "true" else sorted(rows)


def expected(case: dict[str, Any]) -> list[tuple[str, ...]]:
    columns = list(dict.fromkeys(key for row in case["rows"] for key in row))
    rows = [tuple(row.get(column, "") for column in columns) for row in case["rows"]]
    return rows if case.get("ordered") == "true" else sorted(rows)


@EACH_CASE
def test_answers_what_was_written_by_hand(name: str, case: dict[str, Any]) -> None:
    assert table(run(oxigraph(case["graph"]), name, params(name, case)), case) == expected(case)


@EACH_CASE
def test_any_engine_and_any_default_graph_gives_the_same(name: str, case: dict[str, Any]) -> None:
    given = params(name, case)
    answer = run(oxigraph(case["graph"]), name, given)
    others = [oxigraph(case["graph"], union=False), in_rdflib(case["graph"], union=True), in_rdflib(case["graph"], union=False)]
    assert [run(store, name, given) for store in others] == [answer] * len(others)


def first_answered(name: str) -> dict[str, Any]:
    """The first case of a query that has an answer, with as few parameters as any."""
    return min((case for of, case in CASE_LIST if of == name and case["rows"]), key=lambda case: len(case.get("params", {})))


def in_the_corrected_store(query: Query) -> dict[str, str]:
    """Parameters with which a query has an answer there: those of its case, but for events that only the case's graph has."""
    case, here = first_answered(query.name), set(names(CORRECTED).values())
    kept = {k: v for k, v in case.get("params", {}).items() if query.parameters[k].type != "event" or v in here}
    return params(
        query.name, {"graph": CORRECTED, "params": {**kept, **{"low-confidence": {"below": "101"}}.get(query.name, {})}}
    )


@EACH_QUERY
def test_in_a_merged_and_corrected_store_all_four_settings_give_the_same_rows_in_the_same_order(query: Query) -> None:
    given = in_the_corrected_store(query)
    settings = [(engine, union) for engine in (oxigraph, in_rdflib) for union in (True, False)]
    answers = [run(engine(CORRECTED, union), query.name, given) for engine, union in settings]
    assert answers[0].rows
    assert answers[1:] == answers[:1] * 3


@EACH_QUERY
def test_order_tells_any_two_rows_apart(query: Query) -> None:
    given = in_the_corrected_store(query)
    answer = run(oxigraph(CORRECTED), query.name, given)
    ordered = re.findall(r"\?(\w+)", query.body.rpartition("ORDER BY")[2]) if len(answer.rows) > 1 else []
    by = [name for name in answer.variables if name in ordered or not ordered]
    rows = list(zip(*(answer.column(name) for name in by), strict=True))
    assert len(set(rows)) == len(answer.rows)


@pytest.mark.parametrize("graph", ["seed", "world", CORRECTED])
def test_every_event_has_its_first_and_last_day_beside_the_text(graph: str) -> None:
    told = "?event a dip:Event ; dip:start|dip:end ?text"
    days = "OPTIONAL { ?event dip:earliest ?first ; dip:latest ?last FILTER(?first <= ?last && DATATYPE(?first) = xsd:date) }"
    asked = f"SELECT ?event (COUNT(DISTINCT ?first) AS ?n) WHERE {{ GRAPH dipg:events {{ {told} {days} }} }} GROUP BY ?event"
    counted = oxigraph(graph).query(sparql_prologue() + asked).column("n")
    assert set(counted) == {"1"}


@EACH_QUERY
def test_days_are_compared_as_dates(query: Query) -> None:
    compared = re.findall(r"(\?\w+) [<>]=? \?(?:year|date)_(?:first|last)", query.body)
    assert {"year", "date"}.isdisjoint(p.type for p in query.parameters.values()) or compared
    texts = re.findall(r"dip:(?:start|end|asOf|period|reportedStart|reportedEnd) (\?\w+)", query.body)
    assert set(compared).isdisjoint(texts)


@EACH_QUERY
def test_counts_come_with_the_number_of_reports(query: Query) -> None:
    counted = [name for name in query.columns if f"AS ?{name})" in query.body and "count" in query.tags]
    assert not counted or {"reports", "unmerged_count", "a_to_b_reports"} & set(counted)
    assert "count" in query.tags or not re.search(r"\(COUNT\(DISTINCT \?event\) AS \?(visits|meetings|statements)\)", query.body)


def test_each_query_has_a_case_and_each_case_a_query() -> None:
    assert {path.stem for path in FILES} == set(SHIPPED)
    assert len(CASE_LIST) == sum(path.read_text(encoding="utf-8").count("\n  graph: ") for path in FILES)
    assert all(any(case["rows"] for of, case in CASE_LIST if of == name) for name in SHIPPED)


def test_each_parameter_is_used_in_a_case() -> None:
    used = {(name, parameter) for name, case in CASE_LIST for parameter in case.get("params", {})}
    assert {(q.name, p) for q in SHIPPED.values() for p in q.parameters} == used


@pytest.mark.parametrize("name", CONTRACT)
def test_table_queries_begin_with_the_columns_others_rely_on(name: str) -> None:
    columns = CONTRACT[name].split()
    assert list(SHIPPED[name].columns)[: len(columns)] == columns


@pytest.mark.parametrize("name", ["visits", "meetings", "statements", "sanctions", "agreements", "count-claims"])
@pytest.mark.parametrize("graph", ["seed", "world"])
def test_table_queries_give_one_row_an_event(name: str, graph: str) -> None:
    events = Counter(run(oxigraph(graph), name).column(next(iter(SHIPPED[name].columns))))
    assert set(events.values()) <= {1}


def test_the_competency_questions_are_answered() -> None:
    answered = {number for query in SHIPPED.values() for number in query.competency}
    assert answered >= SEED_CAN_ANSWER
    assert len(answered) >= 30


@EACH_QUERY
def test_header_is_complete(query: Query) -> None:
    assert query.question.endswith("?")
    assert query.summary.endswith(".")
    assert query.tags
    assert all(query.columns.values())
    assert all(p.description and p.example for p in query.parameters.values())
    assert all(p.example in p.choices for p in query.parameters.values() if p.choices)
    assert query.text.startswith("#+ question: ")


@EACH_QUERY
def test_columns_are_those_selected(query: Query) -> None:
    algebra = translateQuery(parseQuery(sparql_prologue() + query.body)).algebra
    assert [str(variable) for variable in algebra.PV] == list(query.columns)


@EACH_QUERY
def test_rows_come_in_an_order(query: Query) -> None:
    assert "ORDER BY" in query.body or query.name == "meetings-of-two-leaders"


@EACH_QUERY
def test_every_pattern_names_its_graph(query: Query) -> None:
    algebra = translateQuery(parseQuery(sparql_prologue() + query.body)).algebra
    assert list(outside_graphs(algebra)) == []
    assert [node.name for node in nodes(algebra) if node.name in ("ServiceGraphPattern", "DatasetClause")] == []


def outside_graphs(node: Any) -> Iterator[Any]:
    """Triple patterns that no GRAPH stands around."""
    if isinstance(node, CompValue) and node.name == "BGP":
        yield from node.triples
    elif not (isinstance(node, CompValue) and node.name == "Graph"):
        for child in children(node):
            yield from outside_graphs(child)


def nodes(node: Any) -> Iterator[CompValue]:
    if isinstance(node, CompValue):
        yield node
    for child in children(node):
        yield from nodes(child)


def children(node: Any) -> list[Any]:
    if isinstance(node, dict):
        return list(node.values())
    return list(node) if isinstance(node, list | tuple | set) else []


@EACH_QUERY
def test_is_written_the_way_that_is_fast_and_portable(query: Query) -> None:
    assert "NOT EXISTS" not in query.body
    assert "SELECT *" not in query.body
    assert not any(f"PREFIX {name}:" in query.body for name in prefixes())
    # rdflib gives one empty row for a GROUP BY over nothing
    assert query.body.count("GROUP BY") == query.body.count("HAVING (COUNT")


@EACH_QUERY
def test_an_empty_store_has_no_events(query: Query) -> None:
    algebra_text = sparql_prologue() + query.body
    answer = rdflib.Dataset().query(algebra_text)
    assert [row for row in answer if any(value is not None and str(value) != "0" for value in row)] == []


def test_listing_and_showing_load_no_engine() -> None:
    program = "import sys; from dipkb import query; assert query.queries()['visits'].text; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert not {"rdflib", "pyoxigraph", "SPARQLWrapper", "click", "dipkb.gazetteer", "dipkb.store"} & set(loaded)


def test_the_page_of_answers_is_current() -> None:
    assert (Path(__file__).parents[1] / "docs" / "answers.md").read_text(encoding="utf-8") == page(), "make docs"


def test_public_names_are_there() -> None:
    assert all(hasattr(dipkb_query, name) for name in dipkb_query.__all__)


@EACH_QUERY
@pytest.mark.parametrize("engine", [oxigraph, in_rdflib])
def test_some_rows_are_those_of_the_whole_answer(query: Query, engine: Any) -> None:
    store, given = engine(CORRECTED, False), in_the_corrected_store(query)
    whole = run(store, query, given)
    for limit, offset in ((1, 0), (2, 1), (len(whole.rows) + 1, 0)):
        some = run(store, query, given, limit=limit, offset=offset)
        assert some.rows == whole.rows[offset : offset + limit]
        assert some.more == (len(whole.rows) > offset + limit)


def test_a_limit_reaches_the_sub_select_that_picks_the_rows() -> None:
    text = bind(SHIPPED["visits"], {}, oxigraph(CORRECTED), rows=Slice(limit=5, offset=3))
    assert re.search(r"ORDER BY \?from_day \?event LIMIT 5 OFFSET 3\s+\}\s+OPTIONAL", text)
    assert text.rstrip().endswith("ORDER BY ASC(MIN(?from_day)) ?event")


@pytest.mark.parametrize(("limit", "offset"), [(0, 0), (-1, 0), (5, -1)])
def test_rows_that_cannot_be_are_refused(limit: int, offset: int) -> None:
    with pytest.raises(BadParameter, match="a limit is 1 or more, an offset 0 or more"):
        run(oxigraph(CORRECTED), "visits", limit=limit, offset=offset)


def test_a_claim_of_one_party_and_no_country_is_one_row() -> None:
    xi, span = Party(name="Xi Jinping", id="wd:Q15031", country="CHN"), Span(start=0, end=2, exact="Xi")
    claim = CountClaim(id="c", of="visit", parties=(xi,), ordinal=2, period="2023", evidence=(span,))
    line = ArticleEvents(article=ArticleHead(id="x"), events=(claim,), text="Xi")
    store = pyoxigraph.Store()
    store.load("\n".join(quads(merge([line]), [line], load())).encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    [row] = run(Oxigraph(store, union=True), "count-claims-by-pair").dicts()
    assert row["who"] == "Xi Jinping"
    assert "whom" not in row
