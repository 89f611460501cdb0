"""The day of talks that somebody spoke at or after, where the first sentence tells on which day it was said.

"Trump said on Monday that … Trump, speaking after talks with Abe, repeated …": agencies date the speaking once, at the top.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dipkb.extract.candidate import Candidate
from dipkb.extract.document import Document, Entity, Item
from dipkb.extract.framefiles import read_frames
from dipkb.extract.resolve import resolve

_SAYING = frozenset(read_frames("words")["saying"])
_SENTENCES = 6  # so far down the text still tells of the day of its first sentence
_PRESS = ("joint-press", "press-conference")


def day_spoken(document: Document, tellings: list[Candidate], today: date | None) -> str | None:
    """The day of an undated encounter in the opening that one of its parties is told to have spoken at or after."""
    body = [line for line in document.body() if line.sentence.zone == "body"]
    opening = {id(line) for line in body[:_SENTENCES]}
    told = [m for m in tellings if id(m.line) in opening and not m.background and (m.extra["governed"] or m.rule in _PRESS)]
    if not told or today is None:
        return None
    present = {e.key() for m in told for e in m.parties["participants"]}
    for who, day in _said(body[0].items):
        if who.key() in present and (when := resolve(day.value, today, direction="past")) and when.precision == "day":
            return when.start
    return None


def _said(items: list[Item]) -> Iterator[tuple[Entity, Item]]:
    """Who said something, and the day right before or behind the verb ("X said on Monday", "X on Monday said")."""
    for i, item in enumerate(items):
        if item.low not in _SAYING:
            continue
        day = next((x for x in items[max(0, i - 2) : i + 5] if x.code == "D"), None)
        who = next((x.who[0] for x in reversed(items[max(0, i - 5) : i]) if x.code in "PR" and x.who), None)
        if day is not None and who is not None:
            yield who, day
