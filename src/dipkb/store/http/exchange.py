"""A request and what comes back in the end: logged in, redirects followed, asked again where that helps, all by one deadline."""

from __future__ import annotations

import email.utils
import random
import time
import urllib.parse
import urllib.request
from datetime import UTC, datetime

import msgspec

from dipkb.errors import StoreError
from dipkb.store.http.deadline import Deadline, within
from dipkb.store.http.line import BrokenOff, Unreachable, once
from dipkb.store.http.login import Login, login
from dipkb.store.http.reply import ANSWER_BYTES, Reply

REDIRECTS = 5
_MOVED = {301, 302, 303, 307, 308}
_BUSY = {429, 502, 503}
_GAVE_UP = ("timed out", "timeout", "time limit", "cancelled", "too long")


class Patience(msgspec.Struct, frozen=True):
    """How often to try in all, and how long to wait before the second try; each further wait is twice as long.

    A server that says itself how long to wait (``Retry-After``) is believed, as far as the deadline allows.
    """

    tries: int = 4
    first_pause_s: float = 0.5

    def pause(self, done: int, said: str | None) -> float:
        """Seconds to wait after so many tries."""
        asked = _seconds(said)
        return asked if asked is not None else self.first_pause_s * 2.0 ** (done - 1) * random.uniform(0.75, 1.25)  # noqa: S311


SAFE = Patience()
"""For requests that change nothing, or the same when made twice."""


def exchange(request: urllib.request.Request, *, timeout_s: float, patience: Patience = SAFE, most: int = ANSWER_BYTES) -> Reply:
    """Make a request; the last reply to it, whatever its status.

    Credentials come from the environment (:mod:`dipkb.store.http.login`) and follow no redirect. A redirect is followed with
    method and body (after 303: by GET), at most five times, never from https to http, to another scheme, or from a server
    outside to one inside this network. A server that is busy (429, 502, 503) or breaks off is asked again.

    Args:
        request: The body must be bytes.
        timeout_s: Seconds for everything together.
        patience: ``Patience(tries=1)`` for what must not be made twice.
        most: The longest body that is taken, in bytes.

    Raises:
        TimeoutError: The deadline came first.
        Unreachable, BrokenOff, TooLong, StoreError: See :func:`dipkb.store.http.line.once`; a redirect that is not followed.
    """
    deadline = Deadline(timeout_s)
    request.add_header("Accept-encoding", "gzip")
    return within(deadline, lambda: _persist(request, deadline, patience, most))


def _persist(request: urllib.request.Request, deadline: Deadline, patience: Patience, most: int) -> Reply:
    for done in range(1, patience.tries):
        failure, pause = None, None  # type: StoreError | None, float | None
        try:
            reply = _followed(request, deadline, most)
            if not _is_busy(reply):
                return reply
            pause = patience.pause(done, reply.headers.get("retry-after"))
        except BrokenOff as reason:
            failure, pause = reason, patience.pause(done, None)
        except Unreachable as reason:
            if done == 1 or not reason.refused:
                raise
            failure, pause = reason, patience.pause(done, None)
        if pause >= deadline.left:
            if failure:
                raise failure
            return reply
        time.sleep(pause)
    return _followed(request, deadline, most)


def _is_busy(reply: Reply) -> bool:
    """Whether asking again may help: not where the server worked on it until it gave up."""
    return reply.status in _BUSY and not any(words in reply.words.lower() for words in _GAVE_UP)


def _seconds(said: str | None) -> float | None:
    """What ``Retry-After`` says: seconds or a date; ``None`` where it says nothing that can be read."""
    if said is None or not said.strip():
        return None
    if said.strip().isdecimal():
        return float(said)
    try:
        moment = email.utils.parsedate_to_datetime(said)
    except ValueError:
        return None
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def _followed(request: urllib.request.Request, deadline: Deadline, most: int) -> Reply:
    reply = _logged_in(request, login(), deadline, most)
    for _ in range(REDIRECTS):
        if reply.status not in _MOVED:
            return reply
        request = _redirected(request, reply)
        reply = once(request, deadline, most, outside=reply.outside)
    if reply.status in _MOVED:
        raise StoreError(f"{reply.url} leads from one address to the next ({REDIRECTS} times); it was left at that.")
    return reply


def _logged_in(request: urllib.request.Request, user: Login | None, deadline: Deadline, most: int) -> Reply:
    """The reply to who this is; a server that refuses ``Basic`` without a word of what it wants is asked that (Virtuoso)."""
    if user:
        user.offer(request)
    reply = once(request, deadline, most)
    if user and reply.status == 401 and "www-authenticate" not in reply.headers:
        request.unredirected_hdrs.pop("Authorization", None)
        reply = once(request, deadline, most)
    if user and reply.status == 401 and user.prove(request, reply.headers.get("www-authenticate", "")):
        reply = once(request, deadline, most)
    return reply


def _redirected(request: urllib.request.Request, reply: Reply) -> urllib.request.Request:
    """The same request to where the server points."""
    target = urllib.parse.urljoin(request.full_url, _quoted(reply.headers.get("location", "")))
    old, new = urllib.parse.urlsplit(request.full_url), urllib.parse.urlsplit(target)
    moved = f"{reply.url} answered {reply.status}: it has moved to {target.partition('?')[0] or 'nowhere'}"
    if new.scheme not in ("http", "https") or not new.hostname or new.username or not reply.headers.get("location"):
        raise StoreError(f"{moved}, which is no address of an endpoint.")
    if old.scheme == "https" and new.scheme == "http":
        raise StoreError(f"{moved}, which is not encrypted while this one is. Use that URL if you trust it.")
    body = None if reply.status == 303 else request.data
    headers = {name: value for name, value in request.headers.items() if body is not None or name != "Content-type"}
    return urllib.request.Request(target, body, headers, method="GET" if body is None else request.get_method())  # noqa: S310


def _quoted(location: str) -> str:
    """Letters outside ASCII and spaces, which some servers leave as they are."""
    return urllib.parse.quote(location.strip(), safe="%/:=&?~#+!$,;'@()*[]")
