"""The one way to print or write anything tabular: terminal, JSON, CSV, Parquet, XLSX and Stata."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from tallybook.base.errors import UsageError
from tallybook.base.results import Result, Table, plain_data
from tallybook.publish import encodings, terminal
from tallybook.publish.files import write_bytes, write_text

BINARY = ("parquet", "xlsx", "dta")


def write_table(result: Result | Table, format_: str = "table", out: Path | None = None) -> None:
    """Write a result to a file, or to stdout when `out` is None.

    JSON is the result's own `to_dict`, the terminal shows its `brief()`, every other format holds its whole `table()`.

    Raises:
        UsageError: a binary format would go to a terminal, or there is no such format.
        OutputError: the result cannot be written there, or the format cannot hold it.
    """
    if format_ == "json":
        write_text(json.dumps(plain_data(result.to_dict()), ensure_ascii=False, indent=2), out)
    elif format_ == "table":
        width = terminal.width_of(sys.stdout) if out is None else terminal.FILE_WIDTH
        write_text(terminal.as_text(result.brief(), width), out)
    elif format_ == "csv":
        write_text(encodings.as_csv(result.table()), out)
    elif format_ in BINARY:
        write_binary([result.table()], format_, out)
    else:
        raise UsageError(f"there is no format {format_!r}", expected=f"one of table, json, csv, {', '.join(BINARY)}")


def write_binary(tables: Sequence[Table], format_: str, out: Path | None) -> None:
    """Write tables as Parquet, XLSX or Stata; only a workbook holds more than one.

    Raises:
        UsageError: the bytes would go to a terminal.
        OutputError: the result cannot be written there, or the format cannot hold it.
    """
    if out is None and sys.stdout.isatty():
        raise UsageError(
            "a terminal cannot show this format", where=f"--format {format_}", next_step=f"add --out FILE.{format_}"
        )
    if format_ == "xlsx":
        return write_bytes(encodings.as_workbook(tables), out)
    (table,) = tables
    return write_bytes(encodings.as_parquet(table) if format_ == "parquet" else encodings.as_stata(table), out)
