"""Encounters of one clause with place or day each: "meetings with X in Oslo and Y in Riga", "met X on Monday and Y on Friday"."""

from __future__ import annotations

from typing import NamedTuple

from dipkb.extract import clause, itinerary
from dipkb.extract.document import Item
from dipkb.extract.wordlists import forms

_IN_AT, _ON = forms("in", "at"), forms("on")
_BETWEEN = forms("then", "also", "later", "with", "to", "finally", "on")
_ASIDE = 12  # items between two dashes


class Station(NamedTuple):
    """Whom one meets, and the items that say where and when, one of them at least; ``last`` is the later one."""

    met: list[int]
    place: int | None
    day: int | None
    last: int


def stations(items: list[Item], partners: list[int]) -> list[Station]:
    """The encounters, if there are several that differ in where or when; the first partners are those given."""
    found: list[Station] = []
    group = partners
    while group and (station := _station(items, group)) is not None:
        found.append(station)
        group = _next(items, station.last)
    return found if len(found) > 1 and len({_setting(items, station) for station in found}) > 1 else []


def _station(items: list[Item], met: list[int]) -> Station | None:
    """Where and when stand behind a party ("Mette Frederiksen, in Copenhagen", "X on Friday in Oslo", "X in Oslo on Friday")."""
    place: int | None = None
    day: int | None = None
    at = met[-1] + (2 if clause.is_code(items, met[-1] + 1, ",") else 1)
    while at < len(items):
        led = at + 1 < len(items)
        if day is None and items[at].code == "D":
            day, at = at, at + 1
        elif day is None and led and items[at].low in _ON and items[at + 1].code == "D":
            day, at = at + 1, at + 2
        elif place is None and led and items[at].low in _IN_AT and items[at + 1].code in "LC":
            place, at = at + 1, at + 2
        else:
            break
    return None if place is None and day is None else Station(met, place, day, at - 1)


def _next(items: list[Item], at: int) -> list[int]:
    """The party behind a place, a date and what joins it to the one before."""
    i, joined = _past_aside(items, at + 1), False
    while i < len(items) and (items[i].code in "t,&D" or items[i].low in _BETWEEN):
        joined = joined or items[i].code in ",&"
        i += 1
    alone = i < len(items) and items[i].code in "PR" and clause.is_agent(items[i])
    acts = i + 1 < len(items) and (items[i + 1].code in "mbhds" or clause.is_verb_like(items[i + 1]))
    return [i] if joined and alone and not acts else []


def _past_aside(items: list[Item], at: int) -> int:
    """The index behind what stands between dashes, if a dash stands at the one given."""
    if not clause.is_code(items, at, ";"):
        return at
    dashes = [i for i in range(at, min(len(items), at + _ASIDE)) if items[i].code == ";" and items[i].low == items[at].low]
    return dashes[-1] + 1 if len(dashes) > 1 else at


def _setting(items: list[Item], station: Station) -> tuple[str | None, str | None]:
    place, day = station.place, station.day
    where = None if place is None else itinerary.country_at(items, place, "in")[1] or items[place].text
    return where, None if day is None else items[day].low
