"""A run as records: counted alike by `count`, marked in every output, and never beside real records."""

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tallybook.base.catalog import Catalog
from tallybook.base.errors import InputError, UsageError
from tallybook.cli.run import main
from tallybook.programs.process.scenario import scenario
from tallybook.programs.process.simulation import funnel
from tallybook.programs.process.storing import simulate_into
from tallybook.records.ingest import ingest
from tallybook.records.store import Store

SEEN = "2013-01..2014-09"


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    folder = tmp_path_factory.mktemp("synthetic") / "store"
    catalog = Catalog()
    return folder, funnel(simulate_into(Store(folder), catalog, scenario(catalog, "guidance-2012"), 60_000, 5))


def real_file(folder: Path) -> Path:
    file = folder / "ERO Removals FY2014.csv"
    file.write_text(
        "Removal Date,Departed Date,Citizenship Country,Gender\n2014-01-05,2014-01-04,MEXICO,Male\n", encoding="utf-8"
    )
    return file


def answered(capsys: pytest.CaptureFixture[str], *args: str) -> Any:
    assert main([*args, "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("measure", "step"),
    [
        ("ice.encounters", "matches"), ("ice.detainers", "detainers"), ("ice.bookins", "booked into custody"),
        ("ice.removals", "removed or returned"),
    ],
)  # fmt: skip
def test_counting_the_store_gives_the_funnel(
    held: tuple[Path, dict[str, int]], capsys: pytest.CaptureFixture[str], measure: str, step: str
) -> None:
    folder, steps = held
    made = answered(capsys, "count", measure, "--period", SEEN, "--store", str(folder))
    assert made["banner"].startswith("SYNTHETIC")
    assert made["rows"][0]["value"] == steps[step] > 0


def test_rows_and_hashes_are_accounted_for(held: tuple[Path, dict[str, int]]) -> None:
    import hashlib

    store = Store(held[0])
    assert store.synthetic
    assert {s.table for s in store.manifest.sheets} == {"encounters", "detainers", "detentions", "removals"}
    for sheet in store.manifest.sheets:
        path = held[0] / sheet.records
        assert hashlib.sha256(path.read_bytes()).hexdigest() == sheet.records_sha256
        frame = pl.read_parquet(path)
        assert frame.height == sheet.kept == sheet.rows_read
        assert frame.columns == list(sheet.fields)
        assert set(frame["states"].str.len_chars()) == {len(sheet.states)}
        assert frame["row"].n_unique() == frame.height


@pytest.mark.parametrize(
    "args",
    [
        ("replay", "detainers", "--policy", "MORTON-2012D"), ("reconcile", "ice.removals"),
        ("count", "ice.removals", "--period", "FY2014"), ("report", "--fiscal-year", "2014"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("format_", ["", "json"])
def test_every_output_carries_the_banner(
    held: tuple[Path, dict[str, int]], capsys: pytest.CaptureFixture[str], args: tuple[str, ...], format_: str
) -> None:
    assert main([*args, "--store", str(held[0]), *(["--format", format_] if format_ else [])]) == 0
    assert "SYNTHETIC" in capsys.readouterr().out


def test_real_records_are_refused_beside_synthetic_ones(held: tuple[Path, dict[str, int]], tmp_path: Path) -> None:
    before = Store(held[0]).manifest
    with pytest.raises(InputError, match="holds synthetic records and takes no real ones"):
        ingest(Store(held[0]), [real_file(tmp_path)], Catalog())
    assert Store(held[0]).manifest == before


def test_synthetic_records_are_refused_beside_real_ones(tmp_path: Path) -> None:
    catalog, store = Catalog(), Store(tmp_path / "store")
    ingest(store, [real_file(tmp_path)], catalog, "made-up-release")
    before = store.manifest
    with pytest.raises(InputError, match="holds real records and takes no synthetic ones"):
        simulate_into(store, catalog, scenario(catalog, "guidance-2012"), 1000, 1)
    assert Store(tmp_path / "store").manifest == before
    assert not before.sheets[0].release.startswith("synthetic-")


def test_a_real_file_cannot_be_called_synthetic(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not begin with"):
        ingest(Store(tmp_path / "store"), [real_file(tmp_path)], Catalog(), "synthetic-guidance-2012-1")


def test_one_run_is_stored_once(held: tuple[Path, dict[str, int]]) -> None:
    catalog = Catalog()
    with pytest.raises(InputError, match="holds synthetic-guidance-2012-5 already"):
        simulate_into(Store(held[0]), catalog, scenario(catalog, "guidance-2012"), 60_000, 5)


def test_the_same_run_is_the_same_bytes(held: tuple[Path, dict[str, int]], tmp_path: Path) -> None:
    catalog = Catalog()
    simulate_into(Store(tmp_path / "again"), catalog, scenario(catalog, "guidance-2012"), 60_000, 5)
    hashes = [[s.records_sha256 for s in Store(f).manifest.sheets] for f in (held[0], tmp_path / "again")]
    assert hashes[0] == hashes[1]


def test_the_pages_are_not_opened_on_synthetic_records(
    held: tuple[Path, dict[str, int]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", "--store", str(held[0])]) == 2
    assert "synthetic" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--bookings", "0"], "--bookings is 0"), (["--bookings", "-3"], "--bookings is -3"),
        (["--bookings", "999999999999999"], "--bookings is"), (["--scenario", "guidance-2013"], "guidance-2012"),
        (["--policy", "REG-287-7"], "no clause"), (["--policy", "MORTON"], "policy"),
        (["--compare", "guidance-2012"], "expected two"), (["--compare", "guidance-2012,guidance-2012"], "itself"),
        (["--seed", "x"], "seed"), (["--replicates", "1", "--compare", "before-2012-guidance,guidance-2012"], "2 to"),
    ],
)  # fmt: skip
def test_bad_input_is_one_plain_line(capsys: pytest.CaptureFixture[str], args: list[str], said: str) -> None:
    status = main(["simulate", "secure-communities", *args])
    err = capsys.readouterr().err
    assert status in (1, 2)
    assert said in err
    assert len(err.strip().splitlines()) == 1


@pytest.mark.parametrize("args", [["count", "ice.removals", "--period", "FY2014"], ["simulate", "secure-communities"]])
def test_every_row_of_a_plain_file_is_marked(
    held: tuple[Path, dict[str, int]], tmp_path: Path, args: list[str]
) -> None:
    file = tmp_path / "a.csv"
    more = ["--store", str(held[0])] if args[0] == "count" else ["--bookings", "2000"]
    assert main([*args, *more, "--out", str(file)]) == 0
    rows = pl.read_csv(file)
    assert rows["synthetic"].all()
    assert rows.height
