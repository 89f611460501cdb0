"""One event, one record: the tellings of an article joined, background kept apart, and the values chosen.

Two tellings are one event when their parties (and, for a visit, the destination) agree and their dates can be the same. The focus
rule keeps background apart: what the headline or the opening tells without a date happened close to the day of publication, so a
telling with a date outside that window is another event; "last", "previous" and the like mark background as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeAlias

from dipkb.event import Agreement, Event, Meeting, Party, Sanction, Span, Visit
from dipkb.extract.candidate import FUTURE, Candidate
from dipkb.extract.chosen import chosen_date, dates_of, span, status
from dipkb.extract.document import Document, Entity, Line
from dipkb.extract.lead import day_spoken
from dipkb.extract.resolve import resolve
from dipkb.extract.same import covers, guests, is_one_of_several, same_parties, without_shadows
from dipkb.extract.sequels import in_a_row
from dipkb.extract.stays import set_out, status_of_stay

_Days: TypeAlias = tuple[date, date] | None
_WEIGHT = (
    "sign",
    "ratify",
    "withdraw",
    "announce",
    "propose",
)  # the weightiest deed told of a document is its record's
FOCUS_DAYS = 12
FOCUS_SENTENCES = 3
_ON_THE_SIDE = frozenset({"sidelines", "sideline", "margins", "summit", "forum", "conference", "assembly"})
TWO = 2
NOUN_FIRST = 6  # items before a noun that is the subject of its sentence ("However, the long-awaited meeting was scrapped")
NEARBY = 4  # sentences that "the meeting" can be away from what it means


@dataclass(slots=True, eq=False)
class Group:
    """The tellings of one event; they only ever become more."""

    members: list[Candidate] = field(default_factory=list)
    focus: bool = False
    id: str = ""
    part: Group | None = None  # a meeting with several, of which this may be one told on its own
    _known: dict[str, tuple[int, dict[str, Entity]]] = field(default_factory=dict)  # by role: tellings looked at, parties
    _dated: tuple[int, _Days] = 0, None
    _keys: tuple[int, set[str]] | None = None

    @property
    def type(self) -> str:
        return self.members[0].type

    def parties(self, role: str) -> list[Entity]:
        """Who has the role in any telling, each once."""
        count, found = self._known.get(role) or (0, {})
        for member in self.members[count:]:
            for entity in member.parties.get(role, ()):
                found.setdefault(entity.key(), entity)
        self._known[role] = len(self.members), found
        return list(found.values())

    def keys(self) -> set[str]:
        """What tells all its parties apart from others."""
        count, found = self._keys or (0, set[str]())
        found.update(entity.key() for member in self.members[count:] for entity in member.agents())
        self._keys = len(self.members), found
        return found

    def interval(self) -> tuple[date, date] | None:
        """First and last day of the most exact dates told."""
        count, best = self._dated
        spans = [s for s in (best, *map(span, self.members[count:])) if s]
        self._dated = len(self.members), min(spans, key=lambda s: (s[1] - s[0], s[0]), default=None)
        return self._dated[1]


class Consolidation:
    """Joins the candidates of one document and writes them as records."""

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
        for candidate in in_a_row(candidates):
            if candidate.type == "Meeting" and candidate.extra.get("anaphor"):
                self.refer(candidate)
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
        self.settle_parts()
        self.number()
        return self.groups

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
                continue
            for part in parts:
                group.members += part.members
                self.groups.remove(part)

    def refer(self, candidate: Candidate) -> None:
        """What "the meeting" adds goes to the one the text was just speaking of, if its day allows."""
        told = [g for g in self.groups if g.type == candidate.type]
        last = max(told, key=lambda g: max(m.line.sentence.index for m in g.members), default=None)
        if last is None or candidate.line.sentence.index - max(m.line.sentence.index for m in last.members) > NEARBY:
            return
        if last.focus or not self.in_focus(candidate):
            if candidate.dated is not None and candidate.status is None and self.status(last) in FUTURE:
                candidate.when = resolve(candidate.dated.value, self.today, direction="future")
            mine, theirs = span(candidate), last.interval()
            by_phone = {"phone", "video"} & {m.extra["mode"] for m in last.members} and candidate.trigger.low == "meeting"
            if by_phone or (last.focus and not self.near(mine)):
                self.earlier(candidate, last)
            elif (theirs is None and self.tenses_fit(last, candidate, mine, theirs)) or (
                candidate.status in ("cancelled", "postponed") and mine is None and candidate.at < NOUN_FIRST
            ):
                last.members.append(candidate)

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
        in_focus = self.in_focus(candidate)
        return [
            g
            for g in self.groups
            if g.type == candidate.type and same_parties(g, candidate) and self.times_fit(g, candidate, in_focus)
        ]

    def in_focus(self, candidate: Candidate) -> bool:
        """Whether the candidate stands in the headline or the opening and is not marked as background."""
        return id(candidate.line) in self.opening and not candidate.background

    def number(self) -> None:
        for n, group in enumerate(self.groups, 1):
            group.id = f"{group.type[0].lower()}{n}"

    def times_fit(self, group: Group, candidate: Candidate, in_focus: bool) -> bool:
        if candidate.dated is not None and any(m.dated is candidate.dated for m in group.members):
            return True  # "met on Monday for talks": one day, however each reads it
        mine, theirs = span(candidate), group.interval()
        if not self.tenses_fit(group, candidate, mine, theirs):
            return False
        if in_focus and group.focus and None in (mine, theirs) and _headline_alone(group, candidate):
            return True
        if mine is None and theirs is None:
            return group.focus == in_focus or not candidate.background
        if mine is None:
            return not candidate.background and (not in_focus or group.focus or self.near(theirs))
        if theirs is None:
            if all(m.background for m in group.members) and not candidate.background:
                return False
            return (self.near(mine) if group.focus else not candidate.background) and not (candidate.background and group.focus)
        if in_focus and group.focus and _headline_alone(group, candidate) and _close(mine, theirs):
            return True  # a weekday in the headline is less sure than the day in the text
        return mine[0] <= theirs[1] + timedelta(1) and theirs[0] <= mine[1] + timedelta(1)

    def tenses_fit(self, group: Group, candidate: Candidate, mine: _Days, theirs: _Days) -> bool:
        """What is planned and what has taken place on an earlier day are two events, but for a stay that is to last."""
        headline = group.type in ("Sanction", "Agreement") and all(m.line.sentence.zone == "title" for m in group.members)
        if candidate.extra.get("until") or headline:
            return True
        told = {m.status for m in group.members if m.status and m.asserted}
        if candidate.type == "Meeting" and candidate.asserted and {"denied", "occurred"} <= told | {candidate.status}:
            return "denied" in told and candidate.status == "denied"  # "met briefly but held no talks"
        plans = {status in FUTURE for status in told}
        if len(plans) != 1 or not candidate.asserted or candidate.status is None or (candidate.status in FUTURE) in plans:
            return True
        past, ahead = (theirs, mine) if candidate.status in FUTURE else (mine, theirs)
        if (
            past is None
            and candidate.type == "Meeting"
            and self.today is not None
            and ahead is not None
            and ahead[0] > self.today
        ):
            return candidate.extra["tense"] == "present" or candidate.line.sentence.zone == "title"
        return past is None or (self.today is not None and past[1] >= self.today)

    def near(self, interval: tuple[date, date] | None) -> bool:
        if self.today is None or interval is None:
            return True
        window = timedelta(FOCUS_DAYS)
        return interval[0] <= self.today + 3 * window and interval[1] >= self.today - window

    # --- records

    def records(self) -> list[Event]:
        """The records, visits first so that meetings can name the visit they belong to."""
        visits = {g.id: g for g in self.groups if g.type == "Visit"}
        made: list[Event] = []
        for group in self.groups:
            evidence = self.evidence(group)
            if evidence and not _is_told_apart(group):
                made.append(_MAKERS[group.type](self, group, evidence, visits))
        known = {e.id for e in made}
        return [e if e.part_of is None or e.part_of in known else _replace(e, part_of=None) for e in made]

    def evidence(self, group: Group) -> tuple[Span, ...]:
        """The sentences that tell the event; for a headline's event the first sentence that names one of its parties."""
        lines = {id(m.line): m.line for m in group.members if not m.line.in_title}
        if not lines:
            lines = {id(x): x for x in [self.naming(group)] if x}
        return tuple(sentence_span(line) for line in lines.values())

    def naming(self, group: Group) -> Line | None:
        keys = group.keys()
        body = list(self.document.body())
        naming = (line for line in body if keys & {e.key() for item in line.items for e in item.who})
        return next(naming, None) or next(iter(body), None)

    def shared(self, group: Group, evidence: tuple[Span, ...]) -> dict[str, Any]:
        when = chosen_date(group.members)
        rule = "+".join(dict.fromkeys(m.rule for m in group.members))
        return {
            "id": group.id,
            "status": self.status(group),
            "date_origin": when.origin if when else "none",
            "evidence": evidence,
            "rule": rule,
        }

    def status(self, group: Group) -> str:
        """The status told, weighed against the days of the event and the day of publication."""
        return status(group.members, group.interval(), self.today)

    def visit(self, group: Group, evidence: tuple[Span, ...], visits: dict[str, Group]) -> Visit:
        start, end, shared = *self.dates(group), self.shared(group, evidence)
        inside = self.inside(group)
        if start is None and (start := self.day_inside(group)):
            shared["date_origin"] = "resolved"
        if set_out(shared["status"], start, self.today, group.members):
            start, shared["date_origin"], shared["status"] = None, "none", "ongoing"
        shared["status"] = status_of_stay(shared["status"], start, end, self.today, group.members)
        kind = next((m.extra for m in group.members if m.extra.get("kind", "unspecified") != "unspecified"), {})
        visitors = guests(group.parties("visitors"))
        received = [e for g in inside for e in g.parties("hosts")] or group.parties("hosts")
        hosts = {e.key(): e for e in received if e.key() not in {v.key() for v in visitors}}
        return Visit(
            **shared,
            kind=kind.get("kind", "unspecified"),
            kind_words=kind.get("kind_words"),
            visitors=_out(visitors),
            hosts=_out(hosts.values()),
            destination=group.members[0].destination,
            places=_places(group),
            start=start,
            end=end,
        )

    def inside(self, visit: Group) -> list[Group]:
        """The meetings of a visit."""
        return [g for g in self.groups if g.type == "Meeting" and self.visit_of(g, {visit.id: visit}) is visit]

    def day_inside(self, visit: Group) -> str | None:
        """When the meetings of a visit were, of several the first, as a day if it is one."""
        dated = [(days, g) for g in self.inside(visit) if (days := g.interval())]
        if not dated:
            return None
        first, last = min(days for days, _ in dated)
        return first.isoformat() if first == last else self.dates(dated[0][1])[0]

    def lies_ahead(self, group: Group) -> bool:
        """Whether it begins after the day of publication."""
        days = group.interval()
        return days is not None and self.today is not None and days[0] > self.today

    def meeting(self, group: Group, evidence: tuple[Span, ...], visits: dict[str, Group]) -> Meeting:
        (start, end), shared = self.dates(group), self.shared(group, evidence)
        visit = self.visit_of(group, visits)
        if visit is not None and shared["status"] in ("occurred", "ongoing") and self.lies_ahead(visit):
            visit = None
        if start is None and visit is not None:
            start, end = self.dates(visit)
            start = start or self.day_inside(visit)
            shared["date_origin"] = "resolved" if start else "none"
        if start is None and shared["status"] == "occurred" and (day := day_spoken(self.document, group.members, self.today)):
            start, shared["date_origin"] = day, "resolved"
        people = without_shadows(group.parties("participants"))
        modes = [m.extra["mode"] for m in sorted(group.members, key=_is_assumed) if m.extra["mode"] != "unspecified"]
        country = next((m.destination for m in group.members if m.destination), None) or (
            visit.members[0].destination if visit else None
        )
        return Meeting(
            **shared,
            mode=modes[0] if modes else "unspecified",
            setting="multilateral" if len({e.country or e.key() for e in people}) > 2 else "bilateral",
            parts=tuple(dict.fromkeys(p for m in group.members for p in m.extra.get("parts", ()))),
            participants=_out(people),
            hosts=_out(group.parties("hosts")),
            destination=country,
            places=_places(group),
            start=start,
            end=end or start,
            duration=next((m.extra["duration"] for m in group.members if m.extra.get("duration")), None),
            part_of=visit.id if visit else None,
        )

    def sanction(self, group: Group, evidence: tuple[Span, ...], visits: dict[str, Group]) -> Sanction:
        start, end = self.dates(group)
        shared, action = self.shared(group, evidence), _act(group)
        shared["status"] = _sanction_status(action, shared["status"])
        if start is None and self.today and any(m.extra["today"] for m in group.members):
            start, shared["date_origin"] = self.today.isoformat(), "publication"
        reasons = tuple(dict.fromkeys(r for m in group.members for r in m.extra.get("reasons", ())))
        return Sanction(
            **shared,
            action=action,
            senders=_out([*group.parties("senders"), *(e for m in group.members for e in m.extra["states"])]),
            more_senders=not group.parties("senders") or any(m.extra["more_senders"] for m in group.members),
            targets=_out(group.parties("targets")),
            measures=tuple(dict.fromkeys(x for m in group.members for x in m.extra["measures"])),
            reasons=reasons,
            start=start,
            end=end,
        )

    def agreement(self, group: Group, evidence: tuple[Span, ...], visits: dict[str, Group]) -> Agreement:
        start, _ = self.dates(group)
        done = min(group.members, key=lambda m: _WEIGHT.index(m.extra["action"]))
        shared = self.shared(group, evidence) | {"status": done.status}
        if start and done.status == "occurred" and self.lies_ahead(group):
            start, shared["date_origin"] = None, "none"  # the years that a document is for
        return Agreement(
            **shared,
            action=done.extra["action"],
            parties=_out(group.parties("parties")),
            title=done.extra["title"],
            fields=tuple(dict.fromkeys(f for m in group.members for f in m.extra["fields"])),
            date=start,
        )

    def dates(self, group: Group) -> tuple[str | None, str | None]:
        return dates_of(group.members, self.today)

    def visit_of(self, meeting: Group, visits: dict[str, Group]) -> Group | None:
        """The visit a meeting happened in: a participant is the visitor, it was in the country visited, the days agree."""
        if any(m.extra["mode"] in ("phone", "video") for m in meeting.members):
            return None
        people = meeting.parties("participants")
        theirs = [v for v in visits.values() if {e.key() for e in v.parties("visitors")} & {e.key() for e in people}]
        near = [v for v in theirs if self.near(v.interval())]
        alone = len(near) == 1 or sum(1 for v in near if self.is_there(meeting, v, alone=False)) == 1
        for visit in theirs:
            if self.is_there(meeting, visit, alone=alone) and self.is_then(meeting, visit, alone=alone):
                return visit
        return None

    def is_there(self, meeting: Group, visit: Group, *, alone: bool) -> bool:
        """Whether it was in the country visited: by its place, else by who took part, or at the summit visited."""
        goal, where = visit.members[0].destination, {m.destination for m in meeting.members if m.destination}
        if where:
            return goal in where
        hosts = any(e.country == goal for e in meeting.parties("participants"))
        return hosts or (alone and any(_ON_THE_SIDE & {i.low for i in m.line.items} for m in (*meeting.members, *visit.members)))

    def is_then(self, meeting: Group, visit: Group, *, alone: bool) -> bool:
        """Whether it can have been during the visit: by the days, else by what the text is about and when it lies."""
        mine, theirs = meeting.interval(), visit.interval()
        if mine and theirs:
            return mine[0] <= theirs[1] and theirs[0] <= mine[1]
        background = any(m.background and not _is_one_more(m) for m in (*meeting.members, *visit.members))
        planned, lasts = self.status(meeting) in FUTURE, theirs is not None and self.today is not None and theirs[1] >= self.today
        one_side = planned == (self.status(visit) in FUTURE) or (planned and lasts)
        return (meeting.focus and visit.focus) or (alone and one_side and not background)


_MAKERS: dict[str, Callable[..., Event]] = {
    "Visit": Consolidation.visit,
    "Meeting": Consolidation.meeting,
    "Sanction": Consolidation.sanction,
    "Agreement": Consolidation.agreement,
}


def _is_told_apart(group: Group) -> bool:
    """Several documents told of together, each of which the text names as well."""
    return any(m.extra.get("listed") for m in group.members) and all(m.extra["several"] for m in group.members)


def _act(group: Group) -> Any:
    """What is done to a sanction: as asserted, else what goes beyond its being in force ("the new sanctions")."""
    asserted = [m for m in group.members if m.asserted]
    told = [m.extra["action"] for m in asserted or group.members]
    return next((a for a in told if a != "in-force"), told[0])


def _sanction_status(action: str, told: str) -> str:
    """What is in force goes on; a threat or call is a proposal unless it was undone."""
    if action == "in-force":
        return "ongoing"
    return "proposed" if action in ("threaten", "call-for") and told not in ("cancelled", "postponed", "denied") else told


def _is_one_more(telling: Candidate) -> bool:
    """Whether "earlier" only orders what was done there ("Earlier, X also met Y")."""
    return any(x.low == "also" for x in telling.line.items[max(0, telling.at - 3) : telling.at])


def _is_assumed(telling: Candidate) -> bool:
    return bool(telling.extra["assumed"])


def _headline_alone(group: Group, candidate: Candidate) -> bool:
    """Whether one of the two is told by the headline only, which then is what the opening tells in full."""
    return candidate.line.in_title or all(m.line.in_title for m in group.members)


def _close(mine: tuple[date, date], theirs: tuple[date, date]) -> bool:
    """Whether two dates lie within two weeks."""
    return abs((mine[0] - theirs[0]).days) <= FOCUS_DAYS


def _presupposed(candidate: Candidate) -> bool:
    """Whether a noun alone tells the event: a headline's, a named person's trip, or talks that two people speak in or after."""
    named = any(e.kind == "person" and e.name for e in candidate.parties.get("visitors", ()))
    people = all(e.kind == "person" for e in candidate.parties.get("participants", ()))
    return (
        candidate.line.sentence.zone == "title"
        or candidate.type == "Sanction"
        or (candidate.type == "Visit" and named)
        or (candidate.type == "Meeting" and people and candidate.extra["governed"] and not candidate.background)
    )


def _replace(event: Event, **changes: Any) -> Event:
    import msgspec

    return msgspec.structs.replace(event, **changes)


def sentence_span(line: Line) -> Span:
    """The whole sentence as evidence."""
    start, end = line.sentence.start, line.sentence.end
    return Span(start=start, end=end, exact=line.text[start:end])


def _out(entities: Iterable[Entity]) -> tuple[Party, ...]:
    return tuple(dict.fromkeys(e.party() for e in entities))


def _places(group: Group) -> tuple[str, ...]:
    return tuple(dict.fromkeys(p for m in group.members for p in m.places))


def _asserted(group: Group) -> Candidate:
    return next((m for m in group.members if m.asserted), group.members[0])
