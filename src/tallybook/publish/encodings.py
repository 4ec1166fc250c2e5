"""Tables as the bytes of each file format, with titles, notes and sources wherever the format has a place for them."""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tallybook.base.errors import OutputError
from tallybook.base.results import Cell, Column, Table, plain_data

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet program take a text cell for a formula."""

EXCEL_ROWS = 1_048_576
EXCEL_CELL = 32_767
EXCEL_FIRST_DAY = date(1900, 3, 1)
"""Excel counts a 29 February 1900 that never was; from this day on its dates are right."""

SOURCES_SHEET = "sources"

STATA_NAME = 32
STATA_LABEL = 80
STATA_TEXT = 2045
STATA_RESERVED = frozenset(
    ("_all", "_b", "_coef", "_cons", "_n", "_N", "_pi", "_pred", "_rc", "_skip", "byte", "double", "float")
) | {"if", "in", "int", "long", "strL", "using", "with"}


def as_csv(table: Table) -> str:
    """Return CSV: column names as the header, plain numbers, and text that no spreadsheet runs as a formula."""
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow([_unformula(column.name) for column in table.columns])
    for row in table.rows:
        writer.writerow([_csv_cell(cell) for cell in row])
    return sink.getvalue()


def as_parquet(table: Table) -> bytes:
    """Return Parquet; title, notes and sources are in the file's metadata, headings in the columns'."""
    import polars
    import pyarrow
    import pyarrow.parquet

    data = table.to_polars().to_arrow(compat_level=polars.CompatLevel.oldest())
    about = {"title": table.title, "notes": table.notes, "sources": table.sources}
    headed = pyarrow.schema(
        [
            field.with_metadata({"title": column.heading})
            for field, column in zip(data.schema, table.columns, strict=True)
        ],
        metadata={"tallybook": json.dumps(plain_data(about), ensure_ascii=False)},
    )
    sink = io.BytesIO()
    pyarrow.parquet.write_table(data.cast(headed), sink, compression="zstd")
    return sink.getvalue()


def as_workbook(tables: Sequence[Table]) -> bytes:
    """Return an XLSX workbook: one sheet per table and a sheet `sources` with every title, note and source.

    Raises:
        OutputError: more rows than a sheet holds, or a text longer than a cell.
    """
    import xlsxwriter

    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    # A fixed date: the same figures give the same file.
    book.set_properties({"title": tables[0].title if tables else "", "created": datetime(2000, 1, 1)})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    formats = {
        "integer": book.add_format({"num_format": "#,##0"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
    }
    taken = {SOURCES_SHEET}
    for number, table in enumerate(tables, 1):
        if len(table.rows) >= EXCEL_ROWS:
            raise OutputError(
                f"{len(table.rows):,} rows", where=table.title or "result",
                expected=f"fewer than {EXCEL_ROWS:,} in a sheet",
                next_step="write csv or parquet, or ask for fewer rows",
            )  # fmt: skip
        sheet = book.add_worksheet(_sheet_name(table.title or f"table {number}", taken))
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(table.columns):
            sheet.write_string(0, place, column.heading, head)
            sheet.set_column(place, place, _excel_width(table, place))
            for line, row in enumerate(table.rows, 1):
                _excel_cell(sheet, line, place, row[place], _excel_format(book, formats, column))
    notes = book.add_worksheet(SOURCES_SHEET)
    notes.set_column(0, 0, 28)
    notes.set_column(1, 1, 8)
    notes.set_column(2, 2, 100)
    for place, heading in enumerate(("table", "kind", "text")):
        notes.write_string(0, place, heading, head)
    for line, cells in enumerate(_about(tables), 1):
        for place, text in enumerate(cells):
            _excel_cell(notes, line, place, text, None)
    book.close()
    return sink.getvalue()


def as_stata(table: Table) -> bytes:
    """Return a Stata file with legal variable names, the headings as variable labels and the title as its label.

    Raises:
        OutputError: a text is longer than Stata holds.
    """
    import polars as pl
    import pyreadstat

    names = stata_names([column.name for column in table.columns])
    frame = table.to_polars()
    for column in table.columns:
        if column.kind == "text":
            # Stata has no missing text: blank is how it says it.
            frame = frame.with_columns(pl.col(column.name).fill_null(""))
            longest = max((len(str(text).encode()) for text in frame[column.name]), default=0)
            if longest > STATA_TEXT:
                raise OutputError(
                    f"a text of {longest:,} bytes", where=f"column {column.name!r}",
                    expected=f"at most {STATA_TEXT:,} in a Stata file", next_step="write csv or parquet",
                )  # fmt: skip
        elif column.kind == "flag":
            frame = frame.with_columns(pl.col(column.name).cast(pl.Int8))
        elif column.kind == "integer":
            # Stata's largest whole number is 2,147,483,620; a double holds every count exactly.
            frame = frame.with_columns(pl.col(column.name).cast(pl.Float64))
    frame.columns = names
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "table.dta"
        pyreadstat.write_dta(
            frame,
            str(file),
            file_label=_cut(table.title, STATA_LABEL),
            column_labels=[_cut(column.heading, STATA_LABEL) for column in table.columns],
            version=15,
        )
        return file.read_bytes()


def stata_names(names: Iterable[str]) -> list[str]:
    """Return a legal Stata name for each column name: letters, digits and underscores, at most 32, no two alike."""
    found: list[str] = []
    for name in names:
        legal = re.sub(r"[^A-Za-z0-9_]", "_", name)
        if not legal or not re.match(r"[A-Za-z_]", legal) or legal in STATA_RESERVED or re.fullmatch(r"str\d+", legal):
            legal = f"v_{legal}"
        base, number = legal[:STATA_NAME], 1
        legal = base
        while legal in found:
            number += 1
            legal = f"{base[: STATA_NAME - 1 - len(str(number))]}_{number}"
        found.append(legal)
    return found


def _unformula(text: str) -> str:
    # A lone carriage return would end the row for some readers: a line break in a cell is always a newline.
    lines = "\n".join(text.splitlines()) if "\r" in text else text
    return f"'{lines}" if text.startswith(FORMULA_STARTS) else lines


def _csv_cell(cell: Cell) -> str | int | float:
    if isinstance(cell, str):
        return _unformula(cell)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    number: str | int | float = plain_data(cell)
    return number


def _sheet_name(title: str, taken: set[str]) -> str:
    base = re.sub(r"[\[\]:*?/\\]", " ", title).strip("' ")[:31].strip("' ") or "table"
    name, number = base, 1
    while name.lower() in taken:
        number += 1
        name = f"{base[: 28 - len(str(number))]} ({number})"
    taken.add(name.lower())
    return name


def _excel_format(book: Any, formats: dict[str, Any], column: Column) -> Any:
    if column.kind == "number" and column.digits is not None:
        key = f"number{column.digits}"
        if key not in formats:
            formats[key] = book.add_format(
                {"num_format": "#,##0" + ("." + "0" * column.digits if column.digits else "")}
            )
        return formats[key]
    return formats.get(column.kind)


def _excel_cell(sheet: Any, line: int, place: int, cell: Cell, look: Any) -> None:
    if cell is None:
        return
    if isinstance(cell, bool):
        sheet.write_boolean(line, place, cell)
    elif isinstance(cell, int | float):
        sheet.write_number(line, place, cell, look)
    elif isinstance(cell, date) and cell >= EXCEL_FIRST_DAY:
        sheet.write_datetime(line, place, datetime(cell.year, cell.month, cell.day), look)
    else:
        text = str(plain_data(cell))
        if len(text) > EXCEL_CELL:
            raise OutputError(
                f"a text of {len(text):,} characters", expected=f"at most {EXCEL_CELL:,} in a cell",
                next_step="write csv or parquet",
            )  # fmt: skip
        sheet.write_string(line, place, text)


def _excel_width(table: Table, place: int) -> int:
    longest = max((len(str(row[place])) for row in table.rows[:1000] if row[place] is not None), default=0)
    return min(max(longest + 3, len(table.columns[place].heading) + 2, 8), 60)


def _about(tables: Sequence[Table]) -> list[tuple[str, str, str]]:
    return [
        (table.title, kind, text)
        for table in tables
        for kind, texts in (("title", (table.title,)), ("note", table.notes), ("source", table.sources))
        for text in texts
        if text
    ]


def _cut(text: str, length: int) -> str:
    encoded = text.encode()
    return text if len(encoded) <= length else encoded[:length].decode(errors="ignore")
