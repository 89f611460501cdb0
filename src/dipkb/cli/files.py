"""Where data goes: standard output or a file that is whole or not there, and in which format."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from dipkb.errors import CallError, OutputError

_DISK = {errno.ENOENT, errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.ENOTDIR}
ENDINGS = {
    ".csv": "csv", ".tsv": "tsv", ".json": "json", ".srj": "json", ".md": "markdown", ".txt": "table",
    ".ttl": "turtle", ".trig": "trig", ".nq": "nquads", ".nt": "ntriples", ".jsonld": "jsonld",
}  # fmt: skip


def choose_format(given: str | None, output: str, formats: Sequence[str], piped: str = "json") -> str:
    """``--format`` wins, then the end of ``--output``, then a table on a terminal and ``piped`` else.

    Raises:
        CallError: The file's name ends in no format that this command writes.

    >>> choose_format(None, "rows.csv", ["table", "csv"])
    'csv'
    """
    if given:
        return given
    if output != "-":
        return _by_ending(output, formats)
    return "table" if "table" in formats and sys.stdout.isatty() else piped


def _by_ending(output: str, formats: Sequence[str]) -> str:
    format = ENDINGS.get(Path(output).suffix.lower(), "")
    if format not in formats:
        raise CallError(f"'{output}' does not say its format. Give --format {'|'.join(formats)}.")
    return format


@contextlib.contextmanager
def open_output(output: str) -> Iterator[BinaryIO]:
    """The binary stream behind ``--output``; a file comes into being when all of it is written, and not before.

    Raises:
        OutputError: The file cannot be written; what stood there before is untouched.
    """
    if output == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    elif os.path.exists(output) and not os.path.isfile(output):
        yield from _open_device(output)
    else:
        yield from _replace(os.path.realpath(output))


def _open_device(output: str) -> Iterator[BinaryIO]:
    """A pipe or device, which cannot be put in place by renaming."""
    with _told(output), open(output, "wb") as stream:
        yield stream


def _replace(path: str) -> Iterator[BinaryIO]:
    """Write beside the file, to disk, then put it in its place in one step."""
    with _told(path):
        handle, temporary = tempfile.mkstemp(prefix=f".{os.path.basename(path)}.", dir=os.path.dirname(path))
        try:
            with os.fdopen(handle, "wb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            os.chmod(temporary, _mode(path))
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise


def _mode(path: str) -> int:
    """The permissions of the file that is replaced, or those a new file gets."""
    if os.path.exists(path):
        return stat.S_IMODE(os.stat(path).st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


@contextlib.contextmanager
def _told(path: str) -> Iterator[None]:
    """Turn the errors of a disk into one about the output; those of other files and of the network are left alone."""
    try:
        yield
    except OSError as error:
        beside = os.path.basename(str(error.filename or path)).lstrip(".")
        if error.errno not in _DISK or not beside.startswith(os.path.basename(path).lstrip(".")):
            raise
        raise OutputError(
            f"{path}: cannot be written ({error.strerror}). Choose another --output; nothing was changed."
        ) from error
