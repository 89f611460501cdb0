"""Where quotations begin and end: curly, straight, low and angle marks, single marks too, paragraph by paragraph.

A mark that opens stands before a word and behind a space, one that closes behind a word; that tells an apostrophe from a closing
single mark, and a quotation that was never closed from the one behind it. Paragraphs that reopen a quotation without having
closed it are one quotation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from dipkb.extract.document import Line, Quoted
from dipkb.extract.wordlists import pattern_named

MIN_SINGLE_WORDS = 3
_LONGEST = 900  # characters of a quotation in single marks
_SCARE = 2  # items between marks that make no quotation
MAX_JOINED = 1400  # characters; a speech printed over many paragraphs is given paragraph by paragraph beyond that
_DOUBLE = '“”"″«»„‟'
_MARK = re.compile(  # the first character stands before the alternatives, so that the search leaps from one to the next
    f"[{_DOUBLE}`'’‘](?:(?<=[{_DOUBLE}])|(?<=`)`|(?<=')'|(?<=’)’|(?<=‘)‘"
    f"|(?<=[‘'])(?<![\\w’'].)(?=[\\w“\"$£€\\[(…]|(?<=‘) [A-Z]))",
    re.DOTALL,
)
_ANY_MARK = re.compile(f"[{_DOUBLE}`‘']")
_ELIDED = pattern_named("elided", re.IGNORECASE)
_CLOSING_SINGLE = re.compile(r"(?<=[\w.,?!…%)\]\"”])[’'](?![\w])")
_ATTRIBUTED = pattern_named("attributed")
_ENDED = re.compile(r"[.!?…]\s*$")
_SPACE = " \t\n\r\xa0\u2009\u202f"


def quoted(text: str, paragraphs: Sequence[tuple[int, int]]) -> list[Quoted]:
    """The quotations of a text, outermost ones only, in its order; those over several paragraphs joined."""
    found: list[Quoted] = []
    running = False
    for start, end in paragraphs:
        scan = _Scan(text, start, end)
        here = list(scan.read())
        if running and scan.stray is not None and scan.stray - found[-1].start < MAX_JOINED:
            found[-1] = replace(found[-1], end=scan.stray, closed=True)
            running = False
        if running and here and here[0].start <= start + 2 and here[0].end - found[-1].start < MAX_JOINED:
            found[-1] = replace(found[-1], end=here[0].end, closed=here[0].closed)
            here = here[1:]
        found += here
        running = bool(found) and not found[-1].closed and found[-1].end == end
    return found


class _Scan:
    """One paragraph, read mark by mark; ``held`` are the marks that are open, ``stray`` closes what a paragraph before opened."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end
        self.held: list[tuple[int, str]] = []
        self.inner: list[Quoted] = []
        self.stray: int | None = None

    def read(self) -> Iterator[Quoted]:
        at = self.start
        if not _ANY_MARK.search(self.text, at, self.end):
            return
        while match := _MARK.search(self.text, at, self.end):
            at = match.end()
            mark = match.group()
            if mark in ("‘", "'"):
                single = None if self.held else self.single(match.start())
                if single is not None:
                    yield single
                    at = single.end + 1
            elif self.opens(mark, match.start(), match.end()):
                if not self.reopens(match.start()):
                    self.held.append((match.end(), mark))
            elif not self.held:
                self.stray = match.start() if self.stray is None and self.is_first(match.start()) else self.stray
            else:
                opened, _ = self.held.pop()
                self.inner.append(Quoted(opened, match.start()))
                if not self.held:
                    self.inner.clear()
                    yield Quoted(opened, match.start())
        yield from self.unclosed()

    def is_first(self, at: int) -> bool:
        """Whether no other mark stands before one in its paragraph."""
        return not re.search(f"[{_DOUBLE}]", self.text[self.start : at])

    def opens(self, mark: str, start: int, end: int) -> bool:
        """Whether a double mark opens, by its shape, else by the spaces around it."""
        before = self.text[start - 1] if start > self.start else " "
        after = self.text[end] if end < self.end else " "
        behind_space, before_word = before in _SPACE or before in "([—–-:‘'", after not in _SPACE
        if mark in ("“", "«", "„", "``", "‘‘"):
            german = mark == "“" and bool(self.held) and self.held[-1][1] == "„"
            turned = not before_word or (not behind_space and after in ".,;:!?)")  # “the options“.
            return not german and not (self.held and turned)
        if mark in ("”", "»", "’’"):
            return not self.held and behind_space and before_word
        if self.held:
            return behind_space and before_word and not (before in "—–-" and after in _SPACE)
        return behind_space or start == self.start

    def reopens(self, start: int) -> bool:
        """Whether a mark only opens again what was never closed: behind the end of a sentence that has no attribution."""
        if len(self.held) != 1:
            return False
        opened = self.held[0][0]
        return bool(_ENDED.search(self.text, opened, start)) and not _ATTRIBUTED.search(self.text, opened, start)

    def single(self, start: int) -> Quoted | None:
        """A quotation in single marks: up to the first mark that no possessive explains, else the first that may close."""
        if _ELIDED.match(self.text, start):
            return None
        possible: int | None = None
        for match in _CLOSING_SINGLE.finditer(self.text, start + 2, min(self.end, start + _LONGEST)):
            between = self.text[start + 1 : match.start()]
            if "‘" in between:
                break
            if self.text[match.start() - 1] not in "sS":
                return self.made_single(start + 1, match.start())
            possible = possible or match.start()
        return self.made_single(start + 1, possible) if possible else None

    def made_single(self, start: int, end: int) -> Quoted | None:
        start += self.text.startswith(" ", start)
        words = self.text.count(" ", start, end) + 1
        return Quoted(start, end, single=True) if words >= MIN_SINGLE_WORDS and words < 120 else None

    def unclosed(self) -> Iterator[Quoted]:
        """A quotation whose closing mark is missing ends before ", said X", else with the paragraph unless another follows it."""
        if not self.held:
            return
        opened = self.held[0][0]
        stop = min(
            (q.start - 1 for q in self.inner if q.start > opened), default=self.held[1][0] - 1 if self.held[1:] else self.end
        )
        ends = _ATTRIBUTED.search(self.text, opened, stop)
        if ends:
            yield Quoted(opened, ends.start() + 1, closed=True)
        elif stop == self.end:
            yield Quoted(opened, self.end, closed=False)
        yield from self.inner
        if len(self.held) > 1 and stop != self.end:
            last = self.held[-1][0]
            yield Quoted(last, self.end, closed=False)


def paragraphs(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Where the paragraphs of some lines of one text begin and end."""
    found: dict[int, tuple[int, int]] = {}
    for line in lines:
        first, last = found.get(line.sentence.paragraph, (line.sentence.start, line.sentence.end))
        found[line.sentence.paragraph] = min(first, line.sentence.start), max(last, line.sentence.end)
    return list(found.values())


def mark_quotes(lines: Sequence[Line]) -> list[Quoted]:
    """Flag the items of each line that stand inside quotation marks; the quotations of the body."""
    titles = [line for line in lines if line.in_title]
    body = [line for line in lines if not line.in_title]
    for line in titles:
        _flag([line], quoted(line.text, paragraphs([line])))
    spans = quoted(body[0].text, paragraphs(body)) if body else []
    _flag(body, spans)
    for line in body:
        _unmark(line)
    return spans


def _unmark(line: Line) -> None:
    """Take the marks off a word or two ("held “candid” talks"), which are no quotation and part no clause."""
    marks = [n for n, item in enumerate(line.items) if item.code == '"']
    off = {
        n
        for one, other in pairwise(marks)
        if 1 < other - one <= _SCARE + 1 and all(line.quoted[one + 1 : other])
        for n in (one, other)
    }
    if off:
        line.quoted = [q and not _inside(n, off, marks) for n, q in enumerate(line.quoted) if n not in off]
        line.items = [item for n, item in enumerate(line.items) if n not in off]


def _inside(n: int, off: set[int], marks: list[int]) -> bool:
    """Whether an item stands between two marks that are taken off."""
    before = max((m for m in marks if m < n), default=-1)
    return before in off and n - before <= _SCARE


def _flag(lines: Sequence[Line], spans: Sequence[Quoted]) -> None:
    """Both lists run in the order of the text, so that one pass does."""
    n = 0
    for line in lines:
        starts = line.sentence.starts
        while n < len(spans) and spans[n].end < starts[0]:
            n += 1
        if n == len(spans) or spans[n].start > line.sentence.end + 1:
            line.quoted = [False] * len(line.items)
            continue
        line.quoted = []
        for item in line.items:
            at = starts[item.i]
            while n < len(spans) and spans[n].end < at:
                n += 1
            span = spans[n] if n < len(spans) else None
            inside = span is not None and span.start <= at < span.end
            line.quoted.append(inside and item.code != '"')
            if span is not None and span.single and at in (span.start - 1, span.end) and item.code in "'x":
                item.code = '"'
