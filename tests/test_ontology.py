"""The ontology says what every term means, and is what the graph, the shapes, the queries and the code use."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import get_args

import pyoxigraph as ox
import pytest
import yaml
from rdflib import DCTERMS, Graph

from dipkb import event, ontology
from dipkb.errors import BadParameter, DataError, UnknownName
from dipkb.resources import folder
from dipkb.triples.ontology import FILES
from dipkb.vocab import concept, slug

ROOT = Path(__file__).parents[1]
CASES = Path(__file__).parent / "cases" / "ontology"
FAULTS = yaml.safe_load((CASES / "faults.yaml").read_text(encoding="utf-8"))
CHECKS = sorted((folder("ontology") / "checks").glob("*.rq"))
TURTLE = sorted(folder("ontology").glob("*.ttl"))
SHAPES = folder("ontology") / "shapes.ttl"
BASE = "https://w3id.org/dipkb/"
CODES = ("dipc:cameo/", "dipc:plover/")


def names_in(text: str) -> set[str]:
    """Terms written as CURIEs; a name cut off by "…" or a placeholder is none."""
    return set(re.findall(r"(?<![\w/])dip:([A-Za-z][A-Za-z0-9]*)", text))


def defined() -> set[str]:
    return {t.local for t in ontology.terms() if t.name.startswith("dip:")}


def notations(scheme: str) -> set[str]:
    return {t.local.partition("/")[2] for t in ontology.terms() if t.name.startswith(f"dipc:{scheme}/")}


# -- files


@pytest.mark.parametrize("path", TURTLE, ids=lambda p: p.name)
def test_both_parsers_read_the_same_triples(path: Path) -> None:
    fast = list(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    assert len(set(map(str, fast))) == len(Graph().parse(path))


def test_every_file_of_terms_belongs_to_the_ontology() -> None:
    assert {p.name for p in TURTLE} - {"prefixes.ttl", "shapes.ttl"} == {p.name for p in ontology.files()}


@pytest.mark.parametrize("name", FILES)
def test_what_a_store_holds_has_no_blank_nodes(name: str) -> None:
    triples = list(ox.parse(path=str(folder("ontology") / name), format=ox.RdfFormat.TURTLE))
    assert [t for t in triples if isinstance(t.subject, ox.BlankNode) or isinstance(t.object, ox.BlankNode)] == []


def test_a_malformed_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text("dip:Visit a owl:Class .")
    with pytest.raises(DataError, match=r"bad\.ttl: cannot be read as Turtle"):
        ontology._load([tmp_path / "bad.ttl"])


def test_the_licence_of_the_header_is_that_of_the_licence_file() -> None:
    said = {str(o) for path in TURTLE for o in Graph().parse(path).objects(None, DCTERMS.license)}
    assert said == {"https://creativecommons.org/licenses/by/4.0/"}
    assert "https://creativecommons.org/licenses/by/4.0/legalcode" in (folder("ontology") / "LICENSE").read_text(encoding="utf-8")


# -- checks: no rows when all is well, and the fault's own term when it is not


def rows(check: Path, store: ox.Store) -> list[str]:
    answer = store.query(check.read_text(encoding="utf-8"))
    assert isinstance(answer, ox.QuerySolutions)
    assert [v.value for v in answer.variables] == ["entity", "property", "value"]
    return [row["entity"].value.removeprefix(BASE) for row in answer]


def store_of(turtle: str) -> ox.Store:
    store = ox.Store()
    store.load(turtle.encode(), format=ox.RdfFormat.TURTLE)
    return store


@cache
def whole() -> ox.Store:
    return ontology._load([*ontology.files(), SHAPES])


@pytest.mark.parametrize("check", CHECKS, ids=lambda p: p.stem)
def test_the_ontology_passes_the_check(check: Path) -> None:
    assert rows(check, whole()) == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda p: p.stem)
def test_the_check_finds_its_fault_and_nothing_in_a_good_graph(check: Path) -> None:
    fault, good = FAULTS[check.stem], (CASES / "good.ttl").read_text(encoding="utf-8")
    assert fault.get("replace", "") in good
    faulty = good.replace(fault["replace"], fault["by"]) if "replace" in fault else good + fault["by"]
    assert rows(check, store_of(good)) == []
    assert fault["finds"] in rows(check, store_of(faulty))


def test_every_fault_has_its_check() -> None:
    assert set(FAULTS) == {check.stem for check in CHECKS}


@pytest.mark.parametrize("check", CHECKS, ids=lambda p: p.stem)
def test_the_check_says_problem_and_remedy(check: Path) -> None:
    lines = check.read_text(encoding="utf-8").splitlines()
    header = yaml.safe_load("\n".join(line[2:] for line in lines if line.startswith("#+")))
    assert list(header) == ["summary", "problem", "remedy"]
    assert all(isinstance(text, str) and text.endswith(".") for text in header.values())


# -- the same terms everywhere


def test_the_ontology_has_exactly_the_terms_of_the_graph_page() -> None:
    assert names_in((ROOT / "docs" / "graph.md").read_text(encoding="utf-8")) == defined()


USERS = [SHAPES, *sorted(folder("queries").rglob("*.rq")), *sorted((ROOT / "src").rglob("*.py"))]


def test_shapes_queries_and_code_use_defined_terms_only() -> None:
    assert len(USERS) > 30
    unknown = {f"{p.name}: dip:{n}" for p in USERS for n in names_in(p.read_text(encoding="utf-8")) - defined()}
    assert unknown == set()


def test_every_concept_on_the_graph_page_is_defined() -> None:
    page = (ROOT / "docs" / "graph.md").read_text(encoding="utf-8")
    named = [(s, n) for s, some in re.findall(r"dipc:([a-z-]+)/([a-z|-]+)", page) for n in some.split("|") if n]
    assert len(named) > 40
    assert [f"{s}/{n}" for s, n in named if n not in notations(s)] == []


@pytest.mark.parametrize(
    ("scheme", "values"),
    [("status", event.Status), ("date-origin", event.DateOrigin), ("visit-kind", event.VisitKind), ("mode", event.Mode),
     ("sanction-action", event.SanctionAction), ("agreement-action", event.AgreementAction)],
)  # fmt: skip
def test_a_closed_scheme_has_the_values_of_the_event_records(scheme: str, values: object) -> None:
    assert notations(scheme) == set(get_args(values)) - {"unspecified"}


def test_every_role_of_the_event_records_is_a_concept() -> None:
    assert {role for role, _ in event.ROLE_FIELDS} < notations("role")


def test_every_act_and_topic_that_the_extractor_knows_is_a_concept() -> None:
    frames = folder("seeds") / "frames"
    statements = yaml.safe_load((frames / "statements.yaml").read_text(encoding="utf-8"))
    topics = yaml.safe_load((frames / "topics.yaml").read_text(encoding="utf-8"))
    assert {slug(a) for a in [*statements["acts"], *statements["express"]]} <= notations("act")
    assert {slug(t) for t in topics} <= notations("topic")


def test_every_code_of_cameo_and_plover_is_matched_by_a_term_of_ours() -> None:
    ours = [t for t in ontology.terms() if not t.name.startswith(CODES)]
    matched = {name for t in ours for _, names in t.links for name in names}
    codes = {t.name: t for t in ontology.terms() if t.name.startswith(CODES)}
    broader = {name for code in codes.values() for heading, names in code.links if heading == "broader" for name in names}
    assert set(codes) - matched - broader == set()


def test_the_choice_between_plovers_two_codes_for_imposing_sanctions_is_told() -> None:
    page = ontology.show("sanction-action/impose")
    links = dict(page.links)
    assert "dipc:plover/SANCTION-discontinue" in links["close to"]
    assert "dipc:plover/COERCE-restrict" in links["related to"]
    assert "We follow the manual" in page.notes[0]


# -- looking a term up


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("StateVisit", "dip:StateVisit"), ("dip:StateVisit", "dip:StateVisit"), (f"{BASE}ontology#StateVisit", "dip:StateVisit"),
        ("state visit", "dip:StateVisit"), ("STATEVISIT", "dip:StateVisit"), (" Visit ", "dip:Visit"), ("host", "dip:host"),
        ("Office", "dip:Office"), ("office", "dip:office"), ("status", "dip:status"), ("dipc:status", "dipc:status"),
        ("planned", "dipc:status/planned"), ("sanction-action/in-force", "dipc:sanction-action/in-force"),
        (f"{BASE}concept/mode/phone", "dipc:mode/phone"), ("head of state", "dipc:rank/hos"), ("163", "dipc:cameo/163"),
        ("support", "dipc:act/support"), ("plover/support", "dipc:plover/SUPPORT"),
    ],
)  # fmt: skip
def test_a_term_is_found_by_any_of_its_names(name: str, found: str) -> None:
    assert ontology.show(name).name == found


def test_every_term_is_found_by_its_curie_and_address() -> None:
    assert [t.name for t in ontology.terms() if ontology.show(t.name) != t or ontology.show(t.iri) != t] == []


def test_a_misspelt_name_gets_the_nearest() -> None:
    with pytest.raises(UnknownName, match=r"No term is called 'StateVist'. Did you mean 'StateVisit'") as error:
        ontology.show("StateVist")
    assert error.value.near[0] == "StateVisit"


def test_a_name_of_two_concepts_is_not_guessed() -> None:
    with pytest.raises(BadParameter, match=r"Write dipc:count-of/sanction or dipc:topic/sanctions\."):
        ontology.show("sanctions")


def test_a_page_tells_definition_properties_and_what_others_call_it() -> None:
    page = ontology.show("StateVisit")
    links = dict(page.links)
    assert links["is every"] == ("dip:Visit with dip:kind dipc:visit-kind/state",)
    assert links["subclass of"] == ("dip:Visit",)
    assert {"dip:kind", "dip:visitor", "dip:start", "dip:participation"} <= set(links["properties"])
    assert {"dip:mode", "dip:speaker"}.isdisjoint(links["properties"])
    assert page.definition in page.text()
    assert all(line.isprintable() for line in page.text().splitlines())


def test_no_page_shows_a_blank_node() -> None:
    blank = re.compile(r"[0-9a-f]{8,}|_:.*")
    assert [t.name for t in ontology.terms() for _, names in t.links for n in names if blank.fullmatch(n)] == []


def test_the_reference_page_is_up_to_date_and_holds_every_term() -> None:
    page = (ROOT / "docs" / "ontology.md").read_text(encoding="utf-8")
    assert page == ontology.docs(), "run: dipkb ontology docs > docs/ontology.md"
    assert [t.name for t in ontology.terms() if f'<a id="{t.local}"></a>' not in page] == []


def test_every_link_of_the_reference_page_leads_to_a_term_on_it() -> None:
    page = ontology.docs()
    assert set(re.findall(r"\]\(#([^)]+)\)", page)) <= set(re.findall(r'<a id="([^"]+)">', page))


def test_the_address_of_a_concept_is_the_one_that_code_mints() -> None:
    ours = [t for t in ontology.terms() if t.kind == "concept" and not t.name.startswith(CODES)]
    assert len(ours) > 100
    assert [t.name for t in ours if concept(*t.local.split("/", 1)) != t.iri] == []
