"""``dipkb gazetteer``: are the tables of people, offices and countries sound?"""

from __future__ import annotations

from pathlib import Path

import click

from dipkb.cli.commands import Commands, example
from dipkb.cli.speech import say


@click.group(cls=Commands, epilog=example("dipkb gazetteer check"))
def gazetteer() -> None:
    """Check the tables of people, offices and places."""


@gazetteer.command(epilog=example("dipkb gazetteer check", "dipkb gazetteer check my-tables/"))
@click.argument("folders", metavar="[FOLDER]...", nargs=-1)
def check(folders: tuple[str, ...]) -> None:
    """Name every fault of the tables by file and line, also those of your own FOLDERs; exit code 1 when there are any."""
    from dipkb.gazetteer.check import check as faults

    found = faults([Path(folder) for folder in folders])
    for fault in found:
        click.echo(fault)
    say(f"{len(found):,} faults found." if found else "The tables are sound.")
    if found:
        raise click.exceptions.Exit(1)
