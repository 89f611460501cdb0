"""Whom a clause without a subject of its own tells more of: relative, participial and between commas."""

from __future__ import annotations

from dipkb.extract.clause.coordination import group_left
from dipkb.extract.clause.subjects import subject
from dipkb.extract.clause.words import NEAR, is_agent, is_verb_like
from dipkb.extract.document import Item
from dipkb.extract.framefiles import read_frames
from dipkb.extract.wordlists import each, forms, listed

_WHO, _WHOM = each("who", "whom")
_STILL = forms("currently", "now", "still", "already", "also")
_THAT_WHICH = forms("that", "which")

_ATTENDING = frozenset(read_frames("words")["attending"])
_HAVING = listed("events", "having")


def whom(items: list[Item], at: int) -> list[int]:
    """The object of a relative clause: "Noem, whom he hosted in May", "with whom he spoke"."""
    for i in range(at - 1, max(-1, at - 6), -1):
        if items[i].low in _WHOM:
            j = i - 1
            while j > 0 and (items[j].code in ",p"):
                j -= 1
            return group_left(items, j)[0] if j >= 0 and is_agent(items[j]) else []
        if items[i].code in '"k.;w':
            break
    return []


def antecedent_of_owner(items: list[Item], at: int) -> list[int]:
    """Whom "his" means in a clause that tells more of somebody: "X, who is on his second visit to Oslo"."""
    own = next((i for i in range(at - 1, max(-1, at - 5), -1) if items[i].code == "H"), None)
    for i in range((own or 0) - 1, max(-1, at - 12), -1):
        if items[i].code == "w" and items[i].low in _WHO:
            return subject(items, i + 1)
        if items[i].code in 'k".;&' or is_agent(items[i]):
            break
    return []


def apposed(items: list[Item], at: int) -> list[int]:
    """Whom a phrase between commas is said of ("Erdogan, now in Athens, said"): its verb stands behind the second comma."""
    i = at - 1
    while i > 0 and items[i].low in _STILL:
        i -= 1
    if i < 1 or items[i].code != "," or items[i - 1].code not in "PR" or not items[i - 1].who:
        return []
    for j in range(at + 2, min(len(items), at + NEAR)):
        if items[j].code == ",":
            behind = items[j + 1] if j + 1 < len(items) else None
            return [i - 1] if behind and (behind.code in "mbhdx") else []
        if items[j].code in 'w".;' or is_verb_like(items[j]):
            break
    return []


def guest(items: list[Item], at: int) -> list[int]:
    """Who was at the gathering that a participle behind it tells more of ("X attended a dinner, hosted by Y")."""
    for i in range(at - 1, max(-1, at - 12), -1):
        if items[i].low in _ATTENDING or items[i].code == "b":
            return subject(items, i) if items[i].code != "b" else []
        if items[i].code in 'kw".;':
            break
    return []


def doer_behind(items: list[Item], at: int) -> tuple[int, int] | None:
    """Who had or made what a noun tells, and that verb, in the clause behind it: "the talks I had", "the visit which X paid"."""
    i = at + 1
    i += i < len(items) and items[i].low in _THAT_WHICH
    if not (i + 1 < len(items) and is_agent(items[i]) and items[i].code in "PRGO"):
        return None
    verb = next((j for j in range(i + 1, min(len(items), i + 4)) if items[j].low in _HAVING), None)
    return (i, verb) if verb is not None and all(x.code in "hx" for x in items[i + 1 : verb]) else None
