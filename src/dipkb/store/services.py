"""Whom a query may call by ``SERVICE``: nobody, unless a host was allowed by name.

The engine makes such calls itself, from the process that can be killed; it follows no redirect. A host's addresses are looked
at before: a name that leads into this machine or a private network is refused, unless that very address was allowed.
"""

from __future__ import annotations

import re
import socket
import urllib.parse
from collections.abc import Iterable

import msgspec

from dipkb.errors import CallError

_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::(\d{1,5}))?", re.ASCII)
_PORTS = {"http": 80, "https": 443}
_LOCAL = re.compile(r"localhost|[\d.]+|[0-9a-f:.]*:[0-9a-f:.]*")


class Services(msgspec.Struct, frozen=True):
    """The hosts that may be called, with the port where one was named; else 80 by http and 443 by https."""

    hosts: frozenset[tuple[str, int | None]] = frozenset()

    def check(self, address: str) -> None:
        """Nothing, where this endpoint may be called.

        Raises:
            ValueError: It may not; says why.

        >>> allowed(["query.wikidata.org"]).check("https://query.wikidata.org/sparql")
        >>> allowed(["query.wikidata.org"]).check("https://example.org/sparql")
        Traceback (most recent call last):
        ValueError: SERVICE may not call 'example.org', which was not allowed: --allow-service example.org
        """
        parts = urllib.parse.urlsplit(address)
        host, port = parts.hostname or "", _port(parts)
        if parts.scheme not in _PORTS or not host or parts.username or parts.password:
            raise ValueError(f"SERVICE may only call http and https addresses without a user in them; {address[:80]!r} is none.")
        if (host, port) not in self.hosts and not (port == _PORTS[parts.scheme] and (host, None) in self.hosts):
            name = host if port == _PORTS[parts.scheme] else f"{host}:{port}"
            raise ValueError(f"SERVICE may not call '{name}', which was not allowed: --allow-service {name}")
        if not _LOCAL.fullmatch(host) and (inner := _inner(host, port)):
            raise ValueError(f"SERVICE may not call '{host}': it leads to {inner}, an address inside this network.")


NOBODY = Services()


def allowed(hosts: Iterable[str]) -> Services:
    """These hosts, each as ``HOST`` or ``HOST:PORT``.

    Raises:
        CallError: One is no host.
    """
    return Services(frozenset(_host(host) for host in hosts))


def _host(written: str) -> tuple[str, int | None]:
    found = _HOST.fullmatch(written.strip().lower())
    if not found:
        raise CallError(f"'{written}' is no host. Write it as query.wikidata.org or localhost:3030, without http:// and path.")
    return found[1].strip("[]"), int(found[2]) if found[2] else None


def _port(parts: urllib.parse.SplitResult) -> int:
    return parts.port or _PORTS.get(parts.scheme, 0)


def _inner(host: str, port: int) -> str | None:
    """An address inside this network that the name leads to; a name that is unknown leads nowhere, as the call will tell."""
    from dipkb.store.http import is_inside

    try:
        found = [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except OSError:
        return None
    return next(filter(is_inside, found), None)
