"""The day an article was written, against which its "on Monday" is read.

A dateline's day ("KYIV, December 4 (Xinhua) –") comes first where it is no more than ten days away from the publication day: the
article may appear later than it was written. The publication day is one of the publisher's own time zone: a time stamp with an
offset is moved there, a day as printed stays. A month or a year is no day. An article without any has the day that its line on
the source gives in full, or the one full day on which its opening says that something was said, or is seen in a picture; else
only full dates are read.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from dipkb import edtf
from dipkb.article import Article
from dipkb.extract.dates import find_dates
from dipkb.extract.resolve import resolve
from dipkb.extract.wordlists import pattern_named

LATE_DAYS = 10
_NEWS = 700  # characters of the opening
_SOURCE = pattern_named("source_line", re.MULTILINE | re.IGNORECASE)
_SAID, _SEEN, _WEEKDAY = pattern_named("said_on"), pattern_named("seen_on"), pattern_named("on_weekday")
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
        return published or _day_told(article)
    day = date.fromisoformat(when.start)
    return day if published is None or abs((day - published).days) <= LATE_DAYS else published


def _day_told(article: Article) -> date | None:
    r"""The day of an article without one, as its line on the source or the news itself gives it in full.

    >>> _day_told(Article(id="a", text="The two sides signed it on Monday, the ministry announced on May 7, 2019. Talks follow."))
    datetime.date(2019, 5, 7)
    >>> _day_told(Article(id="a", text="The two sides signed it on Monday.\n\nSource: Xinhua, May 7, 2019"))
    datetime.date(2019, 5, 7)
    """
    if article.published:
        return None
    sources = [match.group() for match in _SOURCE.finditer(article.text)]
    if len(sources) == 1:
        return _full_day(sources[0])
    return _full_day(article.text[:_NEWS], _SAID) or _day_seen(article)


def _day_seen(article: Article) -> date | None:
    """The full day of the caption of a picture at the top, where the news itself is told of that weekday.

    >>> told = "A big screen is seen in Beijing, Tuesday, March 5, 2019. The parliament opened on Tuesday."
    >>> _day_seen(Article(id="a", text=told)), _day_seen(Article(id="a", text=told.replace("on Tuesday", "on Friday")))
    (datetime.date(2019, 3, 5), None)
    """
    day = _full_day(article.text[:_NEWS], _SEEN)
    told = {match[1] for match in _WEEKDAY.finditer(article.text[:_TOP])}
    return day if day and f"{day:%A}" in told else None


def _full_day(text: str, before: re.Pattern[str] | None = None) -> date | None:
    """The one day that a text gives in full, if these words stand before it."""
    days = {}
    for expression in find_dates(text):
        when = resolve(expression, None, direction="past")
        if when is not None and when.precision == "day" and when.start == when.end and when.origin == "stated":
            days[expression.start] = when.start
    told = before is None or any(before.search(text[:start]) for start in days)
    return date.fromisoformat(next(iter(days.values()))) if told and len(set(days.values())) == 1 else None


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
