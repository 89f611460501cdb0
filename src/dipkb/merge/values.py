"""The values a merged event has: chosen from its reports, field by field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

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
from dipkb.merge.choice import Choice, Rule, anyone, foremost, most, united
from dipkb.merge.items import Item
from dipkb.merge.status import status
from dipkb.vocab import slug

T = TypeVar("T")
_KINDS: tuple[VisitKind, ...] = ("state", "working", "private", "transit", "official", "unspecified")
_MODES: tuple[Mode, ...] = ("in-person", "video", "phone", "unspecified")
_ORIGINS: tuple[DateOrigin, ...] = ("stated", "resolved", "publication", "none")
_PRECISIONS = ("day", "month", "season", "year", "decade")


def chosen(items: Sequence[Item]) -> Event:
    """One record with the best of all, still without key and links; ``items`` come with the most exact first."""
    values = {field: choice.value for field, choice in choices(items).items()}
    return msgspec.structs.replace(
        items[0].record, **values, evidence=(), rule=None, part_of=None, trace=None, **_unlinked(items)
    )


def _unlinked(items: Sequence[Item]) -> dict[str, None]:
    return {field: None for field in ("occasion", "counted") if hasattr(items[0].record, field)}


def choices(items: Sequence[Item]) -> Mapping[str, Choice]:
    """The values that are chosen, by field, each with the rule that decided; of other fields the first report's stands.

    Dates are those of one report: the most exact, then one whose event is no mere plan, then one that tells the end, then what
    most reports say. The kind of a visit and the mode of a meeting are the most specific that any report states (official and
    phone say least). Lists are united; other values are what most reports say, of two alike the one of the more exact report.
    """
    first, (dated, rule) = items[0].record, _best_dated(items)
    sure = {r.confidence for item in items if (r := item.record).confidence is not None}
    common = {
        "status": status(items, items[0].days),
        "date_origin": Choice(dated.date_origin, rule),
        "confidence": Choice(max(sure, default=None), "highest" if len(sure) > 1 else "undisputed"),
    }
    own = _OWN.get(type(first))
    return {**common, **(own(items, dated, rule) if own else {})}


_DATE_RULES: tuple[Rule, ...] = ("more-exact-start", "no-plan", "more-exact-end", "stated", "most-told-dates", "first-article")


def _best_dated(items: Sequence[Item]) -> tuple[Event, Rule]:
    """The record whose dates hold, and by what they go before the next best dates."""
    support = Counter(when(item.record) for item in items)
    best = min(items, key=lambda item: _date_rank(item, support))
    rank = _date_rank(best, support)
    others = [_date_rank(item, support) for item in items if when(item.record) != when(best.record)]
    decided = (
        next((rule for rule, one, two in zip(_DATE_RULES, rank, min(others), strict=True) if one != two), None)
        if others
        else None
    )
    return best.record, decided or "undisputed"


def _date_rank(item: Item, support: Counter[tuple[str | None, str | None]]) -> tuple[int, bool, int, int, int, tuple[str, int]]:
    """The smaller, the better; what each part tells is in ``_DATE_RULES``."""
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


Choices = dict[str, Choice]


def _visit(items: Sequence[Item], dated: Event, rule: Rule) -> Choices:
    visits = _of(items, Visit)
    kind = foremost((v.kind for v in visits), _KINDS)
    return {
        "kind": kind,
        "kind_words": most(v.kind_words for v in visits if v.kind == kind.value),
        "visitors": _parties(items, "visitors"),
        "hosts": _parties(items, "hosts"),
        "places": _union(v.places for v in visits),
        **_dates(dated, rule),
    }


def _meeting(items: Sequence[Item], dated: Event, rule: Rule) -> Choices:
    meetings = _of(items, Meeting)
    return {
        "mode": foremost((m.mode for m in meetings), _MODES),
        "setting": anyone((m.setting == "multilateral" for m in meetings), "multilateral", "bilateral"),
        "parts": _union(m.parts for m in meetings),
        "participants": _parties(items, "participants"),
        "hosts": _parties(items, "hosts"),
        "destination": most(m.destination for m in meetings),
        "places": _union(m.places for m in meetings),
        "duration": most(m.duration for m in meetings),
        **_dates(dated, rule),
    }


def _statement(items: Sequence[Item], dated: Event, rule: Rule) -> Choices:
    statements = _of(items, Statement)
    act = most(s.act for s in statements)
    return {
        "addressees": _parties(items, "addressees"),
        "act": Choice(act.value or "say", act.rule),
        "topics": _union(s.topics for s in statements),
        "channel": _parties(items, "channel"),
        "date": Choice(when(dated)[0], rule),
    }


def _sanction(items: Sequence[Item], dated: Event, rule: Rule) -> Choices:
    sanctions = _of(items, Sanction)
    return {
        "senders": _parties(items, "senders"),
        "targets": _parties(items, "targets"),
        "more_senders": anyone(s.more_senders for s in sanctions),
        "measures": _union(s.measures for s in sanctions),
        "reasons": _union(s.reasons for s in sanctions),
        **_dates(dated, rule),
    }


def _agreement(items: Sequence[Item], dated: Event, rule: Rule) -> Choices:
    agreements = _of(items, Agreement)
    return {
        "parties": _parties(items, "parties"),
        "title": most(a.title for a in agreements),
        "fields": _union(a.fields for a in agreements),
        "date": Choice(when(dated)[0], rule),
    }


def _claim(items: Sequence[Item], _: Event, __: Rule) -> Choices:
    return {field: _parties(items, field) for field in ("parties", "claimed_by", "channel")}


def _initiative(items: Sequence[Item], _: Event, __: Rule) -> Choices:
    told = _of(items, Initiative)
    starts, name = sorted((i.start for i in told if i.start), key=_coarseness), most(i.name for i in told)
    return {
        "name": Choice(name.value or "", name.rule),
        "wd": most(i.wd for i in told),
        "initiators": _parties(items, "initiators"),
        "parties": _parties(items, "parties"),
        "start": Choice(starts[0] if starts else None, "more-exact-start" if len(set(starts)) > 1 else "undisputed"),
    }


_OWN = {
    Visit: _visit, Meeting: _meeting, Statement: _statement, Sanction: _sanction, Agreement: _agreement, CountClaim: _claim,
    Initiative: _initiative,
}  # fmt: skip


def _of(items: Sequence[Item], kind: type[T]) -> list[T]:
    return [item.record for item in items if isinstance(item.record, kind)]


def _dates(dated: Event, rule: Rule) -> Choices:
    start, end = when(dated)
    return {"start": Choice(start, rule), "end": Choice(end, rule)}


def _union(lists: Iterable[tuple[str, ...]]) -> Choice:
    """All values in the order they are told; "Working lunch" and "working lunch" are one."""
    told, found = list(lists), dict[str, str]()
    for value in (value for values in told for value in values):
        found.setdefault(slug(value), value)
    return united([sorted(map(slug, values)) for values in told], tuple(found.values()))


def _parties(items: Sequence[Item], field: str) -> Choice:
    """All parties in the order they are told; of one party the record that tells most of it."""
    found: dict[str, Party] = {}
    told = [[(identity(party, item.article.id), party) for party in getattr(item.record, field)] for item in items]
    for who, party in (pair for pairs in told for pair in pairs):
        if who not in found or _tells(party) > _tells(found[who]):
            found[who] = party
    return united([sorted(who for who, _ in pairs) for pairs in told], tuple(found.values()))


def _tells(party: Party) -> int:
    return sum(value is not None for value in (party.name, party.id, party.role, party.country))
