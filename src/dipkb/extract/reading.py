"""One frame at one trigger, read: who stands in its roles, when it was, and the telling made of both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from dipkb.extract import clause, itinerary, timing
from dipkb.extract.candidate import Candidate
from dipkb.extract.document import Document, Entity, Item, Line
from dipkb.extract.framefiles import read_frames
from dipkb.extract.framerules import FrameRules
from dipkb.extract.parties import Parties
from dipkb.extract.resolve import Direction, Resolved
from dipkb.extract.usage import Usage
from dipkb.extract.wordlists import each, endings, forms, listed, pattern_named, preposition, text_of, texts

_FIRST_TIME = text_of("events", "first_time")
_AS, _BETWEEN, _FOR, _ITS, _ON, _SINCE = each("as", "between", "for", "its", "on", "since")
_THE, _TO, _WITH, _YOU = each("the", "to", "with", "you")
_LISTING = listed("events", "listing")
_PAST = endings("past")

FAR = 30.0  # beyond this a date belongs to another event or to the saying
_ACTS, _UNTIL = frozenset({"Sanction", "Agreement"}), forms("until", "till", "through")  # how long an act holds dates none
_ON_FROM = forms("on", "from")
_LIMITS = forms("before", "by", "until")
_JOINT = forms("we", "us", "our", "ourselves")
_INSIDE = forms("in", "at")
_OCCASIONS = forms("at", "in", "during", "after", "following")
_DAYS_OF_ACTS = frozenset(read_frames("sanctions")["announcing_nouns"]) | listed("sanctions", "days_of_acts")
_NAMING = "xCaN"  # codes of words that say which thing is meant, and of the thing
_PAPERS = listed("agreements", "pledged_documents")
_YEARS = pattern_named("years_covered")
_NEEDS_PEOPLE = ("people", "persons", "individuals")  # what a frame can need of its parties
_PLURALS, _OF_ALL_STATES = endings("plural"), frozenset(texts("events", "bodies_of_all_states"))
_PLACE_ROLES = frozenset({"destination", "origin"})
_PLACES: dict[str, Callable[[list[Item], int], list[int]]] = {
    "author": itinerary.author,
    "copula": itinerary.copula,
    "named": itinerary.named_as,
    "began in": itinerary.begun_in,
    "opening actor": itinerary.opening_actor,
    "apposed": clause.apposed,
    "next": clause.next_place,
    "guest": clause.guest,
    "nobody": lambda items, at: [],
    "named person": lambda items, at: [at if items[at].code in "PR" else at + 1],
}
_WORDS = read_frames("words")
_LIGHT, _TAKING_PLACE = frozenset(_WORDS["light_verbs"]), frozenset(_WORDS["taking_place"])
_LIGHT_OR_ON, _TAKING_PLACE_OR_PLACE = _LIGHT | forms("on", "for"), _TAKING_PLACE | forms("place")
_TOURS = listed("events", "tours")
_OTHER_TALKS = listed("events", "held")
_SET_OUT = listed("events", "have_set_out")
_UNDOING = texts("events", "undoing_stems")
_CRAFT = listed("events", "craft")
_DURING = forms("during", "at", "in", "after")  # "discussed at their talks" speaks of something else than the talks
_PAST_FORMS, _DUE = frozenset(_WORDS["past_forms"]), frozenset(_WORDS["due"])


class Reading(Usage):
    """One frame at one trigger, with its parties.

    ``trigger_at`` stays where ``at`` moves to its verb; ``sources`` says at which item each was found, ``dated`` where the
    date was.
    """

    def __init__(
        self, rules: FrameRules, frame: dict[str, Any], line: Line, at: int, document: Document, parties: Parties
    ) -> None:
        super().__init__(rules, frame, line, at)
        self.document, self.parties, self.trigger_at = document, parties, at
        self.sources: dict[str, int] = {}
        self.dated: Item | None = None
        self.undone = self.left = False
        self.doer_behind = None if self.verb else clause.doer_behind(self.items, at)  # the one, and the verb

    # --- roles

    def roles(self) -> tuple[dict[str, list[Entity]], dict[str, list[int]]]:
        """Who fills each role but the destination, as parties and as items."""
        found = {role: self.role(places) for role, places in self.frame["roles"].items() if role not in _PLACE_ROLES}
        return {role: self.entities(indices) for role, indices in found.items()}, found

    def role(self, places: list[str]) -> list[int]:
        for place in places:
            found = self.place(place.rstrip("+"))
            if found and len(self.able(self.entities(found))) > (place[-1] == "+"):
                return found
            if place == "possessor" and found and self.items[found[0]].low in _ITS and self.frame["event"] == "Meeting":
                return []  # "X opened a probe into the ministry over its talks with Y"
        return []

    def able(self, entities: list[Entity]) -> list[Entity]:
        """Those who can have the role: no medium meets anybody ("a call on Friday, according to the agency, from X")."""
        return [e for e in entities if e.kind != "media"] if self.frame["event"] == "Meeting" else entities

    def place(self, place: str, codes: str = "PRGCNMOL") -> list[int]:
        """The items at one place of the frame: a preposition with ":" (right behind: "!") or a grammatical relation."""
        if place == "with:" and self.verb and not self.frame["needs"].isdisjoint(_NEEDS_PEOPLE):
            codes = codes.replace("C", "").replace("L", "")  # "discussed the dispute with Croatia with President X"
        if place[-1] in ":!":
            reach = self.past_day() if place == "of:" or place[-1] == "!" else 5 if place == "between:" else clause.NEAR
            at = self.doer_behind[1] if self.doer_behind else self.at
            return clause.behind(self.items, at, preposition(place[:-1]), codes, reach)
        if place == "held-between":
            return self.held_between()
        if place == "assembly":
            return self.assembly()
        if place == "be-with":
            return self.be_with()
        if place == "listed":
            return self.listed()
        if place == "possessor":
            return clause.possessor(self.items, self.at)
        if place == "tourist":
            return self.tourist()
        if place in _PLACES:
            return _PLACES[place](self.items, self.at)
        if place[-1] == ">":
            return itinerary.goal(self.items, self.at, preposition(place[:-1]))
        if place == "modifier":
            return self.modifier()
        if place == "doer":
            if self.doer_behind:
                return [self.doer_behind[0]]
            return clause.subject(self.items, min(self.modifier(), default=self.at)) if self.is_done() else []
        if place == "subject" and self.verb and self.frame["event"] == "Visit" and clause.has_thing_before(self.items, self.at):
            return self.passenger()
        if (place == "subject") != self.passive:
            return clause.subject(self.items, self.at)
        if self.passive:
            return clause.behind(self.items, self.at, forms("by"))
        direct = clause.objects(self.items, self.at, codes)
        return direct or (clause.whom(self.items, self.at) if self.frame["event"] in ("Meeting", "Visit") else [])

    def past_day(self) -> int:
        """How far off a preposition of the noun itself can be: right behind it or its day ("a meeting on Friday of …")."""
        behind = self.items[self.at + 1 : self.at + 4]
        at_day = next((n for n, x in enumerate(behind) if x.code == "D" and all(y.low in _ON for y in behind[:n])), -1)
        return at_day + 2

    def assembly(self) -> list[int]:
        """Whose summit it is that somebody attends, else where it is: "the G20 summit", "a summit in Danang, Vietnam"."""
        words, items = self.rules.words("assemblies"), self.items
        noun = next((i for i in range(self.at + 1, min(len(items), self.at + 11)) if items[i].low.split()[-1] in words), None)
        if noun is None:
            return []
        found = [i for i in range(self.at + 1, noun) if _is_body(items[i])][:1]
        found = found or [i for i in clause.behind(items, noun, forms("of"), "NG", 1) if _is_body(items[i])]
        if found or items[noun].low.endswith(_PLURALS):
            return [] if {e.name for i in found for e in items[i].who} & _OF_ALL_STATES else found
        return clause.behind(items, noun, forms("in"), "CLZ", 3)[:1]

    def held_between(self) -> list[int]:
        """Between whom "the meeting … took place": farther off than a preposition of the noun itself."""
        for i in range(self.at + 2, min(len(self.items), self.at + clause.NEAR)):
            verb = i - 1
            while verb > self.at and self.is_whereabouts(verb):  # "took place on Monday at the ministry in Oslo between"
                verb -= 1
            if self.items[i].low in _BETWEEN and self.items[verb].low in _TAKING_PLACE_OR_PLACE:
                return clause.objects(self.items, i)
        return []

    def is_whereabouts(self, at: int) -> bool:
        """Whether an item only says when and where something was."""
        item = self.items[at]
        return item.code in "pLCDt,NEZ" or (item.code == "x" and item.low not in _TAKING_PLACE and not clause.is_verb_like(item))

    def tourist(self) -> list[int]:
        """Whose tour the clause speaks of before the noun ("her trip includes a visit to Oman")."""
        for i in range(self.at - 2, clause.clause_start(self.items, self.at), -1):
            if self.items[i].low in _TOURS:
                return clause.possessor(self.items, i)
        return []

    def listed(self) -> list[int]:
        """Whom a list of those present names: "those attending include A, B and C", "also present were A and B"."""
        for i in range(self.at + 1, min(len(self.items) - 1, self.at + clause.NEAR)):
            item = self.items[i]
            if item.code == "b" or item.low in _LISTING:
                return clause.objects(self.items, i)
            if item.code in 'w".;' or item.code in "PR":
                break
        return []

    def be_with(self) -> list[int]:
        """With whom what the noun tells is: "her first engagement on Monday will be with X"."""
        items = self.items
        near = range(self.at + 1, min(len(items) - 1, self.at + clause.NEAR))
        found = next((i for i in near if items[i].code == "b" and items[i + 1].low in _WITH), None)
        return clause.objects(items, found + 1) if found is not None else []

    def passenger(self) -> list[int]:
        """Whose plane the verb tells of ("X's plane landed in Oslo")."""
        for i in range(self.at - 1, max(0, self.at - 4), -1):
            if self.items[i].low.split()[-1] in _CRAFT:
                return clause.possessor(self.items, i)
        return []

    def modifier(self) -> list[int]:
        """A name right before the noun, over up to two plain words ("US-China trade talks")."""
        for i in range(self.at - 1, max(-1, self.at - 4), -1):
            if self.items[i].code in "CNALG" and self.items[i].value:
                before = _FOR | _INSIDE if self.items[i].code == "L" else _FOR  # "held in Oslo talks with X"
                return [i] if self.items[i - 1].low not in before or not i else []
            if self.items[i].code not in "xa" or clause.is_verb_like(self.items[i]):
                break
        return []

    def is_done(self) -> bool:
        """Whether the clause's subject takes part in what the noun tells: holds it, is on it, or is at it with somebody."""
        if self.is_topic() or self.frame["event"] == "Visit":
            return not self.is_topic()
        left = {i.low for i in self.items[max(0, self.at - 6) : self.at]}
        governed = self.rules.status.preposition(self.items, self.at) is not None
        return (
            not left.isdisjoint(_LIGHT_OR_ON)
            or governed
            or bool(clause.behind(self.items, self.at, forms("with", "to", "between"), reach=8))
        )

    def is_topic(self) -> bool:
        """Whether the noun is only spoken about, so that the clause's subject need not take part ("discussed the talks")."""
        for i in range(self.at - 1, max(-1, self.at - 8), -1):
            item = self.items[i]
            if item.low in self.rules.topical:
                return True
            if item.low in _DURING:
                return False
            infinitive = i > 0 and self.items[i - 1].low in _TO  # "discussed how to make the talks a success"
            if item.code in 'w";' or (clause.is_verb_like(item) and not infinitive) or clause.is_agent(item):
                return False
        return False

    def entities(self, indices: list[int]) -> list[Entity]:
        found: list[Entity] = []
        for i in indices:
            for entity in self.acting(self.items[i]):
                self.sources.setdefault(entity.key(), i)
                found.append(entity)
        return found

    def acting(self, item: Item) -> tuple[Entity, ...]:
        """Whom an item stands for in this event: "we" who restrict or sign are the speaker's state, who meet the speaker."""
        if self.frame["event"] in _ACTS and item.low in _JOINT and item.who:
            speaker = item.who[0]
            side = self.parties.state(speaker.country) if speaker.country else self.parties.body_of(speaker.body or "")
            return (side or speaker,)
        return item.who or self.state_of(item)

    def state_of(self, item: Item) -> tuple[Entity, ...]:
        country = self.parties.country_of(item) if item.code in "AL" else None
        return (self.parties.state(country),) if country else ()

    # --- the candidate

    def make(self, parties: dict[str, list[Entity]]) -> Candidate:
        """A candidate with the status and date that the words around the trigger give it."""
        fixed = self.frame.get("set", {}).get("status")
        if fixed == "occurred" and self.is_modal():
            fixed = None  # "will be joined by"
        told = str(fixed or ("occurred" if self.is_past() else self.rules.status.of(self.line, self.at, self.verb, self.reach)))
        told = self.frame.get("forms", {}).get(self.trigger.low, told) if told == "occurred" else told
        status: str | None = told
        asserted = self.frame.get("asserted", True) and not (self.verb and self.is_participle())
        if not asserted and not self.verb:
            asserted = self.light_verb() and self.rules.status.preposition(self.items, self.at) is None
        if not asserted and told == "occurred":
            status = "planned" if self.is_to_come() and not self.rules.status.background(self.line, self.at) else None
        made = Candidate(
            self.frame["event"], self.frame["id"], self.line, self.at, parties, status, asserted,
            self.rules.status.background(self.line, self.at), reading=self,
        )  # fmt: skip
        first = _FIRST_TIME in self.line.words(self.trigger, self.items[-1])[:80]
        made.extra["first"] = first or (self.verb and self.rules.status.is_first(self.line, self.at))
        made.extra["tense"] = self.tense()
        made.direction = self.side(told, status)
        self.undone = told in ("cancelled", "postponed")
        made.when = self.date(made.direction)
        made.dated = self.dated
        if made.when is not None and made.when.precision == "day":
            self.parties.told_day = made.when
        if (
            self.dated is not None
            and (self.dated.value.shift or 0) > 0
            and self.dated.value.kind not in ("window", "anaphor")
            and told in ("ongoing", "occurred")
            and not self.is_past()
        ):
            made.status = "planned"  # "is in Oslo next Tuesday", "tomorrow's visit"
        if made.status in ("occurred", "planned") and self.is_asked():
            made.status = "hypothetical"
        return made

    def is_asked(self) -> bool:
        """Whether the verb is what a question asks ("will X visit Oslo?", "do you plan to meet Y?")."""
        if not self.verb or not any(x.low == "?" for x in self.items[self.at :]):
            return False
        start = clause.clause_start(self.items, self.at)
        pairs = zip(self.items[start : self.at], self.items[start + 1 : self.at + 1], strict=False)
        return any(a.code in "mdbh" and (b.low in _YOU or clause.is_agent(b)) for a, b in pairs)

    def in_office(self, people: list[Entity]) -> list[Entity]:
        """The people in the office the clause gives them ("came as a member of parliament")."""
        for i in range(self.at + 1, len(self.items) - 1):
            if self.items[i].low in _AS and self.items[i + 1].code == "R":
                role = self.items[i + 1].value.role
                return [replace(v, role=role, rank="other") for v in people]
        return people

    # --- dates

    def day(self) -> Item | None:
        """The date that stands nearest to the trigger."""
        best, cost = None, FAR
        for i, item in enumerate(self.items):
            if item.code != "D" or self.is_term(i) or (self.frame["event"] in _ACTS and self.is_no_day_of_an_act(i)):
                continue
            if self.frame["event"] == "Meeting" and (self.is_day_of_other_talks(i) or self.is_of_another(i)):
                continue
            if self.undone and self.is_day_of_undoing(item):
                continue
            if (away := timing.distance(self.items, self.at, i, verb=self.verb)) < cost:
                best, cost = item, away
        return self.more_exact(best) if best else self.day_of_picture()

    def more_exact(self, day: Item) -> Item:
        """The day that says more behind one: "next week on 8 June", "next week from 8 to 9 June", "on Monday (7 May 2012)"."""
        at = next(i for i, x in enumerate(self.items) if x is day)
        if not clause.is_code(self.items, at + 2, "D"):
            return day
        between, exact = self.items[at + 1], self.items[at + 2]
        if between.code in "(,":
            named = exact.value.year is not None and exact.value.kind == "day" and day.value.kind in ("weekday", "unit")
        else:
            named = between.low in _ON_FROM and day.value.kind in ("unit", "month") and day.value.unit != "day"
        return exact if named else day

    def day_of_picture(self) -> Item | None:
        """The one day of a caption, wherever it stands ("X is greeted by Y before talks in Oslo on Monday")."""
        days = [x for x in self.items if x.code == "D"] if self.line.sentence.zone == "caption" else []
        return days[0] if len(days) == 1 else None

    def has_day(self) -> bool:
        """Whether the words say when it was, even if an article without a date leaves open which day that is."""
        return self.day() is not None

    def date(self, direction: Direction) -> Resolved | None:
        """The date nearest to the trigger in its clause."""
        best = self.day()
        if best is not None and direction == "past" and _is_limit(best):
            best = None  # "who came for talks invited X to Riga before the end of June"
        self.dated = best
        if best is None:
            return None
        if direction == "nearest" and not self.verb and not self.undone and not self.is_set_for(best) and self.follows_past(best):
            direction = "past"
        self.left = direction == "future" and self.frame["event"] == "Visit" and self.has_set_out(best)
        direction = "past" if self.left else direction
        return self.parties.resolved(best.value, direction)

    def has_set_out(self, day: Item) -> bool:
        """Whether it is the day when somebody left for what lies ahead ("left on Monday for a tour that will take her to")."""
        at = next(i for i, x in enumerate(self.items) if x is day)
        beside = self.items[max(0, at - 3) : at + 2]
        return at < self.at and any(x.low in _SET_OUT for x in beside)

    def is_day_of_undoing(self, day: Item) -> bool:
        """Whether a day is that on which an encounter was called off, not its own ("X on Monday cancelled talks with Y").

        Its own day stands right before the noun ("Tuesday's talks"), behind "set for" or "scheduled for", or lies ahead.
        """
        if self.frame["event"] != "Meeting" or self.verb or self.is_set_for(day):
            return False
        at = next(i for i, x in enumerate(self.items) if x is day)
        if at < self.at:
            return any(x.low.startswith(_UNDOING) for x in self.items[at + 1 : self.at])
        found = self.parties.resolved(day.value, "nearest")
        called_off = any(x.low.startswith(_UNDOING) for x in self.items[max(0, self.at - 8) : self.at])
        return called_off and found is not None and self.parties.today is not None and found.end < self.parties.today.isoformat()

    def side(self, told: str, status: str | None) -> Direction:
        """Where an open date lies; "begins a visit on Monday" can also be told on Tuesday."""
        direction = self.direction(told, status)
        starting = direction == "future" and not self.verb and told == "occurred" and self.is_starting()
        return "nearest" if starting and (day := self.day()) and self.is_just_past(day) else direction

    def is_just_past(self, day: Item) -> bool:
        """Whether a date can mean the day before the text was written."""
        today, found = self.parties.today, self.parties.resolved(day.value, "nearest")
        return today is not None and found is not None and found.end == (today - timedelta(1)).isoformat()

    def is_no_day_of_an_act(self, i: int) -> bool:
        """Whether a date says how long an act holds ("until March") or only names something else ("the 2016 election")."""
        item = self.items[i]
        named = i > 0 and self.items[i - 1].code in "tHs" and (item.text.isdigit() or self.is_day_of_a_noun(i))
        since = i > 0 and self.items[i - 1].low in _SINCE
        return named or since or item.value.preposition in _UNTIL or self.is_of_another(i)

    def is_day_of_a_noun(self, i: int) -> bool:
        """Whether a date before a noun is that of another event ("Tehran's October 1 assault")."""
        behind = self.items[i + 1 : i + 2]
        other = bool(behind) and behind[0].code == "x" and not clause.is_verb_like(behind[0])
        return other and not i < self.trigger_at <= i + 4 and behind[0].low not in _DAYS_OF_ACTS

    def is_day_of_other_talks(self, i: int) -> bool:
        """Whether a date describes an encounter that the trigger only leads to ("to review the May 2005 dialogue")."""
        if i <= self.at or self.items[i - 1].low not in _THE or not clause.is_code(self.items, i + 1, "xCAn"):
            return False
        behind = self.items[i + 1 : i + 6]
        return any(x.low.rsplit(" ", 1)[-1] in _OTHER_TALKS for x in behind)

    def is_term(self, i: int) -> bool:
        """Whether years only say for how long something holds ("a programme for 2014-2016")."""
        item = self.items[i]
        led = item.value.preposition in _FOR or (i > 0 and self.items[i - 1].low in _FOR)
        return led and _YEARS.search(item.text) is not None

    def is_of_another(self, i: int) -> bool:
        """Whether a date behind the trigger is that of what it names ("over last month's vote", not "at Friday's talks")."""
        owns = i > self.at and i + 1 < len(self.items) and self.items[i + 1].code == "s"
        return (owns and self.items[i - 1].low not in _OCCASIONS) or self._is_year_of_thing(i)

    def _is_year_of_thing(self, i: int) -> bool:
        """Whether a year only says which document is meant ("agreed to keep the 2015 peace deal")."""
        if self.items[i].value.kind != "year" or not i or self.items[i - 1].code != "t":
            return False
        end = next((n for n in range(i + 1, len(self.items)) if self.items[n].code not in _NAMING), len(self.items))
        return not i < self.at < end and any(x.low in _PAPERS for x in self.items[i + 1 : end])

    def is_set_for(self, day: Item) -> bool:
        """Whether the day is the one appointed: "talks scheduled for Thursday were postponed"."""
        at = next(i for i, x in enumerate(self.items) if x is day)
        return any(x.low in _DUE for x in self.items[max(0, at - 3) : at])

    def follows_past(self, day: Item) -> bool:
        """Whether a past verb and its day stand before the noun: "flew in on Monday for talks"."""
        before = self.items[clause.clause_start(self.items, self.at) : self.at]
        finite = (x.low in _PAST_FORMS or (x.code == "x" and x.low.endswith(_PAST)) for x in before)
        led = day in before and any(finite) and not any(x.code == "m" for x in before)
        return led or self.has_led(day)

    def has_led(self, day: Item) -> bool:
        """Whether the noun is the subject of a verb in the past: "Friday's talks focused on gas", "his call on Friday led to"."""
        start = max(self.at, next(i for i, x in enumerate(self.items) if x is day)) + 1
        for i in range(start, min(start + 4, len(self.items))):
            item = self.items[i]
            if item.low in _PAST_FORMS or (item.code == "x" and item.low.endswith(_PAST)):
                return self.items[i - 1].code not in "bmh"
            if item.code in "mbhk.w" or item.low in _TO:
                return False
        return False


def _is_body(item: Item) -> bool:
    """Whether an item names a body, also by its members ("EU trade ministers")."""
    return item.code in "NG" and bool(item.who) and item.who[0].kind == "organisation"


def _is_limit(day: Item) -> bool:
    """Whether a date says by when something is to be: nothing has taken place "by the end of June"."""
    return day.value.preposition in _LIMITS and day.value.part == "late"
