"""An rdflib graph that holds nothing: each pattern it is asked for is looked up in the index."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import rdflib
from rdflib.store import Store

from dipkb.validate.index import Index, from_rdflib, rdflib_triple


class IndexStore(Store):
    """An index as rdflib's reader sees it; it cannot be written."""

    context_aware = graph_aware = True  # pySHACL asks for it, and makes no use of it

    def __init__(self, index: Index) -> None:
        super().__init__()
        self.index, self._names = index, dict[str, Any]()
        self.graph: rdflib.Graph | None = None

    def triples(self, triple_pattern: Any, context: Any = None) -> Iterator[Any]:
        """The statements of a pattern, each once, all in the one graph."""
        pattern = [None if term is None else from_rdflib(term) for term in triple_pattern]
        for triple in dict.fromkeys(self.index.triples(*pattern)) if _possible(*pattern) else ():
            yield rdflib_triple(triple), iter((self.graph,))

    def __len__(self, context: Any = None) -> int:
        return 1  # asked to learn whether there is anything; to count would take a look at all of it

    def bind(self, prefix: str, namespace: Any, override: bool = True) -> None:
        """Note a prefix."""
        self._names[prefix] = namespace

    def namespace(self, prefix: str) -> Any:
        """The namespace of a prefix."""
        return self._names.get(prefix)

    def prefix(self, namespace: Any) -> Any:
        """The prefix of a namespace."""
        return next((prefix for prefix, name in self._names.items() if name == namespace), None)

    def namespaces(self) -> Iterator[tuple[str, Any]]:
        """All prefixes."""
        return iter(list(self._names.items()))


def _possible(s: Any, p: Any, o: Any) -> bool:
    """Whether a statement can be so; rdflib also asks for those with a literal as subject."""
    import pyoxigraph as ox

    return not isinstance(s, ox.Literal) and (p is None or isinstance(p, ox.NamedNode))


class Prepared(rdflib.Graph):
    """A graph that parses a query once, not once a focus node: the text stays the same, only ``$this`` is bound anew."""

    def query(self, query_object: Any, *args: Any, **options: Any) -> Any:
        """See :meth:`rdflib.Graph.query`."""
        return super().query(prepared(query_object), *args, **options)


@lru_cache(maxsize=256)
def prepared(query: str) -> Any:
    """A query, parsed."""
    from rdflib.plugins.sparql import prepareQuery

    return prepareQuery(query)


def graph_over(index: Index) -> rdflib.Graph:
    """A graph that reads an index."""
    store = IndexStore(index)
    store.graph = Prepared(store=store, bind_namespaces="none")
    return store.graph
