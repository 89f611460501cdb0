"""The root command, and the one place where errors become a line on stderr and an exit code.

| exit code | means |
|---|---|
| 0 | done |
| 1 | the check says no: data do not conform |
| 2 | the call is wrong: an option, a name, a value |
| 3 | an input cannot be read, or an output not written; everything else was done |
| 4 | the store cannot be reached or refused |
| 70 | a fault of dipkb itself |
| 130 | interrupted with Ctrl-C |
| 141 | the reader of the output went away |
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence

import click

from dipkb import __version__
from dipkb.cli.commands import Commands, example
from dipkb.cli.speech import say
from dipkb.errors import DipkbError
from dipkb.resources import is_compiled

_HINT = 300  # characters of a call that is told again; one over many files can have thousands
COMMANDS = {
    "extract": "dipkb.cli.extract:extract",
    "build": "dipkb.cli.build:build",
    "validate": "dipkb.cli.validate:validate",
    "review": "dipkb.cli.review:review",
    "query": "dipkb.cli.query:query",
    "who": "dipkb.cli.who:who",
    "why": "dipkb.cli.why:why",
    "remove": "dipkb.cli.remove:remove",
    "sparql": "dipkb.cli.sparql:sparql",
    "panel": "dipkb.cli.panel:panel",
    "store": "dipkb.cli.store:store",
    "ontology": "dipkb.cli.ontology:ontology",
    "gazetteer": "dipkb.cli.gazetteer:gazetteer",
    "plugin": "dipkb.cli.plugin:plugin",
}

_COMPILED = ", extractor compiled" if is_compiled() else ""


@click.group(
    cls=Commands,
    lazy=COMMANDS,
    epilog=example("dipkb build seeds/articles/ --store kb/", "dipkb query run meetings --store kb/"),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="dipkb", message=f"%(prog)s %(version)s{_COMPILED}")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def root(debug: bool) -> None:
    """A diplomatic-events knowledge base: news in, a checked and queryable RDF graph out.

    Data goes to standard output, notes and errors to standard error; '-' is standard input or output. Exit codes: 0 done,
    1 the data do not conform, 2 the call is wrong, 3 an input cannot be read, 4 the store cannot be reached or refused.
    """


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line (``sys.argv`` when none is given) and return its exit code; never raises."""
    args = list(sys.argv[1:] if argv is None else argv)
    try:
        code = _run(args)
        sys.stdout.flush()
    except (Exception, KeyboardInterrupt) as error:
        if "--debug" in args:
            traceback.print_exc()
        return _told(error, args)
    return code


def _run(args: list[str]) -> int:
    if "_DIPKB_COMPLETE" in os.environ:
        from click.shell_completion import shell_complete

        return shell_complete(root, {}, "dipkb", "_DIPKB_COMPLETE", os.environ["_DIPKB_COMPLETE"])
    try:
        with root.make_context("dipkb", list(args)) as context:
            root.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code
    return 0


def _told(error: BaseException, args: list[str]) -> int:
    """Say what went wrong in a line, as far as it needs words; the exit code."""
    match error:
        case BrokenPipeError():
            _let_go_of_output()
            return 141
        case KeyboardInterrupt() | click.Abort():
            return _say("Interrupted. Nothing was half-written: files and the store are as they were.", 130)
        case DipkbError():
            return _say(str(error), error.exit_code)
        case click.ClickException():
            return _say(_usage(error), 2)
        case OSError():
            if error.filename is None:
                _let_go_of_output()
            return _say(f"{error.filename or 'standard output'}: {error.strerror or error}.", 3)
    call = " ".join(["dipkb", "--debug", *args])
    where = "" if "--debug" in args else f" To see where: {call if len(call) < _HINT else call[:_HINT] + ' …'}"
    return _say(f"A fault of dipkb itself: {type(error).__name__}: {error}.{where}", 70)


def _let_go_of_output() -> None:
    """Nothing more can be written: what is left in the buffer must not fail once more when the process ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(message: str, code: int) -> int:
    say(message)
    return code


def _usage(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    if context is None or isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.format_message()
    return f"{error.format_message()} See '{context.command_path} --help'."
