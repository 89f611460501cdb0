"""The questions that are put to every tool: shipped queries with what the graph itself has most of, as plain SPARQL."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from dipkb.query import bind, get
from dipkb.store import Store

_PAIR = """
PREFIX dip: <https://w3id.org/dipkb/ontology#> PREFIX dipg: <https://w3id.org/dipkb/graph/>
SELECT ?one ?other ?year (COUNT(DISTINCT ?event) AS ?n) (MIN(?event) AS ?first) WHERE {
  GRAPH dipg:events { ?event a dip:Meeting ; dip:participant ?one , ?other ; dip:earliest ?day }
  GRAPH dipg:reference { ?one a dip:Person . ?other a dip:Person }
  FILTER(STR(?one) < STR(?other)) BIND(YEAR(?day) AS ?year)
} GROUP BY ?one ?other ?year ORDER BY DESC(?n) ?one ?other ?year LIMIT 1
"""
_COUNTRY = """
PREFIX dip: <https://w3id.org/dipkb/ontology#> PREFIX dipg: <https://w3id.org/dipkb/graph/>
SELECT ?code (COUNT(DISTINCT ?event) AS ?n) WHERE {
  GRAPH dipg:events { ?event a dip:Sanction ; dip:target ?target } GRAPH dipg:reference { ?target dip:iso3 ?code }
} GROUP BY ?code ORDER BY DESC(?n) ?code LIMIT 1
"""
MOST_S = 600.0


def texts(store: Store) -> dict[str, str]:
    """Each question's SPARQL, parameters bound; the pair that met most in a year, and the country sanctioned most."""
    found = store.query(_PAIR, timeout_s=MOST_S)
    one, other, year, event = (found.column(name)[0] for name in ("one", "other", "year", "first"))
    target = store.query(_COUNTRY, timeout_s=MOST_S).column("code")[0]
    asked: dict[str, Mapping[str, object]] = {
        "meetings-of-two-leaders": {"leader_a": one, "leader_b": other, "year": year},
        "count-evidence": {"leader_a": one, "leader_b": other, "year": year},
        "meetings": {"participant": one, "year": year},
        "visits": {"year": year},
        "visits-of-leader": {"leader": one},
        "sanctions": {"target": target},
        "meetings-by-mode": {},
        "country-pairs": {"year": year},
        "return-visits": {"year": year},
        "evidence": {"event": event},
    }
    return {name: bind(get(name), params, store, MOST_S) for name, params in asked.items()}


def written(store: Store, folder: Path) -> dict[str, Path]:
    """The questions as files, by name."""
    files = {}
    for name, text in texts(store).items():
        files[name] = folder / f"{name}.rq"
        files[name].write_text(text, encoding="utf-8")
    return files
