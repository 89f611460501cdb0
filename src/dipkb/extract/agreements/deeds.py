"""What is done with a document: signed, announced, ratified, left, or only wished for; a document only mentioned is none."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from dipkb.extract import clause
from dipkb.extract.agreements.words import BESIDE, DEEDS, DOUBLE_DEEDS, words
from dipkb.extract.authorities import ADMINISTRATIONS
from dipkb.extract.document import Item
from dipkb.extract.reading import Reading
from dipkb.extract.wordlists import each, endings, forms, phrases, stems, texts

_NO = forms("no")
_ON_ABOUT, _ANYTHING = forms("on", "about"), forms("that", "this", "it", "everything", "all")
_OF_UNDERSTANDING = phrases("agreements", "kinds_of_document")
_BETWEEN, _SINCE = forms("between"), forms("since")
_AS, _BY, _CALLED, _RATIFYING, _SIGNING = each("as", "by", "called", "ratifying", "signing")
_THAT, _THE, _TO, _UNDERSTANDING = each("that", "the", "to", "understanding")
_ADVERB = endings("adverb")
_AIMED = forms("to", "on", "for", "over", "about", "toward", "aimed")
_AGREE = words("agreeing")
_ALREADY_STILL = forms("already", "still")
_ANNOUNCE = stems("announce")
_BARE_DEEDS = words("bare_deeds")
_DECIDING = words("deciding")
_EARLIER = forms("earlier", "previously", "before")
_FINITE_OR_GERUND = endings("past", "struck", "gerund")
_GERUND = endings("gerund")
_IF_EVER = forms("if", "unless", "should")
_IMPLEMENTING = stems("implement", "carry_out")
_INFLECTED = endings("past", "plural", "gerund")
_IN_BY_UNDER = forms("in", "by", "under")
_IS_ARE = forms("is", "are")
_IS_OR_HAS = forms("have", "has", "is", "are")
_MAKE_CUT = stems("make", "cut")
_ONCE_UNTIL = forms("once", "until")
_PAST = endings("past")
_PAST_STRUCK = endings("past", "struck")
_STILL_PLANNED = words("still_planned")
_VERB_ENDINGS = endings("past", "struck", "gerund", "torn")
_WAS_WERE = forms("was", "were")

_PLANNED, _UNDONE, _DECIDED = words("planned"), words("undone"), words("decided")
_RESOLVES, _SCHEDULED = words("resolves"), words("scheduled")
_AIMS, _FOLLOWED_UP = words("aims"), words("followed_up")
_WATCHING = words("watching")
_STARTS = {(one, two): deed for deed in DOUBLE_DEEDS for one, two in map(str.split, DOUBLE_DEEDS[deed])}
_NOUNS = words("deed_nouns")
_COMPOUNDS = words("compounds")
_CARRIERS, _COMPLETING = words("carriers"), words("completing")
_SKIPPED = forms("as", "so", "ahead", "here", "there", "once", "now")
_DOUBLE, _STANDING = words("double"), words("standing")
_GOVERNORS = words("governors") | words("carriers") | frozenset(DEEDS)
_DESCRIBED = words("described_by")
_VOTED = words("voted")
_DONE = frozenset({"withdraw", "sign", "announce", "ratify"})
_SIGNING_NOUNS, _ADOPT = words("signing_nouns"), stems("adopt", "conclude", "launch")
_CEREMONIAL = words("ceremonial")
_GATHERING, _GATHERED = words("gathering"), 8
_UNDER = forms("under", "per", "within", "despite")
_PASSING, _PARLIAMENTS = words("passing"), words("parliaments")
_OTHER = words("other_deeds")
_NEGOTIATING = texts("agreements", "negotiating_stems")
TALKS = words("talks")
_BROKERING = words("brokering")  # what others do, behind what the parties did
_MAKING = texts("agreements", "in_the_making")
_ALMOST = words("almost")
_DECISIONS = words("decisions")
_INSTRUMENTS = words("instruments")
_REACH = 14
_NEAR = 4  # items behind the document; a verb farther off is rather that of something else than one before the document
_STANCE_REACH = 9


@dataclass(slots=True)
class Deed:
    """``verb`` governs the document, the subject of ``doer`` acts; ``wished`` where the verb itself only wishes for it.

    ``ahead`` of a withdrawal that is announced and still to come, ``scheduled`` of a signing that is ("is to be signed").
    """

    action: str
    verb: int
    doer: int
    passive: bool = False
    wished: bool = False
    reduced: bool = False
    ahead: bool = False
    scheduled: bool = False


def deed_of(reading: Reading) -> Deed | None:
    """The deed told of the document at the trigger; ``None`` where it is only mentioned or comes to nothing."""
    items, at = reading.items, reading.at
    behind = _behind(items, at)
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
            if DEEDS.get(low) != "propose" or (i and DEEDS.get(_verb_before(items, i)) is not None):
                continue
        if low in _COMPOUNDS and all(x.code in "xaAC" for x in items[i + 1 : at]) and not _heads(items, i):
            continue
        if low in _NOUNS and any(x.low in _FOLLOWED_UP for x in items[max(0, i - 5) : i]):
            return None  # "reviewed how the ratification of the treaty was coming along"
        if low in DEEDS and _fits(items, i) and not _is_adjective(items, i, at) and not _is_plain_noun(items, i):
            action = DEEDS[low]
            if action != "propose" and (_is_of_another(items, i, at) or any(x.code == "b" for x in items[i + 1 : at])):
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
            return Deed(action, i, i, _is_passive(items, i))
    return None


def is_told_of(items: list[Item], verb: int, at: int) -> bool:
    """Whether a word that tells a deed does so here, and of the document."""
    if verb < at and DEEDS[items[verb].low] != "propose" and _is_of_another(items, verb, at):
        return False
    return _fits(items, verb) and not _is_adjective(items, verb, at) and not _is_plain_noun(items, verb)


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


def _is_plain_noun(items: list[Item], i: int) -> bool:
    """Whether a word that can be a verb is a noun here ("the issues of the treaty", "air strikes")."""
    before = items[i - 1] if i else None
    acts = before is None or before.code in "m&,)O" or before.low in _TO or clause.is_agent(before) or before.code in "Nn"
    if items[i].low in words("exits") and before is not None and before.code == "A":
        return False  # "the X exit from the pact"
    return items[i].low in _DOUBLE and not acts and not (before is not None and before.low.endswith(_ADVERB))


def _is_of_another(items: list[Item], verb: int, at: int) -> bool:
    """Whether a preposition makes the document part of what something else is about ("issued a report on the treaty")."""
    first = at - 1
    while first > verb and (items[first].code in "taACELNGsHUnIZ" or _is_modifier(items[first])):
        first -= 1
    governor = items[first - 1] if first > verb + 1 and items[first].code in "po" else None
    return (
        governor is not None
        and governor.code == "x"
        and governor.text[0].islower()
        and governor.low not in _GOVERNORS
        and not governor.low.endswith(_ADVERB)
    )


def _is_modifier(item: Item) -> bool:
    return item.code == "x" and (not clause.is_verb_like(item) or item.low.endswith(_GERUND))


def _heads(items: list[Item], i: int) -> bool:
    """Whether it is the verb of a headline ("X and Y seal power deal"), and no noun before the document ("the exit deal")."""
    return items[i].low in _BARE_DEEDS and i > 0 and clause.is_agent(items[i - 1])


def _verb_before(items: list[Item], i: int) -> str:
    """The word before a noun, over articles and adjectives."""
    j = i - 1
    while j > 0 and (items[j].code in "tHUaAC" or items[j].low in _CARRIERS or items[j].text.isdigit()):
        j -= 1
    return items[j].low


def _fits(items: list[Item], i: int) -> bool:
    """Whether a word that tells a deed only with another beside it has that one."""
    wanted = BESIDE.get(items[i].low)
    if items[i].low in _CALLED and any(x.low in _IN_BY_UNDER for x in items[i + 2 : i + 3]):
        return False  # "the relief called for in the deal"
    reach = 2 if items[i].low.startswith(_MAKE_CUT) else 4
    return wanted is None or any(x.low in wanted for x in items[i + 1 : i + reach])


def _is_adjective(items: list[Item], i: int, at: int) -> bool:
    """Whether a participle belongs to the document ("the signed agreement", "a proposed deal")."""
    low = items[i].low
    if not low.endswith(_PAST) or low in _STILL_PLANNED:
        return False
    before = i - 1
    while before > 0 and items[before].low.endswith(_ADVERB):
        before -= 1
    return all(x.code in "xaACNG" for x in items[i + 1 : at]) and before >= 0 and items[before].code in "tHs"


def _behind(items: list[Item], at: int) -> Deed | None:
    """A passive or participle behind the noun: "was signed", "reached in May", "is expected to be signed", "takes effect"."""
    first = at + 3 if tuple(x.low for x in items[at + 1 : at + 3]) in _OF_UNDERSTANDING else at + 1
    for i in range(first, min(len(items), at + _REACH + 3)):
        item, low = items[i], items[i].low
        if item.code in '".' or low in (";", ":") or (item.code == "k" and low not in _AS):
            return None
        if item.code in "bhm":
            return _predicate(items, i)
        if (item.code == "w" or low in _THAT) and i == at + 1 and (main := _behind_relative(items, i)) is not None:
            return Deed(DEEDS[items[main].low], main, main, passive=True)
        if low in _UNDERSTANDING:
            continue  # "a memorandum of understanding was signed"
        if i + 1 < len(items) and (action := _STARTS.get((low, items[i + 1].low))):
            return Deed(action, i, i, passive=True)
        if low in DEEDS and low.endswith(_FINITE_OR_GERUND) and DEEDS[low] in ("sign", "announce", "ratify"):
            near = items[i - 1]
            if low.endswith(_GERUND) or (near.code not in "xCNPLRGD,)n" and i > at + 1):
                return None
            if near.code in "PRGO" or (near.code in "CNL" and i > at + 1 and items[i - 2].code not in "p&t"):
                return None if _is_aside(items, at, i) else Deed(DEEDS[low], i, i)
            if low.startswith(_ANNOUNCE) and _is_aside(items, at, i):
                return None
            return None if _is_recalled(items, at, i) else Deed(DEEDS[low], i, i, passive=True, reduced=True)
        if (
            item.code == "w"
            or (clause.is_verb_like(item) and not low.endswith(_GERUND))
            or (item.code == "&" and (i == at + 1 or i + 1 == len(items) or clause.is_verb_like(items[i + 1])))
        ):
            return None
    return None


def _behind_relative(items: list[Item], relative: int) -> int | None:
    """What is done with a document, behind a clause that tells more of it ("the deal that lets ships pass has been extended")."""
    verbs = 0
    for i in range(relative + 1, min(len(items) - 2, relative + 2 * _REACH)):
        if items[i].code in '".;k' or (items[i].code == "," and verbs == 0):
            return None
        been = items[i].code == "h" and items[i + 1].code == "b"
        done = i + 1 + been
        plain = items[i].code in "bh" and DEEDS.get(items[done].low) in ("sign", "announce", "ratify")
        if verbs and plain and items[done].low.endswith(_PAST):
            return done
        verbs += items[i].code in "bhm" or clause.is_verb_like(items[i]) or (i == relative + 1 and items[i].code == "x")
    return None


def _is_recalled(items: list[Item], at: int, verb: int) -> bool:
    """Whether what was agreed before is only spoken of ("took stock of how agreements reached earlier are carried out")."""
    earlier = any(x.low in _EARLIER for x in items[verb + 1 : verb + 3])
    followed = [x.low for x in items[max(0, at - 5) : at] if x.low in _FOLLOWED_UP]
    bound = any(low.startswith(_IMPLEMENTING) for low in followed)  # "to implement the accord signed by X and Y"
    told = any(x.code == "D" or ((x.low in _BY or x.low in _BETWEEN) and not bound) for x in items[verb + 1 : verb + 6])
    return earlier or (not told and bool(followed))


def _is_aside(items: list[Item], at: int, verb: int) -> bool:
    """Whether a comma parts the verb and its subject from the document ("signed a pact in Oslo, the ministry announced")."""
    return any(x.code == "," for x in items[at + 1 : verb - 1])


def _predicate(items: list[Item], i: int) -> Deed | None:
    """The verb behind a form of "be", "have" or a modal."""
    passive = False
    if (making := _in_the_making(items, i)) is not None:
        return Deed("propose", making, making, passive=True)
    habit = items[i].low in _IS_ARE and i + 1 < len(items) and items[i + 1].low in DEEDS
    for j in range(i, i if habit else min(len(items), i + 7)):
        item, low = items[j], items[j].low
        if low in DEEDS and passive and low.endswith(_VERB_ENDINGS) and DEEDS[low] != "propose":
            return Deed(DEEDS[low], j, j, passive=True)
        passive = passive or item.code == "b"
        if item.code not in "bhm!x" and low not in _TO:
            return None
    return None


def _in_the_making(items: list[Item], i: int) -> int | None:
    """Where a predicate says that a document is not done yet ("is nearing completion", "was in the works")."""
    behind = [x for x in items[i : i + 6] if x.code not in "bhm" and not x.low.endswith(_ADVERB) and x.low not in _ALREADY_STILL]
    said = " ".join(x.low for x in behind[:3])
    return next((n for n in range(i, i + 6) if items[n] is behind[0]), None) if said.startswith(_MAKING) else None


def held_back(items: list[Item], deed: Deed, first: int) -> Deed | None:
    """The deed, as a wish where a plan or hope stands before it, and nothing where it is denied."""
    told, certain = deed.action, True
    if told != "propose" and items[deed.verb - 1].low in _ALMOST and deed.verb > first:
        deed.action = "propose"
        return deed  # "have nearly completed a pact"
    if (watching := _watched_from(items, deed.verb)) is not None:
        planned = any(x.low in _PLANNED for x in items[max(0, watching - 3) : watching])
        deed.action, deed.scheduled = ("propose", True) if planned else (deed.action, False)
        return deed
    strung = items[deed.verb].low in words("plain_forms") and items[deed.verb - 1].code in "&,"
    for i in range(deed.verb - 1, max(first - 1, deed.verb - (2 * _REACH if strung else _STANCE_REACH)), -1):
        item, low = items[i], items[i].low
        if item.code == '"' or low in (";", ":") or item.code == "w" or (item.code == "k" and low not in _UNDONE):
            break
        if low in _SINCE and deed.action == "withdraw":
            break  # "tensions have risen since the US left the deal"
        if low in _UNDONE:
            return None if told != "propose" else deed
        if low in _TO and (_is_done(items, i, deed.verb) or _is_agreed_to(items, i)):
            continue
        if (
            low in _TO
            and items[deed.verb].low not in _NOUNS
            and any(x.code != "b" and not x.low.endswith(_ADVERB) for x in items[i + 1 : deed.verb])
        ):
            continue
        if low in _AIMS and not _aims(items, i):
            continue
        if low in _PLANNED and told != "propose":
            if deed.action == "withdraw":
                if not _is_resolved(items, i):
                    return None
                deed.ahead = True
                continue
            certain = certain and low in _SCHEDULED and not (low in _TO and i > 0 and items[i - 1].low in _WAS_WERE)
            deed.doer = i if low not in _TO and deed.action != "propose" else deed.doer
            deed.action, deed.scheduled = "propose", certain and told in ("sign", "announce", "ratify")
        elif strung and item.code in "&,":
            continue  # "will attend a dinner, hold talks and sign deals"
        elif item.code == "&" or (item.code == "," and (i < deed.verb - 2 or items[i + 1].code == "G")):
            break
    return deed


def _is_agreed_to(items: list[Item], to: int) -> bool:
    """Whether "to" leads to what was agreed ("agreed to an extension of the deal")."""
    return to > 0 and items[to - 1].low in _AGREE and items[to + 1].code in "tH"


def _is_done(items: list[Item], to: int, verb: int) -> bool:
    """Whether an infinitive only says what was done: behind a decision, or a verb of coming together ("met in Rome to sign")."""
    if _whose_decision(items, to):
        return True
    if any(x.low in _VOTED for x in items[max(0, to - _GATHERED) : to]) and not any(
        clause.is_agent(x) or x.code in ",.;w" for x in items[max(0, to - 3) : to]
    ):
        return True  # "voted 60 to 39 to approve"
    if items[to - 1].low in _DECIDED and not (DEEDS[items[verb].low] == "sign" and items[to - 1].low in _DECIDING):
        return True
    if items[verb].low not in _CEREMONIAL:
        return False  # "met in Rome to reach a deal": what they wished for
    for item in reversed(items[max(0, to - _GATHERED) : to]):
        if item.low in _GATHERING or (item.low in _WAS_WERE and items[to - 1].code in "LN"):
            return True
        if item.code not in "xptDLCGn" or clause.is_verb_like(item):
            return False
    return False


def _whose_decision(items: list[Item], to: int) -> bool:
    """Whether a decision stands before whose it is ("the decision of the parliament of X to ratify")."""
    for i in range(to - 1, max(0, to - _GATHERED), -1):
        if items[i].low in _DECISIONS:
            return items[i + 1].code == "o"
        if items[i].code not in "xtoaACNLnI" or clause.is_verb_like(items[i]):
            return False
    return False


def _aims(items: list[Item], i: int) -> bool:
    """Whether talks or efforts are for what follows ("talks to sign") and did not go before it ("after talks the two signed")."""
    return any(x.low in _AIMED for x in items[i + 1 : i + 4])


def _watched_from(items: list[Item], verb: int) -> int | None:
    """The verb that has the signing as its object ("will watch X and Y sign a pact")."""
    if items[verb].low.endswith(_INFLECTED):
        return None
    return next((i for i in range(verb - 1, max(-1, verb - _REACH), -1) if items[i].low in _WATCHING), None)


def _is_passive(items: list[Item], at: int) -> bool:
    i = at - 1
    while i >= 0 and (items[i].low.endswith(_ADVERB) or items[i].code == "!"):
        i -= 1
    return i >= 0 and items[i].code == "b" and items[at].low.endswith(_PAST_STRUCK)


def _is_resolved(items: list[Item], i: int) -> bool:
    """Whether a word before a withdrawal says that it will come ("said it would", "plans to"), not only that it may."""
    if items[i].low in _RESOLVES:
        return not any(x.low in _IF_EVER for x in items)
    return items[i].low in _TO and items[i - 1].low in _RESOLVES
