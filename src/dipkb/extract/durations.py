"""Finding lengths of time in news English ("three hours", "a two-day visit"); the shapes are in ``seeds/frames/dates.yaml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from dipkb.extract.dategrammar import DateGrammar, read_grammar

_BACK, _AHEAD = 32, 64  # how far from its unit a length of time can start and end, in code points
_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800, "fortnight": 1209600}
_MONTHS = {"month": 1, "year": 12, "decade": 120}
_BARE_ONE = ("a", "an", "one")
_LASTING = re.compile(r"\b(?:for|last(?:s|ed|ing)?|takes?|took|spent|nearly|almost|about|over|than|least|of)\s\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DurationExpr:
    """A length of time as worded: ``text`` stands at ``[start, end)``, in code points.

    ``iso`` is an ISO 8601 duration that is also an ``xsd:duration``, so weeks are written as days ("P14D").
    """

    start: int
    end: int
    text: str
    iso: str


def find_durations(text: str, start: int = 0, end: int | None = None) -> list[DurationExpr]:
    """Every length of time in ``text[start:end]``, from left to right, without overlap; ages and "two years ago" are none.

    >>> [(d.text, d.iso) for d in find_durations("A two-day visit two weeks ago; talks took two and a half hours.")]
    [('two-day', 'P2D'), ('two and a half hours', 'PT2H30M')]
    """
    grammar, stop = read_grammar(), len(text) if end is None else min(end, len(text))
    found: list[DurationExpr] = []
    at = start
    for cue in grammar.duration_cue.finditer(text, start, stop):
        if cue.end() <= at:
            continue
        low, high = max(at, cue.start() - _BACK), min(stop, cue.end() + _AHEAD)
        match = _leftmost(grammar, text, low, high)
        if match is None or match.start() > cue.start():
            continue
        at = match.end()
        iso = _iso(grammar, match) if _lasts(grammar, text, match, start, stop) else None
        if iso:
            found.append(DurationExpr(match.start(), match.end(), match.group(), iso))
    return found


def _leftmost(grammar: DateGrammar, text: str, low: int, high: int) -> re.Match[str] | None:
    hits = [hit for pattern in grammar.durations if (hit := pattern.search(text, low, high))]
    return min(hits, key=lambda hit: (hit.start(), -hit.end()), default=None)


def _lasts(grammar: DateGrammar, text: str, match: re.Match[str], start: int, stop: int) -> bool:
    """Whether the words around allow a length of time: no age, no "ago", and no bare "a day" ("twice a day")."""
    head = text[max(start, match.start() - 16) : match.start()]
    if grammar.no_duration_after.match(text, match.end(), stop) or grammar.no_duration_before.search(head):
        return False
    words = match.group().casefold()
    bare = words.split()[0] in _BARE_ONE and " " in words and "and" not in words
    return not bare or words.endswith("long") or "-" in words or bool(_LASTING.search(head))


def _iso(grammar: DateGrammar, match: re.Match[str]) -> str | None:
    values = grammar.values(match)
    unit = values.get("clock") or values["lone"]
    amount = Fraction(values.get("number", values.get("amount", 1 if "lone" in values else Fraction(1, 2))))
    if not amount:
        return None
    amount += Fraction(values.get("half", 0)) + Fraction(values.get("half2", 0))
    other = (values["clock2"], Fraction(values.get("number2", values.get("amount2", 0)))) if "clock2" in values else None
    return write_iso([(unit, amount)] + ([other] if other else []))


def write_iso(parts: list[tuple[str, Fraction]]) -> str | None:
    """The ISO 8601 duration of amounts of units; ``None`` where a month or a second would be broken, or nothing lasts.

    >>> write_iso([("hour", Fraction(5, 2))]), write_iso([("week", Fraction(2))]), write_iso([("year", Fraction(3, 2))])
    ('PT2H30M', 'P14D', 'P1Y6M')
    """
    months = sum((amount * _MONTHS[unit] for unit, amount in parts if unit in _MONTHS), Fraction(0))
    seconds = sum((amount * _SECONDS[unit] for unit, amount in parts if unit in _SECONDS), Fraction(0))
    if months.denominator > 1 or seconds.denominator > 1 or not (months or seconds):
        return None
    hourly = all(unit in ("second", "minute", "hour") for unit, _ in parts)
    days, rest = (0, int(seconds)) if hourly else divmod(int(seconds), 86400)
    date = _fields((months.numerator // 12, "Y"), (months.numerator % 12, "M"), (days, "D"))
    clock = _fields((rest // 3600, "H"), (rest % 3600 // 60, "M"), (rest % 60, "S"))
    return "P" + date + ("T" + clock if clock else "")


def _fields(*fields: tuple[int, str]) -> str:
    return "".join(f"{amount}{letter}" for amount, letter in fields if amount)
