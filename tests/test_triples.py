"""The graph of merged events: the seed's facts in it, what it never has, and that it is the same for everybody who reads it."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections import Counter
from functools import cache
from typing import Any

import msgspec
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dipkb.event import (
    Agreement,
    ArticleEvents,
    ArticleHead,
    CountClaim,
    Event,
    Initiative,
    Meeting,
    Party,
    Sanction,
    Span,
    Statement,
    Visit,
)
from dipkb.gazetteer import load
from dipkb.merge import merge
from dipkb.triples import ontology_quads, quads
from dipkb.triples.terms import text
from dipkb.vocab import prefixes, shrink, sparql_prologue
from tests.gold import seed_records
from tests.records import articles

XI = Party(name="Xi Jinping", id="wd:Q15031", role="President", country="CHN")
LUKASHENKO = Party(name="Alexander Lukashenko", id="wd:Q2866", role="President", country="BLR")


def written(*records: ArticleEvents, no_merge: bool = False, notes: list[str] | None = None) -> list[str]:
    """All lines for the records."""
    told = (lambda _: None) if notes is None else notes.append
    return list(quads(merge(records, no_merge=no_merge), records, load(), told))


def of_records(lines: list[str]) -> list[str]:
    """The lines that are not the ontology's."""
    return [line for line in lines if not line.endswith("/graph/ontology> .")]


def stored(lines: list[str]) -> ox.Store:
    store = ox.Store()
    store.bulk_load("\n".join(lines).encode(), ox.RdfFormat.N_QUADS)
    return store


@cache
def seed() -> ox.Store:
    return stored(written(seed_records()))


def ask(pattern: str, store: ox.Store | None = None, select: str = "*") -> list[tuple[str, ...]]:
    """The rows for a pattern over all graphs: IRIs as CURIEs, literals as their text; sorted."""
    query = f"{sparql_prologue()} SELECT DISTINCT {select} WHERE {{ {pattern} }}"
    found = (store or seed()).query(query, use_default_graph_as_union=True)
    names = [variable.value for variable in found.variables]
    return sorted(tuple(short(row[name]) for name in names) for row in found)


def column(select: str, pattern: str, store: ox.Store | None = None) -> list[str]:
    return [row[0] for row in ask(pattern, store, select)]


def short(value: Any) -> str:
    return shrink(value.value) if isinstance(value, ox.NamedNode) else "" if value is None else value.value


def one(*events: Event, **head: Any) -> ArticleEvents:
    return ArticleEvents(article=ArticleHead(**{"id": "a1", "published": "2023-12-05"} | head), events=events)


# What the seed tells


def test_the_pair_met_twice_in_2023_each_date_as_exact_as_known():
    met = "?m a dip:Meeting ; dip:participant wd:Q15031, wd:Q2866 ; dip:start ?start ; dip:earliest ?from ; dip:latest ?to"
    assert ask(met, select="?start ?from ?to") == [
        ("2023-03", "2023-03-01", "2023-03-31"),
        ("2023-12-04", "2023-12-04", "2023-12-04"),
    ]


TALKS = '?m a dip:Meeting ; dip:start "2023-12-04"^^edtf:EDTF ; '


def test_the_talks_of_december_are_one_meeting_with_its_parts():
    assert ask(TALKS + "dip:duration ?d ; dip:mode ?mode ; dip:setting ?s", select="?d ?mode ?s") == [
        ("PT3H", "dipc:mode/in-person", "dipc:setting/bilateral")
    ]
    assert column("?part", TALKS + "dip:part ?part") == ["talks", "welcome", "working lunch"]


def test_the_host_is_xi_and_the_guest_lukashenko_each_with_the_office_of_that_day():
    who = "dip:participation [ dip:agent ?who ; dip:role ?role ; dip:office/rdfs:label ?office ; dip:officeWords ?words ]"
    assert ask(TALKS + who, select="?who ?role ?office ?words") == [
        ("wd:Q15031", "dipc:role/host", "President of China", "President"),
        ("wd:Q2866", "dipc:role/guest", "President of Belarus", "President"),
    ]
    assert column("?host", TALKS + "dip:host ?host") == ["wd:Q15031"]


def test_the_talks_took_place_in_the_guesthouse_in_beijing_in_china_on_the_visit():
    assert column("?label", TALKS + "dip:place/rdfs:label ?label") == ["Beijing", "Diaoyutai State Guesthouse"]
    assert column("?city", TALKS + "dip:place/dip:within/rdfs:label ?city") == ["Beijing"]
    assert column("?iso", TALKS + "dip:destination/dip:iso3 ?iso") == ["CHN"]
    assert column("?label", TALKS + "dip:partOf/rdfs:label ?label") == ["Visit of Alexander Lukashenko to China, 2023-12-04"]


def test_the_first_visit_is_undated_and_has_its_words_but_no_office():
    words = '?v a dip:Visit ; dip:participation ?p . ?p dip:officeWords "member of parliament"@en'
    assert ask(words + " OPTIONAL { ?p dip:office ?office } OPTIONAL { ?v dip:earliest ?day }", select="?office ?day") == [
        ("", "")
    ]


def test_the_claims_stand_as_claims():
    assert ask(
        "?c dip:countOf ?of ; dip:ordinal ?n ; dip:counted/rdfs:label ?visit ; dip:periodStart ?s", select="?of ?n ?visit ?s"
    ) == [("dipc:count-of/visit", "2", "Visit of Alexander Lukashenko to China, 2023-12-04", "2023-01-01")]
    claim = "?c dip:atLeast ?n ; dip:claimedBy ?by ; dip:periodStart ?start ; dip:periodEnd ?end"
    assert ask(claim, select="?n ?by ?start ?end") == [("120", "wd:Q2866", "2023-03-01", "2023-12-05")]


def test_sanctions_have_their_senders_reasons_and_no_date():
    assert column("?iso", "?x a dip:Sanction ; dip:sender/dip:iso3 ?iso") == ["CAN", "GBR", "NLD", "USA"]
    assert column("?name", "?x a dip:Sanction ; dip:sender ?s . ?s a dip:Organisation ; rdfs:label ?name") == ["European Union"]
    assert ask(
        "?x a dip:Sanction ; dip:moreSenders ?more ; dip:action ?act ; dip:status ?status", select="?more ?act ?status"
    ) == [("true", "dipc:sanction-action/in-force", "dipc:status/ongoing")]
    assert len(column("?reason", "?x a dip:Sanction ; dip:reason ?reason")) == 2
    assert ask("?x a dip:Sanction ; dip:earliest|dip:latest|dip:start|dip:end ?day") == []


def test_quotations_have_speaker_channel_and_evidence_at_their_offsets():
    told = "?s dip:quoted true ; dip:speaker wd:Q15031 ; dip:channel [ dip:agent/rdfs:label ?via ; dip:position 1 ]"
    assert column("?via", told) == ["Chinese state news agency"]
    spans = "?e oa:hasSource/dip:text ?text ; oa:hasSelector ?quote, ?place . ?quote oa:exact ?exact . "
    spans += "?place oa:start ?start ; oa:end ?end"
    found = ask(spans, select="?text ?start ?end ?exact")
    assert len(found) > 20
    assert all(text[int(start) : int(end)] == exact for text, start, end, exact in found)


def test_the_two_near_identical_quotes_are_variants_written_later_to_earlier():
    [(later, earlier)] = ask("?a dip:variantOf ?b . ?a dip:content ?later . ?b dip:content ?earlier", select="?later ?earlier")
    assert "strategic coordination with Belarus, firmly support each other" in later
    assert "strategic cooperation with Belarus, promote" in earlier


def test_topics_lead_to_initiative_project_organisation_or_concept():
    kinds = dict(
        ask(
            "?s dip:topic ?t . ?t rdfs:label|skos:prefLabel ?name ; a ?kind FILTER(?kind NOT IN (dip:Agent))",
            select="?name ?kind",
        )
    )
    assert kinds["Belt and Road Initiative"] == "dip:Initiative"
    assert kinds["China-Belarus Industrial Park"] == "dip:Project"
    assert kinds["United Nations"] == "dip:Organisation"
    assert kinds["education"] == "skos:Concept"


def test_the_initiative_was_introduced_by_xi_in_2013():
    assert ask("?i rdfs:label 'Belt and Road Initiative'@en ; dip:initiator ?who ; dip:start ?start", select="?who ?start") == [
        ("wd:Q15031", "2013")
    ]


def test_what_experts_predict_has_not_occurred():
    assert column("?act", "?s dip:status dipc:status\\/hypothetical ; dip:act ?act") == ["dipc:act/predict"]


# What no graph has


def test_no_blank_nodes_and_no_line_twice():
    lines = written(seed_records())
    assert len(lines) == len(set(lines))
    assert not any("_:" in line.split('"')[0] for line in lines)


def test_graphs_come_one_after_another_and_their_lines_are_sorted():
    lines = written(seed_records())
    graphs = [line.rsplit(" ", 2)[1] for line in lines]
    order = list(dict.fromkeys(graphs))
    assert graphs == sorted(graphs, key=order.index)
    others = [line for line in lines if not line.endswith("/graph/events> .")]
    assert others == sorted(others, key=lambda line: (order.index(line.rsplit(" ", 2)[1]), line))


def test_a_fact_stands_in_one_graph():
    triples = Counter((q.subject, q.predicate, q.object) for q in seed())
    assert [t for t, n in triples.items() if n > 1] == []


def test_a_report_is_no_event():
    assert ask("?r a dip:Report, dip:Event") == []
    assert len(column("?r", "?r a dip:Report")) == len(seed_records().events)


def test_every_event_has_a_report_and_every_report_tells_of_something():
    assert ask("?e a dip:Event MINUS { ?r dip:reportOf ?e }") == []
    assert ask("?r a dip:Report MINUS { ?r dip:reportOf/rdf:type ?type }") == []


def test_the_ontology_graph_is_the_ontology():
    assert ask("GRAPH dipg:ontology { dip:Visit rdfs:subClassOf dip:Event }") == [()]
    assert list(ontology_quads()) == sorted(set(ontology_quads()))


# The same for all


SCRIPT = """
import sys
from tests.gold import seed_records
from tests.test_triples import written
sys.stdout.write("\\n".join(written(seed_records())))
"""


def test_bytes_do_not_depend_on_the_hash_seed():
    outputs = set()
    for seed_ in ("0", "4242"):
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env={**os.environ, "PYTHONHASHSEED": seed_, "PYTHONPATH": os.getcwd()},
            capture_output=True,
            check=True,
        )
        outputs.add(done.stdout)
    assert len(outputs) == 1


def several() -> list[ArticleEvents]:
    seed_ = seed_records()
    heads = [msgspec.structs.replace(seed_.article, id=f"copy {n}", published=f"2023-12-1{n}") for n in range(4)]
    return [seed_, *(msgspec.structs.replace(seed_, article=head) for head in heads)]


def test_bytes_do_not_depend_on_the_order_of_articles():
    records = several()
    lines = written(*records)
    for n in range(3):
        random.Random(n).shuffle(records)
        assert written(*records) == lines


def test_five_articles_on_the_same_events_do_not_multiply_the_dated_ones():
    dated = "?m a ?type ; dip:earliest ?day FILTER(?type IN (dip:Meeting, dip:Visit))"
    assert len(ask(dated, stored(written(*several())))) == len(ask(dated)) == 4
    assert len(ask(dated, stored(written(*several(), no_merge=True)))) == 20


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(articles(), st.booleans())
def test_any_records_give_quads_that_two_parsers_read_alike(records, no_merge):
    lines = of_records(written(*records, no_merge=no_merge))
    assert read_by_rdflib(lines) == read_by_pyoxigraph(lines)
    assert len(lines) == len(set(lines))


def read_by_pyoxigraph(lines: list[str]) -> set[str]:
    return {str(quad) for quad in ox.parse("\n".join(lines).encode(), ox.RdfFormat.N_QUADS)}


def read_by_rdflib(lines: list[str]) -> set[str]:
    """What rdflib reads, told by pyoxigraph's terms; fails where rdflib finds a literal that is not of its type."""
    data = rdflib.Dataset()
    normalize, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        data.parse(data="\n".join(lines), format="nquads")
        found = list(data.quads())
    finally:
        rdflib.NORMALIZE_LITERALS = normalize
    assert [o for _, _, o, _ in found if isinstance(o, rdflib.Literal) and o.ill_typed] == []
    return {str(ox.Quad(*map(as_ox, (s, p, o, rdflib.URIRef(g))))) for s, p, o, g in found}


def as_ox(term: Any) -> Any:
    if isinstance(term, rdflib.URIRef):
        return ox.NamedNode(str(term))
    if term.language:
        return ox.Literal(str(term), language=term.language)
    return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype))) if term.datatype else ox.Literal(str(term))


def test_a_store_on_disk_keeps_every_literal_as_it_was_written(tmp_path):
    lines = of_records(written(seed_records()))
    store = ox.Store(str(tmp_path / "kb"))
    store.bulk_load("\n".join(lines).encode(), ox.RdfFormat.N_QUADS)
    assert {f"{quad} ." for quad in store} == set(lines)


def test_the_seed_conforms_to_the_shapes():
    from dipkb.validate import validate

    report = validate("\n".join(written(seed_records())).encode())
    assert [(r.focus_node, r.message) for r in report.results if r.severity == "Violation"] == []


# Hostile and odd values


HOSTILE = '"> <http://evil/> . \n<a> <b> "\\'


def test_no_text_can_leave_its_literal_or_become_an_iri():
    party = Party(name=HOSTILE, id="wd:Q1> <x", role=HOSTILE, country=HOSTILE)
    evil = one(
        Meeting(id="m", participants=(party, XI), places=(HOSTILE,), parts=(HOSTILE,), start="2023-01-01", rule=HOSTILE),
        Statement(id="s", speaker=party, content=HOSTILE, topics=(HOSTILE,), act=HOSTILE, channel=(party,)),
        Agreement(id="g", parties=(party,), title=HOSTILE, fields=(HOSTILE,)),
        CountClaim(id="c", of=HOSTILE, parties=(party,), ordinal=1, period=HOSTILE),
        Initiative(id="i", name=HOSTILE, wd=HOSTILE, initiators=(party,)),
        id=HOSTILE, title=HOSTILE, publisher=HOSTILE, url=HOSTILE, language=HOSTILE, published=HOSTILE,
    )  # fmt: skip
    lines = written(evil)
    found = read_by_pyoxigraph(lines)
    assert len(found) == len(lines)
    named = {
        term
        for quad in ox.parse("\n".join(lines).encode(), ox.RdfFormat.N_QUADS)
        for term in (quad.subject, quad.predicate, quad.object)
    }
    iris = {term.value for term in named if isinstance(term, ox.NamedNode)}
    assert {iri for iri in iris if "evil" in iri and not iri.startswith(prefixes()["dipd"]) and "/concept/" not in iri} == set()


@pytest.mark.parametrize("character", ["\x00", chr(0xD800), chr(0xDFFF)])
def test_what_no_rdf_text_may_hold_is_replaced_one_for_one(character):
    assert text(f"a{character}b") == '"a\ufffdb"'


def test_values_that_cannot_be_written_are_left_out_and_told():
    notes: list[str] = []
    lines = written(
        one(
            Meeting(id="m", participants=(XI, LUKASHENKO), duration="three hours", destination="Narnia", confidence=7.0),
            CountClaim(id="c", ordinal=1, period="last year"),
            url="no url", published="yesterday",
        ),
        notes=notes,
    )  # fmt: skip
    assert sorted(notes) == [
        "article a1, c: period is 'last year', which is neither an EDTF date nor start/end; left out",
        "article a1, m: confidence is 7.0, which is not between 0 and 1; left out",
        "article a1, m: destination is 'Narnia', which is no country code of the gazetteer (ISO 3166-1 alpha-3); left out",
        "article a1, m: duration is 'three hours', which is no ISO 8601 duration; left out",
        "article a1: published is 'yesterday', which is no EDTF date; left out",
        "article a1: url is 'no url', which is no absolute URL; left out",
    ]
    assert not any(word in line for line in of_records(lines) for word in ("three hours", "Narnia", "no url", "yesterday"))


# Who is who, and which office


@pytest.mark.parametrize(
    ("start", "end", "office"),
    [
        ("2023-12-04", None, "President of China"),
        ("2023", None, "President of China"),
        ("2013-03-14", "2013-03-15", "President of China"),
        ("2013-03-13", "2013-03-14", "General Secretary of the Communist Party of China"),  # President from the 14th on
        ("2013", None, "General Secretary of the Communist Party of China"),
        ("1990", None, ""),
        (None, None, ""),
    ],
)
def test_office_is_the_highest_held_on_every_day_the_event_can_have_been(start, end, office):
    visit = Visit(id="v", visitors=(XI,), destination="FRA", start=start, end=end)
    pattern = "?e dip:participation ?p OPTIONAL { ?p dip:office/rdfs:label ?office }"
    assert column("?office", pattern, stored(written(one(visit)))) == [office]


def test_every_office_that_is_given_is_of_a_tenure_that_covers_the_event():
    tenure = "?t dip:holder ?who ; dip:office ?o ; dip:earliest ?s FILTER(?s <= ?from)"
    event = "?e dip:earliest ?from ; dip:participation [ dip:agent ?who ; dip:office ?o ]"
    assert ask(f"{event} MINUS {{ {event} . {tenure} }}") == []
    assert len(ask(f"{event} . {tenure}")) > 3


PARTY_CASES = {
    "a known person": (XI, "wd:Q15031", "dip:Person"),
    "a country by its code": (Party(name="Belarus", kind="country", country="BLR"), "wd:Q184", "dip:Country"),
    "a country by its name": (Party(name="Belarus", kind="country"), "wd:Q184", "dip:Country"),
    "a person nobody knows": (Party(name="Pavel Nikdo", country="CZE"), "dipd:person/pavel-nikdo-cze", "dip:Person"),
    "a medium": (Party(name="Xinhua", kind="media", country="CHN"), "dipd:medium/xinhua-chn", "dip:Medium"),
    "a medium the gazetteer lacks": (Party(name="Foo News", kind="media"), "dipd:medium/foo-news", "dip:Medium"),
    "an unnamed office": (Party(role="foreign minister", country="BLR"), "dipd:group/foreign-minister-of-blr", "dip:Group"),
    "an organisation by an alias": (Party(name="EU", kind="organisation"), "wd:Q458", "dip:Organisation"),
    "a state that none recognises": (Party(name="Narnia", kind="country"), "dipd:country/narnia", "dip:Organisation"),
}


@pytest.mark.parametrize(("party", "iri", "kind"), PARTY_CASES.values(), ids=PARTY_CASES)
def test_party_has_its_iri_and_class(party, iri, kind):
    store = stored(written(one(Statement(id="s", speaker=party, content="words"))))
    assert column("?who", "?s dip:speaker ?who", store) == [iri]
    assert ask(f"?s dip:speaker ?who . ?who a {kind}, dip:Agent ; rdfs:label ?label", store, "?who")


def test_surnames_of_two_articles_are_two_people():
    said = Statement(id="s", speaker=Party(name="Smith", country="GBR"), content="words")
    store = stored(written(one(said, id="a"), one(said, id="b")))
    assert len(column("?who", "?s dip:speaker ?who", store)) == 2


def test_everything_named_has_a_class_and_one_label():
    for subject in ("dip:participant", "dip:place", "dip:destination", "dip:office", "dip:country", "dip:within", "dip:holder"):
        named = f"?x {subject} ?it"
        assert ask(f"{named} MINUS {{ {named} . ?it a ?type ; rdfs:label ?label }}") == []
        assert max(Counter(column("?it", f"{named} . ?it rdfs:label ?label", seed())).values()) == 1


def test_state_media_are_state_owned_by_their_name_or_the_gazetteer():
    assert set(column("?name", "?m a dip:Medium ; dip:stateOwned true ; rdfs:label ?name")) >= {
        "Belarusian state media",
        "Xinhua",
    }
    assert column("?m", "?m rdfs:label 'Belarusian media'@en ; dip:stateOwned ?any") == []


# Reports and history


def test_history_leads_from_planned_to_occurred_by_their_reports():
    planned = Visit(id="v", visitors=(XI,), destination="RUS", start="2023-03-20", status="planned")
    made = msgspec.structs.replace(planned, status="occurred", start="2023-03")
    store = stored(written(one(planned, id="a", published="2023-03-01"), one(made, id="b", published="2023-03-23")))
    change = "?v dip:status ?now ; dip:statusChange ?c . "
    change += "?c dip:status ?then ; dip:asOf ?day ; dip:accordingTo/dip:reportedStart ?start"
    assert ask(change, store, "?now ?then ?day ?start") == [
        ("dipc:status/occurred", "dipc:status/occurred", "2023-03-23", "2023-03"),
        ("dipc:status/occurred", "dipc:status/planned", "2023-03-01", "2023-03-20"),
    ]
    assert column("?rule", "?r dip:mergedBy ?rule", store) == ["visit/vague-date"]


def test_two_reports_on_the_same_words_share_their_evidence():
    span = Span(start=0, end=5, exact="words")
    events = (
        Visit(id="v", visitors=(XI,), evidence=(span,)),
        Sanction(id="x", senders=(XI,), targets=(LUKASHENKO,), evidence=(span, span)),
    )
    store = stored(written(one(*events)))
    assert len(column("?e", "?r dip:evidence ?e", store)) == 1


def test_an_article_without_events_still_has_its_graph():
    store = stored(written(one(id="empty/ü", title="Nothing")))
    graph = "GRAPH ?g { ?a a dip:Article ; dcterms:identifier ?id ; dcterms:title ?title ; dip:publishedLatest ?day }"
    assert ask(graph, store, "?g ?id ?title ?day") == [("dipg:article/empty%2F%C3%BC", "empty/ü", "Nothing", "2023-12-05")]


def test_a_person_is_host_or_guest_but_not_both():
    host = msgspec.structs.replace(XI, role=None)
    store = stored(written(one(Meeting(id="m", participants=(XI, LUKASHENKO), hosts=(host,), start="2023-12-04"))))
    assert ask("?m dip:participation [ dip:agent ?who ; dip:role ?role ]", store, "?who ?role") == [
        ("wd:Q15031", "dipc:role/host"),
        ("wd:Q2866", "dipc:role/guest"),
    ]
