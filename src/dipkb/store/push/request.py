"""What is said to a server that is written to: one request, made until it is done, or an error that says what to do."""

from __future__ import annotations

import http.client
import urllib.request
from urllib.parse import urlsplit

from dipkb.errors import StoreError
from dipkb.store.http import BrokenOff, Patience, Reply, exchange

PATIENCE = Patience(tries=8)
ONCE = Patience(tries=1)


class Refused(StoreError):
    """The server answered, and the answer is no success; ``reply`` is what it said."""

    def __init__(self, message: str, reply: Reply) -> None:
        self.reply = reply
        super().__init__(message)


def may_pass(failure: StoreError) -> bool:
    """Whether a failure is one that is gone a little later: a busy server, a connection that was cut."""
    return isinstance(failure.__cause__, BrokenOff) or (isinstance(failure, Refused) and failure.reply.status in (429, 502, 503))


def checked(url: str) -> str:
    """The address.

    Raises:
        StoreError: It is no http or https address, or holds a password.
    """
    parts = urlsplit(url)
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise StoreError(f"'{url}' is no http or https address. Example: http://localhost:3030/ds")
    if parts.username or parts.password:
        raise StoreError("The address holds a user or password. Set DIPKB_STORE_USER and DIPKB_STORE_PASSWORD instead.")
    return url


def look(url: str, timeout_s: float) -> Reply:
    """What is found at an address, a refusal too.

    Raises:
        StoreError: Nobody answers there, or not in time.
    """
    return _exchanged(urllib.request.Request(url, headers={"User-Agent": "dipkb", "Accept": "*/*"}), timeout_s, PATIENCE)  # noqa: S310


def send(
    method: str, url: str, body: bytes | None = None, type: str = "", *, timeout_s: float, patience: Patience = PATIENCE
) -> Reply:
    """Make a request that changes something; a busy server (429, 502, 503) or a cut connection is tried again after a while.

    Args:
        method: POST, PUT or DELETE.
        url: Where to.
        body: What to send, of the media type ``type``.
        type: With its charset.
        timeout_s: Seconds for all tries together.
        patience: ``ONCE`` for what is not the same when made twice; adding and removing quads is.

    Raises:
        Refused: The server says no.
        StoreError: It is not reached, breaks off, or does not end in time.
    """
    headers = {"User-Agent": "dipkb", "Accept": "*/*"} | ({"Content-Type": type} if type else {})
    request = urllib.request.Request(url, body, headers, method=method)  # noqa: S310 - checked
    reply = _exchanged(request, timeout_s, patience)
    if reply.status // 100 == 2:
        return reply
    raise Refused(_refusal(reply, method), reply)


def _exchanged(request: urllib.request.Request, timeout_s: float, patience: Patience) -> Reply:
    try:
        return exchange(request, timeout_s=timeout_s, patience=patience)
    except TimeoutError:
        where = request.full_url.partition("?")[0]
        raise StoreError(f"{where} did not finish within {timeout_s:g} s. {_SMALLER}, or allow more with --timeout.") from None
    except BrokenOff as reason:
        raise StoreError(
            f"{reason} If it does so again, its log or a proxy's limit on length may be the reason. {_AGAIN}"
        ) from reason


def _refusal(reply: Reply, method: str) -> str:
    named = f"{reply.url} answered {reply.status} {http.client.responses.get(reply.status, '')}".strip()
    said = f" It says: {reply.words}" if reply.words else ""
    return f"{named} to {method}. {ADVICE.get(reply.status, ADVICE[500] if reply.status >= 500 else ADVICE[405])}{said}"


_SMALLER = "Send less at a time with --chunk"
_AGAIN = "The push can be called again and goes on where it stopped."
ADVICE = {
    400: "It finds the request malformed.",
    401: "Set DIPKB_STORE_USER and DIPKB_STORE_PASSWORD of a user who may write; a redirect does not take them along.",
    403: "This user may not write there, or the server was started read-only.",
    404: "Is the address right, and does the dataset exist?",
    405: "It takes no writes of this kind at this address. Name the kind of server with --server.",
    413: f"That is too long for it, or for a proxy before it. {_SMALLER}.",
    415: "It does not take this form of data. Name the kind of server with --server.",
    429: f"It is asked too often. {_AGAIN}",
    500: f"The server failed; see its log. {_AGAIN}",
    503: f"It stays busy. {_AGAIN}",
    504: f"Something before the server did not wait for it. {_SMALLER}.",
    507: "Its disk is full.",
}
"""What to do about a status, by status; 500 stands for all above it that are not named, 405 for all below."""
