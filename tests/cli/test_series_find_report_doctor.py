"""The commands as typed: what they print, and one plain line with the right status for bad input."""

from __future__ import annotations

import csv
import io
import json

import pytest
from tests.series_files import every_row

from tallybook.cli import main


def run(capsys, *args):
    status = main(list(args))
    out, err = capsys.readouterr()
    return status, out, err


def test_series_as_of_then_and_now(capsys):
    status, out, _ = run(
        capsys, "series", "dhs.removals", "--as-of", "2014-02-01", "--period", "FY2012", "--format", "json"
    )
    assert status == 0
    assert [v["value"] for v in json.loads(out)["values"]] == [419384]
    _, out, _ = run(capsys, "series", "dhs.removals", "--period", "FY2012", "--format", "csv")
    assert [row["value"] for row in csv.DictReader(io.StringIO(out))][-1] == "415579"
    _, out, _ = run(capsys, "series", "dhs.removals", "--as-of", "2014-02", "--period", "FY2012")
    assert "419,384" in out


def test_series_lists_all(capsys):
    status, out, _ = run(capsys, "series", "--format", "csv")
    assert status == 0
    assert {row["measure"] for row in csv.DictReader(io.StringIO(out))} == {m for m, _ in every_row()}


def test_series_with_breakdowns(capsys):
    _, out, _ = run(
        capsys, "series", "dhs.removals", "--where", "citizenship=Mexico", "--period", "FY1997", "--format", "csv"
    )
    assert [(row["where"], row["value"]) for row in csv.DictReader(io.StringIO(out))] == [
        ("citizenship=Mexico", "86238")
    ]


def test_find_names_the_year_and_the_mistake(capsys):
    status, out, _ = run(capsys, "find", "392862")
    assert status == 0
    assert out.splitlines()[0] == "392862 is Removals by ICE, FY2010"
    assert "often printed as that of 2009" in " ".join(out.split())


def test_find_takes_several_words(capsys):
    status, out, _ = run(capsys, "find", "1.6", "million", "--format", "json")
    assert status == 0
    assert json.loads(out)["readings"][0]["value"] == 1_600_000


@pytest.mark.parametrize("ending", ["html", "md", "xlsx", "json"])
def test_report_by_ending(capsys, tmp_path, ending):
    out = tmp_path / f"a.{ending}"
    status, printed, err = run(capsys, "report", "--fiscal-year", "2012", "--out", str(out))
    assert (status, printed, err) == (0, "", "")
    assert out.stat().st_size > 10_000
    if ending != "xlsx":
        text = out.read_text(encoding="utf-8")
        assert ("409,849" in text) if ending != "json" else (json.loads(text)["figures"][0]["value"])


def test_report_prints_markdown(capsys):
    status, out, _ = run(capsys, "report", "--fiscal-year", "FY1950")
    assert status == 0
    assert out.startswith("# Fiscal year 1950: 10,199 removals")


def test_doctor_is_healthy(capsys, tmp_path):
    status, out, _ = run(capsys, "doctor", "--store", str(tmp_path / "none"))
    assert status == 0
    assert "Everything is in order." in out


def test_doctor_ends_with_1_where_something_is_wrong(capsys, tmp_path):
    folder = tmp_path / "series"
    folder.mkdir()
    (folder / "mine.csv").write_text("where,unit\n", encoding="utf-8")
    status, out, _ = run(capsys, "doctor", "--catalog", str(tmp_path), "--store", str(tmp_path / "none"))
    assert status == 1
    assert "mine.csv" in out


@pytest.mark.parametrize(
    ("args", "status", "said"),
    [
        (("series", "ice.removal"), 2, "did you mean ice.removals?"),
        (("series", "ice.removals", "--period", "FY1950"), 1, "expected a period from FY2005"),
        (("series", "ice.removals", "--as-of", "yesterday"), 2, "'yesterday' is not a date"),
        (("series", "ice.removals", "--period", "x"), 2, "'x' is not a period"),
        (("series", "--as-of", "2014-01-01"), 2, "need a measure"),
        (("series", "dhs.removals", "--where", "citizenship=Mexic"), 2, "did you mean citizenship=Mexico?"),
        (("find", "abc"), 2, "'abc' is not a number"),
        (("find",), 2, "NUMBER"),
        (("report", "--fiscal-year", "1800"), 1, "expected a year from 1892 to 2026"),
        (("report", "--fiscal-year", "abc"), 2, "'abc' is not a"),
        (("report", "--fiscal-year", "CY2012"), 2, "is not a fiscal year"),
        (("report", "--fiscal-year", "2012", "--as-of", "2001"), 1, "choose a later --as-of"),
        (("report", "--fiscal-year", "2012", "--out", "a.pdf"), 2, "expected one of .md, .html, .xlsx, .json"),
        (("report", "--fiscal-year", "2012", "--out", "/no-such-folder/a.html"), 1, "cannot be written"),
        (("report", "--fiscal-year", "2012", "--out", "/no-such-folder/a.xlsx"), 1, "cannot be written"),
        (("doctor", "--catalog", "/no-such-folder"), 1, "no such folder"),
    ],
)  # fmt: skip
def test_bad_input_ends_in_one_plain_line(capsys, args, status, said):
    got, out, err = run(capsys, *args)
    assert (got, out) == (status, "")
    assert said in err
    assert err.count("\n") == 1
    assert err.startswith("tallybook")
