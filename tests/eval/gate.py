"""The evaluation gate: the extractor scored on annotated articles, held against floors that only rise.

``python -m tests.eval.gate`` reads ``articles/`` and ``gold/`` of a set of annotated articles, which are not part of the project
(news texts are their publishers'), extracts, scores with the scorer that lies beside them, prints the table and compares
it with ``floors.json``. Exit codes: 0 every figure is at its floor or above; 1 one is below; 3 no annotated articles are there.

    python -m tests.eval.gate                      the table, and what is under its floor
    python -m tests.eval.gate --by publisher       and the figures by publisher
    python -m tests.eval.gate --raise              write the figures reached as floors, where they are higher
    python -m tests.eval.gate --lower "why"        write them where they are lower too; the reason stands in the file
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import math
import os
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

from dipkb.article import Article
from dipkb.event import to_json
from dipkb.extract import Extractor
from dipkb.reading import read_articles

HERE = Path(__file__).parent
FLOORS = HERE / "floors.json"
EVALUATION = Path(os.environ.get("DIPKB_EVALUATION", HERE.parents[2] / "shared" / "eval"))
Figures = dict[str, float]


def scorer(folder: Path, name: str = "score") -> ModuleType:
    """A scorer as a module."""
    spec = importlib.util.spec_from_file_location(name, folder / f"{name}.py")
    if spec is None or spec.loader is None:
        raise ImportError(f"{folder / name}.py is no Python module")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def articles_of(folder: Path) -> list[Article]:
    """The articles to be scored, sorted by id."""
    faults: list[Exception] = []
    found = [a for a in read_articles([folder], on_error=faults.append) if isinstance(a, Article)]
    if faults:
        raise faults[0]
    return sorted(found, key=lambda a: a.id)


def extracted(articles: Iterable[Article]) -> dict[str, list[dict[str, Any]]]:
    """The events of each article in their JSON form, as a user gets them."""
    reader = Extractor()
    return {a.id: json.loads(to_json(reader.extract(a)))["events"] for a in articles}


def figures(result: dict[str, Any]) -> Figures:
    """The scorer's result as named figures: F1 of found and exact by type, and the share of quotations with the right channel."""
    found: Figures = {}
    for kind, row in result["types"].items():
        if row["gold"]:
            found |= {f"{kind} {level} F1": row[level]["F1"] for level in ("found", "exact")}
            found |= {f"{kind} channel": row["channel"]} if "channel" in row else {}
    found |= {f"micro {level} F1": result["micro_F1"][level] for level in ("found", "exact")}
    return found


def below(reached: Figures, floors: Figures) -> list[str]:
    """What is under its floor, one line each; a figure that is gone is under it.

    >>> below({"a": 0.5, "b": 0.9}, {"a": 0.6, "b": 0.9})
    ['a: 0.500, floor 0.600']
    """
    return [f"{n}: {reached.get(n, 0.0):.3f}, floor {f:.3f}" for n, f in sorted(floors.items()) if reached.get(n, 0.0) < f]


def raised(floors: Figures, reached: Figures, *, lower: bool = False) -> Figures:
    """The floors with what is reached now, rounded down to two places; unless ``lower``, no floor falls.

    >>> raised({"a": 0.6, "b": 0.2}, {"a": 0.5, "b": 0.337, "c": 0.1})
    {'a': 0.6, 'b': 0.33, 'c': 0.1}
    """
    now = {name: math.floor(value * 100 + 1e-9) / 100 for name, value in reached.items()}
    kept = {} if lower else floors
    return {name: max(now.get(name, 0.0), kept.get(name, 0.0)) for name in sorted({*now, *kept})}


def score_by(field: str, articles: list[Article], records: dict[str, Any], gold: Path, score: ModuleType) -> list[str]:
    """A line of figures for each value of an article's field ("publisher")."""
    groups: dict[str, list[str]] = defaultdict(list)
    for article in articles:
        groups[str(getattr(article, field))].append(article.id)
    lines = []
    for name, ids in sorted(groups.items()):
        with tempfile.TemporaryDirectory() as folder:
            for identifier in ids:
                shutil.copy(gold / f"{identifier}.json", folder)
            result = score.score_all({i: records[i] for i in ids}, folder)
        types = {kind: row for kind, row in result["types"].items() if row["gold"]}
        told = "  ".join(
            f"{kind} {row['found']['F1']:.2f}/{row['exact']['F1']:.2f} ({row['gold']})" for kind, row in types.items()
        )
        lines.append(f"{name[:28]:28} {len(ids):3}  {told}")
    return lines


def table(result: dict[str, Any]) -> list[str]:
    """The scorer's result for reading: P, R and F1 of found and exact."""
    lines = [f"{'type':10} {'gold':>5} {'made':>5}   found P/R/F1        exact P/R/F1"]
    for kind, row in result["types"].items():
        levels = "   ".join(" ".join(f"{row[level][x]:.3f}" for x in ("P", "R", "F1")) for level in ("found", "exact"))
        more = "  ".join(f"{name} {row[name]:.3f}" for name in ("date", "status", "kind", "channel") if name in row)
        lines.append(f"{kind:10} {row['gold']:5} {row['pred']:5}   {levels}   {more}")
    return [*lines, f"micro F1: found {result['micro_F1']['found']:.3f}, exact {result['micro_F1']['exact']:.3f}"]


def read_floors(path: Path = FLOORS) -> dict[str, Any]:
    """The file of floors: ``floors`` and ``merging`` by name, and ``lowered``, the reasons given when one was taken down."""
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"floors": {}, "lowered": []}


def options(argv: list[str] | None) -> argparse.Namespace:
    """The call's words."""
    ask = argparse.ArgumentParser(
        prog="python -m tests.eval.gate", description="Score the extractor and hold it against its floors."
    )
    ask.add_argument("--set", type=Path, default=EVALUATION / "dev", help="folder with articles/ and gold/")
    ask.add_argument("--by", choices=["publisher"], help="figures for each value of this field as well")
    ask.add_argument("--raise", dest="up", action="store_true", help="write what is reached as floors where it is higher")
    ask.add_argument("--lower", metavar="WHY", help="write it where it is lower too")
    return ask.parse_args(argv)


def main(argv: list[str] | None = None) -> int:
    """Score, print, compare; the exit code."""
    args = options(argv)
    if not (args.set / "gold").is_dir():
        print(
            f"{args.set}: no annotated articles are here (articles/ and gold/). DIPKB_EVALUATION names the folder that has them."
        )
        return 3
    score, articles = scorer(EVALUATION), articles_of(args.set / "articles")
    records = extracted(articles)
    result = score.score_all(records, args.set / "gold")
    by = score_by(args.by, articles, records, args.set / "gold", score) if args.by else []
    print("\n".join([f"{len(articles)} articles", *table(result), *by]))
    return judge(figures(result), args.up, args.lower)


def judge(reached: Figures, up: bool, lower: str | None, section: str = "floors") -> int:
    """Compare with the floors of a section, or write them."""
    file = {section: {}, **read_floors()}
    if up or lower:
        file[section] = raised(file[section], reached, lower=bool(lower))
        file["lowered"] += [lower] if lower else []
        FLOORS.write_text(json.dumps(file, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    under = below(reached, file[section])
    print(
        "\n".join(["Under the floor:", *under] if under else [f"All {len(file[section])} figures are at their floors or above."])
    )
    return 1 if under else 0


if __name__ == "__main__":
    sys.exit(main())
