"""User and password, from the environment alone, for the server that was named and nobody else.

``DIPKB_STORE_AUTH=digest`` keeps the password off the wire from the first request on; otherwise ``Basic`` is sent, and a server
that wants ``Digest`` gets it when it says so. With ``bearer`` the password is a token.
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
    """A user, a password, and the scheme: with ``digest`` it is only ever proved, with ``bearer`` it is sent as a token."""

    user: str
    password: str
    scheme: str = "basic"

    def offer(self, request: urllib.request.Request) -> None:
        """Put it on the request before anybody asked; a header that no redirect carries on.

        Where the server asked for a digest before, that is given, so that nothing long is sent twice.
        """
        if asked := _ASKED.get(self._at(request)):
            self._answer(request, *asked)
        elif self.scheme == "basic":
            token = base64.b64encode(f"{self.user}:{self.password}".encode()).decode("ascii")
            request.add_unredirected_header("Authorization", f"Basic {token}")
        elif self.scheme == "bearer":
            request.add_unredirected_header("Authorization", f"Bearer {self.password}")

    def prove(self, request: urllib.request.Request, challenge: str) -> bool:
        """Answer a server's challenge; false where it is none that can be answered (``Digest`` with MD5 or SHA).

        Raises:
            StoreError: User or password have letters that digests cannot take.
        """
        wanted = _digest_part(challenge)
        if not wanted:
            return False
        asked = _ASKED[self._at(request)] = urllib.request.HTTPDigestAuthHandler(_One(self.user, self.password)), wanted
        return self._answer(request, *asked)

    def _at(self, request: urllib.request.Request) -> tuple[str, str, str]:
        return f"{request.type}://{request.host}", self.user, self.password

    def _answer(
        self, request: urllib.request.Request, known: urllib.request.HTTPDigestAuthHandler, wanted: dict[str, str]
    ) -> bool:
        try:
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


_ASKED: dict[tuple[str, str, str], tuple[urllib.request.HTTPDigestAuthHandler, dict[str, str]]] = {}
"""What servers last asked for, by server and user, with the count of what was answered."""


def login() -> Login | None:
    """What the environment says now.

    Raises:
        CallError: DIPKB_STORE_AUTH is none of these.
    """
    user, password = os.environ.get(USER), os.environ.get(PASSWORD)
    scheme = os.environ.get(SCHEME, "basic").strip().lower() or "basic"
    if scheme not in ("basic", "digest", "bearer"):
        raise CallError(f"{SCHEME} is '{scheme[:40]}'. It may be 'basic', 'digest' or 'bearer'.")
    return Login(user or "", password or "", scheme) if user or password else None


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
