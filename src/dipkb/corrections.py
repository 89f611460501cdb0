"""What a person decided about what was extracted: plain records, and what they do to an article's event records.

A correction names reports by their words, not by their place in a file: the article, the type of the record and the words that
carry it. So it holds when the article is read again by another version, and is *orphaned* when those words carry no such
record any more; it is then kept and told, and does nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Literal, TypeAlias

import msgspec

from dipkb import edtf
from dipkb.errors import BadParameter
from dipkb.event import ROLE_FIELDS, ArticleEvents, Event, Record, parties
from dipkb.vocab import digest

Decision: TypeAlias = Literal["accept", "reject", "edit", "merge", "split", "remove"]
Place: TypeAlias = tuple[str, str]
"""A report: the article's id, and the record's id there."""
FIELDS = frozenset(
    ("status", "start", "end", "date", "destination", "kind", "mode", "action", "title", "places", "content", "act")
) | {field for _, field in ROLE_FIELDS}
"""What can be edited; parties are given as the records have them."""


class Told(Record, frozen=True):
    """A report by what carries it: ``exact`` are the words of its first span, ``who`` the names; ``nth`` numbers alike ones."""

    article: str
    type: str
    exact: str = ""
    who: tuple[str, ...] = ()
    nth: int = 0


class Correction(Record, frozen=True):
    """A decision: by whom, on which day (EDTF), why, and about which reports.

    ``accept`` and ``reject`` say that reports are right or wrong, ``edit`` gives a ``field`` of theirs another ``value`` (JSON,
    as the record has it), ``merge`` makes the events of all of them one, ``split`` takes them out of their event into one of
    their own, ``remove`` takes the ``article`` away for good.
    """

    decision: Decision
    author: str
    date: str
    reason: str = ""
    reports: tuple[Told, ...] = ()
    field: str | None = None
    value: Any = None
    article: str | None = None

    def __hash__(self) -> int:
        return hash(self.key)  # a value may be a list

    @property
    def key(self) -> str:
        """16 hexadecimal digits, the same for the same correction."""
        return digest("correction", to_json(self))

    @property
    def articles(self) -> frozenset[str]:
        """The articles it is about."""
        return frozenset((*(told.article for told in self.reports), *([self.article] if self.article else [])))


_encode, _decoder = msgspec.json.Encoder(order="deterministic"), msgspec.json.Decoder(Correction)


def to_json(correction: Correction) -> str:
    """One line of JSON, without its line end.

    >>> made = Correction(decision="remove", author="A. B.", date="2026-01-02", article="a1")
    >>> from_json(to_json(made)) == made
    True
    """
    return _encode.encode(correction).decode("utf-8")


def from_json(line: str | bytes) -> Correction:
    """Read and check one line.

    Raises:
        ValueError: What is wrong and where in the line.
        BadParameter: A field that cannot be edited, or a value that it does not take.
    """
    found = _decoder.decode(line)
    check(found)
    return found


def check(correction: Correction) -> None:
    """Raise where a correction says what no record can take.

    Raises:
        BadParameter: Says what, and what would do.
    """
    if correction.decision == "edit":
        if correction.field not in FIELDS:
            raise BadParameter(f"'{correction.field}' cannot be edited. What can: {', '.join(sorted(FIELDS))}.")
        for told in correction.reports:
            _edited_value(told.type, correction.field, correction.value)
    if correction.decision == "remove" and not correction.article:
        raise BadParameter("A correction that removes an article must name it.")
    if correction.decision != "remove" and not correction.reports:
        raise BadParameter(f"A correction that says '{correction.decision}' must name a report.")


def told(record: ArticleEvents, event: Event) -> Told:
    """How to name a record of an article so that it is found again."""
    alike = [one for one in record.events if _same_words(one, event)]
    return Told(
        article=record.article.id, type=type(event).__name__, exact=_words(event), who=_who(event), nth=alike.index(event)
    )


def _words(event: Event) -> str:
    return event.evidence[0].exact if event.evidence else ""


def _who(event: Event) -> tuple[str, ...]:
    return tuple(sorted({party.name or party.role or "" for _, party in parties(event)}))


def _same_words(one: Event, other: Event) -> bool:
    return type(one) is type(other) and _words(one) == _words(other) and _who(one) == _who(other)


def find(record: ArticleEvents, wanted: Told) -> Event | None:
    """The record that a correction means; ``None`` where the article has none with these words.

    Of several with the same words it is the one with the most of the names, then the one in that place among them.
    """
    alike = [one for one in record.events if type(one).__name__ == wanted.type and _words(one) == wanted.exact]
    if not alike:
        return None
    common = [len({*_who(one)} & {*wanted.who}) for one in alike]
    best = [one for one, number in zip(alike, common, strict=True) if number == max(common)]
    return best[wanted.nth] if wanted.nth < len(best) else best[0]


class Corrections:
    """All corrections of a store, in the order of their days and keys."""

    def __init__(self, corrections: Iterable[Correction] = ()) -> None:
        self.all: tuple[Correction, ...] = tuple(sorted(set(corrections), key=lambda c: (c.date, c.key)))

    @cached_property
    def by_article(self) -> Mapping[str, Sequence[Correction]]:
        """The corrections about each article."""
        found: dict[str, list[Correction]] = {}
        for correction in self.all:
            for article in correction.articles:
                found.setdefault(article, []).append(correction)
        return found

    def removed(self, article: str) -> bool:
        """Whether the article was taken away for good."""
        return any(c.decision == "remove" and c.article == article for c in self.by_article.get(article, ()))

    def without_removed(self) -> Corrections:
        """The corrections without words of articles that were removed: what is about nothing else is left out."""
        gone = {c.article for c in self.all if c.decision == "remove" and c.article}
        return Corrections(kept for c in self.all if (kept := _without(c, gone))) if gone else self

    def applied(self, record: ArticleEvents) -> ArticleEvents:
        """The article's records as corrected: edited, sure where accepted, without those that were rejected."""
        changed: dict[int, Event | None] = {}
        for correction in self.by_article.get(record.article.id, ()):
            for wanted in correction.reports:
                found = find(record, wanted) if wanted.article == record.article.id else None
                if found is not None:
                    n = next(n for n, one in enumerate(record.events) if one is found)
                    changed[n] = _decided(changed.get(n, found), correction)
        if not changed:
            return record
        named = [one if one.id else msgspec.structs.replace(one, id=f"#{n}") for n, one in enumerate(record.events)]
        events = tuple(kept for n, one in enumerate(named) if (kept := _renamed(changed.get(n, one), one.id)) is not None)
        return msgspec.structs.replace(record, events=_without_lost_links(events))

    def orphans(self, records: Mapping[str, ArticleEvents | None]) -> list[tuple[Correction, Told]]:
        """The corrections whose words carry no record any more, of some articles as they were extracted."""
        return [
            (correction, wanted)
            for article, record in sorted(records.items())
            for correction in self.by_article.get(article, ())
            for wanted in correction.reports
            if wanted.article == article and (record is None or find(record, wanted) is None)
        ]


def _without(correction: Correction, gone: set[str]) -> Correction | None:
    """The correction without reports of these articles; ``None`` where it says nothing then."""
    left = tuple(told for told in correction.reports if told.article not in gone)
    if left == correction.reports:
        return correction
    enough = len(left) >= (2 if correction.decision == "merge" else 1)
    return msgspec.structs.replace(correction, reports=left) if enough else None


def _renamed(event: Event | None, name: str) -> Event | None:
    return event if event is None or event.id else msgspec.structs.replace(event, id=name)


def _decided(event: Event | None, correction: Correction) -> Event | None:
    if event is None or correction.decision == "reject":
        return None
    if correction.decision == "accept":
        return msgspec.structs.replace(event, confidence=1.0)
    if correction.decision == "edit" and correction.field and hasattr(event, correction.field):
        value = _edited_value(type(event).__name__, correction.field, correction.value)
        stated = {"date_origin": "stated"} if correction.field in ("start", "end", "date") else {}
        return msgspec.structs.replace(event, **{correction.field: value}, **stated, confidence=1.0)
    return event


def _edited_value(kind: str, field: str, value: Any) -> Any:
    """The value as the field of a record holds it.

    Raises:
        BadParameter: The field takes no such value.
    """
    try:
        found = getattr(msgspec.convert({"type": kind, field: value}, Event), field)
    except (msgspec.ValidationError, AttributeError) as reason:
        raise BadParameter(f"{kind}.{field} cannot be {value!r}: {reason}.") from None
    if field in ("start", "end", "date") and found is not None and not edtf.is_edtf(found):
        raise BadParameter(f"{kind}.{field} cannot be {value!r}: it is no date. Write 2023-02-04, 2023-02 or 2023 (EDTF).")
    return found


def _without_lost_links(events: tuple[Event, ...]) -> tuple[Event, ...]:
    """The events, none naming one that is gone."""
    ids = {event.id for event in events}
    return tuple(_linked(event, ids) for event in events)


def _linked(event: Event, ids: set[str]) -> Event:
    lost = {f: None for f in ("part_of", "occasion", "counted") if (named := getattr(event, f, None)) and named not in ids}
    return msgspec.structs.replace(event, **lost) if lost else event


def by_hand(corrections: Corrections, records: Mapping[str, ArticleEvents | None]) -> list[tuple[str, tuple[Place, ...]]]:
    """The merges and splits, each with the reports that are found: ("merge" or "split", reports)."""
    hands = []
    for correction in corrections.all:
        if correction.decision in ("merge", "split"):
            places = [place for one in correction.reports if (place := place_of(records.get(one.article), one))]
            hands.append((correction.decision, tuple(places)))
    return [(decision, places) for decision, places in hands if places]


def place_of(record: ArticleEvents | None, wanted: Told) -> Place | None:
    """The report that a correction means; ``None`` where the article, as extracted, has none with these words."""
    found = find(record, wanted) if record is not None else None
    if record is None or found is None:
        return None
    n = next(n for n, one in enumerate(record.events) if one is found)
    return wanted.article, found.id or f"#{n}"
