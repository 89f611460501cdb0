"""A panel as a file: CSV by the standard library, or Parquet by pyarrow, which is an optional extra."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, BinaryIO

from dipkb.errors import CallError
from dipkb.panel.columns import Column, dictionary
from dipkb.panel.table import Row

FORMATS = ("csv", "parquet")
_ROWS = 50_000  # of one row group
_NO_PYARROW = "Parquet is written by pyarrow, which is not installed. Run pip install 'dipkb[parquet]', or give --format csv."


def write(columns: Sequence[Column], rows: Iterable[Row], format: str, out: BinaryIO) -> None:
    """Write a table; the same rows give the same bytes (of Parquet, by one version of pyarrow).

    Raises:
        CallError: Parquet without pyarrow; nothing was asked of the store then.
    """
    if format == "parquet":
        return _write_parquet(columns, rows, out)
    _write_csv([tuple(column.name for column in columns)], out)
    _write_csv(rows, out)


def write_dictionary(columns: Sequence[Column], out: BinaryIO) -> None:
    """Write the data dictionary, as CSV."""
    _write_csv(dictionary(columns), out)


def _write_csv(rows: Iterable[Sequence[Any]], out: BinaryIO) -> None:
    """RFC 4180 in UTF-8; an empty cell is a missing value."""
    for chunk in _chunks(rows):
        text = io.StringIO(newline="")
        csv.writer(text).writerows(chunk)
        out.write(text.getvalue().encode("utf-8"))


def _write_parquet(columns: Sequence[Column], rows: Iterable[Row], out: BinaryIO) -> None:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise CallError(_NO_PYARROW) from error
    types = {"integer": pyarrow.int32(), "text": pyarrow.string()}
    schema = pyarrow.schema([pyarrow.field(c.name, types[c.type], metadata={"description": c.meaning}) for c in columns])
    with pyarrow.parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        for chunk in _chunks(rows):
            cells = [pyarrow.array(column, field.type) for column, field in zip(zip(*chunk, strict=True), schema, strict=True)]
            writer.write_table(pyarrow.table(cells, schema=schema))


def _chunks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    left = iter(rows)
    while chunk := list(islice(left, _ROWS)):
        yield chunk
