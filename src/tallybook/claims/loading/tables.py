"""Tables: which rows are headers, what header and label each cell has, and one block per row."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tallybook.claims.document import Block, BlockKind
from tallybook.claims.loading.pieces import Text, row_block

YEAR = re.compile(
    r"(?:(?:FY|CY|fiscal(?: year)?|calendar(?: year)?)\s*)?['’]?(?:(?:1[89]|20)\d\d|(?<=['’Yy ])\d\d)"
    r"(?:\s*[-–/]\s*\d{2,4})?\*?",
    re.I,
)
FIGURE = re.compile(
    r"[~≈<>(\[$+\-−–±]{0,3}\s*\d[\d.,'’ \u00a0\u2009\u202f]*"
    r"\s*(?:%|percent|pct\.?|[kKmMbBxX×]|million|billion|pts?\.?|pp)?\s*[)\]*†‡§]{0,3}",
    re.I,
)
NOTHING = re.compile(r"(?:[-–—.…*]{1,3}|n\.?/?a\.?|nil|none|\([a-zA-Z]\))?", re.I)
WIDEST = 200
"""Columns of a table that are looked at; a wider span is cut."""
LONGEST_CELL = 400
"""Characters of a cell above which a table lays out a page and holds prose."""


@dataclass
class TableCell:
    """A cell as it was found. `gap` is the raw position of what divides it from the cell before it."""

    gap: int
    text: Text = field(default_factory=Text)
    head: bool = False
    across: int = 1
    down: int = 1

    @property
    def words(self) -> str:
        """The text without white space at its ends."""
        return str(self.text).strip()


def is_figure(words: str) -> bool:
    """Return whether a cell holds a number and nothing else, a year not counted."""
    return len(words) <= 40 and bool(FIGURE.fullmatch(words)) and not YEAR.fullmatch(words)


def is_empty(words: str) -> bool:
    """Return whether a cell holds nothing, a dash or `n/a`."""
    return bool(NOTHING.fullmatch(words))


def blocks_of(rows: list[list[TableCell]], section: str, heads: int | None = None) -> list[Block]:
    """Return one block per row: `row` for data, `furniture` for headers and for rows that only name a group.

    Args:
        rows: the cells as they stand in the source, spans not repeated.
        section: the heading or caption above the table.
        heads: how many rows at the top are headers; None to tell by their cells.
    """
    grid = _grid(rows)
    columns = max((max(line, default=0) for line in grid), default=0) + 1
    groups = {i for i, row in enumerate(rows) if columns > 1 and _names_group(row)}
    headed = [i for i in range(len(rows)) if i not in groups]
    count = _heads([rows[i] for i in headed], [grid[i] for i in headed]) if heads is None else heads
    first_data = headed[count] if count < len(headed) else len(rows)
    headers: dict[int, list[str]] = {}
    group, blocks, fresh = "", [], True
    for number, (line, own) in enumerate(zip(grid, rows)):
        placed = _own_columns(line, own)
        kind: BlockKind = "furniture"
        if number in groups:
            group = own[0].words
        elif number < first_data or (len(own) > 1 and all(c.head for c in own)):
            headers = headers if fresh else {}
            fresh = True
            for column, cell in line.items():
                words = cell.words
                if words and words not in headers.setdefault(column, []):
                    headers[column].append(words)
        else:
            kind, fresh = "row", False
        label = line[0].words if 0 in line else ""
        where = " · ".join(part for part in (section, group if kind == "row" else "") if part)
        cells = [(c.text, c.gap, " ".join(headers.get(col, ())) if kind == "row" else "", col) for col, c in placed]
        block = row_block(cells, label, kind, where)
        if block:
            blocks.append(block)
    return blocks


def is_layout(rows: list[list[TableCell]]) -> bool:
    """Return whether a table only lays out a page: one column, or cells that hold prose."""
    return all(len(row) <= 1 for row in rows) or any(len(c.text) > LONGEST_CELL for row in rows for c in row)


def _grid(rows: list[list[TableCell]]) -> list[dict[int, TableCell]]:
    """Return for each row its cells by column, spans filled in."""
    grid: list[dict[int, TableCell]] = []
    hanging: dict[int, tuple[TableCell, int]] = {}
    for row in rows:
        line = {column: cell for column, (cell, _) in hanging.items()}
        hanging = {column: (cell, left - 1) for column, (cell, left) in hanging.items() if left > 1}
        column = 0
        for cell in row:
            while column in line:
                column += 1
            for at in range(column, min(column + cell.across, WIDEST)):
                line[at] = cell
                if cell.down > 1:
                    hanging[at] = (cell, cell.down - 1)
            column += cell.across
        grid.append(dict(sorted(line.items())))
    return grid


def _own_columns(line: dict[int, TableCell], own: list[TableCell]) -> list[tuple[int, TableCell]]:
    first: dict[int, int] = {}
    for column, cell in line.items():
        first.setdefault(id(cell), column)
    return [(first.get(id(cell), WIDEST), cell) for cell in own]


def _names_group(row: list[TableCell]) -> bool:
    """Return whether a row only names the rows below it: words in its first cell and nothing in the others."""
    return bool(row) and bool(row[0].words) and not is_figure(row[0].words) and not any(c.words for c in row[1:])


def _heads(rows: list[list[TableCell]], grid: list[dict[int, TableCell]]) -> int:
    """Return how many rows at the top are headers."""
    marked = 0
    for row in rows:
        if row and all(c.head or not c.words for c in row) and any(c.head for c in row):
            marked += 1
        else:
            break
    if marked:
        return marked
    if len(grid) < 2:
        return 0
    top = [cell.words for cell in grid[0].values()]
    below = [cell.words for line in grid[1:] for cell in line.values()]
    if any(is_figure(words) for words in top) or not any(is_figure(words) for words in below):
        return 0
    if len([words for words in top if words]) < 2 and len(top) > 1 and not top[-1]:
        return 0
    return 1
