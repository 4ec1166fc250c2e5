"""A sheet: rows of text with their true addresses, whatever kind of file they came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook, or the one table of a text file.

    Row `n` of the data is row `first_row + n` of the sheet as a spreadsheet numbers it (blank rows count); the same for
    columns.
    """

    file: str
    name: str
    """Empty for a text file."""
    data: pyarrow.Table
    """Text columns `c0`, `c1` … in order; missing cells are null."""
    first_row: int = 1
    first_column: int = 1
    kind: str = "xlsx"
    """`xlsx` or `text`; a bare number in a date column is a spreadsheet's serial day only in the first."""
    errors: tuple[tuple[int, int, str], ...] = field(default=(), repr=False)
    """Cells that held an error such as `#DIV/0!`: row, column (as in the sheet), what was found."""

    @property
    def where(self) -> str:
        """File and sheet as messages name them."""
        return f"{self.file}, sheet {self.name!r}" if self.name else self.file

    def address(self, row: int) -> str:
        """Return file, sheet and the spreadsheet's number of a row of the data."""
        return f"{self.where}, row {self.first_row + row}"

    def head(self, rows: int = 60) -> list[list[str]]:
        """Return the first rows as stripped text, blanks as empty text."""
        columns = [column.to_pylist() for column in self.data.slice(0, rows).columns]
        return [[(cell or "").strip() for cell in row] for row in zip(*columns)]

    def column_letter(self, column: int) -> str:
        """Return a spreadsheet's name of a column of the data."""
        number, letters = self.first_column + column, ""
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(65 + rest) + letters
        return letters


@dataclass(frozen=True)
class Source:
    """A file as read: its name, its hash and, one at a time, its sheets."""

    name: str
    sha256: str
    size: int
    sheets: Iterator[Sheet]
