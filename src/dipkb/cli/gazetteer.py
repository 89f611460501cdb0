"""``dipkb gazetteer``: are the tables of people, offices and countries sound?"""

from __future__ import annotations

import click

from dipkb.cli.commands import Commands, example


@click.group(cls=Commands, epilog=example("dipkb gazetteer check"))
def gazetteer() -> None:
    """Look after the tables of people, offices, countries, media and places."""
