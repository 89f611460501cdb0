"""Where an encounter was, what it consisted of, and how long it lasted."""

from __future__ import annotations

from dipkb.extract import clause, itinerary
from dipkb.extract.document import Item
from dipkb.extract.framefiles import read_frames
from dipkb.extract.reading import Reading
from dipkb.extract.wordlists import forms

_IN_AT, _THAT, _WHERE = forms("in", "at"), forms("that"), forms("where")
_APART = forms("after", "before", "ahead", "following", "since", "prior")  # what leads to another place and time
_SEATED = frozenset(read_frames("events")["seated_bodies"])
_TALKS = frozenset(read_frames("events")["lasting_talks"])
_TOPICS = frozenset(read_frames("events")["things_talked_about"])


def parts(reading: Reading) -> list[str]:
    """What the sentence says the encounter consisted of; a "working lunch" is no lunch beside it."""
    text = reading.line.words(reading.items[0], reading.items[-1]).lower()
    named = {reading.rules.parts[words] for words in reading.rules.part.findall(text)}
    ordered = [name for name in dict.fromkeys(reading.rules.parts.values()) if name in named]
    return [n for n in ordered if not any(n != other and n in other.split() for other in ordered)]


def _is_seat(items: list[Item], i: int) -> bool:
    """Whether the place at ``i`` only says whose government it is ("the government in Tehran", "the embassy in Doha")."""
    at = i - 2 if items[i - 1].code == "p" else i - 3
    return at >= 0 and items[at].low in _SEATED


def venues(reading: Reading) -> list[str]:
    """Places named in the clause behind a preposition, narrowest first as printed; of "where" also the one before."""
    found, items = [], reading.items
    start, end = _bounds(items, reading.at)
    for i in range(max(1, start), end):
        item = items[i]
        if (
            item.code == "L"
            and "L" in item.value
            and (items[i - 1].code == "p" or (items[i - 1].code == "t" and i > 1 and items[i - 2].code == "p"))
            and not _is_seat(items, i)
            and not _is_topic(items, i)
        ):
            place = item.value["L"]
            found += [place.name, *([place.city] if getattr(place, "city", None) else [])]
    return list(dict.fromkeys(found))


def _bounds(items: list[Item], at: int) -> tuple[int, int]:
    """Where the clause of a trigger begins and ends, as far as its places go."""
    end = next((i for i in range(at + 1, len(items)) if _begins_another(items, i)), len(items))
    start = next((i for i in range(at - 1, -1, -1) if _begins_another(items, i)), -1) + 1
    if start > 3 and items[start - 1].low in _WHERE:
        return start - 4, end  # "went to Oslo, where he met X"
    comma = next((i for i in range(start, at) if items[i].code == ","), start)
    return comma if items[start].low in _APART else start, end


def _begins_another(items: list[Item], i: int) -> bool:
    """Whether what else is done, or a day of something else, follows ("and on Tuesday he …", "ahead of a summit in Oslo")."""
    item = items[i]
    if item.code in 'kw";' or item.low in _APART:
        return True
    if item.code != "&" or i + 2 >= len(items):
        return False
    return items[i + 1].low in _THAT or (items[i + 1].code == "p" and items[i + 2].code == "D")


def country(reading: Reading) -> str | None:
    """The country of the first place named behind "in" or "at", else that with which the sentence opens ("In Oslo, he met X")."""
    for i in _where(reading.items, reading.at):
        if reading.items[i].code in "LC" and not _is_seat(reading.items, i):
            return reading.parties.country_of(reading.items[i])
        if clause.is_capital(reading.items, i):
            return itinerary.country_at(reading.items, i, "in")[0]
    opening = reading.items[:2]
    opens = len(opening) > 1 and opening[0].low in _IN_AT and opening[1].code in "LC"
    return reading.parties.country_of(opening[1]) if opens and not reading.line.is_quoted(reading.at) else None


def _where(items: list[Item], at: int) -> list[int]:
    """The first places named behind "in" or "at" that are not where what is talked about takes place."""
    while found := clause.behind(items, at, forms("in", "at"), "LCZ"):
        if not _is_topic(items, found[0]):
            return found
        at = found[-1]
    return []


def _is_topic(items: list[Item], i: int) -> bool:
    """Whether a place is that of what is talked about: "the situation in Ukraine", "the war in the country"."""
    while i > 0 and items[i].low not in _IN_AT:
        i -= 1
    return i > 0 and items[i - 1].low in _TOPICS


def duration(reading: Reading) -> str | None:
    """The length of talks: "three hours of talks", "talks lasted two hours"."""
    for i, item in enumerate(reading.items):
        if item.code != "U" or not item.value.iso.startswith("PT"):
            continue
        if {x.low for x in reading.items[max(0, i - 4) : i + 5]} & _TALKS:
            return str(item.value.iso)
    return None
