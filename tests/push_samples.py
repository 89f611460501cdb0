"""Graphs to push: a few articles, events that may be many, and texts that servers are known to change."""

from __future__ import annotations

from dipkb.store.embedded import EmbeddedStore
from tests.stores import DIP, DIPD, DIPG, LABEL, sample

XSD = "http://www.w3.org/2001/XMLSchema#"
EXAMPLE = "http://example.org/"
THEIRS = f"<{EXAMPLE}s> <{EXAMPLE}p> <{EXAMPLE}o>"


def article(number: int, words: str = "The president arrived.") -> list[str]:
    graph = f"<{DIPG}article/n{number}>"
    about = [f'<{DIPD}article/n{number}> <{DIP}text> "{words}" {graph} .']
    return [*about, *(f'<{DIPD}article/n{number}> <{DIP}n> "{k}"^^<{XSD}integer> {graph} .' for k in range(6))]


def awkward() -> list[str]:
    """Texts that servers are known to change: escapes, scripts beyond the first plane, and a long one."""
    graph = f"<{DIPG}reference>"
    texts = [r"a\\u0022b", r"\\\"", r"\n\t\r", "中国 🕊", "Łukašenka", r"{ } ; GRAPH <x> . # no comment", "long " * 9000, r"\\"]
    values = [f'"2023-12-04"^^<{XSD}date>', f'"0.9"^^<{XSD}decimal>', f'"3"^^<{XSD}integer>', '"x"@en-GB']
    return [
        *(f'<{DIPD}awkward/{n}> {LABEL} "{text}" {graph} .' for n, text in enumerate(texts)),
        *(f"<{DIPD}value/{n}> <{DIP}v> {value} {graph} ." for n, value in enumerate(values)),
    ]


def many(number: int) -> list[str]:
    return [f'<{DIPD}visit/m{n}> {LABEL} "Visit {n}"@en <{DIPG}events> .' for n in range(number)]


def fill(store: EmbeddedStore, *articles: int, events: int = 40) -> None:
    store.replace_all([*sample(), *awkward(), *many(events), *(line for n in articles for line in article(n))])
