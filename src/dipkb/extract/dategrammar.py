"""The date grammar, compiled once per process from ``seeds/frames/dates.yaml``: shapes with slots become patterns.

A shape is written as a pattern in which ``{month}`` stands for any word of the slot ``month`` and a space for one space or
line break. ``{day2}`` is the slot ``day`` a second time. What a form means is the value its slot files it under.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cache
from typing import Any

from dipkb.extract.lexicon import read_frames

SPACE = r"(?:[ \t\u00a0\u2009\u202f]|\r?\n)"
_STARTS = r"\b(?<![\w$€£#@])(?<!\d[.,:/])"
_NAME = re.compile(r"\{([a-z_]+?)(\d?)\}")
_CLASS_OR_SPACE = re.compile(r"\[[^\]]*\]| ")
_NAMED_GROUP = re.compile(r"\(\?P<\w+>")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


class DateGrammar:
    """Compiled shapes and the words that allow or forbid a date around them; fields as in the data file."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data, slots = data, data["slots"]
        self._values = {slot: {_plain(f): value for value, forms in table.items() for f in forms} for slot, table in slots.items()}
        self._patterns = {slot: _any_of(_forms(table)) for slot, table in slots.items()}
        counted = data["counted"]
        self._patterns.update({slot: _spaced(pattern.replace("{counted}", counted)) for slot, pattern in data["digits"].items()})
        sources = [(kind, self._source(pattern)) for shape in data["shapes"] for kind, pattern in shape.items()]
        self.shapes = [(kind, re.compile(source)) for kind, source in sources]
        self.any_shape = re.compile(_STARTS + "(?:" + "|".join(f"({_nameless(source)})" for _, source in sources) + ")")
        self.cue = re.compile(_cues(form for slot in data["cues"] for form in _forms(slots[slot])))
        self.durations = [re.compile(_STARTS + self._source(pattern)) for pattern in data["durations"]]
        self.duration_cue = re.compile(_cues(form for slot in ("clock", "lone") for form in _forms(slots[slot])))
        self._read_contexts(data)

    def _read_contexts(self, data: Mapping[str, Any]) -> None:
        lists = {name: value for name, value in data.items() if isinstance(value, list) and name != "shapes"}
        words = {name: frozenset(value) for name, value in lists.items()}
        self.prepositions, self.openers_of_time = words["prepositions"], words["openers_of_time"]
        self.approximate, self.determiners = words["approximate"], words["determiners"]
        self.firm_leads, self.loose_leads, self.season_leads = words["firm_leads"], words["loose_leads"], words["season_leads"]
        self.person_months, self.people_verbs, self.prefixes = words["person_months"], words["people_verbs"], words["prefixes"]
        self.no_date_after, self.no_date_before = words["no_date_after"], words["no_date_before"]
        self.joins_to, self.joins_and = (re.compile(_spaced(data["joins"][name])) for name in ("to", "and"))
        self.list_gap = re.compile(_spaced(data["list_gap"]))
        self.no_duration_after = re.compile(_spaced(data["no_duration_after"]))
        before = "|".join(re.escape(word).replace(r"\ ", r"\s") for word in sorted(data["no_duration_before"]))
        self.no_duration_before = re.compile(rf"(?:{before})\s?\Z", re.IGNORECASE)

    def _source(self, pattern: str) -> str:
        for name, macro in self._data["macros"].items():
            pattern = pattern.replace("{" + name + "}", macro)
        if "{opener}" in pattern or "{of_year}" in pattern:
            return self._source(pattern)
        count = itertools.count()
        return _NAME.sub(lambda m: f"(?P<{m[1]}{m[2]}__{next(count)}>{self._patterns[m[1]]})", _spaced(pattern))

    def values(self, match: re.Match[str]) -> dict[str, Any]:
        """What the slots of a matched shape mean; a slot that alternatives share counts once."""
        filled = ((group.split("__")[0], form) for group, form in match.groupdict().items() if form is not None)
        return {name: self.value(name, form) for name, form in filled}

    def value(self, name: str, form: str) -> Any:
        """What a form means in the slot: the value of its word, or the number that its digits write."""
        slot = name.rstrip("0123456789")
        if slot in self._values:
            return self._values[slot][_plain(form)]
        digits = _NUMBER.match(form)
        if digits is None:
            raise AssertionError(f"the slot {name} read '{form}', which has no digits")
        return Fraction(digits[0]) if slot == "amount" else int(digits[0])


@cache
def read_grammar() -> DateGrammar:
    """The grammar of the project's own data file.

    >>> read_grammar().value("month", "SEPT.")
    9
    """
    return DateGrammar(read_frames("dates"))


@cache
def name_before(month: str) -> re.Pattern[str]:
    """A pattern for the month as a surname: a capitalised word or a title stands before it ("Theresa May", "Mrs May")."""
    grammar = read_grammar()
    leads = "|".join(sorted(word.title() for word in grammar.firm_leads | grammar.loose_leads | grammar.determiners if word.isalpha()))
    return re.compile(rf"(?<![.!?] )(?<!\n)\b(?!(?:{leads})\b)[A-Z][a-zé]+\.? {month}\b(?! \d)")


def _plain(form: str) -> str:
    return " ".join(form.casefold().split())


def _nameless(source: str) -> str:
    return _NAMED_GROUP.sub("(?:", source)


def _spaced(pattern: str) -> str:
    """The pattern with every space outside a character class made any one space or line break."""
    return _CLASS_OR_SPACE.sub(lambda m: SPACE if m[0] == " " else m[0], pattern)


def _forms(table: Mapping[Any, Iterable[str]]) -> list[str]:
    """Every form with its capitalised and upper-case twins, longest first."""
    forms = {f for group in table.values() for form in group for f in (form, form.upper(), form[0].upper() + form[1:])}
    return sorted(forms, key=lambda form: (-len(form), form))


def _any_of(forms: Iterable[str]) -> str:
    return "(?:" + "|".join(re.escape(f).replace(r"\ ", SPACE) + ("" if f.endswith(".") else r"(?!\w)") for f in forms) + ")"


def _cues(forms: Iterable[str]) -> str:
    """A pattern for the last words of the forms and for years: what the search for a date may begin with."""
    words = {form.rstrip(".").rsplit(" ", 1)[-1] for form in forms}
    heads: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda w: (-len(w), w)):
        heads.setdefault(word[0], []).append(re.escape(word[1:]))
    branches = [f"{re.escape(head)}(?:{'|'.join(tails)})" for head, tails in sorted(heads.items())]
    return r"(?:" + "|".join(branches) + r"|(?:1[5-9]|20)\d\d|\d0s)(?!\w)"
