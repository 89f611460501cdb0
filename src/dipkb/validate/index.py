"""The data as an index: what stands about a node and what points at it, in memory or over a store on disk."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, TypeAlias
from urllib.parse import quote, unquote

import pyoxigraph as ox

from dipkb.errors import InputError
from dipkb.vocab import expand

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal
About: TypeAlias = Mapping[ox.NamedNode, Collection[Term]]
Triple: TypeAlias = tuple[Term, ox.NamedNode, Term]

TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
SUBCLASS = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
NEARBY = 4_096
"""So many nodes of a store are kept in memory with what stands about them."""
NOTHING: About = {}
CLASSED = 50_000
MANY = 8
_OWN = expand("dip:")
_STRING = "http://www.w3.org/2001/XMLSchema#string"
_NO_IRI = "urn:dipkb:no-iri:"


def redefines(subject: Term, predicate: ox.NamedNode) -> bool:
    """Data say which class one of dipkb's own is of: the package's ontology says that, and nobody else."""
    return predicate == SUBCLASS and isinstance(subject, ox.NamedNode) and subject.value.startswith(_OWN)


class Index(ABC):
    """The union of graphs, each statement once: what stands about a node, and what points at it."""

    def __init__(self) -> None:
        self.superclasses = lru_cache(maxsize=NEARBY)(self._superclasses)
        self.is_a = lru_cache(maxsize=CLASSED)(self._is_a)

    @abstractmethod
    def about(self, node: Term) -> About:
        """The properties of a node with their values; those of a literal are none."""

    @abstractmethod
    def types(self, node: Term) -> Collection[Term]:
        """The classes a node is said to be of."""

    @abstractmethod
    def sources(self, predicate: ox.NamedNode, value: Term) -> Collection[Term]:
        """The nodes that have a value."""

    @abstractmethod
    def triples(self, s: Term | None, p: ox.NamedNode | None, o: Term | None) -> Iterator[Triple]:
        """The statements of a pattern; some may come several times."""

    @abstractmethod
    def subjects(self, predicates: Iterable[ox.NamedNode]) -> Iterator[Term]:
        """The nodes that have one of the properties, each once."""

    def _superclasses(self, cls: Term) -> frozenset[Term]:
        """A class and those above it."""
        return frozenset(_closure(cls, lambda c: self.about(c).get(SUBCLASS, ())))

    def _is_a(self, node: Term, cls: Term) -> bool:
        """Whether a node is of a class or of one below it."""
        return any(cls in self.superclasses(t) for t in self.types(node))


class InMemory(Index):
    """An index of dictionaries: quick, and some 400 bytes a statement."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        super().__init__()
        self._about: dict[Term, dict[ox.NamedNode, Any]] = {}
        self._sources: dict[ox.NamedNode, dict[Term, dict[Term, None]]] = {}
        known: dict[Term, Any] = {}
        for s, p, o in triples:
            properties = self._about.get(s)
            if properties is None:
                properties = self._about[known.setdefault(s, s)] = {}
            p, o = known.setdefault(p, p), known.setdefault(o, o)
            properties[p] = _with(properties.get(p, ()), o)

    def about(self, node: Term) -> About:
        """See :meth:`Index.about`."""
        return self._about.get(node, NOTHING)

    def types(self, node: Term) -> Collection[Term]:
        """See :meth:`Index.types`."""
        found: Collection[Term] = self._about.get(node, NOTHING).get(TYPE, ())
        return found

    def sources(self, predicate: ox.NamedNode, value: Term) -> Collection[Term]:
        """See :meth:`Index.sources`; a property is turned round when it is first asked for."""
        if predicate not in self._sources:
            found: dict[Term, dict[Term, None]] = {}
            for s, properties in self._about.items():
                for o in properties.get(predicate, ()):
                    found.setdefault(o, {})[s] = None
            self._sources[predicate] = found
        return self._sources[predicate].get(value, ())

    def triples(self, s: Term | None, p: ox.NamedNode | None, o: Term | None) -> Iterator[Triple]:
        """See :meth:`Index.triples`."""
        if s is None and p is not None and o is not None:
            yield from ((subject, p, o) for subject in self.sources(p, o))
            return
        for subject in self._about if s is None else [s]:
            properties = self.about(subject)
            for predicate in properties if p is None else [p]:
                values = properties.get(predicate, ())
                yield from ((subject, predicate, value) for value in values if o is None or o == value)

    def subjects(self, predicates: Iterable[ox.NamedNode]) -> Iterator[Term]:
        """See :meth:`Index.subjects`."""
        wanted = set(predicates)
        return (node for node, properties in self._about.items() if not wanted.isdisjoint(properties))


def _with(values: Any, value: Term) -> Any:
    """Values with one more, in a tuple or, where there are many, a dictionary."""
    if value in values:
        return values
    if isinstance(values, dict):
        values[value] = None
        return values
    return (*values, value) if len(values) < MANY else dict.fromkeys((*values, value))


class OnDisk(Index):
    """An index over a store as it stands, and some statements more: slower, and what it keeps in memory does not grow."""

    def __init__(self, store: ox.Store, more: Iterable[ox.Quad] = ()) -> None:
        super().__init__()
        self.store: Any = store
        self.more: Any = ox.Store()
        self.more.extend(more)
        self._added = {quad.subject for quad in self.more}
        self._near = lru_cache(maxsize=NEARBY)(self._looked_up)

    def over(self, store: ox.Store) -> None:
        """Look at another store from now on."""
        self.store = store
        for known in (self._near, self.superclasses, self.is_a):
            known.cache_clear()

    def about(self, node: Term) -> About:
        """See :meth:`Index.about`."""
        return NOTHING if isinstance(node, ox.Literal) else self._near(node)

    def _looked_up(self, node: Term) -> About:
        found: dict[ox.NamedNode, dict[Term, None]] = {}
        for quad in self.store.quads_for_pattern(node, None, None, None):
            if not redefines(node, quad.predicate):
                found.setdefault(quad.predicate, {})[quad.object] = None
        if node in self._added:
            for quad in self.more.quads_for_pattern(node, None, None, None):
                found.setdefault(quad.predicate, {})[quad.object] = None
        return found

    def types(self, node: Term) -> Collection[Term]:
        """See :meth:`Index.types`."""
        if isinstance(node, ox.Literal):
            return ()
        return frozenset(quad.object for quad in self.store.quads_for_pattern(node, TYPE, None, None))

    def sources(self, predicate: ox.NamedNode, value: Term) -> Collection[Term]:
        """See :meth:`Index.sources`."""
        found = {quad.subject: None for quad in self.store.quads_for_pattern(None, predicate, value, None)}
        if predicate == SUBCLASS:
            found = {node: None for node in found if not redefines(node, predicate)}
            found |= {quad.subject: None for quad in self.more.quads_for_pattern(None, predicate, value, None)}
        return found

    def triples(self, s: Term | None, p: ox.NamedNode | None, o: Term | None) -> Iterator[Triple]:
        """See :meth:`Index.triples`."""
        for quad in self.store.quads_for_pattern(s, p, o, None):
            if not redefines(quad.subject, quad.predicate):
                yield quad.subject, quad.predicate, quad.object
        for quad in self.more.quads_for_pattern(s, p, o, None):
            yield quad.subject, quad.predicate, quad.object

    def subjects(self, predicates: Iterable[ox.NamedNode]) -> Iterator[Term]:
        """See :meth:`Index.subjects`; which were met is kept by the engine."""
        has = " UNION ".join(f"{{ ?n <{p.value}> ?v }}" for p in sorted(predicates, key=str))
        answer = self.store.query(f"SELECT DISTINCT ?n {{ {has} }}", use_default_graph_as_union=True)
        return (row[0] for row in answer)


def _closure(start: Term, step: Any) -> set[Term]:
    found, new = {start}, [start]
    while new:
        new = [n for n in step(new.pop()) if n not in found] + new
        found.update(new)
    return found


# --- terms -------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=20_000)
def to_rdflib(term: Term) -> Any:
    """A term of the index as rdflib's, exactly as written."""
    import rdflib

    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(unquote(term.value[len(_NO_IRI) :]) if term.value.startswith(_NO_IRI) else term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, ox.Literal):
        datatype = None if term.language or term.datatype.value == _STRING else rdflib.URIRef(term.datatype.value)
        return rdflib.Literal(term.value, lang=term.language, datatype=datatype, normalize=False)
    raise InputError(f"a statement about a statement ({term}) stands in the data, which no dipkb graph has. Take it out.")


def from_rdflib(node: Any) -> Any:
    """A term of rdflib's as the index has it; IRIs that are none go under another name."""
    import rdflib

    if isinstance(node, rdflib.Literal):
        if node.language:
            return ox.Literal(str(node), language=node.language)
        return ox.Literal(str(node), datatype=None if node.datatype is None else from_rdflib(node.datatype))
    if isinstance(node, rdflib.BNode):
        return _blank(str(node))
    return _iri(str(node))


def _iri(text: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(text)
    except ValueError:
        return ox.NamedNode(_NO_IRI + quote(text, safe=""))


def _blank(label: str) -> ox.BlankNode:
    try:
        return ox.BlankNode(label)
    except ValueError:
        return ox.BlankNode("x" + label.encode().hex())


def rdflib_triple(triple: Triple) -> tuple[Any, Any, Any]:
    """A statement of the index in rdflib's terms."""
    return to_rdflib(triple[0]), to_rdflib(triple[1]), to_rdflib(triple[2])
