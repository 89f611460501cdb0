"""The day of an act: not that of saying it, of what it answers, or of another's decision."""

from __future__ import annotations

import itertools
from itertools import pairwise

from dipkb.extract import clause
from dipkb.extract.document import Item
from dipkb.extract.reading import Reading
from dipkb.extract.resolve import Direction
from dipkb.extract.sanctions.acts import Act
from dipkb.extract.sanctions.stances import DECIDING
from dipkb.extract.sanctions.words import ACTS, words
from dipkb.extract.wordlists import endings, forms

_THAT = forms("that")
_IT_THEY_WE = forms("it", "they", "we")
_PAST = endings("past")
_SINCE = forms("since")
_FAR = 14
_TEXT = 8  # items from what a body has resolved to its day
_SAID = words("reporting")
_TODAY = words("today")
_ACTIONS, _ANNOUNCING = words("announcing_nouns"), words("announcing_verbs")


def date_of(reading: Reading, act: Act):  # type: ignore[no-untyped-def]
    """The day of the act, of a threat or call the day on which it was made; a mention has none."""
    if act.action == "in-force" and (since := _since(reading)) is not None:
        reading.dated = since
        return reading.parties.resolved(since.value, "past")
    if act.status not in ("occurred", "planned") or act.action in ("in-force", "threaten", "call-for"):
        reading.dated = day_of_word(reading) if act.status == "proposed" else None
        return reading.parties.resolved(reading.dated.value, "past") if reading.dated is not None else None
    decided = act.verb is not None and reading.items[act.verb].low.startswith(DECIDING)
    if act.status == "planned" and decided:
        reading.dated = None  # the day on which it was agreed
        return None
    begun = act.verb is not None and reading.items[act.verb].low.endswith(_PAST)
    direction: Direction = "future" if act.status == "planned" and not begun else "past"
    at, reading.at = reading.at, act.verb if act.verb is not None else reading.at
    when = reading.date(direction)
    reading.at = at
    if reading.dated is not None and _is_of_relative(reading, reading.dated):
        when = reading.dated = None
    today = reading.parties.today
    if act.status == "planned" and when is not None and today is not None and when.days()[1] <= today:
        when = reading.dated = None  # the day on which it was said
    if when is None and act.action in ("lift", "ease") and (year := _year_of_deal(reading)) is not None:
        reading.dated = year
        return reading.parties.resolved(year.value, direction)
    if act.status == "planned" and when is not None and reading.dated is not None and _is_of_saying(reading, act, reading.dated):
        when = reading.dated = None
    day = _announced(reading, act) or _opening_day(reading) if when is None and act.status == "occurred" else None
    if day is not None and not _is_of_others_decision(reading.items, reading.items.index(day), reading.at):
        reading.dated = day
        when = reading.parties.resolved(day.value, direction)
    return when


def day_of_word(reading: Reading) -> Item | None:
    """The one day of a sentence on which a threat, call or proposal was made ("on Monday urged the Union to lift the ban")."""
    told = [x for i, x in enumerate(reading.items) if x.code == "D" and not (i and reading.items[i - 1].low in words("terms"))]
    days = [(x, reading.parties.resolved(x.value, "past")) for x in told]
    single = [x for x, day in days if day is not None and day.precision == "day" and day.start == day.end]
    return single[0] if len(told) == 1 == len(single) else None


def _since(reading: Reading) -> Item | None:
    """From when it has been in force ("under US sanctions since 2022", "since the war began in late February")."""
    items = reading.items
    since = next((i for i, x in enumerate(items) if x.low in _SINCE), len(items))
    clause_of = itertools.takewhile(lambda x: x.code not in '".;' and x.code != ",", items[since + 1 :])
    return next((x for x in itertools.islice(clause_of, _FAR) if x.code == "D"), None)


def _opening_day(reading: Reading) -> Item | None:
    """The one day of a sentence that it opens with ("In 2014, angry over the war, the chancellor moved the Union to …")."""
    items = reading.items
    first = 1 if items[0].code == "p" else 0
    opens = len(items) > first + 1 and items[first].code == "D" and items[first + 1].code == ","
    return items[first] if opens else None


def _is_of_saying(reading: Reading, act: Act, day: Item) -> bool:
    """Whether what is planned was only made known or set going on a day ("on 3 May launched a process to reimpose")."""
    items = reading.items
    at = next(i for i, x in enumerate(items) if x is day)
    if _announced(reading, act) is day:
        return True
    if act.verb is None or at > act.verb:
        return any(x.low in words("wherefore") for x in items[reading.at : at])
    between = items[at + 1 : act.verb]
    return any(clause.is_verb_like(x) and y.code not in "bh" for y, x in pairwise([day, *between]))


def _is_of_relative(reading: Reading, day: Item) -> bool:
    """Whether a date belongs to a clause that tells more of a noun ("for the test that X carried out in May")."""
    items = reading.items
    at = next(i for i, x in enumerate(items) if x is day)
    if any(x.low in words("answer") for x in items[reading.at : at]):
        return True  # "in response to the listing of ten people on 3 May"
    if _is_of_occasion(items, at, reading.at) or _is_of_others_decision(items, at, reading.at):
        return True
    founded = any(x.low in words("founded") for x in items[max(0, at - 2) : at])
    if founded and any(x.low in words("frameworks") for x in items[max(0, at - 5) : at - 1]):
        return True  # "under a regime established in 2019"
    relative = next((i for i in range(reading.at + 1, at) if items[i].code == "w"), at)
    if any(x.low in ACTS for x in items[relative:at]):
        return True  # "sanctions, which it lifted in July"
    if _is_told_by_that(items, reading.at, at) or any(x.low in words("texts_of_bodies") for x in items[max(0, at - _TEXT) : at]):
        return True
    for i in range(reading.at + 2, at - 1):
        agent = items[i].code in "CLPN" and items[i - 1].code == "x" and not clause.is_verb_like(items[i - 1])
        if agent and clause.is_verb_like(items[i + 1]) and items[i + 1].low.endswith(_PAST):
            return True
    return _is_of_subject(items, at, reading.at)


def _is_told_by_that(items: list[Item], noun: int, day: int) -> bool:
    """Whether a clause with "that" tells more of the restriction ("lifted sanctions that X imposed nine years ago")."""
    that = next((i for i in range(noun + 1, day) if items[i].low in _THAT), day)
    return any(x.low in ACTS and x.low.endswith(_PAST) for x in items[that + 2 : day])


def _is_of_others_decision(items: list[Item], day: int, verb: int) -> bool:
    """Whether a date stands before the decision of another than has acted that day ("on 4 May X condemned Y's decision to …")."""
    decided = next((i for i in range(verb - 1, day + 2, -1) if items[i].low in words("promises")), None)
    return decided is not None and any(x.code == "s" for x in items[decided - 2 : decided])


def _is_of_occasion(items: list[Item], day: int, verb: int) -> bool:
    """Whether a date before the act is that of what it followed ("after X tested a missile on 4 May, Y decided to …")."""
    occasion = next((i for i in range(day - 1, max(-1, day - _FAR), -1) if items[i].code == "k"), None)
    if occasion is None or day > verb or not any(x.code == "," for x in items[day + 1 : verb]):
        return False
    return any(clause.is_verb_like(x) for x in items[occasion + 1 : day])


def _is_of_subject(items: list[Item], day: int, verb: int) -> bool:
    """Whether a date belongs to a clause that says which ones the subject means ("those who took office in May were barred")."""
    relative = next((i for i in range(day - 1, max(-1, day - 10), -1) if items[i].code == "w"), None)
    if relative is None or day > verb or any(x.code == "," for x in items[relative + 1 : verb]):
        return False
    own = any(clause.is_verb_like(x) or x.code in "bh" for x in items[relative + 1 : day])
    return own and any(x.code in "bhm" for x in items[day + 1 : verb])


def _year_of_deal(reading: Reading) -> Item | None:
    """The year of the deal under which it is lifted ("the 2015 nuclear deal lifted sanctions")."""
    items = reading.items
    for i in range(reading.at):
        if items[i].code == "D" and items[i].text.isdigit() and any(x.low in words("deals") for x in items[i + 1 : i + 4]):
            return items[i]
    return None


def _announced(reading: Reading, act: Act) -> Item | None:
    """The day of the announcement, which is that of the act ("announced on Friday that it has imposed")."""
    items = reading.items
    for i, item in enumerate(items):
        if item.code != "D" or reading.line.is_quoted(i):
            continue
        near = [*items[max(0, i - 2) : i], *items[i + 1 : i + 2]]
        if any(x.low in _ANNOUNCING for x in near) or (
            act.verb is not None and i < act.verb and _said_of_itself(items, i, act.verb)
        ):
            return item
    return None


def _said_of_itself(items: list[Item], day: int, verb: int) -> bool:
    """Whether it is said on a day, of what is just done or by who did it ("X said on Monday it imposed")."""
    after = items[day + 1].low in _SAID
    if not after and not any(x.low in _SAID for x in items[max(0, day - 2) : day]):
        return False
    first = day + 1 + after
    first += items[first].low in _THAT
    return items[first].low in _IT_THEY_WE or _is_new(items, verb)


def _is_new(items: list[Item], verb: int) -> bool:
    """Whether an act is told as just done ("is imposing", "had added")."""
    return any(x.code in "bh" for x in items[max(0, verb - 3) : verb])


def says_today(reading: Reading) -> bool:
    """Whether the text gives its own day as the day of the act ("today", "today’s action")."""
    if any(i.low in _TODAY for i in reading.items):
        return True
    for line in reading.document.lines:
        for n, item in enumerate(line.items[:-2]):
            if item.low in _TODAY and any(x.low in _ACTIONS for x in line.items[n + 1 : n + 5]):
                return True
    return False
