"""Validation by suspects gives, byte for byte, the report that pySHACL gives alone."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dipkb.cli import main
from dipkb.store import open_store
from dipkb.validate import Report, reference, to_json, to_turtle, validate, validate_changed
from dipkb.validate.engine import harvest, read_shapes
from dipkb.validate.finder import Finder
from dipkb.validate.graph import index_of
from tests.faults import faulty
from tests.query_graphs import lines
from tests.test_validate import BASE, INVALID, SHAPES, VALID, name


def written(report: Report) -> tuple[str, str, bool]:
    return to_json(report), to_turtle(report), report.conforms


def assert_same(data: Any, **options: Path) -> int:
    """How many results both ways have."""
    ours, theirs = validate(data, **options), reference(data, **options)
    assert written(ours) == written(theirs)
    return len(ours.results)


def merged() -> list[str]:
    """The lines of the seed's graph and of all that the cases add to it."""
    store = ox.Store()
    store.load(path=str(BASE), format=ox.RdfFormat.TRIG)
    return [*lines("seed").splitlines(), *store.dump(format=ox.RdfFormat.N_QUADS).decode().splitlines()]


def test_no_shape_of_the_ontology_is_left_to_pyshacl_alone() -> None:
    assert Finder(index_of(b""), harvest(read_shapes(SHAPES), SHAPES)).uncovered == {}


def test_every_shape_broken_in_every_way_at_once() -> None:
    assert assert_same([BASE, *INVALID]) > 300


@pytest.mark.parametrize("case", [*INVALID, *VALID], ids=name)
@pytest.mark.slow
def test_every_case_alone(case: Path) -> None:
    assert_same([BASE, case])


@pytest.mark.parametrize("seed", range(3))
def test_faults_all_over_a_graph(seed: int) -> None:
    assert assert_same("\n".join(faulty(merged(), 0.03, seed)).encode()) > 0


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.floats(0.0005, 0.2))
def test_faults_of_any_number(seed: int, share: float) -> None:
    assert_same("\n".join(faulty(some(seed), share, seed)).encode())


def some(seed: int) -> Iterator[str]:
    """The graph of all cases, without some of its lines."""
    chance = random.Random(seed)
    left_out = chance.choice((0.0, 0.1, 0.5))
    return (line for line in merged() if chance.random() >= left_out)


def test_a_store_gives_the_report_of_its_dump(tmp_path: Path) -> None:
    store = ox.Store(str(tmp_path / "kb"))
    store.bulk_load("\n".join(faulty(merged(), 0.05, 4)).encode(), ox.RdfFormat.N_QUADS)
    store.update("DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } FILTER(isBlank(?s) || isBlank(?o)) }")
    assert written(validate(store)) == written(reference(store.dump(format=ox.RdfFormat.N_QUADS)))


# A change


Told = tuple[str, str, str, str, str | None]


def told(report: Report) -> set[Told]:
    """The results, without the words that go with them."""
    return {(r.source_shape, r.focus_node, r.path, r.component, r.value) for r in report.results}


@pytest.mark.parametrize("seed", range(3))
def test_what_a_change_makes_wrong_is_found_where_it_leads(seed: int) -> None:
    """Random edits, one after another: what is new in the whole report is in the report on the change, which adds nothing."""
    chance = random.Random(seed)
    held = [line for line in merged() if "_:" not in line]
    before = told(validate(stored(held)))
    for _ in range(6):
        edit = [line for line in faulty(chance.sample(held, 4), 0.7, chance.randrange(1000)) if "_:" not in line]
        gone = chance.sample(held, 3)
        after = [line for line in (*held, *edit) if line not in gone]
        store, changed = stored(after), set(stored(after)) ^ set(stored(held))
        now, seen = told(validate(store)), told(validate_changed(store, changed))
        assert now - before <= seen <= now
        held, before = after, now


def stored(held: list[str]) -> ox.Store:
    store = ox.Store()
    store.bulk_load("\n".join(held).encode(), ox.RdfFormat.N_QUADS)
    return store


def test_a_change_of_classes_is_looked_at_everywhere() -> None:
    held = [line for line in merged() if "_:" not in line]
    come = "<urn:Summit> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <https://w3id.org/dipkb/ontology#Meeting> <urn:g> ."
    held.append("<urn:one> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn:Summit> <urn:g> .")
    store = stored([*held, come])
    assert told(validate_changed(store, set(store) - set(stored(held)))) == told(validate(store)) != told(validate(stored(held)))


def test_an_article_is_looked_at_by_itself(tmp_path: Path) -> None:
    kb = str(tmp_path / "kb")
    assert run("build", "seeds/articles/", "--store", kb) == 0
    with open_store(kb) as store:
        article = store.query("SELECT ?id { ?a <http://purl.org/dc/terms/identifier> ?id }").column("id")[0]
    assert run("validate", "--store", kb, "--article", article) == 0
    assert run("validate", "--store", kb, "--article", "nowhere") == 3
    assert run("validate", str(BASE), "--article", article) == 2


def run(*arguments: str) -> int:
    return main(list(arguments))


# Shapes of one's own


def test_shapes_that_are_not_covered_are_judged_wholly_and_said(tmp_path: Path) -> None:
    own, heard = tmp_path / "own.ttl", dict[str, str]()
    own.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dip: <https://w3id.org/dipkb/ontology#> .\n"
        "<urn:less> a sh:PropertyShape ; sh:targetSubjectsOf dip:earliest ; sh:path dip:latest ; sh:lessThan dip:earliest .\n"
        "<urn:deep> a sh:PropertyShape ; sh:targetClass dip:Event ; sh:path [ sh:zeroOrMorePath dip:partOf ] ; sh:maxCount 1 .\n"
    )
    validate(BASE, shapes=own, uncovered=heard.update)
    assert set(heard) == {"urn:less", "urn:deep"}
    assert assert_same(BASE, shapes=own) > 1
