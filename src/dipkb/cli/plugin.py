"""``dipkb plugin``: which plug-ins for reading articles are installed?"""

from __future__ import annotations

import click

from dipkb.cli.commands import Commands, example
from dipkb.cli.speech import say


@click.group(cls=Commands, epilog=example("dipkb plugin list"))
def plugin() -> None:
    """Show the installed plug-ins that find names or events."""


@plugin.command("list", epilog=example("dipkb plugin list", "dipkb extract news/ --plugin NAME > events.jsonl"))
def list_() -> None:
    """Name the installed plug-ins, one a line: name, kind (mentions or events), where it comes from."""
    from dipkb.extract.plugins import installed

    found = installed()
    for entry in found:
        click.echo(f"{entry.name}\t{entry.group.removeprefix('dipkb.')}\t{entry.value}")
    if not found:
        say("No plug-in is installed. A package names one as an entry point of the group dipkb.mentions or dipkb.events.")
