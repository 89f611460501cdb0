"""Event records: what an extractor, a table or a person says an article tells; the contract between text and graph.

One ``ArticleEvents`` is one line of JSON. Dates are EDTF text (see :mod:`dipkb.edtf`), ``start`` and ``end`` inclusive; a
missing date is ``None``, never the publication day. Countries are ISO 3166-1 alpha-3. A span's ``exact`` is the article's
text at ``[start, end)`` in code points, always. The records are frozen; ``msgspec`` reads, checks and writes them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

import msgspec

from dipkb import edtf

Status: TypeAlias = Literal["occurred", "ongoing", "planned", "proposed", "cancelled", "postponed", "denied", "hypothetical"]
DateOrigin: TypeAlias = Literal["stated", "resolved", "publication", "none"]
PartyKind: TypeAlias = Literal["person", "country", "organisation", "media", "group"]
VisitKind: TypeAlias = Literal["state", "official", "working", "private", "transit", "unspecified"]
Mode: TypeAlias = Literal["in-person", "phone", "video", "unspecified"]
SanctionAction: TypeAlias = Literal["impose", "extend", "ease", "lift", "threaten", "call-for", "in-force"]
AgreementAction: TypeAlias = Literal["sign", "announce", "propose", "ratify", "withdraw"]


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=False):
    """What all records share: frozen, named fields, JSON by msgspec."""


class Span(Record, frozen=True, kw_only=True):
    """Words of the article: ``exact`` stands at ``[start, end)`` of its text, in code points."""

    start: int
    end: int
    exact: str


class Party(Record, frozen=True, kw_only=True):
    """Who takes part: a person, state, organisation, medium, or an unnamed group of people.

    ``id`` is ``wd:Q…`` where the gazetteer knows the party, ``None`` else (the graph then mints a local IRI from name and
    country). ``role`` is the office as worded ("President"), ``country`` the state the party stands for.
    """

    name: str | None = None
    id: str | None = None
    kind: PartyKind = "person"
    role: str | None = None
    country: str | None = None


class Words(Span, frozen=True, kw_only=True):
    """A span of the text or, where the headline does not stand in the text, of the title."""

    within: Literal["text", "title"] = msgspec.field(default="text", name="in")


class Argument(Record, frozen=True, kw_only=True):
    """Who or what a telling names in a role: by which ``words``, and how these came to stand for it, in ``steps``.

    Without ``words`` the sentence leaves it unsaid, and the steps say where it was taken from.
    """

    role: str
    name: str
    id: str | None = None
    words: Words | None = None
    steps: tuple[str, ...] = ()


class Reason(Record, frozen=True, kw_only=True):
    """A value, the words it was read from, and how."""

    value: str | None = None
    words: Words | None = None
    steps: tuple[str, ...] = ()


class Telling(Record, frozen=True, kw_only=True):
    """One sentence's telling of an event: the rule that fired at ``trigger`` and what it found.

    ``joined`` says why it was taken for another telling of the event told before; ``None`` for the first.
    """

    rule: str
    trigger: Words | None = None
    arguments: tuple[Argument, ...] = ()
    date: Reason | None = None
    status: Reason | None = None
    joined: str | None = None


class Ground(Record, frozen=True, kw_only=True):
    """What speaks for (``weight`` above 0) or against a record being right, in log odds."""

    words: str
    weight: float


class Trace(Record, frozen=True, kw_only=True):
    """How a record came to be: its tellings, which date and status were chosen of them and why, what its confidence rests on."""

    tellings: tuple[Telling, ...] = ()
    date: Reason | None = None
    status: Reason | None = None
    grounds: tuple[Ground, ...] = ()


class _Fact(Record, frozen=True, kw_only=True, tag_field="type"):
    """The fields of every record an article can tell.

    ``id`` is unique in its article; ``part_of`` names another record of the same article (a meeting within a visit).
    ``confidence`` is 0 to 1: the share of records told this way that were found right; ``rule`` names the rules or the program
    that found it, ``trace`` says how.
    """

    id: str = ""
    status: Status = "occurred"
    date_origin: DateOrigin = "none"
    evidence: tuple[Span, ...] = ()
    part_of: str | None = None
    confidence: float | None = None
    rule: str | None = None
    trace: Trace | None = None


class Visit(_Fact, frozen=True, kw_only=True, tag="Visit"):
    """An official person or delegation goes to another country on public business."""

    kind: VisitKind = "unspecified"
    kind_words: str | None = None
    visitors: tuple[Party, ...] = ()
    hosts: tuple[Party, ...] = ()
    destination: str | None = None
    places: tuple[str, ...] = ()
    start: str | None = None
    end: str | None = None


class Meeting(_Fact, frozen=True, kw_only=True, tag="Meeting"):
    """An encounter, call or video talk; its welcome, lunch and talks are ``parts``, not meetings of their own.

    ``hosts`` is the part of ``participants`` that received the others; ``duration`` an ISO 8601 duration ("PT3H").
    """

    mode: Mode = "unspecified"
    setting: Literal["bilateral", "multilateral"] = "bilateral"
    parts: tuple[str, ...] = ()
    participants: tuple[Party, ...] = ()
    hosts: tuple[Party, ...] = ()
    destination: str | None = None
    places: tuple[str, ...] = ()
    start: str | None = None
    end: str | None = None
    duration: str | None = None


class Statement(_Fact, frozen=True, kw_only=True, tag="Statement"):
    """Somebody says something: quoted words or reported speech, with the ``channel`` it reached the article by.

    ``channel`` runs from the nearest reporter to the farthest ("Belarusian state media" for "…, state media reported").
    ``occasion`` is the id of the record it was said at.
    """

    speaker: Party | None = None
    addressees: tuple[Party, ...] = ()
    act: str = "say"
    quoted: bool = False
    content: str = ""
    topics: tuple[str, ...] = ()
    channel: tuple[Party, ...] = ()
    date: str | None = None
    occasion: str | None = None


class Sanction(_Fact, frozen=True, kw_only=True, tag="Sanction"):
    """A restriction on a state, person, entity or sector; ``more_senders`` when the text leaves the list open ("and others")."""

    action: SanctionAction = "in-force"
    senders: tuple[Party, ...] = ()
    more_senders: bool = False
    targets: tuple[Party, ...] = ()
    measures: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    start: str | None = None
    end: str | None = None


class Agreement(_Fact, frozen=True, kw_only=True, tag="Agreement"):
    """A treaty, memorandum, joint statement or deal between states or organisations."""

    action: AgreementAction = "announce"
    parties: tuple[Party, ...] = ()
    title: str | None = None
    fields: tuple[str, ...] = ()
    date: str | None = None


class CountClaim(_Fact, frozen=True, kw_only=True, tag="CountClaim"):
    """The article counts events itself ("for the second time this year", "over 120 visits"); a claim, never that many events.

    ``ordinal`` 2 for "second"; ``count`` an exact number, ``at_least`` a lower bound; ``period`` EDTF, or ``start/end`` with
    ``..`` for an open side; ``of`` is visit, meeting, delegation-visit …; ``counted`` is the id of the record that is the n-th.
    """

    of: str = "visit"
    parties: tuple[Party, ...] = ()
    destination: str | None = None
    ordinal: int | None = None
    count: int | None = None
    at_least: int | None = None
    period: str | None = None
    claimed_by: tuple[Party, ...] = ()
    channel: tuple[Party, ...] = ()
    counted: str | None = None


class Initiative(_Fact, frozen=True, kw_only=True, tag="Initiative"):
    """A named initiative or joint project that the article tells of, who launched it and when."""

    name: str = ""
    wd: str | None = None
    kind: Literal["initiative", "project"] = "initiative"
    initiators: tuple[Party, ...] = ()
    parties: tuple[Party, ...] = ()
    start: str | None = None


Event: TypeAlias = Visit | Meeting | Statement | Sanction | Agreement | CountClaim | Initiative


class ArticleHead(Record, frozen=True, kw_only=True):
    """The article a line of records belongs to, without its text; ``published`` is EDTF or ``None``.

    ``text_sha256`` ties the records to the very text their spans count in.
    """

    id: str
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str = "en"
    text_sha256: str | None = None


class ArticleEvents(Record, frozen=True, kw_only=True):
    """One line of an event-record file: an article and what it tells; ``text`` is carried when spans are to be checked later."""

    article: ArticleHead
    events: tuple[Event, ...] = ()
    text: str | None = None


_encode, _decoder = msgspec.json.Encoder(), msgspec.json.Decoder(ArticleEvents)


def to_json(record: ArticleEvents) -> str:
    """One line of JSON, keys in a fixed order, without its line end.

    >>> to_json(ArticleEvents(article=ArticleHead(id="a1")))[:24]
    '{"article":{"id":"a1","t'
    """
    return _encode.encode(record).decode("utf-8")


def from_json(line: str | bytes) -> ArticleEvents:
    """Read and check one line.

    Raises:
        ValueError: What is wrong and where in the line, e.g. "Invalid enum value 'happened' - at `$.events[0].status`".

    >>> from_json('{"article": {"id": "a1"}, "events": [{"type": "Visit", "destination": "CHN"}]}').events[0].destination
    'CHN'
    """
    record = _decoder.decode(line)
    problems = list(faults(record))
    if problems:
        raise ValueError("; ".join(problems))
    return record


def json_schema() -> dict[str, object]:
    """The JSON Schema (2020-12) of one line.

    >>> json_schema()["$ref"]
    '#/$defs/ArticleEvents'
    """
    return msgspec.json.schema(ArticleEvents)


def faults(record: ArticleEvents) -> Iterator[str]:
    """What the types alone cannot forbid: dates that are no EDTF, ids used twice or naming nothing, spans that lie."""
    told = record.article.text_sha256
    if told and record.text is not None and told != text_digest(record.text):
        yield "article.text_sha256 is not that of the text: the records were made from another version of it"
    ids = [event.id for event in record.events if event.id]
    for twice in sorted({i for i in ids if ids.count(i) > 1}) if len(set(ids)) < len(ids) else ():
        yield f"the id '{twice}' stands for two records"
    for n, event in enumerate(record.events):
        for field, value in dates(event):
            if not edtf.is_edtf(value):
                yield f"events[{n}].{field} is '{value}', which is no EDTF date (YYYY, YYYY-MM or YYYY-MM-DD)"
        for field in ("part_of", "occasion", "counted"):
            named = getattr(event, field, None)
            if named and named not in ids:
                yield f"events[{n}].{field} names '{named}', which is no record of this article"
        yield from (f"events[{n}].evidence: {fault}" for fault in span_faults(event.evidence, record.text))
        yield from (f"events[{n}].trace: {fault}" for fault in trace_faults(event, record))


def text_digest(text: str) -> str:
    """SHA-256 of an article's text as hexadecimal digits: what ``text_sha256`` holds.

    >>> text_digest("Beijing")[:8]
    '65bb46ed'
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def dates(event: Event) -> Iterable[tuple[str, str]]:
    """The date fields that are filled, as (field, EDTF text)."""
    return [(f, v) for f in ("start", "end", "date") if (v := getattr(event, f, None))]


def span_faults(spans: Iterable[Span], text: str | None) -> Iterator[str]:
    """Spans whose words do not stand where they say; nothing is said where the text is not at hand."""
    for span in spans:
        if text is not None and text[span.start : span.end] != span.exact:
            yield f"'{span.exact[:60]}' does not stand at {span.start}–{span.end} of the text"


def trace_faults(event: Event, record: ArticleEvents) -> Iterator[str]:
    """Words of the trace that do not stand where they say, in the text or in the title."""
    told = words_of(event.trace) if event.trace else []
    yield from span_faults((w for w in told if w.within == "text"), record.text)
    yield from span_faults((w for w in told if w.within == "title"), record.article.title)


def words_of(trace: Trace) -> list[Words]:
    """All words a trace names, in the order of its tellings: trigger, arguments, date and status of each."""
    reasons = [trace.date, trace.status]
    found: list[Words | None] = []
    for told in trace.tellings:
        found += [told.trigger, *(a.words for a in told.arguments)]
        reasons += [told.date, told.status]
    return [w for w in (*found, *(r.words for r in reasons if r)) if w]


def when(event: Event) -> tuple[str | None, str | None]:
    """Start and end of any record, as EDTF; a dated point has both the same."""
    point = getattr(event, "date", None)
    return (point, point) if point else (getattr(event, "start", None), getattr(event, "end", None))


def parties(event: Event) -> list[tuple[str, Party]]:
    """Every party of the record with the role it has in it, in the order of the record.

    >>> [(r, p.name) for r, p in parties(Meeting(participants=(Party(name="A"), Party(name="B")), hosts=(Party(name="A"),)))]
    [('host', 'A'), ('participant', 'B')]
    """
    hosts = getattr(event, "hosts", ())
    listed = [
        (role, p)
        for role, field in ROLE_FIELDS
        for p in _as_tuple(getattr(event, field, None))
        if role == "host" or p not in hosts
    ]
    return list(dict.fromkeys(listed))


ROLE_FIELDS = (
    ("host", "hosts"),
    ("visitor", "visitors"),
    ("participant", "participants"),
    ("speaker", "speaker"),
    ("addressee", "addressees"),
    ("sender", "senders"),
    ("target", "targets"),
    ("party", "parties"),
    ("initiator", "initiators"),
    ("claimant", "claimed_by"),
)


def _as_tuple(value: Party | tuple[Party, ...] | None) -> tuple[Party, ...]:
    return value if isinstance(value, tuple) else (value,) if value else ()


if __name__ == "__main__":  # make docs writes the schema that ships
    import json
    import sys

    sys.stdout.write(json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n")
