"""Validation: what the shapes hold of a graph, case by case, and what comes of files that cannot be read."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import get_args

import pyoxigraph
import pyshacl
import pytest
import rdflib
import rdflib.compare
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.namespace import RDF, SH

from dipkb import edtf, event
from dipkb.errors import DataError, InputError
from dipkb.resources import folder
from dipkb.validate import Report, load, rows, to_json, to_turtle, validate
from dipkb.vocab import concept, prefixes, shrink
from tests.query_graphs import lines

SHAPES = folder("ontology") / "shapes.ttl"
CASES = Path(__file__).parent / "cases" / "shapes"
BASE = CASES / "base.trig"
VALID, INVALID = sorted(CASES.glob("*/valid-*.ttl")), sorted(CASES.glob("*/invalid-*.ttl"))
DIP, EDTF, XSD = prefixes()["dip"], prefixes()["edtf"] + "EDTF", prefixes()["xsd"]
Found = tuple[str, str, str, str]

# A parameter of a constraint and the name of the constraint, where they differ by more than the first letter.
ODD = {"qualifiedMinCount": "QualifiedMinCount", "sparql": "SPARQL"}
PARAMETERS = sorted(
    {
        "class",
        "closed",
        "datatype",
        "equals",
        "disjoint",
        "hasValue",
        "in",
        "languageIn",
        "uniqueLang",
        "pattern",
        "node",
        "nodeKind",
        "sparql",
    }
    | {"lessThan", "lessThanOrEquals", "maxCount", "minCount", "maxLength", "minLength", "qualifiedMinCount", "qualifiedMaxCount"}
    | {"maxExclusive", "maxInclusive", "minExclusive", "minInclusive", "not", "or", "and", "xone"}
)


@cache
def shapes() -> rdflib.Graph:
    return load(folder("ontology") / "shapes.ttl")


def constraints() -> list[tuple[str, str]]:
    """Every constraint of a shape that speaks for itself, as (shape, constraint)."""
    told = sorted(s for s in set(shapes().subjects(SH.message)) if isinstance(s, rdflib.URIRef))
    return [(shrink(str(s)), ODD.get(p, p[0].upper() + p[1:])) for s in told for p in PARAMETERS if (s, SH[p], None) in shapes()]


def found(report: Report) -> Counter[Found]:
    return Counter((r.severity, shrink(r.source_shape), r.focus_node, r.component) for r in report.results)


def expected(case: Path) -> Counter[Found]:
    """The lines "# expect: severity shape focus-node constraint" of a case; "_:" stands for any blank node."""
    text = case.read_text(encoding="utf-8")
    known = dict(re.findall(r"@prefix ([\w-]+): <([^>]*)> \.", BASE.read_text(encoding="utf-8")))
    lines = [line.split() for line in re.findall(r"^# expect: (.*)$", text, re.M)]
    return Counter((s, shape, _expand(focus, known), component) for s, shape, focus, component in lines)


def _expand(name: str, known: dict[str, str]) -> str:
    prefix, _, local = name.partition(":")
    return name if prefix == "_" else known[prefix] + local


def run(case: Path) -> Report:
    return _reports(case)


@cache
def _reports(case: Path) -> Report:
    return validate([BASE, case])


def name(case: Path) -> str:
    return f"{case.parent.name}/{case.stem}"


# Every shape, case by case


@pytest.mark.parametrize("case", [BASE, *VALID], ids=name)
def test_what_is_right_has_no_result(case: Path) -> None:
    report = run(case)
    assert not found(report)
    assert report.conforms


@pytest.mark.parametrize("case", INVALID, ids=name)
def test_what_is_wrong_has_exactly_the_results_it_says(case: Path) -> None:
    assert sum(expected(case).values()) > 0
    assert Counter(
        (s, shape, "_:" if f.startswith("_:") else f, c) for s, shape, f, c in found(run(case)).elements()
    ) == expected(case)


def test_every_constraint_is_broken_by_a_case() -> None:
    broken = {(shape, component) for case in INVALID for _, shape, _, component in expected(case)}
    assert [constraint for constraint in constraints() if constraint not in broken] == []


def test_every_subject_of_shapes_has_a_case_that_holds_and_one_that_does_not() -> None:
    assert {case.parent.name for case in INVALID} == {case.name for case in CASES.iterdir() if case.is_dir()}
    held = {shrink(str(t)) for t in load(BASE).objects(None, RDF.type)} | {
        shrink(str(t)) for c in VALID for t in load(c).objects(None, RDF.type)
    }
    targets = {shrink(str(t)) for t in shapes().objects(None, SH.targetClass)}
    assert targets - held == {"dip:Agent"} - held


def test_every_shape_with_a_target_or_a_path_says_what_is_wrong_and_what_to_do() -> None:
    told = {s for s in shapes().subjects(SH.message) if isinstance(s, rdflib.URIRef)}
    targeted = {s for p in (SH.targetClass, SH.targetSubjectsOf) for s in shapes().subjects(p)}
    reached = {o for s in targeted for o in shapes().objects(s, SH.property)}
    silent = sorted(shrink(str(s)) for s in (targeted | reached) - told if any((s, SH[p], None) in shapes() for p in PARAMETERS))
    assert silent == []
    for shape in told:
        message = str(shapes().value(shape, SH.message))
        assert re.fullmatch(r".{15,}?[.:] [A-Z].{8,}\.", message), message
        assert re.search(REMEDY, message), message


REMEDY = (
    r"\b(Add|Give|Write|Type|Correct|Exchange|Look|Use|Number|Keep|Point|Take|Split|split|Load|Make|Point|take|leave|keep|add|"
    r"Another span is|another rendering is)\b"
)


def test_no_two_shapes_say_the_same() -> None:
    messages = Counter(str(m) for m in shapes().objects(None, SH.message))
    assert [m for m, n in messages.items() if n > 1] == []


@pytest.mark.parametrize(
    ("shape", "scheme", "values"),
    [
        ("Event-status", "status", event.Status),
        ("StatusChange-status", "status", event.Status),
        ("Report-reportedStatus", "status", event.Status),
        ("Event-dateOrigin", "date-origin", event.DateOrigin),
        ("Visit-kind", "visit-kind", event.VisitKind),
        ("Meeting-mode", "mode", event.Mode),
        ("Sanction-action", "sanction-action", event.SanctionAction),
        ("Agreement-action", "agreement-action", event.AgreementAction),
    ],
)
def test_the_concepts_a_shape_takes_are_those_of_the_event_records(shape: str, scheme: str, values: object) -> None:
    taken = shapes().items(shapes().value(rdflib.URIRef(prefixes()["dipsh"] + shape), SH["in"]))
    assert {str(iri) for iri in taken} == {concept(scheme, value) for value in get_args(values) if value != "unspecified"}


def test_every_term_and_concept_of_the_shapes_is_in_the_ontology() -> None:
    defined = {str(s) for name in ("dipkb.ttl", "concepts.ttl") for s in load(folder("ontology") / name).subjects()}
    named = {str(n) for triple in shapes() for n in triple if isinstance(n, rdflib.URIRef)}
    dip, dipc = prefixes()["dip"], prefixes()["dipc"]
    assert sorted(n for n in named if n.startswith((dip, dipc)) and n not in defined) == []


def test_every_country_of_the_gazetteer_is_known_to_the_shapes() -> None:
    codes = {str(c) for c in shapes().items(shapes().value(rdflib.URIRef(prefixes()["dipsh"] + "Country-iso3"), SH["in"]))}
    with (folder("seeds") / "gazetteer" / "countries.csv").open(encoding="utf-8", newline="") as table:
        assert {row["iso3"] for row in csv.DictReader(table)} - codes == set()


# Whole graphs


@pytest.mark.parametrize("graph", ["seed", "world"])
def test_a_graph_made_of_records_by_hand_has_no_result(graph: str) -> None:
    assert rows(validate(lines(graph).encode()))[1] == []


def test_what_a_store_makes_of_the_literals_conforms_too() -> None:
    store = pyoxigraph.Store()
    store.load(lines("seed").encode(), pyoxigraph.RdfFormat.N_QUADS)
    store.load(path=str(BASE), format=pyoxigraph.RdfFormat.TRIG)
    dump = store.dump(format=pyoxigraph.RdfFormat.N_QUADS)
    assert rows(validate(dump))[1] == []


# Values


LITERALS: dict[str, dict[str, list[str]]] = yaml.safe_load((CASES / "literals.yaml").read_text(encoding="utf-8"))


@cache
def refused() -> set[str]:
    """The literals of literals.yaml that their shapes refuse: one focus node a literal, one property shape a value shape."""
    data = "".join(f"@prefix {p}: <{iri}> .\n" for p, iri in prefixes().items())
    extra = (folder("ontology") / "shapes.ttl").read_text(encoding="utf-8")
    for shape, literals in LITERALS.items():
        p = f"<urn:p:{shape}>"
        extra += f"{p} a sh:PropertyShape ; sh:targetSubjectsOf {p} ; sh:path {p} ; sh:node dipsh:{shape} .\n"
        for n, literal in enumerate(literals["takes"] + literals["refuses"]):
            data += f"<urn:{shape}:{n}> <urn:p:{shape}> {escaped(literal)} .\n"
    with tempfile.TemporaryDirectory() as temp:
        (Path(temp) / "shapes.ttl").write_text(extra, encoding="utf-8")
        (Path(temp) / "data.ttl").write_text(data, encoding="utf-8")
        return {r.focus_node for r in validate(Path(temp) / "data.ttl", shapes=Path(temp) / "shapes.ttl").results}


def escaped(literal: str) -> str:
    return literal.replace("\n", "\\n")


@pytest.mark.parametrize("shape", LITERALS)
def test_value_shapes_take_and_refuse_the_literals_they_should(shape: str) -> None:
    takes, refuses = LITERALS[shape]["takes"], LITERALS[shape]["refuses"]
    wrong = {literal for n, literal in enumerate(takes + refuses) if (f"urn:{shape}:{n}" in refused()) != (n >= len(takes))}
    assert wrong == set()


def pattern(shape: str) -> re.Pattern[str]:
    return re.compile(str(shapes().value(rdflib.URIRef(prefixes()["dipsh"] + shape), SH.pattern)))


def taken(shape: str, text: str) -> bool:
    return bool(pattern(shape).search(text)) and not pattern("NoSuchDay").search(text)


@given(
    st.one_of(st.dates(), st.dates(min_value=date(1890, 1, 1), max_value=date(2030, 12, 31))),
    st.integers(-3, 3),
    st.sampled_from(["", "~", "?", "%"]),
)
def test_the_pattern_of_a_day_is_the_calendar(day: date, shift: int, mark: str) -> None:
    text = f"{day.year:04}-{day.month:02}-{day.day + shift:02}"
    assert taken("Day", text) == real(text)
    assert taken("EdtfDate", text + mark) == edtf.is_edtf(text + mark)


def real(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


@given(st.text(alphabet="0129X-~?%/ \n", max_size=12))
def test_the_pattern_of_a_date_takes_what_the_reader_of_dates_takes(text: str) -> None:
    assert taken("EdtfDate", text) == edtf.is_edtf(text)


def test_first_and_last_days_are_those_of_the_reader_of_dates() -> None:
    texts = [
        f"{year}{rest}"
        for year in (1900, 1999, 2000, 2023, 2024, 2399)
        for rest in ("", "~", *(f"-{m:02}" for m in (*range(1, 13), *range(21, 25))))
    ]
    texts += ["199X", "20XX", "202X?", "2024-02-29", "2023-12-31%", "0987-24", "0999", "1000-24"]
    nodes = {f"urn:{n}:{shift}": (text, shift) for n, text in enumerate(texts) for shift in (-1, 0, 1)}
    data = "".join(dated(node, *case) for node, case in nodes.items())
    results = [r for r in validate(data.encode()).results if r.source_shape.endswith("-agrees")]
    for shape in ("earliest-agrees", "latest-agrees"):
        flagged = {r.focus_node for r in results if r.source_shape.endswith(shape)}
        assert flagged == {node for node, (_, shift) in nodes.items() if shift}


def dated(node: str, text: str, shift: int) -> str:
    """A node that starts at a date, with its first and last day moved by so many days."""
    first, last = (day + timedelta(days=shift) for day in edtf.bounds(text))
    triples = (("start", text, EDTF), ("earliest", first, XSD + "date"), ("latest", last, XSD + "date"))
    return "".join(f'<{node}> <{DIP}{p}> "{value}"^^<{datatype}> .\n' for p, value, datatype in triples)


@settings(max_examples=20, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=30), st.data())
def test_words_at_their_code_points_are_found_whatever_the_characters(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert exactness(text, start, end, text[start:end]) == []
    assert exactness(text, start, end, text[start:end] + "x") == ["dipsh:Evidence-exact"]


def exactness(text: str, start: int, end: int, exact: str) -> list[str]:
    """The shapes that a span of a text breaks, the words aside that are not looked at."""
    oa, number = rdflib.Namespace(prefixes()["oa"]), rdflib.XSD.nonNegativeInteger
    article, evidence, quote, position = (rdflib.URIRef(f"urn:{n}") for n in ("article", "evidence", "quote", "position"))
    graph = rdflib.Graph()
    graph.add((evidence, RDF.type, rdflib.URIRef(DIP + "Evidence")))
    graph.add((evidence, oa.hasSource, article))
    graph.add((article, rdflib.URIRef(DIP + "text"), rdflib.Literal(text)))
    for selector in (quote, position):
        graph.add((evidence, oa.hasSelector, selector))
    graph.add((quote, oa.exact, rdflib.Literal(exact)))
    graph.add((position, oa.start, rdflib.Literal(start, datatype=number)))
    graph.add((position, oa.end, rdflib.Literal(end, datatype=number)))
    return [shrink(r.source_shape) for r in validate(graph).results if r.source_shape.endswith("exact")]


# The report


def test_the_results_are_those_of_pyshacl_given_the_shapes_as_they_stand() -> None:
    """All faulty cases at once, and the shapes parsed by rdflib and not prepared in any way."""
    files = [BASE, *INVALID]
    ours = {(r.focus_node, r.source_shape, r.component) for r in validate(files).results}
    _, report, _ = pyshacl.validate(
        load(files), shacl_graph=rdflib.Graph().parse(folder("ontology") / "shapes.ttl"), inference="none"
    )
    theirs = {
        (
            blank(report.value(n, SH.focusNode)),
            str(report.value(n, SH.sourceShape)),
            kind(report.value(n, SH.sourceConstraintComponent)),
        )
        for n in report.objects(None, SH.result)
    }
    assert theirs == ours


def blank(node: object) -> str:
    return f"_:{node}" if isinstance(node, rdflib.BNode) else str(node)


def kind(component: object) -> str:
    return str(component).removeprefix(str(SH)).removesuffix("ConstraintComponent")


def test_warnings_and_notes_alone_do_not_violate_but_the_w3c_report_counts_them() -> None:
    report = run(CASES / "evidence" / "invalid-no-text.ttl")
    assert report.conforms
    assert (report.count("Violation"), report.count("Warning"), report.count("Info")) == (0, 0, 1)
    assert (None, SH.conforms, rdflib.Literal(False)) in report.graph


def test_a_result_shows_the_words_behind_its_node() -> None:
    result = next(r for r in run(CASES / "meeting" / "invalid-duration.ttl").results if r.component == "Node")
    assert result.focus_node.endswith("/event/meeting")
    assert result.path == "dip:duration"
    assert result.value == '"P3H"^^xsd:duration'
    assert result.evidence == ("“working lunch” 🍽", "followed by three hours of talks")


@pytest.mark.parametrize(
    ("case", "shape", "words"),
    [
        ("participation/invalid-tenure", "dipsh:Participation-tenure", "followed by three hours of talks"),
        (
            "channel-step/invalid-values",
            "dipsh:ChannelStep",
            "“China is willing to continue to strengthen strategic cooperation with Belarus,” Xi told his guest",
        ),
        ("status-change/invalid-report", "dipsh:StatusChange-reported", "Lukashenko will visit China on Monday."),
        ("report/invalid-order", "dipsh:Report-order", "Alexander Lukashenko visited Beijing"),
        ("evidence/invalid-words", "dipsh:Evidence-exact", "Alexander Lukashenko visited Beijing"),
        ("evidence/invalid-selectors", "dipsh:Evidence-selector", "Alexander Lukashenko visited Beijing"),
    ],
)
def test_a_part_of_an_event_shows_the_words_of_its_event(case: str, shape: str, words: str) -> None:
    shown = {w for r in run(CASES / f"{case}.ttl").results if shrink(r.source_shape) == shape for w in r.evidence}
    assert words in shown


def test_paths_are_written_as_in_sparql() -> None:
    paths = {r.path for case in INVALID for r in run(case).results}
    assert {
        "dip:status",
        "^dip:reportOf",
        "dip:participation/dip:agent",
        "dip:ordinal|dip:count|dip:atLeast",
        "dip:visiter",
        "",
    } <= paths


def test_the_turtle_report_holds_every_result_and_reads_back_the_same() -> None:
    report = run(CASES / "place" / "invalid-values.ttl")
    again = rdflib.Graph().parse(data=to_turtle(report), format="turtle")
    assert len(set(again.objects(None, SH.result))) == len(report.results)
    assert rdflib.compare.isomorphic(again, report.graph)


def test_the_json_report_has_the_fields_of_a_result() -> None:
    report = run(CASES / "country" / "invalid-bare.ttl")
    told = json.loads(to_json(report))
    assert (told["conforms"], told["violations"], told["warnings"], told["infos"]) == (False, 1, 0, 0)
    assert told["results"][0] == {
        "focus_node": "http://www.wikidata.org/entity/Q1",
        "path": "dip:iso3",
        "severity": "Violation",
        "message": report.results[0].message,
        "value": None,
        "evidence": [],
        "source_shape": prefixes()["dipsh"] + "Country-iso3",
        "component": "MinCount",
    }


def test_rows_of_the_table_match_the_headers() -> None:
    headers, lines = rows(run(CASES / "country" / "invalid-code.ttl"))
    assert headers == ("severity", "focus node", "path", "message", "value", "evidence")
    assert [(line[0], line[1], line[4]) for line in lines if line[4]] == [
        ("Violation", "wd:Q148", '"CHN"@en'),
        ("Violation", "wd:Q184", '"BY"'),
        ("Violation", "wd:Q184", '"XYZ"'),
    ]


def test_violations_come_before_warnings_and_notes() -> None:
    severities = [r.severity for r in run(CASES / "evidence" / "invalid-bare.ttl").results]
    assert severities == ["Violation", "Violation", "Violation", "Info"]


def test_the_same_data_give_the_same_report_whatever_the_hash_seed() -> None:
    script = "import sys; from dipkb.validate import *; r = validate(sys.argv[1:]); print(to_turtle(r), to_json(r), rows(r))"
    files = [str(BASE), str(CASES / "count-claim" / "invalid-values.ttl"), str(CASES / "event" / "invalid-blank.ttl")]
    runs = {
        subprocess.run(
            [sys.executable, "-c", script, *files], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


def test_ill_typed_literals_are_results_and_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    assert not validate([BASE, CASES / "statement" / "invalid-values.ttl", CASES / "event" / "invalid-no-such-day.ttl"]).conforms
    assert capfd.readouterr() == ("", "")


# What goes in


def test_files_bytes_and_graphs_give_the_same_results(tmp_path: Path) -> None:
    case = CASES / "visit" / "invalid-kind.ttl"
    graph = rdflib.Dataset(default_union=True)
    graph.parse(BASE, format="trig")
    graph.parse(case, format="turtle")
    quads = graph.serialize(format="nquads")
    (tmp_path / "a.nq").write_text(quads, encoding="utf-8")
    (tmp_path / "a.jsonld").write_text(graph.serialize(format="json-ld"), encoding="utf-8")
    union = rdflib.Graph()
    for s, p, o, _ in graph.quads():
        union.add((s, p, o))
    for data in (quads.encode(), str(tmp_path / "a.nq"), tmp_path / "a.jsonld", graph, union):
        assert found(validate(data)) == expected(case)


def test_a_graph_that_is_passed_in_stays_as_it_is() -> None:
    graph = rdflib.Graph().parse(CASES / "country" / "invalid-bare.ttl")
    before = set(graph)
    validate(graph)
    assert set(graph) == before


def test_a_broken_file_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "broken.ttl"
    file.write_text("<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:b> .\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"broken\.ttl:2: not well-formed"):
        validate(file)


def test_broken_quads_are_named_with_their_line() -> None:
    with pytest.raises(InputError, match="line 2"):
        validate(b"<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:b> .\n")


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ("graph.rdf", "RDF/XML, which is not read"),
        ("graph.owl", "RDF/XML"),
        ("graph.csv", r"'\.csv' is no RDF syntax read here"),
        ("missing.ttl", "cannot be read: No such file"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(tmp_path: Path, file: str, says: str) -> None:
    if not file.startswith("missing"):
        (tmp_path / file).write_text("<x/>", encoding="utf-8")
    with pytest.raises(InputError, match=f"{file}.*{says}"):
        validate(tmp_path / file)


@pytest.mark.parametrize("content", [b"\xff\xfe<urn:a>", b"\x00\x01\x02", b'<urn:a> <urn:b> "\xff" .'])
def test_bytes_that_are_no_text_are_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "binary.ttl").write_bytes(content)
    with pytest.raises(InputError, match=r"binary\.ttl"):
        validate(tmp_path / "binary.ttl")


def test_a_context_elsewhere_is_not_fetched(tmp_path: Path) -> None:
    (tmp_path / "far.jsonld").write_text(
        '{"@context": "https://example.org/context.jsonld", "@id": "urn:a", "b": "c"}', encoding="utf-8"
    )
    with pytest.raises(InputError, match=r"far\.jsonld"):
        validate(tmp_path / "far.jsonld")


def test_backslashes_in_the_data_do_not_stop_the_check() -> None:
    graph, visit = load(BASE), rdflib.URIRef("https://w3id.org/dipkb/id/event/visit")
    for property_ in set(graph.predicates(visit)):
        graph.add((visit, property_, rdflib.Literal(r"\1 \d \g<x>")))
    assert not validate(graph).conforms


HOSTILE = [
    rdflib.BNode("blank"),
    rdflib.URIRef("urn:x"),
    rdflib.Literal(""),
    rdflib.Literal(r"\1 \d \g<x>"),
    rdflib.Literal("x", lang="en"),
    *(
        rdflib.Literal("no value", datatype=rdflib.XSD[t], normalize=False)
        for t in ("date", "integer", "decimal", "boolean", "duration", "gYear")
    ),
    rdflib.Literal("0001-01-01T00:00:00Z", datatype=rdflib.XSD.dateTime),
    rdflib.Literal("NaN", datatype=rdflib.XSD.decimal, normalize=False),
    rdflib.Literal(10**400),
]


@pytest.mark.parametrize("value", HOSTILE, ids=repr)
def test_no_value_of_any_property_stops_the_check(value: rdflib.term.Node) -> None:
    graph = load(BASE)
    for subject, property_, _ in list(graph):
        if not str(subject).startswith(DIP):
            graph.add((subject, property_, value))
    assert not validate(graph).conforms


PREFIX = "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"


def test_shapes_of_ones_own_are_used_instead(tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    shape = "<urn:s> a sh:PropertyShape ; sh:targetSubjectsOf <urn:b> ; sh:path <urn:b> ; sh:severity <urn:Grave> ;"
    own.write_text(PREFIX + shape + ' sh:maxCount 1 ; sh:message "One is enough."@en .', encoding="utf-8")
    report = validate(b"<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:b> <urn:d> .\n", shapes=own)
    assert [(r.severity, r.message) for r in report.results] == [("urn:Grave", "One is enough.")]
    assert not report.conforms


@pytest.mark.parametrize(
    ("constraint", "says"),
    [
        ("sh:datatype", r":2: "),
        ("sh:datatype <urn:x>, <urn:y> .", "at most one sh:datatype"),
        ('sh:sparql [ sh:select "SELECT $this WHERE { SERVICE <http://localhost:9/> { $this ?p ?o } }" ] .', "SERVICE"),
        ('sh:sparql [ sh:select "SELECT $this WHERE { $this " ] .', "has shapes that cannot be used"),
        ('sh:pattern "(" .', "has shapes that cannot be used"),
    ],
)
def test_shapes_that_cannot_be_used_are_named(tmp_path: Path, constraint: str, says: str) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(f"{PREFIX}<urn:s> a sh:NodeShape ; sh:targetNode <urn:a> ; {constraint}", encoding="utf-8")
    with pytest.raises(DataError, match=rf"own\.ttl(.|\n)*{says}"):
        validate(b"<urn:a> <urn:b> <urn:c> .\n", shapes=own)


def test_blank_nodes_nested_deep_stop_nothing(tmp_path: Path) -> None:
    deep = tmp_path / "deep.nt"
    kind = f"<{RDF.type}> <{DIP}Meeting> .\n"
    deep.write_text("_:n0 " + kind + "".join(f"_:n{n} <{DIP}participant> _:n{n + 1} .\n" for n in range(5000)), encoding="utf-8")
    assert not validate(deep).conforms
