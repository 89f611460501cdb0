"""Validation: is the graph as docs/graph.md says? SHACL shapes from ``ontology/shapes.ttl``, pySHACL as the engine.

What is validated is the union of all graphs of the data: whether an event is reported, a country known or a tenure there can
only be seen with events, reference data and articles together. Nothing is fetched, no ``owl:imports`` is followed, nothing is
inferred but the classes above a class, which the ontology gives.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dipkb.resources import folder
from dipkb.validate.engine import quiet, read_shapes, run
from dipkb.validate.graph import load
from dipkb.validate.report import SEVERITIES, Report, Result, report_of, rows, to_json, to_turtle

if TYPE_CHECKING:
    from dipkb.validate.graph import Data

__all__ = ["SEVERITIES", "Report", "Result", "load", "rows", "to_json", "to_turtle", "validate"]


def validate(data: Data, *, shapes: Path | None = None) -> Report:
    """Hold a graph against the shapes.

    Args:
        data: Files (.ttl, .nt, .nq, .trig, .jsonld), N-Quads as bytes, or an rdflib graph or dataset, which stays as it is.
        shapes: Shapes to use instead of ``ontology/shapes.ttl``. They are trusted code: their SPARQL runs as it stands.

    Raises:
        InputError: The data cannot be read; names the file and the line.
        DataError: The shapes cannot be read or used.

    >>> rdf, dip = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "https://w3id.org/dipkb/ontology#"
    >>> validate(f"<http://example.org/m> <{rdf}type> <{dip}Meeting> .".encode()).results[0].message[:34]
    'A meeting has at least two parties'
    """
    path = shapes or folder("ontology") / "shapes.ttl"
    with quiet():
        graph = load(data)
        w3c = run(graph, read_shapes(path), path)
        return report_of(w3c, graph)
