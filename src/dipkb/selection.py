"""Event records without what is not wanted: those that are too unsure, and how they came about."""

from __future__ import annotations

import msgspec

from dipkb.event import ArticleEvents, Event

LINKS = ("part_of", "occasion", "counted")


def sure_of(record: ArticleEvents, least: float) -> ArticleEvents:
    """The article with the events whose confidence is ``least`` or more, and those that say none; others name no dropped event.

    >>> from dipkb.event import ArticleHead, Meeting, Visit
    >>> told = (Visit(id="v", confidence=0.3), Meeting(id="m", part_of="v", confidence=0.8))
    >>> sure_of(ArticleEvents(article=ArticleHead(id="a"), events=told), 0.5).events[0].part_of
    """
    kept = [event for event in record.events if event.confidence is None or event.confidence >= least]
    if len(kept) == len(record.events):
        return record
    known = {event.id for event in kept}
    return msgspec.structs.replace(record, events=tuple(_unlinked(event, known) for event in kept))


def untraced(record: ArticleEvents) -> ArticleEvents:
    """The article's events without their trace; the same object where there is none."""
    if not any(event.trace for event in record.events):
        return record
    bare = tuple(msgspec.structs.replace(event, trace=None) for event in record.events)
    return msgspec.structs.replace(record, events=bare)


def _unlinked(event: Event, known: set[str]) -> Event:
    lost = {field: None for field in LINKS if (name := getattr(event, field, None)) and name not in known}
    return msgspec.structs.replace(event, **lost) if lost else event
