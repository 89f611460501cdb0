"""Agreements: a document that parties sign, reach, ratify, leave or seek; without such a deed it is only spoken of.

What is done with it (``deeds``), between whom (``members``), and what it is called and covers (``titles``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dipkb.extract import clause
from dipkb.extract.agreements.between import between, involved, treaty_of
from dipkb.extract.agreements.deed import Deed
from dipkb.extract.agreements.deeds import TALKS, deed_of
from dipkb.extract.agreements.listings import is_listed, others, parts
from dipkb.extract.agreements.members import are_named, members_of, ratifiers
from dipkb.extract.agreements.pledges import PLEDGE, pledge_of, title_of_pledge
from dipkb.extract.agreements.supposed import supposed_of, without_supposed
from dipkb.extract.agreements.titles import about, fields_of, head_of, title_of
from dipkb.extract.agreements.understood import known_by_name
from dipkb.extract.agreements.words import KINDS, words
from dipkb.extract.candidate import Candidate
from dipkb.extract.document import Entity, Item
from dipkb.extract.framefiles import read_frames
from dipkb.extract.reading import Reading
from dipkb.extract.resolve import Direction, Resolved
from dipkb.extract.wordlists import each, endings, forms, stems

_PLURALS = endings("plural", "latin_plural")
_SEPARATE, _THE = each("separate", "the")
_DISCUSS = stems("discuss")
_GERUND = endings("gerund")
_IS_ARE = forms("is", "are")
_PLURAL = endings("plural")
_STATEMENT = stems("statement")
_TALKING = stems("discuss", "talk", "negotiations", "progress", "update", "impasse")
_THE_THESE = forms("the", "these")
_THE_THIS_THAT = forms("the", "this", "that")

__all__ = ["agreements", "without_supposed"]

_STARTING = forms("from", "starting", "beginning", "effective", "as", "until", "till")
_SAYING = frozenset(read_frames("words")["saying"])
_LOOSE = words("loose")
_STATEMENTS = frozenset(word for word, kind in KINDS.items() if kind == "statement")
_ALONE = frozenset({"withdraw", "ratify"})  # what a state does by itself
_MAKING_KNOWN = words("making_known")
_YEARS = re.compile(r"\d{4}\s?[-–]\s?\d{4}")
_IN = forms("in")
_BEFORE_NOW = forms("already", "previously", "earlier")
TWO = 2
_OPENING = 5  # items of a sentence, in which a document is what it speaks of


def agreements(reading: Reading) -> Iterator[Candidate]:
    """At most one candidate: what is done with the document, and between whom."""
    if reading.at and reading.items[reading.at - 1].code == "(":
        return  # "a memorandum of understanding (MoU)"
    if _only_describes(reading) or reading.items[-1].low == "?":
        return
    if reading.frame.get("tells") == "pledge":
        yield from _pledged(reading)
        return
    if reading.frame.get("tells") == "supposed":
        yield from _supposed(reading)
        return
    if treaty := treaty_of(reading) or known_by_name(reading):
        reading.parties.treaty = (reading.line.sentence.index, treaty)
    deed = deed_of(reading)
    whole = reading.parties.agreed
    if deed is None and whole is not None and is_listed(reading, whole):
        whole.extra["listed"] = whole.extra["listed"] or _lists_several(reading)
        yield from _listed(reading, whole)
    elif deed is None and whole is not None and _takes_up(reading, whole) and parts(reading):
        whole.extra["listed"] = True
        yield from _each(reading, whole)
    if deed is None or _is_vague(reading, deed):
        return
    members = members_of(reading, deed)
    if len(members) < (1 if deed.action in _ALONE else 2):
        return
    if len(members) > TWO and any(x.low in _SEPARATE for x in reading.items[max(0, reading.at - 4) : reading.at]):
        for other in members[1:]:
            yield _made(reading, deed.action, [members[0], other], deed.verb, None)
        return
    if len(members) == TWO:
        reading.parties.treaty = (reading.line.sentence.index, members)
    made = _made(reading, deed.action, members, deed.verb, None)
    made.extra["by"] = {e.key() for e in ratifiers(reading, deed)}
    made.status = "planned" if deed.ahead else made.status
    if deed.scheduled:
        _schedule(reading, made, deed.verb)
    if deed.reduced and made.when is None and reading.at > _OPENING and not are_named(reading, deed):
        return  # "activities that are part of a treaty signed by the two": only mentioned
    if deed.action != "propose" or deed.scheduled:
        before, reading.parties.agreed = reading.parties.agreed, made
        if before is not None and {e.key() for e in before.parties["parties"]} == {e.key() for e in members}:
            made.extra["day"] = made.when or before.extra["day"]
    yield from _each(reading, made)


def _only_describes(reading: Reading) -> bool:
    """Whether another document's noun follows ("a framework agreement", "the partnership and cooperation treaty")."""
    if reading.trigger.low.endswith(_PLURAL):
        return False
    for item in reading.items[reading.at + 1 : reading.at + (4 if reading.trigger.low in _LOOSE else 2)]:
        if any(frame["event"] == "Agreement" for frame in reading.rules.by_word.get(item.low, ())):
            return True
        if item.code not in "x&" or clause.is_verb_like(item):
            break
    return False


def _each(reading: Reading, whole: Candidate) -> Iterator[Candidate]:
    """The document told of, or each of those that the words name by their topics."""
    if not (topics := parts(reading)):
        yield whole
    for topic in topics:
        made = _made(reading, str(whole.extra["action"]), whole.parties["parties"], None, whole)
        made.status = whole.status
        made.extra |= {
            "title": f"{reading.trigger.text} on {topic}",
            "about": about(topic),
            "fields": [],
            "at_talks": whole.extra["at_talks"],
            "several": False,
        }
        yield made


def _lists_several(reading: Reading) -> bool:
    """Whether more than the one document is listed, so that those told of together are told one by one."""
    behind = reading.items[reading.at + 1 :]
    further = any(
        f["event"] == "Agreement" for x in behind if x.low not in _STATEMENTS for f in reading.rules.by_word.get(x.low, ())
    )
    return further or bool(others(reading)) or reading.at < _OPENING


def _takes_up(reading: Reading, whole: Candidate) -> bool:
    """Whether "the five memoranda" are of those just told."""
    near = reading.line.sentence.index - whole.line.sentence.index in (1, 2)
    return near and any(x.low in _THE_THESE for x in reading.items[max(0, reading.at - 3) : reading.at])


def _pledged(reading: Reading) -> Iterator[Candidate]:
    """What two agreed to do, told without a document."""
    deed = pledge_of(reading)
    members = members_of(reading, deed) if deed is not None else []
    if deed is None or len(members) < 2:
        return
    made = _made(reading, deed.action, members, deed.verb, None)
    made.extra |= {"title": title_of_pledge(reading), "about": set(), "fields": [], "head": PLEDGE}
    yield made


def _supposed(reading: Reading) -> Iterator[Candidate]:
    """What no rule finds between two sides of the sentence."""
    if (found := supposed_of(reading)) is None:
        return
    deed, sides = found
    made = _made(reading, deed.action, sides, deed.verb, None)
    made.extra["supposed"] = True
    yield made


def _listed(reading: Reading, whole: Candidate) -> Iterator[Candidate]:
    """The document at the trigger, and "another on …" of the same kind behind it."""
    own = between(reading) or involved(reading)
    first = _made(reading, str(whole.extra["action"]), own if len(own) > 1 else whole.parties["parties"], None, whole)
    first.extra["at_talks"] = whole.extra["at_talks"]
    yield first
    for title in others(reading):
        made = _made(reading, str(whole.extra["action"]), whole.parties["parties"], None, whole)
        made.extra |= {"title": title, "about": about(title) - first.extra["about"], "fields": []}
        yield made


def _is_vague(reading: Reading, deed: Deed) -> bool:
    """Agreements spoken about in the plural ("discussed cooperation agreements") or kept ("urged them to respect the Accord")."""
    if reading.needs("named") and (deed.action == "propose" or not reading.trigger.text[0].isupper()):
        return True
    if deed.action == "propose" and not deed.scheduled and reading.trigger.low in _LOOSE:
        return True
    definite = any(i.low in _THE for i in reading.items[max(0, reading.at - 5) : reading.at] if i.code in "txaACNI")
    behind = reading.items[reading.at + 1 : reading.at + 2]
    negotiated = bool(behind) and behind[0].low in TALKS
    if deed.action == "propose" and definite and not negotiated and _talked_about(reading, deed):
        return True
    named = reading.trigger.text[0].isupper() and reading.line.sentence.zone == "body"
    if deed.wished and named and any(i.low in _THE for i in reading.items[max(0, reading.at - 3) : reading.at]):
        return True
    return reading.items[deed.verb].low.startswith(_DISCUSS) and reading.trigger.low.endswith(_PLURAL)


def _talked_about(reading: Reading, deed: Deed) -> bool:
    """Whether a document that exists is only talked about ("discussed the nuclear deal", "talks on the treaty")."""
    return reading.items[deed.verb].low.startswith(_TALKING)


def _made(reading: Reading, action: str, members: list[Entity], verb: int | None, whole: Candidate | None) -> Candidate:
    made = reading.make({"parties": members})
    made.asserted, made.status = True, "proposed" if action == "propose" else "occurred"
    title = title_of(reading, verb)
    made.extra |= {
        "action": action,
        "title": title,
        "about": about(title) - _names(members),
        "fields": fields_of(reading),
        "definite": _is_definite(reading),
        "listed": False,
        "at_talks": action in ("sign", "announce") and not made.background and not _is_done_before(reading, verb),
        "part": whole is not None,
        "by": set(),
        "several": reading.trigger.text.casefold().rstrip(")").endswith(_PLURALS),
        "governor": verb,
        "head": head_of(reading),
    }
    made.when = whole.when or whole.extra["day"] if whole else None
    if action != "propose" and verb is not None:
        made.when = _day(reading, verb, "past") or (_day_said(reading, verb) if action == "withdraw" else None)
        made.when = made.when or (_day_reported(reading, verb) if action in ("announce", "sign", "ratify") else None)
    made.dated = reading.dated if made.when else None
    made.extra["day"] = made.when
    return made


def _is_done_before(reading: Reading, verb: int | None) -> bool:
    """Whether it is told as done before ("have already initialled an agreement")."""
    return verb is not None and any(x.low in _BEFORE_NOW for x in reading.items[max(0, verb - 3) : verb])


def _is_definite(reading: Reading) -> bool:
    """Whether "the" or "this" stands before the document, over what describes it ("the full package of documents")."""
    items, i = reading.items, reading.at - 1
    if any(x.low in _THE_THIS_THAT for x in items[max(0, reading.at - 4) : reading.at]):
        return True
    while i >= 0 and items[i].code in "xao" and not clause.is_verb_like(items[i]):
        i -= 1
    return i >= 0 and items[i].low in _THE_THIS_THAT


def _day(reading: Reading, verb: int, direction: Direction) -> Resolved | None:
    """The date nearest to what is done, unless it only names the document or says from when it holds."""
    if verb < reading.at and (day := _day_behind(reading) or _day_of_exit(reading, verb)) is not None:
        reading.dated = day
        return reading.parties.resolved(day.value, direction)
    at, reading.at = reading.at, verb
    when = reading.date(direction)
    reading.at = at
    if when is None and verb < at and (day := _day_of_statement(reading)) is not None:
        reading.dated = day
        return reading.parties.resolved(day.value, direction)
    if reading.dated is not None and _YEARS.search(reading.dated.text):
        return None  # "a plan of action for 2024-2028"
    return None if reading.dated is not None and (_is_its_year(reading) or _is_its_start(reading)) else when


def _day_behind(reading: Reading) -> Item | None:
    """The year right behind the document ("withdrew from the pact in 2018, …")."""
    items, at = reading.items, reading.at
    led = at + 2 < len(items) and items[at + 1].low in _IN and items[at + 2].code == "D"
    return items[at + 2] if led and items[at + 2].text.isdigit() else None


def _day_of_exit(reading: Reading, verb: int) -> Item | None:
    """The year right before a noun of leaving ("its 2018 withdrawal from the pact")."""
    items = reading.items
    return items[verb - 1] if verb and items[verb].low in words("exits") and items[verb - 1].code == "D" else None


def _day_of_statement(reading: Reading) -> Item | None:
    """The day behind a statement that is signed, not made ("signed a statement of intent on Friday")."""
    if not reading.trigger.low.startswith(_STATEMENT):
        return None
    for item in reading.items[reading.at + 1 : reading.at + 6]:
        if item.code == "D":
            return item
        if item.code not in "oxp" or clause.is_verb_like(item):
            return None
    return None


def _day_said(reading: Reading, verb: int) -> Resolved | None:
    """The day on which a party says that it "is withdrawing", which is that of the act."""
    items = reading.items
    if not items[verb].low.endswith(_GERUND) or items[verb - 1].low not in _IS_ARE:
        return None
    for i in range(verb):
        near = (*items[max(0, i - 2) : i], *items[i + 1 : i + 6])
        if (
            items[i].code == "D"
            and not reading.line.is_quoted(i)
            and any(x.low in _SAYING or x.low in _MAKING_KNOWN for x in near)
        ):
            reading.dated = items[i]
            return reading.parties.resolved(items[i].value, "past")
    return None


def _day_reported(reading: Reading, verb: int) -> Resolved | None:
    """The day on which it is said that something "has" been agreed ("officials said on Thursday that they had agreed")."""
    items = reading.items
    if not any(x.code == "h" for x in items[max(0, verb - 4) : verb]):
        return None
    for i in range(1, verb):
        said = any(x.low in _SAYING for x in (*items[max(0, i - 2) : i], *items[i + 1 : i + 2]))
        if items[i].code == "D" and said and not reading.line.is_quoted(i):
            reading.dated = items[i]
            return reading.parties.resolved(items[i].value, "past")
    return None


def _is_its_start(reading: Reading) -> bool:
    """Whether the date found says from when the document holds ("a truce starting from midnight on Sunday")."""
    day = next(i for i, x in enumerate(reading.items) if x is reading.dated)
    return day > reading.at and any(x.low in _STARTING for x in reading.items[max(reading.at, day - 5) : day])


def _schedule(reading: Reading, made: Candidate, verb: int) -> None:
    """The day of a signing that is arranged, if one to come is told; else that of the talks it goes with."""
    when, today = _day(reading, verb, "future"), reading.parties.today
    if when is not None and (today is None or when.days()[1] >= today) and not _is_of_saying(reading):
        made.when, made.dated = when, reading.dated
        made.extra["day"] = when
    made.extra["at_talks"] = reading.dated is None and not reading.line.is_quoted(reading.at)


def _is_of_saying(reading: Reading) -> bool:
    """Whether the date found is that of saying it ("will sign a pact, he said on Monday")."""
    day = next(i for i, x in enumerate(reading.items) if x is reading.dated)
    return any(x.low in _SAYING for x in reading.items[max(0, day - 3) : day])


def _is_its_year(reading: Reading) -> bool:
    """Whether the date found only names the document ("the 2015 nuclear deal")."""
    near = reading.items[max(0, reading.at - 4) : reading.at]
    return reading.dated in near and reading.dated is not None and reading.dated.text.isdigit()


def _names(members: list[Entity]) -> set[str]:
    """The words of the parties' names, which tell no document from another between them."""
    return {w for e in members for w in (e.name or "").casefold().split()}
