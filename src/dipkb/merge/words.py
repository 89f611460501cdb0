"""Texts compared by their letters and digits alone."""

from __future__ import annotations

import re

_WORDS = re.compile(r"[^\W_]+")


def slug_words(text: str) -> str:
    """A text by its letters and digits alone, so that quotation marks, case and a comma at the end make no difference.

    >>> slug_words("“China is willing,” ") == slug_words("China is willing.")
    True
    """
    return " ".join(_WORDS.findall(text.casefold()))
