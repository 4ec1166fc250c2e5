"""Tables as a workbook: a sheet a table, then what the columns mean, the notes, and the sources with how to cite them.

Text is written as text and marked as such, so that no cell runs, not even after a reader edits it and presses Enter.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tallybook import __version__
from tallybook.base.errors import OutputError
from tallybook.base.results import Cell, Column, Result, Table, plain_data
from tallybook.publish.citations import Citation
from tallybook.publish.encodings import is_formula

ROWS = 1_048_576
CELL = 32_767
FIRST_DAY = date(1900, 3, 1)
"""Excel counts a 29 February 1900 that never was; from this day on its dates are right."""

DICTIONARY, NOTES, SOURCES = "dictionary", "notes", "sources"


@dataclass(frozen=True)
class Part:
    """One result of a workbook with its dictionary and its citations."""

    result: Result | Table
    dictionary: Table | None = None
    cited: Sequence[Citation] = ()


def as_workbook(parts: Sequence[Part]) -> bytes:
    """Return an XLSX workbook.

    Raises:
        OutputError: more rows than a sheet holds, or a text longer than a cell.
    """
    import xlsxwriter

    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    tables = [part.result.table() for part in parts]
    # A fixed date: the same figures give the same file.
    book.set_properties({"title": tables[0].title if tables else "", "created": datetime(2000, 1, 1)})
    writer = _Writer(book)
    taken = {DICTIONARY, NOTES, SOURCES}
    for number, table in enumerate(tables, 1):
        writer.sheet(_sheet_name(table.title or f"table {number}", taken), table)
    told = [part.dictionary for part in parts if part.dictionary is not None]
    if told:
        writer.sheet(DICTIONARY, Table(told[0].columns, tuple(row for table in told for row in table.rows)))
    writer.sheet(NOTES, _notes(tables))
    writer.sheet(SOURCES, _sources(parts, tables))
    book.close()
    return sink.getvalue()


def _notes(tables: Sequence[Table]) -> Table:
    rows = [
        (table.title, kind, text)
        for table in tables
        for kind, texts in (("title", (table.title,)), ("note", table.notes))
        for text in texts
        if text
    ]
    return Table(
        (Column("table"), Column("kind"), Column("text")), (*rows, ("", "made by", f"Tallybook {__version__}"))
    )


def _sources(parts: Sequence[Part], tables: Sequence[Table]) -> Table:
    columns = (
        Column("table"), Column("cite_as"), Column("publisher"), Column("document"), Column("document_table"),
        Column("vintage"), Column("published"), Column("status"), Column("basis"), Column("url"), Column("query"),
        Column("data"),
    )  # fmt: skip
    rows = [row for part, table in zip(parts, tables, strict=True) for row in _cited(part.cited, table)]
    return Table(columns, tuple(rows))


def _cited(cited: Sequence[Citation], table: Table) -> Iterator[tuple[Cell, ...]]:
    for c in cited:
        yield (
            table.title, c.plain, c.publisher, c.title, c.table, c.vintage, c.published, c.status.replace("_", " "),
            c.basis, c.url, c.query, None,
        )  # fmt: skip
        yield from ((table.title, *[None] * 10, line) for line in c.data)
    said = {line for c in cited for line in c.data}
    yield from ((table.title, *[None] * 10, line) for line in table.sources if not cited and line not in said)


class _Writer:
    """Writes tables into a workbook, with the cell formats they share."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.text = book.add_format({"quote_prefix": True})
        self.looks = {
            "integer": book.add_format({"num_format": "#,##0"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
        }

    def sheet(self, name: str, table: Table) -> None:
        """Write a table on a sheet of its own."""
        if len(table.rows) >= ROWS:
            raise OutputError(
                f"{len(table.rows):,} rows", where=table.title or "result",
                expected=f"fewer than {ROWS:,} in a sheet",
                next_step="write csv or parquet, or ask for fewer rows",
            )  # fmt: skip
        sheet = self.book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(table.columns):
            sheet.write_string(0, place, column.heading, self.head)
            sheet.set_column(place, place, _width(table, place))
            look = self._look(column)
            for line, row in enumerate(table.rows, 1):
                self._cell(sheet, (line, place), row[place], look)

    def _look(self, column: Column) -> Any:
        if column.kind == "number" and column.digits is not None:
            key = f"number{column.digits}"
            if key not in self.looks:
                places = "." + "0" * column.digits if column.digits else ""
                self.looks[key] = self.book.add_format({"num_format": f"#,##0{places}"})
            return self.looks[key]
        return self.looks.get(column.kind)

    def _cell(self, sheet: Any, at: tuple[int, int], cell: Cell, look: Any) -> None:
        if cell is None:
            return
        if isinstance(cell, bool):
            sheet.write_boolean(*at, cell)
        elif isinstance(cell, int | float):
            sheet.write_number(*at, cell, look)
        elif isinstance(cell, date) and cell >= FIRST_DAY:
            sheet.write_datetime(*at, datetime(cell.year, cell.month, cell.day), look)
        else:
            text = str(plain_data(cell))
            if len(text) > CELL:
                raise OutputError(
                    f"a text of {len(text):,} characters", expected=f"at most {CELL:,} in a cell",
                    next_step="write csv or parquet",
                )  # fmt: skip
            sheet.write_string(*at, text, self.text if is_formula(text) else None)


def _sheet_name(title: str, taken: set[str]) -> str:
    base = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title).strip("' ")[:31].strip("' ") or "table"
    name, number = base, 1
    # Excel keeps the name History for itself.
    while name.lower() in taken or name.lower() == "history":
        number += 1
        name = f"{base[: 28 - len(str(number))]} ({number})"
    taken.add(name.lower())
    return name


def _width(table: Table, place: int) -> int:
    longest = max((len(str(row[place])) for row in table.rows[:1000] if row[place] is not None), default=0)
    return min(max(longest + 3, len(table.columns[place].heading) + 2, 8), 60)
