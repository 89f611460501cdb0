"""The corrections that stand: as rows, by their keys, and those whose words are gone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import shorten

import msgspec

from dipkb.answer import Answer, table
from dipkb.corrections import Correction, Corrections, Told
from dipkb.errors import UnknownName

_MOST = 100
COLUMNS = ("key", "decision", "by", "date", "because", "about", "orphaned")


def rows(corrections: Corrections, orphans: Sequence[tuple[Correction, Told]]) -> Answer:
    """The corrections in the order of their days, each with the reports that it is orphaned of."""
    gone: dict[str, list[str]] = {}
    for correction, told in orphans:
        gone.setdefault(correction.key, []).append(f"no {told.type} in {told.article} rests on these words any more")
    return table(COLUMNS, [(*_row(one), "; ".join(dict.fromkeys(gone.get(one.key, [])))) for one in corrections.all])


def _row(one: Correction) -> tuple[str, ...]:
    return one.key, _decision(one), one.author, one.date, one.reason, _about(one)


def _decision(one: Correction) -> str:
    if one.decision != "edit":
        return one.decision
    value = one.value if isinstance(one.value, str) else msgspec.json.encode(one.value).decode("utf-8")
    return f"edit {one.field} = {value}"


def _about(one: Correction) -> str:
    told = [f"{told.type} in {told.article}: “{shorten(told.exact, _MOST, placeholder=' …')}”" for told in one.reports]
    return " | ".join([*told, *([f"article {one.article}"] if one.article else [])])


def by_key(corrections: Corrections, keys: Iterable[str]) -> list[Correction]:
    """The corrections of these keys, or of their IRIs.

    Raises:
        UnknownName: None that stands has such a key.
    """
    standing = {one.key: one for one in corrections.all}
    wanted = [key.strip().rpartition("/")[2] for key in keys]
    for key in wanted:
        if key not in standing:
            raise UnknownName("correction that stands", key, standing, "'dipkb review show' shows all.")
    return [standing[key] for key in wanted]
