"""The embedded store: whole or not at all, one writer, the same bytes."""

from __future__ import annotations

import doctest
import errno
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic, to_isomorphic

from dipkb.answer import Answer, Term
from dipkb.errors import InputError, StoreError, UnknownName
from dipkb.store import Store, as_dataset, open_store, sorting
from dipkb.store.dump import FORMATS
from tests.stores import ALL, DIP, DIPD, DIPG, LABEL, dumped, sample


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "kb", create=True, write=True) as opened:
        opened.replace_all(sample())
        yield opened


# Answers


def test_a_query_gives_variables_and_terms(store: Store) -> None:
    answer = store.query(f"SELECT ?name ?none WHERE {{ <{DIPD}visit/1> {LABEL} ?name }}")
    assert answer == Answer(
        "select", ("name", "none"), ((Term("literal", "Visit of Alexander Lukashenko to China", None, "en"), None),)
    )


def test_a_query_keeps_datatypes_and_strange_characters(store: Store) -> None:
    day = store.query(f"SELECT ?d WHERE {{ ?v <{DIP}earliest> ?d }}").rows[0][0]
    assert day == Term("literal", "2023-12-03", "http://www.w3.org/2001/XMLSchema#date")
    assert '中国\t"\\\n' in store.query(f"SELECT ?n WHERE {{ ?c {LABEL} ?n }}").column("n")


def test_ask_and_construct_have_forms_of_their_own(store: Store) -> None:
    assert store.query(f"ASK {{ ?v a <{DIP}Visit> }}") == Answer("ask", truth=True)
    built = store.query(f"CONSTRUCT {{ ?v <{DIP}is> 'a visit' }} WHERE {{ ?v a <{DIP}Visit> }}")
    assert built.triples == tuple(f'<{DIPD}visit/{n}> <{DIP}is> "a visit" .' for n in (1, 2))


def test_a_triple_as_a_value_is_refused_in_words(store: Store) -> None:
    with pytest.raises(StoreError, match=r"what RDF 1\.1 does not have"):
        store.query("SELECT ?t WHERE { BIND(<<( <http://e/a> <http://e/b> 1 )>> AS ?t) }")
    assert store.query("ASK { }").truth is True


def test_a_count_is_the_same_over_the_union_and_over_the_named_graph(store: Store) -> None:
    counted = "SELECT (COUNT(DISTINCT ?v) AS ?n) WHERE {{ {0} }}"
    pattern = f"?v a <{DIP}Visit>"
    union = store.query(counted.format(pattern)).column("n")
    assert union == store.query(counted.format(f"GRAPH <{DIPG}events> {{ {pattern} }}")).column("n") == ["2"]


def test_from_names_the_data_set_instead_of_the_union(store: Store) -> None:
    assert len(store.query(f"SELECT * FROM <{DIPG}events> WHERE {{ ?s {LABEL} ?o }}").rows) == 1
    assert len(store.query(f"SELECT * WHERE {{ ?s {LABEL} ?o }}").rows) == 3
    assert store.query(f"SELECT * FROM <{DIPG}no-such-graph> WHERE {{ ?s ?p ?o }}").rows == ()


def test_info_counts_graphs_events_and_articles(store: Store) -> None:
    info = store.info()
    assert info.quads == {"article": 3, "events": 8, "reference": 2}
    assert info.events == {"dip:CountClaim": 1, "dip:Visit": 2, "dip:WorkingVisit": 1}
    assert (info.articles, info.format) == (2, 1)


# Whole or not at all


def test_replacing_leaves_nothing_of_the_old(store: Store) -> None:
    assert store.replace_all(sample()[:2]) == 2
    assert dumped(store).decode().splitlines() == sample()[:2]


def test_a_malformed_line_leaves_the_old_and_names_the_line(store: Store) -> None:
    before = dumped(store)
    with pytest.raises(StoreError, match=r"Line 3 of the quads is malformed"):
        store.replace_all([*sample()[:2], "<no quad", sample()[4]])
    assert dumped(store) == before


@pytest.mark.parametrize("failure", [KeyboardInterrupt, RuntimeError, OSError])
def test_a_failure_while_the_quads_are_made_leaves_the_old(store: Store, failure: type[BaseException]) -> None:
    def lines() -> Iterator[str]:
        yield from sample()[:3]
        raise failure("stopped")

    before = dumped(store)
    with pytest.raises((failure, StoreError)):
        store.replace_all(lines())
    assert dumped(store) == before
    assert store.replace_all(sample()) == len(sample())


KILLED = """
import os, signal, sys
from dipkb.store import folder, open_store

def lines(count, die):
    for n in range(count):
        if n == die:
            os.kill(os.getpid(), signal.SIGKILL)
        yield f'<http://example.org/{n}> <http://example.org/new> "{n}" <http://example.org/g> .'

where, point = sys.argv[1], sys.argv[2]
if point in ("before", "after"):
    rename = os.replace
    def replace(*names):
        if point == "after":
            rename(*names)
        os.kill(os.getpid(), signal.SIGKILL)
    os.replace = replace
open_store(where, write=True).replace_all(lines(5000, int(point) if point.isdigit() else -1))
"""


@pytest.mark.parametrize(
    ("point", "holds"), [("0", "old"), ("1", "old"), ("2500", "old"), ("4999", "old"), ("before", "old"), ("after", "new")]
)
def test_kill_9_leaves_all_of_the_old_or_all_of_the_new(store: Store, point: str, holds: str) -> None:
    before = dumped(store)
    store.close()
    ended = subprocess.run([sys.executable, "-c", KILLED, store.where, point], check=False)
    assert ended.returncode == -signal.SIGKILL
    with open_store(store.where, write=True) as again:
        left = dumped(again)
        assert left == before if holds == "old" else len(left.splitlines()) == 5000
        assert again.replace_all(sample()) == len(sample())
    newest = "g000002" if holds == "old" else "g000003"
    assert sorted(path.name for path in Path(store.where).iterdir()) == ["dipkb-store.json", newest, "writer.lock"]


def test_a_killed_writer_leaves_no_lock(store: Store) -> None:
    store.close()
    subprocess.run([sys.executable, "-c", KILLED, store.where, "1"], check=False)
    open_store(store.where, write=True).close()


def test_a_reader_sees_the_new_data_of_another_process(store: Store) -> None:
    with open_store(store.where) as reader:
        assert len(reader.query(ALL).rows) == len(sample())
        store.replace_all(sample()[:2])
        assert len(reader.query(ALL).rows) == 2


def test_a_reader_in_the_middle_keeps_the_data_it_began_with(store: Store) -> None:
    with open_store(store.where) as reader:
        lines = reader.lines()
        first = next(lines)
        store.replace_all(sample()[:2])
        store.replace_all(sample()[:3])
        assert sorted([first, *lines]) == sorted(sample())


def test_reading_while_another_writes_needs_no_wait(store: Store) -> None:
    going, waiting = threading.Event(), threading.Event()

    def lines() -> Iterator[str]:
        yield from sample()[:2]
        going.set()
        assert waiting.wait(20)

    writer = threading.Thread(target=store.replace_all, args=(lines(),))
    writer.start()
    assert going.wait(20)
    with open_store(store.where) as reader:
        assert len(reader.query(ALL).rows) == len(sample())
        waiting.set()
        writer.join()
        assert len(reader.query(ALL).rows) == 2


# Opening


def test_a_second_writer_is_refused_and_told_where(store: Store) -> None:
    with pytest.raises(StoreError, match=rf"{store.where} is being written by process {os.getpid()} on "):
        open_store(store.where, write=True)
    store.close()
    open_store(store.where, write=True).close()


def test_a_reader_cannot_write(store: Store) -> None:
    with open_store(store.where) as reader, pytest.raises(StoreError, match="opened for reading only"):
        reader.replace_all(sample())


def test_what_is_no_store_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"no store at .*/nowhere.*dipkb build ARTICLES --store"):
        open_store(tmp_path / "nowhere")
    (tmp_path / "notes.txt").write_text("mine")
    for create in (False, True):
        with pytest.raises(StoreError, match=r"is no dipkb store"):
            open_store(tmp_path, create=create, write=create)
    with pytest.raises(StoreError, match=r"is no dipkb store"):
        open_store(tmp_path / "notes.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"file/kb cannot be made: Not a directory"):
        open_store(tmp_path / "file" / "kb", create=True, write=True)


def test_a_store_of_a_newer_format_is_refused(store: Store) -> None:
    marker = Path(store.where) / "dipkb-store.json"
    store.close()
    marker.write_bytes(msgspec.json.encode({"format": 2, "software": "9.0", "generation": "g000001"}))
    with pytest.raises(StoreError, match=r"store format 2, written by dipkb 9\.0.*Update dipkb"):
        open_store(store.where)
    marker.write_bytes(b'{"format": 1, "soft')
    with pytest.raises(StoreError, match=r"dipkb-store\.json is damaged"):
        open_store(store.where)


def test_a_store_that_holds_nothing_yet_says_so(tmp_path: Path) -> None:
    with open_store(tmp_path / "kb", create=True, write=True) as store:
        with pytest.raises(StoreError, match="holds nothing yet"):
            store.query(ALL)
        with pytest.raises(StoreError, match="holds nothing yet"):
            dumped(store)


def test_creating_leaves_a_store_that_is_there_alone(store: Store) -> None:
    store.close()
    with open_store(store.where, create=True, write=True) as again:
        assert len(again.query(ALL).rows) == len(sample())


def test_a_store_whose_making_was_killed_can_be_made_again(tmp_path: Path) -> None:
    (tmp_path / "kb").mkdir()
    (tmp_path / "kb" / ".dipkb-store.json.123-4.part").write_text("{")
    with open_store(tmp_path / "kb", create=True, write=True) as store:
        assert store.replace_all(sample()) == len(sample())
    assert not list((tmp_path / "kb").glob("*.part"))


def test_a_disk_that_fills_up_leaves_the_old(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    before = dumped(store)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match=r"No space left on device.*The old data stand"):
        store.replace_all(sample()[:1])
    assert dumped(store) == before


# Dumps and loads


@pytest.mark.parametrize("format", FORMATS)
def test_rebuilding_gives_the_same_bytes(store: Store, tmp_path: Path, format: str) -> None:
    before = dumped(store, format)
    with open_store(tmp_path / "again", create=True, write=True) as other:
        other.replace_all(sample()[:5])
        other.replace_all(reversed(sample()))
        assert dumped(other, format) == before


@pytest.mark.parametrize("format", FORMATS)
def test_another_process_with_another_hash_seed_dumps_the_same_bytes(store: Store, format: str) -> None:
    program = "import sys; from dipkb.store import open_store; open_store(sys.argv[1]).dump(sys.stdout.buffer, sys.argv[2])"
    for seed in ("1", "2"):
        command, environment = [sys.executable, "-c", program, store.where, format], {**os.environ, "PYTHONHASHSEED": seed}
        assert subprocess.run(command, env=environment, capture_output=True, check=True).stdout == dumped(store, format)


@pytest.mark.parametrize("format", ["nquads", "trig", "jsonld"])
def test_dump_load_dump_gives_the_same_bytes(store: Store, tmp_path: Path, format: str) -> None:
    file = tmp_path / f"dump{FORMATS[format]}"
    store.dump(file, format)
    with open_store(tmp_path / "again", create=True, write=True) as other:
        assert other.load([file]) == len(sample())
        assert dumped(other) == dumped(store)
        assert dumped(other, format) == file.read_bytes()


def test_flat_dumps_hold_each_triple_of_the_union_once(store: Store) -> None:
    twice = f'<http://www.wikidata.org/entity/Q148> {LABEL} "China"@en <{DIPG}events> .'
    store.replace_all([*sample(), twice])
    lines = dumped(store, "ntriples").decode().splitlines()
    assert len(lines) == len(set(lines)) == len(sample())
    turtle = list(ox.parse(dumped(store, "turtle"), ox.RdfFormat.TURTLE))
    assert sorted(f"{q.subject} {q.predicate} {q.object} ." for q in turtle) == lines


def test_without_text_leaves_out_the_texts_alone(store: Store) -> None:
    left = [line for line in dumped(store).splitlines() if b"ontology#text>" not in line]
    assert dumped(store, without_text=True).splitlines() == left
    assert len(left) == len(sample()) - 1


def test_an_unknown_dump_format_is_named(store: Store) -> None:
    with pytest.raises(UnknownName, match=r"No dump format is called 'n-quads'\. Did you mean 'nquads'"):
        dumped(store, "n-quads")


def test_a_dump_larger_than_a_chunk_is_sorted_all_the_same(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    before = dumped(store), dumped(store, "trig")
    monkeypatch.setattr(sorting, "RUN_BYTES", 100)
    monkeypatch.setattr(sorting, "BLOCK_BYTES", 200)
    assert (dumped(store), dumped(store, "trig")) == before


def test_rdflib_reads_the_dump_as_the_same_data_set(store: Store) -> None:
    read = rdflib.Dataset().parse(data=dumped(store).decode(), format="nquads")
    copy = as_dataset(store)
    assert {g.identifier for g in read.graphs() if len(g)} == {g.identifier for g in copy.graphs() if len(g)}
    assert all(isomorphic(to_isomorphic(read.graph(g.identifier)), to_isomorphic(g)) for g in copy.graphs())
    assert len(copy) == len(sample())


def test_the_page_on_rdflib_runs() -> None:
    page = Path(__file__).parents[1] / "docs" / "rdflib.md"
    assert doctest.testfile(str(page), module_relative=False).failed == 0
    assert doctest.testfile(str(page), module_relative=False).attempted > 10


def test_loading_adds_and_keeps_what_is_there(store: Store, tmp_path: Path) -> None:
    extra = tmp_path / "extra.ttl"
    extra.write_text(f'@prefix dip: <{DIP}> . <http://example.org/x> dip:note "mine" . <{DIPD}visit/1> dip:note "yours" .')
    assert store.load([extra]) == len(sample()) + 2
    assert store.load([extra]) == len(sample()) + 2
    assert store.query(f"SELECT ?n WHERE {{ <{DIPD}visit/1> <{DIP}note> ?n }}").column("n") == ["yours"]


def test_all_files_are_loaded_or_none(store: Store, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.nt", tmp_path / "bad.ttl"
    good.write_text("<http://example.org/x> <http://example.org/y> <http://example.org/z> .\n")
    bad.write_text("@prefix ex: <http://example.org/> .\nex:a ex:b\n  ex:c ex:d .\n")
    before = dumped(store)
    with pytest.raises(InputError, match=r"bad\.ttl:3: not well-formed.*Nothing was loaded") as failure:
        store.load([good, bad])
    assert (failure.value.path, failure.value.line) == (str(bad), 3)
    assert dumped(store) == before


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        (
            "entities.rdf",
            '<!DOCTYPE x [<!ENTITY a "b">]><rdf:RDF/>',
            r"is RDF/XML, which is not read",
        ),
        ("notes.txt", "<a:b> <a:c> <a:d> .", r"'\.txt' is no RDF syntax read here"),
        ("remote.jsonld", '{"@context": "http://127.0.0.1:9/context", "@id": "http://example.org/x", "a": 1}', "not well-formed"),
        ("triple.nt", "<a:b> <a:c> <<( <a:b> <a:c> <a:d> )>> .", "a triple stands as a term"),
        ("binary.nq", "\x00\x01\x02", "not well-formed"),
    ],
)
def test_foreign_files_that_cannot_be_trusted_are_refused(store: Store, tmp_path: Path, name: str, text: str, says: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(InputError, match=says):
        store.load([tmp_path / name])
    with pytest.raises(InputError, match="cannot be read: No such file"):
        store.load([tmp_path / "missing.nq"])


def test_blank_nodes_become_iris_that_depend_on_the_file_alone(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "blank.ttl"
    file.write_text("<http://example.org/x> <http://example.org/y> [ <http://example.org/z> _:b, [] ] .")
    with (
        open_store(tmp_path / "one", create=True, write=True) as one,
        open_store(tmp_path / "two", create=True, write=True) as two,
    ):
        assert one.load([file]) == two.load([file]) == 3
        assert dumped(one) == dumped(two)
        assert b"_:" not in dumped(one)


text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
literals = st.one_of(
    st.builds(ox.Literal, text),
    st.builds(lambda t: ox.Literal(t, language="en"), text),
    st.builds(lambda d: ox.Literal(d.isoformat(), datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")), st.dates()),
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(literals, min_size=1, max_size=5))
def test_any_text_comes_back_from_dump_and_query_as_it_went_in(store: Store, values: list[ox.Literal]) -> None:
    node = ox.NamedNode("http://example.org/x")
    quads = [ox.Quad(node, ox.NamedNode(f"http://example.org/p{n}"), v, node) for n, v in enumerate(values)]
    store.replace_all(f"{quad} ." for quad in quads)
    assert set(ox.parse(dumped(store), ox.RdfFormat.N_QUADS)) == set(quads)
    assert store.query("SELECT ?o WHERE { ?s ?p ?o } ORDER BY ?p").column("o") == [v.value for v in values]


def test_info_counts_every_graph_and_the_unnamed_one(tmp_path):
    file = tmp_path / "own.nq"
    article = "https://w3id.org/dipkb/graph/article/"
    graphs = ["", f"<{article}a>", f"<{article}b>", "<https://w3id.org/dipkb/graph/events>", "<http://example.org/own>"]
    file.write_text("".join(f'<urn:s> <urn:p> "{n}" {graph} .\n' for graph in graphs for n in range(2)))
    with open_store(tmp_path / "kb", create=True, write=True) as store:
        store.load([file])
        assert store.info().quads == {"default": 2, "article": 4, "events": 2, "http://example.org/own": 2}
