"""From merged events to the graph of docs/graph.md, as lines of N-Quads.

No blank node, each fact in one graph, the same bytes for the same input.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from dipkb.event import ArticleEvents
from dipkb.gazetteer import Gazetteer
from dipkb.merged import MergedEvent, Report
from dipkb.triples.articles import Note, article_quads, run_iri
from dipkb.triples.corrections import AS_WRITTEN, correction_quads
from dipkb.triples.events import EventWriter
from dipkb.triples.facts import Fact, Facts, Told, delta
from dipkb.triples.nodes import Nodes
from dipkb.triples.ontology import described_concepts, ontology_quads
from dipkb.triples.reference import Reference

__all__ = [
    "AS_WRITTEN", "EventWriter", "Fact", "Facts", "Nodes", "Reference", "Told", "article_quads", "correction_quads",
    "delta", "described_concepts", "ontology_quads", "quads", "run_iri",
]  # fmt: skip

Tellers: TypeAlias = Callable[[str, frozenset[Fact]], None]


def quads(
    merged: Iterable[MergedEvent],
    records: Iterable[ArticleEvents],
    gazetteer: Gazetteer,
    note: Note = lambda _: None,
    told: Tellers = lambda _key, _facts: None,
    facts: Told | None = None,
) -> Iterator[str]:
    """The whole knowledge base, graph after graph: events by their key, articles by their id, ontology, reference.

    The lines of each event and of each other graph are sorted. They are given as they are made, so that memory holds few.

    Args:
        merged: What :func:`dipkb.merge.merge` made of the records.
        records: The articles, each once; those without events give a graph too. Read once, after the events.
        gazetteer: Where identities, tenures and places are looked up.
        note: Told, in words, of each value that could not be written (no EDTF date, no URL, an unknown country code).
        told: Told what each event, by its key, says of the things it names.
        facts: Where the facts of all events are counted; in memory when ``None``.

    Yields:
        Lines of N-Quads without line end, each once. They end in `` .``.
    """
    writer = EventWriter(Nodes(gazetteer), note)
    reports: dict[str, list[Report]] = defaultdict(list)
    subjects: dict[str, str] = {}
    total: Counter[Fact] = Counter()
    for event in sorted(merged, key=lambda event: event.key):
        subject, lines, named = writer.written(event)
        yield from lines
        total.update(named)
        told(event.key, named)
        for report in event.reports:
            reports[report.article.id].append(report)
            subjects[report.key] = subject
    for record in sorted(records, key=lambda record: record.article.id):
        yield from article_quads(record, reports[record.article.id], subjects, note)
    yield from ontology_quads()
    described = Reference(gazetteer).settle(facts or Facts(), total)
    yield from sorted(line for _, lines in described for line in lines)
