"""``dipkb store``: fill, copy out and describe a store."""

from __future__ import annotations

import click

from dipkb.cli.commands import Commands, example
from dipkb.cli.files import choose_format, open_output, spooled, write_answer
from dipkb.cli.options import format_option, output_option, result_format, store_option
from dipkb.cli.push import push
from dipkb.cli.speech import Progress, say
from dipkb.cli.verify import verify
from dipkb.errors import CallError

MAX_TEXT = "The most characters one text of a file may have."
FORMATS = ("nquads", "trig", "turtle", "ntriples", "jsonld")


@click.group(
    cls=Commands,
    lazy={"publish": "dipkb.cli.publish:publish", "check": "dipkb.cli.publish:check"},
    epilog=example("dipkb store info --store kb/", "dipkb store dump --store kb/ --output kb.nq"),
)
def store() -> None:
    """Fill a store from RDF, copy it out, or see what it holds."""


store.add_command(push)
store.add_command(verify)


@store.command(
    epilog=example(
        "dipkb store load kb.nq.gz --store kb2/", "dipkb store load mine.ttl --graph https://example.org/mine --store kb/"
    )
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@store_option
@click.option("--graph", metavar="IRI", help="Put all statements into this graph, whatever graphs the files name.")
@click.option("--max-text", metavar="N", type=click.IntRange(min=1), default=1_000_000, show_default=True, help=MAX_TEXT)
def load(files: tuple[str, ...], where: str, graph: str | None, max_text: int) -> None:
    """Add RDF files to a store, all of them or none; a new folder becomes a store.

    FILE is .nq, .trig, .ttl, .nt or .jsonld, packed .gz or .zst or not; '-' is N-Quads on standard input. A dump goes into a new
    folder; a file of your own keeps its statements in the graphs that it names, which may not be dipkb's own.
    """
    from dipkb.pipeline.loading import load_rdf
    from dipkb.store import open_store

    with spooled(files) as paths, open_store(where, create=True, write=True) as opened:
        quads = load_rdf(opened, paths, graph=graph, max_text=max_text, told=say)
    say(f"{quads:,} quads stand in {where}.")


@store.command(
    epilog=example("dipkb store dump --store kb/ > kb.nq", "dipkb store dump --store kb/ --without-text --output kb.trig.gz")
)
@store_option
@format_option(FORMATS, "Default: by the end of --output, else nquads. turtle and ntriples leave the graphs' names out.")
@output_option
@click.option("--compress", type=click.Choice(["gz", "zst"]), help="Pack standard output; a file is packed by its name.")
@click.option("--without-text", is_flag=True, help="Leave the articles' texts out, for a graph that is handed on.")
def dump(where: str, format: str | None, output: str, compress: str | None, without_text: bool) -> None:
    """Write all that a store holds; the same quads give the same bytes.

    A file that is called .gz or .zst is packed so. It takes the place of what was there only when it is whole.
    """
    from dipkb.store import open_store

    chosen = choose_format(format, output, FORMATS, piped="nquads")
    if compress and output != "-":
        raise CallError(f"--compress is for standard output. Call the file {output}.{compress}, and it is packed.")
    with open_store(where) as opened, Progress("quads written") as progress:
        if output == "-":
            with open_output("-", compress) as out:
                opened.dump(out, chosen, without_text, progress)
        else:
            opened.dump(output, chosen, without_text, progress)


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
