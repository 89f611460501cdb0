"""Any event records: a hypothesis strategy for whole articles, with characters and names that are hard to write down."""

from __future__ import annotations

import string
from typing import Any, get_args

from hypothesis import strategies as st

from dipkb import event
from dipkb.event import ArticleEvents, ArticleHead, Event, Party, Span

HARD = [
    '"',
    "\\",
    "\n",
    "\r\n",
    "\t",
    "\x00",
    "\x01",
    "\x7f",
    "\x85",
    "\u2028",
    "\ufffe",
    "\U0001f600",
    "e\u0301",
    "<script>",
    "> .",
    "^^",
    "@en",
    "{}",
    " ",
]
texts = st.lists(st.sampled_from([*HARD, *string.ascii_letters, "Xi", "Straße", "习近平"]), max_size=8).map("".join)
names = (
    st.sampled_from(["Xi Jinping", "Jan Novák", "Smith", "習近平", 'A. "B" <C>', "Belarus", "UN", "Xinhua", "state media", ""])
    | texts
)
countries = st.sampled_from(["CHN", "BLR", "CZE", "EU", "XXX", "<>", None])
dates = st.sampled_from(["2023", "2023-03", "2023-03-04", "2023-03-05", "2023-03~", "2023-21", "202X", None])
ids = st.sampled_from(["wd:Q15031", "wd:Q2866", "wd:Q148", "wd:Q458", "wd:Q1> <x", "x:1", None])


def literal(name: str) -> st.SearchStrategy[Any]:
    return st.sampled_from(get_args(getattr(event, name)))


def several(values: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(values, max_size=3).map(tuple)


parties = st.builds(
    Party,
    name=names | st.none(),
    id=ids,
    kind=literal("PartyKind"),
    role=st.none() | texts | st.just("President"),
    country=countries,
)
spans = st.integers(0, 50).flatmap(lambda start: st.builds(Span, start=st.just(start), end=st.integers(start, 60), exact=texts))
common: dict[str, Any] = {
    "status": literal("Status"), "date_origin": literal("DateOrigin"), "evidence": several(spans),
    "confidence": st.none() | st.floats(0, 1) | st.just(7.0), "rule": st.none() | texts,
}  # fmt: skip
span_dates: dict[str, Any] = {"start": dates, "end": dates}
EVENTS: dict[type[Any], dict[str, Any]] = {
    event.Visit: {
        "kind": literal("VisitKind"), "visitors": several(parties), "hosts": several(parties), "destination": countries,
        "places": several(names), **span_dates,
    },
    event.Meeting: {
        "mode": literal("Mode"), "setting": st.sampled_from(["bilateral", "multilateral"]), "parts": several(texts),
        "participants": several(parties), "hosts": several(parties), "destination": countries, "places": several(names),
        "duration": st.sampled_from([None, "PT3H", "PT90M", "PT0.5S", "three hours"]), **span_dates,
    },
    event.Statement: {
        "speaker": st.none() | parties, "addressees": several(parties), "act": texts | st.just("assure"), "quoted": st.booleans(),
        "content": texts, "topics": several(names), "channel": several(parties), "date": dates,
    },
    event.Sanction: {
        "action": literal("SanctionAction"), "senders": several(parties), "more_senders": st.booleans(),
        "targets": several(parties), "measures": several(texts), "reasons": several(texts), **span_dates,
    },
    event.Agreement: {
        "action": literal("AgreementAction"), "parties": several(parties), "title": st.none() | texts,
        "fields": several(texts), "date": dates,
    },
    event.CountClaim: {
        "of": st.sampled_from(["visit", "meeting", "odd one"]), "parties": several(parties), "destination": countries,
        "ordinal": st.none() | st.integers(0, 9), "count": st.none() | st.integers(0, 9),
        "at_least": st.none() | st.integers(0, 900),
        "period": st.sampled_from([None, "2023", "2023-03/2023-12-05", "../2023", "2023/..", "last year", ".."]),
        "claimed_by": several(parties), "channel": several(parties),
    },
    event.Initiative: {
        "name": names | st.just("Belt and Road Initiative"), "wd": ids, "kind": st.sampled_from(["initiative", "project"]),
        "initiators": several(parties), "parties": several(parties), "start": dates,
    },
}  # fmt: skip
events: st.SearchStrategy[Event] = st.one_of([st.builds(kind, **common, **fields) for kind, fields in EVENTS.items()])
heads = st.builds(
    ArticleHead,
    id=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12),
    title=st.none() | texts,
    published=dates | st.just("yesterday"),
    publisher=st.none() | texts,
    url=st.sampled_from([None, "https://example.org/a?b=c#d", "no url", "http://a b/", "javascript:alert(1)", "http://x/<y>"]),
    language=st.sampled_from(["en", "en-GB", "zh-Hans", "a-b", "not a tag", ""]),
)


@st.composite
def article(draw: st.DrawFn) -> ArticleEvents:
    """One article; some of its records name others of it."""
    import msgspec

    told = draw(st.lists(events, max_size=5))
    named = [msgspec.structs.replace(one, id=f"e{n}") for n, one in enumerate(told)]
    linked = [msgspec.structs.replace(one, **draw(links(one, [n.id for n in named]))) for one in named]
    return ArticleEvents(article=draw(heads), events=tuple(linked), text=draw(st.none() | texts))


def links(one: Event, known: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    fields = [field for field in ("part_of", "occasion", "counted") if hasattr(one, field)]
    return st.fixed_dictionaries({field: st.none() | st.sampled_from(known) for field in fields})


def articles() -> st.SearchStrategy[list[ArticleEvents]]:
    """Up to four articles, each once."""
    return st.lists(article(), max_size=4, unique_by=lambda one: one.article.id)
