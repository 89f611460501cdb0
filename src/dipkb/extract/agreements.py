"""Agreements: a document that parties sign, reach, seek …; without such a verb it is only spoken of."""

from __future__ import annotations

from collections.abc import Iterator

from dipkb.extract import clause
from dipkb.extract.candidate import Candidate
from dipkb.extract.document import Entity
from dipkb.extract.reading import Reading


def agreements(reading: Reading) -> Iterator[Candidate]:
    """At most one candidate: what the governing verb does with the document, and between whom."""
    action, verb = reading.governed("agreement_actions")
    if verb is None:
        return
    entities, _ = reading.roles()
    passive = verb > reading.at or clause.is_passive(reading.items, verb)
    members = entities.get("between", []) or reading.entities(
        clause.behind(reading.items, verb, ("by",)) if passive else clause.subject(reading.items, verb)
    )
    members = [
        reading.sender(e) for e in (*members, *entities.get("with", ())) if e.kind in ("country", "organisation", "person")
    ]
    members = _states(reading, members, action)
    if len(members) < 2:
        return
    made = reading.make({"parties": members})
    made.asserted = True
    title = _title(reading, verb)
    ordinary = reading.rules.words("title_words")
    made.extra |= {"action": action, "title": title, "governor": verb}
    made.extra["about"] = {w for w in title.casefold().split() if w not in ordinary}
    if action == "propose":
        made.when = None  # the day of the wish is none of the agreement's
    yield made


def _states(reading: Reading, members: list[Entity], action: str) -> list[Entity]:
    """The parties, each once; of what was signed or announced without naming both, the two the text last named together."""
    parties = list({e.key(): e for e in members}.values())
    if len(parties) < 2 and action in ("sign", "announce") and len(reading.line.pair) == 2:
        pair = {e.key(): e for e in map(reading.sender, reading.line.pair)}
        parties = list(pair.values()) if not parties or parties[0].key() in pair else parties
    return parties


def _title(reading: Reading, verb: int) -> str:
    """The document as named: from the article behind the verb to the noun, and what it is on."""
    items, first, last = reading.items, reading.at, reading.at
    while first > 0 and first - 1 != verb and items[first - 1].code in "xaAnLCIE":
        first -= 1
    if last + 1 < len(items) and items[last + 1].low in ("on", "of", "for", "to"):
        while (
            last + 1 < len(items)
            and last - reading.at < 8
            and items[last + 1].code not in '.,;"wkD'
            and (last == reading.at or items[last + 1].code not in "mb")
        ):
            last += 1
    return reading.line.words(items[first], items[last])
