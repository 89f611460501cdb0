"""``dipkb extract``: articles in, event records out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from dipkb.cli.commands import example
from dipkb.cli.files import open_output
from dipkb.cli.options import max_mb_option, min_confidence_option, output_option
from dipkb.cli.speech import Faults, Progress, say

if TYPE_CHECKING:
    from dipkb.event import ArticleEvents


@click.command(
    epilog=example("dipkb extract seeds/articles/ > events.jsonl", "cat news.txt | dipkb extract - --output events.jsonl"),
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@output_option
@min_confidence_option
@max_mb_option
def extract(paths: tuple[str, ...], output: str, min_confidence: float, max_mb: int) -> None:
    """Find the events that articles tell of.

    Writes event records, one line of JSON an article. PATH is a file (.txt, .html, .json, .jsonl, .warc, .warc.gz), a folder
    of them, or '-'. Event records among them pass through unchanged. What cannot be read is told, the rest is done, and the
    exit code is then 3.
    """
    from dipkb.event import to_json
    from dipkb.selection import sure_of

    count = unsure = 0
    with open_output(output) as out, Progress("articles read") as progress:
        faults = Faults(progress)
        for record in _records(paths, faults, max_mb):
            kept = sure_of(record, min_confidence)
            unsure += len(record.events) - len(kept.events)
            out.write(to_json(kept).encode("utf-8") + b"\n")
            progress(count := count + 1)
    if unsure:
        say(f"{unsure} {'event was' if unsure == 1 else 'events were'} less sure than {min_confidence:g} and left out.")
    faults.end(f"{count} {'article was' if count == 1 else 'articles were'}")


def _records(paths: tuple[str, ...], faults: Faults, max_mb: int) -> Iterator[ArticleEvents]:
    """The records of each article that can be read."""
    from dipkb.errors import UnreadArticle
    from dipkb.event import ArticleEvents
    from dipkb.extract import Extractor
    from dipkb.reading import read_articles

    extractor = Extractor()
    for item in read_articles(paths, on_error=faults, stdin=sys.stdin.buffer, max_bytes=max_mb * 1_000_000):
        try:
            yield item if isinstance(item, ArticleEvents) else extractor.extract(item)
        except UnreadArticle as error:
            faults(error)
