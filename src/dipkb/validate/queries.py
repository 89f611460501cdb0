"""The SPARQL constraints of a shape, as pySHACL would run them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from dipkb.validate.index import Index, Term
from dipkb.validate.paths import NotCovered, Way
from dipkb.validate.patterns import solvable
from dipkb.validate.view import prepared

if TYPE_CHECKING:
    from pyshacl.shapes_graph import ShapesGraph


def queries_of(index: Index, shapes: ShapesGraph, node: Any) -> Iterator[tuple[Callable[[Term], bool], frozenset[Way]]]:
    """The queries as predicates, and what they read.

    Raises:
        NotCovered: One is malformed, refused by pySHACL, or uses what is not known here.
    """
    import rdflib
    from pyshacl.constraints.sparql.sparql_based_constraints import SPARQLBasedConstraint

    try:
        for query in SPARQLBasedConstraint(shapes.lookup_shape_from_node(node)).sparql_constraints:
            if not query.deactivated:
                bound, text = query.pre_bind_variables(rdflib.URIRef("urn:this"))
                if set(bound) != {"this"}:
                    raise NotCovered("a query with other variables bound than $this")
                yield solvable(index, prepared(query.apply_prefixes(text)).algebra)
    except NotCovered:
        raise
    except Exception as error:  # of any kind: it is pySHACL's to say, when it comes to the query
        raise NotCovered(f"a query that cannot be used: {error}") from error
