"""What a publication of the graph is, for machines: VoID (what is in it) and DCAT (which files, of which form and sum)."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Any

import msgspec

from dipkb.resources import folder
from dipkb.vocab import expand, prefixes

_TYPE = f"<{expand('rdf:type')}>".encode()
_LICENCE = f"<{expand('dcterms:license')}>".encode()
_ONTOLOGY = f"<{expand('dipg:ontology')}>".encode()
_MEDIA = {
    ".nq": "application/n-quads", ".trig": "application/trig", ".nt": "application/n-triples", ".ttl": "text/turtle",
    ".jsonld": "application/ld+json",
}  # fmt: skip
_PACKED = {".gz": "application/gzip", ".zst": "application/zstd"}
_IANA = "https://www.iana.org/assignments/media-types/"


class PublishedFile(msgspec.Struct, frozen=True):
    """A file of a publication; ``size`` in bytes, ``sha256`` in hexadecimal digits, both of the file as it is."""

    name: str
    size: int
    sha256: str
    title: str


class About(msgspec.Struct, frozen=True):
    """What the graph does not say of a publication.

    ``licence`` is an IRI, ``issued`` a day; ``base`` the address it is put at, which ends in '/'; ``note`` a
    remark on what it holds.
    """

    title: str = "Diplomatic events"
    licence: str | None = None
    issued: str | None = None
    base: str = ""
    note: str | None = None


class Statistics:
    """Counts over the sorted lines of N-Quads, read once."""

    def __init__(self) -> None:
        self.quads = self.triples = self.subjects = 0
        self.properties, self.classes, self.graphs = Counter[bytes](), Counter[bytes](), Counter[bytes]()
        self.licences: set[bytes] = set()
        self._last = self._subject = b""

    def count(self, lines: Iterable[bytes]) -> None:
        """Take in the next lines. A triple that stands in two graphs is one triple; its lines are neighbours."""
        from dipkb.store.dump import split

        for line in lines:
            triple, graph = split(line)
            self.quads += 1
            self.graphs[graph[1:]] += 1
            if triple != self._last:
                self._last = triple
                self._add(triple, graph[1:])

    def _add(self, triple: bytes, graph: bytes) -> None:
        subject, predicate, value = triple.split(b" ", 2)
        self.triples += 1
        self.subjects += subject != self._subject
        self._subject = subject
        self.properties[predicate] += 1
        if predicate == _TYPE:
            self.classes[value] += 1
        elif predicate == _LICENCE and graph == _ONTOLOGY:
            self.licences.add(value)


def described(statistics: Statistics, files: Iterable[PublishedFile], version: str, about: About) -> bytes:
    """The description as Turtle, the same bytes for the same facts; addresses are relative to it unless ``about`` has a base.

    Args:
        statistics: Of the graph.
        files: All files but this one.
        version: Of the graph: what changes when it changes.
        about: What people say of it.
    """
    import rdflib

    graph = rdflib.Graph(bind_namespaces="none")
    for prefix, iri in {**prefixes(), **_MORE}.items():
        graph.bind(prefix, iri)
    maker = _Description(graph, about)
    maker.dataset(statistics, version)
    maker.partitions(statistics)
    for file in files:
        maker.file(file)
    return graph.serialize(format="turtle", encoding="utf-8")


_MORE = {
    "dcat": "http://www.w3.org/ns/dcat#", "void": "http://rdfs.org/ns/void#", "spdx": "http://spdx.org/rdf/terms#",
    "foaf": "http://xmlns.com/foaf/0.1/",
}  # fmt: skip


class _Description:
    """Adds statements to a graph; the dataset is ``#dataset``, everything of it has a fragment too: there are no blank nodes."""

    def __init__(self, graph: Any, about: About) -> None:
        self._graph, self._about = graph, about
        self._dataset = self._here("#dataset")

    def _here(self, relative: str) -> Any:
        import rdflib

        return rdflib.URIRef(self._about.base + relative)

    def _say(self, subject: Any, curie: str, value: Any, datatype: str | None = None) -> None:
        import rdflib

        prefix, _, local = curie.partition(":")
        predicate = rdflib.URIRef(_MORE[prefix] + local if prefix in _MORE else expand(curie))
        if isinstance(value, rdflib.URIRef):
            self._graph.add((subject, predicate, value))
        else:
            literal = rdflib.Literal(value, datatype=expand(datatype)) if datatype else rdflib.Literal(value)
            self._graph.add((subject, predicate, literal))

    def dataset(self, statistics: Statistics, version: str) -> None:
        """The dataset as a whole, and each kind of graph as a part."""
        import rdflib

        for name in ("void:Dataset", "dcat:Dataset"):
            prefix, _, local = name.partition(":")
            self._say(self._dataset, "rdf:type", rdflib.URIRef(_MORE[prefix] + local))
        self._say(self._dataset, "dcterms:title", self._about.title)
        self._say(self._dataset, "dcat:version", version)
        if self._about.note:
            self._say(self._dataset, "dcterms:description", self._about.note)
        if self._about.licence:
            self._say(self._dataset, "dcterms:license", rdflib.URIRef(self._about.licence))
        if self._about.issued:
            self._say(self._dataset, "dcterms:issued", self._about.issued, "xsd:date")
        self._numbers(statistics)
        for iri in prefixes().values():
            if any(name.startswith(f"<{iri}".encode()) for name in (*statistics.properties, *statistics.classes)):
                self._say(self._dataset, "void:vocabulary", rdflib.URIRef(iri))
        self._parts(statistics)

    def _numbers(self, statistics: Statistics) -> None:
        numbers = {
            "triples": statistics.triples, "entities": statistics.subjects, "distinctSubjects": statistics.subjects,
            "properties": len(statistics.properties), "classes": len(statistics.classes),
        }  # fmt: skip
        for name, number in numbers.items():
            self._say(self._dataset, f"void:{name}", number, "xsd:integer")
        self._say(self._dataset, "void:uriSpace", expand("dipd:"))

    def _parts(self, statistics: Statistics) -> None:
        import rdflib

        kinds = Counter[str]()
        for graph, number in statistics.graphs.items():
            kinds[_kind(graph)] += number
        for kind, number in sorted(kinds.items()):
            part = self._here(f"#{kind}")
            self._say(self._dataset, "void:subset", part)
            self._say(part, "rdf:type", rdflib.URIRef(_MORE["void"] + "Dataset"))
            self._say(part, "dcterms:title", _PARTS.get(kind, f"Graph {kind}"))
            self._say(part, "void:triples", number, "xsd:integer")
            for licence in sorted(statistics.licences) if kind == "ontology" else ():
                self._say(part, "dcterms:license", _iri(licence))
            for source in _sources() if kind == "reference" else ():
                self._say(part, "dcterms:rights", source)

    def partitions(self, statistics: Statistics) -> None:
        """How many entities each class has, how many triples each property."""
        for kind, found, number in (
            ("class", statistics.classes, "void:entities"),
            ("property", statistics.properties, "void:triples"),
        ):
            for at, (name, count) in enumerate(sorted(found.items()), 1):
                if name.startswith(b"<"):
                    partition = self._here(f"#{kind}-{at}")
                    self._say(self._dataset, f"void:{kind}Partition", partition)
                    self._say(partition, f"void:{kind}", _iri(name))
                    self._say(partition, number, count, "xsd:integer")

    def file(self, file: PublishedFile) -> None:
        """A file: of the dataset a distribution, else what belongs to it."""
        import rdflib

        address, entry = self._here(file.name), self._here(f"#{file.name}")
        plain, _, packed = file.name.rpartition(".") if f".{file.name.rpartition('.')[2]}" in _PACKED else (file.name, "", "")
        self._say(self._dataset, "dcat:distribution", entry)
        self._say(entry, "rdf:type", rdflib.URIRef(_MORE["dcat"] + "Distribution"))
        self._say(entry, "dcterms:title", file.title)
        self._say(entry, "dcat:downloadURL", address)
        self._say(entry, "dcat:mediaType", rdflib.URIRef(_IANA + _MEDIA["." + plain.rpartition(".")[2]]))
        if packed:
            self._say(entry, "dcat:compressFormat", rdflib.URIRef(_IANA + _PACKED[f".{packed}"]))
            self._say(self._dataset, "void:dataDump", address)
        self._say(entry, "dcat:byteSize", file.size, "xsd:nonNegativeInteger")
        checksum = self._here(f"#{file.name}-sha256")
        self._say(entry, "spdx:checksum", checksum)
        self._say(checksum, "rdf:type", rdflib.URIRef(_MORE["spdx"] + "Checksum"))
        self._say(checksum, "spdx:algorithm", rdflib.URIRef(_MORE["spdx"] + "checksumAlgorithm_sha256"))
        self._say(checksum, "spdx:checksumValue", file.sha256, "xsd:hexBinary")


_PARTS = {
    "events": "Merged events, each once", "reference": "People, offices, countries, organisations and places",
    "article": "Articles with their reports and evidence", "corrections": "What people decided",
    "ontology": "The terms, concepts and alignments", "other": "Graphs of others",
}  # fmt: skip


@cache
def _sources() -> list[str]:
    """The sources of the shipped gazetteer, each with its licence."""
    with (folder("seeds") / "gazetteer" / "sources.csv").open(encoding="utf-8", newline="") as file:
        return [f"{row['title']}: {row['licence']}" for row in csv.DictReader(file)]


def _kind(graph: bytes) -> str:
    own = f"<{expand('dipg:')}".encode()
    name = graph[len(own) : -1].decode().partition("/")[0] if graph.startswith(own) else "other"
    return name if name in _PARTS else "other"


def _iri(name: bytes) -> Any:
    import rdflib

    return rdflib.URIRef(name[1:-1].decode())
