"""Which records a change can reach: those that could be told of one event with a changed one, and so on from them.

Every record has *addresses*, where its likes look for it; a record with none merges with nothing. Merging a neighbourhood alone
gives the same events for it as merging everything.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from functools import lru_cache

from dipkb.event import CountClaim, Initiative, Statement
from dipkb.merge.clusters import block
from dipkb.merge.encounters import Telling, telling_of
from dipkb.merge.items import Item

Near = Callable[[Iterable[int]], Iterable[Item]]


def addresses(item: Item) -> tuple[int, ...]:
    """Where the record's likes look for it, as signed numbers of 64 bits."""
    if isinstance(item.record, Statement | CountClaim | Initiative):
        key = block(item)
        return (number(key),) if key else ()
    telling = telling_of(item)
    return tuple(sorted({number(place) for place in telling.places()})) if telling else ()


@lru_cache(65536)
def number(place: tuple[object, ...]) -> int:
    """A place as a signed number of 64 bits."""
    return int.from_bytes(hashlib.blake2b(repr(place).encode(), digest_size=8).digest(), "big", signed=True)


def neighbourhood(seeds: Iterable[Item], near: Near) -> list[Item]:
    """Everything that can be reached from the seeds, by steps from a record to one it could be merged with.

    Args:
        seeds: Records that change: as they were, as they will be.
        near: The records at some addresses, as they will be. The same record is the same object each time.

    Returns:
        Those that ``near`` gave, in canonical order.
    """
    found: dict[tuple[str, int], Item] = {}
    todo = list(seeds)
    while todo:
        item = todo.pop()
        for other in near(addresses(item)):
            if other.order not in found and _akin(item, other):
                found[other.order] = other
                todo.append(other)
    return [found[order] for order in sorted(found)]


def _akin(one: Item, other: Item) -> bool:
    """Whether two records at one address could be merged, or have keys that could be alike."""
    if one.type != other.type:
        return False
    if one.agents == other.agents or isinstance(one.record, Statement | CountClaim):
        return True
    first, second = _telling(one), _telling(other)
    return first is not None and second is not None and first.may_join(second)


@lru_cache(4096)
def _telling(item: Item) -> Telling | None:
    return telling_of(item)
