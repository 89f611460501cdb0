"""Which tellings of an article are of one event: joined by parties and days, background kept apart.

Two tellings are one event when their parties (and, for a visit, the destination) agree and their dates can be the same. The focus
rule keeps background apart: what the headline or the opening tells without a date happened close to the day of publication, so a
telling with a date outside that window is another event; "last", "previous" and the like mark background as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from msgspec.structs import replace

from dipkb import edtf
from dipkb.extract.candidate import FUTURE, Candidate
from dipkb.extract.chosen import span, status
from dipkb.extract.document import Document, Entity
from dipkb.extract.joined import FOCUS_DAYS, Days, Group, near
from dipkb.extract.likeness import can_gather, can_share, marks, without_shadows
from dipkb.extract.resolve import resolve
from dipkb.extract.same import covers, is_one_of_several, same_parties, untold
from dipkb.extract.sequels import in_a_row
from dipkb.extract.stopovers import by_stop
from dipkb.extract.supposed import with_parties
from dipkb.extract.wordlists import forms, listed

FOCUS_SENTENCES = 3
TWO = 2
NOUN_FIRST = 6  # items before a noun that is the subject of its sentence ("However, the long-awaited meeting was scrapped")
_EARLY = 3  # days that a guest can arrive before the day on which the visit is told to begin
_FACE_TO_FACE = listed("events", "face_to_face")  # no phone call is called so
_TALKS = listed("events", "held")
_ATTENDED = "attended-by"  # of talks of two, a list of who sat in
_BEFORE, _NEAR = forms("before", "prior", "ahead"), 4  # what leads up to a noun, within so many items
NEARBY = 4  # sentences that "the meeting" can be away from what it means


class Consolidation:
    """Joins the candidates of one document; ``groups`` are the events told so far."""

    def __init__(self, document: Document, today: date | None) -> None:
        self.document, self.today = document, today
        self.groups: list[Group] = []
        body = [line for line in document.body() if line.sentence.zone == "body"]
        self.opening = {
            id(line)
            for line in [*body[:FOCUS_SENTENCES], *(x for x in document.lines if x.in_title or x.sentence.zone == "title")]
        }

    def join(self, candidates: Iterable[Candidate]) -> list[Group]:
        """Groups of candidates, in the order of the text."""
        candidates = list(candidates)
        self.join_told(in_a_row(candidates))
        meetings = [c for c in candidates if c.type == "Meeting"]
        if any(c.extra.get("anaphor") for c in meetings) and all(map(_names_no_two, meetings)):
            self.join_told(with_parties(meetings, self.document))
        self.settle_parts()
        self.join_stops()
        self.number()
        return self.groups

    def join_stops(self) -> None:
        """Meetings on a tour as one for each country, which may be told further on as one of its own."""
        told = {id(g) for g in self.groups}
        self.groups = list(by_stop(self.groups))
        for stop in [g for g in self.groups if id(g) not in told]:
            fit = (g for g in self.fitting(stop.members[0]) if id(g) in told)
            if (other := next(fit, None)) is not None:
                other.members += stop.members
                self.groups.remove(stop)

    def join_told(self, candidates: Iterable[Candidate]) -> None:
        """Each candidate with the event that it tells of, or as one of its own."""
        for candidate in candidates:
            if candidate.type == "Meeting" and candidate.extra.get("anaphor"):
                self.refer(candidate)
                continue
            if candidate.extra.get("roll") and self.enrol(candidate):
                continue
            if candidate.extra.get("leads") and self.lead(candidate):
                continue
            if self.only_adds(candidate) and not self.fitting(candidate):
                continue
            candidate.background = candidate.background or (candidate.extra["first"] and id(candidate.line) not in self.opening)
            in_focus = self.in_focus(candidate)
            fitting = self.fitting(candidate)
            whole = self.whole(fitting, candidate)
            if whole is not None:
                self.groups.append(Group([candidate], in_focus, part=whole))
            elif fitting:
                home = min(
                    [g for g in fitting if g.part] or fitting,
                    key=lambda g: (
                        (not g.focus, self.groups.index(g))
                        if not span(candidate)
                        else (g.interval() is None, self.groups.index(g))
                    ),
                )
                home.members.append(candidate)
                home.focus = home.focus or in_focus
            elif candidate.asserted or candidate.status or span(candidate) or in_focus or _presupposed(candidate):
                self.groups.append(Group([candidate], in_focus))

    def only_adds(self, candidate: Candidate) -> bool:
        """Whether it can add to an event told elsewhere but makes none of its own: an undated caption, "the visit"."""
        alone = candidate.line.sentence.zone == "caption" or bool(candidate.extra.get("adds"))
        return bool(candidate.extra.get("anaphor")) or (alone and span(candidate) is None)

    def whole(self, fitting: list[Group], candidate: Candidate) -> Group | None:
        """The meeting with several that the candidate tells one part of, unless that part is told of already."""
        if candidate.type != "Meeting" or any(g.part for g in fitting):
            return None
        return next((g for g in fitting if is_one_of_several(g, candidate)), None)

    def settle_parts(self) -> None:
        """Where each part of a meeting with several is told on its own, they are meetings; else all is the one meeting."""
        for group in [g for g in self.groups if any(part.part is g for part in self.groups)]:
            parts = [g for g in self.groups if g.part is group]
            if covers(parts, group):
                self.groups.remove(group)
                self.hand_on(group, parts)
                continue
            if len(parts) >= TWO and len(rest := untold(parts, group)) < len(group.parties("participants")):
                self.reduce(group, rest)
                continue
            for part in parts:
                group.members += part.members
                self.groups.remove(part)

    def reduce(self, group: Group, rest: list[Entity]) -> None:
        """Where several parts of a meeting are told on their own, what tells it as a whole is of the others."""
        kept = {e.key() for e in rest}
        members = [replace(m, parties=_only(m.parties, kept)) for m in group.members]
        reduced = Group(members, group.focus)
        self.groups = [reduced if g is group else g for g in self.groups]
        for part in self.groups:
            part.part = None if part.part is group else part.part

    def hand_on(self, group: Group, parts: list[Group]) -> None:
        """What is told of all the meetings at once holds for each only spoken of ("her meetings with X and Y reflect")."""
        told = status(group.members, group.interval(), self.today)
        for part in parts:
            for member in (m for m in part.members if not m.asserted and m.status is None):
                member.status = told

    def refer(self, candidate: Candidate) -> None:
        """What "the meeting" adds goes to the one the text was just speaking of, if its day allows."""
        told = sorted((g for g in self.groups if g.type == candidate.type), key=_last_told, reverse=True)
        last = told[0] if told else None
        if last is None or candidate.line.sentence.index - _last_told(last) > NEARBY:
            return
        last = self.of_day(told, candidate) or last
        before = {x.low for x in candidate.line.items[max(0, candidate.at - _NEAR) : candidate.at]}
        if candidate.status in FUTURE and not before.isdisjoint(_BEFORE) and all(map(_has_been, last.members)):
            candidate.status = None  # "prior to the meeting" is no plan of one that has been
        if last.focus or not self.in_focus(candidate):
            if (
                candidate.dated is not None
                and candidate.status is None
                and status(last.members, last.interval(), self.today) in FUTURE
            ):
                candidate.when = resolve(candidate.dated.value, self.today, direction="future")
            mine = span(candidate)
            theirs: Days = last.interval()
            by_phone = {"phone", "video"} & {m.extra["mode"] for m in last.members} and candidate.trigger.low in _FACE_TO_FACE
            if by_phone or (last.focus and not near(mine, self.today)):
                self.earlier(candidate, last)
            elif (theirs is None and self.tenses_fit(last, candidate, mine, theirs)) or (
                candidate.status in ("cancelled", "postponed") and mine is None and candidate.at < NOUN_FIRST
            ):
                last.members.append(candidate)

    def of_day(self, told: list[Group], candidate: Candidate) -> Group | None:
        """The meeting that a day of the noun's own means ("Friday's meeting"), where the one told last has another day."""
        if candidate.dated is None or candidate.dated not in candidate.line.items[: candidate.at]:
            return None
        days = [resolve(candidate.dated.value, self.today, direction=d) for d in ("past", "future")]
        spans = [x for d in days if d is not None and (x := edtf.span(d.start, d.end))]
        fits = (g for g in told if (there := g.interval()) and any(a <= there[1] and there[0] <= b for a, b in spans))
        if found := next(fits, None):
            return found
        ahead = [g for g in told if g.interval() is None and status(g.members, None, self.today) in FUTURE]
        return ahead[0] if ahead and told[0].interval() is not None else None

    def lead(self, candidate: Candidate) -> bool:
        """Whether those who lead the sides of talks are settled: with the talks of their states told just before, or left out."""
        people = candidate.parties["participants"]
        meetings = [g for g in self.groups if g.type == "Meeting" and _have_sides(g, people)]
        near = [g for g in meetings if candidate.line.sentence.index - _last_told(g) <= NEARBY]
        about = [g for g in meetings if g.focus]  # what the article is about needs not be told just before
        if near or len(about) == 1:
            candidate.asserted, candidate.status = False, None
            max(near or about, key=_last_told).members.append(candidate)
            return True
        return len({e.country for e in people}) < TWO

    def enrol(self, candidate: Candidate) -> bool:
        """Whether a list of those present is settled: with the gathering told just before, or as too short to be one itself."""
        told = [g for g in self.groups if g.type == "Meeting"]
        last = max(told, key=lambda g: max(m.line.sentence.index for m in g.members), default=None)
        away = candidate.line.sentence.index - max(m.line.sentence.index for m in last.members) if last else NEARBY + 1
        if last is not None and away <= NEARBY and not can_gather(last.parties("participants")):
            states = {e.country for e in last.parties("participants")}
            others = {e.country for e in candidate.parties["participants"]} - states - {None}
            if len(others) < TWO:
                return candidate.rule == _ATTENDED or len(candidate.parties["participants"]) <= TWO
        if last is None or away > NEARBY:
            return len(candidate.parties["participants"]) <= TWO and not _tells_of_talks(candidate)
        candidate.asserted, candidate.status = False, None
        last.members.append(candidate)
        return True

    def earlier(self, candidate: Candidate, last: Group) -> None:
        """An encounter by a day of its own ("the November 23 meeting") is another one of those the text speaks of."""
        people = without_shadows(last.parties("participants"))
        if candidate.dated is None or candidate.dated not in candidate.line.items[: candidate.at] or len(people) != TWO:
            return
        candidate.parties["participants"] = people
        if not self.fitting(candidate):
            self.groups.append(Group([candidate], focus=False))

    def fitting(self, candidate: Candidate) -> list[Group]:
        """The groups that the candidate can be another telling of."""
        in_focus, groups = self.in_focus(candidate), [g for g in self.groups if g.type == candidate.type]
        if candidate.type == "Meeting":  # an article may tell of thousands, and each needs its own with somebody in common
            mine = marks(candidate.parties["participants"])
            groups = [g for g in groups if can_share(mine, g.marks())]
        return [g for g in groups if same_parties(g, candidate) and self.times_fit(g, candidate, in_focus)]

    def in_focus(self, candidate: Candidate) -> bool:
        """Whether the candidate stands in the headline or the opening and is not marked as background."""
        return id(candidate.line) in self.opening and not candidate.background

    def number(self) -> None:
        for n, group in enumerate(self.groups, 1):
            group.id = f"{group.type[0].lower()}{n}"

    def times_fit(self, group: Group, candidate: Candidate, in_focus: bool) -> bool:
        if candidate.type == "Meeting" and _is_another_time(group, candidate):
            return False
        if candidate.dated is not None and any(m.dated is candidate.dated for m in group.members):
            return True  # "met on Monday for talks": one day, however each reads it
        if candidate.type == "Meeting" and any(_has_other_day(m, candidate) for m in group.members):
            return False
        mine, theirs = span(candidate), group.interval()
        if not self.tenses_fit(group, candidate, mine, theirs):
            return False
        if in_focus and group.focus and None in (mine, theirs) and _headline_alone(group, candidate):
            return True
        if mine is None and theirs is None:
            return group.focus == in_focus or not candidate.background
        if mine is None:
            return not candidate.background and (not in_focus or group.focus or near(theirs, self.today))
        if theirs is None:
            if all(m.background for m in group.members) and not candidate.background:
                return False
            return (near(mine, self.today) if group.focus else not candidate.background) and not (
                candidate.background and group.focus
            )
        if in_focus and group.focus and _headline_alone(group, candidate) and _close(mine, theirs):
            return True  # a weekday in the headline is less sure than the day in the text
        early = candidate.type == "Visit" and candidate.extra.get("came")  # some days before the official part begins
        return mine[0] <= theirs[1] + timedelta(1) and theirs[0] <= mine[1] + timedelta(_EARLY if early else 1)

    def is_next(self, group: Group, candidate: Candidate, mine: Days) -> bool:
        """Whether a noun tells of a further meeting still ahead of those who met ("will be followed by talks of both in May")."""
        if candidate.type != "Meeting" or candidate.status not in FUTURE or mine is None or self.today is None:
            return False
        return mine[0] > self.today and any(_is_told_past(m) for m in group.members) and self.is_past(group)

    def is_past(self, group: Group) -> bool:
        """Whether a group's day, where it has one, has come."""
        days = group.interval()
        return days is None or (self.today is not None and days[1] <= self.today)

    def tenses_fit(self, group: Group, candidate: Candidate, mine: Days, theirs: Days) -> bool:
        """What is planned and what has taken place on an earlier day are two events, but for a stay that is to last."""
        headline = group.type in ("Sanction", "Agreement") and all(m.line.sentence.zone == "title" for m in group.members)
        if candidate.extra.get("until") or headline:
            return True
        told = {m.status for m in group.members if m.status and m.asserted}
        if candidate.type == "Meeting" and candidate.asserted and {"denied", "occurred"} <= told | {candidate.status}:
            return "denied" in told and candidate.status == "denied"  # "met briefly but held no talks"
        if candidate.type == "Meeting" and told == {"occurred"} and candidate.status in FUTURE and _is_days_later(mine, theirs):
            return False  # "dined on Thursday ahead of their talks on Friday"
        plans = {status in FUTURE for status in told}
        if self.is_next(group, candidate, mine):
            return False
        if len(plans) != 1 or not candidate.asserted or candidate.status is None or (candidate.status in FUTURE) in plans:
            return True
        past, ahead = (theirs, mine) if candidate.status in FUTURE else (mine, theirs)
        if (
            candidate.type == "Meeting"
            and past
            and ahead
            and past[1] < ahead[0]
            and self.today
            and past[1] <= self.today < ahead[0]
        ):
            return False  # "met in Oslo today and will meet again in Riga tomorrow"
        if (
            past is None
            and candidate.type == "Meeting"
            and self.today is not None
            and ahead is not None
            and ahead[0] > self.today
        ):
            return candidate.extra["tense"] == "present" or candidate.line.sentence.zone == "title"
        return past is None or (self.today is not None and past[1] >= self.today)


def _only(parties: dict[str, list[Entity]], kept: set[str]) -> dict[str, list[Entity]]:
    """The parties with these keys."""
    return {role: [e for e in entities if e.key() in kept] for role, entities in parties.items()}


def _have_sides(group: Group, people: list[Entity]) -> bool:
    """Whether a meeting is told as that of states, whose sides these people can have led."""
    named = {e.country for e in group.parties("participants") if e.kind == "person"}
    return {e.country for e in people} <= {e.country for e in group.parties("participants")} - named


def _last_told(group: Group) -> int:
    """The last sentence that tells of a group."""
    return max(m.line.sentence.index for m in group.members)


def _is_another_time(group: Group, candidate: Candidate) -> bool:
    """Whether one is planned "again" or at all, and the other has been ("agreed to meet again", "since their recent talks")."""
    ahead = candidate.status in FUTURE
    been = [m.extra["over"] or (m.asserted and m.status == "occurred") for m in group.members]
    planned = [m.status in FUTURE for m in group.members]
    if candidate.extra["again"] and ahead:
        return any(been)
    if candidate.extra.get("newer") and not any(m.extra.get("newer") or m.line is candidate.line for m in group.members):
        return any(been) or all(m.when is not None for m in group.members)
    return (candidate.extra["over"] and all(planned)) or (ahead and all(m.extra["over"] for m in group.members))


def _is_days_later(mine: Days, theirs: Days) -> bool:
    """Whether one day lies behind another, both given to the day."""
    return mine is not None and theirs is not None and mine[0] == mine[1] and theirs[0] == theirs[1] and mine[0] > theirs[0]


def _has_been(telling: Candidate) -> bool:
    """Whether it is told as over, by the words or as what lies behind the news."""
    return telling.status == "occurred" or (telling.status is None and telling.background)


def _is_told_past(telling: Candidate) -> bool:
    """Whether the text, not its headline alone, asserts in the past tense what took place."""
    past = telling.extra["tense"] != "present" and telling.line.sentence.zone != "title"
    return telling.asserted and telling.status == "occurred" and past


def _has_other_day(told: Candidate, candidate: Candidate) -> bool:
    """Whether the same sentence gives each its own day ("meets officials tomorrow, before a trip on Friday to meet X")."""
    if told.line is not candidate.line or told.rule != candidate.rule or told.when is None or candidate.when is None:
        return False
    return told.when.precision == candidate.when.precision == "day" and told.when.start != candidate.when.start


def _names_no_two(candidate: Candidate) -> bool:
    """Whether a telling of a meeting leaves open who met."""
    return bool(candidate.extra.get("anaphor") or candidate.extra.get("series"))


def _tells_of_talks(candidate: Candidate) -> bool:
    """Whether the sentence itself says at what they were present ("present at the talks were X and Y")."""
    return any(item.low in _TALKS for item in candidate.line.items)


def _headline_alone(group: Group, candidate: Candidate) -> bool:
    """Whether one of the two is told by the headline only, which then is what the opening tells in full."""
    return candidate.line.in_title or all(m.line.in_title for m in group.members)


def _close(mine: tuple[date, date], theirs: tuple[date, date]) -> bool:
    """Whether two dates lie within two weeks."""
    return abs((mine[0] - theirs[0]).days) <= FOCUS_DAYS


def _presupposed(candidate: Candidate) -> bool:
    """Whether a noun alone tells the event: a headline's, a named person's trip, or talks that two people speak in or after."""
    named = any(e.kind == "person" and e.name for e in candidate.parties.get("visitors", ()))
    return (
        candidate.line.sentence.zone == "title"
        or candidate.type == "Sanction"
        or (candidate.type == "Visit" and named)
        or (candidate.type == "Meeting" and _is_particular(candidate))
    )


def _is_particular(candidate: Candidate) -> bool:
    """Whether talks that a noun only presupposes are one encounter: people have or speak in it, by name, or it has a place."""
    present = candidate.parties.get("participants", ())
    people = all(e.kind == "person" for e in present)
    if people and candidate.extra["governed"] and not candidate.background:
        return True
    known = {e.country for e in present if e.kind == "person" and e.name and (e.id or e.role)}
    placed = bool(candidate.places or candidate.destination) and len({e.country for e in present}) > 1
    return not candidate.line.is_quoted(candidate.at) and ((people and len(known) > 1) or placed)
