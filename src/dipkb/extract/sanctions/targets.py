"""Whom a restriction hits, by grammar: behind the noun, its verb's object or subject, the country before it, the act's cause."""

from __future__ import annotations

from dipkb.extract import clause
from dipkb.extract.candidate import Candidate
from dipkb.extract.document import Entity, Item
from dipkb.extract.reading import Reading
from dipkb.extract.sanctions.acts import Act
from dipkb.extract.sanctions.lists import MOST, listed, listing
from dipkb.extract.sanctions.subjects import of_subject, phrase_start
from dipkb.extract.sanctions.words import ACTS, words
from dipkb.extract.wordlists import each, endings, forms, stems, texts

_NEXT_CLAUSE_OR_UNTIL = forms("after", "before", "since", "when", "while", "where", "until")
_AGAINST, _BY, _CRISIS, _DESPITE = each("against", "by", "crisis", "despite")
_ENTERING, _ENTRY, _FROZEN, _OBJECT, _OF = each("entering", "entry", "frozen", "object", "of")
_ON, _ONE, _THE, _TO = each("on", "one", "the", "to")
_NOW, _THERE, _UNDER = each("now", "there", "under")
_LEAST = 6  # items of "there are so many of them on a list"
_UP, _WHICH = each("up", "which")
_ADVERB = endings("adverb")
_AGAINST_STEM = stems("against")
_AGAINST_WORDS = forms("on", "against", "toward")
_APPLY = stems("apply")
_FOR_TO = forms("for", "to")
_HOLDS = words("include")
_THE_THESE_THOSE = forms("the", "these", "those")
_TO_FROM = forms("to", "from")
_TO_INTO = forms("to", "into")
_ONTO, _OF_NOUNS, _LIMITED = words("onto"), words("of_nouns"), words("onto_limited")
_USUAL, _BEARS, _ADJECTIVES = words("usual_senders"), words("bears"), words("adjectives")
_REACHES = words("reaches")
_REACH = 16


def targets_of(reading: Reading, act: Act) -> list[Entity]:
    """The targets of an act, at most ten, in the order of the text."""
    found = [*_by_grammar(reading, act), *_included(reading), *_covered(reading, act)]
    return list({e.key(): e for e in found}.values())[:MOST]


def _by_grammar(reading: Reading, act: Act) -> list[Entity]:
    items, at = reading.items, reading.at
    if reading.verb:
        return _of_verb(reading)
    if act.strikes and act.verb is not None:
        if act.passive:
            return of_subject(reading, act.verb)
        if found := listed(reading, act.verb + 1 + clause.is_code(items, act.verb + 1, "o")) or (
            listed(reading, at + 1) if items[at].low in words("lists") else []
        ):
            return _or_last(reading, act.verb + 1 + clause.is_code(items, act.verb + 1, "o"), found)
        if items[at].low in words("lists"):
            return []  # "on the list of sanctioned officials"
    if act.by and act.verb is not None:
        ahead = act.verb > 1 and items[act.verb - 1].code == "b" and items[act.verb - 2].low in _TO
        return [] if ahead else of_subject(reading, act.verb)  # "a list of people to be hit by sanctions"
    if found := _behind_noun(reading):
        return found
    if found := _before_noun(reading) or _there_are(reading):
        return found
    if at + 1 < len(items) and items[at + 1].low in _AGAINST and act.action == "in-force":
        return []  # against somebody, whom no name tells
    if act.verb is not None and act.verb < at and (items[act.verb].low in _BEARS or items[act.verb + 1].low in _UNDER):
        return of_subject(reading, act.verb)
    if act.action == "in-force" and act.verb is not None and items[act.verb].low in _DESPITE:
        return [e for e in reading.entities(clause.subject(items, act.verb)) if e.kind in ("country", "organisation")]
    if act.verb is not None and items[act.verb].low in words("protests"):
        return [e for e in reading.entities(clause.subject(items, act.verb)) if e.kind == "country"]
    if act.action == "ease" and act.verb is not None and items[act.verb].low in words("gives"):
        given = [e for e in reading.entities(list(range(act.verb + 1, at))) if e.kind in ("country", "organisation", "person")]
        to = next((i for i in range(at + 1, min(len(items), at + 5)) if items[i].low in _TO), None)
        return given or (listed(reading, to + 1) if to is not None else [])
    if act.action == "ease" and act.verb is not None and items[act.verb].low in words("gains"):
        return reading.entities(clause.subject(items, act.verb))
    if act.owed and act.doer is not None:
        return _who_insists(reading, act.doer)
    if act.asked and act.action in ("lift", "ease") and act.doer is not None:
        if crippled := _crippled(reading):
            return crippled
        if (last := reading.parties.restricted) is not None and at and items[at - 1].low in _THE_THESE_THOSE:
            return list(last.parties["targets"])  # "urged the West to remove the sanctions"
        if last is not None and not _is_hit(reading, clause.subject(items, act.doer), last):
            return list(last.parties["targets"])  # "the African Union has also called for sanctions to be lifted"
        return reading.entities(clause.subject(items, act.doer))
    left = next((i for i in range(at - 1, max(-1, at - 7), -1) if items[i].low in _BEARS), None)
    if left is not None and act.status == "occurred":
        return of_subject(reading, left)
    if act.action == "in-force" and act.verb is None and clause.behind(items, at, forms("from", "by")):
        return of_subject(reading, at)
    return []


def _is_hit(reading: Reading, asking: list[int], last: Candidate) -> bool:
    """Whether those who ask for relief are of a state that is told to be under restrictions."""
    hit = {e.country for e in last.parties["targets"] if e.country}
    return not hit or any(e.country in hit for e in reading.entities(asking))


def _crippled(reading: Reading) -> list[Entity]:
    """Whom a relative clause says it hurts ("sanctions that are crippling X")."""
    items, at = reading.items, reading.at
    harms = next((i for i in range(at + 1, min(len(items), at + 5)) if items[i].low in words("harms")), None)
    return listed(reading, harms + 1) if harms is not None and any(x.code in "wt" for x in items[at + 1 : harms]) else []


def _who_insists(reading: Reading, modal: int) -> list[Entity]:
    """Who says that others must lift a restriction, which then is one on its state ("X insisted that Y must lift …")."""
    subject = clause.subject(reading.items, modal)
    first = next((i for i, x in enumerate(reading.items) if clause.is_agent(x)), None)
    if first is None or not subject or first >= min(subject):
        return []
    states = [e.country for e in reading.entities([first]) if e.country]
    return [reading.parties.state(c) for c in states[:1] if c]


def _included(reading: Reading) -> list[Entity]:
    """Those listed behind "include" ("the oligarchs now under sanctions include Alpha and Beta")."""
    items, at = reading.items, reading.at
    for i in range(at + 1, min(len(items), at + 3)):
        if items[i].low in _HOLDS:
            return [e for e in listed(reading, i + 1) if e.kind != "group"]
    return []


def _covered(reading: Reading, act: Act) -> list[Entity]:
    """How many a restriction on a state reaches ("measures on X now cover 183 people and 26 firms")."""
    if reading.verb or act.verb is None or act.verb < reading.at or reading.items[act.verb].low not in _REACHES:
        return []
    return listed(reading, act.verb + 1 + (reading.items[act.verb].low.startswith(_APPLY)))


def _of_verb(reading: Reading) -> list[Entity]:
    """The object of a verb that restricts, or its subject in the passive; "exports to X" and "assets of X" as well."""
    if reading.passive and reading.frame.get("tells") == "flow":
        return _flow(reading)
    if reading.passive:
        return of_subject(reading, _whose(reading)) or _of_participle(reading)
    if _enters_no_state(reading):
        return []
    if (kept_out := _kept_out(reading)) is not None:
        return kept_out
    for role in reading.frame["roles"]["targets"]:
        if role in _OBJECT:
            found = listed(reading, reading.at + 1)
        else:
            led = [i for i in _prepositions(reading, (role[:-1],)) if _is_attached(reading, i)]
            found = next((f for i in led if (f := listed(reading, i + 1))), [])
        if found:
            return found
    return []


def _is_attached(reading: Reading, preposition: int) -> bool:
    """Whether a preposition stands right behind what is restricted, where the frame asks for that ("trade with")."""
    return not reading.frame.get("attached") or reading.items[preposition - 1].low in reading.frame["near"]


def _kept_out(reading: Reading) -> list[Entity] | None:
    """Those for whom entry to a country is closed ("prohibited entry to X for 500 citizens of Y"); ``None`` where none is."""
    items, at = reading.items, reading.at
    entry = next((i for i in range(at + 2, min(len(items) - 2, at + 8)) if items[i].low in _ENTRY), None)
    if entry is not None and items[entry + 1].low in _TO_INTO and items[entry + 2].code in "tC":
        return listed(reading, at + 1)  # "banning them from entry to X"
    if at + 2 >= len(items) or items[at + 1].low not in _ENTRY or items[at + 2].low not in _TO_INTO:
        return None
    place = at + 3 + (items[at + 3 : at + 4] != [] and items[at + 3].low in _THE)
    if place + 1 >= len(items) or items[place].code not in "CO" or items[place + 1].code in "xa":
        return None
    return next(
        (f for i in range(place + 1, min(len(items), place + 6)) if items[i].low in _FOR_TO and (f := listed(reading, i + 1))),
        [],
    )


def _of_participle(reading: Reading) -> list[Entity]:
    """Before a bare participle ("banks sanctioned by Britain"); of "X, one of the banks sanctioned", that one."""
    items, end = reading.items, reading.at
    while end and (items[end - 1].low in words("adverbs") or items[end - 1].low.endswith(_ADVERB)):
        end -= 1
    if end > 1 and items[end - 1].code == "," and _agented(reading):
        return reading.entities(clause.group_left(items, end - 2)[0]) or listing(reading, phrase_start(items, end - 1))[0]
    start = phrase_start(items, end)
    if start > 3 and items[start - 1].low in _OF and items[start - 2].low in _ONE and items[start - 3].code in ",b":
        return reading.entities(clause.group_left(items, start - 4)[0]) or listing(reading, start - 4)[0]
    found, last = listing(reading, start)
    return found if last == end and _agented(reading) else []


def _agented(reading: Reading) -> bool:
    """Whether "by" follows, so that the word is no verb with an object."""
    return any(x.low in _BY for x in reading.items[reading.at + 1 : reading.at + 2])


def _flow(reading: Reading) -> list[Entity]:
    """Where what is banned would go or come from ("exports of luxury goods to X will be banned")."""
    items, start = reading.items, clause.clause_start(reading.items, reading.at)
    for i in range(reading.at - 1, start, -1):
        if items[i].low in _TO_FROM and (found := listed(reading, i + 1)):
            return found
    return []


def _whose(reading: Reading) -> int:
    """The verb whose subject is hit: of "have their assets frozen" it is "have"."""
    items, at = reading.items, reading.at
    if items[at].low in _FROZEN and items[at - 1].low in reading.frame.get("near", ()):
        return next((i for i in range(at - 1, max(-1, at - 5), -1) if items[i].code == "h"), at)
    return at


def _enters_no_state(reading: Reading) -> bool:
    """Whether those barred "from entering" were to enter anything but a country."""
    items = reading.items
    for i in range(reading.at + 1, len(items) - 1):
        if items[i].low in _ENTERING:
            rest = items[i + 1 : i + 5]
            return not (rest[0].code in ".,pCN&" or any(x.code in "CN" or x.low in words("entered") for x in rest))
    return False


def _prepositions(reading: Reading, which: tuple[str, ...]) -> list[int]:
    items, at = reading.items, reading.at
    found = []
    for i in range(at + 1, min(len(items), at + _REACH)):
        if items[i].code in '".wk' or items[i].low == ";":
            break
        if items[i].low in which:
            found.append(i)
    return found


def _behind_noun(reading: Reading) -> list[Entity]:
    """Behind "on", "against", "targeting" …; "for", "to" and "from" only with nouns that take them."""
    items, at = reading.items, reading.at
    limited = (items[at].low in _OF_NOUNS or items[at - 1].low in _OF_NOUNS) and items[at].low not in words("impositions")
    for i in range(at + 1, min(len(items), at + _REACH)):
        low = items[i].low
        if (
            (items[i].code in '".w' and low not in _WHICH)
            or _turns(items, i, limited)
            or (low in _TO and _bars_travel(items, at))
        ):
            break
        if low == ";" or low in _NEXT_CLAUSE_OR_UNTIL or low in words("sequels"):
            break
        if low in _ON and _is_no_target(items, i):
            continue
        applies = low in _TO and items[i - 1].low in words("applying")
        if applies and (found := listed(reading, i + 1)):
            return found
        if (low in _ONTO and (limited or low not in _LIMITED) and (low not in _OF or i == at + 1)) or (
            low in _OF and i == at + 1
        ):
            found, end = listing(reading, i + 1)
            if found:
                return _dealt_with(reading, end) or found
            if people := [e for e in items[i + 1].who if e.kind == "person"] if i + 1 < len(items) else []:
                return people  # "imposed sanctions on him"
    return []


def _is_no_target(items: list[Item], on: int) -> bool:
    """Whether "on" leads to an occasion or a ground ("imposed on the anniversary of …", "on the grounds that")."""
    behind = [x for x in items[on + 1 : on + 5] if x.code in "tHaAx"]
    return any(x.low in words("occasions") for x in behind[:3])


def _bars_travel(items: list[Item], at: int) -> bool:
    """Whether "to" behind the noun leads where nobody may go ("a travel ban to the Union")."""
    return any(word in " ".join(x.low for x in items[max(0, at - 1) : at + 1]) for word in texts("sanctions", "travel_bans"))


def _dealt_with(reading: Reading, end: int) -> list[Entity]:
    """With whom those named may not deal ("a ban on US companies selling to Alpha")."""
    items = reading.items
    if end >= len(items) or items[end].low not in words("dealings"):
        return []
    return next(
        (f for i in range(end + 1, min(len(items), end + 5)) if items[i].code == "p" and (f := listed(reading, i + 1))), []
    )


def suffers(items: list[Item], i: int, reach: int = 5) -> bool:
    """Whether it is the victim of what the act answers ("over its war against X", "in view of the situation in X")."""
    before = any(x.low in words("victims") for x in items[max(0, i - reach) : i])
    return before or any(x.low in words("victims") or x.low in _CRISIS for x in items[i + 1 : i + 2])


def _turns(items: list[Item], i: int, limited: bool) -> bool:
    """Whether another verb begins, whose "on" and "against" are its own ("sanctions to hold X to account for war against Y")."""
    low = items[i].low
    if low in _TO and any(x.low in words("applying") for x in items[i - 1 : i + 2]):
        return False
    if low in _AGAINST_WORDS and suffers(items, i, 2):
        return True
    if low in _TO:
        return not limited and items[i - 1].low not in _UP
    return clause.is_verb_like(items[i]) and low not in ACTS and low not in _ONTO and low not in _ADJECTIVES


def _before_noun(reading: Reading) -> list[Entity]:
    """ "Iran sanctions", "the Russia sanctions": the country before the noun, where it is none that usually restricts."""
    if reading.items[min(reading.at + 1, len(reading.items) - 1)].low in words("frameworks"):
        return []
    if (opposed := _opposed(reading)) is not None:
        return [reading.parties.state(opposed)]
    found = reading.place("modifier")
    if not found or reading.items[found[0]].code != "C":
        return []
    return [e for e in reading.entities(found) if e.kind == "country" and e.country not in _USUAL]


def _there_are(reading: Reading) -> list[Entity]:
    """How many "there are" on a list ("There are now 1,500 companies on X's sanctions list")."""
    items, first = reading.items, 2
    if len(items) < _LEAST or items[0].low not in _THERE or items[1].code != "b":
        return []
    first += items[first].low in words("adverbs") or items[first].low in _NOW
    found, end = listing(reading, first)
    return found if end < reading.at and items[end].low in _ON | _UNDER else []


def _opposed(reading: Reading) -> str | None:
    """The state in "anti-Russian sanctions"."""
    for item in reading.items[max(0, reading.at - 4) : reading.at]:
        if item.low.startswith(_AGAINST_STEM) and (country := reading.parties.lexicon.country_in(item.text[5:])):
            return country
    return None


def _or_last(reading: Reading, first: int, found: list[Entity]) -> list[Entity]:
    """Those hit before, where only "these companies" stands for them."""
    last, items = reading.parties.restricted, reading.items
    bare = all(e.kind == "group" and not e.country for e in found)
    points = first + 1 < len(items) and items[first].low in words("pointing_to") and not clause.is_code(items, first + 2, "xaCA")
    return list(last.parties["targets"]) if last is not None and bare and points else found
