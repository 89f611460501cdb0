"""RDF of others, or a dump, into a store, beside the ontology that this dipkb ships."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from dipkb.errors import BadParameter
from dipkb.vocab import expand

if TYPE_CHECKING:
    from dipkb.store import Store


def load_rdf(
    store: Store,
    files: Iterable[str | Path],
    *,
    graph: str | None = None,
    max_text: int | None = None,
    told: Callable[[str], None] | None = None,
) -> int:
    """Add RDF files to a store, all or none; the ontology's graph of a dump is replaced by the one of this dipkb.

    Args:
        store: An embedded store, opened for writing.
        files: RDF files; see :meth:`dipkb.store.base.Store.load`.
        graph: The IRI of a graph that takes all of them, whatever graphs they name.
        max_text: The most characters one text may have; a million when ``None``.
        told: Hears what is kept apart: what the files say of dipkb's own terms.

    Returns:
        How many quads stand in the store.

    Raises:
        BadParameter: ``graph`` is no IRI, or one of dipkb's own graphs.
        InputError: A file cannot be read, is over the limits, or writes into graphs of dipkb that the store has.
        StoreError: The store cannot be written.
    """
    from dipkb.rdf import LIMITS, Limits
    from dipkb.store.load import Loading, nobody
    from dipkb.triples import ontology_quads

    limits = Limits(text=max_text) if max_text else LIMITS
    loading = Loading(graph=_checked(graph), limits=limits, ontology=ontology_quads(), told=told or nobody)
    return store.load(files, loading)


def _checked(graph: str | None) -> str | None:
    import pyoxigraph as ox

    if graph is None:
        return None
    try:
        ox.NamedNode(graph)
    except ValueError as reason:
        raise BadParameter(f"'{graph}' is no IRI of a graph ({reason}). Give one like https://example.org/my-graph.") from reason
    if graph.startswith(expand("dipg:")):
        raise BadParameter(f"<{graph}> is one of dipkb's own graphs. Give an IRI of yours, like https://example.org/my-graph.")
    return graph
