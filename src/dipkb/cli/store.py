"""``dipkb store``: fill, copy out and describe a store."""

from __future__ import annotations

import click

from dipkb.cli.commands import Commands, example
from dipkb.cli.files import choose_format, open_output, spooled, write_answer
from dipkb.cli.options import format_option, output_option, result_format, store_option
from dipkb.cli.push import push
from dipkb.cli.speech import say
from dipkb.cli.verify import verify

FORMATS = ("nquads", "trig", "turtle", "ntriples", "jsonld")


@click.group(cls=Commands, epilog=example("dipkb store info --store kb/", "dipkb store dump --store kb/ --output kb.nq"))
def store() -> None:
    """Fill a store from RDF, copy it out, or see what it holds."""


store.add_command(push)
store.add_command(verify)


@store.command(epilog=example("dipkb store load kb.nq extra.ttl --store kb2/"))
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@store_option
def load(files: tuple[str, ...], where: str) -> None:
    """Add RDF files to a store, all of them or none; a new folder becomes a store.

    FILE is .nq, .trig, .ttl, .nt or .jsonld; '-' is N-Quads on standard input.
    """
    from dipkb.store import open_store

    with spooled(files) as paths, open_store(where, create=True, write=True) as opened:
        say(f"{opened.load(paths):,} quads stand in {where}.")


@store.command(
    epilog=example("dipkb store dump --store kb/ > kb.nq", "dipkb store dump --store kb/ --without-text --output kb.trig")
)
@store_option
@format_option(FORMATS, "Default: by the end of --output, else nquads. turtle and ntriples leave the graphs' names out.")
@output_option
@click.option("--without-text", is_flag=True, help="Leave the articles' texts out, for a graph that is handed on.")
def dump(where: str, format: str | None, output: str, without_text: bool) -> None:
    """Write all that a store holds; the same quads give the same bytes."""
    from dipkb.store import open_store

    chosen = choose_format(format, output, FORMATS, piped="nquads")
    with open_store(where) as opened, open_output(output) as out:
        opened.dump(out, chosen, without_text)


@store.command(epilog=example("dipkb store info --store kb/"))
@store_option
@result_format
@output_option
def info(where: str, format: str | None, output: str) -> None:
    """Count what a store holds: articles, events by type, quads by graph."""
    from dipkb.answer import table
    from dipkb.store import open_store

    with open_store(where) as opened:
        found = opened.info()
    rows = [("articles", "", found.articles), *(("events", t, n) for t, n in found.events.items())]
    write_answer(table(["what", "kind", "count"], [*rows, *(("quads", g, n) for g, n in found.quads.items())]), format, output)
