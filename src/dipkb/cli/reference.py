"""The reference page of the command line, made from the commands themselves: ``python -m dipkb.cli.reference > docs/cli.md``."""

from __future__ import annotations

from collections.abc import Iterator

import click

from dipkb.cli import app

INTRODUCTION = """# The command line

Made from the commands by `make docs`; change the help texts, not this page.

Data goes to standard output, everything said to a person to standard error; `-` is standard input or output. `--format`
wins, then the ending of `--output`, then a table on a terminal and JSON in a pipe. A file appears when all of it is written,
and not before.
"""


def reference() -> str:
    """The page, in Markdown."""
    helps = "".join(f"\n## {path}\n\n```text\n{text}\n```\n" for path, text in _helps(app.root, "dipkb", None))
    return INTRODUCTION + "\n" + _exit_codes() + helps


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


def _helps(group: click.Group, path: str, parent: click.Context | None) -> Iterator[tuple[str, str]]:
    for words, command in commands(group, path):
        context = click.Context(command, info_name=words, terminal_width=100, max_content_width=100)
        yield words, "\n".join(line.rstrip() for line in command.get_help(context).splitlines())


def _exit_codes() -> str:
    """The table of exit codes, as the module that gives them has it."""
    return "\n".join(line for line in (app.__doc__ or "").splitlines() if line.startswith("|")) + "\n"


if __name__ == "__main__":
    print(reference(), end="")
