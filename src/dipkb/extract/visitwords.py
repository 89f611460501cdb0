"""What the words around a visit's trigger say of the stay: its kind, its length, its last day, and whether it goes on."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from msgspec.structs import replace

from dipkb.extract import clause, timing
from dipkb.extract.candidate import Candidate
from dipkb.extract.document import Item
from dipkb.extract.framefiles import read_frames
from dipkb.extract.reading import Reading
from dipkb.extract.resolve import Resolved
from dipkb.extract.wordlists import each, forms, listed, stems

_VISITING_OR_ON, _LAST = forms("visiting", "on"), forms("last", "final")
_BACK, _DAY, _OF, _ON, _TO = each("back", "day", "of", "on", "to")
_VISITING = forms("visiting")
_AFTER_FOLLOWING = forms("after", "following")
_GONE, _GONE_HOME = listed("events", "gone"), listed("events", "gone_home")
_HAS_HAVE = forms("has", "have")
_INVITATION = stems("invitation")
_IN_TO = forms("in", "to")
_LANDED = listed("events", "came")
_ON_FOR = forms("on", "for")
_TO_FOR = forms("to", "for")
_UNTIL_TILL_THROUGH = forms("until", "till", "through")

_RULES = read_frames("events")
STAYS, _LASTING, _ARRIVING = (frozenset(_RULES[k]) for k in ("stays", "lasting_words", "arriving"))
_LANDING = listed("events", "came")
_LEAVING = _ARRIVING | frozenset(_RULES["leaving"])
_TO_BEGIN = 7  # items from the verb that begins a visit to its noun
_BEGUN = listed("events", "begun")
_WHO, _ARRIVED = forms("who"), 6  # items from "arrived" to its day
_WITHIN = forms("during", "on", "amid")
_REACH = 16  # items behind a verb that can name the visit ("received him in Oslo for a state visit")
_PAYING, _PAID = listed("events", "paying"), 6  # items from the verb to its noun
_PURPOSE = 6  # items behind "has arrived" in which "for talks" or "to attend" can stand
_BESIDE = 7  # items between two dates that need no verb to be the first and the last day
_REMAINING = frozenset(_RULES["remaining"])
_ORDINALS: list[str] = read_frames("words")["ordinals"]
_END_REACH = 16  # items behind the first day in which the last one can stand ("begins on Sunday and runs through Tuesday")


def has_begun(reading: Reading) -> bool:
    """Whether no more is told of the visit than that it has begun: somebody came, is on it, or said something during it."""
    told = reading.trigger.low in reading.rules.words("coming_words") or reading.frame.get("arrival")
    if told or (not reading.verb and reading.is_starting()):
        return True
    before = {i.low for i in reading.items[max(0, reading.at - 8) : reading.at]}
    within = clause.governor(reading.items, reading.at) in _WITHIN or bool(before & reading.rules.words("beginning_verbs"))
    return not reading.verb and within


def has_arrived(reading: Reading) -> bool:
    """Whether the clause itself says that somebody came ("landed in Oslo on Monday"), not what happened as he did."""
    return reading.verb and reading.trigger.low in _LANDING


def is_there(reading: Reading) -> bool:
    """Whether somebody came on a stay ("arrived in Oslo on an official visit"), so that he is still there."""
    items, at = reading.items, noun(reading) if reading.verb else reading.at
    start = clause.phrase_start(items, at)
    if start < 0:
        return False
    if _begins(reading, at):
        return True
    if items[start].low not in _ON_FOR:
        return False
    lasts = items[start].low in _ON or any(x.code == "U" for x in items[start:at])
    came = {reading.trigger.low} if reading.verb else {x.low for x in items[max(0, start - _REACH) : start]}
    return lasts and not _ARRIVING.isdisjoint(came)


def _begins(reading: Reading, at: int) -> bool:
    """Whether the verb of the noun says that it began ("began his visit"), or that somebody came for it to begin."""
    for i in range(at - 1, max(0, at - _TO_BEGIN), -1):
        if reading.items[i].low in _BEGUN:
            return not reading.verb or reading.items[i - 1].low in _TO
        if reading.items[i].code in 'pw,".&' or clause.is_agent(reading.items[i]):
            break
    return False


def goes_on(reading: Reading) -> bool:
    """Whether a visit without a day goes on: who "has arrived for talks", came on a visit, or is on one between commas."""
    return is_there(reading) or _has_just_come(reading) or _is_aside(reading) or _is_paid_now(reading)


def _is_paid_now(reading: Reading) -> bool:
    """Whether a verb of the text in the present pays the visit ("X pays an official visit to Oslo")."""
    items, at = reading.items, reading.at
    if reading.verb or reading.line.in_title:
        return False
    paid = next((i for i in range(at - 1, max(0, at - _PAID), -1) if items[i].low in _PAYING), 0)
    return paid > 0 and items[paid - 1].code not in "mdhb!p" and items[paid - 1].low not in _TO


def _has_just_come(reading: Reading) -> bool:
    """Whether the perfect says that somebody is there now ("has arrived in Oslo for talks")."""
    before = [i for i in reading.items[max(0, reading.at - 2) : reading.at] if i.code == "h"]
    purpose = any(i.low in _TO_FOR for i in reading.items[reading.at + 3 : reading.at + _PURPOSE])
    return purpose and reading.trigger.low in _LANDED and any(i.low in _HAS_HAVE for i in before)


def _is_aside(reading: Reading) -> bool:
    """Whether a phrase between commas says where somebody is who acts now: "X, on a visit to Oslo, said", "X, visiting Oslo,"."""
    items, at = reading.items, reading.at
    first = at if reading.trigger.low in _VISITING else clause.phrase_start(items, at)
    led = items[first - 2 : first + 1] if first > 1 else []
    if not led or led[0].code not in "PR" or led[1].code != "," or led[2].low not in _VISITING_OR_ON:
        return False
    closing = next((i for i in range(at + 1, min(len(items) - 1, at + _REACH)) if items[i].code in ',".'), None)
    return closing is not None and items[closing].code == "," and items[closing + 1].code in "xmbh"


def kind(reading: Reading) -> tuple[str, str | None]:
    """The kind of the visit, with the words that say it."""
    kinds, items = reading.rules.kinds, reading.items
    at = noun(reading) if reading.verb or reading.trigger.low.startswith(_INVITATION) else reading.at
    for i in range(at - 1, max(-1, at - 5), -1):
        if items[i].low in kinds:
            return kinds[items[i].low], reading.line.words(items[i], items[at])
    return "unspecified", None


def noun(reading: Reading) -> int:
    """The noun that a verb's clause has for the visit ("arrived in Oslo for a state visit"), else the start of the line."""
    for i in range(reading.at + 1, min(len(reading.items), reading.at + _REACH)):
        if reading.items[i].code in 'w".':
            break
        if reading.items[i].low in STAYS:
            return i
    return 0


def length(reading: Reading) -> int | None:
    """The days of a "three-day visit"; only words in reach of the trigger count."""
    at, items = reading.at, reading.items
    for i in range(max(0, at - 4), min(len(items), at + _REACH)):
        iso = items[i].value.iso if items[i].code == "U" else ""
        anothers = not reading.verb and i > at and items[i - 1].low not in _LASTING  # "ahead of a two-day visit to Oslo"
        if iso.startswith("P") and iso.endswith("D") and iso[1:-1].isdigit() and _lasts(items, i) and not anothers:
            return int(iso[1:-1])
    return None


def month_of_tour(reading: Reading) -> Resolved | None:
    """The month of the stops behind a traveller, where the whole tour lies in it ("her eight-day tour has taken her to X")."""
    today, told = reading.parties.today, [x.value.iso for x in reading.items[: reading.at] if x.code == "U"]
    days = [int(iso[1:-1]) for iso in told if iso.endswith("D") and iso[1:-1].isdigit()]
    if today is None or len(days) != 1:
        return None
    month = (today - timedelta(days[0])).isoformat()[:7]
    steps = (f"a tour of {days[0]} days that is under way", month)
    return Resolved(month, month, "month", "resolved", steps) if today.isoformat().startswith(month) else None


def _lasts(items: list[Item], i: int) -> bool:
    """Whether a duration is that of a stay ("a three-day visit", "for two days"), not of something else on it."""
    noun = any(x.low in STAYS for x in items[i + 1 : i + 5])
    return noun or (i > 0 and items[i - 1].low in _LASTING)


def ends(reading: Reading, made: Candidate) -> bool:
    """Whether the date is the visit's last day ("concluded a three-day visit on Friday", "stays until Friday")."""
    before = reading.items[max(0, reading.at - 6) : reading.at]
    return (
        is_last(reading, made)
        or reading.needs("over")
        or bool(reading.frame.get("departs"))
        or any(i.low in reading.rules.words("ending_verbs") for i in before)
    )


def day_of_return(reading: Reading) -> Item | None:
    """The day on which somebody is told to have gone home "after" the visit, or to have ended it "and returned home"."""
    items, start = reading.items, clause.phrase_start(reading.items, reading.at)
    if not reading.verb and (day := _gone_then(reading)) is not None:
        return day
    if reading.verb or start < 0 or items[start].low not in _AFTER_FOLLOWING:
        return None
    before = items[clause.clause_start(items, start) : start]
    home = any(x.low in _GONE_HOME or (x.low in _BACK and y.low in _IN_TO) for x, y in pairwise([*before, items[start]]))
    days = [x for x in before if x.code == "D"]
    return days[0] if home and len(days) == 1 else None


def day_of_arrival(reading: Reading) -> Item | None:
    """The day on which a clause before the noun says that the guest came ("X, who arrived on Monday, is on a visit to Y")."""
    items = reading.items
    came = next((i for i, x in enumerate(items[: reading.at]) if i and x.low in _LANDED and items[i - 1].low in _WHO), None)
    behind = items[came + 1 : came + _ARRIVED] if came is not None and not reading.verb else []
    return next((x for x in behind if x.code == "D"), None)


def _gone_then(reading: Reading) -> Item | None:
    """The day behind a verb of going home that is joined to the end of the visit ("ended his visit and flew home on Friday")."""
    items, at, ending = reading.items, reading.at, reading.rules.words("ending_verbs")
    if not any(x.low in ending for x in items[max(0, at - _TO_BEGIN) : at]):
        return None
    behind = items[at + 1 : at + _REACH]
    gone = next((i for i, (x, y) in enumerate(pairwise(behind)) if x.code == "&" and y.low in _GONE), None)
    return next((x for x in behind[gone:] if x.code == "D"), None) if gone is not None else None


def is_last(reading: Reading, made: Candidate) -> bool:
    """Whether the words right before the date say that the visit ends then."""
    if made.dated is None:
        return False
    at = reading.items.index(made.dated)
    return any(i.low in reading.rules.words("last_day_words") for i in reading.items[max(0, at - 2) : at])


def with_last_day(reading: Reading, made: Candidate) -> Resolved | None:
    """The days told, up to the last one where that stands behind the first ("begins on Sunday and runs through Tuesday")."""
    if made.when is None or made.dated is None or made.when.precision != "day":
        return made.when
    if made.extra["until"] and (first := _first_day(reading, made)):
        made.extra["until"] = made.extra["ends"] = False
        return replace(first, end=made.when.end)
    if made.extra["ends"]:
        return made.when
    items, at = reading.items, reading.items.index(made.dated)
    ends = (i for i in range(at + 1, min(len(items), at + _END_REACH)) if items[i].code == "D" and _is_end(reading, i, at))
    last = _day_after(reading, items[end], made) if (end := next(ends, None)) is not None else None
    return replace(made.when, end=last) if last else made.when


def _first_day(reading: Reading, made: Candidate) -> Resolved | None:
    """The day between the verb of a departure or arrival and the last day ("left this morning for a visit until Friday")."""
    items, last = reading.items, next(i for i, x in enumerate(reading.items) if x is made.dated)
    for i in range(last - 2, max(-1, last - _REACH), -1):
        if items[i].code in 'kw".;' or timing.said_then(items, reading.at, i):
            break
        if items[i].code == "D" and any(x.low in _LEAVING for x in items[max(0, i - 4) : i + 4]):
            first = reading.parties.resolved(items[i].value, made.direction)
            fits = first is not None and first.precision == "day" and made.when is not None and first.end < made.when.end
            return first if fits else None
    return None


def _day_after(reading: Reading, item: Item, made: Candidate) -> str | None:
    """The day an item means that comes after the first of a visit; a weekday may be the week after."""
    found = reading.parties.resolved(item.value, made.direction)
    if found is None or found.precision != "day" or made.when is None:
        return None
    day, first = date.fromisoformat(found.end), date.fromisoformat(made.when.end)
    if item.value.kind == "weekday" and day <= first:
        day += timedelta(7)
    return day.isoformat() if day > first else None


def _is_end(reading: Reading, i: int, first: int) -> bool:
    """Whether the words between two dates say that a stay ends on the second; farther off a verb has to say so."""
    between = reading.items[max(first + 1, i - 3) : i]
    told = reading.items[i].value.preposition in _UNTIL_TILL_THROUGH or any(
        x.low in reading.rules.words("last_day_words") for x in between[-2:]
    )
    return told and (i - first < _BESIDE or any(x.low in _REMAINING for x in between))


def nth_day(reading: Reading) -> int | None:
    """Which day of the visit it is ("the second day of his visit"); -1 for the last one."""
    items, of = reading.items, clause.phrase_start(reading.items, reading.at)
    if of < 2 or items[of].low not in _OF or items[of - 1].low not in _DAY:
        return None
    if items[of - 2].low in _LAST:
        return -1
    return _ORDINALS.index(items[of - 2].low) + 1 if items[of - 2].low in _ORDINALS else None
