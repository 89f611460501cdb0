"""The names behind an office of several: "the foreign ministers of A and B, X and Y", "Presidents X of A and Y of B"."""

from __future__ import annotations

from dataclasses import dataclass

from dipkb.extract.document import Item, Mention
from dipkb.extract.lexicon import Lexicon
from dipkb.extract.wordlists import listed

_OPENERS = {",": ",", "(": ")", ";": ";"}
_DASHES = frozenset("-–—")
_SEPARATORS = ",&"
EQUALS = listed("events", "equals")


@dataclass(slots=True)
class _Bearer:
    """One name of the list, with the state behind it."""

    item: Item
    owner: Item | None
    end: int


def name_bearers(items: list[Item], lexicon: Lexicon) -> list[Item]:
    """The items with each office of several replaced by the people who are named behind it, each in the office."""
    for at in range(len(items) - 3, -1, -1):
        if items[at].code == "G" and _is_office(items[at].value):
            _replace(items, at, _behind_states(items, at), items[at].value, lexicon)
        elif items[at].low in EQUALS and items[at].code == "x" and items[at - 1].code == "H" and at:
            _replace(items, at - 1, at + 1, Mention(role=items[at].low), lexicon)  # "her counterparts X of A and Y of B"
    return items


def _behind_states(items: list[Item], at: int) -> int:
    """What follows an office of several, over the states it is of ("the envoys of the two countries, X and Y")."""
    states = (
        at + 2 < len(items) and items[at + 1].code == "o" and items[at + 2].code == "G" and items[at + 2].value.rank == "sides"
    )
    return at + 3 if states else at + 1


def _is_office(value: Mention) -> bool:
    equals = (value.role or "").split()[-1:] and (value.role or "").split()[-1] in EQUALS
    return bool(value.role) and (value.rank not in ("staff", "pair", "sides") or (bool(equals) and len(value.owners) > 1))


def _replace(items: list[Item], at: int, behind: int, group: Mention, lexicon: Lexicon) -> None:
    """Put the people named behind a group in its place, if they are all of it."""
    if one_by_one := _each_behind_its_state(items, behind, group, lexicon):
        people = [_person(b, b.owner, group, lexicon) for b in one_by_one]
        items[at : one_by_one[-1].end] = _strung(people, items[at])
        return
    opener = items[behind].code if behind < len(items) else ""
    first = behind + (opener in _OPENERS)
    found = _bearers(items, first, lexicon)
    if not _fits(group, found, opener in _OPENERS and behind == at + 1):
        return
    end = found[-1].end
    end += opener in _OPENERS and end < len(items) and items[end].code == _OPENERS[opener]
    people = [_person(b, b.owner or _owner(group, n), group, lexicon) for n, b in enumerate(found)]
    items[at:end] = _strung(people, items[at])


def _each_behind_its_state(items: list[Item], at: int, group: Mention, lexicon: Lexicon) -> list[_Bearer]:
    """The names of "the presidents of A, X, and B, Y" or "of A (X) and of B (Y)", if there are two or more."""
    found: list[_Bearer] = []
    owner = group.owners[0] if len(group.owners) == 1 else None
    while owner is not None and at + 1 < len(items):
        opened = items[at].code in ",(" or (items[at].code == ";" and items[at].low in _DASHES)
        bearer = _bearer(items, at + opened, lexicon)
        if bearer is None or bearer.owner is not None:
            break
        end = bearer.end + (bearer.end < len(items) and items[bearer.end].code in ",)")
        found.append(_Bearer(bearer.item, owner, end if items[at].code == "(" else bearer.end))
        owner, at = _next_state(items, end)
    return found if len(found) > 1 else []


def _next_state(items: list[Item], at: int) -> tuple[Item | None, int]:
    """The state that a list goes on to, over "and", "of" and "the", and what stands behind it."""
    while at < len(items) and items[at].code in ",&ot":
        at += 1
    return (items[at], at + 1) if at < len(items) and items[at].code == "C" else (None, at)


def _owner(group: Mention, n: int) -> Item | None:
    """The state that the nth of the people acts for."""
    if len(group.owners) > 1:
        return group.owners[n]
    return next(iter(group.owners), None)


def _fits(group: Mention, found: list[_Bearer], apart: bool) -> bool:
    """Whether the names are as many as the states of the group, or are all whom the office of no or one state is of."""
    if len(group.owners) > 1:
        return len(found) == len(group.owners)
    full = all(b.owner is not None or " " in b.item.text or b.item.code == "P" for b in found)
    return len(found) > 1 and full and not apart


def _bearers(items: list[Item], at: int, lexicon: Lexicon) -> list[_Bearer]:
    """The names that a list consists of, which ends with "and" and a name."""
    found: list[_Bearer] = []
    joined = False
    while (bearer := _bearer(items, at, lexicon)) is not None:
        found.append(bearer)
        at = bearer.end
        if joined:
            return found
        while at < len(items) and items[at].code in _SEPARATORS:
            joined = joined or items[at].code == "&"
            at += 1
    return []


def _bearer(items: list[Item], at: int, lexicon: Lexicon) -> _Bearer | None:
    if at >= len(items):
        return None
    item = items[at]
    named = item.code == "n" or (item.code == "P" and isinstance(item.value, Mention) and item.value.role is None)
    if not named or not lexicon.not_people.isdisjoint(item.text.split()):
        return None
    of = at + 1 < len(items) and items[at + 1].code == "o"
    state = at + 2 + (of and at + 2 < len(items) and items[at + 2].code == "t")
    if of and state < len(items) and items[state].code == "C":
        return _Bearer(item, items[state], state + 1)
    bracketed = [x.code for x in items[at + 1 : at + 4]] == ["(", "C", ")"]
    return _Bearer(item, items[at + 2], at + 4) if bracketed else _Bearer(item, None, at + 1)


def _person(bearer: _Bearer, owner: Item | None, group: Mention, lexicon: Lexicon) -> Item:
    told = bearer.item.value if isinstance(bearer.item.value, Mention) else Mention(name=bearer.item.text)
    told.owner = told.owner or owner
    if (group.role or "").split()[-1] not in EQUALS:
        told.role, told.rank = lexicon.singular(group.role), group.rank
    bearer.item.code, bearer.item.value = "P", told
    return bearer.item


def _strung(people: list[Item], group: Item) -> list[Item]:
    """The people with commas and "and" between them; the first reaches back to the words of the office."""
    people[0].i = group.i
    strung: list[Item] = []
    for n, person in enumerate(people):
        if n:
            last = n == len(people) - 1
            strung.append(Item("&" if last else ",", person.i, person.i, "and" if last else ",", "and" if last else ","))
        strung.append(person)
    return strung
