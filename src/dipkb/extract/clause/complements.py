"""What follows a trigger: its object, what stands behind its prepositions, the place right behind it."""

from __future__ import annotations

from dipkb.extract.clause.bounds import in_short_quote
from dipkb.extract.clause.coordination import group_right
from dipkb.extract.clause.words import (
    AGENT_CODES,
    NEAR,
    PLACE_NOUNS,
    SKIPPED,
    TIME_ADVERBS,
    is_agent,
    is_capital,
    is_code,
    is_owned_capital,
    is_verb_like,
    named_nation,
)
from dipkb.extract.document import Item
from dipkb.extract.framefiles import read_frames
from dipkb.extract.wordlists import each, forms, listed, phrases

_CLAUSE_OPENERS = forms("after", "ahead", "before", "prior", "since", "following", "when", "while", "where")
_WITH = forms("with")
_OF, _ON, _THAT, _TO = each("of", "on", "that", "to")
_AT_IN = forms("at", "in")

_BARE = frozenset(read_frames("words")["bare_verbs"])
_ONLY_WHEN = SKIPPED | TIME_ADVERBS
_HONOURS = listed("names", "honours")
_AIRPORTS = listed("events", "airports")
_COUNTS = phrases("grammar", "counting_phrases")
_COUNTING = frozenset(words[0] for words in _COUNTS)


def objects(items: list[Item], at: int, codes: str = AGENT_CODES) -> list[int]:
    """What directly follows the verb, over articles, adverbs and up to two plain words."""
    i = behind_time = _over_time(items, at) + 1
    plain = 0
    while i < len(items) and plain < 3:
        item = items[i]
        if item.code == "G" and i + 1 < len(items) and items[i + 1].code == "P":
            i += 1  # "the British and French premiers A and B"
            continue
        if item.low in _THAT:
            return []
        if "Z" in codes and is_capital(items, i):
            return [i]
        if item.low in _COUNTING and (past := _past_count(items, i)) > i:
            i = past
            continue
        if "Z" in codes and (nation := named_nation(items, i)):
            return [nation]
        if "Z" in codes and item.low in PLACE_NOUNS and i + 1 < len(items) and items[i + 1].low in _OF:
            i += 2  # "in the capital of Kenya"
            continue
        if item.code == "C" and [x.code for x in items[i + 1 : i + 5]] == ["(", item.code, ")", "P"]:
            i += 4  # "from United Kingdom (UK) Foreign Secretary X"
            continue
        if item.code == "L" and "Z" not in codes and is_code(items, i + 1, "P"):
            i += 1  # "Abu Dhabi Crown Prince X"
            continue
        if item.code == '"' and i == at + 1 and "Z" in codes:
            i += 1  # "will visit “Albania, Montenegro and Serbia”"
            continue
        if item.code in codes and (is_agent(item) or item.code in "LZ"):
            if "Z" in codes and is_owned_capital(items, i):
                return [i]
            if "Z" in codes and _is_airport_of(items, i):
                return [i]
            if i + 1 < len(items) and items[i + 1].code == "s":
                return _named_of(items, i + 2) if codes == AGENT_CODES else []
            return group_right(items, i) if is_agent(item) else [i]
        if "Z" in codes and item.code in "nx" and item.text[:1].isupper() and (town := _unknown_town(items, i)):
            return [town]
        of_region = item.code == "Z" and is_code(items, i + 1, "GP")  # "a dozen European leaders", "Northern Ireland Secretary X"
        of_state = item.code == "A" and i + 1 < len(items) and items[i + 1].code == "P"  # "the Sudanese general X"
        if i == behind_time and (past := _past_place(items, i)) > i:
            i = past
            continue
        if (past := _past_relation(items, i)) > i:
            i = past
            continue
        of_regime = item.code == "s" and plain > 0 and is_code(items, i + 1, "PR")  # "the junta's minister X"
        if item.code in "ta" or item.low in SKIPPED or of_region or of_state or of_regime:
            i += 1
            continue
        if item.code != "x" or is_verb_like(item):
            return []
        plain += 1
        i += 1
    return []


def _past_place(items: list[Item], i: int) -> int:
    """Past the place of an encounter before whom it is with: "received at the airport President X"."""
    if items[i].low not in _AT_IN:
        return i
    end = i + 1
    while end < min(len(items), i + 6) and (items[end].code in "tL" or (items[end].code == "x" and not is_verb_like(items[end]))):
        end += 1
    end = _over_time(items, end - 1) + 1
    return end if end > i + 1 and is_code(items, end, "PRG") else i


def _past_relation(items: list[Item], i: int) -> int:
    """Past what somebody is to the subject before his name: "met his friend and ally X"."""
    end = i + 1
    while items[i].code == "H" and end < min(len(items), i + 5) and (items[end].code in "x&" and not is_verb_like(items[end])):
        end += 1
    if end > i + 2 and is_code(items, end, "P"):
        return end
    while items[i].code == "H" and end < min(len(items), i + 5) and items[end].low in _HONOURS:
        end += 1
    return end if end > i + 1 and is_code(items, end, "PR") else i


def _is_airport_of(items: list[Item], i: int) -> bool:
    """Whether a town owns the airport that somebody comes to ("at Nairobi's Jomo Kenyatta airport")."""
    return items[i].code == "L" and any(x.low.split()[-1] in _AIRPORTS for x in items[i + 1 : i + 6] if x.code not in ".w")


def _past_count(items: list[Item], i: int) -> int:
    """Past words that only say of how many it is ("more than a dozen", "at least", "as many as")."""
    for words in _COUNTS:
        if tuple(x.low for x in items[i : i + len(words)]) == words:
            return i + len(words)
    return i


def _named_of(items: list[Item], at: int) -> list[int]:
    """Who is named behind a description by a possessor: "Iran's most powerful figure, Supreme Leader X"."""
    i = at
    while i < len(items) and i < at + 5 and items[i].code in "xa" and not is_verb_like(items[i]):
        i += 1
    named = at < i < len(items) - 1 and items[i].code == "," and items[i + 1].code == "P"
    return [i + 1] if named else []


def _unknown_town(items: list[Item], i: int) -> int | None:
    """The country behind a name that no table knows ("at El-Alamein, Egypt")."""
    if i + 2 < len(items) and items[i + 1].code == "," and items[i + 2].code == "C":
        return None if i + 3 < len(items) and items[i + 3].code == "s" else i + 2
    return None


def behind(items: list[Item], at: int, prepositions: frozenset[str], codes: str = AGENT_CODES, reach: int = NEAR) -> list[int]:
    """What stands behind one of the prepositions, to the right of the trigger and in its clause."""
    if reach == 1:
        at = _over_time(items, at)
    for i in range(at + 1, min(len(items), at + 1 + reach)):
        item = items[i]
        if (
            item.code in ".w"
            or (item.code == '"' and not in_short_quote(items, i, at))
            or (item.code in "mbhd" and i > at + 1)
            or item.low == ";"
            or item.low in _CLAUSE_OPENERS
        ):
            return []
        if (
            item.low in _TO
            and not _WITH.isdisjoint(prepositions)
            and i > at + 1
            and is_code(items, i + 1, "x")
            and items[i + 1].low in _BARE
        ):
            return []  # "agreed in talks to hold a summit with X"
        if item.code in "PRGO" and items[i - 1].code == "," and i + 1 < len(items) and is_verb_like(items[i + 1]):
            return []  # a clause of its own: "in the margins of the summit, X met with Y"
        if item.low in prepositions and (found := objects(items, i, codes)):
            return found
    return []


def _over_time(items: list[Item], at: int) -> int:
    """The last item behind a trigger that only tells when: "talks on Friday between", "met again with"."""
    while at + 1 < len(items):
        dated = items[at + 1].low in _ON and at + 2 < len(items) and items[at + 2].code == "D"
        if not dated and items[at + 1].code != "D" and items[at + 1].low not in _ONLY_WHEN:
            break
        at += 2 if dated else 1
    return at


def next_place(items: list[Item], at: int) -> list[int]:
    """The place right behind a preposition, unless it owns something ("in Israel's view")."""
    return [i for i in objects(items, at, "CLZ") if i == at + 1]
