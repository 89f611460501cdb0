"""A folder to hand on: the graph in every form, the ontology, a description for machines, and the sum of each file.

All files are made whole in a hidden folder beside their places, and then put there one after the other, ``SHA256SUMS`` last. Who
stops it before that leaves what was there; who kills it in the moment of putting leaves sums that do not hold, which
:func:`check` and ``sha256sum --check`` tell.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import msgspec

from dipkb.errors import InputError, OutputError
from dipkb.files import sync
from dipkb.packed import ENDINGS, packing
from dipkb.resources import folder as package_folder
from dipkb.store.base import Store
from dipkb.store.description import About, PublishedFile, Statistics, described
from dipkb.store.dump import FORMATS, Form

SUMS, DESCRIPTION = "SHA256SUMS", "void.ttl"
DUMPS = {
    "nquads": ("dump", "The graph as N-Quads, sorted"),
    "trig": ("dump", "The graph as TriG"),
    "jsonld": ("dump", "The graph as JSON-LD, with its context"),
    "ntriples": ("dump-flat", "The union of all graphs as N-Triples, for tools that know no graphs"),
}
ONTOLOGY = {
    "dipkb.ttl": "The ontology",
    "shapes.ttl": "The SHACL shapes",
    "context.jsonld": "The JSON-LD context",
}
_LINE = re.compile(r"([0-9a-f]{64}) [ *]([^/\0]+)")
Progress = Callable[[int, int | None], None]


def publish(
    store: Store,
    target: str | Path,
    *,
    pack: str = "gz",
    with_text: bool = False,
    about: About | None = None,
    progress: Progress | None = None,
) -> list[PublishedFile]:
    """Write a store's graph to a folder, in all forms and with description and sums; the same graph gives the same bytes.

    Args:
        store: Any store.
        target: A folder; made when it is new. Other files in it stay.
        pack: ``gz`` or ``zst``.
        with_text: Publish the texts of the articles too, which others have rights in.
        about: What the description says beside what the graph does.
        progress: Told of quads, from time to time.

    Returns:
        The files but ``SHA256SUMS``, in the order of their names.

    Raises:
        CallError: Zstandard is asked for and not installed.
        OutputError: The folder cannot be written; what stood there before is untouched.
    """
    folder = Path(target)
    with _making(folder) as parts:
        plain = parts / "plain.nq"
        store.dump(plain, "nquads", not with_text, progress)
        files = [_dumped(plain, parts, format, pack) for format in DUMPS]
        files += [_copied(name, parts) for name in ONTOLOGY]
        statistics, version = _counted(plain)
        (parts / DESCRIPTION).write_bytes(described(statistics, files, version, _noted(about or About(), with_text)))
        files.append(_file(parts / DESCRIPTION, "This description"))
        plain.unlink()
        files.sort(key=lambda file: file.name)
        (parts / SUMS).write_text("".join(f"{file.sha256}  {file.name}\n" for file in files), encoding="utf-8")
        _put(parts, folder, [*(file.name for file in files), SUMS])
    return files


def _noted(about: About, with_text: bool) -> About:
    return about if with_text or about.note else msgspec.structs.replace(about, note="Without the texts of the articles.")


@contextmanager
def _making(folder: Path) -> Iterator[Path]:
    """A hidden folder to make the files in, gone in the end."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob(".publishing-*"):
            shutil.rmtree(left, ignore_errors=True)
        parts = Path(tempfile.mkdtemp(prefix=".publishing-", dir=folder))
        try:
            yield parts
        finally:
            shutil.rmtree(parts, ignore_errors=True)
    except (OSError, OutputError) as reason:
        cause = reason.__cause__ if isinstance(reason, OutputError) else reason
        why = getattr(cause, "strerror", None) or cause
        raise OutputError(f"{folder} cannot be written: {why}. What stood there before is untouched.") from reason


def _dumped(plain: Path, parts: Path, format: str, pack: str) -> PublishedFile:
    stem, title = DUMPS[format]
    path = parts / f"{stem}{FORMATS[format]}.{pack}"
    with plain.open("rb") as source, path.open("wb") as out, packing(out, ENDINGS[f".{pack}"]) as packed:
        Form(format, folder=parts).write(source, packed)
    return _file(path, title)


def _copied(name: str, parts: Path) -> PublishedFile:
    shutil.copyfile(package_folder("ontology") / name, parts / name)
    return _file(parts / name, ONTOLOGY[name])


def _file(path: Path, title: str) -> PublishedFile:
    return PublishedFile(path.name, path.stat().st_size, _sum(path), title)


def _sum(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _counted(plain: Path) -> tuple[Statistics, str]:
    """Statistics of the graph, and its version: the sum of its sorted quads, however they are packed."""
    statistics, total = Statistics(), hashlib.sha256()

    def heard(stream: BinaryIO) -> Iterator[bytes]:
        for line in stream:
            total.update(line)
            yield line

    with plain.open("rb") as stream:
        statistics.count(heard(stream))
    return statistics, f"sha256-{total.hexdigest()[:16]}"


def _put(parts: Path, folder: Path, names: list[str]) -> None:
    """Put the files in their places; those of an earlier publication that are none of this one go."""
    for name in names:
        sync(parts / name)
    before = _listed(folder / SUMS) if (folder / SUMS).is_file() else {}
    for name in names:
        os.replace(parts / name, folder / name)
    for name in sorted(set(before) - set(names)):
        (folder / name).unlink(missing_ok=True)
    sync(folder)


def check(target: str | Path) -> list[str]:
    """What is wrong with the files of a folder, by its ``SHA256SUMS``; nothing where all are as they were published.

    Raises:
        InputError: The folder has no sums, or the file is none.
    """
    folder = Path(target)
    return [f"{name}: {fault}" for name, total in _listed(folder / SUMS).items() if (fault := _fault(folder / name, total))]


def _fault(path: Path, total: str) -> str | None:
    try:
        return None if _sum(path) == total else "has changed, or was not copied whole"
    except FileNotFoundError:
        return "is missing"
    except OSError as reason:
        return f"cannot be read: {reason.strerror}"


def _listed(path: Path) -> dict[str, str]:
    """The sums by the names of their files."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as reason:
        why = getattr(reason, "strerror", None) or "it is no text"
        raise InputError(f"cannot be read: {why}. 'dipkb store publish' writes it.", str(path)) from reason
    found = {}
    for number, line in enumerate(lines, 1):
        match = _LINE.fullmatch(line)
        if match is None:
            raise InputError("is no sum and name of a file of this folder.", str(path), number)
        found[match[2]] = match[1]
    return found
