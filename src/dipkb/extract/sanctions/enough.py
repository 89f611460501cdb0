"""Whether enough is said for a record, and whether the words only sum up or keep what is in force."""

from __future__ import annotations

from dipkb.extract.document import Entity
from dipkb.extract.reading import Reading
from dipkb.extract.sanctions.acts import Act
from dipkb.extract.sanctions.bynames import is_counted, is_counted_at
from dipkb.extract.sanctions.words import TOTALS, words
from dipkb.extract.wordlists import endings, forms, texts

_LASTING, _NOW = forms("still", "continue"), forms("now")
_MOST = forms("most")
_SUPERLATIVE = endings("superlative")
_FORCES = texts("sanctions", "forces_of_states")
_SINCE = forms("since")


def sums_up(reading: Reading) -> bool:
    """Whether the words say how far it has come ("has so far frozen the assets of 35 people"), and not what was done now."""
    text = f" {reading.line.words(reading.items[0], reading.items[-1]).casefold()} "
    at = next((at for phrase in TOTALS for mark in (" ", ",") if (at := text.find(f" {phrase}{mark}")) >= 0), None)
    return at is not None and not _compares(text[:at])


def has_grown(reading: Reading, act: Act, targets: list[Entity]) -> bool:
    """Whether so many are hit since something began ("has sanctioned more than 1,500 people since the war began")."""
    items, verb = reading.items, act.verb
    perfect = verb is not None and any(x.code == "h" for x in items[max(0, verb - 3) : verb])
    return perfect and any(x.low in _SINCE for x in items) and any(is_counted(e) for e in targets)


def _compares(before: str) -> bool:
    """Whether a phrase such as "to date" only measures what is done now: "its largest round of sanctions to date"."""
    return any(word in _MOST or (word.endswith(_SUPERLATIVE) and len(word) > 5) for word in before.split()[-6:])


def counts(reading: Reading, act: Act, senders: list[Entity], targets: list[Entity]) -> bool:
    """Whether enough is said for a record: both sides of an act, or a body text's word on what is in force."""
    if reading.needs("state") and not any(t.country or t.name in words("blocs") for t in targets):
        return False
    holds = act.action == "in-force" and act.verb is not None and reading.items[act.verb].low in words("takes_force")
    if reading.needs("act") and ((act.action == "in-force" and not holds) or act.verb is None or not senders):
        return False
    if act.status == "denied" and act.strikes and not senders:
        return False  # "he was not put on the list" tells of others
    if reading.needs("act") and all((t.name or "").casefold().endswith(_FORCES) for t in targets):
        return False  # "limits on Ukraine's army"
    vague = all(t.kind == "group" and not t.country for t in targets)
    held = act.action in ("in-force", "threaten", "call-for") or act.status not in ("occurred", "denied", None)
    lasts = act.status == "planned" or keeps(reading, act)
    if held and vague and not (senders and lasts and all(is_counted(t) for t in targets)):
        return False
    if act.action == "in-force":
        return reading.line.sentence.zone == "body" or bool(senders)
    return bool(senders) or reading.verb or any(t.country or t.certain for t in targets)


def keeps(reading: Reading, act: Act) -> bool:
    """Whether the words assert that a restriction stays in force, rather than only speak of it."""
    if act.verb is None:
        return False
    lasting = _LASTING | (_NOW if act.verb > reading.at else frozenset())
    still = act.action == "in-force" and any(x.low in lasting for x in reading.items[max(0, act.verb - 3) : act.verb + 1])
    before = [x for x in reading.items[max(0, act.verb - 2) : act.verb] if x.low not in _NOW]
    put = reading.items[act.verb].low in words("only_bearing") and before[-1:] and before[-1].code == "b"
    return still or bool(put and is_counted_at(reading, act.verb)) or reading.items[act.verb].low in words("keeps")
