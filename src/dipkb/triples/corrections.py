"""The graph of corrections: what a person decided, in properties to ask for, and as it was written to be read back."""

from __future__ import annotations

from collections.abc import Iterable

from dipkb import edtf
from dipkb.corrections import Correction, Told, to_json
from dipkb.triples.articles import article_iri
from dipkb.triples.terms import Lines, edtf_date, integer, minted, notion, term, text
from dipkb.vocab import graph

AS_WRITTEN = "dip:asWritten"
"""The property that holds a correction as a line of JSON."""


def correction_quads(corrections: Iterable[Correction]) -> list[str]:
    """The lines of ``dipg:corrections`` for these corrections, sorted."""
    out = Lines(graph("corrections"))
    for correction in corrections:
        _correction(out, correction)
    return out.sorted()


def _correction(out: Lines, correction: Correction) -> None:
    path = f"correction/{correction.key}"
    iri = minted(path)
    out.add(iri, term("rdf:type"), term("dip:Correction"))
    out.add(iri, term("dip:decision"), notion("decision", correction.decision))
    out.add(iri, term("dip:decidedBy"), text(correction.author))
    if edtf.is_edtf(correction.date):
        out.add(iri, term("dcterms:date"), edtf_date(correction.date))
    for property_, value in (("dip:because", correction.reason), ("dip:editedField", correction.field)):
        if value:
            out.add(iri, term(property_), text(value))
    if correction.article:
        out.add(iri, term("dip:removes"), text(correction.article))
    out.add(iri, term(AS_WRITTEN), text(to_json(correction)))
    for n, told in enumerate(correction.reports, 1):
        _told(out, iri, minted(f"{path}/{n}"), told, n)


def _told(out: Lines, correction: str, iri: str, told: Told, n: int) -> None:
    out.add(correction, term("dip:about"), iri)
    out.add(iri, term("rdf:type"), term("dip:CorrectedReport"))
    out.add(iri, term("dip:inArticle"), article_iri(told.article))
    out.add(iri, term("dip:position"), integer(n))
    out.add(iri, term("oa:exact"), text(told.exact))
