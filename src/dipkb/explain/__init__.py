"""Event records with their reasons, for people: in the terminal, and as one page of HTML that needs nothing else.

Both show the article with the words marked that tell its events, and each event with its fields, its tellings, the steps from
words to parties and dates, and what its confidence rests on. They need the records alone, as ``dipkb extract`` writes them.
"""

from __future__ import annotations

from dipkb.explain.page import page
from dipkb.explain.terminal import explained

__all__ = ["explained", "page"]
