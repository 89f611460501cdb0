"""The terms of the ontology, read from ``ontology/*.ttl``: look one up by any of its names, or write the reference of all.

A *term* is a class or property of ``dipkb.ttl``, a concept or concept scheme of ``concepts.ttl``, or one of the CAMEO and
PLOVER codes of ``alignments.ttl``. Terms of other vocabularies appear only as what ours are linked to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from dipkb.errors import BadParameter, DataError, UnknownName
from dipkb.resources import folder
from dipkb.vocab import expand, shrink

if TYPE_CHECKING:
    import pyoxigraph as ox

HOME = "https://w3id.org/dipkb/ontology"
_KINDS = {
    "owl:Class": "class",
    "owl:ObjectProperty": "object property",
    "owl:DatatypeProperty": "data property",
    "skos:ConceptScheme": "concept scheme",
    "skos:Concept": "concept",
}
_HOLDS = {"owl:FunctionalProperty": "at most one value", "owl:InverseFunctionalProperty": "a value belongs to one subject"}
_TO = (
    ("subclass of", ("rdfs:subClassOf",)),
    ("subproperty of", ("rdfs:subPropertyOf",)),
    ("used on", ("rdfs:domain", "schema:domainIncludes")),
    ("values", ("schema:rangeIncludes", "rdfs:range")),
    ("concepts from", ("rdfs:seeAlso",)),
    ("in scheme", ("skos:inScheme",)),
    ("broader", ("skos:broader",)),
    ("same elsewhere", ("skos:exactMatch",)),
    ("close to", ("skos:closeMatch",)),
    ("narrower than", ("skos:broadMatch",)),
    ("wider than", ("skos:narrowMatch",)),
    ("related to", ("skos:relatedMatch",)),
)
_FROM = (
    ("subclasses", "rdfs:subClassOf"),
    ("subproperties", "rdfs:subPropertyOf"),
    ("concepts", "skos:inScheme"),
    ("narrower", "skos:broader"),
)
_ELSEWHERE = ("same elsewhere", "close to", "narrower than", "wider than", "related to")
_FOREIGN = ("dipc:cameo/", "dipc:plover/")
_DEFINED = """SELECT ?class ?above ?property ?value WHERE {
  ?class <http://www.w3.org/2002/07/owl#equivalentClass>/<http://www.w3.org/2002/07/owl#intersectionOf> ?list .
  ?list <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> ?above ;
    <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest>/<http://www.w3.org/1999/02/22-rdf-syntax-ns#first> ?part .
  ?part <http://www.w3.org/2002/07/owl#onProperty> ?property ; <http://www.w3.org/2002/07/owl#hasValue> ?value }"""


@dataclass(frozen=True)
class TermPage:
    """One term: ``name`` is its CURIE, ``kind`` one of class, object property, data property, concept scheme and concept.

    ``sources`` are addresses, that of the ontology itself where the definition is its own. ``links`` are headings with the
    CURIEs (or addresses, or words) under them: superclasses, properties, where it is used, what it is called elsewhere.
    """

    iri: str
    name: str
    kind: str
    label: str
    definition: str
    examples: tuple[str, ...]
    sources: tuple[str, ...]
    notes: tuple[str, ...]
    links: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def local(self) -> str:
        """The name without its prefix: ``StateVisit``, ``visit-kind/state``."""
        return self.name.partition(":")[2]

    def rows(self) -> Iterator[tuple[str, str]]:
        """Heading and text of everything but name, kind and label, in the order to be read."""
        yield "definition", self.definition
        yield from (("example", e) for e in self.examples)
        yield from (("note", n) for n in self.notes)
        yield from ((heading, ", ".join(names)) for heading, names in self.links)
        yield "source", ", ".join("dipkb itself" if s == HOME else s for s in self.sources)
        yield "address", self.iri

    def text(self) -> str:
        """The page as plain text, for a terminal.

        >>> print(show("StateVisit").text().splitlines()[0])
        dip:StateVisit, a class: state visit
        """
        lines = [f"{heading:<16}{text}" for heading, text in self.rows()]
        return "\n".join([f"{self.name}, {_a(self.kind)}: {self.label}", *lines]) + "\n"


def files() -> tuple[Path, ...]:
    """The Turtle files that make up the ontology, for a reasoner or an ontology editor.

    All but ``axioms.ttl`` are without blank nodes and stand in the graph ``dipg:ontology`` of a store too.

    >>> [f.name for f in files()]
    ['dipkb.ttl', 'concepts.ttl', 'alignments.ttl', 'axioms.ttl']
    """
    return tuple(folder("ontology") / f"{name}.ttl" for name in ("dipkb", "concepts", "alignments", "axioms"))


@cache
def terms() -> tuple[TermPage, ...]:
    """All terms: classes, properties, schemes, then concepts; by name within each.

    Raises:
        DataError: A file of the ontology is malformed.

    >>> len([t for t in terms() if t.kind == "class"]) > 30
    True
    """
    graph = _Graph(_load(files()))
    pages = [graph.page(iri, kind) for iri, kind in graph.kinds()]
    order = list(_KINDS.values())
    return tuple(sorted(pages, key=lambda p: (order.index(p.kind), p.name)))


def show(name: str) -> TermPage:
    """The term of that name: CURIE, full address, local name, label, or a concept's notation with or without its scheme.

    An exact name goes before a label, a class or property before a concept.

    Raises:
        UnknownName: Nothing is called so; names that are near are given.
        BadParameter: The name is that of several concepts; they are listed.

    >>> show("StateVisit") == show("state visit") == show("https://w3id.org/dipkb/ontology#StateVisit")
    True
    >>> show("in-force").name
    'dipc:sanction-action/in-force'
    """
    wanted = name.strip()
    for index in _indexes():
        found = index.get(wanted) or index.get(wanted.casefold(), [])
        if len(found) == 1:
            return found[0]
        if found:
            names = " or ".join(sorted(p.name for p in found))
            raise BadParameter(f"'{wanted}' is the name of several terms. Write {names}.")
    known = [key for page in terms() for key in ((page.name,) if ":" in wanted else (page.local, page.label))]
    raise UnknownName("term", wanted, dict.fromkeys(known), f"'dipkb ontology docs' lists all {len(terms())}.")


@cache
def _indexes() -> tuple[dict[str, list[TermPage]], ...]:
    """Names to terms, the surest names first; keys are casefolded in all but the first."""
    own = [p for p in terms() if p.kind != "concept"]
    concepts = [p for p in terms() if p.kind == "concept"]
    exact = _index((key, p) for p in terms() for key in (p.iri, p.name, p.local if p.name.startswith("dip:") else p.name))
    loose = _index((key.casefold(), p) for p in own for key in (p.label, p.name, p.local))
    ours = _index(_concept_names(p for p in concepts if not p.name.startswith(_FOREIGN)))
    codes = _index(_concept_names(p for p in concepts if p.name.startswith(_FOREIGN)))
    return exact, loose, ours, codes


def _concept_names(concepts: Iterable[TermPage]) -> Iterator[tuple[str, TermPage]]:
    for page in concepts:
        yield from ((key.casefold(), page) for key in (page.name, page.local, page.local.rpartition("/")[2], page.label))


def _index(entries: Iterable[tuple[str, TermPage]]) -> dict[str, list[TermPage]]:
    index: dict[str, list[TermPage]] = defaultdict(list)
    for key, page in entries:
        if page not in index[key]:
            index[key].append(page)
    return dict(index)


def _load(paths: Iterable[Path]) -> ox.Store:
    import pyoxigraph as ox

    store = ox.Store()
    for path in paths:
        try:
            store.load(path=str(path), format=ox.RdfFormat.TURTLE)
        except (SyntaxError, OSError) as error:
            raise DataError(f"cannot be read as Turtle: {error}", str(path)) from error
    return store


def _named(term: object) -> bool:
    return type(term).__name__ != "BlankNode"


class _Graph:
    """The ontology as tables: subject and predicate to objects, and object and predicate to subjects."""

    def __init__(self, store: ox.Store) -> None:
        self.forth: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.back: dict[tuple[str, str], list[str]] = defaultdict(list)
        named = [q for q in store if _named(q.subject) and _named(q.object)]
        for quad in sorted(named, key=lambda q: (str(q.subject), str(q.predicate), str(q.object))):
            subject, predicate, value = (getattr(t, "value", "") for t in (quad.subject, quad.predicate, quad.object))
            self.forth[subject, predicate].append(value)
            self.back[value, predicate].append(subject)
        rows = [tuple(shrink(term.value) for term in row) for row in store.query(_DEFINED)]  # type: ignore[union-attr]
        self.defined = {name: f"{above} with {prop} {value}" for name, above, prop, value in rows}

    def to(self, iri: str, *predicates: str) -> list[str]:
        """What the term points at by any of these CURIEs, each once."""
        return list(dict.fromkeys(v for p in predicates for v in self.forth.get((iri, expand(p)), [])))

    def kinds(self) -> Iterator[tuple[str, str]]:
        """Each term of ours with its kind."""
        for curie, kind in _KINDS.items():
            for iri in self.back[expand(curie), expand("rdf:type")]:
                if HOME in self.to(iri, "rdfs:isDefinedBy"):
                    yield iri, kind

    def page(self, iri: str, kind: str) -> TermPage:
        """Everything known of a term."""
        return TermPage(
            iri=iri,
            name=shrink(iri),
            kind=kind,
            label=next(iter(self.to(iri, "rdfs:label")), ""),
            definition=next(iter(self.to(iri, "skos:definition")), ""),
            examples=tuple(self.to(iri, "skos:example")),
            sources=tuple(self.to(iri, "dcterms:source")),
            notes=tuple(self.to(iri, "skos:note")),
            links=tuple((heading, tuple(names)) for heading, names in self.links(iri, kind) if names),
        )

    def links(self, iri: str, kind: str) -> Iterator[tuple[str, list[str]]]:
        """Headings and what stands under them, as CURIEs."""
        if defined := self.defined.get(shrink(iri)):
            yield "is every", [defined]
        types = {shrink(t) for t in self.to(iri, "rdf:type")}
        yield "holds", [words for name, words in _HOLDS.items() if name in types]
        for heading, predicates in _TO:
            found = [shrink(v) for v in self.to(iri, *predicates)]
            yield heading, [v for v in found if v != "rdfs:Literal" or len(found) == 1]
        for heading, predicate in _FROM:
            yield heading, [shrink(v) for v in self.back.get((iri, expand(predicate)), [])]
        if kind == "class":
            yield "properties", self.properties(iri)

    def properties(self, iri: str) -> list[str]:
        """Properties used on the class or a class above it."""
        above, new = {iri}, [iri]
        while new:
            new = [c for c in self.to(new.pop(), "rdfs:subClassOf") if c not in above] + new
            above.update(new)
        uses = (expand("rdfs:domain"), expand("schema:domainIncludes"))
        return sorted({shrink(p) for c in above for use in uses for p in self.back.get((c, use), [])})


def docs() -> str:
    """The reference of all terms as one Markdown page, the same for the same files; each term has its local name as anchor.

    >>> docs().splitlines()[0]
    '# The ontology: all terms'
    """
    pages = terms()
    sections = [_section(heading, [p for p in pages if p.kind in kinds]) for heading, kinds in _SECTIONS]
    schemes = [_scheme(scheme, pages) for scheme in pages if scheme.kind == "concept scheme"]
    return "\n".join([_INTRODUCTION, *sections, "## Concepts\n", *schemes]).rstrip() + "\n"


_SECTIONS = (("Classes", ("class",)), ("Properties", ("object property", "data property")))
_INTRODUCTION = """# The ontology: all terms

Written by `dipkb ontology docs` from `ontology/*.ttl`; change those, not this page. [graph.md](graph.md) tells how the terms hang
together. `dip:` is `https://w3id.org/dipkb/ontology#`, `dipc:` is `https://w3id.org/dipkb/concept/`. Examples of properties are
Turtle against the base `https://w3id.org/dipkb/`. A source is what a definition was written after; where there is none, it is
dipkb's own.
"""


def _section(heading: str, pages: list[TermPage]) -> str:
    return "\n".join([f"## {heading}\n", *(_entry(page) for page in pages)])


def _entry(page: TermPage) -> str:
    rows = [(h, t) for h, t in page.rows() if h not in ("definition", "address") and t != "dipkb itself"]
    head = f'### <a id="{page.local}"></a>{page.name}\n\n*{page.label}* ({page.kind}). {page.definition}\n'
    return "\n".join([head, *(f"- {heading}: {_code(heading, text, page)}" for heading, text in rows)]) + "\n"


def _code(heading: str, text: str, page: TermPage) -> str:
    """Turtle in code marks, names of our own as links, all else as it is."""
    if heading == "example" and page.kind.endswith("property"):
        return f"`{text}`"
    if heading not in dict(page.links):
        return text
    return ", ".join(_linked(name) for name in dict(page.links)[heading])


def _linked(name: str) -> str:
    prefix, _, local = name.partition(":")
    if " " in name or prefix not in ("dip", "dipc"):
        return name if "://" in name or " " in name else f"`{name}`"
    return f"[{name}](#{local})"


def _scheme(scheme: TermPage, pages: tuple[TermPage, ...]) -> str:
    members = [p for p in pages if ("in scheme", (scheme.name,)) in p.links]
    words = f"*{scheme.label}*. {scheme.definition} Example: {scheme.examples[0]}"
    head = f'### <a id="{scheme.local}"></a>{scheme.name}\n\n{words}\n'
    table = ["| concept | label | definition | example | elsewhere |", "|---|---|---|---|---|"]
    return "\n".join([head, *table, *(_row(page) for page in members), *_notes(members)]) + "\n"


def _row(page: TermPage) -> str:
    elsewhere = [f"{heading} {', '.join(_linked(n) for n in names)}" for heading, names in page.links if heading in _ELSEWHERE]
    name = f'<a id="{page.local}"></a>`{page.name}`'
    cells = (name, page.label, page.definition, "; ".join(page.examples), "; ".join(elsewhere))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _notes(members: list[TermPage]) -> list[str]:
    notes = [f"- `{page.name}`: {note}" for page in members for note in page.notes]
    return ["", *notes] if notes else []


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"
