"""What ``events.yaml`` says, compiled once: the frames by the words that trigger them, and the word lists beside them."""

from __future__ import annotations

import re
from typing import Any

from dipkb.extract.framefiles import read_frames
from dipkb.extract.status import StatusRules
from dipkb.extract.wordlists import any_of

# The words a frame asks for around its trigger: the name of the list, and how many items before and behind it reaches.
_SURROUNDINGS = (("near", 3, 3), ("behind", 0, 10), ("behind_left", 8, 0), ("around", 8, 10))


class FrameRules:
    """What ``events.yaml`` says, compiled: frames by trigger, governing verbs, kinds of visit, parts of an encounter."""

    def __init__(self) -> None:
        self.rules = read_frames("events")
        self.status = StatusRules()
        self.by_word: dict[str, list[dict[str, Any]]] = {}
        self._sets: dict[str, frozenset[str]] = {}
        for frame in map(_with_sets, self.rules["frames"]):
            for word in frame["words"]:
                self.by_word.setdefault(word, []).append(frame)
        self.here = re.compile(self.rules["here"])
        self.kinds = {word: kind for kind, words in self.rules["visit_kinds"].items() for word in words}
        self.also_verbs, self.also_nouns = frozenset(self.rules["also_verbs"]), frozenset(self.rules["also_nouns"])
        self.topical = frozenset(self.rules["topical_verbs"])
        self.parts = {word: name for name, words in self.rules["parts"].items() for word in words}  # of an encounter
        self.part = re.compile(rf"\b(?:{any_of(map(re.escape, sorted(self.parts, key=len, reverse=True)))})\b")

    def words(self, name: str) -> frozenset[str]:
        """A word list of ``events.yaml``."""
        if name not in self._sets:
            self._sets[name] = frozenset(self.rules[name])
        return self._sets[name]


def _with_sets(frame: dict[str, Any]) -> dict[str, Any]:
    """The frame with what it needs and the words it asks for around its trigger as sets, and where they are to stand."""
    asked = [asked for asked in _SURROUNDINGS if asked[0] in frame]
    sets = {where: frozenset(frame[where]) for where, _, _ in asked}
    made = {"zone": frame.get("zone"), "needs": frozenset(frame.get("needs", ())), "asked": asked, "near_sets": (*sets.values(),)}
    return frame | sets | made
