"""How long it takes to add one article to a store, by how much the store holds: ``python -m benchmarks.merging [ARTICLES …]``.

The articles are invented (:mod:`tests.invented`): real people, countries and offices, encounters that never were. For each size a
store is built, and then articles are added to it one at a time: half on new events, half that tell of one it holds.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from itertools import islice
from pathlib import Path

import msgspec
from tests.invented import Inventor

from dipkb import pipeline
from dipkb.event import ArticleEvents
from dipkb.gazetteer import load
from dipkb.store import Store, open_store

ADDED = 20


def main() -> None:
    """Print a table: articles, events and quads held, seconds to build, milliseconds to add one (median, worst, processor)."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("sizes", nargs="*", type=int, default=[1_000, 10_000, 100_000])
    print(f"{'articles':>10} {'events':>10} {'quads':>12} {'build s':>9} {'add ms':>8} {'worst':>8} {'cpu ms':>8}")
    for size in cli.parse_args().sizes:
        folder = Path(tempfile.mkdtemp())
        try:
            print(measured(folder / "kb", size), flush=True)
        finally:
            shutil.rmtree(folder)


def measured(folder: Path, size: int) -> str:
    """One line of the table."""
    inventor = Inventor(load())
    begin = time.perf_counter()
    with open_store(folder, create=True, write=True) as store:
        report = pipeline.build(inventor.articles(size), store)
        built = time.perf_counter() - begin
        pipeline.build([renamed(next(inventor.articles(1)), "first")], store)  # what is read once a process
        times = [added(store, line) for line in more(inventor, size)]
    walls, cpus = [t for t, _ in times], [c for _, c in times]
    times_ms = (1000 * t for t in (statistics.median(walls), max(walls), statistics.median(cpus)))
    held = f"{size:>10,} {report.events:>10,} {report.quads:>12,} {built:>9.1f}"
    return " ".join((held, *(f"{ms:>8.0f}" for ms in times_ms)))


def more(inventor: Inventor, size: int) -> list[ArticleEvents]:
    """New articles: on new events, and on events that the store holds."""
    new = [renamed(line, f"new-{n}") for n, line in enumerate(inventor.articles(ADDED // 2))]
    told = islice(Inventor(inventor.gazetteer).articles(size), 0, None, max(1, size // (ADDED // 2)))
    return [*new, *(renamed(line, f"again-{n}") for n, line in enumerate(told))]


def renamed(line: ArticleEvents, name: str) -> ArticleEvents:
    """The article under another id."""
    return msgspec.structs.replace(line, article=msgspec.structs.replace(line.article, id=name))


def added(store: Store, line: ArticleEvents) -> tuple[float, float]:
    """Seconds by the wall and by the processor to add an article."""
    wall, cpu = time.perf_counter(), time.process_time()
    pipeline.build([line], store)
    return time.perf_counter() - wall, time.process_time() - cpu


if __name__ == "__main__":
    main()
