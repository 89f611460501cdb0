"""Names as parameters: a label, an alias, part of a name, an identifier, all resolved against what the store names.

Compared without case, accents and punctuation. The first of these that somebody's names meet decides: the whole label, the
whole alias or ISO 3166 code, the words a name ends or begins with ("Lukashenko", "Xi"). Two or more there are ambiguous.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeAlias

import msgspec

from dipkb.answer import Answer
from dipkb.errors import UnknownName
from dipkb.vocab import prefixes, shrink, sparql_prologue

KINDS = {
    "person": ("Person",),
    "country": ("Country",),
    "name": ("Person", "Country", "Organisation", "Medium", "Group"),
}
_LISTING = """SELECT ?thing ?type ?name ?code ?aka WHERE {
  GRAPH dipg:reference {
    { ?thing rdfs:label ?name . BIND(false AS ?aka) } UNION { ?thing skos:altLabel ?name . BIND(true AS ?aka) }
    ?thing a ?type . FILTER(?type IN (%s))
    OPTIONAL { ?thing dip:iso3 ?code }
  }
}"""
_QID = re.compile(r"Q[1-9]\d*", re.ASCII)
_CURIE = re.compile(r"([A-Za-z][\w-]*):(\S+)", re.ASCII)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:", re.ASCII)


class Asks(Protocol):
    """What of a store is needed here: it answers SPARQL."""

    def query(self, text: str, *, timeout_s: float | None = None) -> Answer:
        """The answer to a query."""


class Thing(msgspec.Struct):
    """Somebody or something a parameter can name: its IRI, label, aliases, and ISO 3166-1 alpha-3 code if it is a country."""

    iri: str
    label: str = ""
    aliases: tuple[str, ...] = ()
    code: str = ""


Match: TypeAlias = Callable[[Thing, str], bool]


class Ambiguous(Exception):
    """A name that several things bear; ``things`` has them, by label."""

    def __init__(self, things: Sequence[Thing]) -> None:
        self.things = sorted(things, key=lambda thing: (thing.label, thing.iri))
        super().__init__(self.things)


def identifier(text: str) -> str | None:
    """The IRI that a text spells: an IRI, with or without its brackets, a CURIE with a known prefix, or a QID; else ``None``.

    >>> identifier("Q15031") == identifier("wd:Q15031") == identifier("<http://www.wikidata.org/entity/Q15031>")
    True
    >>> identifier("Xi Jinping") is identifier("Xi: a life") is None
    True
    """
    text = text.strip()
    if _QID.fullmatch(text):
        return prefixes()["wd"] + text
    curie = _CURIE.fullmatch(text)
    if curie and curie[1] in prefixes():
        return prefixes()[curie[1]] + curie[2]
    bare = text[1:-1] if text.startswith("<") and text.endswith(">") else text
    return bare if _SCHEME.match(bare) and not re.search(r"\s", bare) else None


def things(store: Asks, kind: str, timeout_s: float | None = None) -> list[Thing]:
    """Everything of a kind (``person``, ``country``, ``name``: any agent) that the store's reference graph names, by IRI."""
    classes = ", ".join(f"dip:{name}" for name in KINDS[kind])
    answer = store.query(sparql_prologue() + _LISTING % classes, timeout_s=timeout_s)
    found: dict[str, Thing] = {}
    for row in answer.dicts():
        thing = found.setdefault(row["thing"], Thing(row["thing"]))
        thing.code = row.get("code", "")
        if row["aka"] == "true":
            thing.aliases = (*thing.aliases, row["name"])
        else:
            thing.label = min(row["name"], thing.label or row["name"])
    return [found[iri] for iri in sorted(found)]


def find(text: str, known: Iterable[Thing], kind: str) -> Thing:
    """The one thing that the text names.

    Raises:
        Ambiguous: Several bear the name equally well.
        UnknownName: None does; carries the nearest names.

    >>> xi, peng = Thing("wd:Q15031", "Xi Jinping", ("President Xi",)), Thing("wd:Q237706", "Peng Liyuan")
    >>> find("xi", [xi, peng], "person").label, find("président xi", [xi, peng], "person").label
    ('Xi Jinping', 'Xi Jinping')
    """
    known = list(known)
    iri = identifier(text)
    for matches in (_is_iri,) if iri else _MATCHES:
        found = [thing for thing in known if matches(thing, iri or fold(text))]
        if len(found) > 1:
            raise Ambiguous(found)
        if found:
            return found[0]
    names = sorted({name for thing in known for name in (thing.label, *thing.aliases)})
    see = f"'dipkb query run names' shows the {len(known)} of this store."
    raise UnknownName("agent" if kind == "name" else kind, text, names, see)


def fold(name: str) -> str:
    """A name as it is compared: without case, accents and punctuation.

    >>> fold("Recep  Tayyip Erdoğan"), fold("Jean-Noël  Barrot’s")
    ('recep tayyip erdogan', 'jean noel barrot s')
    """
    from dipkb.gazetteer.names import plain

    return " ".join(re.findall(r"\w+", plain(name).casefold()))


def bears(thing: Thing, name: str) -> bool:
    """Whether the thing is called so, or its name ends or begins with these words; the name comes folded.

    >>> bears(Thing("wd:Q15031", "Xi Jinping"), fold("XI")), bears(Thing("wd:Q15031", "Xi Jinping"), "jin")
    (True, False)
    """
    return any(matches(thing, name) for matches in _MATCHES)


def spell(thing: Thing) -> str:
    """Label and identifier, as one lists candidates."""
    return f"{thing.label} ({shrink(thing.iri)})"


def _is_iri(thing: Thing, iri: str) -> bool:
    return thing.iri == iri


def _is_label(thing: Thing, wanted: str) -> bool:
    return fold(thing.label) == wanted


def _is_alias(thing: Thing, wanted: str) -> bool:
    return thing.code.casefold() == wanted or any(fold(alias) == wanted for alias in thing.aliases)


def _is_part(thing: Thing, wanted: str) -> bool:
    """Ends or begins with these words: surnames stand last in most names, first in some."""
    names = [f" {fold(name)} " for name in (thing.label, *thing.aliases)]
    return bool(wanted) and any(name.endswith(f" {wanted} ") or name.startswith(f" {wanted} ") for name in names)


_MATCHES: tuple[Match, ...] = (_is_label, _is_alias, _is_part)
