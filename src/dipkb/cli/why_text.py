"""An event laid open, as people read it on a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from dipkb.event import Party

if TYPE_CHECKING:
    from dipkb.merge.account import Told, Value
    from dipkb.pipeline.why import Decided, Link, Why

WIDTH = 100
_LINKS = {
    "part-of": "part of", "contains": "contains", "said-at": "said at", "said-there": "said there",
    "variant-of": "another rendering of", "has-variant": "another rendering is", "counts": "counts", "counted-by": "counted by",
}  # fmt: skip


def text(why: Why) -> str:
    """The whole, in paragraphs."""
    parts = [
        _head(why),
        _section("Reports" if len(why.reports) > 1 else "Report", (_report(one) for one in why.reports)),
        _section("Where they differ", (_differing(value, why.reports) for value in why.values if value.differ)),
        _section("Values", _agreed(why.values)),
        _section("Status", _history(why)),
        _section("Links", map(_link, why.links)),
        _section("Corrections", map(_decided, why.corrections)),
    ]
    return "\n".join(part for part in parts if part)


def _head(why: Why) -> str:
    number = f"{len(why.reports)} reports" if len(why.reports) > 1 else "1 report"
    articles = len({one.article.id for one in why.reports})
    return f"{_one_line(why.label)}\n{why.iri}\n{number} in {articles} {'articles' if articles > 1 else 'article'}\n"


def _section(title: str, entries: Iterable[str]) -> str:
    listed = list(entries)
    return f"{title}\n" + "\n".join(listed) + "\n" if listed else ""


def _report(told: Told) -> str:
    head = told.article
    where = ", ".join(part for part in (head.publisher, head.published, head.id) if part)
    title = [f"“{head.title}”"] if head.title else []
    lines = [*title, *(f"» {words}" for words in told.words), *_said(told)]
    rule = f"Joined to [1] by {told.merged_by}: {told.because}" if told.merged_by else told.because[0].upper() + told.because[1:]
    return "\n".join([f"  [{told.number}] {_one_line(where)}", *(_wrapped(line, 6) for line in [*lines, rule])])


def _said(told: Told) -> Iterator[str]:
    """Dates, status, place and kind as the report has them."""
    record = told.record
    names = ("start", "end", "date", "status", "kind", "mode", "action", "destination", "places")
    given = {name: shown(getattr(record, name)) for name in names if getattr(record, name, None) not in (None, (), "unspecified")}
    yield "; ".join(f"{name} {value}" for name, value in given.items())


def _differing(value: Value, reports: tuple[Told, ...]) -> str:
    pairs = [
        (f"[{told.number}]", shown(said) or "says nothing", said == value.chosen)
        for told, said in zip(reports, value.told, strict=True)
    ]
    lines = [f"  {value.field}: {shown(value.chosen) or 'nothing'}", _wrapped(f"{value.rule}: {value.because}", 6)]
    return "\n".join([*lines, *(_wrapped(f"{'>' if same else ' '} {n} {said}", 6) for n, said, same in pairs)])


def _agreed(values: tuple[Value, ...]) -> Iterator[str]:
    for value in values:
        if not value.differ and value.chosen != "unspecified" and (words := shown(value.chosen)):
            yield _wrapped(f"{value.field}: {words}", 2)


def _history(why: Why) -> Iterator[str]:
    if len(why.history) > 1:
        yield from (f"  from {c.as_of or 'an undated article'}: {c.status} [{c.report}]" for c in why.history)


def _link(link: Link) -> str:
    because = f" - {link.because}" if link.because else ""
    return _wrapped(f"{_LINKS.get(link.link, link.link)} {link.label} ({link.event}){because}", 2)


def _decided(one: Decided) -> str:
    numbers = ", ".join(f"[{n}]" for n in one.reports)
    what = f" {one.field} to {shown(one.value)}" if one.field else ""
    reason = f": {one.reason}" if one.reason else ""
    return _wrapped(f"{one.decision}{what} {numbers}, by {one.author}, {one.date}{reason}", 2)


def shown(value: Any) -> str:
    """A value in a line: parties by name and office, lists joined by semicolons; "" for nothing.

    >>> shown((Party(name="Xi Jinping", role="President"), Party(name="China", kind="country"))), shown(None), shown(True)
    ('Xi Jinping (President); China', '', 'yes')
    """
    match value:
        case Party():
            name = value.name or value.role or value.kind
            return name + (f" ({value.role})" if value.name and value.role else "")
        case tuple() | list():
            return "; ".join(map(shown, value))
        case bool():
            return "yes" if value else "no"
        case None:
            return ""
    return _one_line(str(value))


def _one_line(words: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())


def _wrapped(words: str, indent: int) -> str:
    """Wrapped to the width, further lines two more in."""
    spaces = " " * indent
    start = spaces + words[: len(words) - len(words.lstrip())]
    return textwrap.fill(_one_line(words), WIDTH, initial_indent=start, subsequent_indent=f"{spaces}  ", break_long_words=False)
