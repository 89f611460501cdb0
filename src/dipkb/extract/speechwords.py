"""The words of speech, from ``seeds/frames/statements.yaml``."""

from __future__ import annotations

from dipkb.extract.framefiles import read_frames
from dipkb.extract.wordlists import forms


class SpeechWords:
    """Verbs by the act they tell, and those who speak without a name."""

    def __init__(self) -> None:
        rules = read_frames("statements")
        self.acts: dict[str, str] = {word: act for act, words in rules["acts"].items() for word in words}
        self.express: dict[str, str] = {word: act for act, words in rules["express"].items() for word in words}
        self.views = frozenset(rules["views"])
        self.cues = frozenset(self.acts) | self.views | forms("according")
        self.addressing, self.reported = frozenset(rules["addressing"]), frozenset(rules["reported"])
        self.saying, self.telling, self.quoting = (
            frozenset(rules["saying"]),
            frozenset(rules["telling"]),
            frozenset(rules["quoting"]),
        )
        self.speakers, self.bodies = frozenset(rules["speakers"]), frozenset(rules["bodies"])
        self.documents, self.papers = frozenset(rules["documents"]), frozenset(rules["papers"])
        self.without_name = self.speakers | self.bodies | self.documents | self.papers
        self.implied: dict[str, str] = rules["implied"]
        self.told_nouns = frozenset(rules["told_nouns"])
        self.clausal = frozenset(rules["clausal"])
        self.behind_only = frozenset(rules["behind_only"])
        self.generic = frozenset(rules["generic"])
        self.partisans = frozenset(rules["partisans"])
        self.personal = frozenset(rules["personal"])
        self.home_offices = frozenset(rules["home_offices"])
        self.adverbs, self.labels = frozenset(rules["adverbs"]), frozenset(rules["labels"])
        self.media_verbs, self.quoted_only = frozenset(rules["media_verbs"]), frozenset(rules["quoted_only"]) | self.views
