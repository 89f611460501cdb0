"""What events tell of the things they name, as counted facts: the reference graph is a function of these and the gazetteer.

A fact is (IRI in brackets, field, value). Its count says how many events tell it, or how many other things lead to it; so that
facts can be taken back when an event goes, and a thing is described as long as anything names it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Protocol, TypeAlias

Fact: TypeAlias = tuple[str, str, str]
Fields: TypeAlias = Mapping[str, Mapping[str, int]]
"""The facts of one thing: by field, each value with its count."""

KIND, NAME, COUNTRY, ENTRY, TENURE, NOTATION, INITIATOR, PARTY, START = (
    "kind", "name", "country", "entry", "tenure", "notation", "initiator", "party", "start",
)  # fmt: skip
"""``kind`` is a class of the ontology, ``entry`` a key of the gazetteer, ``tenure`` an office as a tenure has it."""


class Told(Protocol):
    """Facts and their counts, wherever they are kept."""

    def of(self, iri: str) -> Fields:
        """What is told of a thing; empty when nothing names it. A later change does not show in it."""

    def change(self, changes: Mapping[Fact, int]) -> None:
        """Add to the counts; a fact with none is gone."""


class Facts:
    """Facts in memory."""

    def __init__(self) -> None:
        self.things: dict[str, dict[str, dict[str, int]]] = {}

    def of(self, iri: str) -> Fields:
        """See :class:`Told`."""
        return {field: dict(values) for field, values in self.things.get(iri, {}).items()}

    def change(self, changes: Mapping[Fact, int]) -> None:
        """See :class:`Told`."""
        for (iri, field, value), number in changes.items():
            values = self.things.setdefault(iri, {}).setdefault(field, {})
            values[value] = values.get(value, 0) + number
            if not values[value]:
                del values[value]
            if not values:
                del self.things[iri][field]


def delta(old: Iterable[Fact], new: Iterable[Fact]) -> dict[Fact, int]:
    """What changes when the facts of one teller are replaced.

    >>> delta([("<x>", "name", "a")], [("<x>", "name", "a"), ("<x>", "name", "b")])
    {('<x>', 'name', 'b'): 1}
    """
    found: dict[Fact, int] = defaultdict(int)
    for fact in set(old):
        found[fact] -= 1
    for fact in set(new):
        found[fact] += 1
    return {fact: number for fact, number in found.items() if number}
