"""Where an article is published, for what it calls a day: its publisher's country and clock."""

from __future__ import annotations

from datetime import UTC, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from dipkb.gazetteer import load
from dipkb.gazetteer.records import Profile
from dipkb.merge.items import Item


def hours_east(one: Item, other: Item) -> float:
    """How many hours the clock of one item's publisher is ahead of the other's; 0 where either is unknown."""
    first, second = _clock(one), _clock(other)
    return 0.0 if first is None or second is None else first - second


def same_country(one: Item, other: Item) -> bool:
    """Whether both are published in one country, as far as that is known."""
    first, second = _publisher(one.article.publisher), _publisher(other.article.publisher)
    return first is not None and second is not None and first.country is not None and first.country == second.country


def _clock(item: Item) -> float | None:
    """The hours that the publisher's clock is ahead of UTC on the day the article appeared."""
    profile = _publisher(item.article.publisher)
    if profile is None or not profile.timezone or item.published is None:
        return None
    noon = datetime.combine(item.published[0], time(12), UTC)
    offset = noon.astimezone(ZoneInfo(profile.timezone)).utcoffset()
    return offset.total_seconds() / 3600 if offset else 0.0


@lru_cache(4096)
def _publisher(name: str | None) -> Profile | None:
    return load().publisher(name) if name else None
