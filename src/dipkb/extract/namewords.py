"""The words that names, offices and headlines are made of, as ``names.yaml``, ``words.yaml`` and ``events.yaml`` list them."""

from __future__ import annotations

import re

from dipkb.extract.framefiles import read_frames
from dipkb.extract.wordlists import listed

_THIRD_PERSON: list[tuple[re.Pattern[str], str]] = [
    (re.compile(rule), form) for rule, form in read_frames("words")["third_person"]
]


class NameWords:
    """The lists of ``names.yaml`` as sets; what each is for stands there. ``names`` is the whole of it."""

    def __init__(self) -> None:
        self.names = read_frames("names")
        self.organisation_heads, self.occasion_heads = self._listed("organisation_words"), self._listed("occasion_words")
        self.title_heads, self.heads = self._listed("title_heads"), self._listed("heads")
        self.remit_offices, self.compounds = self._listed("remit_offices"), self._listed("compounds")
        self.remit_heads = frozenset(office.split()[-1] for office in self.remit_offices)
        self.remit_words, self.royal, self.bodies = self._listed("remit_words"), self._listed("royal"), self._listed("bodies")
        self.own_words, self.before_places = self._listed("own_words"), self._listed("before_places")
        self.not_people = self._listed("not_people") | self.organisation_heads | self.occasion_heads  # "Street", "War"
        self.triggers = _triggers()
        self.headline_words = self.triggers | _headline_words()
        self.visit_words = _visit_words()
        self.words_of_visits = self.visit_words[0] | self.visit_words[1]  # all that can be part of "State Visit"

    def _listed(self, name: str) -> frozenset[str]:
        return frozenset(self.names[name])


def _triggers() -> frozenset[str]:
    """Words that tell an event or stand beside one; a headline in capitals writes them like names."""
    frames = {word for frame in read_frames("events")["frames"] for word in frame["words"]}
    return frozenset(frames | set(read_frames("words")["light_verbs"]) | set(read_frames("words")["headline_words"]))


def _headline_words() -> frozenset[str]:
    """Further words that headlines in capitals write like names."""
    words = read_frames("words")
    verbs = set(words["headline_verbs"])
    bare = verbs - set(words["names_as_verbs"])
    return frozenset(bare | {_third_person(verb) for verb in verbs} | set(words["headline_nouns"]))


def _visit_words() -> tuple[frozenset[str], frozenset[str]]:
    """Kinds of visits and nouns for them ("State Visit")."""
    kinds = {word for words in read_frames("events")["visit_kinds"].values() for word in words}
    return frozenset(kinds | set(read_frames("events")["visit_adjectives"])), listed("events", "visit_nouns")


def _third_person(verb: str) -> str:
    """The verb behind "she" in the present.

    >>> [_third_person(v) for v in ("meet", "discuss", "deny", "go", "say")]
    ['meets', 'discusses', 'denies', 'goes', 'says']
    """
    return next(rule.sub(form, verb, count=1) for rule, form in _THIRD_PERSON if rule.search(verb))
