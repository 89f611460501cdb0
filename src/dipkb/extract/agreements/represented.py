"""Whom those named stand for as parties: an official or delegation for the state, each once."""

from __future__ import annotations

from dipkb.extract.agreements.words import words
from dipkb.extract.authorities import ADMINISTRATIONS
from dipkb.extract.document import Entity
from dipkb.extract.reading import Reading

_FOR_STATES = words("for_states")


def states_at(reading: Reading, indices: list[int]) -> list[Entity]:
    """The parties that items stand for, each once, officials as their states."""
    return each_once([s for e in reading.entities(indices) if (s := state_for(reading, e)) is not None])


def state_for(reading: Reading, entity: Entity) -> Entity | None:
    """The party that signs: an official or delegation stands for the state; a person without office is none."""
    if not entity.country and (known := ADMINISTRATIONS.get((entity.name or "").casefold())):
        return reading.parties.state(known)
    if entity.kind == "organisation" and entity.country and _FOR_STATES.intersection((entity.name or "").casefold().split()):
        return reading.parties.state(entity.country)
    if entity.kind in ("country", "organisation"):
        return entity
    if entity.kind == "group":
        return reading.parties.state(entity.country) if entity.country else None
    if entity.country:
        return reading.parties.state(entity.country)
    if entity.body:
        return reading.parties.body_of(entity.body)
    return Entity("organisation", name=entity.name, certain=False) if entity.name and not entity.certain else None


def each_once(entities: list[Entity]) -> list[Entity]:
    """Each party once, in the order of the text."""
    return list({e.key(): e for e in entities}.values())
