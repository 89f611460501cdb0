"""What is done to a restriction: imposed, extended, eased, lifted, threatened, called for, or only in force.

The verb that governs the noun decides, to its left or behind it; what stands before that verb can hold it back (``stances``).
"""

from __future__ import annotations

from dipkb.extract import clause
from dipkb.extract.document import Item
from dipkb.extract.reading import Reading
from dipkb.extract.sanctions.governing import act_before
from dipkb.extract.sanctions.predicates import act_behind, act_of_relative, had_in_place, is_fresh, is_reduced
from dipkb.extract.sanctions.stances import Act, held_back, prompted
from dipkb.extract.sanctions.verbs import act_of_verb, is_empowered, is_headline_verb
from dipkb.extract.sanctions.words import ACTS, FOLLOWERS, STANCES, words
from dipkb.extract.wordlists import forms

__all__ = ["Act", "act_of"]

_TO = forms("to")
_PARTLY = words("partly")
_PROTESTS = words("protests")
_OPPOSES = words("opposes")
_PARTIAL = words("partial")
_IN_ON, _ONTO = forms("in", "on"), forms("on", "against")


def act_of(reading: Reading) -> Act | None:
    """The act told at the trigger; ``None`` where the word is used otherwise. To lift some of it is to ease it."""
    act = _act_of(reading)
    if act is not None and act.action == "lift" and act.verb is not None and not reading.verb and _in_part(reading, act.verb):
        act.action = "ease"
    return act


def _in_part(reading: Reading, verb: int) -> bool:
    """Whether only some of the restrictions are lifted ("lifted some sanctions", "sanctions were partially lifted")."""
    items, at = reading.items, reading.at
    between = items[verb + 1 : at] if verb < at else items[max(0, at - 3) : at]
    return any(x.low in _PARTIAL for x in between) or any(x.low in _PARTLY for x in items[verb - 1 : verb + 2])


def _act_of(reading: Reading) -> Act | None:
    items, at = reading.items, reading.at
    if reading.verb:
        return act_of_verb(reading)
    if reading.line.in_title and items[at].low in words("headline_verbs") and is_headline_verb(items, at):
        return None  # "X sanctions five Y firms"
    if (had := had_in_place(items, at)) is not None:
        return Act("in-force", None, had, had)
    if at + 1 < len(items) and items[at + 1].low in words("policies"):
        return None
    relative, before, follower = act_of_relative(items, at), act_before(items, at), _follower(items, at)
    behind = None if relative else act_behind(items, at)
    if behind is not None and behind.verb is not None and not is_reduced(items, at, behind.verb):
        return held_back(reading, behind)
    if follower == "in-force" and before is not None and items[before.verb or at].low not in ACTS:
        return Act("in-force", None)  # "possible sanctions violations"
    if follower in ("call-for", "threaten") and (before is None or before.action in ("impose", "in-force")):
        strikes = before is not None and before.strikes
        return Act(follower, "proposed", before.verb if before else None, before.doer if before else at, strikes=strikes)
    if before is None or (before.action == "in-force" and before.status is None):
        if relative is not None:
            return held_back(reading, relative)
        if follower == "ease" and (given := _given(items, at)) is not None:
            return held_back(reading, Act("ease", "occurred", given))
        if follower == "ease":
            return held_back(reading, Act("ease", "proposed", None, at))
        if before is None and behind is not None and reading.date("past") is not None:
            return behind if behind.verb == at + 1 else held_back(reading, behind)
    if before is not None and behind is not None and _wishes(items, before, behind):
        return Act(behind.action, "proposed", behind.verb, before.doer, asked=True)  # "wants sanctions on X lifted"
    if before is not None and _is_imperative(reading, before):
        before.status, before.asked = "proposed", True
        return before  # "Lift sanctions on X, says Y"
    if before is not None and before.action == "impose" and before.doer is not None and prompted(items, before.doer):
        return before  # "prompting the EU to impose"
    framed = at + 1 < len(items) and items[at + 1].low in words("frameworks")
    bears = before is not None and before.verb is not None and items[before.verb].low in words("only_bearing")
    if framed and not bears and (before is None or before.action == "in-force"):
        return None
    if before is not None:
        if before.verb is not None and items[before.verb - 1].low in _TO and is_empowered(items, before.verb):
            return Act("in-force", None)
        if before.action == "in-force" and items[before.verb or 0].low in _PROTESTS and is_fresh(items, at):
            before.action, before.doer = "impose", None
        if before.verb is not None and items[before.verb].low in _OPPOSES and not is_fresh(items, at):
            return Act("in-force", None)
        before.action = follower if follower in ("ease", "extend") and before.action == "impose" else before.action
        return held_back(reading, before)
    if _is_dated(items, at):
        return Act("impose", "occurred")
    return Act("impose" if items[at].low in words("impositions") or is_fresh(items, at) else "in-force", None)


def _wishes(items: list[Item], wish: Act, participle: Act) -> bool:
    """Whether the verb before the restriction wishes for what the participle behind it says."""
    wished = wish.verb is not None and STANCES.get(items[wish.verb].low) == "call-for"
    return wished and participle.action in ("lift", "ease", "extend")


def _is_imperative(reading: Reading, act: Act) -> bool:
    """Whether a headline begins with what somebody asks for."""
    return reading.line.in_title and act.verb == 0 and reading.items[0].low in words("plain_forms")


def _given(items: list[Item], at: int) -> int | None:
    """The verb by which somebody is given or gets relief ("the deal gave X sanctions relief", "X won relief")."""
    for i in range(at - 1, max(-1, at - 7), -1):
        if items[i].low in words("gives") | words("gains"):
            return i
        if items[i].code not in "xaACLNPRGts" or clause.is_verb_like(items[i]):
            return None
    return None


def _is_dated(items: list[Item], at: int) -> bool:
    """Whether the noun with whose it is has a day of its own before its target ("following US sanctions last week on X")."""
    day = at + 1 + (at + 1 < len(items) and items[at + 1].low in _IN_ON)
    target = items[day + 1] if day + 1 < len(items) and items[day].code == "D" else None
    return target is not None and target.low in _ONTO and at > 0 and items[at - 1].code in "CANsx"


def _follower(items: list[Item], at: int) -> str | None:
    """What the noun behind makes of it: "sanctions relief" eases, "a sanctions bill" calls for them."""
    for item in items[at + 1 : at + 3]:
        if item.low in FOLLOWERS:
            return FOLLOWERS[item.low]
        if item.code != "x" or item.low in ACTS:
            return None
    return None
