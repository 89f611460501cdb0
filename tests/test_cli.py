"""The command line: what goes where, in which format, and how each thing that can go wrong ends."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest

from dipkb import __version__
from dipkb.cli import app, main
from dipkb.cli.reference import commands, examples, reference
from dipkb.resources import folder
from tests.test_reading import FILES

ROOT = Path(__file__).resolve().parents[1]
SEEDS = str(folder("seeds") / "articles")
HEAVY = ("rdflib", "pyoxigraph", "pyshacl", "SPARQLWrapper", "trafilatura", "warcio")
LEADERS = ("--param", "leader_a=Xi", "--param", "leader_b=Lukashenko", "--param", "year=2023")


def run(*words: str, stdin: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
    """One command line as a process of its own."""
    return subprocess.run(process(*words), input=stdin, capture_output=True, check=False, env=environment(**env))


def process(*words: str) -> list[str]:
    return [sys.executable, "-m", "dipkb", *words]


def environment(**more: str) -> dict[str, str]:
    return {**{k: v for k, v in os.environ.items() if k != "DIPKB_STORE"}, "COLUMNS": "80", **more}


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode())))


@pytest.fixture(scope="session")
def kb(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The knowledge base of the seed article; only to be read."""
    store = str(tmp_path_factory.mktemp("kb") / "kb")
    done = run("build", SEEDS, "--store", store)
    assert done.returncode == 0, done.stderr.decode()
    return store


# Every command


COMMANDS = dict(commands())


@pytest.mark.parametrize("path", COMMANDS)
def test_help_ends_with_an_example_that_can_be_pasted(path):
    assert examples(COMMANDS[path])
    pasted = [part for line in examples(COMMANDS[path]) for part in line.split(" | ") if part.startswith("dipkb ")]
    for part in pasted:
        words = shlex.split(part.split(" > ")[0])[1:]
        command: click.Command = app.root
        while isinstance(command, click.Group):
            name, command, words = command.resolve_command(click.Context(command), words)
        assert command.make_context(name, words, resilient_parsing=False).params is not None


@pytest.mark.parametrize("path", COMMANDS)
def test_no_two_options_of_a_command_are_described_alike(path):
    helps = [p.help for p in COMMANDS[path].params if isinstance(p, click.Option)]
    assert all(helps)
    assert len(helps) == len(set(helps))


def test_reference_page_is_current():
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == reference(), "make docs"


@pytest.mark.parametrize("noun", ["query", "ontology"])
def test_pages_of_questions_and_terms_are_current(noun, capfdbinary):
    page = {"query": "queries.md", "ontology": "ontology.md"}[noun]
    assert main([noun, "docs"]) == 0
    assert capfdbinary.readouterr().out == (ROOT / "docs" / page).read_bytes(), "make docs"


def test_version_is_said():
    done = run("--version")
    assert (done.returncode, done.stdout.decode()) == (0, f"dipkb {__version__}\n")


@pytest.mark.parametrize(
    "words", [["--version"], ["--help"], ["query", "list"], ["query", "show", "visits"], ["build", "--help"]]
)
def test_small_commands_load_no_heavy_library(words):
    code = f"import sys; from dipkb.cli import main; main({words!r}); sys.exit(str([m for m in {HEAVY!r} if m in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, env=environment())
    assert done.stderr.decode().strip() == "[]"


@pytest.mark.parametrize("words", [[], ["query"], ["store"]])
def test_group_alone_shows_its_help_on_stderr(words):
    done = run(*words)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().startswith("Usage: ")
    assert done.stderr.decode().rstrip().splitlines()[-1].startswith("    dipkb ")


# What is wrong with the call


CALLS: dict[str, tuple[list[str], int, str]] = {
    "unknown command": (["biuld"], 2, "No command is called 'biuld'. Did you mean 'build'? 'dipkb --help' shows all"),
    "unknown command of a noun": (
        ["query", "lsit"],
        2,
        "No command is called 'lsit'. Did you mean 'list'? 'dipkb query --help' shows all 4.",
    ),
    "unknown option": (["query", "list", "--formt", "csv"], 2, "Did you mean '--format'?"),
    "unknown format": (
        ["query", "list", "--format", "xlsx"],
        2,
        "'xlsx' is not one of 'table', 'csv', 'tsv', 'json', 'markdown'",
    ),
    "format that a name does not say": (
        ["query", "list", "--output", "a.xlsx"],
        2,
        "'a.xlsx' does not say its format. Give --format table|csv|",
    ),
    "unknown query": (["query", "show", "vists"], 2, "No query is called 'vists'. Did you mean 'visits'"),
    "no store": (
        ["query", "run", "visits"],
        2,
        "No store was named. Give --store kb/ (a folder, or an http address), or set DIPKB_STORE.",
    ),
    "nothing to extract": (["extract"], 2, "Missing argument"),
    "nothing to validate": (["validate"], 2, "What is to be validated? Give RDF files, or --store kb/"),
    "two things to validate": (["validate", "a.ttl", "--store", "kb"], 2, "What is to be validated?"),
    "no query text": (["sparql", "--store", "kb"], 2, "Give the query as one argument in quotes, or as a file with -f"),
    "unknown term": (["ontology", "show", "StateVist"], 2, "Did you mean"),
    "store that is not there": (["store", "info", "--store", "{tmp}/none"], 4, "{tmp}/none"),
    "folder that is no store": (["store", "info", "--store", "{tmp}"], 4, "{tmp} is no dipkb store"),
    "building into a folder of other things": (
        ["build", SEEDS, "--store", "{tmp}"],
        4,
        "{tmp} is no dipkb store and is not empty",
    ),
    "path that cannot be written": (["build", SEEDS, "--store", "/proc/none/kb"], 4, "The store /proc/none/kb cannot be made"),
    "article that is not there": (["extract", "{tmp}/none.txt"], 3, "{tmp}/none.txt: is not there."),
    "building from nothing that can be read": (
        ["build", "{tmp}/none.txt", "--store", "{tmp}/kb"],
        3,
        "{tmp}/none.txt: is not there.",
    ),
    "graph that is not there": (["validate", "{tmp}/none.ttl"], 3, "{tmp}/none.ttl"),
    "graph that is no Turtle": (["validate", "{tmp}/bad.ttl"], 3, "{tmp}/bad.ttl:1"),
    "query file that is not there": (["sparql", "-f", "{tmp}/none.rq", "--store", "{tmp}"], 3, "{tmp}/none.rq: cannot be read"),
    "output in a folder that is not there": (["query", "list", "-o", "{tmp}/no/a.csv"], 3, "{tmp}/no/a.csv cannot be written"),
    "output that is a folder": (["query", "list", "--format", "csv", "-o", "{tmp}"], 3, "{tmp} cannot be written"),
}


@pytest.mark.parametrize(("words", "code", "message"), CALLS.values(), ids=CALLS)
def test_wrong_call_ends_with_one_line_and_its_exit_code(tmp_path, capfdbinary, monkeypatch, words, code, message):
    monkeypatch.delenv("DIPKB_STORE", raising=False)
    (tmp_path / "bad.ttl").write_text("no turtle at all")
    ended = main([word.format(tmp=tmp_path) for word in words])
    out, err = capfdbinary.readouterr()
    assert (ended, out) == (code, b"")
    assert message.format(tmp=tmp_path) in err.decode()
    assert "Traceback" not in err.decode()


ASKED: dict[str, tuple[list[str], int, str]] = {
    "unknown parameter": (
        ["--param", "leader_c=Xi"],
        2,
        "No parameter of meetings-of-two-leaders is called 'leader_c'. Did you mean 'leader_",
    ),
    "missing parameter": (["--param", "leader_a=Xi"], 2, "needs leader_b"),
    "no KEY=VALUE": (["--param", "2023"], 2, "--param is '2023', which is no KEY=VALUE. Example: --param year=2023"),
    "given twice": (
        ["--param", "year=2023", "--param", "year=2024"],
        2,
        "--param year is given twice: '2023' and '2024'. Give one.",
    ),
    "year that is none": ([*LEADERS[:4], "--param", "year=last"], 2, "got 'last'"),
    "name that nobody has": (["--param", "leader_a=Nobody", *LEADERS[2:]], 2, "Nobody"),
}


@pytest.mark.parametrize(("words", "code", "message"), ASKED.values(), ids=ASKED)
def test_wrong_parameter_is_named_with_what_it_takes(kb, capfdbinary, words, code, message):
    assert main(["query", "run", "meetings-of-two-leaders", "--store", kb, *words]) == code
    out, err = capfdbinary.readouterr()
    assert out == b""
    assert message in err.decode()


def test_sparql_that_is_malformed_or_writes_is_refused(kb, capfdbinary):
    assert main(["sparql", "SELECT WHERE", "--store", kb]) == 2
    assert main(["sparql", "DELETE WHERE { ?s ?p ?o }", "--store", kb]) == 2
    assert main(["sparql", "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }", "--store", kb]) == 2
    assert capfdbinary.readouterr().out == b""


def test_endpoint_that_cannot_be_reached_ends_with_4(capfdbinary):
    assert main(["sparql", "ASK { ?s ?p ?o }", "--store", "http://127.0.0.1:9/query"]) == 4
    assert "127.0.0.1:9" in capfdbinary.readouterr().err.decode()


def test_fault_of_dipkb_itself_shows_its_traceback_only_when_asked(capfdbinary, monkeypatch):
    monkeypatch.setitem(app.root.lazy, "extract", "dipkb.cli.none:none")
    assert main(["extract", "x"]) == 70
    short = capfdbinary.readouterr().err.decode()
    assert "To see where: dipkb --debug extract x" in short
    assert len(short.splitlines()) == 1
    assert main(["--debug", "extract", "x"]) == 70
    assert "Traceback" in capfdbinary.readouterr().err.decode()


def test_message_cannot_steer_the_terminal(capfdbinary):
    assert main(["extract", "\x1b[2Jx\u202e.txt"]) == 3
    err = capfdbinary.readouterr().err.decode()
    assert "\\x1b[2Jx\\u202e.txt" in err
    assert "\x1b" not in err


# Where data go


def test_data_are_json_in_a_pipe_and_a_table_on_a_terminal(kb):
    words = ["query", "run", "meetings-of-two-leaders", "--store", kb, *LEADERS]
    assert json.loads(run(*words).stdout)["head"]["vars"][:2] == ["count", "unmerged_count"]
    shown = on_terminal(*words)
    assert "unmerged_count" in shown
    assert "{" not in shown


def on_terminal(*words: str) -> str:
    """What a person sees who runs this in a terminal."""
    reading, writing = pty.openpty()
    with subprocess.Popen(process(*words), stdout=writing, stderr=writing, stdin=subprocess.DEVNULL, env=environment()) as child:
        os.close(writing)
        shown = b"".join(chunks(reading))
    os.close(reading)
    assert child.returncode == 0, shown.decode()
    return shown.decode()


def chunks(descriptor: int) -> Iterator[bytes]:
    while True:
        try:
            data = os.read(descriptor, 65536)
        except OSError:  # the other side of a terminal that closed
            return
        if not data:
            return
        yield data


def test_ending_of_the_output_says_the_format_and_the_option_wins(tmp_path, kb):
    path = tmp_path / "a.csv"
    assert run("query", "list", "--output", str(path)).returncode == 0
    assert "visits" in [row["name"] for row in rows(path.read_bytes())]
    assert run("query", "list", "--output", str(path), "--format", "json").returncode == 0
    assert json.loads(path.read_bytes())["head"]["vars"][0] == "name"


def test_question_is_shown_as_text_json_and_sparql(capfdbinary):
    for form, words in (
        ("text", "Parameters\n  leader_a"),
        ("json", '"name": "meetings-of-two-leaders"'),
        ("sparql", "PREFIX dip: <"),
    ):
        assert main(["query", "show", "meetings-of-two-leaders", "--format", form]) == 0
        assert words in capfdbinary.readouterr().out.decode()


def test_same_question_has_the_same_answer_in_every_format(kb, capfdbinary):
    answers = {}
    for form in ("csv", "tsv", "json", "markdown", "table"):
        assert main(["query", "run", "visits", "--store", kb, "--format", form]) == 0
        answers[form] = capfdbinary.readouterr().out.decode()
    starts = [row["start"] for row in rows(answers["csv"].encode())]
    assert starts == ["", "2023-02-28", "2023-12-04"]
    assert all(start in answer for answer in answers.values() for start in starts)


def test_cell_is_written_plainly_however_long_it_is(kb):
    long = "x" * 500
    done = run("sparql", f"SELECT ('{long}' AS ?text) {{}}", "--store", kb, "--format", "csv")
    assert long in done.stdout.decode()


def test_sparql_comes_from_the_command_a_file_or_standard_input(kb, tmp_path):
    text = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?visit a dip:Visit } }"
    (tmp_path / "q.rq").write_text(text)
    said = [run("sparql", text, "--store", kb), run("sparql", "-f", str(tmp_path / "q.rq"), DIPKB_STORE=kb)]
    said.append(run("sparql", "-f", "-", "--store", kb, stdin=text.encode()))
    assert [json.loads(done.stdout)["results"]["bindings"][0]["n"]["value"] for done in said] == ["3"] * 3


def test_failed_command_leaves_the_output_file_as_it_was(tmp_path, kb):
    path = tmp_path / "a.csv"
    path.write_text("before")
    assert run("query", "run", "visits", "--store", str(tmp_path), "--output", str(path)).returncode == 4
    assert (path.read_text(), os.listdir(tmp_path)) == ("before", ["a.csv"])


def test_device_and_link_as_output_stay_what_they_are(tmp_path):
    link, target = tmp_path / "link.csv", tmp_path / "target.csv"
    target.write_text("before")
    link.symlink_to(target)
    assert run("query", "list", "--output", str(link)).returncode == 0
    assert run("query", "list", "--output", "/dev/null").returncode == 0
    assert link.is_symlink()
    assert target.read_text().startswith("name,")
    assert not Path("/dev/null").is_file()


def test_full_disk_ends_with_3():
    with open("/dev/full", "wb") as full:
        done = subprocess.run(process("query", "list"), stdout=full, stderr=subprocess.PIPE, check=False, env=environment())
    assert (done.returncode, done.stderr.decode()) == (3, "standard output: No space left on device.\n")


def test_reader_that_goes_away_ends_the_command_quietly(kb):
    words = shlex.join(process("sparql", "SELECT * { GRAPH ?g { ?s ?p ?o } }", "--store", kb))
    done = subprocess.run(
        ["bash", "-c", f"{words} | head -c 1; exit ${{PIPESTATUS[0]}}"], capture_output=True, check=False, env=environment()
    )
    assert (done.returncode, done.stderr) == (141, b"")


# extract


BAD_LINES = (
    b'{"id": "a", "text": "Xi Jinping met Vladimir Putin in Moscow on 21 March 2023."}\n{broken\n{"id": "c", "text": ""}\n'
)


def test_bad_lines_are_told_and_the_good_ones_written(tmp_path):
    out = tmp_path / "events.jsonl"
    done = run("extract", "-", "--output", str(out), stdin=BAD_LINES)
    assert done.returncode == 3
    assert [json.loads(line)["article"]["id"] for line in out.read_text().splitlines()] == ["a"]
    told = done.stderr.decode().splitlines()
    assert [line.split(": ")[0] for line in told[:2]] == ["standard input:2", "standard input:3"]
    assert told[2] == "2 inputs could not be read (above); 1 article was."


def test_event_records_pass_through_extract_unchanged(tmp_path):
    once = run("extract", SEEDS).stdout
    assert once.count(b"\n") == 1
    assert run("extract", "-", stdin=once).stdout == once


def test_progress_shows_on_a_terminal_and_is_gone_when_done():
    shown = on_terminal("extract", SEEDS)
    assert "articles read" in shown
    assert shown.rindex("\x1b[2K") > shown.rindex("articles read")
    assert b"articles read" not in run("extract", SEEDS).stderr


# build


def dump(store: str) -> bytes:
    done = run("store", "dump", "--store", store)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def test_building_again_or_from_event_records_gives_the_same_bytes(kb, tmp_path):
    records = run("extract", SEEDS).stdout
    again, other = str(tmp_path / "again"), str(tmp_path / "other")
    for _ in range(2):
        assert run("build", SEEDS, "--store", again, PYTHONHASHSEED="7").returncode == 0
    assert run("build", "-", "--store", other, stdin=records).returncode == 0
    assert dump(kb) == dump(again) == dump(other)


def test_build_keeps_what_can_be_read_and_tells_the_rest(tmp_path):
    done = run("build", "-", "--store", str(tmp_path / "kb"), stdin=BAD_LINES)
    assert done.returncode == 3
    assert b"standard input:2" in done.stderr
    assert [
        row["places"] for row in rows(run("query", "run", "meetings", "--store", str(tmp_path / "kb"), "--format", "csv").stdout)
    ] == ["Moscow"]


def test_every_file_that_cannot_be_read_is_told_and_the_others_are_built(tmp_path):
    for n, (name, data, _) in enumerate(FILES.values()):
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / f"{n}-{name}").write_bytes(data)
    (tmp_path / "in" / "good.jsonl").write_bytes(BAD_LINES.splitlines(keepends=True)[0])
    (tmp_path / "in" / "no-article.md").write_text("left alone")
    done = run("build", str(tmp_path / "in"), "--store", str(tmp_path / "kb"))
    named = {
        line.split(":")[0].rpartition("/")[2] for line in done.stderr.decode().splitlines() if line.startswith(str(tmp_path))
    }
    read_at_all = {f"{n}-{name}" for n, (name, _, _) in enumerate(FILES.values()) if not name.endswith(".pdf")}
    assert (done.returncode, named) == (3, read_at_all)
    assert "1 article read (1 new, 0 changed)." in done.stderr.decode()
    assert len(rows(run("query", "run", "meetings", "--store", str(tmp_path / "kb"), "--format", "csv").stdout)) == 1


def test_two_reports_are_one_event_unless_merging_is_left_out(tmp_path):
    articles = [
        {"id": day, "published": day, "text": f"Xi Jinping met Vladimir Putin in Moscow on {told}."} for day, told in TOLD.items()
    ]
    counts = []
    for option in ([], ["--no-merge"]):
        store = str(tmp_path / f"kb{len(option)}")
        assert run("build", "-", "--store", store, *option, stdin="\n".join(map(json.dumps, articles)).encode()).returncode == 0
        pair = ("--param", "leader_a=Xi", "--param", "leader_b=Putin")
        [row] = rows(run("query", "run", "meetings-of-two-leaders", "--store", store, "--format", "csv", *pair).stdout)
        counts.append((row["count"], row["unmerged_count"]))
    assert counts == [("1", "2"), ("2", "2")]


TOLD = {"2023-03-22": "21 March 2023", "2023-03-23": "March 21, 2023"}


def test_columns_can_be_chosen(kb, capfdbinary):
    assert main(["query", "run", "visits", "--store", kb, "--format", "csv", "--columns", "start,destination"]) == 0
    assert capfdbinary.readouterr().out.splitlines()[0] == b"start,destination"
    assert main(["query", "run", "visits", "--store", kb, "--columns", "strat"]) == 2
    assert "No column is called 'strat'. Did you mean 'start'" in capfdbinary.readouterr().err.decode()


def test_some_rows_are_told_from_all(kb, capfdbinary):
    asked = ["query", "run", "visits", "--store", kb, "--format", "csv"]
    assert main(asked) == 0
    header, *whole = capfdbinary.readouterr().out.splitlines()
    assert main([*asked, "--limit", "2", "--offset", "1"]) == 0
    some = capfdbinary.readouterr()
    assert some.out.splitlines() == [header, *whole[1:3]]
    assert (b"There are more rows than these 2; for the next ones: --offset 3" in some.err) == (len(whole) > 3)
    assert main([*asked, "--limit", "1"]) == 0
    assert b"more rows than these 1; for the next ones: --offset 1" in capfdbinary.readouterr().err
    assert main([*asked, "--limit", str(len(whole))]) == 0
    assert b"more rows" not in capfdbinary.readouterr().err
    assert main([*asked, "--limit", "0"]) == 2


def test_article_without_a_date_leaves_relative_dates_unresolved(tmp_path):
    article = {"id": "a", "text": "Chinese President Xi Jinping met French President Emmanuel Macron in Beijing on Thursday."}
    assert run("build", "-", "--store", str(tmp_path / "kb"), stdin=json.dumps(article).encode()).returncode == 0
    [meeting] = rows(run("query", "run", "meetings", "--store", str(tmp_path / "kb"), "--format", "csv").stdout)
    assert (meeting["start"], meeting["end"]) == ("", "")


@pytest.fixture
def building(tmp_path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A build over a store of the seed that has begun and waits for more articles, and that store."""
    store = str(tmp_path / "kb")
    assert run("build", SEEDS, "--store", store).returncode == 0
    child = subprocess.Popen(
        process("build", "-", "--store", store),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # a run in the background has it ignored
    )
    assert child.stdin
    child.stdin.write(BAD_LINES.splitlines(keepends=True)[0])
    child.stdin.flush()
    wait_until(lambda: f"process {child.pid} " in (tmp_path / "kb" / "writer.lock").read_text())
    yield child, store
    if child.poll() is None:
        child.kill()
    child.communicate()


def wait_until(holds: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_second_writer_is_refused_and_readers_are_not(building):
    _, store = building
    done = run("build", SEEDS, "--store", store)
    assert done.returncode == 4
    assert "is being written by process" in done.stderr.decode()
    assert len(rows(run("query", "run", "visits", "--store", store, "--format", "csv").stdout)) == 3


def test_interrupted_build_leaves_the_store_as_it_was(building):
    child, store = building
    before = dump(store)
    child.send_signal(signal.SIGINT)
    _, err = child.communicate(timeout=30)
    assert child.returncode == 130
    assert err.decode().strip() == "Interrupted. Nothing was half-written: files and the store are as they were."
    assert dump(store) == before


def test_killed_build_leaves_the_store_as_it_was(building):
    child, store = building
    before = dump(store)
    child.kill()
    child.wait()
    assert dump(store) == before
    assert run("build", SEEDS, "--store", store).returncode == 0


# validate


VIOLATED = "@prefix dip: <https://w3id.org/dipkb/ontology#> . <http://example.org/m> a dip:Meeting ."


def test_knowledge_base_of_the_seed_conforms(kb):
    done = run("validate", "--store", kb)
    assert done.returncode == 0, done.stdout.decode()
    assert json.loads(done.stdout)["violations"] == 0
    assert done.stderr.decode().startswith("The graph conforms: ")


def test_violated_graph_ends_with_1_in_every_format(tmp_path, capfdbinary):
    path = tmp_path / "a.ttl"
    path.write_text(VIOLATED)
    for form, words in (
        ("table", "A meeting has at least two parties"),
        ("json", '"conforms": false'),
        ("turtle", "sh:conforms false"),
    ):
        assert main(["validate", str(path), "--format", form]) == 1
        out, err = capfdbinary.readouterr()
        assert words in out.decode()
        assert err.decode().startswith("The graph does not conform: ")


def test_dump_can_be_validated_from_standard_input(kb):
    assert run("validate", "-", stdin=dump(kb)).returncode == 0


# store, ontology, gazetteer


def test_dump_loads_into_another_store_and_dumps_the_same(kb, tmp_path):
    other = str(tmp_path / "other")
    assert run("store", "load", "-", "--store", other, stdin=dump(kb)).returncode == 0
    assert dump(other) == dump(kb)


@pytest.mark.parametrize("form", ["nq", "trig", "ttl", "nt", "jsonld"])
def test_dump_has_five_formats_under_their_short_names(kb, tmp_path, form):
    by_name = tmp_path / f"kb.{form}"
    assert run("store", "dump", "--store", kb, "--output", str(by_name)).returncode == 0
    assert run("store", "dump", "--store", kb, "--format", form).stdout == by_name.read_bytes() != b""


def test_dump_can_leave_the_texts_out(kb):
    done = run("store", "dump", "--store", kb, "--without-text")
    said = b'ontology#text> "Belarusian President visits China'
    assert said in dump(kb)
    assert said not in done.stdout


def test_file_that_cannot_be_loaded_changes_nothing(kb, tmp_path):
    (tmp_path / "good.nt").write_text("<http://e.org/a> <http://e.org/b> <http://e.org/c> .")
    (tmp_path / "bad.nt").write_text("<http://e.org/a> <http://e.org/b> .")
    store = str(tmp_path / "kb")
    assert run("store", "load", "-", "--store", store, stdin=dump(kb)).returncode == 0
    done = run("store", "load", str(tmp_path / "good.nt"), str(tmp_path / "bad.nt"), "--store", store)
    assert done.returncode == 3
    assert "bad.nt:1" in done.stderr.decode()
    assert dump(store) == dump(kb)


def test_store_says_what_it_holds(kb):
    found = {
        (row["what"], row["kind"]): row["count"] for row in rows(run("store", "info", "--store", kb, "--format", "csv").stdout)
    }
    assert (found["articles", ""], found["events", "dip:Visit"]) == ("1", "3")


def test_store_may_come_from_the_environment(kb):
    assert run("store", "info", DIPKB_STORE=kb).returncode == 0
    assert run("validate", DIPKB_STORE=kb).returncode == 0


def test_term_of_the_ontology_is_shown(capfdbinary):
    assert main(["ontology", "show", "StateVisit", "--format", "text"]) == 0
    assert "state visit" in capfdbinary.readouterr().out.decode().lower()


def test_shipped_gazetteer_is_sound(capfdbinary):
    assert main(["gazetteer", "check"]) == 0
