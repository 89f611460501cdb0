"""``dipkb extract``: articles in, event records out."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dipkb.cli.commands import example
from dipkb.cli.files import open_output
from dipkb.cli.options import max_mb_option, min_confidence_option, output_option, reading_options
from dipkb.cli.speech import Faults, Progress, say


@click.command(
    epilog=example("dipkb extract seeds/articles/ > events.jsonl", "cat news.txt | dipkb extract - --output events.jsonl"),
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@output_option
@min_confidence_option
@reading_options
@max_mb_option
def extract(
    paths: tuple[str, ...],
    output: str,
    min_confidence: float,
    tables: tuple[Path, ...],
    plugins: tuple[str, ...],
    jobs: int,
    max_mb: int,
) -> None:
    """Find the events that articles tell of.

    Writes event records, one line of JSON an article. PATH is a file (.txt, .html, .json, .jsonl, .warc, .warc.gz), a folder
    of them, or '-'. Event records among them pass through unchanged. What cannot be read is told, the rest is done, and the
    exit code is then 3.
    """
    from dipkb.event import to_json
    from dipkb.extract.plugins import Tally
    from dipkb.pipeline.extracting import Reading, Settings
    from dipkb.reading import read_articles
    from dipkb.selection import sure_of

    count, unsure, tally = 0, 0, Tally()
    with open_output(output) as out, Progress("articles read") as progress:
        faults = Faults(progress)
        items = read_articles(paths, on_error=faults, stdin=sys.stdin.buffer, max_bytes=max_mb * 1_000_000)
        for record in Reading(Settings(tables, plugins), jobs, faults, tally).records(items):
            kept = sure_of(record, min_confidence)
            unsure += len(record.events) - len(kept.events)
            out.write(to_json(kept).encode("utf-8") + b"\n")
            progress(count := count + 1)
    for line in tally.lines():
        say(line)
    if unsure:
        say(f"{unsure} {'event was' if unsure == 1 else 'events were'} less sure than {min_confidence:g} and left out.")
    faults.end(f"{count} {'article was' if count == 1 else 'articles were'}")
