"""Gatherings told by one body of states, or by the leaders of one part of the world, alone.

"ASEAN foreign ministers met in Hanoi on Monday", "the BRICS summit was held in Kazan": many are there, the words name one.
"""

from __future__ import annotations

from dipkb.extract import clause
from dipkb.extract.document import Entity
from dipkb.extract.framefiles import read_frames
from dipkb.extract.reading import Reading
from dipkb.extract.wordlists import texts

_OFFICES = texts("events", "offices_of_bodies")

_OF_STATES = frozenset(read_frames("events")["bodies_of_states"])
_SITTINGS = frozenset(read_frames("events")["sittings"])


def gathered(reading: Reading, members: list[Entity]) -> list[Entity]:
    """The one party that is many who come together at a time or place that the words give; nobody where it is not."""
    if not reading.frame.get("gathers") or len(members) > 1:
        return []
    members = members or ([] if reading.verb else _owners(reading))
    if len(members) != 1 or not _is_many(reading, members[0]) or not _leads(reading, members[0]):
        return []
    under_way = not reading.verb and _is_under_way(reading)
    settled = reading.verb or (reading.trigger.low in _SITTINGS and (reading.light_verb() or under_way))
    return members if settled and (reading.has_day() or under_way) else []


def _owners(reading: Reading) -> list[Entity]:
    """Whose the sitting is: "a meeting of West African leaders"."""
    return reading.entities(reading.place("of:"))


def _is_under_way(reading: Reading) -> bool:
    """Whether it goes on now: "is under way in Accra"."""
    behind = reading.items[reading.at + 1 : reading.at + 12]
    verb = next((n for n, x in enumerate(behind) if x.code == "b"), None)
    words = [x.low for x in behind[verb + 1 : verb + 3]] if verb is not None else []
    return words[:1] == ["underway"] or words == ["under", "way"]


def _leads(reading: Reading, body: Entity) -> bool:
    """Whether the sentence is about the gathering: nobody acts before the body, and it only owns no noun ("ministers' meet")."""
    at = reading.sources[body.key()]
    first = next((i for i, x in enumerate(reading.items) if clause.is_agent(x)), at)
    owns = reading.verb and clause.is_code(reading.items, at + 1, "s")
    return first == at and not owns


def _is_many(reading: Reading, entity: Entity) -> bool:
    """Whether a party is a body of states, or leaders of a part of the world."""
    if entity.kind == "group":
        return entity.country is None and (entity.role or "").endswith(_OFFICES)
    body = reading.parties.gazetteer.organisation(entity.name or "") if entity.kind == "organisation" else None
    return body is not None and body.kind in _OF_STATES
