"""The graphs that queries are tested on, made from records marked by hand, and the engines that answer on them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph
import rdflib
import yaml

from dipkb.answer import Answer, from_json
from dipkb.event import ArticleEvents
from dipkb.event import from_json as records_from_json
from dipkb.gazetteer import load
from dipkb.merge import merge
from dipkb.triples import quads
from dipkb.vocab import expand
from tests.gold import PARTY_FIELDS, seed_records

CASES = Path(__file__).parent / "cases" / "queries"


@cache
def records(graph: str) -> tuple[ArticleEvents, ...]:
    """The articles of a graph: ``seed``, or a file ``_<graph>.yaml`` beside the cases."""
    if graph == "seed":
        return (seed_records(),)
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
    return "\n".join(quads(merge(records(graph)), records(graph), load())) + "\n"


@cache
def names(graph: str) -> dict[str, str]:
    """What the cases call an event's or report's IRI: the id of the (first) record it was made of, ``report of <id>``."""
    called: dict[str, str] = {}
    for event in merge(records(graph)):
        called[expand("dipd:") + event.key] = min(report.record.id for report in event.reports)
        called |= {f"{expand('dipd:')}report/{report.key}": f"report of {report.record.id}" for report in event.reports}
    return called


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
