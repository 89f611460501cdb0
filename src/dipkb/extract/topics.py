"""What a statement is about: topics of ``seeds/frames/topics.yaml``, and the initiatives and organisations it names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from dipkb.extract.document import Line
from dipkb.extract.framefiles import read_frames


class Topics:
    """The compiled vocabulary of topics."""

    def __init__(self) -> None:
        topics = read_frames("topics")
        self.words = {word: name for name, words in topics.items() for word in words}
        self.pattern = re.compile(rf"\b{any_of(self.words)}\b")

    def of(self, content: str, lines: list[Line], start: int, end: int) -> tuple[str, ...]:
        """Names of initiatives and organisations in the words ``[start, end)``, then topics, each once."""
        named = [
            name
            for line in lines
            for item in line.items
            if item.code in "IN" and start <= line.sentence.starts[item.i] < end and (name := _name(item.value, item.code))
        ]
        found = map(self.words.__getitem__, self.pattern.findall(content.lower()))
        return tuple(dict.fromkeys([*named, *found]))


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, longer ones first; sorted by first letter, so that a search tries few of them.

    >>> any_of(["trade", "arms", "arms control"])
    '(?:a(?:rms\\\\ control|rms)|t(?:rade))'
    """
    longest_first = sorted(words, key=lambda word: (word[0], -len(word)))
    heads = [
        (head, "|".join(re.escape(word[1:]) for word in some)) for head, some in groupby(longest_first, lambda word: word[0])
    ]
    return "(?:" + ("|".join(f"{re.escape(head)}(?:{rests})" for head, rests in heads) or "(?!)") + ")"


def _name(value: object, code: str) -> str | None:
    record = value.get(code) if isinstance(value, dict) else None
    return getattr(record, "name", None)
