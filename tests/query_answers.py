"""The page of answers, made from the cases of the queries: ``python -m tests.query_answers > docs/answers.md``."""

from __future__ import annotations

import io

import msgspec
import yaml

from dipkb.answer import Answer, Term
from dipkb.output import write
from dipkb.query import queries, run, spelled
from tests.query_graphs import CASES, names, oxigraph

INTRODUCTION = """# The questions and their answers on the seed article

Made by `make docs` from the seed article's facts as they were marked by hand (`tests/gold/seed.yaml`) and the cases in
`tests/cases/queries/`; events are called by the names they have there. A question that the seed article cannot answer shows
what it finds in `tests/cases/queries/_world.yaml` instead. Parameters and columns of each are told in [queries.md](queries.md).
"""
LONGEST = 80


def page() -> str:
    """The page, in Markdown."""
    return INTRODUCTION + "".join(_section(name) for name in queries())


def _section(name: str) -> str:
    query = queries()[name]
    cases = yaml.load((CASES / f"{name}.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    case = next((c for c in cases if c["rows"] and c["graph"] == "seed"), None) or next(c for c in cases if c["rows"])
    graph, given = case["graph"], case.get("params", {})
    records = {called: iri for iri, called in names(graph).items()}
    bound = {key: records[value] if query.parameters[key].type == "event" else value for key, value in given.items()}
    command = f"dipkb query run {name} {spelled(given)}".strip() + (f"    # on _{graph}.yaml" if graph != "seed" else "")
    answer = _table(run(oxigraph(graph), query, bound), graph)
    return f"\n## {name}\n\n{query.question}{_numbers(query.competency)}\n\n    {command}\n\n{answer}"


def _numbers(competency: tuple[int, ...]) -> str:
    listed = ", ".join(map(str, competency))
    return f" Competency question{'s' if len(competency) > 1 else ''} {listed}." if competency else ""


def _table(answer: Answer, graph: str) -> str:
    filled = [n for n, _ in enumerate(answer.variables) if any(row[n] for row in answer.rows)]
    rows = tuple(tuple(_short(row[n], names(graph)) for n in filled) for row in answer.rows)
    out = io.BytesIO()
    write(msgspec.structs.replace(answer, variables=tuple(answer.variables[n] for n in filled), rows=rows), "markdown", out)
    return out.getvalue().decode("utf-8")


def _short(term: Term | None, called: dict[str, str]) -> Term | None:
    if term is None:
        return None
    value = called.get(term.value, term.value)
    cut = value if len(value) <= LONGEST else value[:LONGEST].rsplit(" ", 1)[0] + " …"
    return term if cut == term.value else Term("literal", cut)


if __name__ == "__main__":
    print(page(), end="")
