"""How long each shipped question takes: ``python -m benchmarks.queries STORE … [--query NAME …] [--limit ROWS]``.

The parameters that a question needs are the hardest that the store has: the two people who met most often, in the year they did
so most, the country most visited. Optional ones are left out. Asked of a store of one's own; ``python -m benchmarks.queries
--build ARTICLES STORE`` makes one of invented articles (:mod:`tests.newsroom`), 89,500 of which are 9.7 million quads.

Columns: rows; milliseconds by the wall the first time in a new process, and the least of the following times; of these the
processor's time, of both processes; that of the plain engine in one process, without deadline, memory limit or answers as Python
values; the first rows alone, by the wall and by the processor.
"""

from __future__ import annotations

import argparse
import multiprocessing
import time
from collections.abc import Callable
from functools import cached_property
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from dipkb.answer import Answer
from dipkb.errors import StoreError
from dipkb.query import Query, queries, run
from dipkb.query.binding import ALL, Slice, bind
from dipkb.store import open_store
from dipkb.store.embedded import EmbeddedStore
from dipkb.store.folder import read_marker
from dipkb.vocab import sparql_prologue

RUNS, TIMEOUT_S, PATIENCE_S = 5, 150.0, 2.0
WHOLE = ("question", "rows", "cold", "warm", "cpu", "engine cpu", "first rows", "first rows cpu")
ALONE = ("question", "rows", "engine cpu", "first rows engine cpu")
_PEOPLE = "SELECT ?who (COUNT(*) AS ?n) WHERE { GRAPH dipg:events { ?e a dip:Meeting ; dip:participant ?who } } GROUP BY ?who"
_PARTNERS = """SELECT ?whom (COUNT(*) AS ?n) WHERE {
  GRAPH dipg:events { ?e dip:participant <%s> ; dip:participant ?whom ; a dip:Meeting FILTER(?whom != <%s>) } } GROUP BY ?whom"""
_MEETINGS = """SELECT ?event ?day WHERE {
  GRAPH dipg:events { ?event dip:participant <%s> ; dip:participant <%s> ; a dip:Meeting ; dip:earliest ?day }
} ORDER BY ?event"""
_LANDS = "SELECT ?land (COUNT(*) AS ?n) WHERE { GRAPH dipg:events { ?e a dip:Visit ; dip:destination ?land } } GROUP BY ?land"
_SPEAKERS = "SELECT ?who (COUNT(*) AS ?n) WHERE { GRAPH dipg:events { ?e dip:speaker ?who } } GROUP BY ?who"
_OCCASIONS = "SELECT ?e (COUNT(*) AS ?n) WHERE { GRAPH dipg:events { ?said dip:occasion ?e } } GROUP BY ?e"
_TARGETS = "SELECT ?who (COUNT(*) AS ?n) WHERE { GRAPH dipg:events { ?e dip:target ?who } } GROUP BY ?who"


class Subject:
    """A store, and the parameters that are hardest in it."""

    def __init__(self, where: str) -> None:
        self.where, self.store = where, open_store(where)

    def _most(self, text: str) -> str:
        answer = self.store.query(sparql_prologue() + text + " ORDER BY DESC(?n) LIMIT 1", timeout_s=TIMEOUT_S)
        return answer.column(answer.variables[0])[0]

    @cached_property
    def pair(self) -> tuple[str, str]:
        """Who met most often, and whom."""
        one = self._most(_PEOPLE)
        return one, self._most(_PARTNERS % (one, one))

    @cached_property
    def _meetings(self) -> list[tuple[str, str]]:
        answer = self.store.query(sparql_prologue() + _MEETINGS % self.pair)
        return list(zip(answer.column("event"), answer.column("day"), strict=True))

    @cached_property
    def year(self) -> str:
        """The year in which the pair met most often."""
        years = [day[:4] for _, day in self._meetings]
        return max(sorted(set(years)), key=years.count)

    def value(self, query: Query, name: str) -> str:
        """The value of a parameter."""
        kind = query.parameters[name].type
        if kind == "year":
            return self.year
        if kind == "event":
            return self._most(_OCCASIONS)
        if name in ("leader_b", "whom"):
            return self.pair[1]
        if name in ("speaker", "target"):
            return self._most(_SPEAKERS if name == "speaker" else _TARGETS)
        if kind in ("person", "name"):
            return self.pair[0]
        return self._most(_LANDS) if kind == "country" else query.parameters[name].example

    def params(self, query: Query) -> dict[str, str]:
        """The parameters that it cannot do without, and a year for the one question that is asked of a year."""
        needed = [name for name, p in query.parameters.items() if not p.optional or query.name == "meetings-of-two-leaders"]
        return {name: self.value(query, name) for name in needed} or _EVENT.get(query.name, lambda _: {})(self)


_EVENT: dict[str, Callable[[Subject], dict[str, str]]] = {"reports": lambda s: {"event": s._most(_OCCASIONS)}}


def measured(subject: Subject, query: Query, limit: int) -> list[Any]:
    """One line of the table; a time is ``None`` where the deadline came first."""
    given = subject.params(query)
    with open_store(subject.where) as fresh:
        fresh.query("SELECT ?s WHERE { ?s <x:none> ?o }")
        cold, answer = timed(lambda: run(fresh, query, given, TIMEOUT_S))
    if answer is None:
        return [query.name, None, None, None, None, engine(subject, query, given)[1], *first(subject, query, given, limit)]
    assert isinstance(subject.store, EmbeddedStore)
    warm, cpu = least(lambda: run(subject.store, query, given, TIMEOUT_S), subject.store)
    return [query.name, len(answer.rows), cold, warm, cpu, engine(subject, query, given)[1], *first(subject, query, given, limit)]


def first(subject: Subject, query: Query, given: dict[str, str], limit: int) -> tuple[float | None, float | None]:
    """The least milliseconds for the first rows."""
    assert isinstance(subject.store, EmbeddedStore)
    return least(lambda: run(subject.store, query, given, TIMEOUT_S, limit=limit), subject.store)


def timed(ask: Callable[[], Answer]) -> tuple[float | None, Answer | None]:
    """Milliseconds, and the answer; neither where none came."""
    begin = time.perf_counter()
    try:
        answer = ask()
    except StoreError:
        return None, None
    return 1000 * (time.perf_counter() - begin), answer


def least(ask: Callable[[], Answer], store: EmbeddedStore) -> tuple[float | None, float | None]:
    """Milliseconds by the wall and by the processors, the least of several runs after a first one."""
    begin, took = time.perf_counter(), []
    for _ in range(1 + RUNS):
        busy = processors(store)
        wall, answer = timed(ask)
        if answer is None:
            return None, None
        took.append((wall or 0.0, 1000 * (processors(store) - busy)))
        if time.perf_counter() - begin > PATIENCE_S:
            break
    walls, cpus = zip(*(took[1:] or took), strict=True)
    return min(walls), min(cpus)


def processors(store: EmbeddedStore) -> float:
    """Seconds of processor time that this process and the store's worker have had."""
    worker = store._asker and store._asker._worker.pid
    ran = (
        sum(int((task / "schedstat").read_text().split()[0]) for task in Path(f"/proc/{worker}/task").iterdir()) if worker else 0
    )
    return time.process_time() + ran / 1e9


def engine(subject: Subject, query: Query, given: dict[str, str], rows: Slice = ALL) -> tuple[int | None, float | None]:
    """Rows, and the plain engine's milliseconds of the processor, in a process of its own that is killed at the deadline."""
    text = bind(query, given, subject.store, rows=rows)
    generation = Path(subject.where) / (read_marker(Path(subject.where)).generation or "")
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=plain, args=(str(generation), text, theirs))
    process.start()
    theirs.close()
    try:
        return ours.recv() if ours.poll(2 * TIMEOUT_S) else (None, None)
    except EOFError:
        return None, None
    finally:
        process.kill()
        process.join()


def plain(folder: str, text: str, out: Connection) -> None:
    """Send how many rows pyoxigraph by itself gives, and the milliseconds of the processor that it takes for them, warm."""
    import resource

    import pyoxigraph as ox

    resource.setrlimit(resource.RLIMIT_CPU, (int(TIMEOUT_S), int(TIMEOUT_S)))
    store, took, rows = ox.Store.read_only(folder), [], 0
    while len(took) < 1 + RUNS and sum(took) < PATIENCE_S:
        start = time.process_time()
        rows = sum(1 for _ in store.query(text, use_default_graph_as_union=True))
        took.append(time.process_time() - start)
    out.send((rows, 1000 * min(took[1:] or took)))


def alone(subject: Subject, query: Query, limit: int) -> list[Any]:
    """One line of the table of the engine alone: rows, the whole answer, its first rows."""
    given = subject.params(query)
    rows, whole = engine(subject, query, given)
    return [query.name, rows, whole, engine(subject, query, given, Slice(limit + 1))[1]]


def main() -> None:
    """Print a table for each store."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("stores", nargs="+")
    cli.add_argument("--query", action="append", help="only these questions")
    cli.add_argument("--limit", type=int, default=1000, help="how many first rows; 1,000")
    cli.add_argument("--build", type=int, metavar="ARTICLES", help="make the store first")
    cli.add_argument("--engine", action="store_true", help="the engine alone, by the processor: for a busy machine")
    given = cli.parse_args()
    if given.build:
        build(given.build, Path(given.stores[0]))
    for where in given.stores:
        report(Subject(where), given.query, given.limit, given.engine)


def build(articles: int, where: Path) -> None:
    """Make a store of invented articles."""
    from tests.newsroom import Newsroom

    from dipkb import pipeline

    with open_store(where, create=True, write=True) as store:
        print(pipeline.build(Newsroom().articles(articles), store), flush=True)


def report(subject: Subject, names: list[str] | None, limit: int, engine_alone: bool) -> None:
    """Print the table of one store."""
    print(f"\n{subject.where}: {subject.store.size():,} quads; {subject.pair}, {subject.year}")
    columns = ALONE if engine_alone else WHOLE
    print(f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}")
    for query in queries().values():
        if not names or query.name in names:
            name, rows, *times = (alone if engine_alone else measured)(subject, query, limit)
            cells = [name, "-" if rows is None else f"{rows:,}", *("> deadline" if t is None else f"{t:,.1f}" for t in times)]
            print(f"| {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
