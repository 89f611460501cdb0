"""Articles: the record, and reading them from files, folders and standard input.

Forms: ``.txt`` (first line is the title), ``.html``, ``.json`` (one object or a list), ``.jsonl``, ``.warc`` and ``.warc.gz``. Fields: ``id``,
``title``, ``published``, ``publisher``, ``url``, ``text``, ``language``; unknown fields are left alone.
"""

from __future__ import annotations

import hashlib

from dipkb.event import ArticleHead, Record


class Article(Record):
    """An article as it stands: ``text`` is what all spans count in; ``published`` is EDTF or ``None`` when unknown."""

    id: str
    text: str
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str = "en"

    def head(self) -> ArticleHead:
        """The article without its text, as event records carry it."""
        digest = hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()
        return ArticleHead(
            id=self.id, title=self.title, published=self.published, publisher=self.publisher, url=self.url, language=self.language, text_sha256=digest
        )
