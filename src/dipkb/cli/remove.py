"""``dipkb remove``: take articles out of a store for good."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from dipkb.cli.commands import example
from dipkb.cli.options import store_option, tables_option
from dipkb.cli.speech import say
from dipkb.errors import BadParameter


@click.command(
    epilog=example('dipkb remove wire-2023-12-05-17 --store kb/ --by "A. Reader" --because "withdrawn by its publisher"')
)
@click.argument("articles", metavar="ARTICLE...", nargs=-1, required=True)
@store_option
@click.option("--by", "author", metavar="NAME", required=True, help="Who decides; stays in the store.")
@click.option("--because", "reason", metavar="WORDS", required=True, help="Why; stays in the store.")
@click.option("--date", metavar="DAY", help="The day of the decision, 2026-01-31; today if not given.")
@tables_option
def remove(articles: tuple[str, ...], where: str, author: str, reason: str, date: str | None, tables: tuple[Path, ...]) -> None:
    """Take articles out of a store for good, with all that only they tell.

    ARTICLE is an article's id. Its text, words, reports, and the events that no other article tells of go, from all files of
    the store; what stays is who removed which id, when and why. Later builds skip the article and say so. All are removed,
    or none; a copy of the store or an older dump keeps what it has.
    """
    from dipkb import edtf
    from dipkb.gazetteer import load
    from dipkb.pipeline.removal import remove as take_out
    from dipkb.store import open_store

    day = date or datetime.datetime.now().astimezone().date().isoformat()
    if not edtf.is_edtf(day):
        raise BadParameter(f"--date is '{day}', which is no date. Example: --date 2026-01-31")
    with open_store(where, write=True) as store:
        say(str(take_out(store, articles, author=author, date=day, reason=reason, gazetteer=load(tables))))
