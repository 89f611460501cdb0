"""Rules in words: the sentences of ``seeds/reasons.yaml``."""

from __future__ import annotations

from functools import cache
from typing import get_args

import msgspec

from dipkb.merge.clusters import BY_CONTENT
from dipkb.merge.encounters import ByDays
from dipkb.merge.hands import BY_HAND
from dipkb.resources import seed

_TYPES = ("visit", "meeting", "sanction", "agreement")
_OTHER_NAMES = "/other-names"


class Reasons(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """What ``seeds/reasons.yaml`` holds: sentences by the names of rules."""

    joined_by: dict[str, str]
    other_names: str
    first: str
    alone: str
    chosen_by: dict[str, str]
    linked_by: dict[str, str]
    found_by: dict[str, str]
    left_open: dict[str, str]


@cache
def reasons() -> Reasons:
    """The sentences that ship, read once.

    Raises:
        DataError: The file is malformed; says where.
    """
    return seed("reasons.yaml", Reasons)


def joining_rules() -> frozenset[str]:
    """Every rule by which a report can be joined to an event."""
    by_days = (f"{kind}/{days}" for kind in _TYPES for days in get_args(ByDays))
    return frozenset((*(rule + also for rule in by_days for also in ("", _OTHER_NAMES)), *BY_CONTENT.values(), BY_HAND))


def joining(rule: str | None, reports: int) -> str:
    """Why a report is of its event, in words: by its rule, ``None`` for the first of so many.

    >>> joining("meeting/same-days", 2)
    'it has the same parties, and the very same days.'
    """
    if rule is None:
        return reasons().first if reports > 1 else reasons().alone
    base = rule.removesuffix(_OTHER_NAMES)
    told = reasons().joined_by[base.partition("/")[2] or base]
    return f"{told} {reasons().other_names}" if base != rule else told
