"""A SPARQL endpoint as a store: asked by :mod:`dipkb.store.protocol`, and only read."""

from __future__ import annotations

import urllib.parse
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NoReturn, Self

from dipkb.answer import Answer, Term
from dipkb.errors import StoreError
from dipkb.store.base import DEFAULT_TIMEOUT_S, StoreInfo, describe
from dipkb.store.folder import Settle, nothing_else
from dipkb.store.guard import check_query
from dipkb.store.protocol import ask
from dipkb.store.revision import Revision
from dipkb.store.services import NOBODY, Services

if TYPE_CHECKING:
    import pyoxigraph as ox

    from dipkb.store.dump import Progress
    from dipkb.store.load import Loading

LONG_TIMEOUT_S = 600.0
_QUADS = "SELECT ?s ?p ?o ?g WHERE { GRAPH ?g { ?s ?p ?o } }"
_QUAD_COUNT = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"


class EndpointStore:
    """An endpoint; see :class:`dipkb.store.base.Store`. What patterns outside ``GRAPH`` match is the endpoint's own choice."""

    def __init__(self, url: str, services: Services = NOBODY) -> None:
        parts = urllib.parse.urlsplit(url)
        if parts.username or parts.password:
            raise StoreError(
                "The endpoint's URL holds a user or password. Set DIPKB_STORE_USER and DIPKB_STORE_PASSWORD instead."
            )
        if not parts.hostname:
            raise StoreError(f"'{url}' names no host. Example: http://localhost:7878/query")
        self.where, self.services = url, services

    def query(self, text: str, *, timeout_s: float | None = None) -> Answer:
        """Ask; see :meth:`dipkb.store.base.Store.query`."""
        check_query(text, self.services)
        return ask(self.where, text, timeout_s or DEFAULT_TIMEOUT_S)

    def replace_all(self, lines: Iterable[str], settle: Settle = nothing_else) -> NoReturn:
        """Refused: an endpoint is only read."""
        self._refuse_writing()

    def revise(self, revision: Revision, settle: Settle = nothing_else) -> NoReturn:
        """Refused: an endpoint is only read."""
        self._refuse_writing()

    def size(self) -> int:
        """Count the quads of all named graphs."""
        return sum(self.info().quads.values())

    def load(self, files: Iterable[str | Path], loading: Loading | None = None) -> NoReturn:
        """Refused: an endpoint is only read."""
        self._refuse_writing()

    def dump(self, out: BinaryIO | str | Path, format: str, without_text: bool = False, progress: Progress | None = None) -> None:
        """Write all named graphs; see :func:`dipkb.store.dump.write_dump`. They pass through memory once."""
        from dipkb.store.dump import write_dump

        write_dump(self._copy(), out, format, without_text, progress)

    def lines(self, without_text: bool = False) -> Iterator[str]:
        """The quads of all named graphs as sorted lines of N-Quads, without line ends."""
        from dipkb.store.dump import sorted_quads

        yield from (line.decode("utf-8").rstrip("\n") for line in sorted_quads(self._copy(), without_text))

    def info(self) -> StoreInfo:
        """Count what the endpoint holds."""
        return describe(self, LONG_TIMEOUT_S)

    def close(self) -> None:
        """Nothing is held open between queries."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _refuse_writing(self) -> NoReturn:
        raise StoreError(f"{self.where} is an endpoint, which is only read here. To bring a graph there: dipkb store push.")

    def _copy(self) -> ox.Store:
        """All quads, in memory; refused when the endpoint hands out fewer than it counts."""
        import pyoxigraph as ox

        held = int(self.query(_QUAD_COUNT, timeout_s=LONG_TIMEOUT_S).column("n")[0])
        answer = self.query(_QUADS, timeout_s=LONG_TIMEOUT_S)
        if len(answer.rows) != held:
            gave = f"{self.where} gave {len(answer.rows):,} of {held:,} quads"
            raise StoreError(f"{gave}: it cuts long answers. Raise its limit, or use its own dump.")
        copy = ox.Store()
        copy.bulk_extend(ox.Quad(*(_engine_term(t) for t in row if t is not None)) for row in answer.rows)  # type: ignore[arg-type]
        return copy


def _engine_term(term: Term) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    import pyoxigraph as ox

    if term.kind == "iri":
        return ox.NamedNode(term.value)
    if term.kind == "bnode":
        return ox.BlankNode(term.value)
    if term.language:
        return ox.Literal(term.value, language=term.language)
    return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype) if term.datatype else None)
