"""The files of ``seeds/frames``: words and constructions as data."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml

from dipkb.errors import DataError
from dipkb.resources import folder


@cache
def read_frames(name: str) -> Any:
    """The content of ``seeds/frames/<name>.yaml``.

    Raises:
        DataError: The file is no YAML; names file and line.
    """
    path = folder("seeds") / "frames" / f"{name}.yaml"
    try:
        return yaml.load(path.read_bytes(), getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe loaders
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise DataError(f"no YAML: {getattr(error, 'problem', error)}", str(path), mark.line + 1 if mark else None) from error
