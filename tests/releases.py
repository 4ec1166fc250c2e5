"""Small releases in the shape of real ones, for tests of records and measures."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from tallybook.measures.opened import OpenStore

REMOVALS = [
    "Area of Responsibility", "Apprehension Date", "Processing Disposition Code", "Birth Date", "Citizenship", "Gender",
    "RC Threat Level", "Final Charge Section", "Departed Date", "Removal Date",
]  # fmt: skip
GONE = "(B)(6);(B)(7)(C) "
LEVEL = "(B)(7)(E) "


def removal(removed: str, departed: str = "", level: str = "NA", area: str = "Dallas", **cells: str) -> list[str]:
    row = dict(zip(REMOVALS, [
        f"{area} Area of Responsibility", "8/26/2015", "REINST", GONE, "MEXICO", "Male", level, "212a9Aii",
        departed or removed, removed,
    ], strict=True))  # fmt: skip
    return list({**row, **cells}.values())


def preamble(title: str, release: str = "2019-ICFO-53623") -> list[list[str]]:
    return [
        ["ERO-LESA Statistical Tracking Unit"],
        ["For Official Use Only (FOUO)/Pre-decisional"],
        [release],
        [],
        [title],
    ]


def removals_text(path: Path, title: str, rows: Sequence[Sequence[str]], header: Sequence[str] = REMOVALS) -> Path:
    lines = [*preamble(title), list(header), *rows]
    path.write_text(
        "".join("|".join(f'"{cell}"' if cell else "" for cell in row) + "\n" for row in lines), encoding="utf-8"
    )
    return path


def workbook(path: Path, sheets: dict[str, Sequence[Sequence[Any]]]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for r, row in enumerate(rows):
                for c, cell in enumerate(row):
                    if isinstance(cell, dt.datetime):
                        sheet.write_datetime(r, c, cell, day)
                    elif cell is not None:
                        sheet.write_string(r, c, cell) if isinstance(cell, str) else sheet.write(r, c, cell)
    return path


def stored(opened: OpenStore, table: str = "removals") -> list[dict[str, Any]]:
    """Return the stored records of a table as plain rows, in the order of file, sheet and row."""
    import polars as pl

    paths = opened.store.paths(opened.store.manifest.of(table))
    frames = [pl.read_parquet(path, hive_partitioning=False) for path in paths]
    return pl.concat(frames, how="diagonal_relaxed").sort("file", "sheet", "row").to_dicts()
