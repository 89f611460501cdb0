"""Files written whole or not at all."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from dipkb.errors import OutputError


@contextmanager
def atomic_write(path: str | Path) -> Iterator[BinaryIO]:
    """A file to write bytes to, which takes the place of ``path`` only when the block ends without an error.

    What stood at ``path`` is untouched until then, also when the disk is full or the process is killed; a killed process
    may leave a hidden ``.<name>.<process>.part`` beside it. The data are on disk (fsync) before the name is. A link is
    followed; a device or a pipe is written straight.

    Raises:
        OutputError: The file cannot be written; names the path and the system's reason.
    """
    target = Path(path).resolve()
    special = target.exists() and not target.is_file()
    try:
        with open(target, "wb") if special and not target.is_dir() else _replacing(target) as handle:
            yield handle
    except OSError as reason:
        why = reason.strerror or reason
        raise OutputError(f"{path} cannot be written: {why}. What stood there before is untouched.") from reason


@contextmanager
def _replacing(target: Path) -> Iterator[BinaryIO]:
    part = target.with_name(f".{target.name}.{os.getpid()}-{threading.get_ident()}.part")
    try:
        with open(part, "wb") as handle:
            yield handle
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)
    sync(target.parent)


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
