"""Those who speak with one voice, as one party: "the two sides", "A and B said in a statement", "the leaders of A and B"."""

from __future__ import annotations

from collections.abc import Sequence

from dipkb.extract import clause
from dipkb.extract.document import Entity, Item
from dipkb.extract.parties import Parties
from dipkb.extract.wordlists import listed, text_of

_JOINED, _OF, _COMMA = text_of("statements", "joined"), text_of("names", "of_country"), ", "
_SIDES = listed("statements", "sides")
_MOST = 4  # states that a name lists


def together(members: Sequence[Entity], role: str | None, parties: Parties) -> Entity | None:
    """Several as one: states by their names, people by their office and states; without states by the office alone."""
    if not (states := _states(members, parties)):
        codes = {e.country for e in members}
        return Entity("group", role=role, country=codes.pop() if len(codes) == 1 else None, plural=True) if role else None
    if role is None or role.casefold().split()[-1] in _SIDES:
        return Entity("group", name=states, plural=True)
    return Entity("group", role=role if states in role else _OF.format(role, states), plural=True)


def _states(members: Sequence[Entity], parties: Parties) -> str:
    """The names of the states of all, joined, where each has one and there are several but not many."""
    codes = list(dict.fromkeys(e.country for e in members))
    if not 1 < len(codes) <= _MOST:
        return ""
    names = [parties.state(code).name or "" for code in codes if code and parties.state_code(code)]
    return _JOINED.format(_COMMA.join(names[:-1]), names[-1]) if len(names) == len(codes) else ""


def states_before(items: list[Item], last: int) -> tuple[Entity, ...]:
    """The states of a list that ends at an index and is no object ("Kenya and Norway said in a joint statement")."""
    if items[last].code != "C" or last < 2 or items[last - 1].code != "&":
        return ()
    members, start = clause.group_left(items, last)
    free = start == 0 or items[start - 1].code not in "ops"
    return tuple(e for i in members for e in items[i].who) if free and all(items[i].code == "C" for i in members) else ()


def states_behind(items: list[Item], start: int) -> tuple[Entity, ...]:
    """The states of a list that begins at an index ("by Kenya, Norway and Peru")."""
    found: list[Entity] = []
    i = start
    while i < len(items) and items[i].code in "Ct,&":
        found += items[i].who if items[i].code == "C" else ()
        i += 1
    return tuple(found) if any(x.code == "&" for x in items[start:i]) else ()
