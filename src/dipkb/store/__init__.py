"""Stores: one function opens a folder (embedded) or an http(s) endpoint; both answer alike.

>>> from tempfile import TemporaryDirectory
>>> with TemporaryDirectory() as folder, open_store(folder, create=True, write=True) as store:
...     store.replace_all(['<http://example.org/a> <http://example.org/b> "c" <http://example.org/g> .'])
...     store.query("SELECT ?o WHERE { ?s ?p ?o }").column("o")
1
['c']
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from dipkb.errors import StoreError
from dipkb.store.asker import QueryTimeout
from dipkb.store.base import DEFAULT_TIMEOUT_S, Store, StoreInfo
from dipkb.store.guard import QueryError, check_query, query_form

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = [
    "DEFAULT_TIMEOUT_S",
    "QueryError",
    "QueryTimeout",
    "Store",
    "StoreInfo",
    "as_dataset",
    "check_query",
    "open_store",
    "query_form",
]


def open_store(where: str | Path, *, create: bool = False, write: bool = False, services: Iterable[str] = ()) -> Store:
    """Open a store.

    Args:
        where: A folder, or the http(s) URL of a SPARQL endpoint. Its user and password come from the environment only:
            DIPKB_STORE_USER, DIPKB_STORE_PASSWORD.
        create: Make the folder a store when it is new or empty.
        services: The hosts that queries may call by ``SERVICE``, as ``HOST`` or ``HOST:PORT``; none, where that is not said.
        write: Take the right to write, which one process at a time has. Reading needs no right and no wait.

    Raises:
        CallError: A service that is no host.
        StoreError: No store there, one of a newer format, another writer at work, or a place that cannot be written to.
    """
    from dipkb.store.services import allowed

    text = str(where)
    if text.lower().startswith(("http://", "https://")):
        from dipkb.store.endpoint import EndpointStore

        if write or create:
            raise StoreError(f"{text} is an endpoint, which is only read here. To bring a graph there: dipkb store push.")
        return EndpointStore(text, allowed(services))
    from dipkb.store import folder as disk
    from dipkb.store.embedded import EmbeddedStore

    folder = Path(where)
    if create:
        disk.create(folder)
    disk.read_marker(folder)
    return EmbeddedStore(folder, write=write, services=allowed(services))


def as_dataset(store: Store, *, default_union: bool = False, without_text: bool = False) -> Dataset:
    """The whole graph as an ``rdflib.Dataset`` in memory, with dipkb's prefixes bound; a copy, changes stay in it.

    From then on rdflib's queries in this process read no file and fetch no page for ``FROM`` (``SPARQL_LOAD_GRAPHS``).

    Args:
        store: An open store.
        default_union: Let patterns outside ``GRAPH`` match the union of all graphs, as queries to a store do.
        without_text: Leave out the texts of the articles.

    Raises:
        StoreError: The store cannot be read.
    """
    from dipkb.store.dataset import to_dataset

    return to_dataset(store, default_union=default_union, without_text=without_text)
