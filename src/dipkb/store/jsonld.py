"""Quads as JSON-LD with dipkb's context: a node a line, under short names, written as the quads come.

The context stands at the top of the file, so that it is read without the package or a network. Everything comes back: a value
that a term's type does not fit is written out in full, and where an IRI begins like one of the prefixes (``geo:48.2,16.3``),
that prefix is switched off for its node. The libraries that write JSON-LD (PyLD, rdflib) hold the whole graph in memory.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import groupby, islice
from typing import Any, BinaryIO

import pyoxigraph as ox

from dipkb.context import beginning, context
from dipkb.vocab import expand, prefixes, shrink

_INTEGER = re.compile(r"0|-?[1-9]\d{0,14}", re.ASCII)  # exact as a number of any JSON reader
_BLOCK = 2_000
_NONE: frozenset[str] = frozenset()


def write_jsonld(quads: Iterable[ox.Quad], out: BinaryIO) -> None:
    """Write quads that come graph by graph, and in a graph subject by subject; the default graph may come anywhere."""
    out.write(beginning().encode())
    between = "\n"
    for name, graph in groupby(quads, lambda quad: quad.graph_name):
        begin, end = ("", "") if isinstance(name, ox.DefaultGraph) else (_head(name), "\n]}")
        out.write(f"{between}{begin}".encode())
        _write_nodes(graph, out)
        out.write(end.encode())
        between = ",\n"
    out.write(b"\n]}\n")


def _head(name: Any) -> str:
    """The beginning of a named graph's object."""
    node = _node(name, ())
    return json.dumps(node, ensure_ascii=False)[:-1] + ', "@graph": [\n'


def _write_nodes(graph: Iterable[ox.Quad], out: BinaryIO) -> None:
    nodes = (json.dumps(_node(subject, own), ensure_ascii=False) for subject, own in groupby(graph, lambda quad: quad.subject))
    between = ""
    while block := list(islice(nodes, _BLOCK)):
        out.write((between + ",\n".join(block)).encode())
        between = ",\n"


def _node(subject: Any, own: Iterable[ox.Quad]) -> dict[str, Any]:
    """A subject with its statements."""
    found = [(quad.predicate.value, quad.object) for quad in own]
    off = _switched_off([subject.value, *(iri for iri, _ in found), *(o.value for _, o in found if type(o) is ox.NamedNode)])
    node: dict[str, Any] = {"@context": dict.fromkeys(sorted(off))} if off else {}
    node["@id"] = _id(subject, off)
    for iri, value in found:
        name, written = _statement(iri, value, off)
        if name not in node:
            node[name] = written
        elif isinstance(node[name], list):
            node[name].append(written)
        else:
            node[name] = [node[name], written]
    return node


def _switched_off(iris: list[str]) -> frozenset[str]:
    """The prefixes that some of the IRIs begin like."""
    return _NONE.union(scheme for iri in iris if (scheme := iri.partition(":")[0]) in prefixes())


def _statement(iri: str, value: Any, off: frozenset[str]) -> tuple[str, Any]:
    if iri == _TYPE and not isinstance(value, ox.Literal):
        return "@type", _class_names().get(value.value) or _id(value, off)
    name, type, language = _terms().get(iri, ("", None, None))
    name = name or _compact(iri, off)
    if isinstance(value, ox.Literal):
        return name, _literal(value, type, language, off)
    written = _id(value, off)
    return name, written if type == "@id" else {"@id": written}


def _literal(value: ox.Literal, type: str | None, language: str | None, off: frozenset[str]) -> Any:
    if value.language:
        return value.value if value.language == language else {"@value": value.value, "@language": value.language}
    datatype = value.datatype.value
    if datatype == _STRING:
        return value.value if not type and not language else {"@value": value.value}
    native = _native(value.value, datatype) if type in (None, datatype) else None
    if native is not None:
        return native
    return value.value if type == datatype else {"@value": value.value, "@type": _compact(datatype, off)}


def _native(text: str, datatype: str) -> int | bool | None:
    """A whole number or truth in its usual form as JSON has it."""
    if datatype == _BOOLEAN:
        return {"true": True, "false": False}.get(text)
    return int(text) if datatype == _XSD_INTEGER and _INTEGER.fullmatch(text) else None


def _id(node: Any, off: frozenset[str]) -> str:
    return str(node) if type(node) is ox.BlankNode else _compact(node.value, off)


def _compact(iri: str, off: frozenset[str]) -> str:
    """The CURIE of an IRI, where it is read as that IRI again."""
    short = _short(iri)
    prefix, _, local = short.partition(":")
    return iri if prefix in off or local.startswith("//") else short


@lru_cache(maxsize=100_000)
def _short(iri: str) -> str:
    return shrink(iri)


@cache
def _terms() -> dict[str, tuple[str, str | None, str | None]]:
    """For the IRI of a property its term, the type of its values (an IRI, or ``@id``) and their language."""
    found = {}
    for name, value in context().items():
        term = value if isinstance(value, dict) else {"@id": value}
        if name not in prefixes():
            type = term.get("@type")
            found[expand(term["@id"])] = (name, expand(type) if type and type != "@id" else type, term.get("@language"))
    return found


@cache
def _class_names() -> dict[str, str]:
    return {iri: name for iri, (name, *_) in _terms().items()}


_TYPE = expand("rdf:type")
_STRING, _BOOLEAN, _XSD_INTEGER = (expand(f"xsd:{name}") for name in ("string", "boolean", "integer"))
