"""Answers that are only a part of the answer: each server has its own way of not saying so.

=============  ====================================================================================================
Virtuoso       HTTP 200 and ``X-SQL-State: S1TAT`` when its time ran out ("anytime query")
Virtuoso       HTTP 200, as many rows as its limit (``ResultSetMaxRows``), sometimes with ``X-SPARQL-MaxRows``
Oxigraph       HTTP 200, the document cut, and the words "The SPARQL operation has been cancelled"
others         HTTP 206, or a round number of rows and no word about it: one more row is asked for
=============  ====================================================================================================
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dipkb.store.guard import spans

if TYPE_CHECKING:
    from dipkb.answer import Answer
    from dipkb.store.http import Reply

PARTIAL_HEADERS = ("x-sql-state", "x-sparql-partial")
CUT_WORDS = (b"The SPARQL operation has been cancelled", b"Query timed out", b"QueryInterruptedException")
ROUND = 1000
HARD_LIMITS = frozenset({1 << 20})
_TAIL = 4096


def partial(reply: Reply) -> str:
    """The words of a reply that say it is a part; empty where none do."""
    if reply.status == 206:
        return "206 Partial Content"
    said = [f"{name}: {reply.headers[name][:40]}" for name in PARTIAL_HEADERS if name in reply.headers]
    return " ".join([*said, reply.headers.get("x-sql-message", "")[:100]]).strip() if said else ""


def was_cancelled(reply: Reply) -> bool:
    """Whether a document that does not end well has a server's words for having stopped in the middle."""
    return any(words in reply.body[-_TAIL:] for words in CUT_WORDS)


def row_limit(reply: Reply) -> int | None:
    """The most rows that the server gives, where it says so."""
    said = reply.headers.get("x-sparql-maxrows", "")
    return int(said) if re.fullmatch(r"\d{1,9}", said) else None


def looks_cut(answer: Answer, limit: int | None) -> bool:
    """Whether there are as many rows as a limit would leave: the server's own, or a round number such as 10,000."""
    count = len(answer.rows)
    return count > 0 and (count == limit or count % ROUND == 0 or count in HARD_LIMITS)


def next_row(text: str, count: int) -> str:
    """The query for one row after so many of this SELECT's.

    >>> print(next_row("PREFIX e: <http://e/> SELECT ?s FROM e:g { ?s ?p ?o } LIMIT 5000", 1000))
    PREFIX e: <http://e/> SELECT * FROM e:g WHERE { {
    SELECT ?s  { ?s ?p ?o } LIMIT 5000
    } } LIMIT 1 OFFSET 1000
    """
    found = list(spans(text))
    begin = next(start for kind, word, start in found if kind == "word" and word.upper() == "SELECT")
    data_set = _from(text, found)
    kept = text[begin:]
    for clause in data_set:
        kept = kept.replace(clause, "", 1)
    return f"{text[:begin]}SELECT * {''.join(f'{c} ' for c in data_set)}WHERE {{ {{\n{kept}\n}} }} LIMIT 1 OFFSET {count}"


def _from(text: str, found: list[tuple[str, str, int]]) -> list[str]:
    """The clauses that name the data set, as they stand in the text."""
    clauses = []
    for at, (kind, word, start) in enumerate(found):
        if kind == "word" and word.upper() == "FROM":
            named = found[at + 1][1].upper() == "NAMED"
            _, name, last = found[at + 1 + named]
            clauses.append(text[start : last + len(name)])
    return clauses
