"""``dipkb why``: the reports of an event, how they came together, and why it has the values it has."""

from __future__ import annotations

from pathlib import Path

import click

from dipkb.cli.commands import example
from dipkb.cli.files import choose_format, open_output
from dipkb.cli.options import format_option, output_option, store_option, tables_option
from dipkb.cli.speech import say

FORMATS = ("text", "json")


@click.command(
    epilog=example(
        "dipkb why dipd:visit/0123456789abcdef --store kb/", "dipkb why visit/0123456789abcdef --store kb/ --format json"
    )
)
@click.argument("event", metavar="EVENT")
@store_option
@format_option(FORMATS, "Default: text on a terminal and JSON in a pipe.")
@output_option
@tables_option
def why(event: str, where: str, format: str | None, output: str, tables: tuple[Path, ...]) -> None:
    """Show why reports are one event, and why it has these values.

    Each report with its article, its words and the rule that joined it; where they differ, what each says, the value that
    was chosen and the reason; how the status changed; what the event is part of; what a person corrected. EVENT is its IRI, the
    same with the prefix dipd:, or its last two parts (visit/0123456789abcdef).
    """
    import msgspec

    from dipkb.cli.why_text import text
    from dipkb.gazetteer import load
    from dipkb.pipeline.why import why as explain
    from dipkb.store import open_store

    chosen = choose_format(format, output, FORMATS)
    with open_store(where) as opened:
        found = explain(opened, event, load(tables))
    data = text(found).encode() if chosen == "text" else msgspec.json.format(msgspec.json.encode(found)) + b"\n"
    with open_output(output) as out:
        out.write(data)
    for note in found.notes:
        say(note)
