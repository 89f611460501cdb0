"""Gatherings told by one body of states, or by the leaders of one part of the world, alone.

"ASEAN foreign ministers met in Hanoi on Monday", "the BRICS summit was held in Kazan": many are there, the words name one.
"""

from __future__ import annotations

from dipkb.extract import clause
from dipkb.extract.document import Entity
from dipkb.extract.framefiles import read_frames
from dipkb.extract.reading import Reading
from dipkb.extract.wordlists import forms, listed, phrases, texts

_GOING_ON = [list(phrase) for phrase in phrases("events", "going_on")]
_BY = forms("by")
_OFFICES = texts("events", "offices_of_bodies")

_OF_STATES = frozenset(read_frames("events")["bodies_of_states"])
_HOSTING = listed("events", "hosting")
_SITTINGS = frozenset(read_frames("events")["sittings"])


def gathered(reading: Reading, members: list[Entity]) -> list[Entity]:
    """The one party that is many who come together at a time or place that the words give; nobody where it is not."""
    if not reading.frame.get("gathers") or len(members) > 1:
        return []
    members = members or ([] if reading.verb else _owners(reading))
    if len(members) != 1 or not _is_many(reading, members[0]):
        return []
    if not reading.verb and reading.has_day() and (host := _host(reading)):
        return [*members, host]
    if not _leads(reading, members[0]):
        return []
    under_way = not reading.verb and _is_under_way(reading)
    settled = (
        reading.verb
        or reading.frame["part"] == "gerund"
        or (reading.trigger.low in _SITTINGS and (reading.light_verb() or under_way))
    )
    return members if settled and (reading.has_day() or under_way) else []


def _host(reading: Reading) -> Entity | None:
    """The state that is said to host it: "the BRICS summit hosted by Brazil", "Brazil will host the BRICS summit in July"."""
    items = reading.items
    behind = next((i for i in range(reading.at + 1, min(len(items), reading.at + 8)) if items[i].low in _HOSTING), None)
    if behind is not None:
        spots = clause.behind(items, behind, _BY, reach=2) or [
            i for i in range(behind + 2, min(len(items), behind + 4)) if items[i].code == "A"
        ]  # "hosted by the Chinese presidency"
    else:
        verb = next((i for i in range(reading.at - 1, max(0, reading.at - 8), -1) if items[i].low in _HOSTING), None)
        spots = clause.subject(items, verb) if verb is not None else []
    hosts = reading.entities(spots)
    return hosts[0] if len(hosts) == 1 and hosts[0].country else None


def _owners(reading: Reading) -> list[Entity]:
    """Whose the sitting is: "a meeting of West African leaders"."""
    return reading.entities(reading.place("of:"))


def _is_under_way(reading: Reading) -> bool:
    """Whether it goes on now: "is under way in Accra"."""
    behind = reading.items[reading.at + 1 : reading.at + 12]
    verb = next((n for n, x in enumerate(behind) if x.code == "b"), None)
    words = [x.low for x in behind[verb + 1 : verb + 3]] if verb is not None else []
    return words[:1] in _GOING_ON or words in _GOING_ON


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
