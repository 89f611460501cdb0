"""Quads that take the place of others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    import pyoxigraph as ox


class Revision(msgspec.Struct, frozen=True):
    """What goes and what comes; IRIs without brackets.

    ``graphs`` go wholly; so do, in the graph ``within``, the statements about ``subjects`` and about the nodes these alone own:
    what their ``owned`` properties lead to. ``old`` are lines of N-Quads that go, ``new`` those that come; what is in both stays.
    """

    within: str
    subjects: tuple[str, ...] = ()
    owned: tuple[str, ...] = ()
    graphs: tuple[str, ...] = ()
    old: tuple[str, ...] = ()
    new: tuple[str, ...] = ()


def revised(data: ox.Store, revision: Revision) -> int:
    """Change the engine's data; by how many quads it has grown."""
    old = {*_standing(data, revision), *_parsed(revision.old)}
    new = set(_parsed(revision.new))
    for quad in old - new:
        data.remove(quad)
    come = [quad for quad in new - old if quad not in data]
    data.extend(come)
    return len(come) - len(old - new)


def _standing(data: ox.Store, revision: Revision) -> Iterator[ox.Quad]:
    import pyoxigraph as ox

    within, owned = ox.NamedNode(revision.within), {ox.NamedNode(iri) for iri in revision.owned}
    for iri in revision.subjects:
        for quad in data.quads_for_pattern(ox.NamedNode(iri), None, None, within):
            yield quad
            if quad.predicate in owned and isinstance(quad.object, ox.NamedNode):
                yield from data.quads_for_pattern(quad.object, None, None, within)
    for name in revision.graphs:
        yield from data.quads_for_pattern(None, None, None, ox.NamedNode(name))


def _parsed(lines: Iterable[str]) -> Iterator[ox.Quad]:
    import pyoxigraph as ox

    text = "".join(line if line.endswith("\n") else line + "\n" for line in lines)
    yield from ox.parse(text.encode("utf-8"), ox.RdfFormat.N_QUADS)
