"""Answers of two stores compared by value, row by row, whatever the order and however each writes its numbers.

The same, though written otherwise: ``0.90`` and ``0.9``, ``"5"^^xsd:int`` and ``5``, ``1`` and ``true`` of truth values, ``EN``
and ``en``, a day with and without ``Z``, an instant in other time zones, a duration and its seconds. A text is the same only
letter by letter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

import msgspec

from dipkb.answer import XSD, Answer, Row, Term

Value: TypeAlias = tuple[str, ...]
_INTEGERS = {
    XSD + name for name in (
        "integer", "decimal", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger",
        "negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte",
    )
}  # fmt: skip
_FLOATS = {XSD + "double", XSD + "float"}
_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?", re.ASCII)
_TRUTH = {"true": "1", "1": "1", "false": "0", "0": "0"}


class Difference(msgspec.Struct, frozen=True):
    """The rows that only one of two answers has, as often as it has them more."""

    only_here: tuple[tuple[str, ...], ...] = ()
    only_there: tuple[tuple[str, ...], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.only_here or self.only_there)


def difference(here: Answer, there: Answer) -> Difference:
    """What the answers do not have in common; columns are matched by name.

    >>> from dipkb.answer import table
    >>> difference(table(["n"], [[1], [2], [2]]), table(["n"], [[2], [1], [3]]))
    Difference(only_here=(('2',),), only_there=(('3',),))
    """
    if here.form != "select":
        return _of([(Term("literal", str(v)),) for v in _flat(here)], [(Term("literal", str(v)),) for v in _flat(there)])
    at = [there.variables.index(name) if name in there.variables else None for name in here.variables]
    return _of(here.rows, [tuple(row[n] if n is not None else None for n in at) for row in there.rows])


def apart(one: Difference) -> Difference:
    """The difference without rows that both sides turn out to have, found in different places."""
    ours, theirs = Counter(one.only_here), Counter(one.only_there)
    return Difference(tuple(sorted((ours - theirs).elements())), tuple(sorted((theirs - ours).elements())))


def _flat(answer: Answer) -> Iterable[object]:
    return answer.triples if answer.form == "graph" else [answer.truth]


def _of(here: Iterable[Row], there: Iterable[Row]) -> Difference:
    ours, theirs = _bag(here), _bag(there)
    counted_here, counted_there = Counter(v for v, _ in ours), Counter(v for v, _ in theirs)
    return Difference(_beyond(ours, counted_there), _beyond(theirs, counted_here))


def _bag(rows: Iterable[Row]) -> list[tuple[tuple[Value, ...], Row]]:
    return [(tuple(value(term) for term in row), row) for row in rows]


def _beyond(rows: list[tuple[tuple[Value, ...], Row]], others: Counter[tuple[Value, ...]]) -> tuple[tuple[str, ...], ...]:
    """The rows of one side that the other has not, or has less often, in order."""
    left, beyond = Counter(others), []
    for values, row in rows:
        if left[values] > 0:
            left[values] -= 1
        else:
            beyond.append(tuple(shown(term) for term in row))
    return tuple(sorted(beyond))


def shown(term: Term | None) -> str:
    """A term for people: its value, with its language where it has one."""
    return "" if term is None else f"{term.value}@{term.language}" if term.language else term.value


def value(term: Term | None) -> Value:
    """What a term stands for, equal for terms that differ in writing alone.

    >>> value(Term("literal", "0.90", XSD + "decimal")) == value(Term("literal", "0.9", XSD + "decimal"))
    True
    >>> value(Term("literal", "1")) == value(Term("literal", "1", XSD + "integer"))
    False
    """
    if term is None:
        return ()
    if term.kind != "literal":
        return (term.kind, term.value if term.kind == "iri" else "")
    if term.language:
        return ("text", term.value, term.language.lower())
    return _typed(term.value, term.datatype or "")


def _typed(text: str, datatype: str) -> Value:
    if datatype in _INTEGERS or datatype == XSD + "boolean":
        return ("number", _decimal(_TRUTH.get(text, text) if datatype == XSD + "boolean" else text))
    if datatype in _FLOATS:
        return ("float", _float(text))
    if datatype in (XSD + "duration", XSD + "dayTimeDuration"):
        return ("duration", _seconds(text))
    if datatype == XSD + "date":
        return ("day", text.removesuffix("Z").removesuffix("+00:00"))
    if datatype == XSD + "dateTime":
        return ("instant", _instant(text))
    return ("text", text, "") if not datatype else ("literal", text, datatype)


def _decimal(text: str) -> str:
    try:
        return format(Decimal(text).normalize(), "f")
    except InvalidOperation:
        return text


def _float(text: str) -> str:
    try:
        return repr(float(text))
    except ValueError:
        return text


def _seconds(text: str) -> str:
    """Of a duration without years and months; Virtuoso writes seconds alone."""
    parts = _DURATION.fullmatch(text)
    if not parts or len(text) < 3:
        return _decimal(text)
    days, hours, minutes, seconds = (Decimal(part or 0) for part in parts.groups())
    return _decimal(str(((days * 24 + hours) * 60 + minutes) * 60 + seconds))


def _instant(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return (moment.astimezone(UTC) if moment.tzinfo else moment).isoformat()
