"""An article explained in plain text: the words that tell its events marked, then each event with its reasons.

On a terminal the marks are colours; else ``*trigger*(event)``, ``[party or place]``, ``{date}`` and ``~status~``.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator

from dipkb.event import ArticleEvents, Event, Telling
from dipkb.explain import view
from dipkb.explain.view import Mark, Piece

_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SIGNS = {"trigger": ("*", "*"), "date": ("{", "}"), "status": ("~", "~"), "place": ("[", "]"), "party": ("[", "]")}
_COLOURS = {"trigger": "1;4", "date": "32", "status": "31", "place": "35", "party": "36", "head": "1", "quiet": "2"}
_LEGEND = "*trigger*(event)  [party or place]  {date}  ~status~"
_Word = list[tuple[str, str]]


def explained(record: ArticleEvents, *, width: int = 100, colour: bool = False) -> str:
    """The article and its events as lines of at most ``width`` characters, where its words allow."""
    return "\n".join(_Writer(record, width, colour).lines()) + "\n"


class _Writer:
    def __init__(self, record: ArticleEvents, width: int, colour: bool) -> None:
        self.record, self.width, self.colour = record, width, colour
        self.ids = [event.id or f"#{n}" for n, event in enumerate(record.events, 1)]

    def lines(self) -> Iterator[str]:
        head = self.record.article
        about = " · ".join(filter(None, (head.publisher, head.published, head.id)))
        yield from self.text(head.title or "(without a title)", view.marks(self.record, "title"))
        yield self.styled(shown(about), "quiet")
        yield self.legend()
        yield ""
        marks = view.marks(self.record)
        for start, end in view.paragraphs(self.record.text or ""):
            yield from self.text(self.record.text or "", marks, start, end)
            yield ""
        if not self.record.events:
            yield "No event was found."
        for n, event in enumerate(self.record.events):
            yield from self.event(self.ids[n], event)
            yield ""

    def legend(self) -> str:
        """What the looks mean."""
        if not self.colour:
            return _LEGEND
        return "  ".join(self.styled(role, role) for role in _SIGNS)

    # --- the text

    def text(self, text: str, marks: list[Mark], start: int = 0, end: int | None = None) -> Iterator[str]:
        """Lines of the text with its marks."""
        line, length = list[str](), 0
        for word in self.words(view.pieces(text, start, len(text) if end is None else end, marks)):
            size = sum(len(part) for part, _ in word)
            if line and length + 1 + size > self.width:
                yield " ".join(line)
                line, length = [], 0
            line.append("".join(self.styled(part, look) for part, look in word))
            length += size + (1 if len(line) > 1 else 0)
        yield " ".join(line)

    def words(self, pieces: Iterable[Piece]) -> Iterator[_Word]:
        """Words as parts with a look each, the signs of the marks being parts as well."""
        word: _Word = []
        listed = [(self.look(p), p) for p in pieces]
        for n, (look, piece) in enumerate(listed):
            mark = piece.foremost
            opens = look and (n == 0 or not _same(listed[n - 1][1], piece))
            closes = look and (n + 1 == len(listed) or not _same(piece, listed[n + 1][1]))
            sign = _SIGNS.get(look, ("", "")) if not self.colour else ("", "")
            word += [(sign[0], "")] if opens and sign[0] else []
            for part in re.split(r"(\s+)", piece.text):
                if part.isspace():
                    if word:
                        yield word
                    word = []
                elif part:
                    word.append((shown(part), look))
            word += [(sign[1], "")] if closes and sign[1] else []
            if closes and mark and mark.role == "trigger":
                ids = dict.fromkeys(self.ids[m.event] for m in piece.marks if m.role == "trigger")
                word.append((f"({','.join(ids)})", "quiet"))
        if word:
            yield word

    def look(self, piece: Piece) -> str:
        """The role whose look the words have, if any."""
        mark = piece.foremost
        return mark.role if mark and mark.role in _SIGNS else ""

    # --- an event

    def event(self, id: str, event: Event) -> Iterator[str]:
        sure = f"confidence {event.confidence:.2f}" if event.confidence is not None else ""
        head = "  ".join(filter(None, (id, view.type_of(event), event.status, view.dated(event), sure)))
        yield self.styled(shown(head), "head")
        yield from self.item("", view.title(event), 2)
        for label, value in view.facts(event):
            yield from self.item(label, value, 4)
        trace = event.trace
        for n, telling in enumerate(trace.tellings if trace else (), 1):
            yield from self.telling(n, telling)
        if trace and trace.date and len(trace.tellings) > 1:
            yield from self.item("date", view.reason(trace.date), 4)
        if trace and trace.status and len(trace.tellings) > 1:
            yield from self.item("status", view.reason(trace.status), 4)
        if trace and trace.grounds:
            grounds = "; ".join(f"{g.words} {g.weight:+.2f}" for g in trace.grounds)
            yield from self.item("confidence", f"{event.confidence}: {grounds}", 4)

    def telling(self, n: int, telling: Telling) -> Iterator[str]:
        trigger = f" at “{telling.trigger.exact}”" if telling.trigger else ""
        why = f" — {telling.joined}" if telling.joined else ""
        yield from self.item(f"telling {n}", f"{telling.rule}{trigger if len(trigger) < 90 else ''}{why}", 4)
        for role, steps in view.arguments(telling):
            yield from self.item(role, steps, 6)
        if telling.date:
            yield from self.item("date", view.reason(telling.date), 6)
        if telling.status:
            yield from self.item("status", view.reason(telling.status), 6)

    def item(self, label: str, value: str, indent: int) -> Iterator[str]:
        """A labelled value, its further lines under its first."""
        lead = " " * indent + (f"{label}  " if label else "")
        lead = lead.ljust(indent + 14) if label else lead
        wrapped = textwrap.wrap(shown(value), self.width, initial_indent=lead, subsequent_indent=" " * len(lead)) or [lead]
        first = wrapped[0]
        yield self.styled(first[: len(lead)], "quiet") + first[len(lead) :]
        yield from wrapped[1:]

    def styled(self, text: str, look: str) -> str:
        return f"\x1b[{_COLOURS[look]}m{text}\x1b[0m" if self.colour and look in _COLOURS and text.strip() else text


def _same(one: Piece, other: Piece) -> bool:
    """Whether two neighbouring pieces stand under the same foremost mark."""
    a, b = one.foremost, other.foremost
    return a is not None and b is not None and (a.start, a.end, a.role) == (b.start, b.end, b.role)


def shown(text: str) -> str:
    """Text on one line, in which nothing steers a terminal or turns the direction of reading.

    >>> shown("a\\x1b[2Jb")
    'a�[2Jb'
    """
    return _STEERING.sub("\ufffd", text.replace("\n", " ").replace("\t", " "))
