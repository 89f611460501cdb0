"""The act by what stands behind the restriction: "were lifted", "took effect", "which it imposed", "remain in place"."""

from __future__ import annotations

from dipkb.extract import clause
from dipkb.extract.document import Item
from dipkb.extract.sanctions.stances import Act
from dipkb.extract.sanctions.words import ACTS, words
from dipkb.extract.wordlists import each, endings, forms, listed, stems

_AS, _BEING, _BY = each("as", "being", "by")
_CONTINUE, _JOINED, _RAISED_WORDS, _THAT = each("continue", "joined", "raised", "that")
_TO = forms("to")
_ADVERB = endings("adverb")
_COME = stems("come")
_ENDING = words("ending")
_INTO_IN = forms("into", "in")
_IN_FORCE = words("in_force")
_PAST = endings("past")
_SHORT_PASTS = words("short_pasts")
_TAKE = stems("take")
_TAKING_FORCE = words("taking_force")
_VERB_ENDINGS = endings("past", "gerund", "short_put", "short_set", "strong_past", "short_ook")
_FORCE, _STARTS = words("takes_force"), words("starts_force")
_ENDS = words("ends")
_FRESH = words("fresh")
_RAISED = words("raised")
_REMAINS = words("remaining_verbs")
_ARRANGED = listed("words", "due")
_HITS = words("hits")  # what new ones do
_IN_ON = forms("in", "on")
_REACH = 13


def is_fresh(items: list[Item], at: int) -> bool:
    """Whether the restriction is called new."""
    return any(i.low in _FRESH for i in items[max(0, at - 5) : at])


def act_behind(items: list[Item], at: int) -> Act | None:
    """What a verb behind the noun says: passive ("were lifted"), taking force, remaining."""
    for i in range(at + 1, min(len(items), at + _REACH)):
        item, low = items[i], items[i].low
        if item.code in '".' or low in (";", ":") or (item.code in "Ok" and low not in _AS):
            return None
        if item.code in "bh" or item.code == "m":
            return _predicate(items, i, at)
        if low in _FORCE and items[i - 1].code not in "tHAs" and item.text[0].islower():
            return Act("impose", "occurred", None) if low in _HITS and is_fresh(items, at) else Act("in-force", None, i)
        if _starts(items, i):
            ahead = low in words("ahead") and any(x.code == "D" for x in items[i + 1 : i + 5])
            return Act("impose", "planned" if ahead else "occurred", i, None, passive=True)
        if low in _ENDS:
            return Act("lift", "occurred", i, None, passive=True)
        if low in ACTS and (low.endswith(_PAST) or low in _SHORT_PASTS):
            follows = items[i - 1]
            if i == at + 1 and (stays := _stays(items, i)) is not None:
                return Act("in-force", None, stays)  # "restrictions imposed by X on Y remain in place"
            by = follows.code == "," and i + 1 < len(items) and items[i + 1].low in _BY
            if i == at + 1 or by or follows.code in "CPNLRGDwx)":
                return Act(ACTS[low], "occurred" if ACTS[low] != "in-force" else None, i, i, passive=True)
            return None
        if item.code == "&" or (item.code == "," and (i > at + 1 or not clause.is_code(items, i + 1, "x"))):
            return None
    return None


def had_in_place(items: list[Item], at: int) -> int | None:
    """The verb by which somebody "has sanctions in place"."""
    led = at + 2 < len(items) and items[at + 1].low in _IN_ON and items[at + 2].low in words("place")
    near = (i for i in range(at - 1, max(-1, at - 4), -1) if items[i].low in words("having"))
    return next(near, None) if led else None


def _starts(items: list[Item], i: int) -> bool:
    """Whether a restriction takes force ("took effect", "came into force"; not "the decision comes amid fears")."""
    low, behind = items[i].low, items[i + 1].low if i + 1 < len(items) else ""
    if low in words("begins"):
        return i + 1 >= len(items) or items[i + 1].code in "D.," or behind in _IN_ON
    if low.startswith(_TAKE):
        return behind in _IN_FORCE  # not "members of the junta who took control"
    return low in _STARTS and (not low.startswith(_COME) or behind in _INTO_IN)


def _stays(items: list[Item], i: int) -> int | None:
    """The verb by which restrictions that a participle tells more of stay in force."""
    for j in range(i + 1, min(len(items), i + _REACH)):
        if items[j].code in '".,;wk&mbh':
            return None
        if items[j].low in _REMAINS:
            return j
    return None


def act_of_relative(items: list[Item], at: int) -> Act | None:
    """ "the sanctions (that) Washington imposed": a relative clause with a subject of its own."""
    first = at + 1
    if first < len(items) and (items[first].code == "w" or items[first].low in _THAT):
        first += 1
    if first >= len(items) or not (clause.is_agent(items[first]) or items[first].code in "tHO"):
        return None
    for i in range(first + 1, min(len(items), first + 16)):
        low = items[i].low
        if items[i].code in '".;w' or (clause.is_verb_like(items[i]) and low not in ACTS and low not in _JOINED):
            return None
        if low in ACTS and ACTS[low] != "in-force" and low.endswith(_VERB_ENDINGS) and low not in _JOINED:
            return Act(ACTS[low], "occurred", i, i)
    return None


def _predicate(items: list[Item], i: int, at: int) -> Act | None:
    """The verb behind a form of "be" or "have" or a modal."""
    passive = False
    for j in range(i, min(len(items), i + 6)):
        low = items[j].low
        passive = passive or (items[j].code == "b" and low not in _BEING) or low in _BEING
        if low in _FORCE:
            return Act("in-force", None, j)
        if _starts(items, j):
            return Act("impose", "occurred", j, None, passive=True)
        if low in ACTS and items[j - 1].low in words("plain_be") and items[j - 2].code not in "m" and items[j - 2].low not in _TO:
            return Act(ACTS[low], "proposed", j, j, passive=True)  # "in our interest, these sanctions be removed"
        if low in _ARRANGED and passive and items[j + 1 : j + 2] and items[j + 1].low in _TO:
            return _arranged(items, j + 2)
        if low in ACTS and passive:
            action = "lift" if low in _RAISED_WORDS and items[at].low in _RAISED else ACTS[low]
            return Act(action, "occurred" if action != "in-force" else None, j, j, passive=True)
        due = low in _TO and items[j - 1].code == "b"  # "sanctions are to be lifted"
        if (items[j].code not in "bhm!xD" and not due) or (low in ACTS and not passive):
            return None
    return None


def _arranged(items: list[Item], i: int) -> Act | None:
    """What is to become of it ("the embargo is set to expire", "sanctions are due to be lifted", "… expected to remain")."""
    while i < len(items) and (items[i].code in "bh" or items[i].low.endswith(_ADVERB) or items[i].low in _CONTINUE):
        i += 1
    low = items[i].low if i < len(items) else ""
    if low in _FORCE:
        return Act("in-force", None, i)
    if low in _ENDS or low in _ENDING:
        return Act("lift", "planned", i, None, passive=True)
    if low in _STARTS or low in _TAKING_FORCE:
        return Act("impose", "planned", i, None, passive=True)
    return Act(ACTS[low], "planned", i, i, passive=True) if low in ACTS and ACTS[low] != "in-force" else None


def is_reduced(items: list[Item], at: int, verb: int) -> bool:
    """A participle right behind the noun ("sanctions imposed in 2014") tells less than the verb that governs the noun."""
    relative = at + 1 < len(items) and (items[at + 1].code == "w" or items[at + 1].low in _THAT)
    plain = not any(x.code in "bhm" for x in items[at + 1 : verb])
    return items[verb].low not in _FORCE | _STARTS | _ENDS and (plain or relative)
