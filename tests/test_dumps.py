"""Dumps and publications: all of the graph in every form, the same bytes each time, whole or not there."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from backports import zstd
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dipkb import context
from dipkb.cli import main
from dipkb.errors import InputError, OutputError
from dipkb.resources import folder
from dipkb.store import Store, open_store, sorting
from dipkb.store.description import About
from dipkb.store.dump import FORMATS, split
from dipkb.store.publication import check, publish
from tests.stores import DIP, dumped, sample

ENDINGS = ["", ".gz", ".zst"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with the seed article."""
    kb = str(tmp_path_factory.mktemp("built") / "kb")
    assert main(["build", str(Path(__file__).parents[1] / "seeds" / "articles"), "--store", kb]) == 0
    return kb


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "kb", create=True, write=True) as opened:
        opened.replace_all(sample())
        yield opened


# Any quads

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
names = st.one_of(
    st.sampled_from([
        *(DIP + name for name in ("Visit", "start", "status", "", "a/b:c")), *(RDF + name for name in ("type", "nil", "first")),
        "http://www.w3.org/2000/01/rdf-schema#label", "http://www.w3.org/ns/oa#start", "http://purl.org/dc/terms/title",
        "geo:48.2,16.3", "wd:Q1", "time:now", "http://www.wikidata.org/entity///x", "http://www.wikidata.org/entity/", "urn:a",
        "a:b?c#d", "http://例え.jp/пример",
    ]),
    st.from_regex(r"[a-z]{1,5}:[a-zA-Z0-9/._~-]{0,12}", fullmatch=True).filter(lambda iri: ":" in iri and _is_iri(iri)),
).map(ox.NamedNode)  # fmt: skip
types = ["string", "integer", "boolean", "date", "decimal", "double", "anyURI", "gYear"]
literals = st.one_of(
    st.builds(ox.Literal, text),
    st.builds(lambda t, code: ox.Literal(t, language=code), text, st.sampled_from(["en", "en-GB", "de", "zh-Hans"])),
    st.builds(
        lambda t, name: ox.Literal(t, datatype=ox.NamedNode(name)),
        st.one_of(text, st.integers().map(str), st.sampled_from(["true", "false", "1", "007", "-0", "0", "2023-12-03", "1e5"])),
        st.sampled_from([*(XSD + name for name in types), "http://id.loc.gov/datatypes/edtf/EDTF", "http://e.org/t"]),
    ),
)
graphs = st.one_of(st.just(ox.DefaultGraph()), names)
quads = st.lists(st.builds(ox.Quad, names, names, st.one_of(names, literals), graphs), min_size=1, max_size=25)


def _is_iri(text: str) -> bool:
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True


def held(given: list[ox.Quad]) -> set[ox.Quad]:
    """The quads as the engine keeps them, which writes each number in one form."""
    engine = ox.Store()
    engine.extend(given)
    return set(engine)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given=quads)
@pytest.mark.parametrize("ending", ENDINGS)
def test_any_quads_come_back_from_every_form_with_graphs(tmp_path: Path, ending: str, given: list[ox.Quad]) -> None:
    shutil.rmtree(tmp_path, ignore_errors=True)
    with open_store(tmp_path / "a", create=True, write=True) as one, open_store(tmp_path / "b", create=True, write=True) as two:
        one.replace_all(f"{quad} ." for quad in given)
        for format in ("nquads", "trig", "jsonld"):
            file = tmp_path / f"dump{FORMATS[format]}{ending}"
            one.dump(file, format)
            two.replace_all([])
            two.load([file])
            assert dumped(two) == dumped(one), format
            assert set(ox.parse(dumped(two), ox.RdfFormat.N_QUADS)) == held(given)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given=quads)
def test_any_quads_come_back_flat_as_their_union(tmp_path: Path, given: list[ox.Quad]) -> None:
    shutil.rmtree(tmp_path, ignore_errors=True)
    with open_store(tmp_path / "a", create=True, write=True) as store:
        store.replace_all(f"{quad} ." for quad in given)
        lines = dumped(store, "ntriples").splitlines()
        assert lines == sorted(set(lines))
        union = {quad.triple for quad in held(given)}
        for format, syntax in (("ntriples", ox.RdfFormat.N_TRIPLES), ("turtle", ox.RdfFormat.TURTLE)):
            assert {quad.triple for quad in ox.parse(dumped(store, format), syntax)} == union


@settings(max_examples=200)
@given(given=quads)
def test_a_line_falls_into_its_triple_and_its_graph(given: list[ox.Quad]) -> None:
    for quad in given:
        graph = "" if isinstance(quad.graph_name, ox.DefaultGraph) else f" {quad.graph_name}"
        line = f"{quad} .\n".encode()
        assert split(line) == (f"{quad.subject} {quad.predicate} {quad.object}".encode(), graph.encode())


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(st.binary(max_size=6).map(lambda line: line.replace(b"\n", b"") + b"\n")), run=st.integers(1, 40))
@example(lines=[b"a\n"] * 30, run=1)
def test_runs_that_are_merged_are_sorted(monkeypatch: pytest.MonkeyPatch, lines: list[bytes], run: int) -> None:
    monkeypatch.setattr(sorting, "RUN_BYTES", run)
    monkeypatch.setattr(sorting, "BLOCK_BYTES", max(1, run // 3))
    source: Any = io.BufferedReader(io.BytesIO(b"".join(lines)))
    assert [line for block in sorting.sorted_blocks(source) for line in block] == sorted(lines)


# The JSON-LD and its context


def test_the_context_is_what_the_ontology_makes_of_it() -> None:
    shipped = (folder("ontology") / context.NAME).read_text(encoding="utf-8")
    assert shipped == context.text(), "python -m dipkb.context > ontology/context.jsonld"


def test_each_term_of_the_context_means_its_iri() -> None:
    for name, term in context.context().items():
        curie = term["@id"] if isinstance(term, dict) else term
        read = rdflib.Graph().parse(
            data=json.dumps({"@context": context.context(), "@id": "urn:x", name: {"@value": "1"}}), format="json-ld"
        )
        prefix, _, local = curie.partition(":")
        if not curie.startswith("http"):
            assert [str(p) for p in read.predicates()] == [context.context()[prefix] + local]


def test_the_json_reads_like_the_graph(store: Store) -> None:
    nodes = {node["@id"]: node for graph in json.loads(dumped(store, "jsonld"))["@graph"] for node in graph["@graph"]}
    assert nodes["dipd:visit/1"] == {
        "@id": "dipd:visit/1",
        "@type": ["Event", "Visit", "WorkingVisit"],
        "label": "Visit of Alexander Lukashenko to China",
        "earliest": "2023-12-03",
    }
    assert nodes["wd:Q148"]["label"] == ["China", {"@value": '中国\t"\\\n', "@language": "zh"}]


def test_rdflib_reads_the_json_as_the_same_graph(built: str) -> None:
    with open_store(built) as store:
        told, lines = dumped(store, "jsonld"), dumped(store)
    read = rdflib.Dataset().parse(data=told.decode(), format="json-ld")
    right = rdflib.Dataset().parse(data=lines.decode(), format="nquads")
    assert {(*q[:3], str(getattr(q[3], "identifier", q[3]))) for q in read.quads()} == {
        (*q[:3], str(getattr(q[3], "identifier", q[3]))) for q in right.quads()
    }


# The command


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_dump_is_packed_by_its_name_and_the_same_each_time(built: str, tmp_path: Path, format: str, ending: str) -> None:
    first, second = (tmp_path / f"{n}{FORMATS[format]}{ending}" for n in "ab")
    for file in (first, second):
        assert main(["store", "dump", "--store", built, "--output", str(file)]) == 0
    assert first.read_bytes() == second.read_bytes()
    unpack = {"": bytes, ".gz": gzip.decompress, ".zst": zstd.decompress}[ending]
    with open_store(built) as store:
        assert unpack(first.read_bytes()) == dumped(store, format)


def test_standard_output_is_packed_where_it_is_asked_for(built: str, capsys: pytest.CaptureFixture[str]) -> None:
    command = [sys.executable, "-m", "dipkb", "store", "dump", "--store", built]
    plain, packed = (
        subprocess.run([*command, *more], capture_output=True, check=True).stdout for more in ([], ["--compress", "zst"])
    )
    assert zstd.decompress(packed) == plain
    assert main(["store", "dump", "--store", built, "--output", "kb.nq", "--compress", "gz"]) == 2
    assert "Call the file kb.nq.gz" in capsys.readouterr().err


def test_progress_is_told_to_the_end(store: Store) -> None:
    told: list[tuple[int, int | None]] = []
    store.dump(io.BytesIO(), "trig", progress=lambda done, total: told.append((done, total)))
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[0][1] is None
    assert told[-1] == (len(sample()), len(sample()))


def test_a_packed_dump_is_loaded_and_validated(built: str, tmp_path: Path) -> None:
    for ending in (".nq.gz", ".trig.zst", ".jsonld.gz"):
        file, again = tmp_path / f"kb{ending}", str(tmp_path / f"kb{ending}.store")
        assert main(["store", "dump", "--store", built, "--output", str(file)]) == 0
        assert main(["store", "load", str(file), "--store", again]) == 0
        with open_store(built) as one, open_store(again) as two:
            assert dumped(one) == dumped(two)
    assert main(["validate", str(tmp_path / "kb.nq.gz")]) == 0


# Publications


def test_a_publication_holds_the_graph_in_every_form(built: str, tmp_path: Path) -> None:
    with open_store(built) as store:
        files = publish(store, tmp_path / "release")
        right = dumped(store, without_text=True)
    assert sorted(path.name for path in (tmp_path / "release").iterdir()) == sorted([*(f.name for f in files), "SHA256SUMS"])
    for name in ("dump.nq.gz", "dump.trig.gz", "dump.jsonld.gz"):
        with open_store(tmp_path / name, create=True, write=True) as again:
            again.load([tmp_path / "release" / name])
            assert dumped(again) == right
    flat = gzip.decompress((tmp_path / "release" / "dump-flat.nt.gz").read_bytes()).splitlines()
    assert flat == sorted({split(line + b"\n")[0] + b" ." for line in right.splitlines()})


def test_the_same_graph_is_published_to_the_same_bytes(built: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "dipkb", "store", "publish"]
    for name, seed in (("one", "1"), ("two", "2")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": f"UTC+{seed}"}
        subprocess.run([*command, str(tmp_path / name), "--store", built], env=environment, check=True, capture_output=True)
    one, two = ({p.name: p.read_bytes() for p in (tmp_path / name).iterdir()} for name in ("one", "two"))
    assert one == two


def test_the_description_is_true(built: str, tmp_path: Path) -> None:
    licence, base = "https://creativecommons.org/licenses/by/4.0/", "https://example.org/data/"
    with open_store(built) as store:
        publish(store, tmp_path, about=About("Mine", licence, "2026-01-31", base), with_text=True)
        counted = store.query("SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s ?p ?o }").column("n")
        visits = store.query(f"SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE {{ ?s a <{DIP}Visit> }}").column("n")
        used = store.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ ?s <{DIP}participant> ?o }}").column("n")
        quads = store.info().quads
    told = rdflib.Graph().parse(tmp_path / "void.ttl")

    def ask(pattern: str) -> list[str]:
        prologue = "PREFIX void: <http://rdfs.org/ns/void#> PREFIX dcat: <http://www.w3.org/ns/dcat#> "
        prologue += "PREFIX spdx: <http://spdx.org/rdf/terms#> PREFIX dcterms: <http://purl.org/dc/terms/> "
        return sorted(str(row[0]) for row in told.query(f"{prologue}SELECT ?x {{ {pattern} }}"))  # type: ignore[index]

    dataset, flat = f"<{base}#dataset>", gzip.decompress((tmp_path / "dump-flat.nt.gz").read_bytes()).splitlines()
    assert ask(f"{dataset} a dcat:Dataset, void:Dataset ; dcterms:license ?x") == [licence]
    assert ask(f"{dataset} dcterms:issued ?x") == ["2026-01-31"]
    assert ask(f"{dataset} void:entities ?x") == counted
    assert ask(f"{dataset} void:triples ?x") == [str(len(flat))]
    assert ask(f"{dataset} void:classPartition [ void:class <{DIP}Visit> ; void:entities ?x ]") == visits
    assert ask(f"{dataset} void:propertyPartition [ void:property <{DIP}participant> ; void:triples ?x ]") == used
    for kind, number in quads.items():
        assert ask(f"<{base}#{kind}> void:triples ?x") == [str(number)]
    assert ask(f"<{base}#ontology> dcterms:license ?x") == [licence]
    assert len(ask(f"{dataset} dcat:distribution ?x")) == 7
    for name in ("dump.nq.gz", "dump-flat.nt.gz", "context.jsonld"):
        data, entry = (tmp_path / name).read_bytes(), f"?d dcat:downloadURL <{base}{name}>"
        assert ask(f"{entry} ; dcat:byteSize ?x") == [str(len(data))]
        assert ask(f"{entry} ; spdx:checksum [ spdx:checksumValue ?x ]") == [hashlib.sha256(data).hexdigest()]
    assert not [node for triple in told for node in triple if isinstance(node, rdflib.BNode)]


def test_the_sums_are_those_of_sha256sum_and_tell_what_is_wrong(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    release = tmp_path / "release"
    publish(store, release)
    if shutil.which("sha256sum"):
        subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=release, check=True, capture_output=True)
    assert check(release) == []
    assert main(["store", "check", str(release)]) == 0
    with (release / "dump.nq.gz").open("r+b") as file:
        file.truncate(50)
    (release / "void.ttl").unlink()
    assert main(["store", "check", str(release)]) == 1
    said = capsys.readouterr().err.splitlines()[-2:]
    assert said == ["dump.nq.gz: has changed, or was not copied whole", "void.ttl: is missing"]


@pytest.mark.parametrize(
    ("sums", "says"), [(None, "cannot be read: No such file"), ("deadbeef  ../../etc/passwd\n", ":1: is no sum")]
)
def test_sums_that_are_none_are_named(tmp_path: Path, sums: str | None, says: str) -> None:
    if sums:
        (tmp_path / "SHA256SUMS").write_text(sums)
    with pytest.raises(InputError, match=says):
        check(tmp_path)


def test_publishing_again_replaces_its_own_files_alone(store: Store, tmp_path: Path) -> None:
    release = tmp_path / "release"
    publish(store, release)
    (release / "README.md").write_text("mine")
    (release / ".publishing-of-a-killed-one").mkdir()
    publish(store, release, pack="zst")
    names = sorted(path.name for path in release.iterdir())
    assert "README.md" in names
    assert "dump.nq.zst" in names
    assert not [name for name in names if name.endswith(".gz") or name.startswith(".")]
    assert check(release) == []


@pytest.mark.parametrize(
    "option", [["--licence", "by"], ["--issued", "31.1.2026"], ["--base", "javascript:alert(1)"], ["--licence", "http://a> <b"]]
)
def test_what_is_said_of_a_publication_is_checked(built: str, tmp_path: Path, option: list[str]) -> None:
    assert main(["store", "publish", str(tmp_path / "release"), "--store", built, *option]) == 2
    assert not (tmp_path / "release").exists()


# Killed, and no room

KILLED = """
import os, signal, sys
from dipkb import files
from dipkb.cli import main

class Dying:
    'A file that ends the process at its n-th write.'
    def __init__(self, file, left): self.file, self.left = file, left
    def __getattr__(self, name): return getattr(self.file, name)
    def __enter__(self): return self
    def __exit__(self, *given): self.file.close()
    def __iter__(self): return iter(self.file)
    def die(self):
        self.left -= 1
        if self.left < 0: os.kill(os.getpid(), signal.SIGKILL)
    def write(self, data): self.die(); return self.file.write(data)
    def writelines(self, lines): self.die(); return self.file.writelines(lines)

point, arguments = sys.argv[1], sys.argv[2:]
def dying(name, when, at=""):
    done = getattr(os, name)
    def change(*given):
        if when == "after": done(*given)
        if str(given[-1]).endswith(at): os.kill(os.getpid(), signal.SIGKILL)
        if when == "before": done(*given)
    setattr(os, name, change)
if point.isdigit():
    import builtins, pathlib, tempfile
    for module, name in ((builtins, "open"), (tempfile, "TemporaryFile")):
        real = getattr(module, name)
        def opening(*given, real=real, **more):
            file = real(*given, **more)
            return Dying(file, int(point)) if "b" in getattr(file, "mode", "") and file.writable() else file
        setattr(module, name, opening)
    import io
    def at_path(self, *given, **more): return builtins.open(self, *given, **more)
    pathlib.Path.open = at_path
else:
    dying(*point.split(":"))
sys.exit(main(arguments))
"""
POINTS = ["0", "1", "3", "fsync:before", "fsync:after", "replace:before", "replace:after"]


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("name", ["kb.nq", "kb.trig.gz", "kb.jsonld.zst"])
def test_kill_9_leaves_all_of_the_old_dump_or_all_of_the_new(built: str, tmp_path: Path, name: str, point: str) -> None:
    arguments = ["store", "dump", "--store", built, "--output", str(tmp_path / name)]
    assert main(arguments) == 0
    new = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(b"the old one")
    ended = subprocess.run([sys.executable, "-c", KILLED, point, *arguments], capture_output=True, check=False)
    left = (tmp_path / name).read_bytes()
    if ended.returncode == 0:  # so few writes that it never came to the last of them
        assert point == "3"
        assert left == new
    else:
        assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
        assert left == (new if point == "replace:after" else b"the old one")
    assert main(arguments) == 0
    assert (tmp_path / name).read_bytes() == new


@pytest.mark.parametrize(
    "point", [*POINTS, "replace:before:context.jsonld", "replace:after:dump.nq.gz", "replace:after:SHA256SUMS"]
)
def test_kill_9_leaves_a_publication_that_holds_or_is_told_not_to(built: str, tmp_path: Path, point: str) -> None:
    release, arguments = tmp_path / "release", ["store", "publish", str(tmp_path / "release"), "--store", built]
    with open_store(tmp_path / "old", create=True, write=True) as old:
        old.replace_all(sample())
        publish(old, release)
    before = (release / "dump.nq.gz").read_bytes()
    ended = subprocess.run([sys.executable, "-c", KILLED, point, *arguments], capture_output=True, check=False)
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    if point == "replace:after:dump.nq.gz":  # in the moment of putting
        assert "dump.nq.gz: has changed, or was not copied whole" in check(release)
    else:
        assert check(release) == []
        assert ((release / "dump.nq.gz").read_bytes() == before) == (point != "replace:after:SHA256SUMS")
    assert main(arguments) == 0
    assert check(release) == []
    assert not list(release.glob(".*"))


def limited(command: list[str], most: int) -> subprocess.CompletedProcess[bytes]:
    """Run dipkb where no file may be larger than so many bytes, as on a disk that fills up."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    return subprocess.run([sys.executable, "-m", "dipkb", *command], preexec_fn=limit, capture_output=True, check=False)


@pytest.mark.parametrize("most", [0, 4_096, 100_000])
@pytest.mark.parametrize("name", ["kb.nq", "kb.trig.zst"])
def test_without_room_for_a_dump_the_old_one_stands(built: str, tmp_path: Path, name: str, most: int) -> None:
    (tmp_path / name).write_bytes(b"the old one")
    done = limited(["store", "dump", "--store", built, "--output", str(tmp_path / name)], most)
    assert done.returncode == 3
    assert done.stderr.decode() == f"{tmp_path / name} cannot be written: File too large. What stood there before is untouched.\n"
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_bytes() == b"the old one"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")
@pytest.mark.parametrize("format", FORMATS)
def test_a_full_disk_behind_standard_output_is_no_fault_of_the_store(built: str, format: str) -> None:
    with open("/dev/full", "wb") as full:
        command = [sys.executable, "-m", "dipkb", "store", "dump", "--store", built, "--format", format]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (3, b"standard output: No space left on device.\n")


@pytest.mark.parametrize("format", ["nquads", "trig", "jsonld"])
def test_a_reader_that_goes_away_ends_a_dump_without_a_word(built: str, format: str) -> None:
    command = [sys.executable, "-m", "dipkb", "store", "dump", "--store", built, "--format", format]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert child.stdout
    assert child.stderr
    child.stdout.read(10)
    child.stdout.close()
    assert (child.wait(60), child.stderr.read()) == (141, b"")


def test_without_room_for_a_publication_the_old_one_stands(built: str, store: Store, tmp_path: Path) -> None:
    publish(store, tmp_path / "release")
    done = limited(["store", "publish", str(tmp_path / "release"), "--store", built], 50_000)
    assert done.returncode == 3
    assert done.stderr.decode().startswith(f"{tmp_path / 'release'} cannot be written: File too large. What stood")
    assert check(tmp_path / "release") == []


@pytest.mark.parametrize("most", [0, 10_000, 60_000])
def test_without_room_for_a_load_the_old_data_stand(built: str, store: Store, tmp_path: Path, most: int) -> None:
    before = dumped(store)
    lines = [f'<urn:{n}> <urn:p> "{"text " * 20}{n}" .\n' for n in range(20_000)]
    (tmp_path / "more.nq").write_text("".join(lines))
    store.close()
    done = limited(["store", "load", str(tmp_path / "more.nq"), "--store", store.where], most)
    assert done.returncode == 4, done.stderr.decode()
    assert done.stderr.count(b"\n") == 1
    with open_store(store.where, write=True) as again:
        assert dumped(again) == before
        assert again.load([tmp_path / "more.nq"]) == len(sample()) + len(lines)


def test_kill_9_at_any_moment_of_a_load_leaves_all_or_nothing(store: Store, tmp_path: Path) -> None:
    before = dumped(store)
    (tmp_path / "more.nq").write_text("".join(f'<urn:{n}> <urn:p> "{n}" .\n' for n in range(30_000)))
    store.close()
    command = [sys.executable, "-m", "dipkb", "store", "load", str(tmp_path / "more.nq"), "--store", store.where]
    ends = Counter[bool]()
    for wait in (0.1, 0.25, 0.4, 0.55, 0.7, 0.85, 1.0, 1.3):
        child = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        try:
            child.wait(wait)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        with open_store(store.where, write=True) as again:
            left = dumped(again)
            ends[left == before] += 1
            assert left == before or len(left.splitlines()) == len(sample()) + 30_000
            again.replace_all(sample())
    assert ends[True]


def test_nothing_can_be_published_where_a_file_stands(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(OutputError, match="file cannot be written"):
        publish(store, tmp_path / "file")
    assert (tmp_path / "file").read_text() == "mine"
