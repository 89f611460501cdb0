"""Visits: who travels where. A trip to several countries is one visit for each, and so are the trips of guests of several."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from msgspec.structs import replace

from dipkb.extract import clause, delegations, guests, itinerary, visitdays, visitwords
from dipkb.extract.candidate import FUTURE, Candidate
from dipkb.extract.destinations import ON_VISIT, destinations, is_called_off, on_tour, place_told, stated, understood
from dipkb.extract.document import Entity
from dipkb.extract.reading import Reading
from dipkb.extract.wordlists import each, endings, forms, listed

_BY, _EN, _TO = each("by", "en", "to")
_IN_AGAIN = forms("in", "again")
_STOPOVERS = listed("events", "stopovers")
_THE_THIS_THAT = forms("the", "this", "that")
_NATIONS = endings("nations")  # "the three-nation tour"
_WHERE = forms("in", "at", "near")
_WHILE_WHILST = forms("while", "whilst")

_STAY = timedelta(6)  # from the arrival to where somebody travels on in the same country
_MONTH, _TO_REGION = 7, 6  # signs of a date up to its month; items from a trigger to the part of the world toured
_NEAR_CUES = 5  # items before "the visit" that can tell its status
_OVERLAND, _TO_ORIGIN = listed("events", "overland"), 8  # items behind "arrived"


def visits(reading: Reading) -> Iterator[Candidate]:
    """One candidate per destination of the trigger and country of its visitors."""
    if reading.frame["part"] == "noun" and _is_anaphor(reading):
        yield from _again(reading)
        return
    if not all(met(reading) for need, met in _NEEDS.items() if reading.needs(need)):
        return
    if reading.needs("members"):
        for member in delegations.delegates(reading):
            visitdays.describe(reading, member)
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
    if guests.is_known_by_place(reading):
        entities["visitors"] = guests.travellers(reading)
    elif told_of := clause.antecedent_of_owner(reading.items, reading.at):
        entities["visitors"] = reading.entities(told_of)
    if reading.frame["id"] == "send-verb" and not entities.get("visitors"):
        entities["visitors"] = delegations.sent(reading)
    if guests.is_figure(reading):
        return
    everybody = [e for e in (*entities.get("visitors", ()), *guests.companions(reading)) if guests.can_visit(reading, e)]
    if not everybody and reading.verb:  # "his first stop is Oman and will proceed to Qatar"
        everybody = [e for e in reading.entities(reading.tourist()) if guests.can_visit(reading, e)]
    if not everybody:
        return
    goals = destinations(reading, entities.get("hosts", []), everybody) or on_tour(reading)
    if not goals and not reading.needs("stated"):
        goals = understood(reading, everybody)
    if not goals:
        _note_tour(reading, everybody)
    everybody = _whose_stop(reading, goals) or everybody
    made = list(_origins(reading, everybody, entities))
    made += [c for country, spots in goals.items() for c in _to_country(reading, everybody, country, spots, entities)]
    visitdays.mark_stops(made, list(goals))
    visitdays.set_out(reading, made)
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


def _opens_headline(reading: Reading) -> bool:
    """Whether nothing but a person stands before the trigger, or behind a colon ("Truce talks: Blinken in Cairo")."""
    items, at = reading.items, reading.at
    if not at or items[at - 1].code not in "PR":
        return False
    return at < 3 or items[at - 2].low == ":"


def _to_country(
    reading: Reading, everybody: list[Entity], country: str, spots: list[itinerary.Spot], entities: dict[str, list[Entity]]
) -> Iterator[Candidate]:
    visitors = [v for v in everybody if v.country != country] or guests.other(reading, everybody, country)
    visitors = [v for v in visitors if not guests.is_posted(reading, v, country)]
    visitors = reading.in_office([v for v in visitors if v.kind == "person"] or visitors)
    hosts = [h for h in entities.get("hosts", ()) if h.country == country]
    for travelling in guests.by_country(reading, visitors):
        reading.parties.trips |= {v.key(): country for v in travelling}
        made = reading.make({"visitors": travelling, "hosts": hosts})
        made.destination, made.places = country, [p for p, _ in spots if p]
        if (own := itinerary.date_of_stop(reading.items, [i for _, i in spots], reading.at)) is not None:
            made.dated = own = reading.more_exact(own)
            made.extra["own_days"] = True
            made.when = reading.parties.resolved(own.value, made.direction)
        if not reading.verb and reading.is_topic() and _is_outside(reading, made):
            made.when = made.dated = None  # "spoke today to discuss his recent trip"
        visitdays.describe(reading, made)
        made.extra["anaphor"] = reading.needs("told-of")
        if made.when is None and reading.frame["id"] == "tour-takes" and made.status == "occurred":
            made.when = visitwords.month_of_tour(reading)
        _with_days_of_tour(reading, made)
        if _goes_further(reading, made):
            continue
        came = reading.verb and not reading.line.in_title and made.extra["tense"] != "present"
        if came and made.status in ("occurred", "ongoing") and not made.background:
            reading.parties.arrived |= {v.key(): made for v in travelling}
        yield made
        yield from _on_other_days(reading, made)


def _note_tour(reading: Reading, everybody: list[Entity]) -> None:
    """Keep the days of a tour of a part of the world, whose stops are only told later ("will tour Africa next week")."""
    if any(x.code == "Z" for x in reading.items[reading.at + 1 : reading.at + _TO_REGION]):
        made = reading.make({"visitors": everybody, "hosts": []})
        if made.when is not None and made.status in FUTURE:
            reading.parties.tour_days |= {v.key(): made.when for v in everybody}


def _with_days_of_tour(reading: Reading, made: Candidate) -> None:
    """Give a stop still ahead, of which no day is told, the month of the tour that it belongs to."""
    tours = [reading.parties.tour_days.get(v.key()) for v in made.parties["visitors"]]
    tour = tours[0] if tours and made.when is None and made.status in FUTURE and not made.background else None
    if tour is not None and tour.start[:_MONTH] == tour.end[:_MONTH]:
        month = tour.start[:_MONTH]
        made.when = replace(tour, start=month, end=month, precision="month")


def _goes_further(reading: Reading, made: Candidate) -> bool:
    """Whether somebody is only to travel within the country just reached ("arrived in Oslo today, before going on to Bergen")."""
    if made.status not in FUTURE or not reading.verb or not made.places:
        return False
    came = [reading.parties.arrived.get(v.key()) for v in made.parties["visitors"]]
    return bool(came) and all(c is not None and c.destination == made.destination and _is_one_stay(c, made) for c in came)


def _is_one_stay(came: Candidate, onward: Candidate) -> bool:
    """Whether two days lie so close that somebody can have stayed; where one is not told, they do."""
    if came.when is None or onward.when is None:
        return True
    return timedelta(0) <= onward.when.days()[0] - came.when.days()[1] <= _STAY


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
    official = [v for v in visitors if guests.can_visit(reading, v)]
    for country, spots in itinerary.stops(reading.items, start, "in").items():
        for made in _to_country(reading, official, country, spots, {}) if official else ():
            made.status = made.status if made.status in FUTURE else "occurred"
            made.extra |= {"until": True, "ends": True, "came": False, "begun": False}
            yield made


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
        before = reading.items[max(0, reading.at - 3) : reading.at]
        if len(reading.parties.trip) > 1 or any(x.low.endswith(_NATIONS) for x in before):
            made.when = made.dated = None  # of a tour's days and of its beginning not every stop has its share
            made.status, made.asserted = (None, False) if made.status == "occurred" else (made.status, made.asserted)
        visitdays.describe(reading, made)
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
