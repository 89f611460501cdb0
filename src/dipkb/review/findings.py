"""What needs a person: reports that contradict each other, events that may be one, names that nobody knows for certain, events
that the extractor is unsure of, and what the shapes warn of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from dipkb.corrections import Corrections, find
from dipkb.errors import UnknownName
from dipkb.event import ArticleEvents
from dipkb.pipeline.lookup import has_records, read_corrections, records
from dipkb.query import run
from dipkb.review.conflicts import conflicts
from dipkb.review.reports import Row, by_iri, of_events
from dipkb.store import Store
from dipkb.vocab import expand, slug, sparql_prologue

SETTLING = {
    "conflict": ("accept", "edit", "split"), "near merge": ("accept", "split", "edit"), "unknown name": ("accept", "edit"),
    "low confidence": ("accept", "edit"), "shape": ("accept", "edit"),
}  # fmt: skip
"""The reasons why something needs a person, each with the decisions about all of its reports that end it."""
SLOW = ("shape",)
"""Reasons that are looked for only when they are asked for."""
DOES = {
    "low confidence": "accept, reject or edit what is wrong",
    "conflict": "edit the report that is wrong, reject it, or split it off; accept all where each is right",
    "near merge": "merge both, or accept both as two",
    "unknown name": "edit the parties, give them an id in a people.csv of your own (dipkb build --gazetteer), or accept",
    "shape": "edit what the shape asks for, or reject",
}


class Finding(msgspec.Struct, frozen=True):
    """An event that needs a person: why, what exactly, the reports it is about with their words, and what one could do.

    ``event`` is its IRI, empty where none is known; ``reports`` of a near merge are those of both events.
    """

    reason: str
    event: str
    what: str
    detail: str
    reports: tuple[Row, ...] = ()

    @property
    def could(self) -> str:
        """What one could do."""
        return DOES[self.reason]


class _Found(msgspec.Struct, frozen=True):
    """A finding before its reports are looked up: those of these events."""

    reason: str
    events: tuple[str, ...]
    what: str
    detail: str


def findings(store: Store, reasons: Sequence[str] = (), limit: int | None = None, below: int = 50) -> list[Finding]:
    """What needs a person, the reasons in the order of :data:`SETTLING`.

    What a person has settled is not found again: a finding whose reports all were accepted, or decided on in another way that
    ends it.

    Args:
        store: Any store; conflicts are found where event records are kept with it.
        reasons: Only these; all but the slow ones when there are none.
        limit: At most so many.
        below: How sure, in percent, an event must be not to be found.

    Raises:
        UnknownName: No such reason.
        StoreError: What the store raises.
    """
    for reason in reasons:
        if reason not in SETTLING:
            raise UnknownName("reason", reason, SETTLING, f"Reasons: {', '.join(SETTLING)}.")
    wanted = reasons or [reason for reason in SETTLING if reason not in SLOW]
    found = [one for reason in SETTLING if reason in wanted for one in _FINDERS[reason](store, below)]
    reports = of_events(store, (event for one in found for event in one.events))
    settled = _settled(store)
    shown = (_finding(one, reports) for one in found)
    return [one for one in shown if not _is_settled(one, settled)][:limit]


def _finding(found: _Found, reports: Mapping[str, list[Row]]) -> Finding:
    rows = [row for event in found.events for row in reports.get(event, ())]
    event = found.events[0] if found.events else ""
    return Finding(found.reason, event, found.what, found.detail, tuple(dict.fromkeys(rows)))


def _is_settled(one: Finding, settled: Mapping[str, set[str]]) -> bool:
    ends = {*SETTLING[one.reason]}
    return bool(one.reports) and all(settled.get(row.report, set()) & ends for row in one.reports)


def _settled(store: Store) -> dict[str, set[str]]:
    """The decisions that stand about each report."""
    standing = read_corrections(store)
    if not standing.all or not has_records(store):
        return {}
    held = records(store, (told.article for one in standing.all for told in one.reports))
    found: dict[str, set[str]] = {}
    for decision, report in _decided(standing, held):
        found.setdefault(report, set()).add(decision)
    return found


def _decided(standing: Corrections, held: Mapping[str, ArticleEvents | None]) -> Iterator[tuple[str, str]]:
    for correction in standing.all:
        for told in correction.reports:
            line = held[told.article]
            event = find(line, told) if line else None
            if line and event:
                yield correction.decision, next(iri for iri, one in by_iri(line).items() if one is event)


# --- reason by reason ------------------------------------------------------------------------------------------------


def _unsure(store: Store, below: int) -> Iterator[_Found]:
    for row in run(store, "low-confidence", {"below": below}).dicts():
        yield _Found("low confidence", (row["event"],), row["what"], f"{row['confidence']}, {row['status']}")


def _conflicting(store: Store, _: int) -> Iterator[_Found]:
    if not has_records(store):
        return
    labels = {row["event"]: row["what"] for row in run(store, "merged-reports").dicts()}
    reports = of_events(store, labels)
    lines = _corrected(store, {row.article for rows in reports.values() for row in rows})
    known = {iri: event for line in lines for iri, event in by_iri(line).items()}
    within = _within(store)
    for event, what in labels.items():
        told = {row.short: known[row.report] for row in reports.get(event, ()) if row.report in known}
        for field, said in conflicts(told, within):
            yield _Found("conflict", (event,), what, f"{field}: {said}")


def _corrected(store: Store, articles: Iterable[str]) -> list[ArticleEvents]:
    standing = read_corrections(store)
    return [standing.applied(line) for line in records(store, articles).values() if line]


def _within(store: Store) -> dict[str, str]:
    text = "SELECT ?a ?b WHERE { GRAPH dipg:reference { ?place dip:within ?in ; rdfs:label ?a . ?in rdfs:label ?b } }"
    return {slug(row["a"]): slug(row["b"]) for row in store.query(sparql_prologue() + text).dicts()}


def _near(store: Store, _: int) -> Iterator[_Found]:
    for row in run(store, "near-merges").dicts():
        detail = f"{row['days']}; other: {row['other_what']}, {row['other_days']}"
        yield _Found("near merge", (row["event"], row["other"]), row["what"], detail)


def _unknown(store: Store, _: int) -> Iterator[_Found]:
    for row in run(store, "unknown-names").dicts():
        events = "1 event" if row["events"] == "1" else f"{row['events']} events"
        missing = row["missing"].replace("|", ", ")
        yield _Found("unknown name", (row["event"],), row["what"], f"{row['name']}: without {missing}; named in {events}")


def _shapes(store: Store, _: int) -> Iterator[_Found]:
    from dipkb.validate import validate

    report = validate("\n".join(store.lines()).encode("utf-8"))
    shown = [one for one in report.results if one.severity != "Info"]
    events = _events_of(store, {one.focus_node for one in shown})
    for one in shown:
        event, label = events.get(one.focus_node, (one.focus_node, ""))
        detail = f"{one.severity}: {one.message}" + (f" Found: {one.value}." if one.value else "")
        yield _Found("shape", (event,), label, detail)


def _events_of(store: Store, nodes: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The event, with its label, that each node is, is a part of, or tells of."""
    from pyoxigraph import NamedNode

    asked = " ".join(str(NamedNode(node)) for node in sorted(nodes) if node.startswith(expand("dipd:")))
    text = f"""SELECT ?node ?event ?what WHERE {{ VALUES ?node {{ {asked} }}
      {{ GRAPH dipg:events {{ ?node rdfs:label ?what . BIND(?node AS ?event) }} }}
      UNION {{ GRAPH dipg:events {{ ?event dip:participation|dip:statusChange|dip:channel ?node ; rdfs:label ?what }} }}
      UNION {{ GRAPH ?graph {{ ?node dip:reportOf ?event }} GRAPH dipg:events {{ ?event rdfs:label ?what }} }} }}"""
    rows = store.query(sparql_prologue() + text).dicts() if asked else []
    return {row["node"]: (row["event"], row["what"]) for row in rows}


_FINDERS: Mapping[str, Callable[[Store, int], Iterator[Any]]] = {
    "low confidence": _unsure, "conflict": _conflicting, "near merge": _near, "unknown name": _unknown, "shape": _shapes,
}  # fmt: skip
