"""How far apart two tellings of one event may lie: the numbers of ``seeds/merging.yaml``."""

from __future__ import annotations

from functools import cache

import msgspec

from dipkb.event import Status
from dipkb.resources import seed


class Rules(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """What ``seeds/merging.yaml`` holds; its comments say what each number is."""

    undated: dict[str, dict[str, tuple[int, int]]]
    took_place: frozenset[Status]
    to_come: frozenset[Status]
    called_off: frozenset[Status]
    trip_gap_days: int
    undated_together_days: int
    other_day_hours: int
    organs: dict[str, str]
    alike_titles: float
    most_sides: int

    def reach(self, kind: str, status: Status) -> tuple[int, int] | None:
        """Days before and after an article in which an undated record's event is looked for; ``None``: it is not."""
        for name, among in (("took-place", self.took_place), ("to-come", self.to_come), ("called-off", self.called_off)):
            if status in among:
                return self.undated.get(kind, {}).get(name)
        return None


@cache
def rules() -> Rules:
    """The rules that ship, read once.

    Raises:
        DataError: The file is malformed; says where.
    """
    return seed("merging.yaml", Rules)
