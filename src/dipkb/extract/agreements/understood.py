"""Who the parties are where the words do not name both: those named together last, those of the trip, those of the pact."""

from __future__ import annotations

from dipkb.extract.agreements.deed import Deed
from dipkb.extract.agreements.represented import each_once, state_for
from dipkb.extract.agreements.words import KNOWN, words
from dipkb.extract.document import Entity, Item
from dipkb.extract.reading import Reading
from dipkb.extract.wordlists import forms, stems

_DURING = forms("during")
_IN = forms("in")
_THEIR = forms("their")
_THE_THIS_THAT = forms("the", "this", "that")
_WISHING = stems("want", "offer", "propose", "hope", "seek")
_BACK = words("back_words")
_SIDES = words("sides")
_BOTH = 2
_NEXT = 3  # sentences in which one more document is of those whose other was signed
_EARLY = 8  # sentences, in which a passive without parties is of those the article is about


def others_of_treaty(reading: Reading, found: list[Entity]) -> list[Entity]:
    """Those with whom one had the agreement that it leaves, as told before."""
    last = reading.parties.treaty
    near = last is not None and 0 <= reading.line.sentence.index - last[0] <= 2 * _EARLY
    return [e for e in last[1] if e.key() not in {x.key() for x in found}] if last is not None and near else []


def recalled(reading: Reading) -> list[Entity]:
    """The parties of the document told of last, which "the pact" takes up."""
    last, items, i = reading.parties.treaty, reading.items, reading.at - 1
    while i >= 0 and items[i].code in "xa" and i > reading.at - 5:
        i -= 1
    definite = i >= 0 and items[i].low in _THE_THIS_THAT
    if last is None or not definite or not 0 <= reading.line.sentence.index - last[0] <= _EARLY:
        return []
    return last[1]


def named_in(reading: Reading, end: int) -> list[Entity]:
    """All that the sentence names up to an item that can be parties, leaders and officials as their states."""
    acting = [x for i, x in enumerate(reading.items[:end]) if x.code in "PRGCN" and not _is_place(reading.items, i)]
    return each_once([s for x in acting for e in x.who if (s := state_for(reading, e)) is not None])


def points_back(reading: Reading, end: int) -> bool:
    """Whether "they" or "their leaders" stands before an item, and nobody who is named."""
    before = reading.items[:end]
    pointing = any(x.low in _BACK or x.low.split()[0] in _THEIR for x in before)
    return pointing and not any(x.who and x.code in "CPRN" for x in before)


def spoken_of(reading: Reading) -> list[Entity]:
    """The two states that "they" or "the two sides" of the sentence are: named together last, or those of the article."""
    back = any(x.low in _BACK or x.low.split()[-1] in _SIDES for x in reading.items)
    for pair in (reading.line.pair, _protagonists(reading)) if back else ():
        states = each_once([s for e in pair if (s := state_for(reading, e)) is not None])
        if len(states) == _BOTH:
            return states
    return []


def understood_of(reading: Reading, deed: Deed, found: list[Entity]) -> list[Entity]:
    """Of what was done without naming both: the two the text last named together, or those it is about."""
    if deed.action == "withdraw" or (deed.wished and not deed.scheduled and not _reaches_out(reading, deed)):
        return found
    told = found or deed.passive or _is_pronoun(reading, deed)
    if len(found) < 2 and _is_told(deed) and len(trip := _of_trip(reading, deed)) > 1:
        return trip
    known = recalled(reading) if told and reading.items[deed.doer - 1].code != "w" else []
    if len(known) > 1 and (not found or found[0].key() in {e.key() for e in known}):
        return known
    if deed.action == "ratify":
        return found
    both = _both(reading, deed)
    if len(both) > 1 and (not found or found[0].key() in {e.key() for e in both}):
        return both
    named = _in_sentence(reading, deed)
    own = found[0].kind == "organisation" and found[0].country if found else None
    if len(found) == 1 and len(named) == 1 and found[0].key() != named[0].key() and named[0].country != own:
        return [*named, *found]
    if len(named) == 2 and (not found or found[0].key() in {e.key() for e in named}):
        return named
    early = reading.line.sentence.index < _EARLY
    if not (_is_pronoun(reading, deed) or (_is_told(deed) and (found or (deed.passive and early)))):
        return found
    for pair in (_told_with(reading, found, deed), reading.line.pair, _protagonists(reading) if early else []):
        states = each_once([s for e in pair if (s := state_for(reading, e)) is not None])
        if len(states) == 2 and (not found or found[0].key() in {e.key() for e in states}):
            return states
    return found


def _told_with(reading: Reading, found: list[Entity], deed: Deed) -> list[Entity]:
    """Whose documents were told of just before, of one more that "was signed" ("An accord on trade was signed, too")."""
    whole = reading.parties.agreed
    near = whole is not None and 0 <= reading.line.sentence.index - whole.line.sentence.index <= _NEXT
    return list(whole.parties["parties"]) if whole is not None and near and deed.passive and not found else []


def _of_trip(reading: Reading, deed: Deed) -> list[Entity]:
    """Who was where, of what was signed "during the visit" or is what a tour "saw"."""
    items = reading.items
    noun = next((i for i, x in enumerate(items) if x.low in words("trips")), None)
    if noun is None or not reading.parties.trip:
        return []
    within = any(x.low in _DURING for x in items[max(0, noun - 5) : noun]) or items[deed.verb].low in words("seeing")
    visitors, destination = reading.parties.trip[-1]
    countries = dict.fromkeys([*(v.country for v in visitors if v.country), *([destination] if destination else [])])
    return [reading.parties.state(c) for c in countries] if within and len(countries) == 2 else []


def _is_told(deed: Deed) -> bool:
    """Whether it is told as a fact, past or arranged, and not as a wish."""
    return deed.action != "propose" or deed.scheduled


def _both(reading: Reading, deed: Deed) -> list[Entity]:
    """The group before the verb that names two at once ("pressure on both countries to reach a settlement")."""
    for item in reversed(reading.items[: deed.verb]):
        if item.code == "G" and len(item.who) > 1:
            return each_once([s for e in item.who if (s := state_for(reading, e)) is not None])
    return []


def _reaches_out(reading: Reading, deed: Deed) -> bool:
    """Whether the wish is of one party to the other ("wants", "offers a new treaty"), and not a call on others."""
    return reading.items[deed.verb].low.startswith(_WISHING)


def _in_sentence(reading: Reading, deed: Deed) -> list[Entity]:
    """The states that the sentence speaks of before the document, leaders and officials as theirs."""
    items = reading.items[: max(reading.at, deed.verb)]
    acting = [x for i, x in enumerate(items) if x.code in "PRGC" and not _is_place(items, i)]
    found = [s for x in acting for e in x.who if (s := state_for(reading, e)) is not None]
    return each_once([s for s in found if s.kind == "country"])


def _is_place(items: list[Item], i: int) -> bool:
    """Whether a country only says where it was ("in X", "in its capital Y, X")."""
    before = items[i - 2] if i > 1 and items[i - 1].code == "t" else items[i - 1] if i else None
    within = before is not None and before.low in _IN
    return items[i].code == "C" and (within or (i > 1 and items[i - 1].code == "," and items[i - 2].code == "L"))


def _is_pronoun(reading: Reading, deed: Deed) -> bool:
    """Whether the subject only points back ("they", "we", "the sides")."""
    near = reading.items[max(0, deed.doer - 6) : deed.doer]
    return any(i.low in _BACK or (i.code == "G" and not i.who and i.low.split()[-1] in _SIDES) for i in near)


def _protagonists(reading: Reading) -> list[Entity]:
    """The two states that headline and opening speak of, if they are two."""
    opening = [x for x in reading.document.lines if x.in_title or x.sentence.zone in ("title", "body")][:3]
    acting = [x for line in opening for i, x in enumerate(line.items) if x.code in "PRCG" and not _is_place(line.items, i)]
    named = [s for x in acting for e in x.who if (s := state_for(reading, e)) and s.country]
    states = each_once([s for s in named if s.kind == "country"])
    return states if len(states) == 2 else []


def known_by_name(reading: Reading) -> list[Entity]:
    """The other side of an agreement known by name ("the Iran nuclear deal")."""
    again = reading.at and reading.items[reading.at - 1].low in _THE_THIS_THAT  # named before: "it will leave the deal"
    text = " ".join(i.low for i in reading.items[0 if again else max(0, reading.at - 5) : reading.at + 4])
    return next(([reading.parties.state(c) for c in states] for name, states in KNOWN.items() if name in text), [])
