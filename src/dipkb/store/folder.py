"""A store on disk: generations, the file that says which one holds, and the locks.

::

    kb/
      dipkb-store.json   {"format": 1, "software": "0.1.0", "generation": "g000002"}: makes the folder a store; replaced whole
      writer.lock        locked by the one process that writes
      g000002/           the engine's data; never changed once the file above names it; locked (shared) by those who read it

A write builds the next generation beside the one that holds, and then replaces ``dipkb-store.json`` by renaming: before that
moment readers see all of the old data, after it all of the new, also when the writer is killed or the disk fills up.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import msgspec

from dipkb import __version__
from dipkb.errors import OutputError, StoreError
from dipkb.files import atomic_write, sync

FORMAT = 1
MARKER = "dipkb-store.json"
LOCK = "writer.lock"
_GENERATION = re.compile(r"g(\d{6,})")


class Marker(msgspec.Struct, frozen=True):
    """What ``dipkb-store.json`` says; ``generation`` is ``None`` until something was written, ``quads`` is their number."""

    format: int
    software: str
    generation: str | None = None
    quads: int | None = None


@dataclass
class Generation:
    """The next generation, being built at ``path``; ``quads`` is set once it is filled."""

    path: Path
    quads: int = 0


def read_marker(folder: Path) -> Marker:
    """The marker of a store folder.

    Raises:
        StoreError: No such folder, no store, or one that a newer dipkb wrote.
    """
    if not folder.exists():
        raise StoreError(f"There is no store at {folder}. Build one: dipkb build ARTICLES --store {folder}")
    try:
        marker = msgspec.json.decode((folder / MARKER).read_bytes(), type=Marker)
    except (FileNotFoundError, NotADirectoryError):
        raise StoreError(f"{folder} is no dipkb store: it has no {MARKER}. Name another folder, or build in a new one.") from None
    except OSError as reason:
        raise StoreError(f"The store {folder} cannot be read: {reason.strerror}.") from reason
    except msgspec.DecodeError as reason:
        raise StoreError(f"{folder / MARKER} is damaged ({reason}). Build the store again in a new folder.") from reason
    if marker.format > FORMAT:
        raise StoreError(
            f"{folder} has store format {marker.format}, written by dipkb {marker.software}; "
            f"this is dipkb {__version__}, which reads up to {FORMAT}. Update dipkb."
        )
    return marker


def create(folder: Path) -> None:
    """Make an empty store in a new or empty folder; a store that is there already is left as it is.

    Raises:
        StoreError: The folder cannot be made, or has other things in it.
    """
    if (folder / MARKER).exists():
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(not _ours(path) for path in folder.iterdir()):
            raise StoreError(f"{folder} is no dipkb store and is not empty. Name a new or empty folder; nothing was changed.")
        write_marker(folder, None)
    except OSError as reason:
        raise StoreError(f"The store {folder} cannot be made: {reason.strerror}. Name a folder you may write to.") from reason


def _ours(path: Path) -> bool:
    """What a process that was killed while it made a store may have left."""
    return path.name == LOCK or path.name.startswith(f".{MARKER}.")


def write_marker(folder: Path, generation: str | None, quads: int | None = None) -> None:
    """Say which generation holds, from this moment on.

    Raises:
        StoreError: The file cannot be written; the old one holds.
    """
    try:
        with atomic_write(folder / MARKER) as out:
            out.write(msgspec.json.encode(Marker(FORMAT, __version__, generation, quads)) + b"\n")
    except OutputError as reason:
        raise StoreError(str(reason)) from reason


Settle: TypeAlias = Callable[[str], AbstractContextManager[None]]
"""Given the name of a generation, a block that lets it hold: what is kept beside the graph changes around it."""


@contextmanager
def nothing_else(generation: str) -> Iterator[None]:
    """Nothing is kept beside the graph."""
    yield


@contextmanager
def next_generation(folder: Path, settle: Settle = nothing_else) -> Iterator[Generation]:
    """A folder's name to build the next generation at; it holds once the block ends without an error, else it is taken away.

    The caller has the writer's lock. What earlier writers left behind is cleared away first, the data that nobody reads
    any more afterwards. ``settle`` is around the moment from which on it holds.
    """
    now = read_marker(folder).generation
    _clear(folder, keep=now)
    new = folder / f"g{_number(now) + 1:06d}"
    generation = Generation(new)
    try:
        yield generation
        for path in (*sorted(new.iterdir()), new, folder):
            sync(path)
        with settle(new.name):
            write_marker(folder, new.name, generation.quads)
    except BaseException:
        if read_marker(folder).generation != new.name:  # an interrupt may come when the new one already holds
            shutil.rmtree(new, ignore_errors=True)
        raise
    _clear(folder, keep=new.name)


def _number(generation: str | None) -> int:
    match = _GENERATION.fullmatch(generation or "")
    return int(match[1]) if match else 0


def _clear(folder: Path, keep: str | None) -> None:
    """Take away the generations that do not hold; one that is still read stays until the next write."""
    for part in folder.glob(f".{MARKER}.*"):
        part.unlink(missing_ok=True)
    for path in sorted(folder.iterdir()):
        if _GENERATION.fullmatch(path.name) and path.name != keep:
            lock = _try_lock(path, os.O_RDONLY, fcntl.LOCK_EX)
            if lock is not None:
                shutil.rmtree(path, ignore_errors=True)
                os.close(lock)


def hold_generation(folder: Path) -> tuple[str, int] | None:
    """The generation that holds and a lock that keeps it on disk while it is read; ``None`` where nothing was written yet.

    The lock is an open file descriptor: close it to let go.

    Raises:
        StoreError: The data are gone, or the file system lets nobody lock them.
    """
    while name := read_marker(folder).generation:
        lock = _try_lock(folder / name, os.O_RDONLY, fcntl.LOCK_SH)
        if lock is not None and read_marker(folder).generation == name:
            return name, lock
        if lock is not None:
            os.close(lock)
        elif read_marker(folder).generation == name:
            raise StoreError(f"The store's data at {folder / name} are gone or locked. Build the store again in a new folder.")
    return None


def lock_writer(folder: Path) -> int:
    """The right to write: an open file descriptor; close it to let go. It is gone with the process, however that ends.

    Raises:
        StoreError: Another process has it, or the folder cannot be written to.
    """
    lock = _try_lock(folder / LOCK, os.O_RDWR | os.O_CREAT, fcntl.LOCK_EX)
    if lock is None:
        raise StoreError(f"The store {folder} is being written by {_owner(folder)}. Wait until that ends, or use another folder.")
    try:
        os.ftruncate(lock, 0)
        os.pwrite(lock, f"process {os.getpid()} on {socket.gethostname()}\n".encode(), 0)
    except OSError as reason:
        os.close(lock)
        raise StoreError(f"The store {folder} cannot be written to: {reason.strerror}.") from reason
    return lock


def _owner(folder: Path) -> str:
    return (folder / LOCK).read_text(encoding="utf-8", errors="replace").strip() or "another process"


def _try_lock(path: Path, flags: int, kind: int) -> int | None:
    """Open and lock without waiting; ``None`` when it is locked by others, or gone."""
    descriptor = None
    try:
        descriptor = os.open(path, flags, 0o666)
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        return descriptor
    except (FileNotFoundError, BlockingIOError):
        _close(descriptor)
        return None
    except OSError as reason:
        _close(descriptor)
        raise StoreError(
            f"{path} cannot be opened and locked: {reason.strerror}. A store needs a local disk you may use."
        ) from reason


def _close(descriptor: int | None) -> None:
    if descriptor is not None:
        os.close(descriptor)
