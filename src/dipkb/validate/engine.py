"""pySHACL, told to fetch, infer and print nothing."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from dipkb.errors import DataError, InputError
from dipkb.validate.graph import empty, parse, terms
from dipkb.validate.report import sh

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node


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
    graph = empty()
    for triple in terms(parse(path), ""):
        graph.add(triple)
    return _with_targets(graph)


def _with_targets(shapes: rdflib.Graph) -> rdflib.Graph:
    """Give property shapes the targets of their node shape, which says the same and is quicker.

    pySHACL sets a shape up once for all nodes of its target, but once a node for a ``sh:property``.
    """
    import rdflib
    from rdflib.collection import Collection

    targets = [sh(name) for name in ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")]
    for shape in sorted({s for target in targets for s in shapes.subjects(target)}, key=str):
        properties, ignored = list(shapes.objects(shape, sh("property"))), sh("ignoredProperties")
        if (shape, sh("deactivated"), None) in shapes or (None, None, shape) in shapes:
            continue
        if (shape, sh("closed"), None) in shapes:
            known = {*shapes.items(shapes.value(shape, ignored)), *(p for s in properties for p in shapes.objects(s, sh("path")))}
            listed: list[Node] = [*sorted(p for p in known if isinstance(p, rdflib.URIRef))]
            shapes.set((shape, ignored, Collection(shapes, rdflib.BNode(), listed).uri))
        for triple in ((p, t, o) for p in properties for t in targets for o in shapes.objects(shape, t)):
            shapes.add(triple)
        shapes.remove((shape, sh("property"), None))
    return shapes


def run(graph: rdflib.Graph, shapes: rdflib.Graph, path: Path) -> rdflib.Graph:
    """The W3C report of pySHACL; ``path`` is where the shapes are from.

    Raises:
        DataError: The shapes are not well-formed, or use what is refused (SERVICE, MINUS and VALUES in SPARQL).
    """
    import pyshacl
    import rdflib
    from pyparsing import ParseBaseException
    from pyshacl.errors import ReportableRuntimeError

    try:
        _, report, text = pyshacl.validate(
            graph, shacl_graph=shapes, inference="none", advanced=False, js=False, meta_shacl=False, do_owl_imports=False
        )
    except (ReportableRuntimeError, ParseBaseException, re.error, TypeError) as error:
        raise DataError(f"has shapes that cannot be used on these data: {error}", str(path)) from error
    if not isinstance(report, rdflib.Graph):
        raise DataError(f"has shapes that cannot be used on these data: {text}", str(path))
    return report


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
