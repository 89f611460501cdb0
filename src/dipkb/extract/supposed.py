"""Encounters that are supposed where an article speaks of "the talks" and tells nowhere who held them.

They are of the two whom the text named last before, else of the two of its headline: people of two states. Where the article
tells of any encounter by its parties, "the meeting" means that one (:mod:`dipkb.extract.consolidate`), and none is supposed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dipkb.extract.candidate import Candidate
from dipkb.extract.document import Document, Entity, Line

_TWO, _NEAR = 2, 3  # sentences before in which the two can be named


def with_parties(candidates: Sequence[Candidate], document: Document) -> list[Candidate]:
    """What is said of encounters without parties, all of the same two; nothing where no two can have met.

    What only opens a row ("held talks in Oslo on Monday") tells of them where one of the two had it.
    """
    pair = next((two for c in candidates if (two := _named_before(c, document))), ()) or _of_headline(document)
    if not pair:
        return []
    keys = {e.key() for e in pair}
    told = [c for c in candidates if keys.issuperset({e.key() for e in c.parties["participants"]})]
    for candidate in told:
        candidate.parties["participants"] = list(pair)
        candidate.extra |= {"anaphor": False, "series": False}
    return told


def _named_before(candidate: Candidate, document: Document) -> tuple[Entity, ...]:
    """The two that the sentences right before name, or those and the sentence itself one each."""
    if candidate.extra.get("series"):
        return ()
    at = document.lines.index(candidate.line)
    own = _people(candidate.line)
    named = own if len(own) == 1 else {}
    for line in reversed(document.lines[max(0, at - _NEAR) : at]):
        named |= _people(line)
        if len(named) >= _TWO:
            break
    return _two(named.values())


def _people(line: Line) -> dict[str, Entity]:
    """Everybody whom a sentence names or means."""
    return {e.key(): e for item in line.items if item.code in "PRO" for e in item.who}


def _of_headline(document: Document) -> tuple[Entity, ...]:
    """The two that the headline names."""
    titles = (item for line in document.lines if line.in_title or line.sentence.zone == "title" for item in line.items)
    return _two(e for item in titles if item.code in "PR" for e in item.who)


def _two(named: Iterable[Entity]) -> tuple[Entity, ...]:
    """The two people of two states who are named, if they are just two."""
    people = tuple({e.key(): e for e in named if e.kind == "person" and e.rank != "spokesperson"}.values())
    states = {e.country or e.body for e in people}
    return people if len(people) == _TWO == len(states - {None}) else ()
