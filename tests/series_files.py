"""The shipped series read by the csv module alone: numbers to hold the program's own against."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "src" / "tallybook" / "catalog" / "series"

LAST_DAY = {"02": "28", "04": "30", "06": "30", "09": "30", "11": "30"}


def rows(measure: str) -> list[dict[str, str]]:
    """Every row of a series that is not a breakdown."""
    with (FOLDER / f"{measure}.csv").open(encoding="utf-8", newline="") as handle:
        return [row for row in csv.DictReader(handle) if not row["where"]]


def every_row() -> Iterator[tuple[str, dict[str, str]]]:
    """Every row of every series, breakdowns too."""
    for file in sorted(FOLDER.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as handle:
            for row in csv.DictReader(handle):
                yield file.stem, row


def years(measure: str, unit: str = "removals") -> dict[int, list[dict[str, str]]]:
    """The whole-year rows that are counts, by fiscal year, as the file has them."""
    found: dict[int, list[dict[str, str]]] = {}
    for row in rows(measure):
        usable = row["status"] in ("published", "research") and row["value_type"] in ("exact", "derived", "rounded")
        if row["period_kind"] == "fiscal_year" and row["unit"] == unit and usable:
            found.setdefault(int(row["end"][:4]), []).append(row)
    return found


def out_by(row: dict[str, str]) -> str:
    """The last day that a publication date can mean, as ISO text; empty where there is none."""
    text = row["published"].rpartition("..")[2]
    if len(text) == 4:
        return f"{text}-12-31"
    if len(text) == 7:
        return f"{text}-{LAST_DAY.get(text[5:], '31')}"
    return text
