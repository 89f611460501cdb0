"""Reports as a person names them: by their IRI, by its last part, or by their event's IRI; and how a correction names them."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from dipkb.corrections import Told, told
from dipkb.errors import BadParameter, StoreError
from dipkb.event import ArticleEvents, Event
from dipkb.pipeline.lookup import records
from dipkb.store import Store
from dipkb.vocab import digest, expand, shrink, sparql_prologue

_AT_ONCE = 500
_NAME = re.compile(r"(?:dipd:)?((?:visit|meeting|statement|sanction|agreement|count-claim|initiative|report)/[\w.-]+)", re.ASCII)
_KEY = re.compile(r"[0-9a-f]{16}", re.ASCII)
_ASKED = """SELECT DISTINCT ?event ?report ?article ?exact ?start WHERE {
  { SELECT ?event ?report ?graph WHERE { VALUES ?%s { %s } GRAPH ?graph { ?report dip:reportOf ?event } } }
  GRAPH ?graph {
    ?report dip:inArticle ?telling . ?telling dcterms:identifier ?article .
    OPTIONAL {
      ?report dip:evidence ?evidence . ?evidence oa:hasSelector ?quote ; oa:hasSelector ?place .
      ?quote oa:exact ?exact . ?place oa:start ?start
    }
  }
}"""


class Row(msgspec.Struct, frozen=True, order=True):
    """A report of an event: IRIs, the article's id, and the first words that carry it."""

    event: str
    article: str
    report: str
    words: str = ""

    @property
    def short(self) -> str:
        """The report's IRI with its prefix, as a person types it."""
        return shrink(self.report)


def iri(name: str) -> str:
    """The IRI that a person means.

    Raises:
        BadParameter: It names neither a report nor an event.

    >>> iri("dipd:meeting/0123456789abcdef")
    'https://w3id.org/dipkb/id/meeting/0123456789abcdef'
    >>> iri("0123456789abcdef")
    'https://w3id.org/dipkb/id/report/0123456789abcdef'
    """
    local = name.strip().removeprefix(expand("dipd:"))
    if _KEY.fullmatch(local):
        return expand("dipd:report/") + local
    if match := _NAME.fullmatch(local):
        return expand("dipd:") + match[1]
    raise BadParameter(
        f"'{name[:80]}' is no report or event. Give an IRI of the column 'reports' or 'event' of 'dipkb review list', such as "
        "dipd:report/0123456789abcdef."
    )


def of_events(store: Store, events: Iterable[str]) -> dict[str, list[Row]]:
    """The reports of each event, in the order of their articles."""
    found: dict[str, list[Row]] = {}
    for row in _rows(store, "event", events):
        found.setdefault(row.event, []).append(row)
    return found


def lookup(store: Store, names: Iterable[str]) -> dict[str, list[Row]]:
    """The reports by the IRIs of what a person named, an event's being all it has; what the store does not have is left out.

    Raises:
        BadParameter: A name that is no report's or event's.
    """
    wanted = [iri(name) for name in names]
    by_report = {row.report: [row] for row in _rows(store, "report", (one for one in wanted if "/report/" in one))}
    return {**by_report, **of_events(store, (one for one in wanted if "/report/" not in one))}


def _rows(store: Store, variable: str, iris: Iterable[str]) -> list[Row]:
    first: dict[tuple[str, str, str], tuple[int, str]] = {}
    wanted = sorted(set(iris))
    for n in range(0, len(wanted), _AT_ONCE):
        nodes = " ".join(map(_written, wanted[n : n + _AT_ONCE]))
        for row in store.query(sparql_prologue() + _ASKED % (variable, nodes)).dicts():
            told_at = (int(row.get("start", 0)), row.get("exact", ""))
            key = row["event"], row["article"], row["report"]
            first[key] = min(first.get(key, told_at), told_at)
    return sorted(Row(*key, words) for key, (_, words) in first.items())


def _written(node: str) -> str:
    from pyoxigraph import NamedNode

    return str(NamedNode(node))


def telling(store: Store, rows: Iterable[Row]) -> dict[str, Told]:
    """How a correction names reports, by their IRIs.

    Raises:
        StoreError: No event records are kept with the store, or none of such a report.
    """
    wanted = list(rows)
    held = records(store, (row.article for row in wanted))
    return {row.report: _telling(row, held[row.article]) for row in wanted}


def _telling(row: Row, line: ArticleEvents | None) -> Told:
    event = by_iri(line).get(row.report) if line else None
    if line is None or event is None:
        raise StoreError(f"No event record is kept of {row.short}, as after loading a dump. Correct it where it was built.")
    return told(line, event)


def by_iri(line: ArticleEvents) -> dict[str, Event]:
    """An article's records by the IRIs of their reports."""
    start = expand("dipd:report/")
    return {start + digest("report", line.article.id, one.id or f"#{n}"): one for n, one in enumerate(line.events)}
