"""Merged events: what all articles together tell of one event, with the report of each; between merging and the graph."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from dipkb.event import ArticleHead, Event, Party, Record, Status
from dipkb.vocab import digest, slug, wikidata

LOCAL = "in-article"  # the mark of an identity that holds in its article alone


class Report(Record, frozen=True):
    """One article's telling of an event: the article, the record as it was extracted, and how it came to its event.

    ``key`` is 16 hexadecimal digits, unique; ``merged_by`` is the name of the rule that joined this report to the others,
    ``None`` for the report the others were joined to.
    """

    key: str
    article: ArticleHead
    record: Event
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


def identity(party: Party, article_id: str) -> str:
    """Who a party is, as one string: alike for the same party in two articles, and for nobody else.

    A country is its code, anything with a ``wd:`` id that id, anything else kind, name and country. A person of one word (a
    surname) and a group of no country could be another one in the next article: their identity holds in the article alone.

    >>> identity(Party(name="Xi Jinping", id="wd:Q15031"), "a1")
    'wd:Q15031'
    >>> identity(Party(name="Belarus", id="wd:Q184", kind="country", country="BLR"), "a1")
    'country/blr'
    >>> identity(Party(name="Jan Novák", country="CZE"), "a1")
    'person/jan-novak-cze'
    >>> identity(Party(role="delegation", kind="group", country="BLR"), "a1")
    'group/delegation-of-blr'
    >>> identity(Party(name="Smith"), "a1") == identity(Party(name="Smith"), "a2")
    False
    """
    if party.kind == "country" and party.country:
        return f"country/{slug(party.country)}"
    if party.id and wikidata(party.id):
        return party.id
    local = _path(party)
    return f"{local}-{LOCAL}-{digest(article_id, length=8)}" if _ambiguous(party) else local


def is_local(agent: str) -> bool:
    """Whether an identity holds in its article alone.

    >>> is_local(identity(Party(name="Smith"), "a1"))
    True
    """
    return f"-{LOCAL}-" in agent


def _path(party: Party) -> str:
    """Kind and name as two path segments; without a name a group, told by its role and country."""
    name, country = (party.name or "").strip(), party.country
    if not name:
        words = f"{party.role or party.kind} of {country}" if country else party.role or "unnamed " + party.kind
        return "group/" + _segment(words)
    return f"{SEGMENTS[party.kind]}/{_segment(name)}" + (f"-{slug(country)}" if country else "")


SEGMENTS: Mapping[str, str] = {kind: kind for kind in ("person", "country", "organisation", "group")} | {"media": "medium"}


def _segment(words: str) -> str:
    """A slug; words too long for one are told apart by a hash."""
    short = slug(words)
    return short if len(short) < 80 else f"{short[:70]}-{digest(words, length=8)}"


def _ambiguous(party: Party) -> bool:
    words = (party.name or "").split()
    if party.kind == "group" or not words:
        return not party.country
    return party.kind == "person" and len(words) < 2


def encoded(record: Event) -> bytes:
    """A record as bytes that sort and compare the same on every machine."""
    return msgspec.json.encode(record)
