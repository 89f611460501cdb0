"""From what a person says of some reports to a correction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args

import msgspec

from dipkb import edtf
from dipkb.corrections import Correction, Decision, Told, check
from dipkb.errors import BadParameter
from dipkb.review.reports import Row, iri, lookup, telling
from dipkb.review.values import value_of
from dipkb.store import Store

DECISIONS: tuple[Decision, ...] = tuple(name for name in get_args(Decision) if name != "remove")
"""What can be decided about reports."""


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """What a person says: the decision, the reports as they name them, by whom, on which day (EDTF) and why.

    ``field`` and ``value`` are for an edit, the value as typed (:func:`dipkb.review.values.value_of`). ``words``, where given,
    are those that the reports must still have.
    """

    decision: str
    reports: Sequence[str]
    author: str
    date: str
    reason: str
    field: str = ""
    value: str = ""
    words: str = ""


class Reports:
    """The reports of a store that some names mean, looked up all at once."""

    def __init__(self, store: Store, names: Sequence[str]) -> None:
        self.rows = lookup(store, names)
        self.tellings: Mapping[str, Told] = telling(store, [row for rows in self.rows.values() for row in rows])

    def named(self, names: Sequence[str]) -> list[Row]:
        """The reports that these names mean, each once.

        Raises:
            BadParameter: A name is no report's or event's, or the store has none of that name.
        """
        for name in names:
            if iri(name) not in self.rows:
                raise BadParameter(f"The store has no report or event '{name}'. 'dipkb review list' shows what it has.")
        return list(dict.fromkeys(row for name in names for row in self.rows[iri(name)]))


def correction(said: Decided, known: Reports) -> Correction:
    """The correction that somebody's words make.

    Raises:
        BadParameter: What is said cannot be done; says what, and what would do.
    """
    rows = known.named(said.reports)
    _check(said, rows)
    field = {"field": said.field, "value": value_of(said.field, said.value)} if said.decision == "edit" else {}
    made = Correction(
        decision=msgspec.convert(said.decision, Decision),
        author=said.author.strip(),
        date=said.date,
        reason=said.reason.strip(),
        reports=tuple(known.tellings[row.report] for row in rows),
        **field,
    )
    check(made)
    return made


def _check(said: Decided, rows: Sequence[Row]) -> None:
    if said.decision not in DECISIONS:
        raise BadParameter(f"'{said.decision}' is no decision. Decisions: {', '.join(DECISIONS)}.")
    if not said.author.strip():
        raise BadParameter("Nobody is named who decided. Give --by NAME, or set DIPKB_AUTHOR.")
    if not said.reason.strip():
        raise BadParameter("No reason is given. Say why, so that others can judge it.")
    if not edtf.is_edtf(said.date):
        raise BadParameter(f"'{said.date}' is no date. Write 2026-01-31 (EDTF).")
    if said.decision == "merge" and len(rows) < 2:
        raise BadParameter("Only one report is named; a merge needs those of two events. Name another report or event.")
    if said.words and said.words != words(rows):
        raise BadParameter("These reports have other words now than the row has. List them again and decide on what they say.")


def words(rows: Sequence[Row]) -> str:
    """The words of reports in one cell."""
    return " | ".join(dict.fromkeys(" ".join(row.words.split()) for row in rows))
