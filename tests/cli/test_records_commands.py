"""The commands of records: ingest, count, sources, reconcile. What they print, and how they end."""

import json
from pathlib import Path

import pytest

from releases import LEVEL, removal, removals_text
from tallybook.cli import main

ROWS = [removal("10/1/2015", "9/30/2015", LEVEL), removal("1/5/2016"), removal("9/30/2016", area="Boston")]


@pytest.fixture
def store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    folder = tmp_path / "store"
    file = removals_text(tmp_path / "a file with 'quotes' & blanks.csv", "ICE Removals for FY2016", ROWS)
    assert main(["ingest", str(file), "--store", str(folder)]) == 0
    capsys.readouterr()
    return folder


def test_ingest_prints_the_accounting_and_nothing_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = removals_text(tmp_path / "one.csv", "ICE Removals for FY2016", ROWS)
    assert main(["ingest", str(file), "--store", str(tmp_path / "s"), "--format", "json"]) == 0
    out, err = capsys.readouterr()
    (sheet,) = json.loads(out)["added"]
    assert (sheet["rows_read"], sheet["kept"], sheet["quarantined"], sheet["excluded"]) == (3, 3, 0, {})
    assert sheet["dropped"] == ["Birth Date"]
    assert err == ""
    assert main(["ingest", str(file), "--store", str(tmp_path / "s")]) == 0
    assert "already in the store" in capsys.readouterr().out


def test_count_gives_the_contract_as_json(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["count", "ice.removals", "--by", "fiscal_year", "--format", "json", "--store", str(store)]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["rows"] == [{"fiscal_year": 2016, "value": 3}]
    assert (data["measure"], data["rule"], data["releases"]) == ("ice.removals", "locked", ["2019-ICFO-53623"])
    assert (data["complete"], data["covered_to"]) == (True, "2016-09-30")


def test_count_explains_itself(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["count", "ice.removals", "--period", "FY2016", "--explain", "--store", str(store)]) == 0
    out = capsys.readouterr().out
    assert "rule locked: the Removal Date falls in the period" in out
    assert "sha256" in out
    assert "SELECT" in out


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["count", "ice.removal"], 2, "did you mean ice.removals"),
        (["count", "ice.removals", "--period", "sometime"], 2, "not a period"),
        (["count", "ice.removals", "--where", "citizenship ="], 2, "column"),
        (["count", "ice.removals", "--by", "moon"], 2, "there is no dimension 'moon'"),
        (["count", "ice.removals", "--release", "2019-ICFO-5362"], 2, "2019-ICFO-53623"),
        (["count", "ice.removals", "--period", "FY2019"], 1, "no removals of FY2019 are held"),
        (["count", "ice.encounters"], 1, "the store holds no encounters"),
        (["count", "dhs.removals"], 1, "not counted from records"),
        (["ingest", "no such file.xlsx"], 1, "no such file"),
        (["ingest", "no such file.xlsx", "--release", "../x"], 2, "--release is '../x'"),
        (["reconcile", "dhs.removals"], 1, "not counted from records"),
        (["sources", "--fetch", "2019-ICFO-53624"], 2, "did you mean 2019-ICFO-53623"),
        (["sources", "--fetch", "14-03290"], 1, "no address of a file"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_a_status(
    store: Path, arguments: list[str], status: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*arguments, "--store", str(store)]) == status
    out, err = capsys.readouterr()
    assert out == ""
    assert words in err
    assert err.count("\n") == 1


def test_sources_say_what_exists_and_what_is_held(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sources", "--format", "json", "--store", str(store)]) == 0
    lines = json.loads(capsys.readouterr().out)["lines"]
    held = [line for line in lines if line["ingested"]]
    assert [line["file"] for line in held] == ["a file with 'quotes' & blanks.csv"]
    assert {"14-03290", "2026-ICLI-00005", "uw-v-dhs-seattle"} <= {line["release"] for line in lines}


def test_reconcile_prints_official_values_beside_counts(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reconcile", "ice.removals", "--format", "csv", "--store", str(store)]) == 0
    out = capsys.readouterr().out
    assert "240255" in out
    assert out.startswith("measure,period,official")


def test_a_store_that_does_not_exist_answers_from_the_recounts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["count", "ice.removals", "--period", "FY2016", "--store", str(tmp_path / "none")]) == 0
    out = capsys.readouterr().out
    assert "240,255" in out
    assert "shipped recount" in out
    assert not (tmp_path / "none").exists()
