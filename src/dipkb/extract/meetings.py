"""Meetings: who met, talked or called whom. Phone and courtesy calls on several people are one each."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from dipkb.extract import clause, delegations, gatherings, itinerary, meetingclauses, scenes, unsaid
from dipkb.extract.candidate import Candidate
from dipkb.extract.document import Entity, Item
from dipkb.extract.framefiles import read_frames
from dipkb.extract.groups import DELEGATIONS
from dipkb.extract.reading import Reading
from dipkb.extract.stations import Station, stations
from dipkb.extract.wordlists import each, endings, forms, listed, phrases, texts

_A, _AGAIN, _FACETOFACE, _MEETINGS, _TO = each("a", "again", "face-to-face", "meetings", "to")
_AGO, _ITS = each("ago", "its")
_ALWAYS_PLURAL = listed("events", "always_plural")
_RESUMED, _RESPECTIVELY, _BILATERAL, _VIDEO, _VISITING = each("resumed", "respectively", "bilateral", "video", "visiting")
_PHONING, _AFTER_BEFORE, _IN_PERSON = listed("events", "phoning"), forms("after", "before"), phrases("events", "in_person")
_BY_PHONE = forms("by", "over", "the", "via")
_CONCERNING = forms("on", "about", "regarding", "concerning")
_GATHERED = listed("events", "gathered")
_INSIDE = forms("over", "during", "at", "on", "in")
_IN_AT = forms("in", "at")
_OF_PARTIES = forms("with", "between", "of", "for", "possessive")
_OPENING = forms("after", "on", "while", "when", "before")
_PAST = listed("events", "past_adjectives")
_PHONES = listed("events", "phoning")
_PLURAL = endings("plural")
_POINTING = forms("the", "this", "that", "their")
_SPOKESPEOPLE = texts("names", "spokespeople")
_ROUNDS = listed("events", "rounds")
_TALKS_BESIDE = listed("events", "modified_talks")

_SEATED = frozenset(read_frames("events")["seated_bodies"])
_TALKS = frozenset(read_frames("events")["lasting_talks"])
_TOPICS = frozenset(read_frames("events")["things_talked_about"])
_REVIVED = frozenset(read_frames("events")["reviving_verbs"])


def meetings(reading: Reading) -> Iterator[Candidate]:
    """One candidate; for calls made one by one, one for each partner."""
    if reading.needs("sides"):
        yield from _led(reading)
        return
    entities, found = reading.roles()
    hosts, people, partners = (_able(entities.get(r, [])) for r in ("hosts", "participants", "partners"))
    hosts, people = ([e for e in some if not _stands_aside(reading, e)] for some in (hosts, people))
    if reading.verb and not (hosts or people):
        people = unsaid.nameless(reading)
    if not reading.verb and not partners and len({e.country or e.key() for e in people}) < (_sides(reading) or 0) > 2:
        people = []  # "X and Y met Z for three-way talks"
    adds = reading.needs("pair")  # one more joins those who met in the sentence before
    partners = list(reading.line.pair) if adds else partners
    partners = partners or unsaid.included(reading)
    partners += unsaid.beside(reading, found.get("partners", []), partners)
    mode = _mode(reading)
    if hosts and not partners and reading.needs("partners") and unsaid.is_series(reading):
        made = _made(reading, hosts, [], mode)
        made.extra["series"] = True
        yield made  # "received several ambassadors on Monday": the day of those told next
    if (
        not meetingclauses.holds(reading, partners)
        or _is_inside_another(reading)
        or (adds and (reading.passive or len(people) > 1))
    ):
        return
    if partners and not reading.verb:
        people = unsaid.of_two(reading, unsaid.speaking(reading, _with_whom(reading, people), partners), partners)
        people = unsaid.state_of_speaker(reading, people, partners)
        people = _without_sayers(people, partners)
    if partners and not (people or hosts) and not reading.verb:
        people = unsaid.state_of_speaker(reading, unsaid.met(reading, partners), partners)
    partners = partners or unsaid.partners(reading, [*hosts, *people]) or unsaid.strangers(reading, [*hosts, *people])
    if reading.verb and partners and not (people or hosts) and len(reading.frame["roles"]) > 1:
        return  # "X meets the ambassadors of A and B" is none of theirs, whoever X is
    if apart := stations(reading.items, found.get("partners", [])) if people or hosts else []:
        yield from _in_places(reading, [*hosts, *people], hosts, apart, mode)
        return
    told = False
    rounds = _rounds(reading, mode, [*hosts, *people], partners, found.get("partners", []))
    for present in rounds:
        members = list({e.key(): e for e in unsaid.placed(reading, present)}.values())
        members = _without_own_staff(members)
        if len(members) > 1 and _foreign(members) and _suit(reading, members):
            told = True
            made = _made(reading, members, hosts if len(hosts) < len(members) else [], mode)
            made.extra["adds"], made.extra["apart"] = adds, len(rounds) > 1
            made.extra["roll"] = reading.needs("roll")
            if reading.needs("dated-near"):
                made.destination, made.places = None, []  # "discussed the war in Yemen"
                made.when, made.dated = (made.when, made.dated) if meetingclauses.is_dated_near(reading) else (None, None)
            yield made
    if not told and reading.frame.get("refers") and _refers(reading):
        made = _made(reading, [], [], mode)
        made.extra["anaphor"] = True
        yield made
    elif not told and (body := gatherings.gathered(reading, rounds[0] if rounds else [])):
        yield _made(reading, body, [], mode)
    elif not told and people and not partners and unsaid.is_series(reading):
        made = _made(reading, people, [], mode)
        made.extra["series"] = True
        yield made


def _without_sayers(people: list[Entity], partners: list[Entity]) -> list[Entity]:
    """Those who met, without people of a state whose own are among several partners ("officials said the talks with X and Y")."""
    states = {e.country for e in partners if e.country}
    return [] if len(states) > 1 and people and all(e.kind == "group" and e.country in states for e in people) else people


def _led(reading: Reading) -> Iterator[Candidate]:
    """Who leads the sides of the talks told before."""
    if people := delegations.leaders(reading):
        made = _made(reading, people, [], "unspecified")
        made.extra["leads"] = True
        yield made


def _stands_aside(reading: Reading, entity: Entity) -> bool:
    """Whether somebody whom the clause names had no part in the encounter."""
    return _only_speaks(reading, entity) or _is_no_owner(reading, entity)


def _only_speaks(reading: Reading, entity: Entity) -> bool:
    """Whether it is a spokesperson, who was not there ("“We thought it good to add a meeting with X,” Y said")."""
    at = reading.sources.get(entity.key())
    said = at is not None and (reading.items[at].code in "OH" or _says(reading, at))
    return said and (entity.rank == "spokesperson" or (entity.role or "").casefold().endswith(_SPOKESPEOPLE))


def _says(reading: Reading, at: int) -> bool:
    """Whether a verb of speech stands behind a person, before the trigger."""
    return any(x.low in reading.rules.status.saying for x in reading.items[at + 1 : reading.at])


def _is_no_owner(reading: Reading, entity: Entity) -> bool:
    """Whether the talks are those of a body or state ("its negotiations with Peru"), so that nobody in person had them."""
    before = reading.items[max(0, reading.at - 3) : reading.at]
    return not reading.verb and entity.kind == "person" and any(x.low in _ITS for x in before)


def _without_own_staff(members: list[Entity]) -> list[Entity]:
    """The parties without nameless people of the first one's own state ("X met Iraqi officials and US commanders")."""
    kept = [e for e in members if not (e.kind == "group" and e.country and e.country == members[0].country)]
    return kept if len(kept) > 1 and members[0].kind == "person" else members


def _in_places(
    reading: Reading, people: list[Entity], hosts: list[Entity], apart: list[Station], mode: str
) -> Iterator[Candidate]:
    """One candidate for each of several encounters that have places of their own."""
    for met, place in apart:
        members = list({e.key(): e for e in [*people, *_able(reading.entities(met))]}.values())
        if _foreign(members) and _suit(reading, members):
            made = _made(reading, members, hosts, mode)
            made.destination, town = itinerary.country_at(reading.items, place, "in")
            made.places, made.extra["apart"] = [town] if town else [], True
            if (day := itinerary.date_of_stop(reading.items, [place])) is not None:
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
        return [e for e in _able(reading.entities(reading.place("of:"))) if e.kind in ("person", "country")]
    states = all(e.kind == "country" for e in people) and len(people) > 1
    doers = _able(reading.entities(reading.place("doer"))) if states else []
    return doers if doers and all(e.kind == "person" for e in doers) else people


def _made(reading: Reading, members: list[Entity], hosts: list[Entity], mode: str) -> Candidate:
    made = reading.make({"participants": members, "hosts": hosts})
    made.places, made.destination = venues(reading), _country(reading)
    governed = not reading.verb and reading.rules.status.preposition(reading.items, reading.at) is not None
    governed = governed or (reading.frame["part"] == "gerund" and _opens_with(reading))
    made.extra |= {
        "adds": False,
        "apart": False,
        "mode": mode,
        "parts": _parts(reading),
        "duration": _duration(reading),
        "governed": governed,
        "welcome": scenes.is_received(reading.line, reading.at),
    }
    made.extra["sides"] = _sides(reading)
    made.extra["again"] = any(x.low in _AGAIN for x in reading.items[reading.at + 1 : reading.at + 3])
    made.extra["over"] = _is_over(reading)
    if made.extra["over"] and made.dated in reading.items[: max(0, reading.at - 3)]:
        made.when, made.dated = None, None  # "met in Oslo on Monday, building on their recent talks"
    made.extra["assumed"] = mode == "phone" and not _is_said_by_phone(reading)
    return made


def _opens_with(reading: Reading) -> bool:
    """Whether the sentence opens with a participle, of what took place before or as it goes on ("Meeting X in Oslo, Y said")."""
    return reading.at == 0 or (reading.at == 1 and reading.items[0].low in _OPENING)


_ENDING = frozenset(read_frames("events")["order_words"])  # what stands before is another event
_ANOTHER = forms("after", "following", "before", "since")  # behind them stands another event
_FOOTAGE = listed("events", "footage")  # it is filmed, not held by video
_SIDES: dict[str, int] = read_frames("events")["sides"]


def _is_over(reading: Reading) -> bool:
    """Whether an adjective says that the noun's encounter has been ("their recent meeting in Oslo")."""
    before = reading.items[max(0, reading.at - 3) : reading.at]
    one = reading.trigger.low in _ALWAYS_PLURAL or not reading.trigger.low.endswith(_PLURAL)
    ago = any(x.low.rsplit(" ", 1)[-1] in _AGO for x in reading.items[reading.at + 1 : reading.at + 12])
    return not reading.verb and one and (any(x.low in _PAST for x in before) or (ago and reading.trigger.low not in _ROUNDS))


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


_HELD = listed("events", "held")
_FOR = forms("before", "to", "of", "during", "for", "at")  # "prior to", "ahead of"


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


def _suit(reading: Reading, members: list[Entity]) -> bool:
    """Whether the parties are such as the frame's event has."""
    people = all(e.kind in ("person", "organisation", "group") or _is_sent(reading, e) for e in members)
    if not reading.verb and (_is_process(reading, members) or _is_spoken_of(reading)):
        return False
    return (
        (people or not reading.needs("people"))
        and (people or len(members) > 2 or not reading.needs("company"))
        and (not reading.needs("persons") or all(e.kind in ("person", "group") for e in members))
        and (not reading.needs("individuals") or all(e.kind == "person" for e in members))
        and (not reading.needs("person") or any(e.kind in ("person", "group") for e in members))
        and (not reading.needs("official") or (members[0].kind == "person" and bool(members[0].role or members[0].id)))
        and (not reading.needs("several") or all(e.country or e.id or e.body or e.kind != "person" for e in members))
        and (not reading.needs("three") or len(members) > 2)
    )


def _is_sent(reading: Reading, entity: Entity) -> bool:
    """Whether a state is named by the people it sends ("received a delegation of Iraq")."""
    at = reading.sources.get(entity.key())
    return at is not None and reading.items[at].code == "R" and getattr(reading.items[at].value, "role", None) in DELEGATIONS


def _is_process(reading: Reading, members: list[Entity]) -> bool:
    """Whether "negotiations" are what goes on between states rather than an encounter: stalled, for accession, or never held."""
    words = reading.rules.words("process_nouns")
    if reading.trigger.low not in words or reading.line.sentence.zone == "title":
        return False
    if reading.at and reading.items[reading.at - 1].low in reading.rules.words("process_adjectives"):
        return True
    day = reading.day()
    exact = day is not None and day.value.kind in ("day", "weekday")
    if any(i.low in _REVIVED for i in reading.items[reading.at + 1 : reading.at + 9]):
        return not exact  # "it took years for talks to be re-launched"
    held = reading.light_verb() or _country(reading) or reading.has_day()
    if any(x.low in _RESUMED for x in reading.items[max(0, reading.at - 3) : reading.at]):
        held = exact  # "last year Oslo resumed talks with Lima"
    return all(e.kind in ("country", "organisation") for e in members) and not held


def _is_spoken_of(reading: Reading) -> bool:
    """Whether an undated encounter is only what is talked about: "discussed their talks with X", "a statement on the meeting"."""
    items, words = reading.items, reading.rules.words("speaking_of")
    for i in range(reading.at - 1, max(0, reading.at - 6), -1):
        if items[i].low in _CONCERNING and items[i - 1].low in words:
            return not _has_own_day(reading)
    return reading.is_topic() and not reading.has_day()


def _has_own_day(reading: Reading) -> bool:
    """Whether a day stands behind the noun or right before it, so that it is not the day on which it was spoken of."""
    day = reading.day()
    return day is not None and all(x is not day for x in reading.items[: max(0, reading.at - 2)])


def _able(entities: list[Entity]) -> list[Entity]:
    return [e for e in entities if e.kind != "media"]


def _foreign(members: list[Entity]) -> bool:
    """At least two sides: different countries, or somebody whose country is not known."""
    return len({e.country or e.key() for e in members}) > 1


def _rounds(reading: Reading, mode: str, people: list[Entity], partners: list[Entity], found: list[int]) -> list[list[Entity]]:
    """Who was present each time: all at once, or one by one with each partner (or each of several with the one partner)."""
    near = {i.low for i in reading.items[max(0, reading.at - 4) : reading.at + 4]}
    near |= _RESPECTIVELY & {i.low for i in reading.items[reading.at :]}
    apart = bool(near & reading.rules.words("apart_words")) or (near & _BILATERAL and reading.trigger.low in _MEETINGS)
    each = not reading.verb and reading.trigger.low in _ROUNDS and len({p.country for p in partners}) > 1
    if len(partners) > 1 and (apart or (each and len(people) == 1) or _are_called(reading, mode, found)):
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


def _mode(reading: Reading) -> str:
    mode, items, at = str(reading.frame.get("set", {}).get("mode", "unspecified")), reading.items, reading.at
    start = next(
        (i + 1 for i in range(at - 1, max(-1, at - 5), -1) if not reading.verb and items[i].low in _ENDING), max(0, at - 4)
    )
    end = next((i for i in range(at + 1, min(len(items), at + 5)) if items[i].low in _ANOTHER), at + 5)
    near = {i.low for i in items[start:end] if i.code != "k"}
    near -= _VIDEO if near & _FOOTAGE else set()
    if near & reading.rules.words("video_words"):
        return "video"
    if (
        reading.needs("faced")
        and reading.trigger.low in meetingclauses.TO_SOMEBODY
        and not (_is_placed(reading) or near & _VISITING)
    ):
        mode = "unspecified"  # "told X on Monday" can be a call
    if mode == "phone" and _is_in_person(reading):
        return "in-person"
    if near & _PHONING or (reading.verb and _by_phone(reading)):
        return "phone"
    if mode == "phone" and not near & reading.rules.words("phone_words") and _is_placed(reading):
        return "in-person"
    return mode


def _is_in_person(reading: Reading) -> bool:
    """Whether the words behind say that they stood before each other ("spoke briefly in person")."""
    behind = reading.items[reading.at + 1 : reading.at + 6]
    pairs = pairwise(behind)
    return any((a.low, b.low) in _IN_PERSON or a.low in _FACETOFACE for a, b in pairs)


def _by_phone(reading: Reading) -> bool:
    """Whether the clause goes on with the means: "discussed the crisis by telephone", "spoke over the phone"."""
    items = reading.items
    for i in range(reading.at + 1, len(items)):
        if items[i].code in '"w.' or items[i].low == ";" or items[i].low in _AFTER_BEFORE:
            return False
        if items[i].low in _PHONES and items[i - 1].low in _BY_PHONE:
            return True
    return False


def _is_said_by_phone(reading: Reading) -> bool:
    """Whether the words say so; a plain "spoke with" only leads to suppose it."""
    return not reading.frame.get("supposed") or any(i.low in reading.rules.words("phone_words") for i in reading.items)


def _is_placed(reading: Reading) -> bool:
    """Whether the clause itself says where ("spoke with Xi in Bali"), not what follows it ("spoke to continue talks in Bali")."""
    items, end = reading.items, reading.at + 1
    while end < len(items) and not (items[end].code in 'kw".' or (items[end].low in _TO and clause.is_code(items, end + 1, "x"))):
        end += 1
    return any(items[i].code == "L" and items[i - 1].low in _IN_AT for i in range(reading.at + 1, end))


def _parts(reading: Reading) -> list[str]:
    """What the sentence says the encounter consisted of; a "working lunch" is no lunch beside it."""
    text = reading.line.words(reading.items[0], reading.items[-1]).lower()
    named = {reading.rules.parts[words] for words in reading.rules.part.findall(text)}
    ordered = [name for name in dict.fromkeys(reading.rules.parts.values()) if name in named]
    return [n for n in ordered if not any(n != other and n in other.split() for other in ordered)]


def _is_seat(items: list[Item], i: int) -> bool:
    """Whether the place at ``i`` only says whose government it is ("the government in Tehran", "the embassy in Doha")."""
    at = i - 2 if items[i - 1].code == "p" else i - 3
    return at >= 0 and items[at].low in _SEATED


def venues(reading: Reading) -> list[str]:
    """Places named in the clause behind "in" or "at", narrowest first as printed."""
    found, items = [], reading.items
    for i in range(1, len(items)):
        item = items[i]
        if (
            item.code == "L"
            and "L" in item.value
            and (items[i - 1].code == "p" or (items[i - 1].code == "t" and i > 1 and items[i - 2].code == "p"))
            and not _is_seat(items, i)
            and not _is_topic(items, i)
        ):
            place = item.value["L"]
            found += [place.name, *([place.city] if getattr(place, "city", None) else [])]
    return list(dict.fromkeys(found))


def _country(reading: Reading) -> str | None:
    """The country of the first place named behind "in" or "at", else that with which the sentence opens ("In Oslo, he met X")."""
    for i in _where(reading.items, reading.at):
        if reading.items[i].code in "LC" and not _is_seat(reading.items, i):
            return reading.parties.country_of(reading.items[i])
        if clause.is_capital(reading.items, i):
            return itinerary.country_at(reading.items, i, "in")[0]
    opening = reading.items[:2]
    opens = len(opening) > 1 and opening[0].low in _IN_AT and opening[1].code in "LC"
    return reading.parties.country_of(opening[1]) if opens and not reading.line.is_quoted(reading.at) else None


def _where(items: list[Item], at: int) -> list[int]:
    """The first places named behind "in" or "at" that are not where what is talked about takes place."""
    while found := clause.behind(items, at, forms("in", "at"), "LCZ"):
        if not _is_topic(items, found[0]):
            return found
        at = found[-1]
    return []


def _is_topic(items: list[Item], i: int) -> bool:
    """Whether a place is that of what is talked about: "the situation in Ukraine", "the war in the country"."""
    while i > 0 and items[i].low not in _IN_AT:
        i -= 1
    return i > 0 and items[i - 1].low in _TOPICS


def _duration(reading: Reading) -> str | None:
    """The length of talks: "three hours of talks", "talks lasted two hours"."""
    for i, item in enumerate(reading.items):
        if item.code != "U" or not item.value.iso.startswith("PT"):
            continue
        if {x.low for x in reading.items[max(0, i - 4) : i + 5]} & _TALKS:
            return str(item.value.iso)
    return None
