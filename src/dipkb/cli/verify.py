"""``dipkb store verify``: whether another store holds and answers the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from dipkb.cli.commands import example
from dipkb.cli.files import write_answer
from dipkb.cli.options import output_option, result_format, store_option
from dipkb.cli.speech import say

if TYPE_CHECKING:
    from dipkb.store.push.dialect import Dialect
    from dipkb.verify import Check

COLUMNS = ("what", "name", "verdict", "here", "there", "row")
FIRST = 3
LOOK_S = 30.0


@click.command(
    epilog=example(
        "dipkb store verify http://localhost:3030/kb/query --store kb/",
        "dipkb store verify http://localhost:8890/sparql --store kb/ --format json --output verified.json",
    )
)
@click.argument("endpoint", metavar="ENDPOINT")
@store_option
@result_format
@output_option
def verify(endpoint: str, where: str, format: str | None, output: str) -> None:
    """Compare an endpoint with a store: counts, every quad of every graph, and the answers to golden questions.

    ENDPOINT is an address of a triplestore that the store's graph was loaded into: the one it is asked at, or the one it
    was pushed to. Of what differs, the first rows that only one side has are listed, and how that server is set up is
    told. Ends with 1 when something differs, with 4 when the endpoint cannot be reached.
    """
    from dipkb.answer import table
    from dipkb.store import open_store
    from dipkb.store.push.dialect import place_of
    from dipkb.verify import default_graph, verify

    place = place_of(endpoint, LOOK_S)
    with open_store(where) as here, open_store(place.query) as there:
        checks = list(verify(here, there, lambda doing: say(f"{place.dialect.title}: {doing} …")))
        plain = default_graph(there)
    write_answer(table(COLUMNS, [row for check in checks for row in _rows(check)]), format, output)
    for words in _summary(place.dialect, checks, plain):
        say(words)
    if any(check.failed for check in checks):
        click.get_current_context().exit(1)


def _rows(check: Check) -> Iterator[tuple[str | int | None, ...]]:
    """A line for the check, then one for each of the first rows that only one side has."""
    yield check.what, check.name, check.verdict, check.here, check.there, check.words
    sides = {"only here": check.difference.only_here, "only there": check.difference.only_there}
    for side, rows in sides.items():
        for row in rows[:FIRST]:
            yield check.what, check.name, side, None, None, " | ".join(row)
        if len(rows) > FIRST:
            yield check.what, check.name, side, None, None, f"and {len(rows) - FIRST:,} more"


def _summary(server: Dialect, checks: list[Check], plain: str) -> Iterator[str]:
    failed = [check for check in checks if check.failed]
    asked = [check for check in checks if check.what == "question" and check.verdict != "nothing to ask"]
    same = sum(check.verdict == "same" for check in asked)
    yield f"{same} of {len(asked)} questions have the same answer; {len(failed)} of {len(checks)} checks differ."
    if any(check.verdict == "no answer" for check in failed):
        yield f"{server.title} did not answer everything. Set up: {server.setup.limits}."
    if any(check.what == "graph" for check in failed):
        yield f"The graphs are not the same. Loading anew: {server.setup.load}."
    if plain == "empty":
        told = "Plain queries, without GRAPH, find nothing there; dipkb's own name their graphs. To change it:"
        yield f"{told} {server.setup.default}."
