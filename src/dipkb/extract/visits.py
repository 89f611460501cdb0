"""Visits: who travels where. A trip to several countries is one visit for each, and so are the trips of guests of several."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from msgspec.structs import replace

from dipkb.extract import clause, delegations, itinerary, visitwords
from dipkb.extract.candidate import FUTURE, Candidate
from dipkb.extract.destinations import ON_VISIT, destinations, is_called_off, on_tour, place_told, stated, understood
from dipkb.extract.document import Entity, Item
from dipkb.extract.framefiles import read_frames
from dipkb.extract.reading import Reading
from dipkb.extract.wordlists import each, forms, listed, text_of, texts

_INDEFINITE, _POSTED_TO = texts("grammar", "indefinite_articles"), text_of("names", "posted_to")
_AGAINST, _BY, _EN, _FROM, _TO = each("against", "by", "en", "from", "to")
_TRAVEL, _WE = each("travel", "we")
_INCLUDE = listed("sanctions", "include")
_IN_AGAIN = forms("in", "again")
_STOPOVERS = listed("events", "stopovers")
_THEY_BOTH = forms("they", "both")
_THE_THIS_THAT = forms("the", "this", "that")
_WHERE = forms("in", "at", "near")
_WHILE_WHILST = forms("while", "whilst")
_WITH_ALONGSIDE = forms("with", "alongside")

_MONTH, _TOUR = 7, 3  # signs of a date up to its month; stops that cannot all be on one day
_LEAVING_REACH = 8  # items before the noun of a tour in which somebody is said to have left for it
_UNDONE = frozenset({"cancelled", "postponed", "denied"})
_ONES = listed("events", "lone_visitors")  # "the last minister to visit" is told of by what he did
_NEAR_CUES = 5  # items before "the visit" that can tell its status
_STAY_HOME = listed("events", "tellers")  # who only tell of visits
_POSTS: list[str] = read_frames("events")["posts_abroad"]
_OVERLAND, _TO_ORIGIN = listed("events", "overland"), 8  # items behind "arrived"
_PRIVATE = frozenset(read_frames("events")["private_visitors"])


def visits(reading: Reading) -> Iterator[Candidate]:
    """One candidate per destination of the trigger and country of its visitors."""
    if reading.frame["part"] == "noun" and _is_anaphor(reading):
        yield from _again(reading)
        return
    if not all(met(reading) for need, met in _NEEDS.items() if reading.needs(need)):
        return
    if reading.needs("members"):
        for member in delegations.delegates(reading):
            _describe(reading, member)
            yield member
        return
    entities, _ = reading.roles()
    if reading.needs("guest"):
        alone = reading.frame["id"] == "return-alone"
        left = {c for _, c in reading.parties.trip} if alone and not _returns_to(reading) else set(stated(reading))
        yield from _last_days(reading, left, entities.get("visitors", []))
        return
    if reading.frame["id"].startswith("return"):
        visitors = entities.get("visitors", [])
        going_home = {v.country for v in visitors} & set(stated(reading))
        if going_home and (last := list(_last_days(reading, {c for _, c in reading.parties.trip}, visitors))):
            yield from last
            return
        if going_home and (there := itinerary.been_there(reading.items, reading.at)):
            yield from _over(reading, there[0], visitors)
            return
    if _is_known_by_place(reading):
        entities["visitors"] = _travellers(reading)
    elif told_of := clause.antecedent_of_owner(reading.items, reading.at):
        entities["visitors"] = reading.entities(told_of)
    if reading.frame["id"] == "send-verb" and not entities.get("visitors"):
        entities["visitors"] = delegations.sent(reading)
    if _is_figure(reading):
        return
    everybody = [e for e in (*entities.get("visitors", ()), *_companions(reading)) if _can_visit(reading, e)]
    if not everybody and reading.verb:  # "his first stop is Oman and will proceed to Qatar"
        everybody = [e for e in reading.entities(reading.tourist()) if _can_visit(reading, e)]
    if not everybody:
        return
    goals = destinations(reading, entities.get("hosts", []), everybody) or on_tour(reading)
    if not goals and not reading.needs("stated"):
        goals = understood(reading, everybody)
    everybody = _whose_stop(reading, goals) or everybody
    made = list(_origins(reading, everybody, entities))
    made += [c for country, spots in goals.items() for c in _to_country(reading, everybody, country, spots, entities)]
    _mark_stops(made, list(goals))
    _set_out(reading, made)
    if made:
        reading.parties.trip = [(c.parties["visitors"], c.destination) for c in made]
        reading.parties.tour = reading.parties.trip if len(goals) > 1 else reading.parties.tour
    yield from made


def _returns_to(reading: Reading) -> bool:
    """Whether the words say where somebody returns to, which need not be home."""
    return any(x.low in _TO for x in reading.items[reading.at + 1 : reading.at + 4])


def _whose_stop(reading: Reading, goals: itinerary.Goals) -> list[Entity]:
    """Who is on the tour told of last, one stop of which "his final stop" is, whoever was named in between."""
    of_tour = not reading.verb and reading.trigger.low in reading.rules.words("tour_parts")
    pronoun = of_tour and any(reading.items[i].code == "H" for i in reading.role(["possessor"]))
    on_way = [visitors for visitors, country in reading.parties.tour if country in goals] if pronoun else []
    return list(on_way[0]) if on_way else []


def _is_figure(reading: Reading) -> bool:
    """Whether "we" only come or go as one says of aims and matters ("we reached our goal", "we arrived at the conclusion")."""
    if not reading.verb or reading.trigger.low in reading.rules.words("plain_travel"):
        return False
    return any(reading.items[i].low in _WE for i in reading.role(["subject"]))


def _share_day(made: list[Candidate], goals: int) -> None:
    """One day told of three stops or more is that of the first, of a tour that ends of the last; the others lie in the month."""
    for c in made if goals >= _TOUR else ():
        one_day = c.when is not None and c.when.precision == "day" and c.when.start == c.when.end
        shared = one_day and not c.extra.get("own_days") and not c.extra.get("days")
        if shared and c.when is not None and c.extra["stop"] != ("last" if c.extra.get("ends") else "first"):
            month = c.when.start[:_MONTH]
            c.when = replace(c.when, start=month, end=month, precision="month")


def _mark_stops(made: list[Candidate], goals: list[str]) -> None:
    """Which candidates are stops of a tour, and which of them come first and last."""
    for candidate in made:
        candidate.extra["several"] = len(goals) > 1
        if len(goals) > 1 and candidate.extra.get("returned"):
            candidate.when = candidate.dated = None  # of the stops only the last one ended as the trip did
            candidate.extra["ends"] = candidate.extra["until"] = False
        first, last = [candidate.destination] == goals[:1], [candidate.destination] == goals[-1:]
        candidate.extra["stop"] = "first" if first else "last" if last else None
    dated = [c for c in made if c.extra.get("own_days")]
    if len(goals) > 1 and len(dated) == 1 and dated[0].extra["stop"] == "last":
        dated[0].extra["own_days"] = False  # "A, B and C from 10 to 16 May" are the days of the whole tour
    _share_day(made, len(goals))


def _set_out(reading: Reading, made: list[Candidate]) -> None:
    """Who has just left for several countries is on the way to the first one; the others are ahead, on days not told."""
    today, leaving = reading.parties.today, reading.rules.words("leaving")
    if reading.frame["id"] == "tour-noun" and any(x.low in _INCLUDE for x in reading.items[reading.at + 1 : reading.at + 5]):
        for candidate in made:
            if candidate.status in ("occurred", "ongoing", None):  # "on the first leg of a tour that also includes Oman"
                candidate.status, candidate.when, candidate.dated = "planned", None, None
        return
    before = {reading.trigger.low, *(x.low for x in reading.items[max(0, reading.at - _LEAVING_REACH) : reading.at])}
    if today is None or (leaving.isdisjoint(before) and not reading.left):
        return
    for candidate in made:
        when = candidate.when
        fresh = when is None or when.days()[1] >= today - timedelta(1)
        told = candidate.status in ("occurred", None) or (reading.left and candidate.status == "planned")
        if candidate.extra["several"] and told and fresh:
            first = candidate.extra["stop"] == "first"
            candidate.status, candidate.extra["ahead"] = ("ongoing", False) if first else ("planned", True)
            exact = when is not None and when.precision == "day" and when.start == when.end
            if not first and exact and not candidate.extra["days"]:
                candidate.when = candidate.dated = None


def _opens_headline(reading: Reading) -> bool:
    """Whether nothing but a person stands before the trigger, or behind a colon ("Truce talks: Blinken in Cairo")."""
    items, at = reading.items, reading.at
    if not at or items[at - 1].code not in "PR":
        return False
    return at < 3 or items[at - 2].low == ":"


def _to_country(
    reading: Reading, everybody: list[Entity], country: str, spots: list[itinerary.Spot], entities: dict[str, list[Entity]]
) -> Iterator[Candidate]:
    visitors = [v for v in everybody if v.country != country] or _other(reading, everybody, country)
    visitors = [v for v in visitors if not _is_posted(reading, v, country)]
    visitors = reading.in_office([v for v in visitors if v.kind == "person"] or visitors)
    hosts = [h for h in entities.get("hosts", ()) if h.country == country]
    for travelling in _by_country(reading, visitors):
        reading.parties.trips |= {v.key(): country for v in travelling}
        made = reading.make({"visitors": travelling, "hosts": hosts})
        made.destination, made.places = country, [p for p, _ in spots if p]
        if (own := itinerary.date_of_stop(reading.items, [i for _, i in spots])) is not None:
            made.dated = own = reading.more_exact(own)
            made.extra["own_days"] = True
            made.when = reading.parties.resolved(own.value, made.direction)
        if not reading.verb and reading.is_topic() and _is_outside(reading, made):
            made.when = made.dated = None  # "spoke today to discuss his recent trip"
        _describe(reading, made)
        made.extra["anaphor"] = reading.needs("told-of")
        if made.when is None and reading.frame["id"] == "tour-takes" and made.status == "occurred":
            made.when = visitwords.month_of_tour(reading)
        yield made
        yield from _on_other_days(reading, made)


def _on_other_days(reading: Reading, made: Candidate) -> Iterator[Candidate]:
    """One more visit for each further month or year that a list joins ("visited Nepal in May 2014 and in August 2018")."""
    items = reading.items
    at = next((i for i, x in enumerate(items) if x is made.dated), len(items))
    if made.status != "occurred" or at == len(items) or items[at].value.kind not in ("month", "year"):
        return
    while (at := at + 1) < len(items) and (items[at].code in ",&D" or items[at].low in _IN_AGAIN):
        when = reading.parties.resolved(items[at].value, made.direction) if items[at].code == "D" else None
        if when is not None and items[at].value.kind in ("month", "year"):
            yield replace(made, when=when, dated=items[at])


def _is_outside(reading: Reading, made: Candidate) -> bool:
    """Whether the date stands before the words of the noun."""
    return made.dated is not None and reading.items.index(made.dated) < clause.phrase_start(reading.items, reading.at)


def _origins(reading: Reading, everybody: list[Entity], entities: dict[str, list[Entity]]) -> Iterator[Candidate]:
    """Where the visitor came from, if that was abroad ("arrived from Vietnam"): a visit that is over."""
    if any(x.low in _BY and y.low in _OVERLAND for x, y in pairwise(reading.items[reading.at + 1 : reading.at + _TO_ORIGIN])):
        return  # who comes by train has only passed through
    for place in reading.frame["roles"].get("origin", ()):
        for start in reading.place(place)[:1]:
            for country, spots in itinerary.stops(reading.items, start, place).items():
                for left in _to_country(reading, everybody, country, spots, entities):
                    left.status = left.status if left.status in FUTURE else "occurred"
                    left.extra |= {"until": True, "came": False, "begun": False}
                    yield left


def _over(reading: Reading, start: int, visitors: list[Entity]) -> Iterator[Candidate]:
    """The visits that are over for who is home again."""
    official = [v for v in visitors if _can_visit(reading, v)]
    for country, spots in itinerary.stops(reading.items, start, "in").items():
        for made in _to_country(reading, official, country, spots, {}) if official else ():
            made.status = made.status if made.status in FUTURE else "occurred"
            made.extra |= {"until": True, "ends": True, "came": False, "begun": False}
            yield made


def _describe(reading: Reading, made: Candidate) -> None:
    """Length, end and kind of the visit, as the words around the trigger tell them."""
    made.extra["days"], made.extra["ends"] = visitwords.length(reading), visitwords.ends(reading, made)
    if reading.line.in_title and not reading.verb and not reading.in_past_clause():
        made.extra["tense"] = "present"  # a headline's "makes US visit" says as well what is to come
    made.extra["begun"], made.extra["there"] = visitwords.has_begun(reading), visitwords.is_there(reading)
    made.extra["came"] = visitwords.has_arrived(reading)
    fixed = "status" in reading.frame.get("set", {})
    if not fixed and made.status in ("occurred", None) and made.when is None and visitwords.goes_on(reading):
        made.status = "ongoing"
    _end(reading, made)
    _count_days(reading, made)
    if reading.frame["id"] == "invite-verb" and made.dated is not None and _is_day_of_asking(reading, made.dated):
        made.when = made.dated = None
    over = made.when is not None and reading.parties.today is not None and made.when.days()[1] < reading.parties.today
    if made.status in FUTURE and over and not reading.left and not reading.was_due():
        made.when = made.dated = None  # "his trip will follow the talks of last month"
    made.extra["kind"], made.extra["kind_words"] = visitwords.kind(reading)
    if made.extra["kind"] == "state" and not made.parties["hosts"]:
        made.parties["hosts"] = [reading.parties.state(made.destination or "")]  # a state visit is paid to the state


def _is_day_of_asking(reading: Reading, day: Item) -> bool:
    """Whether a day stands with "invited" and not with what the guest is invited to ("invited X on Monday to visit Oslo")."""
    behind = range(reading.at + 1, len(reading.items))
    to = next((i for i in behind if reading.items[i].low in _TO and reading.items[i - 1].code != "s"), len(reading.items))
    return next(i for i, x in enumerate(reading.items) if x is day) < to


def _end(reading: Reading, made: Candidate) -> None:
    """The last day, where the text gives it: "concluded a visit on Friday", "home on Friday after a visit"."""
    if made.when is None and (home := visitwords.day_of_return(reading)) is not None:
        made.dated, made.when = home, reading.parties.resolved(home.value, "past")
        made.extra["ends"] = made.extra["returned"] = True
    if made.status in _UNDONE and visitwords.is_last(reading, made):
        made.when = made.dated = None  # "postponed his visit until June"
    one_day = made.when is not None and made.when.precision == "day" and made.when.start == made.when.end
    last = visitwords.is_last(reading, made) or (one_day and not reading.verb)
    made.extra["until"] = made.extra["ends"] and made.extra["days"] is None and last
    made.when = visitwords.with_last_day(reading, made)


def _count_days(reading: Reading, made: Candidate) -> None:
    """The first day of a visit of which the text says the how manieth it is ("on the second day of his visit")."""
    if (nth := visitwords.nth_day(reading)) is None:
        return
    if nth == -1:
        made.extra["ends"] = made.extra["until"] = made.when is not None
        return
    today = reading.parties.today
    if made.when is not None and made.when.precision == "day":
        first = (date.fromisoformat(made.when.start) - timedelta(nth - 1)).isoformat()
        going = today is not None and made.when.days()[1] >= today
        made.when = replace(made.when, start=first, end=first)
        made.status = "ongoing" if going and made.status in ("occurred", None) else made.status
    elif made.status in ("occurred", None):
        made.status = "ongoing"


def _by_country(reading: Reading, visitors: list[Entity]) -> list[list[Entity]]:
    """Guests of several countries make a trip each, unless the text says that they travel together."""
    found: dict[str | None, list[Entity]] = {}
    for visitor in visitors:
        found.setdefault(visitor.country, []).append(visitor)
    together = {i.low for i in reading.items} & reading.rules.words("together_words") or _companions(reading)
    return [visitors] if visitors and together else list(found.values())


# --- a visit spoken of again


def _is_anaphor(reading: Reading) -> bool:
    """Whether the noun only points back: "the visit", "this three-day trip", with neither an owner nor a destination."""
    if reading.trigger.low not in reading.rules.words("stays"):
        return False
    at = reading.at - 1
    while at >= 0 and reading.items[at].code in "aUDxA" and not clause.is_verb_like(reading.items[at]) and reading.at - at < 6:
        at -= 1
    if at < 0 or reading.items[at].low not in _THE_THIS_THAT:
        return False
    return not reading.role(["author", "of:"]) and not stated(reading)


def _is_of_others(reading: Reading) -> bool:
    """Whether somebody of another country than who travelled last acts: "the Polish delegation pulled out of the trip"."""
    subject = reading.entities(clause.subject(reading.items, reading.at)) if reading.is_done() else []
    guests = {v.country for visitors, _ in reading.parties.trip for v in visitors}
    put_off = is_called_off(reading)
    return (put_off or reading.light_verb()) and bool(subject) and not {e.country for e in subject} & guests


def _again(reading: Reading) -> Iterator[Candidate]:
    """What is told of the visit last spoken of; it never makes a visit of its own."""
    reading.reach = _NEAR_CUES
    if not reading.parties.trip:
        yield from _told_by_place(reading)
        return
    if _is_of_others(reading):
        return
    for visitors, country in reading.parties.trip:
        made = reading.make({"visitors": visitors, "hosts": []})
        made.destination, made.extra["anaphor"] = country, True
        if len(reading.parties.trip) > 1:
            made.when = made.dated = None  # of a tour's days and of its beginning not every stop has its share
            made.status, made.asserted = (None, False) if made.status == "occurred" else (made.status, made.asserted)
        _describe(reading, made)
        yield made


def _told_by_place(reading: Reading) -> Iterator[Candidate]:
    """The first word of a visit on which a guest does something in the place told before ("as part of the visit, X met Y")."""
    if clause.governor(reading.items, reading.at) not in ON_VISIT:
        return
    acting = reading.entities(clause.subject(reading.items, reading.at))
    guests = [e for e in acting if e.kind == "person" and e.country and (e.role or e.id)]
    for guest in guests[:1]:
        if country := place_told(reading, guest):
            yield from _to_country(reading, guests, country, [], {})
            reading.parties.trip = [(guests, country)]


def _last_days(reading: Reading, left: set[str] | set[str | None], visitors: list[Entity]) -> Iterator[Candidate]:
    """The last day of the visit last spoken of: on which the visitor leaves, or is home again ("returns to Tokyo tomorrow")."""
    keys = {v.key() for v in visitors}
    if len(reading.parties.trip) != 1:
        return
    earlier = {country for _, country in reading.parties.tour[:-1]}  # stops that the tour goes on from
    for travelling, country in reading.parties.trip:
        if country in left - earlier and keys & {g.key() for g in travelling}:
            made = reading.make({"visitors": travelling, "hosts": []})
            made.destination, made.status, made.asserted = country, None, False
            made.extra |= {"anaphor": True, "until": True, "ends": True, "kind": "unspecified", "kind_words": None}
            yield made


# --- visitors


def _visits_something(reading: Reading) -> bool:
    """Whether somebody or something is visited in a place ("visited President Macron in Paris"), not a war that is there."""
    behind = reading.items[reading.at + 1 : reading.at + clause.NEAR]
    at = next((i for i, x in enumerate(behind) if x.low in _WHERE), 0)
    return at > 0 and behind[at - 1].low not in reading.rules.words("elsewhere")


def _is_behind_while(reading: Reading) -> bool:
    return reading.at > 0 and reading.items[reading.at - 1].low in _WHILE_WHILST


def _is_known_by_place(reading: Reading) -> bool:
    """Whether "the Cairo trip" only names a visit by its place, so that who speaks of it need not be on it."""
    if reading.frame["part"] != "noun" or reading.at < 2 or reading.items[reading.at - 1].code not in "CL":
        return False
    definite = reading.items[reading.at - 2].low in _THE_THIS_THAT
    return definite and not reading.light_verb() and not reading.role(["author", "of:"])


def _travellers(reading: Reading) -> list[Entity]:
    """Who went there last, as the text has told it."""
    there = reading.parties.country_of(reading.items[reading.at - 1])
    return next((list(visitors) for visitors, country in reading.parties.trip if country == there), [])


def _companions(reading: Reading) -> list[Entity]:
    """Who travels along: "flew to Kyiv with X", not "flew to Kyiv for talks with X"."""
    items = reading.items
    for i in range(reading.at + 2, min(len(items) - 1, reading.at + 8) if reading.verb else 0):
        if items[i].low in _WITH_ALONGSIDE and items[i - 1].code in "LCZD":
            people = reading.entities(clause.objects(items, i))
            return [e for e in people if e.kind == "person" and e.name and e.named and (e.role or e.id)]
    return []


def _can_visit(reading: Reading, entity: Entity) -> bool:
    if _is_barred(reading) or (reading.needs("single") and _are_several(reading)) or _is_anybody(reading):
        return False
    if entity.kind == "person" and not entity.name and not _STAY_HOME.isdisjoint((entity.role or "").split()[-1:]):
        return False
    if entity.kind == "person":
        return not reading.needs("official") or bool(entity.role or entity.id) or delegations.leads(reading, entity)
    if entity.kind == "group":
        return entity.role not in _PRIVATE
    whose = reading.role([p for p in reading.frame["roles"]["visitors"] if p != "doer"])
    named = [reading.items[i] for i in whose if entity in reading.items[i].who]
    state = entity.kind == "country" and not reading.verb and not reading.needs("official")
    return (state and bool(whose)) or any(delegations.is_delegation(item) for item in named)


def _is_barred(reading: Reading) -> bool:
    """Whether travel is only what somebody is kept from ("blocks their travel to the United States")."""
    before = reading.items[max(0, reading.at - 5) : reading.at]
    if before[-1:] and before[-1].low in _AGAINST:
        return True  # "cautioned them against visiting Syria"
    kept_from = reading.trigger.low in _TRAVEL or (before[-1:] and before[-1].low in _FROM)
    return bool(kept_from) and any(i.low in reading.rules.words("barring_verbs") for i in before)


def _is_anybody(reading: Reading) -> bool:
    """Whether the visitor is no one in particular ("the first visit by a minister since 2017", "the last minister to visit")."""
    if reading.verb:
        who = reading.role(["subject"])[:1]
        return any(reading.items[i].code == "R" and reading.items[i - 1].low in _ONES for i in who if i)
    named = [reading.items[i] for i in reading.role(["author", "of:"])]
    led = any(e.name and e.named for item in named for e in item.who)  # "a Kenyan delegation headed by X"
    return not led and any(item.code == "R" and item.low.startswith(_INDEFINITE) for item in named)


def _is_posted(reading: Reading, visitor: Entity, country: str) -> bool:
    """Whether the country is where somebody is ambassador, so that he is no visitor there."""
    if not any(word in (visitor.role or "").casefold() for word in _POSTS):
        return False
    for line in reading.document.lines:
        for item in line.items:
            if (
                item.code in "PR"
                and visitor in item.who
                and reading.parties.lexicon.country_in(item.text.partition(_POSTED_TO)[2]) == country
            ):
                return True
    return False


def _are_several(reading: Reading) -> bool:
    subject = [reading.items[i] for i in reading.role(["subject"])]
    return any(item.code == "G" or item.low in _THEY_BOTH for item in subject)


def _other(reading: Reading, visitors: list[Entity], country: str) -> list[Entity]:
    """ "X met Y during his visit to X's country": a pronoun cannot mean the host, so it means the other person of the clause."""
    if not visitors or reading.role(["possessor"]) == [] or reading.items[reading.role(["possessor"])[0]].code != "H":
        return []
    named = [e for i in reading.items[: reading.at] if i.code in "PR" for e in i.who]
    return [e for e in named if e.kind == "person" and e.country != country][-1:]


def _is_over(reading: Reading) -> bool:
    """Whether the words behind a departure say that it ended the visit ("left after a visit", "departed, ending a visit")."""
    items, ending = reading.items, reading.rules.words("ending_verbs") | forms("after", "following")
    for i in range(reading.at + 1, min(len(items) - 1, reading.at + clause.NEAR)):
        if items[i].low in ending:
            return any(x.low in visitwords.STAYS or x.low in _STOPOVERS for x in items[i + 1 : i + 7])
    return False


def _is_under_way(reading: Reading) -> bool:
    before = reading.items[reading.at - 1] if reading.at else None
    return before is not None and (before.low in _EN or before.code == "H")


def _is_host_state(reading: Reading) -> bool:
    items, at = reading.items, reading.at
    if at > 1 and items[at - 1].low in _TO and items[at - 2].low not in reading.rules.words("appointed"):
        return False  # "called on Iran to receive the inspectors"
    host = reading.entities(reading.role(["subject"]))
    return bool(host) and host[0].kind == "country" and not reading.passive


_NEEDS = {
    "state-host": _is_host_state,
    "opening": _opens_headline,
    "thing": _visits_something,
    "while": _is_behind_while,
    "over": _is_over,
    "under-way": _is_under_way,
}
