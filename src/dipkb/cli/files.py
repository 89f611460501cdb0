"""Where data goes, standard output or a file that is whole or not there, and in which format."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from dipkb.cli.options import GRAPH_FORMATS, RESULT_FORMATS
from dipkb.errors import CallError
from dipkb.files import atomic_write
from dipkb.packed import ENDINGS as ENDINGS_PACKED
from dipkb.packed import packing, packing_of, plain_name

if TYPE_CHECKING:
    from dipkb.answer import Answer

ENDINGS = {
    ".csv": "csv", ".tsv": "tsv", ".json": "json", ".srj": "json", ".md": "markdown", ".txt": "table",
    ".ttl": "turtle", ".trig": "trig", ".nq": "nquads", ".nt": "ntriples", ".jsonld": "jsonld", ".parquet": "parquet",
}  # fmt: skip


def choose_format(given: str | None, output: str, formats: Sequence[str], piped: str = "json") -> str:
    """``--format`` wins, then the end of ``--output``, then a table (``formats[0]``) on a terminal and ``piped`` else.

    Raises:
        CallError: The file's name ends in no format that this command writes.

    >>> choose_format(None, "rows.csv", ["table", "csv"])
    'csv'
    """
    if given:
        return given
    if output != "-" and not _is_device(output):
        return _by_ending(output, formats)
    return formats[0] if output == "-" and sys.stdout.isatty() else piped


def _by_ending(output: str, formats: Sequence[str]) -> str:
    format = ENDINGS.get(Path(plain_name(output)).suffix.lower(), "")
    if format not in formats:
        raise CallError(f"'{output}' does not say its format. Give --format {'|'.join(formats)}.")
    return format


@contextmanager
def open_output(output: str, pack: str | None = None) -> Iterator[BinaryIO]:
    """The binary stream behind ``--output``; a file comes into being when all of it is written, and not before.

    A file that is called .gz or .zst is packed so; ``pack`` (``gz`` or ``zst``) packs what has no such name.

    Raises:
        CallError: Zstandard is asked for and not installed.
        OutputError: The file cannot be written; what stood there before is untouched.
    """
    kind = ENDINGS_PACKED[f".{pack}"] if pack else packing_of(output)
    with _opened(output) as stream, packing(stream, kind) as packed:
        yield packed


@contextmanager
def _opened(output: str) -> Iterator[BinaryIO]:
    if output == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    elif _is_device(output):
        with open(output, "wb") as stream:
            yield stream
    else:
        with atomic_write(os.path.realpath(output)) as stream:
            yield stream


def _is_device(output: str) -> bool:
    """Something that takes bytes but cannot be put in place by renaming: a named pipe, /dev/null."""
    return os.path.exists(output) and not os.path.isfile(output) and not os.path.isdir(output)


@contextmanager
def spooled(files: Sequence[str]) -> Iterator[list[Path]]:
    """The files, standard input among them as a file of its own."""
    if "-" not in files:
        yield list(map(Path, files))
        return
    with tempfile.TemporaryDirectory() as folder:
        spool = Path(folder, "standard-input.nq")
        with spool.open("wb") as out:
            shutil.copyfileobj(sys.stdin.buffer, out)
        yield [spool if file == "-" else Path(file) for file in files]


def write_answer(answer: Answer, format: str | None, output: str) -> None:
    """Write rows, a yes or no, or triples in the format asked for."""
    from dipkb.output import write

    formats = (*RESULT_FORMATS, *GRAPH_FORMATS) if answer.form == "graph" else RESULT_FORMATS
    chosen = choose_format(format, output, formats)
    with open_output(output) as out:
        write(answer, chosen, out)
