"""RDF files as quads, read by a parser that fetches nothing and knows no DTDs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox

from dipkb.errors import InputError
from dipkb.vocab import expand

SYNTAXES = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".jsonld": ox.RdfFormat.JSON_LD,
}
_Node: TypeAlias = ox.NamedNode | ox.BlankNode
_Term: TypeAlias = _Node | ox.Literal | ox.Triple


def read_quads(path: str | Path) -> Iterator[ox.Quad]:
    """The quads of an RDF file, as it is read; blank nodes become IRIs made of the file's content and their order in it.

    Raises:
        InputError: Another extension, no such file, a syntax error (with its line), or RDF 1.2's triple terms.
    """
    file = Path(path)
    syntax = SYNTAXES.get(file.suffix.lower())
    if syntax is None:
        raise InputError(f"'{file.suffix}' is no RDF syntax read here. Convert it to one of {' '.join(SYNTAXES)}.", str(path))
    try:
        named = _Named(_digest(file))
        with file.open("rb") as source:
            for quad in ox.parse(source, syntax):
                yield named.quad(quad)
    except SyntaxError as reason:
        raise InputError(f"not well-formed: {reason.msg}. Nothing was loaded.", str(path), reason.lineno) from reason
    except ValueError as reason:
        raise InputError(f"{reason}. Nothing was loaded.", str(path)) from reason
    except OSError as reason:
        raise InputError(f"cannot be read: {reason.strerror or reason}.", str(path)) from reason


def _digest(file: Path) -> str:
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()[:16]


class _Named:
    """Gives the blank nodes of one file their IRIs (skolemisation, RDF 1.1 Concepts 3.5)."""

    def __init__(self, digest: str) -> None:
        self._base, self._number = f"{expand('dipd:')}genid/{digest}-", dict[str, int]()

    def quad(self, quad: ox.Quad) -> ox.Quad:
        parts = (quad.subject, quad.object, quad.graph_name)
        if any(isinstance(part, ox.Triple) for part in parts):
            raise ValueError(f"a triple stands as a term ({str(quad)[:80]}), which RDF 1.1 does not have")
        if not any(isinstance(part, ox.BlankNode) for part in parts):
            return quad
        subject, object_, graph = (self._iri(p) if isinstance(p, ox.BlankNode) else p for p in parts)
        return ox.Quad(subject, quad.predicate, object_, graph)  # type: ignore[arg-type]

    def _iri(self, node: ox.BlankNode) -> ox.NamedNode:
        return ox.NamedNode(f"{self._base}{self._number.setdefault(node.value, len(self._number) + 1)}")
