"""Workbooks and text files made for one test."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

Rows = Sequence[Sequence[Any]]


def write_workbook(path: Path, sheets: dict[str, Rows], first_row: int = 0, first_column: int = 0) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for r, row in enumerate(rows, first_row):
                for c, cell in enumerate(row, first_column):
                    if isinstance(cell, dt.date):
                        sheet.write_datetime(r, c, dt.datetime.combine(cell, dt.time()), day)
                    elif isinstance(cell, str) and cell.startswith("="):
                        sheet.write_formula(r, c, cell, value="#DIV/0!" if "/0" in cell else 7)
                    elif cell is not None:
                        sheet.write(r, c, cell) if not isinstance(cell, str) else sheet.write_string(r, c, cell)
    return path


def change_part(path: Path, part: str, old: bytes, new: bytes) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename.endswith(part):
                assert old in content
                content = content.replace(old, new, 1)
            copy.writestr(entry.filename, content)
    path.write_bytes(target.getvalue())


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    def make(sheets: dict[str, Rows], name: str = "made.xlsx", **settings: int) -> Path:
        return write_workbook(tmp_path / name, sheets, **settings)

    return make
