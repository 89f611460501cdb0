"""The reference page of the command line, made from the commands themselves: ``python -m dipkb.cli.reference > docs/cli.md``."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import cleandoc

import click

from dipkb.cli import app

INTRODUCTION = """# The command line

Made from the commands by `make docs`; change the help texts, not this page.

Data goes to standard output, everything said to a person to standard error; `-` is standard input or output. `--format`
wins, then the ending of `--output`, then a table on a terminal and JSON in a pipe. A file appears when all of it is written,
and not before. `--store` may come from `DIPKB_STORE`; user and password of an endpoint come from `DIPKB_STORE_USER` and
`DIPKB_STORE_PASSWORD` alone.

"""


def reference() -> str:
    """The page, in Markdown."""
    return INTRODUCTION + _exit_codes() + "".join(_section(path, command) for path, command in commands())


def commands(group: click.Group | None = None, path: str = "dipkb") -> Iterator[tuple[str, click.Command]]:
    """Every command with its words, in the order of the work: ``dipkb``, ``dipkb extract``, … ``dipkb query list`` …"""
    group = group or app.root
    yield path, group
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        elif command is not None:
            yield f"{path} {name}", command


def examples(command: click.Command) -> list[str]:
    """The command lines at the end of its help.

    >>> examples(app.root)[0]
    'dipkb build seeds/articles/ --store kb/'
    """
    return [line.strip() for line in (command.epilog or "").partition("Example:\n")[2].splitlines()]


def _exit_codes() -> str:
    """The table of exit codes, as the module that gives them has it."""
    return "".join(line + "\n" for line in (app.__doc__ or "").splitlines() if line.startswith("|"))


def _section(path: str, command: click.Command) -> str:
    options = [p for p in command.params if isinstance(p, click.Option)]
    table = "\n| option | meaning |\n|---|---|\n" + "".join(map(_option, options)) if options else ""
    pasted, words = "\n".join(examples(command)), cleandoc(command.help or "")
    return f"\n## {path}\n\n`{_usage(path, command)}`\n\n{words}\n{table}\n```\n{pasted}\n```\n"


def _usage(path: str, command: click.Command) -> str:
    arguments = [p.metavar or str(p.name).upper() for p in command.params if isinstance(p, click.Argument)]
    return " ".join([path, *arguments, *(["COMMAND"] if isinstance(command, click.Group) else [])])


def _option(option: click.Option) -> str:
    value = "|".join(option.type.choices) if isinstance(option.type, click.Choice) else option.metavar or ""
    names = ", ".join([*sorted(option.opts, key=len, reverse=True), *option.secondary_opts])
    shown = f"{option.default:g}" if isinstance(option.default, int | float) else option.default
    default = f" Default: {shown}." if option.show_default else ""
    words = f"{names} {value}".strip().replace("|", "\\|")
    return f"| `{words}` | {option.help}{default} |\n"


if __name__ == "__main__":
    print(reference(), end="")
