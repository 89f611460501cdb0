"""Where the ontology, the queries and the seeds are, in the wheel or at the top of a checkout; and which language is read."""

from __future__ import annotations

import os
import sys
from functools import cache
from importlib.machinery import PathFinder
from pathlib import Path
from typing import TypeVar

from dipkb.errors import DataError

T = TypeVar("T")
FOLDERS = ("ontology", "queries", "seeds")
ENGLISH = "en"
LANGUAGE = "DIPKB_LANGUAGE"  # the environment variable: a process reads one language, from its start on


@cache
def folder(name: str) -> Path:
    """The folder ``ontology``, ``queries`` or ``seeds`` of this installation.

    Raises:
        DataError: The installation lacks it; reinstall, or run from a whole checkout.

    >>> (folder("ontology") / "dipkb.ttl").name
    'dipkb.ttl'
    """
    here = Path(__file__).resolve().parent
    for base in (here / "_data", here.parents[1]):
        if name in FOLDERS and (base / name).is_dir():
            return base / name
    raise DataError(
        f"The folder '{name}' is not part of this installation of dipkb. Install the wheel again, or run from a checkout."
    )


def is_compiled() -> bool:
    """Whether the extractor is compiled (``make compiled``) rather than interpreted; it is not imported to find out."""
    found = PathFinder.find_spec("dipkb.extract", [str(Path(__file__).parent)])
    return found is not None and not str(found.origin).endswith(".py")


def seed(name: str, kind: type[T]) -> T:
    """The content of a YAML file of ``seeds``, as a record of a kind that :mod:`msgspec` knows.

    Raises:
        DataError: The file is malformed, or is not of that kind; says where.

    >>> sorted(seed("merging.yaml", dict)["undated"])
    ['Agreement', 'Meeting', 'Sanction', 'Visit']
    """
    import msgspec
    import yaml

    file = folder("seeds") / name
    try:
        return msgspec.convert(yaml.safe_load(file.read_text(encoding="utf-8")), kind)
    except (yaml.YAMLError, msgspec.ValidationError) as reason:
        raise DataError(f"{file}: {reason}") from reason


def languages() -> tuple[str, ...]:
    """The languages that can be read: English, whose words are ``seeds/frames/*.yaml``, and each that has a folder there.

    >>> languages()[0]
    'en'
    """
    return (ENGLISH, *sorted(path.name for path in (folder("seeds") / "frames").iterdir() if path.is_dir()))


def choose_language(named: str) -> None:
    """Have this process and those it starts read a language: the code of one of :func:`languages`, or a folder of your own.

    The words are read once, so choose before anything of :mod:`dipkb.extract` is imported.

    Raises:
        DataError: There is no such language or folder.
        RuntimeError: Words of another language have been read.
    """
    _folder_of(named)
    if "dipkb.extract.framefiles" in sys.modules and named != os.environ.get(LANGUAGE, ENGLISH):
        raise RuntimeError("a process reads one language: choose it before anything of dipkb.extract is imported")
    os.environ[LANGUAGE] = named


def language() -> str:
    """The code of the language that this process reads, which a folder of your own has for its name."""
    return Path(os.environ.get(LANGUAGE, ENGLISH)).name


def language_folder() -> Path | None:
    """The folder with the words of the language that this process reads; ``None`` for English.

    Raises:
        DataError: ``DIPKB_LANGUAGE`` names no language and no folder.
    """
    return _folder_of(os.environ.get(LANGUAGE, ENGLISH))


def _folder_of(named: str) -> Path | None:
    if named == ENGLISH:
        return None
    found = folder("seeds") / "frames" / named if named in languages() else Path(named)
    if not found.is_dir():
        known = ", ".join(languages())
        raise DataError(f"'{named}' is no language that can be read ({known}), nor a folder with the words of one.")
    return found


def language_tables() -> tuple[Path, ...]:
    """The folder with tables of the language's own (offices, titles), if it has one."""
    own = language_folder()
    return (own / "gazetteer",) if own is not None and (own / "gazetteer").is_dir() else ()
