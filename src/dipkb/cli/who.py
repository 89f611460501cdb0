"""``dipkb who``: whom a name means, and why."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dipkb.cli.commands import example
from dipkb.cli.files import choose_format, open_output
from dipkb.cli.options import ENVIRONMENT, format_option, output_option, tables_option
from dipkb.errors import BadParameter

if TYPE_CHECKING:
    from dipkb.pipeline.who import Who

FORMATS = ("text", "json")


@click.command(
    epilog=example("dipkb who Lavrov --country RUS --on 2022-02-01", "dipkb who 'king of Spain' --on 2023-12-04 --store kb/")
)
@click.argument("name", metavar="NAME")
@click.option("--country", metavar="ISO3", help="Of which country (ISO 3166-1 alpha-3: CHN, BLR).")
@click.option("--on", "day", metavar="DAY", help="On which day an event names it: 2022-02-01.")
@click.option("--role", metavar="WORDS", help="The office as worded: 'foreign minister'.")
@click.option("--store", "where", metavar="FOLDER|URL", envvar=ENVIRONMENT, help="Also tell what this store has of that name.")
@format_option(FORMATS, "Default: text on a terminal and JSON in a pipe.")
@output_option
@tables_option
def who(
    name: str, country: str | None, day: str | None, role: str | None, where: str | None, format: str | None, output: str,
    tables: tuple[Path, ...],
) -> None:  # fmt: skip
    """Show whom a build would take a name for, and why.

    NAME is in any spelling, with or without a title, a surname alone, an office alone ("president of Belarus"), a country, an
    organisation or a QID. The one that is chosen is marked; a surname alone is never merged across articles, and it is said
    what would decide.
    """
    import msgspec

    from dipkb.gazetteer import load
    from dipkb.pipeline.who import who as ask
    from dipkb.store import open_store

    chosen, known = choose_format(format, output, FORMATS), load(tables)
    if country and known.country(country.upper()) is None:
        raise BadParameter(f"--country is '{country}', which is no ISO 3166-1 alpha-3 code of the tables. Example: --country BLR")
    given = (name, country and country.upper(), _day(day), role, known)
    if where:
        with open_store(where) as store:
            found = ask(*given, store=store)
    else:
        found = ask(*given)
    data = _text(found).encode() if chosen == "text" else msgspec.json.format(msgspec.json.encode(found)) + b"\n"
    with open_output(output) as out:
        out.write(data)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadParameter(f"--on is '{text}', which is no day. Example: --on 2022-02-01") from None


def _text(found: Who) -> str:
    asked = ", ".join(part for part in (found.name, found.role, found.country, found.day and f"on {found.day}") if part)
    lines = [f"Asked: {asked}"]
    for one in found.candidates:
        lines.append(f"{'>' if one.chosen else ' '} {one.name} ({one.id}), {one.kind}{', ' + one.country if one.country else ''}")
        lines.append(f"      by {one.by}: {one.because}")
        lines += [f"      {office}" for office in one.offices]
    if found.open:
        lines.append(f"Nothing is chosen ({found.open}): {found.because}")
        lines.append(f"A build would call it {found.local}." if found.local else "A build would give it an IRI for each article.")
    lines += [f"In the store: {one.label} <{one.iri}>, {one.events:,} events" for one in found.held]
    return "\n".join(lines) + "\n"
