"""Rosters as ICE publishes them, made for one test."""

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tallybook.base.catalog import Catalog
from tallybook.programs.spells import rolls

HEADER = ("STATE", "LAW ENFORCEMENT AGENCY", "TYPE", "COUNTY", "SUPPORT TYPE", "SIGNED", "MOA", "ADDENDUM")
MODELS = {"JEM": "Jail Enforcement Model", "TFM": "Task Force Model", "WSO": "Warrant Service Officer"}

Row = Sequence[Any]


@pytest.fixture(scope="session")
def last_lines() -> list[list[Any]]:
    """The last roster of the catalog as lines of a workbook."""
    held = rolls(Catalog())
    return [
        [s.state, s.agency, s.kind, s.county or "#N/A", MODELS[s.models[0]], s.resigned or s.signed, "link", None]
        for s in held.spells
        if s.last_seen == held.days[-1]
    ]


@pytest.fixture
def roster(tmp_path: Path) -> Callable[..., Path]:
    def make(rows: Sequence[Row], name: str = "participatingAgencies06012026am.xlsx", header: Row = HEADER) -> Path:
        with xlsxwriter.Workbook(str(tmp_path / name)) as book:
            day = book.add_format({"num_format": "m/d/yyyy"})
            sheet = book.add_worksheet("participatingAgencies")
            for r, row in enumerate([header, *rows]):
                for c, cell in enumerate(row):
                    if isinstance(cell, dt.date):
                        sheet.write_datetime(r, c, dt.datetime.combine(cell, dt.time()), day)
                    elif cell is not None:
                        sheet.write(r, c, cell)
        return tmp_path / name

    return make
