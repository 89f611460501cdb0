"""The graph of one article: the article, its reports, their evidence, and the run that read it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from dipkb import __version__, edtf
from dipkb.event import ArticleEvents, ArticleHead, Initiative, Span, to_json, when
from dipkb.merged import Report
from dipkb.triples.terms import Lines, day, decimal, edtf_date, integer, minted, notion, term, text, url
from dipkb.vocab import article_graph, digest, key

_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", re.ASCII)
Note = Callable[[str], None]


def article_quads(record: ArticleEvents, reports: Iterable[Report], subjects: Mapping[str, str], note: Note) -> list[str]:
    """The lines of ``dipg:article/<key>``, sorted.

    Args:
        record: The article, with its text where that is at hand.
        reports: The reports that merging made of its records.
        subjects: What each report (by key) tells of, as an IRI in brackets.
        note: Told of each value that is no date, URL … and was left out.
    """
    head = record.article
    out, article = Lines(article_graph(head.id)), article_iri(head.id)
    run = run_iri(to_json(record))
    _article(out, article, head, note)
    if record.text and record.text.strip():
        out.add(article, term("dip:text"), text(record.text))
    out.add(run, term("rdf:type"), term("dip:ExtractionRun"), term("prov:Activity"))
    out.add(run, term("prov:used"), article)
    out.add(run, term("dip:softwareVersion"), text(__version__))
    for report in reports:
        _report(out, article, run, report, subjects[report.key])
    return out.sorted()


def article_iri(article_id: str) -> str:
    """The IRI of an article, in brackets."""
    return minted(f"article/{key(article_id)}")


def run_iri(line: str) -> str:
    """The IRI of the run that made a line of event records, in brackets: other records of an article are another run's.

    >>> run_iri("{}")
    '<https://w3id.org/dipkb/id/run/8551dfb196795fa9>'
    """
    return minted(f"run/{digest('run', line)}")


def report_iri(report_key: str) -> str:
    """The IRI of a report, in brackets."""
    return minted(f"report/{report_key}")


def _article(out: Lines, article: str, head: ArticleHead, note: Note) -> None:
    out.add(article, term("rdf:type"), term("dip:Article"))
    out.add(article, term("dcterms:identifier"), text(head.id))
    for property_, value in (("dcterms:title", head.title), ("dcterms:publisher", head.publisher)):
        if value and value.strip():
            out.add(article, term(property_), text(value))
    if head.language and _LANGUAGE_TAG.fullmatch(head.language):
        out.add(article, term("dcterms:language"), text(head.language))
    _published(out, article, head, note)
    if head.url:
        address = url(head.url)
        out.add(article, term("schema:url"), *([address] if address else []))
        if not address:
            note(f"article {head.id}: url is {head.url[:80]!r}, which is no absolute URL; left out")


def _published(out: Lines, article: str, head: ArticleHead, note: Note) -> None:
    if not head.published:
        return
    if not edtf.is_edtf(head.published):
        return note(f"article {head.id}: published is {head.published[:80]!r}, which is no EDTF date; left out")
    first, last = edtf.bounds(head.published)
    out.add(article, term("dcterms:date"), edtf_date(head.published))
    out.add(article, term("dip:publishedEarliest"), day(first))
    out.add(article, term("dip:publishedLatest"), day(last))


def _report(out: Lines, article: str, run: str, report: Report, subject: str) -> None:
    iri, record = report_iri(report.key), report.record
    out.add(iri, term("rdf:type"), term("dip:Report"))
    out.add(iri, term("dip:reportOf"), subject)
    out.add(iri, term("dip:inArticle"), article)
    out.add(iri, term("prov:wasGeneratedBy"), run)
    for property_, value in zip(("dip:reportedStart", "dip:reportedEnd"), when(record), strict=True):
        if value and edtf.is_edtf(value):
            out.add(iri, term(property_), edtf_date(value))
    if not isinstance(record, Initiative):
        out.add(iri, term("dip:dateOrigin"), notion("date-origin", record.date_origin))
        out.add(iri, term("dip:reportedStatus"), notion("status", record.status))
    if record.confidence is not None and 0 <= record.confidence <= 1:
        out.add(iri, term("dip:confidence"), decimal(record.confidence))
    for property_, words in (("dip:rule", record.rule), ("dip:mergedBy", report.merged_by)):
        if words and words.strip():
            out.add(iri, term(property_), text(words))
    for span in record.evidence:
        _evidence(out, iri, article, span, report.article.id)


def _evidence(out: Lines, report: str, article: str, span: Span, article_id: str) -> None:
    """One node for each span of the article, shared by the reports that rest on it."""
    if not 0 <= span.start < span.end or not span.exact:
        return
    path = "evidence/" + digest("evidence", article_id, str(span.start), str(span.end), span.exact)
    iri, quote, position = minted(path), minted(path + "/quote"), minted(path + "/position")
    out.add(report, term("dip:evidence"), iri)
    out.add(iri, term("rdf:type"), term("dip:Evidence"), term("oa:SpecificResource"))
    out.add(iri, term("oa:hasSource"), article)
    out.add(iri, term("oa:hasSelector"), quote, position)
    out.add(quote, term("rdf:type"), term("oa:TextQuoteSelector"))
    out.add(quote, term("oa:exact"), text(span.exact))
    out.add(position, term("rdf:type"), term("oa:TextPositionSelector"))
    out.add(position, term("oa:start"), integer(span.start))
    out.add(position, term("oa:end"), integer(span.end))
