"""What one sentence tells, as a record that can be read: the rule, its trigger, who stands where and why, date and status.

Everything is read off the candidates and utterances after the events are joined, for those that came out alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dipkb.event import Argument, CountClaim, Initiative, Party, Reason, Telling, Words
from dipkb.extract import clause
from dipkb.extract.candidate import Candidate
from dipkb.extract.claims import Claims
from dipkb.extract.coreference import Coreference, Standing, label, quoted
from dipkb.extract.document import Document, Entity, Item, Line
from dipkb.extract.parties import Parties
from dipkb.extract.resolve import Resolved, resolve
from dipkb.extract.statements import Utterance
from dipkb.extract.status import REACH, StatusRules, plain
from dipkb.extract.wordlists import each

_PARTICIPANTS, _SPEAKER, _TO = each("participants", "speaker", "to")

ROLES = {
    "visitors": "visitor", "hosts": "host", "participants": "participant", "senders": "sender", "targets": "target",
    "parties": "party",
}  # fmt: skip


@dataclass(slots=True)
class Told:
    """A telling, with what each party stands there by."""

    record: Telling
    standings: list[tuple[Entity, Standing]] = field(default_factory=list)


class Tellings:
    """Writes the tellings of one document."""

    def __init__(self, document: Document, parties: Parties, status: StatusRules, claims: Claims) -> None:
        self.document, self.parties, self.status, self.claims = document, parties, status, claims
        self.coreference = Coreference(document, parties)
        self.by_start = {line.sentence.start: line for line in document.body()}

    # --- events

    def candidate(self, told: Candidate, joined: str | None) -> Told:
        """The telling of an event by a frame at a trigger."""
        line, made = told.line, Told(Telling(rule=told.rule))
        sources = told.reading.sources if told.reading else {}
        arguments = [
            self.argument(ROLES.get(role, role), entity, line, self.source(entity, line, sources), made)
            for role, entities in told.parties.items()
            for entity in entities
            if not (role in _PARTICIPANTS and entity in told.parties.get("hosts", ()))
        ]
        arguments += [*self.destination(told), *self.action(told)]
        made.record = Telling(
            rule=told.rule,
            trigger=words(line, told.trigger),
            arguments=tuple(arguments),
            date=self.date(told),
            status=self.status_of(told),
            joined=joined,
        )
        return made

    def argument(self, role: str, entity: Entity, line: Line, at: int | None, made: Told) -> Argument:
        standing = self.coreference.of(entity, line, at)
        made.standings.append((entity, standing))
        spot = None if at is None else words(line, line.items[at])
        return Argument(role=role, name=label(entity), id=entity.id, words=spot or _named(line, entity), steps=standing.steps)

    def source(self, entity: Entity, line: Line, sources: dict[str, int]) -> int | None:
        """The item that a party was read from: the one the rule took, else one of the sentence that stands for it."""
        at = sources.get(entity.key())
        if at is not None:
            return at
        key = entity.key()
        found = (i for i, item in enumerate(line.items) if any(e is entity or e.key() == key for e in item.who))
        first = next(found, None)
        if first is None and entity.kind == "country":
            first = next((i for i, x in enumerate(line.items) if self.country_at(x) == entity.country), None)
        return first

    def country_at(self, item: Item) -> str | None:
        """The country an item names, or that of its office's owner."""
        if item.code in "CALZ":
            return self.parties.country_of(item)
        if item.code in "PR":
            return item.who[0].country if item.who else None
        return None

    def destination(self, told: Candidate) -> Iterator[Argument]:
        """Where the event was or is to be, by the words behind the trigger, else by those before it."""
        if not told.destination:
            return
        line, name = told.line, self.coreference.country(told.destination) or told.destination
        spots = [i for i, x in enumerate(line.items) if x.code in "CALZN" and self.place_of(x) == told.destination]
        at = min(spots, key=lambda i: (i < told.at, abs(i - told.at)), default=None)
        if at is None:
            yield Argument(role="destination", name=name, steps=(self.understood(told),))
            return
        item = line.items[at]
        same = item.code == "C"
        yield Argument(
            role="destination", name=name, words=words(line, item), steps=() if same else (f"{quoted(item)} is in {name}",)
        )

    def action(self, told: Candidate) -> Iterator[Argument]:
        """What is done to a sanction or an agreement, by the word that governs it."""
        at, action = told.extra.get("governor"), told.extra.get("action")
        if at is not None and at != told.at and action:
            item = told.line.items[at]
            yield Argument(role="action", name=action, words=words(told.line, item), steps=(f"{quoted(item)} → {action}",))

    def place_of(self, item: Item) -> str | None:
        if item.code == "Z" and isinstance(item.value, dict):
            return getattr(item.value.get("Z"), "country", None)
        return self.parties.country_of(item)

    def understood(self, told: Candidate) -> str:
        """Why an event has a place that its sentence does not name."""
        if told.destination in {e.country for e in told.parties.get("hosts", ())}:
            return "the host’s country"
        if told.destination == self.document.home:
            return "the publisher’s country: “here”, or a visit of which the opening says no more"
        return "named for this visitor before"

    # --- date and status

    def date(self, told: Candidate) -> Reason | None:
        """The date of the telling, by which words and steps."""
        if told.when is None:
            return None
        return Reason(value=interval(told.when), words=self.dated(told), steps=resolution(told.when))

    def dated(self, told: Candidate) -> Words | None:
        """The words of the date; where the sentence has none, the last ones before it that give the date by the same step."""
        if told.dated in told.line.items:
            return words(told.line, told.dated)
        step = told.when.steps[0] if told.when and told.when.steps else ""
        for line in reversed(self.document.lines[: self.coreference.order[id(told.line)] + 1]):
            for item in line.items:
                if item.code == "D" and step.startswith(f"“{item.value.text}”"):
                    return words(line, item)
        return None

    def status_of(self, told: Candidate) -> Reason:
        """The status of the telling, with the words that gave it where any did."""
        if told.status is None:
            return Reason(steps=(f"{quoted(told.trigger)} takes the event for granted and says nothing of its status",))
        if told.type == "Sanction":
            return Reason(value=told.status, steps=(f"by what is done: {told.extra['action']}",))
        if spot := self.cue(told):
            return Reason(value=told.status, words=spot, steps=(f"“{spot.exact}” → {told.status}",))
        return Reason(value=told.status, steps=(self.plain_status(told),))

    def plain_status(self, told: Candidate) -> str:
        """Why a telling without a cue has its status."""
        reading, low = told.reading, told.trigger.low
        if reading and reading.frame.get("set", {}).get("status") == told.status:
            return f"the rule {told.rule} says so"
        if reading and reading.frame.get("forms", {}).get(low) == told.status:
            return f"the form {quoted(told.trigger)}"
        if told.status == "occurred" and reading and reading.is_past():
            return f"{quoted(told.trigger)} is a finite verb in the past"
        if told.status == "occurred" and told.extra.get("tense") == "present":
            return f"{quoted(told.trigger)} asserts it in the present tense, which also says what is to come"
        if told.status == "planned" and told.at and told.line.items[told.at - 1].low in _TO:
            return f"“to” before {quoted(told.trigger)}"
        return "asserted, and no word says that it is not so" if told.asserted else "no word says that it is not so"

    def cue(self, told: Candidate) -> Words | None:
        """The first words around the trigger, in the order of the rules, that say what the telling has for its status."""
        line, at, verb = told.line, told.at, bool(told.reading and told.reading.verb)
        start = clause.clause_start(line.items, at)
        before, after = line.items[start:at], line.items[at + 1 : at + REACH]
        texts = plain(before) + " ", " " + plain(after, names=False)
        for status, left, right, noun in self.status.cues:
            for pattern, text, items in ((left, texts[0], before), (right, texts[1], after), (noun, texts[1], after)):
                if status != told.status or pattern is None or (pattern is noun and verb):
                    continue
                match = pattern.search(text)
                spot = match and _under(line, items, text, match.start(), match.end(), names=items is before)
                if spot:
                    return spot
        return None

    # --- statements, claims, initiatives

    def utterance(self, said: Utterance) -> Told:
        """Who says it by which verb, to whom and through whom."""
        line, at = said.trigger or (said.lines[0], None)
        made = Told(Telling(rule="quotation" if said.quoted else "reported-speech"))
        roles = [("speaker", said.speaker), *(("addressee", e) for e in said.addressees), *(("channel", e) for e in said.channel)]
        arguments = [
            self.argument(role, entity, where, spot, made)
            for role, entity in roles
            if entity is not None
            for where, spot in [self.spoken(entity, [line, *said.lines], at if role in _SPEAKER else None)]
        ]
        text = said.lines[0].text
        content = Words(start=said.start, end=said.end, exact=text[said.start : said.end])
        arguments.append(Argument(role="content", name="what is said", words=content))
        how = "marks of quotation" if said.quoted else "a reported clause"
        steps = (
            (f"{how}; {quoted(line.items[at])} ascribes it",)
            if at is not None
            else (
                f"{how} without a verb of its own: it goes on from the words before, or the sentence around it names the speaker",
            )
        )
        made.record = Telling(
            rule=made.record.rule,
            trigger=words(line, line.items[at]) if at is not None else content,
            arguments=tuple(arguments),
            status=Reason(value="hypothetical" if said.act == "predict" else "occurred", steps=steps),
        )
        return made

    def spoken(self, entity: Entity, lines: Sequence[Line], at: int | None) -> tuple[Line, int | None]:
        """The item nearest to the verb of speech that stands for the party, outside quotation marks if possible."""
        first, key = self.coreference.order[id(lines[0])], entity.key()
        for here in (*lines, *self.document.lines[max(0, first - 1) : first]):
            spots = [i for i, x in enumerate(here.items) if x.who and any(e is entity or e.key() == key for e in x.who)]
            if spots:
                near = at if here is lines[0] and at is not None else 0
                return here, min(spots, key=lambda i: (here.is_quoted(i), abs(i - near)))
        return lines[0], None if at is None else self.speaking(entity, lines[0], at)

    def speaking(self, entity: Entity, line: Line, verb: int) -> int | None:
        """The subject of a verb of speech that stands for somebody said before ("he said"), or for a body without a name."""
        subject = clause.subject(line.items, verb)[:1] or [verb - 1]
        return subject[0] if subject[0] >= 0 and line.items[subject[0]].code in "ORGNCx" and entity.kind != "media" else None

    def claim(self, claim: CountClaim) -> Telling:
        """The phrase that counts, and whom it counts for."""
        span = claim.evidence[0]
        number = claim.ordinal if claim.ordinal is not None else claim.at_least
        match = next((m for m in self.claims.phrases(span.exact) if self.claims.number(m) == number), None)
        start = span.start + match.start() if match else 0
        trigger = Words(start=start, end=start + len(match[0]), exact=match[0]) if match else None
        counted = [("party", p) for p in claim.parties] + [("claimant", p) for p in claim.claimed_by]
        line = self.by_start[span.start]
        period = self.period(line, claim.period, trigger.end) if trigger and claim.period else None
        arguments = tuple(self.named(line, role, p) for role, p in counted)
        return Telling(rule=claim.rule or "", trigger=trigger, arguments=arguments, date=period)

    def period(self, line: Line, value: str, after: int) -> Reason:
        """The span counted over, by the date behind the phrase or words like "this year"."""
        if dated := self.dating(line, value, after):
            return dated
        match = self.claims.year.search(line.text, after, line.sentence.end)
        spot = Words(start=match.start(), end=match.end(), exact=match[0]) if match else None
        steps = (f"“{match[0]}”: the year of publication → {value}",) if match else ()
        return Reason(value=value, words=spot, steps=steps)

    def dating(self, line: Line, value: str, after: int = 0) -> Reason | None:
        """The first date behind a place that means the value, or begins it."""
        for item in line.items:
            if item.code == "D" and line.sentence.starts[item.i] >= after - 1:
                when = resolve(item.value, self.parties.today, direction="past")
                if when is not None and value.startswith(when.start):
                    until = (f"up to the day of publication → {value}",) if "/" in value and when.start == when.end else ()
                    return Reason(value=value, words=words(line, item), steps=(*resolution(when), *until))
        return None

    def initiative(self, initiative: Initiative) -> Telling:
        """The name, and who launched it."""
        lines = [self.by_start[s.start] for s in initiative.evidence]
        spots = [words(x, i) for x in lines for i in x.items if i.code == "I" and i.value["I"].name == initiative.name]
        arguments = tuple(self.named(line, "initiator", p) for line in lines for p in initiative.initiators)
        start = initiative.start
        dated = next((found for x in lines if start and (found := self.dating(x, start))), None)
        return Telling(rule=initiative.rule or "", trigger=next(iter(spots), None), arguments=arguments, date=dated)

    def named(self, line: Line, role: str, party: Party) -> Argument:
        """A party of a record by the words of the sentence that stand for it."""
        name = party.name or party.role or party.kind
        for at, item in enumerate(line.items):
            entity = next((e for e in item.who if (e.id or e.party()) == (party.id or party)), None)
            if entity is None and party.kind == "country" and party.country in self.countries(item):
                entity = self.parties.state(party.country or "")
            if entity is not None:
                steps = self.coreference.of(entity, line, at).steps
                return Argument(role=role, name=name, id=party.id, words=words(line, item), steps=steps)
        return Argument(role=role, name=name, id=party.id)

    def countries(self, item: Item) -> set[str | None]:
        """The countries of an adjective, or of each side of a group."""
        owners = item.value.owners if item.code == "G" else [item] if item.code == "A" else []
        return {self.parties.country_of(owner) for owner in owners}


def words(line: Line, first: Item, last: Item | None = None) -> Words:
    """The words of an item, or from one to another."""
    start, end = line.span(first, last or first)
    return Words(start=start, end=end, exact=line.text[start:end], within="title" if line.in_title else "text")


def interval(when: Resolved) -> str:
    """A date as EDTF, both ends where they differ."""
    return when.start if when.start == when.end else f"{when.start}/{when.end}"


def resolution(when: Resolved) -> tuple[str, ...]:
    """The steps from the words to the date: each rule with what it gave."""
    return tuple(f"{rule} → {value}" for rule, value in zip(when.steps[::2], when.steps[1::2], strict=False))


def _named(line: Line, entity: Entity) -> Words | None:
    """Where the sentence has a party's name or office in these very words, though no item stands for it."""
    start, sentence = line.sentence.start, line.text[line.sentence.start : line.sentence.end]
    small = sentence.lower() if len(sentence.lower()) == len(sentence) else sentence
    for name in filter(None, (entity.name, entity.role)):
        at = small.find(name.lower())
        if at >= 0:
            exact = sentence[at : at + len(name)]
            return Words(start=start + at, end=start + at + len(exact), exact=exact, within="title" if line.in_title else "text")
    return None


def _under(line: Line, items: Sequence[Item], text: str, start: int, end: int, *, names: bool) -> Words | None:
    """The words of the article under ``text[start:end]``, the text being that of the items joined by spaces."""
    at, hit = 0 if names else 1, list[Item]()
    for item in items:
        if item.code == "D":
            continue
        length = len(item.text) if names or item.code not in "PRGCN" else 1
        if at < end and at + length > start and text[max(at, start) : min(at + length, end)].strip():
            hit.append(item)
        at += length + 1
    return words(line, hit[0], hit[-1]) if hit else None
