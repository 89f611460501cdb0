"""Encounters in several places told in one clause: "meetings with X in Oslo and Y in Riga", each with a place of its own."""

from __future__ import annotations

from typing import TypeAlias

from dipkb.extract import clause, itinerary
from dipkb.extract.document import Item
from dipkb.extract.wordlists import forms

_IN_AT, _ON = forms("in", "at"), forms("on")

Station: TypeAlias = tuple[list[int], int]  # whom one meets, and the item that names where

_BETWEEN = forms("then", "also", "later", "with", "to", "finally", "on")
_ASIDE = 12  # items between two dashes


def stations(items: list[Item], partners: list[int]) -> list[Station]:
    """Whom and where, if there are several of both; the first partners are those given."""
    found: list[Station] = []
    group = partners
    while group and (place := _place_behind(items, group[-1])) is not None:
        found.append((group, place))
        group = _next(items, place)
    return found if len(found) > 1 and len({_where(items, place) for _, place in found}) > 1 else []


def _place_behind(items: list[Item], at: int) -> int | None:
    """The place behind a party, with a comma, a day or without ("Mette Frederiksen, in Copenhagen", "X on Friday in Oslo")."""
    at += 2 if items[at + 1 : at + 2] and items[at + 1].code == "," else 1
    while at + 2 < len(items) and (items[at].code == "D" or (items[at].low in _ON and items[at + 1].code == "D")):
        at += 1
    there = at + 1 < len(items) and items[at].low in _IN_AT and items[at + 1].code in "LC"
    return at + 1 if there else None


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


def _where(items: list[Item], place: int) -> str | None:
    return itinerary.country_at(items, place, "in")[1] or items[place].text
