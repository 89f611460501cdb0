"""``dipkb panel``: the zero-filled table of pairs and years, for statistics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from dipkb.cli.commands import example
from dipkb.cli.files import choose_format, open_output
from dipkb.cli.options import format_option, output_option, store_option
from dipkb.cli.speech import Progress, say
from dipkb.errors import BadParameter, CallError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dipkb.gazetteer import Gazetteer
    from dipkb.panel.table import Row, Table
    from dipkb.store import Store

FORMATS, SYSTEMS, NAMES = ("csv", "parquet"), ("gw", "cow"), ("dipkb", "peacesciencer")


@click.command(
    epilog=example(
        "dipkb panel --store kb/ --from 2015 --to 2024 --output panel.csv",
        "dipkb panel --store kb/ --countries CHN,RUS,Belarus --directed --names peacesciencer --output panel.parquet",
        "dipkb panel --store kb/ --leaders --output leaders.csv",
    )
)
@store_option
@click.option("--from", "first", metavar="YEAR", type=int, help="First year; the first with an event when left out.")
@click.option("--to", "last", metavar="YEAR", type=int, help="Last year; the last with an event when left out.")
@click.option("--leaders", "of_leaders", is_flag=True, help="Pairs of heads of state and government rather than of states.")
@click.option("--countries", metavar="A,B,...", help="Only these countries, by code or name, whether or not a list has them.")
@click.option("--system", type=click.Choice(SYSTEMS), default="gw", show_default=True, help="Whose list says what is a state.")
@click.option("--directed/--undirected", default=False, help="Two rows a pair and year, or one (the default).")
@click.option("--names", type=click.Choice(NAMES), default="dipkb", show_default=True, help="What columns are called.")
@format_option(FORMATS, "Default: by the end of --output, else csv.")
@output_option
@click.option("--dictionary", metavar="FILE", help="Where the data dictionary goes; else beside --output: FILE.dictionary.csv.")
def panel(
    where: str,
    first: int | None,
    last: int | None,
    of_leaders: bool,
    countries: str | None,
    system: Any,
    directed: bool,
    names: str,
    format: str | None,
    output: str,
    dictionary: str | None,
) -> None:
    """Write the dyad-year table: each pair of states and each year, with its meetings, calls, visits, sanctions and agreements.

    Every pair has a row for every year, with zeros where the store knows of nothing. An event that took place counts once, in
    the year it began in; beside each count stands the number of reports. The states are those of the Gleditsch-Ward list in
    that year; --system cow takes the Correlates of War list. docs/panel.md tells how to join the table to others.
    """
    from dipkb.gazetteer import load
    from dipkb.panel import Scope, leaders, renamed, states
    from dipkb.panel.files import write, write_dictionary
    from dipkb.store import open_store

    chosen, gazetteer = choose_format(format, output, FORMATS, piped="csv"), load()
    codes = _codes(countries, gazetteer)
    with open_store(where) as store, Progress("rows") as progress:
        scope = Scope(*_years(store, first, last), system, codes, directed)
        table = (leaders if of_leaders else states)(store, scope, gazetteer)
        columns = renamed(table.columns, names)
        with open_output(output) as out:
            write(columns, _shown(table, progress), chosen, out)
        beside = dictionary or (f"{output}.dictionary.csv" if output != "-" else None)
        if beside:
            with open_output(beside) as out:
                write_dictionary(columns, out)
    for line in _told(table, scope.first, scope.last, of_leaders):
        say(line)


def _codes(countries: str | None, gazetteer: Gazetteer) -> tuple[str, ...]:
    """The codes of the countries, in the order given.

    Raises:
        BadParameter: One is no country, or fewer than two are named.
    """
    found = [(name, gazetteer.country(name.upper()) or gazetteer.country_named(name)) for name in _named(countries)]
    unknown = [name for name, country in found if country is None]
    if unknown:
        raise BadParameter(f"--countries names '{unknown[0]}', which is no country. Write a code or name such as CHN or China.")
    codes = tuple(dict.fromkeys(country.iso3 for _, country in found if country))
    if len(codes) == 1:
        raise BadParameter(f"--countries names {codes[0]} alone, and a pair needs two. Name another: --countries {codes[0]},USA")
    return codes


def _named(countries: str | None) -> list[str]:
    return [name.strip() for name in (countries or "").split(",") if name.strip()]


def _years(store: Store, first: int | None, last: int | None) -> tuple[int, int]:
    """The first and last year, those of the events where none were given.

    Raises:
        BadParameter: They are too early or the wrong way round.
        CallError: The store has no dated events to take them from.
    """
    from dipkb.panel import FIRST_YEAR
    from dipkb.query import run

    if first is None or last is None:
        known = [int(row["year"]) for row in run(store, "panel-years").dicts() if "year" in row]
        known = [year for year in known if year >= FIRST_YEAR]
        if not known:
            raise CallError("The store has no dated event to take the years from. Give --from YEAR and --to YEAR.")
        first, last = first if first is not None else min(known), last if last is not None else max(known)
    if first < FIRST_YEAR:
        raise BadParameter(f"--from is {first}; the table of states begins in {FIRST_YEAR}. Give that year or a later one.")
    if not first <= last <= 9999:
        raise BadParameter(f"The years go from {first} to {last}. Give --from and --to so that the first comes first.")
    return first, last


def _shown(table: Table, progress: Progress) -> Iterator[Row]:
    for row in table.rows():
        progress(table.account.rows)
        yield row


def _told(table: Table, first: int, last: int, of_leaders: bool) -> Iterator[str]:
    """What the table holds, and what it leaves out."""
    account = table.account
    years = str(first) if first == last else f"{first} to {last}"
    yield (
        f"{account.rows:,} rows, {years}: {len(account.counted):,} events told by {account.counted.total():,} reports; "
        f"{len(account.undecided):,} more may lie in two of the years or in others (column 'undecided')."
    )
    if account.outside:
        some = ", ".join(f"{code} ({n})" for code, n in sorted(account.outside.items(), key=lambda item: (-item[1], item[0]))[:8])
        more = " …" if len(account.outside) > 8 else ""
        yield f"Named in events and without rows: {some}{more}. Name countries with --countries to have theirs."
