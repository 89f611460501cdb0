"""What single words of a clause are: agents, verbs, words that only say when, places that demonyms make of nouns."""

from __future__ import annotations

from collections.abc import Sequence

from dipkb.extract.document import AGENTS, Item
from dipkb.extract.framefiles import read_frames
from dipkb.extract.memo import Memo
from dipkb.extract.wordlists import each, endings

_ADVERBIAL = endings("adverb_before_participle")
_CAPITAL, _OF = each("capital", "of")
_ADVERB = endings("adverb")
_PARTICIPLE = endings("past", "strong_past", "met", "held")
_PAST_GERUND = endings("past", "gerund")

_WORDS = read_frames("words")
_IRREGULAR, SKIPPED = frozenset(_WORDS["verbs"]), frozenset(_WORDS["adverbs"])
_ADJECTIVES = frozenset(_WORDS["modifiers"])
TIME_ADVERBS = frozenset(_WORDS["time_adverbs"])
PLACE_NOUNS = frozenset(_WORDS["place_nouns"])
_NATIONS = frozenset(_WORDS["nations"])
AGENT_CODES = "PRGCNMOL"  # what can take part
NEAR = 14  # items; beyond that a preposition belongs to something else


def is_capital(items: Sequence[Item], i: int) -> bool:
    """Whether a demonym names a place ("the Kyrgyz capital", "the Turkish resort of …")."""
    return items[i].code == "A" and i + 1 < len(items) and items[i + 1].low in PLACE_NOUNS


def is_code(items: list[Item], at: int, codes: str) -> bool:
    """Whether an item has one of the codes; beyond the sentence there is none."""
    return at < len(items) and items[at].code in codes


def is_owned_capital(items: Sequence[Item], i: int) -> bool:
    """Whether a country stands for its capital ("Lebanon's capital")."""
    return items[i].code == "C" and i + 2 < len(items) and items[i + 1].code == "s" and items[i + 2].low in _CAPITAL


def named_nation(items: Sequence[Item], i: int) -> int | None:
    """The country behind a description of it ("the East African nation Kenya", "the Gulf state of Qatar", "neighbour Iraq")."""
    for at in range(i, min(len(items) - 1, i + 4)):
        if items[at].low in _NATIONS:
            named = at + 1 + (items[at + 1].low in _OF)
            return named if named < len(items) and items[named].code == "C" and named > i else None
        ally = items[at].code == "N" and items[at + 1].low in _NATIONS  # "NATO ally Turkey"
        if items[at].code not in "taxAZ" and not ally:
            return None
    return None


def before_description(items: Sequence[Item], i: int) -> int:
    """Where the description of a country begins ("the East African nation Kenya"), else the country itself."""
    if items[i].code != "C" or not i or items[i - 1].low not in _NATIONS:
        return i
    at = i - 1
    while at > 0 and items[at - 1].code in "taxAZ" and at > i - 5 and not is_verb_like(items[at - 1]):
        at -= 1
    return at


def is_agent(item: Item) -> bool:
    """Whether an item can act: a person, office, group, country, organisation, or a capital that stands for its government."""
    return bool(item.who) and (item.code in AGENTS or item.code == "L")


def is_verb_like(item: Item) -> bool:
    """Whether a word looks like a verb that takes what follows as its object."""
    return item.code == "x" and _VERB_LIKE[item.low]


def _is_form_of_verb(low: str) -> bool:
    attribute = low in _ADJECTIVES or any(x in low for x in _ADVERBIAL)  # "the newly-accredited ambassador"
    return not attribute and (low in _IRREGULAR or (len(low) > 4 and low.endswith(_PAST_GERUND)))


_VERB_LIKE = Memo(_is_form_of_verb)


def is_passive(items: list[Item], at: int) -> bool:
    """Whether the verb at ``at`` is in the passive ("was welcomed by")."""
    if not items[at].low.endswith(_PARTICIPLE):
        return False
    i = at - 1
    while i >= 0 and (items[i].low in SKIPPED or items[i].low.endswith(_ADVERB) or items[i].code == "!"):
        i -= 1
    return i >= 0 and items[i].code == "b"
