"""Merged events: what all articles together tell of one event, with the report of each; between merging and the graph."""

from __future__ import annotations

from dipkb.event import ArticleHead, Event, Record, Status


class Report(Record, frozen=True):
    """One article's telling of an event: the article, the record as it was extracted, and how it came to its event.

    ``key`` is 16 hexadecimal digits, unique. ``unified`` is the record with its parties as all reports together know them
    ("Lavrov" as Sergey Lavrov, no state beside those who stand for it). ``merged_by`` is the name of the rule that joined this
    report to the others, ``None`` for the report the others were joined to.
    """

    key: str
    article: ArticleHead
    record: Event
    unified: Event
    merged_by: str | None = None


class StatusChange(Record, frozen=True):
    """From the article's day on (``as_of``, EDTF or ``None``) the event counts as ``status``, by the report with that key."""

    status: Status
    as_of: str | None
    report: str


class MergedEvent(Record, frozen=True):
    """One event, claim or initiative, with the values chosen from its reports.

    ``key`` is type and hash (``"visit/0123456789abcdef"``), the local part of its IRI. In ``value``, ``id`` is the key, and
    ``part_of``, ``occasion`` and ``counted`` are keys of merged events; its ``evidence`` is empty, since words belong to
    reports. ``history`` is oldest first; ``variant_of`` is the key of an earlier rendering of the same utterance.
    """

    key: str
    value: Event
    reports: tuple[Report, ...]
    history: tuple[StatusChange, ...] = ()
    variant_of: str | None = None

    @property
    def type(self) -> str:
        """Visit, Meeting, Statement, Sanction, Agreement, CountClaim or Initiative."""
        return type(self.value).__name__
