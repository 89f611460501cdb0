"""Who travels: whom a telling of a visit names as going, who goes along, and who cannot be meant."""

from __future__ import annotations

from dipkb.extract import clause, delegations
from dipkb.extract.destinations import stated
from dipkb.extract.document import Entity
from dipkb.extract.framefiles import read_frames
from dipkb.extract.reading import Reading
from dipkb.extract.wordlists import each, forms, listed, text_of, texts

_AGAINST, _FROM, _TRAVEL, _WE = each("against", "from", "travel", "we")
_AT = forms("at")
_PLACED = listed("events", "placed_travel")
_THE_THIS_THAT = forms("the", "this", "that")
_ONES = listed("events", "lone_visitors")  # "the last minister to visit" is told of by what he did
_STAY_HOME = listed("events", "tellers")  # who only tell of visits
_POSTS: list[str] = read_frames("events")["posts_abroad"]
_PRIVATE = frozenset(read_frames("events")["private_visitors"])
_INDEFINITE, _POSTED_TO = texts("grammar", "indefinite_articles"), text_of("names", "posted_to")
_THEY_BOTH = forms("they", "both")
_WITH_ALONGSIDE = forms("with", "alongside")


def is_figure(reading: Reading) -> bool:
    """Whether "we" only come or go as one says of aims and matters ("we reached our goal", "we arrived at the conclusion")."""
    if not reading.verb or reading.trigger.low in reading.rules.words("plain_travel"):
        return False
    we = [reading.items[i] for i in reading.role(["subject"]) if reading.items[i].low in _WE]
    aim = any(x.low in _AT for x in reading.items[reading.at + 1 : reading.at + 2])  # "we arrived at an accord in Oslo"
    placed = reading.trigger.low in _PLACED and not aim and bool(stated(reading))  # "we were in Kenya on Monday"
    return bool(we) and not (placed and bool(we[0].who) and we[0].who[0].kind == "person")


def by_country(reading: Reading, visitors: list[Entity]) -> list[list[Entity]]:
    """Guests of several countries make a trip each, unless the text says that they travel together."""
    found: dict[str | None, list[Entity]] = {}
    for visitor in visitors:
        found.setdefault(visitor.country, []).append(visitor)
    together = {i.low for i in reading.items} & reading.rules.words("together_words") or companions(reading)
    return [visitors] if visitors and together else list(found.values())


def companions(reading: Reading) -> list[Entity]:
    """Who travels along: "flew to Kyiv with X", not "flew to Kyiv for talks with X"."""
    items = reading.items
    for i in range(reading.at + 2, min(len(items) - 1, reading.at + 8) if reading.verb else 0):
        if items[i].low in _WITH_ALONGSIDE and items[i - 1].code in "LCZD":
            people = reading.entities(clause.objects(items, i))
            return [e for e in people if e.kind == "person" and e.name and e.named and (e.role or e.id)]
    return []


def can_visit(reading: Reading, entity: Entity) -> bool:
    """Whether somebody named can be whom the telling says to travel: an official, a delegation, not just anybody."""
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


def is_posted(reading: Reading, visitor: Entity, country: str) -> bool:
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


def other(reading: Reading, visitors: list[Entity], country: str) -> list[Entity]:
    """ "X met Y during his visit to X's country": a pronoun cannot mean the host, so it means the other person of the clause."""
    if not visitors or reading.role(["possessor"]) == [] or reading.items[reading.role(["possessor"])[0]].code != "H":
        return []
    named = [e for i in reading.items[: reading.at] if i.code in "PR" for e in i.who]
    return [e for e in named if e.kind == "person" and e.country != country][-1:]


def is_known_by_place(reading: Reading) -> bool:
    """Whether "the Cairo trip" only names a visit by its place, so that who speaks of it need not be on it."""
    if reading.frame["part"] != "noun" or reading.at < 2 or reading.items[reading.at - 1].code not in "CL":
        return False
    definite = reading.items[reading.at - 2].low in _THE_THIS_THAT
    return definite and not reading.light_verb() and not reading.role(["author", "of:"])


def travellers(reading: Reading) -> list[Entity]:
    """Who went there last, as the text has told it."""
    there = reading.parties.country_of(reading.items[reading.at - 1])
    return next((list(visitors) for visitors, country in reading.parties.trip if country == there), [])
