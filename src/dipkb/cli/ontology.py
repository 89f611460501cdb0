"""``dipkb ontology``: the terms that the graph is made of."""

from __future__ import annotations

import click

from dipkb.cli.commands import Commands, example
from dipkb.cli.files import choose_format, open_output, write_answer
from dipkb.cli.options import format_option, output_option, result_format

SHOW_FORMATS = ("text", "json")


@click.group(cls=Commands, epilog=example("dipkb ontology show StateVisit"))
def ontology() -> None:
    """Look up the terms of the graph."""


@ontology.command("list", epilog=example("dipkb ontology list", "dipkb ontology list --format csv --output terms.csv"))
@result_format
@output_option
def list_(format: str | None, output: str) -> None:
    """List all terms: classes, properties, concept schemes and concepts."""
    from dipkb.answer import table
    from dipkb.ontology import terms

    write_answer(
        table(["term", "kind", "label", "definition"], [(t.name, t.kind, t.label, t.definition) for t in terms()]), format, output
    )


@ontology.command(epilog=example("dipkb ontology show StateVisit", "dipkb ontology show dip:participant --format json"))
@click.argument("term")
@format_option(SHOW_FORMATS, "Default: text on a terminal and JSON in a pipe.")
@output_option
def show(term: str, format: str | None, output: str) -> None:
    """Show one term: what it means, an example, where it is used and what others call it.

    TERM is its name with or without prefix (StateVisit, dip:StateVisit), its label ("state visit") or its address.
    """
    import msgspec

    from dipkb.ontology import show as look_up

    page, chosen = look_up(term), choose_format(format, output, SHOW_FORMATS)
    with open_output(output) as out:
        out.write(page.text().encode("utf-8") if chosen == "text" else msgspec.json.format(msgspec.json.encode(page)) + b"\n")


@ontology.command(epilog=example("dipkb ontology docs > docs/ontology.md"))
@output_option
def docs(output: str) -> None:
    """Write the reference of all terms, in Markdown."""
    from dipkb.ontology import docs as page

    with open_output(output) as out:
        out.write(page().encode("utf-8"))
