"""Confidence, estimated from annotated articles: the constants of ``seeds/frames/confidence.yaml``, and how well they hold.

``python -m tests.eval.confidence FOLDER… --developed FOLDER…`` reads ``articles/`` and ``gold/`` of folders of annotated articles
(which are not part of the project), extracts, asks the scorer which records are right, and fits a logistic regression with a
penalty to the features that :mod:`dipkb.extract.confidence` tells of each. Rules do better on the articles they were written on
(``--developed``): those lend their records to the fit with a term of their own, which is then left out, so that confidence
is the share to expect of other articles. The table is of these alone, each rated by a fit that has not seen it: ten fits,
each without a tenth of them.

    python -m tests.eval.confidence FOLDER…             the constants, and the table of calibration
    python -m tests.eval.confidence FOLDER… --write     and write them into the file, and the table into docs/confidence.md
    python -m tests.eval.confidence FOLDER… --shipped   the table for the constants as shipped, nothing fitted
"""

from __future__ import annotations

import argparse
import json
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

from dipkb.article import Article
from dipkb.event import ArticleEvents, to_json
from dipkb.extract import Extractor
from dipkb.extract.confidence import kind_of
from dipkb.extract.framefiles import read_frames
from dipkb.resources import folder
from tests.eval.gate import EVALUATION, articles_of, scorer

TABLE = folder("seeds") / "frames" / "confidence.yaml"
PAGE = Path(__file__).parents[2] / "docs" / "confidence.md"
FOLDS = 10
PENALTY = 2.0
_DEVELOPED = "developed on"
BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True)
class Sample:
    """One record: its kind and features, whether the scorer found it and all of it right; ``None`` where the kind is unmarked."""

    article: str
    kind: str
    features: tuple[str, ...]
    shipped: float
    found: bool | None = None
    right: bool | None = None
    developed: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The names of what has a weight; the last are those that are left out when the fit is done."""
        seen = (_DEVELOPED, f"{_DEVELOPED}: {self.kind}") if self.developed else ()
        return (self.kind, *self.features, *seen)


def samples(sets: Iterable[Path], score: ModuleType, *, developed: bool = False) -> list[Sample]:
    """Every record of the annotated articles."""
    reader = Extractor()
    found: list[Sample] = []
    for where in sets:
        for article in articles_of(where / "articles"):
            marked = where / "gold" / f"{article.id}.json"
            if marked.exists():
                events, features = reader.extract(article).events, featured(reader, article)
                told = json.loads(to_json(ArticleEvents(article=article.head(), events=events)))["events"]
                judged = judgements(told, json.loads(marked.read_text(encoding="utf-8")), score)
                found += [
                    Sample(article.id, kind_of(e), features[n], e.confidence or 0.0, *judged.get(n, (None, None)), developed)
                    for n, e in enumerate(events)
                ]
    return found


def featured(reader: Extractor, article: Article) -> list[tuple[str, ...]]:
    """The features of each record, also of those that have no weight."""
    confidence = reader.confidence
    kept, confidence.weights = confidence.weights, dict.fromkeys(confidence.features, 1.0)
    names = {words: name for name, words in confidence.features.items()}
    events = reader.extract(article).events
    confidence.weights = kept
    return [tuple(names[g.words] for g in e.trace.grounds if g.words in names) if e.trace else () for e in events]


def judgements(events: list[dict[str, Any]], gold: dict[str, Any], score: ModuleType) -> dict[int, tuple[bool, bool]]:
    """By the record's place: whether it was found, and whether it is exactly right; only of what the gold marks."""
    judged: dict[int, tuple[bool, bool]] = {}
    for kind, (field, _) in score.TYPES.items():
        places = [n for n, e in enumerate(events) if _is(e, kind)]
        pairs = score.pair(kind, gold.get(field, []), [events[n] for n in places])
        exact = {j for _, j, right in pairs if right}
        found = {j for _, j, _ in pairs}
        judged |= {n: (j in found, j in exact) for j, n in enumerate(places)}
    return judged


def _is(event: dict[str, Any], kind: str) -> bool:
    return bool(event["type"] == "Statement" and event["quoted"]) if kind == "Quote" else bool(event["type"] == kind)


# --- the fit


def fit(rows: Sequence[Sample]) -> dict[str, float]:
    """Weights of the most likely logistic model, pulled towards zero; by Newton's method."""
    names = sorted({name for row in rows for name in row.names})
    place = {name: n for n, name in enumerate(names)}
    weights = [0.0] * len(names)
    coded = [([place[n] for n in row.names], float(bool(row.right))) for row in rows]
    for _ in range(25):
        slope = [-PENALTY * w * (names[n] not in _FREE) for n, w in enumerate(weights)]
        bend = [[0.0] * len(names) for _ in names]
        for n, name in enumerate(names):
            bend[n][n] = 1e-6 if name in _FREE else PENALTY
        for on, right in coded:
            share = 1 / (1 + math.exp(-sum(weights[i] for i in on)))
            for i in on:
                slope[i] += right - share
                for j in on:
                    bend[i][j] += share * (1 - share)
        weights = [w + step for w, step in zip(weights, solved(bend, slope), strict=True)]
    return dict(zip(names, (round(w, 2) for w in weights), strict=True))


def solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """The solution of a system of linear equations, by elimination.

    >>> solved([[2.0, 1.0], [1.0, 3.0]], [5.0, 10.0])
    [1.0, 3.0]
    """
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for n in range(len(rows)):
        best = max(range(n, len(rows)), key=lambda i: abs(rows[i][n]))
        rows[n], rows[best] = rows[best], rows[n]
        rows[n] = [x / rows[n][n] for x in rows[n]]
        for i in range(len(rows)):
            if i != n and rows[i][n]:
                rows[i] = [x - rows[i][n] * y for x, y in zip(rows[i], rows[n], strict=True)]
    return [row[-1] for row in rows]


KINDS = ("Visit", "Meeting", "Sanction", "Agreement", "Quotation")
_FREE = (*KINDS, _DEVELOPED)


def rate(row: Sample, weights: dict[str, float]) -> float:
    """The share of records like this one that are right, by the weights."""
    return round(1 / (1 + math.exp(-sum(weights.get(name, 0.0) for name in row.names))), 2)


def crossed(rows: Sequence[Sample]) -> list[tuple[float, Sample]]:
    """Each record of an article that no rule was written on, rated by a fit that has not seen the article."""
    articles = sorted({row.article for row in rows if not row.developed})
    fold = {article: n % FOLDS for n, article in enumerate(articles)}
    found: list[tuple[float, Sample]] = []
    for n in range(FOLDS):
        weights = fit([row for row in rows if fold.get(row.article) != n])
        found += [(rate(row, weights), row) for row in rows if fold.get(row.article) == n]
    return found


def fitted_to_judged(rows: Sequence[Sample], weights: dict[str, float]) -> dict[str, float]:
    """Constants of the kinds that were judged by hand, such that their mean confidence is the share that was right."""
    constants: dict[str, float] = {}
    for kind, judged in read_frames("confidence")["judged"].items():
        others = [sum(weights.get(f, 0.0) for f in r.features) for r in rows if r.kind == kind] or [0.0]
        low, high = -8.0, 8.0
        for _ in range(40):
            middle = (low + high) / 2
            mean = _mean(1 / (1 + math.exp(-middle - x)) for x in others)
            low, high = (middle, high) if mean < judged["right"] / judged["of"] else (low, middle)
        constants[kind] = round(low, 2)
    return constants


# --- what is printed


def calibration(rated: Sequence[tuple[float, Sample]]) -> Iterator[str]:
    """The table: for each range of confidence the mean of it, and the share of records found and right."""
    yield "confidence   records   mean  right  found"
    for low, high in pairwise(BINS):
        inside = [(c, r) for c, r in rated if low <= c < high or (high == 1 and c == 1)]
        if inside:
            yield f"{low:.1f} – {high:.1f}  {_row(inside)}"
    yield f"all        {_row(rated)}"
    base = _share(r.right for _, r in rated)
    error, plain = _mean((c - bool(r.right)) ** 2 for c, r in rated), _mean((base - bool(r.right)) ** 2 for _, r in rated)
    yield f"Brier score {error:.3f}; of the mean alone {plain:.3f}; ranked right (AUC) {auc(rated):.2f}"


def _row(rated: Sequence[tuple[float, Sample]]) -> str:
    means = _mean(c for c, _ in rated), _share(r.right for _, r in rated), _share(r.found for _, r in rated)
    return f"{len(rated):9}" + "".join(f"{mean:7.2f}" for mean in means)


def auc(rated: Sequence[tuple[float, Sample]]) -> float:
    """How often a right record has more confidence than a wrong one."""
    good, bad = [c for c, r in rated if r.right], [c for c, r in rated if not r.right]
    return _mean(float(g > b) + (g == b) / 2 for g in good for b in bad)


def thresholds(rated: Sequence[tuple[float, Sample]]) -> Iterator[str]:
    """What a threshold keeps."""
    whole = sum(bool(r.right) for _, r in rated)
    yield "at least   records   right   of all right ones"
    for least in (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        kept = [r.right for c, r in rated if c >= least]
        yield f"{least:8.1f} {len(kept):9} {_share(kept):7.2f} {sum(map(bool, kept)) / max(1, whole):10.2f}"


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed) if listed else 0.0


def _share(flags: Iterable[bool | None]) -> float:
    return _mean(float(bool(flag)) for flag in flags)


def written(text: str, weights: dict[str, float]) -> str:
    """The data file with these constants and weights; what no article tells of keeps the constant it had."""
    features = read_frames("confidence")["features"]
    for kind in sorted(weights.keys() - features.keys()):
        text = re.sub(rf"^(  {re.escape(kind)}: )-?[\d.]+$", rf"\g<1>{weights[kind]}", text, flags=re.MULTILINE)
    lines = "".join(f"  {name}: {weights[name]}\n" for name in features if name in weights)
    return re.sub(r"^weights:.*\Z", f"weights:\n{lines}", text, flags=re.MULTILINE | re.DOTALL)


def main() -> None:
    ask = argparse.ArgumentParser(prog="python -m tests.eval.confidence", description=(__doc__ or "").partition("\n")[0])
    ask.add_argument("folders", nargs="*", type=Path, default=[EVALUATION / "dev"])
    ask.add_argument("--developed", nargs="+", type=Path, default=[], help="folders of articles that rules were written on")
    ask.add_argument("--write", action="store_true"), ask.add_argument("--shipped", action="store_true")
    given = ask.parse_args()
    score = scorer(EVALUATION)
    rows = samples(given.folders, score) + samples(given.developed, score, developed=True)
    marked = [r for r in rows if r.right is not None]
    weights = fit(marked)
    if not given.shipped:
        for name, weight in sorted(weights.items(), key=lambda x: (x[0] not in KINDS, -x[1])):
            print(f"{weight:6.2f}  {sum(name in r.names for r in marked):4}  {name}")
    rated = [(r.shipped, r) for r in marked if not r.developed] if given.shipped else crossed(marked)
    others = f" ({len({r.article for r in rows if r.developed})} more lent their records to the fit)" if given.developed else ""
    head = f"{len({r.article for _, r in rated})} articles{others}, {len(rated)} records"
    table = "\n".join([head, "", *calibration(rated), "", *thresholds(rated)])
    print(f"\n{table}")
    if given.write:
        place = re.compile(r"(<!-- table -->\n```\n).*?(```\n<!-- end)", re.DOTALL)
        page = place.sub(rf"\g<1>{table}\n\g<2>", PAGE.read_text(encoding="utf-8"))
        PAGE.write_text(page, encoding="utf-8")
        weights |= fitted_to_judged(rows, weights)
        TABLE.write_text(written(TABLE.read_text(encoding="utf-8"), weights), encoding="utf-8")


if __name__ == "__main__":
    main()
