"""From an article's text to sentences and tokens, with every offset kept.

The text is cut into lines, lines into zones (title, heading, body; boilerplate and datelines give no sentence), body lines
into sentences, but for those that give whoever reads an order, and those into tokens. Nothing is rewritten: a sentence is a
window on the article's own text. What counts as boilerplate, order or abbreviation is data, in ``seeds/frames/text.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from sys import intern
from typing import Any

from dipkb.article import Article
from dipkb.extract.framefiles import read_frames
from dipkb.extract.memo import Memo
from dipkb.extract.sieve import needed, width
from dipkb.extract.wordlists import any_of

TOKEN = re.compile("|".join(read_frames("text")["token"]))
_PIECES = re.compile(f"({TOKEN.pattern})")  # splits a text into what stands between tokens, and tokens, by turns
_SENTENCE_END = re.compile("|".join(read_frames("text")["sentence_end"]))
_INITIALS = re.compile(r"(?:[A-Z]\.)+[A-Z]")
_BEFORE_WORD = re.compile(r"[\s(“\"‘]")
_WORD, _BETWEEN_WORDS = re.compile(r"\w+"), re.compile(r"\W+")
_LENGTH = 32  # characters by which lines are told apart
MAX_SENTENCE_TOKENS = 400


@dataclass(slots=True, eq=False)
class Sentence:
    """A sentence as token arrays: ``words[n]`` stands at ``[starts[n], ends[n])`` of the article's text.

    ``zone`` is title, heading, body or caption (of a picture); ``paragraph`` counts the lines that were read. What is known of
    each word alone comes with it: ``lows[n]`` in small letters and ``codes[n]``; ``marks`` say what is to be done about any.
    """

    start: int
    end: int
    zone: str
    paragraph: int
    index: int
    words: list[str]
    starts: list[int]
    ends: list[int]
    lows: list[str]
    codes: str
    marks: str


# What stands between two spaces: its tokens; how far it is from the end of the token before to the start and end of each; each
# in small letters; their codes; and what is to be done about any. What pieces have in common they share, since there are more
# of them than the caches of a processor hold.
Piece = tuple[tuple[str, ...], tuple[int, ...], tuple[str, ...], str, str]


class TextRules:
    """The compiled rules of ``text.yaml``; behind initials ("the U.S. The …") only one of ``openers`` begins a sentence.

    ``known`` gives of one word its form in small letters, its code and its signs.
    """

    def __init__(self, rules: dict[str, Any], openers: frozenset[str], known: Callable[[str], tuple[str, str, str]]) -> None:
        self.language: dict[str, Any] = rules["language"]
        self.abbreviations, self.openers = frozenset(rules["abbreviations"]), openers
        self._lines, self._lines_of = rules["boilerplate_lines"], Memo(self._lines_of_length)
        self.bodies = re.compile(rf"\s(?:{rules['bodies']})\b")
        self.caption, self.credited = re.compile(rules["caption"]), re.compile(rules["credited"])
        self.orders = re.compile(any_of(rules["orders"]), re.IGNORECASE)
        self.prefixes = re.compile(any_of(rules["boilerplate_prefixes"]), re.IGNORECASE)
        self._in_prefixes = sorted(needed(self.prefixes.pattern))
        self.dateline = re.compile(rules["dateline"])
        self._known, self.pieces = known, Memo(self._piece)
        self._steps: dict[tuple[int, ...], tuple[int, ...]] = {}

    def _piece(self, piece: str) -> Piece:
        """The tokens between two spaces; cut up once, since news repeats its words."""
        cut = _PIECES.split(piece)
        first, *others = map(len, cut if cut[-1] else cut[:-1] or [""])
        words = tuple(map(intern, cut[1::2]))
        lows, codes, marks = self.known(words)
        steps = (first + 1, *others)
        return words, self._steps.setdefault(steps, steps), words if words == tuple(lows) else tuple(lows), codes, marks

    def is_boilerplate(self, line: str) -> bool:
        """Whether a line tells nothing; only the patterns are tried that fit a line so long."""
        return self._lines_of[len(line) // _LENGTH].fullmatch(line) is not None

    def _lines_of_length(self, lengths: int) -> re.Pattern[str]:
        return re.compile(any_of(p for p in self._lines if width(p) >= lengths * _LENGTH), re.IGNORECASE)

    def prefix(self, line: str) -> re.Match[str] | None:
        """What of a line's start tells nothing."""
        low = line.lower()
        return self.prefixes.match(line) if any(piece in low for piece in self._in_prefixes) else None

    def known(self, words: Sequence[str]) -> tuple[list[str], str, str]:
        """What is known of words alone: each in small letters, the code of each, and what is to be done about any."""
        known = [self._known(word) for word in words]
        return [low for low, _, _ in known], "".join(code for _, code, _ in known), "".join(marks for _, _, marks in known)


def headline(title: str, rules: TextRules) -> Sentence:
    """A headline that does not stand in the text, as a sentence of its own; its offsets count in the headline."""
    return _tokenise(title, 0, len(title), ("title", -1, -1), rules)


def sentences(article: Article, rules: TextRules, frame: re.Pattern[str] | None = None) -> list[Sentence]:
    """The sentences that can tell an event, in the order of the text; lines that ``frame`` matches are the publisher's own."""
    found: list[Sentence] = []
    for number, (start, end, zone) in enumerate(_rejoined(article.text, _lines(article, rules, frame))):
        for first, last in _cut(article.text, start, end, rules):
            if not rules.orders.match(article.text, first, last):
                found.append(_tokenise(article.text, first, last, (zone, number, len(found)), rules))
    return [part for s in found if s.words for part in (_pieces(s) if len(s.words) > MAX_SENTENCE_TOKENS else (s,))]


def _pieces(sentence: Sentence) -> Iterator[Sentence]:
    """A sentence without end in pieces that a clause still fits in, so that nothing of it goes unread."""
    for at in range(0, len(sentence.words), MAX_SENTENCE_TOKENS):
        piece = slice(at, at + MAX_SENTENCE_TOKENS)
        starts, ends = sentence.starts[piece], sentence.ends[piece]
        words, lows, codes = sentence.words[piece], sentence.lows[piece], sentence.codes[piece]
        yield replace(sentence, start=starts[0], end=ends[-1], words=words, starts=starts, ends=ends, lows=lows, codes=codes)


def _lines(article: Article, rules: TextRules, frame: re.Pattern[str] | None) -> Iterator[tuple[int, int, str]]:
    text, title, at = article.text, _bare(article.title or ""), 0
    for line in text.splitlines(keepends=True):
        start, at = at, at + len(line)
        body = line.strip()
        if not body:
            continue
        start += line.index(body[0])
        if title and _is_title(body, title):
            yield start, start + len(body), "title"
        elif rules.credited.match(body) and (caption := rules.caption.fullmatch(body)):
            first, last = caption.span(caption.lastindex or 0)
            yield start + first, start + last, "caption"
        elif not rules.is_boilerplate(body) and not (frame and frame.fullmatch(body)):
            begin = start + _prefix(body, article.title or "", rules)
            yield begin, start + len(body), "heading" if _is_heading(text[begin : start + len(body)]) else "body"


def _rejoined(text: str, lines: Iterator[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Lines that were wrapped within a sentence, joined again: the next one goes on in small letters."""
    held: tuple[int, int, str] | None = None
    for start, end, zone in lines:
        if held and text[start].islower() and text[held[1] - 1] not in '.!?:;”"' and "title" not in (zone, held[2]):
            held = (held[0], end, "body")
            continue
        if held:
            yield held
        held = (start, end, zone)
    if held:
        yield held


def _prefix(line: str, title: str, rules: TextRules) -> int:
    """How much of the line's start is boilerplate (post data, the title said again) or dateline."""
    at = 0
    if match := rules.prefix(line):
        at = match.end()
        if title and line.startswith(title, at):
            at += len(title)
    match = rules.dateline.match(line, at)
    return match.end() if match and match.end() < len(line) else at


def _is_heading(line: str) -> bool:
    return len(line) < 90 and line[-1:] not in '.!?"”’:;,' and line.count(" ") < 14


def _is_title(line: str, bare: str) -> bool:
    word = _WORD.search(line)
    return word is not None and bare.startswith(word[0].casefold()) and _bare(line) == bare


def _bare(text: str) -> str:
    return _BETWEEN_WORDS.sub(" ", text).strip().casefold()


def _cut(text: str, start: int, end: int, rules: TextRules) -> Iterator[tuple[int, int]]:
    at = start
    for match in _SENTENCE_END.finditer(text, start, end):
        if match.end() <= at or _is_abbreviation(text, at, match.start(), rules):
            continue
        yield at, match.end()
        at = match.end()
        while at < end and text[at].isspace():
            at += 1
    if at < end:
        yield at, end


def _is_abbreviation(text: str, start: int, stop: int, rules: TextRules) -> bool:
    if text[stop] != ".":
        return False
    tail = text[max(start, stop - 12) : stop]
    word = _BEFORE_WORD.split(tail)[-1]
    if _INITIALS.fullmatch(word):
        following = _WORD.search(text, stop)
        if rules.bodies.match(text, stop + 1):
            return True  # "the U.N. Security Council"
        return following is None or following.group().casefold() not in rules.openers
    return word.casefold() in rules.abbreviations or (len(word) == 1 and word.isupper())


def _tokenise(text: str, start: int, end: int, place: tuple[str, int, int], rules: TextRules) -> Sentence:
    """The sentence with its tokens; ``place`` is its zone, paragraph and index."""
    words, steps, lows, codes, marks = list[str](), list[int](), list[str](), "", ""
    for inside, lengths, small, signs, about in map(rules.pieces.__getitem__, text[start:end].split(" ")):
        words += inside
        steps += lengths
        lows += small
        codes += signs
        marks += about
    offsets = list(accumulate(steps, initial=start - 1))
    if len(offsets) != 2 * len(words) + 1:  # other white space than single spaces stands in it
        cut = _PIECES.split(text[start:end])
        words, offsets = cut[1::2], list(accumulate(map(len, cut[:-1]), initial=start))
        lows, codes, marks = rules.known(words)
    return Sentence(start, end, *place, words, offsets[1::2], offsets[2::2], lows, codes, marks)
