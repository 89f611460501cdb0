"""Which parties can be one and the same, and which are only another one in other words."""

from __future__ import annotations

from collections.abc import Iterable

from dipkb.extract.document import Entity
from dipkb.extract.lexicon import fold
from dipkb.extract.people import LEADING, compatible
from dipkb.extract.wordlists import forms, text_of, texts

_LEADERS = forms("leaders")
_SPOUSES = texts("names", "spouses_of_heads")
_PART_OF = text_of("names", "part_of")
_JOINTS = forms("of", "for", "the", "and", "to")  # words of offices that say nothing of which it is
_HIGHEST = (*LEADING, "fm", "def", "leader")
ANYBODY = "*"
SEVERAL = 3  # parties beyond which a group that some of them belong to says nothing more


def without_shadows(entities: list[Entity]) -> list[Entity]:
    """A country is no party beside its own people, nor a nameless office beside the named person of its country and rank."""
    if len(entities) > SEVERAL:
        entities = [e for e in entities if not is_open(e)]
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
    vague = [e for e in entities if _is_nameless_of(e, named) or is_unranked_of(e, named) or is_spouse_of(e, named)]
    vague += [e for e in entities for n in named if is_lower_of(e, n)]
    return [e for e in entities if e not in vague and not (e.kind in ("country", "group") and e.country in states)]


def is_unranked_of(entity: Entity, named: list[Entity]) -> bool:
    """Whether a nameless guest is the one whom the text names elsewhere without an office."""
    nameless = entity.kind == "person" and not (entity.name and entity.named)
    unranked = any(n.country == entity.country and n.rank is None for n in named)
    return nameless and (unranked or (entity.country is None and any(_is_office_of(entity, n) for n in named)))


def is_spouse_of(entity: Entity, named: list[Entity]) -> bool:
    """Whether it is a first lady beside the head of her state, who is no guest of her own."""
    spouse = any(t in (entity.role or "").casefold() for t in _SPOUSES)
    return spouse and any(n.country == entity.country and n is not entity for n in named)


def is_open(entity: Entity) -> bool:
    """Whether it is a group that many can belong to ("European leaders")."""
    return entity.kind == "group" and entity.country is None


def _is_nameless_of(entity: Entity, named: list[Entity]) -> bool:
    nameless = entity.kind == "person" and not (entity.name and entity.named)
    fits = (compatible(_rank(entity), n.rank or "") or _is_titled(entity, n) for n in named if n.country == entity.country)
    return nameless and (any(fits) or (entity.country is None and any(_is_titled(entity, n) for n in named)))


def matches(a: Entity, b: Entity) -> bool:
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
    return len(entities) > 2 or (len(entities) == 1) or any(is_open(e) or e.kind == "organisation" for e in entities)


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


def overlap(ours: list[Entity], theirs: list[Entity]) -> int:
    """How many of one side can be one of the other, each for one only; who is surely the same comes first."""
    keys = {e.key() for e in ours}
    free, found = list(ours), 0
    for a in sorted(theirs, key=lambda e: e.key() not in keys):
        match = next((b for b in free if b.key() == a.key()), None) or next((b for b in free if matches(a, b)), None)
        if match is not None:
            free.remove(match)
            found += 1
    return found


def is_lower_of(nameless: Entity, named: Entity) -> bool:
    """Whether somebody told by a lower office alone can be whom the text names with another one, of no or the same country."""
    lower = not {nameless.rank, named.rank} & {"hos", "hog", "fm", "def", "head", "leader"}
    unnamed = nameless.kind == named.kind == "person" and not (nameless.name and nameless.named) and bool(named.name)
    return lower and unnamed and nameless.country is not None and named.country in (None, nameless.country)
