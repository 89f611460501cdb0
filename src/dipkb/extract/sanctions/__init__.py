"""Sanctions: who restricts whom, what is done to the restriction, by which measures, and why.

Three questions, a module each: what the act is (``acts``), whom it hits (``targets``), whose act it is (``senders``).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from itertools import pairwise

from dipkb.extract import clause
from dipkb.extract.candidate import Candidate
from dipkb.extract.document import Entity, Item
from dipkb.extract.reading import Reading
from dipkb.extract.resolve import Direction
from dipkb.extract.sanctions.acts import Act, act_of
from dipkb.extract.sanctions.bynames import is_counted, is_counted_at, set_in_state
from dipkb.extract.sanctions.further import (
    inclusion,
    is_definite,
    is_left_unsaid,
    is_part,
    marked,
    names_nobody,
    told_again,
    told_by_member,
    told_of_measures,
    told_on,
)
from dipkb.extract.sanctions.implied import answering, answers, charging, implied, imposers, meant, sayer
from dipkb.extract.sanctions.mutual import sides_of
from dipkb.extract.sanctions.senders import in_their_states, named_beside, on_behalf, senders_of, understood
from dipkb.extract.sanctions.stances import DECIDING, is_mention
from dipkb.extract.sanctions.targets import targets_of
from dipkb.extract.sanctions.words import (
    ACTS,
    LOOSE_REASONS,
    MEASURES,
    OPEN_LISTS,
    REASONS,
    SOME_MEASURE,
    SOME_REASON,
    TOTALS,
    words,
)
from dipkb.extract.wordlists import each, endings, forms, pattern_named, stems, texts

_LASTING, _NOW = forms("still", "continue"), forms("now")
_AS, _BEING = each("as", "being")
_FREEZE, _MOST, _ONES, _THAT, _UNDER = each("freeze", "most", "ones", "that", "under")
_DESIGNATE = stems("designate")
_GERUND = endings("gerund")
_IT_THEY_WE = forms("it", "they", "we")
_PAST = endings("past")
_PLURAL = endings("plural")
_STANDING = words("standing")
_SUPERLATIVE = endings("superlative")

__all__ = ["sanctions"]

_AND, _ELSEWHERE = pattern_named("reason_parts"), pattern_named("behind_reason")
_FORCES = texts("sanctions", "forces_of_states")
_SINCE = forms("since")
_FAR = 14
_TEXT = 8  # items from what a body has resolved to its day
_SAID = words("reporting")
_TODAY = words("today")
_ACTIONS, _ANNOUNCING = words("announcing_nouns"), words("announcing_verbs")


def sanctions(reading: Reading) -> Iterator[Candidate]:
    """At most one candidate: one announcement is one record with all its targets."""
    if reading.frame.get("tells") in ("inclusion", "names"):
        yield from inclusion(reading)
        return
    act = act_of(reading) if not _is_verb(reading) else None
    targets = targets_of(reading, act) if act else []
    if act is None or _is_other_use(reading):
        return
    if (more := told_on(reading)) is not None:
        yield more
        return
    measured, more = told_of_measures(reading, act, targets)
    if more is not None:
        yield more
    if measured or is_part(reading):
        return
    if sides := sides_of(reading, act):
        for one, other in (sides, sides[::-1]):
            made = _made(reading, act, [one], [other], False)
            made.extra["told"] = None  # two acts in one clause
            yield made
        return
    now = _is_announced_here(reading, act)
    named = senders_of(reading, act, targets)
    senders = in_their_states(reading, named or understood(reading, act, now))
    same = told_again(reading, act, named) if not targets else marked(reading, act, senders)
    if not senders and (is_left_unsaid(reading, act) or (act.asked and is_definite(reading))):
        senders = list(reading.parties.sanctioners)
    senders = senders or answering(reading, act)
    senders = senders if named else _not_on_their_own(reading, senders, targets)
    explicit = reading.verb or reading.needs("act")
    if named and (told := told_by_member(reading, act)) is not None:
        named = senders = list(told.parties["senders"])
        same = told
    spoken_of = is_mention(reading, act)
    if spoken_of:
        named = senders = named_beside(reading)
    if not targets and not explicit:
        targets = implied(reading, act, senders)
        if targets and act.action in ("lift", "ease"):
            senders = named_beside(reading) or sayer(reading) or (senders if act.status == "denied" else [])
        senders = [e for e in senders if e.key() not in {t.key() for t in targets}]
    standing = any(x.low in _STANDING for x in reading.items[max(0, reading.at - 3) : reading.at])
    spoken_against = not standing if act.verb is None else reading.items[act.verb].low in words("protests")
    if act.action == "in-force" and spoken_against and senders and (imposed := imposers(reading)) is not None:
        act.action, act.status, act.verb = "impose", "occurred", imposed
    stays = act.action == "in-force" and _keeps(reading, act)
    if (
        not targets
        and senders
        and not explicit
        and not spoken_of
        and (stays or (act.status is not None and act.action != "in-force"))
    ):
        targets = meant(reading, act, senders)
    if not senders and act.action == "in-force":
        senders = charging(reading)
    targets = set_in_state(reading, _others_than(targets, senders[:1])) if targets else []
    senders = in_their_states(reading, _others_than(senders, targets))
    targets = [e for e in targets if not names_nobody(e)]
    if not targets:
        return
    summed = act.action == "impose" and act.status == "occurred" and (_sums_up(reading) or _has_grown(reading, act, targets))
    if summed:
        act.action, act.status = "in-force", None
    if _counts(reading, act, senders, targets):
        made = _made(reading, act, senders, targets, now)
        made.extra["inferred"] = not named
        made.extra["adds"] = spoken_of and act.status != "proposed"
        made.extra["mention"], made.asserted = spoken_of, (made.asserted or summed) and not spoken_of
        if same is not None and same.extra["action"] == act.action:
            made.extra["told"] = same.extra["told"]
        yield made
        yield from _new_ones(reading, made)
        yield from _undone_since(reading, made)


def _not_on_their_own(reading: Reading, senders: list[Entity], targets: list[Entity]) -> list[Entity]:
    """Senders only understood, unless it is their own people who are hit: then it is the act of whom they hit before."""
    last, hit = reading.parties.restricted, {e.country for e in targets if e.country}
    if last is None or not senders or not hit or not all(e.country in hit for e in senders):
        return senders
    states = dict.fromkeys(e.country for e in last.parties["targets"] if e.country and e.country not in hit)
    return [reading.parties.state(c) for c in states][:1]


def _is_verb(reading: Reading) -> bool:
    """Whether "freeze" goes on with what was agreed ("agreed to cut aid and freeze X's assets"), and is no noun."""
    items, at = reading.items, reading.at
    follows = items[at + 1].code if at + 1 < len(items) else "."
    return not reading.verb and items[at].low in _FREEZE and at > 0 and items[at - 1].code == "&" and follows in "CAtHNL"


def _sums_up(reading: Reading) -> bool:
    """Whether the words say how far it has come ("has so far frozen the assets of 35 people"), and not what was done now."""
    text = f" {reading.line.words(reading.items[0], reading.items[-1]).casefold()} "
    at = next((at for phrase in TOTALS for mark in (" ", ",") if (at := text.find(f" {phrase}{mark}")) >= 0), None)
    return at is not None and not _compares(text[:at])


def _has_grown(reading: Reading, act: Act, targets: list[Entity]) -> bool:
    """Whether so many are hit since something began ("has sanctioned more than 1,500 people since the war began")."""
    items, verb = reading.items, act.verb
    perfect = verb is not None and any(x.code == "h" for x in items[max(0, verb - 3) : verb])
    return perfect and any(x.low in _SINCE for x in items) and any(is_counted(e) for e in targets)


def _compares(before: str) -> bool:
    """Whether a phrase such as "to date" only measures what is done now: "its largest round of sanctions to date"."""
    return any(word in _MOST or (word.endswith(_SUPERLATIVE) and len(word) > 5) for word in before.split()[-6:])


def _new_ones(reading: Reading, kept: Candidate) -> Iterator[Candidate]:
    """What is added to what stays ("maintained sanctions on X and added new ones")."""
    items = reading.items
    at = next((i for i in range(reading.at + 1, len(items)) if items[i].low in _ONES), None)
    if at is None or items[at - 1].low not in words("fresh"):
        return
    verb = next((x.low for x in reversed(items[reading.at + 1 : at]) if x.low in ACTS), None)
    if verb is None or ACTS[verb] != "impose":
        return
    made = reading.make(dict(kept.parties))
    made.status, made.asserted, made.when, made.dated = "occurred", True, None, None
    made.extra |= kept.extra | {"action": "impose", "governor": None, "measures": [], "reasons": [], "told": None}
    yield made


def _undone_since(reading: Reading, made: Candidate) -> Iterator[Candidate]:
    """What became of it, told in a relative clause ("imposed sanctions on X, which it lifted in July")."""
    items, verb = reading.items, made.extra["governor"]
    relative = next((i for i in range(reading.at + 1, min(len(items), reading.at + _FAR)) if items[i].code == "w"), None)
    if relative is None or verb is None or verb > reading.at or made.extra["action"] != "impose" or reading.verb:
        return
    at = next((i for i in range(relative + 1, min(len(items), relative + 6)) if items[i].low in ACTS), None)
    if at is None or ACTS[items[at].low] not in ("lift", "ease", "extend") or not items[at].low.endswith(_PAST):
        return
    if any(x.code in "m!" for x in items[relative + 1 : at]):
        return
    later = reading.make(dict(made.parties))
    later.extra |= made.extra | {"action": ACTS[items[at].low], "governor": at, "told": None, "now": False, "reasons": []}
    later.status, later.asserted = "occurred", True
    later.dated = next((x for x in items[at + 1 : at + 5] if x.code == "D"), None)
    later.when = reading.parties.resolved(later.dated.value, "past") if later.dated is not None else None
    yield later


def _others_than(some: list[Entity], others: list[Entity]) -> list[Entity]:
    """Those that are not among the others, nor bodies of their states where somebody else is left."""
    keys, states = {e.key() for e in others}, {e.country for e in others if e.country}
    kept = [e for e in some if e.key() not in keys]
    return [e for e in kept if e.country not in states] or kept


def _counts(reading: Reading, act: Act, senders: list[Entity], targets: list[Entity]) -> bool:
    """Whether enough is said for a record: both sides of an act, or a body text's word on what is in force."""
    if reading.needs("state") and not any(t.country or t.name in words("blocs") for t in targets):
        return False
    holds = act.action == "in-force" and act.verb is not None and reading.items[act.verb].low in words("takes_force")
    if reading.needs("act") and ((act.action == "in-force" and not holds) or act.verb is None or not senders):
        return False
    if act.status == "denied" and act.strikes and not senders:
        return False  # "he was not put on the list" tells of others
    if reading.needs("act") and all((t.name or "").casefold().endswith(_FORCES) for t in targets):
        return False  # "limits on Ukraine's army"
    vague = all(t.kind == "group" and not t.country for t in targets)
    held = act.action in ("in-force", "threaten", "call-for") or act.status not in ("occurred", "denied", None)
    lasts = act.status == "planned" or _keeps(reading, act)
    if held and vague and not (senders and lasts and all(is_counted(t) for t in targets)):
        return False
    if act.action == "in-force":
        return reading.line.sentence.zone == "body" or bool(senders)
    return bool(senders) or reading.verb or any(t.country or t.certain for t in targets)


def _made(reading: Reading, act: Act, senders: list[Entity], targets: list[Entity], now: bool) -> Candidate:
    made = reading.make({"senders": senders, "targets": targets})
    made.status, made.asserted = act.status, act.status is not None or _keeps(reading, act)
    whole = reading.line.words(reading.items[0], reading.items[-1])
    made.extra |= {
        "action": act.action,
        "governor": act.verb,
        "more_senders": not senders or _open_list(whole),
        "reasons": _reasons(reading),
        "measures": _measures(reading),
        "now": now,
        "states": on_behalf(reading, senders) if act.action != "call-for" else [],
        "mention": False,
        "answers": answers(reading, act),
        "tense": "present" if act.verb is not None and reading.items[act.verb].low.endswith(_PLURAL) else "past",
        "told": (reading.line.sentence.index, reading.at),
        "perfect": act.verb is not None and any(i.code == "h" for i in reading.items[max(0, act.verb - 3) : act.verb]),
        "today": now and _says_today(reading),
    }
    made.when = _date(reading, act)
    made.dated = reading.dated
    if senders and act.action != "in-force" and not (act.asked and act.action in ("lift", "ease")):
        reading.parties.sanctioners = senders
    reading.parties.restricted = made
    return made


def _keeps(reading: Reading, act: Act) -> bool:
    """Whether the words assert that a restriction stays in force, rather than only speak of it."""
    if act.verb is None:
        return False
    lasting = _LASTING | (_NOW if act.verb > reading.at else frozenset())
    still = act.action == "in-force" and any(x.low in lasting for x in reading.items[max(0, act.verb - 3) : act.verb + 1])
    before = reading.items[act.verb - 1] if act.verb else None
    put = reading.items[act.verb].low in _UNDER and before is not None and before.code == "b" and is_counted_at(reading, act.verb)
    return still or (put and is_counted_at(reading, act.verb)) or reading.items[act.verb].low in words("keeps")


def _date(reading: Reading, act: Act):  # type: ignore[no-untyped-def]
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


def _is_other_use(reading: Reading) -> bool:
    """ "designated Qatar as a major ally": a designation as something that restricts nobody."""
    items, at = reading.items, reading.at
    if _shouts(items[at + 1 : at + 2]) or (reading.verb and _reports(items, at)):
        return True
    if not items[at].low.startswith(_DESIGNATE):
        return False
    following = [i.low for i in items[at + 1 : at + 40]]
    as_ = next((n for n, low in enumerate(following) if low in _AS), None)
    if as_ is None:
        return False
    purpose = " ".join(following[as_ + 1 :][:12])
    return not any(word in purpose for word in words("designated_as"))


def _shouts(behind: list[Item]) -> bool:
    """Whether what seems to be a name is more of a headline in capitals ("CHAD SANCTIONS DECISION EXPLAINED")."""
    return any(x.code == "n" and " " in x.text and x.text.isupper() for x in behind)


def _reports(items: list[Item], at: int) -> bool:
    """Whether what is declared is that somebody does something to a restriction ("declares US easing sanctions")."""
    near = pairwise(items[at + 2 : at + 6])
    return any(x.low in ACTS and x.low.endswith(_GERUND) and y.low in words("regimes") for x, y in near)


def _is_announced_here(reading: Reading, act: Act) -> bool:
    """ "is designating", "are imposing sanctions", "is being sanctioned": the text itself announces it."""
    if act.verb is None or act.status not in ("occurred",) or act.action == "in-force":
        return False
    low = reading.items[act.verb].low
    before = {i.low for i in reading.items[max(0, act.verb - 6) : act.verb]}
    if low.endswith(_PLURAL) and reading.line.sentence.zone == "body" and act.doer is not None:
        return True  # "announces new sanctions"
    if low.endswith(_GERUND):
        return bool(before & words("announcing_here"))
    return not before.isdisjoint(_BEING) or bool(before & words("announced_today"))


def _says_today(reading: Reading) -> bool:
    """Whether the text gives its own day as the day of the act ("today", "today’s action")."""
    if any(i.low in _TODAY for i in reading.items):
        return True
    for line in reading.document.lines:
        for n, item in enumerate(line.items[:-2]):
            if item.low in _TODAY and any(x.low in _ACTIONS for x in line.items[n + 1 : n + 5]):
                return True
    return False


def _measures(reading: Reading) -> list[str]:
    """What is restricted, by the words around the trigger."""
    items, at = reading.items, reading.at
    text = reading.line.words(items[max(0, at - 8)], items[min(len(items) - 1, at + 10)]).lower()
    likely = [MEASURES[n] for n in sorted(SOME_MEASURE.likely(text))]
    return [name for name, pattern in likely if pattern.search(text)]


def _open_list(text: str) -> bool:
    folded = text.casefold()
    return any(phrase in folded for phrase in OPEN_LISTS)


def _reasons(reading: Reading) -> list[str]:
    """Why, in the text's words, cut where the sentence goes on to something else."""
    text = reading.line.words(reading.trigger, reading.items[-1])
    for phrase, pattern in [REASONS[n] for n in sorted(SOME_REASON.likely(text.lower()))]:
        match = pattern.search(text)
        if match and not match[1][0].isdigit() and _is_firm(phrase, match[1][:20]):
            why = _ELSEWHERE.split(match[1], maxsplit=1)[0]
            return [part.strip(" ,") for part in _AND.split(why, maxsplit=1)]
    return []


def _is_firm(phrase: str, why: str) -> bool:
    """Whether the words behind a phrase are a reason; of a preposition of many uses only some are."""
    return phrase not in LOOSE_REASONS or any(word in why for word in LOOSE_REASONS[phrase])
