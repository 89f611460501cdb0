"""The servers as fixtures: one of each kind for a whole run, empty at the start of each test.

A test that uses one is marked ``stores``. Under several workers each starts its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.servers import KINDS, Server, missing, started

Running = Callable[[str], Server]


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Gives the running server of a kind, started when it is first asked for."""
    with ExitStack() as stack:
        servers: dict[str, Server] = {}

        def running(kind: str) -> Server:
            if kind not in servers:
                servers[kind] = stack.enter_context(started(kind, tmp_path_factory.mktemp(kind)))
            return servers[kind]

        yield running


def _empty(kind: str, request: pytest.FixtureRequest) -> Server:
    if reason := missing(kind):
        pytest.skip(reason)
    server: Server = request.getfixturevalue("running")(kind)
    server.clear()
    return server


@pytest.fixture(params=[pytest.param(kind, marks=pytest.mark.stores) for kind in KINDS])
def server(request: pytest.FixtureRequest) -> Server:
    """A real server, empty; the test runs once for each kind."""
    return _empty(request.param, request)


@pytest.fixture
def fuseki(request: pytest.FixtureRequest) -> Server:
    """Apache Jena Fuseki over TDB2, empty."""
    return _empty("fuseki", request)


@pytest.fixture
def rdf4j(request: pytest.FixtureRequest) -> Server:
    """RDF4J Server, empty."""
    return _empty("rdf4j", request)


@pytest.fixture
def virtuoso(request: pytest.FixtureRequest) -> Server:
    """OpenLink Virtuoso, empty."""
    return _empty("virtuoso", request)


@pytest.fixture
def oxigraph(request: pytest.FixtureRequest) -> Server:
    """Oxigraph server, empty."""
    return _empty("oxigraph", request)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that name a kind of server."""
    for item in items:
        if KINDS.keys() & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.stores)
