"""The one way to print or write anything tabular: terminal, JSON, CSV, Parquet, XLSX, Stata, and a data package."""

from __future__ import annotations

import sys
from pathlib import Path

from tallybook.base.catalog import Catalog
from tallybook.base.errors import UsageError
from tallybook.base.results import Result, Table
from tallybook.publish import terminal
from tallybook.publish.exports import FORMATS, export
from tallybook.publish.files import write_binary, write_text

TEXT = ("json", "csv")


def write_table(
    result: Result | Table, format_: str = "table", out: Path | None = None, catalog: Catalog | None = None
) -> None:
    """Write a result to a file, or to stdout when `out` is None; `catalog` says what its columns mean.

    JSON is the result's own `to_dict`, the terminal shows its `brief()`, every other format holds its whole `table()`.

    Raises:
        UsageError: a binary format would go to a terminal, or there is no such format.
        OutputError: the result cannot be written there, or the format cannot hold it.
    """
    if format_ == "table":
        width = terminal.width_of(sys.stdout) if out is None else terminal.FILE_WIDTH
        write_text(terminal.as_text(result.brief(), width), out)
        return
    if format_ not in FORMATS:
        raise UsageError(f"there is no format {format_!r}", expected=f"one of table, {', '.join(FORMATS)}")
    made = export(result, format_, catalog=catalog, name=out.stem if out else "")
    if format_ in TEXT:
        write_text(made.data.decode(), out)
    else:
        write_binary(made.data, format_, out, FORMATS[format_].ending)
