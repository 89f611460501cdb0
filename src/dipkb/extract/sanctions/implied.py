"""Whom a restriction hits that names nobody: who is hurt or bears it, who gets it lifted in exchange, whose trade it followed."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from dipkb.extract import clause
from dipkb.extract.document import Entity, Item
from dipkb.extract.reading import Reading
from dipkb.extract.sanctions.acts import Act
from dipkb.extract.sanctions.lists import acts_itself
from dipkb.extract.sanctions.phrases import phrase_at
from dipkb.extract.sanctions.targets import suffers
from dipkb.extract.sanctions.words import words
from dipkb.extract.wordlists import each, endings, forms

_BY, _FOR, _IN, _OUR, _THAT = each("by", "for", "in", "our", "that")
_ADVERB = endings("adverb")
_GERUND = endings("gerund")
_IN_RETURN = words("in_return")
_IT_THEY = forms("it", "they")
_THE_THESE = forms("the", "these")
_UNTIL_UNLESS_IF = forms("until", "unless", "if")

_HARMS, _IMPOSED, _USUAL = words("harms"), words("imposed"), words("usual_senders")
_BEARS = words("bears") - words("only_bearing")
_SAYS = words("saying") | words("implied_saying")
_ASIDES = words("asides")
_CHARGES = words("charges")
_DEMANDS, _LISTED = words("demands"), 24
_NEAR, _FAR, _CHARGED = 10, 14, 12


def implied(reading: Reading, act: Act, senders: list[Entity]) -> list[Entity]:
    """The target that the sentence tells without a preposition of the noun's own."""
    acting = {e.country or e.key() for e in senders}
    if act.action in ("lift", "ease"):
        return _exchanged(reading) or _demanded_by(reading) or (_on_condition(reading) if act.passive else [])
    if act.action != "in-force":
        return []
    if imposers(reading) is not None and senders:
        act.action, act.status = "impose", "occurred"
        return _state_among(reading, range(reading.at - 1, -1, -1), acting)
    if any(x.low in _OUR for x in reading.items[max(0, reading.at - 5) : reading.at]):
        return []
    return _harmed(reading, acting) or _bearing(reading, acting | _USUAL)


def imposers(reading: Reading) -> int | None:
    """The participle behind the noun that says whose act it was ("sanctions (that had been) imposed by …")."""
    items, at = reading.items, reading.at
    for i in range(at + 1, min(len(items) - 1, at + 6)):
        if items[i].low in _IMPOSED:
            return i if items[i + 1].low in _BY else None
        if items[i].code == "," and i == at + 1:
            continue  # "sanctions, announced by …"
        if items[i].code not in "wbhD" and items[i].low not in _THAT and not items[i].low.endswith(_ADVERB):
            return None
    return None


def _harmed(reading: Reading, acting: set[str]) -> list[Entity]:
    """Whose economy it hurts ("sanctions are damaging the X economy")."""
    items, at = reading.items, reading.at
    for i in range(at + 1, min(len(items), at + _NEAR)):
        if items[i].code in '".;' or clause.is_agent(items[i]):
            return []
        if items[i].low in _HARMS:
            return _state_among(reading, range(i + 1, min(len(items), i + 5)), acting)
    return []


def _bearing(reading: Reading, acting: set[str]) -> list[Entity]:
    """Who withstands or defies it, in a phrase beside the verb ("X built missiles in defiance of UN sanctions")."""
    items, at = reading.items, reading.at
    bears = next((i for i in range(at - 1, max(-1, at - _NEAR), -1) if items[i].low in _BEARS), None)
    if bears is None or any(items[i].code in ";w" and items[i].text != "-" for i in range(bears, at)):
        return []
    for i in range(bears - 1, -1, -1):
        if items[i].code == '"' and i < bears - 1:
            return []
        state = reading.state_of(items[i]) or (items[i].who[:1] if items[i].code in "CP" else ())
        if state and state[0].country:
            return [] if state[0].country in acting else [reading.parties.state(state[0].country)]
    return []


def charging(reading: Reading) -> list[Entity]:
    """The state on whose charges somebody is held for breaking a restriction, which is its own ("US charges of violating …")."""
    items = reading.items
    for i in range(max(0, reading.at - _CHARGED), reading.at):
        if items[i].low in _CHARGES and i and (state := reading.state_of(items[i - 1]) or items[i - 1].who):
            countries = [e.country for e in state if e.country in _USUAL]
            return [reading.parties.state(c) for c in countries[:1] if c]
    return []


def sayer(reading: Reading) -> list[Entity]:
    """Who says what will come of the restriction ("the US said sanctions will not be lifted until …"), as its state."""
    items = reading.items
    at = next((i for i in range(reading.at - 1, max(-1, reading.at - 4), -1) if items[i].low in _SAYS), None)
    if at is None:
        return []
    countries = [e.country for e in reading.entities(clause.subject(items, at)) if e.country]
    return [reading.parties.state(c) for c in countries[:1] if c in _USUAL]


def _on_condition(reading: Reading) -> list[Entity]:
    """Who has to do something first ("will not be lifted until X disarms")."""
    items, at = reading.items, reading.at
    until = next((i for i in range(at + 1, min(len(items), at + _FAR)) if items[i].low in _UNTIL_UNLESS_IF), None)
    acting = {e.country or e.key() for e in sayer(reading)}
    if until is not None and until + 1 < len(items) and items[until + 1].low in _IT_THEY:
        return _state_among(reading, range(at - 1, -1, -1), acting | _USUAL)
    return _state_among(reading, range(until + 1, min(len(items), until + 5)), acting) if until is not None else []


def _exchanged(reading: Reading) -> list[Entity]:
    """Who gives something for it ("X curbs its programme in exchange for the lifting of sanctions")."""
    items, at = reading.items, reading.at
    for i in range(at - 1, max(0, at - _FAR), -1):
        if items[i].low in _IN_RETURN and items[i - 1].low in _IN and items[i + 1].low in _FOR:
            return _state_among(reading, range(i - 1, -1, -1), set(_USUAL))
    return []


def _demanded_by(reading: Reading) -> list[Entity]:
    """Who has it among its demands ("X repeated its demands, including sanctions relief")."""
    items, at = reading.items, reading.at
    for i in range(at - 1, max(0, at - _LISTED), -1):
        if items[i].low in _DEMANDS:
            own = reading.state_of(items[i - 1]) if i else ()
            return list(own) or _state_among(reading, range(i - 1, -1, -1), set(_USUAL))
        if items[i].code in '".;':
            return []
    return []


def meant(reading: Reading, act: Act, senders: list[Entity]) -> list[Entity]:
    """Whom an act hits that names nobody: the state spoken of behind it, else before it where it ends, else the last one hit."""
    acting = {e.country or e.key() for e in senders}
    ahead = _state_among(reading, range(reading.at + 1, _end_of_clause(reading)), acting)
    if ahead or act.action not in ("lift", "ease", "impose", "in-force"):
        return ahead
    if act.action in ("lift", "ease"):
        told = _taken_up(reading, acting) or _state_among(reading, _no_places(reading), acting)
        if told:
            return told
    if answers(reading, act) and (answered := _answered(reading, acting)):
        return answered
    if (opening := _in_the_opening(reading, acting)) and act.status != "denied":
        return opening
    last = reading.parties.restricted if act.status != "denied" else None  # "was not on the list" says nothing of those who are
    if last is not None and last.line is reading.line and not acting & {e.country or e.key() for e in last.parties["senders"]}:
        return []  # "expanded a ban on X because of sanctions by Y"
    if last and last.extra["answers"] and answers(reading, act) and not acting & {e.country for e in last.parties["targets"]}:
        return [e for e in last.parties["targets"] if e.country not in acting]  # "Mexico too"
    if last and answers(reading, act) and not acting & {e.country or e.key() for e in last.parties["senders"]}:
        return [e for e in last.parties["senders"] if e.kind != "person" and e.country not in acting]
    strikes = act.action in ("impose", "threaten")
    if last and strikes and acting & {e.country or e.key() for e in last.parties["targets"]}:
        return [e for e in last.parties["senders"] if e.country not in acting]  # who was hit hits back
    return [e for e in last.parties["targets"] if e.country not in acting] if last else _of_headline(reading, acting)


def _of_headline(reading: Reading, acting: set[str]) -> list[Entity]:
    """The state that the headline names the restriction for ("Chad sanctions decision explained")."""
    titles = [line for line in reading.document.lines if line.in_title or line.sentence.zone == "title"]
    for items in (line.items for line in titles):
        for before, noun in pairwise(items):
            country = reading.parties.country_of(before) if before.code in "CA" else None
            if noun.low in words("regimes") and country and country not in acting | _USUAL:
                return [reading.parties.state(country)]
    return []


def _taken_up(reading: Reading, acting: set[str]) -> list[Entity]:
    """Whom "the sanctions" were told to hit just before."""
    last, before = reading.parties.restricted, reading.items[max(0, reading.at - 3) : reading.at]
    if last is None or last.line is reading.line or not any(x.low in _THE_THESE for x in before):
        return []
    return [e for e in last.parties["targets"] if (e.country or e.key()) not in acting]


def _no_places(reading: Reading) -> list[int]:
    """The items before the noun but those that only say where something was ("after the summit in X")."""
    items = reading.items
    return [i for i in range(reading.at) if items[i].code != "C" or not i or items[i - 1].low not in _IN]


def _in_the_opening(reading: Reading, acting: set[str]) -> list[Entity]:
    """The state that the sentence sets out to speak of ("In X, which had two coups, the bloc had imposed sanctions")."""
    items = reading.items
    if len(items) < 3 or items[0].low not in _IN or items[1].code != "C" or items[2].code != ",":
        return []
    country = reading.parties.country_of(items[1])
    return [reading.parties.state(country)] if country and country not in acting else []


def _answered(reading: Reading, acting: set[str]) -> list[Entity]:
    """Whose restriction it is that the sentence says is answered ("retaliatory measures following new X tariffs")."""
    items = reading.items
    for i in range(len(items)):
        if i == reading.at or items[i].low not in words("answered"):
            continue
        for j in range(i - 1, max(-1, i - 5), -1):
            if items[j].code not in "xaACLNs" or (clause.is_verb_like(items[j]) and items[j].low not in words("imposed")):
                break
            state = reading.state_of(items[j]) or (items[j].who[:1] if items[j].code in "CN" else ())
            if state and (state[0].country or state[0].key()) not in acting:
                return [reading.parties.state(state[0].country)] if state[0].country else list(state)
    return []


def answering(reading: Reading, act: Act) -> list[Entity]:
    """The state of who says that measures will answer another's, where nothing says whose they are."""
    if not answers(reading, act) or act.status not in ("planned", "proposed"):
        return []
    states = [e.country for i in reading.items[: reading.at] if i.code in "PRGCLN" for e in i.who if e.country]
    return [reading.parties.state(c) for c in states[:1] if c]


def answers(reading: Reading, act: Act) -> bool:
    """Whether it is told as a retaliation ("retaliatory tariffs", "responded with sanctions")."""
    items, at = reading.items, reading.at
    if act.verb is not None and items[act.verb].low in words("with_only"):
        return True
    return any(x.low in words("retaliating") for x in items[max(0, at - 2) : at + 1])


def _end_of_clause(reading: Reading) -> int:
    """Where words on the time, the occasion or another's begin ("lifted sanctions after talks with X", "…, breaking with X")."""
    items = reading.items
    behind = range(reading.at + 1, len(items))
    return next((i for i in behind if items[i].low in _ASIDES or items[i].text == ":" or _goes_on(items, i)), len(items))


def _goes_on(items: list[Item], i: int) -> bool:
    """Whether a comma leads to a participle that tells what else was done."""
    return (
        items[i].code == "," and i + 1 < len(items) and items[i + 1].low.endswith(_GERUND) and clause.is_verb_like(items[i + 1])
    )


def _state_among(reading: Reading, indices: Iterable[int], acting: set[str]) -> list[Entity]:
    """The first state spoken of, or what of it is named, that is no sender and no victim."""
    items = reading.items
    for i in indices:
        if items[i].code == '"':
            return []
        state = reading.state_of(items[i]) or (items[i].who[:1] if items[i].code in "CP" else ())
        if items[i].code == "G" and len(items[i].who) == 1 and items[i].who[0].kind == "group":
            state = items[i].who
        if not state or not state[0].country or state[0].country in acting or suffers(items, i):
            continue
        if items[i].code == "G":
            return list(state)
        if acts_itself(items, i + 1) and items[i + 1].low in words("saying"):
            return []
        if items[i].code == "P":
            return [reading.parties.state(state[0].country)]
        phrase = phrase_at(reading, i)
        return phrase.entities if phrase else list(state)
    return []
