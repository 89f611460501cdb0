"""Finding lengths of time in news English ("three hours", "a two-day visit"); the shapes are in ``seeds/frames/dates.yaml``."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import msgspec

from dipkb.extract.dategrammar import DateGrammar, Tokens, read_grammar, read_tokens

_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800, "fortnight": 1209600}
_MONTHS = {"month": 1, "year": 12, "decade": 120}


class DurationExpr(msgspec.Struct, frozen=True):
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
    grammar, tokens = read_grammar(), read_tokens(text, start, len(text) if end is None else min(end, len(text)))
    found: list[DurationExpr] = []
    if not grammar.duration_cue.search(tokens.letters):
        return found
    for match in grammar.durations.finditer(tokens.letters):
        iso = _iso(grammar.values(match, tokens)) if _lasts(grammar, tokens, match) else None
        if iso:
            first, last = tokens.span(*match.span())
            found.append(DurationExpr(first, last, text[first:last], iso))
    return found


def _lasts(grammar: DateGrammar, tokens: Tokens, match: re.Match[str]) -> bool:
    """Whether the words around allow a length of time: no age, no "ago", and no bare "a day" ("twice a day")."""
    before, first = tokens.word(match.start() - 1).casefold(), tokens.word(match.start()).casefold()
    if before in grammar.no_duration_before or grammar.no_duration_after.match(tokens.letters, match.end()):
        return False
    return not (match.end() - match.start() == 2 and first in grammar.bare_ones) or before in grammar.lasting


def _iso(values: dict[str, Any]) -> str | None:
    unit = values.get("clock") or values["lone"]
    amount = Fraction(values.get("number", values.get("amount", 1 if "lone" in values else Fraction(1, 2))))
    if not amount:
        return None
    amount += Fraction(values.get("half", 0)) + Fraction(values.get("half2", 0))
    other = [(values["clock2"], Fraction(values.get("number2", values.get("amount2", 0))))] if "clock2" in values else []
    return write_iso([(unit, amount), *other])


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
