"""HTTP with a server that may be slow, busy, elsewhere or hostile: what every exchange with an endpoint goes through.

>>> import urllib.request
>>> request = urllib.request.Request("http://localhost:7878/query?query=ASK%7B%7D")
>>> reply = exchange(request, timeout_s=60)  # doctest: +SKIP
>>> reply.status, reply.type  # doctest: +SKIP
(200, 'application/sparql-results+json')
"""

from __future__ import annotations

from dipkb.store.http.exchange import REDIRECTS, SAFE, Patience, exchange
from dipkb.store.http.line import BrokenOff, Unreachable, is_inside
from dipkb.store.http.reply import ANSWER_BYTES, Reply, TooLong

__all__ = [
    "ANSWER_BYTES",
    "REDIRECTS",
    "SAFE",
    "BrokenOff",
    "Patience",
    "Reply",
    "TooLong",
    "Unreachable",
    "exchange",
    "is_inside",
]
