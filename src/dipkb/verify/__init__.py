"""Whether another store holds the same graph and answers the same as the embedded one.

Three things are compared: how many events, articles and quads of each kind there are; every quad of every graph, by digests
(:mod:`dipkb.verify.graphs`); and the answers to the golden questions (:mod:`dipkb.verify.golden`). Each question names its
graphs, so that the other store's default graph makes no difference; what it is, is found out and told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, TypeAlias

import msgspec

from dipkb.answer import Answer
from dipkb.errors import DipkbError
from dipkb.store import Store, StoreInfo
from dipkb.store.push.manifest import manifest_iri
from dipkb.verify.golden import Golden, golden, ready
from dipkb.verify.graphs import Quads, census, differing
from dipkb.verify.values import Difference, difference
from dipkb.vocab import expand, sparql_prologue

__all__ = ["Check", "Difference", "default_graph", "verify"]

Verdict: TypeAlias = Literal["same", "differs", "no answer", "nothing to ask"]
Said: TypeAlias = Callable[[str], None]
MOST_GRAPHS = 20
PUSHED = expand("dipg:pushed")
"""Where a push notes on the server what it put there."""


class Check(msgspec.Struct, frozen=True):
    """One comparison: what of, how it came out, how many there are on both sides, and what only one of them has.

    ``here`` and ``there`` are rows for a question, quads for a graph, numbers for a count; ``words`` say why there was no answer.
    """

    what: Literal["count", "graph", "question"]
    name: str
    verdict: Verdict
    here: int | None = None
    there: int | None = None
    difference: Difference = Difference()
    words: str = ""

    @property
    def failed(self) -> bool:
        """Whether the other store has it otherwise, or gave no answer."""
        return self.verdict in ("differs", "no answer")


def verify(here: Store, there: Store, say: Said = lambda words: None) -> Iterator[Check]:
    """Compare the other store with the embedded one, check by check.

    Args:
        here: The embedded store, which is right.
        there: The other one.
        say: Told what is being done next, for people who wait.

    Raises:
        StoreError: The other store cannot be reached at all, or the embedded one fails.
    """
    say("counting")
    yield from _counted(here.info(), there.info())
    say("comparing the graphs")
    yield from _graphs(here, there)
    for one in golden():
        say(f"asking: {one.name}")
        yield _asked(one, here, there)


def default_graph(store: Store) -> Literal["union", "empty", "unknown"]:
    """What patterns outside ``GRAPH`` match there: all graphs or none of the named ones."""
    inside, outside = (
        store.query(f"{sparql_prologue()} ASK {{ {pattern} }}", timeout_s=60.0).truth
        for pattern in ("GRAPH dipg:ontology { dip:Visit ?p ?o }", "dip:Visit ?p ?o")
    )
    return ("union" if outside else "empty") if inside else "unknown"


def _counted(here: StoreInfo, there: StoreInfo) -> Iterator[Check]:
    yield _count("articles", here.articles, there.articles)
    for kind in sorted(here.events | there.events):
        yield _count(f"events of type {kind}", here.events.get(kind, 0), there.events.get(kind, 0))
    for graph in sorted(here.quads):
        yield _count(f"quads of {graph}", here.quads[graph], there.quads.get(graph, 0))


def _count(name: str, here: int, there: int) -> Check:
    return Check("count", name, "same" if here == there else "differs", here, there)


def _graphs(here: Store, there: Store) -> Iterator[Check]:
    """One check for all graphs that are the same, and one for each of the first that differ."""
    ours, theirs = census(here), census(there)
    theirs.pop(manifest_iri(), None)  # what a push notes there
    ours |= {graph: (0, "") for graph in theirs if graph not in ours and graph.startswith(expand("dipg:")) and graph != PUSHED}
    found = 0
    for found, graph in enumerate(differing(here, there, ours, theirs), 1):
        yield _graph(graph)
        if found == MOST_GRAPHS:
            break
    if not found:
        yield Check("graph", "every graph, quad by quad", "same", len(ours), len(ours.keys() & theirs.keys()))


def _graph(found: Quads) -> Check:
    return Check("graph", found.graph, "differs", found.here, found.there, found.difference)


def _asked(one: Golden, here: Store, there: Store) -> Check:
    question = ready(one, here)
    if question is None:
        return Check("question", one.name, "nothing to ask")
    ours = question.ask(here)
    try:
        theirs = question.ask(there)
    except DipkbError as reason:
        return Check("question", one.name, "no answer", _size(ours), words=str(reason))
    apart = difference(ours, theirs)
    return Check("question", one.name, "differs" if apart else "same", _size(ours), _size(theirs), apart)


def _size(answer: Answer) -> int:
    return len(answer.triples) if answer.form == "graph" else len(answer.rows)
