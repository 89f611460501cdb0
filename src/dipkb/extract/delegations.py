"""Delegations: whom a state sends, who leads them, and who is in one that was told of before."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import structs

from dipkb.extract import clause, itinerary
from dipkb.extract.candidate import Candidate
from dipkb.extract.document import Entity, Item
from dipkb.extract.groups import DELEGATIONS
from dipkb.extract.reading import Reading
from dipkb.extract.wordlists import forms, listed, texts, without_article

_ARTICLES = texts("grammar", "articles_of_phrases")
_BY = forms("by")
_LED_BY, _SIDES = listed("events", "led_by"), listed("events", "sides_of_talks")

_TEAM = 8  # items from a delegation to the verb that says who is in it


def delegates(reading: Reading) -> Iterator[Candidate]:
    """Those who lead or make up a delegation told of before, or one that is said where it goes to."""
    items, at = reading.items, reading.at
    team = next((i for i in range(at - 1, max(-1, at - _TEAM), -1) if items[i].low.split()[-1] in DELEGATIONS), None)
    led = items[at].low in _LED_BY
    if team is None or any(x.code in 'w".;,' for x in items[team + 1 : at]) or led != clause.is_code(items, at + 1, "p"):
        return
    whither = itinerary.goal(items, team, forms("to"))
    stated_goals = list(itinerary.stops(items, whither[0], "to")) if whither else []
    people = _people(reading, clause.objects(items, at + led))
    goals = stated_goals or [c for _, c in reading.parties.trip[:1] if c and _fits(reading, people)]
    own = [e for e in people if e.country not in goals]
    if goals and own:
        told = [] if stated_goals else reading.parties.trip[0][0]
        if told:
            own = [e if e.country else structs.replace(e, country=told[0].country) for e in own]
        made = reading.make({"visitors": [*own, *told], "hosts": []})
        made.destination, made.when, made.dated = goals[0], None, None
        made.status, made.asserted = None if made.status == "occurred" else made.status, False
        made.extra["anaphor"] = not stated_goals
        yield made


def _people(reading: Reading, found: list[int]) -> list[Entity]:
    """Those named, also behind what somebody is ("by a deputy minister, X")."""
    found = [_named(reading.items, found[0]), *found[1:]] if found else found
    return [e for e in reading.entities(found) if e.kind == "person" and e.name]


def _fits(reading: Reading, people: list[Entity]) -> bool:
    """Whether those named are of the country of the delegation or envoys told of last."""
    told = [v for visitors, _ in reading.parties.trip for v in visitors]
    countries = {v.country for v in told}
    return all(v.kind != "person" or not v.name for v in told) and all(e.country in {None, *countries} for e in people)


def leaders(reading: Reading) -> list[Entity]:
    """Who leads the sides of talks: "the Kenyan side was led by X and the Ugandan one by Y", "X and Y led the delegations"."""
    items, at = reading.items, reading.at
    spots = [j for i in range(1, len(items)) if items[i].low in _BY and _is_led(items[i - 1]) for j in clause.objects(items, i)]
    spots = [_named(items, spot) for spot in spots]
    for spot in spots:
        _place(items, spot)
    if not reading.passive and any(_is_side(x) for x in items[at + 1 : at + 5]):
        spots = clause.subject(items, at) + spots
    return list({e.key(): e for e in reading.entities(spots) if e.kind == "person" and e.country}.values())


def _named(items: list[Item], at: int) -> int:
    """The name behind what somebody is ("a deputy minister, X"), where there is one."""
    return at + 2 if [x.code for x in items[at : at + 3]] in (["R", ",", "P"], ["R", ",", "n"]) else at


def _place(items: list[Item], at: int) -> None:
    """A leader who is only supposed to be of the publisher's country is of that of his side ("the Peruvian side, by X")."""
    sides = (e.country for x in reversed(items[:at]) if _is_side(x) for e in x.who if e.country)
    country = next(sides, None)
    for entity in items[at].who if country else ():
        if entity.supposed or entity.country is None:
            entity.country, entity.supposed = country, False


def _is_led(item: Item) -> bool:
    """Whether a leader can stand behind the "by" that follows, also where the verb is not said again."""
    return item.low in _LED_BY or _is_side(item)


def _is_side(item: Item) -> bool:
    return item.low.rsplit(" ", 1)[-1] in _SIDES


def sent(reading: Reading) -> list[Entity]:
    """The delegation that a state sends, of which no more is said than what it is ("will send a technical team to Oslo")."""
    items, at = reading.items, reading.at
    senders = reading.entities(clause.subject(items, at))
    for i in range(at + 1, min(len(items), at + 6) if senders else 0):
        if items[i].low.split()[-1] in DELEGATIONS:
            first = next((j for j in range(at + 1, i) if items[j].code not in "taU"), i)
            what = without_article(reading.line.words(items[first], items[i]), _ARTICLES)
            return [Entity("group", role=what, country=senders[0].country)]
    return []


def leads(reading: Reading, entity: Entity) -> bool:
    """Whether somebody without an office heads those who travel ("a team led by X")."""
    items = reading.items
    led = (i for i in range(3, reading.at) if entity in items[i].who and items[i - 1].low in _BY)
    return any(items[i - 2].low in _LED_BY and items[i - 3].low.split()[-1] in DELEGATIONS for i in led)


def is_delegation(item: Item) -> bool:
    """Whether a state or body is named by the people it sends ("an Israeli delegation")."""
    return item.code in "RG" and getattr(item.value, "role", None) in DELEGATIONS
