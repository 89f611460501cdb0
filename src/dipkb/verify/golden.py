"""The questions that both stores are asked: data, ``queries/golden.yaml``, with parameters drawn from the embedded store."""

from __future__ import annotations

import msgspec
import yaml

from dipkb.answer import Answer
from dipkb.errors import DataError
from dipkb.query import Query, bind, get
from dipkb.query.cells import settle
from dipkb.resources import folder
from dipkb.store import Store
from dipkb.vocab import sparql_prologue

TIMEOUT_S = 600.0


class Golden(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of them: a shipped ``query`` with a ``draw`` for its parameters, or ``sparql`` of its own.

    ``covers`` says what for, ``leave`` which columns are not compared.
    """

    name: str
    covers: tuple[str, ...]
    query: str | None = None
    sparql: str | None = None
    draw: str | None = None
    leave: tuple[str, ...] = ()


class Question(msgspec.Struct, frozen=True):
    """Ready to be asked; ``shipped`` puts the answer's cells in order."""

    name: str
    text: str
    shipped: Query | None = None
    leave: tuple[str, ...] = ()

    def ask(self, store: Store) -> Answer:
        """The answer, its cells of several values sorted.

        Raises:
            DipkbError: What the store raises.
        """
        answer = store.query(self.text, timeout_s=TIMEOUT_S)
        return _without(self.leave, settle(self.shipped, answer) if self.shipped else answer)


def golden() -> tuple[Golden, ...]:
    """All of them, in their order.

    Raises:
        DataError: The file is malformed.

    >>> len(golden()) >= 12
    True
    """
    file = folder("queries") / "golden.yaml"
    try:
        return msgspec.convert(yaml.safe_load(file.read_text(encoding="utf-8")), tuple[Golden, ...])
    except (yaml.YAMLError, msgspec.ValidationError) as reason:
        raise DataError(f"{file}: {reason}") from reason


def ready(one: Golden, here: Store) -> Question | None:
    """The question with its parameters bound; ``None`` where this graph has nothing to ask it about."""
    if one.query is None:
        return Question(one.name, sparql_prologue() + (one.sparql or ""))
    shipped = get(one.query)
    drawn = here.query(sparql_prologue() + one.draw, timeout_s=TIMEOUT_S).dicts() if one.draw else [{}]
    if not drawn:
        return None
    given = {name: value for name, value in drawn[0].items() if name in shipped.parameters}
    return Question(one.name, bind(shipped, given, here, TIMEOUT_S), shipped, one.leave)


def _without(columns: tuple[str, ...], answer: Answer) -> Answer:
    if not columns:
        return answer
    at = [n for n, name in enumerate(answer.variables) if name not in columns]
    rows = tuple(tuple(row[n] for n in at) for row in answer.rows)
    return msgspec.structs.replace(answer, variables=tuple(answer.variables[n] for n in at), rows=rows)
