"""pySHACL, told to fetch, infer and print nothing; it judges the nodes that the finder names."""

from __future__ import annotations

import gc
import logging
import re
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dipkb.errors import DataError, InputError
from dipkb.validate.graph import shapes_graph
from dipkb.validate.report import sh

if TYPE_CHECKING:
    import rdflib
    from pyshacl.shapes_graph import ShapesGraph
    from rdflib.term import Node

TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
AT_ONCE = 1_000
"""So many suspects go before the judge together; their results are what is held in memory."""


def read_shapes(path: Path) -> rdflib.Graph:
    """The shapes of a file, ready for :func:`run`; kept until the file changes.

    Raises:
        DataError: The file cannot be read; names the line.
    """
    try:
        return _read_shapes(path, path.stat().st_mtime_ns)
    except OSError as error:
        raise DataError(f"cannot be read: {error.strerror}.", str(path)) from error
    except InputError as error:
        raise DataError(str(error)) from error


@lru_cache(maxsize=4)
def _read_shapes(path: Path, _changed: int) -> rdflib.Graph:
    return _with_targets(shapes_graph(path))


def _with_targets(shapes: rdflib.Graph) -> rdflib.Graph:
    """Give property shapes the targets of their node shape, which says the same and is quicker.

    pySHACL sets a shape up once for all nodes of its target, but once a node for a ``sh:property``.
    """
    import rdflib
    from rdflib.collection import Collection

    targets = [sh(name) for name in TARGETS]
    for shape in sorted({s for target in targets for s in shapes.subjects(target)}, key=str):
        properties, ignored = list(shapes.objects(shape, sh("property"))), sh("ignoredProperties")
        siblings = any((p, sh("qualifiedValueShapesDisjoint"), None) in shapes for p in properties)
        if siblings or (shape, sh("deactivated"), None) in shapes or (None, None, shape) in shapes:
            continue
        if (shape, sh("closed"), None) in shapes:
            known = {*shapes.items(shapes.value(shape, ignored)), *(p for s in properties for p in shapes.objects(s, sh("path")))}
            listed: list[Node] = [*sorted(p for p in known if isinstance(p, rdflib.URIRef))]
            shapes.set((shape, ignored, Collection(shapes, rdflib.BNode(), listed).uri))
        for triple in ((p, t, o) for p in properties for t in targets for o in shapes.objects(shape, t)):
            shapes.add(triple)
        shapes.remove((shape, sh("property"), None))
    return shapes


def harvest(shapes: rdflib.Graph, path: Path) -> ShapesGraph:
    """The shapes as pySHACL reads them.

    Raises:
        DataError: They are not well-formed.
    """
    from pyshacl.shapes_graph import ShapesGraph

    with _refusals(path):
        found = ShapesGraph(shapes)
        _ = found.shapes
    return found


def run(graph: rdflib.Graph, shapes: rdflib.Graph, path: Path) -> rdflib.Graph:
    """The W3C report of pySHACL; ``path`` is where the shapes are from.

    Raises:
        DataError: The shapes are not well-formed, or use what is refused (SERVICE, MINUS and VALUES in SPARQL).
    """
    import pyshacl
    import rdflib
    from pyshacl.rdfutil.stringify import stringify_blank_node

    stringify_blank_node.dict_cache.clear()  # it is kept by the address of a graph, where another one may stand by now
    with _refusals(path):
        _, report, text = pyshacl.validate(
            graph, shacl_graph=shapes, inference="none", advanced=False, js=False, meta_shacl=False, do_owl_imports=False
        )
    if not isinstance(report, rdflib.Graph):
        raise DataError(f"has shapes that cannot be used on these data: {text}", str(path))
    return report


@contextmanager
def _refusals(path: Path) -> Iterator[None]:
    from pyparsing import ParseBaseException
    from pyshacl.errors import ReportableRuntimeError

    try:
        yield
    except (ReportableRuntimeError, ParseBaseException, NotImplementedError, re.error, TypeError) as error:
        raise DataError(f"has shapes that cannot be used on these data: {error}", str(path)) from error
    except Exception as error:
        if type(error) is not Exception:  # rdflib's for a prefix that is not declared
            raise
        raise DataError(f"has shapes that cannot be used on these data: {error}", str(path)) from error


def judged(graph: rdflib.Graph, shapes: rdflib.Graph, suspects: Iterable[tuple[Any, Any]], path: Path) -> Iterator[rdflib.Graph]:
    """The W3C reports of pySHACL on each shape held against the nodes that are named, some at a time.

    Args:
        graph: The data.
        shapes: The shapes; their own targets are passed over.
        suspects: Shapes and nodes, in rdflib's terms.
        path: Where the shapes are from.
    """
    suspects = iter(suspects)
    while some := list(islice(suspects, AT_ONCE)):
        untargeted = without_targets(shapes)
        named = [(shape, sh("targetNode"), node) for shape, node in some]
        for triple in named:
            untargeted.add(triple)
        yield run(graph, untargeted, path)


def without_targets(shapes: rdflib.Graph) -> rdflib.Graph:
    """The shapes without the targets they have, and without being classes, which is a target too."""
    import rdflib

    gone = {sh(name) for name in TARGETS}
    classes = {rdflib.RDFS.Class, *shapes.subjects(rdflib.RDFS.subClassOf, rdflib.RDFS.Class), rdflib.OWL.Class}
    out = rdflib.Graph(bind_namespaces="none")
    for s in dict.fromkeys(shapes.subjects()):
        for p in dict.fromkeys(shapes.predicates(s)):
            for o in shapes.objects(s, p):  # in their order, which is that of the names in a message
                if p not in gone and not (p == rdflib.RDF.type and o in classes):
                    out.add((s, p, o))
    return out


@contextmanager
def settled() -> Iterator[None]:
    """Let the collector of garbage come more seldom.

    An index is millions of small objects that stay, and it would look at all of them again and again for the few that go.
    """
    before = gc.get_threshold()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def quiet() -> Iterator[None]:
    """Keep rdflib's log of literals that are ill-typed off the terminal: each of them becomes a result."""
    log, nowhere = logging.getLogger("rdflib"), logging.NullHandler()
    log.addHandler(nowhere)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Parsing weird boolean", UserWarning)
            yield
    finally:
        log.removeHandler(nowhere)
