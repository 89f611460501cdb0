"""Which of many patterns can be found in a text at all, by its words: each is only searched for where a word has what it needs.

What a pattern needs is read off the pattern itself, as Python parses it: pieces of words one of which stands in whatever it
finds ("(?:cancell?ed|called off)" needs "cancel" or "called").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain
from re import _parser  # type: ignore[attr-defined]  # no other module tells how a pattern is read
from typing import Any

from dipkb.extract.memo import Memo
from dipkb.extract.wordlists import any_of

_SIMPLE, _ANY_OF, _GROUP, _BRANCHES = _parser.LITERAL, _parser.IN, _parser.SUBPATTERN, _parser.BRANCH
_REPEATED = (_parser.MAX_REPEAT, _parser.MIN_REPEAT)
_OF_NO_LENGTH = (_parser.AT, _parser.ASSERT, _parser.ASSERT_NOT)
_MANY = 64  # texts that a part of a pattern can be, beyond which they are not told apart
_EVERYWHERE = frozenset({""})


class Sieve:
    """Groups of patterns by number; ``likely`` gives the numbers of those of which one can be found in a text."""

    def __init__(self, groups: Iterable[Sequence[re.Pattern[str] | None]]) -> None:
        self._needs = [frozenset(chain.from_iterable(needed(p.pattern) for p in group if p)) for group in groups]
        pieces = sorted({re.escape(piece) for needs in self._needs for piece in needs if piece})
        self._piece = re.compile(any_of(pieces))
        self._everywhere = frozenset(n for n, needs in enumerate(self._needs) if "" in needs)
        self._by_word = Memo(self._asked)

    def likely(self, text: str) -> set[int]:
        """The numbers of what can be found in a text, which is in small letters."""
        return set(self._everywhere).union(*map(self._by_word.__getitem__, text.split()))

    def _asked(self, word: str) -> frozenset[int]:
        if not self._piece.search(word):
            return frozenset()
        return frozenset(n for n, needs in enumerate(self._needs) if any(piece in word for piece in needs))


def needed(pattern: str) -> frozenset[str]:
    """Pieces of words in small letters, one of which stands in whatever a pattern finds; an empty one where it needs none.

    >>> sorted(needed(r"\\b(?:cancell?(?:ed|ing)|called off)\\b")), sorted(needed(r"\\w+ly"))
    (['called', 'canceled', 'canceling', 'cancelled', 'cancelling'], ['ly'])
    """
    return _needed(_parser.parse(pattern))


def width(pattern: str) -> int:
    """How many characters a pattern can find at most.

    >>> width(r"(?:no|\\d+) comments?")  > 10_000, width("no comments?")
    (True, 11)
    """
    return int(_parser.parse(pattern).getwidth()[1])


def firsts(pattern: str) -> frozenset[str] | None:
    """The characters that what a pattern finds can begin with; ``None`` where these are too many to be told.

    >>> sorted(firsts(r"(?:the )?(?:first|last) day")), firsts(r"\\w+ day")
    (['f', 'l', 't'], None)
    """
    found, may_be_empty = _firsts(_parser.parse(pattern))
    return None if may_be_empty else found


def _firsts(parts: Iterable[tuple[Any, Any]]) -> tuple[frozenset[str] | None, bool]:
    """The first characters of a sequence, and whether it can be empty."""
    found: frozenset[str] = frozenset()
    for name, of in parts:
        here, empty = _first_of(name, of)
        if here is None:
            return None, False
        found |= here
        if not empty:
            return found, False
    return found, True


def _first_of(name: Any, of: Any) -> tuple[frozenset[str] | None, bool]:
    if name is _SIMPLE:
        return frozenset({chr(of)}), False
    if name is _ANY_OF and all(kind is _SIMPLE for kind, _ in of):
        return frozenset(chr(c) for _, c in of), False
    if name in _OF_NO_LENGTH:
        return frozenset(), True
    if name is _GROUP:
        return _firsts(of[-1])
    if name is _BRANCHES:
        each = [_firsts(branch) for branch in of[1]]
        sets = [found for found, _ in each if found is not None]
        return frozenset().union(*sets) if len(sets) == len(each) else None, any(empty for _, empty in each)
    if name in _REPEATED:
        found, empty = _firsts(of[2])
        return found, empty or of[0] == 0
    return None, False


def _needed(parts: Iterable[tuple[Any, Any]]) -> frozenset[str]:
    """The best of the pieces that each stretch of a pattern needs: those that the fewest words have."""
    best, run = _EVERYWHERE, _EVERYWHERE
    for part in parts:
        texts = _texts(part)
        if 0 < len(run) * len(texts) <= _MANY:
            run = frozenset(a + b for a in run for b in texts)
            continue
        best = max(best, _pieces(run), _within(part), key=_rarity)
        run = texts or _EVERYWHERE
    return max(best, _pieces(run), key=_rarity)


def _rarity(pieces: frozenset[str]) -> tuple[int, int]:
    return min(map(len, pieces)), -len(pieces)


def _pieces(texts: frozenset[str]) -> frozenset[str]:
    """Of each text its longest word or part of one."""
    return frozenset(max(text.split(), key=len, default="") for text in texts)


def _within(part: tuple[Any, Any]) -> frozenset[str]:
    """What a part of a pattern needs that can be too many texts to be told apart."""
    name, of = part
    if name is _GROUP:
        return _needed(of[-1])
    if name is _BRANCHES:
        return frozenset().union(*map(_needed, of[1]))
    return _needed(of[2]) if name in _REPEATED and of[0] else _EVERYWHERE


def _texts(part: tuple[Any, Any]) -> frozenset[str]:
    """All texts that a part of a pattern can be; none where these are too many."""
    name, of = part
    if name is _SIMPLE:
        return frozenset({chr(of).lower()})
    if name is _ANY_OF:
        return frozenset(chr(c).lower() for _, c in of) if all(kind is _SIMPLE for kind, _ in of) else frozenset()
    if name in _OF_NO_LENGTH:
        return _EVERYWHERE
    if name is _GROUP:
        return _all_texts(of[-1])
    if name is _BRANCHES:
        each = [_all_texts(branch) for branch in of[1]]
        return _few(frozenset().union(*each)) if all(each) else frozenset()
    if name in _REPEATED and of[1] == 1:
        return _all_texts(of[2]) | (_EVERYWHERE if of[0] == 0 and _all_texts(of[2]) else frozenset())
    return frozenset()


def _all_texts(parts: Iterable[tuple[Any, Any]]) -> frozenset[str]:
    made = _EVERYWHERE
    for part in parts:
        made = _few(frozenset(a + b for a in made for b in _texts(part)))
    return made


def _few(texts: frozenset[str]) -> frozenset[str]:
    return texts if len(texts) <= _MANY else frozenset()
