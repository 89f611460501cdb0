"""Whether the clause around the word for an encounter is built as its frame needs it (``needs`` in ``events.yaml``)."""

from __future__ import annotations

from dipkb.extract import clause
from dipkb.extract.document import Entity
from dipkb.extract.reading import Reading
from dipkb.extract.wordlists import each, endings, forms, listed

_FOR, _MET, _OFF, _ON, _TALKS, _TO, _TOUR, _WHERE = each("for", "met", "off", "on", "talks", "to", "tour", "where")
_IN_AT = forms("in", "at")
_OPENING = 7  # items in which a place that opens the sentence, its day and the subject stand
_MEETS, _THINGS = listed("events", "meeting_verbs"), listed("events", "things_that_meet")
_SIDELINES, _NEAR = listed("events", "sidelines"), 8
_MODIFIED_TALKS = listed("events", "modified_talks")
_ON_FOR = forms("on", "for")
_GERUND, _PLURAL = endings("gerund"), endings("plural")
_TO_FOR = forms("to", "for")


def holds(reading: Reading, partners: list[Entity]) -> bool:
    """Whether the clause is built as the frame needs it."""
    return (
        not (reading.needs("no-demand") and _demands(reading))
        and not (reading.needs("partners") and not partners)
        and not (reading.needs("several") and not several(reading))
        and not (reading.needs("sides-named") and not (partners or several(reading)))
        and not (reading.needs("passive") and not reading.passive)
        and not (reading.passive and reading.trigger.low in _MET and not clause.behind(reading.items, reading.at, forms("by")))
        and not (reading.needs("no-letter") and _signs_letter(reading))
        and not (not reading.verb and _only_modifies(reading))
        and not (reading.needs("no-appeal") and _appeals(reading))
        and not (reading.needs("ringing") and not _rings(reading))
        and not (reading.needs("faced") and not _is_faced(reading))
        and not (reading.verb and reading.trigger.low in _MEETS and _things_meet(reading))
        and not (reading.needs("gathering") and _is_of_another(reading))
        and not (reading.needs("seen") and not _is_seen(reading))
        and not (reading.needs("led-about") and not _is_led_about(reading))
        and not (reading.needs("done") and _agrees_to_meet(reading))
        and not (len(partners) < 2 and _is_vaguely_counted(reading))
    )


def _is_vaguely_counted(reading: Reading) -> bool:
    """Whether no encounter in particular is told of: "they have had several telephone conversations"."""
    before = reading.items[max(0, reading.at - 3) : reading.at]
    counted = not reading.verb and reading.trigger.low.endswith(_PLURAL) and reading.trigger.low not in _TALKS
    return counted and any(item.low in reading.rules.words("vaguely_counted") for item in before)


def _is_of_another(reading: Reading) -> bool:
    """Whether a verb stands between the gathering and the participle, which tells of something else then."""
    items, at = reading.items, reading.at
    if not reading.trigger.low.endswith(_GERUND):
        return False
    near = next((i for i in range(at - 1, max(-1, at - 9), -1) if items[i].low in reading.frame["behind_left"]), at)
    return any(x.code in "mbhw" or clause.is_verb_like(x) for x in items[near + 1 : at])


def _things_meet(reading: Reading) -> bool:
    """Whether it is no people that meet ("where their borders meet")."""
    return reading.at > 0 and reading.items[reading.at - 1].low in _THINGS


TO_SOMEBODY = listed("statements", "telling")  # one can congratulate from afar


def _is_faced(reading: Reading) -> bool:
    """Whether who is spoken to is there: "told the visiting minister", "told X on Monday", "urged X in Oslo to go"."""
    items, met = reading.items, reading.place("object")
    if any(getattr(items[i].value, "visiting", False) for i in met) or (met and _is_there(reading)):
        return True
    behind = max(met, default=reading.at) + 1
    dated = behind + (clause.is_code(items, behind, "p") and items[behind].low in _ON)
    if met and clause.is_code(items, dated, "D") and reading.trigger.low in TO_SOMEBODY:
        return True
    while behind + 1 < len(items) and (items[behind].code == "D" or (items[behind].low in _ON and items[behind + 1].code == "D")):
        behind += 1
    return clause.is_code(items, behind + 1, "L") and items[behind].low in _IN_AT


def _is_there(reading: Reading) -> bool:
    """Whether the clause opens with where it was ("In Oslo on Monday, X told Y", "went to Oslo, where X pressed him")."""
    items, start = reading.items, clause.clause_start(reading.items, reading.at)
    opening = items[: min(reading.at, _OPENING)]
    dated = any(x.code == "D" for x in opening) and any(x.code == "L" for x in opening)
    told = all(x.code in "tHA" for x in items[reading.at + 1 : reading.place("object")[0]])
    opens = items[0].low in _IN_AT and dated and told and reading.at <= _OPENING
    return opens or any(x.low in _WHERE for x in items[max(0, start - 1) : start + 1])


def _is_seen(reading: Reading) -> bool:
    """Whether "see X" is an encounter: for that one goes somewhere, or will; "wants to see X resign" and "see Y" are none.

    "Saw X" is one where that happened, or for some time.
    """
    items, met = reading.items, reading.place("object")
    left = [x.low for x in items[max(0, reading.at - 9) : reading.at]]
    behind = items[max(met) + 1] if met and max(met) + 1 < len(items) else None
    plain = behind is None or behind.code in ".,&pD" or behind.low in reading.rules.words("ring_reasons") or behind.low in _FOR
    lasts = any(x.code in "DU" for x in items[max(met) + 1 :][:3]) if met else False
    lasts = lasts or bool(met and {x.low for x in items[max(met) + 1 :][:_NEAR]} & _SIDELINES)
    stayed = reading.tense() == "" and (lasts or not _WHERE.isdisjoint(left[-3:]))
    goes = stayed or not _TO.isdisjoint(left[-1:]) or any(x.code == "m" for x in items[max(0, reading.at - 3) : reading.at])
    return plain and goes and not set(left) & reading.rules.words("wishes")


_ABOUT = forms("around", "into", "inside", "through")


def _is_led_about(reading: Reading) -> bool:
    """Whether behind the person led stands where to, or the tour ("showed X around", "gave X a tour of the palace")."""
    behind = reading.items[max(reading.place("object"), default=reading.at) + 1 :][:4]
    tour = any(x.low in _TOUR for x in behind)
    return tour or (bool(behind) and behind[0].low in _ABOUT)


def _agrees_to_meet(reading: Reading) -> bool:
    """Whether an encounter is what they agreed on, so that the agreeing is none."""
    before = [x.low for x in reading.items[max(0, reading.at - 2) : reading.at]]
    if not _TO.isdisjoint(before[1:]) and before[0] not in reading.rules.words("appointed"):
        return True  # "a forum set up to discuss trade"
    words = reading.rules.words("encounters_to_come")
    pairs = zip(reading.items[reading.at + 1 :], reading.items[reading.at + 2 : reading.at + 8], strict=False)
    return any(a.low in _TO and b.low in words for a, b in pairs)


def is_dated_near(reading: Reading) -> bool:
    """Whether the day stands before what is done together or right behind it, not among what is discussed."""
    day = next((i for i, item in enumerate(reading.items) if item is reading.dated), None)
    if day is not None and day > 1 and reading.items[day - 1].code in "(," and reading.items[day - 2].code == "D":
        day -= 2  # "on Wednesday (10 January)"
    return day is not None and (day <= reading.at + 3 or reading.items[day - 1].low in _ON)


def several(reading: Reading) -> bool:
    """Whether the words themselves join those who act ("X and Y discussed", "X and I discussed"), not only "they"."""
    found = reading.role(["subject"])
    named = [i for i in found if reading.items[i].code != "O"]
    return (len(found) > 1 and bool(named)) or any(reading.items[i].code == "G" and reading.items[i].value.owners for i in named)


def _only_modifies(reading: Reading) -> bool:
    """Whether the noun belongs to the next one, which tells the encounter ("summit meetings")."""
    behind = reading.items[reading.at + 1 : reading.at + 2]
    return bool(behind) and behind[0].low in _MODIFIED_TALKS


def _signs_letter(reading: Reading) -> bool:
    """Whether they sign what nobody needs to be together for."""
    words = reading.rules.words("letters")
    return any(i.low in words for i in reading.items[reading.at + 1 : reading.at + 7])


def _appeals(reading: Reading) -> bool:
    """Whether the call is an appeal: "calls on X to …", "calls for Y"; "a call on Monday" is none."""
    behind = reading.items[reading.at + 1 : reading.at + 3]
    if behind and behind[0].low in _OFF:
        return True  # "calls off the meeting"
    return len(behind) == 2 and behind[0].low in _ON_FOR and behind[1].code != "D"


def _demands(reading: Reading) -> bool:
    """Whether "called on X" goes on with what X is to do."""
    return any(i.low in _TO_FOR for i in reading.items[reading.at + 2 : reading.at + 8])


def _rings(reading: Reading) -> bool:
    """Whether "called X" is a call: behind X stands a day, what it was for, or nothing ("called X a friend" is none)."""
    items, at = reading.items, reading.at + 1
    while at < len(items) and items[at].code in "PRG,&":
        at += 1
    behind = items[at] if at < len(items) else None
    if behind is None or behind.code in ".D" or behind.low in reading.rules.words("ring_reasons"):
        return True
    return behind.low in _TO and any(x.low in reading.rules.words("ring_purposes") for x in items[at + 1 : at + 2])
