"""Which server an endpoint is, and how it is set up: data, ``queries/servers.yaml``."""

from __future__ import annotations

import urllib.request
from collections.abc import Mapping

import msgspec
import yaml

from dipkb.errors import DataError
from dipkb.resources import folder
from dipkb.store.http import exchange


class Server(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of server: what tells it, and what to do about its default graph, its limits and loading."""

    name: str
    default: str
    limits: str
    load: str
    header: dict[str, str] = {}
    path: str = ""


def servers() -> tuple[Server, ...]:
    """All that are known; the last is any other.

    Raises:
        DataError: The file is malformed.
    """
    file = folder("queries") / "servers.yaml"
    try:
        return msgspec.convert(yaml.safe_load(file.read_text(encoding="utf-8")), tuple[Server, ...])
    except (yaml.YAMLError, msgspec.ValidationError) as reason:
        raise DataError(f"{file}: {reason}") from reason


def server_at(url: str, timeout_s: float = 30.0) -> Server:
    """The kind that answers there.

    Raises:
        StoreError: Nobody does.
        TimeoutError: Nobody does in time.
    """
    request = urllib.request.Request(f"{url}?query=ASK%7B%7D", headers={"Accept": "application/sparql-results+json"})  # noqa: S310
    headers = exchange(request, timeout_s=timeout_s).headers
    return next(server for server in servers() if _is_it(server, url, headers))


def _is_it(server: Server, url: str, headers: Mapping[str, str]) -> bool:
    told = all(name in headers and text in headers[name].lower() for name, text in server.header.items())
    return told and server.path in url
