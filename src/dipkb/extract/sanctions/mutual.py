"""Two states that restrict each other: two acts in one clause ("raised tariffs on each other's goods")."""

from __future__ import annotations

from itertools import pairwise

from dipkb.extract.authorities import doer_of
from dipkb.extract.document import Entity
from dipkb.extract.reading import Reading
from dipkb.extract.sanctions.acts import Act
from dipkb.extract.wordlists import phrases

_MUTUAL = phrases("grammar", "mutual_phrases")
_REACH, _BEFORE = 9, 3


def sides_of(reading: Reading, act: Act) -> list[Entity]:
    """The two who do it to each other; none where the words are of one side's act, or of more than two."""
    if reading.verb or act.doer is None or not _is_mutual(reading):
        return []
    doers = [e for e in doer_of(reading, act.doer, []) if e.country]
    states = list(dict.fromkeys(e.country for e in doers if e.country))
    return [reading.parties.state(c) for c in states] if len(states) == 2 else []


def _is_mutual(reading: Reading) -> bool:
    """Whether "on each other" or "against one another's firms" stands behind the noun, or "each other with" before it."""
    words = [w for i in reading.items[max(0, reading.at - _BEFORE) : reading.at + _REACH] for w in i.low.split()]
    return any(pair in _MUTUAL for pair in pairwise(words))
