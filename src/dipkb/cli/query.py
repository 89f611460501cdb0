"""``dipkb query``: the shipped questions: list them, read one, ask one."""

from __future__ import annotations

import click

from dipkb.cli.commands import Commands, example
from dipkb.cli.files import write_answer
from dipkb.cli.options import output_option, result_format, store_option
from dipkb.errors import CallError


@click.group(cls=Commands, epilog=example("dipkb query list", "dipkb query run visits --store kb/ --format csv"))
def query() -> None:
    """Ask the shipped questions of a knowledge base."""


@query.command("list", epilog=example("dipkb query list", "dipkb query list --format markdown"))
@result_format
@output_option
def list_(format: str | None, output: str) -> None:
    """Show every question: its name, its parameters and what it answers."""
    from dipkb.answer import table
    from dipkb.query import queries

    rows = [(q.name, " ".join(p.name for p in q.parameters), q.question) for q in queries()]
    write_answer(table(["name", "parameters", "question"], rows), format, output)
