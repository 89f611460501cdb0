"""``dipkb store publish`` and ``dipkb store check``: a folder to hand on, and whether its files came over whole."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import click

from dipkb.cli.commands import example
from dipkb.cli.options import store_option
from dipkb.cli.speech import Progress, say
from dipkb.errors import CallError

if TYPE_CHECKING:
    from dipkb.store.description import About

_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_LICENCE = "Under what others may use it, such as https://creativecommons.org/licenses/by/4.0/"
_ISSUED = "Day of issue; left out unless given, so that a second run gives the same bytes."
_BASE = "Where the folder will be put; else addresses are relative to the description."
_TITLE = "What the description calls it."
_TEXT = "Publish the articles' texts too; their publishers have rights in them."


@click.command(
    epilog=example(
        "dipkb store publish release/ --store kb/ --licence https://creativecommons.org/licenses/by/4.0/",
        "cd release && sha256sum --check SHA256SUMS",
    )
)
@click.argument("folder", metavar="FOLDER")
@store_option
@click.option("--compress", type=click.Choice(["gz", "zst"]), default="gz", show_default=True, help="How the dumps are packed.")
@click.option("--with-text", is_flag=True, help=_TEXT)
@click.option("--title", metavar="TEXT", default="Diplomatic events", show_default=True, help=_TITLE)
@click.option("--licence", metavar="URL", help=_LICENCE)
@click.option("--issued", metavar="YYYY-MM-DD", help=_ISSUED)
@click.option("--base", metavar="URL", default="", help=_BASE)
def publish(
    folder: str, where: str, compress: str, with_text: bool, title: str, licence: str | None, issued: str | None, base: str
) -> None:
    """Write a folder to hand on: the graph in every form, the ontology, a description, and checksums.

    The forms are N-Quads, TriG, JSON-LD, and N-Triples without graphs; void.ttl describes them (VoID and DCAT), SHA256SUMS has
    the sum of each file. The same graph gives the same bytes. Other files in FOLDER stay.
    """
    from dipkb.store import open_store
    from dipkb.store.publication import publish as write

    about = _about(title, licence, issued, base)
    with open_store(where) as opened, Progress("quads written") as progress:
        files = write(opened, folder, pack=compress, with_text=with_text, about=about, progress=progress)
    size = sum(file.size for file in files)
    left = "" if with_text else " The articles' texts are left out (--with-text)."
    say(f"{len(files)} files, {size / 1e6:,.1f} MB, and their sums stand in {folder}.{left}")


@click.command(epilog=example("dipkb store check release/"))
@click.argument("folder", metavar="FOLDER")
def check(folder: str) -> None:
    """Are the files of a published folder whole and as they were? Exit code 1: some are not."""
    from dipkb.store.publication import check as faults

    found = faults(folder)
    for fault in found:
        say(fault)
    if found:
        raise click.exceptions.Exit(1)
    say(f"All files of {folder} are as they were published.")


def _about(title: str, licence: str | None, issued: str | None, base: str) -> About:
    """What the options say of a publication, checked."""
    from dipkb.store.description import About

    for value, name in ((licence, "--licence"), (base, "--base")):
        if value and not _ADDRESS.fullmatch(value):
            raise CallError(f"'{value}' is no address ({name}). Give one like https://example.org/data/.")
    if issued:
        try:
            date.fromisoformat(issued)
        except ValueError as reason:
            raise CallError(f"'{issued}' is no day (--issued). Write it like 2026-01-31.") from reason
    return About(title, licence, issued, base if not base or base.endswith("/") else base + "/")
