"""The values a merged event has: chosen from its reports, field by field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import msgspec

from dipkb import edtf
from dipkb.event import (
    Agreement,
    CountClaim,
    DateOrigin,
    Event,
    Initiative,
    Meeting,
    Mode,
    Party,
    Sanction,
    Statement,
    Visit,
    VisitKind,
    when,
)
from dipkb.identity import identity
from dipkb.merge.items import Item
from dipkb.merge.status import status
from dipkb.vocab import slug

T = TypeVar("T")
_KINDS: tuple[VisitKind, ...] = ("state", "working", "private", "transit", "official", "unspecified")
_MODES: tuple[Mode, ...] = ("in-person", "video", "phone", "unspecified")
_ORIGINS: tuple[DateOrigin, ...] = ("stated", "resolved", "publication", "none")
_PRECISIONS = ("day", "month", "season", "year", "decade")


def chosen(items: Sequence[Item]) -> Event:
    """One record with the best of all, still without key and links; ``items`` come with the most exact first.

    Dates are those of one report: the most exact, then one whose event is no mere plan, then one that tells the end, then what
    most reports say. The kind of a visit and the mode of a meeting are the most specific that any report states (official and
    phone say least). Lists are united; other values are what most reports say, of two alike the one of the more exact report.
    """
    first, dated = items[0].record, _best_dated(items)
    records = [item.record for item in items]
    common: dict[str, Any] = {
        "status": status(items, items[0].days),
        "date_origin": dated.record.date_origin,
        "confidence": max((r.confidence for r in records if r.confidence is not None), default=None),
        "evidence": (), "rule": None, "part_of": None, "trace": None,
    }  # fmt: skip
    own = _OWN.get(type(first))
    return msgspec.structs.replace(first, **common, **(own(items, dated.record) if own else {}))


def _best_dated(items: Sequence[Item]) -> Item:
    support = Counter(when(item.record) for item in items)
    return min(items, key=lambda item: _date_rank(item, support))


def _date_rank(item: Item, support: Counter[tuple[str | None, str | None]]) -> tuple[int, bool, int, int, int, tuple[str, int]]:
    start, end = when(item.record)
    planned = item.record.status in ("planned", "proposed", "hypothetical")
    origin = _ORIGINS.index(item.record.date_origin)
    return _coarseness(start or end), planned, _coarseness(end), origin, -support[start, end], item.order


def _coarseness(value: str | None) -> int:
    """The smaller, the more exact; a qualified date stands behind its plain one, a missing one last."""
    if not value or not edtf.is_edtf(value):
        return 2 * len(_PRECISIONS)
    return 2 * _PRECISIONS.index(edtf.precision(value)) + (value[-1] in "~?%")


# --- field by field --------------------------------------------------------------------------------------------------


def _visit(items: Sequence[Item], dated: Event) -> dict[str, Any]:
    visits = _of(items, Visit)
    kind = min((v.kind for v in visits), key=_KINDS.index)
    words = _most(v.kind_words for v in visits if v.kind == kind)
    return {
        "kind": kind,
        "kind_words": words,
        "visitors": _parties(items, "visitors"),
        "hosts": _parties(items, "hosts"),
        "places": _union(v.places for v in visits),
        **_dates(dated),
    }


def _meeting(items: Sequence[Item], dated: Event) -> dict[str, Any]:
    meetings = _of(items, Meeting)
    return {
        "mode": min((m.mode for m in meetings), key=_MODES.index),
        "setting": "multilateral" if any(m.setting == "multilateral" for m in meetings) else "bilateral",
        "parts": _union(m.parts for m in meetings),
        "participants": _parties(items, "participants"),
        "hosts": _parties(items, "hosts"),
        "destination": _most(m.destination for m in meetings),
        "places": _union(m.places for m in meetings),
        "duration": _most(m.duration for m in meetings),
        **_dates(dated),
    }


def _statement(items: Sequence[Item], dated: Event) -> dict[str, Any]:
    statements = _of(items, Statement)
    return {
        "addressees": _parties(items, "addressees"),
        "act": _most(s.act for s in statements) or "say",
        "topics": _union(s.topics for s in statements),
        "channel": _parties(items, "channel"),
        "date": when(dated)[0],
        "occasion": None,
    }


def _sanction(items: Sequence[Item], dated: Event) -> dict[str, Any]:
    sanctions = _of(items, Sanction)
    return {
        "senders": _parties(items, "senders"),
        "targets": _parties(items, "targets"),
        "more_senders": any(s.more_senders for s in sanctions),
        "measures": _union(s.measures for s in sanctions),
        "reasons": _union(s.reasons for s in sanctions),
        **_dates(dated),
    }


def _agreement(items: Sequence[Item], dated: Event) -> dict[str, Any]:
    agreements = _of(items, Agreement)
    return {
        "parties": _parties(items, "parties"),
        "title": _most(a.title for a in agreements),
        "fields": _union(a.fields for a in agreements),
        "date": when(dated)[0],
    }


def _claim(items: Sequence[Item], _: Event) -> dict[str, Any]:
    return {field: _parties(items, field) for field in ("parties", "claimed_by", "channel")} | {"counted": None}


def _initiative(items: Sequence[Item], _: Event) -> dict[str, Any]:
    told = _of(items, Initiative)
    starts = sorted((i.start for i in told if i.start), key=_coarseness)
    return {
        "name": _most(i.name for i in told) or "",
        "wd": _most(i.wd for i in told),
        "initiators": _parties(items, "initiators"),
        "parties": _parties(items, "parties"),
        "start": starts[0] if starts else None,
    }


_OWN = {
    Visit: _visit, Meeting: _meeting, Statement: _statement, Sanction: _sanction, Agreement: _agreement, CountClaim: _claim,
    Initiative: _initiative,
}  # fmt: skip


def _of(items: Sequence[Item], kind: type[T]) -> list[T]:
    return [item.record for item in items if isinstance(item.record, kind)]


def _dates(dated: Event) -> dict[str, str | None]:
    start, end = when(dated)
    return {"start": start, "end": end}


def _most(values: Iterable[T | None]) -> T | None:
    """What is said most often; of two alike what is said first."""
    counted = Counter(value for value in values if value)
    return max(counted, key=lambda value: counted[value], default=None)


def _union(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """All values in the order they are told; "Working lunch" and "working lunch" are one."""
    found: dict[str, str] = {}
    for value in (value for values in lists for value in values):
        found.setdefault(slug(value), value)
    return tuple(found.values())


def _parties(items: Sequence[Item], field: str) -> tuple[Party, ...]:
    """All parties in the order they are told; of one party the record that tells most of it."""
    found: dict[str, Party] = {}
    for item in items:
        for party in getattr(item.record, field):
            who = identity(party, item.article.id)
            if who not in found or _tells(party) > _tells(found[who]):
                found[who] = party
    return tuple(found.values())


def _tells(party: Party) -> int:
    return sum(value is not None for value in (party.name, party.id, party.role, party.country))
