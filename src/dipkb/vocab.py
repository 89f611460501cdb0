"""Prefixes, graph names and the minting of IRIs; the only place that knows how dipkb's IRIs are spelled."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import cache
from urllib.parse import quote

from dipkb.errors import DataError
from dipkb.resources import folder

_PREFIX_LINE = re.compile(r"@prefix\s+([\w-]+):\s+<([^<>\s]+)>\s*\.")
_WIKIDATA = re.compile(r"wd:(Q[1-9]\d*)", re.ASCII)


@cache
def prefixes() -> dict[str, str]:
    """Prefix to namespace IRI, as in ``ontology/prefixes.ttl``.

    >>> prefixes()["dip"]
    'https://w3id.org/dipkb/ontology#'
    """
    return dict(_PREFIX_LINE.findall((folder("ontology") / "prefixes.ttl").read_text(encoding="utf-8")))


def expand(curie: str) -> str:
    """The IRI of a CURIE with one of dipkb's prefixes.

    Raises:
        DataError: The prefix is not in ``ontology/prefixes.ttl``.

    >>> expand("wd:Q15031")
    'http://www.wikidata.org/entity/Q15031'
    """
    prefix, _, local = curie.partition(":")
    if prefix not in prefixes():
        raise DataError(f"'{curie}' has a prefix that ontology/prefixes.ttl does not know.")
    return prefixes()[prefix] + local


def shrink(iri: str) -> str:
    """The CURIE of an IRI, or the IRI itself where no prefix fits.

    >>> shrink("http://www.wikidata.org/entity/Q15031"), shrink("http://example.org/")
    ('wd:Q15031', 'http://example.org/')
    """
    best = max((p for p in prefixes().items() if iri.startswith(p[1])), key=lambda p: len(p[1]), default=None)
    return f"{best[0]}:{iri[len(best[1]) :]}" if best and len(iri) > len(best[1]) else iri


def sparql_prologue() -> str:
    """All prefixes as SPARQL ``PREFIX`` lines."""
    return "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in prefixes().items())


def concept(scheme: str, notation: str) -> str:
    """The IRI of a concept: ``concept("status", "planned")``.

    >>> concept("status", "planned")
    'https://w3id.org/dipkb/concept/status/planned'
    """
    return f"{expand('dipc:')}{scheme}/{slug(notation)}"


def graph(name: str) -> str:
    """The IRI of a shared named graph: events, reference, corrections or ontology."""
    return expand("dipg:") + name


def article_graph(article_id: str) -> str:
    """The IRI of the named graph of an article."""
    return f"{expand('dipg:')}article/{key(article_id)}"


def key(text: str) -> str:
    """A string as one path segment of an IRI: everything outside ``[A-Za-z0-9._-]`` percent-encoded; over 200 bytes hashed.

    >>> key("a b/ü")
    'a%20b%2F%C3%BC'
    """
    encoded = quote(unicodedata.normalize("NFC", text).encode("utf-8", "replace"), safe="").replace("~", "%7E")
    return encoded if 0 < len(encoded) <= 200 else "sha256-" + digest(text, length=32)


def slug(text: str) -> str:
    """A readable path segment: lower-case ASCII letters and digits joined by hyphens; what has none is hashed.

    >>> slug("Shavkat Mirziyoyev"), slug("Türkiye’s")
    ('shavkat-mirziyoyev', 'turkiye-s')
    """
    joined = "-".join(re.findall(r"[a-z0-9]+", _ascii(text)))
    return joined[:80] if joined else "x-" + digest(text, length=12)


def _ascii(text: str) -> str:
    return (
        unicodedata.normalize("NFKD", text.replace("’", "'").replace("‘", "'"))
        .encode("ascii", "ignore")
        .decode("ascii")
        .casefold()
    )


def digest(*parts: str, length: int = 16) -> str:
    """Hexadecimal digits of SHA-256 over the parts, which are kept apart so that ("ab", "c") and ("a", "bc") differ."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:length]


def wikidata(identifier: str | None) -> str | None:
    """The Wikidata IRI of a ``wd:Q…`` identifier, ``None`` for anything else.

    >>> wikidata("wd:Q2866"), wikidata("wd:Q1> <x")
    ('http://www.wikidata.org/entity/Q2866', None)
    """
    match = _WIKIDATA.fullmatch(identifier or "")
    return expand(f"wd:{match[1]}") if match else None
