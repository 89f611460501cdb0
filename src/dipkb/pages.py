"""Web pages as articles: one ``.html`` file, or the pages of a WARC archive.

The text is what trafilatura takes for the article, without menus and comments; the date, the site and the address only what
the page itself says of them, nothing searched for in the text. Needs the extras ``dipkb[html]`` and ``dipkb[warc]``.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import re
import sys
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from dipkb.article import Article, article_from
from dipkb.errors import InputError
from dipkb.packed import MAX_RATIO, Counted
from dipkb.source import Source, decode_text, read_all, too_large

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_WEB_ENCODING = re.compile(
    r"utf-?(8|16|16le|16be)|(us-)?ascii|latin-?[1-9]|iso-?8859-\d+|(windows-|cp)\d+|koi8-[ru]|gb(2312|k|18030)|big5(-hkscs)?|"
    r"(x-)?s(hift[_-]?)?jis|euc-(jp|kr)|iso-2022-jp|macintosh|tis-620",
    re.ASCII,
)
_EXPLICIT_DATE = {"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d"}
_MAX_HEADER = 1_000_000  # bytes of a record's header


def read_page(source: Source, stream: BinaryIO) -> Iterator[Article]:
    """The article of one web page."""
    yield from _page(source, read_all(source, stream), None, None)


def _page(source: Source, data: bytes, url: str | None, charset: str | None) -> Iterator[Article]:
    """The article of a page; ``charset`` is what came with it over HTTP."""
    declared = charset or _charset(data[:4096])
    text = decode_text(source, data, declared=declared and web_encoding(declared))
    found = _extract(source, text, url)
    which = f"{url} " if url else ""
    if found is None or not found.text:
        source.tell(f"{which}has no article text that could be told from menus and notices.")
        return
    try:
        yield article_from(_fields(found, url))
    except ValueError as error:
        source.tell(f"{which}{error}.")


def _charset(words: bytes) -> str | None:
    found = _CHARSET.search(words)
    return found[1].decode("ascii", "replace") if found else None


def web_encoding(label: str) -> str:
    """What an encoding's label on a web page means; an unknown one stays, so that decoding can refuse it.

    Source: WHATWG Encoding Standard, by which Latin-1 and ASCII pages are Windows-1252.

    >>> web_encoding("ISO-8859-1"), web_encoding("UTF-8"), web_encoding("idna")
    ('windows-1252', 'utf-8', 'not an encoding of the web: idna')
    """
    name = label.lower()
    if name in ("iso-8859-1", "iso8859-1", "latin1", "latin-1", "ascii", "us-ascii"):
        return "windows-1252"
    return name if _WEB_ENCODING.fullmatch(name) else f"not an encoding of the web: {label}"


def _extract(source: Source, text: str, url: str | None) -> Any:
    try:
        from trafilatura import bare_extraction
    except ImportError as error:
        raise InputError("is a web page; reading those needs: pip install 'dipkb[html]'", source.name) from error
    return bare_extraction(text, url=url, with_metadata=True, include_comments=False, date_extraction_params=_EXPLICIT_DATE)


def _fields(found: Any, url: str | None) -> dict[str, object]:
    address = url or found.url
    publisher = found.sitename or (urlsplit(address).hostname if address else None)
    return {"text": found.text, "title": found.title, "published": found.date, "publisher": publisher, "url": address}


def read_warc(source: Source, stream: BinaryIO) -> Iterator[Article]:
    """The articles of the HTML pages in a WARC archive; images, redirects and the like are passed over."""
    try:
        from warcio.archiveiterator import ArchiveIterator
    except ImportError as error:
        raise InputError("is a WARC archive; reading those needs: pip install 'dipkb[warc,html]'", source.name) from error
    records = ArchiveIterator(_Unfolded(source, stream))
    while (record := _next_record(source, records)) is not None:
        if _is_page(record):
            yield from _record_page(source, record)
        _skip_rest(record)
    if records.err_count:
        source.tell(f"has {records.err_count} records whose length is wrong; they may be incomplete.")


def _next_record(source: Source, records: Any) -> Any:
    records.fh.limit_header()
    try:
        with contextlib.redirect_stderr(io.StringIO()):  # warcio prints its warnings; they are told by err_count
            return next(records, None)
    except InputError:
        raise
    except Exception as error:  # a header that is not as warcio expects breaks it in many ways (AttributeError, ValueError …)
        raise InputError(f"has a damaged record ({error}); what stands before it was read.", source.name) from error
    finally:
        records.fh.unlimit()


def _skip_rest(record: Any) -> None:
    while record.raw_stream.read(65536):
        pass


def _is_page(record: Any) -> bool:
    if record.rec_type not in ("response", "resource"):
        return False
    http = record.http_headers
    content = (http or record.rec_headers).get_header("Content-Type") or ""
    return "html" in content.lower() and (http is None or http.get_statuscode() == "200")


def _record_page(source: Source, record: Any) -> Iterator[Article]:
    """The page of a record; what is wrong with it is told, and the archive is read on."""
    record_url = record.rec_headers.get_header("WARC-Target-URI")
    url = record_url.strip("<>") if record_url else None
    sent = _charset(((record.http_headers or record.rec_headers).get_header("Content-Type") or "").encode())
    try:
        yield from _page(source, _body(source, record), url, sent)
    except _Stopped:
        raise
    except (InputError, zlib.error) as error:
        source.tell(f"{url}: {str(error).removeprefix(source.name + ': ')}")


def _body(source: Source, record: Any) -> bytes:
    body: bytes = record.content_stream().read(source.max_bytes + 1)
    if len(body) > source.max_bytes:
        raise InputError(too_large(source.max_bytes), source.name)
    return body


class _Stopped(InputError):
    """The archive cannot be read beyond this point: cut off, or unfolding to far more than it is."""


class _Unfolded:
    """A WARC file as plain bytes, gzip taken off, that refuses to unfold without end.

    Stops at a record header over 1 MB and at 200 times the size on disk (once over the limit of a document).
    """

    def __init__(self, source: Source, stream: BinaryIO) -> None:
        self._source, self._stream = source, Counted(stream)
        self._buffer = io.BufferedReader(self._stream)
        zipped = self._buffer.peek(2)[:2] == b"\x1f\x8b"
        self._plain: Any = gzip.GzipFile(fileobj=self._buffer) if zipped else self._buffer
        self._given, self._left = 0, _MAX_HEADER
        self._check_start()

    def _check_start(self) -> None:
        self._ahead = self.read(5)
        self._given = 0
        if self._ahead != b"WARC/":
            raise InputError(f"is no WARC archive; it starts with {self._ahead!r}.", self._source.name)

    def limit_header(self) -> None:
        """From here a record header is read."""
        self._left = _MAX_HEADER

    def unlimit(self) -> None:
        """From here the body of a record is read."""
        self._left = sys.maxsize

    def tell(self) -> int:
        """How far the unfolded bytes were read."""
        return self._given

    def read(self, size: int = 16384) -> bytes:
        """The next bytes, none at the end."""
        ahead, self._ahead = getattr(self, "_ahead", b""), b""
        data = ahead + self._unfold(size - len(ahead))
        self._given += len(data)
        self._check_limits(len(data))
        return data

    def _unfold(self, size: int) -> bytes:
        try:
            data: bytes = self._plain.read1(size)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise _Stopped("is damaged or cut off; what stands before that was read.", self._source.name) from error
        except InputError as error:
            raise _Stopped(str(error)) from error
        return data

    def _check_limits(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise _Stopped(f"has a record header over {_MAX_HEADER:,} bytes; reading stopped there.", self._source.name)
        if self._given > max(self._source.max_bytes, MAX_RATIO * self._stream.count):
            raise _Stopped(f"unfolds to over {MAX_RATIO} times its size; reading stopped there.", self._source.name)
