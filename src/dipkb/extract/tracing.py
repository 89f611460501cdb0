"""Why each record is as it is: its tellings, why they were joined, which date and status won, and the confidence."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from dipkb.event import CountClaim, Event, Initiative, Meeting, Reason, Sanction, Statement, Telling, Trace, Visit, when
from dipkb.extract.candidate import Candidate
from dipkb.extract.chosen import chosen_date, span
from dipkb.extract.confidence import Confidence, kind_of, of_event, of_statement, share
from dipkb.extract.coreference import Standing, label
from dipkb.extract.document import Entity
from dipkb.extract.joined import Group
from dipkb.extract.statements import Utterance
from dipkb.extract.tellings import Tellings, Told, interval, resolution


class Tracer:
    """Gives the records of one document their trace and confidence; statements are numbered as they were uttered."""

    def __init__(self, tellings: Tellings, confidence: Confidence, groups: Iterable[Group], said: list[Utterance]) -> None:
        self.tellings, self.confidence = tellings, confidence
        self.groups, self.said = {g.id: g for g in groups}, said

    def traced(self, events: Iterable[Event]) -> list[Event]:
        """The records with their reasons."""
        return list(map(self.of, events))

    def of(self, event: Event) -> Event:
        if event.id in self.groups:
            trace, features = self.event(event, self.groups[event.id])
        elif isinstance(event, Statement):
            utterance = self.said[int(event.id[1:]) - 1]
            told = self.tellings.utterance(utterance)
            trace, features = Trace(tellings=(told.record,)), list(of_statement(utterance, told.standings))
        elif isinstance(event, CountClaim):
            trace, features = _once(self.tellings.claim(event)), []
        elif isinstance(event, Initiative):
            trace, features = _once(self.tellings.initiative(event)), []
        else:
            return event
        grounds = self.confidence.grounds(kind_of(event), features)
        return msgspec.structs.replace(event, trace=msgspec.structs.replace(trace, grounds=grounds), confidence=share(grounds))

    def event(self, event: Event, group: Group) -> tuple[Trace, list[str]]:
        told, before = list[Told](), Group([])
        for member in group.members:
            told.append(self.tellings.candidate(member, self.joined(before, member) if before.members else None))
            before.members.append(member)
        standings: list[tuple[Entity, Standing]] = [s for t in told for s in t.standings]
        trace = Trace(tellings=tuple(t.record for t in told), date=self.date(event, group), status=status(event, group))
        return trace, list(of_event(event, group, standings))

    def joined(self, before: Group, telling: Candidate) -> str:
        """Why a telling was taken for one more of the event told before."""
        ours = before.keys()
        same = [label(e) for e in telling.agents() if e.key() in ours]
        parties = ", ".join(same) if same else f"{next(iter(telling.parties), 'parties')} that fit by country and office"
        place = f" and {self.tellings.coreference.country(telling.destination)}" if telling.type == "Visit" else ""
        mine, theirs = span(telling), before.interval()
        if mine is None:
            time = "no date of its own that would set it apart"
        elif theirs is None:
            time = "a date that fits what was told before without one"
        else:
            time = "dates that fit"
        if not telling.agents():
            return f"“{telling.trigger.text}” names nobody: the {telling.type.lower()} that the text was speaking of; {time}"
        return f"same parties ({parties}){place}; {time}"

    def date(self, event: Event, group: Group) -> Reason | None:
        """Which date was chosen, and what was made of it."""
        start, end = when(event)
        if start is None:
            return None
        value = start if end in (None, start) else f"{start}/{end}"
        best = chosen_date(group.members)
        if best is None:
            return Reason(value=value, steps=(self.inherited(event),))
        member = next(m for m in group.members if m.when == best)
        dated = sum(m.when is not None for m in group.members)
        steps = list(resolution(best))
        if dated > 1:
            steps.append(f"the most exact of {dated} dates told")
        if interval(best) != value:
            steps.append(self.changed(event, value, interval(best)))
        return Reason(value=value, words=self.tellings.dated(member), steps=tuple(steps))

    def inherited(self, event: Event) -> str:
        """Where an event without a date of its own has one from."""
        if event.date_origin == "publication":
            return "the text itself announces it, so on the day of publication"
        if isinstance(event, Meeting) and event.part_of:
            return f"without a date of its own: that of the visit it is part of, {event.part_of}"
        if isinstance(event, Visit):
            return "without a date of its own: that of a dated meeting in it"
        return "without a date of its own: that of what it belongs to"

    def changed(self, event: Event, value: str, told: str) -> str:
        """Why the event's date is not the one told."""
        if isinstance(event, Visit) and len(value) > len(told):
            return f"with the length told → {value}"
        if len(value) < len(told):
            return f"a week or so, of which only the month or year around it is sure → {value}"
        return f"given as {value}"


def _once(telling: Telling) -> Trace:
    return Trace(tellings=(telling,), date=telling.date)


def status(event: Event, group: Group) -> Reason:
    """Which of the statuses told holds, and why."""
    told = list(dict.fromkeys(m.status for m in group.members if m.status))
    if event.status in told:
        rest = [s for s in told if s != event.status]
        why = f"told so; it outweighs “{', '.join(rest)}”" if rest else "told so"
    elif event.status == "planned":
        why = "its day lies after the day of publication"
    elif event.status == "ongoing" and isinstance(event, Visit):
        why = "the day of publication lies in the stay"
    elif isinstance(event, Sanction):
        why = f"follows from what is done to the sanctions: {event.action}"
    elif not told:
        why = "taken for granted, and no telling says otherwise"
    else:
        why = f"weighed from “{', '.join(told)}”"
    return Reason(value=event.status, steps=(why,))
