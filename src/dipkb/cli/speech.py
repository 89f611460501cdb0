"""What is said to the person: on stderr, one line each, with nothing in it that could steer a terminal."""

from __future__ import annotations

import sys
import time
from types import TracebackType

import click

from dipkb.errors import DipkbError

_STEERING = {*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)} - {0x0A, 0x09}
_VISIBLE = {code: f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" for code in _STEERING}


def say(message: str) -> None:
    """Write a message to stderr, control characters and reading-order marks made visible."""
    click.echo(message.translate(_VISIBLE), err=True)


def say_orphans(number: int) -> None:
    """Tell of corrections whose words no report carries any more, if there are any."""
    if number:
        say(f"{f'{number:,} corrections are' if number > 1 else '1 correction is'} orphaned: dipkb review show")


class Progress:
    """A counter on stderr while the work runs; only on a terminal, and gone when done.

    Call it with what is done so far and, where known, what there is in all. ``rate`` shows how much a second as well.
    """

    def __init__(self, what: str, rate: bool = False) -> None:
        self._what, self._shown, self._last = what, sys.stderr.isatty(), 0.0
        self._begun = time.monotonic() if rate else None

    def __call__(self, done: int, total: int | None = None) -> None:
        """Show the count, at most ten times a second."""
        now = time.monotonic()
        if self._shown and now - self._last > 0.1:
            self._last = now
            speed = f" ({done / max(now - self._begun, 0.1):,.0f} a second)" if self._begun is not None else ""
            sys.stderr.write(f"\r\x1b[2K{done:,}{f' of {total:,}' if total else ''} {self._what}{speed} …")
            sys.stderr.flush()

    def clear(self) -> None:
        """Take the counter off the screen."""
        if self._shown:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.clear()


class Faults:
    """Inputs that could not be read: each is said when it is met, and at the end the exit code tells of them."""

    def __init__(self, progress: Progress) -> None:
        self.count, self._progress = 0, progress

    def __call__(self, error: DipkbError) -> None:
        """Say it and count it."""
        self.count += 1
        self._progress.clear()
        say(str(error))

    def end(self, read: str) -> None:
        """End with exit code 3 if anything could not be read; ``read`` says what was."""
        if self.count:
            say(f"{self.count} {'input' if self.count == 1 else 'inputs'} could not be read (above); {read}.")
            raise click.exceptions.Exit(3)
