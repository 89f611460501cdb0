"""Terms and lines of N-Quads as strings: the fast way from records to a store.

Every IRI comes from :mod:`dipkb.vocab`; every literal is escaped here, and typed only when its text is of the type.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache

from dipkb import edtf
from dipkb.vocab import concept, expand

_SPECIAL = re.compile('["\\\\\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_DURATION = re.compile(
    r"P(?=.)(?:(\d{1,6})Y)?(?:(\d{1,6})M)?(?:(\d{1,6})D)?"
    r"(?:T(?=.)(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6}(?:\.\d{1,6})?)S)?)?",
    re.ASCII,
)
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s\x00-\x20\x7f-\x9f<>\"{}|\\^`\ud800-\udfff]+", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|\d{3}))?", re.ASCII)


@cache
def term(curie: str) -> str:
    """The IRI of a CURIE, in angle brackets.

    >>> term("dip:status")
    '<https://w3id.org/dipkb/ontology#status>'
    """
    return f"<{expand(curie)}>"


def minted(path: str) -> str:
    """The IRI ``dipd:<path>`` in angle brackets; the path is made of slugs, keys and hashes of :mod:`dipkb.vocab`."""
    return f"{term('dipd:')[:-1]}{path}>"


@lru_cache(4096)
def notion(scheme: str, notation: str) -> str:
    """The IRI of a concept, in angle brackets.

    >>> notion("status", "planned")
    '<https://w3id.org/dipkb/concept/status/planned>'
    """
    return f"<{concept(scheme, notation)}>"


def text(value: str) -> str:
    """A plain string literal; what no RDF text may hold (NUL, half of a surrogate pair) becomes U+FFFD, one for one.

    >>> print(text('a "b"\\n'))
    "a \\"b\\"\\n"
    """
    return f'"{_SPECIAL.sub(_escaped, value)}"'


def _escaped(match: re.Match[str]) -> str:
    char = match[0]
    if char == "\x00" or "\ud800" <= char <= "\udfff":
        return "\ufffd"
    return _SHORT.get(char) or f"\\u{ord(char):04X}"


def worded(value: str, language: str = "en") -> str:
    """A text in a language, given as BCP 47; an unreadable tag becomes ``und``, undetermined.

    >>> print(worded("talks"), worded("x", "not a tag"))
    "talks"@en "x"@und
    """
    return f"{text(value)}@{tag(language)}"


@lru_cache(4096)
def tag(language: str) -> str:
    """A language tag that every engine takes, in lower case.

    >>> tag("en-GB"), tag("pt_BR"), tag("english!")
    ('en-gb', 'pt-br', 'und')
    """
    plain = language.strip().lower().replace("_", "-")
    return plain if _LANGUAGE.fullmatch(plain) else "und"


def edtf_date(value: str) -> str:
    """An EDTF literal; the caller has looked that it is one."""
    return f'"{value}"^^{term("edtf:EDTF")}'


def day(value: date) -> str:
    """An ``xsd:date``."""
    return f'"{value.isoformat()}"^^{term("xsd:date")}'


def integer(value: int) -> str:
    """An ``xsd:integer``."""
    return f'"{value}"^^{term("xsd:integer")}'


def boolean(value: bool) -> str:
    """An ``xsd:boolean``."""
    return f'"{"true" if value else "false"}"^^{term("xsd:boolean")}'


def decimal(value: float) -> str:
    """An ``xsd:decimal`` in canonical form (no exponent, no closing zeros), four places at most.

    >>> print(decimal(0.85), decimal(1.0))
    "0.85"^^<http://www.w3.org/2001/XMLSchema#decimal> "1"^^<http://www.w3.org/2001/XMLSchema#decimal>
    """
    plain = format(Decimal(str(round(value, 4) + 0.0)), "f")
    return f'"{plain.rstrip("0").rstrip(".") if "." in plain else plain}"^^{term("xsd:decimal")}'


def duration(value: str) -> str | None:
    """An ``xsd:duration`` in canonical form (XML Schema 1.1 Part 2, E.2), or ``None`` for a text that is none.

    >>> print(duration("PT90M"))
    "PT1H30M"^^<http://www.w3.org/2001/XMLSchema#duration>
    >>> duration("three hours") is duration("PT") is None
    True
    """
    match = _DURATION.fullmatch(value)
    if not match:
        return None
    years, months, days, hours, minutes, seconds = (Decimal(part or 0) for part in match.groups())
    on_clock = hours * 3600 + minutes * 60 + seconds
    return f'"{_canonical(int(years * 12 + months), days * 86400 + on_clock)}"^^{term("xsd:duration")}'


def _canonical(months: int, seconds: Decimal) -> str:
    days, rest = divmod(seconds, 86400)
    hours, rest = divmod(rest, 3600)
    minutes, rest = divmod(rest, 60)
    on_days = _parts((months // 12, "Y"), (months % 12, "M"), (days, "D"))
    on_clock = _parts((hours, "H"), (minutes, "M"), (rest.normalize(), "S"))
    return f"P{on_days}" + (f"T{on_clock}" if on_clock else "") if on_days or on_clock else "PT0S"


def _parts(*parts: tuple[int | Decimal, str]) -> str:
    return "".join(f"{Decimal(number):f}{unit}" for number, unit in parts if number)


def url(value: str) -> str | None:
    """An absolute URL as ``xsd:anyURI``, or ``None`` for a text that is none.

    >>> url("javascript alert") is url("https://a b/") is None
    True
    """
    return f"{text(value)}^^{term('xsd:anyURI')}" if _URL.fullmatch(value) else None


def period(value: str) -> tuple[date | None, date | None] | None:
    """First and last day of an EDTF date or ``start/end`` with ``..`` for an open side; ``None`` for a text that is neither.

    >>> period("2023-03/2023-12-05"), period("../2023"), period("last year")
    ((datetime.date(2023, 3, 1), datetime.date(2023, 12, 5)), (None, datetime.date(2023, 12, 31)), None)
    """
    first, bar, last = value.partition("/")
    sides = (first, last if bar else first)
    if any(side != ".." and not edtf.is_edtf(side) for side in sides) or (first == ".." and not bar):
        return None
    start, end = (None if side == ".." else edtf.bounds(side) for side in sides)
    return start[0] if start else None, end[1] if end else None


class Lines:
    """The lines of one graph: ``add`` takes terms as strings; ``lines`` holds what was added."""

    def __init__(self, graph: str) -> None:
        self._end = f" <{graph}> ."
        self.lines: list[str] = []

    def add(self, subject: str, predicate: str, *objects: str) -> None:
        """One line for each object."""
        for value in objects:
            self.lines.append(f"{subject} {predicate} {value}{self._end}")

    def sorted(self) -> list[str]:
        """Each line once, in the order of their bytes."""
        return sorted(set(self.lines))
