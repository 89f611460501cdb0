"""Initiatives and joint projects the article names: who launched them and when, where it says so."""

from __future__ import annotations

from dipkb.event import Initiative
from dipkb.extract import clause
from dipkb.extract.document import Document, Entity, Item, Line
from dipkb.extract.parties import Parties
from dipkb.extract.resolve import resolve
from dipkb.extract.wordlists import forms


def initiatives(document: Document, parties: Parties) -> list[Initiative]:
    """One record per initiative of the gazetteer that the body names, in the order of the text."""
    names = parties.lexicon.names
    launching, kinds = frozenset(names["launch_words"]), frozenset(names["project_kinds"])
    found: dict[str, list[tuple[Line, Item]]] = {}
    for line in document.body():
        for item in [x for x in line.items if x.code == "I"] if line.sentence.zone == "body" else ():
            found.setdefault(item.value["I"].name, []).append((line, item))
    return [_record(n, told, parties, launching, kinds) for n, told in enumerate(found.values(), 1)]


def _record(
    n: int, told: list[tuple[Line, Item]], parties: Parties, launching: frozenset[str], kinds: frozenset[str]
) -> Initiative:
    entry = told[0][1].value["I"]
    launch = next((x for x in (_launch(line, item, parties, launching) for line, item in told) if x), None)
    lines = {id(launch[2]): launch[2]} if launch else {id(told[0][0]): told[0][0]}
    members = tuple(parties.state(c).party() for c in entry.parties if len(c) == 3 and parties.gazetteer.country(c))
    return Initiative(
        id=f"i{n}",
        name=entry.name,
        wd=entry.id,
        kind="project" if entry.kind in kinds else "initiative",
        initiators=tuple(e.party() for e in launch[0]) if launch else (),
        parties=members if entry.kind in kinds else (),
        start=launch[1] if launch else None,
        date_origin="stated" if launch and launch[1] else "none",
        status="ongoing",
        evidence=tuple(x.evidence() for x in lines.values()),
        rule="initiative",
    )


def _launch(line: Line, item: Item, parties: Parties, launching: frozenset[str]) -> tuple[list[Entity], str | None, Line] | None:
    """ "Introduced by X in 2013, the Y …", "the Y, launched by X in 2013", "X launched the Y"."""
    for at, word in enumerate(line.items):
        if word.low not in launching or word.code != "x":
            continue
        who = clause.behind(line.items, at, forms("by")) or (
            [] if clause.is_passive(line.items, at) or at == 0 else clause.subject(line.items, at)
        )
        people = [e for i in who for e in line.items[i].who]
        dates = [x for x in line.items[at : at + 8] if x.code == "D"]
        when = resolve(dates[0].value, parties.today, direction="past") if dates else None
        if people or when:
            return people, when.start if when else None, line
    return None
