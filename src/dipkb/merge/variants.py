"""Renderings of one utterance that differ in their words: linked, not merged."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from dipkb.event import Statement
from dipkb.identity import identity
from dipkb.merge.words import slug_words
from dipkb.merged import MergedEvent, Report

ALIKE = 0.7
"""The least share of words (Dice, over words with their number) that two renderings have in common."""
FEWEST_WORDS = 6
"""Shorter texts are alike by chance."""


class _Said:
    """A statement to compare: its words, and where it stands."""

    def __init__(self, event: MergedEvent, value: Statement) -> None:
        self.event, self.value = event, value
        self.words = Counter(slug_words(value.content).split())
        self.length = self.words.total()
        self.moment = min(_moment(report) for report in event.reports)


def linked(events: Sequence[MergedEvent]) -> list[MergedEvent]:
    """The events, each statement with the key of the first earlier rendering of the same utterance, where there is one.

    Renderings are of one speaker, in one article or at one occasion, alike by ``ALIKE`` and not equal.
    """
    found = {later.event.key: earlier.event.key for said in _groups(events) for later, earlier in _variants(said)}
    return [msgspec.structs.replace(e, variant_of=found[e.key]) if e.key in found else e for e in events]


def _groups(events: Iterable[MergedEvent]) -> Iterable[list[_Said]]:
    """Statements of one speaker and article, or occasion, that are long enough."""
    groups: dict[tuple[str, str], list[_Said]] = defaultdict(list)
    for event in events:
        if isinstance(event.value, Statement):
            said = _Said(event, event.value)
            if said.length >= FEWEST_WORDS:
                for place in _places(event, event.value):
                    groups[place].append(said)
    return (groups[place] for place in sorted(groups))


def _places(event: MergedEvent, value: Statement) -> set[tuple[str, str]]:
    if value.speaker is None:
        return set()
    places = {(identity(value.speaker, report.article.id), f"article {report.article.id}") for report in event.reports}
    return places | {(speaker, f"occasion {value.occasion}") for speaker, _ in places if value.occasion}


def _variants(group: list[_Said]) -> Iterable[tuple[_Said, _Said]]:
    """Each later one with the first earlier one it is alike to."""
    ordered = sorted(group, key=lambda said: said.moment)
    for n, later in enumerate(ordered):
        earlier = next((other for other in ordered[:n] if _alike(later, other)), None)
        if earlier:
            yield later, earlier


def _alike(one: _Said, other: _Said) -> bool:
    both = one.length + other.length
    if 2 * min(one.length, other.length) < ALIKE * both or one.words == other.words:
        return False
    return 2 * (one.words & other.words).total() >= ALIKE * both


def _moment(report: Report) -> tuple[str, ...]:
    """Where a report stands: by the day of its article, the article, and the place in it."""
    start = min((span.start for span in report.record.evidence), default=0)
    return report.article.published or "9999", report.article.id, f"{start:09}", report.key
