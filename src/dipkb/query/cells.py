"""Cells of several values: SPARQL joins them in no particular order, so they are put in one after the engine has answered."""

from __future__ import annotations

import msgspec

from dipkb.answer import Answer, Term
from dipkb.query.files import Query

SEPARATOR = "|"


def settle(query: Query, answer: Answer) -> Answer:
    """The answer with its ``sets`` sorted and its ``chains`` in the order of their positions; empty cells have no value."""
    orders = [_ORDERS.get(_kind(query, variable)) for variable in answer.variables]
    rows = tuple(
        tuple(order(term) if order and term else term for order, term in zip(orders, row, strict=True)) for row in answer.rows
    )
    return msgspec.structs.replace(answer, rows=rows)


def _kind(query: Query, variable: str) -> str:
    return "set" if variable in query.sets else "chain" if variable in query.chains else ""


def as_set(term: Term) -> Term | None:
    """Sorted by code point, each once; ``None`` for an empty cell.

    >>> as_set(Term("literal", "Minsk|Beijing|Minsk")).value
    'Beijing|Minsk'
    """
    return _cell(sorted({value for value in term.value.split(SEPARATOR) if value}))


def as_chain(term: Term) -> Term | None:
    """In the order of the numbers that its values begin with, which are then dropped.

    >>> as_chain(Term("literal", "2 Reuters|1 BelTA")).value
    'BelTA|Reuters'
    """
    steps = {(int(number), value) for number, _, value in (step.partition(" ") for step in term.value.split(SEPARATOR)) if number}
    return _cell([value for _, value in sorted(steps)])


def _cell(values: list[str]) -> Term | None:
    return Term("literal", SEPARATOR.join(values)) if values else None


_ORDERS = {"set": as_set, "chain": as_chain}
