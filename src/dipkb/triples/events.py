"""The graph of merged events: each event and claim once, with its participations, status history and chosen values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from dipkb import edtf
from dipkb.event import Agreement, CountClaim, Event, Initiative, Meeting, Party, Sanction, Statement, Visit, parties, when
from dipkb.merged import MergedEvent
from dipkb.triples.articles import Note, report_iri
from dipkb.triples.facts import Fact
from dipkb.triples.labels import label
from dipkb.triples.nodes import Nodes
from dipkb.triples.terms import (
    Lines,
    boolean,
    day,
    decimal,
    duration,
    edtf_date,
    integer,
    minted,
    notion,
    period,
    term,
    text,
    worded,
)
from dipkb.vocab import digest, graph, slug

SHORTCUTS = frozenset(("host", "visitor", "speaker", "addressee", "sender", "target", "party"))
_VISIT_CLASSES = {kind: f"dip:{kind.capitalize()}Visit" for kind in ("state", "official", "working", "private", "transit")}
_CALL_CLASSES = {"phone": "dip:PhoneCall", "video": "dip:VideoCall"}


class EventWriter:
    """Writes events; ``note`` is told of each value that was left out."""

    def __init__(self, nodes: Nodes, note: Note) -> None:
        self.nodes, self.note = nodes, note

    def subject(self, event: MergedEvent) -> str:
        """The IRI of an event, claim or initiative, in brackets."""
        if isinstance(event.value, Initiative):
            return self.nodes.initiative(event.value, event.reports[0].article.id)
        return minted(event.key)

    def written(self, event: MergedEvent) -> tuple[str, list[str], frozenset[Fact]]:
        """The IRI of an event, its lines of ``dipg:events``, sorted, and what it tells of the things it names."""
        with self.nodes.noting() as facts:
            subject, lines = self.subject(event), self.quads(event)
        return subject, sorted(set(lines)), frozenset(facts)

    def quads(self, event: MergedEvent) -> list[str]:
        """The lines of ``dipg:events`` for one event or claim, not sorted; none for an initiative, which is reference data."""
        if isinstance(event.value, Initiative):
            self.subject(event)
            return []
        out = _Event(self, event)
        if isinstance(event.value, CountClaim):
            out.claim(event.value)
        else:
            out.event()
        return out.lines.lines


class _Event:
    """One event being written."""

    def __init__(self, writer: EventWriter, event: MergedEvent) -> None:
        self.nodes, self.tell = writer.nodes, writer.note
        self.merged, self.iri, self.lines = event, minted(event.key), Lines(graph("events"))
        self.article = event.reports[0].article
        self.span = self._span(event.value)

    def add(self, property_: str, *objects: str) -> None:
        self.lines.add(self.iri, term(property_), *objects)

    def note(self, what: str) -> None:
        self.tell(f"article {self.article.id}, {self.merged.reports[0].record.id}: {what}; left out")

    # --- what all events have ----------------------------------------------------------------------------------------

    def event(self) -> None:
        value = self.merged.value
        self.add("rdf:type", term("dip:Event"), term(f"dip:{self.merged.type}"))
        self.label()
        self.add("dip:status", notion("status", value.status))
        self.add("dip:dateOrigin", notion("date-origin", value.date_origin))
        self.confidence()
        self.dates()
        self.history()
        self.participations()
        if value.part_of and is_event(value.part_of) and value.part_of != self.merged.key:
            self.add("dip:partOf", minted(value.part_of))
        self.particulars(value)

    def label(self) -> None:
        called = label(self.merged.value, self.called, self.state)
        self.add("rdfs:label", worded(" ".join(called.split())))

    def called(self, party: Party) -> str:
        owner = next((r.article.id for r in self.merged.reports if party in {p for _, p in parties(r.unified)}), self.article.id)
        return self.nodes.name(party, owner)

    def state(self, code: str) -> str:
        entry = self.nodes.gazetteer.country(code)
        return (entry.prose or entry.name) if entry else code

    def confidence(self) -> None:
        value = self.merged.value.confidence
        if value is not None and 0 <= value <= 1:
            self.add("dip:confidence", decimal(value))
        elif value is not None:
            self.note(f"confidence is {value}, which is not between 0 and 1")

    def _span(self, value: Event) -> tuple[date, date] | None:
        readable = [side if side and edtf.is_edtf(side) else None for side in when(value)]
        return edtf.span(*readable)

    def dates(self) -> None:
        for property_, side in zip(("dip:start", "dip:end"), when(self.merged.value), strict=True):
            if side and edtf.is_edtf(side):
                self.add(property_, edtf_date(side))
            elif side:
                self.note(f"{property_[4:]} is {side[:80]!r}, which is no EDTF date")
        if self.span:
            self.add("dip:earliest", day(self.span[0]))
            self.add("dip:latest", day(self.span[1]))

    def history(self) -> None:
        for change in self.merged.history:
            iri = minted(f"status-change/{digest(self.merged.key, change.report)}")
            self.add("dip:statusChange", iri)
            self.lines.add(iri, term("rdf:type"), term("dip:StatusChange"))
            self.lines.add(iri, term("dip:status"), notion("status", change.status))
            self.lines.add(iri, term("dip:accordingTo"), report_iri(change.report))
            if change.as_of and edtf.is_edtf(change.as_of):
                self.lines.add(iri, term("dip:asOf"), edtf_date(change.as_of))

    # --- who ---------------------------------------------------------------------------------------------------------

    def participations(self) -> None:
        for (role, agent), words in sorted(self.roles().items()):
            iri = minted(f"participation/{digest(self.merged.key, role, agent)}")
            self.add("dip:participation", iri)
            self.add("dip:participant", agent)
            if role in SHORTCUTS:
                self.add(f"dip:{role}", agent)
            self.lines.add(iri, term("rdf:type"), term("dip:Participation"))
            self.lines.add(iri, term("dip:agent"), agent)
            self.lines.add(iri, term("dip:role"), notion("role", role))
            self.lines.add(iri, term("dip:officeWords"), *sorted(words))
            office = self.nodes.office_held(agent, *self.span) if self.span else None
            if office:
                self.lines.add(iri, term("dip:office"), office)

    def roles(self) -> dict[tuple[str, str], set[str]]:
        """The words for the office, as literals, by role and agent, of all reports together."""
        told: dict[tuple[str, str], set[str]] = {}
        for report in self.merged.reports:
            for role, party in parties(report.unified):
                words = told.setdefault((role, self.nodes.agent(party, report.article.id)), set())
                if party.role and party.role.strip() and party.name:
                    words.add(worded(party.role, report.article.language))
        return _hosted(told) if isinstance(self.merged.value, Meeting) else told

    # --- what each type has ------------------------------------------------------------------------------------------

    def particulars(self, value: Event) -> None:
        match value:
            case Visit():
                self.visit(value)
            case Meeting():
                self.meeting(value)
            case Statement():
                self.statement(value)
            case Sanction():
                self.sanction(value)
            case Agreement():
                self.agreement(value)

    def visit(self, value: Visit) -> None:
        if value.kind != "unspecified":
            self.add("dip:kind", notion("visit-kind", value.kind))
            self.add("rdf:type", term(_VISIT_CLASSES[value.kind]))
        self.where(value.destination, value.places)

    def meeting(self, value: Meeting) -> None:
        if value.mode != "unspecified":
            self.add("dip:mode", notion("mode", value.mode))
        if value.mode in _CALL_CLASSES:
            self.add("rdf:type", term(_CALL_CLASSES[value.mode]))
        self.add("dip:setting", notion("setting", value.setting))
        self.add("dip:part", *_worded(value.parts))
        if value.duration:
            length = duration(value.duration)
            self.add("dip:duration", *([length] if length else []))
            if not length:
                self.note(f"duration is {value.duration[:80]!r}, which is no ISO 8601 duration")
        self.where(value.destination, value.places)

    def where(self, code: str | None, places: Iterable[str]) -> None:
        country = self.country(code, "dip:destination")
        for place in places:
            if place.strip() and slug(place) != slug(self.state(code) if code else ""):
                self.add("dip:place", self.nodes.place(place, code if country else None))

    def country(self, code: str | None, property_: str) -> str | None:
        country = self.nodes.country(code) if code else None
        if country:
            self.add(property_, country)
        elif code:
            self.note(f"{property_[4:]} is {code[:80]!r}, which is no country code of the gazetteer (ISO 3166-1 alpha-3)")
        return country

    def statement(self, value: Statement) -> None:
        self.add("dip:act", self.nodes.concept("act", value.act))
        self.add("dip:quoted", boolean(value.quoted))
        if value.content.strip():
            self.add("dip:content", worded(value.content, self.article.language))
        for topic in value.topics:
            if topic.strip():
                self.add("dip:topic", self.nodes.topic(topic))
        if value.occasion and is_event(value.occasion):
            self.add("dip:occasion", minted(value.occasion))
        if self.merged.variant_of:
            self.add("dip:variantOf", minted(self.merged.variant_of))
        self.channel()

    def channel(self) -> None:
        for report in self.merged.reports:
            for position, party in enumerate(getattr(report.record, "channel", ()), 1):
                agent = self.nodes.agent(party, report.article.id)
                step = minted(f"channel/{digest(self.merged.key, str(position), agent)}")
                self.add("dip:channel", step)
                self.lines.add(step, term("rdf:type"), term("dip:ChannelStep"))
                self.lines.add(step, term("dip:agent"), agent)
                self.lines.add(step, term("dip:position"), integer(position))

    def sanction(self, value: Sanction) -> None:
        self.add("dip:action", notion("sanction-action", value.action))
        if value.more_senders:
            self.add("dip:moreSenders", boolean(True))
        self.add("dip:measure", *_worded(value.measures))
        self.add("dip:reason", *_worded(value.reasons))

    def agreement(self, value: Agreement) -> None:
        self.add("dip:action", notion("agreement-action", value.action))
        if value.title and value.title.strip():
            self.add("dip:title", text(value.title))
        self.add("dip:field", *(text(field) for field in value.fields if field.strip()))

    # --- claims ------------------------------------------------------------------------------------------------------

    def claim(self, value: CountClaim) -> None:
        self.add("rdf:type", term("dip:CountClaim"))
        self.label()
        self.confidence()
        self.add("dip:countOf", self.nodes.concept("count-of", value.of))
        for report in self.merged.reports:
            for role, party in parties(report.unified):
                self.add("dip:claimedBy" if role == "claimant" else "dip:party", self.nodes.agent(party, report.article.id))
        self.country(value.destination, "dip:claimDestination")
        for property_, number in (("dip:ordinal", value.ordinal), ("dip:count", value.count), ("dip:atLeast", value.at_least)):
            if number is not None:
                self.add(property_, integer(number))
        self.period(value.period)
        if value.counted and is_event(value.counted):
            self.add("dip:counted", minted(value.counted))
        self.channel()

    def period(self, given: str | None) -> None:
        if not given:
            return
        limits = period(given)
        if limits is None:
            return self.note(f"period is {given[:80]!r}, which is neither an EDTF date nor start/end")
        self.add("dip:period", edtf_date(given))
        for property_, limit in zip(("dip:periodStart", "dip:periodEnd"), limits, strict=True):
            if limit:
                self.add(property_, day(limit))


def is_event(key: str) -> bool:
    """Whether the key of a merged event is that of an event, rather than of a claim or an initiative."""
    return not key.startswith(("count-claim/", "initiative/"))


def _hosted(told: dict[tuple[str, str], set[str]]) -> dict[tuple[str, str], set[str]]:
    """In a meeting with a host, the others are guests; nobody is both."""
    hosts = {agent for role, agent in told if role == "host"}
    settled: dict[tuple[str, str], set[str]] = {}
    for (_, agent), words in told.items():
        role = "host" if agent in hosts else "guest" if hosts else "participant"
        settled.setdefault((role, agent), set()).update(words)
    return settled


def _worded(values: Iterable[str]) -> Iterator[str]:
    return (worded(value) for value in values if value.strip())
