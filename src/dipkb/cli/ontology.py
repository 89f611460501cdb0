"""``dipkb ontology``: the terms that the graph is made of."""

from __future__ import annotations

import click

from dipkb.cli.commands import Commands, example


@click.group(cls=Commands, epilog=example("dipkb ontology show StateVisit"))
def ontology() -> None:
    """Look up the terms of the graph."""
