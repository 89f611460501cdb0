"""Lines sorted by their bytes in bounded memory: runs that are sorted and wait in temporary files, then merged block by block."""

from __future__ import annotations

import tempfile
from bisect import bisect_right
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO

RUN_BYTES = 128 * 1024**2
BLOCK_BYTES = 4 * 1024**2
Change = Callable[[list[bytes]], list[bytes]]


def unchanged(lines: list[bytes]) -> list[bytes]:
    """The lines as they are."""
    return lines


def sorted_blocks(
    source: IO[bytes],
    change: Change = unchanged,
    *,
    folder: Path | None = None,
    heard: Callable[[int], None] = lambda lines: None,
) -> Iterator[list[bytes]]:
    """The lines of a file, sorted, in blocks.

    Args:
        source: Read from where it stands to its end, and peeked into; each line has its line end.
        change: Makes of some lines those to be sorted; it may leave some out.
        folder: Where the runs wait; the system's place for temporary files when ``None``.
        heard: Told how many lines were sorted into a run, each time.

    >>> from io import BufferedReader, BytesIO
    >>> list(sorted_blocks(BufferedReader(BytesIO(b"b\\na\\n"))))
    [[b'a\\n', b'b\\n']]
    """
    with ExitStack() as stack:
        runs: list[IO[bytes]] = []
        while lines := source.readlines(RUN_BYTES):
            count = len(lines)
            run = sorted(change(lines))
            del lines
            heard(count)
            if not runs and not source.peek(1):  # type: ignore[attr-defined]
                yield run
                return
            runs.append(stack.enter_context(_waiting(run, folder)))
            del run
        yield from _merged(runs)


def _waiting(lines: list[bytes], folder: Path | None) -> IO[bytes]:
    file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed by the stack of the caller
    file.writelines(lines)
    file.seek(0)
    return file


def _merged(runs: list[IO[bytes]]) -> Iterator[list[bytes]]:
    """A block ends at the least of the last lines read, up to which all runs are known; sorting it merges its runs, in C."""
    read: list[list[bytes]] = [[] for _ in runs]
    while True:
        read = [lines or run.readlines(BLOCK_BYTES) for lines, run in zip(read, runs, strict=True)]
        known = [lines[-1] for lines in read if lines]
        if not known:
            return
        cuts = [bisect_right(lines, min(known)) for lines in read]
        block = [line for lines, cut in zip(read, cuts, strict=True) for line in lines[:cut]]
        read = [lines[cut:] for lines, cut in zip(read, cuts, strict=True)]
        block.sort()
        yield block
