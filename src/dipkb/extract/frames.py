"""From triggers to candidates: every place where the words tell an event, each with its parties, place, date and status.

The constructions are data (``seeds/frames/events.yaml``, ``status.yaml``). A candidate is one telling in one sentence; joining
those of one event is the next step, :mod:`dipkb.extract.consolidate`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from dipkb.extract.agreements import agreements
from dipkb.extract.candidate import Candidate
from dipkb.extract.document import Document, Item, Line
from dipkb.extract.framerules import FrameRules
from dipkb.extract.meetings import meetings
from dipkb.extract.parties import Parties
from dipkb.extract.reading import Reading
from dipkb.extract.sanctions import sanctions
from dipkb.extract.visits import visits

_MAKERS: dict[str, Callable[[Reading], Iterator[Candidate]]] = {
    "Visit": visits,
    "Meeting": meetings,
    "Sanction": sanctions,
    "Agreement": agreements,
}
_WORDS, _NAMES = frozenset("xaEckbp"), frozenset("nIPR")


class Frames:
    """The compiled frames; ``candidates`` runs them over a line."""

    def __init__(self) -> None:
        self.rules = FrameRules()

    def candidates(self, line: Line, document: Document, parties: Parties) -> Iterator[Candidate]:
        """The candidates of one line by their triggers: at each the first frame of a type that finds its parties."""
        zone, by_word = line.sentence.zone, self.rules.by_word
        for at, item in [(n, x) for n, x in enumerate(line.items) if x.low in by_word or x.code in _NAMES]:
            word = item.low if item.code in _WORDS else _trigger(item) if item.code in _NAMES else ""
            if frames := by_word.get(word) or (by_word.get(_first_word(item)) if item.code == "I" else None):
                told: set[str] = set()
                behind = line.items[at + 1].code if at + 1 < len(line.items) else "."
                for frame in frames:
                    if frame["event"] in told or frame["zone"] not in (None, zone):
                        continue
                    if behind not in frame.get("next", behind) or (
                        frame["near_sets"] and not _is_near(frame["near_sets"], line, item)
                    ):
                        continue
                    reading = Reading(self.rules, frame, line, at, document, parties)
                    if reading.fits():
                        found = list(_MAKERS[frame["event"]](reading))
                        told |= {c.type for c in found}
                        yield from found


def _is_near(asked: Iterable[frozenset[str]], line: Line, trigger: Item) -> bool:
    """Whether the line has of each set of words that the frame asks for one at all; most have not, and need no reading."""
    if " " in trigger.text:
        return True
    return not any(map(line.last_words.isdisjoint, asked))


def _first_word(item: Item) -> str:
    """What a document is that is named for its subject ("the Treaty on Conventional Armed Forces in Europe")."""
    return item.text.split(" ", 1)[0].casefold()


def _trigger(item: Item) -> str:
    """The word of an item that can trigger a frame: of a named document its last ("the Abraham Accords")."""
    if item.code in "nI":
        return item.text.rsplit(" ", 1)[-1].casefold()
    return "visiting" if item.code in "PR" and item.value.visiting else ""
