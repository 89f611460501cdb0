"""Meetings told in a row: "On Monday X spoke with several leaders. X called A and B.", "X met A on Monday. X also met B."

One more of a row that has no day of its own was on the day of the one before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from dipkb.extract.candidate import Candidate
from dipkb.extract.framefiles import read_frames

_NEAR = 2  # sentences between one of a row and the next
_MORE = frozenset(read_frames("events")["sequel_words"])


def in_a_row(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """The candidates, those of a row with its day; what only opens a row ("met several leaders") is left out."""
    told: list[Candidate] = []
    for candidate in candidates:
        if candidate.type == "Meeting":
            told = [c for c in told if candidate.line.sentence.index - c.line.sentence.index <= _NEAR]
            before = next((c for c in reversed(told) if _goes_on(candidate, c)), None)
            if before is not None and before.when is not None:
                candidate.when = replace(before.when, origin="resolved")
            told.append(candidate)
        if not candidate.extra.get("series"):
            yield candidate


def _goes_on(candidate: Candidate, before: Candidate) -> bool:
    """Whether the candidate is the next of a row that the other one is in."""
    away = candidate.line.sentence.index - before.line.sentence.index
    return (
        candidate.when is None
        and before.when is not None
        and before.when.precision == "day"
        and before.when.start == before.when.end
        and 0 <= away <= _NEAR
        and candidate.asserted
        and candidate.status == before.status
        and not (candidate.background or candidate.line.is_quoted(candidate.at))
        and bool(_keys(candidate) & _keys(before))
        and (bool(before.extra.get("series")) or _is_one_more(candidate))
    )


def _keys(candidate: Candidate) -> set[str]:
    return {e.key() for e in candidate.parties["participants"]}


def _is_one_more(candidate: Candidate) -> bool:
    items, at = candidate.line.items, candidate.at
    return any(x.low in _MORE for x in items[max(0, at - 4) : at + 2])
