"""The page of the shipped questions, made from their headers: ``dipkb query docs > docs/queries.md``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from dipkb.query import Parameter, Query

INTRODUCTION = """# The questions

Made from `queries/` by `make docs`; change the headers there, not this page. Each runs as

    dipkb query run NAME --store kb/ --param KEY=VALUE --format csv

A person or country may be given by name, alias or Wikidata id. Cells of several values join them by `|`.

"""


def page(questions: Iterable[Query], how_written: str) -> str:
    """The page, in Markdown: the questions by subject, then how a query file is written."""
    parts = [INTRODUCTION]
    for subject, several in groupby(questions, key=lambda q: q.subject):
        parts += [f"## {subject.capitalize()}\n\n", *map(_question, several)]
    return "".join(parts) + "## How a query file is written\n\n" + how_written.strip() + "\n"


def _question(question: Query) -> str:
    parameters = [(name, _takes(p), p.description, f"`{p.example}`") for name, p in question.parameters.items()]
    return "".join(
        (
            f"### {question.name}\n\n**{question.question}** {question.summary}\n\n",
            _table(("parameter", "takes", "meaning", "example"), parameters) if parameters else "",
            _table(("column", "meaning"), list(question.columns.items())),
        )
    )


def _takes(parameter: Parameter) -> str:
    kind = ", ".join(parameter.choices) if parameter.choices else parameter.type
    return f"{kind}; may be left out" if parameter.optional else kind


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n\n"
