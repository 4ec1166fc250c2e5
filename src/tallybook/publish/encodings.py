"""Tables as CSV and Parquet, with titles, notes and sources wherever the format has a place for them.

A spreadsheet program takes a text cell that begins with `=`, `+`, `-`, `@`, a tab or a line break for a formula,
whoever wrote it. As OWASP advises for CSV, an apostrophe goes before such a cell, in text columns only, so that numbers
stay numbers. It is taken off again by removing one apostrophe; the data dictionary says so.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

from tallybook.base.results import Cell, Result, Table, plain_data
from tallybook.publish.citations import Citation
from tallybook.publish.dictionary import Entry

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What makes a spreadsheet program take a text cell for a formula: ASCII signs and their full-width forms."""

INERT = (
    "A text cell that a spreadsheet program could take for a formula (it begins with =, +, -, @, a tab or a line break)"
    " has an apostrophe before it; remove one apostrophe to have the text as it was."
)
"""The rule, as the dictionary and the README of a package give it."""


def is_formula(text: str) -> bool:
    """Return whether a spreadsheet program could run a text; spaces and apostrophes before the sign do not help."""
    return text.startswith(FORMULA_STARTS) or text.lstrip("' \u00a0\ufeff").startswith(FORMULA_STARTS)


def inert(text: str) -> str:
    """Return a text as a CSV cell: with an apostrophe before what could be run, line breaks as newlines."""
    # A lone carriage return would end the row for some readers: a line break in a cell is always a newline.
    lines = "\n".join(text.splitlines()) if "\r" in text else text
    return f"'{lines}" if is_formula(text) else lines


def as_csv(table: Table) -> str:
    """Return CSV: column names as the header, plain numbers, and text that no spreadsheet runs as a formula."""
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow([inert(column.name) for column in table.columns])
    for row in table.rows:
        writer.writerow([_csv_cell(cell) for cell in row])
    return sink.getvalue()


def as_parquet(result: Result | Table, told: Sequence[Entry] = (), cited: Sequence[Citation] = ()) -> bytes:
    """Return Parquet: title, notes, sources and citations in the file's metadata, the dictionary in the columns'."""
    import polars
    import pyarrow
    import pyarrow.parquet

    table = result.table()
    data = table.to_polars().to_arrow(compat_level=polars.CompatLevel.oldest())
    about = {
        "title": table.title, "notes": table.notes, "sources": table.sources,
        "citations": [one.csl() for one in cited], "cite_as": [one.plain for one in cited],
    }  # fmt: skip
    headed = pyarrow.schema(
        [field.with_metadata(_of_field(entry)) for field, entry in zip(data.schema, told, strict=True)],
        metadata={"tallybook": json.dumps(plain_data(about), ensure_ascii=False)},
    )
    sink = io.BytesIO()
    pyarrow.parquet.write_table(data.cast(headed), sink, compression="zstd")
    return sink.getvalue()


def _of_field(entry: Entry) -> dict[str, str]:
    said = {
        "title": entry.column.heading, "unit": entry.unit, "meaning": entry.meaning, "values": entry.values,
        "missing": entry.missing.replace("an empty cell", "null"), "source": entry.source,
    }  # fmt: skip
    return {name: text for name, text in said.items() if text}


def _csv_cell(cell: Cell) -> str | int | float:
    if isinstance(cell, str):
        return inert(cell)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    number: str | int | float = plain_data(cell)
    return number
