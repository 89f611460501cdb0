"""What the extractor knows of one article while it reads: sentences of items, and the people and parties they stand for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dipkb.article import Article
from dipkb.event import Span
from dipkb.extract.entities import Entity, Mention, Quoted
from dipkb.extract.text import Sentence

__all__ = ["AGENTS", "Document", "Entity", "Item", "Line", "Mention", "Quoted"]

# One letter per kind of item, so that a sentence is also a short string that patterns can run over.
# Entities:  P person  R office standing for a person  G several people at once  C country  A demonym  L place  N organisation
#            M medium  I initiative  E named occasion (summit, forum)  n other capitalised name  O pronoun  H possessive pronoun
#            D date  U duration
# Words:     t article  o of  p preposition  & and/or  , comma  s possessive 's  b be  h have  d do  m modal  ! negation
#            k subordinator  w relative  " quote  ( )  ; clause mark  . end  x any other word
AGENTS = frozenset("PRGCNMO")


class Item:
    """A stretch of tokens ``[i, j)`` of one sentence, read as one thing.

    ``value`` depends on ``code``; ``who`` are the parties it stands for, once they are identified.
    """

    __slots__ = ("code", "i", "j", "low", "text", "value", "who")

    def __init__(self, code: str, i: int, j: int, text: str, low: str, value: Any = None, who: tuple[Entity, ...] = ()) -> None:
        self.code, self.i, self.j, self.text, self.low = code, i, j, text, low
        self.value, self.who = value, who

    def __repr__(self) -> str:
        return f"{self.code}[{self.text}]"


@dataclass(slots=True, eq=False)
class Line:
    """A sentence after chunking: its items, their codes as one string, and which items stand inside quotation marks.

    ``lows`` are the items' words in small letters: what looks for words none of which is there need not look at the items.
    ``subject`` is whom the text was speaking of when the sentence began, ``pair`` the two it last named together.
    """

    sentence: Sentence
    items: list[Item]
    text: str
    in_title: bool = False
    lows: frozenset[str] = frozenset()
    quoted: list[bool] = field(default_factory=list)
    subject: Entity | None = None
    pair: tuple[Entity, ...] = ()
    statuses: dict[tuple[int, bool, int | None], str] = field(default_factory=dict)  # read so far: several frames ask for one
    backgrounds: dict[int, bool] = field(default_factory=dict)
    _last_words: frozenset[str] | None = None

    @property
    def last_words(self) -> frozenset[str]:
        """The words of the items, of each its last one; asked for when the items are what they stay."""
        if self._last_words is None:
            self._last_words = frozenset([x.low.rsplit(" ", 1)[-1] if " " in x.low else x.low for x in self.items])
        return self._last_words

    @property
    def codes(self) -> str:
        return "".join([item.code for item in self.items])

    def is_quoted(self, at: int) -> bool:
        """Whether an item stands inside quotation marks."""
        return bool(self.quoted) and self.quoted[at]

    def span(self, first: Item, last: Item) -> tuple[int, int]:
        """Offsets of the words from one item to another."""
        return self.sentence.starts[first.i], self.sentence.ends[last.j - 1]

    def words(self, first: Item, last: Item) -> str:
        """The text from one item to another, as it stands."""
        start, end = self.span(first, last)
        return self.text[start:end]

    def evidence(self) -> Span:
        """The whole sentence, as the record of an event it tells cites it."""
        start, end = self.sentence.start, self.sentence.end
        return Span(start=start, end=end, exact=self.text[start:end])


@dataclass(slots=True)
class Document:
    """One article being read, and what is known of how it was written, if anything is.

    ``home`` is the publisher's country, ``here`` that of the dateline (else ``home``), ``today`` the day it was written.
    """

    article: Article
    lines: list[Line]
    home: str | None = None
    here: str | None = None
    today: date | None = None
    quotations: list[Quoted] = field(default_factory=list)

    def body(self) -> Iterator[Line]:
        """The lines that stand in the text; a headline that does not is left out."""
        return (line for line in self.lines if not line.in_title)
