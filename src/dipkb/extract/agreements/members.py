"""Between whom a document is: who does it (``doers``), with whom, "between" whom, and who is ``understood``."""

from __future__ import annotations

from dipkb.extract import clause
from dipkb.extract.agreements import signatories
from dipkb.extract.agreements.between import between, is_between_others, is_for_something, only_takes_up, paired_in
from dipkb.extract.agreements.deed import Deed
from dipkb.extract.agreements.doers import doers_of
from dipkb.extract.agreements.represented import each_once, states_at
from dipkb.extract.agreements.understood import known_by_name, others_of_treaty, recalled, understood_of
from dipkb.extract.agreements.warring import is_truce
from dipkb.extract.agreements.words import DEEDS, WARS, words
from dipkb.extract.authorities import is_authority
from dipkb.extract.document import Entity
from dipkb.extract.reading import Reading
from dipkb.extract.wordlists import each, forms

_TWO_BOTH = forms("two", "both")
_BY, _WITH = each("by", "with")
_GETTING = words("getting")
_IN_OF = forms("in", "of")
_STAKES = words("stakes")
_UNDER_WITH = forms("under", "with")
_WITH_REGARD = forms("a", "the", "respect", "regard")
_TRUCES = words("truces")
_PARLIAMENTS = words("parliaments")
_SIGNING = frozenset(verb for verb, action in DEEDS.items() if action in ("sign", "ratify"))
_FAR, _BOTH = 16, 2


def members_of(reading: Reading, deed: Deed) -> list[Entity]:
    """The parties, each once, officials as their state; what is ratified has those of the treaty and who ratifies it."""
    members = _members_of(reading, deed)
    if _is_drafted(reading, deed) and sum(e.kind == "country" for e in members) < _BOTH:
        return paired_in(reading) or members
    if deed.action != "ratify":
        return members
    by = ratifiers(reading, deed)
    others = [e for e in members if e.country is None or e.country not in {x.country for x in by}]
    others = [e for e in others if not _is_parliament(e)]
    return each_once([*by, *others, *(recalled(reading) if len(members) < 2 else [])])


def _is_drafted(reading: Reading, deed: Deed) -> bool:
    """Whether it is a draft, of which not who speaks of it but whom it is for are the parties."""
    return deed.action == "propose" and (deed.verb == reading.at or reading.items[deed.verb].low in words("drafts"))


def ratifiers(reading: Reading, deed: Deed) -> list[Entity]:
    """The states whose parliaments or heads ratify."""
    if deed.action != "ratify":
        return []
    doers = doers_of(reading, deed)
    if any(_is_parliament(e) and not e.country for e in doers):
        named = [x for i in reading.items[: deed.verb] for x in (i.who if i.code == "C" else reading.state_of(i)) if x.country]
        doers = [*[e for e in doers if not _is_parliament(e)], *named[:1]]
    return each_once([reading.parties.state(e.country) if e.country else e for e in doers])


def _is_parliament(entity: Entity) -> bool:
    """Whether a body is a parliament or a chamber of one."""
    return entity.kind == "organisation" and not _PARLIAMENTS.isdisjoint((entity.name or "").casefold().split())


def _members_of(reading: Reading, deed: Deed) -> list[Entity]:
    apart = between(reading)
    if len(apart) > 1 and not (only_takes_up(reading) and len(doers_of(reading, deed)) > len(apart)):
        return apart if not is_for_something(reading) or len(own := doers_of(reading, deed)) < 2 else own
    if len(apart) == 1 and is_between_others(reading):
        return apart  # "a deal between X and a group of powers": not between X and who welcomes it
    modifiers = states_at(reading, _modifiers(reading, deed))
    if len(modifiers) > 1:
        return modifiers
    partners = _partners(reading, deed)
    if reading.trigger.low in _TRUCES or is_truce(reading):
        return _of_war(reading, deed, apart, partners)
    doers = doers_of(reading, deed)
    found = each_once([*apart, *doers, *partners])
    if len(found) < 2 and modifiers:
        found = each_once([*found, *modifiers])
    if deed.action == "withdraw":
        return each_once([*found, *(known_by_name(reading) or others_of_treaty(reading, found))]) if doers else []
    if reading.needs("named") or _by_others(reading, deed):
        return found
    if len(found) < 2 and not (deed.action != "propose" and not (partners and deed.passive) and _with_others(reading, deed)):
        found = understood_of(reading, deed, found)
    return found


def are_named(reading: Reading, deed: Deed) -> bool:
    """Whether the words at the document themselves name its parties ("a pact signed by X and Y")."""
    if any(x.low in _UNDER_WITH for x in reading.items[max(0, reading.at - 5) : reading.at]):
        return len(doers_of(reading, deed)) > 1
    agents = clause.behind(reading.items, deed.verb, forms("by"))
    return any(len(states_at(reading, some)) > 1 for some in (agents, _modifiers(reading, deed))) or len(between(reading)) > 1


def _by_others(reading: Reading, deed: Deed) -> bool:
    """Whether it is done by somebody whom nothing names ("adopted by this organisation")."""
    behind = reading.items[deed.verb + 1 : deed.verb + 4]
    both = any(x.low in _TWO_BOTH for x in behind)  # "by the two ministries"
    return deed.passive and not both and any(x.low in _BY for x in behind) and not doers_of(reading, deed)


def _with_others(reading: Reading, deed: Deed) -> bool:
    """Whether it is "with" somebody whom nothing names ("with world powers")."""
    items = reading.items
    first, last = min(deed.verb, reading.at), max(deed.verb, reading.at)
    near = range(first + 1, min(len(items) - 1, last + 4))
    return any(items[i].low in _WITH and items[i + 1].low not in _WITH_REGARD for i in near)


def _of_war(reading: Reading, deed: Deed, apart: list[Entity], partners: list[Entity]) -> list[Entity]:
    """A truce is between those at war: who agrees to it with whom, or those whose war the place is known for."""
    if not apart and (deed.action in ("sign", "announce") or _is_their_own(reading, deed)):
        found = each_once([*apart, *doers_of(reading, deed), *partners])
        if len(found) > 1:
            return found
    if len(apart) > 1:
        return apart
    for i in range(max(0, reading.at - 3), min(len(reading.items), reading.at + 5)):
        country = reading.parties.country_of(reading.items[i]) if reading.items[i].code in "CAL" else None
        if country in WARS:
            return [reading.parties.state(c) for c in WARS[country]]
    return []


def _is_their_own(reading: Reading, deed: Deed) -> bool:
    """Whether those who act wish for a peace of their own ("X and Y are ready to sign a peace treaty")."""
    held_back = DEEDS.get(reading.items[deed.verb].low) in ("sign", "announce")
    draft = deed.verb == reading.at or reading.items[deed.verb].low in words("drafts")
    return held_back or (reading.trigger.low not in _TRUCES and draft)


def _modifiers(reading: Reading, deed: Deed) -> list[int]:
    """Names before the noun that are a pair: "a US-China trade deal", "the Israel-Hamas ceasefire"."""
    items = reading.items
    first = deed.verb if deed.verb < reading.at else -1
    for i in range(reading.at - 1, max(first, reading.at - 6), -1):
        if items[i].code == "G" and len(items[i].who) > 1:
            return [i]
        if items[i].code in "CANL" and i > 1 and items[i - 1].code == "&" and items[i - 2].code == items[i].code:
            return [i - 2, i]
        if items[i].code in "CA" and i + 1 <= reading.at and items[i - 1].code != "s":
            return [i]
        if items[i].code not in "xaUE" or clause.is_verb_like(items[i]) or items[i].low in _SIGNING:
            return []
    return []


def _partners(reading: Reading, deed: Deed) -> list[Entity]:
    """With whom: behind "with" after the noun or between verb and noun, names no table knows too."""
    items = reading.items
    first = min(deed.verb, reading.at) if not deed.passive else reading.at
    if (stake := _stake(reading)) is not None:
        return _named_behind(reading, stake)
    for i in range(first + 1, min(len(items), max(reading.at, deed.verb) + _FAR)):
        if items[i].code in '".' or items[i].low == ";" or (items[i].code == "w" and i > reading.at):
            return []
        if items[i].low in _WITH and (found := _named_behind(reading, i + 1)):
            return found
    return []


def _stake(reading: Reading) -> int | None:
    """Behind "an agreement to buy a stake in", "to take over", "to supply": the other firm."""
    items = reading.items
    for i in range(reading.at + 1, min(len(items), reading.at + _FAR)):
        if items[i].code in '".w':
            return None
        if items[i].low in _STAKES and i + 1 < len(items) and items[i + 1].low in _IN_OF:
            return i + 2
        if items[i].low in _GETTING:
            return i + 1
    return None


def _named_behind(reading: Reading, i: int) -> list[Entity]:
    items, first = reading.items, i
    while i < len(items) and (items[i].code in "ta" or (items[i].code in "xA" and not clause.is_verb_like(items[i]))):
        if items[i].code == "A" and i + 1 < len(items) and items[i + 1].code not in "nNPR" and _governs(reading, i):
            return [reading.parties.state(str(reading.parties.country_of(items[i])))]
        i += 1
    found = states_at(reading, clause.named(items, i)) if i < len(items) else []
    named = signatories.behind(reading, first)
    return named if any(not e.certain for e in named) and len(named) >= len(found) else found


def _governs(reading: Reading, i: int) -> bool:
    """Whether a demonym stands before its government ("with the Iraqi government")."""
    return any(is_authority(x) for x in reading.items[i + 1 : i + 3])
