"""Whom a restriction hits that are the subject of its verb, over asides and what tells more of them."""

from __future__ import annotations

from itertools import pairwise

from dipkb.extract import clause
from dipkb.extract.document import Entity, Item
from dipkb.extract.reading import Reading
from dipkb.extract.sanctions.lists import listing
from dipkb.extract.sanctions.words import words
from dipkb.extract.wordlists import each, endings, forms

_AMONG = forms("among")
_THEM, _TO = each("them", "to")
_ADVERB = endings("adverb")
_AMONG_INCLUDING = forms("among", "including")
_HE_SHE = forms("he", "she")
_THAT_SAID = forms("that", "said")
_THE_BOTH_ALL = forms("the", "both", "all")
_SELVES = forms("himself", "herself", "itself", "themselves")


def of_subject(reading: Reading, verb: int) -> list[Entity]:
    """The subject of a passive or of "faces" as a list of targets, described ones and unknown names too."""
    items = reading.items
    start = clause.clause_start(items, verb)
    if items[start].code == "w" and start:
        return listing(reading, phrase_start(items, start))[0]
    for i in range(start, verb):
        if i == start or items[i - 1].code in ',;&k"' or items[i - 1].low in _THAT_SAID:
            found, end = listing(reading, i)
            aside, end = _among(reading, _over_market(items, end), verb)
            if i == start and found and end < verb and _over_aside(items, end, verb):
                return found  # "X, nephew of Y's wife, Z, was sanctioned"
            if found and _leads_to(items, end, verb):
                return _taken_up(reading, i, found) or _apposed(reading, i, found) or [*found, *aside]
    if verb and items[verb - 1].low in _TO:
        return _nearest_state(reading, verb)
    indices = clause.subject(items, verb)
    if indices and items[indices[0]].low in _HE_SHE and items[indices[0]].who:
        return [e for e in items[indices[0]].who if e.kind == "person"]
    if indices and items[indices[0]].code == "O":
        last = reading.parties.restricted
        return list(last.parties["targets"]) if last else []
    leads = indices and (_leads_to(items, max(indices) + 1, verb) or _over_aside(items, max(indices) + 1, verb))
    return reading.entities(indices) if leads else []


def _over_market(items: list[Item], end: int) -> int:
    """Behind where those hit sell ("X exporters to Y face a tariff")."""
    to = end < len(items) and items[end].low in _TO
    place = end + 1 + (to and end + 1 < len(items) and items[end + 1].code == "t")
    return place + 1 if to and place < len(items) and items[place].code == "C" else end


def _over_aside(items: list[Item], end: int, verb: int) -> bool:
    """Whether only what commas part stands between the subject and its participle ("X, one of four states, also hit by")."""
    last = next((i for i in range(verb - 1, end, -1) if items[i].code == ","), None)
    return last is not None and items[end].code == "," and _leads_to(items, last + 1, verb)


def _apposed(reading: Reading, i: int, found: list[Entity]) -> list[Entity]:
    """The name that a description between commas tells more of ("for Alpha Bank, a Russian lender under US sanctions")."""
    items = reading.items
    led = i > 1 and items[i - 1].code == "," and items[i].code == "t" and len(found) == 1 and found[0].kind == "group"
    if not led or items[i - 2].code not in "nNPC" or not items[i - 2].who:
        return []
    name, country = items[i - 2].who[0], found[0].country
    if name.id or name.country:
        return [name]
    person = name.kind == "person" and found[0].role is not None
    return [Entity("person" if person else "organisation", name=items[i - 2].text, country=country, certain=False)]


def _taken_up(reading: Reading, i: int, found: list[Entity]) -> list[Entity]:
    """Those hit before, whom a bare "the individuals" takes up."""
    last, first = reading.parties.restricted, reading.items[i]
    one = found[0] if len(found) == 1 and found[0].kind == "group" and not found[0].country else None
    if last is None or one is None or first.low not in _THE_BOTH_ALL or len((one.name or one.role or "").split()) > 1:
        return []
    return list(last.parties["targets"])


def _among(reading: Reading, i: int, verb: int) -> tuple[list[Entity], int]:
    """Those named of the subject between commas (", the health minister among them,"), and the index behind."""
    items = reading.items
    if i + 2 < verb and items[i].low in _AMONG and items[i + 1].low in _THEM and items[i + 2].code == ",":
        return [], i + 3
    if i >= verb or items[i].code != ",":
        return [], i
    end = next((j for j in range(i + 1, verb) if items[j].code == ","), None)
    if end is None or not any(x.low in _AMONG_INCLUDING for x in items[i + 1 : end]):
        return [], i
    return [e for x in items[i + 1 : end] if x.code == "P" for e in x.who], end + 1


def _leads_to(items: list[Item], end: int, verb: int) -> bool:
    """Whether only auxiliaries and adverbs stand between the subject and its verb."""
    loose = items[verb].code == "p"  # "is staggering under sanctions"
    return end <= verb and all(
        x.code in "bhm!D"
        or (x.low in _TO and before.code == "b")
        or x.low in words("adverbs")
        or x.low in _SELVES
        or x.low.endswith(_ADVERB)
        or (loose and (clause.is_verb_like(x) or x.low in words("remaining_verbs")))
        for before, x in pairwise([items[end - 1], *items[end:verb]])
    )


def _nearest_state(reading: Reading, at: int) -> list[Entity]:
    """Whose attempt it is ("Russian attempts to evade sanctions")."""
    for i in range(at - 1, max(-1, at - 8), -1):
        if found := reading.state_of(reading.items[i]) or (reading.items[i].who if reading.items[i].code in "CN" else ()):
            return list(found)
    return []


def phrase_start(items: list[Item], end: int) -> int:
    """Where the noun phrase begins that ends before an item."""
    i = end - 1
    while i > 0 and items[i].code in ",":
        i -= 1
    while i > 0 and items[i - 1].code in "taAxCNnsPG" and not clause.is_verb_like(items[i - 1]):
        i -= 1
    return i
