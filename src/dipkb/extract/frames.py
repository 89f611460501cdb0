"""From triggers to candidates: every place where the words tell an event, each with its parties, place, date and status.

The constructions are data (``seeds/frames/events.yaml``, ``status.yaml``). A candidate is one telling in one sentence; joining
those of one event is the next step, :mod:`dipkb.extract.consolidate`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from dipkb.extract import clause
from dipkb.extract.document import Document, Entity, Item, Line
from dipkb.extract.lexicon import read_frames
from dipkb.extract.parties import Parties
from dipkb.extract.resolve import Resolved, resolve

PREFERENCE = ("cancelled", "postponed", "denied", "occurred", "ongoing", "planned", "proposed", "hypothetical")
FUTURE = frozenset({"planned", "proposed", "hypothetical"})


@dataclass(slots=True)
class Candidate:
    """One telling of an event; ``status`` is ``None`` where a noun presupposes the event and no word says more."""

    type: str
    rule: str
    line: Line
    at: int
    parties: dict[str, list[Entity]]
    status: str | None
    asserted: bool
    background: bool = False
    destination: str | None = None
    places: list[str] = field(default_factory=list)
    when: Resolved | None = None
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def trigger(self) -> Item:
        return self.line.items[self.at]

    def agents(self) -> list[Entity]:
        """All parties, each once."""
        return list({e.key(): e for entities in self.parties.values() for e in entities}.values())


class Frames:
    """The compiled frames; ``candidates`` runs them over a line."""

    def __init__(self) -> None:
        self.rules = read_frames("events")
        status = read_frames("status")
        self.statuses = [(s["status"], _pattern(s.get("before")), _pattern(s.get("after"))) for s in status["statuses"]]
        self.purpose = re.compile(status["purpose_after"], re.IGNORECASE)
        self.background = re.compile(status["background"], re.IGNORECASE)
        self.by_word: dict[str, list[dict[str, Any]]] = {}
        for frame in self.rules["frames"]:
            for word in frame["words"]:
                self.by_word.setdefault(word, []).append(frame)
        self.governors = {
            table: {word: action for action, words in self.rules[table].items() for word in words}
            for table in ("sanction_actions", "agreement_actions")
        }
        self.kinds = {word: kind for kind, words in self.rules["visit_kinds"].items() for word in words}

    @cached_property
    def parts(self) -> list[tuple[re.Pattern[str], str]]:
        """What an encounter consists of: pattern and name of each part."""
        return [
            (re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b", re.IGNORECASE), name)
            for name, words in self.rules["parts"].items()
        ]

    def candidates(self, line: Line, document: Document, parties: Parties) -> Iterator[Candidate]:
        """The candidates of one line, in the order of their triggers."""
        for at, item in enumerate(line.items):
            if item.code in "xaEc" or item.code == "k":
                for frame in self.by_word.get(item.low, ()):
                    found = _Reading(self, frame, line, at, parties).candidate()
                    if found:
                        yield found
                        break


def _pattern(source: str | None) -> re.Pattern[str] | None:
    return re.compile(source, re.IGNORECASE) if source else None


class _Reading:
    """One frame at one trigger."""

    def __init__(self, frames: Frames, frame: dict[str, Any], line: Line, at: int, parties: Parties) -> None:
        self.frames, self.frame, self.line, self.at, self.parties = frames, frame, line, at, parties
        self.items = line.items
        self.verb = frame["part"] == "verb"
        self.passive = self.verb and clause.is_passive(self.items, at)

    def candidate(self) -> Candidate | None:
        if not self.fits():
            return None
        found = {role: self.role(places) for role, places in self.frame["roles"].items() if role != "destination"}
        entities = {role: self.entities(indices) for role, indices in found.items()}
        maker = {"Visit": self.visit, "Meeting": self.meeting, "Sanction": self.sanction, "Agreement": self.agreement}[
            self.frame["event"]
        ]
        made = maker(entities, found)
        if made is not None:
            self.finish(made)
        return made

    def fits(self) -> bool:
        """Whether the word is used in the frame's part of speech: a noun has no subject pronoun before it, a verb no article."""
        before = self.items[self.at - 1] if self.at else None
        near = {i.low for i in self.items[max(0, self.at - 3) : self.at + 3]}
        if not near & set(self.frame.get("near", near)):
            return False
        if before is None:
            return True
        if self.verb:
            return (
                before.code not in "tHs"
                and not (before.code == "a" or before.code == "A")
                and not (before.code == "o" and not self.trigger.low.endswith("ing"))
            )
        if self.frame["part"] == "gerund":
            return (
                before.code in "kp," or before.low in ("before", "after", "of") or clause.is_agent(before) or before.code in "mb"
            )
        return not (before.code == "m" or (before.low == "to" and self.trigger.low in ("visit", "call", "trip", "tour")))

    @property
    def trigger(self) -> Item:
        return self.items[self.at]

    def role(self, places: list[str]) -> list[int]:
        for place in places:
            if found := self.place(place):
                return found
        return []

    def place(self, place: str) -> list[int]:
        if place.endswith(":"):
            return clause.behind(self.items, self.at, (place[:-1],), reach=1 if place == "of:" else clause.NEAR)
        if place == "possessor":
            return clause.possessor(self.items, self.at)
        if place == "modifier":
            return [self.at - 1] if self.at and self.items[self.at - 1].code in "CNAL" and self.items[self.at - 1].value else []
        if (place == "subject") != self.passive:
            return clause.subject(self.items, self.at)
        return clause.behind(self.items, self.at, ("by",)) if self.passive else clause.objects(self.items, self.at)

    def entities(self, indices: list[int]) -> list[Entity]:
        return [e for i in indices for e in (self.items[i].who or self.state_of(self.items[i]))]

    def state_of(self, item: Item) -> tuple[Entity, ...]:
        return (
            (self.parties.state(item.value["A"]),)
            if item.code == "A" and isinstance(item.value, dict) and "A" in item.value
            else ()
        )

    # --- one maker per type

    def visit(self, entities: dict[str, list[Entity]], found: dict[str, list[int]]) -> Candidate | None:
        visitors = [e for e in entities.get("visitors", ()) if e.kind in ("person", "country") and self.official(e)]
        destination, places = self.destination(self.frame["roles"]["destination"])
        if "hosts" in entities and destination is None and entities["hosts"]:
            destination = entities["hosts"][0].country
        visitors = self.in_office([v for v in visitors if v.country != destination or v.country is None])
        if not visitors or destination is None:
            return None
        made = self.make({"visitors": visitors, "hosts": [h for h in entities.get("hosts", ()) if h.country == destination]})
        made.destination, made.places = destination, places
        if not self.verb:
            made.extra["kind"], made.extra["kind_words"] = self.kind()
            if made.extra["kind"] == "state" and not made.parties["hosts"]:
                made.parties["hosts"] = [self.parties.state(destination)]  # a state visit is paid to the state
        return made

    def in_office(self, visitors: list[Entity]) -> list[Entity]:
        """The visitors in the office the clause gives them ("came as a member of parliament")."""
        for i in range(self.at + 1, len(self.items) - 1):
            if self.items[i].low == "as" and self.items[i + 1].code == "R":
                role = self.items[i + 1].value.role
                return [replace(v, role=role, rank="other") for v in visitors]
        return visitors

    def official(self, entity: Entity) -> bool:
        needs = self.frame.get("needs", ())
        return "official" not in needs or (bool(entity.role or entity.id) and entity.kind == "person")

    def destination(self, places: list[str]) -> tuple[str | None, list[str]]:
        for place in places:
            for index in self.place(place):
                item = self.items[index]
                value = item.value if isinstance(item.value, dict) else {}
                if item.code == "C":
                    return value.get("C"), self.towns(index)
                if item.code == "L":
                    return getattr(value.get("L"), "country", None) or value.get("K"), [
                        value["L"].name if "L" in value else item.text
                    ]
                if item.code == "N" and "K" in value:
                    return value["K"], []
                if item.code == "A" and place == "modifier":
                    return value.get("A"), []
        return None, []

    def towns(self, index: int) -> list[str]:
        """A town named beside the country ("in Beijing, China")."""
        before = self.items[index - 2] if index > 1 and self.items[index - 1].code == "," else None
        return [before.value["L"].name] if before is not None and before.code == "L" and "L" in before.value else []

    def kind(self) -> tuple[str, str | None]:
        for i in range(self.at - 1, max(-1, self.at - 5), -1):
            if self.items[i].low in self.frames.kinds:
                return self.frames.kinds[self.items[i].low], self.line.words(self.items[i], self.trigger)
        return "unspecified", None

    def meeting(self, entities: dict[str, list[Entity]], found: dict[str, list[int]]) -> Candidate | None:
        hosts, people = entities.get("hosts", []), entities.get("participants", [])
        everybody = {e.key(): e for e in (*hosts, *people, *entities.get("partners", ())) if e.kind != "media"}
        members = list(everybody.values())
        if "people" in self.frame.get("needs", ()) and not all(e.kind in ("person", "organisation") for e in members):
            return None
        if "no-demand" in self.frame.get("needs", ()) and self.demands():
            return None
        if len(members) < 2 or not _foreign(members):
            return None
        made = self.make({"participants": members, "hosts": hosts if hosts and len(hosts) < len(members) else []})
        made.extra["mode"] = self.mode()
        return made

    def demands(self) -> bool:
        """Whether "called on X" goes on with what X is to do."""
        return any(i.low in ("to", "for") for i in self.items[self.at + 2 : self.at + 8])

    def mode(self) -> str:
        mode = str(self.frame.get("set", {}).get("mode", "unspecified"))
        words = {i.low for i in self.items}
        if words & set(self.frames.rules["video_words"]):
            return "video"
        near = {i.low for i in self.items[max(0, self.at - 3) : self.at + 4]}
        if mode == "phone" and not near & set(self.frames.rules["phone_words"]) and self.venues():
            return "in-person"
        return "phone" if near & {"phone", "telephone"} else mode

    def sanction(self, entities: dict[str, list[Entity]], found: dict[str, list[int]]) -> Candidate | None:
        senders = [e for e in entities.get("senders", ()) if e.kind in ("country", "organisation", "person")]
        targets = entities.get("targets", [])
        action, governed = ("impose", None) if self.verb else self.governed("sanction_actions")
        if not targets and not self.verb:
            targets = self.burdened(senders)
            senders = [s for s in senders if s.key() not in {t.key() for t in targets}]
        targets = targets or self.unnamed_target()
        if not targets or not (senders or self.verb):
            return None
        made = self.make({"senders": [self.sender(s) for s in senders], "targets": targets})
        made.extra |= {"action": action, "more_senders": not senders or self.open_list(), "reasons": self.reasons()}
        made.asserted = made.asserted or governed is not None
        return made

    def unnamed_target(self) -> list[Entity]:
        """Those hit who have no name ("on Russian oligarchs", "on Chinese goods"): goods of a country stand for it."""
        starts = (
            [self.at]
            if self.verb
            else [i for i in range(self.at, min(len(self.items), self.at + 8)) if self.items[i].low in ("on", "against")]
        )
        for start in starts:
            end = start + 1
            while (
                end < len(self.items)
                and end - start < 9
                and self.items[end].code in "taAxnCs&o"
                and not clause.is_verb_like(self.items[end])
            ):
                end += 1
            words = [x for x in self.items[start + 1 : end] if x.code not in "t"]
            heads = {x.low for x in words}
            country = next((c for x in words if x.code in "AC" and (c := self.parties.country_of(x))), None)
            if country and heads & set(self.frames.rules["goods"]):
                return [self.parties.state(country)]
            if words and (heads & set(self.frames.rules["target_heads"]) or words[0].code == "n"):
                name = self.line.words(words[0], words[-1])
                return [Entity("organisation", name=name, country=country, certain=False)]
        return []

    def sender(self, entity: Entity) -> Entity:
        """A leader who imposes sanctions does so for the state."""
        return (
            self.parties.state(entity.country)
            if entity.kind == "person" and entity.country and entity.rank in ("hos", "hog", "leader", "fm")
            else entity
        )

    def burdened(self, senders: list[Entity]) -> list[Entity]:
        """Whom sanctions weigh on when the subject faces them ("Belarus is confronting sanctions from …")."""
        action, _ = self.governed("sanction_actions")
        return (
            self.entities(clause.subject(self.items, self.at))
            if action == "in-force" and clause.behind(self.items, self.at, ("from", "by"))
            else []
        )

    def open_list(self) -> bool:
        text = self.line.words(self.items[0], self.items[-1]).casefold()
        return any(phrase in text for phrase in self.frames.rules["open_lists"])

    def reasons(self) -> list[str]:
        text = self.line.words(self.trigger, self.items[-1])
        for phrase in self.frames.rules["reasons"]:
            match = re.search(rf"\b{phrase}\s+(?:its\s+|their\s+|his\s+|the\s+)?([^.;]+)", text)
            if match and (phrase != "for" or "ing " in match[1][:20] or "support" in match[1][:20]):
                return [part.strip(" ,") for part in re.split(r"\s+and\s+(?=\w+\s+\w+)(?!\w+\s*$)", match[1], maxsplit=1)]
        return []

    def agreement(self, entities: dict[str, list[Entity]], found: dict[str, list[int]]) -> Candidate | None:
        """A document that somebody signs, reaches, seeks …: without such a verb it is only spoken of."""
        action, verb = self.governed("agreement_actions")
        if verb is None:
            return None
        passive = verb > self.at or clause.is_passive(self.items, verb)
        members = entities.get("between", []) or self.entities(
            clause.behind(self.items, verb, ("by",)) if passive else clause.subject(self.items, verb)
        )
        members = [
            self.sender(e) for e in (*members, *entities.get("with", ())) if e.kind in ("country", "organisation", "person")
        ]
        members = list({e.key(): e for e in members}.values())
        if len(members) < 2:
            return None
        made = self.make({"parties": members})
        made.asserted = True
        made.extra |= {"action": action, "title": self.title(verb)}
        return made

    def governed(self, table: str) -> tuple[str, int | None]:
        """What the verb that governs the noun does, and where it stands: to the left, or behind the noun in the passive."""
        words = self.frames.governors[table]
        for i in range(self.at - 1, max(-1, self.at - 9), -1):
            if self.items[i].code in '".w' or self.items[i].low == ";":
                break
            if self.items[i].low in words:
                return words[self.items[i].low], i
        for i in range(self.at + 1, min(len(self.items), self.at + 9)):
            if self.items[i].low in words and self.items[i - 1].code in "bx" and words[self.items[i].low] != "in-force":
                return words[self.items[i].low], i
        return "in-force", None

    def title(self, verb: int) -> str:
        """The document as named: from the article behind the verb to the noun, and what it is on."""
        first = self.at
        while first > 0 and first - 1 != verb and self.items[first - 1].code in "xaAnLCIE":
            first -= 1
        last = self.at
        if last + 1 < len(self.items) and self.items[last + 1].low in ("on", "of", "for", "to"):
            while (
                last + 1 < len(self.items)
                and last - self.at < 8
                and self.items[last + 1].code not in '.,;"wkD'
                and (last == self.at or self.items[last + 1].code not in "mb")
            ):
                last += 1
        return self.line.words(self.items[first], self.items[last])

    # --- what all types share

    def make(self, parties: dict[str, list[Entity]]) -> Candidate:
        told, background = self.status()
        status: str | None = told
        asserted = self.frame.get("asserted", True)
        if not asserted and status == "occurred":
            asserted, status = self.light_verb(), "occurred" if self.light_verb() else None
        fixed = self.frame.get("set", {}).get("status")
        return Candidate(
            self.frame["event"],
            self.frame["id"],
            self.line,
            self.at,
            parties,
            fixed or status,
            asserted,
            background,
            extra={"first": self.first},
        )

    def light_verb(self) -> bool:
        """Whether a verb asserts the noun ("held talks", "paid a visit", "the meeting took place")."""
        left = {i.low for i in self.items[max(0, self.at - 6) : self.at]}
        right = {i.low for i in self.items[self.at + 1 : self.at + 8]}
        return bool(left & _LIGHT) or bool(right & _TAKING_PLACE)

    def finish(self, made: Candidate) -> None:
        if made.type == "Meeting":
            made.places = self.venues()
            made.extra["parts"] = self.parts()
            made.extra["duration"] = self.duration()
        made.when = self.date(made.status or "occurred")

    def status(self) -> tuple[str, bool]:
        start = clause.clause_start(self.items, self.at)
        before = self.line.words(self.items[start], self.items[self.at - 1]) + " " if self.at > start else ""
        after = (
            self.line.words(self.items[self.at + 1], self.items[min(len(self.items), self.at + 10) - 1])[:70]
            if self.at + 1 < len(self.items)
            else ""
        )
        background = bool(self.frames.background.search(before[-40:]))
        self.first = "for the first time" in after[:60]
        if self.at and self.items[self.at - 1].low == "to" and self.verb and self.frames.purpose.search(before):
            return "occurred", background
        for status, left, right in self.frames.statuses:
            if (left and left.search(before)) or (right and right.search(" " + after)):
                return status, background
        if self.at and self.items[self.at - 1].low == "to" and self.verb:
            return "planned", background
        return "occurred", background

    def parts(self) -> list[str]:
        """What the sentence says the encounter consisted of; a "working lunch" is no lunch beside it."""
        words = self.line.words(self.items[0], self.items[-1])
        named = [name for pattern, name in self.frames.parts if pattern.search(words)]
        return [n for n in named if not any(n != other and n in other.split() for other in named)]

    def venues(self) -> list[str]:
        """Places named in the clause behind "in" or "at", narrowest first as printed."""
        found = []
        for i in range(1, len(self.items)):
            item = self.items[i]
            if (
                item.code == "L"
                and "L" in item.value
                and (self.items[i - 1].code == "p" or (self.items[i - 1].code == "t" and i > 1 and self.items[i - 2].code == "p"))
            ):
                place = item.value["L"]
                found += [place.name, *([place.city] if getattr(place, "city", None) else [])]
        return list(dict.fromkeys(found))

    def duration(self) -> str | None:
        """The length of talks: "three hours of talks", "talks lasted two hours"."""
        for i, item in enumerate(self.items):
            if item.code != "U" or not item.value.iso.startswith("PT"):
                continue
            near = {x.low for x in self.items[max(0, i - 4) : i + 5]}
            if near & {"talks", "meeting", "lasted", "discussions", "conversation", "negotiations", "call"}:
                return str(item.value.iso)
        return None

    def date(self, status: str) -> Resolved | None:
        best, cost = None, 99.0
        for i, item in enumerate(self.items):
            if item.code == "D" and (away := self.distance(i)) < cost:
                best, cost = item, away
        if best is None:
            return None
        direction = "future" if status in FUTURE else "past"
        return resolve(best.value, self.parties.today, direction=direction)  # type: ignore[arg-type]

    def distance(self, i: int) -> float:
        """How far a date is from the trigger; a date of a verb of speech or of another clause is farther."""
        low, high = min(i, self.at), max(i, self.at)
        away = float(high - low)
        between = self.items[low + 1 : high]
        away += 12 * sum(1 for x in between if x.code in 'w"' or (x.code == "k" and x.low not in ("so", "as", "but", "however")))
        previous = {x.low for x in self.items[max(0, i - 3) : i]}
        if (i > self.at and self.items[i - 1].low == "since") or previous & _SAYING:
            away += 40
        if previous & {"time", "times"}:
            return 99.0
        return away + (3 if i < self.at else 0)


_WORDS = read_frames("words")
_LIGHT, _SAYING, _TAKING_PLACE = (frozenset(_WORDS[k]) for k in ("light_verbs", "saying", "taking_place"))


def _foreign(members: list[Entity]) -> bool:
    """At least two sides: different countries, or somebody whose country is not known."""
    states = {e.country or e.key() for e in members}
    return len(states) > 1
