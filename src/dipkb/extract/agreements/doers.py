"""Who does something with a document: the subject, those behind "by", the officials sent, the state that leaves it."""

from __future__ import annotations

from dipkb.extract import clause
from dipkb.extract.agreements import signatories
from dipkb.extract.agreements.deed import Deed
from dipkb.extract.agreements.represented import each_once, state_for, states_at
from dipkb.extract.agreements.warring import rivals_of
from dipkb.extract.agreements.words import words
from dipkb.extract.authorities import ADMINISTRATIONS, doer_of
from dipkb.extract.document import Entity
from dipkb.extract.reading import Reading
from dipkb.extract.wordlists import forms

_BY = forms("by")
_BEFORE_VERB = forms("also", "has", "already", "recently")
_FROM_OF = forms("from", "of")
_SIDES = words("sides")
_OFFICIALS = words("signing_people")
_FAR = 16


def doers_of(reading: Reading, deed: Deed) -> list[Entity]:
    """Who does it: the subject, or behind "by" in the passive."""
    if deed.passive:
        agents = states_at(reading, clause.behind(reading.items, deed.verb, forms("by")))
        agents = agents if len(agents) > 1 else _sides_by(reading, deed) or _signing(reading, deed) or agents
        told = states_at(reading, clause.subject(reading.items, reading.at)) if deed.verb > reading.at and len(agents) < 2 else []
        return told if len(told) > 1 else agents  # "X and Y end a dispute under a deal brokered by Z"
    if owner := _who_leaves(reading, deed):
        return owner
    if deed.doer and (leader := ADMINISTRATIONS.get(reading.items[deed.doer - 1].low)):
        return [reading.parties.state(leader)]
    doers = [*doer_of(reading, deed.doer, []), *_unknown_doer(reading, deed)] or _sent(reading, deed)
    found = each_once([s for e in doers if (s := state_for(reading, e)) is not None])
    named = each_once([s for e in signatories.before(reading, deed.doer) if (s := state_for(reading, e)) is not None])
    if len(found) < 2 and len(named) < 2 and len(rivals := rivals_of(reading, deed, doers)) > 1:
        return rivals
    nameless = any(e.kind == "organisation" and not (e.id and e.certain) for e in (*named, *found))
    return named if nameless and len(named) >= len(found) else found


def _who_leaves(reading: Reading, deed: Deed) -> list[Entity]:
    """Whose withdrawal a noun tells ("the X exit from the pact", "Y's 2018 withdrawal from it")."""
    items, noun = reading.items, deed.verb
    if deed.action != "withdraw" or not noun or items[noun].low not in words("exits"):
        return []
    if owner := states_at(reading, clause.possessor(items, noun)):
        return owner
    before = items[noun - 1]
    named = before.who or reading.state_of(before) if before.code in "CANL" else ()
    return each_once([s for e in named if (s := state_for(reading, e)) is not None])


def _signing(reading: Reading, deed: Deed) -> list[Entity]:
    """Two names behind "by", over where it was ("signed in Lomé by Chad's government and the Northern Front")."""
    items = reading.items
    by = next((i for i in range(deed.verb + 1, min(len(items), deed.verb + 5)) if items[i].low in _BY), None)
    named = signatories.behind(reading, by + 1) if by is not None else []
    found = each_once([s for e in named if (s := state_for(reading, e)) is not None])
    return found if len(found) > 1 else []


def _sides_by(reading: Reading, deed: Deed) -> list[Entity]:
    """The states of "by the X and Y sides"."""
    items = reading.items
    by = next((i for i in range(deed.verb + 1, min(len(items), deed.verb + 4)) if items[i].low in _BY), None)
    if by is None:
        return []
    end = next((i for i in range(by + 1, min(len(items), by + 8)) if items[i].low.split()[-1] in _SIDES | _OFFICIALS), None)
    named = [x for x in items[by + 1 : end] if x.code in "CA"] if end is not None else []
    both = [*named, items[end]] if end is not None else []
    states = each_once([reading.parties.state(s.country) for x in both for s in (x.who or reading.state_of(x)) if s.country])
    return states if len(states) > 1 else []


def _sent(reading: Reading, deed: Deed) -> list[Entity]:
    """Whose officials act, where only their states are named ("delegations from X, Y and Z signed")."""
    items = reading.items
    for i in range(deed.doer - 1, max(0, deed.doer - _FAR), -1):
        if items[i].low in _FROM_OF and items[i - 1].low.split()[-1] in _OFFICIALS:
            behind = clause.group_right(items, i + 2 if items[i + 1].code == "t" else i + 1)
            return reading.entities([j for j in behind if j < deed.doer and items[j].code in "CG"])
        if items[i].code in '".;w':
            break
    return []


def _unknown_doer(reading: Reading, deed: Deed) -> list[Entity]:
    """A firm whose name opens the sentence, so that only another sentence shows it to be one."""
    i = deed.doer - 1
    while i > 0 and (reading.items[i].code in "bhm" or reading.items[i].low in _BEFORE_VERB):
        i -= 1
    name = reading.items[i] if i == 0 else None
    opens = name is not None and name.code == "x" and name.text[0].isupper() and _named_elsewhere(reading, name.text)
    return [Entity("organisation", name=name.text, certain=False)] if name is not None and opens else []


def _named_elsewhere(reading: Reading, text: str) -> bool:
    """Whether the word that begins a sentence is a name within another one."""
    return any(i.code in "nN" and i.text == text for line in reading.document.lines for i in line.items)
