"""Where the ontology, the queries and the seeds are: inside the wheel, or at the top of a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TypeVar

from dipkb.errors import DataError

T = TypeVar("T")
FOLDERS = ("ontology", "queries", "seeds")


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
