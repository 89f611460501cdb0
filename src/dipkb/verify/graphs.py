"""Whether two stores hold the same quads, found out without carrying them all over.

Each graph is told by its number of quads and a digest that does not depend on their order: the sum of 24 bits of MD5 over
subject, predicate and object of each. Where these are the same, so are the quads (but for one chance in 17 million). Where they
are not, the graph is cut into 256 parts by the same digest, and the parts that differ are compared quad by quad and by value: a
server that writes numbers in its own way is no difference. Datatypes alone are seen by the second step only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

import msgspec

from dipkb.answer import Answer
from dipkb.store import Store
from dipkb.verify.values import Difference, apart, difference

TIMEOUT_S = 600.0
WHOLE, LISTED = 2000, 4999
Sum: TypeAlias = tuple[int, str]
Sums: TypeAlias = dict[str, Sum]
_MD5 = 'MD5(CONCAT(STR(?s), " ", STR(?p), " ", ENCODE_FOR_URI(STR(?o)), " ", IF(ISLITERAL(?o), LCASE(LANG(?o)), "")))'
_NUMBER = " + ".join(f'{16**n} * STRLEN(STRBEFORE("0123456789abcdef", SUBSTR(?md5, {n + 1}, 1)))' for n in range(6))
_CENSUS = f"""SELECT ?g (COUNT(*) AS ?n) (STR(SUM(?number)) AS ?digest) WHERE {{
  GRAPH ?g {{ ?s ?p ?o }} BIND({_MD5} AS ?md5) BIND({_NUMBER} AS ?number)
}} GROUP BY ?g ORDER BY ?g LIMIT {LISTED} OFFSET %d"""
_PARTS = f"""SELECT ?part (COUNT(*) AS ?n) (STR(SUM(?number)) AS ?digest) WHERE {{
  GRAPH <%s> {{ ?s ?p ?o }} BIND({_MD5} AS ?md5) BIND({_NUMBER} AS ?number) BIND(SUBSTR(?md5, 1, 2) AS ?part)
}} GROUP BY ?part"""
_ROWS = "SELECT ?s ?p ?o WHERE { GRAPH <%s> { ?s ?p ?o } }"
_SOME = f"""SELECT ?s ?p ?o WHERE {{
  GRAPH <%s> {{ ?s ?p ?o }} BIND(SUBSTR({_MD5}, 1, 2) AS ?part) FILTER(?part >= "%s" && ?part <= "%s")
}}"""


class Quads(msgspec.Struct, frozen=True):
    """How many quads a graph has in both stores, and those that are in one of them only (subject, predicate, object)."""

    graph: str
    here: int
    there: int
    difference: Difference


def differing(here: Store, there: Store, ours: Sums, theirs: Sums) -> Iterator[Quads]:
    """The graphs of the first census whose quads differ in the other store, by name."""
    for graph in sorted(graph for graph in ours if ours[graph] != theirs.get(graph)):
        counts = ours[graph][0], theirs.get(graph, (0, ""))[0]
        between = _between(here, there, graph, max(counts))
        if between or counts[0] != counts[1]:
            yield Quads(graph, *counts, between)


def census(store: Store) -> Sums:
    """Number of quads and digest of each named graph."""
    found: Sums = {}
    while True:
        listed = store.query(_CENSUS % len(found), timeout_s=TIMEOUT_S)
        columns = (listed.column(name) for name in ("g", "n", "digest"))
        found |= {graph: (int(n), digest) for graph, n, digest in zip(*columns, strict=True)}
        if len(listed.rows) < LISTED:
            return found


def _between(here: Store, there: Store, graph: str, quads: int) -> Difference:
    """What a graph has in one of the stores only."""
    if quads <= WHOLE:
        return difference(_ask(here, _ROWS % graph), _ask(there, _ROWS % graph))
    texts = [_SOME % (graph, first, last) for first, last in _ranges(here, there, graph)]
    found = [difference(_ask(here, text), _ask(there, text)) for text in texts]
    return apart(Difference(_joined(d.only_here for d in found), _joined(d.only_there for d in found)))


def _ranges(here: Store, there: Store, graph: str) -> list[tuple[str, str]]:
    """The first and last parts of runs that hold all that differ, each run as long as one answer may be."""
    ours, theirs = (_sums(_ask(store, _PARTS % graph)) for store in (here, there))
    runs, room = [], 0  # type: list[tuple[str, str]], int
    for part in sorted(ours | theirs):
        room -= max(sums.get(part, (0, ""))[0] for sums in (ours, theirs))
        if ours.get(part) == theirs.get(part):
            continue
        if room < 0 or not runs:
            runs, room = [*runs, (part, part)], LISTED
        runs[-1] = (runs[-1][0], part)
    return runs


def _sums(answer: Answer) -> Sums:
    columns = (answer.column(name) for name in ("part", "n", "digest"))
    return {part: (int(n), digest) for part, n, digest in zip(*columns, strict=True)}


def _ask(store: Store, text: str) -> Answer:
    return store.query(text, timeout_s=TIMEOUT_S)


def _joined(rows: Iterable[tuple[tuple[str, ...], ...]]) -> tuple[tuple[str, ...], ...]:
    return tuple(row for some in rows for row in some)
