"""Hosts of several countries met on a tour of them: an encounter in each ("left for A and B to meet the leaders of both")."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from dipkb.extract.candidate import Candidate
from dipkb.extract.document import Entity
from dipkb.extract.joined import Group
from dipkb.extract.likeness import without_shadows


def by_stop(groups: list[Group]) -> Iterator[Group]:
    """The groups, a meeting with hosts of several countries that its other party tours as one for each country."""
    visits = [g for g in groups if g.type == "Visit"]
    for group in groups:
        yield from _for_each(group, _stops(group, visits)) if group.type == "Meeting" and len(visits) > 1 else [group]


def _stops(group: Group, visits: list[Group]) -> list[str]:
    """The countries of the hosts, if they are two or more and the tour leads to all of them."""
    people = without_shadows(group.parties("participants"))
    keys = {e.key() for e in people}
    toured = {v.members[0].destination for v in visits if keys & {e.key() for e in v.parties("visitors")}}
    hosts = list(dict.fromkeys(e.country for e in people if e.country in toured and e.country))
    guests = {e.country for e in people} - set(hosts)
    met_once = all(m.destination is None and not m.extra["sides"] for m in group.members)
    return hosts if len(hosts) > 1 and len(guests) == 1 and met_once else []


def _for_each(group: Group, countries: list[str]) -> list[Group]:
    if not countries:
        return [group]
    return [Group([_in_country(m, c, countries) for m in group.members], group.focus) for c in countries]


def _in_country(telling: Candidate, country: str, countries: list[str]) -> Candidate:
    """One stop's part of a telling."""
    parties = {role: [e for e in people if _is_there(e, country, countries)] for role, people in telling.parties.items()}
    return msgspec.structs.replace(telling, parties=parties, destination=country)


def _is_there(entity: Entity, country: str, countries: list[str]) -> bool:
    return entity.country == country or entity.country not in countries
