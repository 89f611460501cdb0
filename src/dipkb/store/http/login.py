"""User and password, from the environment alone, for the server that was named and nobody else.

``DIPKB_STORE_AUTH=digest`` keeps the password off the wire from the first request on; otherwise ``Basic`` is sent, and a server
that wants ``Digest`` gets it when it says so.
"""

from __future__ import annotations

import base64
import os
import urllib.error
import urllib.request

import msgspec

from dipkb.errors import CallError, StoreError

USER, PASSWORD, SCHEME = "DIPKB_STORE_USER", "DIPKB_STORE_PASSWORD", "DIPKB_STORE_AUTH"


class Login(msgspec.Struct, frozen=True):
    """A user, a password, and whether it is only ever proved, never sent."""

    user: str
    password: str
    digest_only: bool = False

    def offer(self, request: urllib.request.Request) -> None:
        """Put it on the request before anybody asked; a header that no redirect carries on."""
        if not self.digest_only:
            token = base64.b64encode(f"{self.user}:{self.password}".encode()).decode("ascii")
            request.add_unredirected_header("Authorization", f"Basic {token}")

    def prove(self, request: urllib.request.Request, challenge: str) -> bool:
        """Answer a server's challenge; false where it is none that can be answered (``Digest`` with MD5 or SHA).

        Raises:
            StoreError: User or password have letters that digests cannot take.
        """
        wanted = _digest_part(challenge)
        if not wanted:
            return False
        try:
            known = urllib.request.HTTPDigestAuthHandler(_One(self.user, self.password))
            proof = known.get_authorization(request, wanted)
        except UnicodeEncodeError:
            raise StoreError(f"{USER} and {PASSWORD} must be plain ASCII where the server wants HTTP Digest.") from None
        except (ValueError, urllib.error.URLError):
            return False
        if proof:
            request.add_unredirected_header("Authorization", f"Digest {proof}")
        return bool(proof)


class _One(urllib.request.HTTPPasswordMgr):
    """Knows one user, whatever the realm is called."""

    def __init__(self, user: str, password: str) -> None:
        super().__init__()
        self._known = user, password

    def find_user_password(self, realm: str | None, authuri: str) -> tuple[str | None, str | None]:
        return self._known


def login() -> Login | None:
    """What the environment says now.

    Raises:
        CallError: DIPKB_STORE_AUTH is neither basic nor digest.
    """
    user, password = os.environ.get(USER), os.environ.get(PASSWORD)
    scheme = os.environ.get(SCHEME, "basic").strip().lower() or "basic"
    if scheme not in ("basic", "digest"):
        raise CallError(f"{SCHEME} is '{scheme[:40]}'. It may be 'basic' or 'digest'.")
    return Login(user or "", password or "", scheme == "digest") if user or password else None


def _digest_part(challenge: str) -> dict[str, str]:
    """The parameters of the ``Digest`` challenge among those of a ``WWW-Authenticate``; empty where there is none.

    >>> _digest_part('Basic realm="a", Digest realm="SPARQL", nonce="1", qop="auth"')["realm"]
    'SPARQL'
    """
    at = challenge.lower().find("digest ")
    if at < 0:
        return {}
    parts = urllib.request.parse_http_list(challenge[at + len("digest ") :])
    return urllib.request.parse_keqv_list([part for part in parts if "=" in part])
