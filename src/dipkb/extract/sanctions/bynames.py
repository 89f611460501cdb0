"""States told of otherwise than by their names: "the South American country", "the North", "his country", "the ruling junta"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from msgspec.structs import replace

from dipkb.extract import clause
from dipkb.extract.document import Entity, Item
from dipkb.extract.reading import Reading
from dipkb.extract.sanctions.words import HALVES, words
from dipkb.extract.wordlists import each, forms, listed

_IN, _THE = each("in", "the")
_HIS_HER_THEIR = forms("his", "her", "their")
_ON_AGAINST = forms("on", "against")
_OVER = forms("over")
_OVER_IN = forms("over", "in")
_THE_RULING = forms("the", "ruling")
_THE_THAT_THIS = forms("the", "that", "this")

_USUAL, _COUNTRY_WORDS, _BODIES = words("usual_senders"), listed("names", "lands"), words("state_bodies")
_CAUSES = words("causes")
_REGIMES = words("regimes")
_MORE = words("further")
_ANYBODY = words("any_targets")
_NEAR = 6  # sentences in which an act tells whose people the next one hits
_FAR = 4  # words that can describe a country before it is called one


def state_by_kind(reading: Reading, i: int) -> tuple[list[Entity], int] | None:
    """A state by what it is ("the island nation's oil industry"), and the index behind the phrase."""
    items, head = reading.items, i
    if i and items[i - 1].low in _HIS_HER_THEIR and items[i].low in _COUNTRY_WORDS:
        return _own_state(reading, i), i + 1
    if not i or items[i - 1].low not in _THE_THAT_THIS:
        return None
    while head < len(items) and head - i < _FAR and items[head].code in "xaZA" and items[head].low not in _COUNTRY_WORDS:
        head += 1
    if head >= len(items) or items[head].low not in _COUNTRY_WORDS or not (states := last_state(reading, i)):
        return None
    return states, _behind_goods(items, head + 1)


def _behind_goods(items: list[Item], end: int) -> int:
    """Over what the state owns ("'s oil industry")."""
    if end >= len(items) or items[end].code != "s":
        return end
    while end + 1 < len(items) and items[end + 1].code in "xa" and not clause.is_verb_like(items[end + 1]):
        end += 1
    return end + 1


def half(reading: Reading, i: int) -> list[Entity]:
    """ "The North" in a text on North Korea."""
    item = reading.items[i]
    if not i or reading.items[i - 1].low not in _THE or item.text not in words("half_names"):
        return []
    text = reading.document.article.text
    return [reading.parties.state(c) for name, c in HALVES.get(item.low, {}).items() if name in text]


def state_of_body(reading: Reading, first: int, last: int) -> str | None:
    """Whose "the ruling junta" or "the army" within a description is, of the state spoken of last."""
    items = reading.items
    for i in range(first, min(last, len(items))):
        if items[i].low in _BODIES and any(x.low in _THE_RULING or x.code == "s" for x in items[max(0, i - 3) : i]):
            return next((e.country for e in last_state(reading, i)), None)
    return None


def set_in_state(reading: Reading, targets: list[Entity]) -> list[Entity]:
    """Targets told by number alone are of the state the act is about ("over the situation in X", the headline "X: …")."""
    if not any(e.kind == "group" and e.country is None for e in targets):
        return targets
    country = _state_of_cause(reading) or _state_of_regime(reading) or _state_of_headline(reading)
    if country is None and any(_is_only_counted(e) or _is_told_on(reading, e) for e in targets):
        country = _state_hit(reading) or _state_of_act(reading)
    if country is None or not all(e.country in (None, country) for e in targets if e.kind != "person" or e.id):
        return targets
    return [replace(e, country=country) if e.kind == "group" else e for e in targets]


def is_counted(entity: Entity) -> bool:
    """Whether it is told by how many they are."""
    first = (entity.name or entity.role or "").casefold().split(maxsplit=1)[:1]
    return first != [] and (first[0].replace(",", "").isdigit() or first[0] in words("numbers"))


def is_counted_at(reading: Reading, verb: int) -> bool:
    """Whether the subject of a verb is a number of people ("1,073 nationals are under sanctions")."""
    near = reading.items[max(0, verb - 7) : verb]
    return any(x.low.replace(",", "").isdigit() or x.low in words("numbers") for x in near)


def _is_only_counted(entity: Entity) -> bool:
    """Whether a group is told by number and as anybody ("19 people", "four more individuals linked to the coup")."""
    told = [w for w in (entity.name or entity.role or "").casefold().split() if w not in _MORE]
    return entity.country is None and not _ANYBODY.isdisjoint(told[1:3]) and is_counted(entity)


def _is_told_on(reading: Reading, entity: Entity) -> bool:
    """Whether a counted group without a country is hit further by who acted last ("In addition, it sanctioned two mines")."""
    last = reading.parties.restricted
    if last is None or entity.kind != "group" or entity.country or not is_counted(entity):
        return False
    return {e.key() for e in last.parties["senders"]} == {e.key() for e in reading.parties.sanctioners} and reading.verb


def _state_hit(reading: Reading) -> str | None:
    """The one state that the act told just before hit ("sanctions on X … four individuals")."""
    last = reading.parties.restricted
    own = reading.items[reading.at + 1].low if reading.at + 1 < len(reading.items) else ""
    if last is None or reading.line.sentence.index - last.line.sentence.index > _NEAR or own in _OVER_IN:
        return None  # "sanctions over the war in X now target 100 people"
    states = {e.country for e in last.parties["targets"] if e.country}
    return states.pop() if len(states) == 1 else None


def _state_of_cause(reading: Reading) -> str | None:
    items = reading.items
    for i in range(reading.at + 1, len(items) - 2):
        if items[i].low in _CAUSES and items[i + 1].low in _IN and items[i + 2].code == "C":
            return reading.parties.country_of(items[i + 2])
    return None


def _state_of_regime(reading: Reading) -> str | None:
    """The state whose regime a verb names behind them ("have been designated under the EU's sanctions on X")."""
    items = reading.items
    for i in range(reading.at + 1, len(items) - 2):
        if items[i].low in _REGIMES and items[i + 1].low in _ON_AGAINST and items[i + 2].code == "C":
            return reading.parties.country_of(items[i + 2])
    return None


def _state_of_headline(reading: Reading) -> str | None:
    title = next((x for x in reading.document.lines if x.in_title), None)
    if title is None or len(title.items) < _FAR or title.items[0].code != "C" or title.items[1].text != ":":
        return None
    country = reading.parties.country_of(title.items[0])
    return None if country in _USUAL else country


def _state_of_act(reading: Reading) -> str | None:
    """The state that the law or regime is named for ("the Chad Sanctions Act"), else the one behind "over" in the headline."""
    lines = reading.document.lines
    named = (c for line in lines for c in _named_for(reading, line.items))
    over = (c for line in lines if line.in_title or line.sentence.zone == "title" for c in _over(reading, line.items))
    return next(named, None) or next(over, None)


def _named_for(reading: Reading, items: list[Item]) -> Iterator[str]:
    for before, noun in pairwise(items):
        country = reading.parties.country_of(before) if before.code in "CA" and noun.low.split()[0] in _REGIMES else None
        if country and country not in _USUAL:
            yield country


def _over(reading: Reading, items: list[Item]) -> Iterator[str]:
    first = next((i for i, x in enumerate(items) if x.low in _OVER), len(items))
    for item in items[first:]:
        country = reading.parties.country_of(item) if item.code in "CA" else None
        if country and country not in _USUAL:
            yield country


def _own_state(reading: Reading, at: int) -> list[Entity]:
    """The state of who speaks of "his country": of the first person of the sentence."""
    people = [e for x in reading.items[:at] if x.code in "PRG" for e in x.who if e.country]
    return [reading.parties.state(str(people[0].country))] if people else []


def last_state(reading: Reading, at: int) -> list[Entity]:
    """The state named last, by itself or by its people, that does not restrict itself."""
    acting = {e.country for e in reading.parties.sanctioners} | {
        e.country for i in clause.subject(reading.items, at) for e in reading.items[i].who
    }
    lines = [x for x in reading.document.lines if x.sentence.index < reading.line.sentence.index]
    for item in reversed([*(i for x in lines for i in x.items), *reading.items[:at]]):
        told = item.who if item.code in "CPRG" else reading.state_of(item)
        country = told[0].country if told else None
        if country and country not in acting and country not in _USUAL:
            return [reading.parties.state(country)]
    return []
