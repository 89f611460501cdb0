"""Articles: the record, and making one from the fields of a file; :mod:`dipkb.reading` finds the files.

Fields: ``id``, ``title``, ``published``, ``publisher``, ``url``, ``text``, ``language``; unknown fields are left alone. The text
stays as it was given, to the code point, since spans count in it: line ends, control and invisible characters too. Only
what no RDF store can keep is refused: NUL and lone surrogates.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime

from dipkb import edtf
from dipkb.event import ArticleHead, Record, text_digest
from dipkb.resources import language

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_CLOCK = re.compile(r"(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d.*", re.ASCII)


class Article(Record, frozen=True, kw_only=True):
    """An article as it stands: ``text`` is what all spans count in; ``published`` is EDTF or ``None`` when unknown.

    ``published_at`` is the time stamp the day was taken from, if there was one: ISO 8601, with the offset it came with.
    """

    id: str
    text: str
    title: str | None = None
    published: str | None = None
    published_at: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str = "en"

    def head(self) -> ArticleHead:
        """The article without its text, as event records carry it."""
        return ArticleHead(
            id=self.id,
            title=self.title,
            published=self.published,
            publisher=self.publisher,
            url=self.url,
            language=self.language,
            text_sha256=text_digest(self.text),
        )


def article_from(fields: Mapping[str, object]) -> Article:
    """An article from its fields as a file has them.

    ``published`` may be EDTF or a time stamp, of which the day is kept as printed. A whole number is taken as an ``id``; a
    missing ``id`` is minted from the other fields, so that the same article has the same id wherever it is read. An article
    without ``language`` is in the one that this process reads.

    Raises:
        ValueError: Which field cannot be used and why; the message shows the value.

    >>> article = article_from({"text": "A visited B.", "published": "2023-12-05T08:00:00Z"})
    >>> article.id, article.published
    ('069e1ef70ad5b53d', '2023-12-05')
    """
    title, publisher, url = (_string(fields, name) for name in ("title", "publisher", "url"))
    text, published = _text(fields), _published(_string(fields, "published"))
    return Article(
        id=_id(fields) or mint_id(title, published, publisher, url, text),
        text=text,
        title=title,
        published=published,
        published_at=_stamp(_string(fields, "published")),
        publisher=publisher,
        url=url,
        language=_string(fields, "language") or language(),
    )


def mint_id(*fields: str | None) -> str:
    """An id from the content: 16 hexadecimal digits of SHA-256.

    >>> mint_id("A visits B", None, "A visited B.")
    'fe909dd5934814f2'
    """
    return hashlib.sha256("\x00".join(field or "" for field in fields).encode("utf-8")).hexdigest()[:16]


def _text(fields: Mapping[str, object]) -> str:
    if fields.get("text") is None:
        raise ValueError(f"has no field 'text'. Its fields are: {', '.join(sorted(map(repr, fields)))[:200] or 'none'}")
    text = _string(fields, "text")
    if text is None or not text.strip():
        raise ValueError("has an empty text; there is nothing to read in it")
    return text


def _id(fields: Mapping[str, object]) -> str | None:
    given = fields.get("id")
    if isinstance(given, int) and not isinstance(given, bool):
        return str(given)
    name = _string(fields, "id")
    if name and not name.isprintable():
        raise ValueError(f"id is {_shown(name)}; an id is one line of printable characters")
    return name


def _published(given: str | None) -> str | None:
    if given is None:
        return None
    stamp = _CLOCK.fullmatch(given.strip())
    day = stamp[1] if stamp else given.strip()
    if not edtf.is_edtf(day):
        raise ValueError(f"published is {_shown(given)}, which is no date. Write YYYY-MM-DD, YYYY-MM or YYYY, or leave it out")
    return day


def _stamp(given: str | None) -> str | None:
    """The time stamp in one form, where it can be read as one; a day without a clock is none."""
    if given is None or not _CLOCK.fullmatch(given.strip()):
        return None
    try:
        return datetime.fromisoformat(given.strip()).isoformat()
    except ValueError:
        return None


def _string(fields: Mapping[str, object], name: str) -> str | None:
    """The field's text; an empty one counts as missing."""
    value = fields.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValueError(f"{name} is {_shown(value)}, which is no text")
    refuse_unstorable(value, name)
    return value or None


def refuse_unstorable(value: str, name: str) -> None:
    """Refuse the characters that no RDF text may hold; taking them out silently would shift every span behind them.

    Raises:
        ValueError: Names the character and where it stands.

    >>> refuse_unstorable("a\\x00b", "title")
    Traceback (most recent call last):
    ValueError: title has U+0000 at character 1, which no RDF text may hold. Take it out of the file
    """
    bad = _UNSTORABLE.search(value)
    if bad:
        what = f"U+{ord(bad[0]):04X}" + ("" if bad[0] == "\x00" else ", half of a surrogate pair,")
        raise ValueError(f"{name} has {what} at character {bad.start()}, which no RDF text may hold. Take it out of the file")


def _shown(value: object) -> str:
    return (repr(value) if isinstance(value, str) else str(value))[:80]
