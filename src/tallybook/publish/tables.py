"""The one way to print or write anything tabular: terminal, JSON, CSV, Parquet, XLSX and Stata."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

from tallybook.base.errors import UsageError
from tallybook.base.results import Result, Table, plain_data
from tallybook.publish import encodings, terminal
from tallybook.publish.files import write_binary, write_text

BINARY: dict[str, Callable[[Table], bytes]] = {
    "parquet": encodings.as_parquet,
    "xlsx": lambda table: encodings.as_workbook([table]),
    "dta": encodings.as_stata,
}


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
        write_binary(BINARY[format_](result.table()), format_, out)
    else:
        raise UsageError(f"there is no format {format_!r}", expected=f"one of table, json, csv, {', '.join(BINARY)}")
