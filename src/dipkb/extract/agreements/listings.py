"""Documents listed behind the sentence that tells of their signing: "These included …", or bullets below a colon."""

from __future__ import annotations

from dipkb.extract.agreements.words import words
from dipkb.extract.candidate import Candidate
from dipkb.extract.reading import Reading

_LISTING, _LISTED = words("enumerating"), words("enumerated")
_BULLETS = frozenset({"-", "–", "—", "•", "*", "·"})


def is_listed(reading: Reading, whole: Candidate) -> bool:
    """Whether the document at the trigger is one of those that ``whole`` told of together."""
    ours, theirs = reading.line.sentence, whole.line.sentence
    if ours.index == theirs.index:
        return False
    return (ours.index - theirs.index <= _near(reading) and _is_enumerated(reading)) or _is_bullet(reading, whole)


def _near(reading: Reading) -> int:
    """How many sentences back the signing can be told: "these" stands right behind it, "the two documents" need not."""
    return 2 if reading.items[0].low in ("these", "they") else 6


def _is_enumerated(reading: Reading) -> bool:
    """ "These included a programme for …, a memorandum on …": the noun opens one member of the list."""
    items, at = reading.items, reading.at
    verb = next((i for i, x in enumerate(items[:8]) if x.low in _LISTING), None)
    if verb is None or at < verb or not any(x.low in _LISTED for x in items[:verb]):
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
        if items[i].low in ("another", "one", "third") and items[i + 1].low in ("on", "for", "in"):
            end = next((j for j in range(i + 2, len(items)) if items[j].code in ".,;" or items[j].low == "another"), len(items))
            found.append(f"{reading.trigger.text} {reading.line.words(items[i + 1], items[end - 1])}".removesuffix(" and"))
    return found
