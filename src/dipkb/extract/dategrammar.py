"""The date grammar, compiled once per process from ``seeds/frames/dates.yaml``: shapes with slots become patterns over tokens.

A text is first written as one letter per token: each word that the data file knows has a letter of its own, numbers have the
letter of their class, punctuation stands for itself, every other word is ``x``, or ``X`` with a capital. A shape is a
pattern over these letters, so that a search costs one step a token and "two forms of a word" is a set of letters.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cache, cached_property, lru_cache
from typing import Any

from dipkb.extract.framefiles import read_frames
from dipkb.extract.memo import Memo
from dipkb.extract.sieve import firsts

# A token takes the space behind it along, so that their lengths alone give the offsets; one line break is a space.
_SPACE = r"(?: (?=\S)|[ \t\u00a0\u2009\u202f]*(?:\r?\n(?![ \t]*\r?\n))?[ \t\u00a0\u2009\u202f]*)"
_DATES = read_frames("dates")
_ORDINALS = "|".join(_DATES["ordinal_endings"]) or "(?!)"
_TOKEN = re.compile("|".join(part.replace("{ordinals}", _ORDINALS).replace("{space}", _SPACE) for part in _DATES["token"]))
_WRITTEN = re.compile(r"\\.|\{(:?)([a-z_]+?)(\d?)\}|\(\?[<:=!]+|[a-zß-ÿ]+|\s+|.")  # the parts of a shape as written
_SIGNS = {
    "–": "-", "‑": "-", "—": ";", "’s": "§", "'s": "§", "’S": "§", "'S": "§", "“": '"', "”": '"', "’": "'", "‘": "'", "!": ".",
    "?": ".", "…": ".", "€": "$", "£": "$", "#": "$", "@": "$",
}  # fmt: skip
_KEPT = frozenset("-,.;:()[]%/$\"'")
_NUMBERS = {
    "P": r"\d\d?\.\d\d?\.\d{4}", "F": r"\d{1,3}\.\d\d?", "C": r"\d0s", "S": r"(?:1[5-9]|20)\d0s", "R": r"(?:1[5-9]|20)[05]0",
    "O": rf"(?:0?[1-9]|[12]\d|3[01])(?:{_ORDINALS})", "Y": r"(?:1[5-9]|20)\d\d", "D": r"0?[1-9]|[12]\d|3[01]",
    "T": r"\d\d", "N": r"\d{3}",
}  # fmt: skip
_NUMBER = re.compile("|".join(f"(?P<{letter}>{pattern})" for letter, pattern in _NUMBERS.items()), re.ASCII)
_FIRST_LETTER = 0xE000  # the private use area: no text gives these
_MEMO = 65536
_REACH = 12  # how many tokens before its first cue a date can begin


class Letters(dict[str, str]):
    """The letter of each token; one that is met for the first time is classed, and kept while there is room.

    ``words`` are those of the data file alone, so that no letter depends on what was read before.
    """

    def __init__(self) -> None:
        super().__init__()
        self.words: dict[str, str] = {}

    def __missing__(self, token: str) -> str:
        word = token.rstrip()
        letter = self.words.get(word) or _class_of(word, word != token)
        if len(self) < _MEMO:
            self[token] = letter
        return letter

    def add(self, word: str) -> str:
        """The letter of a word of the data file, the same for its forms with capitals."""
        if word in _KEPT or word in _SIGNS:
            return _SIGNS.get(word, word)
        letter = self.words.get(word) or chr(_FIRST_LETTER + len(self.words))
        for form in (word, word[0].upper() + word[1:], word.upper()):
            self.words.setdefault(form, letter)
        return self.words[word]


class Tokens:
    """A stretch of text as tokens, one letter each in ``letters``."""

    def __init__(self, text: str, start: int, stop: int, letters: Letters) -> None:
        self.text, self._start = text, start
        self._pieces: list[str] = _TOKEN.findall(text, start, stop)
        self.letters = "".join(map(letters.__getitem__, self._pieces))

    @cached_property
    def _starts(self) -> list[int]:
        return list(itertools.accumulate(map(len, self._pieces), initial=self._start))

    def span(self, first: int, stop: int) -> tuple[int, int]:
        """Offsets of the tokens ``[first, stop)``, in code points of the whole text, without the space behind."""
        return self._starts[first], self._starts[stop - 1] + len(self._pieces[stop - 1].rstrip())

    def word(self, at: int) -> str:
        """The token at a place, or nothing beyond the stretch."""
        return self._pieces[at].rstrip() if 0 <= at < len(self._pieces) else ""

    def spaced(self, at: int) -> bool:
        """Whether white space stands before the token."""
        return 0 < at < len(self._pieces) and self._pieces[at - 1][-1].isspace()


class DateGrammar:
    """Compiled shapes, and the words around a date that allow or forbid it, as the data file names them."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.known = Letters()
        self._macros = data["macros"]
        self._values = {slot: self._meanings(table) for slot, table in data["slots"].items()}
        self._read = frozenset(data["slots"]) | frozenset(data["digits"])
        self._patterns = {slot: _any_of(values) for slot, values in self._values.items()}
        self._patterns.update({name: _any_of(self._letters(word) for word in words) for name, words in data["sets"].items()})
        self._patterns.update({slot: self._source(pattern) for slot, pattern in data["digits"].items()})
        sources = [(kind, self._source(pattern)) for shape in data["shapes"] for kind, pattern in shape.items()]
        self._sources, self._compiled = sources, dict[int, re.Pattern[str]]()
        self._firsts, self.shapes_from = [firsts(source) for _, source in sources], Memo(self._shapes_from)
        self.opening = re.compile("[^xX,.;:§%~]")
        durations = "|".join(self._source(p, n) for n, p in enumerate(data["durations"])) or "(?!)"
        self.durations = re.compile(rf"(?<!\$)(?:{durations})")
        self.duration_cue = re.compile(self._patterns["clock"] + "|" + self._patterns["lone"])
        cues = {letters.rstrip(".")[-1] for slot in data["cues"] for letters in self._values[slot]}
        self.cue = re.compile(f"[YRSCPO{''.join(sorted(cues))}]")
        units = {letters[-1] for slot in ("clock", "lone") for letters in self._values[slot]}
        self._unit = re.compile(f"[{''.join(sorted(units))}]" if units else "(?!)")
        self.hints = Memo(self._hints)
        self._read_contexts(data)

    def _read_contexts(self, data: Mapping[str, Any]) -> None:
        words = {
            name: frozenset(value)
            for name, value in data.items()
            if isinstance(value, list) and all(isinstance(word, str) for word in value)
        }
        self.prepositions, self.openers_of_time = words["prepositions"], words["openers_of_time"]
        self.approximate, self.determiners = words["approximate"], words["determiners"]
        self.firm_leads, self.loose_leads, self.season_leads = words["firm_leads"], words["loose_leads"], words["season_leads"]
        self.person_months, self.people_verbs, self.prefixes = words["person_months"], words["people_verbs"], words["prefixes"]
        self.no_date_after, self.no_date_before = words["no_date_after"], words["no_date_before"]
        self.counted, self.short_months, self.bare_ones = words["counted"], words["short_months"], words["bare_ones"]
        self.no_duration_before, self.lasting = words["no_duration_before"], words["lasting"]
        self.joins_to, self.joins_and = (re.compile(self._source(data["joins"].get(name, "(?!)"))) for name in ("to", "and"))
        self.list_gap, self.shared_gap = (re.compile(self._source(data[name])) for name in ("list_gap", "shared_gap"))
        self.no_duration_after = re.compile(self._source(data["no_duration_after"]))

    def _meanings(self, table: Mapping[Any, Iterable[str]]) -> dict[str, Any]:
        return {self._letters(form): value for value, forms in table.items() for form in forms}

    def _letters(self, form: str) -> str:
        return "".join(self.known.add(token) for token in map(str.strip, _TOKEN.findall(form)))

    def _source(self, written: str, first: int = 0) -> str:
        """The pattern over letters of a shape as written; groups are numbered from ``first`` hundred on."""
        while "{" in written and (macro := next((name for name in self._macros if "{" + name + "}" in written), None)):
            written = written.replace("{" + macro + "}", self._macros[macro])
        count = itertools.count(first * 100)
        return "".join(self._part(match, count) for match in _WRITTEN.finditer(written))

    def _part(self, match: re.Match[str], count: Iterator[int]) -> str:
        part, (silent, slot, second) = match.group(), match.groups()
        if slot:
            named = "" if silent or slot not in self._read else f"?P<{slot}{second}__{next(count)}>"
            return f"({named or '?:'}{self._patterns[slot]})"
        if part.isspace():
            return ""
        return self._letters(part) if part[0].islower() and part[0].isalpha() else part

    def _hints(self, word: str) -> str:
        """What can be around a word, D for a date and U for a length of time; sentences without such words need not be read."""
        letters = "".join(map(self.known.__getitem__, _TOKEN.findall(word)))
        return "D" * bool(self.cue.search(letters)) + "U" * bool(self._unit.search(letters))

    def matches(self, letters: str) -> Iterator[tuple[str, re.Match[str]]]:
        """Every place where a shape fits, from left to right, with its kind; looked for around cue letters only."""
        at = 0
        for cue in self.cue.finditer(letters):
            start = max(at, cue.start() - _REACH)
            while opening := self.opening.search(letters, start, cue.end()):
                start = opening.start()
                shapes, numbers = self.shapes_from[letters[start]]
                hit = shapes.match(letters, start)
                if hit:
                    yield self._shape(hit, numbers[(hit.lastindex or 1) - 1])
                    at = hit.end()
                start = hit.end() if hit else start + 1

    def _shapes_from(self, letter: str) -> tuple[re.Pattern[str], list[int]]:
        """Any of the shapes that can begin with a letter, as one pattern, and which these are."""
        numbers = [n for n, letters in enumerate(self._firsts) if letters is None or letter in letters]
        shapes = "|".join(f"({_nameless(self._sources[n][1])})" for n in numbers)
        return re.compile(rf"(?<!\$)(?:{shapes or '(?!)'})"), numbers

    def _shape(self, hit: re.Match[str], number: int) -> tuple[str, re.Match[str]]:
        kind, source = self._sources[number]
        if number not in self._compiled:
            self._compiled[number] = re.compile(source)
        match = self._compiled[number].match(hit.string, hit.start())
        if match is None:
            raise AssertionError(f"the shape of {kind} does not read what it found at {hit.span()}")
        return kind, match

    def values(self, match: re.Match[str], tokens: Tokens) -> dict[str, Any]:
        """What the slots of a match mean: the value of its word, or the number that its digits write."""
        values: dict[str, Any] = {}
        for group, letters in match.groupdict().items():
            if letters is not None:
                name = group.split("__")[0]
                known = self._values.get(name.rstrip("2"))
                values[name] = known[letters] if known else _number(tokens.word(match.start(group)))
        return values


def _number(word: str) -> int | Fraction | str:
    digits = re.sub(r"[a-z]+$", "", word)
    return digits if digits.count(".") > 1 else Fraction(digits) if "." in digits else int(digits)


def _class_of(word: str, spaced: bool) -> str:
    if not word:
        return "¶"
    if word in ("-", "–", "—") and spaced:
        return "~"
    if word in _SIGNS or word in _KEPT:
        return _SIGNS.get(word, word)
    if word[0].isdigit():
        number = _NUMBER.fullmatch(word)
        return (number and number.lastgroup) or "x"
    return "X" if word[0].isupper() else "x"


def _any_of(letters: Iterable[str]) -> str:
    """A pattern for any of the strings of letters, the longest first."""
    forms = sorted(set(letters), key=lambda form: (-len(form), form))
    singles = "".join(form for form in forms if len(form) == 1)
    branches = [re.escape(form) for form in forms if len(form) > 1] + ([f"[{re.escape(singles)}]"] if singles else [])
    return "(?:" + "|".join(branches) + ")" if len(branches) > 1 else "".join(branches) or "(?!)"


def _nameless(source: str) -> str:
    return re.sub(r"\(\?P<\w+>", "(?:", source)


@cache
def read_grammar() -> DateGrammar:
    """The grammar of the project's own data file."""
    return DateGrammar(_DATES)


@lru_cache(maxsize=4)
def read_tokens(text: str, start: int, stop: int) -> Tokens:
    """The tokens of a stretch of text; the last few are kept, since dates and lengths of time are looked for in the same ones.

    >>> tokens = read_tokens("in May 2024", 0, 11)
    >>> tokens.word(1), tokens.span(1, 3), tokens.letters[-1]
    ('May', (3, 11), 'Y')
    """
    return Tokens(text, start, stop, read_grammar().known)


@lru_cache(maxsize=16)
def names_person(text: str, month: str) -> bool:
    """Whether the month is a surname somewhere in the text: a capitalised word or a title stands before it ("Theresa May").

    >>> names_person("He met Theresa May.", "May"), names_person("They meet in May.", "May")
    (True, False)
    """
    grammar = read_grammar()
    no_names = grammar.firm_leads | grammar.loose_leads | grammar.determiners
    leads = "|".join(sorted(word.title() for word in no_names if word.isalpha()))
    surname = rf"(?<![.!?] )(?<!\n)\b(?!(?:{leads})\b)[A-Z][a-zé]+\.? {month}\b(?! \d)"
    return re.search(surname, text) is not None
