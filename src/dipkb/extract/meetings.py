"""Meetings: who met, talked or called whom. Phone and courtesy calls on several people are one each."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from dipkb.extract import (
    clause,
    delegations,
    gatherings,
    itinerary,
    meetingclauses,
    meetingmodes,
    meetingparties,
    meetingsettings,
    scenes,
    strangers,
    unsaid,
)
from dipkb.extract.candidate import Candidate
from dipkb.extract.document import Entity
from dipkb.extract.framefiles import read_frames
from dipkb.extract.reading import Reading
from dipkb.extract.stations import Station, stations
from dipkb.extract.wordlists import each, endings, forms, listed, phrases

_A, _AGAIN, _AGO, _BILATERAL, _MEETINGS, _RESPECTIVELY = each("a", "again", "ago", "bilateral", "meetings", "respectively")
_MANY = 5  # a longer list of partners is told as one, whether met together or by turns
_ALWAYS_PLURAL = listed("events", "always_plural")
_FURTHER, _MORE_RECENT = listed("events", "further_encounters"), phrases("events", "more_recent")
_FOR = forms("before", "to", "of", "during", "for", "at")  # "prior to", "ahead of"
_GATHERED = listed("events", "gathered")
_HELD = listed("events", "held")
_INSIDE = forms("over", "during", "at", "on", "in")
_OF_PARTIES = forms("with", "between", "of", "for", "possessive")
_OPENING = forms("after", "on", "while", "when", "before")
_PAST = listed("events", "past_adjectives")
_PLURAL = endings("plural")
_POINTING = forms("the", "this", "that", "their")
_PRESS, _ROUNDS = listed("events", "press_people"), listed("events", "rounds")
_SIDES: dict[str, int] = read_frames("events")["sides"]
_TALKS_BESIDE = listed("events", "modified_talks")


def meetings(reading: Reading) -> Iterator[Candidate]:
    """One candidate; for calls made one by one, one for each partner."""
    if reading.needs("sides"):
        yield from _led(reading)
        return
    entities, found = reading.roles()
    hosts, people, partners = (meetingparties.able(entities.get(r, [])) for r in ("hosts", "participants", "partners"))
    hosts, people = ([e for e in some if not meetingparties.stands_aside(reading, e)] for some in (hosts, people))
    if reading.verb and not (hosts or people):
        people = strangers.nameless(reading)
    if not reading.verb and not partners and len({e.country or e.key() for e in people}) < (_sides(reading) or 0) > 2:
        people = []  # "X and Y met Z for three-way talks"
    adds = reading.needs("pair")  # one more joins those who met in the sentence before
    partners = list(reading.line.pair) if adds else partners
    partners = partners or unsaid.included(reading)
    partners += unsaid.beside(reading, found.get("partners", []), partners)
    mode = meetingmodes.mode(reading)
    if hosts and not partners and reading.needs("partners") and strangers.is_series(reading):
        made = _made(reading, hosts, [], mode)
        made.extra["series"] = True
        yield made  # "received several ambassadors on Monday": the day of those told next
    if (
        not meetingclauses.holds(reading, partners)
        or _is_inside_another(reading)
        or any(i and reading.items[i - 1].low in _PRESS for i in found.get("partners", []))
        or (adds and not reading.needs("passive") and (reading.passive or len(people) > 1))
    ):
        return
    if partners and not reading.verb:
        people = unsaid.of_two(reading, unsaid.speaking(reading, _with_whom(reading, people), partners), partners)
        people = unsaid.state_of_speaker(reading, people, partners)
        people = meetingparties.without_sayers(people, partners)
    if partners and not (people or hosts) and not reading.verb:
        people = unsaid.state_of_speaker(reading, unsaid.met(reading, partners), partners)
    partners = partners or unsaid.partners(reading, [*hosts, *people]) or strangers.strangers(reading, [*hosts, *people])
    if reading.verb and partners and not (people or hosts) and len(reading.frame["roles"]) > 1:
        return  # "X meets the ambassadors of A and B" is none of theirs, whoever X is
    if apart := stations(reading.items, found.get("partners", [])) if people or hosts else []:
        yield from _apart(reading, [*hosts, *people], hosts, apart, mode)
        return
    told = False
    rounds = _rounds(reading, mode, [*hosts, *people], partners, found.get("partners", []))
    for present in rounds:
        members = list({e.key(): e for e in strangers.placed(reading, present)}.values())
        members = meetingparties.without_own_staff(members)
        if len(members) > 1 and meetingparties.foreign(members) and meetingparties.suit(reading, members):
            told = True
            made = _made(reading, members, hosts if len(hosts) < len(members) else [], mode)
            made.extra["adds"], made.extra["apart"] = adds, len(rounds) > 1
            if len(rounds) > 1 and made.destination is not None:
                made.destination = _where_met(made.destination, members)
            made.extra["roll"] = reading.needs("roll")
            if reading.needs("dated-near"):
                made.destination, made.places = None, []  # "discussed the war in Yemen"
                made.when, made.dated = (made.when, made.dated) if meetingclauses.is_dated_near(reading) else (None, None)
            if made.status == "denied" and reading.needs("official"):
                continue  # who "failed to attend" was at no gathering
            yield made
    if not told and reading.frame.get("refers") and _refers(reading):
        made = _made(reading, [], [], mode)
        made.extra["anaphor"] = True
        yield made
    elif not told and (body := gatherings.gathered(reading, rounds[0] if rounds else [])):
        yield _made(reading, body, [], mode)
    elif not told and people and not partners and strangers.is_series(reading):
        made = _made(reading, people, [], mode)
        made.extra["series"] = True
        yield made


def _led(reading: Reading) -> Iterator[Candidate]:
    """Who leads the sides of the talks told before."""
    if people := delegations.leaders(reading):
        made = _made(reading, people, [], "unspecified")
        made.extra["leads"] = True
        yield made


def _where_met(country: str, members: list[Entity]) -> str | None:
    """The country of one of several rounds ("met leaders in Oman and Qatar"): that of people without a name before another."""
    states = {e.country for e in members}
    nameless = {e.country for e in members if e.kind == "group"}
    return country if country in states or len(nameless) != 1 else nameless.pop()


def _apart(reading: Reading, people: list[Entity], hosts: list[Entity], apart: list[Station], mode: str) -> Iterator[Candidate]:
    """One candidate for each of several encounters that have places or days of their own."""
    for station in apart:
        members = list({e.key(): e for e in [*people, *meetingparties.able(reading.entities(station.met))]}.values())
        if meetingparties.foreign(members) and meetingparties.suit(reading, members):
            made = _made(reading, members, hosts, mode)
            made.extra["apart"] = True
            if station.place is not None:
                made.destination, town = itinerary.country_at(reading.items, station.place, "in")
                made.places = [town] if town else []
            day = reading.items[station.day] if station.day is not None else None
            if day is None and station.place is not None:
                day = itinerary.date_of_stop(reading.items, [station.place])
            if day is not None:
                made.dated, made.when = day, reading.parties.resolved(day.value, made.direction)
            yield made


def _is_inside_another(reading: Reading) -> bool:
    """Whether the noun only says where other talks are held: "bilateral meetings over the two-day summit with X and Y"."""
    if reading.verb or reading.trigger.low not in _GATHERED:
        return False
    items, i = reading.items, reading.at - 1
    while i > 0 and items[i].code in "taUANLx" and not clause.is_verb_like(items[i]):
        i -= 1
    inside = items[i].low in _INSIDE and i > 0
    return inside and items[i - 1].low in _TALKS_BESIDE


def _with_whom(reading: Reading, people: list[Entity]) -> list[Entity]:
    """Those who met the noun's partners: "a meeting of X with Y"; of "X held a Japan-US summit with Y" the one who held it."""
    if not people:
        return [e for e in meetingparties.able(reading.entities(reading.place("of:"))) if e.kind in ("person", "country")]
    states = all(e.kind == "country" for e in people) and len(people) > 1
    doers = meetingparties.able(reading.entities(reading.place("doer"))) if states else []
    return doers if doers and all(e.kind == "person" for e in doers) else people


def _made(reading: Reading, members: list[Entity], hosts: list[Entity], mode: str) -> Candidate:
    made = reading.make({"participants": members, "hosts": hosts})
    made.places, made.destination = meetingsettings.venues(reading), meetingsettings.country(reading)
    governed = not reading.verb and reading.rules.status.preposition(reading.items, reading.at) is not None
    governed = governed or (reading.frame["part"] == "gerund" and _opens_with(reading))
    made.extra |= {
        "adds": False,
        "apart": False,
        "mode": mode,
        "parts": meetingsettings.parts(reading),
        "duration": meetingsettings.duration(reading),
        "governed": governed,
        "welcome": scenes.is_received(reading.line, reading.at),
    }
    made.extra["sides"] = _sides(reading)
    made.extra["again"] = any(x.low in _AGAIN for x in reading.items[reading.at + 1 : reading.at + 3])
    made.extra["newer"] = not reading.verb and _is_further(reading)
    made.extra["over"] = _is_over(reading)
    if made.extra["over"] and made.dated in reading.items[: max(0, reading.at - 3)]:
        made.when, made.dated = None, None  # "met in Oslo on Monday, building on their recent talks"
    made.extra["assumed"] = mode == "phone" and not meetingmodes.is_said_by_phone(reading)
    return made


def _opens_with(reading: Reading) -> bool:
    """Whether the sentence opens with a participle, of what took place before or as it goes on ("Meeting X in Oslo, Y said")."""
    return reading.at == 0 or (reading.at == 1 and reading.items[0].low in _OPENING)


def _is_over(reading: Reading) -> bool:
    """Whether an adjective says that the noun's encounter has been ("their recent meeting in Oslo")."""
    before = reading.items[max(0, reading.at - 3) : reading.at]
    one = reading.trigger.low in _ALWAYS_PLURAL or not reading.trigger.low.endswith(_PLURAL)
    ago = any(x.low.rsplit(" ", 1)[-1] in _AGO for x in reading.items[reading.at + 1 : reading.at + 12])
    return not reading.verb and one and (any(x.low in _PAST for x in before) or (ago and reading.trigger.low not in _ROUNDS))


def _is_further(reading: Reading) -> bool:
    """Whether the words say that it is another encounter of those told of ("in a more recent call", "another meeting")."""
    before = [x.low for x in reading.items[max(0, reading.at - 4) : reading.at]]
    return not _FURTHER.isdisjoint(before) or any(pair in _MORE_RECENT for pair in pairwise(before))


def _sides(reading: Reading) -> int | None:
    """How many sides the words say took part ("a trilateral meeting")."""
    near = reading.items[max(0, reading.at - 3) : reading.at + 1]
    return next((_SIDES[i.low] for i in near if i.low in _SIDES), None)


def _refers(reading: Reading) -> bool:
    """Whether the noun means an encounter told of before: "the meeting", "this two-hour call", "Friday's talks"."""
    items, i = reading.items, reading.at - 1
    while i >= 0 and (items[i].code in "aUs" or (items[i].code == "x" and not clause.is_verb_like(items[i]))):
        i -= 1
    following = items[reading.at + 1].low if reading.at + 1 < len(items) else ""
    definite = i >= 0 and (
        items[i].low in _POINTING
        or (items[i].code == "H" and reading.trigger.low in _HELD)
        or items[i].code == "D"
        or _is_received_for(reading, i)
    )
    return definite and following not in _OF_PARTIES


def _is_received_for(reading: Reading, i: int) -> bool:
    """Whether somebody is received or pictured for a meeting without an owner: "X greets Y before a meeting in Oslo"."""
    items, words = reading.items, reading.rules.words("receiving_words")
    if items[i].low in _A:
        i -= 1
    if i < 1 or items[i].low not in _FOR:
        return False
    for j in range(i, max(-1, i - 12), -1):
        if items[j].low in words:
            return True
        if items[j].code in 'w";':
            break
    return False


def _rounds(reading: Reading, mode: str, people: list[Entity], partners: list[Entity], found: list[int]) -> list[list[Entity]]:
    """Who was present each time: all at once, or one by one with each partner (or each of several with the one partner)."""
    near = {i.low for i in reading.items[max(0, reading.at - 4) : reading.at + 4]}
    near |= _RESPECTIVELY & {i.low for i in reading.items[reading.at :]}
    abroad = not found and all(p.kind == "group" or not p.named or not p.name for p in partners)  # "meet peers in A and B"
    by_turns = bool(near & reading.rules.words("apart_words")) or (abroad and len({p.country for p in partners}) > 1)
    apart = by_turns or (near & _BILATERAL and reading.trigger.low in _MEETINGS)
    each = not reading.verb and reading.trigger.low in _ROUNDS and len({p.country for p in partners}) > 1
    listed = apart or (each and len(people) == 1) or _are_called(reading, mode, found)
    if len(partners) > 1 and listed and (by_turns or len(partners) <= _MANY):
        return [[*people, p] for p in partners]
    if apart and len(partners) == 1:
        return [[p, *partners] for p in people]
    return [[*people, *partners]]


def _are_called(reading: Reading, mode: str, partners: list[int]) -> bool:
    """Whether several partners were called each on their own: not in a conference, nor where they are named as a group."""
    if not (mode == "phone" or reading.frame.get("set", {}).get("each")):
        return False
    words = {i.low for i in reading.items}
    alone = all(reading.items[i].code in "PR" for i in partners)
    several = reading.trigger.low.endswith(_PLURAL) and all(reading.items[i].code in "PRG" for i in partners)
    return (alone or several) and not words & reading.rules.words("joint_words")
