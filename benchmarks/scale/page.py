"""The figures as a page of Markdown and as a plot; ratios are to dipkb at the same size."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

NAMES = {
    "dipkb": "dipkb",
    "rdflib": "rdflib",
    "pyoxigraph": "pyoxigraph",
    "pyshacl": "pySHACL",
    "oxigraph": "Oxigraph",
    "fuseki": "Jena TDB2/Fuseki",
    "virtuoso": "Virtuoso",
}
TITLES = {
    "emit": "Emit: merged events to N-Quads",
    "load": "Load N-Quads, ready to be asked",
    "validate": "Validate, all shapes",
    "dump": "Dump to N-Quads",
}
NOTES = {
    "emit": "dipkb's part includes making the triples from merged events; the others get the finished quads as Python strings.",
    "load": "dipkb by `store load`: blank nodes named, a whole new generation synced to disk. Oxigraph with `optimize`, TDB2's "
    "loader, Virtuoso's bulk loader with its checkpoint, rdflib into memory.",
    "validate": "`dipkb validate` on the file, start-up and parsing included; pySHACL as it comes on an rdflib graph, "
    "its loading included; prepared as the project used to (queries parsed once) it takes 354 s for a million quads (ADR 0018).",
    "dump": "dipkb's is sorted, written beside and renamed; the others write in their own order.",
}
HEAD = """# How dipkb does beside what it would be replaced by

Made by `{command}` on {machine}; the figures in full are in `benchmarks/scale/results.json`. The graph is dipkb's own,
of invented reports over real people, countries and dates; every tool read the same N-Quads. Each task ran in a process of its
own. Seconds are of the processor (user and system, all threads; in brackets by the wall); **× is how many times dipkb's figure
that is**, and it is what to read: absolute figures are of one machine on one day. Memory is the largest process's peak.
The questions were asked on an otherwise idle machine; the other tasks ran beside other work, so that their times by the wall
are too long. The steps of these figures were run one by one (`--steps`, `--tools`) within an hour, not all in one go: ratios of
a tenth mean nothing. pySHACL was stopped by hand. The largest size's emit is of 92,000 articles, its other rows of 89,500.

![the figures as curves](benchmarks.svg)
"""
COMMAND = "python -m benchmarks.scale --output docs"


def page(sizes: Mapping[str, dict[str, Any]], starts: Mapping[str, Any]) -> str:
    """The whole page."""
    return HEAD.format(command=COMMAND, machine=f"{os.cpu_count()} cores") + "\n" + table(sizes, starts)


def table(sizes: Mapping[str, dict[str, Any]], starts: Mapping[str, Any]) -> str:
    """All tables, one after the other."""
    parts = [_task(title, name, sizes) for name, title in TITLES.items()]
    parts += [_questions(size) for _, size in _sorted(sizes) if size["questions"]]
    return "\n".join([*parts, _disk(sizes), _starts(starts)])


def _sorted(sizes: Mapping[str, dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    return sorted(sizes.items(), key=lambda pair: pair[1]["quads"])


def _rows(headers: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(headers)
    lines = [head, ["---"] * len(head), *map(list, rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _task(title: str, name: str, sizes: Mapping[str, dict[str, Any]]) -> str:
    tools = [tool for tool in NAMES if any(tool in size["tasks"].get(name, {}) for size in sizes.values())]
    rows = []
    for _, size in _sorted(sizes):
        took = size["tasks"].get(name, {})
        rows.append([f"{size['quads']:,}", *(_cell(took.get(tool), took.get("dipkb")) for tool in tools)])
    return f"\n## {title}\n\n{NOTES[name]}\n\n{_rows(['quads', *(NAMES[tool] for tool in tools)], rows)}"


def _cell(took: Any, ours: Any) -> str:
    if took is None:
        return ""
    if _get(took, "failed"):
        return str(_get(took, "failed")).splitlines()[-1][:60]
    told = f"{_get(took, 'cpu_s'):.2f} s ({_get(took, 'wall_s'):.2f}), {_get(took, 'peak_mb'):,.0f} MB"
    if took is ours or ours is None or _get(ours, "failed"):
        return told
    return f"{told}, **{_get(took, 'cpu_s') / _get(ours, 'cpu_s'):.1f}×**"


def _get(record: Any, name: str) -> Any:
    """A field of a record, or of what was read back from JSON, where empty ones are left out."""
    return record.get(name) if isinstance(record, dict) else getattr(record, name)


def _questions(size: dict[str, Any]) -> str:
    asked = size["questions"]
    tools = [tool for tool in NAMES if tool in asked]
    rows = [[f"`{name}`", *(_answer(asked[tool].get(name), asked["dipkb"][name]) for tool in tools)] for name in asked["dipkb"]]
    memory = ", ".join(f"{NAMES[tool]} {mb:,.0f} MB" for tool, mb in size["peak_mb"].items())
    told = "Milliseconds by the wall, warm, answer read: the quickest of three after a first; in brackets the rows."
    title = f"\n## Questions at {size['quads']:,} quads\n\n{told} Peak memory of the servers: {memory or 'none ran'}.\n\n"
    return title + _rows(["question", *(NAMES[tool] for tool in tools)], rows)


def _answer(asked: Any, ours: Any) -> str:
    if _get(asked, "failed"):
        return str(_get(asked, "failed"))[:60]
    told = f"{_get(asked, 'ms'):.1f} ({_get(asked, 'rows'):,})"
    if asked is ours or _get(ours, "failed"):
        return told
    other = "" if _get(asked, "rows") == _get(ours, "rows") else ", **other rows**"
    return f"{told}, {_get(asked, 'ms') / _get(ours, 'ms'):.1f}×{other}"


def _disk(sizes: Mapping[str, dict[str, Any]]) -> str:
    tools = [tool for tool in NAMES if any(tool in size["disk_mb"] for size in sizes.values())]
    rows = [[f"{s['quads']:,}", *(f"{s['disk_mb'].get(tool, 0):,.0f} MB" for tool in tools)] for _, s in _sorted(sizes)]
    return f"\n## On disk after loading\n\n{_rows(['quads', *(NAMES[tool] for tool in tools)], rows)}"


def _starts(starts: Mapping[str, Any]) -> str:
    rows = [[NAMES[tool], _cell(took, starts.get("dipkb"))] for tool, took in starts.items()]
    told = "Printing its version (rdflib: being imported); the median of seven."
    return f"\n## Start-up\n\n{told}\n\n{_rows(['tool', 'seconds of the processor (by the wall), memory'], rows)}"


def plot(sizes: Mapping[str, dict[str, Any]], path: Path) -> None:
    """Four small plots over one another's axes of quads, both logarithmic, as SVG without a date."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams |= {"svg.hashsalt": "dipkb", "svg.fonttype": "none", "font.size": 8}
    from matplotlib import pyplot

    figure, places = pyplot.subplots(1, len(TITLES), figsize=(13, 3.4), layout="constrained")
    for place, (name, title) in zip(places, TITLES.items(), strict=True):
        for n, tool in enumerate(NAMES):
            done = [(s["quads"], s["tasks"].get(name, {}).get(tool)) for _, s in _sorted(sizes)]
            points = [(quads, _get(took, "cpu_s")) for quads, took in done if took and not _get(took, "failed")]
            if points:
                place.loglog(
                    *zip(*points, strict=True), marker="o", color=f"C{n}", label=NAMES[tool], lw=2.2 if tool == "dipkb" else 1.1
                )
        place.set(title=title, xlabel="quads", ylabel="seconds of the processor")
        place.grid(alpha=0.3, which="both", lw=0.4)
        if place.lines:
            place.legend(frameon=False)
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)
