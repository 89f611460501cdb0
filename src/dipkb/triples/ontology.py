"""The ontology graph: the terms, the concepts and their alignments, as the ontology's Turtle files have them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from dipkb.errors import DataError
from dipkb.resources import folder
from dipkb.vocab import expand, graph

if TYPE_CHECKING:
    import pyoxigraph as ox

FILES = ("dipkb.ttl", "concepts.ttl", "alignments.ttl")
"""What the graph holds. ``shapes.ttl`` judges a graph and ``axioms.ttl`` is for reasoners: neither is part of one."""


@cache
def ontology_quads() -> tuple[str, ...]:
    """The lines of ``dipg:ontology``, sorted, without blank nodes.

    Raises:
        DataError: A file of the ontology is no Turtle.
    """
    lines = {line for name in FILES if (path := folder("ontology") / name).is_file() for line in _lines(path)}
    return tuple(sorted(lines))


@cache
def described_concepts() -> frozenset[str]:
    """The concepts, as IRIs in brackets, that the ontology graph describes."""
    prefix = f"<{expand('dipc:')}"
    return frozenset(line.partition(" ")[0] for line in ontology_quads() if line.startswith(prefix))


def _lines(path: Path) -> list[str]:
    import pyoxigraph as ox

    try:
        triples = ox.Dataset(ox.parse(path.read_bytes(), ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        raise DataError(f"is no Turtle: {error.msg}", str(path), error.lineno) from error
    triples.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    end = f"<{graph('ontology')}> ."
    return [f"{_named(quad.subject, path)} {quad.predicate} {_named(quad.object, path)} {end}" for quad in triples]


def _named(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple, path: Path) -> str:
    """A term of N-Quads; a blank node gets an IRI made of its file's name and its canonical label (RDFC-1.0)."""
    label = str(term)
    return f"<{expand('dipd:')}genid/{path.stem}-{label[2:]}>" if label.startswith("_:") else label
