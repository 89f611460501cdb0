"""What two states agree to do without a document: "agreed to restore relations", "agreed to swap prisoners"."""

from __future__ import annotations

from itertools import takewhile

from dipkb.extract import clause
from dipkb.extract.agreements.deed import Deed
from dipkb.extract.agreements.words import words
from dipkb.extract.document import Item
from dipkb.extract.reading import Reading
from dipkb.extract.wordlists import endings, forms

_TO = forms("to")
_ADVERB = endings("adverb")
_ON, _THAT, _WOULD = forms("on", "upon"), forms("that"), forms("will", "would")

PLEDGE = "agreed-to"
_BESIDE = forms("during", "after", "at", "before", "in", "following")
_LEADS = _TO | _ON | _THAT
_DEEDS = words("pledged_nouns")
_BINDING, _LOOSE = words("pledged"), words("pledged_amounts")
_TALKING, _DOCUMENTS = words("talking"), words("pledged_documents")
_HOLDING = words("undone") | words("planned")
_AHEAD, _OBJECT, _SENTENCE = 8, 7, 22


def pledge_of(reading: Reading) -> Deed | None:
    """The deed at "agreed": announced where it binds them to something; mere agreeing to meet or to keep in touch is none."""
    items, at = reading.items, reading.at
    verb = _pledged(items, at)
    if verb is None or _is_held_back(items, at):
        return None
    object_ = [x.low for x in takewhile(_is_of_object, items[verb + 1 : verb + _OBJECT])]
    if _TALKING.intersection(object_) or _DOCUMENTS.intersection(object_):
        return None
    if items[verb].low in _LOOSE and not any(x.low[:1].isdigit() or "$" in x.text for x in items[verb : verb + _SENTENCE]):
        return None
    return Deed("announce", at, at)


def _is_of_object(item: Item) -> bool:
    """Whether the object goes on ("to restart trade talks", not "during the talks")."""
    return item.low not in _BESIDE


def _pledged(items: list[Item], at: int) -> int | None:
    """The verb behind "to", over the day and adverbs ("agreed late on Monday to set up")."""
    for i in range(at + 1, min(len(items) - 1, at + _AHEAD)):
        if items[i + 1].code == "D":
            continue
        if items[i].low in _ON or items[i].low in _THAT:
            return _noun_pledged(items, i) if items[i].low in _ON else _clause_pledged(items, i)
        if items[i].low in _TO:
            verb = next((j for j in range(i + 1, min(len(items), i + 4)) if not items[j].low.endswith(_ADVERB)), i + 1)
            return verb if items[verb].low in _BINDING or items[verb].low in _LOOSE else None
        if items[i].code in '".;wkt':
            return None
    return None


def _noun_pledged(items: list[Item], on: int) -> int | None:
    """The deed that a noun or gerund behind "on" names ("agreed on the resumption of flights", "on swapping prisoners")."""
    for i in range(on + 1, min(len(items), on + 5)):
        if items[i].low in _DEEDS:
            return i
        if items[i].code not in "txa" or clause.is_verb_like(items[i]):
            return None
    return None


def _clause_pledged(items: list[Item], that: int) -> int | None:
    """The verb of "that they would" do."""
    modal = next((i for i in range(that + 1, min(len(items) - 1, that + 5)) if items[i].code == "m"), None)
    return modal + 1 if modal is not None and items[modal].low in _WOULD and items[modal + 1].low in _BINDING else None


def _is_held_back(items: list[Item], at: int) -> bool:
    """Whether it is not yet, or not at all, agreed ("may agree to", "have not agreed to", "was agreed to by")."""
    return any(x.low in _HOLDING or x.code in "m!" for x in items[max(0, at - 5) : at]) or (at > 0 and items[at - 1].code == "b")


def title_of_pledge(reading: Reading) -> str:
    """The words of what is agreed: "to restore relations …" up to where the clause goes on to something else."""
    items = reading.items
    first = next(i for i in range(reading.at + 1, len(items)) if items[i].low in _LEADS and items[i + 1].code != "D")
    last = first
    while last + 1 < len(items) and last - first < 12 and items[last + 1].code not in '.,;"wkD(':
        last += 1
    while last > first and items[last].code in "ptok&":
        last -= 1
    return f"agreement {reading.line.words(items[first], items[last])}"
