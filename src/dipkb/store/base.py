"""What every store can do, wherever it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol, Self

import msgspec

from dipkb.answer import Answer
from dipkb.store.folder import Settle, nothing_else
from dipkb.store.revision import Revision
from dipkb.vocab import expand, shrink

if TYPE_CHECKING:
    from dipkb.store.dump import Progress
    from dipkb.store.load import Loading

DEFAULT_TIMEOUT_S = 60.0


class StoreInfo(msgspec.Struct, frozen=True):
    """What a store holds.

    ``quads`` counts by kind of graph (events, reference, article, corrections, ontology, or the name of another graph;
    "default" for the unnamed one), ``events`` by type as CURIE; an event counts for each of its types but ``dip:Event``.
    ``format`` and ``software`` are ``None`` for an endpoint.
    """

    where: str
    quads: dict[str, int]
    events: dict[str, int]
    articles: int
    format: int | None = None
    software: str | None = None


class Store(Protocol):
    """A dipkb graph that can be asked, and, where it was opened for that, written.

    Every query goes the same way: it is refused when it writes or calls out (``SERVICE``), and it ends by its deadline.
    """

    @property
    def where(self) -> str:
        """The folder or URL, as given."""

    def query(self, text: str, *, timeout_s: float | None = None) -> Answer:
        """Ask. Without ``FROM``, patterns outside ``GRAPH`` match the union of all graphs (an endpoint may see that otherwise).

        Args:
            text: SPARQL 1.1; prefixes are to be declared in it.
            timeout_s: Seconds until the query is stopped; 60 when ``None``.

        Raises:
            QueryError: The query is malformed or refused; nothing was run.
            QueryTimeout: It took too long.
            StoreError: The store could not answer.
        """

    def replace_all(self, lines: Iterable[str], settle: Settle = nothing_else) -> int:
        """Put these quads in the place of all there are, wholly or not at all; returns how many stand in the store.

        Args:
            lines: N-Quads, one quad each, with or without line end; read once, not kept in memory.
            settle: Given the name of the generation that is built; the block lets it hold.

        Raises:
            StoreError: Not opened for writing, a malformed line, a full disk; the old quads still stand.
        """

    def revise(self, revision: Revision, settle: Settle = nothing_else) -> int:
        """Replace some quads by others, in time that depends on these alone; all of them or none.

        Args:
            revision: What stands about some things and in some graphs is taken out, and other lines are put in.
            settle: Given the name of the generation that is built; the block lets it hold.

        Returns:
            How many quads stand in the store.

        Raises:
            StoreError: Not opened for writing, a malformed line, a full disk; the old quads still stand.
        """

    def size(self) -> int:
        """How many quads stand in the store; noted when they were written."""

    def load(self, files: Iterable[str | Path], loading: Loading | None = None) -> int:
        """Add the quads of RDF files to those there are, all files or none; returns how many quads stand in the store then.

        The extension says the syntax: .nq .trig .ttl .nt .jsonld, packed .gz or .zst. Triples without a graph go to the default
        graph. Blank nodes become IRIs that depend on the file's content alone; a quad that is there already stays once.

        Args:
            files: The files.
            loading: Into which graph, within which limits; see :class:`dipkb.store.load.Loading`.

        Raises:
            InputError: A file cannot be read or parsed, is over the limits, or writes into graphs of dipkb that the store has
                already; names file and line.
            StoreError: Not opened for writing.
        """

    def dump(self, out: BinaryIO | str | Path, format: str, without_text: bool = False, progress: Progress | None = None) -> None:
        """Write everything, the same bytes for the same quads; see :mod:`dipkb.store.dump` for the formats."""

    def lines(self, without_text: bool = False) -> Iterator[str]:
        """The quads as sorted lines of N-Quads, without line ends."""

    def info(self) -> StoreInfo:
        """Count what the store holds."""

    def close(self) -> None:
        """Let go of processes and locks; may be called twice."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...


_KINDS = """
SELECT ?kind (COUNT(*) AS ?n) WHERE {{
  {{ GRAPH ?g {{ ?s ?p ?o }} BIND(IF(STRSTARTS(STR(?g), "{articles}"), "{articles}", STR(?g)) AS ?kind) }}
}} GROUP BY ?kind
"""
_EVENTS = """
SELECT ?type (COUNT(DISTINCT ?event) AS ?n) WHERE {{
  GRAPH <{events}> {{ ?event a ?type . {{ ?event a <{event}> }} UNION {{ ?event a <{claim}> }} FILTER(?type != <{event}>) }}
}} GROUP BY ?type
"""
_ARTICLES = "SELECT (COUNT(DISTINCT ?a) AS ?n) WHERE {{ GRAPH ?g {{ ?a a <{article}> }} }}"


ARTICLES = expand("dipg:") + "article/"
"""What the names of the articles' graphs begin with; as a key of counts, all of these graphs."""


def describe(
    store: Store,
    timeout_s: float,
    *,
    kinds: Mapping[str, int] | None = None,
    format: int | None = None,
    software: str | None = None,
) -> StoreInfo:
    """Count by queries that give the same numbers whatever the default graph is.

    Args:
        store: What is asked.
        timeout_s: For each query.
        kinds: Quads by graph, those of the articles together under ``ARTICLES``, where that is known already.
        format: Of the store's folder.
        software: The version that wrote it.
    """
    kinds = _counts(store, _KINDS.format(articles=ARTICLES), timeout_s) if kinds is None else kinds
    curies = {"events": "dipg:events", "event": "dip:Event", "claim": "dip:CountClaim", "article": "dip:Article"}
    names = {name: expand(curie) for name, curie in curies.items()}
    events = _counts(store, _EVENTS.format(**names), timeout_s)
    count = store.query(_ARTICLES.format(**names), timeout_s=timeout_s).column("n")[0]
    quads = {_kind(iri): n for iri, n in sorted(kinds.items())}
    return StoreInfo(store.where, quads, {shrink(t): n for t, n in events.items()}, int(count), format, software)


def _counts(store: Store, text: str, timeout_s: float) -> dict[str, int]:
    found = store.query(text, timeout_s=timeout_s)
    return {row.value: int(n.value) for row, n in sorted(found.rows, key=str) if row and n}


def _kind(iri: str) -> str:
    return iri.removeprefix(expand("dipg:")).rstrip("/")
