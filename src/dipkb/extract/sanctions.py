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
    action = "impose" if reading.verb else _action(reading)
    senders, targets = _senders(reading, action), _targets(reading)
    if not targets and not reading.verb:
        targets = _burdened(reading, action)
    hit = {t.key() for t in targets}
    senders = [s for s in senders if s.key() not in hit]
    targets = targets or _unnamed(reading) or _modifying(reading)
    now = _is_announced_here(reading)
    if not senders and action != "in-force":
        senders = _understood(reading, now)
    governed = reading.governed("sanction_actions")[1] is not None
    in_text = action == "in-force" and reading.line.sentence.zone == "body"
    if not targets or not (senders or reading.verb or in_text):
        return
    made = reading.make({"senders": senders, "targets": targets})
    made.extra |= {"action": action, "more_senders": not senders or _open_list(reading), "reasons": _reasons(reading), "now": now}
    made.asserted = made.asserted or action != "in-force" or governed
    if now:
        made.status = "occurred"
        reading.parties.sanctioners = senders
    yield made


def _action(reading: Reading) -> str:
    """What the governing verb does; "threatened to impose" is a threat, "called for imposing" a call."""
    action, verb = reading.governed("sanction_actions")
    if verb is None or action in ("threaten", "call-for"):
        return action
    words = reading.rules.governors["sanction_actions"]
    before = [words.get(i.low) for i in reading.items[max(0, verb - 6) : verb]]
    return next((a for a in reversed(before) if a in ("threaten", "call-for")), action)


def _senders(reading: Reading, action: str) -> list[Entity]:
    """Who restricts; of sanctions that are only in force the clause's subject is no sender."""
    places = [p for p in reading.frame["roles"]["senders"] if not (action == "in-force" and p == "subject")]
    found = reading.role(places)
    entities = [e for e in reading.entities(found) if e.kind in ("country", "organisation", "person")]
    whole = reading.items[found[0]].code == "C" and found[0] == reading.at - 1 if found else False
    if whole and entities and entities[0].country not in reading.rules.words("usual_senders"):
        return []
    return entities


def _modifying(reading: Reading) -> list[Entity]:
    """ "Iran sanctions" are those on Iran, "US sanctions" those of the US."""
    found = [] if reading.verb else reading.place("modifier")
    entities = reading.entities(found)
    usual = reading.rules.words("usual_senders")
    return [e for e in entities if e.kind == "country" and e.country not in usual and reading.items[found[0]].code == "C"]


def _targets(reading: Reading) -> list[Entity]:
    """Those named behind the verb, before it in the passive, or behind "on" and "against"."""
    items, at = reading.items, reading.at
    if not reading.verb:
        starts = [i + 1 for i in range(at, min(len(items), at + 9)) if items[i].low in ("on", "against", "targeting", "upon")]
        return next((e for i in starts if (e := reading.entities(clause.named(items, i)))), [])
    if reading.passive:
        return reading.entities(reading.role(["object"])) or _unknown_subject(reading)
    return reading.entities(clause.named(items, at + 1))


def _unknown_subject(reading: Reading) -> list[Entity]:
    """The name no table knows that the clause begins with ("Alen Seranic is being designated")."""
    start = clause.clause_start(reading.items, reading.at)
    return next((list(i.who) for i in reading.items[start : reading.at] if i.code == "n" and i.who), [])


def _is_announced_here(reading: Reading) -> bool:
    """ "is designating", "are imposing sanctions", "is being sanctioned": the text itself announces it, on its day."""
    before = reading.items[max(0, reading.at - 9) : reading.at + 1]
    lows = [i.low for i in before]
    for n, low in enumerate(lows[:-1]):
        doing = [x for x in lows[n + 1 : n + 4] if x not in ("also", "today", "now", "further")]
        if (
            low in ("is", "are")
            and doing
            and (doing[0] == "being" or (doing[0].endswith("ing") and doing[0] in _announcing(reading)))
        ):
            return True
    return False


def _announcing(reading: Reading) -> set[str]:
    imposing = {w for w, a in reading.rules.governors["sanction_actions"].items() if a == "impose"}
    return imposing | set(reading.frame["words"] if reading.verb else ())


def _understood(reading: Reading, now: bool) -> list[Entity]:
    """Whose act it is when the sentence leaves it unsaid: of the one who announced the others, else of the publisher's state."""
    if reading.parties.sanctioners and now:
        return reading.parties.sanctioners
    home, line = reading.document.home, reading.line
    we = any(i.low in ("we", "our") and not line.is_quoted(n) for n, i in enumerate(line.items))
    return [reading.parties.state(home)] if home and (now or we) else []


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
    """Whom sanctions weigh on when the subject faces or evades them ("Belarus is confronting sanctions from …")."""
    _, verb = reading.governed("sanction_actions")
    left = verb if verb is not None and verb < reading.at else None
    if action != "in-force" or not (left is not None or clause.behind(reading.items, reading.at, ("from", "by"))):
        return []
    return reading.entities(clause.subject(reading.items, reading.at if left is None else left))


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
