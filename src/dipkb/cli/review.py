"""``dipkb review``: what needs a person, and what a person decides about it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import date as day
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from dipkb.cli.commands import Commands, example
from dipkb.cli.files import choose_format, open_output, write_answer
from dipkb.cli.options import RESULT_FORMATS, format_option, output_option, result_format, store_option
from dipkb.cli.speech import say, say_orphans
from dipkb.errors import CallError, InputError

if TYPE_CHECKING:
    from dipkb.pipeline import Outcome

Command = TypeVar("Command", bound=Callable[..., Any])
AUTHOR = "DIPKB_AUTHOR"
REASONS = ("conflict", "near merge", "unknown name", "low confidence", "shape")
SHEETS = ("csv", "jsonl")
SHOWN = (*RESULT_FORMATS, "jsonl")


@click.group(
    cls=Commands,
    epilog=example(
        "dipkb review list --store kb/ --reason conflict",
        'dipkb review reject dipd:report/0123456789abcdef --store kb/ --by "A. Reader" --because "it tells of another year"',
    ),
)
def review() -> None:
    """See what needs a person, and correct it.

    A correction holds over rebuilds, wins over what was extracted, and can be taken back without a trace. It stands in a graph
    of its own with its author, date and reason.
    """


def _what(command: Command) -> Command:
    """``--reason``, ``--limit`` and ``--below``: what is listed."""
    below = "Find events that are less sure than this, in percent."
    many = "Only what needs a person for this reason; repeatable. Shapes take long, and are looked at only when asked for."
    kind = click.IntRange(0, 100)
    command = click.option("--below", metavar="N", type=kind, default=50, show_default=True, help=below)(command)
    command = click.option("--limit", metavar="N", type=click.IntRange(min=1), help="List at most so many.")(command)
    return click.option("--reason", "reasons", type=click.Choice(REASONS), multiple=True, help=many)(command)


@review.command(
    "list",
    epilog=example(
        "dipkb review list --store kb/ --limit 20", 'dipkb review list --store kb/ --reason "near merge" --format csv'
    ),
)
@_what
@store_option
@result_format
@output_option
def list_(reasons: tuple[str, ...], limit: int | None, below: int, where: str, format: str | None, output: str) -> None:
    """List what needs a person: conflicts, near merges, unknown names, low confidence, shapes.

    Each row has the event, the reason, its reports with their words, and what one could do. What was accepted is not listed
    again.
    """
    from dipkb.review import findings
    from dipkb.review.sheets import listed
    from dipkb.store import open_store

    with open_store(where) as store:
        found = findings(store, reasons, limit, below)
    write_answer(listed(found), format, output)
    if not reasons:
        say("Shapes were not looked at, which takes long: --reason shape")


# --- deciding --------------------------------------------------------------------------------------------------------


def _author(context: click.Context, option: click.Parameter, name: str | None) -> str:
    if not name and not context.resilient_parsing:
        raise CallError(f"Nobody is named who decided. Give --by NAME, or set {AUTHOR}.")
    return name or ""


def _deciding(command: Command) -> Command:
    """``REPORT…``, ``--by``, ``--because`` and ``--date``: who decides about what, and why."""
    because = click.option("--because", metavar="WORDS", required=True, help="Why, for whoever reads it later.")
    when = click.option("--date", metavar="EDTF", default=_today, help="The day of the decision; today when not given.")
    by = click.option("--by", metavar="NAME", envvar=AUTHOR, callback=_author, help=f"Who decides; else {AUTHOR}.")
    reports = click.argument("reports", metavar="REPORT...", nargs=-1, required=True)
    return reports(store_option(by(because(when(command)))))


def _today() -> str:
    return day.today().isoformat()


def _decide(decision: str, reports: Sequence[str], where: str, by: str, because: str, date: str, **edit: str) -> None:
    from dipkb import pipeline
    from dipkb.review import Decided, Reports, correction
    from dipkb.store import open_store

    with open_store(where, write=True) as store:
        said = Decided(decision=decision, reports=reports, author=by, date=date, reason=because, **edit)
        made = correction(said, Reports(store, reports))
        outcome = pipeline.correct(store, [made])
    say(f"{made.key}: {decision} {_count(len(made.reports), 'report')}. To take it back: dipkb review undo {made.key}")
    _tell_held(outcome)


def _tell_held(outcome: Outcome) -> None:
    say(f"The store holds {outcome.events:,} events told by {outcome.reports:,} reports, {outcome.quads:,} quads.")
    for note in outcome.notes:
        say(f"Left out: {note}.")


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def _plain(decision: str, short: str, long: str) -> None:
    """A command for a decision that needs nothing else."""

    @_deciding
    def command(reports: tuple[str, ...], where: str, by: str, because: str, date: str) -> None:
        _decide(decision, reports, where, by, because, date)

    names = "dipd:visit/0123456789abcdef" + (" dipd:visit/fedcba9876543210" if decision == "merge" else "")
    line = f'dipkb review {decision} {names} --store kb/ --by "A. Reader" --because "the readout says so"'
    help = f"{short}\n\n{long} REPORT is a report's IRI or key, or the IRI of an event for all of its reports."
    review.command(decision, help=help, epilog=example(line))(command)


_plain("accept", "Say that reports are right.", "They are sure from then on, and not listed again.")
_plain("reject", "Say that reports are wrong: take them out.", "An event without reports is gone.")
_plain("merge", "Make the events of these reports one.", "All reports of these events tell of one event then.")
_plain("split", "Take reports out of their event.", "Together they tell of an event of their own.")


@review.command(
    epilog=example(
        "dipkb review edit 0123456789abcdef --field start --value 2023-02-04 --store kb/ --by Me --because misread",
        'dipkb review edit 0123456789abcdef --field places --value "Beijing|Xian" --store kb/ --by Me --because misread',
    )
)
@_deciding
@click.option("--field", metavar="NAME", required=True, help="The field of the event record: start, end, status, kind, places …")
@click.option("--value", metavar="TEXT", required=True, help="Its value: text, names joined by '|', or JSON; '' for none.")
def edit(reports: tuple[str, ...], where: str, by: str, because: str, date: str, field: str, value: str) -> None:
    """Give a field of reports another value.

    Parties may be written as names: countries by name or ISO code, organisations, people; 'dipkb extract' shows how records
    have them. REPORT is a report's IRI or key, or the IRI of an event for all of its reports.
    """
    _decide("edit", reports, where, by, because, date, field=field, value=value)


# --- what stands -----------------------------------------------------------------------------------------------------


@review.command(
    epilog=example("dipkb review show --store kb/", "dipkb review show --store kb/ --format jsonl > corrections.jsonl")
)
@store_option
@format_option(SHOWN, "jsonl are the corrections whole, for 'dipkb review import'. Default: as elsewhere.")
@output_option
def show(where: str, format: str | None, output: str) -> None:
    """Show the corrections that stand: key, decision, by, date, because, about; and which are orphaned.

    An orphaned correction names words that no report carries any more. It does nothing, and is kept.
    """
    from dipkb.corrections import to_json
    from dipkb.pipeline.lookup import has_records, orphans, read_corrections
    from dipkb.review.standing import rows
    from dipkb.store import open_store

    with open_store(where) as store:
        standing = read_corrections(store)
        lost = orphans(store) if has_records(store) else []
    if format == "jsonl":
        with open_output(output) as out:
            out.writelines(f"{to_json(one)}\n".encode() for one in standing.all)
    else:
        write_answer(rows(standing, lost), format, output)
    say_orphans(len({one.key for one, _ in lost}))


@review.command(epilog=example("dipkb review undo 0123456789abcdef --store kb/"))
@click.argument("keys", metavar="KEY...", nargs=-1, required=True)
@store_option
def undo(keys: tuple[str, ...], where: str) -> None:
    """Take corrections back: the graph is what it was without them.

    KEY is that of 'dipkb review show'.
    """
    from dipkb import pipeline
    from dipkb.pipeline.lookup import read_corrections
    from dipkb.review.standing import by_key
    from dipkb.store import open_store

    with open_store(where, write=True) as store:
        dropped = by_key(read_corrections(store), keys)
        outcome = pipeline.correct(store, drop=dropped)
    say(f"Taken back: {', '.join(one.key for one in dropped)}.")
    _tell_held(outcome)


# --- sheets ----------------------------------------------------------------------------------------------------------


@review.command(
    epilog=example(
        "dipkb review export --store kb/ --output to-do.csv", "dipkb review export --store kb/ --reason conflict --format jsonl"
    )
)
@_what
@store_option
@format_option(SHEETS, "Default: by the end of --output (.csv, .jsonl), else csv.")
@output_option
def export(reasons: tuple[str, ...], limit: int | None, below: int, where: str, format: str | None, output: str) -> None:
    """Write the list as a sheet that a colleague fills: CSV or JSON lines.

    The columns decision, field, value, because, by and date are empty. Fill those of the rows that you decide, copy a row to
    decide twice, leave fewer reports in its cell to decide about these alone, and give the file to 'dipkb review import'.
    """
    from dipkb import output as writing
    from dipkb.review import findings
    from dipkb.review.sheets import json_lines, listed
    from dipkb.store import open_store

    chosen = format or ("jsonl" if Path(output).suffix.lower() == ".jsonl" else choose_format(None, output, SHEETS, "csv"))
    with open_store(where) as store:
        answer = listed(findings(store, reasons, limit, below), to_fill=True)
    with open_output(output) as out:
        if chosen == "jsonl":
            out.write(json_lines(answer))
        else:
            writing.write(answer, "csv", out)


@review.command(
    "import",
    epilog=example("dipkb review import to-do.csv --store kb/ --by 'A. Reader'", "dipkb review import all.jsonl --store kb/"),
)
@click.argument("file", metavar="FILE")
@store_option
@click.option("--by", metavar="NAME", envvar=AUTHOR, default="", help=f"Who decided, where a line does not say; else {AUTHOR}.")
@click.option("--date", metavar="EDTF", default=_today, help="The day, where a line does not say; today when not given.")
def import_(file: str, where: str, by: str, date: str) -> None:
    """Take in a filled sheet, or corrections of another store: all of it or nothing.

    FILE is CSV or JSON lines as 'dipkb review export' writes them, or corrections as 'dipkb review show --format jsonl' does;
    '-' is standard input. Lines without a decision are passed over; each fault is told with its line.
    """
    from dipkb import pipeline
    from dipkb.review.sheets import decided, read
    from dipkb.store import open_store

    lines, faults = read(_content(file), file)
    with open_store(where, write=True) as store:
        made, more = decided(store, lines, file, by, date)
        _refuse([*faults, *more])
        outcome = pipeline.correct(store, made)
    say(f"{_count(len(set(made)), 'correction')} taken in; 'dipkb review show' lists what stands.")
    _tell_held(outcome)


def _content(file: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as reason:
        raise InputError(f"cannot be read: {reason.strerror}.", file) from reason


def _refuse(faults: Sequence[InputError]) -> None:
    if faults:
        for fault in sorted(faults, key=lambda fault: fault.line or 0):
            say(str(fault))
        raise InputError(f"{_count(len(faults), 'fault')} (above); nothing was changed.")
