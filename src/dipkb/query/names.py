"""Names as parameters: a label, an alias, part of a name, an identifier, all resolved against what the store names.

Compared without case, accents and punctuation. The first of these that somebody's names meet decides: the whole label, the
whole alias or ISO 3166 code, the words a name ends or begins with ("Lukashenko", "Xi"). Two or more there are ambiguous.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, runtime_checkable
from weakref import WeakKeyDictionary

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
  %s
  GRAPH dipg:reference {
    { ?thing rdfs:label ?name . BIND(false AS ?aka) } UNION { ?thing skos:altLabel ?name . BIND(true AS ?aka) }
    ?thing a ?type . FILTER(?type IN (%s))
    OPTIONAL { ?thing dip:iso3 ?code }
  }
}"""
_QID = re.compile(r"Q[1-9]\d*", re.ASCII)
_CURIE = re.compile(r"([A-Za-z][\w-]*):(\S+)", re.ASCII)
_NODE = re.compile(r"[^\x00-\x20<>\"{}|\\^`]+")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:", re.ASCII)


class Asks(Protocol):
    """What of a store is needed here: it answers SPARQL."""

    def query(self, text: str, *, timeout_s: float | None = None) -> Answer:
        """The answer to a query."""


@runtime_checkable
class Versioned(Asks, Protocol):
    """A store that says when its data have changed."""

    @property
    def version(self) -> str | None:
        """Another text whenever the data are others."""


class Thing(msgspec.Struct):
    """Somebody or something a parameter can name: its IRI, label, aliases, and ISO 3166-1 alpha-3 code if it is a country."""

    iri: str
    label: str = ""
    aliases: tuple[str, ...] = ()
    code: str = ""


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


def things(store: Asks, kind: str, timeout_s: float | None = None, iri: str | None = None) -> list[Thing]:
    """Everything of a kind (``person``, ``country``, ``name``: any agent) that the store's reference graph names, by IRI.

    With an ``iri``, which is to be a well-formed one, only what that stands for.
    """
    classes = ", ".join(f"dip:{name}" for name in KINDS[kind])
    alone = f"VALUES ?thing {{ <{iri}> }}" if iri else ""
    answer = store.query(sparql_prologue() + _LISTING % (alone, classes), timeout_s=timeout_s)
    found: dict[str, Thing] = {}
    for row in answer.dicts():
        thing = found.setdefault(row["thing"], Thing(row["thing"]))
        thing.code = row.get("code", "")
        if row["aka"] == "true":
            thing.aliases = (*thing.aliases, row["name"])
        else:
            thing.label = min(row["name"], thing.label or row["name"])
    return [found[iri] for iri in sorted(found)]


class Directory:
    """Things by what they are called, so that a name is looked up rather than searched for; made once for many names."""

    def __init__(self, things: Iterable[Thing]) -> None:
        self.things = tuple(things)
        self.by_iri = {thing.iri: [thing] for thing in self.things}
        self._labels: dict[str, list[Thing]] = {}
        self._aliases: dict[str, list[Thing]] = {}
        self._parts: dict[str, list[Thing]] = {}
        for thing in self.things:
            self._enter(thing)

    def called(self, name: str) -> list[Thing]:
        """Who bears the name best: by label, else by alias or code, else by a part; the name comes folded."""
        return self._labels.get(name) or self._aliases.get(name) or self._parts.get(name, [])

    def names(self) -> list[str]:
        """All labels and aliases, sorted."""
        return sorted({name for thing in self.things for name in (thing.label, *thing.aliases)})

    def _enter(self, thing: Thing) -> None:
        label, aliases = fold(thing.label), {fold(alias) for alias in thing.aliases}
        for table, keys in (
            (self._labels, {label}),
            (self._aliases, aliases | {thing.code.casefold()}),
            (self._parts, {part for name in aliases | {label} for part in _parts(name)}),
        ):
            for key in keys - {""}:
                table.setdefault(key, []).append(thing)


def _parts(name: str) -> Iterator[str]:
    """The words that a folded name begins or ends with: surnames stand last in most names, first in some."""
    words = name.split()
    for n in range(1, len(words) + 1):
        yield " ".join(words[:n])
        yield " ".join(words[-n:])


def resolve(text: str, kind: str, store: Asks, timeout_s: float | None = None) -> Thing:
    """The one thing of a kind that a text names in a store.

    What a store of one's own names is read once for as long as its data stand; an identifier is asked for alone.

    Raises:
        Ambiguous: Several bear the name equally well.
        UnknownName: None does; carries the nearest names.
    """
    iri, held = identifier(text), _held(store, kind)
    alone = things(store, kind, timeout_s, iri) if iri and held is None and _NODE.fullmatch(iri) else []
    return alone[0] if alone else find(text, held or _read(store, kind, timeout_s), kind)


_DIRECTORIES: WeakKeyDictionary[Versioned, tuple[str | None, dict[str, Directory]]] = WeakKeyDictionary()


def _held(store: Asks, kind: str) -> Directory | None:
    """What was read of the store before, when it still says the same."""
    if not isinstance(store, Versioned):
        return None
    version, directories = _DIRECTORIES.get(store, (None, {}))
    return directories.get(kind) if version == store.version else None


def _read(store: Asks, kind: str, timeout_s: float | None) -> Directory:
    """What the store names now; kept where it is known when that changes."""
    version = store.version if isinstance(store, Versioned) else None
    found = Directory(things(store, kind, timeout_s))
    if isinstance(store, Versioned):
        before, directories = _DIRECTORIES.get(store, (None, {}))
        _DIRECTORIES[store] = version, {**(directories if before == version else {}), kind: found}
    return found


def find(text: str, known: Iterable[Thing] | Directory, kind: str) -> Thing:
    """The one thing that the text names.

    Raises:
        Ambiguous: Several bear the name equally well.
        UnknownName: None does; carries the nearest names.

    >>> xi, peng = Thing("wd:Q15031", "Xi Jinping", ("President Xi",)), Thing("wd:Q237706", "Peng Liyuan")
    >>> find("xi", [xi, peng], "person").label, find("président xi", [xi, peng], "person").label
    ('Xi Jinping', 'Xi Jinping')
    """
    directory = known if isinstance(known, Directory) else Directory(known)
    iri = identifier(text)
    found = directory.by_iri.get(iri, []) if iri else directory.called(fold(text))
    if len(found) > 1:
        raise Ambiguous(found)
    if not found:
        see = f"'dipkb query run names' shows the {len(directory.things)} of this store."
        raise UnknownName("agent" if kind == "name" else kind, text, directory.names(), see)
    return found[0]


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
    return bool(Directory([thing]).called(name))


def spell(thing: Thing) -> str:
    """Label and identifier, as one lists candidates."""
    return f"{thing.label} ({shrink(thing.iri)})"
