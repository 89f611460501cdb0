"""What holds a deed back: a plan, a hope or a denial before its verb, unless it only says what was done."""

from __future__ import annotations

from dipkb.extract import clause
from dipkb.extract.agreements.deed import Deed
from dipkb.extract.agreements.words import DEEDS, words
from dipkb.extract.document import Item
from dipkb.extract.wordlists import endings, forms

_SINCE = forms("since")
_TO = forms("to")
_ADVERB = endings("adverb")
_AIMED = forms("to", "on", "for", "over", "about", "toward", "aimed")
_AGREE = words("agreeing")
_DECIDING = words("deciding")
_IF_EVER = forms("if", "unless", "should")
_INFLECTED = endings("past", "plural", "gerund")
_WAS_WERE = forms("was", "were")
_PLANNED, _UNDONE, _DECIDED = words("planned"), words("undone"), words("decided")
_RESOLVES, _SCHEDULED = words("resolves"), words("scheduled")
_AIMS = words("aims")
_WATCHING = words("watching")
_NOUNS = words("deed_nouns")
_VOTED = words("voted")
_CEREMONIAL = words("ceremonial")
_GATHERING, _GATHERED = words("gathering"), 8
_ALMOST = words("almost")
_DECISIONS = words("decisions")
_REACH = 14
_STANCE_REACH = 9


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


def _is_resolved(items: list[Item], i: int) -> bool:
    """Whether a word before a withdrawal says that it will come ("said it would", "plans to"), not only that it may."""
    if items[i].low in _RESOLVES:
        return not any(x.low in _IF_EVER for x in items)
    return items[i].low in _TO and items[i - 1].low in _RESOLVES
