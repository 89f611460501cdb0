"""Documents listed behind the sentence that tells of their signing: "These included …", or bullets below a colon."""

from __future__ import annotations

from itertools import pairwise

from dipkb.extract import clause
from dipkb.extract.agreements.words import NUMBERS, words
from dipkb.extract.candidate import Candidate
from dipkb.extract.document import Item
from dipkb.extract.reading import Reading
from dipkb.extract.wordlists import each, endings, forms, text_of

_AND = text_of("agreements", "list_and")
_A, _WELL, _ALONG = forms("a"), forms("as"), forms("together", "along")
_ANOTHER, _ON, _SO, _WITH = each("another", "on", "so", "with")
_ANOTHER_ONE_THIRD = forms("another", "one", "third")
_GERUND = endings("gerund")
_DEALING = words("dealing")
_ON_FOR_IN = forms("on", "for", "in")
_ONE = forms("one")
_THESE_THEY = forms("these", "they")

_LISTING, _LISTED = words("enumerating"), words("enumerated")
_NAMING = words("naming")
_COVERING = words("covering")
_FEW, _OPENING = 6, 8  # sentences in which those told of together are counted off; items in which each is named
_NEAR_BE = 7  # items behind "are" in which a list begins
_BULLETS = frozenset({"-", "–", "—", "•", "*", "·"})


def is_listed(reading: Reading, whole: Candidate) -> bool:
    """Whether the document at the trigger is one of those that ``whole`` told of together."""
    ours, theirs = reading.line.sentence, whole.line.sentence
    if ours.index == theirs.index:
        return _is_behind_colon(reading, whole) or _is_likewise(reading) or _is_joined(reading, whole)
    if bool(whole.extra["several"]) and ours.index - theirs.index <= 2 * _FEW and _is_counted_off(reading):
        return True
    return (ours.index - theirs.index <= _near(reading) and _is_enumerated(reading)) or _is_bullet(reading, whole)


def _is_counted_off(reading: Reading) -> bool:
    """ "One of these involved an agreement between …", "A third memorandum concerns …", "In a second accord …"."""
    items, at = reading.items, reading.at
    if at > _OPENING:
        return False
    one_of = len(items) > 2 and items[0].low in _ONE and items[1].code == "o" and items[2].low in _LISTED
    return one_of or any(x.low in words("ordinals") for x in items[:at])


def _is_behind_colon(reading: Reading, whole: Candidate) -> bool:
    """ "Three documents were signed: a memorandum on …, a treaty on …"."""
    return any(x.text == ":" for x in reading.items[whole.at : reading.at])


def _is_joined(reading: Reading, whole: Candidate) -> bool:
    """ "Signed a treaty on …, a memorandum on …, as well as an accord": the noun is a further object of the one verb."""
    items, first = reading.items, reading.at
    if any(x.code in 'bhmw";:' for x in items[whole.at : reading.at]):
        return False
    while first > whole.at and items[first - 1].code in "xaALCEUno" and not _acts(items[first - 1]):
        first -= 1
    opens = first - 1 > whole.at and items[first - 1].code == "t" and items[first - 1].low in _A
    joint = items[first - 2] if opens else None
    return joint is not None and (
        joint.code in ",&" or joint.low in _WELL or (joint.low in _WITH and items[first - 3].low in _ALONG)
    )


def _acts(item: Item) -> bool:
    return clause.is_verb_like(item) and not item.low.endswith(_GERUND)


def _is_likewise(reading: Reading) -> bool:
    """ "An accord was signed, and so was a contract"."""
    near = reading.items[max(0, reading.at - 5) : reading.at]
    return any(x.low in _SO and y.code == "b" for x, y in pairwise(near))


def parts(reading: Reading) -> list[str]:
    """What each of so many documents is on ("two agreements, on trade and on visas", "the five memoranda deal with …")."""
    items = reading.items
    count = next((n for x in items[max(0, reading.at - 4) : reading.at] if (n := _number(x.low))), 0)
    listed = _topics(reading) if count else []
    return listed if len(listed) == count > 1 else []


def _number(low: str) -> int:
    return int(low) if low.isdigit() else NUMBERS.get(low, 0)


def _topics(reading: Reading) -> list[str]:
    """The members of the list behind "on" or "deal with", as worded."""
    items = reading.items
    first = next((i for i in range(reading.at + 1, min(len(items), reading.at + 7)) if _leads(items, i)), None)
    if first is None:
        return []
    found, start, i = list[str](), first + 1, first + 1
    while i <= len(items):
        stop = i == len(items) or items[i].code in '.,&;w"bhm' or clause.is_verb_like(items[i])
        if stop and i > start:
            found.append(reading.line.words(items[start], items[i - 1]))
        if i == len(items) or (items[i].code not in ",&" and stop):
            break
        if stop:
            on = i + 1 < len(items) and items[i + 1].low in _ON
            if i + 1 < len(items) and items[i].code == "," and items[i + 1].code == "&" and not _resumes(items, i + 2):
                break
            start = i + 1 + on
        i += 1
    return [x for x in found if x]


def _resumes(items: list[Item], i: int) -> bool:
    """Whether the list goes on behind ", and": with "on" or a bare noun, not with a number or an article."""
    return i < len(items) and items[i].code not in "tE" and not _number(items[i].low)


def _leads(items: list[Item], i: int) -> bool:
    """Whether a list of topics begins behind: "on" right behind the noun, or "deal with", "cover"."""
    return items[i].low in _ON or items[i].low in _COVERING or (items[i].low in _WITH and items[i - 1].low in _DEALING)


def _near(reading: Reading) -> int:
    """How many sentences back the signing can be told: "these" stands right behind it, "the two documents" need not."""
    return 2 if reading.items[0].low in _THESE_THEY else 6


def _is_enumerated(reading: Reading) -> bool:
    """ "These included a programme for …, a memorandum on …": the noun opens one member of the list."""
    items, at = reading.items, reading.at
    verb = next((i for i, x in enumerate(items[:8]) if x.low in _LISTING or x.low in _NAMING), None)
    named = verb is not None and items[verb].low in _NAMING
    if verb is not None and items[verb].code == "b" and at - verb > _NEAR_BE:
        return False  # "ten agreements are in the making, and two are ready"
    if verb is None or at < verb or not (named or any(x.low in _LISTED for x in items[:verb])):
        return False
    first = at
    while first > verb + 1 and (items[first - 1].code in "xaALCEUno" or items[first - 1].text.isdigit()):
        first -= 1
    return first - 1 == verb or items[first - 1].code in "t,&"


def _is_bullet(reading: Reading, whole: Candidate) -> bool:
    """A bullet below a colon, its document named in its first words."""
    if whole.line.items[-1].text != ":" or reading.at > 6:
        return False
    between = [x for x in reading.document.lines if whole.line.sentence.index < x.sentence.index <= reading.line.sentence.index]
    return all(x.items and x.items[0].text in _BULLETS for x in between)


def others(reading: Reading) -> list[str]:
    """What further documents of the kind are on ("an agreement on trade and another on visas")."""
    items, found = reading.items, list[str]()
    for i in range(reading.at + 1, len(items) - 2):
        if items[i].low in _ANOTHER_ONE_THIRD and items[i + 1].low in _ON_FOR_IN:
            end = next((j for j in range(i + 2, len(items)) if items[j].code in ".,;" or items[j].low in _ANOTHER), len(items))
            found.append(f"{reading.trigger.text} {reading.line.words(items[i + 1], items[end - 1])}".removesuffix(_AND))
    return found
