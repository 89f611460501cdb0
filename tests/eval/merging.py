"""The merging gate: how well reports of one event come together, on groups of articles about one event each.

``python -m tests.eval.merging`` reads articles (``open.jsonl`` of the data beside the project, or what ``DIPKB_ARTICLES``
names), builds a store of all of them, asks the table queries ``visits``, ``meetings`` and ``sanctions``, and lets the
scorer beside the groups (``clusters-dev.json``) judge. Options and exit codes are those of :mod:`tests.eval.gate`.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from dipkb import pipeline
from dipkb.output import write
from dipkb.query import run
from dipkb.reading import read_articles
from dipkb.store import Store, open_store
from tests.eval.gate import EVALUATION, Figures, judge, scorer

ARTICLES = Path(os.environ.get("DIPKB_ARTICLES", EVALUATION.parent / "data" / "articles" / "open.jsonl"))
CLUSTERS = EVALUATION / "clusters-dev.json"
QUERIES = {"Visit": "visits", "Meeting": "meetings", "Sanction": "sanctions"}


def tables(articles: Path) -> dict[str, list[dict[str, str]]]:
    """What the table queries answer from a store of the articles, as a user gets it in CSV."""
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "kb", create=True, write=True) as store:
        unread: list[Exception] = []
        pipeline.build(read_articles([articles], on_error=unread.append), store, on_error=unread.append)
        return {kind: rows(store, name) for kind, name in QUERIES.items()}


def rows(store: Store, name: str) -> list[dict[str, str]]:
    """A query's answer as rows of CSV."""
    out = io.BytesIO()
    write(run(store, name), "csv", out)
    return list(csv.DictReader(io.StringIO(out.getvalue().decode("utf-8"))))


def figures(result: dict[str, Any]) -> Figures:
    """The scorer's result as figures of which more is better; ``events per row`` is 1 when each event stands once."""
    return {
        "precision": result["precision"],
        "recall": result["recall"],
        "events per row": 1 / result["rows_per_key"] if result["rows_per_key"] else 0.0,
    }


def main(argv: list[str] | None = None) -> int:
    """Build, score, print, compare; the exit code."""
    ask = argparse.ArgumentParser(
        prog="python -m tests.eval.merging", description="Score merging and hold it against its floors."
    )
    ask.add_argument("--raise", dest="up", action="store_true", help="write what is reached as floors where it is higher")
    ask.add_argument("--lower", metavar="WHY", help="write it where it is lower too")
    args = ask.parse_args(argv)
    if not (ARTICLES.is_file() and CLUSTERS.is_file()):
        print(f"{ARTICLES}, {CLUSTERS}: not both are here. DIPKB_ARTICLES and DIPKB_EVALUATION name other places.")
        return 3
    result = scorer(EVALUATION, "score_merge").score(json.loads(CLUSTERS.read_text(encoding="utf-8")), tables(ARTICLES))
    reached = figures(result)
    pairs = f"{result['pairs']} pairs that could be joined, {result['joined_pairs']} joined"
    print(
        f"merging: {pairs}; found {result['found']} of {result['told']}; " + ", ".join(f"{n} {v:.3f}" for n, v in reached.items())
    )
    return judge(reached, args.up, args.lower, "merging")


if __name__ == "__main__":
    sys.exit(main())
