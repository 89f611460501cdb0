"""Constraints on a value by itself: its kind, datatype, length, form and language."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeAlias

import pyoxigraph as ox
import rdflib
from rdflib.namespace import RDF, RDFS, XSD

from dipkb.validate.index import Term, to_rdflib
from dipkb.validate.paths import NotCovered
from dipkb.validate.report import sh

Refuses: TypeAlias = Callable[[Term], bool]
_KINDS: dict[str, tuple[type, ...]] = {
    "IRI": (ox.NamedNode,),
    "BlankNode": (ox.BlankNode,),
    "Literal": (ox.Literal,),
    "BlankNodeOrIRI": (ox.NamedNode, ox.BlankNode),
    "BlankNodeOrLiteral": (ox.BlankNode, ox.Literal),
    "IRIOrLiteral": (ox.NamedNode, ox.Literal),
}
_PYTHON: dict[Any, type | tuple[type, ...]] = {
    XSD.string: (str, bytes),
    RDF.langString: (str, bytes),
    XSD.integer: int,
    XSD.float: float,
    XSD.decimal: Decimal,
    XSD.boolean: bool,
    XSD.date: date,
    XSD.time: time,
    XSD.dateTime: datetime,
}
_CACHED = 20_000


def refusal(shapes: rdflib.Graph, node: Any, name: str) -> Refuses:
    """Which values a constraint of a shape refuses.

    Raises:
        NotCovered: The constraint is not well-formed.
    """
    found = list(shapes.objects(node, sh(name)))
    if name == "pattern":
        return _patterns(found, set(shapes.objects(node, sh("flags"))))
    if len(found) != 1:
        raise NotCovered(f"several sh:{name}")
    if name == "nodeKind":
        return _kind(found[0])
    if name == "datatype":
        return _datatype(found[0])
    if name == "languageIn":
        return _languages(list(shapes.items(found[0])))
    return _length(found[0], name == "minLength")


def _kind(wanted: Any) -> Refuses:
    kinds = _KINDS.get(str(wanted).rpartition("#")[2])
    if kinds is None:
        raise NotCovered("a kind of node that SHACL does not know")
    return lambda value: not isinstance(value, kinds)


def _datatype(wanted: Any) -> Refuses:
    if wanted in (RDFS.Literal, RDFS.Datatype):
        raise NotCovered("sh:datatype of a class of datatypes")
    if wanted == XSD.string:
        return lambda value: not isinstance(value, ox.Literal) or bool(value.language) or value.datatype.value != str(XSD.string)
    if wanted == RDF.langString:
        return lambda value: not isinstance(value, ox.Literal) or not value.language

    @lru_cache(maxsize=_CACHED)
    def refuses(value: Term) -> bool:
        if not isinstance(value, ox.Literal):
            return True
        literal = to_rdflib(value)
        if literal.datatype != wanted or literal.ill_typed is True:
            return True
        return wanted in _PYTHON and not isinstance(literal.value, _PYTHON[wanted])

    return refuses


def _patterns(found: list[Any], flags: set[Any]) -> Refuses:
    if len(flags) > 1:
        raise NotCovered("several sh:flags")
    told = "".join(str(flag) for flag in flags).lower()
    options = (re.I if "i" in told else 0) | (re.M if "m" in told else 0)
    try:
        searches = [re.compile(str(pattern), options).search for pattern in found if isinstance(pattern, rdflib.Literal)]
    except re.error as error:
        raise NotCovered("sh:pattern that is no regular expression") from error
    return lambda value: isinstance(value, ox.BlankNode) or not all(search(value.value) for search in searches)


def _length(number: Any, least: bool) -> Refuses:
    if not isinstance(number, rdflib.Literal) or not isinstance(number.value, int) or number.value < 0:
        raise NotCovered("a length that is no number")
    length: int = number.value
    if least:
        return lambda value: length > 0 and (isinstance(value, ox.BlankNode) or len(value.value) < length)
    return lambda value: isinstance(value, ox.BlankNode) or len(value.value) > length


def _languages(items: list[Any]) -> Refuses:
    if not all(isinstance(item, rdflib.Literal) and isinstance(item.value, str) for item in items):
        raise NotCovered("sh:languageIn that lists no languages")
    taken = {str(item).lower() for item in items}

    def refuses(value: Term) -> bool:
        language = (value.language or "").lower() if isinstance(value, ox.Literal) else ""
        return not language or not ({"*", language, language.split("-")[0]} & taken)

    return refuses


def repeats_language(found: Collection[Term]) -> bool:
    """Whether two values are texts of the same language."""
    languages = [value.language.lower() for value in found if isinstance(value, ox.Literal) and value.language]
    return len(languages) > len(set(languages))
