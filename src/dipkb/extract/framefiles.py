"""The files of ``seeds/frames``: words and constructions as data.

The files there are those of English. Another language has a folder with files of the same names, which say of each list what
its words are; what a file leaves out, the language has not. Only numbers, and the lists that a file names under ``as_english``,
are those of English then.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from dipkb.errors import DataError
from dipkb.resources import folder, language_folder

_OF_ALL = frozenset({"confidence", "given"})  # files that hold for every language
NOTHING = "(?!)"
"""A pattern that nothing fits, in the place of one that a language does not give."""


@cache
def read_frames(name: str) -> Any:
    """The content of ``seeds/frames/<name>.yaml``, in the language that this process reads.

    Raises:
        DataError: The file is no YAML; names file and line.
    """
    english, own = _read(folder("seeds") / "frames" / f"{name}.yaml"), language_folder()
    if own is None or name in _OF_ALL:
        return english
    return in_shape(english, _read(own / f"{name}.yaml") if (own / f"{name}.yaml").exists() else {})


def in_shape(english: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """The lists of another language, with nothing in those it does not give.

    >>> english = {"near": {"at": ["at"], "by": ["by"]}, "least": 3, "numbers": {"one": 1}, "ending": "ly$"}
    >>> in_shape(english, {"near": {"at": ["à"]}})
    {'near': {'at': ['à'], 'by': []}, 'least': 3, 'numbers': {}, 'ending': '(?!)'}
    """
    same = own.get("as_english", ())
    given = {name: english[name] if name in same else _shaped(value, own.get(name)) for name, value in english.items()}
    return given | {name: value for name, value in own.items() if name not in english and name != "as_english"}


def _shaped(english: Any, own: Any) -> Any:
    if isinstance(english, dict):
        return _table(english, own or {})
    if own is not None:
        return own
    return [] if isinstance(english, list) else NOTHING if isinstance(english, str) else english


def _table(english: dict[Any, Any], own: dict[Any, Any]) -> dict[Any, Any]:
    """A table within a file: lists and tables in it are filled or empty, single values are the language's own."""
    nested = {key: _shaped(value, own.get(key)) for key, value in english.items() if isinstance(value, list | dict)}
    return nested | {key: value for key, value in own.items() if key not in nested}


def _read(path: Path) -> Any:
    try:
        return yaml.load(path.read_bytes(), getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe loaders
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise DataError(f"no YAML: {getattr(error, 'problem', error)}", str(path), mark.line + 1 if mark else None) from error
