"""Who takes part, side by side: which parties of two records can be the same people, and stand for the same states.

A *side* is a state (its code) or a body that treats like one. On a side stand people, or nobody: then the state itself does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from dipkb.event import Party
from dipkb.identity import identity, is_local
from dipkb.merge.rules import rules
from dipkb.vocab import slug, wikidata

_WORD = re.compile(r"[^\W\d_]+")
_ALIKE = str.maketrans({"y": "i", "j": "i", "w": "v", "q": "k", "c": "k", "z": "s", "h": None, "e": "i", "o": "u"})
_LONG = 6  # letters of a name in which one may be missing
_DOUBLED = re.compile(r"(.)\1+")
_HONORIFICS = frozenset(
    ("sheikh", "prince", "princess", "king", "queen", "emir", "sayyid", "sir", "dr", "mr", "mrs", "ms", "h", "e", "he")
)


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person, named or told by the office: ``agent`` is the identity, ``words`` the name's words as they sound."""

    agent: str
    known: bool
    words: tuple[str, ...]
    role: str

    def may_be(self, other: Somebody) -> bool:
        """Whether both can be one person, given that they stand for the same side.

        Two who are known are the same only by their id. Else the names must agree: word for word in any spelling, or a
        surname alone with that of a full name, where the offices do not contradict. Without a name it is who holds the office.
        """
        if self.agent == other.agent and not is_local(self.agent):
            return True
        if self.known and other.known:
            return False
        if not self.words or not other.words:
            return bool(self.role) and self.role == other.role
        return _names_agree(self.words, other.words) and self._offices_agree(other)

    def _offices_agree(self, other: Somebody) -> bool:
        """Two full names need no office; one surname none that contradicts; two surnames the same."""
        full = (len(self.words) > 1) + (len(other.words) > 1)
        return full == 2 or self.role == other.role != "" or (full == 1 and not (self.role and other.role))


def _names_agree(one: Sequence[str], other: Sequence[str]) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) == 1:
        return short[0] in (long[-1], long[0])
    return "".join(short) == "".join(long) or set(short) <= set(long) or sorted(short) == sorted(long) or _misspelt(one, other)


def _misspelt(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether a letter too much or too little in a long first name is all that differs ("Volodymr Zelensky")."""
    if len(one) != 2 or len(other) != 2 or one[1] != other[1]:
        return False
    short, long = sorted((one[0], other[0]), key=len)
    return len(short) >= _LONG and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


@dataclass(frozen=True, slots=True)
class Cast:
    """The people of each side; a side with nobody on it is the state or body itself. ``others`` are of no known side."""

    sides: Mapping[str, tuple[Somebody, ...]] = field(default_factory=dict)
    others: tuple[Somebody, ...] = ()

    def agrees(self, other: Cast) -> bool:
        """Whether the same sides take part, and where both name people of a side, one of them is the same."""
        return self.sides.keys() == other.sides.keys() and all(map(self.agrees_on, [other] * len(self.sides), self.sides))

    def agrees_on(self, other: Cast, side: str) -> bool:
        """Whether a side that both have can be the same people."""
        ours, theirs = self.sides[side], other.sides[side]
        return not ours or not theirs or any(one.may_be(two) for one in ours for two in theirs)

    def people(self) -> int:
        """How many sides have people on them."""
        return sum(map(bool, self.sides.values()))


def cast(parties: Iterable[Party], article: str) -> Cast:
    """The cast that a record's parties make."""
    sides: dict[str, tuple[Somebody, ...]] = {}
    others: list[Somebody] = []
    for party in parties:
        side, who = side_of(party, article), somebody(party, article)
        if side is None:
            others.append(who or Somebody(identity(party, article), False, (), ""))
        else:
            sides[side] = (*sides.get(side, ()), *([who] if who else []))
    return Cast(sides, tuple(others))


def side_of(party: Party, article: str) -> str | None:
    """The state a party stands for, else the body it is; ``None`` for people of no country whom nothing identifies.

    >>> side_of(Party(name="Xi Jinping", country="CHN"), "a")
    'CHN'
    >>> side_of(Party(name="NATO", id="wd:Q7184", kind="organisation"), "a")
    'wd:Q7184'
    """
    if party.country:
        return party.country
    if party.kind == "organisation" and party.name in rules().organs:
        return rules().organs[party.name]
    agent = identity(party, article)
    return None if is_local(agent) else agent


def somebody(party: Party, article: str) -> Somebody | None:
    """The party as a person; ``None`` for a state or body, and for people without a name or office, who stand for their state."""
    if party.kind not in ("person", "group") or (party.kind == "group" and party.name):
        return None
    words = _sounds(party.name or "")
    role = slug(party.role) if party.role and party.role.strip() else ""
    if not words and not role:
        return None
    return Somebody(identity(party, article), wikidata(party.id) is not None, words, role)


@lru_cache(maxsize=65536)
def _sounds(name: str) -> tuple[str, ...]:
    """The words of a name, without accents and honorifics, and alike for usual transliterations of one sound.

    >>> _sounds("Alexander Lukashenko") == _sounds("Aleksandr Lukašenko"), _sounds("Sergey") == _sounds("Sergei")
    (False, True)
    """
    plain = unicodedata.normalize("NFKD", name.replace("x", "ks").replace("’", "").replace("'", "").replace("-", ""))
    words = _WORD.findall("".join(c for c in plain if not unicodedata.combining(c)).casefold())
    return tuple(_DOUBLED.sub(r"\1", word.translate(_ALIKE)) for word in words if word not in _HONORIFICS)
