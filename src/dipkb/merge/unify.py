"""The parties of one event's reports, each once: "Lavrov", "the Russian minister" and "Sergei Lavrov" are one person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import msgspec

from dipkb.event import Agreement, Meeting, Party, Sanction, Visit
from dipkb.merge.cast import Somebody, side_of, somebody
from dipkb.merge.items import Item

_FIELDS: dict[type[Any], tuple[str, ...]] = {
    Visit: ("visitors", "hosts"), Meeting: ("participants", "hosts"), Sanction: ("senders", "targets"), Agreement: ("parties",),
}  # fmt: skip
Known = dict[str, list[tuple[Somebody, Party]]]


def unified(items: Sequence[Item]) -> list[Item]:
    """The items with each party as the reports together know it.

    A person of whom one report tells less (a surname, an office) becomes the one that another report names. A state in a meeting
    or visit, beside people who stand for it in any report, is left out. Items that nothing changes in come back as they are.
    """
    fields = _FIELDS.get(type(items[0].record), ())
    if len(items) == 1 and not isinstance(items[0].record, Meeting):
        return list(items)
    known = {field: _known(items, names) for names in _together(fields) for field in names}
    return [_unified(item, fields, known) for item in items]


def _together(fields: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Hosts and participants are people of one meeting, senders and targets are not of one side."""
    return [fields] if "participants" in fields else [(field,) for field in fields]


def _known(items: Sequence[Item], fields: Sequence[str]) -> Known:
    """The people of each side, those whom most is known of first, nobody twice."""
    told = {(side_of(p, i.article.id), who): p for i in items for f in fields for p in getattr(i.record, f)
            if (who := somebody(p, i.article.id))}  # fmt: skip
    found: Known = {}
    for (side, who), party in sorted(told.items(), key=lambda pair: _rank(*pair)):
        people = found.setdefault(side or "", [])
        if not any(one.may_be(who) for one, _ in people) or not side:
            people.append((who, party))
    return found


def _rank(key: tuple[str | None, Somebody], party: Party) -> tuple[object, ...]:
    who = key[1]
    return not who.known, not who.words, -len(who.words), who.agent, party.role or "", party.name or ""


def _unified(item: Item, fields: Sequence[str], known: dict[str, Known]) -> Item:
    changed = {f: new for f in fields if (new := _parties(item, f, known[f])) != getattr(item.record, f)}
    return replace(item, record=msgspec.structs.replace(item.record, **changed)) if changed else item


def _parties(item: Item, field: str, known: Known) -> tuple[Party, ...]:
    told = getattr(item.record, field)
    drop = isinstance(item.record, Meeting | Visit)
    found = [_party(party, item, known, drop) for party in told]
    return tuple(dict.fromkeys(party for party in found if party))


def _party(party: Party, item: Item, known: Known, drop: bool) -> Party | None:
    side, who = side_of(party, item.article.id), somebody(party, item.article.id)
    people = known.get(side or "", ()) if side else ()
    if who is None:
        return None if drop and people and party.kind in ("country", "group") else party
    named = next((p for one, p in people if one.may_be(who)), party)
    return msgspec.structs.replace(named, role=party.role or named.role)
