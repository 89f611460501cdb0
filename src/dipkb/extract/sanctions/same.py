"""Whether two tellings can be of one sanction: who hits whom with what, and what an announcement, a headline or relief adds."""

from __future__ import annotations

from dipkb.extract.candidate import Candidate, Tellings
from dipkb.extract.document import Entity
from dipkb.extract.likeness import is_open, matches, overlap
from dipkb.extract.wordlists import endings, forms, stems

_DECISION = forms("decision")
_GERUND = endings("gerund")
_WAS_WERE = forms("was", "were")
_WOULD, _HAD, _EARLIER = forms("would", "would_short"), forms("had"), forms("already", "previously", "before", "earlier")
_ANNOUNCE = stems("announce")
_RELIEF = {"lift", "ease"}
_ORGANS = {"European Union": frozenset({"European Commission", "European Council"})}
_NEXT = 1  # sentences behind one that eases, in which one of the measures is lifted
_TOLD_ON = 4  # sentences in which an announcement is told further


def same_sanction(group: Tellings, candidate: Candidate) -> bool:
    """One act of the same senders on the same targets; what a headline or the text itself announces needs the senders only."""
    ours, theirs = group.parties("senders"), candidate.parties["senders"]
    if candidate.extra["told"] is not None and any(m.extra["told"] == candidate.extra["told"] for m in group.members):
        return True
    spoken_of = all(m.extra["mention"] for m in group.members)
    if candidate.extra["mention"] or spoken_of:
        acts = {m.extra["action"] for m in group.members}
        alike = candidate.extra["action"] in acts or (candidate.extra["mention"] and bool(acts & _RELIEF))
        return alike and _hit_alike(group.parties("targets"), candidate.parties["targets"])
    if _calls_as_headline(group, candidate):
        return True
    vague = any(all(m.line.in_title for m in some) and all(is_open(e) for e in by) for some, by in sides(group, candidate))
    if ours and theirs and not vague and not overlap(ours, theirs) and not _of_one_body(ours, theirs):
        return False
    if _is_announced_above(group, candidate):
        return True
    if _is_before(group, candidate):
        return False
    told = {m.status for m in group.members}
    if _is_of_another_sender(group, theirs) or (("hypothetical" in told) != (candidate.status == "hypothetical")):
        return False
    acts = {m.extra["action"] for m in group.members if m.asserted} or {m.extra["action"] for m in group.members}
    same = candidate.extra["action"] in acts or _is_relief_of_headline(group, candidate, acts)
    titled = all(m.line.sentence.zone == "title" for m in group.members) and not ours and candidate.extra["now"]
    if (titled and same) or (ours and theirs and _announced_as_one(group, candidate, same)):
        return True
    if same and (_looks_back(group, candidate) or _lies_apart(group, candidate)):
        return False
    if not candidate.asserted and not _measures_fit(group, candidate):
        return False
    loose = not candidate.asserted or not any(m.asserted for m in group.members)
    return (same or loose) and _hit_alike(group.parties("targets"), candidate.parties["targets"])


def _is_announced_above(group: Tellings, candidate: Candidate) -> bool:
    """Whether what they "would" do is what the sentences just before say they announced."""
    verb, items = candidate.extra["governor"], candidate.line.items
    away = candidate.line.sentence.index - group.members[-1].line.sentence.index
    would = verb is not None and any(x.low in _WOULD for x in items[max(0, verb - 3) : verb])
    if not would or candidate.status != "planned" or not 0 < away <= _NEXT or candidate.extra["action"] != "impose":
        return False
    announced = any(_is_announcement(m) for m in group.members)
    alike = _hit_alike(group.parties("targets"), candidate.parties["targets"])
    return announced and alike and overlap(group.parties("senders"), candidate.parties["senders"]) > 0


def _is_announcement(telling: Candidate) -> bool:
    """Whether new restrictions are told as announced."""
    verb = telling.extra["governor"]
    told = telling.status == "occurred" and telling.extra["action"] == "impose" and verb is not None
    return bool(told) and telling.line.items[verb].low.startswith(_ANNOUNCE)


def _is_before(group: Tellings, candidate: Candidate) -> bool:
    """Whether it is an earlier act of the kind ("even before, X had imposed sanctions on others of them")."""
    verb, items = candidate.extra["governor"], candidate.line.items
    if verb is None or candidate.extra["action"] != "impose" or candidate.when is not None or candidate.line.in_title:
        return False
    had = any(x.low in _HAD for x in items[max(0, verb - 3) : verb])
    earlier = any(x.low in _EARLIER for x in items)
    return had and earlier and not any(m.line is candidate.line for m in group.members)


def sides(group: Tellings, candidate: Candidate) -> list[tuple[list[Candidate], list[Entity]]]:
    """The tellings so far with their senders, and the new one with its own."""
    return [(group.members, group.parties("senders")), ([candidate], candidate.parties["senders"])]


def _is_of_another_sender(group: Tellings, theirs: list[Entity]) -> bool:
    """Whether of several whom a headline names together the text has told of others first ("X and Y sanction Z")."""
    told = [m.parties["senders"] for m in group.members if not m.line.in_title and m.parties["senders"]]
    return (
        bool(theirs and told)
        and len(told) < len(group.members)
        and not any(overlap(some, theirs) or _of_one_body(some, theirs) for some in told)
    )


def _calls_as_headline(group: Tellings, candidate: Candidate) -> bool:
    """Whether a headline calls otherwise those whose call for relief the text tells ("African leaders call for an end to …")."""
    titled = all(m.line.in_title for m in group.members) and not candidate.line.in_title
    calls = {m.status for m in (*group.members, candidate)} == {"proposed"}
    relief = candidate.extra["action"] in _RELIEF and all(m.extra["action"] in _RELIEF for m in group.members)
    return titled and calls and relief and _hit_alike(group.parties("targets"), candidate.parties["targets"])


def _of_one_body(ours: list[Entity], theirs: list[Entity]) -> bool:
    """Whether a body is named by the whole and by its organ ("the UN" and "the UN Security Council")."""
    names = [{e.name for e in some if e.kind == "organisation" and e.name} for some in (ours, theirs)]
    return any(_is_organ(a, b) or _is_organ(b, a) for a in names[0] for b in names[1])


def _is_organ(organ: str, whole: str) -> bool:
    return organ in _ORGANS.get(whole, ()) or organ == f"{whole} Security Council"


def _is_relief_of_headline(group: Tellings, candidate: Candidate, acts: set[str]) -> bool:
    """Whether a headline calls lifting what the text tells as easing, or the other way round ("lifted most sanctions")."""
    alone = candidate.line.in_title or all(m.line.in_title for m in group.members)
    follows = 0 < candidate.line.sentence.index - group.members[-1].line.sentence.index <= _NEXT
    planned = candidate.status == "planned" and all(m.status == "planned" for m in group.members)
    alone = alone or ((follows or planned) and _hit_alike(group.parties("targets"), candidate.parties["targets"]))
    return alone and candidate.extra["action"] in _RELIEF and acts <= _RELIEF


def _announced_as_one(group: Tellings, candidate: Candidate, same: bool) -> bool:
    """Whether both are of one announcement: the text's own, its headline's, or one told on without saying whose act it is."""
    if candidate.extra["now"] and any(m.extra["now"] for m in group.members):
        return True
    if not same:
        return False
    if any(m.line is candidate.line and m.when == candidate.when for m in group.members):
        return True  # "lifted sanctions on X and ended the measures against Y"
    last = group.members[-1].line.sentence.index
    away = candidate.line.sentence.index - last
    told_on = (candidate.extra["inferred"] and away <= 1) or (
        away <= _TOLD_ON and _is_counted(candidate) and not candidate.extra["perfect"]
    )
    return told_on or all(m.line.sentence.zone == "title" for m in group.members)


def _is_counted(candidate: Candidate) -> bool:
    """Whether the targets are only numbered, so that they are those of the act told before ("88 entities")."""
    counted = all(e.kind == "group" and not e.country for e in candidate.parties["targets"])
    return counted and (candidate.when is None or bool(candidate.extra["now"]))


def _looks_back(group: Tellings, candidate: Candidate) -> bool:
    """Whether one tells what is done now and the other what "has" been done so far."""
    now = any(m.extra["now"] for m in group.members)
    perfect = any(m.extra["perfect"] and m.when is None for m in group.members)
    return bool(
        (candidate.extra["perfect"] and candidate.when is None and now) or (candidate.extra["now"] and perfect and not now)
    )


def _lies_apart(group: Tellings, candidate: Candidate) -> bool:
    """Whether the text tells one as done and the other as still to come."""
    told = {m.status == "planned" for m in group.members if m.asserted and m.line.sentence.zone == "body"}
    if _is_under_way(candidate) or _is_decision_on_relief(candidate):
        return False  # "was appalled that they were lifting sanctions"
    return candidate.asserted and told == {candidate.status != "planned"}


def _is_decision_on_relief(candidate: Candidate) -> bool:
    """Whether it is only decided to lift it, which is as well told as still to come."""
    verb, items = candidate.extra["governor"], candidate.line.items
    return candidate.extra["action"] in _RELIEF and bool(verb) and verb > 1 and items[verb - 2].low in _DECISION


def _is_under_way(candidate: Candidate) -> bool:
    verb, items = candidate.extra["governor"], candidate.line.items
    return bool(verb) and items[verb].low.endswith(_GERUND) and items[verb - 1].low in _WAS_WERE


def _measures_fit(group: Tellings, candidate: Candidate) -> bool:
    """Whether what is only spoken of can be the measures told: tariffs are no export controls."""
    ours, theirs = {x for m in group.members for x in m.extra["measures"]}, set(candidate.extra["measures"])
    return not ours or not theirs or bool(ours & theirs)


def _hit_alike(ours: list[Entity], theirs: list[Entity]) -> bool:
    """Whether two target lists can be of one act: a party in both, or people and firms of one state told of by description."""
    vague = ("country", "group")
    return any(
        matches(a, b) or (a.country is not None and a.country == b.country and (a.kind in vague or b.kind in vague))
        for a in ours
        for b in theirs
    )
