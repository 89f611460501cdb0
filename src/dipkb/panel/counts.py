"""What one year's events count for each pair: an event once, however many people of the two sides took part."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import permutations, product
from typing import Generic, TypeVar

from dipkb.panel.events import Side, Told

BOTH = ("meetings_in_person", "calls", "meetings_unknown_mode", "meetings_multilateral")
EACH_WAY = ("visits", "sanctions_imposed", "sanctions_eased", "sanctions_lifted")
MEASURES = (*BOTH, *(f"{name}_{way}" for name in EACH_WAY for way in ("ab", "ba")), "agreements_signed", "undecided")
NOTHING = (0,) * (2 * len(MEASURES))
_MODES = {"in-person": "meetings_in_person", "phone": "calls", "video": "calls"}
_SANCTIONS = {"impose": "sanctions_imposed", "ease": "sanctions_eased", "lift": "sanctions_lifted"}
_AT = {name: 2 * n for n, name in enumerate(MEASURES)}

Unit = TypeVar("Unit")


@dataclass
class Tally(Generic[Unit]):
    """The counts of a year by ordered pair, each as events and reports of each measure; both orders of a pair are there.

    ``unit`` says what a side counts for, ``None`` for nobody that the table has; ``receiving`` names the role that is visited.
    ``counted`` and ``undecided`` are the events that went into it, with their reports.
    """

    unit: Callable[[Side], Unit | None]
    receiving: str
    pairs: dict[tuple[Unit, Unit], list[int]] = field(default_factory=lambda: defaultdict(lambda: list(NOTHING)))
    counted: Counter[str] = field(default_factory=Counter)
    undecided: Counter[str] = field(default_factory=Counter)

    def add(self, events: Iterable[Told]) -> None:
        """Count them."""
        for event in events:
            ways = frozenset((a, b) for a, b in self._ways(event) if a != b)
            names = tuple(_measures(event))
            if ways and names:
                self._add(event, ways, names)

    def _add(self, event: Told, ways: Collection[tuple[Unit, Unit]], names: Iterable[str]) -> None:
        sure = event.years[0] == event.years[1]
        (self.counted if sure else self.undecided)[event.iri] = event.reports
        for a, b in ways:
            if not sure:
                self._count(a, b, "undecided", event)
                if (b, a) not in ways:
                    self._count(b, a, "undecided", event)
            for name in names if sure else ():
                self._count(a, b, f"{name}_ab" if name in EACH_WAY else name, event)
                if name in EACH_WAY:
                    self._count(b, a, f"{name}_ba", event)

    def _count(self, a: Unit, b: Unit, measure: str, event: Told) -> None:
        row, at = self.pairs[a, b], _AT[measure]
        row[at] += 1
        row[at + 1] += event.reports

    def _ways(self, event: Told) -> Iterator[tuple[Unit, Unit]]:
        """Ordered pairs: from whom to whom; of what has no direction both."""
        match event.type:
            case "Visit":
                return product(self._units(event, "visitor"), self._units(event, self.receiving))
            case "Sanction":
                return product(self._units(event, "sender"), self._units(event, "target"))
        return permutations(self._units(event, "host", "guest", "participant", "party"), 2)

    def _units(self, event: Told, *roles: str) -> list[Unit]:
        found = (self.unit(side) for side in event.sides if side.role in roles)
        return list(dict.fromkeys(unit for unit in found if unit is not None))


def _measures(event: Told) -> Iterator[str]:
    """The columns that an event counts in; none for what the table does not tell of, such as sanctions threatened."""
    if event.type == "Meeting":
        yield _MODES.get(event.how, "meetings_unknown_mode")
        if event.setting == "multilateral":
            yield "meetings_multilateral"
    elif event.type == "Visit":
        yield "visits"
    elif event.type == "Sanction" and event.how in _SANCTIONS:
        yield _SANCTIONS[event.how]
    elif event.type == "Agreement" and event.how == "sign":
        yield "agreements_signed"
