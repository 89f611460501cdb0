"""One event, one record: the values chosen among what the tellings of each event say, meetings set inside their visits."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

import msgspec

from dipkb import edtf
from dipkb.event import Agreement, Event, Meeting, Party, Sanction, Span, Visit
from dipkb.extract.announcements import day_announced
from dipkb.extract.candidate import FUTURE, Candidate
from dipkb.extract.ceremonies import day_of_ceremony
from dipkb.extract.chosen import chosen_date, dates_of, status
from dipkb.extract.document import Document, Entity, Line
from dipkb.extract.framefiles import read_frames
from dipkb.extract.joined import Group, near
from dipkb.extract.lead import day_spoken
from dipkb.extract.likeness import guests, without_shadows
from dipkb.extract.newsday import NewsDay
from dipkb.extract.stays import set_out, status_of_stay, without_days_ahead
from dipkb.extract.wordlists import forms

_ALSO = forms("also")

_DEEDS = ("sign", "ratify", "withdraw", "announce", "propose")  # the weightiest deed told of a document is its record's
_ON_THE_SIDE = frozenset(read_frames("events")["on_the_side"])


class Records:
    """Writes the events of one document as records."""

    def __init__(self, document: Document, today: date | None, groups: list[Group]) -> None:
        self.document, self.today, self.groups = document, today, groups
        self.news = NewsDay(document, today)
        self.events: dict[str, Event] = {}  # by group; agreements come last, since they look at the meetings

    def made(self) -> list[Event]:
        """The records, visits first so that meetings can name the visit they belong to."""
        visits = {g.id: g for g in self.groups if g.type == "Visit"}
        for group in sorted(self.groups, key=_is_agreement):
            evidence = self.evidence(group)
            if evidence and not _is_told_apart(group):
                self.events[group.id] = _MAKERS[group.type](self, group, evidence, visits)
        made = [self.events[g.id] for g in self.groups if g.id in self.events]
        return [e if e.part_of is None or e.part_of in self.events else msgspec.structs.replace(e, part_of=None) for e in made]

    def evidence(self, group: Group) -> tuple[Span, ...]:
        """The sentences that tell the event; for a headline's event the first sentence that names one of its parties."""
        lines = {id(m.line): m.line for m in group.members if not m.line.in_title}
        if not lines:
            lines = {id(x): x for x in [self.naming(group)] if x}
        return tuple(line.evidence() for line in lines.values())

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
        members = without_days_ahead(group.members, self.today)
        days = group.interval() if members is group.members else Group(members).interval()
        return status(members, days, self.today)

    def visit(self, group: Group, evidence: tuple[Span, ...], visits: dict[str, Group]) -> Visit:
        start, end, shared = *self.dates(group), self.shared(group, evidence)
        inside = self.inside(group)
        undone = shared["status"] in ("cancelled", "postponed", "denied")
        if start is None and not undone and (start := self.day_inside(group)):
            shared["date_origin"] = "resolved"
        if start is None and end is None and (end := self.day_left(group)):
            shared["date_origin"] = "resolved"
        going = shared["status"] in ("occurred", "ongoing") and not any(m.extra.get("ends") for m in group.members)
        if start is None and end is None and going and (day := self.news.of(group.members)) and not self.elsewhere(group, day):
            start, shared["date_origin"] = day, "resolved"
        if (days := self.days_there(group)) is not None:
            start, end = days
        if set_out(shared["status"], start, self.today, group.members):
            start, shared["date_origin"], shared["status"] = None, "none", "ongoing"
        shared["status"] = status_of_stay(shared["status"], start, end, self.today, group.members)
        if shared["status"] == "ongoing" and end == start and start and edtf.precision(start) == "day":
            end = None  # the day of arrival is not the last one
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

    def elsewhere(self, visit: Group, day: str) -> bool:
        """Whether the guest is told to have been in another country on a day."""
        on, goal = date.fromisoformat(day), visit.members[0].destination
        others = (g for g in self.groups if g.type == "Visit" and g.members[0].destination != goal and g.keys() & visit.keys())
        return any(days is not None and days[0] <= on <= days[1] for days in (g.interval() for g in others))

    def inside(self, visit: Group) -> list[Group]:
        """The meetings of a visit."""
        return [g for g in self.groups if g.type == "Meeting" and self.visit_of(g, {visit.id: visit}) is visit]

    def day_inside(self, visit: Group) -> str | None:
        """When the meetings of a visit were, of several the first, as a day if it is one."""
        dated = [(days, g) for g in self.inside(visit) if (days := g.interval())]
        dated = [(days, g) for days, g in dated if near(days, self.today) or not visit.focus]
        if not dated:
            return None
        first, last = min(days for days, _ in dated)
        return first.isoformat() if first == last else self.dates(dated[0][1])[0]

    def day_left(self, visit: Group) -> str | None:
        """The day of arrival at the next place of who is told to have come from there or to have ended the stay."""
        if not any(m.extra.get("until") or m.extra.get("ends") for m in visit.members) or self.today is None:
            return None
        who, news = visit.keys(), {self.today - timedelta(n) for n in range(3)}
        days = [g.interval() for g in self.groups if g.type == "Visit" and g is not visit and g.focus and who & g.keys()]
        arrivals = {d[0] for d in days if d and d[0] in news}
        return arrivals.pop().isoformat() if len(arrivals) == 1 else None

    def days_there(self, visit: Group) -> tuple[str, str] | None:
        """The days of the meetings in the country visited, where only the days of the whole tour are told of the visit."""
        dated = [m for m in visit.members if m.when]
        if not dated or not all(m.is_of_tour() for m in dated):
            return None
        goal = visit.members[0].destination
        there = (g for g in self.inside(visit) if goal in {m.destination for m in g.members})
        spans = [days for g in there if (days := g.interval())]
        first, last = min((s for s, _ in spans), default=None), max((e for _, e in spans), default=None)
        return (first.isoformat(), last.isoformat()) if first and last and first < last else None

    def is_open(self, visit: Group, start: str, end: str | None) -> bool:
        """Whether somebody has arrived on the first day, and of the stay no last one is told."""
        last = any(m.extra.get("ends") or m.extra.get("until") or m.extra.get("days") for m in visit.members)
        came = any(m.extra.get("came") for m in visit.members)
        return came and end in (None, start) and not last and self.today is not None and edtf.bounds(start)[0] <= self.today

    def so_far(self, end: str | None, status: str) -> str | None:
        """The last day that what has taken place in a stay can have been: at the latest that of publication."""
        late = end is not None and self.today is not None and edtf.bounds(end)[0] > self.today
        return self.today.isoformat() if late and self.today and status == "occurred" else end

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
            if start is not None and shared["status"] in FUTURE and self.is_open(visit, start, end):
                start = end = start[:_MONTH]  # on one of the days of a stay of which no end is told
            end = self.so_far(end, shared["status"])
            shared["date_origin"] = "resolved" if start else "none"
        if start is None and shared["status"] == "occurred" and (day := day_spoken(self.document, group.members, self.today)):
            start, shared["date_origin"] = day, "resolved"
        if start is None and shared["status"] == "occurred" and (day := self.news.of(group.members)):
            start, shared["date_origin"] = day, "resolved"
        if start is None and shared["status"] == "planned" and (month := self.month_of_tour(group)):
            start, shared["date_origin"] = month, "resolved"
        people = without_shadows([e for e in group.parties("participants") if _is_of_its_own(e, group)])
        country = next((m.destination for m in group.members if m.destination), None) or (
            visit.members[0].destination if visit else None
        )
        return Meeting(
            **shared,
            mode=mode if (mode := _mode(group)) != "phone" or visit is None else "in-person",
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
        done = shared["status"] == "occurred" and (start is None or edtf.precision(start) != "day")
        day = day_announced(self.document, group, self.today) if done and group.focus else None
        if day is not None and (start is None or day.startswith(start)):
            start, end, shared["date_origin"] = day, day, "resolved"
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
        text = [m for m in group.members if not m.line.in_title and m.extra["action"] != "propose"] or group.members
        done = min(text, key=lambda m: _DEEDS.index(m.extra["action"]))
        shared = self.shared(group, evidence) | {"status": done.status}
        if start and done.status == "occurred" and self.lies_ahead(group):
            start, shared["date_origin"] = None, "none"  # the years that a document is for
        if start is None and (day := self.day_of_signing(group, done)):
            start, shared["date_origin"] = day, "resolved"
        return Agreement(
            **shared,
            action=done.extra["action"],
            parties=_out(group.parties("parties")),
            title=done.extra["title"],
            fields=tuple(dict.fromkeys(f for m in group.members for f in m.extra["fields"])),
            date=start,
        )

    def day_of_signing(self, group: Group, done: Candidate) -> str | None:
        """The day of the talks at which an undated document was signed, else that of the news."""
        day = day_of_ceremony(group, self.groups, self.events) if done.extra["at_talks"] else None
        return day or (self.news.of([done]) if done.status == "occurred" else None)

    def dates(self, group: Group) -> tuple[str | None, str | None]:
        return dates_of(without_days_ahead(group.members, self.today), self.today)

    def visit_of(self, meeting: Group, visits: dict[str, Group]) -> Group | None:
        """The visit a meeting happened in: a participant is the visitor, it was in the country visited, the days agree."""
        afar = _mode(meeting) in ("phone", "video")
        if afar and not all(m.extra["assumed"] or m.extra["mode"] == "unspecified" for m in meeting.members):
            return None
        people = meeting.parties("participants")
        keys = {e.key() for e in people}
        theirs = [v for v in visits.values() if {e.key() for e in v.parties("visitors")} & keys]
        theirs = [v for v in theirs if not afar or any(e.country == v.members[0].destination for e in people)]
        every = (g for g in self.groups if g.type == "Visit" and {e.key() for e in g.parties("visitors")} & keys)
        recent = [v for v in every if near(v.interval(), self.today)]
        alone = len(recent) == 1 or sum(1 for v in recent if self.is_there(meeting, v, alone=False)) == 1
        for visit in theirs:
            if self.is_there(meeting, visit, alone=alone) and self.is_then(meeting, visit, alone=alone):
                return visit
        return None

    def month_of_tour(self, meeting: Group) -> str | None:
        """The one month of the trips ahead of somebody who is to meet others on one of them."""
        if _mode(meeting) in ("phone", "video") or any(m.background or m.when for m in meeting.members):
            return None
        people = {e.key() for e in meeting.parties("participants")}
        trips = [g for g in self.groups if g.type == "Visit" and self.status(g) == "planned" and people & g.keys()]
        tour = len(trips) > 1 and any(m.is_of_tour() or m.extra.get("days") for g in trips for m in g.members)
        spans = [days for g in trips if tour and (days := g.interval()) and near(days, self.today)]
        months = {day.isoformat()[:_MONTH] for days in spans for day in days}
        return months.pop() if len(months) == 1 else None

    def is_there(self, meeting: Group, visit: Group, *, alone: bool) -> bool:
        """Whether it was in the country visited: by its place, else by who took part, or at the summit visited."""
        goal, where = visit.members[0].destination, {m.destination for m in meeting.members if m.destination}
        if where:
            return goal in where
        states = {e.country for e in meeting.parties("participants")}
        hosts = goal in states and len(states) == 2  # of more than two sides any could be the host
        hosts = hosts or not _seats(meeting).isdisjoint(_places(visit))
        return hosts or (alone and any(_ON_THE_SIDE & {i.low for i in m.line.items} for m in (*meeting.members, *visit.members)))

    def is_then(self, meeting: Group, visit: Group, *, alone: bool) -> bool:
        """Whether it can have been during the visit: by the days, else by what the text is about and when it lies."""
        mine, theirs = meeting.interval(), visit.interval()
        if mine and theirs:
            return mine[0] <= theirs[1] and theirs[0] <= mine[1]
        if theirs is None and self.status(visit) == "proposed" and self.status(meeting) not in FUTURE:
            return False
        background = any(m.background and not _is_one_more(m) for m in (*meeting.members, *visit.members))
        planned, lasts = self.status(meeting) in FUTURE, theirs is not None and self.today is not None and theirs[1] >= self.today
        one_side = planned == (self.status(visit) in FUTURE) or (planned and lasts)
        return (meeting.focus and visit.focus) or (alone and one_side and not background)


_MONTH = 7  # letters of a month

_MAKERS: dict[str, Callable[..., Event]] = {
    "Visit": Records.visit,
    "Meeting": Records.meeting,
    "Sanction": Records.sanction,
    "Agreement": Records.agreement,
}


def _is_agreement(group: Group) -> bool:
    return group.type == "Agreement"


def _is_told_apart(group: Group) -> bool:
    """Several documents told of together, each of which the text names as well."""
    return any(m.extra.get("listed") for m in group.members) and all(m.extra["several"] for m in group.members)


def _act(group: Group) -> Any:
    """What is done to a sanction: as asserted, else what goes beyond its being in force ("the new sanctions")."""
    asserted = [m for m in group.members if m.asserted]
    asserted = [m for m in asserted if not m.line.in_title] or asserted
    told = [m.extra["action"] for m in asserted or group.members]
    return next((a for a in told if a != "in-force"), told[0])


def _sanction_status(action: str, told: str) -> str:
    """What is in force goes on; a threat or call is a proposal unless it was undone."""
    if action == "in-force":
        return "ongoing"
    return "proposed" if action in ("threaten", "call-for") and told not in ("cancelled", "postponed", "denied") else told


def _seats(meeting: Group) -> set[str]:
    """The towns where the bodies sit whose officials took part."""
    gazetteer = next((m.reading.parties.gazetteer for m in meeting.members if m.reading), None)
    bodies = {e.body for e in meeting.parties("participants") if e.body}
    return {gazetteer.organisations[b].seat for b in bodies if b in gazetteer.organisations} if gazetteer else set()


def _is_of_its_own(entity: Entity, meeting: Group) -> bool:
    """Whether people without names are others than the one of their country who is named: where one telling has both."""
    together = [m.parties["participants"] for m in meeting.members]
    if entity.kind != "group" or not any(e.kind == "person" and e.country == entity.country for told in together for e in told):
        return True
    with_it = [told for told in together if entity.key() in {e.key() for e in told}]
    return any(e.kind == "person" and e.country == entity.country for told in with_it for e in told)


def _is_one_more(telling: Candidate) -> bool:
    """Whether "earlier" only orders what was done there ("Earlier, X also met Y")."""
    return any(x.low in _ALSO for x in telling.line.items[max(0, telling.at - 3) : telling.at])


def _mode(meeting: Group) -> Any:
    """In person or from afar, as the words say; what they only let suppose comes last."""
    modes = (m.extra["mode"] for m in sorted(meeting.members, key=_is_assumed))
    return next((mode for mode in modes if mode != "unspecified"), "unspecified")


def _is_assumed(telling: Candidate) -> bool:
    return bool(telling.extra["assumed"])


def _out(entities: Iterable[Entity]) -> tuple[Party, ...]:
    return tuple(dict.fromkeys(e.party() for e in entities))


def _places(group: Group) -> tuple[str, ...]:
    return tuple(dict.fromkeys(p for m in group.members for p in m.places))
