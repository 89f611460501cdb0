"""Whether two tellings can be of one event by who takes part; which parties of an event are only another one in other words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from dipkb.extract.candidate import FUTURE, Candidate
from dipkb.extract.document import Entity
from dipkb.extract.lexicon import fold
from dipkb.extract.people import LEADING, compatible
from dipkb.extract.wordlists import endings, forms, stems, text_of, texts

_LEADERS = forms("leaders")
_SPOUSES = texts("names", "spouses_of_heads")

_PART_OF = text_of("names", "part_of")
_DECISION = forms("decision")
_GERUND = endings("gerund")
_MOREOVER = forms("also", "later", "separately", "then")
_WAS_WERE = forms("was", "were")
_WOULD, _HAD, _EARLIER = forms("would", "would_short"), forms("had"), forms("already", "previously", "before", "earlier")
_ANNOUNCE = stems("announce")

_RELIEF = {"lift", "ease"}
_JOINTS = forms("of", "for", "the", "and", "to")  # words of offices that say nothing of which it is
_ORGANS = {"European Union": frozenset({"European Commission", "European Council"})}
_HIGHEST = (*LEADING, "fm", "def", "leader")
_NEXT = 1  # sentences behind one that eases, in which one of the measures is lifted
_LEAD = 2  # sentences that can tell of somebody by office alone before the name comes
_TOLD_ON = 4  # sentences in which an announcement is told further
ANYBODY = "*"
SEVERAL = 3  # parties beyond which a group that some of them belong to says nothing more


class Tellings(Protocol):
    """The tellings joined so far."""

    members: list[Candidate]

    def parties(self, role: str) -> list[Entity]: ...


def without_shadows(entities: list[Entity]) -> list[Entity]:
    """A country is no party beside its own people, nor a nameless office beside the named person of its country and rank."""
    if len(entities) > SEVERAL:
        entities = [e for e in entities if not _is_open(e)]
    states = {e.country for e in entities if e.kind == "person"}
    named = [e for e in entities if e.kind == "person" and e.name and e.named]
    sent = {e.country for e in entities if e.kind == "group" and e.country}
    kept = [
        e for e in entities if not (e.kind not in ("person", "group") and e.country in states) and not _is_nameless_of(e, named)
    ]
    kept = [e for e in kept if not (e.kind == "country" and e.country in sent)]
    kept = [e for e in kept if not any(_is_sent_by(person, e) for person in named)]
    return kept if len(kept) > 1 else entities


def guests(entities: list[Entity]) -> list[Entity]:
    """Who travels: nobody twice, by name and as "the foreign minister", nor a state beside the people it sent."""
    named = [e for e in entities if e.kind == "person" and e.name and e.named]
    states = {e.country for e in entities if e.kind == "person"}
    vague = [e for e in entities if _is_nameless_of(e, named) or _is_unranked_of(e, named) or _is_spouse_of(e, named)]
    vague += [e for e in entities for n in named if _is_lower_of(e, n)]
    return [e for e in entities if e not in vague and not (e.kind in ("country", "group") and e.country in states)]


def _is_unranked_of(entity: Entity, named: list[Entity]) -> bool:
    """Whether a nameless guest is the one whom the text names elsewhere without an office."""
    nameless = entity.kind == "person" and not (entity.name and entity.named)
    unranked = any(n.country == entity.country and n.rank is None for n in named)
    return nameless and (unranked or (entity.country is None and any(_is_office_of(entity, n) for n in named)))


def _is_spouse_of(entity: Entity, named: list[Entity]) -> bool:
    """Whether it is a first lady beside the head of her state, who is no guest of her own."""
    spouse = any(t in (entity.role or "").casefold() for t in _SPOUSES)
    return spouse and any(n.country == entity.country and n is not entity for n in named)


def _is_open(entity: Entity) -> bool:
    """Whether it is a group that many can belong to ("European leaders")."""
    return entity.kind == "group" and entity.country is None


def _is_nameless_of(entity: Entity, named: list[Entity]) -> bool:
    nameless = entity.kind == "person" and not (entity.name and entity.named)
    fits = (compatible(_rank(entity), n.rank or "") or _is_titled(entity, n) for n in named if n.country == entity.country)
    return nameless and (any(fits) or (entity.country is None and any(_is_titled(entity, n) for n in named)))


def _matches(a: Entity, b: Entity) -> bool:
    """Whether two parties can be the same; then they have one of their ``marks`` in common."""
    if a.key() == b.key() or _is_body_of(a, b) or _is_body_of(b, a):
        return True
    if "country" in (a.kind, b.kind) or a.kind == b.kind == "group":
        return a.country is not None and a.country == b.country
    if _is_sent_by(a, b) or _is_sent_by(b, a) or _is_of_staff(a, b) or _is_of_staff(b, a):
        return True
    if {a.kind, b.kind} == {"organisation", "person"}:
        return a.country is not None and a.country == b.country  # a ministry and who speaks for it
    if (a.country is None and _is_office_of(a, b)) or (b.country is None and _is_office_of(b, a)):
        return True
    if _is_titled(a, b) or _is_titled(b, a):
        return True
    both_named = a.name and a.named and b.name and b.named
    return bool(a.country) and a.country == b.country and not both_named and compatible(_rank(a), _rank(b) or "")


def _is_of_staff(person: Entity, staff: Entity) -> bool:
    """Whether somebody who leads no state and no ministry can be one of the people without names of his state."""
    if person.kind != "person" or staff.kind != "group" or person.country is None or person.country != staff.country:
        return False
    return person.rank not in _HIGHEST or (person.rank in LEADING and (staff.role or "").casefold() in _LEADERS)


def _is_titled(office: Entity, person: Entity) -> bool:
    """Whether a nameless office is one that the article names a person of that country with ("the crown prince")."""
    nameless = office.kind == person.kind == "person" and office.role and not (office.name and office.named)
    fits = office.country in (None, person.country)
    return bool(nameless) and fits and fold(office.role or "") in person.titles


def can_gather(entities: list[Entity]) -> bool:
    """Whether more can have been there than those told: a body of states, leaders of a region, or several already."""
    return len(entities) > 2 or (len(entities) == 1) or any(_is_open(e) or e.kind == "organisation" for e in entities)


def marks(entities: Iterable[Entity]) -> set[str]:
    """What any two parties that match have in common, or ``ANYBODY``; groups that share none need not be compared."""
    found: set[str] = set()
    for e in entities:
        found.add(e.key())
        if e.country is not None:
            found.add(f"in {e.country}")
        elif e.kind == "person" and e.role and not (e.name and e.named):
            found.add(ANYBODY)  # an office may be that of whoever bears its words
        if e.body is not None:
            found.add(f"of {e.body}")
        if e.kind == "organisation" and e.name:
            found.add(f"of {e.name}")
            parts = e.name.split(_PART_OF)
            found.update(_PART_OF.join(parts[n:]) for n in range(len(parts)))
    return found


def can_share(mine: set[str], theirs: set[str]) -> bool:
    """Whether parties with these marks can have one in common."""
    return ANYBODY in mine or ANYBODY in theirs or not mine.isdisjoint(theirs)


def _is_body_of(body: Entity, whole: Entity) -> bool:
    """Whether an organisation is named as one of another ("Council of the European Union")."""
    both = body.kind == whole.kind == "organisation" and body.name and whole.name
    return bool(both) and (body.name or "").endswith(f"{_PART_OF}{whole.name}")


def _is_sent_by(person: Entity, body: Entity) -> bool:
    """Whether somebody leads the delegation of a body that is no state's ("a delegation of the Taliban led by X")."""
    return person.kind == "person" and body.kind == "organisation" and person.body is not None and person.body == body.name


def _is_office_of(office: Entity, person: Entity) -> bool:
    """Whether a nameless office is the one that a person of no state is named with ("NATO Secretary General")."""
    if not (office.kind == person.kind == "person" and office.role and person.role) or (office.name and office.named):
        return False
    return len(set(office.role.casefold().split()) & set(person.role.casefold().split()) - _JOINTS) >= 2


def _rank(entity: Entity) -> str | None:
    """The rank, for a leader whom the text does not name any that leads."""
    return "leader" if not entity.named and "leader" in (entity.role or "").casefold() else entity.rank


def same_parties(group: Tellings, candidate: Candidate) -> bool:
    """Whether the candidate's parties (and a visit's destination, a sanction's act) can be those of the group."""
    return _SAME[candidate.type](group, candidate)


def _same_visit(group: Tellings, candidate: Candidate) -> bool:
    ours, theirs = group.parties("visitors"), candidate.parties["visitors"]
    if group.members[0].destination != candidate.destination:
        return False
    if _opens_without_name(group, candidate):
        return True
    return _overlap(ours, theirs) > 0 or any(
        _is_unranked_of(e, o) for e, o in [(e, theirs) for e in ours] + [(e, ours) for e in theirs]
    )


def _opens_without_name(group: Tellings, candidate: Candidate) -> bool:
    """Whether the headline or first sentence tells by a lower office alone of the guest whom the next ones name."""
    opening = all(m.line.in_title or m.line.sentence.index < _LEAD for m in group.members)
    nameless, named = group.parties("visitors"), candidate.parties["visitors"]
    if not opening or candidate.line.sentence.index > _TOLD_ON or candidate.background or len(nameless) != 1 or len(named) != 1:
        return False
    return _is_lower_of(nameless[0], named[0])


def _is_lower_of(nameless: Entity, named: Entity) -> bool:
    """Whether somebody told by a lower office alone can be whom the text names with another one, of no or the same country."""
    lower = not {nameless.rank, named.rank} & {"hos", "hog", "fm", "def", "head", "leader"}
    unnamed = nameless.kind == named.kind == "person" and not (nameless.name and nameless.named) and bool(named.name)
    return lower and unnamed and nameless.country is not None and named.country in (None, nameless.country)


def _same_sanction(group: Tellings, candidate: Candidate) -> bool:
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
    vague = any(all(m.line.in_title for m in some) and all(_is_open(e) for e in by) for some, by in sides(group, candidate))
    if ours and theirs and not vague and not _overlap(ours, theirs) and not _of_one_body(ours, theirs):
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
    return announced and alike and _overlap(group.parties("senders"), candidate.parties["senders"]) > 0


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
        and not any(_overlap(some, theirs) or _of_one_body(some, theirs) for some in told)
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
        _matches(a, b) or (a.country is not None and a.country == b.country and (a.kind in vague or b.kind in vague))
        for a in ours
        for b in theirs
    )


def _same_agreement(group: Tellings, candidate: Candidate) -> bool:
    """Between the same parties on the same thing; what is wished for is what was done only if the words say which it is."""
    ours, theirs = ({e.key() for e in some} for some in (group.parties("parties"), candidate.parties["parties"]))
    if len(ours & theirs) < min(2, len(ours), len(theirs)):
        return False
    if any(m.extra["by"] and candidate.extra["by"] and not m.extra["by"] & candidate.extra["by"] for m in group.members):
        return False  # one parliament has ratified it, and another
    if {m.extra["action"] == "withdraw" for m in group.members} != {candidate.extra["action"] == "withdraw"}:
        return False  # it was extended, after one had left it
    if all(_other_kind(m.extra["head"], candidate.extra["head"]) for m in group.members):
        return False
    if candidate.extra["part"] or any(m.extra["part"] for m in group.members):
        return any(m.extra["about"] & candidate.extra["about"] for m in group.members)
    if _is_headline_of(group, candidate):
        return True
    if any(_is_done_beside(m, candidate) for m in group.members):
        return False
    wished = {m.extra["action"] == "propose" for m in group.members}
    if wished == {candidate.extra["action"] == "propose"}:
        return _same_document(group, candidate) or _left_again(group, candidate)
    common = any(m.extra["about"] & candidate.extra["about"] for m in group.members)
    return common or (bool(candidate.extra["definite"]) and not candidate.extra["about"])


def _is_done_beside(member: Candidate, candidate: Candidate) -> bool:
    """Whether one sentence does two things with two new documents ("finalised deals, and signed two memoranda")."""
    told = (member, candidate)
    if member.line is not candidate.line or any(not m.asserted or m.extra["definite"] or not m.extra["head"] for m in told):
        return False
    return bool(member.extra["governor"] != candidate.extra["governor"] and member.extra["head"] != candidate.extra["head"])


def _left_again(group: Tellings, candidate: Candidate) -> bool:
    """Whether what one party leaves is only called otherwise in the next sentences ("the move to abandon a major arms pact")."""
    leaves = all(m.extra["action"] == "withdraw" for m in (*group.members, candidate))
    near_by = candidate.line.sentence.index - group.members[-1].line.sentence.index <= _TOLD_ON
    return leaves and near_by and not candidate.trigger.text[0].isupper()


def _is_headline_of(group: Tellings, candidate: Candidate) -> bool:
    """Whether the headline tells in other words of the one document that the text says was agreed."""
    if all(m.line.in_title and m.extra["several"] and m.status == "proposed" for m in group.members):
        return candidate.extra["action"] == "propose" and candidate.extra["several"] and not candidate.line.in_title
    one = all(m.line.in_title and not m.extra["several"] for m in group.members) and not candidate.line.in_title
    done = candidate.extra["action"] != "propose" and not candidate.extra["several"] and not candidate.extra["definite"]
    return one and done and any(m.extra["action"] == candidate.extra["action"] for m in group.members)


def _other_kind(one: str, other: str) -> bool:
    """Whether two nouns never mean one document; several documents can be any but a statement."""
    if "documents" in (one, other):
        return bool({"statement", "agreed-to"} & {one, other})
    return bool(one and other) and one != other


def _same_document(group: Tellings, candidate: Candidate) -> bool:
    """Unless both titles say what the document is about, and it is not the same thing."""
    about = candidate.extra["about"]
    return any(not about or not m.extra["about"] or about & m.extra["about"] for m in group.members)


_ATTENDING = "attend-event"  # the summit of a body, not what two who attend it talk about


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
        return _overlap(ours, theirs) == 1 and not _is_one_more(candidate)
    if candidate.rule == _ATTENDING and all(m.rule != _ATTENDING for m in group.members):
        return False
    if _opens_on(ours, theirs) or _opens_on(theirs, ours):
        return candidate.when is None or any(m.when in (None, candidate.when) for m in group.members)
    if _is_one_more(candidate) and all(not m.line.in_title for m in group.members) and not _same_people(ours, theirs):
        return False
    common = _overlap(ours, theirs)
    if candidate.extra["adds"]:
        return common >= 2
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
    known = [e for e in few if not _is_open(e)]
    return len(known) < len(few) and len(many) > SEVERAL and _overlap(known, many) == len(known) > 0


def _overlap(ours: list[Entity], theirs: list[Entity]) -> int:
    """How many of one side can be one of the other, each for one only; who is surely the same comes first."""
    keys = {e.key() for e in ours}
    free, found = list(ours), 0
    for a in sorted(theirs, key=lambda e: e.key() not in keys):
        match = next((b for b in free if b.key() == a.key()), None) or next((b for b in free if _matches(a, b)), None)
        if match is not None:
            free.remove(match)
            found += 1
    return found


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
    one = next((e for e in people if all(_overlap(pair, [e]) for pair in met)), None)
    return [e for e in people if e is one or not any(_overlap(pair, [e]) for pair in met)] if one is not None else people


def covers(pairs: Sequence[Tellings], group: Tellings) -> bool:
    """Whether the meetings of two tell of everybody that one of the group's parties met."""
    people = without_shadows(group.parties("participants"))
    met = [without_shadows(g.parties("participants")) for g in pairs]
    return any(all(one is other or any(_overlap(pair, [one, other]) == 2 for pair in met) for other in people) for one in people)


_SAME: dict[str, Callable[[Tellings, Candidate], bool]] = {
    "Visit": _same_visit,
    "Meeting": _same_meeting,
    "Sanction": _same_sanction,
    "Agreement": _same_agreement,
}
