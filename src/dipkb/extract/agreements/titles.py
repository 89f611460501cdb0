"""What a document is called, what it is about, and the fields it covers."""

from __future__ import annotations

import re

from dipkb.extract import clause
from dipkb.extract.agreements.words import FIELDS, KINDS, words
from dipkb.extract.reading import Reading
from dipkb.extract.wordlists import forms, pattern_named

_IN = forms("in")
_TITLE_LINKS = forms("on", "of", "for", "to", "in")
_BEHALF = forms("behalf")
_WITH_BETWEEN_BY = forms("with", "between", "by")

_PLAIN = words("plain")
_SPLIT = pattern_named("title_parts")
_BEYOND = pattern_named("behind_title")
_LONGEST = 10


def title_of(reading: Reading, verb: int | None) -> str:
    """The document as named: from the words before the noun, and what it is on."""
    items, first, last = reading.items, reading.at, reading.at
    while first > 0 and first - 1 != verb and items[first - 1].code in "xaAnLCIEUNG" and not _ends(reading, first - 1):
        first -= 1
    if last + 1 < len(items) and items[last + 1].low in _TITLE_LINKS:
        while (
            last + 1 < len(items)
            and last - reading.at < _LONGEST
            and items[last + 1].code not in '.,;"wkD('
            and items[last + 1].low not in _WITH_BETWEEN_BY
            and not (last + 2 < len(items) and items[last + 2].low in _BEHALF)
            and not (
                items[last + 1].low in _IN
                and last > reading.at + 1
                and items[last + 2 : last + 3]
                and items[last + 2].code == "L"
            )
            and not (items[last + 1].code == "&" and last + 2 < len(items) and items[last + 2].code == "t")
            and (last == reading.at or items[last + 1].code not in "mbh")
        ):
            last += 1
    while last > reading.at and items[last].code in "ptok&":
        last -= 1
    return reading.line.words(items[first], items[last])


def _ends(reading: Reading, i: int) -> bool:
    return clause.is_verb_like(reading.items[i]) and not reading.items[i].text[0].isupper()


def about(title: str) -> set[str]:
    """The words of a title that tell the document from another."""
    return {w for w in re.findall(r"[\w-]+", title.casefold()) if w not in _PLAIN and not w[0].isdigit()}


def head_of(reading: Reading) -> str:
    """What kind of document the noun is: a statement, a memorandum, a truce; ``""`` where it can be any."""
    word = reading.trigger.text.rsplit(" ", 1)[-1].casefold()
    return KINDS.get(word, "")


def fields_of(reading: Reading) -> list[str]:
    """The fields that the sentence says it covers."""
    match = FIELDS.search(reading.line.words(reading.trigger, reading.items[-1]))
    if match is None:
        return []
    named = _BEYOND.split(match[1], maxsplit=1)[0]
    return [part.strip(" ,") for part in _SPLIT.split(named) if part.strip(" ,")][:10]
