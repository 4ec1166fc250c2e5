"""`tallybook program`: every question, in every format, and what is refused."""

import json

import pytest

from tallybook.cli import main


@pytest.fixture(autouse=True)
def empty_store(tmp_path, monkeypatch):
    monkeypatch.setenv("TALLYBOOK_STORE", str(tmp_path / "store"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["secure-communities", "--on", "2009-09-30"], "active in 85 of 3,143 counties"),
        (["secure-communities", "--on", "2012-05-15", "--place", "36061"], "active in 1 of 1 counties in New York, NY"),
        (["secure-communities", "--between", "2013-01-21", "2013-01-22"], "went live in 106 counties"),
        (["secure-communities", "--on", "2016-01-01"], "not in force; its check of fingerprints went on"),
        (["secure-communities", "--events"], "Secure Communities discontinued"),
        (["287g", "--on", "2012-12-31"], "35 to 56 agreements"),
        (["287g", "--on", "2001-06-01"], "0 agreements"),
        (["287g", "--between", "2025-01-19", "2025-09-18"], "135 to 1,000 agreements (+641 %)"),
        (["287g", "--spellings"], "spellings"),
        (["287g", "--published"], "OIG-10-124"),
        (["detainers", "--published"], "TRAC report 325"),
        (["287g", "--rosters"], "746 used"),
        (["detainers", "--period", "FY2012"], "286,530"),
        (["detainers", "--between", "2011-10-01", "2013-01-31"], "362,602"),
    ],
)
def test_questions(arguments, said, capsys):
    assert main(["program", *arguments]) == 0
    assert said in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("format_", ["table", "json", "csv", "parquet", "xlsx", "dta"])
@pytest.mark.parametrize(
    "arguments",
    [
        ["secure-communities", "--on", "2009-09-30", "--place", "TX"],
        ["287g", "--on", "2012-12-31"],
        ["287g", "--between", "2026-05-01", "2026-05-18"],
        ["detainers", "--period", "FY2012"],
        ["287g", "--events"],
    ],
    ids=" ".join,
)
def test_every_format(arguments, format_, tmp_path):
    file = tmp_path / "out"
    assert main(["program", *arguments, "--format", format_, "--out", str(file)]) == 0
    assert file.stat().st_size > 200


def test_json_says_bounds_and_evidence(capsys):
    assert main(["program", "287g", "--on", "2012-10-16", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["agreements"] == {"value": None, "low": 42, "high": 63}
    assert found["evidence"] == "compiled list"
    assert found["published"][0]["agreements"] == 57


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["287g", "--on", "2012"], 2, "'2012' is not a day"),
        (["287g", "--on", "31.12.2012"], 2, "is not a date"),
        (["287g", "--on", "2012-12-31", "--events"], 2, "choose one"),
        (["detainers", "--on", "2012-01-01"], 2, "over a period"),
        (["detainers", "--period", "FY2001"], 1, "no source has detainers for FY2001"),
        (["detainers", "--between", "2013-01-01", "2012-01-01"], 2, "end that is not before its start"),
        (["detainers", "--place", "TX"], 1, "the store is empty"),
        (["detainers", "--rosters"], 2, "about 287g"),
        (["secure-communities", "--place", "Hariss, TX"], 2, "did you mean Harris?"),
        (["secure-communities", "--place", "Puerto Rico"], 1, "no county in Puerto Rico"),
        (["287g", "--join", "ice.detainers"], 1, "the store is empty"),
        (["287g", "--join", "ice.nothing"], 2, "there is no measure"),
        (["daca"], 2, "daca"),
    ],
)
def test_refusals(arguments, status, said, capsys):
    assert main(["program", *arguments]) == status
    err = capsys.readouterr().err
    assert said in err and err.count("\n") == 1
