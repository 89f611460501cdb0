"""What holds an act back: a threat, a call, a plan, a refusal or a delay that stands before its verb."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dipkb.extract import clause
from dipkb.extract.document import Item
from dipkb.extract.reading import Reading
from dipkb.extract.sanctions.words import ACTS, STANCES, words

_DECISIONS, _CARRIERS, _UPHELD = words("decisions"), words("carriers"), words("upheld")
_SAYING, _UNDERWAY = words("saying"), words("underway")
HELD_BACK = {"threaten": "proposed", "call-for": "proposed", "plan": "planned", "refuse": "denied", "delay": "postponed"}
_FORMAL = re.compile(
    r"\b(?:formal(?:ly)? (?:adopt|approv|endors|sign)\w*|politically|(?:will|to) be (?:finali[sz]ed|approved|adopted|published)"
    r"|(?:adopted|approved|finali[sz]ed) formally|(?:days|weeks) to (?:prepare|finali[sz]e|adopt))\b"
)
_NOUNS = frozenset({"removal", "relief", "suspension", "waiver", "waivers", "reduction", "termination", "delisting"})
_BEFORE_NOUNS = frozenset({"on", "about", "that", "phased", "gradual", "full", "partial", "towards", "toward", "possible"})
_PLANS = frozenset(
    {"conditions", "condition", "criteria", "terms", "timetable", "roadmap", "plan", "plans", "proposal", "proposals", "options"}
)
DECIDING = ("agree", "approv", "endors")
_DEMANDS = frozenset({"demand", "demands", "call", "calls", "appeal", "appeals"})
_SOFTENING = frozenset({"soften", "softens", "softened", "ease", "eased", "easing", "reduce", "reduced", "lower", "cut"})
_WARNING = frozenset({"warned", "urged", "asked", "told", "warning", "urging", "advised"})
_HARM = frozenset({"blow", "impact", "pain", "effect", "effects", "burden", "damage", "bite"})
_LASTING = frozenset({"deny", "ban", "bar", "block", "prohibit", "restrict", "freeze", "refuse"})
_REACH = 11


@dataclass(slots=True)
class Act:
    """``verb`` governs the restriction; ``doer`` is the word whose subject acts, ``asked`` whether that one only asks for it.

    ``status`` is ``None`` where the words only speak of the restriction; ``strikes`` where the verb's object is whom it hits.
    """

    action: str
    status: str | None
    verb: int | None = None
    doer: int | None = None
    passive: bool = False
    strikes: bool = False
    asked: bool = False
    by: bool = False


def held_back(reading: Reading, act: Act) -> Act:
    """The act with the threat, call, plan or refusal that stands before its verb."""
    items = reading.items
    pivot = act.verb if act.verb is not None else reading.at
    low = items[pivot].low
    found = _stances(items, pivot)
    if pivot and items[pivot - 1].low == "against" and low.endswith("ing"):
        return Act("in-force", None)  # "warned against lifting sanctions"
    to = pivot > 1 and items[pivot - 1].low == "to" and items[pivot - 2].low.startswith("continu")
    if reading.verb and to and low in _LASTING:
        return Act("in-force", None, act.verb, act.doer, act.passive)  # "will continue to deny entry to"
    goes_on = low.startswith("continu") and act.verb is not None and act.verb > reading.at  # "sanctions will continue to apply"
    if act.action == "in-force" and (low not in STANCES or goes_on):
        return _apply(act, "call-for", found["call-for"], "") if "call-for" in found and low in _UPHELD else act
    if low in STANCES and act.verb is not None and not reading.verb and (low not in ACTS or act.status != "occurred"):
        found.setdefault(STANCES[low], pivot)
    if "refuse" in found and "threaten" in found and items[found["refuse"]].low in ("rule", "ruled", "rules", "ruling"):
        del found["refuse"]
    if act.action in ("lift", "ease") and "refuse" in found and "call-for" in found and items[found["refuse"]].low == "not":
        return Act("in-force", None)  # "asked the president not to lift sanctions"
    if act.action in ("lift", "ease") and act.status == "occurred" and not found and _is_announced_relief(items, pivot):
        act.status = "planned"
    if act.action == "impose" and "refuse" in found and _is_warned(items, found["refuse"]):
        return Act("in-force", None)  # "had warned the EU not to impose sanctions"
    if "refuse" in found and items[found["refuse"]].code == "!" and _until_now(items, found["refuse"]):
        return Act("in-force", None)  # "until now had not imposed any"
    if is_decision(act, low) and _is_political(reading):
        found.setdefault("plan", pivot)
    if "threaten" in found and _is_discussed(items, found["threaten"]):
        return Act("impose", "hypothetical", None, None)  # "discussed the prospect of further sanctions"
    told = _told(reading, pivot)
    for stance in ("delay", "refuse", "call-for", "threaten", "plan"):
        if stance in found:
            return _apply(act, stance, found[stance], told)
    if told in ("hypothetical", "cancelled", "postponed"):
        act.status = told
    elif told == "planned" and act.status == "occurred":
        act.status = "planned"
    return act


def is_mention(reading: Reading, act: Act) -> bool:
    """Whether relief is only spoken of ("discussed the lifting of sanctions", "paved the way for sanctions relief")."""
    if reading.verb or act.action not in ("lift", "ease") or act.asked or act.status == "planned":
        return False
    if act.verb is None:
        return True
    items, low = reading.items, reading.items[act.verb].low
    before = items[act.verb - 1] if act.verb else None
    nominal = low in _NOUNS or (
        low.endswith("ing")
        and before is not None
        and (before.code in "taAso" or before.low in _BEFORE_NOUNS or _is_for_plan(items, act.verb))
    )
    if nominal and before is not None and before.low == "our" and reading.date("past") is not None:
        return False  # "following our lifting of sanctions on 5 October"
    return nominal and not any(x.low in words("confirms") for x in items[max(0, act.verb - 4) : act.verb])


def _is_for_plan(items: list[Item], verb: int) -> bool:
    """Whether it is what conditions or a timetable are for ("the conditions for lifting sanctions")."""
    return verb > 1 and items[verb - 1].low in ("for", "of", "on") and items[verb - 2].low in _PLANS


def _is_discussed(items: list[Item], at: int) -> bool:
    """Whether a possibility is what others talk about, and nobody's threat."""
    chance = items[at].low in ("prospect", "possibility", "possible", "potential")
    return chance and any(x.low.startswith(("discuss", "talked", "debat")) for x in items[max(0, at - 8) : at])


def _is_warned(items: list[Item], at: int) -> bool:
    """Whether "not to" is only what somebody is warned or asked."""
    to = items[at].low == "not" and items[at + 1].low == "to"
    return to and any(
        x.low in ("warned", "urged", "asked", "told", "warning", "urging", "advised") for x in items[max(0, at - 6) : at]
    )


def _until_now(items: list[Item], at: int) -> bool:
    """Whether "not" only says how it had been before ("until now had not applied measures")."""
    near = [x.low for x in items[max(0, at - 6) : at]]
    return "until" in near and bool({"had", "has", "have"} & set(near[-2:]))


def is_decision(act: Act, low: str) -> bool:
    """Whether it is only told that new restrictions were agreed on."""
    return act.action == "impose" and act.status == "occurred" and low.startswith(DECIDING)


def _is_political(reading: Reading) -> bool:
    """Whether what was agreed is still to be adopted, as the text says elsewhere ("will be formally adopted")."""
    return _FORMAL.search(reading.document.article.text) is not None


def _is_announced_relief(items: list[Item], verb: int) -> bool:
    """Whether its lifting is announced, which is then still to come ("announced the lifting of", "the decision to lift")."""
    near = items[max(0, verb - 7) : verb]
    told = any(x.low.startswith("announc") for x in near)
    return told and (items[verb].low in _NOUNS | {"lifting", "easing", "removing"} or any(x.low == "decision" for x in near))


def _apply(act: Act, stance: str, at: int, told: str) -> Act:
    act.asked = stance == "call-for" and at != act.verb
    if stance != "refuse" and not (act.passive and act.doer is None):
        act.doer = at if act.doer is None or stance == "call-for" or not act.passive else act.doer
    act.status = "hypothetical" if told == "hypothetical" else HELD_BACK[stance]
    if stance in ("threaten", "call-for"):
        if act.action in ("impose", "in-force") or (stance == "call-for" and act.action == "extend"):
            act.action = stance
        if told in ("cancelled", "postponed", "denied"):
            act.status = told
    elif act.action == "in-force" or (stance == "delay" and act.action == "ease"):
        act.action = "impose"
    return act


def _stances(items: list[Item], pivot: int) -> dict[str, int]:
    """Each stance that stands before the verb, with its place; a decision ends the search ("decided to impose")."""
    found: dict[str, int] = {}
    for i in range(pivot - 1, max(-1, pivot - _REACH), -1):
        item, low = items[i], items[i].low
        if item.code in '"' or low == ";" or (item.code == "k" and low not in ("so", "as", "whether", "if", "until", "unless")):
            break
        if item.code == "w" and (i < pivot - 3 or low in ("which", "who")):
            break
        if low in ("why", "how", "what"):
            break
        if low in _DECISIONS and i + 1 < len(items) and items[i + 1].low in ("to", "on") and not found:
            break
        if item.code == "!" and i < pivot - 4:
            continue
        if low in STANCES and low not in _CARRIERS and not is_other(items, i):
            found.setdefault(STANCES[low], i)
        if low in ("set", "due", "about") and items[i + 1].low == "to" and i and items[i - 1].code == "b":
            found.setdefault("plan", i)
        if low == "to" and i and items[i - 1].code == "b" and items[i + 1].low == "be":
            found.setdefault("plan", i)  # "five judges are to be added"
        if low == "to" and i == pivot - 1 and i and items[i - 1].low in _UNDERWAY:
            found.setdefault("plan", i)  # "triggered a procedure to reinstate sanctions"
        if low == "about" and i == pivot - 1:
            found.setdefault("threaten", i)
        if low == "close" and items[i + 1].low == "to":
            found.setdefault("threaten", i)
        if low in ("would", "’d", "'d"):
            conditional = any(x.low in ("if", "unless", "should") for x in items[pivot:])
            found.setdefault("threaten" if conditional else "plan", i)
        joined = items[pivot - 1].code == "&" and items[i - 1].low == "to"  # "plans to reverse course and lift sanctions"
        if i < pivot - 1 and low in ACTS and low not in STANCES and ACTS[low] in ("lift", "ease") and not joined:
            break
    if not found and (demand := _demanded(items, pivot)) is not None:
        found["call-for"] = demand
    if pivot and items[pivot - 1].low == "to" and not found and _opens_plan(items, pivot):
        found["plan"] = pivot - 1
    return found


def _demanded(items: list[Item], pivot: int) -> int | None:
    """The noun of a demand of which the act is a later one of a list ("demands for a withdrawal, a truce and the lifting of")."""
    for i in range(pivot - _REACH, max(0, pivot - 2 * _REACH), -1):
        if i > 0 and items[i].low in _DEMANDS and items[i + 1].low == "for":
            listed = items[i + 2 : pivot]
            return i if any(x.code == "&" for x in listed) and not any(x.code in 'mbhw".;' for x in listed) else None
    return None


def _opens_plan(items: list[Item], pivot: int) -> bool:
    """ "EU to impose sanctions": an infinitive right behind its subject, or behind "is"."""
    before = items[pivot - 2] if pivot > 1 else None
    if any(clause.is_verb_like(x) and x.low not in _SAYING for x in items[: pivot - 2]):
        return False  # "coordinated with X to designate": the purpose of what was done
    return before is not None and (clause.is_agent(before) or before.code in "bC" or before.low == "due")


def _told(reading: Reading, pivot: int) -> str:
    """What the general cues say of it."""
    left = " ".join(i.low for i in reading.items[max(0, pivot - 12) : pivot])
    if any(f" {w} " in f" {left} " for w in ("if", "unless", "in case", "whether")):
        return "hypothetical"
    told = reading.rules.status.of(reading.line, pivot, True)
    return told if told in ("cancelled", "postponed") and reading.items[pivot].low not in ACTS else "occurred"


def is_other(items: list[Item], i: int) -> bool:
    """A word that only looks like an act or stance: "a new rule", "rule out" being a refusal."""
    low = items[i].low
    if low.startswith("call"):  # "called for", "called on X to"; not "called the sanctions illegal"
        return not {"for", "on", "upon"} & {x.low for x in items[i + 1 : i + 4]}
    if low.startswith("look"):
        return items[i + 1].low != "at"
    if low in ("hold", "holds", "held", "holding", "put", "puts", "putting"):
        return low.startswith("hold") and items[i + 1].low != "off"
    if low.startswith("rul"):
        return items[i + 1].low != "out"
    if low in _SOFTENING and any(x.low in _HARM for x in items[i + 1 : i + 4]):
        return True  # "to soften the blow of sanctions"
    if low.startswith(("take", "took")) and items[i + 1].low in ("into", "control", "power", "part", "note"):
        return True
    if low == "place" and items[i - 1].low == "in":
        return True
    if low in ("cut", "cuts", "cutting") and items[i + 1].low == "off":
        return True
    return low in ("order", "orders", "bill", "set", "cut", "list") and items[i - 1].code in "xa" and items[i - 1].low not in ACTS
