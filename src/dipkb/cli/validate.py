"""``dipkb validate``: is the graph as its shapes have it?"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from dipkb.cli.commands import example
from dipkb.cli.files import choose_format, open_output
from dipkb.cli.options import ENVIRONMENT, format_option, output_option
from dipkb.cli.speech import Progress, say
from dipkb.errors import CallError

if TYPE_CHECKING:
    from dipkb.validate import Report
    from dipkb.validate.graph import Data

FORMATS = ("table", "json", "turtle")


@click.command(epilog=example("dipkb validate --store kb/", "dipkb validate graph.ttl --format turtle --output report.ttl"))
@click.argument("files", metavar="[FILE]...", nargs=-1)
@click.option(
    "--store",
    "where",
    metavar="FOLDER|URL",
    envvar=ENVIRONMENT,
    help="Hold this knowledge base against the shapes; else DIPKB_STORE.",
)
@click.option(
    "--article", "articles", metavar="ID", multiple=True, help="Look only at what this article touches; may be repeated."
)
@format_option(FORMATS, "turtle is the W3C report. Default: by the end of --output, else table on a terminal and JSON in a pipe.")
@output_option
def validate(files: tuple[str, ...], where: str | None, articles: tuple[str, ...], format: str | None, output: str) -> None:
    """Hold a graph against the SHACL shapes of the ontology.

    FILE is RDF (.ttl, .trig, .nt, .nq, .jsonld), several are taken together; '-' is N-Quads on standard input. Each result
    shows the node, the path, the severity, what to do and the words of the article. Exit code 1: something is violated. After
    adding an article, --article says in a moment what is wrong where it can have made it so.
    """
    from dipkb.validate import validate as check

    source = click.get_current_context().get_parameter_source("where")
    if bool(files) == bool(where) and not (files and source == ParameterSource.ENVIRONMENT):
        raise CallError("What is to be validated? Give RDF files, or --store kb/ (or DIPKB_STORE); one of them.")
    chosen = choose_format(format, output, FORMATS)
    with Progress("nodes") as progress, _data(files, where) as data:
        report = _touched(data, articles) if articles else check(data, progress=progress, uncovered=_say_uncovered)
    _write(report, chosen, output)
    say(_summary(report))
    if not report.conforms:
        raise click.exceptions.Exit(1)


def _touched(data: Data, articles: tuple[str, ...]) -> Report:
    """What is wrong where the articles can have made it so."""
    import pyoxigraph as ox

    from dipkb.validate import validate_changed
    from dipkb.validate.touched import of_article

    if not isinstance(data, ox.Store):
        raise CallError("--article looks at a store in a folder. Name it: --store kb/")
    return validate_changed(data, [q for name in articles for q in of_article(data, name)], uncovered=_say_uncovered)


@contextmanager
def _data(files: tuple[str, ...], where: str | None) -> Iterator[Data]:
    """Files, the N-Quads on standard input, or what a store holds: a folder as the engine has it, an endpoint's as N-Quads."""
    from dipkb.store import open_store
    from dipkb.store.embedded import EmbeddedStore

    if files or not where:
        yield sys.stdin.buffer.read() if files == ("-",) or not files else list(files)
        return
    with open_store(where) as store:
        if isinstance(store, EmbeddedStore):
            with store.engine() as data:
                yield data
        else:
            yield "\n".join(store.lines()).encode("utf-8")


def _say_uncovered(shapes: Mapping[str, str]) -> None:
    for shape, reason in sorted(shapes.items()):
        say(f"{shape} is judged by pySHACL alone ({reason}), which takes long on many nodes.")


def _write(report: Report, format: str, output: str) -> None:
    from dipkb import output as writing
    from dipkb.answer import table
    from dipkb.validate import rows, to_json, to_turtle

    with open_output(output) as out:
        if format == "table" and report.results:
            writing.write(table(*rows(report)), "table", out)
        elif format != "table":
            out.write((to_json(report) if format == "json" else to_turtle(report)).encode("utf-8"))


def _summary(report: Report) -> str:
    found = ", ".join(
        f"{report.count(name):,} {words}"
        for name, words in (("Violation", "violated"), ("Warning", "warnings"), ("Info", "notes"))
    )
    return f"{'The graph conforms' if report.conforms else 'The graph does not conform'}: {found}."
