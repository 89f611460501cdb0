"""A small graph by hand, as ``docs/graph.md`` has it, for the tests of stores."""

from __future__ import annotations

import io

from dipkb.store import Store

DIP, DIPG, DIPD = "https://w3id.org/dipkb/ontology#", "https://w3id.org/dipkb/graph/", "https://w3id.org/dipkb/id/"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
ALL = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"


def sample() -> list[str]:
    """Two visits, a claim, two articles (one with its text) and a name, in the graphs they belong to."""
    events, one, two = f"<{DIPG}events>", f"<{DIPG}article/a1>", f"<{DIPG}article/a2>"
    return [
        f"<{DIPD}visit/1> {TYPE} <{DIP}Event> {events} .",
        f"<{DIPD}visit/1> {TYPE} <{DIP}Visit> {events} .",
        f"<{DIPD}visit/1> {TYPE} <{DIP}WorkingVisit> {events} .",
        f'<{DIPD}visit/1> {LABEL} "Visit of Alexander Lukashenko to China"@en {events} .',
        f'<{DIPD}visit/1> <{DIP}earliest> "2023-12-03"^^<http://www.w3.org/2001/XMLSchema#date> {events} .',
        f"<{DIPD}visit/2> {TYPE} <{DIP}Event> {events} .",
        f"<{DIPD}visit/2> {TYPE} <{DIP}Visit> {events} .",
        f"<{DIPD}count-claim/1> {TYPE} <{DIP}CountClaim> {events} .",
        f'<http://www.wikidata.org/entity/Q148> {LABEL} "China"@en <{DIPG}reference> .',
        f'<http://www.wikidata.org/entity/Q148> {LABEL} "中国\\t\\"\\\\\\n"@zh <{DIPG}reference> .',
        f"<{DIPD}article/a1> {TYPE} <{DIP}Article> {one} .",
        f'<{DIPD}article/a1> <{DIP}text> "The president arrived." {one} .',
        f"<{DIPD}article/a2> {TYPE} <{DIP}Article> {two} .",
    ]


def dumped(store: Store, format: str = "nquads", without_text: bool = False) -> bytes:
    out = io.BytesIO()
    store.dump(out, format, without_text)
    return out.getvalue()
