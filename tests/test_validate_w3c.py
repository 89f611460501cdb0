"""The W3C's tests of SHACL: the report of pySHACL byte for byte, and what the suite expects, save what is listed."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import RDF, SH

from dipkb.errors import DataError
from dipkb.validate import Report, reference, to_json, to_turtle, validate

SUITE = Path(os.environ.get("DIPKB_SHACL_SUITE") or Path(__file__).parents[2] / "shared/data/w3c/data-shapes-test-suite/tests")
BASE = "http://example.org/"
MF, SHT = (rdflib.Namespace(f"http://www.w3.org/{n}#") for n in ("2001/sw/DataAccess/tests/test-manifest", "ns/shacl-test"))
NAMED = (file for kind in ("core", "sparql") for file in SUITE.glob(f"{kind}/*/*-[0-9]*.ttl"))
FILES = sorted(file for file in NAMED if not file.stem.endswith(("-data", "-shapes")))
EXPECTED_OTHERWISE = {
    "core/property/uniqueLang-002": 'pySHACL takes "1"^^xsd:boolean for true',
    "sparql/node/prefixes-001": "pySHACL does not follow owl:imports to prefixes in the same file",
    "sparql/pre-binding/shapesGraph-001": "pySHACL has no $shapesGraph",
}
needs_suite = pytest.mark.skipif(
    not FILES, reason="the W3C suite is not beside this checkout: set DIPKB_SHACL_SUITE to its tests/"
)


def name_of(file: Path) -> str:
    return f"{file.parent.parent.name}/{file.parent.name}/{file.stem}"


def triples(file: Path) -> bytes:
    """A file of the suite as N-Triples: names in it are relative to the file."""
    return (
        ox.serialize((q.triple for q in ox.parse(path=str(file), base_iri=BASE + file.name)), format=ox.RdfFormat.N_TRIPLES)
        or b""
    )


def attempt(way: object, data: Path, shapes: Path) -> Report | None:
    """A report, or ``None`` where the shapes are refused."""
    try:
        return way(data, shapes=shapes)  # type: ignore[operator]
    except DataError:
        return None


@needs_suite
@pytest.mark.parametrize("file", FILES or [None], ids=lambda file: name_of(file) if file else "absent")
def test_the_suite_of_the_w3c(file: Path, tmp_path: Path) -> None:
    manifest = rdflib.Graph().parse(file, publicID=BASE + file.name)
    for test in manifest.subjects(RDF.type, SHT.Validate):
        action = manifest.value(test, MF.action)
        graphs = [str(manifest.value(action, SHT[name])).removeprefix(BASE) for name in ("dataGraph", "shapesGraph")]
        for name in graphs:
            (tmp_path / f"{name}.nt").write_bytes(triples(file.parent / name))
        data, shapes = (tmp_path / f"{name}.nt" for name in graphs)
        ours, theirs = attempt(validate, data, shapes), attempt(reference, data, shapes)
        assert (ours is None) == (theirs is None)
        if ours and theirs:
            assert (to_json(ours), to_turtle(ours)) == (to_json(theirs), to_turtle(theirs))
        if name_of(file) not in EXPECTED_OTHERWISE:
            assert found(ours) == expected(manifest, test)


def found(report: Report | None) -> Counter[tuple[str, str]] | None:
    """The results by focus node and component; ``None`` where the shapes were refused."""
    return report and Counter(_key(report.graph, node) for node in report.graph.objects(None, SH.result))


def expected(manifest: rdflib.Graph, test: rdflib.term.Node) -> Counter[tuple[str, str]] | None:
    result = manifest.value(test, MF.result)
    return None if result == SHT.Failure else Counter(_key(manifest, node) for node in manifest.objects(result, SH.result))


def _key(graph: rdflib.Graph, result: rdflib.term.Node) -> tuple[str, str]:
    focus = graph.value(result, SH.focusNode)
    return "_:" if isinstance(focus, rdflib.BNode) else str(focus), str(graph.value(result, SH.sourceConstraintComponent))
