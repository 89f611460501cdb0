"""The graphs that queries are tested on, made from records marked by hand, and the engines that answer on them."""

from __future__ import annotations

import json
import re
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph
import rdflib
import yaml

from dipkb import pipeline
from dipkb.answer import Answer, from_json
from dipkb.corrections import Correction, told
from dipkb.event import ArticleEvents
from dipkb.event import from_json as records_from_json
from dipkb.gazetteer import load
from dipkb.merge import merge
from dipkb.store import open_store
from dipkb.triples import quads
from dipkb.vocab import digest, expand
from tests.gold import PARTY_FIELDS, seed_records

CASES = Path(__file__).parent / "cases" / "queries"
CORRECTED = "corrected"
"""A store's graph: the seed and the world built together, with a correction of each kind."""
DECISIONS: tuple[tuple[str, tuple[str, ...], dict[str, Any]], ...] = (
    ("split", ("w2-visit",), {}), ("edit", ("w9-visit",), {"field": "kind", "value": "working"}), ("accept", ("w4-visit",), {}),
    ("reject", ("w10-lift",), {}), ("merge", ("v0", "v1"), {}), ("remove", (), {"article": "w7"}),
)  # fmt: skip


@cache
def records(graph: str) -> tuple[ArticleEvents, ...]:
    """The articles of a graph: ``seed``, ``corrected``, or a file ``_<graph>.yaml`` beside the cases."""
    if graph == "seed":
        return (seed_records(),)
    if graph == CORRECTED:
        return (*records("seed"), *records("world"))
    told = yaml.safe_load((CASES / f"_{graph}.yaml").read_text(encoding="utf-8"))
    return tuple(_article(article, told["parties"]) for article in told["articles"])


def _article(article: dict[str, Any], parties: dict[str, Any]) -> ArticleEvents:
    events = [_event(event, parties, article["text"]) for event in article["events"]]
    head = {key: value for key, value in article.items() if key not in ("text", "events")}
    return records_from_json(json.dumps({"article": head, "events": events, "text": article["text"]}, default=str))


def _event(event: dict[str, Any], parties: dict[str, Any], text: str) -> dict[str, Any]:
    named = {field: [parties[p] for p in event[field]] for field in PARTY_FIELDS if field in event}
    named |= {"speaker": parties[event["speaker"]]} if "speaker" in event else {}
    spans = [{"start": (at := text.index(words)), "end": at + len(words), "exact": words} for words in event["evidence"]]
    return {**event, **named, "evidence": spans}


@cache
def lines(graph: str) -> str:
    """The graph as N-Quads."""
    if graph == CORRECTED:
        return "\n".join(_stored(records(graph), corrections())) + "\n"
    return "\n".join(quads(merge(records(graph)), records(graph), load())) + "\n"


def corrections() -> list[Correction]:
    """What a person decided about the corrected graph."""
    by_id = {event.id: (line, event) for line in records(CORRECTED) for event in line.events}
    said: dict[str, Any] = {"author": "A. Reader", "date": "2026-01-02", "reason": "looked it up"}
    named = [(decision, tuple(told(*by_id[name]) for name in ids), more) for decision, ids, more in DECISIONS]
    return [Correction(decision=decision, reports=reports, **said, **more) for decision, reports, more in named]  # type: ignore[arg-type]


def _stored(articles: tuple[ArticleEvents, ...], decided: list[Correction]) -> list[str]:
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "kb", create=True, write=True) as store:
        pipeline.build(articles, store)
        pipeline.correct(store, decided)
        return list(store.lines())


@cache
def names(graph: str) -> dict[str, str]:
    """What the cases call an event's or report's IRI: the id of the (first) record it was made of, ``report of <id>``."""
    of = {
        f"{expand('dipd:')}report/{digest('report', line.article.id, event.id)}": event.id
        for line in records(graph)
        for event in line.events
    }
    told_by: dict[str, list[str]] = defaultdict(list)
    for report, event in re.findall(rf"^<(\S+)> <{expand('dip:reportOf')}> <(\S+)> ", lines(graph), re.MULTILINE):
        told_by[event].append(of[report])
    return {event: min(ids) for event, ids in told_by.items()} | {report: f"report of {name}" for report, name in of.items()}


@dataclass(frozen=True)
class Oxigraph:
    """The graph in pyoxigraph, its default graph the union of all or the empty one."""

    store: pyoxigraph.Store
    union: bool

    def query(self, text: str, *, timeout_s: float | None = None) -> Answer:
        found = self.store.query(text, use_default_graph_as_union=self.union)
        return from_json(found.serialize(format=pyoxigraph.QueryResultsFormat.JSON))


@dataclass(frozen=True)
class Rdflib:
    """The graph in rdflib, its default graph the union of all or the empty one."""

    dataset: rdflib.Dataset

    def query(self, text: str, *, timeout_s: float | None = None) -> Answer:
        return from_json(self.dataset.query(text).serialize(format="json"))


@cache
def oxigraph(graph: str, union: bool = True) -> Oxigraph:
    store = pyoxigraph.Store()
    store.load(lines(graph).encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    return Oxigraph(store, union)


@cache
def in_rdflib(graph: str, union: bool) -> Rdflib:
    dataset = rdflib.Dataset(default_union=union)
    dataset.parse(data=lines(graph), format="nquads")
    return Rdflib(dataset)
