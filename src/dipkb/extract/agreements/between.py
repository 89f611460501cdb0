"""Between whom the words at a document say that it is: "between X and Y", "the X-Y trade deal", "X's deal with Y"."""

from __future__ import annotations

import itertools

from dipkb.extract import clause
from dipkb.extract.agreements import signatories
from dipkb.extract.agreements.represented import each_once, state_for, states_at
from dipkb.extract.agreements.words import DEEDS, KINDS, words
from dipkb.extract.document import Entity, Item
from dipkb.extract.reading import Reading
from dipkb.extract.sanctions.lists import listing
from dipkb.extract.wordlists import each, forms, listed

_BETWEEN, _TO = each("between", "to")
_THAT_WHICH = forms("that", "which")
_SIDES = words("sides")
_BODIES = listed("events", "parts_of_states")
_ELSE = words("something_else")
_FAR, _BOTH = 16, 2


def paired_in(reading: Reading) -> list[Entity]:
    """The two states that the sentence names together ("between X and Y")."""
    items = reading.items
    for i, item in enumerate(items):
        if item.low in _BETWEEN:
            states = [s for e in listing(reading, i + 1)[0] if (s := state_for(reading, e)) is not None and s.kind == "country"]
            if len(each_once(states)) == _BOTH:
                return each_once(states)
    return []


def treaty_of(reading: Reading) -> list[Entity]:
    """Between whom the words at the document say that it is, whatever is done with it; none where they do not name two."""
    apart = between(reading)
    pair = apart if len(apart) > 1 else states_at(reading, _pair_before(reading))
    owner = clause.possessor(reading.items, reading.at)
    owned = each_once([*states_at(reading, owner), *states_at(reading, reading.place("with:"))]) if owner else []
    return next((some for some in (pair, owned) if len(some) > 1), [])


def _pair_before(reading: Reading) -> list[int]:
    """The pair right before the noun ("the X-Y trade deal")."""
    for i in range(reading.at - 1, max(-1, reading.at - 5), -1):
        if reading.items[i].code == "G" and len(reading.items[i].who) > 1:
            return [i]
        if reading.items[i].code != "x" or clause.is_verb_like(reading.items[i]):
            break
    return []


def is_between_others(reading: Reading) -> bool:
    """Whether "between" right behind the document goes on with somebody whom nothing names."""
    items, at = reading.items, reading.at
    right = at + 1 < len(items) and items[at + 1].low in _BETWEEN
    return right and not only_takes_up(reading) and any(x.code == "&" for x in items[at + 2 : at + 10])


def between(reading: Reading) -> list[Entity]:
    """The list behind "between", also farther off ("a deal signed in 2015 between …"), and what a dash adds to it."""
    items = reading.items
    at = next((i for i in range(reading.at + 1, min(len(items), reading.at + 9)) if items[i].low in _BETWEEN), None)
    at = at if at is not None else _behind_deed(items, reading.at)
    if at is not None and _is_of_another(items, reading.at, at):
        return []
    if at is None or any(x.code in '".w' for x in items[reading.at + 1 : at]):
        return states_at(reading, reading.place("between:"))
    listed, _ = listing(reading, at + 1)
    states = each_once([s for e in listed if (s := state_for(reading, e)) is not None])
    surely = [s for s in states if s.kind == "country"] if len(states) < 3 else []
    if len(surely) > 1 and any(x.low in words("states_by_kind") for x in items[at + 1 : at + 8]):
        return surely  # "between X and the kingdom"
    if len(surely) == 1 and (other := _by_kind(reading, at, surely[0])):
        return [*surely, *other]
    named = signatories.behind(reading, at + 1)
    if any(not e.certain for e in named) and len(named) > 1 and len(named) >= len(states):
        return each_once([s for e in named if (s := state_for(reading, e)) is not None])
    return states if len(states) > 1 else _owners(reading, at) or states


def involved(reading: Reading) -> list[Entity]:
    """Whom one of several documents is said to involve ("a third memorandum involved X and Y")."""
    at = reading.at + 1
    if at >= len(reading.items) or reading.items[at].low not in words("involving"):
        return []
    named = signatories.behind(reading, at + 1)
    return each_once([s for e in named if (s := state_for(reading, e)) is not None])


def _behind_deed(items: list[Item], at: int) -> int | None:
    """ "between" right behind what is done with a document, farther off ("seven memoranda, worth …, were signed between")."""
    for i in range(at + 1, min(len(items) - 1, at + 2 * _FAR)):
        if items[i].code in '".k' or (items[i].low in DEEDS and items[i + 1].low in _BETWEEN):
            return i + 1 if items[i].code not in '".k' else None
    return None


def _by_kind(reading: Reading, at: int, state: Entity) -> list[Entity]:
    """The other state of "between X and the kingdom": the one other that the sentence and the opening speak of."""
    told = reading.items[at + 1 : at + 8]
    if not any(x.code == "&" for x in told) or not any(x.low in words("states_by_kind") for x in told):
        return []
    named = [
        s for x in reading.items for e in (*x.who, *reading.state_of(x)) if (s := state_for(reading, e)) is not None and s.country
    ]
    others = [s for s in each_once([s for s in named if s.kind == "country"]) if s.key() != state.key()]
    return others if len(others) == 1 else []


def _is_of_another(items: list[Item], at: int, preposition: int) -> bool:
    """Whether "between" belongs to something else ("following calls between …", "a pact and a memorandum between …")."""
    inner = range(at + 1, preposition)
    return any(
        items[i].low in _ELSE or items[i].low in _THAT_WHICH or (items[i].low in KINDS and items[i - 1].code == "t")
        for i in inner
    )


def is_for_something(reading: Reading) -> bool:
    """Whether "between" stands behind what the document is to do ("an accord to ease drills between their armies")."""
    at = next((i for i in range(reading.at + 1, len(reading.items)) if reading.items[i].low in _BETWEEN), reading.at)
    return any(x.low in _TO for x in reading.items[reading.at : at])


def only_takes_up(reading: Reading) -> bool:
    """Whether "between" only takes up who was named before ("trade between the countries")."""
    items = reading.items
    at = next((i for i in range(reading.at + 1, len(items)) if items[i].low in _BETWEEN), len(items))
    return any(x.low.split()[-1] in _SIDES for x in items[at + 1 : at + 4])


def _owners(reading: Reading, at: int) -> list[Entity]:
    """Whose bodies "between" names at once ("between the ministries of energy of X and Y")."""
    items = reading.items
    head = next((i for i in range(at + 1, min(len(items), at + 5)) if items[i].low in _BODIES), None)
    if head is None:
        return []
    behind = itertools.takewhile(lambda i: items[i].code not in '".w;k', range(head + 1, min(len(items), head + _FAR)))
    states = states_at(reading, [i for i in behind if items[i].code == "C"])
    return states if len(states) == 2 else []
