"""RDF from strangers: what cannot be trusted is refused in words and soon, and leaves the store as it was."""

from __future__ import annotations

import contextlib
import gzip
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from backports import zstd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dipkb import rdf
from dipkb.cli import main
from dipkb.errors import InputError
from dipkb.rdf import Limits, read_quads
from dipkb.store import Store, open_store
from dipkb.store import load as loading
from dipkb.store.load import Loading
from dipkb.validate import validate
from tests.stores import DIP, DIPD, DIPG, dumped, sample

W3C = Path(__file__).parents[2] / "shared" / "data" / "w3c"
S, P = "<http://example.org/s>", "<http://example.org/p>"
RDF, N = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", 100_000


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "kb", create=True, write=True) as opened:
        opened.replace_all(sample())
        yield opened


# Files

HOSTILE: dict[str, tuple[str, Callable[[], bytes | str], str]] = {
    "RDF/XML with a DTD": ("a.rdf", lambda: '<!DOCTYPE x [<!ENTITY a "b">]><rdf:RDF/>', "is RDF/XML"),
    "RDF/XML under another name": ("a.ttl", lambda: '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', ":1: not well-formed"),
    "gzip bomb": ("a.nq.gz", lambda: gzip.compress(f'{S} {P} "a" .\n'.encode() * 4_000_000), "unfolds to over 200 times"),
    "zstd bomb": ("a.nt.zst", lambda: zstd.compress(b" " * 200_000_000), "unfolds to over 200 times"),
    "bomb of one text": ("a.ttl.gz", lambda: gzip.compress(f'{S} {P} "'.encode() + b"a" * 200_000_000), "larger than 16 million"),
    "packed twice": ("a.nq.gz", lambda: gzip.compress(zstd.compress(b"")), "is packed twice"),
    "packed and cut off": ("a.nq.gz", lambda: gzip.compress(f"{S} {P} {S} .\n".encode() * 99)[:-9], "is damaged or cut off"),
    "text of 2 MB": ("a.nq", lambda: f'{S} {P} "{"a" * 2_000_000}" .', "a text of 2,000,000 characters stands at .*--max-text"),
    "text of 5 MB": ("a.ttl", lambda: f'{S} {P} """{"a" * 5_000_000}""" .', "a text of 5,000,000 characters stands at"),
    "text of 50 MB": ("a.nq", lambda: f'{S} {P} "{"a" * 50_000_000}" .', "larger than 16 million"),
    "text of 50 MB in JSON": ("a.jsonld", lambda: f'{{"@id": "a:s", "a:p": "{"a" * 50_000_000}"}}', "larger than 16 million"),
    "IRI of 3,000 characters": ("a.nq", lambda: f"<http://e.org/{'a' * 3000}> {P} {S} .", "an IRI has 3,013 characters"),
    "IRI with a space": ("a.nq", lambda: f"<http://e.org/a b> {P} {S} .", ":1: not well-formed"),
    "IRI with an escaped space": ("a.ttl", lambda: rf"<http://e.org/a\u0020b> {P} {S} .", ":1: not well-formed"),
    "IRI with a bracket": ("a.ttl", lambda: rf"<http://e.org/\u003Cb> {P} {S} .", ":1: not well-formed"),
    "IRI with a control": ("a.nq", lambda: f"<http://e.org/a\x01b> {P} {S} .", ":1: not well-formed"),
    "IRI with NUL": ("a.nq", lambda: rf"<http://e.org/a\u0000b> {P} {S} .", ":1: not well-formed"),
    "IRI that turns the reading order": ("a.nq", lambda: f"<http://e.org/a\u202eb> {P} {S} .", r"character \(U\+202E\)"),
    "the same, escaped": ("a.ttl", lambda: rf"{S} {P} <http://e.org/a\u202Eb> .", r"character \(U\+202E\)"),
    "the same in JSON": ("a.jsonld", lambda: r'{"@id": "http://e.org/\u202e", "a:p": 1}', r"character \(U\+202E\)"),
    "graph with a mark of no width": ("a.trig", lambda: f"<http://e.org/\u200b> {{ {S} {P} 1 }}", r"character \(U\+200B\)"),
    "relative IRI": ("a.ttl", lambda: f"<a> {P} {S} .", ":1: not well-formed: .*with @base"),
    "triples in triples": ("a.nt", lambda: f"{S} {P} " + f"<<( {S} {P} " * N + S + " )>>" * N + " .", "thousands of '<<'"),
    "the same in Turtle": ("a.ttl", lambda: f"{S} {P} " + f"<<( {S} {P} " * N + "1" + " )>>" * N + " .", "thousands of '<<'"),
    "one triple in a triple": ("a.nt", lambda: f"{S} {P} <<( {S} {P} {S} )>> .", "a triple stands as a term"),
    "objects in objects": ("a.jsonld", lambda: '{"a:p":' * 4_000 + "1" + "}" * 4_000, "over 100 objects"),
    "lists in lists": ("a.jsonld", lambda: '{"@id":"a:s","a:p":' + "[" * 4_000 + "1" + "]" * 4_000 + "}", "over 100 objects"),
    "depth hidden by texts": ("a.jsonld", lambda: '{"a":"}}}","a:p":' * 4_000 + "1" + "}" * 4_000, "over 100 objects"),
    "context elsewhere": ("a.jsonld", lambda: '{"@context": "http://127.0.0.1:9/c", "@id": "a:s", "a": 1}', "not well-formed"),
    "context in a file": ("a.jsonld", lambda: '{"@context": "file:///etc/passwd", "@id": "a:s", "a": 1}', "not well-formed"),
    "half a character": ("a.jsonld", lambda: r'{"@id": "a:s", "a:p": "\ud800"}', "not well-formed"),
    "no UTF-8": ("a.nq", lambda: f'{S} {P} "'.encode() + b'\xff" .', "not well-formed"),
    "binary": ("a.nq", lambda: b"\x00\x01\x02" * 100, "not well-formed"),
    "no RDF": ("a.txt", lambda: "text", r"'\.txt' is no RDF syntax"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "made", "says"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_in_a_second_and_changes_nothing(
    store: Store, tmp_path: Path, name: str, made: Callable[[], bytes | str], says: str
) -> None:
    data, before = made(), dumped(store)
    (tmp_path / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    begin = time.process_time()
    with pytest.raises(InputError, match=says) as failure:
        list(read_quads(tmp_path / name))
    assert time.process_time() - begin < (6 if "bomb" in says or "unfolds" in says else 1)
    assert failure.value.path == str(tmp_path / name)
    with pytest.raises(InputError, match=says):
        store.load([tmp_path / name])
    assert dumped(store) == before


@pytest.mark.parametrize("name", ["triples in triples", "text of 50 MB", "IRI that turns the reading order", "packed twice"])
def test_validation_refuses_the_same_files(tmp_path: Path, name: str) -> None:
    file, made, says = HOSTILE[name]
    data = made()
    (tmp_path / file).write_bytes(data if isinstance(data, bytes) else data.encode())
    with pytest.raises(InputError, match=says):
        validate(tmp_path / file)


HARMLESS: dict[str, tuple[str, Callable[[], str], int]] = {
    "text of 1 MB": ("a.nq", lambda: f'{S} {P} "{"a" * 1_000_000}" .', 1),
    "blank nodes in one another": ("a.ttl", lambda: f"{S} {P} " + f"[ {P} " * N + "1" + " ]" * N + " .", N + 1),
    "lists in one another": ("a.trig", lambda: f"<a:g> {{ {S} {P} " + "( " * N + ")" * N + " . }", 2 * N - 1),
    "a cyclic list": ("a.ttl", lambda: f"{S} <{RDF}first> 1 ; <{RDF}rest> {S} .", 2),
    "many prefixes": ("a.ttl", lambda: "".join(f"@prefix p{n}: <a:{n}#> .\n" for n in range(N)) + f"{S} {P} p1:a .", 1),
    "brackets and quotes in texts": ("a.jsonld", lambda: '{"@id": "a:s", "a:p": "' + '[{\\"' * 5_000 + '"}', 1),
    "'<<' in a text": ("a.nt", lambda: f'{S} {P} "' + "<<quoted>> " * 2_000 + '" .', 1),
    "letters of all scripts": ("a.nq", lambda: f'<http://e.org/北京/Türkiye> {P} "‏שלום 北京\u202e" .', 1),
}  # fmt: skip


@pytest.mark.parametrize(("name", "made", "quads"), HARMLESS.values(), ids=HARMLESS)
def test_what_only_looks_hostile_is_loaded(store: Store, tmp_path: Path, name: str, made: Callable[[], str], quads: int) -> None:
    (tmp_path / name).write_text(made(), encoding="utf-8")
    assert store.load([tmp_path / name]) == len(sample()) + quads


def test_a_walk_around_a_cyclic_list_ends(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(HARMLESS["a cyclic list"][1]())
    store.load([tmp_path / "a.ttl"])
    assert store.query(f"SELECT ?n WHERE {{ {S} <{RDF}rest>* ?n }}", timeout_s=10).column("n") == ["http://example.org/s"]
    assert b"rest" in dumped(store, "jsonld")


def test_more_text_is_taken_where_it_is_asked_for(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.nq").write_text(HOSTILE["text of 2 MB"][1]())  # type: ignore[arg-type]
    assert store.load([tmp_path / "a.nq"], Loading(limits=Limits(text=3_000_000))) == len(sample()) + 1


def test_a_flood_of_blank_nodes_is_refused(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "MAX_BLANK_NODES", 1_000)
    (tmp_path / "a.ttl").write_text(f"{S} {P} " + ", ".join(["[]"] * 1_001) + " .")
    with pytest.raises(InputError, match=r"a\.ttl: has over 1,000 blank nodes"):
        store.load([tmp_path / "a.ttl"])


@pytest.mark.parametrize("kind", ["gz", "zst"])
def test_blank_nodes_are_called_the_same_packed_and_unpacked(tmp_path: Path, kind: str) -> None:
    text = f"{S} {P} [ {P} 1 ] .".encode()
    (tmp_path / "a.ttl").write_bytes(text)
    (tmp_path / f"a.ttl.{kind}").write_bytes({"gz": gzip.compress, "zst": zstd.compress}[kind](text))
    plain, packed = (list(loading.named_quads(tmp_path / name)) for name in ("a.ttl", f"a.ttl.{kind}"))
    assert plain == packed


@pytest.mark.parametrize("piece", [1, 7, 64, 4096])
def test_depth_is_told_however_the_text_is_cut(piece: int) -> None:
    def depth(text: bytes, most: int) -> None:
        gauge = rdf._Depth(most)
        for at in range(0, len(text), piece):
            gauge.feed(text[at : at + piece])

    for text in (b'{"a\\"[": [' * 60 + b"1" + b"]}" * 60, b'[{"]]]]}}}}": 1}],' * 500):
        depth(text, 125)
    with pytest.raises(ValueError, match="over 100"):
        depth(b'{"a\\"[]]]": [' * 120 + b"1" + b"]}" * 120, 100)


# Mutations: whatever a file turns into, it is read or refused, and never ends the process

BASES = {
    ".nq": "\n".join(sample()),
    ".ttl": f'@prefix d: <{DIP}> .\n{S} d:a [ d:b ( 1 2.0 "x"@en ) ], """long\ntext"""^^d:t .\n',
    ".trig": f"@prefix d: <{DIP}> .\nd:g {{ {S} d:a d:b , 'c' ; d:e true . }}\n",
    ".jsonld": f'{{"@context": {{"d": "{DIP}", "l": {{"@id": "d:l", "@type": "@id"}}}}, "@id": "d:s", "l": ["d:x", 1]}}',
}


@pytest.mark.parametrize("ending", BASES)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chance=st.randoms(use_true_random=False))
def test_a_mutated_file_is_read_or_refused(tmp_path: Path, ending: str, chance: random.Random) -> None:
    data = bytearray(BASES[ending].encode())
    for _ in range(chance.randint(1, 8)):
        at, size = chance.randrange(len(data)), chance.randint(0, 12)
        data[at : at + size] = chance.choice(
            (b"", chance.randbytes(size), bytes(data[at : at + 40]) * 3, b"<<", b'"', b"\\u0020")
        )
    for packed in (bytes(data), gzip.compress(bytes(data))):
        file = tmp_path / f"a{ending}"
        file.write_bytes(packed)
        with contextlib.suppress(InputError):
            assert all(str(quad) for quad in read_quads(file))


@pytest.mark.skipif(not W3C.is_dir(), reason="the W3C test suites are not beside the checkout (../shared/data/w3c)")
def test_every_data_file_of_the_w3c_suites_is_read_or_refused(tmp_path: Path) -> None:
    read = refused = 0
    for file in sorted(W3C.rglob("*")):
        if file.suffix in rdf.SYNTAXES:
            based = tmp_path / f"a{file.suffix}"
            based.write_bytes(b"@base <http://example.org/> .\n" * (file.suffix in (".ttl", ".trig")) + file.read_bytes())
            try:
                read += bool(list(read_quads(based)))
            except InputError:
                refused += 1
    assert read > 150
    assert refused < 10


def test_a_hostile_file_on_the_command_line_ends_with_3_and_a_line(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = store.where
    store.close()
    (tmp_path / "a.nt").write_text(HOSTILE["triples in triples"][1]())  # type: ignore[arg-type]
    assert main(["store", "load", str(tmp_path / "a.nt"), "--store", where]) == 3
    assert capsys.readouterr().err.count("\n") == 1
    done = subprocess.run([sys.executable, "-m", "dipkb", "validate", str(tmp_path / "a.nt")], capture_output=True, check=False)
    assert done.returncode == 3


# What belongs to dipkb


def test_a_dump_is_taken_by_a_new_store_alone(store: Store, tmp_path: Path) -> None:
    store.dump(tmp_path / "kb.nq", "nquads")
    before = dumped(store)
    with pytest.raises(InputError, match=rf"kb\.nq: writes into <{DIPG}\S+>, a graph that dipkb keeps.*--graph IRI"):
        store.load([tmp_path / "kb.nq"])
    assert dumped(store) == before
    with open_store(tmp_path / "new", create=True, write=True) as new:
        (tmp_path / "mine.ttl").write_text(f"{S} {P} {S} .")
        new.load([tmp_path / "mine.ttl"])
        assert new.load([tmp_path / "kb.nq"]) == len(sample()) + 1


@pytest.mark.parametrize("graph", ["events", "reference", "corrections", "ontology", "article/a1", "mine"])
def test_a_file_cannot_write_into_graphs_of_dipkb(store: Store, tmp_path: Path, graph: str) -> None:
    before = dumped(store)
    (tmp_path / "evil.nq").write_text(f"{S} {P} {S} .\n<{DIPD}visit/1> a:b <a:c> <{DIPG}{graph}> .\n".replace("a:b", "<a:b>"))
    with pytest.raises(InputError, match=rf"evil\.nq: writes into <{DIPG}{graph}>"):
        store.load([tmp_path / "evil.nq"])
    assert dumped(store) == before
    assert store.load([tmp_path / "evil.nq"], Loading(graph="http://example.org/theirs")) == len(sample()) + 2
    assert store.query("SELECT ?g WHERE { GRAPH ?g { ?s <a:b> ?o } }").column("g") == ["http://example.org/theirs"]


def test_the_ontology_is_the_package_s_whatever_a_dump_says(tmp_path: Path) -> None:
    seed = Path(__file__).parents[1] / "seeds" / "articles"
    kb, poisoned = tmp_path / "kb", tmp_path / "poisoned.nq"
    assert main(["build", str(seed), "--store", str(kb)]) == 0
    with open_store(kb) as store:
        right = dumped(store)
    subclass = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"
    poisoned.write_bytes(right + f"<{DIP}Visit> {subclass} <{DIP}Meeting> <{DIPG}ontology> .\n".encode())
    assert main(["store", "load", str(poisoned), "--store", str(tmp_path / "kb2")]) == 0
    with open_store(tmp_path / "kb2") as store:
        assert dumped(store) == right


def test_what_a_file_says_of_our_terms_is_told_kept_apart_and_not_heeded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seed = Path(__file__).parents[1] / "seeds" / "articles"
    kb, theirs = str(tmp_path / "kb"), tmp_path / "theirs.ttl"
    assert main(["build", str(seed), "--store", kb]) == 0
    assert main(["query", "run", "meetings", "--store", kb, "--output", str(tmp_path / "before.csv")]) == 0
    theirs.write_text(
        f"""@prefix dip: <{DIP}> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
        dip:Visit rdfs:subClassOf dip:Meeting . dip:Country rdfs:subClassOf dip:Meeting .
        <http://example.org/o> a owl:Ontology ; owl:imports <http://127.0.0.1:9/ontology> .
        <http://example.org/shape> a sh:NodeShape ; sh:targetClass dip:Event ;
            sh:property [ sh:path rdfs:label ; sh:maxCount 0 ] .
        <http://example.org/data> sh:shapesGraph <http://127.0.0.1:9/shapes> ."""
    )
    capsys.readouterr()
    assert main(["store", "load", str(theirs), "--graph", "http://example.org/theirs", "--store", kb]) == 0
    assert f"says something about 2 of dipkb's own terms (<{DIP}Country>, <{DIP}Visit>)" in capsys.readouterr().err
    assert main(["query", "run", "meetings", "--store", kb, "--output", str(tmp_path / "after.csv")]) == 0
    assert (tmp_path / "after.csv").read_bytes() == (tmp_path / "before.csv").read_bytes()
    assert main(["validate", "--store", kb]) == 0
    assert "The graph conforms: 0 violated" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("graph", "says"), [("no iri", "is no IRI of a graph"), (f"{DIPG}events", "is one of dipkb's own graphs")]
)
def test_a_graph_to_load_into_is_an_iri_of_one_s_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], graph: str, says: str
) -> None:
    (tmp_path / "a.ttl").write_text(f"{S} {P} {S} .")
    assert main(["store", "load", str(tmp_path / "a.ttl"), "--graph", graph, "--store", str(tmp_path / "kb")]) == 2
    assert says in capsys.readouterr().err
