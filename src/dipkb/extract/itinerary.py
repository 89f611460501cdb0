"""Where a trip goes: the places behind a trigger, one list for each country, and the date of each stop."""

from __future__ import annotations

from typing import TypeAlias

from dipkb.extract import clause
from dipkb.extract.document import Item
from dipkb.extract.framefiles import read_frames
from dipkb.extract.wordlists import each, forms, listed, texts

_ARTICLES, _BEFORE_DATE = texts("grammar", "articles_of_phrases"), forms("on", "from", "between") | {","}
_AS, _BY, _CAPITAL, _FOR, _FROM = each("as", "by", "capital", "for", "from")
_OF, _TO = each("of", "to")
_IN_AT = forms("in", "at")
_NOT_PLACES = forms("on", "of", "as", "since", "after", "outside")
_ON_FROM = forms("on", "from")
_AFTER, _IN_AT_TO = forms("after", "following"), forms("in", "at", "to")
_TO_IN, _IN = forms("to", "in"), forms("in")
_TO_IN_OF = forms("to", "in", "of")

Spot: TypeAlias = tuple[str | None, int]  # a town, if any, and the item that names the stop
Goals: TypeAlias = "dict[str, list[Spot]]"  # countries in the order of the text

_RULES = read_frames("events")
_TAKING_PLACE = frozenset(read_frames("words")["taking_place"]) | frozenset(_RULES["starting"]) | listed("events", "ending_talks")
_JOINERS = frozenset(_RULES["stop_joiners"])
_PAST_VISIT = frozenset(_RULES["behind_visits"])
_INCLUDING = frozenset(_RULES["region_parts"])
_ORDINALS = frozenset(_RULES["stop_ordinals"])
_BESIDES = frozenset(tuple(words.split()) for words in _RULES["besides"])
_STAYS = listed("events", "stays") | listed("events", "spending")  # what else "after a visit" says of them
_ACCOMPANIED = listed("events", "accompanied_words")
_SHORT_STATES = listed("events", "short_states")
_TO_DATE = 5  # items from the last stop of a list to its date
_DASHES = frozenset({"-", "–", "—"})
_OPEN_NOUN = forms("by", "of", "with", "from", "as")  # behind these a name is no end of the noun's own words


def goal(items: list[Item], at: int, prepositions: frozenset[str]) -> list[int]:
    """The place a noun of travel leads to: behind one of the prepositions, over dates and "by X", never over a verb."""
    loose = False
    for i in range(at + 1, min(len(items), at + clause.NEAR)):
        item = items[i]
        if item.low in prepositions and (found := clause.objects(items, i, "CLNZn")):
            return found
        in_office = item.low in _AS and clause.is_code(items, i + 1, "R")  # "her first trip as minister to Fiji"
        if item.code in "po" or in_office:
            to_body = item.low in _TO and not _IN_AT.isdisjoint(prepositions)  # "a visit to the Commission in Abuja"
            loose = item.low in _OPEN_NOUN or not _FROM.isdisjoint(prepositions) or to_body
        elif item.text in _DASHES and loose and i + 1 < len(items) and items[i + 1].low in prepositions:
            continue  # "her first trip as minister - to Fiji"
        elif not _passes(items, i, loose) and not (item.code in "CLZ" and (not _FOR.isdisjoint(prepositions) or i == at + 1)):
            return []
    return []


def _passes(items: list[Item], i: int, loose: bool) -> bool:
    """Whether a word can stand between the noun and the place it leads to."""
    item = items[i]
    if item.code in "DUta" or item.low in _PAST_VISIT:
        return True
    return loose and (item.code in "PRGCNALn&,sqH" or (item.code == "x" and not clause.is_verb_like(item)))


def author(items: list[Item], at: int) -> list[int]:
    """Who makes the visit that a noun tells: behind "by", over its date and its places ("a visit to Moscow this week by X")."""
    if any(x.low in _ACCOMPANIED for x in items[max(0, at - 4) : at]):
        return []  # "is accompanied on the trip by X"
    for i in range(at + 1, min(len(items), at + clause.NEAR)):
        item = items[i]
        if item.low in _OF and i > at + 1 and (found := clause.objects(items, i, "PRG")):
            return found  # "a visit to Oslo of an Iranian delegation"
        if item.low in _BY:
            found = clause.objects(items, i, "PRGNCM")
            return (
                found
                or [j for j in range(i + 2, min(len(items), i + 5)) if items[j].code == "P" and items[j - 1].code == ","][:1]
            )
        capital = i > 0 and item.low in _CAPITAL
        if item.code not in "DUtCLZA&,s" and item.low not in _PAST_VISIT and item.low not in _TO_IN_OF and not capital:
            return []
    return []


def copula(items: list[Item], at: int) -> list[int]:
    """What the noun is said to be: "the first stop will be Cairo", "his first visit was to Oman"."""
    if [x.code for x in items[at + 1 : at + 4 : 2]] == [",", ","] and items[at + 2].code in "CLZ":
        return [at + 2]  # "on his first stop, Amman, he will meet"
    i, linked = at + 1, False
    if i < len(items) and items[i].low in _NOT_PLACES:
        i = next((j for j in range(i + 1, min(len(items), i + 9)) if items[j].code in "mb"), i)
    while i < len(items) and (items[i].code in "mbth" or items[i].low in _PAST_VISIT or (linked and items[i].low in _TO_IN)):
        linked = linked or items[i].code == "b"
        i += 1
    return [i] if linked and i < len(items) and items[i].code in "CLZ" else []


def been_there(items: list[Item], at: int) -> list[int]:
    """Where somebody was before he is home again: "returned to Oslo after attending the summit in Cairo"."""
    after = next((i for i in range(at + 1, min(len(items), at + clause.NEAR)) if items[i].low in _AFTER), None)
    for i in range(after or len(items), min(len(items), (after or 0) + clause.NEAR + 4)):
        if items[i].code in 'w".;' or items[i].low in _STAYS:
            break
        if items[i].low in _IN_AT_TO and (found := clause.objects(items, i, "CLZ")):
            return found
    return []


def opening_actor(items: list[Item], at: int) -> list[int]:
    """Who acts in a sentence that opens with a place and its day: "In Oslo on Monday(,) X will meet"."""
    dated = next((i for i in range(at + 2, min(len(items), at + 5)) if items[i].code == "D"), None)
    if at or dated is None:
        return []
    i = dated + 1 + (dated + 1 < len(items) and items[dated + 1].code == ",")
    return [i] if i + 1 < len(items) and items[i].code in "PRO" and items[i + 1].code in "xmbh" else []


def begun_in(items: list[Item], at: int) -> list[int]:
    """Where the noun's own verb says that it begins or ends: "his tour began on Monday in Riyadh", "the trip ends in Cairo"."""
    i = _past_aside(items, at + 1)
    while i < len(items) and (items[i].code in "mbhD" or items[i].low in _PAST_VISIT or items[i].low in _TAKING_PLACE):
        i += 1
    taken = any(x.low in _TAKING_PLACE for x in items[at + 1 : i])
    return clause.objects(items, i, "CLZ") if taken and i < len(items) and items[i].low in _IN_AT else []


def _past_aside(items: list[Item], i: int) -> int:
    """Past what is said of a noun between commas ("his tour, which includes Oman, began in")."""
    if i + 1 < len(items) and items[i].code == "," and items[i + 1].code == "w":
        closing = [j for j in range(i + 1, min(len(items), i + 14)) if items[j].code == ","]
        return closing[-1] + 1 if closing else i
    return i


def besides(items: list[Item], at: int) -> list[int]:
    """Where else somebody goes, as an opening phrase says ("In addition to Oslo and Riga, she will make stops in Baku")."""
    opener = next((n for n in range(1, 4) if tuple(x.low for x in items[:n]) in _BESIDES), 0)
    return clause.objects(items, opener - 1, "CLZ") if opener and opener < at else []


def named_as(items: list[Item], at: int) -> list[int]:
    """The place that is said to be the stop: "Cairo is the first stop of his tour"."""
    i = at - 1
    while i > 0 and (items[i].code in "taHU" or (items[i].code == "x" and items[i].low in _ORDINALS)):
        i -= 1
    while i > 0 and items[i].code in "mb":
        i -= 1
    return [i] if i < at - 1 and items[i].code in "CLZ" and items[i + 1].code in "mb" else []


def stops(items: list[Item], start: int, place: str) -> Goals:
    """Countries named from an item on, with the places in each."""
    found: Goals = {}
    for i in list_of_places(items, _within_region(items, start)):
        country, town = country_at(items, i, place)
        if country:
            found.setdefault(country, []).append((town, i))
    return found


def _within_region(items: list[Item], start: int) -> int:
    """The first place that a region is said to include ("the Gulf, including Oman", "Africa in Accra"), else the item."""
    if items[start].code != "Z":
        return start
    if start + 2 < len(items) and items[start + 1].low in _IN and items[start + 2].code in "CL":
        return start + 2
    for i in range(start + 1, min(len(items) - 1, start + 5)):
        if items[i].low in _INCLUDING:
            return next((j for j in range(i + 1, min(len(items), i + 3)) if items[j].code in "CL"), start)
    return start


def list_of_places(items: list[Item], start: int) -> list[int]:
    """The places joined to the first one: "Cairo, Doha and Riyadh", "Sofia, Bulgaria; Rome, Italy", "to China and to Oman"."""
    found, i = [start], start
    while True:
        i = _over(items, i + 1)
        if i + 1 >= len(items) or not (items[i].code in ",&;" or clause.joiner(items, i)) or items[i].low in ("—", "–", ":"):
            break
        i += clause.joiner(items, i) or 1
        i += 1 if i < len(items) and items[i].code == "&" else clause.joiner(items, i)
        while i < len(items) and (items[i].code in "ta" or items[i].low in _JOINERS):
            i += 1
        i = _past_apposition(items, i)
        if i + 1 < len(items) and items[i].code == "n" and items[i + 1].code in "CLZ":
            i += 1  # "the Occupied Palestinian Territories"
        if i + 1 < len(items) and items[i].code in "nNG" and items[i + 1].code in ",&":
            continue  # a place that no table knows
        short = i + 1 < len(items) and items[i].low in _SHORT_STATES and items[i + 1].code in ",&"  # "Israel, Saudi and Jordan"
        if (
            i >= len(items)
            or (items[i].code not in "CLNZ" and not short)
            or (i + 1 < len(items) and items[i + 1].code in "smbhd")
        ):
            break
        found.append(i)
    return found


def _past_apposition(items: list[Item], i: int) -> int:
    """Past what is said of a place in a list ("Indonesia, the largest Muslim nation, and Vietnam")."""
    if i < len(items) and ((items[i].code == "x" and items[i - 1].code == "t") or items[i].low.startswith(_ARTICLES)):
        for j in range(i, min(len(items) - 2, i + 10)):
            if items[j].code == ",":
                return j + 2 if items[j + 1].code == "&" else i
    return i


def _over(items: list[Item], i: int) -> int:
    """Past a bracket and a date."""
    if i + 2 < len(items) and items[i].code == "(" and items[i + 2].code == ")":
        i += 3
    while i + 1 < len(items) and (items[i].code == "D" or (items[i].low in _BEFORE_DATE and items[i + 1].code == "D")):
        i += 1
    return i


def country_at(items: list[Item], i: int, place: str) -> tuple[str | None, str | None]:
    """The country a place stands for, and the place where it is no whole country; "Tripoli, Libya" is in Libya."""
    item = items[i]
    value = item.value if isinstance(item.value, dict) else {}
    if item.code == "C":
        return value.get("C"), None
    if item.code == "L":
        spot, after = value.get("L"), items[i + 1 : i + 3]
        named = after[1].value["C"] if len(after) == 2 and after[0].code == "," and after[1].code == "C" else None
        return named or getattr(spot, "country", None) or value.get("K"), spot.name if spot else item.text
    if item.code == "Z":
        return getattr(value.get("Z"), "country", None), value["Z"].name
    if item.code == "N" and "K" in value:
        return value["K"], None
    named = place == "modifier" or item.low in _SHORT_STATES or clause.is_capital(items, i)
    return (value.get("A"), None) if item.code == "A" and named else (None, None)


def date_of_stop(items: list[Item], spots: list[int], at: int | None = None) -> Item | None:
    """The date right behind one stop of several ("to China July 25-26 and to Oman July 27").

    Behind the trigger ``at``, stops that a list joins share the date at its end ("A and B on Monday, and C and D on Friday").
    """
    for i in spots:
        behind = [x for x in items[i + 1 : i + 5] if x.code not in "(n)" and x.low not in _ON_FROM]
        behind = behind[1:] if behind[:1] and behind[0].code == "," and len(spots) == 1 else behind
        if behind and behind[0].code == "D":
            return behind[0]
    return _date_of_group(items, spots[-1], at) if spots and at is not None else None


def _date_of_group(items: list[Item], stop: int, at: int) -> Item | None:
    """The next date behind a stop where nothing but other stops stands between, and its list has several dates."""
    first = next((i for i in range(stop + 1, len(items)) if items[i].code == "D"), None)
    if first is None or not all(
        x.code in "CLZNt,&" or x.low in _BEFORE_DATE or x.low in _JOINERS for x in items[stop + 1 : first]
    ):
        return None
    places = [stop, *list_of_places(items, stop)]
    others = [i for i in range(at + 1, min(len(items), max(places) + _TO_DATE)) if items[i].code == "D"]
    return items[first] if len(others) > 1 else None
