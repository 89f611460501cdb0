"""Answers written down: the formats of SPARQL 1.1 to the letter, and tables that show what is there."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dipkb.answer import XSD, Answer, Term, from_json, from_ntriples, table
from dipkb.errors import CallError, OutputError, UnknownName
from dipkb.files import atomic_write
from dipkb.output import FORMATS, GRAPH_FORMATS, write


def written(answer: Answer, format: str) -> str:
    out = io.BytesIO()
    write(answer, format, out)
    return out.getvalue().decode("utf-8")


def one(term: Term | None) -> Answer:
    return Answer("select", ("v",), ((term,),))


IRI, NODE = Term("iri", "http://example.org/s1"), Term("bnode", "a")

# The cells that the W3C's tests for CSV and TSV results turn on, and those a comma or a line end turns on.
CELLS = [
    (IRI, "http://example.org/s1", "<http://example.org/s1>"),
    (NODE, "_:a", "_:a"),
    (Term("literal", "foo"), "foo", '"foo"'),
    (Term("literal", "4", XSD + "integer"), "4", "4"),
    (Term("literal", "-0.5", XSD + "decimal"), "-0.5", "-0.5"),
    (Term("literal", "1.0e6", XSD + "double"), "1.0e6", "1.0e6"),
    (Term("literal", "4."), "4.", '"4."'),
    (Term("literal", "4.", XSD + "decimal"), "4.", f'"4."^^<{XSD}decimal>'),
    (Term("literal", "four", XSD + "integer"), "four", f'"four"^^<{XSD}integer>'),
    (Term("literal", "4\n", XSD + "integer"), '"4\n"', f'"4\\n"^^<{XSD}integer>'),
    (Term("literal", "٤", XSD + "integer"), "٤", f'"٤"^^<{XSD}integer>'),
    (Term("literal", "-3", XSD + "negativeInteger"), "-3", f'"-3"^^<{XSD}negativeInteger>'),
    (Term("literal", "4,4"), '"4,4"', '"4,4"'),
    (Term("literal", "5,5", "http://example.org/t"), '"5,5"', '"5,5"^^<http://example.org/t>'),
    (Term("literal", "Chine", None, "fr"), "Chine", '"Chine"@fr'),
    (Term("literal", 'say "yes"'), '"say ""yes"""', r'"say \"yes\""'),
    (Term("literal", "a\tb\\c"), "a\tb\\c", r'"a\tb\\c"'),
    (Term("literal", "a\r\nb"), '"a\r\nb"', r'"a\r\nb"'),
    (Term("literal", "=1+1"), "=1+1", '"=1+1"'),
    (Term("literal", ""), '""', '""'),
    (None, '""', ""),
]


@pytest.mark.parametrize(("term", "in_csv", "in_tsv"), CELLS)
def test_a_term_in_csv_and_in_tsv(term: Term | None, in_csv: str, in_tsv: str) -> None:
    assert written(one(term), "csv") == f"v\r\n{in_csv}\r\n"
    assert written(one(term), "tsv") == f"?v\n{in_tsv}\n"


def test_unbound_values_keep_their_place() -> None:
    answer = Answer("select", ("s", "p", "o"), ((IRI, None, NODE), (None, None, None)))
    assert written(answer, "csv") == "s,p,o\r\nhttp://example.org/s1,,_:a\r\n,,\r\n"
    assert written(answer, "tsv") == "?s\t?p\t?o\n<http://example.org/s1>\t\t_:a\n\t\t\n"


def test_json_is_sparql_json_one_row_a_line() -> None:
    answer = Answer(
        "select", ("s", "n"), ((IRI, Term("literal", "4", XSD + "integer")), (None, Term("literal", "中", None, "zh")))
    )
    assert written(answer, "json").splitlines() == [
        '{"head":{"vars":["s","n"]},"results":{"bindings":[',
        f'{{"s":{{"type":"uri","value":"http://example.org/s1"}},"n":{{"type":"literal","value":"4","datatype":"{XSD}integer"}}}},',
        '{"n":{"type":"literal","value":"中","xml:lang":"zh"}}',
        "]}}",
    ]


def test_yes_and_no_in_every_format() -> None:
    yes = Answer("ask", truth=True)
    assert [written(yes, format) for format in FORMATS] == [
        "true\n",
        "true\r\n",
        "true\n",
        '{"head":{},"boolean":true}\n',
        "true\n",
    ]
    assert from_json(written(Answer("ask", truth=False), "json").encode()).truth is False


def test_no_rows_still_name_the_columns() -> None:
    none = table(["who", "when"], [])
    assert written(none, "table") == "who  when\n---  ----\n"
    assert written(none, "csv") == "who,when\r\n"
    assert written(none, "tsv") == "?who\t?when\n"
    assert from_json(written(none, "json").encode()) == none
    assert written(none, "markdown") == "| who | when |\n| --- | --- |\n"


text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
terms = st.one_of(
    st.none(),
    st.builds(Term, st.just("literal"), text),
    st.builds(Term, st.just("literal"), text, st.none(), st.sampled_from(["en", "zh-hans"])),
    st.builds(lambda n: Term("literal", str(n), XSD + "integer"), st.integers()),
    st.builds(lambda n: Term("iri", f"http://example.org/{n}"), st.integers()),
)
answers = st.builds(
    lambda rows: Answer("select", ("a", "b"), tuple(rows)),
    st.lists(st.tuples(terms, terms).filter(lambda row: any(row)), max_size=4),
)


@given(answers)
def test_json_comes_back_as_it_was(answer: Answer) -> None:
    assert from_json(written(answer, "json").encode()) == answer


@given(answers)
def test_another_reader_of_tsv_and_json_finds_the_same_rows(answer: Answer) -> None:
    for format, syntax in (("tsv", ox.QueryResultsFormat.TSV), ("json", ox.QueryResultsFormat.JSON)):
        found = ox.parse_query_results(written(answer, format).encode(), syntax)
        assert isinstance(found, ox.QuerySolutions)
        assert [tuple(None if t is None else str(t) for t in solution) for solution in found] == [
            tuple(map(engine, row)) for row in answer.rows
        ]


def engine(term: Term | None) -> str | None:
    if term is None:
        return None
    if term.kind == "iri":
        return str(ox.NamedNode(term.value))
    if term.language:
        return str(ox.Literal(term.value, language=term.language))
    return str(ox.Literal(term.value, datatype=ox.NamedNode(term.datatype) if term.datatype else None))


@given(answers)
def test_another_reader_of_csv_finds_the_same_values(answer: Answer) -> None:
    read = list(csv.reader(io.StringIO(written(answer, "csv"), newline="")))
    assert read == [["a", "b"], *([t.value if t else "" for t in row] for row in answer.rows)]


# For reading


def test_a_table_lines_up_and_folds_nothing() -> None:
    answer = Answer(
        "select",
        ("who", "said"),
        ((Term("iri", "http://www.wikidata.org/entity/Q2866"), Term("literal", "x" * 300)), (None, None)),
    )
    assert written(answer, "table") == f"who       said\n--------  {'-' * 300}\nwd:Q2866  {'x' * 300}\n\n"


def test_a_table_counts_wide_characters_as_two_and_combining_ones_as_none() -> None:
    rows = written(table(["name", "n"], [["习近平", 1], ["Łukašenka", 2], ["e\u0301t\u00e9", 3]]), "table").splitlines()
    assert rows == ["name       n", "---------  -", "习近平     1", "Łukašenka  2", "e\u0301t\u00e9        3"]


@pytest.mark.parametrize(
    "text", ["\x1b[31mred", "\x1b]8;;http://evil/\x07link", "a\rb", "a\nb\tc", "\x9b2J", "\u202eevil", "a\x00b", "\u2066x\u2069"]
)
def test_a_table_carries_no_escapes_and_stays_on_its_lines(text: str) -> None:
    for format, lines in (("table", 3), ("markdown", 3)):
        out = written(table(["v"], [[text]]), format)
        assert len(out.splitlines()) == lines
        assert all(c == "\n" or c.isprintable() for c in out)


def test_a_table_never_fails_on_half_a_surrogate_pair() -> None:
    assert written(table(["v"], [["a\ud800b"]]), "table") == "v\n--\nab\n"


def test_markdown_keeps_its_columns_and_makes_no_links() -> None:
    cell = "a|b [x](javascript:y) `c` *d* <script> \\"
    line = written(table(["v"], [[cell]]), "markdown").splitlines()[2]
    assert line == r"| a\|b \[x\](javascript:y) \`c\` \*d\* \<script\> \\ |"


# Graphs


GRAPH = from_ntriples(
    b'<https://w3id.org/dipkb/id/visit/1> <https://w3id.org/dipkb/ontology#destination> <http://www.wikidata.org/entity/Q148> .\n'
    b'<http://www.wikidata.org/entity/Q148> <http://www.w3.org/2000/01/rdf-schema#label> "China"@en .\n'
)  # fmt: skip


def test_a_graph_is_turtle_with_prefixes_for_reading() -> None:
    shown = written(GRAPH, "table")
    assert shown == written(GRAPH, "turtle")
    assert '\nwd:Q148 rdfs:label "China"@en .\n' in shown


@pytest.mark.parametrize(
    ("format", "syntax"), [("turtle", "TURTLE"), ("ntriples", "N_TRIPLES"), ("jsonld", "JSON_LD"), ("json", "JSON_LD")]
)
def test_a_graph_comes_back_as_the_same_graph(format: str, syntax: str) -> None:
    read = ox.parse(written(GRAPH, format).encode(), getattr(ox.RdfFormat, syntax))
    assert sorted(f"{q.subject} {q.predicate} {q.object} ." for q in read) == list(GRAPH.triples)


def test_a_graph_in_csv_has_three_columns() -> None:
    assert written(GRAPH, "csv").splitlines()[:2] == [
        "subject,predicate,object",
        "http://www.wikidata.org/entity/Q148,http://www.w3.org/2000/01/rdf-schema#label,China",
    ]
    assert '"China"@en' in written(GRAPH, "tsv")


def test_rows_are_no_graph() -> None:
    for format in GRAPH_FORMATS:
        with pytest.raises(CallError, match="this answer is no graph"):
            written(table(["v"], []), format)
    for answer in (GRAPH, table(["v"], [])):
        with pytest.raises(UnknownName, match=r"No format is called 'cvs'\. Did you mean 'csv'"):
            written(answer, "cvs")


# Files


def interrupt(_: object) -> None:
    raise KeyboardInterrupt


def test_a_file_is_whole_or_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_text("old")
    with pytest.raises(KeyboardInterrupt), atomic_write(target) as out:
        interrupt(out.write(b"new, half"))
    assert (target.read_text(), list(tmp_path.iterdir())) == ("old", [target])
    with atomic_write(target) as out:
        out.write(b"new")
    assert (target.read_text(), list(tmp_path.iterdir())) == ("new", [target])


def test_a_link_is_followed_and_a_pipe_is_written_straight(tmp_path: Path) -> None:
    target, link, pipe = tmp_path / "target", tmp_path / "link", tmp_path / "pipe"
    target.write_text("old")
    link.symlink_to(target)
    with atomic_write(link) as out:
        out.write(b"new")
    assert (link.is_symlink(), target.read_text()) == (True, "new")
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with atomic_write(pipe) as out:
        out.write(b"through")
    assert os.read(reader, 100) == b"through"
    os.close(reader)


@pytest.mark.parametrize("place", ["missing/out.csv", "", "file/out.csv"])
def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match=r"cannot be written: "), atomic_write(tmp_path / place) as out:
        out.write(b"x")


def test_a_full_disk_leaves_the_old_file() -> None:
    with pytest.raises(OutputError, match="No space left on device"), atomic_write("/dev/full") as out:
        out.write(b"x" * 100_000)
