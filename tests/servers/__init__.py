"""Real triplestores for tests, on this machine: ``make stores`` fetches each of ``KINDS``, a test that asks for one starts it.

A test takes the fixture ``server`` (it runs once for each kind, over an empty store) or one kind by name (``fuseki``, ``rdf4j``,
``virtuoso``, ``oxigraph``). ``started`` starts a further one with options of its own.
"""

from tests.servers.fetch import missing
from tests.servers.kinds import KINDS, Server, started

__all__ = ["KINDS", "Server", "missing", "started"]
