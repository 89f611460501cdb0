"""Who is meant: the words that name somebody, and the people and parties that an article's words stand for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from dipkb.event import Party, PartyKind

if TYPE_CHECKING:
    from dipkb.extract.document import Item


class Entity(msgspec.Struct, eq=False):
    """A party as the article knows it: grown while reading, and given out as a ``Party``.

    ``rank`` is hos, hog, fm, def, other … of the office it is named with; ``gender`` m, f or None. ``named`` is false for
    the holder of an office that the article never calls by name: the record then has the person's id and no name. ``titles`` are
    the offices the article has named the person with, folded; ``supposed``
    is true where the country is only the publisher's, since the office was named without one. ``body`` is the key of the
    organisation whose official the person is.
    """

    kind: PartyKind
    name: str | None = None
    id: str | None = None
    role: str | None = None
    rank: str | None = None
    country: str | None = None
    body: str | None = None
    gender: str | None = None
    plural: bool = False
    certain: bool = True
    named: bool = True
    titles: set[str] = msgspec.field(default_factory=set)
    supposed: bool = False
    members: tuple[Entity, ...] = ()

    def party(self) -> Party:
        """The record form."""
        return Party(name=self.name if self.named else None, id=self.id, kind=self.kind, role=self.role, country=self.country)

    def key(self) -> str:
        """What makes two entities the same party within an article."""
        if self.id:
            return self.id
        if self.kind == "country" and self.country:
            return f"country:{self.country}"
        return f"{self.kind}:{(self.name or self.role or '').casefold()}:{self.country or ''}"


class Quoted(msgspec.Struct, frozen=True):
    """Words between quotation marks, without the marks; ``closed`` is false where the closing mark is missing."""

    start: int
    end: int
    closed: bool = True
    single: bool = False


class Mention(msgspec.Struct):
    """How the text names somebody: ``owner`` is the item (country, demonym, organisation, place) the office belongs to.

    ``possessor`` is the pronoun of "his counterpart"; ``of_country`` is true for "the country's president", ``of_subject`` for
    that "of the Asian country"; ``titled`` after "Mr" or "General"; ``counted`` of "the two presidents"; ``definite`` with an
    article, an owner or a possessor; ``visiting`` after "the visiting"; ``accompanied`` by family, which is no party; ``equal``
    of a name behind "his counterpart"; ``further`` are the other offices that the words name.
    """

    name: str | None = None
    role: str | None = None
    rank: str | None = None
    further: Sequence[str] = ()
    owner: Item | None = None
    owners: Sequence[Item] = ()
    gender: str | None = None
    implied: str | None = None
    former: bool = False
    definite: bool = False
    possessor: Item | None = None
    of_country: bool = False
    of_subject: bool = False
    counted: bool = False
    remit: Sequence[str] = ()
    known: bool = False
    titled: bool = False
    visiting: bool = False
    accompanied: bool = False
    equal: bool = False
