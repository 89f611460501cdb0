"""Two parties that can be the same share a mark, so that events without a common mark need not be compared."""

from __future__ import annotations

from itertools import product

from dipkb.extract import likeness
from dipkb.extract.document import Entity

NAMES = (None, "Ada Quist", "Council of the Nordic Union", "Bureau of the Council of the Nordic Union", "Nordic Union")
ROLES = (None, "Foreign Minister", "Union Foreign Minister")


def everybody() -> list[Entity]:
    kinds = ("person", "organisation", "country", "group")
    cases = product(kinds, NAMES, ROLES, (None, "NOR", "KEN"), (True, False))
    return [
        Entity(kind, name=n, role=r, rank="fm" if r else None, country=c, named=named, titles={"foreign minister"})
        for kind, n, r, c, named in cases
    ]


def test_parties_that_match_share_a_mark() -> None:
    all_of_them = everybody()
    marked = [(e, likeness.marks([e])) for e in all_of_them]
    matching = [(a, b) for (a, x), (b, y) in product(marked, marked) if likeness.matches(a, b) and not likeness.can_share(x, y)]
    assert matching == []


def test_people_of_other_states_share_none() -> None:
    ours, theirs = Entity("person", name="Ada Quist", country="NOR"), Entity("person", name="Bo Lind", country="KEN")
    assert not likeness.can_share(likeness.marks([ours]), likeness.marks([theirs]))
