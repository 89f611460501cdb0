"""What each kind of server speaks: addresses, media types, limits. One file a kind, in ``seeds/servers``."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import quote, urljoin

import msgspec
import yaml

from dipkb.errors import CallError, DataError, UnknownName
from dipkb.resources import folder
from dipkb.store.http import Reply
from dipkb.store.push.request import look

UNKNOWN = "unknown"


class Sign(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a kind of server is known: all that is given must hold.

    ``path`` is searched for in the address; ``matches`` in the header called ``header``, or in what is found at ``probe``.
    """

    path: str = ""
    header: str = ""
    probe: str = ""
    matches: str = ""


class Paths(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where things are, appended to the base address; ``{graph}`` is the name of a graph. What is ``None`` the server lacks.

    ``graph`` is the SPARQL 1.1 Graph Store Protocol, ``quads`` takes N-Quads of many graphs, ``transactions`` is RDF4J's.
    """

    query: str
    update: str
    graph: str | None = None
    quads: str | None = None
    transactions: str | None = None


class Setup(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What its keeper does so that plain queries see all graphs, so that answers are whole, and to load a graph anew."""

    default: str = "see its manual for the union of all graphs as default graph"
    limits: str = "raise its limits on rows and time"
    load: str = "dipkb store push --all, or its own loader with N-Quads or TriG; Turtle and N-Triples have no graph names"


class Dialect(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of server.

    ``trim`` are endings of an address that are taken off for the base. ``atomic`` says what is seen wholly or not at all: all
    that one request changes, or nothing. ``largest_whole`` is the number of triples up to which a graph is sent as a whole,
    ``by_graph`` are datatypes of XML Schema whose values no update takes (they go by the Graph Store Protocol), ``note`` what
    users are to know, ``setup`` what the server's keeper does. Sizes count quads, triples and bytes.
    """

    title: str
    trim: tuple[str, ...]
    recognise: tuple[Sign, ...]
    paths: Paths
    atomic: Literal["request", "nothing"]
    quads_per_request: int
    triples_per_update: int
    largest_whole: int
    rows_per_answer: int
    bytes_per_update: int = 8_000_000
    by_graph: tuple[str, ...] = ()
    update_as: Literal["text", "form"] = "text"
    quads_type: str = "application/n-quads"
    note: str = ""
    name: str = ""
    setup: Setup = Setup()

    def base(self, url: str) -> str:
        """The address that paths are appended to, of whichever of the server's addresses was given."""
        start = url.split("?", 1)[0].split("#", 1)[0]
        ending = next((end for end in self.trim if start.rstrip("/").endswith(end.rstrip("/"))), "")
        return start.rstrip("/").removesuffix(ending.rstrip("/")).rstrip("/")


class Place(msgspec.Struct, frozen=True):
    """A server's addresses."""

    base: str
    dialect: Dialect

    @property
    def query(self) -> str:
        """Where it is asked."""
        return self.base + self.dialect.paths.query

    @property
    def update(self) -> str:
        """Where SPARQL Update goes."""
        return self.base + self.dialect.paths.update

    @property
    def quads(self) -> str:
        """Where N-Quads are added."""
        return self.base + (self.dialect.paths.quads or "")

    @property
    def transactions(self) -> str:
        """Where a transaction is begun."""
        return self.base + (self.dialect.paths.transactions or "")

    def graph(self, iri: str) -> str:
        """Where one graph is replaced."""
        return self.base + (self.dialect.paths.graph or "").replace("{graph}", quote(iri, safe=""))


def load(path: str | Path) -> Dialect:
    """Read a dialect; its name is the file's.

    Raises:
        DataError: There is no such file, or it is malformed; says where.
    """
    file = Path(path)
    try:
        dialect = msgspec.convert(yaml.safe_load(file.read_text(encoding="utf-8")), Dialect)
    except OSError as reason:
        raise DataError(f"cannot be read: {reason.strerror}.", str(file)) from reason
    except (yaml.YAMLError, msgspec.ValidationError) as reason:
        raise DataError(f"is no description of a server: {reason}", str(file)) from reason
    return msgspec.structs.replace(dialect, name=file.stem)


@cache
def dialects() -> dict[str, Dialect]:
    """The kinds of server that are known, by name.

    >>> sorted(dialects())
    ['blazegraph', 'fuseki', 'graphdb', 'neptune', 'oxigraph', 'qlever', 'rdf4j', 'unknown', 'virtuoso']
    """
    return {file.stem: load(file) for file in sorted((folder("seeds") / "servers").glob("*.yaml"))}


def named(name: str) -> Dialect:
    """The kind of server of that name, or the one that a file (``.yaml``) describes.

    Raises:
        UnknownName: No kind is called that.
        DataError: The file is malformed.
    """
    if name.endswith((".yaml", ".yml")):
        return load(name)
    if name not in dialects():
        raise UnknownName("kind of server", name, dialects(), f"Kinds: {', '.join(dialects())}; or a .yaml file of your own.")
    return dialects()[name]


def recognised(url: str, timeout_s: float) -> Dialect:
    """The kind of server at an address, by its signs; ``unknown`` where none fits.

    Raises:
        StoreError: Nobody answers there.
    """
    seen = {url: look(url, timeout_s)}

    def found(at: str) -> Reply:
        if at not in seen:
            seen[at] = look(at, timeout_s)
        return seen[at]

    kinds = sorted(dialects().values(), key=lambda kind: kind.name == "rdf4j")  # GraphDB speaks what it speaks, and more
    signs = [(sign, kind) for kind in kinds for sign in kind.recognise]
    for sign, kind in sorted(signs, key=lambda pair: bool(pair[0].probe)):  # what was seen already comes first
        if _shows(sign, kind.base(url), url, found):
            return kind
    return dialects()[UNKNOWN]


def place_of(url: str, timeout_s: float) -> Place:
    """The addresses of the server that is known by any one of them.

    Raises:
        StoreError: Nobody answers there.
    """
    kind = recognised(url, timeout_s)
    return Place(kind.base(url), kind)


def _shows(sign: Sign, base: str, url: str, found: Callable[[str], Reply]) -> bool:
    if sign.path and not re.search(sign.path, base):
        return False
    if sign.header:
        return re.search(sign.matches, found(url).headers.get(sign.header, "")) is not None
    if sign.probe:
        reply = found(urljoin(f"{base}/", sign.probe))
        return reply.status == 200 and re.search(sign.matches, reply.words) is not None
    return bool(sign.path)


def checked(dialect: Dialect, chunk: int | None) -> Dialect:
    """The dialect with another number of quads to a request.

    Raises:
        CallError: The number is not positive.
    """
    if chunk is None:
        return dialect
    if chunk < 1:
        raise CallError(f"--chunk {chunk}: at least one quad goes into a request.")
    update = min(chunk, dialect.triples_per_update)
    return msgspec.structs.replace(dialect, quads_per_request=chunk, triples_per_update=update)
