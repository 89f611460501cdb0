"""What is done with a document: signed, announced, ratified, left, or only wished for; a document only mentioned is none."""

from __future__ import annotations

from itertools import pairwise

from dipkb.extract import clause
from dipkb.extract.agreements.deed import Deed
from dipkb.extract.agreements.passives import behind_noun
from dipkb.extract.agreements.verbs import fits, heads, is_adjective, is_of_another, is_passive, is_plain_noun, verb_before
from dipkb.extract.agreements.wishes import held_back
from dipkb.extract.agreements.words import DEEDS, words
from dipkb.extract.authorities import ADMINISTRATIONS
from dipkb.extract.document import Item
from dipkb.extract.reading import Reading
from dipkb.extract.wordlists import each, endings, forms, stems, texts

_NO = forms("no")
_ON_ABOUT, _ANYTHING = forms("on", "about"), forms("that", "this", "it", "everything", "all")
_RATIFYING, _SIGNING = each("ratifying", "signing")
_THAT, _THE, _TO = each("that", "the", "to")
_ADVERB = endings("adverb")
_GERUND = endings("gerund")
_IS_OR_HAS = forms("have", "has", "is", "are")
_ONCE_UNTIL = forms("once", "until")
_PAST = endings("past")
_FOLLOWED_UP = words("followed_up")
_NOUNS = words("deed_nouns")
_COMPOUNDS = words("compounds")
_CARRIERS, _COMPLETING = words("carriers"), words("completing")
_SKIPPED = forms("as", "so", "ahead", "here", "there", "once", "now")
_STANDING = words("standing")
_DESCRIBED = words("described_by")
_DONE = frozenset({"withdraw", "sign", "announce", "ratify"})
_SIGNING_NOUNS, _ADOPT = words("signing_nouns"), stems("adopt", "conclude", "launch")
_UNDER = forms("under", "per", "within", "despite")
_PASSING, _PARLIAMENTS = words("passing"), words("parliaments")
_OTHER = words("other_deeds")
_NEGOTIATING = texts("agreements", "negotiating_stems")
TALKS = words("talks")
_BROKERING = words("brokering")  # what others do, behind what the parties did
_INSTRUMENTS = words("instruments")
_REACH = 14
_NEAR = 4  # items behind the document; a verb farther off is rather that of something else than one before the document


def deed_of(reading: Reading) -> Deed | None:
    """The deed told of the document at the trigger; ``None`` where it is only mentioned or comes to nothing."""
    items, at = reading.items, reading.at
    behind = behind_noun(items, at)
    far = behind is None or behind.verb > at + _NEAR or items[behind.verb].low in _BROKERING
    before = _before(items, at) if far else None
    told = before or behind or _left_behind(items, at)
    if told is behind and told is not None and _is_once(items, at, told.verb):
        return None  # "once documents have been exchanged, it will be law"
    if told is behind and told is not None and not told.reduced and _is_circumstance(items, at):
        return None  # "under the agreement, fighting ended"
    if told is None and _is_draft(items, at):
        return Deed("propose", at, _governing_verb(items, at))
    if told is None and at + 1 < len(items) and items[at + 1].low in TALKS:
        return Deed("propose", at, at)  # "in the free trade agreement negotiations"
    if told is None or is_vague(items, at) or _is_compound(items, at):
        return None
    if told is behind and told.action != "propose" and _is_negotiated(items, at):
        return Deed("propose", at, at)
    if items[told.verb].low in _PASSING and _by_parliament(items, told.verb):
        told.action = "ratify"
    if told.action == "sign" and items[at].low in _INSTRUMENTS and at + 1 < len(items) and items[at + 1].low in _RATIFYING:
        told.action = "ratify"  # "exchanged the documents ratifying the treaty"
    told.wished = told.action == "propose" and not items[told.verb].low.startswith(_NEGOTIATING)
    return held_back(items, told, at if told is behind else 0)


def _left_behind(items: list[Item], at: int) -> Deed | None:
    """Who left it, told without naming it again ("the deal has unravelled since X withdrew in 2018", "…, which X signed")."""
    for i in range(at + 1, min(len(items) - 1, at + 2 * _REACH)):
        if items[i].code in '".;':
            return None
        agent = clause.is_agent(items[i - 1]) or items[i - 1].low in ADMINISTRATIONS
        if items[i].low in words("leaving") and agent and _is_intransitive(items, i):
            return Deed("withdraw", i, i)
        relative = items[i - 2].code == "w" or (items[i - 2].code == "t" and items[i - 3].code == "w")
        if agent and relative and i <= at + 6 and items[i].low.endswith(_PAST) and DEEDS.get(items[i].low) in _DONE:
            return Deed(DEEDS[items[i].low], i, i)
    return None


def _is_intransitive(items: list[Item], verb: int) -> bool:
    """Whether a verb of leaving has no object of its own: a day or the end follows, or "the X out" of "pulled the X out"."""
    behind = items[verb + 1]
    if behind.code in ".,D" or (behind.code == "p" and verb + 2 < len(items) and items[verb + 2].code == "D"):
        return True
    return any(x.low in words("out") for x in items[verb + 1 : verb + 4])


def _is_draft(items: list[Item], at: int) -> bool:
    """Whether the document is called a draft, so that whatever is done about it it is still to come."""
    first = next((i for i in range(at - 1, max(-1, at - 5), -1) if items[i].low in words("drafts")), at)
    return first < at and all(x.code in "xotaACLNGs&" and not clause.is_verb_like(x) for x in items[first + 1 : at])


def _governing_verb(items: list[Item], at: int) -> int:
    """The nearest verb before the document, else the document."""
    return next((i for i in range(at - 1, max(-1, at - 2 * _REACH), -1) if clause.is_verb_like(items[i])), at)


def is_vague(items: list[Item], at: int) -> bool:
    """Whether two only come to agree on what was said ("will come to an agreement on that")."""
    behind = [x.low for x in items[at + 1 : at + 3]]
    return len(behind) == 2 and behind[0] in _ON_ABOUT and behind[1] in _ANYTHING


def _is_compound(items: list[Item], at: int) -> bool:
    """Whether the noun only describes another ("the ceasefire monitoring centre")."""
    return at + 1 < len(items) and items[at + 1].low in _DESCRIBED


def _is_negotiated(items: list[Item], at: int) -> bool:
    """Whether it is talks on the document that something is done with ("the trade agreement negotiations, launched by")."""
    behind = [x for x in items[at + 1 : at + 6] if x.code not in "()nNx" or x.low in TALKS]
    return bool(behind) and behind[0].low in TALKS


def _is_once(items: list[Item], at: int, verb: int) -> bool:
    """Whether it is only told what comes when it will have been done."""
    led = any(x.low in _ONCE_UNTIL for x in items[max(0, at - 4) : at])
    return led and any(x.low in _IS_OR_HAS for x in items[at + 1 : verb])


def _is_circumstance(items: list[Item], at: int) -> bool:
    """Whether what is told happens under the document, not to it."""
    first = at - 1
    while first > 0 and items[first].code in "taxACE" and items[first].low not in _UNDER:
        first -= 1
    return first >= 0 and items[first].low in _UNDER


def _by_parliament(items: list[Item], verb: int) -> bool:
    """Whether it is a parliament that approves it."""
    near = (*items[max(0, verb - 8) : verb], *items[verb + 1 : verb + 6])
    return any(x.low.split()[-1] in _PARLIAMENTS for x in near)


def _before(items: list[Item], at: int) -> Deed | None:
    """The nearest deed to the left, over the document's own words."""
    carried, aside = False, 0
    for i in range(at - 1, max(-1, at - _REACH), -1):
        item, low = items[i], items[i].low
        aside += (item.code == ")") - (item.code == "(")
        if aside > 0 or item.code == "(":
            continue
        if item.code in '"w.' or low in (";", ":") or (item.code == "k" and low not in _SKIPPED):
            return None
        if item.code == "," and i + 1 < at and items[i + 1].low in _THE:
            return None  # ", the last treaty of its kind": what was named before in other words
        if item.code == "," and _begins_another(items, i + 1, at):
            return None  # "approved it, moving the pact closer to taking effect"
        if low in _SIGNING_NOUNS and (welcome := _welcomed(items, i)) is not None:
            return Deed("announce" if low.startswith(_ADOPT) else "sign", i, welcome)
        if low in _CARRIERS and not (low in _SIGNING and i and (clause.is_agent(items[i - 1]) or items[i - 1].code == "G")):
            carried = carried or low in TALKS
            if DEEDS.get(low) != "propose" or (i and DEEDS.get(verb_before(items, i)) is not None):
                continue
        if low in _COMPOUNDS and all(x.code in "xaAC" for x in items[i + 1 : at]) and not heads(items, i):
            continue
        if low in _NOUNS and any(x.low in _FOLLOWED_UP for x in items[max(0, i - 5) : i]):
            return None  # "reviewed how the ratification of the treaty was coming along"
        if low in DEEDS and fits(items, i) and not is_adjective(items, i, at) and not is_plain_noun(items, i):
            action = DEEDS[low]
            if action != "propose" and (is_of_another(items, i, at) or any(x.code == "b" for x in items[i + 1 : at])):
                return None  # "launched a platform for the declaration", "the treaty signed then is the first document"
            if any(x.low in _NO for x in items[i + 1 : at]):
                return None  # "issued no joint statement"
            if action == "propose" and any(x.low in _STANDING for x in items[max(i + 1, at - 4) : at]):
                return None  # "their interest in trade under the existing agreement"
            inner = [x for x in items[i + 1 : at] if not (x.low.endswith(_ADVERB) or x.low in words("adverbs"))]
            if any(x.low in _TO and y.low in _OTHER for x, y in pairwise(inner)):
                return None  # "agreed to implement the accord"
            if action == "propose" and any(x.code in "bhO" or x.low in _THAT for x in items[i + 1 : at]):
                continue
            if carried and low in _COMPLETING:
                action = "announce"
            return Deed(action, i, i, is_passive(items, i))
    return None


def _welcomed(items: list[Item], noun: int) -> int | None:
    """The verb by which both sides welcome that it was signed ("they welcomed the signing of a plan")."""
    led = noun > 2 and items[noun - 1].code == "t" and noun + 1 < len(items) and items[noun + 1].code == "o"
    verb = noun - 2
    both = led and items[verb].low in words("welcoming") and items[verb - 1].code in "OG"
    return verb if both else None


def _begins_another(items: list[Item], i: int, at: int) -> bool:
    """Whether a participle behind a comma has the document as its object."""
    acts = i + 1 < at and items[i].low.endswith(_GERUND) and items[i].low not in DEEDS and clause.is_verb_like(items[i])
    return acts and items[i + 1].code in "tH"
