"""Which lines of an article are read, and as what: bylines, credits and what surrounds an article tell nothing."""

from __future__ import annotations

import pytest

from dipkb.article import Article
from dipkb.extract.lexicon import Lexicon
from dipkb.extract.text import sentences
from dipkb.gazetteer import load

FRAME = (
    "By Maria Stone",
    "By Maria Stone and Paul Marten",
    "(Reporting by Maria Stone; Editing by Paul Marten)",
    "Read more: Minister meets minister",
    "ALSO READ | Minister meets minister",
    "FILE PHOTO",
    "Listen to this article",
    "Most read",
    "Sign up for our weekly newsletter",
    "Copyright 2025 Gazette",
    "(Enditem)",
)
TOLD = (
    "By Friday the ministers had met twice.",
    "Reporting by the agency shows that the ministers met.",
    "The minister arrived in Oslo on Monday.",
)


def zones(text: str, publisher: str | None = None) -> list[str]:
    lexicon = Lexicon(load())
    return [s.zone for s in sentences(Article(id="a", text=text), lexicon.text_rules, lexicon.frame_of(publisher))]


def test_what_stands_around_an_article_is_not_read() -> None:
    read = {line for line in FRAME if "body" in zones(line)}
    assert read == set()


@pytest.mark.parametrize("sentence", TOLD)
def test_a_sentence_that_begins_alike_is_read(sentence: str) -> None:
    assert zones(sentence) == ["body"]


def test_a_picture_from_the_archive_is_a_caption() -> None:
    assert zones("FILE PHOTO: The minister shakes hands with his guest in Oslo. REUTERS/Maria Stone")[:1] == ["caption"]


def test_a_publisher_has_lines_of_its_own() -> None:
    line = "Follow us on: Twitter | BelTA Telegram channel and more of what we publish today."
    assert (zones(line), zones(line, "BelTA")) != (["body"], ["body"])
