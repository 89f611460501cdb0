"""The day of an encounter that its own clause leaves unsaid, since the text has just set the scene.

"X landed on Monday evening. President Y met him at the airport.", "On Tuesday she will lay a wreath. Y will hold talks with
her.", "The programme opens on Friday. Y will welcome X." Only what was said on a day sets no scene.
"""

from __future__ import annotations

from collections.abc import Iterable

from dipkb.extract import timing
from dipkb.extract.candidate import FUTURE, Candidate
from dipkb.extract.document import Item, Line
from dipkb.extract.framefiles import read_frames
from dipkb.extract.parties import Parties
from dipkb.extract.resolve import Resolved
from dipkb.extract.wordlists import each, forms, listed

_OF, _THE = each("of", "the")
_RECEIVING_MEETS = listed("events", "meeting_verbs")

_WORDS = read_frames("events")
_PROGRAMMES, _COMING = frozenset(_WORDS["programmes"]), frozenset(_WORDS["arriving"])
_BEGINNING = listed("events", "opening_verbs") | frozenset(_WORDS["beginning_verbs"])
_RECEIVING, _ARRIVALS = frozenset(_WORDS["receiving_words"]), frozenset(_WORDS["arrival_words"])
_FOLLOWING = listed("events", "following_verbs")
_SIDELINES = listed("events", "sidelines")
_AFTER = forms("after", "following")
_LEADING = 3  # items before a day that opens a sentence


def with_scenes(candidates: Iterable[Candidate], lines: list[Line], parties: Parties) -> list[Candidate]:
    """The candidates, an undated meeting with the day of the scene it is told in."""
    told = list(candidates)
    before = {id(line): lines[n - 1] if n else None for n, line in enumerate(lines)}
    for n, candidate in enumerate(told):
        if _is_open(candidate):
            near, line = told[max(0, n - 8) : n], before[id(candidate.line)]
            candidate.when = (
                _beside(candidate, near)
                or _one_before(candidate, near)
                or _arrival(candidate, near)
                or _day_set(candidate, line, parties)
            )
    return told


def _is_open(candidate: Candidate) -> bool:
    """Whether a meeting of the text is told without a day of its own."""
    line = candidate.line
    return (
        candidate.type == "Meeting"
        and candidate.when is None
        and candidate.dated is None
        and (candidate.asserted or candidate.status in FUTURE)
        and line.sentence.zone == "body"
        and not (candidate.background or candidate.extra.get("series") or line.is_quoted(candidate.at))
    )


def _beside(candidate: Candidate, told: list[Candidate]) -> Resolved | None:
    """The day of the gathering on whose sidelines it was ("met on the sidelines of the meeting")."""
    items = candidate.line.items
    if not any(
        x.low in _SIDELINES and y.low in _OF and z.low in _THE for x, y, z in zip(items, items[1:], items[2:], strict=False)
    ):
        return None
    days = (m.when for m in reversed(told) if m.type == "Meeting" and m.line is not candidate.line)
    return next((when for when in days if _is_day(when)), None)


def _one_before(candidate: Candidate, told: list[Candidate]) -> Resolved | None:
    """The day of the encounter that this one is said to follow ("Talks with X will follow")."""
    if not any(x.low in _FOLLOWING for x in candidate.line.items[candidate.at :]):
        return None
    people = {e.key() for e in candidate.parties["participants"]}
    for meeting in reversed(told):
        if meeting.type == "Meeting" and people & {e.key() for e in meeting.parties["participants"]}:
            return meeting.when if candidate.line.sentence.index - meeting.line.sentence.index <= 1 else None
    return None


def _arrival(candidate: Candidate, told: list[Candidate]) -> Resolved | None:
    """The day the guest came, told just before: for who is received, and for all that is told in the same sentence."""
    people = {e.key() for e in candidate.parties["participants"]}
    for visit in reversed(told):
        away = candidate.line.sentence.index - visit.line.sentence.index
        came = visit.type == "Visit" and visit.asserted and not visit.background and not visit.extra.get("until")
        if not came or away > 1 or (visit.status in FUTURE) != (candidate.status in FUTURE) or not _is_day(visit.when):
            continue
        then = (away == 0 and (visit.extra.get("days") or 1) == 1 and not _follows(visit, candidate)) or candidate.extra[
            "welcome"
        ]
        if then and people & {e.key() for e in visit.parties["visitors"]}:
            return visit.when
    return None


def _follows(visit: Candidate, meeting: Candidate) -> bool:
    """Whether the visit came after what the meeting was part of ("travelled to Oslo after a summit where she met X")."""
    return any(x.low in _AFTER for x in visit.line.items[visit.at : meeting.at])


def is_received(line: Line, at: int) -> bool:
    """Whether the verb at an index tells of somebody met where he arrives, which is on the day he does."""
    greets = line.items[at].low in _RECEIVING or line.items[at].low in _RECEIVING_MEETS
    return greets and any(x.low in _ARRIVALS for x in line.items)


def _is_day(when: Resolved | None) -> bool:
    return when is not None and when.precision == "day" and when.start == when.end


def _day_set(candidate: Candidate, line: Line | None, parties: Parties) -> Resolved | None:
    """The day that the sentence before opens with, or begins the programme on."""
    if line is None or line.sentence.zone != "body" or candidate.line.sentence.index - line.sentence.index != 1:
        return None
    days = [i for i, x in enumerate(line.items) if x.code == "D"]
    if len(days) != 1 or any(line.quoted):
        return None
    arrives = candidate.extra["welcome"] and any(x.low in _COMING for x in line.items)
    if not (arrives or _sets_scene(line.items, days[0])):
        return None
    ahead = any(x.code == "m" for x in line.items) or line.items[days[0]].value.shift == 1
    if ahead != (candidate.status in FUTURE) and not _opens_programme(line.items, days[0]):
        return None
    when = parties.resolved(line.items[days[0]].value, "future" if candidate.status in FUTURE else "past")
    return when if _is_day(when) else None


def _sets_scene(items: list[Item], day: int) -> bool:
    """Whether a day holds for what follows: it opens its sentence, and nobody only says something on it."""
    spoken = timing.said_then(items, len(items), day) or any(timing.is_saying(x) for x in items[day : day + 6])
    return not spoken and (day < _LEADING or _opens_programme(items, day))


def _opens_programme(items: list[Item], day: int) -> bool:
    """ "The official programme opens on Friday", "the visit begins on Monday"."""
    before = {x.low for x in items[:day]}
    return bool(before & _PROGRAMMES) and bool(before & _BEGINNING)
