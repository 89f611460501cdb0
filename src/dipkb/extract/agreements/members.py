"""Between whom a document is: "between X and Y", who does it "with" whom, "a US-China deal", the two the text speaks of."""

from __future__ import annotations

import itertools

from dipkb.extract import clause
from dipkb.extract.agreements import signatories
from dipkb.extract.agreements.deeds import Deed
from dipkb.extract.agreements.words import DEEDS, KINDS, KNOWN, WARS, words
from dipkb.extract.authorities import ADMINISTRATIONS, doer_of, is_authority
from dipkb.extract.document import Entity, Item
from dipkb.extract.reading import Reading
from dipkb.extract.sanctions.lists import listing
from dipkb.extract.wordlists import each, forms, listed, stems

_DURING = forms("during")
_BETWEEN, _BY, _IN, _TO, _WITH = each("between", "by", "in", "to", "with")
_BEFORE_VERB = forms("also", "has", "already", "recently")
_FROM_OF = forms("from", "of")
_GETTING = words("getting")
_IN_OF = forms("in", "of")
_STAKES = words("stakes")
_THEIR = forms("their")
_THAT_WHICH = forms("that", "which")
_THE_THIS_THAT = forms("the", "this", "that")
_UNDER_WITH = forms("under", "with")
_WISHING = stems("want", "offer", "propose", "hope", "seek")
_WITH_REGARD = forms("a", "the", "respect", "regard")

_TRUCES, _FOR_STATES = words("truces"), words("for_states")
_PARLIAMENTS = words("parliaments")
_BACK = words("back_words")
_SIDES = words("sides")
_OFFICIALS = words("signing_people")
_BODIES = listed("events", "parts_of_states")
_SIGNING = frozenset(verb for verb, action in DEEDS.items() if action in ("sign", "ratify"))
_ELSE = words("something_else")
_FAR, _BOTH = 16, 2
_EARLY = 8  # sentences, in which a passive without parties is of those the article is about


def members_of(reading: Reading, deed: Deed) -> list[Entity]:
    """The parties, each once, officials as their state; what is ratified has those of the treaty and who ratifies it."""
    members = _members_of(reading, deed)
    if _is_drafted(reading, deed) and sum(e.kind == "country" for e in members) < _BOTH:
        return _paired(reading) or members
    if deed.action != "ratify":
        return members
    by = ratifiers(reading, deed)
    others = [e for e in members if e.country is None or e.country not in {x.country for x in by}]
    others = [e for e in others if not _is_parliament(e)]
    return _unique([*by, *others, *(recalled(reading) if len(members) < 2 else [])])


def _is_drafted(reading: Reading, deed: Deed) -> bool:
    """Whether it is a draft, of which not who speaks of it but whom it is for are the parties."""
    return deed.action == "propose" and (deed.verb == reading.at or reading.items[deed.verb].low in words("drafts"))


def _paired(reading: Reading) -> list[Entity]:
    """The two states that the sentence names together ("between X and Y")."""
    items = reading.items
    for i, item in enumerate(items):
        if item.low in _BETWEEN:
            states = [s for e in listing(reading, i + 1)[0] if (s := _state(reading, e)) is not None and s.kind == "country"]
            if len(_unique(states)) == _BOTH:
                return _unique(states)
    return []


def ratifiers(reading: Reading, deed: Deed) -> list[Entity]:
    """The states whose parliaments or heads ratify."""
    if deed.action != "ratify":
        return []
    doers = _doers(reading, deed)
    if any(_is_parliament(e) and not e.country for e in doers):
        named = [x for i in reading.items[: deed.verb] for x in (i.who if i.code == "C" else reading.state_of(i)) if x.country]
        doers = [*[e for e in doers if not _is_parliament(e)], *named[:1]]
    return _unique([reading.parties.state(e.country) if e.country else e for e in doers])


def _is_parliament(entity: Entity) -> bool:
    """Whether a body is a parliament or a chamber of one."""
    return entity.kind == "organisation" and not _PARLIAMENTS.isdisjoint((entity.name or "").casefold().split())


def treaty_of(reading: Reading) -> list[Entity]:
    """Between whom the words at the document say that it is, whatever is done with it; none where they do not name two."""
    apart = between(reading)
    pair = apart if len(apart) > 1 else _all(reading, _pair_before(reading))
    owner = clause.possessor(reading.items, reading.at)
    owned = _unique([*_all(reading, owner), *_all(reading, reading.place("with:"))]) if owner else []
    return next((some for some in (pair, owned) if len(some) > 1), [])


def _pair_before(reading: Reading) -> list[int]:
    """The pair right before the noun ("the X-Y trade deal")."""
    for i in range(reading.at - 1, max(-1, reading.at - 5), -1):
        if reading.items[i].code == "G" and len(reading.items[i].who) > 1:
            return [i]
        if reading.items[i].code != "x" or clause.is_verb_like(reading.items[i]):
            break
    return []


def known_by_name(reading: Reading) -> list[Entity]:
    """Whom an agreement known by name concerns first."""
    return _known(reading)


def _others_of_treaty(reading: Reading, found: list[Entity]) -> list[Entity]:
    """Those with whom one had the agreement that it leaves, as told before."""
    last = reading.parties.treaty
    near = last is not None and 0 <= reading.line.sentence.index - last[0] <= 2 * _EARLY
    return [e for e in last[1] if e.key() not in {x.key() for x in found}] if last is not None and near else []


def recalled(reading: Reading) -> list[Entity]:
    """The parties of the document told of last, which "the pact" takes up."""
    last, items, i = reading.parties.treaty, reading.items, reading.at - 1
    while i >= 0 and items[i].code in "xa" and i > reading.at - 5:
        i -= 1
    definite = i >= 0 and items[i].low in _THE_THIS_THAT
    if last is None or not definite or not 0 <= reading.line.sentence.index - last[0] <= _EARLY:
        return []
    return last[1]


def _members_of(reading: Reading, deed: Deed) -> list[Entity]:
    apart = between(reading)
    if len(apart) > 1 and not (_points_back(reading) and len(_doers(reading, deed)) > len(apart)):
        return apart if not _is_for_something(reading) or len(own := _doers(reading, deed)) < 2 else own
    if len(apart) == 1 and is_between_others(reading):
        return apart  # "a deal between X and a group of powers": not between X and who welcomes it
    modifiers = _all(reading, _modifiers(reading, deed))
    if len(modifiers) > 1:
        return modifiers
    partners = _partners(reading, deed)
    if reading.trigger.low in _TRUCES or _is_truce(reading):
        return _of_war(reading, deed, apart, partners)
    doers = _doers(reading, deed)
    found = _unique([*apart, *doers, *partners])
    if len(found) < 2 and modifiers:
        found = _unique([*found, *modifiers])
    if deed.action == "withdraw":
        return _unique([*found, *(_known(reading) or _others_of_treaty(reading, found))]) if doers else []
    if reading.needs("named") or _by_others(reading, deed):
        return found
    if len(found) < 2 and not (deed.action != "propose" and not (partners and deed.passive) and _with_others(reading, deed)):
        found = _understood(reading, deed, found)
    return found


def is_between_others(reading: Reading) -> bool:
    """Whether "between" right behind the document goes on with somebody whom nothing names."""
    items, at = reading.items, reading.at
    right = at + 1 < len(items) and items[at + 1].low in _BETWEEN
    return right and not _points_back(reading) and any(x.code == "&" for x in items[at + 2 : at + 10])


def are_named(reading: Reading, deed: Deed) -> bool:
    """Whether the words at the document themselves name its parties ("a pact signed by X and Y")."""
    if any(x.low in _UNDER_WITH for x in reading.items[max(0, reading.at - 5) : reading.at]):
        return len(_doers(reading, deed)) > 1
    agents = clause.behind(reading.items, deed.verb, forms("by"))
    return any(len(_all(reading, some)) > 1 for some in (agents, _modifiers(reading, deed))) or len(between(reading)) > 1


def _by_others(reading: Reading, deed: Deed) -> bool:
    """Whether it is done by somebody whom nothing names ("adopted by this organisation")."""
    behind = reading.items[deed.verb + 1 : deed.verb + 4]
    return deed.passive and any(x.low in _BY for x in behind) and not _doers(reading, deed)


def _with_others(reading: Reading, deed: Deed) -> bool:
    """Whether it is "with" somebody whom nothing names ("with world powers")."""
    items = reading.items
    first, last = min(deed.verb, reading.at), max(deed.verb, reading.at)
    near = range(first + 1, min(len(items) - 1, last + 4))
    return any(items[i].low in _WITH and items[i + 1].low not in _WITH_REGARD for i in near)


def between(reading: Reading) -> list[Entity]:
    """The list behind "between", also farther off ("a deal signed in 2015 between …"), and what a dash adds to it."""
    items = reading.items
    at = next((i for i in range(reading.at + 1, min(len(items), reading.at + 9)) if items[i].low in _BETWEEN), None)
    at = at if at is not None else _behind_deed(items, reading.at)
    if at is not None and _is_of_another(items, reading.at, at):
        return []
    if at is None or any(x.code in '".w' for x in items[reading.at + 1 : at]):
        return _all(reading, reading.place("between:"))
    listed, _ = listing(reading, at + 1)
    states = _unique([s for e in listed if (s := _state(reading, e)) is not None])
    surely = [s for s in states if s.kind == "country"] if len(states) < 3 else []
    if len(surely) > 1 and any(x.low in words("states_by_kind") for x in items[at + 1 : at + 8]):
        return surely  # "between X and the kingdom"
    if len(surely) == 1 and (other := _by_kind(reading, at, surely[0])):
        return [*surely, *other]
    named = signatories.behind(reading, at + 1)
    if any(not e.certain for e in named) and len(named) > 1 and len(named) >= len(states):
        return _unique([s for e in named if (s := _state(reading, e)) is not None])
    return states if len(states) > 1 else _owners(reading, at) or states


def involved(reading: Reading) -> list[Entity]:
    """Whom one of several documents is said to involve ("a third memorandum involved X and Y")."""
    at = reading.at + 1
    if at >= len(reading.items) or reading.items[at].low not in words("involving"):
        return []
    named = signatories.behind(reading, at + 1)
    return _unique([s for e in named if (s := _state(reading, e)) is not None])


def _behind_deed(items: list[Item], at: int) -> int | None:
    """ "between" right behind what is done with a document, farther off ("seven memoranda, worth …, were signed between")."""
    for i in range(at + 1, min(len(items) - 1, at + 2 * _FAR)):
        if items[i].code in '".k' or (items[i].low in DEEDS and items[i + 1].low in _BETWEEN):
            return i + 1 if items[i].code not in '".k' else None
    return None


def _by_kind(reading: Reading, at: int, state: Entity) -> list[Entity]:
    """The other state of "between X and the kingdom": the one other that the sentence and the opening speak of."""
    told = reading.items[at + 1 : at + 8]
    if not any(x.code == "&" for x in told) or not any(x.low in words("states_by_kind") for x in told):
        return []
    named = [
        s for x in reading.items for e in (*x.who, *reading.state_of(x)) if (s := _state(reading, e)) is not None and s.country
    ]
    others = [s for s in _unique([s for s in named if s.kind == "country"]) if s.key() != state.key()]
    return others if len(others) == 1 else []


def _is_of_another(items: list[Item], at: int, preposition: int) -> bool:
    """Whether "between" belongs to something else ("following calls between …", "a pact and a memorandum between …")."""
    inner = range(at + 1, preposition)
    return any(
        items[i].low in _ELSE or items[i].low in _THAT_WHICH or (items[i].low in KINDS and items[i - 1].code == "t")
        for i in inner
    )


def _is_for_something(reading: Reading) -> bool:
    """Whether "between" stands behind what the document is to do ("an accord to ease drills between their armies")."""
    at = next((i for i in range(reading.at + 1, len(reading.items)) if reading.items[i].low in _BETWEEN), reading.at)
    return any(x.low in _TO for x in reading.items[reading.at : at])


def named_in(reading: Reading, end: int) -> list[Entity]:
    """All that the sentence names up to an item that can be parties, leaders and officials as their states."""
    acting = [x for i, x in enumerate(reading.items[:end]) if x.code in "PRGCN" and not _is_place(reading.items, i)]
    return _unique([s for x in acting for e in x.who if (s := _state(reading, e)) is not None])


def points_back(reading: Reading, end: int) -> bool:
    """Whether "they" or "their leaders" stands before an item, and nobody who is named."""
    before = reading.items[:end]
    pointing = any(x.low in _BACK or x.low.split()[0] in _THEIR for x in before)
    return pointing and not any(x.who and x.code in "CPRN" for x in before)


def spoken_of(reading: Reading) -> list[Entity]:
    """The two states that "they" or "the two sides" of the sentence are: named together last, or those of the article."""
    back = any(x.low in _BACK or x.low.split()[-1] in _SIDES for x in reading.items)
    for pair in (reading.line.pair, _protagonists(reading)) if back else ():
        states = _unique([s for e in pair if (s := _state(reading, e)) is not None])
        if len(states) == _BOTH:
            return states
    return []


def states_at(reading: Reading, indices: list[int]) -> list[Entity]:
    """The parties that items stand for, each once, officials as their states."""
    return _all(reading, indices)


def _points_back(reading: Reading) -> bool:
    """Whether "between" only takes up who was named before ("trade between the countries")."""
    items = reading.items
    at = next((i for i in range(reading.at + 1, len(items)) if items[i].low in _BETWEEN), len(items))
    return any(x.low.split()[-1] in _SIDES for x in items[at + 1 : at + 4])


def _owners(reading: Reading, at: int) -> list[Entity]:
    """Whose bodies "between" names at once ("between the ministries of energy of X and Y")."""
    items = reading.items
    head = next((i for i in range(at + 1, min(len(items), at + 5)) if items[i].low in _BODIES), None)
    if head is None:
        return []
    behind = itertools.takewhile(lambda i: items[i].code not in '".w;k', range(head + 1, min(len(items), head + _FAR)))
    states = _all(reading, [i for i in behind if items[i].code == "C"])
    return states if len(states) == 2 else []


def _is_truce(reading: Reading) -> bool:
    return any(i.low in _TRUCES for i in reading.items[max(0, reading.at - 5) : reading.at])


def _of_war(reading: Reading, deed: Deed, apart: list[Entity], partners: list[Entity]) -> list[Entity]:
    """A truce is between those at war: who agrees to it with whom, or those whose war the place is known for."""
    if not apart and (deed.action in ("sign", "announce") or _is_their_own(reading, deed)):
        found = _unique([*apart, *_doers(reading, deed), *partners])
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


def _doers(reading: Reading, deed: Deed) -> list[Entity]:
    """Who does it: the subject, or behind "by" in the passive."""
    if deed.passive:
        agents = _all(reading, clause.behind(reading.items, deed.verb, forms("by")))
        agents = agents if len(agents) > 1 else _sides_by(reading, deed) or agents
        told = _all(reading, clause.subject(reading.items, reading.at)) if deed.verb > reading.at and len(agents) < 2 else []
        return told if len(told) > 1 else agents  # "X and Y end a dispute under a deal brokered by Z"
    if owner := _who_leaves(reading, deed):
        return owner
    if deed.doer and (leader := ADMINISTRATIONS.get(reading.items[deed.doer - 1].low)):
        return [reading.parties.state(leader)]
    doers = [*doer_of(reading, deed.doer, []), *_unknown_doer(reading, deed)] or _sent(reading, deed)
    found = _unique([s for e in doers if (s := _state(reading, e)) is not None])
    named = _unique([s for e in signatories.before(reading, deed.doer) if (s := _state(reading, e)) is not None])
    if len(found) < 2 and len(named) < 2 and len(rivals := _rivals(reading, deed, doers)) > 1:
        return rivals
    nameless = any(e.kind == "organisation" and not (e.id and e.certain) for e in (*named, *found))
    return named if nameless and len(named) >= len(found) else found


def _who_leaves(reading: Reading, deed: Deed) -> list[Entity]:
    """Whose withdrawal a noun tells ("the X exit from the pact", "Y's 2018 withdrawal from it")."""
    items, noun = reading.items, deed.verb
    if deed.action != "withdraw" or not noun or items[noun].low not in words("exits"):
        return []
    if owner := _all(reading, clause.possessor(items, noun)):
        return owner
    before = items[noun - 1]
    named = before.who or reading.state_of(before) if before.code in "CANL" else ()
    return _unique([s for e in named if (s := _state(reading, e)) is not None])


def _sides_by(reading: Reading, deed: Deed) -> list[Entity]:
    """The states of "by the X and Y sides"."""
    items = reading.items
    by = next((i for i in range(deed.verb + 1, min(len(items), deed.verb + 4)) if items[i].low in _BY), None)
    if by is None:
        return []
    end = next((i for i in range(by + 1, min(len(items), by + 7)) if items[i].low.split()[-1] in _SIDES), None)
    named = [x for x in items[by + 1 : end] if x.code in "CA"] if end is not None else []
    both = [*named, items[end]] if end is not None else []
    states = _unique([reading.parties.state(s.country) for x in both for s in (x.who or reading.state_of(x)) if s.country])
    return states if len(states) > 1 else []


def _rivals(reading: Reading, deed: Deed, doers: list[Entity]) -> list[Entity]:
    """Two sides of one state: leaders by name, or its government and those who fight it ("the government and rebels signed")."""
    joined = _unique([e for x in reading.items[: deed.doer] if x.code == "P" for e in x.who])
    people = [e for e in (doers if len(doers) > 1 else joined) if e.kind == "person" and e.name]
    of_one = any(x.code == "&" for x in reading.items[: deed.doer]) and len({e.country for e in people if e.country}) < 2
    if len(people) == 2 and of_one and _is_truce(reading):
        return _unique(people)
    items, i = reading.items, deed.doer - 1
    while i > 0 and (items[i].code in "bhD!" or items[i].low in _BEFORE_VERB):
        i -= 1
    if i > 2 and items[i].low in words("homeland") and items[i - 2].low in _IN:
        i -= 3  # "rebel forces in the country"
    where = items[i].who if i > 1 and items[i].code == "C" and items[i - 1].low in _IN else ()
    i -= 2 if where else 0  # "rebels in X"
    first = i
    while first > 0 and items[first - 1].code in "xA" and not clause.is_verb_like(items[first - 1]):
        first -= 1
    before = [x for x in items[max(0, first - 3) : first] if x.code != "t"]
    head = items[i].low.split()[-1]
    band = items[i].low in words("bands") and items[i - 1].low in words("armed")
    if (head not in words("opponents") and not band) or not any(x.code == "&" for x in before):
        return []
    named = [x for x in items[:first] if x.code != "M"]
    states = [e.country for x in named for e in (*x.who, *reading.state_of(x)) if e.country]
    states = states or [e.country for e in (*where, *_torn(reading)) if e.country]
    if not states:
        return []
    if head != items[i].low and items[i].code in "Nn" and items[i].who:
        return [reading.parties.state(states[0]), items[i].who[0]]  # "and Northern forces"
    if items[first - 1].code in "Nn" and items[first - 1].who:
        return [reading.parties.state(states[0]), items[first - 1].who[0]]  # "and ELN rebels"
    rebels = Entity("organisation", name=reading.line.words(items[first], items[i]), country=states[-1], certain=False)
    return [reading.parties.state(states[-1]), rebels]


def _torn(reading: Reading) -> list[Entity]:
    """The state whose war the text just spoke of: that of the truce told before."""
    last = reading.parties.treaty
    near = last is not None and 0 <= reading.line.sentence.index - last[0] <= _EARLY
    return last[1] if last is not None and near and len({e.country for e in last[1]}) == 1 else []


def _sent(reading: Reading, deed: Deed) -> list[Entity]:
    """Whose officials act, where only their states are named ("delegations from X, Y and Z signed")."""
    items = reading.items
    for i in range(deed.doer - 1, max(0, deed.doer - _FAR), -1):
        if items[i].low in _FROM_OF and items[i - 1].low.split()[-1] in _OFFICIALS:
            behind = clause.group_right(items, i + 2 if items[i + 1].code == "t" else i + 1)
            return reading.entities([j for j in behind if j < deed.doer and items[j].code == "C"])
        if items[i].code in '".;w':
            break
    return []


def _unknown_doer(reading: Reading, deed: Deed) -> list[Entity]:
    """A firm whose name opens the sentence, so that only another sentence shows it to be one."""
    i = deed.doer - 1
    while i > 0 and (reading.items[i].code in "bhm" or reading.items[i].low in _BEFORE_VERB):
        i -= 1
    name = reading.items[i] if i == 0 else None
    opens = name is not None and name.code == "x" and name.text[0].isupper() and _named_elsewhere(reading, name.text)
    return [Entity("organisation", name=name.text, certain=False)] if name is not None and opens else []


def _named_elsewhere(reading: Reading, text: str) -> bool:
    """Whether the word that begins a sentence is a name within another one."""
    return any(i.code in "nN" and i.text == text for line in reading.document.lines for i in line.items)


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
    found = _all(reading, clause.named(items, i)) if i < len(items) else []
    named = signatories.behind(reading, first)
    return named if any(not e.certain for e in named) and len(named) >= len(found) else found


def _governs(reading: Reading, i: int) -> bool:
    """Whether a demonym stands before its government ("with the Iraqi government")."""
    return any(is_authority(x) for x in reading.items[i + 1 : i + 3])


def _understood(reading: Reading, deed: Deed, found: list[Entity]) -> list[Entity]:
    """Of what was done without naming both: the two the text last named together, or those it is about."""
    if deed.action == "withdraw" or (deed.wished and not deed.scheduled and not _reaches_out(reading, deed)):
        return found
    told = found or deed.passive or _is_pronoun(reading, deed)
    if len(found) < 2 and _is_told(deed) and len(trip := _of_trip(reading, deed)) > 1:
        return trip
    known = recalled(reading) if told and reading.items[deed.doer - 1].code != "w" else []
    if len(known) > 1 and (not found or found[0].key() in {e.key() for e in known}):
        return known
    if deed.action == "ratify":
        return found
    both = _both(reading, deed)
    if len(both) > 1 and (not found or found[0].key() in {e.key() for e in both}):
        return both
    named = _in_sentence(reading, deed)
    own = found[0].kind == "organisation" and found[0].country if found else None
    if len(found) == 1 and len(named) == 1 and found[0].key() != named[0].key() and named[0].country != own:
        return [*named, *found]
    if len(named) == 2 and (not found or found[0].key() in {e.key() for e in named}):
        return named
    early = reading.line.sentence.index < _EARLY
    if not (_is_pronoun(reading, deed) or (_is_told(deed) and (found or (deed.passive and early)))):
        return found
    for pair in (reading.line.pair, _protagonists(reading) if early else []):
        states = _unique([s for e in pair if (s := _state(reading, e)) is not None])
        if len(states) == 2 and (not found or found[0].key() in {e.key() for e in states}):
            return states
    return found


def _of_trip(reading: Reading, deed: Deed) -> list[Entity]:
    """Who was where, of what was signed "during the visit" or is what a tour "saw"."""
    items = reading.items
    noun = next((i for i, x in enumerate(items) if x.low in words("trips")), None)
    if noun is None or not reading.parties.trip:
        return []
    within = any(x.low in _DURING for x in items[max(0, noun - 5) : noun]) or items[deed.verb].low in words("seeing")
    visitors, destination = reading.parties.trip[-1]
    countries = dict.fromkeys([*(v.country for v in visitors if v.country), *([destination] if destination else [])])
    return [reading.parties.state(c) for c in countries] if within and len(countries) == 2 else []


def _is_told(deed: Deed) -> bool:
    """Whether it is told as a fact, past or arranged, and not as a wish."""
    return deed.action != "propose" or deed.scheduled


def _both(reading: Reading, deed: Deed) -> list[Entity]:
    """The group before the verb that names two at once ("pressure on both countries to reach a settlement")."""
    for item in reversed(reading.items[: deed.verb]):
        if item.code == "G" and len(item.who) > 1:
            return _unique([s for e in item.who if (s := _state(reading, e)) is not None])
    return []


def _reaches_out(reading: Reading, deed: Deed) -> bool:
    """Whether the wish is of one party to the other ("wants", "offers a new treaty"), and not a call on others."""
    return reading.items[deed.verb].low.startswith(_WISHING)


def _in_sentence(reading: Reading, deed: Deed) -> list[Entity]:
    """The states that the sentence speaks of before the document, leaders and officials as theirs."""
    items = reading.items[: max(reading.at, deed.verb)]
    acting = [x for i, x in enumerate(items) if x.code in "PRGC" and not _is_place(items, i)]
    found = [s for x in acting for e in x.who if (s := _state(reading, e)) is not None]
    return _unique([s for s in found if s.kind == "country"])


def _is_place(items: list[Item], i: int) -> bool:
    """Whether a country only says where it was ("in X", "in its capital Y, X")."""
    before = items[i - 2] if i > 1 and items[i - 1].code == "t" else items[i - 1] if i else None
    within = before is not None and before.low in _IN
    return items[i].code == "C" and (within or (i > 1 and items[i - 1].code == "," and items[i - 2].code == "L"))


def _is_pronoun(reading: Reading, deed: Deed) -> bool:
    """Whether the subject only points back ("they", "we", "the sides")."""
    near = reading.items[max(0, deed.doer - 6) : deed.doer]
    return any(i.low in _BACK or (i.code == "G" and not i.who and i.low.split()[-1] in _SIDES) for i in near)


def _protagonists(reading: Reading) -> list[Entity]:
    """The two states that headline and opening speak of, if they are two."""
    opening = [x for x in reading.document.lines if x.in_title or x.sentence.zone in ("title", "body")][:3]
    acting = [x for line in opening for i, x in enumerate(line.items) if x.code in "PRCG" and not _is_place(line.items, i)]
    named = [s for x in acting for e in x.who if (s := _state(reading, e)) and s.country]
    states = _unique([s for s in named if s.kind == "country"])
    return states if len(states) == 2 else []


def _known(reading: Reading) -> list[Entity]:
    """The other side of an agreement known by name ("the Iran nuclear deal")."""
    again = reading.at and reading.items[reading.at - 1].low in _THE_THIS_THAT  # named before: "it will leave the deal"
    text = " ".join(i.low for i in reading.items[0 if again else max(0, reading.at - 5) : reading.at + 4])
    return next(([reading.parties.state(c) for c in states] for name, states in KNOWN.items() if name in text), [])


def _all(reading: Reading, indices: list[int]) -> list[Entity]:
    return _unique([s for e in reading.entities(indices) if (s := _state(reading, e)) is not None])


def _state(reading: Reading, entity: Entity) -> Entity | None:
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


def _unique(entities: list[Entity]) -> list[Entity]:
    return list({e.key(): e for e in entities}.values())
