"""Reading: every form comes in, every fault is named with its place, and nothing else is lost by it."""

from __future__ import annotations

import builtins
import gzip
import io
import json
import os
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from dipkb.article import Article, article_from
from dipkb.event import ArticleEvents, to_json
from dipkb.reading import read_articles
from dipkb.resources import folder
from tests.gold import seed_records

PAGE = """<html lang="en"><head><title>A visits B</title><meta property="og:site_name" content="Daily">
<meta property="article:published_time" content="2023-12-05T08:00:00Z"></head><body><nav>Home News Sport</nav><article>
<h1>A visits B</h1>
<p>President A visited B on Monday to talk about trade, and café owners greeted him in the street.</p>
<p>He said that ties were strong, and that much was to be done in the years to come.</p></article></body></html>"""


def read(*paths: Path | str, stdin: bytes | None = None, **options: Any) -> tuple[list[Any], list[str]]:
    faults: list[str] = []
    stream = None if stdin is None else io.BytesIO(stdin)
    items = list(read_articles(paths, on_error=lambda e: faults.append(str(e)), stdin=stream, **options))
    return items, faults


def write(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def warc(*pages: tuple[str, bytes, str], zipped: bool = True) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=zipped)
    for url, body, content in pages:
        headers = StatusAndHeaders("200 OK", [("Content-Type", content)], protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=headers))
    return out.getvalue()


def lines(*objects: object) -> str:
    return "".join(json.dumps(o) + "\n" for o in objects)


# What is read


def test_seed_article_is_read_as_it_stands():
    path = folder("seeds") / "articles" / "belarus-china-2023.json"
    [article], faults = read(path)
    assert not faults
    assert article.text == json.loads(path.read_bytes())["text"]
    assert (article.id, article.published) == ("2eaa7cecb6db96a5", "2023-12-05")


def test_text_file_has_its_first_line_as_title_and_all_of_it_as_text(tmp_path):
    [article], _ = read(write(tmp_path, "a.txt", "\nA visits B\r\n\r\nA visited B.\r\n"))
    assert (article.title, article.text, article.published) == ("A visits B", "\nA visits B\r\n\r\nA visited B.\r\n", None)


def test_json_holds_one_article_or_a_list(tmp_path):
    one = write(tmp_path, "one.json", json.dumps({"id": "a", "text": "x"}, indent=1))
    many = write(tmp_path, "many.json", json.dumps([{"id": "b", "text": "x"}, {"id": 7, "text": "y"}]))
    assert [a.id for a in read(one, many)[0]] == ["a", "b", "7"]


def test_event_records_come_among_articles(tmp_path):
    path = write(tmp_path, "mixed.jsonl", lines({"id": "a", "text": "x"}) + to_json(seed_records()) + "\n")
    (article, record), faults = read(path)
    assert isinstance(article, Article)
    assert isinstance(record, ArticleEvents)
    assert record == seed_records()
    assert not faults


def test_web_page_gives_its_text_and_what_it_says_of_itself(tmp_path):
    [article], faults = read(write(tmp_path, "page.html", PAGE))
    assert not faults
    assert (article.title, article.published, article.publisher) == ("A visits B", "2023-12-05", "Daily")
    assert "café owners" in article.text
    assert "Sport" not in article.text


def test_web_page_without_a_date_stays_undated(tmp_path):
    page = PAGE.replace("2023-12-05T08:00:00Z", "").replace("on Monday", "on 4 December 2023")
    [article], _ = read(write(tmp_path, "page.html", page))
    assert article.published is None


@pytest.mark.parametrize("zipped", [True, False])
def test_warc_gives_its_pages_and_passes_over_the_rest(tmp_path, zipped):
    data = warc(("http://ex.org/1", PAGE.encode(), "text/html"), ("http://ex.org/i", b"\x89PNG" * 99, "image/png"), zipped=zipped)
    [article], faults = read(write(tmp_path, "a.warc.gz" if zipped else "a.warc", data))
    assert not faults
    assert (article.url, article.title) == ("http://ex.org/1", "A visits B")


def test_page_is_decoded_as_its_server_or_itself_says(tmp_path):
    latin = PAGE.encode("latin-1")
    archive = write(tmp_path, "a.warc", warc(("http://ex.org/1", latin, "text/html; charset=ISO-8859-1"), zipped=False))
    page = write(tmp_path, "b.html", PAGE.replace("<head>", '<head><meta charset="windows-1252">').encode("latin-1"))
    (first, second), faults = read(archive, page)
    assert not faults
    assert first.text == second.text


def test_folder_is_read_with_all_below_it_by_name(tmp_path):
    for name in ("b/2.jsonl", "a.jsonl", "b/1.jsonl", ".hidden/x.jsonl", "b/.x.jsonl", "notes.md"):
        write(tmp_path, name, lines({"id": name, "text": "x"}))
    articles, faults = read(tmp_path)
    assert [a.id for a in articles] == ["a.jsonl", "b/1.jsonl", "b/2.jsonl"]
    assert not faults


STDIN: dict[str, tuple[bytes, list[str]]] = {
    "json lines": (b'{"text": "x", "id": "1"}\n{"text": "y", "id": "2"}\n', ["x", "y"]),
    "one indented object": (b'{\n "text": "x"\n}\n', ["x"]),
    "a list over lines": (b'[\n {"text": "x"},\n {"text": "y"}\n]', ["x", "y"]),
    "plain text": (b"A visits B\nA visited B.", ["A visits B\nA visited B."]),
    "json lines in UTF-16": ('{"text": "Ngô"}\n{"text": "y"}'.encode("utf-16"), ["Ngô", "y"]),
    "json lines after a byte order mark": (b'\xef\xbb\xbf{"text": "x"}', ["x"]),
}


@pytest.mark.parametrize(("data", "texts"), STDIN.values(), ids=STDIN)
def test_form_of_standard_input_is_seen_from_its_start(data, texts):
    articles, faults = read("-", stdin=data)
    assert [a.text for a in articles] == texts
    assert not faults


def test_web_page_and_archive_are_known_on_standard_input():
    assert [a.title for a in read("-", stdin=PAGE.encode())[0]] == ["A visits B"]
    assert [a.title for a in read("-", stdin=warc(("http://ex.org/1", PAGE.encode(), "text/html")))[0]] == ["A visits B"]


def test_pipe_without_a_name_to_go_by_is_read_like_standard_input(tmp_path):
    reading, writing = os.pipe()
    os.write(writing, b'{"text": "x"}\n')
    os.close(writing)
    articles, faults = read(f"/dev/fd/{reading}")
    os.close(reading)
    assert ([a.text for a in articles], faults) == (["x"], [])


BYTE_ORDER = {"utf-8-sig": "utf-8-sig", "utf-16": "utf-16", "utf-32": "utf-32"}


@pytest.mark.parametrize("encoding", BYTE_ORDER)
def test_byte_order_mark_tells_the_encoding_and_is_no_part_of_the_text(tmp_path, encoding):
    [article], faults = read(write(tmp_path, "a.txt", "Ngô Đình\nx".encode(encoding)))
    assert (article.text, faults) == ("Ngô Đình\nx", [])


@given(st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), min_size=1).filter(str.strip))
def test_any_text_survives_to_the_code_point(text):
    [article], faults = read("-", stdin=json.dumps({"text": text}).encode())
    assert (article.text, faults) == (text, [])


@given(st.binary(max_size=300))
def test_any_bytes_end_in_articles_or_in_named_faults(data):
    articles, faults = read("-", stdin=data)
    assert articles or faults


# What is missing stays missing


def test_missing_id_is_minted_from_the_content():
    first, again = (article_from({"text": "A visited B.", "title": "A"}) for _ in range(2))
    other = article_from({"text": "A visited B.", "title": "B"})
    assert first.id == again.id != other.id


@pytest.mark.parametrize("published", [None, ""])
def test_missing_date_stays_missing(published):
    assert article_from({"text": "x", "published": published}).published is None


@pytest.mark.parametrize(
    ("given_as", "kept"),
    [
        ("2023-12-05", "2023-12-05"),
        ("2023-12", "2023-12"),
        ("2023-12-05T23:30:00-05:00", "2023-12-05"),
        ("2023-12-05 08:00", "2023-12-05"),
    ],
)
def test_date_of_a_time_stamp_is_its_day_as_printed(given_as, kept):
    assert article_from({"text": "x", "published": given_as}).published == kept


# What cannot be read is named, with its place

FILES: dict[str, tuple[str, bytes, str]] = {
    "empty file": ("a.txt", b"", ": is empty: no article in it."),
    "empty lines": ("a.jsonl", b"", ": has no line with an article in it."),
    "white space": ("a.txt", b" \n\n", ": has an empty text; there is nothing to read in it."),
    "binary": ("a.txt", b"\x7fELF\x00\x01", ": is a binary file, not text (NUL at byte 4)."),
    "binary lines": ("a.jsonl", b"\x00\x01\x02\n", ":1: is a binary file, not text (NUL at byte 0)."),
    "wrong encoding": (
        "a.txt", b"caf\xe9", ": byte 3 (0xe9) is not utf-8. Convert it to UTF-8; from Windows-1252: iconv -f CP1252 -t UTF-8",
    ),
    "page in no encoding": (
        "a.html", b'<html><meta charset="idna">',
        ": says its encoding is 'not an encoding of the web: idna', which is none. Convert it to UTF-8.",
    ),
    "broken json": ("a.json", b'{\n "text": x\n}', ":2: is no JSON: invalid character (byte 11)."),
    "cut json": ("a.json", b'{\n "text": "x"\n', ":2: is no JSON: Input data was truncated."),
    "deep json": ("a.json", b"[" * 100_000, ":1: is no JSON: it is nested too deeply."),
    "empty list": ("a.json", b"[]", ": is an empty list: no article in it."),
    "no object": ("a.json", b"[3]", ": item 1 is '3'; an article is a JSON object with a field 'text'."),
    "no text": ("a.json", b'{"body": "x"}', ": has no field 'text'. Its fields are: 'body'."),
    "text is a number": ("a.json", b'{"text": 12}', ": text is 12, which is no text."),
    "bad date": (
        "a.json", b'{"text": "x", "published": "last May"}',
        ": published is 'last May', which is no date. Write YYYY-MM-DD, YYYY-MM or YYYY, or leave it out.",
    ),
    "no day": (
        "a.json", b'{"text": "x", "published": "2023-02-30"}',
        ": published is '2023-02-30', which is no date. Write YYYY-MM-DD, YYYY-MM or YYYY, or leave it out.",
    ),
    "id over lines": ("a.json", b'{"text": "x", "id": "a\\nb"}', ": id is 'a\\nb'; an id is one line of printable characters."),
    "NUL in a text": (
        "a.json", b'{"text": "x\\u0000"}',
        ": text has U+0000 at character 1, which no RDF text may hold. Take it out of the file.",
    ),
    "half a surrogate pair": (
        "a.json", b'{"text": "x\\ud800"}',
        ":1: is no JSON: it escapes half of a surrogate pair (\\ud800 to \\udfff); write the character itself.",
    ),
    "unknown form": (
        "a.pdf", b"%PDF", ": has a form that is not read; read are .txt, .html, .htm, .json, .jsonl, .warc.",
    ),
    "page without text": ("a.html", b"<html></html>", ": has no article text that could be told from menus and notices."),
    "no archive": ("a.warc", b"PK\x03\x04", ": is no WARC archive; it starts with b'PK\\x03\\x04'."),
    "archive in an archive": (
        "a.warc.gz", gzip.compress(gzip.compress(b"WARC/1.0", mtime=0), mtime=0),
        ": is no WARC archive; it starts with b'\\x1f\\x8b\\x08\\x00\\x00'.",
    ),
    "status that is none": (
        "a.jsonl", b'{"article": {"id": "a"}, "events": [{"type": "Visit", "status": "happened"}]}',
        ":1: is no event record: Invalid enum value 'happened' - at `$.events[0].status`.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "data", "message"), FILES.values(), ids=FILES)
def test_fault_is_named_with_its_place(tmp_path, monkeypatch, name, data, message):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, name, data)
    assert read(name) == ([], [name + message])


def test_broken_line_costs_only_itself(tmp_path):
    path = write(tmp_path, "a.jsonl", '{"id": "1", "text": "x"}\n{broken\n\n{"id": "4"}\n{"id": "5", "text": "x"}\n')
    articles, faults = read(path)
    assert [a.id for a in articles] == ["1", "5"]
    assert [f.split(": ")[0] for f in faults] == [f"{path}:2", f"{path}:4"]


def test_broken_first_line_on_standard_input_costs_only_itself():
    articles, faults = read("-", stdin=b'{broken\n{"id": "2", "text": "x"}\n')
    assert [a.id for a in articles] == ["2"]
    assert faults[0].startswith("standard input:1: ")


def test_broken_file_costs_only_itself(tmp_path):
    write(tmp_path, "a.json", "{")
    write(tmp_path, "b.json", '{"id": "b", "text": "x"}')
    articles, faults = read(tmp_path / "none.txt", tmp_path)
    assert [a.id for a in articles] == ["b"]
    assert [f.split(": ")[1][:12] for f in faults] == ["is not there", "is no JSON"]


def test_folder_without_articles_is_named(tmp_path):
    write(tmp_path, "notes.md", "x")
    assert read(tmp_path)[1] == [f"{tmp_path}: holds no article. Read are .txt, .html, .htm, .json, .jsonl, .warc."]


def test_file_that_may_not_be_read_is_named(tmp_path, monkeypatch):
    path = write(tmp_path, "a.txt", "x")

    def denied(self: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", denied)
    assert read(path) == ([], [f"{path}: cannot be read: Permission denied."])


# What is too much


def test_line_over_the_limit_costs_only_itself(tmp_path):
    path = write(tmp_path, "a.jsonl", lines({"text": "x" * 100}, {"id": "2", "text": "y"}, {"text": "z" * 1000}, "bad"))
    articles, faults = read(path, max_bytes=50)
    assert [a.id for a in articles] == ["2"]
    assert [f.split(": ")[0] for f in faults] == [f"{path}:1", f"{path}:3", f"{path}:4"]


@pytest.mark.parametrize("name", ["a.txt", "a.json", "a.html"])
def test_file_over_the_limit_is_refused(tmp_path, name):
    path = write(tmp_path, name, b"x" * 51)
    message = f"{path}: is larger than 50 bytes, the most one document may have. Split it, or raise the limit (--max-mb)."
    assert read(path, max_bytes=50) == ([], [message])


def record(length: int, body: bytes) -> bytes:
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://ex.org/\r\nContent-Type: application/http\r\n"
    return head + f"Content-Length: {length}\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n".encode() + body


BOMBS: dict[str, Callable[[], bytes]] = {
    "endless page": lambda: gzip.compress(record(10**12, b" " * 60_000_000)),
    "endless header": lambda: gzip.compress(b"WARC/1.0\r\nX: " + b"a" * 60_000_000),
    "endless picture": lambda: gzip.compress(record(10**12, b" " * 60_000_000).replace(b"text/html", b"image/gif")),
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_archive_that_unfolds_without_end_is_stopped_in_little_memory(tmp_path, bomb):
    path = write(tmp_path, "a.warc.gz", warc(("http://ex.org/1", PAGE.encode(), "text/html")) + bomb())
    tracemalloc.start()
    articles, faults = read(path, max_bytes=5_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [a.title for a in articles] == ["A visits B"]
    assert "reading stopped there" in faults[-1]
    assert peak < 40_000_000


def test_page_packed_to_a_bomb_costs_only_itself(tmp_path):
    headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html"), ("Content-Encoding", "gzip")], protocol="HTTP/1.1")
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    body = io.BytesIO(gzip.compress(b" " * 20_000_000))
    writer.write_record(writer.create_warc_record("http://ex.org/b", "response", payload=body, http_headers=headers))
    path = write(tmp_path, "a.warc.gz", out.getvalue() + warc(("http://ex.org/1", PAGE.encode(), "text/html")))
    articles, [fault] = read(path, max_bytes=1_000_000)
    assert [a.title for a in articles] == ["A visits B"]
    assert "http://ex.org/b: is larger than 1,000,000 bytes" in fault


def test_archive_that_is_cut_off_keeps_what_stands_before(tmp_path):
    data = warc(*((f"http://ex.org/{n}", PAGE.encode(), "text/html") for n in range(3)))
    path = write(tmp_path, "a.warc.gz", data[:-200])
    articles, [fault] = read(path)
    assert [a.url for a in articles] == ["http://ex.org/0", "http://ex.org/1"]
    assert fault == f"{path}: is damaged or cut off; what stands before that was read."


# What is not installed

EXTRAS = {
    "trafilatura": ("a.html", PAGE.encode(), "pip install 'dipkb[html]'"),
    "warcio": ("a.warc", b"WARC/1.0", "pip install 'dipkb[warc,html]'"),
}


@pytest.mark.parametrize("package", EXTRAS)
def test_missing_extra_is_named_with_how_to_get_it(tmp_path, monkeypatch, package):
    name, data, advice = EXTRAS[package]
    found = builtins.__import__

    def lacking(name: str, *rest: Any, **more: Any) -> Any:
        if name.split(".")[0] == package:
            raise ImportError(name)
        return found(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", lacking)
    articles, [fault] = read(write(tmp_path, name, data))
    assert not articles
    assert fault.endswith(advice)
