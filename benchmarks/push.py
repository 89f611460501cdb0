"""How fast a store is pushed to real triplestores: ``python -m benchmarks.push [--articles N | --store KB] [KIND …]``.

The articles are invented (:mod:`tests.invented`). For each server that ``make stores`` has fetched: a first push into an empty
server, one when nothing has changed, and one after an article was added. Printed as a table of Markdown; ``cpu`` are the seconds
of processor time of client and server together.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.invented import Inventor
from tests.servers import KINDS, Server, missing, started

from dipkb import pipeline
from dipkb.gazetteer import load
from dipkb.store import open_store
from dipkb.store.embedded import EmbeddedStore
from dipkb.store.push import Report, Settings, place_of, push

ARTICLES = 2_000
TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Print a line for each server."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("kinds", nargs="*", metavar="KIND", help=", ".join(KINDS))
    cli.add_argument("--articles", type=int, default=ARTICLES)
    cli.add_argument("--store", type=Path)
    call = cli.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        kb = call.store or built(Path(folder, "kb"), call.articles)
        print("| server | quads | quads/s | s | cpu s | requests | nothing changed: s | an article more: s | graphs sent |")
        print("|---|---|---|---|---|---|---|---|---|")
        for kind in call.kinds or KINDS:
            print(line(kind, kb, Path(folder, kind)), flush=True)


def built(folder: Path, articles: int) -> Path:
    """A store of invented articles."""
    with open_store(folder, create=True, write=True) as store:
        pipeline.build(Inventor(load()).articles(articles), store)
    return folder


def line(kind: str, kb: Path, folder: Path) -> str:
    """One server's line, or why it has none."""
    if reason := missing(kind):
        return f"| {kind} | not here: {reason} ||||||||"
    with started(kind, folder) as server, signed_in(server), EmbeddedStore(kb, write=False) as store:
        cpu = server_cpu(server) + time.process_time()
        first, first_s = timed(store, server)
        cpu = server_cpu(server) + time.process_time() - cpu
        _, same_s = timed(store, server)
        place = place_of(server.url, None, None)
        with open_store(folder / "more", create=True, write=True) as more:
            assert isinstance(more, EmbeddedStore)
            more.replace_all([*store.lines(), *one_more()])
            begin = time.perf_counter()
            added = push(more.graphs(), place, Settings())
            added_s = time.perf_counter() - begin
    figures = f"{first.quads_sent:,} | {first.quads_sent / first_s:,.0f} | {first_s:.1f} | {cpu:.1f} | {first.requests}"
    return f"| {kind} | {figures} | {same_s:.1f} | {added_s:.1f} | {added.new + added.changed} |"


def timed(store: EmbeddedStore, server: Server) -> tuple[Report, float]:
    """A push and the seconds it took."""
    begin = time.perf_counter()
    report = push(store.graphs(), place_of(server.url, None, None), Settings())
    return report, time.perf_counter() - begin


def one_more() -> Iterator[str]:
    """The graph of one more article."""
    article = "<https://w3id.org/dipkb/id/article/one-more>"
    for n in range(50):
        yield f'{article} <http://purl.org/dc/terms/subject> "subject {n}" <https://w3id.org/dipkb/graph/article/one-more> .'


@contextmanager
def signed_in(server: Server) -> Iterator[None]:
    """The server's user and password in the environment."""
    before = dict(os.environ)
    os.environ.update(server.environment)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def server_cpu(server: Server) -> float:
    """Seconds of processor time of the server, which is the child of the process that holds it (Linux)."""
    children = Path(f"/proc/{server.process}/task/{server.process}/children").read_text().split()
    fields = [Path(f"/proc/{child}/stat").read_text().rsplit(")", 1)[1].split() for child in children]
    return sum(int(field[11]) + int(field[12]) for field in fields) / TICKS


if __name__ == "__main__":
    main()
