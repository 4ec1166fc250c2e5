"""Tables as text for a reader: figures never cut, numbers right-aligned with thousands separators."""

from __future__ import annotations

import io
import os
import shutil
from datetime import date
from decimal import Decimal
from textwrap import TextWrapper
from typing import TextIO

from tallybook.base.results import Cell, Column, Table

FILE_WIDTH = 100
"""Columns of a table that goes to a file or a pipe, where no terminal says how wide it is."""

NARROWEST_TEXT = 14
"""A text column is not wrapped below this; a table that would need it is shown as one block per row."""

ABSENT = "–"


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
    cells = [[shown(cell, column) for cell, column in zip(row, table.columns, strict=True)] for row in table.rows]
    body = _grid(table, cells, width) if _fits(table, cells, width) else _blocks(table, cells, width)
    parts = [*_wrapped(table.title, width), *([""] if table.title else []), *(body or ["(no rows)"])]
    if table.notes or table.sources:
        parts.append("")
    for lead, lines in (("Note: ", table.notes), ("Source: ", table.sources)):
        for line in lines:
            parts.extend(_wrapped(line, width, lead))
    return "\n".join(line.rstrip() for line in parts) + "\n"


def _is_figure(column: Column) -> bool:
    return column.kind in ("integer", "number")


def _fits(table: Table, cells: list[list[str]], width: int) -> bool:
    """Say whether every figure and date fits whole beside text columns of a readable width."""
    needed = 0
    for place, column in enumerate(table.columns):
        longest = max((len(row[place]) for row in cells), default=0)
        words = max(map(len, column.heading.split()), default=0)
        needed += 2 + max(words, min(longest, NARROWEST_TEXT) if column.kind == "text" else longest)
    return needed <= width


def _grid(table: Table, cells: list[list[str]], width: int) -> list[str]:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid(box=SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0), pad_edge=False, header_style="")
    for place, column in enumerate(table.columns):
        longest = max((len(row[place]) for row in cells), default=0)
        words = max(map(len, column.heading.split()), default=0)
        whole = column.kind != "text"
        grid.add_column(
            Text(column.heading),
            justify="right" if _is_figure(column) else "left",
            min_width=max(words, longest if whole else min(longest, NARROWEST_TEXT)),
            no_wrap=False,
            overflow="fold",
        )
    for row in cells:
        grid.add_row(*(Text(cell) for cell in row))
    sink = io.StringIO()
    Console(file=sink, width=width, color_system=None, legacy_windows=False, emoji=False, highlight=False).print(grid)
    return sink.getvalue().rstrip("\n").split("\n") if cells else []


def _blocks(table: Table, cells: list[list[str]], width: int) -> list[str]:
    """Return one block of `heading: value` lines per row, for tables that are wider than the screen."""
    label = min(max(len(column.heading) for column in table.columns), max(width // 3, 8)) + 2
    lines: list[str] = []
    for row in cells:
        lines.append("")
        for column, cell in zip(table.columns, row, strict=True):
            if cell in (ABSENT, ""):
                continue
            lines.extend(_wrapped(cell, width, f"{column.heading}: ".ljust(label)))
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
