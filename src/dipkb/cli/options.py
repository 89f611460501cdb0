"""The options that several commands share, so that they read alike everywhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from dipkb.errors import CallError
from dipkb.resources import LANGUAGE, choose_language

Command = TypeVar("Command", bound=Callable[..., Any])
ENVIRONMENT = "DIPKB_STORE"
RESULT_FORMATS = ("table", "csv", "tsv", "json", "markdown")
GRAPH_FORMATS = ("turtle", "ntriples", "jsonld")
SHORT = {"nq": "nquads", "nt": "ntriples", "ttl": "turtle", "md": "markdown"}


class Format(click.Choice[str]):
    """One of these formats, under its name or the short one that files have."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The format's full name."""
        full = SHORT.get(value, value)
        return super().convert(full if full in self.choices else value, param, ctx)


def named_store(store: str | None) -> str:
    """The store that was named.

    Raises:
        CallError: None was.
    """
    if not store:
        raise CallError("No store was named. Give --store kb/ (a folder, or an http address), or set DIPKB_STORE.")
    return store


def _named(context: click.Context, option: click.Parameter, store: str | None) -> str | None:
    return store if context.resilient_parsing else named_store(store)


def store_option(command: Command) -> Command:
    """``--store``: required, from the command line or the environment."""
    help = "Folder of an embedded store, or address of a SPARQL endpoint; else DIPKB_STORE."
    return click.option("--store", "where", metavar="FOLDER|URL", envvar=ENVIRONMENT, callback=_named, help=help)(command)


def output_option(command: Command) -> Command:
    """``--output``: a file, whole or not there."""
    return click.option("--output", "-o", metavar="FILE", default="-", help="Write to this file; '-' is standard output.")(
        command
    )


def format_option(formats: Sequence[str], note: str) -> Callable[[Command], Command]:
    """``--format``: one of these."""
    return click.option("--format", "format", type=Format(formats), help=note)


def max_mb_option(command: Command) -> Command:
    """``--max-mb``: the limit on one document."""
    help = "The most one file, line or page may have, in millions of bytes."
    return click.option("--max-mb", metavar="N", type=click.IntRange(min=1), default=50, show_default=True, help=help)(command)


def min_confidence_option(command: Command) -> Command:
    """``--min-confidence``: the least that an event may have."""
    help = "Leave out events that are less sure, 0 to 1 (docs/confidence.md); their number is said."
    kind = click.FloatRange(0, 1)
    return click.option("--min-confidence", metavar="X", type=kind, default=0.0, show_default=True, help=help)(command)


def reading_options(command: Command) -> Command:
    """``--gazetteer``, ``--language``, ``--plugin`` and ``--jobs``: how articles are read."""
    plugins = "Let this installed plug-in find names or events as well ('dipkb plugin list'); repeatable."
    jobs = "Processes that read articles; the records and their order stay the same."
    command = click.option("--jobs", "-j", metavar="N", type=click.IntRange(1, 256), default=1, show_default=True, help=jobs)(
        command
    )
    command = click.option("--plugin", "plugins", metavar="NAME", multiple=True, help=plugins)(command)
    command = click.option(
        "--language", metavar="CODE|FOLDER", envvar=LANGUAGE, expose_value=False, callback=_chosen, help=_LANGUAGE
    )(command)
    return tables_option(command)


_LANGUAGE = (
    "The language the articles are in, or a folder with the words of one (docs/languages.md); else DIPKB_LANGUAGE, else en."
)


def _chosen(context: click.Context, option: click.Parameter, language: str | None) -> None:
    if language and not context.resilient_parsing:
        choose_language(language)


def tables_option(command: Command) -> Command:
    """``--gazetteer``: tables over the shipped ones."""
    folders = click.Path(exists=True, file_okay=False, path_type=Path)
    help = "A folder with tables of your own (people.csv, tenures.csv …) over the shipped ones; repeatable."
    return click.option("--gazetteer", "tables", metavar="FOLDER", type=folders, multiple=True, help=help)(command)


result_format = format_option(RESULT_FORMATS, "Default: by the end of --output, else table on a terminal and JSON in a pipe.")
