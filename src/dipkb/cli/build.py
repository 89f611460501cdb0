"""``dipkb build``: articles and event records in, a knowledge base out."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dipkb.cli.commands import example
from dipkb.cli.options import max_mb_option, min_confidence_option, reading_options, store_option
from dipkb.cli.speech import Faults, Progress, say, say_orphans


@click.command(epilog=example("dipkb build seeds/articles/ --store kb/", "dipkb extract news/ | dipkb build - --store kb/"))
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@store_option
@click.option("--no-merge", is_flag=True, help="Keep every report an event of its own, to see what merging does.")
@min_confidence_option
@reading_options
@max_mb_option
def build(
    paths: tuple[str, ...],
    where: str,
    no_merge: bool,
    min_confidence: float,
    tables: tuple[Path, ...],
    plugins: tuple[str, ...],
    jobs: int,
    max_mb: int,
) -> None:
    """Build a knowledge base from articles, or add articles to one.

    Finds the events, merges their reports with those the store holds and writes the graph. PATH is a file of articles or
    event records (.txt, .html, .json, .jsonl, .warc; also packed, .gz or .zst), a folder of them, or '-'. An article that the
    store holds already is replaced. The graph changes all at once and at the end; until then, and after Ctrl-C, it is what it
    was.
    """
    from dipkb import pipeline
    from dipkb.extract.plugins import Tally
    from dipkb.gazetteer import load
    from dipkb.pipeline.extracting import Reading, Settings
    from dipkb.pipeline.lookup import orphans
    from dipkb.reading import read_articles
    from dipkb.store import open_store

    with Progress("articles") as progress, open_store(where, create=True, write=True) as store:
        faults, tally = Faults(progress), Tally()
        sources = read_articles(paths, on_error=faults, stdin=sys.stdin.buffer, max_bytes=max_mb * 1_000_000)
        records = Reading(Settings(tables, plugins), jobs, faults, tally).records(sources)
        report = pipeline.build(
            records,
            store,
            no_merge=no_merge,
            min_confidence=min_confidence,
            gazetteer=load(tables),
            progress=progress,
            on_error=faults,
        )
        orphaned = len({correction.key for correction, _ in orphans(store)})
    for line in tally.lines():
        say(line)
    say(str(report))
    say_orphans(orphaned)
    faults.end("the rest was")
