"""How likely a record is right: the share of records told in the same way that were, on annotated articles.

What speaks for and against a record are plain features of its tellings; each has a weight in log odds in
``seeds/frames/confidence.yaml``, estimated from annotated articles by ``python -m tests.eval.confidence``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from dipkb.event import Event, Ground, Statement
from dipkb.extract.candidate import FUTURE
from dipkb.extract.coreference import Kind, Standing
from dipkb.extract.document import Entity
from dipkb.extract.framefiles import read_frames
from dipkb.extract.joined import Group
from dipkb.extract.statements import Utterance

_SUREST: tuple[Kind, ...] = ("name", "state", "body", "office", "table", "group", "pronoun", "unknown", "nameless", "unsaid")
_MANY = 3
_FEW_CHARACTERS = 40


class Confidence:
    """The weights, and the sum of those that apply."""

    def __init__(self) -> None:
        table = read_frames("confidence")
        self.constants: dict[str, float] = table["constants"]
        self.features: dict[str, str] = table["features"]
        self.weights: dict[str, float] = table["weights"] or {}

    def grounds(self, kind: str, features: Iterable[str]) -> tuple[Ground, ...]:
        """What speaks for and against a record of a kind, the kind itself first."""
        base = Ground(words=f"{kind} in general", weight=self.constants[kind])
        told = [Ground(words=self.features[f], weight=self.weights[f]) for f in features if self.weights.get(f)]
        return (base, *sorted(told, key=lambda g: -abs(g.weight)))


def share(grounds: Iterable[Ground]) -> float:
    """The grounds' log odds as a share, to two places.

    >>> share([Ground(words="a", weight=0.5), Ground(words="b", weight=0.6)])
    0.75
    """
    return round(1 / (1 + math.exp(-sum(g.weight for g in grounds))), 2)


def kind_of(event: Event) -> str:
    """The kind that a record's constant stands under: its type; quotations and reported speech apart."""
    if isinstance(event, Statement):
        return "Quotation" if event.quoted else "Reported speech"
    return type(event).__name__


def of_event(event: Event, group: Group, standings: list[tuple[Entity, Standing]]) -> Iterator[str]:
    """The features of an event."""
    members = group.members
    titled = [m.line.in_title or m.line.sentence.zone in ("title", "heading") for m in members]
    if len(members) > 1:
        yield "told again"
    if all(titled):
        yield "headline alone"
    elif any(titled):
        yield "headline too"
    if not any(m.asserted and m.status for m in members):
        yield "presupposed"
    elif all(m.extra.get("tense") == "present" for m in members):
        yield "present tense"
    if all(m.extra.get("supposed") for m in members):
        yield "supposed"
    if not group.focus:
        yield "background"
    yield from _parties(standings)
    if event.date_origin == "none":
        yield "no date"
    elif not any(m.when for m in members):
        yield "date of another"
    elif event.date_origin == "stated":
        yield "date stated"
    if event.status in FUTURE:
        yield "to come"
    if event.status in ("cancelled", "postponed", "denied"):
        yield "undone"


def of_statement(said: Utterance, standings: list[tuple[Entity, Standing]]) -> Iterator[str]:
    """The features of a statement."""
    if said.trigger is None:
        yield "no verb of speech"
    if said.end - said.start < _FEW_CHARACTERS:
        yield "few words"
    yield from _parties(standings[:1])


def _parties(standings: list[tuple[Entity, Standing]]) -> Iterator[str]:
    """By what its parties are known, each by its surest words; the least sure of them counts."""
    best: dict[str, int] = {}
    for entity, standing in standings:
        key = entity.key()
        best[key] = min(best.get(key, len(_SUREST)), _SUREST.index(standing.kind))
    if len(best) > _MANY:
        yield "many parties"
    for kind in sorted(set(best.values())):
        yield f"by {_SUREST[kind]}"
