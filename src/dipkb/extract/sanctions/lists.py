"""Lists of targets: "Iran, Syria and two firms in Oman", "four banks, including Alpha and Beta"; at most ten."""

from __future__ import annotations

import re

from msgspec.structs import replace

from dipkb.extract import clause
from dipkb.extract.document import Entity, Item
from dipkb.extract.reading import Reading
from dipkb.extract.sanctions.phrases import Phrase, behind_quantity, is_number, phrase_at
from dipkb.extract.sanctions.words import words
from dipkb.extract.wordlists import forms

_THOSE = forms("those")

_OPENERS, _LISTING, _SAYING = words("list_openers"), words("list_words"), words("saying")
_TAILS = words("tails")
_ARTICLES = forms("the", "a")
_BENCH = re.compile(r"[RDI]-[A-Z]")  # the party and state behind an American lawmaker's name ("R-Ohio")
MOST = 10


def listed(reading: Reading, i: int) -> list[Entity]:
    """The targets of a list that starts at an item."""
    return listing(reading, i)[0]


def listing(reading: Reading, i: int) -> tuple[list[Entity], int]:
    """The targets of a list and the index behind it: "Iran, Syria and two firms in Oman", "four banks, including Alpha"."""
    items, found, spare, opened, end = reading.items, list[Entity](), list[Entity](), False, i
    while i < len(items) and len(found) + len(spare) < MOST:
        before = i - 1
        i, opening = _skipped(items, i)
        comma = before >= 0 and items[before].code == "," and all(x.low in _ARTICLES for x in items[before + 1 : i])
        opened = opened or opening
        phrase = _both_counted(reading, i) or phrase_at(reading, i)
        if phrase is None:
            break
        if found and comma and not opened and acts_itself(items, phrase.end):
            break
        if found and items[i].code == "C" and phrase.end < len(items) and is_number(items[phrase.end]):
            break  # "X has sanctioned 74 individuals, Y 55"
        held = bool(spare) or (bool(found) and comma and not opened)
        (spare if held else found).extend(phrase.entities)
        i = phrase.end
        if i + 2 < len(items) and items[i].code == "(" and items[i + 2].code == ")":
            i += 3
        step = _linked(items, i)
        alone = held and step is None and len(spare) < 2 and items[i - 1].code != "&"
        if alone and not (opened or _apposed(found)):
            break
        end = i
        if step is None or _closes(items, i):
            break
        if items[i].code == "&" or items[step - 1].code == "&" or opened:
            found, spare = found + spare, []
        opened = opened or items[step - 1].low in (":", "—", "–", "(")
        i = step
    kept = spare if len(spare) > 1 or opened or _apposed(found) else []
    return _placed(found + kept), end


def _both_counted(reading: Reading, i: int) -> Phrase | None:
    """People and bodies counted together ("38 individuals and three entities"), as worded."""
    items = reading.items
    first = behind_quantity(items, i)
    if first + 4 >= len(items) or not is_number(items[first]) or (one := phrase_at(reading, first)) is None:
        return None
    second = behind_quantity(items, one.end + 1)
    if not one.described or one.end >= len(items) or items[one.end].code != "&" or second >= len(items):
        return None
    other = phrase_at(reading, second) if is_number(items[second]) else None
    if other is None or not other.described or len(one.entities) != 1 or len(other.entities) != 1:
        return None
    country = other.entities[0].country or one.entities[0].country
    last = next((i for i in range(second + 1, other.end) if items[i].low in _TAILS or items[i].code == "o"), other.end) - 1
    name = reading.line.words(items[first], items[last])
    return Phrase([Entity("group", name=name, country=country, plural=True, certain=bool(country))], other.end, described=True)


def _placed(found: list[Entity]) -> list[Entity]:
    """Two groups told together are of one state ("two firms and four people in X", "the president of X and other officials")."""
    if len(found) != 2 or found[1].kind != "group":
        return found
    first, second = found
    if first.kind == "group" and second.country and not first.country:
        return [replace(first, country=second.country), second]
    if first.kind == "person" and first.country and not second.country:
        return [first, replace(second, country=first.country)]
    return found


def _apposed(found: list[Entity]) -> bool:
    """Whether what went before is only described, so that a name behind its comma tells who it is."""
    return bool(found) and found[-1].kind == "group"


def acts_itself(items: list[Item], end: int) -> bool:
    """Whether a verb stands behind, so that the phrase begins another clause."""
    return end < len(items) and (items[end].code in "mbhd" or items[end].low in _SAYING or clause.is_verb_like(items[end]))


def _closes(items: list[Item], end: int) -> bool:
    return end >= len(items) or items[end].code in '."w'


def _skipped(items: list[Item], i: int) -> tuple[int, bool]:
    opened = False
    while i < len(items) and (
        (items[i].code in "tH" and items[i].low not in _THOSE) or items[i].low in _OPENERS or items[i].code == "("
    ):
        opened = opened or items[i].low in _LISTING or items[i].code == "("
        i += 1
    return i, opened


def _linked(items: list[Item], i: int) -> int | None:
    """The index behind what joins the next member of a list."""
    if i < len(items) and items[i].code == "(" and i + 2 < len(items) and items[i + 2].code == ")":
        i += 3
    if i >= len(items):
        return None
    if items[i].code == "," and i + 2 < len(items) and _BENCH.match(items[i + 1].text):
        return _linked(items, i + 2)
    if items[i].code == "," and i + 1 < len(items) and items[i + 1].code == "&":
        return i + 2
    if items[i].code in ",&(" or items[i].low in (":", "—", "–", ";"):
        return i + 1
    if items[i].low in _LISTING:
        return i
    return i + n if (n := clause.joiner(items, i)) else None
