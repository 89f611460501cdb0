"""RDF files as quads: read by a parser that fetches nothing and knows no DTDs, packed or not, within limits.

The files come from strangers, and the parser trusts them in places: a hundred thousand triples nested in one another end the
process, a thousand nested JSON objects take 200 MB and twice as many four times that, and it takes IRIs with characters that
turn the order of reading. What goes beyond the limits is refused before the parser sees it, or as soon as it gives it out.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
import pyoxigraph as ox

from dipkb.errors import InputError
from dipkb.packed import plain_name, unpacked

SYNTAXES = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".jsonld": ox.RdfFormat.JSON_LD,
}
_READ = 1 << 16
_XML = (".rdf", ".xml", ".owl", ".trix")
# Not allowed in an IRI (RFC 3987, 4.1), or not to be seen in one: marks of reading order, zero-width and format characters
_UNSEEN = re.compile("[\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")


class Limits(msgspec.Struct, frozen=True):
    """The most that a file may have: characters of a text and of an IRI, objects in one another in JSON-LD, ``<<`` in 64 kB.

    The parser's own limit on a text, 16 million bytes, holds whatever is set here.
    """

    text: int = 1_000_000
    iri: int = 2_048
    depth: int = 100
    triple_terms: int = 2_500


LIMITS = Limits()


def syntax_of(path: str | Path) -> ox.RdfFormat:
    """The syntax of a file by the end of its name, ``.gz`` and ``.zst`` taken off.

    Raises:
        InputError: It is RDF/XML, or no syntax of RDF that is known.

    >>> syntax_of("kb.nq.gz").name
    'N-Quads'
    """
    suffix = Path(plain_name(str(path))).suffix.lower()
    if suffix in _XML:
        raise InputError("is RDF/XML, which is not read since its entities can be abused. Convert it to Turtle first.", str(path))
    if suffix not in SYNTAXES:
        known = " ".join(SYNTAXES)
        raise InputError(
            f"'{suffix}' is no RDF syntax read here. Name it {known} after its syntax, packed .gz or .zst.", str(path)
        )
    return SYNTAXES[suffix]


def read_quads(path: str | Path, limits: Limits = LIMITS) -> Iterator[ox.Quad]:
    """The quads of an RDF file as they are read; blank nodes as the parser calls them.

    Raises:
        InputError: Another ending, no such file, a syntax error (with its line), a damaged or exploding packed file, something
            over the limits, or RDF 1.2's triples as terms.
    """
    syntax = syntax_of(path)
    with _named(str(path)), Path(path).open("rb") as stream:
        yield from parsed(unpacked(stream, str(path)), syntax, str(path), limits)


def parsed(stream: BinaryIO, syntax: ox.RdfFormat, name: str, limits: Limits = LIMITS) -> Iterator[ox.Quad]:
    """The quads of an open stream; ``name`` stands in the messages. See :func:`read_quads`."""
    watched = _Watched(stream, limits, nested=syntax == ox.RdfFormat.JSON_LD)
    with _named(name):
        for quad in ox.parse(io.BufferedReader(watched, _READ), syntax):
            watched.seen = 0
            fault = _fault(quad, limits)
            if fault:
                raise ValueError(fault)
            yield quad


@contextmanager
def _named(name: str) -> Iterator[None]:
    """What can go wrong in reading a file, as InputError with the file's name."""
    try:
        yield
    except SyntaxError as reason:
        relative = " It is relative: say against what, with @base." if "No scheme found" in reason.msg else ""
        raise InputError(f"not well-formed: {reason.msg}.{relative} Nothing was loaded.", name, reason.lineno) from reason
    except MemoryError as reason:
        raise InputError("a text or IRI in it is larger than 16 million bytes, the most that can be read.", name) from reason
    except ValueError as reason:
        raise InputError(f"{reason}. Nothing was loaded.", name) from reason
    except OSError as reason:
        raise InputError(f"cannot be read: {reason.strerror or reason}.", name) from reason


def _fault(quad: ox.Quad, limits: Limits) -> str | None:
    for term in quad:
        kind = type(term)
        if kind is ox.NamedNode:
            iri = term.value
            if (len(iri) > limits.iri or not iri.isascii()) and (fault := _iri_fault(iri, limits)):
                return fault
        elif kind is ox.Literal and len(term.value) > limits.text:
            size = f"a text of {len(term.value):,} characters"
            return f"{size} stands at {quad.subject}; {limits.text:,} are allowed (--max-text)"
        elif kind is ox.Triple:
            return f"a triple stands as a term ({str(term)[:80]}), which RDF 1.1 does not have"
    return None


def _iri_fault(iri: str, limits: Limits) -> str | None:
    if len(iri) > limits.iri:
        return f"an IRI has {len(iri):,} characters, {limits.iri:,} are allowed: <{iri[:60]}…>"
    unseen = _UNSEEN.search(iri)
    return f"an IRI has an invisible character (U+{ord(unseen[0]):04X}): <{iri[:60]}>" if unseen else None


class _Watched(io.RawIOBase):
    """A stream on its way to the parser, refused where it nests without end; ``seen`` counts the ``<<`` since the last quad."""

    def __init__(self, stream: BinaryIO, limits: Limits, nested: bool) -> None:
        self._stream, self._limits, self.seen = stream, limits, 0
        self._depth = _Depth(limits.depth) if nested else None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(len(buffer))
        self.seen += data.count(b"<<")
        if self.seen > self._limits.triple_terms:
            raise ValueError("it has thousands of '<<', as if triples stood in triples, which RDF 1.1 does not have")
        if self._depth:
            self._depth.feed(data)
        buffer[: len(data)] = data
        return len(data)


class _Depth:
    """How deep the objects and lists of a JSON text stand in one another, told from its pieces.

    >>> _Depth(2).feed(b'{"a": [{')
    Traceback (most recent call last):
    ValueError: over 2 objects or lists stand in one another
    """

    _STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
    _OTHERS = bytes(sorted(set(range(256)) - set(b"{}[]")))

    def __init__(self, most: int) -> None:
        self._most, self._open, self._begun = most, 0, b""

    def feed(self, data: bytes) -> None:
        """Take the next piece.

        Raises:
            ValueError: It is too deep.
        """
        text, quote, string = self._STRING.sub(b"", self._begun + data).partition(b'"')
        escapes = len(string) - len(string.rstrip(b"\\"))
        self._begun = quote + b"\\" * (escapes % 2)  # of a string that goes on in the next piece, all that matters there
        self._count(text.translate(None, self._OTHERS))

    def _count(self, brackets: bytes) -> None:
        for _ in range(self._most):
            left = brackets.replace(b"{}", b"").replace(b"[]", b"")
            if left == brackets:
                break
            brackets = left
        else:
            self._open = self._most + 1
        opened = brackets.count(b"{") + brackets.count(b"[")
        self._open += opened - (len(brackets) - opened)
        if self._open > self._most or opened > self._most:
            raise ValueError(f"over {self._most} objects or lists stand in one another")
