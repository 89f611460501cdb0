"""Where and when an article was written: its dateline, and its publication day where the publisher is."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from dipkb.article import Article, article_from
from dipkb.event import Meeting, Visit
from dipkb.extract import Extractor
from dipkb.extract.publication import day_published

MET = "French President Emmanuel Macron met Chinese President Xi Jinping on Wednesday."
ARRIVED = "French President Emmanuel Macron arrived here on Monday on a state visit."


@cache
def reader() -> Extractor:
    return Extractor()


def told(text: str, published: str | None, publisher: str | None = None) -> list[Meeting | Visit]:
    article = article_from({"id": "a", "text": text, "published": published, "publisher": publisher})
    return [e for e in reader().extract(article).events if isinstance(e, Meeting | Visit)]


@pytest.mark.parametrize(
    ("published", "publisher", "day"),
    [
        ("2023-12-05T20:30:00Z", "Xinhua", "2023-12-06"),
        ("2023-12-05T20:30:00+08:00", "Xinhua", "2023-11-29"),
        ("2023-12-05T20:30:00", "Xinhua", "2023-11-29"),
        ("2023-12-05", "Xinhua", "2023-11-29"),
        ("2023-12-06T01:30:00Z", "CNN", "2023-11-29"),
        ("2023-12-06T01:30:00Z", "A paper no table knows", "2023-12-06"),
        ("2023-12", None, None),
        (None, None, None),
    ],
)
def test_a_weekday_counts_from_the_day_where_the_publisher_is(
    published: str | None, publisher: str | None, day: str | None
) -> None:
    assert [e.start for e in told(MET, published, publisher)] == [day]


@pytest.mark.parametrize(
    ("line", "published", "day"),
    [
        ("PARIS, December 5 (Xinhua) -- ", "2023-12-07", "2023-11-29"),
        ("PARIS, Dec. 5 (AFP) - ", "2023-12-07", "2023-11-29"),
        ("Paris [France], December 5 (ANI): ", "2023-12-07", "2023-11-29"),
        ("December 5, 2023\n\n", None, "2023-11-29"),
        ("PARIS, May 5 (Xinhua) -- ", "2023-12-07", "2023-12-06"),
        ("PARIS (Reuters) - ", "2023-12-07", "2023-12-06"),
        ("MOSCOW, December 5. /TASS/. ", "2023-12-07", "2023-11-29"),
        ("Astana. December 5. KazTAG – ", "2023-12-07", "2023-11-29"),
        ("YEREVAN, DECEMBER 5, ARMENPRESS. ", "2023-12-07", "2023-11-29"),
        ("Paris, Dec 5 (IANS/EFE) ", "2023-12-07", "2023-11-29"),
    ],
)
def test_a_dateline_near_the_publication_day_comes_first(line: str, published: str | None, day: str) -> None:
    assert [e.start for e in told(line + MET, published)] == [day]


@pytest.mark.parametrize(
    ("line", "publisher", "country"),
    [
        ("BEIJING, December 5 (Xinhua) -- ", "Xinhua", "CHN"),
        ("New Delhi [India], December 5 (ANI): ", "BBC News", "IND"),
        ("MOSCOW (Reuters) - ", None, "RUS"),
        ("", "Xinhua", "CHN"),
    ],
)
def test_here_is_where_the_article_was_written(line: str, publisher: str | None, country: str) -> None:
    assert [e.destination for e in told(line + ARRIVED, "2023-12-05", publisher)] == [country]


def test_a_stamp_that_no_calendar_has_leaves_the_day() -> None:
    article = article_from({"text": "x", "published": "2023-12-05T25:61:00Z"})
    assert (article.published, article.published_at) == ("2023-12-05", None)
    assert day_published(Article(id="a", text="x", published="2023"), "Asia/Tokyo") is None
    assert day_published(article, "Asia/Tokyo") == date(2023, 12, 5)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (f"{MET}\n\nSource: Xinhua, December 5, 2023", "2023-11-29"),
        (f"{MET} They signed a pact, the Elysee announced on December 5, 2023.", "2023-11-29"),
        (f"{MET} They signed a pact, the Elysee announced on December 5, 2023. The first was of May 4, 2019.", None),
    ],
)
def test_an_undated_article_has_the_one_full_day_that_it_gives_for_itself(text: str, day: str | None) -> None:
    assert [e.start for e in told(text, None)][:1] == [day]
