"""The state or group of states that those hit, or their goods, are of."""

from __future__ import annotations

from dipkb.extract.document import Entity
from dipkb.extract.reading import Reading
from dipkb.extract.sanctions.bynames import half
from dipkb.extract.sanctions.words import words

_OUTSIDERS = words("outsiders")
_TIES = words("ties")


def bloc_of_goods(reading: Reading, start: int, last: int) -> list[Entity]:
    """The group of states whose goods they are ("EU dairy products", "European cars")."""
    for item in reading.items[start:last]:
        if item.code == "N" and any(e.name in words("blocs") for e in item.who):
            return list(item.who)
        if item.low in words("of_europe"):
            return [Entity("organisation", name="European Union", id="wd:Q458")]
    return []


def country_tied(reading: Reading, start: int, last: int) -> str | None:
    """The country within a word of what describes them ("Korean-related groups", "Belarus-based firms")."""
    items = reading.items
    for i in range(start, last):
        name, _, tie = items[i].text.partition("-")
        if tie in _TIES and name[:1].isupper():
            named = f"{items[i - 1].text} {name}" if i > start and items[i - 1].text[:1].isupper() else name
            return reading.parties.lexicon.country_in(named)
    return None


def states_of_goods(reading: Reading, country: str, first: int, stop: int) -> list[Entity]:
    """The states that goods come from ("goods from Canada and Mexico")."""
    behind = [c for x in reading.items[first:stop] if x.code == "C" and (c := reading.parties.country_of(x))]
    return [reading.parties.state(c) for c in dict.fromkeys([country, *behind])]


def country_behind(reading: Reading, head: str, first: int, stop: int) -> str | None:
    """The country that a head's description sets it in; buyers of a country's goods are not there."""
    for i, x in enumerate(reading.items[first:stop], first):
        if state := half(reading, i):
            return state[0].country
        if x.code in "ACL" and (country := reading.parties.country_of(x)):
            return None if x.code == "A" and head in _OUTSIDERS else country
        if x.code == "P" and x.who and x.who[0].country:
            return x.who[0].country  # "people close to" a president
    return None
