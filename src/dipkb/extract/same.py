"""Whether two tellings can be of one event by who takes part."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dipkb.extract.agreements.same import same_agreement
from dipkb.extract.candidate import FUTURE, Candidate, Tellings
from dipkb.extract.document import Entity
from dipkb.extract.likeness import is_lower_of, is_open, is_unranked_of, overlap, without_shadows
from dipkb.extract.people import LEADING
from dipkb.extract.sanctions.same import same_sanction
from dipkb.extract.wordlists import forms

_MOREOVER = forms("also", "later", "separately", "then")
_LEAD = 2  # sentences that can tell of somebody by office alone before the name comes
_TOLD_ON = 4  # sentences in which an announcement is told further
SEVERAL = 3  # parties beyond which a group that some of them belong to says nothing more
_ATTENDING = "attend-event"  # the summit of a body, not what two who attend it talk about


def same_parties(group: Tellings, candidate: Candidate) -> bool:
    """Whether the candidate's parties (and a visit's destination, a sanction's act) can be those of the group."""
    return _SAME[candidate.type](group, candidate)


def _same_visit(group: Tellings, candidate: Candidate) -> bool:
    ours, theirs = group.parties("visitors"), candidate.parties["visitors"]
    if group.members[0].destination != candidate.destination:
        return False
    if _opens_without_name(group, candidate) or _are_of_group(group, candidate):
        return True
    return overlap(ours, theirs) > 0 or any(
        is_unranked_of(e, o) for e, o in [(e, theirs) for e in ours] + [(e, ours) for e in theirs]
    )


def _are_of_group(group: Tellings, candidate: Candidate) -> bool:
    """Whether the opening tells of officials of a state whom the next sentences name ("two top officials", then "X and Y")."""
    nameless, named = group.parties("visitors"), candidate.parties["visitors"]
    opening = all(m.line.in_title or m.line.sentence.index < _LEAD for m in group.members)
    if not opening or len(nameless) != 1 or nameless[0].kind != "group" or candidate.line.sentence.index > _TOLD_ON:
        return False
    people = all(e.kind == "person" and e.name and e.country == nameless[0].country for e in named)
    return people and len(named) > 1 and candidate.when is None and not candidate.background


def _opens_without_name(group: Tellings, candidate: Candidate) -> bool:
    """Whether the headline or first sentence tells by a lower office alone of the guest whom the next ones name."""
    opening = all(m.line.in_title or m.line.sentence.index < _LEAD for m in group.members)
    nameless, named = group.parties("visitors"), candidate.parties["visitors"]
    if not opening or candidate.line.sentence.index > _TOLD_ON or candidate.background or len(nameless) != 1 or len(named) != 1:
        return False
    return is_lower_of(nameless[0], named[0])


def _same_meeting(group: Tellings, candidate: Candidate) -> bool:
    if _is_other_fate(group, candidate):
        return False
    modes = {m.extra["mode"] for m in (*group.members, candidate) if not m.extra["assumed"]}
    if "in-person" in modes and modes & {"phone", "video"}:
        return False
    if "phone" in modes and _is_no_call_off(group, candidate):
        return False
    if "phone" in modes and any(m.destination and m.extra["mode"] == "unspecified" for m in (*group.members, candidate)):
        return False  # what took place somewhere was no call
    if _is_still_to_come(group, candidate) or _is_summit_to_come(group, candidate):
        return False
    ours, theirs = without_shadows(group.parties("participants")), candidate.parties["participants"]
    sides = {n for m in (*group.members, candidate) if (n := m.extra["sides"])}
    counts = sorted(len({e.country or e.key() for e in some}) for some in (ours, theirs))
    if max(sides, default=0) > 2 and counts[0] == 2 < counts[1]:
        return False  # the talks of two beside a trilateral
    if 1 in counts and _gathers(ours, theirs):
        return overlap(ours, theirs) == 1 and not _is_one_more(candidate)
    if candidate.rule == _ATTENDING and all(m.rule != _ATTENDING for m in group.members):
        return False
    if _opens_on(ours, theirs) or _opens_on(theirs, ours):
        return candidate.when is None or any(m.when in (None, candidate.when) for m in group.members)
    common = overlap(ours, theirs)
    if candidate.extra["adds"]:
        return common >= 2
    if _is_one_more(candidate) and all(not m.line.in_title for m in group.members) and not _same_people(ours, theirs):
        return False
    return common >= 2 and common >= min(len(ours), len(theirs)) - (1 if min(len(ours), len(theirs)) > 3 else 0)


def _is_one_more(candidate: Candidate) -> bool:
    """Whether the words tell it as a further encounter ("they also held talks with X")."""
    before = candidate.line.items[max(0, candidate.at - 4) : candidate.at]
    return any(x.low in _MOREOVER for x in before)


def _same_people(ours: list[Entity], theirs: list[Entity]) -> bool:
    """Whether the words of one further encounter name the very people of the one told, not only their states."""
    keys = {e.key() for e in ours}
    return all(e.key() in keys for e in theirs)


def _gathers(ours: list[Entity], theirs: list[Entity]) -> bool:
    """Whether one of the two tells of a gathering by its body alone."""
    return any(len(some) == 1 and some[0].kind in ("organisation", "group") for some in (ours, theirs))


def _is_no_call_off(group: Tellings, candidate: Candidate) -> bool:
    """Whether one is a call by phone and the other was cancelled ("cancelled talks after speaking by phone")."""
    told = [*group.members, candidate]
    off = [m for m in told if m.status in ("cancelled", "postponed")]
    on = [m for m in told if m.extra["mode"] == "phone" and m not in off]
    return bool(on and off) and all(m.extra["mode"] != "phone" for m in off)


def _is_still_to_come(group: Tellings, candidate: Candidate) -> bool:
    """Whether one is a call or welcome that has been, the other talks that are planned."""
    told = [m for m in (*group.members, candidate) if m.asserted or m.status in FUTURE]
    over = [m for m in told if m.status == "occurred" and (m.extra["mode"] == "phone" or m.extra["welcome"])]
    planned = [m for m in told if m.status in FUTURE and m.extra["mode"] != "phone" and not m.extra["welcome"]]
    return len(told) == len(group.members) + 1 and len(over) + len(planned) == len(told) and bool(over and planned)


def _is_summit_to_come(group: Tellings, candidate: Candidate) -> bool:
    """Whether leaders are still to meet whose states are told to have talked."""
    leaders = all(e.kind == "person" and e.rank in LEADING for e in candidate.parties["participants"])
    states = all(e.kind in ("country", "group") for e in group.parties("participants"))
    talked = any(m.status == "occurred" and m.asserted for m in group.members)
    return candidate.status in FUTURE and leaders and states and talked and not any(m.status in FUTURE for m in group.members)


def _is_other_fate(group: Tellings, candidate: Candidate) -> bool:
    """Whether one is told as called off and the other as held: two who cancel their talks can still meet in a corridor."""
    fates = {m.status for m in (*group.members, candidate) if m.asserted or m.status == "cancelled"}
    alike = {m.status for m in group.members} & {candidate.status}
    return not alike and fates == {"cancelled", "occurred"}


def _opens_on(few: list[Entity], many: list[Entity]) -> bool:
    """Whether the few are one of the many and a group that the others can belong to."""
    known = [e for e in few if not is_open(e)]
    return len(known) < len(few) and len(many) > SEVERAL and overlap(known, many) == len(known) > 0


def is_one_of_several(group: Tellings, candidate: Candidate) -> bool:
    """Whether the candidate asserts of two what the group tells of one with several ("met the leaders of X and Y")."""
    ours, theirs = without_shadows(group.parties("participants")), candidate.parties["participants"]
    return (
        (candidate.asserted or candidate.extra["governed"] or candidate.extra["apart"])
        and len(theirs) == 2
        and len(ours) > 2
        and (candidate.extra["apart"] or len({e.country or e.key() for e in ours}) > 2)
        and all(m.line is not candidate.line for m in group.members)
    )


def untold(pairs: Sequence[Tellings], group: Tellings) -> list[Entity]:
    """Who of a meeting with several is left where the meetings of two tell of some: the one of them all, and who is in none."""
    people = without_shadows(group.parties("participants"))
    met = [without_shadows(g.parties("participants")) for g in pairs]
    one = next((e for e in people if all(overlap(pair, [e]) for pair in met)), None)
    return [e for e in people if e is one or not any(overlap(pair, [e]) for pair in met)] if one is not None else people


def covers(pairs: Sequence[Tellings], group: Tellings) -> bool:
    """Whether the meetings of two tell of everybody that one of the group's parties met."""
    people = without_shadows(group.parties("participants"))
    met = [without_shadows(g.parties("participants")) for g in pairs]
    return any(all(one is other or any(overlap(pair, [one, other]) == 2 for pair in met) for other in people) for one in people)


_SAME: dict[str, Callable[[Tellings, Candidate], bool]] = {
    "Visit": _same_visit,
    "Meeting": _same_meeting,
    "Sanction": same_sanction,
    "Agreement": same_agreement,
}
