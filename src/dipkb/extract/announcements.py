"""The day of an act that another sentence makes known ("She made the announcement on Tuesday")."""

from __future__ import annotations

from datetime import date

from dipkb.extract.candidate import Candidate
from dipkb.extract.document import Document, Item, Line
from dipkb.extract.framefiles import read_frames
from dipkb.extract.joined import Group
from dipkb.extract.resolve import resolve
from dipkb.extract.wordlists import forms, listed

_THE_THESE_THIS = forms("the", "these", "this")
_THIS_IT = forms("this", "it")

_RULES = read_frames("sanctions")
_NOUNS = frozenset(_RULES["announcing_nouns"]) | listed("sanctions", "announced_nouns")
_VERBS = frozenset(_RULES["announcing_verbs"]) | listed("sanctions", "announced_verbs")
_SAYING = frozenset(_RULES["saying"]) | forms("told")
_FOLLOWING = 3  # sentences
_WIDE = 48  # items of a sentence in which the restrictions can be taken up
_BESIDE = 10  # items between the verb and its day


def day_announced(document: Document, group: Group, today: date | None) -> str | None:
    """The day on which the sentences behind the first telling of an act say that it was made known."""
    told = [m for m in group.members if m.asserted and m.line.sentence.zone == "body" and not m.line.in_title]
    if not told or today is None or any(m.background for m in told):
        return None
    first = min(m.line.sentence.index for m in told)
    if (said := next((x for m in told if m.line.sentence.index == first and (x := _said_with(m)) is not None), None)) is not None:
        when = resolve(said.value, today, direction="past")
        return when.start if when is not None and when.precision == "day" else None
    others = {id(m.line) for m in told if m.dated is not None}
    for line in document.body():
        if 0 < line.sentence.index - first <= _FOLLOWING and id(line) not in others and (day := _announced(line)) is not None:
            when = resolve(day.value, today, direction="past")
            return when.start if when is not None and when.precision == "day" else None
    return None


def _said_with(telling: Candidate) -> Item | None:
    """The day on which it was said in the same sentence that something "has" been done (", the council said on Friday")."""
    if telling.dated is not None:
        return None
    items = telling.line.items
    for i in range(telling.at + 1, len(items)):
        if items[i].code == "D" and not telling.line.is_quoted(i):
            return items[i] if any(x.low in _SAYING for x in items[max(0, i - 3) : i]) else None
    return None


def _announced(line: Line) -> Item | None:
    """The day beside a verb that makes something known, in a sentence on what was announced or on the restrictions."""
    items = line.items
    taken_up = any(items[i].low in _THE_THESE_THIS and _names(items, i + 1) for i in range(min(len(items) - 1, _WIDE)))
    this = bool(items) and items[0].low in _THIS_IT
    for i, item in enumerate(items):
        if item.code != "D" or line.is_quoted(i):
            continue
        near = [x.low for x in items[max(0, i - _BESIDE) : i + 2]]
        announced = any(x in _VERBS for x in near)
        on_it = taken_up or this or any(x.low in _NOUNS for x in items)
        if (announced and on_it) or (taken_up and any(x in _SAYING for x in near)):
            return item
    return None


def _names(items: list[Item], i: int) -> bool:
    """Whether a noun for what was announced stands at an index, over an adjective ("the new sanctions")."""
    return any(x.low in _NOUNS | forms("announcement") for x in items[i : i + 2])
