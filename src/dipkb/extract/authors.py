"""Whose words an article is that tells in the first person: a statement, a minister's media release, an op-ed, a transcript.

The heading says it ("Statement by President X", "Transcript of the Prime Minister"), else a line of the opening that is nothing
but somebody's office and name, else the publisher, where that is an office.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dipkb.extract.clause import is_verb_like
from dipkb.extract.document import Document, Entity, Item, Line
from dipkb.extract.wordlists import forms

if TYPE_CHECKING:
    from dipkb.extract.parties import Parties

_OPENING = 6  # lines that can hold a heading or a byline
_BYLINE = 14  # items in the longest byline
_BY = forms("by", "from", "of", "with")
_OWN = forms("i", "my", "me", "myself")


def author_of(parties: Parties) -> Entity | None:
    """Who says "I" outside quotation marks; ``None`` where nobody does, or where nothing says who it is."""
    lines = parties.document.lines
    if not _speaks(parties.document):
        return None
    opening = [
        line for line in lines[:_OPENING] if line.in_title or line.sentence.zone in ("title", "heading") or _is_byline(line)
    ]
    named = next((e for line in opening if (e := _by_heading(line, parties))), None)
    named = named or next((e for line in opening if not line.in_title and (e := _alone(line, parties))), None)
    return named or parties.publishing_leader() or _of_headline(parties)


def _of_headline(parties: Parties) -> Entity | None:
    """Whom the headline of an office that does not say whose it is begins with ("Norwegian foreign minister to visit Riga")."""
    line, publisher = next(iter(parties.document.lines)), (parties.document.article.publisher or "").casefold()
    words = [w for some in parties.lexicon.names["publishing_offices"].values() for w in some]
    at = 1 if line.items[:1] and line.items[0].code == "t" else 0
    opens = line.in_title and at < len(line.items) and line.items[at].code in "PR"
    return _person(line, at, parties) if opens and any(w in publisher for w in words) else None


def _speaks(document: Document) -> bool:
    """Whether the text speaks in the first person outside its quotations."""
    return any(
        item.low in _OWN and item.code in "OH" and not line.is_quoted(at)
        for line in document.body()
        if line.sentence.zone == "body" and not _OWN.isdisjoint(line.lows)
        for at, item in enumerate(line.items)
    )


def _by_heading(line: Line, parties: Parties) -> Entity | None:
    """Whose statement, remarks or transcript a heading says it is: "Remarks by X", "X's speech"."""
    items, own = line.items, parties.lexicon.own_words
    for at in range(1, len(items)):
        before = {i.low.rpartition(" ")[2] for i in items[max(0, at - 3) : at - 1]}
        if items[at].code in "PR" and items[at - 1].low in _BY and before & own:
            return _person(line, at, parties)
        if items[at].code == "s" and items[at - 1].code == "P" and any(i.low in own for i in items[at + 1 : at + 4]):
            return _person(line, at - 1, parties)
    return None


def _alone(line: Line, parties: Parties) -> Entity | None:
    """The one person of a line that has no verb, if the office stands with the name: "Media release, Minister X"."""
    people = [at for at, item in enumerate(line.items) if item.code == "P"]
    held = len(people) == 1 and any(i.code == "R" or (i.code == "P" and i.value.role) for i in line.items)
    return _person(line, people[0], parties) if held else None


def _is_byline(line: Line) -> bool:
    """Whether a line of the text is too short for a sentence and has no verb."""
    return len(line.items) <= _BYLINE and not any(i.code in "mbhd.D" or is_verb_like(i) for i in line.items)


def _person(line: Line, at: int, parties: Parties) -> Entity | None:
    return next(_people(line.items[at], line, parties), None)


def _people(item: Item, line: Line, parties: Parties) -> Iterator[Entity]:
    if item.code == "P":
        yield parties.person(item.value)
    else:
        yield from (e for e in parties.office(item.value, line, None) if e.kind == "person")
