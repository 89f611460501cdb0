"""Two sides of one state: its leaders, or its government and those who fight it, who make a truce."""

from __future__ import annotations

from dipkb.extract import clause
from dipkb.extract.agreements.deed import Deed
from dipkb.extract.agreements.represented import each_once
from dipkb.extract.agreements.words import words
from dipkb.extract.document import Entity
from dipkb.extract.reading import Reading
from dipkb.extract.wordlists import forms

_IN = forms("in")
_BEFORE_VERB = forms("also", "has", "already", "recently")
_TRUCES = words("truces")
_EARLY = 8  # sentences, in which a passive without parties is of those the article is about


def is_truce(reading: Reading) -> bool:
    """Whether the noun or what stands before it says that it ends a war."""
    return any(i.low in _TRUCES for i in reading.items[max(0, reading.at - 5) : reading.at])


def rivals_of(reading: Reading, deed: Deed, doers: list[Entity]) -> list[Entity]:
    """Two sides of one state: leaders by name, or its government and those who fight it ("the government and rebels signed")."""
    joined = each_once([e for x in reading.items[: deed.doer] if x.code == "P" for e in x.who])
    people = [e for e in (doers if len(doers) > 1 else joined) if e.kind == "person" and e.name]
    of_one = any(x.code == "&" for x in reading.items[: deed.doer]) and len({e.country for e in people if e.country}) < 2
    if len(people) == 2 and of_one and is_truce(reading):
        return each_once(people)
    items, i = reading.items, deed.doer - 1
    while i > 0 and (items[i].code in "bhD!" or items[i].low in _BEFORE_VERB):
        i -= 1
    if i > 2 and items[i].low in words("homeland") and items[i - 2].low in _IN:
        i -= 3  # "rebel forces in the country"
    where = items[i].who if i > 1 and items[i].code == "C" and items[i - 1].low in _IN else ()
    i -= 2 if where else 0  # "rebels in X"
    first = i
    while first > 0 and items[first - 1].code in "xA" and not clause.is_verb_like(items[first - 1]):
        first -= 1
    before = [x for x in items[max(0, first - 3) : first] if x.code != "t"]
    head = items[i].low.split()[-1]
    band = items[i].low in words("bands") and items[i - 1].low in words("armed")
    if (head not in words("opponents") and not band) or not any(x.code == "&" for x in before):
        return []
    named = [x for x in items[:first] if x.code != "M"]
    states = [e.country for x in named for e in (*x.who, *reading.state_of(x)) if e.country]
    states = states or [e.country for e in (*where, *_torn(reading)) if e.country]
    if not states:
        return []
    if head != items[i].low and items[i].code in "Nn" and items[i].who:
        return [reading.parties.state(states[0]), items[i].who[0]]  # "and Northern forces"
    if items[first - 1].code in "Nn" and items[first - 1].who:
        return [reading.parties.state(states[0]), items[first - 1].who[0]]  # "and ELN rebels"
    rebels = Entity("organisation", name=reading.line.words(items[first], items[i]), country=states[-1], certain=False)
    return [reading.parties.state(states[-1]), rebels]


def _torn(reading: Reading) -> list[Entity]:
    """The state whose war the text just spoke of: that of the truce told before."""
    last = reading.parties.treaty
    near = last is not None and 0 <= reading.line.sentence.index - last[0] <= _EARLY
    return last[1] if last is not None and near and len({e.country for e in last[1]}) == 1 else []
