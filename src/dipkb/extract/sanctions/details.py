"""By which measures and for what reasons, as the sentence says."""

from __future__ import annotations

from dipkb.extract.reading import Reading
from dipkb.extract.sanctions.words import LOOSE_REASONS, MEASURES, OPEN_LISTS, REASONS, SOME_MEASURE, SOME_REASON
from dipkb.extract.wordlists import pattern_named

_AND, _ELSEWHERE = pattern_named("reason_parts"), pattern_named("behind_reason")


def measures_of(reading: Reading) -> list[str]:
    """What is restricted, by the words around the trigger."""
    items, at = reading.items, reading.at
    text = reading.line.words(items[max(0, at - 8)], items[min(len(items) - 1, at + 10)]).lower()
    likely = [MEASURES[n] for n in sorted(SOME_MEASURE.likely(text))]
    return [name for name, pattern in likely if pattern.search(text)]


def is_open_list(text: str) -> bool:
    """Whether the words say that others act as well ("and other states")."""
    folded = text.casefold()
    return any(phrase in folded for phrase in OPEN_LISTS)


def reasons_of(reading: Reading) -> list[str]:
    """Why, in the text's words, cut where the sentence goes on to something else."""
    text = reading.line.words(reading.trigger, reading.items[-1])
    for phrase, pattern in [REASONS[n] for n in sorted(SOME_REASON.likely(text.lower()))]:
        match = pattern.search(text)
        if match and not match[1][0].isdigit() and _is_firm(phrase, match[1][:20]):
            why = _ELSEWHERE.split(match[1], maxsplit=1)[0]
            return [part.strip(" ,") for part in _AND.split(why, maxsplit=1)]
    return []


def _is_firm(phrase: str, why: str) -> bool:
    """Whether the words behind a phrase are a reason; of a preposition of many uses only some are."""
    return phrase not in LOOSE_REASONS or any(word in why for word in LOOSE_REASONS[phrase])
