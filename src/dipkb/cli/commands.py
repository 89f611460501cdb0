"""Groups of commands: loaded when called, listed in the order of the work, with a guess for a misspelt name."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from dipkb.errors import UnknownName


class Commands(click.Group):
    """A group; ``lazy`` maps the names of commands to ``module:attribute``, imported when the command is needed."""

    def __init__(self, *args: Any, lazy: Mapping[str, str] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.lazy = dict(lazy or {})

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of the work rather than the alphabet."""
        return [*self.lazy, *self.commands]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now if need be."""
        if cmd_name in self.lazy:
            module, _, attribute = self.lazy[cmd_name].partition(":")
            command: click.Command = getattr(import_module(module), attribute)
            return command
        return super().get_command(ctx, cmd_name)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first word names.

        Raises:
            UnknownName: There is none; the message has the nearest names.
        """
        known = self.list_commands(ctx)
        if args[0] not in known and not args[0].startswith("-"):
            raise UnknownName("command", args[0], known, f"'{ctx.command_path} --help' shows all {len(known)}.")
        return super().resolve_command(ctx, args)


def example(*lines: str) -> str:
    """The end of a help text: command lines one can paste.

    >>> example("dipkb query list")
    '\\x08\\nExample:\\n  dipkb query list'
    """
    return "\b\nExample:\n" + "\n".join(f"  {line}" for line in lines)
