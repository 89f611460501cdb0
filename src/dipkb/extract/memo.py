"""What is asked of one word or phrase again and again, answered once: news repeats its words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

K = TypeVar("K")
T = TypeVar("T")
_ROOM = 65536


class Memo(dict[K, T]):
    """The answer to each word by ``memo[word]``; new ones are kept while there is room.

    >>> lengths = Memo(len)
    >>> lengths["talks"], "talks" in lengths
    (5, True)
    """

    def __init__(self, ask: Callable[[K], T]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, word: K) -> T:
        answer = self._ask(word)
        if len(self) < _ROOM:
            self[word] = answer
        return answer
