"""RDF files into a store: their blank nodes named, and what belongs to dipkb kept out of strangers' hands.

A file's statements stay in the graphs it names, or in one that the caller names. dipkb's own graphs are taken from a dump, into a
store that has none of them yet, and never added to; the ontology's graph is the package's, whatever a file says. What a file
says of dipkb's terms in graphs of its own stays there, is told, and is heeded by no shipped query and no validation.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

import msgspec
import pyoxigraph as ox

from dipkb.errors import InputError
from dipkb.packed import unpacked
from dipkb.rdf import LIMITS, Limits, read_quads
from dipkb.vocab import expand, graph

MAX_BLANK_NODES = 5_000_000  # a gigabyte of labels
_Node: TypeAlias = ox.NamedNode | ox.BlankNode
_Term: TypeAlias = _Node | ox.Literal | ox.Triple


def nobody(message: str) -> None:
    """Hears nothing."""


class Loading(msgspec.Struct, frozen=True):
    """How files are loaded.

    ``graph`` is an IRI: all their statements go there, whatever graphs they name. ``ontology`` are the lines of N-Quads that
    stand for a file's ontology graph; without them a dump's own is taken. ``told`` hears, a sentence each, what was kept apart.
    """

    graph: str | None = None
    limits: Limits = LIMITS
    ontology: tuple[str, ...] = ()
    told: Callable[[str], None] = nobody


def load_files(data: ox.Store, files: Iterable[str | Path], loading: Loading) -> None:
    """Add the quads of files to the engine's data.

    Raises:
        InputError: A file cannot be read, or writes into graphs of dipkb that the data have already.
    """
    mine = expand("dipg:")
    fresh = not any(name.value.startswith(mine) for name in data.named_graphs())
    for file in files:
        keeper = _Keeper(str(file), loading, fresh)
        data.bulk_extend(keeper.kept(named_quads(file, loading.limits)))
        data.bulk_extend(keeper.ontology())
        keeper.tell()


class _Keeper:
    """Decides about the quads of one file."""

    def __init__(self, name: str, loading: Loading, fresh: bool) -> None:
        self._name, self._loading, self._fresh = name, loading, fresh
        self._mine, self._ontology = expand("dipg:"), graph("ontology")
        self._terms = (expand("dip:"), expand("dipc:"))
        self._described = False
        self._about: set[str] = set()

    def kept(self, quads: Iterator[ox.Quad]) -> Iterator[ox.Quad]:
        """The quads that are loaded, in the graphs they go to."""
        to = ox.NamedNode(self._loading.graph) if self._loading.graph else None
        for quad in quads:
            name = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
            if to is None and name.startswith(self._mine):
                if self._is_own(name):
                    yield quad
                continue
            if quad.subject.value.startswith(self._terms):  # type: ignore[union-attr]
                self._about.add(quad.subject.value)  # type: ignore[union-attr]
            yield ox.Quad(quad.subject, quad.predicate, quad.object, to) if to else quad

    def _is_own(self, name: str) -> bool:
        if not self._fresh:
            raise InputError(
                f"writes into <{name}>, a graph that dipkb keeps and the store has. A dump goes into a new folder; what is yours "
                "goes into a graph of its own (--graph IRI). Nothing was loaded.",
                self._name,
            )
        self._described = self._described or name == self._ontology
        return name != self._ontology or not self._loading.ontology

    def ontology(self) -> Iterator[ox.Quad]:
        """What stands for the file's ontology graph, if it had one."""
        if self._described and self._loading.ontology:
            text = "".join(line.rstrip("\n") + "\n" for line in self._loading.ontology)
            yield from ox.parse(text.encode("utf-8"), ox.RdfFormat.N_QUADS)

    def tell(self) -> None:
        """Say what the file has on dipkb's own terms."""
        if self._about:
            terms = sorted(self._about)
            some = ", ".join(f"<{term}>" for term in terms[:3]) + (" …" if len(terms) > 3 else "")
            self._loading.told(
                f"{self._name} says something about {len(terms)} of dipkb's own terms ({some}). It stays in a graph of its own: "
                "validation and the shipped queries go by dipkb's ontology alone."
            )


def named_quads(path: str | Path, limits: Limits = LIMITS) -> Iterator[ox.Quad]:
    """The quads of an RDF file, as it is read; blank nodes become IRIs made of the file's content and their order in it.

    Raises:
        InputError: See :func:`dipkb.rdf.read_quads`; also over five million blank nodes.
    """
    file, named = Path(path), None
    for quad in read_quads(file, limits):
        parts = (quad.subject, quad.object, quad.graph_name)
        if any(type(part) is ox.BlankNode for part in parts):
            named = named or _Named(file)
            quad = named.quad(quad)
        yield quad


def _digest(file: Path) -> str:
    """Of the unpacked content, so that a file has the same nodes packed and unpacked."""
    found = hashlib.sha256()
    with file.open("rb") as stream:
        content = unpacked(stream, str(file))
        while piece := content.read(1 << 20):
            found.update(piece)
    return found.hexdigest()[:16]


class _Named:
    """Gives the blank nodes of one file their IRIs (skolemisation, RDF 1.1 Concepts 3.5)."""

    def __init__(self, file: Path) -> None:
        self._base, self._number = f"{expand('dipd:')}genid/{_digest(file)}-", dict[str, int]()
        self._file = file

    def quad(self, quad: ox.Quad) -> ox.Quad:
        parts = (quad.subject, quad.object, quad.graph_name)
        subject, object_, graph = (self._iri(p) if isinstance(p, ox.BlankNode) else p for p in parts)
        return ox.Quad(subject, quad.predicate, object_, graph)  # type: ignore[arg-type]

    def _iri(self, node: ox.BlankNode) -> ox.NamedNode:
        number = self._number.setdefault(node.value, len(self._number) + 1)
        if number > MAX_BLANK_NODES:
            raise InputError(f"has over {MAX_BLANK_NODES:,} blank nodes. Split it, or give them IRIs.", str(self._file))
        return ox.NamedNode(f"{self._base}{number}")
