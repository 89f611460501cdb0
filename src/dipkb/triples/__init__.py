"""From merged events to the graph of docs/graph.md, as lines of N-Quads.

No blank node, each fact in one graph, the same bytes for the same input.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from dipkb.event import ArticleEvents
from dipkb.gazetteer import Gazetteer
from dipkb.merged import MergedEvent, Report
from dipkb.triples.articles import Note, article_quads, run_iri
from dipkb.triples.events import EventWriter
from dipkb.triples.nodes import Nodes
from dipkb.triples.ontology import described_concepts, ontology_quads
from dipkb.triples.reference import reference_quads

__all__ = ["EventWriter", "Nodes", "article_quads", "described_concepts", "ontology_quads", "quads", "reference_quads", "run_iri"]


def quads(
    merged: Sequence[MergedEvent], records: Iterable[ArticleEvents], gazetteer: Gazetteer, note: Note = lambda _: None
) -> Iterator[str]:
    """The whole knowledge base: graph after graph (articles by their id, events, ontology, reference), lines sorted within each.

    Args:
        merged: What :func:`dipkb.merge.merge` made of the records.
        records: The articles, each once; those without events give a graph too. Read once, after the events.
        gazetteer: Where identities, tenures and places are looked up.
        note: Told, in words, of each value that could not be written (no EDTF date, no URL, an unknown country code).

    Yields:
        Lines of N-Quads without line end, each once. They end in `` .``.
    """
    writer = EventWriter(Nodes(gazetteer), {event.key: event.type for event in merged}, note)
    ordered = sorted(merged, key=lambda event: event.key)
    written = sorted({line for event in ordered for line in writer.quads(event)})
    reports: dict[str, list[Report]] = defaultdict(list)
    subjects: dict[str, str] = {}
    for event in ordered:
        for report in event.reports:
            reports[report.article.id].append(report)
            subjects[report.key] = writer.subject(event)
    for record in sorted(records, key=lambda record: record.article.id):
        yield from article_quads(record, reports[record.article.id], subjects, note)
    yield from written
    yield from ontology_quads()
    yield from reference_quads(writer.nodes, described_concepts())
