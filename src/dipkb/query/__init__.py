"""Questions to the graph: the query files, their parameters, and their answers from any store.

Listing and showing only read files; an RDF library comes in when a query is bound.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dipkb.errors import BadParameter
from dipkb.query.files import Header, Parameter, Query, get, queries, spelled

if TYPE_CHECKING:
    from dipkb.answer import Answer
    from dipkb.query.names import Asks

__all__ = ["Header", "Parameter", "Query", "bind", "get", "queries", "run", "spelled"]


def bind(query: Query, params: Mapping[str, object], store: Asks, timeout_s: float | None = None) -> str:
    """The SPARQL text of a query with its parameters bound, ready to run: see :func:`dipkb.query.binding.bind`."""
    from dipkb.query.binding import bind as bind_terms

    return bind_terms(query, params, store, timeout_s)


def run(
    store: Asks,
    name: str | Query,
    params: Mapping[str, object] | None = None,
    timeout_s: float | None = None,
    folders: Sequence[Path] = (),
    *,
    limit: int | None = None,
    offset: int = 0,
) -> Answer:
    """The answer to a query: its columns in the order of its header, cells of several values sorted.

    Args:
        store: An open store (:func:`dipkb.store.open_store`), or anything else with its ``query``.
        name: A query, or what it is called.
        params: Values as people write them, by parameter.
        timeout_s: For the query and for each look-up of a name; the store's own limit when ``None``.
        folders: Further folders of queries to look for the name in.
        limit: How many rows at most, 1 or more; all when ``None``. Where there are more, the answer's ``more`` says so.
        offset: How many rows to leave out before them. Rows and their order are those of the whole answer.

    Raises:
        UnknownName: No such query or parameter, or a name that the store does not know.
        BadParameter: A value that its parameter does not take, or no such rows.
        StoreError: What the store raises.
    """
    from dipkb.query.binding import Slice, bind
    from dipkb.query.cells import settle

    query = name if isinstance(name, Query) else get(name, folders)
    if offset < 0 or (limit is not None and limit < 1):
        raise BadParameter(f"Rows are asked for as limit {limit}, offset {offset}; a limit is 1 or more, an offset 0 or more.")
    rows = Slice(None if limit is None else limit + 1, offset)
    answer = settle(query, store.query(bind(query, params or {}, store, timeout_s, rows), timeout_s=timeout_s))
    return answer if limit is None else answer.first(limit)
