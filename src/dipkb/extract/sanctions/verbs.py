"""Verbs that restrict by themselves: "sanctioned", "blacklisted", "barred X from entering", "is targeting"."""

from __future__ import annotations

from itertools import pairwise

from dipkb.extract import clause
from dipkb.extract.authorities import is_authority
from dipkb.extract.document import Item
from dipkb.extract.reading import Reading
from dipkb.extract.sanctions.stances import Act, held_back
from dipkb.extract.sanctions.words import ACTS, FOLLOWERS, words
from dipkb.extract.wordlists import each, endings, forms, listed, text_of

_BY_OR_HELD, _SANCTION_STEM, _IS_ARE = (
    forms("by", "under") | words("include"),
    text_of("sanctions", "of_sanctions"),
    forms("is", "are"),
)
_FROZEN, _ON, _PURSUANT, _SANCTION, _TARGETING = each("frozen", "on", "pursuant", "sanction", "targeting")
_THAT, _TO = each("that", "to")
_ADVERB = endings("adverb")
_GERUND = endings("gerund")
_PACKAGES = listed("claims", "packages")
_PAST_FROZEN = endings("past", "frozen")

_A = forms("a")
_ADVERBS = words("adverbs")


def act_of_verb(reading: Reading) -> Act | None:
    """A verb that restricts by itself ("blacklisted", "barred X from entering"); as an adjective it tells nothing."""
    items, at = reading.items, reading.at
    passive = reading.passive or _is_participle(reading)
    if reading.frame.get("tells") == "flow" and not passive:
        return None
    if not (passive or _is_finite(reading, at)) or is_empowered(items, at) or _is_total(items, at):
        return None
    reading.passive = passive
    if reading.frame.get("zone") == "title" and not is_headline_verb(items, at):
        return None
    if reading.needs("announcing") and not _announces(reading):
        return None
    if _is_one_visa(items, at):
        return None
    made = Act(reading.frame.get("set", {}).get("action", "impose"), "occurred", at, at, reading.passive)
    return held_back(reading, made)


def _is_one_visa(items: list[Item], at: int) -> bool:
    """Whether somebody only did not get a visa ("was refused a diplomatic visa")."""
    near = items[at + 1 : at + 5]
    return bool(near) and near[0].low in _A and any(x.low in words("visa") for x in near)


def _is_participle(reading: Reading) -> bool:
    """A participle that nothing follows as its object ("oligarchs now sanctioned include …", "had their assets frozen")."""
    items, at = reading.items, reading.at
    low, behind = items[at].low, items[at + 1] if at + 1 < len(items) else None
    if not low.endswith(_PAST_FROZEN) or not at or (behind is not None and behind.low in _TO):
        return False
    if low in _FROZEN:
        return items[at - 1].low in reading.frame.get("near", ())
    return behind is not None and (behind.low in _BY_OR_HELD or behind.low in _PURSUANT)


def is_empowered(items: list[Item], at: int) -> bool:
    """Whether somebody is only given the power to do it ("new powers to designate")."""
    near = items[max(0, at - 12) : at]
    return bool(near) and any(x.low in words("powers") for x in near) and any(x.low in _TO for x in near)


def _is_total(items: list[Item], at: int) -> bool:
    """Whether it sums up ("will have designated over 1,000 people since …")."""
    return any(x.code == "m" and y.code == "h" for x, y in pairwise(items[max(0, at - 4) : at]))


def _announces(reading: Reading) -> bool:
    """Whether "targets" restricts: in a text on sanctions, said of what is announced or of an authority at it."""
    items, at = reading.items, reading.at
    if _SANCTION_STEM not in reading.document.article.text.casefold():
        return False
    left = [i.low for i in items[max(0, at - 8) : at]]
    if items[at].low in _TARGETING:
        return not _IS_ARE.isdisjoint(left[-3:]) and bool(clause.subject(items, at))
    return any(w in words("announcing_nouns") or w in _PACKAGES for w in left[-5:])


def is_headline_verb(items: list[Item], at: int) -> bool:
    """ "US sanctions Iranian firms": behind its subject, before its object; not "US sanctions on Iran"."""
    before, behind = items[at - 1] if at else None, items[at + 1] if at + 1 < len(items) else None
    if before is None or behind is None or not (clause.is_agent(before) or is_authority(before)):
        return False
    return (
        behind.low not in FOLLOWERS
        and behind.code in "xaACNPRGLnt"
        and behind.low not in ACTS
        and not clause.is_verb_like(behind)
    )


def _is_of_day(items: list[Item], i: int) -> bool:
    """Whether "on" belongs to the day before the verb ("Canada on Friday barred …")."""
    return items[i].low in _ON and i > 0 and items[i + 1].code == "D"


def _is_finite(reading: Reading, at: int) -> bool:
    items, i = reading.items, at - 1
    if at + 1 < len(items) and items[at + 1].code == "b" and items[at].low.endswith(_PAST_FROZEN):
        return False  # "the people sanctioned are"
    while i >= 0 and (
        items[i].low in _ADVERBS or items[i].low.endswith(_ADVERB) or items[i].code in "D!" or _is_of_day(items, i)
    ):
        i -= 1
    if items[at].low in _SANCTION:
        return i >= 0 and (items[i].low in _TO or items[i].code == "m")
    if i < 0 or items[i].low in _TO or items[i].code in "bhmdw":
        return i >= 0 or reading.line.sentence.zone == "title"
    if items[at].low.endswith(_GERUND):
        return items[i].code in ',;"' or items[i].low in words("before_gerunds")
    return items[i].code not in 'AHtpo,;"' or items[i].low in _THAT
