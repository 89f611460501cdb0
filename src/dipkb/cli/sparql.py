"""``dipkb sparql``: a question in one's own SPARQL."""

from __future__ import annotations

import re
import sys

import click

from dipkb.cli.commands import example
from dipkb.cli.files import write_answer
from dipkb.cli.options import GRAPH_FORMATS, RESULT_FORMATS, format_option, output_option, store_option
from dipkb.errors import CallError, InputError


@click.command(
    epilog=example(
        "dipkb sparql 'SELECT ?visit ?label WHERE { ?visit a dip:Visit ; rdfs:label ?label }' --store kb/",
        "dipkb sparql -f question.rq --store http://localhost:7878/query --format csv",
    )
)
@click.argument("text", metavar="[SPARQL]", required=False)
@click.option("--file", "-f", "file", metavar="FILE", help="Read the query from this file; '-' is standard input.")
@click.option(
    "--timeout",
    "timeout_s",
    metavar="SECONDS",
    type=click.FloatRange(min=0.1),
    default=60.0,
    show_default=True,
    help="Stop it after this.",
)
@click.option(
    "--allow-service",
    "services",
    metavar="HOST",
    multiple=True,
    help="Let the query call this host by SERVICE, as HOST or HOST:PORT; repeatable. Nobody else is called.",
)
@store_option
@format_option(
    (*RESULT_FORMATS, *GRAPH_FORMATS),
    "The last three are for graphs. Default: by the end of --output, else table on a terminal and JSON in a pipe.",
)
@output_option
def sparql(
    text: str | None,
    file: str | None,
    timeout_s: float,
    services: tuple[str, ...],
    where: str,
    format: str | None,
    output: str,
) -> None:
    """Ask a store in SPARQL 1.1: SELECT, ASK, CONSTRUCT or DESCRIBE.

    dipkb's own prefixes (dip:, dipc:, wd: and so on) need no declaration. A query only reads: updates are refused, and
    so is SERVICE but for hosts that --allow-service names.
    """
    from dipkb.store import open_store

    if (text is None) == (file is None):
        raise CallError("Give the query as one argument in quotes, or as a file with -f; one of them.")
    question = text if text is not None else _read(file or "-")
    with open_store(where, services=services) as opened:
        answer = opened.query(with_prefixes(question), timeout_s=timeout_s)
    write_answer(answer, format, output)


def _read(file: str) -> str:
    try:
        data = sys.stdin.buffer.read() if file == "-" else open(file, "rb").read()  # noqa: SIM115
        return data.decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}.", file) from error
    except UnicodeDecodeError as error:
        raise InputError(f"byte {error.start} is not UTF-8. Convert the file first.", file) from error


def with_prefixes(text: str) -> str:
    """The query with those of dipkb's prefixes declared before it that it uses and does not declare itself.

    >>> with_prefixes("SELECT * { ?v a dip:Visit }")
    'PREFIX dip: <https://w3id.org/dipkb/ontology#> SELECT * { ?v a dip:Visit }'
    """
    from dipkb.vocab import prefixes

    declared = {name.lower() for name in re.findall(r"PREFIX\s+([\w-]*):", text, re.IGNORECASE)}
    used = {
        name: iri
        for name, iri in prefixes().items()
        if name.lower() not in declared and re.search(rf"\b{re.escape(name)}:", text)
    }
    return "".join(f"PREFIX {name}: <{iri}> " for name, iri in used.items()) + text
