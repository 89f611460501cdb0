"""``dipkb query``: the shipped questions: list them, read one, ask one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from dipkb.cli.commands import Commands, example
from dipkb.cli.files import choose_format, open_output, write_answer
from dipkb.cli.options import format_option, output_option, result_format, store_option
from dipkb.errors import BadParameter, UnknownName

if TYPE_CHECKING:
    from dipkb.answer import Answer
    from dipkb.query import Query

SHOW_FORMATS = ("text", "json", "sparql")


@click.group(cls=Commands, epilog=example("dipkb query list", "dipkb query run visits --store kb/ --format csv"))
def query() -> None:
    """Ask a knowledge base the shipped questions."""


@query.command("list", epilog=example("dipkb query list", "dipkb query list --format markdown"))
@result_format
@output_option
def list_(format: str | None, output: str) -> None:
    """List the questions: name, subject, parameters, and what is answered."""
    from dipkb.answer import table
    from dipkb.query import queries

    rows = [(q.name, q.subject, _parameters(q), q.question) for q in queries().values()]
    write_answer(table(["name", "subject", "parameters", "question"], rows), format, output)


@query.command(epilog=example("dipkb query show meetings-of-two-leaders", "dipkb query show visits --format sparql > visits.rq"))
@click.argument("name")
@format_option(SHOW_FORMATS, "Default: text on a terminal and JSON in a pipe.")
@output_option
def show(name: str, format: str | None, output: str) -> None:
    """Show one question: its parameters, its columns and its SPARQL."""
    import msgspec

    from dipkb.query import get
    from dipkb.vocab import sparql_prologue

    found, chosen = get(name), choose_format(format, output, SHOW_FORMATS)
    with open_output(output) as out:
        if chosen == "json":
            out.write(msgspec.json.format(msgspec.json.encode(found, enc_hook=str)) + b"\n")
        else:
            out.write((_text(found) if chosen == "text" else f"{sparql_prologue()}\n{found.body}").encode("utf-8"))


@query.command(
    epilog=example(
        "dipkb query run visits --store kb/ --format csv --output visits.csv",
        "dipkb query run meetings-of-two-leaders --store kb/ --param leader_a=Xi --param leader_b=Lukashenko --param year=2023",
    )
)
@click.argument("name")
@click.option(
    "--param", "-p", "params", metavar="KEY=VALUE", multiple=True, help="A parameter of the question; may be given again."
)
@click.option("--limit", type=click.IntRange(min=1), metavar="ROWS", help="Only so many rows, the first ones; all of them else.")
@click.option("--offset", type=click.IntRange(min=0), default=0, metavar="ROWS", help="Leave out so many rows before them.")
@click.option("--columns", metavar="A,B,...", help="Only these columns, in this order; all of them else.")
@store_option
@result_format
@output_option
def run(
    name: str,
    params: tuple[str, ...],
    limit: int | None,
    offset: int,
    columns: str | None,
    where: str,
    format: str | None,
    output: str,
) -> None:
    """Ask one question. 'dipkb query show NAME' tells its parameters and columns.

    A person or country may be given by name, alias or Wikidata id (Xi, "Xi Jinping", wd:Q15031). With --limit the rows are the
    first of the whole answer, in its order; where more follow, a line on standard error says so.
    """
    from dipkb.query import get
    from dipkb.query import run as ask
    from dipkb.store import open_store

    question, values = get(name), _values(params)
    with open_store(where) as opened:
        answer = ask(opened, question, values, limit=limit, offset=offset)
    if answer.more:
        shown = len(answer.rows)
        click.echo(f"There are more rows than these {shown:,}; for the next ones: --offset {offset + shown}", err=True)
    write_answer(_narrowed(answer, columns.split(",")) if columns else answer, format, output)


def _narrowed(answer: Answer, columns: Sequence[str]) -> Answer:
    """The answer with these columns alone.

    Raises:
        UnknownName: It has no such column.
    """
    import msgspec

    for name in columns:
        if name not in answer.variables:
            raise UnknownName("column", name, answer.variables, f"There are: {', '.join(answer.variables)}.")
    at = [answer.variables.index(name) for name in columns]
    rows = tuple(tuple(row[n] for n in at) for row in answer.rows)
    return msgspec.structs.replace(answer, variables=tuple(columns), rows=rows)


def _values(params: Sequence[str]) -> dict[str, str]:
    """KEY=VALUE pairs as a dictionary."""
    values: dict[str, str] = {}
    for pair in params:
        key, sign, value = pair.partition("=")
        if not sign or not key:
            raise BadParameter(f"--param is '{pair}', which is no KEY=VALUE. Example: --param year=2023")
        if key in values:
            raise BadParameter(f"--param {key} is given twice: '{values[key]}' and '{value}'. Give one.")
        values[key] = value
    return values


def _parameters(question: Query) -> str:
    """The names of the parameters, those that may be left out in brackets."""
    return " ".join(f"[{name}]" if p.optional else name for name, p in question.parameters.items())


def _text(question: Query) -> str:
    """A question as people read it."""
    parts = [f"{question.name}: {question.question}\n{question.summary}\n"]
    if question.parameters:
        lines = [
            f"  {name:<16}{p.description} ({p.type}{_may(p.optional)}), for instance {p.example}"
            for name, p in question.parameters.items()
        ]
        parts.append("Parameters\n" + "\n".join(lines) + "\n")
    parts.append("Columns\n" + "\n".join(f"  {name:<20}{meaning}" for name, meaning in question.columns.items()) + "\n")
    return "\n".join([*parts, "SPARQL\n" + question.body])


def _may(optional: bool) -> str:
    return ", may be left out" if optional else ""


@query.command(epilog=example("dipkb query docs > docs/queries.md"))
@output_option
def docs(output: str) -> None:
    """Write the page of all questions, in Markdown."""
    from dipkb.cli.query_page import page
    from dipkb.query import files, queries

    with open_output(output) as out:
        out.write(page(queries().values(), files.__doc__ or "").encode("utf-8"))
