"""What is done with a document behind its noun: "was signed", "reached in May", "is expected to be signed", "takes effect"."""

from __future__ import annotations

from dipkb.extract import clause
from dipkb.extract.agreements.deed import Deed
from dipkb.extract.agreements.words import DEEDS, DOUBLE_DEEDS, words
from dipkb.extract.document import Item
from dipkb.extract.wordlists import each, endings, forms, phrases, stems, texts

_OF_UNDERSTANDING = phrases("agreements", "kinds_of_document")
_BETWEEN = forms("between")
_AS, _BY = each("as", "by")
_THAT, _TO, _UNDERSTANDING = each("that", "to", "understanding")
_ADVERB = endings("adverb")
_ALREADY_STILL = forms("already", "still")
_ANNOUNCE = stems("announce")
_EARLIER = forms("earlier", "previously", "before")
_FINITE_OR_GERUND = endings("past", "struck", "gerund")
_GERUND = endings("gerund")
_IMPLEMENTING = stems("implement", "carry_out")
_IS_ARE = forms("is", "are")
_PAST = endings("past")
_VERB_ENDINGS = endings("past", "struck", "gerund", "torn")
_FOLLOWED_UP = words("followed_up")
_STARTS = {(one, two): deed for deed in DOUBLE_DEEDS for one, two in map(str.split, DOUBLE_DEEDS[deed])}
_MAKING = texts("agreements", "in_the_making")
_REACH = 14


def behind_noun(items: list[Item], at: int) -> Deed | None:
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
