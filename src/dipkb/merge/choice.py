"""A value that an event has, with the rule that chose it among what its reports say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Literal, NamedTuple, TypeAlias, TypeVar

T = TypeVar("T")
Rule: TypeAlias = Literal[
    "undisputed", "united", "most-told", "first-told", "most-specific", "any-says", "highest",
    "more-exact-start", "no-plan", "more-exact-end", "stated", "most-told-dates", "first-article",
    "cannot-know", "took-place", "not-hypothetical", "latest-article", "order-on-one-day",
]  # fmt: skip
"""How a value can be chosen; ``seeds/reasons.yaml`` says each in a sentence."""


class Choice(NamedTuple):
    """A value and the rule that decided; ``undisputed`` where reports say one thing or nothing."""

    value: Any
    rule: Rule


def most(values: Iterable[T | None]) -> Choice:
    """What is said most often; of two alike what is said first.

    >>> most(["a", "b", "b", None]), most([None]), most(["a", "b"])
    (Choice(value='b', rule='most-told'), Choice(value=None, rule='undisputed'), Choice(value='a', rule='first-told'))
    """
    counted = Counter(value for value in values if value)
    ordered = sorted(counted.values(), reverse=True)
    best = max(counted, key=lambda value: counted[value], default=None)
    if len(ordered) < 2:
        return Choice(best, "undisputed")
    return Choice(best, "most-told" if ordered[0] > ordered[1] else "first-told")


def foremost(values: Iterable[T], order: Sequence[T]) -> Choice:
    """What comes first in an order, whose last value says nothing.

    >>> foremost(["phone", "video"], ("video", "phone", "unspecified"))
    Choice(value='video', rule='most-specific')
    """
    told = set(values)
    disputed = len(told - {order[-1]}) > 1
    return Choice(min(told, key=order.index), "most-specific" if disputed else "undisputed")


def anyone(said: Iterable[bool], yes: Any = True, no: Any = False) -> Choice:
    """``yes`` if any report says so."""
    told = set(said)
    return Choice(yes if True in told else no, "any-says" if len(told) > 1 else "undisputed")


def united(lists: Sequence[Sequence[Any]], union: Sequence[Any]) -> Choice:
    """A union; undisputed where no two reports name different things."""
    return Choice(union, "united" if len({tuple(one) for one in lists if one}) > 1 else "undisputed")
