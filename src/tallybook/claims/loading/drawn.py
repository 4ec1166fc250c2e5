"""Tables drawn with characters: pipes, tabs, or columns lined up with spaces."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tallybook.claims.loading.tables import TableCell, is_empty, is_figure

SEPARATOR = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
DRAWN_RULE = re.compile(r"\s*[+|]?[\s+|=\-_─━]{3,}$")
PIPE = re.compile(r"(?<!\\)\|")
TAB = re.compile("\t")
GAP = re.compile(r"\s{2,}|\t+")
LONGEST_COLUMN = 60
MOST_OTHERS = 3
"""Rows of a table lined up with spaces that may hold no figures: headers and names of groups."""
LONGEST_TABLE = 20_000
LONGEST_LINE = 4_000
UNDECIDED = 20
"""Lines that are looked at for a sign of a table before giving up."""


@dataclass(frozen=True)
class DrawnTable:
    """A table found in lines of text, and the first line after it; without rows, no table begins before that line."""

    rows: list[list[TableCell]]
    heads: int | None
    next_line: int


Lines = list[tuple[int, int]]


def table_at(raw: str, lines: Lines, at: int) -> DrawnTable | None:
    """Return the table that begins at a line, or None when none does."""
    if lines[at][1] - lines[at][0] > LONGEST_LINE:
        return None
    line = raw[slice(*lines[at])]
    if "|" in line or line.lstrip().startswith("+--"):
        return _piped(raw, lines, at)
    if "\t" in line.strip():
        return _tabbed(raw, lines, at)
    if "  " in line.strip():
        return _aligned(raw, lines, at)
    return None


def _cells(raw: str, start: int, end: int, gap: re.Pattern[str]) -> list[TableCell]:
    cells, at, divider = [], start, max(start - 1, 0)
    for match in (*gap.finditer(raw, start, end), None):
        cell = TableCell(divider)
        cell.text.take(raw, at, match.start() if match else end)
        cell.text.cut(len(str(cell.text).rstrip()))
        cells.append(cell)
        if match:
            at, divider = match.end(), match.start()
    return cells


def _trimmed(raw: str, start: int, end: int) -> tuple[int, int]:
    line = raw[start:end]
    return start + len(line) - len(line.lstrip()), start + len(line.rstrip())


def _piped(raw: str, lines: Lines, at: int) -> DrawnTable | None:
    rows: list[list[TableCell]] = []
    heads, number = None, at
    while number < len(lines) and len(rows) < LONGEST_TABLE:
        start, end = _trimmed(raw, *lines[number])
        line = raw[start:end]
        if rows and heads is None and SEPARATOR.match(line) and ("|" in line or len(rows[0]) == 1) and line:
            heads = len(rows)
        elif line and DRAWN_RULE.match(line):
            if rows and heads is None and line[0] in "+|":
                heads = len(rows)
        elif "|" in line:
            if line.startswith("|"):
                start += 1
            if line.endswith("|") and not line.endswith("\\|") and end > start:
                end -= 1
            rows.append(_cells(raw, start, end, PIPE))
        else:
            break
        number += 1
        if heads is None and len(rows) == UNDECIDED and not _alike(rows):
            return DrawnTable([], None, number)
    drawn = heads is not None and len(rows) > heads
    if not (drawn or _alike(rows)):
        return None
    return DrawnTable(rows, heads, number)


def _alike(rows: list[list[TableCell]]) -> bool:
    """Return whether rows without a drawn header are a table: as many cells in each, figures among them."""
    widths = {len(row) for row in rows}
    return len(rows) >= 2 and len(widths) == 1 and widths != {1} and _holds_figures(rows)


def _holds_figures(rows: list[list[TableCell]]) -> bool:
    return any(is_figure(cell.words) for row in rows for cell in row)


def _tabbed(raw: str, lines: Lines, at: int) -> DrawnTable | None:
    rows: list[list[TableCell]] = []
    number = at
    while number < len(lines) and len(rows) < LONGEST_TABLE:
        start, end = lines[number]
        line = raw[start:end]
        if "\t" not in line or not line.strip():
            break
        rows.append(_cells(raw, start, end, TAB))
        number += 1
        if len(rows) == UNDECIDED and not _holds_figures(rows):
            return DrawnTable([], None, number)
    if len(rows) < 2 or not _holds_figures(rows):
        return None
    return DrawnTable(rows, None, number)


def _aligned(raw: str, lines: Lines, at: int) -> DrawnTable | None:
    found: list[tuple[list[TableCell], list[tuple[int, int]]]] = []
    heads, number, last, others = None, at, at, 0
    while number < len(lines) and len(found) < LONGEST_TABLE:
        start, end = _trimmed(raw, *lines[number])
        line = raw[start:end]
        if not line:
            break
        if DRAWN_RULE.match(line):
            heads = len(found) if heads is None and found else heads
            number += 1
            continue
        cells = _cells(raw, start, end, GAP)
        if len(cells) < 2 or any(len(c.text) > LONGEST_COLUMN for c in cells):
            break
        others += not _is_data(cells)
        if others > MOST_OTHERS:
            break
        left = lines[number][0]
        found.append((cells, [(c.text.offsets[0] - left, c.text.offsets[-1] - left) for c in cells if c.text.offsets]))
        number += 1
        last = number
    data = [i for i, (cells, _) in enumerate(found) if _is_data(cells)]
    if len(data) < 2 or data[0] >= MOST_OTHERS:
        return None
    widest = max((found[i] for i in data), key=lambda pair: len(pair[0]))
    rows = [cells if len(cells) == len(widest[0]) else _lined_up(cells, spans, widest[1]) for cells, spans in found]
    return DrawnTable(rows, heads if heads is not None else data[0], last)


def _is_data(cells: list[TableCell]) -> bool:
    figures = [is_figure(c.words) or is_empty(c.words) for c in cells[1:]]
    return all(figures) and any(is_figure(c.words) for c in cells)


def _lined_up(cells: list[TableCell], spans: list[tuple[int, int]], columns: list[tuple[int, int]]) -> list[TableCell]:
    """Return the cells put under the columns they stand nearest to, empty cells between."""
    if len(cells) > len(columns) or len(spans) != len(cells):
        return cells
    placed: list[TableCell] = []
    for cell, (left, right) in zip(cells, spans):
        nearest = min(range(len(columns)), key=lambda i: min(abs(columns[i][0] - left), abs(columns[i][1] - right)))
        while len(placed) < nearest:
            placed.append(TableCell(cell.gap))
        placed.append(cell)
    return placed
