"""The command; see the package."""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

os.environ.setdefault("DIPKB_STORES_JAVA", "-Xmx4g")
os.environ.setdefault("DIPKB_STORES_BUFFERS", "340000")

from benchmarks.scale.asking import Asked, ask_rdflib, ask_server, ask_store
from benchmarks.scale.measure import Measured, measured, peak_mb, size_mb
from benchmarks.scale.page import page, plot, table
from benchmarks.scale.questions import written
from benchmarks.scale.tools import SMALL, STARTS, TASKS, Place, Task
from tests.servers import missing, started
from tests.servers.fetch import program

from dipkb.store import open_store

SIZES = (100_000, 1_000_000, 10_000_000)
ARTICLES_PER_QUAD = 1 / 108.7  # of the invented reports, with what the reference data of a graph of any size takes
STEPS = ("emit", "load", "query", "validate", "dump")
HERE = Path(__file__).parent
SERVERS = {"fuseki": (), "virtuoso": ("ResultSetMaxRows = 10000000", "MaxQueryExecutionTime = 60"), "oxigraph": ()}


class Results(msgspec.Struct):
    """By size: how many quads, disk in MB by tool, each task by tool, each question by tool; and the start-up times."""

    sizes: dict[str, dict[str, Any]] = {}
    starts: dict[str, Measured] = {}


def main() -> None:
    """Measure, print, write."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("sizes", nargs="*", type=int, default=SIZES, help="quads, roughly")
    cli.add_argument("--steps", default=",".join(STEPS), help="comma-separated: %(default)s")
    cli.add_argument("--tools", help="only these tools' tasks, comma-separated")
    cli.add_argument("--limit-s", type=float, default=1200, help="the most one task may take; %(default)s s")
    cli.add_argument("--work", type=Path, help="keep graphs and stores here, and use those that are there")
    cli.add_argument("--results", type=Path, default=HERE / "results.json", help="figures are added to these")
    cli.add_argument("--output", type=Path, help="the folder to write benchmarks.md and benchmarks.svg to")
    told = cli.parse_args()
    results = msgspec.json.decode(told.results.read_bytes(), type=Results) if told.results.exists() else Results()
    with _folder(told.work) as work:
        for quads in told.sizes:
            _measure_size(results, quads, told.steps.split(","), told.tools, told.limit_s, work)
            _keep(results, told.results)
    if told.sizes:
        results.starts = {tool: _start(tool) for tool in STARTS}
    _keep(results, told.results)
    print(table(results.sizes, results.starts))
    if told.output:
        (told.output / "benchmarks.md").write_text(page(results.sizes, results.starts), encoding="utf-8")
        plot(results.sizes, told.output / "benchmarks.svg")


@contextmanager
def _folder(given: Path | None) -> Iterator[Path]:
    folder = given or Path(tempfile.mkdtemp(prefix="dipkb-scale-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield folder.resolve()
    finally:
        if not given:
            shutil.rmtree(folder)


def _keep(results: Results, path: Path) -> None:
    path.write_bytes(msgspec.json.format(msgspec.json.encode(results, order="deterministic"), indent=1) + b"\n")


def _measure_size(results: Results, quads: int, steps: list[str], tools: str | None, limit_s: float, work: Path) -> None:
    place = _place(quads, work)
    found = results.sizes.setdefault(str(quads), {"tasks": {}, "questions": {}, "disk_mb": {}, "peak_mb": {}})
    found["quads"] = place.quads
    wanted = [task for task in TASKS if tools is None or task.tool in tools.split(",")]
    for step in STEPS:
        if step in steps and step != "query":
            _measure_tasks(found, [task for task in wanted if task.task == step], place, limit_s)
        elif step in steps:
            found["questions"] = _questions(found, place)


def _place(quads: int, work: Path) -> Place:
    """The graph of this size: built by dipkb and dumped, unless it is there."""
    folder, articles = work / str(quads), round(quads * ARTICLES_PER_QUAD)
    place = Place(folder, articles, 0)
    if not place.graph.exists():
        folder.mkdir(exist_ok=True)
        _say(quads, "making the graph", _run(["-m", "benchmarks.scale.work", "graph", "dipkb", place.store, articles]))
        _say(quads, "writing it out", _run(["-m", "dipkb", "store", "dump", "--store", place.store, "--output", place.graph]))
    with open_store(place.store) as store:
        return msgspec.structs.replace(place, quads=store.size())


def _run(words: list[Any]) -> Measured:
    import sys

    took = measured([sys.executable, *map(str, words)], 7200)
    if took.failed:
        raise SystemExit(f"the graph could not be made: {took.failed}")
    return took


def _measure_tasks(found: dict[str, Any], tasks: list[Task], place: Place, limit_s: float) -> None:
    for task in tasks:
        mine = found["tasks"].setdefault(task.task, {})
        if place.quads > task.most or (reason := task.missing()):
            mine[task.tool] = Measured(0, 0, 0, "not run at this size" if place.quads > task.most else str(reason))
            continue
        if task.task == "load":
            shutil.rmtree(place.of(task.tool), ignore_errors=True)
        took = measured(task.command(place), limit_s)
        mine[task.tool] = _inner(took) if task.inner and not took.failed else took
        if task.task == "load" and place.of(task.tool).exists():
            found["disk_mb"][task.tool] = round(size_mb(place.of(task.tool)), 1)
        for left in ("emitted.nq", "dump.nq"):
            (place.folder / left).unlink(missing_ok=True)
        _say(place.quads, f"{task.task} {task.tool}", mine[task.tool])
        mine[task.tool] = msgspec.structs.replace(mine[task.tool], printed="")


def _inner(took: Measured) -> Measured:
    """The seconds that the task itself counted, without what it prepared."""
    wall, cpu = map(float, took.printed.split()[-2:])
    return msgspec.structs.replace(took, wall_s=wall, cpu_s=cpu, printed="")


def _questions(found: dict[str, Any], place: Place) -> dict[str, dict[str, Asked]]:
    folder = place.folder / "questions"
    folder.mkdir(exist_ok=True)
    with open_store(place.store) as store:
        files = written(store, folder)
        answers = {"dipkb": {name: ask_store(store, file.read_text()) for name, file in files.items()}}
    for kind, options in SERVERS.items():
        if missing(kind) or not place.of(kind).exists():
            continue
        with started(kind, place.of(kind), *options) as server:
            answers[kind] = {name: ask_server(server, file.read_text()) for name, file in files.items()}
            found["peak_mb"][kind] = round(_family_peak(server.process), 1)
    if place.quads <= SMALL:
        answers["rdflib"] = ask_rdflib(place.graph, files)
    for tool, asked in answers.items():
        told = (f"{name} {answer.failed or round(answer.ms or 0, 1)}" for name, answer in asked.items())
        print(f"{place.quads:>12,}  query {tool}: {', '.join(told)}", flush=True)
    return answers


def _family_peak(process: int) -> float:
    """The most memory of a server that runs behind another process."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return max(peak_mb(process), *(peak_mb(int(child)) for child in children))


def _start(tool: str) -> Measured:
    if not all(STARTS[tool]) or not program(str(STARTS[tool][0])):
        return Measured(0, 0, 0, "not here")
    runs = [measured([str(word) for word in STARTS[tool]], 60) for _ in range(7)]
    middle = [statistics.median(getattr(run, name) for run in runs) for name in ("wall_s", "cpu_s", "peak_mb")]
    return Measured(*middle, runs[0].failed)


def _say(quads: int, what: str, took: Measured) -> None:
    told = f"{took.wall_s:8.2f} s, {took.cpu_s:8.2f} s of the processor, {took.peak_mb:7.0f} MB {took.failed}"
    print(f"{quads:>12,}  {what:<20}{told}", flush=True)


if __name__ == "__main__":
    main()
