"""Sheets that a colleague fills: the list of what needs a person as CSV or JSON lines with empty columns, and back."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from dipkb.answer import Answer, table
from dipkb.corrections import Correction, from_json
from dipkb.errors import BadParameter, CallError, InputError
from dipkb.review.decisions import Decided, Reports, correction, words
from dipkb.review.findings import Finding
from dipkb.review.reports import iri
from dipkb.store import Store
from dipkb.vocab import shrink

LISTED = ("event", "reason", "what", "detail", "reports", "words", "articles", "could")
TO_FILL = ("decision", "field", "value", "because", "by", "date")


class Line(msgspec.Struct, frozen=True):
    """A line of a sheet that something was decided in: its number from 1, and its cells or the correction that it is."""

    number: int
    cells: dict[str, str]
    whole: Correction | None = None


def listed(found: Iterable[Finding], to_fill: bool = False) -> Answer:
    """Findings as rows of :data:`LISTED`, with the empty columns :data:`TO_FILL` where the sheet is to be filled."""
    rows = [(*_cells(one), *("" for _ in TO_FILL if to_fill)) for one in found]
    return table((*LISTED, *(TO_FILL if to_fill else ())), rows)


def _cells(one: Finding) -> tuple[str, ...]:
    articles = "|".join(dict.fromkeys(row.article for row in one.reports))
    reports = "|".join(row.short for row in one.reports)
    return shrink(one.event), one.reason, one.what, one.detail, reports, words(one.reports), articles, one.could


def json_lines(answer: Answer) -> bytes:
    """Rows as JSON lines, every column in each."""
    rows = (dict.fromkeys(answer.variables, "") | row for row in answer.dicts())
    return b"".join(msgspec.json.encode(row) + b"\n" for row in rows)


# --- and back --------------------------------------------------------------------------------------------------------


def read(content: bytes, path: str) -> tuple[list[Line], list[InputError]]:
    """The lines of a filled sheet in which something was decided, and what is wrong with others.

    CSV may come with a byte order mark and with semicolons or tabs, as spreadsheets write it; JSON lines may be rows or
    corrections as :func:`dipkb.corrections.to_json` writes them.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        return [], [InputError(f"The file is no UTF-8 text ({reason.reason}). Save it as CSV UTF-8.", path)]
    lines, faults = list[Line](), list[InputError]()
    for one in _json_rows(text, path) if text.lstrip()[:1] == "{" else _csv_rows(text, path):
        if isinstance(one, InputError):
            faults.append(one)
        elif one.whole or one.cells.get("decision", "").strip():
            lines.append(one)
    return lines, faults


def _json_rows(text: str, path: str) -> Iterator[Line | InputError]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield _json_row(number, line)
            except (ValueError, CallError) as reason:
                yield InputError(f"{reason}", path, number)


def _json_row(number: int, line: str) -> Line:
    row = msgspec.json.decode(line, type=dict[str, msgspec.Raw])
    if "author" in row:
        return Line(number, {}, from_json(line))
    return Line(number, {name: _cell(bytes(value)) for name, value in row.items()})


def _cell(value: bytes) -> str:
    """A text as it is, anything else as JSON; nothing is an empty text."""
    read_back = msgspec.json.decode(value)
    return read_back if isinstance(read_back, str) else "" if read_back is None else value.decode("utf-8")


def _csv_rows(text: str, path: str) -> Iterator[Line | InputError]:
    header = text.partition("\n")[0]
    between = max(",;\t", key=header.count)
    reader, started = csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True), 0
    names: list[str] = []
    try:
        for row in reader:
            number, started = started + 1, reader.line_num
            if not names:
                names = [name.strip() for name in row]
                yield from _missing(names, path)
            elif any(row):
                yield _csv_row(number, names, row, path)
    except csv.Error as reason:
        yield InputError(f"this is no CSV: {reason}", path, started + 1)


def _missing(names: Sequence[str], path: str) -> Iterator[InputError]:
    if lacking := [name for name in ("reports", "decision") if name not in names]:
        yield InputError(f"the sheet has no column {' and no column '.join(lacking)}. Start from 'dipkb review export'.", path, 1)


def _csv_row(number: int, names: Sequence[str], row: Sequence[str], path: str) -> Line | InputError:
    if len(row) > len(names) and any(row[len(names) :]):
        return InputError(f"the line has {len(row)} cells, and the sheet {len(names)} columns", path, number)
    return Line(number, dict(zip(names, row, strict=False)))


def decided(store: Store, lines: Sequence[Line], path: str, author: str, date: str) -> tuple[list[Correction], list[InputError]]:
    """The corrections that lines make, and what is wrong with others.

    Args:
        store: Where the reports are.
        lines: From :func:`read`.
        path: The file, for what is said.
        author: Who decided, where a line does not say.
        date: The day, where a line does not say.
    """
    known = Reports(store, [name for line in lines for name in _reports(line) if _is_name(name)])
    made, faults = list[Correction](), list[InputError]()
    for line in lines:
        try:
            made.append(line.whole or correction(_said(line, author, date), known))
        except BadParameter as reason:
            faults.append(InputError(str(reason), path, line.number))
    return made, faults


def _said(line: Line, author: str, date: str) -> Decided:
    cells = {name: line.cells.get(name, "").strip() for name in (*TO_FILL, "words")}
    return Decided(
        decision=cells["decision"].lower(), reports=_reports(line), author=cells["by"] or author, date=cells["date"] or date,
        reason=cells["because"], field=cells["field"], value=cells["value"], words=cells["words"],
    )  # fmt: skip


def _reports(line: Line) -> list[str]:
    return [name for name in re.split(r"[|\s]+", line.cells.get("reports", "")) if name]


def _is_name(name: str) -> bool:
    try:
        return bool(iri(name))
    except BadParameter:
        return False
