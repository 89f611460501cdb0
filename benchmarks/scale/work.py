"""What is measured, one task of one tool a process: ``python -m benchmarks.scale.work TASK TOOL ARGUMENT…``.

A task that needs preparation prints the seconds of the part that counts.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

RDFLIB_TYPES = ("http://www.w3.org/2001/XMLSchema#string",)


def graph_dipkb(folder: str, articles: str) -> None:
    """A store of so many invented articles, which come in one after the other and never stand in memory at once."""
    from tests.newsroom import Newsroom

    from dipkb import pipeline
    from dipkb.store import open_store

    with open_store(folder, create=True, write=True) as store:
        pipeline.build(Newsroom().articles(int(articles)), store)


def emit_dipkb(articles: str, out: str) -> None:
    """Merged events to lines of N-Quads in a file."""
    from tests.newsroom import Newsroom

    from dipkb.gazetteer import load
    from dipkb.merge import merge
    from dipkb.triples import quads

    gazetteer = load()
    records = list(Newsroom().articles(int(articles)))
    merged = list(merge(records))
    _timed(lambda: _write(out, quads(merged, records, gazetteer)))


def _write(out: str, lines: Iterable[str]) -> None:
    with Path(out).open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)


def emit_rdflib(source: str, out: str) -> None:
    """The same quads as Python strings to rdflib's terms, a dataset and its N-Quads."""
    import rdflib

    rows = list(_rows(source))

    def emit() -> None:
        data, term = rdflib.Dataset(), _rdflib_term(rdflib)
        data.addN((term(s), term(p), term(o), data.graph(term(g))) for s, p, o, g in rows)  # type: ignore[misc]
        data.serialize(out, format="nquads", encoding="utf-8")

    _timed(emit)


def emit_pyoxigraph(source: str, out: str) -> None:
    """The same quads as Python strings to pyoxigraph's terms and its N-Quads."""
    import pyoxigraph as ox

    rows = list(_rows(source))

    def made(term: tuple[str, ...]) -> ox.NamedNode | ox.Literal:
        if len(term) == 1:
            return ox.NamedNode(term[0])
        value, datatype, language = term
        return ox.Literal(value, language=language) if language else ox.Literal(value, datatype=ox.NamedNode(datatype))

    _timed(lambda: ox.serialize((ox.Quad(*(made(t) for t in row)) for row in rows), out, format=ox.RdfFormat.N_QUADS))  # type: ignore[arg-type]


def _rows(source: str) -> Iterable[tuple[tuple[str, ...], ...]]:
    """Quads as plain strings: an IRI alone, a literal with datatype and language; the same string is one object."""
    import pyoxigraph as ox

    known: dict[Any, tuple[str, ...]] = {}
    for quad in ox.parse(path=source, format=ox.RdfFormat.N_QUADS):
        terms = (quad.subject, quad.predicate, quad.object, quad.graph_name)
        for term in terms:
            if term not in known:
                literal = isinstance(term, ox.Literal)
                known[term] = (term.value, term.datatype.value, term.language or "") if literal else (term.value,)
        yield tuple(known[term] for term in terms)


def _rdflib_term(rdflib: Any) -> Callable[[tuple[str, ...]], Any]:
    def made(term: tuple[str, ...]) -> Any:
        if len(term) == 1:
            return rdflib.URIRef(term[0])
        value, datatype, language = term
        return rdflib.Literal(value, lang=language or None, datatype=None if language or datatype in RDFLIB_TYPES else datatype)

    return made


def load_virtuoso(source: str, folder: str) -> None:
    """A file into Virtuoso by its bulk loader, two at a time, and the checkpoint without which nothing is kept."""
    from tests.servers import started

    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    (place / "graph.nq").hardlink_to(source)
    with started("virtuoso", place):
        _isql(place, "ld_dir('.', 'graph.nq', 'http://example.org/none');")
        loaders = [_isql_started(place, "rdf_loader_run();") for _ in range(2)]
        for loader in loaders:
            loader.communicate()
        _isql(place, "checkpoint;")
        told = _isql(place, "select ll_state from DB.DBA.LOAD_LIST where ll_state = 2 and ll_error is null;")
    if "\n1 Rows" not in told:
        raise SystemExit(f"the file was not loaded: {told}")


def _isql_started(place: Path, statements: str) -> subprocess.Popen[str]:
    from tests.servers.fetch import program

    ports = re.findall(r"ServerPort += *(127\.0\.0\.1:\d+)", (place / "virtuoso.ini").read_text())
    command = [str(program("isql-vt")), ports[0], "dba", "dba", "ERRORS=STDOUT"]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert child.stdin
    child.stdin.write(statements + "\n")
    return child


def _isql(place: Path, statements: str) -> str:
    said, _ = _isql_started(place, statements).communicate()
    if "*** Error" in said:
        raise SystemExit(said)
    return str(said)


def load_rdflib(source: str) -> None:
    """An N-Quads file into a dataset in memory."""
    import rdflib

    rdflib.Dataset().parse(source, format="nquads")


def dump_rdflib(source: str, out: str) -> None:
    """A dataset in memory to N-Quads."""
    import rdflib

    data = rdflib.Dataset()
    data.parse(source, format="nquads")
    _timed(lambda: data.serialize(out, format="nquads", encoding="utf-8"))


def validate_pyshacl(source: str) -> None:
    """pySHACL as its users run it: the union of all graphs against all shapes."""
    import pyoxigraph as ox
    import pyshacl
    import rdflib

    from dipkb.resources import folder

    term, data = _rdflib_term(rdflib), rdflib.Graph()
    for s, p, o, _ in _rows(source):
        data.add((term(s), term(p), term(o)))
    ontology = folder("ontology")
    for part in ox.parse(path=str(ontology / "dipkb.ttl"), format=ox.RdfFormat.TURTLE):
        if part.predicate.value.endswith("#subClassOf") and isinstance(part.object, ox.NamedNode):
            data.add((rdflib.URIRef(part.subject.value), rdflib.RDFS.subClassOf, rdflib.URIRef(part.object.value)))  # type: ignore[union-attr]
    shapes = rdflib.Graph().parse(ontology / "shapes.ttl")
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", advanced=False, meta_shacl=False)
    results = rdflib.URIRef("http://www.w3.org/ns/shacl#result")
    print(sum(1 for _ in report.objects(None, results)), "results")  # type: ignore[union-attr]


def ask_rdflib(source: str, runs: str, *texts: str) -> None:
    """Queries over a dataset in memory; a line for each with rows and the milliseconds of the quickest run but the first."""
    import rdflib

    term, data = _rdflib_term(rdflib), rdflib.Dataset(default_union=True)
    data.addN((term(s), term(p), term(o), data.graph(term(g))) for s, p, o, g in _rows(source))  # type: ignore[misc]
    print("ready", flush=True)
    for text in texts:
        asked, times, rows = Path(text).read_text(encoding="utf-8"), list[float](), 0
        for _ in range(int(runs)):
            begin = time.perf_counter()
            rows = len(list(data.query(asked)))
            times.append(1000 * (time.perf_counter() - begin))
            if sum(times) > 20_000:
                break
        print(rows, min(times[1:] or times), flush=True)


def _timed(work: Callable[[], Any]) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    print(time.perf_counter() - wall, time.process_time() - cpu)


if __name__ == "__main__":
    globals()[f"{sys.argv[1]}_{sys.argv[2]}"](*sys.argv[3:])
