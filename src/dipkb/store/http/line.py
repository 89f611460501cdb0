"""One request and its reply over http or https, by an opener that knows nothing else and follows nothing by itself."""

from __future__ import annotations

import http.client
import ipaddress
import ssl
import urllib.error
import urllib.request
from functools import partial
from typing import Any

from dipkb.errors import StoreError
from dipkb.store.http.deadline import Deadline
from dipkb.store.http.reply import Reply, read


class Unreachable(StoreError):
    """Nobody answers there; ``refused`` where the machine is there and nothing listens."""

    def __init__(self, message: str, refused: bool = False) -> None:
        self.refused = refused
        super().__init__(message)


class BrokenOff(StoreError):
    """The connection ended before the answer did."""


def once(request: urllib.request.Request, deadline: Deadline, most: int, outside: bool = False) -> Reply:
    """Send the request; its reply, whatever the status.

    Args:
        request: To be sent as it stands.
        deadline: Ends it.
        most: The longest body that is taken, in bytes, unpacked.
        outside: The server must not be one of the inside: of this machine or a private network.

    Raises:
        Unreachable: Nobody answers, or nobody who speaks HTTP.
        BrokenOff: The connection ended early.
        TooLong: The body is longer.
        TimeoutError: The deadline came.
    """
    where = request.full_url.partition("?")[0]
    peers: list[str] = []
    try:
        with _opener(deadline, peers, outside).open(_copy(request), timeout=deadline.left or 0.001) as response:
            return read(response, where, most, outside=bool(peers) and not is_inside(peers[0]))
    except urllib.error.URLError as reason:
        raise _named(where, reason.reason if isinstance(reason.reason, Exception) else reason) from reason
    except (OSError, http.client.HTTPException, ValueError, EOFError) as reason:
        raise _named(where, reason) from reason


def _copy(request: urllib.request.Request) -> urllib.request.Request:
    """The same request; sending one through a proxy changes it."""
    copy = urllib.request.Request(request.full_url, request.data, request.headers, method=request.get_method())  # noqa: S310
    copy.unredirected_hdrs.update(request.unredirected_hdrs)
    return copy


def is_inside(address: str) -> bool:
    """Whether an address is one of this machine or of a private network, in any of its spellings.

    >>> [is_inside(a) for a in ("127.0.0.1", "::ffff:10.0.0.1", "169.254.169.254", "fd00::1", "64:ff9b::7f00:1", "9.9.9.9")]
    [True, True, True, True, True, False]
    """
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None) or _translated(parsed) or parsed
    return not mapped.is_global or mapped.is_multicast


def _translated(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that one of NAT64 or 6to4 leads to."""
    if isinstance(address, ipaddress.IPv6Address) and address in ipaddress.ip_network("64:ff9b::/96"):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return getattr(address, "sixtofour", None)


def _named(where: str, reason: Exception) -> Exception:
    """The failure in dipkb's words; a deadline stays a deadline."""
    if isinstance(reason, TimeoutError | StoreError):
        return reason
    if isinstance(reason, ConnectionError | http.client.IncompleteRead | EOFError) and not isinstance(
        reason, ConnectionRefusedError
    ):
        return BrokenOff(f"{where} broke off in the middle of its answer ({_why(reason)}). Ask again.")
    if isinstance(reason, http.client.HTTPException | ValueError):
        return Unreachable(f"{where} does not answer as HTTP has it ({_why(reason)}). Is the port right?")
    advice = "Its certificate is not trusted here." if isinstance(reason, ssl.SSLCertVerificationError) else "Is it running?"
    refused = isinstance(reason, ConnectionRefusedError)
    return Unreachable(f"{where} cannot be reached: {_why(reason)}. {advice} Is the URL right?", refused)


def _why(reason: Exception) -> str:
    said = str(reason) if isinstance(reason, OSError) and not isinstance(reason, ssl.SSLError) else repr(reason)
    return "".join(c if c.isprintable() else " " for c in said or type(reason).__name__)[:200]


class _Held:
    """A connection that ends with the deadline, and does not lead from the outside in."""

    def __init__(self, *args: Any, deadline: Deadline, peers: list[str], outside: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        self._deadline, self._peers, self._outside = deadline, peers, outside

    def connect(self) -> None:
        super().connect()  # type: ignore[misc]
        connection = self.sock  # type: ignore[attr-defined]
        self._peers.append(connection.getpeername()[0])
        self._deadline.hold(connection)
        if self._outside and is_inside(self._peers[-1]):
            raise StoreError(f"A server outside led to {self._peers[-1]}, an address inside this network; it was not asked.")

    def putheader(self, header: Any, *values: Any) -> None:
        """All but ``Connection: close``, upon which some servers end an answer by closing and no longer mark its end."""
        if header.lower() != "connection":
            super().putheader(header, *values)  # type: ignore[misc]


class _Http(_Held, http.client.HTTPConnection):
    """Plain."""


class _Https(_Held, http.client.HTTPSConnection):
    """Under TLS."""


class _HttpHandler(urllib.request.HTTPHandler):
    def __init__(self, held: dict[str, Any]) -> None:
        super().__init__()
        self._held = held

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(partial(_Http, **self._held), req)


class _HttpsHandler(urllib.request.HTTPSHandler):
    def __init__(self, held: dict[str, Any]) -> None:
        super().__init__()
        self._held = held

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(partial(_Https, **self._held, context=ssl.create_default_context()), req)


def _opener(deadline: Deadline, peers: list[str], outside: bool) -> urllib.request.OpenerDirector:
    held = {"deadline": deadline, "peers": peers, "outside": outside}
    opener = urllib.request.OpenerDirector()
    for handler in (urllib.request.ProxyHandler(), _HttpHandler(held), _HttpsHandler(held), urllib.request.UnknownHandler()):
        opener.add_handler(handler)
    return opener
