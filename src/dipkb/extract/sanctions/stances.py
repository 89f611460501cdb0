"""What holds an act back: a threat, a call, a plan, a refusal or a delay that stands before its verb."""

from __future__ import annotations

from dataclasses import dataclass

from dipkb.extract import clause
from dipkb.extract.document import Item
from dipkb.extract.reading import Reading
from dipkb.extract.sanctions.words import ACTS, STANCES, words
from dipkb.extract.wordlists import each, endings, forms, listed, pattern_named, stems, texts

_UNTIL, _HAVE, _FOR_ON = forms("until"), forms("had", "has", "have"), forms("for", "on", "upon")
_ABOUT, _AGAINST, _AT, _BE, _CLOSE = each("about", "against", "at", "be", "close")
_BY = forms("by")
_DECISION, _DUE, _FOR, _IN, _NOT = each("decision", "due", "for", "in", "not")
_OFF, _OUR, _OUT, _PLACE, _TO = each("off", "our", "out", "place", "to")
_ABOUT_TO = listed("words", "due")
_ANNOUNCE = stems("announce")
_CALL = stems("call")
_CONTINUE = stems("continue")
_CUTS = words("cuts")
_DISCUSSING = stems("discuss", "talked", "debate")
_FOR_OF_ON = forms("for", "of", "on")
_ADVERB = endings("adverb")
_GERUND = endings("gerund")
_HOLD = stems("hold")
_HOLDING = words("holding")
_IF = forms("so", "as", "whether", "if", "until", "unless")
_IF_EVER = forms("if", "unless", "should")
_LOOK = stems("look")
_NOT_OBJECTS = words("not_objects")
_POSSIBLE = words("possible")
_RULE = stems("rule")
_RULING = words("ruling")
_TAKE = stems("take")
_TAKEN = words("taken")
_TO_ON = forms("to", "on")
_WHICH_WHO = forms("which", "who")
_WHY_HOW_WHAT = forms("why", "how", "what")
_UNLESS = forms("if", "unless", "until")
_WOULD = forms("would", "would_short")

_DECISIONS, _CARRIERS, _UPHELD = words("decisions"), words("carriers"), words("upheld")
_SAYING, _UNDERWAY = words("saying"), words("underway")
HELD_BACK = {"threaten": "proposed", "call-for": "proposed", "plan": "planned", "refuse": "denied", "delay": "postponed"}
_FORMAL = pattern_named("formal_later")
_FOLLOWING = forms("after", "following", "since")
_NOMINAL = endings("gerund", "nominal")
_NOUNS = words("relief_nouns")
_BEFORE_NOUNS = words("before_relief")
_PLANS = words("plans")
DECIDING = texts("sanctions", "deciding_stems")
_DEMANDS = words("calls")
_SOFTENING = words("softening")
_WARNING = words("warning")
_HARM = words("harm")
_LASTING = words("lasting")
_REACH, _FAR, _NEAR = 11, 24, 6
_HOLDING_BACK = ("threaten", "call-for", "plan")


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
    owed: bool = False
    by: bool = False


def held_back(reading: Reading, act: Act) -> Act:
    """The act with the threat, call, plan or refusal that stands before its verb."""
    items = reading.items
    pivot = act.verb if act.verb is not None else reading.at
    low = items[pivot].low
    if act.status == "occurred" and is_nominal(items, pivot) and _is_occasion(items, pivot):
        return act  # "will discuss trade following our lifting of sanctions"
    found = _stances(items, pivot)
    if pivot and items[pivot - 1].low in _AGAINST and low.endswith(_GERUND):
        return Act("in-force", None)  # "warned against lifting sanctions"
    to = pivot > 1 and items[pivot - 1].low in _TO and items[pivot - 2].low.startswith(_CONTINUE)
    if reading.verb and to and low in _LASTING:
        return Act("in-force", None, act.verb, act.doer, act.passive)  # "will continue to deny entry to"
    goes_on = low.startswith(_CONTINUE) and act.verb is not None and act.verb > reading.at  # "sanctions will continue to apply"
    if act.action == "in-force" and (low not in STANCES or goes_on):
        return _apply(act, "call-for", found["call-for"], "") if "call-for" in found and low in _UPHELD else act
    if low in STANCES and act.verb is not None and not reading.verb and (low not in ACTS or act.status != "occurred"):
        found.setdefault(STANCES[low], pivot)
    if "refuse" in found and "threaten" in found and items[found["refuse"]].low in _RULING:
        del found["refuse"]
    if "call-for" in found and items[found["call-for"]].low in words("bills") and _is_enacted(items, found["call-for"]):
        del found["call-for"]
    if act.action in ("lift", "ease") and "refuse" in found and "call-for" in found and items[found["refuse"]].low in _NOT:
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
    if "delay" in found and items[found["delay"] + 1].low in _IN:
        return Act("in-force", None)  # "welcomed any delay in the tariffs"
    told = _told(reading, pivot)
    for stance in ("delay", "refuse", "call-for", "threaten", "plan"):
        if stance in found:
            return _apply(act, stance, found[stance], told, items[found[stance]].code == "m")
    if told in ("hypothetical", "cancelled", "postponed"):
        act.status = told
    elif told == "planned" and act.status == "occurred":
        act.status = "planned"
    return act


def _is_occasion(items: list[Item], verb: int) -> bool:
    """Whether an act told by a noun is what something else comes after."""
    return any(x.low in _FOLLOWING for x in items[max(0, verb - 3) : verb])


def prompted(items: list[Item], verb: int) -> list[int]:
    """Whom something prompts to do what the verb says ("the coup led the EU and Japan to impose"): it is done."""
    if not verb or items[verb - 1].low not in _TO:
        return []
    i = verb - 2
    while i > 0 and (items[i].low.endswith(_ADVERB) or items[i].low in words("adverbs")):
        i -= 1
    if not clause.is_agent(items[i]):
        return []
    members, start = clause.group_left(items, i)
    start -= items[start - 1].code == "t"
    return members if start and items[start - 1].low in words("prompting") else []


def is_nominal(items: list[Item], verb: int) -> bool:
    """Whether an act is told by a noun with "of" behind it, over a day ("its adoption today of a new package")."""
    behind = next((x for x in items[verb + 1 : verb + 3] if x.code != "D"), None)
    return items[verb].low.endswith(_NOMINAL) and behind is not None and behind.code == "o"


def is_mention(reading: Reading, act: Act) -> bool:
    """Whether relief is only spoken of ("discussed the lifting of sanctions", "paved the way for sanctions relief")."""
    if reading.verb or act.action not in ("lift", "ease") or act.asked or act.status == "planned":
        return False
    if act.verb is None:
        return True
    items, low = reading.items, reading.items[act.verb].low
    before = items[act.verb - 1] if act.verb else None
    near = items[max(0, act.verb - 8) : act.verb]
    if before is not None and before.code in "sCNA" and any(x.low in words("responding_to") for x in near):
        return False  # "welcomed X's lifting of sanctions"
    nominal = low in _NOUNS or (
        low.endswith(_GERUND)
        and before is not None
        and (before.code in "taAso" or before.low in _BEFORE_NOUNS or _is_for_plan(items, act.verb))
    )
    if nominal and before is not None and before.low in _OUR and reading.date("past") is not None:
        return False  # "following our lifting of sanctions on 5 October"
    return nominal and not any(x.low in words("confirms") for x in items[max(0, act.verb - 6) : act.verb])


def _is_for_plan(items: list[Item], verb: int) -> bool:
    """Whether it is what conditions or a timetable are for ("the conditions for lifting sanctions")."""
    return verb > 1 and items[verb - 1].low in _FOR_OF_ON and items[verb - 2].low in _PLANS


def _is_enacted(items: list[Item], bill: int) -> bool:
    """Whether a bill is made law ("signed a bill to strengthen sanctions into law")."""
    return any(x.low in words("enacting") for x in items[max(0, bill - 4) : bill])


def _is_discussed(items: list[Item], at: int) -> bool:
    """Whether a possibility is what others talk about, and nobody's threat."""
    chance = items[at].low in _POSSIBLE
    return chance and any(x.low.startswith(_DISCUSSING) for x in items[max(0, at - 8) : at])


def _is_warned(items: list[Item], at: int) -> bool:
    """Whether "not to" is only what somebody is warned or asked."""
    to = items[at].low in _NOT and items[at + 1].low in _TO
    return to and any(x.low in _WARNING for x in items[max(0, at - 6) : at])


def _until_now(items: list[Item], at: int) -> bool:
    """Whether "not" only says how it had been before ("until now had not applied measures")."""
    near = [x.low for x in items[max(0, at - 6) : at]]
    return not _UNTIL.isdisjoint(near) and not _HAVE.isdisjoint(near[-2:])


def is_decision(act: Act, low: str) -> bool:
    """Whether it is only told that new restrictions were agreed on."""
    return act.action == "impose" and act.status == "occurred" and low.startswith(DECIDING)


def _is_political(reading: Reading) -> bool:
    """Whether what was agreed is still to be adopted, as the text says elsewhere ("will be formally adopted")."""
    return _FORMAL.search(reading.document.article.text) is not None


def _is_announced_relief(items: list[Item], verb: int) -> bool:
    """Whether its lifting is announced, which is then still to come ("announced the lifting of", "the decision to lift")."""
    near = items[max(0, verb - 7) : verb]
    at = next((i for i in range(verb - 1, max(-1, verb - 8), -1) if items[i].low.startswith(_ANNOUNCE)), None)
    if at is None or (at and items[at - 1].code == "h") or all(x.code == '"' for x in items[at + 1 : verb]):
        return False  # "had announced the lifting", "announced lifting sanctions"
    if items[verb - 1].code == "b" and items[verb].low.endswith(_GERUND):
        return False  # "announced it was lifting sanctions"
    return items[verb].low in _NOUNS | words("relieving") or any(x.low in _DECISION for x in near)


def _apply(act: Act, stance: str, at: int, told: str, modal: bool = False) -> Act:
    act.asked = stance == "call-for" and at != act.verb
    act.owed = act.asked and act.action in ("lift", "ease") and modal
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
        if item.code in '"' or low == ";" or (item.code == "k" and low not in _IF):
            break
        if item.code == "w" and (i < pivot - 3 or low in _WHICH_WHO):
            break
        if low in _WHY_HOW_WHAT:
            break
        if low in _UNLESS and any(clause.is_agent(x) for x in items[i + 1 : pivot]):
            break  # "will answer if X imposes tariffs": what stands before is the answer
        if low in _DECISIONS and i + 1 < len(items) and items[i + 1].low in _TO_ON and not found:
            found |= _of_decision(items, i)
            break
        if item.code == "!" and i < pivot - 4:
            continue
        if STANCES.get(low) == "refuse" and i + 1 < pivot and items[i + 1].low in _BY:
            continue  # "blocked by a dispute over lifting them"
        if low in STANCES and low not in _CARRIERS and not is_other(items, i):
            found.setdefault(STANCES[low], i)
        if low in _ABOUT_TO and items[i + 1].low in _TO and i and (items[i - 1].code == "b" or clause.is_agent(items[i - 1])):
            found.setdefault("plan", i)
        if low in _TO and i and items[i - 1].code == "b" and items[i + 1].low in _BE:
            found.setdefault("plan", i)  # "five judges are to be added"
        if low in _TO and i == pivot - 1 and i and items[i - 1].low in _UNDERWAY:
            found.setdefault("plan", i)  # "triggered a procedure to reinstate sanctions"
        if low in _ABOUT and i == pivot - 1:
            found.setdefault("threaten", i)
        if low in _CLOSE and items[i + 1].low in _TO:
            found.setdefault("threaten", i)
        if low in _WOULD:
            conditional = any(x.low in _IF_EVER for x in items[pivot:])
            found.setdefault("threaten" if conditional else "plan", i)
        joined = items[pivot - 1].code == "&" and items[i - 1].low in _TO  # "plans to reverse course and lift sanctions"
        if i < pivot - 1 and low in ACTS and low not in STANCES and ACTS[low] in ("lift", "ease") and not joined:
            break
    if not found and (demand := _demanded(items, pivot)) is not None:
        found["call-for"] = demand
    if pivot and items[pivot - 1].low in _TO and not found and _opens_plan(items, pivot):
        found["plan"] = pivot - 1
    if pivot and items[pivot - 1].low in _BY and items[pivot].low.endswith(_GERUND) and not found:
        return _of_means(items, pivot - 1)
    return found


def _of_decision(items: list[Item], noun: int) -> dict[str, int]:
    """What is only planned or debated of a decision ("is debating a resolution to impose")."""
    first = max(0, noun - _NEAR)
    if clause.is_verb_like(items[noun]) or any(x.code in '".;wk' for x in items[first:noun]):
        return {}
    named = (i for i in range(noun - 1, first - 1, -1) if items[i].low in STANCES and not is_other(items, i))
    return next(({STANCES[items[i].low]: i} for i in named if STANCES[items[i].low] in _HOLDING_BACK), {})


def _of_means(items: list[Item], by: int) -> dict[str, int]:
    """The stance of the verb that "by" says the means of ("vowed that it would retaliate against the tariffs by banning …")."""
    for i in range(by - 1, max(-1, by - _FAR), -1):
        low = items[i].low
        if items[i].code in '".;wk':
            return {}
        if low in _WOULD:
            return {"plan": i}
        if low in STANCES and STANCES[low] in ("threaten", "plan") and not is_other(items, i):
            return {STANCES[low]: i}
    return {}


def _demanded(items: list[Item], pivot: int) -> int | None:
    """The noun of a demand of which the act is a later one of a list ("demands for a withdrawal, a truce and the lifting of")."""
    for i in range(pivot - _REACH, max(0, pivot - 2 * _REACH), -1):
        if i > 0 and items[i].low in _DEMANDS and items[i + 1].low in _FOR:
            listed = items[i + 2 : pivot]
            return i if any(x.code == "&" for x in listed) and not any(x.code in 'mbhw".;' for x in listed) else None
    return None


def _opens_plan(items: list[Item], pivot: int) -> bool:
    """ "EU to impose sanctions": an infinitive right behind its subject, or behind "is"."""
    before = items[pivot - 2] if pivot > 1 else None
    if any(clause.is_verb_like(x) and x.low not in _SAYING for x in items[: pivot - 2]):
        return False  # "coordinated with X to designate": the purpose of what was done
    return before is not None and (clause.is_agent(before) or before.code in "bC" or before.low in _DUE)


def _told(reading: Reading, pivot: int) -> str:
    """What the general cues say of it."""
    left = " ".join(i.low for i in reading.items[max(0, pivot - 12) : pivot])
    if any(f" {w} " in f" {left} " for w in texts("status", "conditions")):
        return "hypothetical"
    told = reading.rules.status.of(reading.line, pivot, True)
    return told if told in ("cancelled", "postponed") and reading.items[pivot].low not in ACTS else "occurred"


def is_other(items: list[Item], i: int) -> bool:
    """A word that only looks like an act or stance: "a new rule", "rule out" being a refusal."""
    low = items[i].low
    if low.startswith(_CONTINUE) and i + 2 < len(items) and items[i + 1].low in _TO and items[i + 2].code == "x":
        return not any(x.low in ACTS or x.low in STANCES for x in items[i + 2 : i + 4])  # "continue to investigate"
    if low in words("lights"):
        return not i or items[i - 1].low not in words("green")
    if low in words("speaking_for"):
        return _FOR.isdisjoint(x.low for x in items[i + 1 : i + 3])
    if low.startswith(_CALL) and i and items[i - 1].code in "Hs" and items[i + 1].low in _TO:
        return False  # "his call to the EU to lift"
    if low.startswith(_CALL):  # "called for", "called on X to"; not "called the sanctions illegal"
        return _FOR_ON.isdisjoint(x.low for x in items[i + 1 : i + 4])
    if low.startswith(_LOOK):
        return items[i + 1].low not in _AT
    if low in _HOLDING:
        return low.startswith(_HOLD) and items[i + 1].low not in _OFF
    if low.startswith(_RULE):
        return items[i + 1].low not in _OUT
    if low in _SOFTENING and any(x.low in _HARM for x in items[i + 1 : i + 4]):
        return True  # "to soften the blow of sanctions"
    if low.startswith(_TAKE) and items[i + 1].low in _TAKEN:
        return True
    if low in _PLACE and items[i - 1].low in _IN:
        return True
    if low in _CUTS and items[i + 1].low in _OFF:
        return True
    return low in _NOT_OBJECTS and items[i - 1].code in "xa" and items[i - 1].low not in ACTS
