"""Where a visit leads: as the frame's places say, where the host receives, "here", or the destination named before."""

from __future__ import annotations

from collections.abc import Iterator

from dipkb.extract import clause, itinerary
from dipkb.extract.document import Entity, Line
from dipkb.extract.itinerary import Goals
from dipkb.extract.reading import Reading
from dipkb.extract.wordlists import each, forms, listed, stems, texts

_ON_TOUR, _TO_IN = forms("to", "in", "of", "through", "around", "across"), forms("to", "in")
_TOWN, _THAT = listed("events", "the_town"), texts("events", "that_land")
_ACCORDING, _HERE, _IN, _OF, _TO, _WHERE = each("according", "here", "in", "of", "to", "where")
_CONTINUE = stems("continue")
_HOME_BACK = forms("home", "back")
_IN_AT = forms("in", "at")
_TOURING_SHORT = listed("events", "tours")
_TOURING_WORDS = listed("events", "tours")
_WELCOME = stems("welcome")

_OPENING = 3  # sentences in which a visit without a destination is one to the publisher's country
_BESIDE = 5  # the same where the frame asks for a place
_AIRPORTS, _TO_AIRPORT = listed("events", "airports"), 7  # items behind the verb in which an airport can stand
_COMING = listed("events", "coming")
_NEARBY = 9  # items behind the trigger where "here" can stand for the publisher's country
_MEETING = listed("events", "meeting_verbs")
_TALKS = listed("events", "series")
_TOURING = forms("of", "during", "on", "for")
_STAYING = forms("during", "on", "for")
ON_VISIT = forms("during", "of", "within", "on")  # what governs a visit on which something is done ("within the framework of")
_RECALLED = 4  # sentences back that "the country" can mean a country of
_NEAR_CUES = 5  # items before "the visit" that can tell its status


def destinations(reading: Reading, hosts: list[Entity], visitors: list[Entity]) -> Goals:
    """Countries to be visited with the places named in each, in the order of the text."""
    if reading.frame["roles"]["destination"] == ["town in"]:
        return _hosted(reading, hosts)
    if found := stated(reading):
        first = itinerary.besides(reading.items, reading.at)
        return itinerary.stops(reading.items, first[0], "in") | found if first else found
    if not reading.verb and is_called_off(reading) and (guest := _seen(reading, visitors)):
        return {guest: []}
    if reading.needs("stated") and reading.trigger.low not in reading.rules.words("arriving"):
        return {}
    if reading.frame["id"] == "visiting":
        return _received(reading, visitors)
    near = _BESIDE if reading.needs("stated") else _NEARBY
    country = hosts[0].country if hosts else _here(reading, visitors, near) or _at_dateline(reading, visitors)
    return {country: []} if country else {}


def _seen(reading: Reading, visitors: list[Entity]) -> str | None:
    """The country of the person to whom a visit was to be paid ("postponed his visit to President X")."""
    people = reading.entities(clause.behind(reading.items, reading.at, _TO, "PR", reach=2))
    away = {e.country for e in people} - {v.country for v in visitors} - {None}
    return away.pop() if len(away) == 1 else None


def _received(reading: Reading, visitors: list[Entity]) -> Goals:
    """The one other state whose people the sentence names with "the visiting minister"."""
    own = {v.country for v in visitors}
    others = {e.country for i in reading.items if i.code in "PRG" for e in i.who if e.country and e.country not in own}
    return {country: [] for country in others} if len(others) == 1 else {}


def _at_dateline(reading: Reading, visitors: list[Entity]) -> str | None:
    """Where somebody arrived of whom the clause does not say where ("Ruto, who flew in on Tuesday").

    It is where the text has just told of an encounter, else, of its opening, the country of the dateline.
    """
    here, sentence = reading.document.here, reading.line.sentence
    unplaced = reading.verb and reading.trigger.low in _COMING and sentence.zone == "body" and not _is_placed(reading)
    if unplaced and visitors and (told := place_told(reading, visitors[0])):
        return told
    comes = reading.verb and reading.trigger.low in _COMING and sentence.zone == "body" and sentence.index < _OPENING
    behind = reading.items[reading.at + 1 :]
    if (
        comes
        and visitors
        and any(x.low in _AIRPORTS for x in behind[:_TO_AIRPORT])
        and not any(x.code in "CLZ" for x in behind[:_TO_AIRPORT])
    ):
        here = _opened_with(reading, visitors[0]) or here  # "arrived at the Nausori airport last night"
        return here if here != visitors[0].country else None
    placed = any(x.code in "CLZn" for x in behind) or any(x.low in _HOME_BACK for x in behind[:3])
    return here if comes and not placed and here not in {v.country for v in visitors} else None


def _is_placed(reading: Reading) -> bool:
    """Whether the clause goes on to a place, or home."""
    behind = reading.items[reading.at + 1 :]
    end = next((n for n, x in enumerate(behind) if x.code in ',".;'), len(behind))
    return any(x.code in "CLZnN" or x.low in _HOME_BACK for x in behind[:end])


def _hosted(reading: Reading, hosts: list[Entity]) -> Goals:
    """The host's country, where a town is named that lies there or that no table knows ("welcome him in Biarritz")."""
    items, home = reading.items, hosts[0].country if hosts else None
    codes = "CLn" if reading.trigger.low.startswith(_WELCOME) else "C"  # "hosted him in Oslo" is no more than a meeting there
    for i in range(reading.at + 1, min(len(items) - 1, reading.at + clause.NEAR) if home else 0):
        if items[i].low in _IN_AT and items[i + 1].code in codes:
            country, town = itinerary.country_at(items, i + 1, "in")
            return {home: [(town or items[i + 1].text, i + 1)]} if home and country in (home, None) else {}
    return {}


def is_called_off(reading: Reading) -> bool:
    """Whether the words near "the visit" say that it does not take place as planned."""
    return reading.rules.status.of(reading.line, reading.at, verb=False, reach=_NEAR_CUES) in ("cancelled", "postponed")


def stated(reading: Reading) -> Goals:
    """The stops that the first of the frame's places for the destination names."""
    for place in reading.frame["roles"]["destination"]:
        for start in reading.place(place, "PRGCNMOLZ")[:1]:
            if any(x.low in _ACCORDING for x in reading.items[max(0, start - 3) : start]):
                continue  # "according to the Prime Minister's Office"
            if found := itinerary.stops(reading.items, start, place):
                return found
    return {}


def on_tour(reading: Reading) -> Goals:
    """Where somebody does something on a tour or visit: "met leaders in Cairo and Doha as part of a regional tour"."""
    items, journey = reading.items, reading.frame.get("journey")
    start = clause.phrase_start(items, reading.at)
    if reading.verb or start < 0 or items[start].low not in (_TOURING if journey else _STAYING):
        return _met_on_tour(reading) if start >= 0 and items[start].low in _OF and not reading.verb else {}
    first = clause.clause_start(items, start)
    if items[first].low in _WHERE:
        first = max(0, first - 3)  # "in Warsaw, where he was on a visit"
    for i in range(start - 1, first - 1, -1):
        if items[i].low in _IN and (found := clause.objects(items, i, "CLZ")):
            return itinerary.stops(items, found[0], "in")
    return _met_on_tour(reading)


def _met_on_tour(reading: Reading) -> Goals:
    """Where somebody meets others on the tour that a clause opens with: "During his tour, X will meet Y in Cairo"."""
    items, at = reading.items, reading.at
    if at + 1 >= len(items) or items[at + 1].code != ",":
        return {}
    verb = next((i for i in range(at + 2, len(items)) if items[i].low in _MEETING or items[i].low in _TALKS), None)
    for i in range((verb or len(items)) + 1, len(items) - 1):
        if items[i].code in 'kw".;' or items[i].low in _TO:
            break  # "will meet X to discuss the war in Y"
        if items[i].low in _IN and items[i + 1].code in "LC":
            return itinerary.stops(items, i + 1, "in")
    return {}


def understood(reading: Reading, visitors: list[Entity]) -> Goals:
    """The destination of "his visit": the one named for this visitor before, at the opening else the publisher's country."""
    if reading.verb or not visitors:
        return {}
    sentence, guest = reading.line.sentence, visitors[0]
    if _leads_elsewhere(reading) or _goes_on(reading):
        return {}
    if not reading.role(["possessor", "of:", "author"]):
        undone = is_called_off(reading)
        named = reading.parties.trips.get(guest.key()) if undone else None
        return {named: []} if named and named != guest.country else {}
    speaker = reading.parties.spoken.get(id(reading.line))
    if speaker is not None and guest is not speaker and speaker.country not in (None, guest.country):
        return {speaker.country or "": []}  # "your visit" is one to the speaker
    if (named := reading.parties.trips.get(guest.key())) and named != guest.country:
        return {named: []}
    if (place := place_told(reading, guest)) and clause.governor(reading.items, reading.at) in ON_VISIT:
        return {place: []}
    regional = any(i.code == "Z" for i in reading.items[max(0, reading.at - 2) : reading.at])  # "his Mideast tour"
    if not regional and (sentence.zone == "title" or sentence.index < _OPENING):
        country = _opened_with(reading, guest) or reading.document.here
        return {country: []} if country and country != guest.country else {}
    return {}


def place_told(reading: Reading, guest: Entity) -> str | None:
    """The country of the last town where the text has told of an encounter ("met in Baku"), if it is abroad."""
    lines = reading.document.lines
    at = next(n for n, line in enumerate(lines) if line is reading.line)
    for line in reversed(lines[max(0, at - _RECALLED) : at + 1]):
        if _MEETING.isdisjoint(line.lows) and _TALKS.isdisjoint(line.lows):
            continue
        for i in range(len(line.items) - 1, 0, -1):
            if line.items[i].code == "L" and line.items[i - 1].low in _IN:
                country, _ = itinerary.country_at(line.items, i, "in")
                if country:
                    return country if country != guest.country else None
    return None


def _goes_on(reading: Reading) -> bool:
    """Whether a trip only goes on, to a place that need not be the one told before ("continued his tour")."""
    around = reading.items[max(0, reading.at - 5) : reading.at + 4]
    return reading.trigger.low in _TOURING_WORDS and any(i.low.startswith(_CONTINUE) for i in around)


def _opened_with(reading: Reading, guest: Entity) -> str | None:
    """The one other country that the title and the opening name, where they do not name the publisher's own."""
    named = [c for line in reading.document.lines if line.in_title or line.sentence.index < _OPENING for c in _countries_of(line)]
    away = {c for c in named if c != guest.country}
    return away.pop() if len(away) == 1 and guest.country is not None and reading.document.here not in named else None


def _countries_of(line: Line) -> Iterator[str]:
    yield from (i.value["C"] for i in line.items if i.code == "C")


def _leads_elsewhere(reading: Reading) -> bool:
    """Whether the noun has a destination of its own, though one that no table knows ("her visit to the European Union")."""
    behind = reading.items[reading.at + 1 : reading.at + 3]
    touring = reading.trigger.low in _TOURING_SHORT
    to = len(behind) == 2 and behind[0].low in (_ON_TOUR if touring else _TO_IN)
    return to and behind[1].code != "D" and not reading.rules.here.match(behind[1].low)


def _here(reading: Reading, visitors: list[Entity], near: int) -> str | None:
    """ "arrived here", "his visit to the country": that of the dateline, the publisher's, or the one last spoken of."""
    behind = " ".join(i.low for i in reading.items[reading.at + 1 : reading.at + near])
    if not (said := reading.rules.here.search(behind)):
        return None
    away = {v.country for v in visitors}
    named = _meant(reading, visitors, said.group())
    return next((c for c in (*named, reading.document.here) if c and c not in away), None)


def _meant(reading: Reading, visitors: list[Entity], words: str) -> Iterator[str | None]:
    """What "here", "the city" or "the country" can mean before the dateline's country, the likeliest first."""
    if words not in _HERE:
        yield _reached(reading, visitors)
    if words in _TOWN or (words in _HERE and reading.document.here == reading.document.home):
        yield from (reading.parties.trips.get(v.key()) for v in visitors)
    if words not in _HERE:
        yield from _countries_before(reading, near=words.startswith(_THAT))


def _countries_before(reading: Reading, *, near: bool) -> Iterator[str]:
    """The countries that the text has named up to the trigger, the last one first; before them the title's unless ``near``."""
    lines = reading.document.lines
    yield from (i.value["C"] for i in lines[0].items if i.code == "C" and lines[0].in_title and not near)
    at = next(n for n, line in enumerate(lines) if line is reading.line)
    for item in reversed([*(i for line in lines[max(0, at - _RECALLED) : at] for i in line.items), *reading.items[: reading.at]]):
        if item.code == "C":
            yield item.value["C"]
        elif item.code == "P" and item.who and item.who[0].country:
            yield item.who[0].country


def _reached(reading: Reading, visitors: list[Entity]) -> str | None:
    """The country of the place to which the words before lead ("arrived in the Eritrean capital on his visit to the country")."""
    items, own = reading.items, {v.country for v in visitors}
    for i in range(reading.at - 1, 1, -1):
        before = items[i - 1 - (items[i - 1].code == "t")]
        if (clause.is_capital(items, i) or items[i].code == "L") and before.code == "p":
            code = reading.parties.country_of(items[i])
            return code if code not in own else None
    return None
