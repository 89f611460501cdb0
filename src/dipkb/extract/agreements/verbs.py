"""Whether a word that can tell what is done with a document does so where it stands."""

from __future__ import annotations

from dipkb.extract import clause
from dipkb.extract.agreements.words import BESIDE, DEEDS, words
from dipkb.extract.document import Item
from dipkb.extract.wordlists import endings, forms, stems

_UP = forms("up")
_CALLED = forms("called")
_TO = forms("to")
_ADVERB = endings("adverb")
_BARE_DEEDS = words("bare_deeds")
_GERUND = endings("gerund")
_IN_BY_UNDER = forms("in", "by", "under")
_MAKE_CUT = stems("make", "cut")
_PAST = endings("past")
_PAST_STRUCK = endings("past", "struck")
_STILL_PLANNED = words("still_planned")
_CARRIERS = words("carriers")
_DOUBLE = words("double")
_GOVERNORS = words("governors") | words("carriers") | frozenset(DEEDS)


def is_told_of(items: list[Item], verb: int, at: int) -> bool:
    """Whether a word that tells a deed does so here, and of the document."""
    if verb < at and DEEDS[items[verb].low] != "propose" and is_of_another(items, verb, at):
        return False
    return fits(items, verb) and not is_adjective(items, verb, at) and not is_plain_noun(items, verb)


def is_plain_noun(items: list[Item], i: int) -> bool:
    """Whether a word that can be a verb is a noun here ("the issues of the treaty", "air strikes")."""
    before = items[i - 1] if i else None
    acts = before is None or before.code in "m&,)O" or before.low in _TO or clause.is_agent(before) or before.code in "Nn"
    if items[i].low in words("exits") and before is not None and before.code == "A":
        return False  # "the X exit from the pact"
    return items[i].low in _DOUBLE and not acts and not (before is not None and before.low.endswith(_ADVERB))


def is_of_another(items: list[Item], verb: int, at: int) -> bool:
    """Whether a preposition makes the document part of what something else is about ("issued a report on the treaty")."""
    first = at - 1
    while first > verb and (items[first].code in "taACELNGsHUnIZ" or _is_modifier(items[first])):
        first -= 1
    governor = items[first - 1] if first > verb + 1 and items[first].code in "po" else None
    return (
        governor is not None
        and governor.code == "x"
        and governor.text[0].islower()
        and governor.low not in _GOVERNORS
        and not governor.low.endswith(_ADVERB)
    )


def _is_modifier(item: Item) -> bool:
    return item.code == "x" and (not clause.is_verb_like(item) or item.low.endswith(_GERUND))


def heads(items: list[Item], i: int) -> bool:
    """Whether it is the verb of a headline ("X and Y seal power deal"), and no noun before the document ("the exit deal")."""
    return items[i].low in _BARE_DEEDS and i > 0 and clause.is_agent(items[i - 1])


def verb_before(items: list[Item], i: int) -> str:
    """The word before a noun, over articles and adjectives."""
    j = i - 1
    while j > 0 and (items[j].code in "tHUaAC" or items[j].low in _CARRIERS or items[j].text.isdigit() or items[j].low in _UP):
        j -= 1
    return items[j].low


def fits(items: list[Item], i: int) -> bool:
    """Whether a word that tells a deed only with another beside it has that one."""
    wanted = BESIDE.get(items[i].low)
    if items[i].low in _CALLED and any(x.low in _IN_BY_UNDER for x in items[i + 2 : i + 3]):
        return False  # "the relief called for in the deal"
    reach = 2 if items[i].low.startswith(_MAKE_CUT) else 4
    return wanted is None or any(x.low in wanted for x in items[i + 1 : i + reach])


def is_adjective(items: list[Item], i: int, at: int) -> bool:
    """Whether a participle belongs to the document ("the signed agreement", "a proposed deal")."""
    low = items[i].low
    if not low.endswith(_PAST) or low in _STILL_PLANNED:
        return False
    before = i - 1
    while before > 0 and items[before].low.endswith(_ADVERB):
        before -= 1
    return all(x.code in "xaACNG" for x in items[i + 1 : at]) and before >= 0 and items[before].code in "tHs"


def is_passive(items: list[Item], at: int) -> bool:
    """Whether a form of "be" stands before a participle, over adverbs."""
    i = at - 1
    while i >= 0 and (items[i].low.endswith(_ADVERB) or items[i].code == "!"):
        i -= 1
    return i >= 0 and items[i].code == "b" and items[at].low.endswith(_PAST_STRUCK)
