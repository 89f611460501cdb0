"""Values reach a query as terms or not at all; names are found or asked about; files that are wrong say where."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, Store
from rdflib.plugins.sparql.parser import parseQuery

from dipkb.answer import Answer, Term
from dipkb.errors import BadParameter, DataError, UnknownName
from dipkb.query import Query, bind, get, queries, run
from dipkb.query.binding import written
from dipkb.query.names import Ambiguous, Asks, Thing, find, identifier, things
from dipkb.store.guard import tokenize
from tests.query_graphs import names, oxigraph

SEED = oxigraph("seed")
PARAMETRISED = [(q, p) for q in queries().values() for p in q.parameters]
EACH_PARAMETER = pytest.mark.parametrize(("query", "parameter"), PARAMETRISED, ids=[f"{q.name}-{p}" for q, p in PARAMETRISED])
PAYLOADS = [
    '"', "'", "\\", '\\"', "\\u0022", "\\U00000022", "\\u005C\\u0022", "\\\\u0022 } #", '" } #',
    "' } #", "> } #", "}", "{", "} }",
    '"@en', '"^^xsd:date', '"""', "'''", "\n", "\r\n} #", "\u2028}", "\x00", "\x0b", "\u202e} #",
    "\ufeff", "\ud800", "%22", "&quot;",
    '" ) } UNION { ?s ?p ?o } #', "wd:Q1> } DELETE WHERE { ?s ?p ?o } #", "http://x/> ?p ?o . <http://y/", "http://x/\\u003e",
    "<http://x/>}", "#", "urn:x y", "wd:Q15031 wd:Q2866", "wd:Q15031) (wd:Q2866", "dipd:x\\u0020}", "javascript:alert(1)",
    "SERVICE <http://x/> {}", "?event", "$event", "UNDEF", "2023) } #", "2023-12-04\n", "２０２３",
    "1e400", "-1", "NaN", "x" * 100_000,
]  # fmt: skip
SPELLINGS = ["Xi", "xi jinping", "XI JINPING", "Jinping Xi", "Jinping", "Xí Jinpíng", "wd:Q15031", "Q15031", " Q15031 "]
IRI = "http://www.wikidata.org/entity/"


def fitting(query: Query) -> dict[str, str]:
    """A value that fits each required parameter."""
    fits = {
        "person": "Xi",
        "name": "Xi",
        "country": "China",
        "year": "2023",
        "date": "2023",
        "integer": "1",
        "text": "x",
        "iri": "urn:x:y",
    }
    fits["event"] = next(iri for iri, name in names("seed").items() if name == "m2")
    return {name: fits[p.type] for name, p in query.parameters.items() if not p.optional}


def masked(text: str) -> str:
    """The text with what stands in the VALUES blocks taken out; a term holds no line end."""
    return re.sub(r"(?m)^( *VALUES \([^)]*\) \{ \().*(\) \})$", r"\1\2", text)


@EACH_PARAMETER
def test_no_payload_changes_a_query(query: Query, parameter: str) -> None:
    fits = fitting(query)
    kind, plain = (
        query.parameters[parameter].type,
        {"text": query.parameters[parameter].example, "iri": "urn:x:y", "integer": "1"},
    )
    example = {**fits, parameter: plain.get(kind, fits.get(parameter, ""))}
    for payload in PAYLOADS:
        try:
            bound = bind(query, {**fits, parameter: payload}, SEED)
        except (BadParameter, UnknownName):
            continue
        assert kind in ("text", "iri") or (kind, payload) == ("integer", "-1")
        assert masked(bound) == masked(bind(query, example, SEED))
        kinds = [kind for kind, _ in tokenize(bound)]
        assert kinds == [kind for kind, _ in tokenize(bind(query, example, SEED))]


@pytest.mark.parametrize("payload", [p for p in PAYLOADS if len(p) < 100])
def test_another_parser_sees_one_term_as_well(payload: str) -> None:
    query = get("wording")
    try:
        bound = bind(query, {"words": payload}, SEED)
    except BadParameter:
        assert payload == "\ud800"
        return
    assert str(parseQuery(bound.replace(written(Literal(payload)), '""'))) == str(
        parseQuery(bind(query, {"words": "x"}, SEED).replace('"x"', '""'))
    )
    words = [row["words"] for row in rdflib.Graph().query(values(bound))]
    assert [str(word) for word in words] == [payload]
    assert run(SEED, query, {"words": payload}).rows == ()


def values(bound: str) -> str:
    """A query that gives what the VALUES block binds ?words to."""
    block = re.search(r"VALUES \(\?words\) \{ \(.*\) \}", bound)
    assert block
    return f"SELECT ?words WHERE {{ {block[0]} }}"


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_text_comes_back_as_it_was(value: str) -> None:
    bound = bind(get("wording"), {"words": value}, SEED)
    solutions = list(Store().query(values(bound)))
    assert [solution["words"].value for solution in solutions] == [value]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_leader_is_found_by_any_name(spelling: str) -> None:
    assert f"<{IRI}Q15031>" in bind(get("visits-of-leader"), {"leader": spelling}, SEED)


@pytest.mark.parametrize("spelling", ["Lukashenko", "łukašenka", "Alaksandar Lukasenka", f"<{IRI}Q2866>", f"{IRI}Q2866"])
def test_accents_case_and_full_iris_do_not_matter(spelling: str) -> None:
    assert f"<{IRI}Q2866>" in bind(get("visits-of-leader"), {"leader": spelling}, SEED)


@pytest.mark.parametrize("spelling", ["CHN", "chn", "China", "people's republic of china", "PRC", "wd:Q148"])
def test_a_country_is_found_by_code_too(spelling: str) -> None:
    assert f"<{IRI}Q148>" in bind(get("visits"), {"destination": spelling}, SEED)


def test_an_unknown_name_says_who_is_near() -> None:
    with pytest.raises(
        UnknownName, match=r"No person is called 'Xi Jinpin'. Did you mean 'Xi Jinping'.*query run names.* 2 of this store"
    ):
        bind(get("visits-of-leader"), {"leader": "Xi Jinpin"}, SEED)


def test_an_identifier_the_store_does_not_name_is_unknown() -> None:
    with pytest.raises(UnknownName, match="No person is called 'wd:Q567'"):
        bind(get("visits-of-leader"), {"leader": "wd:Q567"}, SEED)


def test_a_country_is_no_person() -> None:
    with pytest.raises(UnknownName, match="No person is called 'China'"):
        bind(get("visits-of-leader"), {"leader": "China"}, SEED)


class Names:
    """A store that names these and answers nothing else."""

    def __init__(self, *things: tuple[str, str, bool]) -> None:
        self.rows = tuple(
            (Term("iri", iri), Term("iri", "x"), Term("literal", name), None, Term("literal", str(aka).lower()))
            for iri, name, aka in things
        )

    def query(self, text: str, *, timeout_s: float | None = None) -> Answer:
        return Answer("select", ("thing", "type", "name", "code", "aka"), self.rows)


KIMS = Names(
    (IRI + "Q56226", "Kim Jong Un", False), (IRI + "Q4380", "Kim Yo Jong", False), (IRI + "Q16975", "Jim Yong Kim", False)
)


def test_an_ambiguous_name_lists_the_candidates() -> None:
    with pytest.raises(BadParameter) as raised:
        bind(get("visits-of-leader"), {"leader": "Kim"}, KIMS)
    assert str(raised.value) == (
        "Parameter 'leader' of visits-of-leader: 'Kim' can be Jim Yong Kim (wd:Q16975), Kim Jong Un (wd:Q56226), "
        "Kim Yo Jong (wd:Q4380). Say which, for instance --param leader=wd:Q16975"
    )


def test_a_whole_label_wins_over_an_alias_and_an_alias_over_a_part() -> None:
    label, alias, part = Thing("urn:a", "Kim"), Thing("urn:b", "Kim Jong Un", ("Kim",)), Thing("urn:c", "Jim Yong Kim")
    assert find("kim", [part, alias, label], "person") is label
    assert find("kim", [part, alias], "person") is alias
    assert find("kim", [part], "person") is part
    with pytest.raises(Ambiguous):
        find("kim", [part, Thing("urn:d", "Kim Yo Jong")], "person")


def test_a_part_of_a_word_is_no_name() -> None:
    with pytest.raises(UnknownName):
        find("Luka", [Thing("urn:a", "Alexander Lukashenko")], "person")


def test_a_hostile_iri_in_the_store_is_not_pasted() -> None:
    with pytest.raises(BadParameter):
        bind(get("visits-of-leader"), {"leader": "Eve"}, Names(("urn:x> } #", "Eve", False)))


def test_identifiers_are_told_from_names() -> None:
    assert identifier("Q1") == identifier("wd:Q1") == IRI + "Q1"
    assert identifier("mailto:x@y") == "mailto:x@y"
    assert [identifier(text) for text in ("Q0", "Quito", "Xi Jinping", "no: name", "")] == [None] * 5


def test_people_and_countries_are_listed_apart() -> None:
    assert [thing.label for thing in things(SEED, "person")] == ["Xi Jinping", "Alexander Lukashenko"]
    assert "European Union" not in {thing.label for thing in things(SEED, "country")}
    assert len(things(SEED, "name")) == len(run(SEED, "names").rows)


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("visits", {"year": "last"}, "Parameter 'year' of visits is a year; got 'last'. Example: --param year=2023"),
        ("visits", {"year": "23"}, "is a year; got '23'"),
        ("visits", {"year": "2023-05"}, "is a year; got '2023-05'"),
        ("visits", {"year": "0000"}, "is a year; got '0000'"),
        (
            "visits",
            {"status": "happened"},
            "is one of occurred, ongoing, planned, .*; got 'happened'. Example: --param status=occurred",
        ),
        ("sanctions-in-force", {"date": "2023-02-30"}, "is a date; got '2023-02-30'. Example: --param date=2023-12-04"),
        ("sanctions-in-force", {}, "sanctions-in-force needs date. Example: --param date=2023-12-04"),
        (
            "meetings-of-two-leaders",
            {"year": 2023},
            "needs leader_a and leader_b. Example: --param leader_a='Xi Jinping' --param leader_b=",
        ),
        ("evidence", {"event": "the meeting"}, "Parameter 'event' of evidence is the IRI of an event; got 'the meeting'"),
        ("wording", {"words": ""}, "Parameter 'words' of wording is a text; got ''"),
    ],
)
def test_a_value_that_does_not_fit_is_shown_with_an_example(name: str, given: dict[str, str], message: str) -> None:
    with pytest.raises(BadParameter, match=message):
        bind(get(name), given, SEED)


def test_an_unknown_parameter_names_the_nearest() -> None:
    with pytest.raises(
        UnknownName,
        match=r"No parameter of visits is called 'yaer'. Did you mean 'year'. It takes: visitor, destination, year, status.",
    ):
        bind(get("visits"), {"yaer": "2023"}, SEED)


def test_an_unknown_query_names_the_nearest() -> None:
    with pytest.raises(
        UnknownName, match=r"No query is called 'vists'. Did you mean 'visits'.*'dipkb query list' shows all \d+\."
    ):
        get("vists")


def test_an_event_nobody_reports_is_unknown() -> None:
    with pytest.raises(UnknownName, match="No event is called 'dipd:meeting/0'"):
        bind(get("evidence"), {"event": "dipd:meeting/0"}, SEED)


def test_a_year_brings_its_first_and_last_day() -> None:
    date = "^^<http://www.w3.org/2001/XMLSchema#date>"
    assert f'"2023-01-01"{date} "2023-12-31"{date}' in bind(get("visits"), {"year": "2023"}, SEED)
    assert f'"2023-02-01"{date} "2023-02-28"{date}' in bind(get("sanctions-in-force"), {"date": "2023-02"}, SEED)


def test_without_a_value_an_optional_part_is_left_out() -> None:
    assert "?year_first" not in bind(get("visits"), {}, SEED)
    assert "?year_first" in bind(get("visits"), {"year": 2023}, SEED)


HEADER = "#+ question: What?\n#+ summary: That.\n#+ tags: [t]\n#+ columns: {n: a number}\n"
BODY = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH dipg:events { ?s ?p ?o } }\n"


def own(folder: Path, text: str, name: str = "own") -> Path:
    path = folder / "mine" / f"{name}.rq"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder


def test_a_folder_of_ones_own_adds_its_queries(tmp_path: Path) -> None:
    folders = [own(tmp_path, HEADER + BODY)]
    assert set(queries(folders)) - set(queries()) == {"own"}
    assert get("own", folders).subject == "mine"
    assert int(run(SEED, "own", folders=folders).column("n")[0]) > 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (BODY, "own.rq:1: the header is incomplete or wrong"),
        (HEADER.replace("#+ tags: [t]\n", "") + BODY, "missing required field `tags`"),
        (HEADER + "#+ colour: red\n" + BODY, "unknown field `colour`"),
        (HEADER + "#+ sets: [x: [\n" + BODY, "own.rq:[56]: the header is no YAML"),
        (HEADER + "#+ sets: [m]\n" + BODY, "'m' is sorted but is no column"),
        (HEADER + "#+ parameters: {y: {type: yaer, description: d, example: e}}\n" + BODY, "Invalid enum value 'yaer'"),
        (
            HEADER + "#+ parameters: {y: {type: year, description: d, example: e}}\n" + BODY,
            "the parameter 'y' has no '#@ values y'",
        ),
        (HEADER + "#@ values z\n" + BODY, "own.rq:5: the mark names 'z'"),
        (HEADER + "#@ vales z\n" + BODY, "own.rq:5: '#@ vales z' is no mark"),
        (HEADER + "#@ end\n" + BODY, "own.rq:5: '#@ end' has no '#@ if'"),
    ],
)
def test_a_malformed_file_says_where(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        queries([own(tmp_path, text)])


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="the name 'visits' is taken by"):
        queries([own(tmp_path, HEADER + BODY, "visits")])


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such folder of queries"):
        queries([tmp_path / "gone"])


class Counted:
    """A store of one's own that counts how often it is asked; ``version`` says when its data are others."""

    def __init__(self, store: Asks) -> None:
        self.store, self.version, self.asked = store, "g1", 0

    def query(self, text: str, *, timeout_s: float | None = None) -> Answer:
        self.asked += 1
        return self.store.query(text, timeout_s=timeout_s)


def test_names_are_read_once_while_the_data_stand() -> None:
    store = Counted(SEED)
    for name in ("Xi", "Lukashenko", "Xi Jinping"):
        bind(get("visits-of-leader"), {"leader": name}, store)
    assert store.asked == 1
    store.version, store.store = "g2", KIMS
    assert "Q4380" in bind(get("visits-of-leader"), {"leader": "Yo Jong"}, store)
    assert store.asked == 2


def test_an_identifier_is_asked_for_alone_and_found_only_where_the_store_names_it() -> None:
    store = Counted(SEED)
    assert "Q15031" in bind(get("visits-of-leader"), {"leader": "wd:Q15031"}, store)
    with pytest.raises(UnknownName, match="No person is called 'wd:Q148'"):
        bind(get("visits-of-leader"), {"leader": "wd:Q148"}, store)
