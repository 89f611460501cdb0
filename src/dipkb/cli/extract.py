"""``dipkb extract``: articles in, event records out."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dipkb.cli.commands import example
from dipkb.cli.files import open_output
from dipkb.cli.options import format_option, max_mb_option, min_confidence_option, output_option, reading_options
from dipkb.cli.speech import Faults, Progress, say
from dipkb.errors import CallError

if TYPE_CHECKING:
    from dipkb.event import ArticleEvents

FORMATS = ("jsonl", "text", "html")


@click.command(
    epilog=example(
        "dipkb extract seeds/articles/ > events.jsonl",
        "cat news.txt | dipkb extract - --output events.jsonl",
        "dipkb extract seeds/articles/ --explain --output page.html",
    ),
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@output_option
@click.option("--explain", is_flag=True, help="Show each article with its events, the words that tell them, and the reasons.")
@format_option(FORMATS, "Default: jsonl; with --explain by the end of --output (.html), else text.")
@min_confidence_option
@reading_options
@max_mb_option
def extract(
    paths: tuple[str, ...],
    output: str,
    explain: bool,
    format: str | None,
    min_confidence: float,
    tables: tuple[Path, ...],
    plugins: tuple[str, ...],
    jobs: int,
    max_mb: int,
) -> None:
    """Find the events that articles tell of.

    Writes event records, one line of JSON an article; each event says which words tell it and why (trace), and how sure that
    is (confidence). With --explain it writes a text or a web page for reading instead. PATH is a file (.txt, .html, .json,
    .jsonl, .warc; also packed, .gz or .zst), a folder of them, or '-'. Event records among them pass through unchanged. What
    cannot be read is told, the rest is done, and the exit code is then 3.
    """
    from dipkb.extract.plugins import Tally
    from dipkb.pipeline.extracting import Reading, Settings
    from dipkb.reading import read_articles
    from dipkb.selection import sure_of

    form, count, unsure, tally = _form(explain, format, output), 0, 0, Tally()

    def kept() -> Iterator[ArticleEvents]:
        nonlocal count, unsure
        for record in Reading(Settings(tables, plugins), jobs, faults, tally).records(items):
            sure = sure_of(record, min_confidence)
            unsure += len(record.events) - len(sure.events)
            yield sure
            progress(count := count + 1)

    with open_output(output) as out, Progress("articles read") as progress:
        faults = Faults(progress)
        items = read_articles(paths, on_error=faults, stdin=sys.stdin.buffer, max_bytes=max_mb * 1_000_000)
        for part in _written(kept(), form, on_terminal=output == "-" and sys.stdout.isatty()):
            out.write(part.encode("utf-8"))
    for line in tally.lines():
        say(line)
    if unsure:
        say(f"{unsure} {'event was' if unsure == 1 else 'events were'} less sure than {min_confidence:g} and left out.")
    faults.end(f"{count} {'article was' if count == 1 else 'articles were'}")


def _form(explain: bool, given: str | None, output: str) -> str:
    """What is written: what ``--format`` says, if it goes with ``--explain``."""
    if explain and given == "jsonl":
        raise CallError("--explain writes text or html. Leave out --explain for event records; they carry their reasons too.")
    if not explain and given in ("text", "html"):
        raise CallError(f"--format {given} goes with --explain.")
    shown = "html" if output.lower().endswith((".html", ".htm")) else "text"
    return given or (shown if explain else "jsonl")


def _written(records: Iterable[ArticleEvents], form: str, *, on_terminal: bool) -> Iterator[str]:
    """What is written of the records, part by part."""
    from dipkb.event import to_json
    from dipkb.explain import explained, page

    if form == "html":
        yield from page(list(records))
    elif form == "text":
        width = min(max(shutil.get_terminal_size().columns, 60), 120) if on_terminal else 100
        colour = on_terminal and not os.environ.get("NO_COLOR")
        yield from (explained(record, width=width, colour=colour) for record in records)
    else:
        yield from (to_json(record) + "\n" for record in records)
