"""The day an article was written, against which its "on Monday" is read.

A dateline's day ("KYIV, December 4 (Xinhua) –") comes first where it is no more than ten days away from the publication day: the
article may appear later than it was written. The publication day is one of the publisher's own time zone: a time stamp with an
offset is moved there, a day as printed stays. A month or a year is no day; without one only dates that stand in full are read.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from dipkb import edtf
from dipkb.article import Article
from dipkb.extract.dates import find_dates
from dipkb.extract.resolve import resolve

LATE_DAYS = 10
_TOP, _OPENING = 2000, 3  # characters and lines at the top that can be a dateline, a byline or the day alone
_SHORT, _BESIDE = 40, 12  # characters of a line that is a day alone, and of what may stand beside the day in it


def dateline(article: Article, pattern: re.Pattern[str]) -> str | None:
    """The words at the top that say where and when the article was written: a dateline, or a line that is a day alone.

    >>> told = Article(id="a", text="KYIV, December 4 (Xinhua) – The two met on Monday.", published="2023-12-06")
    >>> dateline(told, re.compile(r"[A-Z]+, [A-Z][a-z]+ [0-9]+ [(]Xinhua[)] – "))
    'KYIV, December 4 (Xinhua) – '
    """
    for line in article.text[:_TOP].lstrip().splitlines()[:_OPENING]:
        if match := pattern.match(line := line.strip()):
            return match.group()
        found = find_dates(line) if len(line) < _SHORT and any(c.isdigit() for c in line) else []
        if len(found) == 1 and len(line) - len(found[0].text) < _BESIDE:
            return line
    return None


def day_written(article: Article, zone: str | None, written: str | None) -> date | None:
    """The day that the dateline ``written`` has, else the day of publication in the zone; ``None`` where none is known.

    >>> day_written(Article(id="a", text="…", published="2023-12-06"), None, "KYIV, December 4 (Xinhua) – ")
    datetime.date(2023, 12, 4)
    """
    published = day_published(article, zone)
    found = find_dates(written) if written and any(c.isdigit() for c in written) else []
    when = resolve(found[0], published, direction="nearest") if len(found) == 1 else None
    if when is None or when.precision != "day" or when.start != when.end:
        return published
    day = date.fromisoformat(when.start)
    return day if published is None or abs((day - published).days) <= LATE_DAYS else published


def day_published(article: Article, zone: str | None) -> date | None:
    """The day of publication where the publisher is.

    >>> article = Article(id="a", text="…", published="2023-12-05", published_at="2023-12-05T20:30:00Z")
    >>> day_published(article, "Asia/Shanghai"), day_published(article, None)
    (datetime.date(2023, 12, 6), datetime.date(2023, 12, 5))
    """
    if article.published_at and zone:
        moment = datetime.fromisoformat(article.published_at)
        if moment.tzinfo is not None:
            return moment.astimezone(ZoneInfo(zone)).date()
    day = article.published
    return edtf.bounds(day)[1] if day and edtf.precision(day) == "day" else None
