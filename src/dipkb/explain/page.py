"""Articles explained as one page of HTML: no file beside it, no network, and nothing of the articles that could run.

Everything from the records is escaped; besides, the page's policy lets no script run but its own, which it names by its hash.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from dipkb.event import ArticleEvents, Event, Reason, Telling, Trace
from dipkb.explain import view
from dipkb.explain.view import Mark, Piece

_HERE = Path(__file__).parent


def page(records: Sequence[ArticleEvents]) -> Iterator[str]:
    """The parts of the page, in order."""
    style, script = ((_HERE / name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    yield _head(style, script, _title(records))
    yield _filters(records)
    yield "<main>\n"
    yield _index(records) if len(records) > 1 else ""
    for n, record in enumerate(records, 1):
        yield _article(n, record, 2 if len(records) > 1 else 1)
    yield f"</main>\n<script>{script}</script>\n</body>\n</html>\n"


def _title(records: Sequence[ArticleEvents]) -> str:
    if len(records) == 1:
        return records[0].article.title or records[0].article.id
    return f"{len(records)} articles explained"


def _head(style: str, script: str, title: str) -> str:
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
    )


def _filters(records: Sequence[ArticleEvents]) -> str:
    """The bar at the top: types, the least confidence, what the marks mean."""
    counts = Counter(view.type_of(e) for r in records for e in r.events)
    boxes = "".join(
        f'<label class="chip"><input type="checkbox" name="type" value="{kind}" checked> {kind} <span>{number}</span></label>'
        for kind, number in counts.most_common()
    )
    legend = "".join(f'<li><mark class="{role}">{role}</mark></li>' for role in ("trigger", "party", "place", "date", "status"))
    return (
        '<header class="bar">\n<form aria-label="Which events are shown">\n'
        f"<fieldset><legend>Type</legend>{boxes}</fieldset>\n"
        '<label class="least">Confidence at least <input type="range" name="least" min="0" max="1" step="0.05" value="0">'
        '<output name="shown">0.00</output></label>\n<p role="status" class="count"></p>\n</form>\n'
        f'<ul class="legend" aria-label="What the marks mean">{legend}</ul>\n</header>\n'
    )


def _index(records: Sequence[ArticleEvents]) -> str:
    rows = "".join(
        f'<li><a href="#a{n}">{escape(r.article.title or r.article.id)}</a> '
        f'<span class="quiet">{escape(_about(r))} · {_events(len(r.events))}</span></li>\n'
        for n, r in enumerate(records, 1)
    )
    return f'<nav aria-label="Articles"><h1>{len(records)} articles</h1>\n<ol>{rows}</ol></nav>\n'


def _about(record: ArticleEvents) -> str:
    return " · ".join(filter(None, (record.article.publisher, record.article.published)))


def _events(number: int) -> str:
    return "1 event" if number == 1 else f"{number} events"


# --- an article


def _article(n: int, record: ArticleEvents, level: int) -> str:
    known = {event.id: f"a{n}-e{i}" for i, event in enumerate(record.events) if event.id}
    cards = "".join(_event(f"a{n}-e{i}", event, known) for i, event in enumerate(record.events))
    title = _marked(record.article.title or "(without a title)", view.marks(record, "title"), n)
    about = f"{escape(_about(record))}{_link(record.article.url)} <code>{escape(record.article.id)}</code>"
    return (
        f'<section class="article" id="a{n}" aria-labelledby="a{n}-title">\n'
        f'<header><h{level} id="a{n}-title">{title}</h{level}>\n'
        f'<p class="quiet">{about}</p></header>\n'
        f'<div class="columns">\n<div class="text">\n{_text(n, record)}</div>\n'
        f'<div class="events" tabindex="0" role="region" aria-label="Events of this article">\n'
        f"<h3>{_events(len(record.events))}</h3>\n{cards}</div>\n</div>\n</section>\n"
    )


def _link(url: str | None) -> str:
    """The address as a link, if it is one of the web."""
    try:
        scheme = urlsplit(url or "").scheme
    except ValueError:
        scheme = ""
    shown = escape(url or "", quote=True)
    if scheme not in ("http", "https"):
        return f" · {shown}" if url else ""
    return f' · <a href="{shown}" rel="noopener noreferrer external">{shown}</a>'


def _text(n: int, record: ArticleEvents) -> str:
    text, marks = record.text or "", view.marks(record)
    if not text:
        return "<p class=quiet>The record does not carry the article’s text.</p>\n"
    return "".join(f"<p>{_marked(text, marks, n, start, end)}</p>\n" for start, end in view.paragraphs(text))


def _marked(text: str, marks: list[Mark], n: int, start: int = 0, end: int | None = None) -> str:
    return "".join(_piece(p, n) for p in view.pieces(text, start, len(text) if end is None else end, marks))


def _piece(piece: Piece, n: int) -> str:
    """A stretch of text; the trigger of an event is a link to it."""
    words, first = escape(piece.text), piece.foremost
    if first is None:
        return words
    events = " ".join(dict.fromkeys(f"a{n}-e{m.event}" for m in piece.marks))
    own = " ".join(dict.fromkeys(f"a{n}-e{m.event}" for m in piece.marks if m.role not in ("content", "evidence")))
    mark = f'<mark class="{first.role}" data-e="{events}" data-own="{own}">{words}</mark>'
    return f'<a class="to" href="#a{n}-e{first.event}">{mark}</a>' if first.role == "trigger" else mark


# --- an event


def _event(place: str, event: Event, known: dict[str, str]) -> str:
    kind, days = view.type_of(event), view.dated(event)
    when = f'<span class="when">{escape(days)}</span>' if days else ""
    return (
        f'<article class="event" id="{place}" data-type="{kind}" data-sure="{_plain(event.confidence)}">\n'
        f'<h4><button type="button" aria-pressed="false"><span class="type {kind}">{kind}</span> <code>{escape(event.id)}</code> '
        f'<span class="what">{escape(view.title(event))}</span></button></h4>\n'
        f'<p class="line"><span class="state {event.status}">{event.status}</span> {when} {_sure(event.confidence)}</p>\n'
        f"{_list(view.facts(event), known)}{_why(event) if event.trace else ''}</article>\n"
    )


def _plain(confidence: float | None) -> str:
    return "" if confidence is None else f"{confidence:.2f}"


def _sure(confidence: float | None) -> str:
    """The confidence as a bar and a number."""
    if confidence is None:
        return ""
    said = "Confidence: of events told this way, the share that is right"
    return f'<span class="sure" style="--sure:{confidence:.2f}" title="{said}">{confidence:.2f}</span>'


def _list(rows: Iterable[tuple[str, str]], known: dict[str, str] | None = None) -> str:
    """Names and values; a value that is the id of an event of the article is a link to it."""
    links = known or {}
    cells = "".join(
        f"<dt>{escape(label)}</dt><dd>"
        + (f'<a href="#{links[value]}">{escape(value)}</a>' if value in links else escape(value))
        + "</dd>"
        for label, value in rows
    )
    return f"<dl>{cells}</dl>\n" if cells else ""


def _why(event: Event) -> str:
    trace = event.trace or Trace()
    told = len(trace.tellings)
    tellings = "".join(map(_telling, trace.tellings))
    chosen = [(label, view.reason(r)) for label, r in (("date", trace.date), ("status", trace.status)) if r and told > 1]
    grounds = "".join(f'<li><span class="weight">{g.weight:+.2f}</span> {escape(g.words)}</li>' for g in trace.grounds)
    sure = f"<h5>Confidence {event.confidence}</h5><ul class=grounds>{grounds}</ul>" if grounds else ""
    joined = f"<h5>Together</h5>{_list(chosen)}" if chosen else ""
    times = "once" if told == 1 else f"{told} times"
    return f"<details><summary>Why? Told {times}</summary>\n<ol class=tellings>{tellings}</ol>\n{joined}{sure}</details>\n"


def _telling(telling: Telling) -> str:
    rows = view.arguments(telling)
    rows += [(label, view.reason(r)) for label, r in _reasons(telling)]
    trigger = f"<b>{escape(telling.trigger.exact[:120])}</b> " if telling.trigger else ""
    joined = f'<p class="quiet">{escape(telling.joined)}</p>' if telling.joined else ""
    return f"<li><p>{trigger}<code>{escape(telling.rule)}</code></p>{joined}{_list(rows)}</li>"


def _reasons(telling: Telling) -> Iterator[tuple[str, Reason]]:
    if telling.date:
        yield "date", telling.date
    if telling.status:
        yield "status", telling.status
