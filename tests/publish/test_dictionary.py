"""No column of any command leaves a reader guessing what it says."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest

from tallybook.base.catalog import Catalog
from tallybook.base.errors import CatalogError
from tallybook.base.results import Column, Table
from tallybook.cli.run import main
from tallybook.publish.dictionary import entries

COMMANDS = [
    "series", "series ice.removals --all", "series dhs.removals --as-of 2014-02", "find 409849", "reconcile",
    "count ice.removals --by area_of_responsibility,criminality,fiscal_year",
    "count ice.removals --by citizenship,release",
    "sources", "doctor", "policies", "policies JOHNSON-2014P", "policies --timeline", "policies --facts",
    "program secure-communities", "program secure-communities --events", "program secure-communities --published",
    "program secure-communities --between 2012-01-01 2013-01-01", "program 287g", "program 287g --published",
    "program 287g --spellings", "program 287g --rosters", "program 287g --between 2012-01-01 2013-01-01",
    "program detainers", "program detainers --events", "program detainers --published",
    "simulate secure-communities --bookings 2000", "simulate secure-communities --show calibration",
    "simulate secure-communities --show parameters", "simulate secure-communities --show sensitivity",
    "simulate secure-communities --show prior",
    "simulate secure-communities --bookings 2000 --compare before-2012-guidance,guidance-2012",
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_every_column_of_a_command_is_explained(command, tmp_path):
    file = tmp_path / "a.zip"
    assert main([*command.split(), "--store", str(tmp_path / "none"), "--out", str(file)]) == 0
    with zipfile.ZipFile(file) as packed:
        rows = list(csv.DictReader(io.StringIO(packed.read("dictionary.csv").decode())))
        header = packed.read("data/a.csv").decode().split("\n", 1)[0]
    assert [row["column"] for row in rows] == header.split(",")
    assert [row["column"] for row in rows if not row["meaning"]] == [], "add a line to codes/result_columns.csv"
    assert [row["column"] for row in rows if not row["missing"]] == []


def overlay(folder: Path, text: str) -> Catalog:
    (folder / "codes").mkdir()
    (folder / "codes" / "result_columns.csv").write_text(f"column,unit,meaning,missing\n{text}")
    return Catalog((folder,))


def test_a_user_can_say_what_a_column_means(tmp_path):
    table = Table((Column("shelter", kind="integer"), Column("state")), ((1, "TX"),))
    told = entries(table, overlay(tmp_path, "shelter,beds,beds of a shelter,not counted\n"))
    assert (told[0].unit, told[0].meaning, told[0].missing) == ("beds", "beds of a shelter", "not counted")
    assert told[1].meaning == "the state"


@pytest.mark.parametrize(("text", "said"), [("a,,b,\na,,c,\n", "named twice"), ("a,,,\n", "has no meaning")])
def test_a_line_without_sense_is_named(text, said, tmp_path):
    with pytest.raises(CatalogError, match=said):
        entries(Table((Column("a"),), ()), overlay(tmp_path, text))
