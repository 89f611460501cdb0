"""Sanctions: who restricts whom, what is done to the restriction, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dipkb.extract import clause
from dipkb.extract.candidate import Candidate
from dipkb.extract.document import Entity
from dipkb.extract.reading import Reading


def sanctions(reading: Reading) -> Iterator[Candidate]:
    """At most one candidate: one announcement is one record with all its targets."""
    entities, _ = reading.roles()
    senders = [e for e in entities.get("senders", ()) if e.kind in ("country", "organisation", "person")]
    targets = entities.get("targets", [])
    action, governed = ("impose", None) if reading.verb else reading.governed("sanction_actions")
    if not targets and not reading.verb:
        targets = _burdened(reading, action)
        senders = [s for s in senders if s.key() not in {t.key() for t in targets}]
    targets = targets or _unnamed(reading)
    if not targets or not (senders or reading.verb):
        return
    made = reading.make({"senders": [reading.sender(s) for s in senders], "targets": targets})
    made.extra |= {"action": action, "more_senders": not senders or _open_list(reading), "reasons": _reasons(reading)}
    made.asserted = made.asserted or governed is not None
    yield made


def _unnamed(reading: Reading) -> list[Entity]:
    """Those hit who have no name ("on Russian oligarchs", "on Chinese goods"): goods of a country stand for it."""
    items, at = reading.items, reading.at
    near = range(at, min(len(items), at + 8))
    for start in [at] if reading.verb else [i for i in near if items[i].low in ("on", "against")]:
        end = start + 1
        while end < len(items) and end - start < 9 and items[end].code in "taAxnCs&oG" and not clause.is_verb_like(items[end]):
            end += 1
        words = [x for x in items[start + 1 : end] if x.code not in "t"]
        heads = {x.low for x in words}
        country = next((c for x in words if x.code in "AC" and (c := reading.parties.country_of(x))), None)
        if country and heads & reading.rules.words("goods"):
            return [reading.parties.state(country)]
        if words and (heads & reading.rules.words("target_heads") or words[0].code == "n"):
            name = reading.line.words(words[0], words[-1])
            return [Entity("organisation", name=name, country=country, certain=False)]
    return []


def _burdened(reading: Reading, action: str) -> list[Entity]:
    """Whom sanctions weigh on when the subject faces them ("Belarus is confronting sanctions from …")."""
    if action == "in-force" and clause.behind(reading.items, reading.at, ("from", "by")):
        return reading.entities(clause.subject(reading.items, reading.at))
    return []


def _open_list(reading: Reading) -> bool:
    text = reading.line.words(reading.items[0], reading.items[-1]).casefold()
    return any(phrase in text for phrase in reading.rules.rules["open_lists"])


def _reasons(reading: Reading) -> list[str]:
    text = reading.line.words(reading.trigger, reading.items[-1])
    for phrase in reading.rules.rules["reasons"]:
        match = re.search(rf"\b{phrase}\s+(?:its\s+|their\s+|his\s+|the\s+)?([^.;]+)", text)
        if match and (phrase != "for" or "ing " in match[1][:20] or "support" in match[1][:20]):
            return [part.strip(" ,") for part in re.split(r"\s+and\s+(?=\w+\s+\w+)(?!\w+\s*$)", match[1], maxsplit=1)]
    return []
