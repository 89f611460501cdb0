"""The files of ``seeds/frames``: words and constructions as data.

The files there are those of English. Another language has a folder with files of the same names, which say of each list what
its words are; what a file leaves out, the language has not. Only numbers, and the lists that a file names under ``as_english``,
are those of English then.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from dipkb.errors import DataError
from dipkb.resources import folder, language_folder

_OF_ALL = frozenset({"confidence", "given"})  # files that hold for every language
_KINDS: dict[type, str] = {dict: "a table", list: "a list", str: "a text"}
_NONE: dict[type, Any] = {list: [], str: "(?!)"}  # of a list or pattern that a language does not give; nothing fits the pattern
_CLOSED = frozenset({"forms", "endings", "stems", "order"})  # tables whose names rules ask for: no other name is ever read


@cache
def read_frames(name: str) -> Any:
    """The content of ``seeds/frames/<name>.yaml``, in the language that this process reads.

    Raises:
        DataError: The file is no YAML, or another language's file has a list that no rule asks for, or of another kind.
    """
    english, own = _read(folder("seeds") / "frames" / f"{name}.yaml"), language_folder()
    if own is None or name in _OF_ALL:
        return english
    path = own / f"{name}.yaml"
    return in_shape(english, _read(path) or {}, path) if path.exists() else in_shape(english, {}, path)


def in_shape(english: dict[str, Any], own: dict[str, Any], path: Path) -> dict[str, Any]:
    """The lists of another language, with nothing in those it does not give.

    Raises:
        DataError: A list of its own is none of English, or of another kind.

    >>> english = {"near": {"at": ["at"], "by": ["by"]}, "least": 3, "numbers": {"one": 1}, "ending": "ly$"}
    >>> in_shape(english, {"near": {"at": ["à"]}}, Path("words.yaml"))
    {'near': {'at': ['à'], 'by': []}, 'least': 3, 'numbers': {}, 'ending': '(?!)'}
    """
    same = own.get("as_english", [])
    _check_names({*own, *same} - {"as_english"}, english, path)
    return {
        name: value if name in same else _shaped(value, own.get(name), path, name, closed=name in _CLOSED)
        for name, value in english.items()
    }


def _shaped(english: Any, own: Any, path: Path, name: Any, *, closed: bool = False) -> Any:
    if own is None:
        return _table(english, {}, path, closed=closed) if isinstance(english, dict) else _NONE.get(type(english), english)
    if type(english) in _KINDS and not isinstance(own, type(english)):
        raise DataError(f"'{name}' is to be {_KINDS[type(english)]}, as it is in English.", str(path))
    return _table(english, own, path, closed=closed) if isinstance(english, dict) else own


def _table(english: dict[Any, Any], own: dict[Any, Any], path: Path, *, closed: bool) -> dict[Any, Any]:
    """A table within a file: lists and tables in it are filled or empty, single values are the language's own."""
    if closed:
        _check_names(own, english, path)
    nested = {
        key: _shaped(value, own.get(key), path, key, closed=closed)
        for key, value in english.items()
        if isinstance(value, list | dict)
    }
    return nested | {key: value for key, value in own.items() if key not in nested}


def _check_names(names: Iterable[Any], english: dict[Any, Any], path: Path) -> None:
    """Refuse a name that no rule asks for, so that a slip of the pen is not passed over."""
    if unknown := sorted(str(name) for name in names if name not in english):
        likely = get_close_matches(unknown[0], map(str, english), 3, 0.5)
        hint = f" Is it {' or '.join(likely)}?" if likely else f" Names here: {', '.join(map(str, english))}."
        hint = ' Words like "on" and "no" stand in quotes.' if unknown[0] in ("True", "False") else hint
        raise DataError(f"no rule asks for '{unknown[0]}'.{hint}", str(path))


def _read(path: Path) -> Any:
    try:
        return yaml.load(path.read_bytes(), getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe loaders
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise DataError(f"no YAML: {getattr(error, 'problem', error)}", str(path), mark.line + 1 if mark else None) from error
