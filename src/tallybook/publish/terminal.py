"""Tables as text for a reader: figures never cut, numbers right-aligned with thousands separators."""

from __future__ import annotations

import io
import os
import shutil
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from textwrap import TextWrapper
from typing import TextIO

from tallybook.base.results import Cell, Column, Table

FILE_WIDTH = 100
"""Columns of a table that goes to a file or a pipe, where no terminal says how wide it is."""

NARROWEST_TEXT = 10
LONGEST_WORD = 16
"""A text column is not wrapped below the first, nor its words broken below the second; a table that would need either
is shown as one block per row."""

ABSENT = "–"

GAP = 2
"""Blank columns between two columns of a grid: the padding and the space that stands for a line."""


def width_of(stream: TextIO) -> int:
    """Return how many columns `stream` shows: the terminal's, `COLUMNS` where set, else `FILE_WIDTH`."""
    if stream.isatty() or os.environ.get("COLUMNS", "").isdigit():
        return max(shutil.get_terminal_size().columns, 20)
    return FILE_WIDTH


def shown(cell: Cell, column: Column) -> str:
    """Return a cell as a reader sees it."""
    if cell is None:
        return ABSENT
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int | float) and column.kind in ("integer", "number"):
        return figure(cell, column.digits)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def figure(number: int | float, digits: int | None = None) -> str:
    """Return a number with thousands separators; every digit it has, or as many after the point as asked."""
    if digits is not None:
        return f"{number:,.{digits}f}"
    whole = int(number) if float(number).is_integer() else None
    return f"{whole:,}" if whole is not None else f"{Decimal(repr(number)):,f}"


def as_text(table: Table, width: int) -> str:
    """Return the table for a screen `width` columns wide, its notes and sources below it."""
    shape = [
        _Shown.of(column, [shown(row[place], column) for row in table.rows])
        for place, column in enumerate(table.columns)
    ]
    alike: list[_Shown] = []
    if not _fits(shape, width) and len(table.rows) > 1:
        alike = [part for part in shape if part.alike]
        shape = [part for part in shape if not part.alike] or shape
    body = _grid(shape, width) if _fits(shape, width) else _blocks(shape, width)
    parts = _wrapped(table.title, width)
    said = [f"{part.column.heading} {part.cells[0]}" for part in alike if part.cells[0] not in (ABSENT, "")]
    parts += _wrapped("; ".join(said), width, "All rows: ")
    parts += ["", *body] if parts else body
    if not table.rows:
        parts.append("(no rows)")
    if table.notes or table.sources:
        parts.append("")
    for lead, lines in (("Note: ", table.notes), ("Source: ", table.sources)):
        for line in lines:
            parts += _wrapped(line, width, lead)
    return "\n".join(line.rstrip() for line in parts) + "\n"


@dataclass(frozen=True)
class _Shown:
    """One column as text, with the width below which it would lose a figure or break a word."""

    column: Column
    cells: list[str]
    narrowest: int

    @classmethod
    def of(cls, column: Column, cells: list[str]) -> _Shown:
        longest = max(map(len, cells), default=0)
        if column.kind == "text" and not column.whole:
            word = max((len(word) for cell in cells for word in cell.split()), default=0)
            longest = min(longest, max(NARROWEST_TEXT, min(word, LONGEST_WORD)))
        heading = max(map(len, column.heading.split()), default=0)
        return cls(column, cells, max(longest, heading))

    @property
    def alike(self) -> bool:
        """Whether every row has the same cell."""
        return len(set(self.cells)) == 1


def _fits(shape: list[_Shown], width: int) -> bool:
    return sum(part.narrowest for part in shape) + GAP * (len(shape) - 1) <= width


def _grid(shape: list[_Shown], width: int) -> list[str]:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid(box=SIMPLE_HEAD, show_edge=False, padding=(0, GAP - 1, 0, 0), pad_edge=False, header_style="")
    for part in shape:
        grid.add_column(
            Text(part.column.heading),
            justify="right" if part.column.kind in ("integer", "number") else "left",
            min_width=part.narrowest,
            overflow="fold",
        )
    for row in zip(*(part.cells for part in shape), strict=True):
        grid.add_row(*map(Text, row))
    sink = io.StringIO()
    Console(file=sink, width=width, color_system=None, legacy_windows=False, emoji=False, highlight=False).print(grid)
    return sink.getvalue().rstrip("\n").split("\n")


def _blocks(shape: list[_Shown], width: int) -> list[str]:
    """Return one block of `heading: value` lines per row, for tables that are wider than the screen."""
    label = min(max(len(part.column.heading) for part in shape), max(width // 3, 8)) + 2
    lines: list[str] = []
    for row in zip(*(part.cells for part in shape), strict=True):
        lines.append("")
        for part, cell in zip(shape, row, strict=True):
            if cell not in (ABSENT, ""):
                lines += _wrapped(cell, width, f"{part.column.heading}: ".ljust(label))
    return lines[1:]


def _wrapped(text: str, width: int, lead: str = "") -> list[str]:
    wrapper = TextWrapper(
        width=max(width, len(lead) + 8),
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        break_long_words=False,
        break_on_hyphens=False,
    )
    return wrapper.wrap(" ".join(text.split())) if text.strip() else []
