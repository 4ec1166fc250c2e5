"""Ingestion: every row accounted for, values typed, identifying columns dropped, what cannot be read set aside."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from releases import GONE, LEVEL, REMOVALS, preamble, removal, stored, workbook
from tallybook.base.errors import InputError
from tallybook.measures.opened import OpenStore

FY2016 = "ICE Removals for FY2016"


def test_the_rows_add_up_and_blank_rows_are_no_rows(opened: OpenStore, removals: Callable[..., Path]) -> None:
    rows = [removal("10/1/2015"), [""] * 10, removal("9/30/2016"), [" "] * 10, removal("1/1/2016")]
    (sheet,) = opened.ingest([removals(FY2016, rows)]).added
    assert (sheet.rows_read, sheet.kept, sheet.quarantined, sheet.excluded) == (3, 3, 0, {})
    assert [r["row"] for r in stored(opened)] == [7, 9, 11]


def test_values_are_typed_and_their_states_kept(opened: OpenStore, removals: Callable[..., Path]) -> None:
    rows = [removal("10/1/2015", "9/30/2015", LEVEL), removal("1/2/2016", level="NA"), removal("1/3/2016", level="")]
    opened.ingest([removals(FY2016, rows)])
    one, two, three = stored(opened)
    assert one["removal_date"] == dt.date(2015, 10, 1)
    assert one["departed_date"] == dt.date(2015, 9, 30)
    assert one["area_of_responsibility"] == "Dallas"
    assert one["citizenship"] == "Mexico"
    assert [(r["criminality"], r["criminality_basis"]) for r in (one, two, three)] == [
        ("convicted", "inferred_from_redaction"), ("not_convicted", "recorded"), (None, None),
    ]  # fmt: skip
    place = opened.store.manifest.sheets[0].states.index("threat_level")
    assert [r["states"][place] for r in (one, two, three)] == ["r", "n", "b"]
    assert one["titled_fiscal_year"] == 2016


def test_identifying_columns_are_dropped_and_named(
    opened: OpenStore, removals: Callable[..., Path], tmp_path: Path
) -> None:
    rows = [removal("10/1/2015", **{"Birth Date": "SECRET 1/1/1970"}), removal("")]
    done = opened.ingest([removals("Removals", rows)])
    assert done.added[0].dropped == ("Birth Date",)
    assert any("identifying columns dropped: Birth Date" in note for note in done.notes())
    for file in (tmp_path / "store").rglob("*"):
        assert not file.is_file() or b"SECRET" not in file.read_bytes()
    for path in (tmp_path / "store").rglob("*.parquet"):
        assert "SECRET" not in str(pl.read_parquet(path, hive_partitioning=False).rows())


def test_a_bad_cell_becomes_null_in_a_kept_row_and_keeps_its_text_and_address(
    opened: OpenStore, removals: Callable[..., Path], tmp_path: Path
) -> None:
    bad = ["07/02/0999", "01/01/0001", "3/4/8017", "13/45/2016", "10/1/15"]
    rows = [removal("10/1/2015", **{"Apprehension Date": text}) for text in bad]
    (sheet,) = opened.ingest([removals(FY2016, rows)]).added
    assert (sheet.kept, sheet.quarantined, sheet.unreadable_cells) == (5, 0, 5)
    assert [r["apprehension_date"] for r in stored(opened)] == [None] * 5
    cells = pl.read_parquet(tmp_path / "store" / sheet.quarantine_cells, hive_partitioning=False).sort("row")
    assert cells["text"].to_list() == bad
    assert cells["row"].to_list() == [7, 8, 9, 10, 11]
    assert set(cells["header"]) == {"Apprehension Date"}
    assert set(cells["column"]) == {"B"}
    assert sheet.quarantine_cells.startswith("quarantine/removals/")


def test_a_row_without_any_date_is_quarantined_only_where_no_title_names_a_period(
    opened: OpenStore, removals: Callable[..., Path], tmp_path: Path
) -> None:
    rows = [removal("10/1/2015"), removal("not a date", "neither")]
    (titled,) = opened.ingest([removals(FY2016, rows)]).added
    assert (titled.kept, titled.quarantined) == (2, 0)
    assert opened.count("ice.removals", period="FY2016").value == 1
    assert opened.count("ice.removals", period="FY2016", rule="as-titled").value == 2
    (untitled,) = opened.ingest([removals("Removals", rows, name="other.csv")]).added
    assert (untitled.rows_read, untitled.kept, untitled.quarantined) == (2, 1, 1)
    lost = pl.read_parquet(tmp_path / "store" / untitled.quarantine_rows, hive_partitioning=False)
    assert lost["row"].to_list() == [8]
    assert GONE.strip() not in str(lost.rows())


def test_a_repeated_header_and_a_note_below_the_table_are_left_out_by_name(
    opened: OpenStore, removals: Callable[..., Path]
) -> None:
    rows = [removal("10/1/2015"), REMOVALS, removal("10/2/2015"), ["Source: EID as of 10/4/2016", *[""] * 9]]
    (sheet,) = opened.ingest([removals(FY2016, rows)]).added
    assert sheet.rows_read == 4 == sheet.kept + sum(sheet.excluded.values())
    assert sheet.excluded == {"header repeated": 1, "one cell only, and no date": 1}


def test_identical_rows_are_all_kept(opened: OpenStore, removals: Callable[..., Path]) -> None:
    (sheet,) = opened.ingest([removals(FY2016, [removal("10/1/2015")] * 50)]).added
    assert sheet.kept == 50
    assert sheet.identical == 49
    assert opened.count("ice.removals", period="FY2016").value == 50


def test_the_same_file_again_changes_nothing(opened: OpenStore, removals: Callable[..., Path], tmp_path: Path) -> None:
    path = removals(FY2016, [removal("10/1/2015")])
    opened.ingest([path])
    before = {p: p.read_bytes() for p in (tmp_path / "store").rglob("*") if p.is_file()}
    done = opened.ingest([path, path])
    assert done.added == ()
    assert done.held == (path.name, path.name)
    assert {p: p.read_bytes() for p in (tmp_path / "store").rglob("*") if p.is_file()} == before


def test_the_same_records_under_another_name_are_refused(opened: OpenStore, removals: Callable[..., Path]) -> None:
    rows = [removal("10/1/2015"), removal("10/2/2015")]
    opened.ingest([removals(FY2016, rows, name="one.csv")])
    with pytest.raises(InputError, match=r"two\.csv: holds the same 2 records as one\.csv"):
        opened.ingest([removals(FY2016 + " ", rows, name="two.csv")])


def test_a_file_whose_dates_contradict_its_title_is_refused(opened: OpenStore, removals: Callable[..., Path]) -> None:
    rows = [removal("10/1/2014"), removal("10/2/2014"), removal("10/2/2015")]
    with pytest.raises(InputError, match=r"title says FY2016, and 2 of its 3 dates .* lie outside"):
        opened.ingest([removals(FY2016, rows)])
    assert opened.store.empty


def test_a_year_whose_rows_stop_in_march_is_not_the_whole_year(
    opened: OpenStore, removals: Callable[..., Path]
) -> None:
    days = [f"{m}/{d}/{2015 + (m < 10)}" for m in (10, 11, 12, 1, 2, 3) for d in (1, 10)]
    rows = [removal(day, area=f"A{n}") for day in days for n in range(90)]
    done = opened.ingest([removals(FY2016, rows)])
    covers = done.added[0].covers
    assert covers is not None
    assert (covers.start, covers.end) == (dt.date(2015, 10, 1), dt.date(2016, 3, 10))
    assert any("its dates reach from 2015-10-01 to 2016-03-10 only" in note for note in done.notes())
    found = opened.count("ice.removals", period="FY2016")
    assert (found.complete, found.covered_to) == (False, dt.date(2016, 3, 10))


def test_a_second_file_for_the_same_days_needs_to_be_told_to_replace(
    opened: OpenStore, removals: Callable[..., Path]
) -> None:
    opened.ingest([removals(FY2016, [removal("10/1/2015")], name="one.csv")])
    newer = removals(FY2016, [removal("10/1/2015"), removal("10/2/2015")], name="two.csv")
    with pytest.raises(InputError, match=r"covers FY2016, of which one\.csv covers 366 days"):
        opened.ingest([newer])
    done = opened.ingest([newer], replace=True)
    assert done.replaced == ("one.csv",)
    assert opened.count("ice.removals", period="FY2016").value == 2


def test_a_corrected_file_of_the_same_name_takes_the_place_of_the_first(
    opened: OpenStore, removals: Callable[..., Path], tmp_path: Path
) -> None:
    opened.ingest([removals(FY2016, [removal("10/1/2015")])])
    opened.ingest([removals(FY2016, [removal("10/1/2015"), removal("10/2/2015")])])
    assert opened.count("ice.removals", period="FY2016").value == 2
    assert len(list((tmp_path / "store" / "records").rglob("*.parquet"))) == 1


def test_either_every_file_is_in_or_none(opened: OpenStore, removals: Callable[..., Path], tmp_path: Path) -> None:
    good = removals(FY2016, [removal("10/1/2015")])
    bad = tmp_path / "bad.csv"
    bad.write_text("a,b,c\n" + "1,2,3\n" * 50)
    with pytest.raises(InputError, match=r"bad\.csv"):
        opened.ingest([good, bad])
    assert opened.store.reload().sheets == ()
    assert list((tmp_path / "store").rglob("*.parquet")) == []


def test_person_ids_are_rekeyed_for_each_store_and_release(tmp_path: Path, opened: OpenStore) -> None:
    from tallybook.base.catalog import open_catalog
    from tallybook.records.store import Store

    header = ["Apprehension Date", "Apprehension Method", "Arrest Created By", "Anonymized Identifier"]
    rows = [*preamble("Admin Arrests FY2016", "2023-ICFO-42034"), header, ["10/1/2015", "Located", "ERO", "a" * 40]]
    path = workbook(tmp_path / "arrests.xlsx", {"FY2016": rows})
    other = OpenStore(Store(tmp_path / "other"), open_catalog())
    ids = []
    for one in (opened, other):
        one.ingest([path])
        ids += [r["person"] for r in stored(one, "arrests")]
    assert len(set(ids)) == 2
    assert all(len(i) == 32 and "aaaa" not in i for i in ids)


def test_excel_dates_times_and_a_lost_zero(tmp_path: Path, opened: OpenStore) -> None:
    header = ["Apprehension Date", "Apprehension State", "Apprehension AOR", "Final Program", "Apprehension Method",
              "Apprehension Criminality", "Unique Identifier"]  # fmt: skip
    moment = dt.datetime(2024, 5, 6, 13, 30)
    rows = [
        *preamble("Admin Arrests", "2024-ICFO-39357"), [], header,
        [moment, "TEXAS", "Dallas Area of Responsibility", "ERO", "Located", "1 Convicted Criminal", "x"],
        [45418, "TEXAS", "Dallas Area of Responsibility", "ERO", "Located", "3 Other Immigration Violator", "x"],
        ["5/7/2024", "TEXAS", None, "ERO", "Located", "2 Pending Criminal Charges", None],
    ]  # fmt: skip
    opened.ingest([workbook(tmp_path / "ERO Admin Arrests.xlsx", {"Sheet1": rows})])
    one, two, three = stored(opened, "arrests")
    assert (one["apprehension_date"], one["apprehension_at"]) == (dt.date(2024, 5, 6), moment)
    assert (two["apprehension_date"], two["apprehension_at"]) == (dt.date(2024, 5, 6), None)
    assert [r["criminality"] for r in (one, two, three)] == ["convicted", "other", "pending"]
    assert three["person"] is None
    assert three["area_of_responsibility"] is None


def test_offences_go_by_code_whatever_became_of_it(tmp_path: Path, opened: OpenStore) -> None:
    header = ["Departed Date", "Departure Country", "Case Threat Level", "MSC Charge", "MSC Charge Code"]
    codes = ["0301", 301, "13AB", "35AB", "5404", "09AA", "NA", "nonsense"]
    rows = [*preamble("Removals FY2016", "2023-ICFO-42034"), header]
    rows += [["10/1/2015", "MEXICO", "1", "words", code] for code in codes]
    opened.ingest([workbook(tmp_path / "removals.xlsx", {"FY2016": rows})])
    found = [(r["offence_ncic"], r["offence_group"]) for r in stored(opened)]
    assert found == [
        ("0301", "immigration"), ("0301", "immigration"), ("13AB", "assault"), ("35AB", "drugs"),
        ("5404", "driving under the influence"), ("09AA", "homicide"), (None, None), (None, None),
    ]  # fmt: skip


def test_cells_under_no_header_are_set_aside_and_empty_ghost_columns_are_nothing(
    tmp_path: Path, opened: OpenStore
) -> None:
    header = ["Departed Date", "Departure Country", "Case Threat Level", None, None]
    rows = [*preamble("Removals FY2016", "2023-ICFO-42034"), header, ["10/1/2015", "MEXICO", "1", None, " "],
            ["10/2/2015", "MEXICO", "1", "stray", None]]  # fmt: skip
    (sheet,) = opened.ingest([workbook(tmp_path / "removals.xlsx", {"FY2016": rows})]).added
    cells = pl.read_parquet(tmp_path / "store" / sheet.quarantine_cells, hive_partitioning=False).to_dicts()
    assert [(c["row"], c["column"], c["text"], c["reason"]) for c in cells] == [(8, "D", "stray", "under no header")]


def test_the_quality_report_counts_every_cell(opened: OpenStore, removals: Callable[..., Path], tmp_path: Path) -> None:
    rows = [removal("10/1/2015", level=LEVEL), removal("12/2/2015", level="NA"), removal("12/3/2015", **{"Gender": ""})]
    (sheet,) = opened.ingest([removals(FY2016, rows)]).added
    report = json.loads((tmp_path / "store" / sheet.quality).read_text())
    for field, counts in report["fields"].items():
        states = ("value", "blank", "redacted", "not-applicable", "unreadable")
        assert sum(counts[s] for s in states) == 3, field
    assert report["fields"]["threat_level"]["redacted"] == 1
    assert report["fields"]["gender"]["blank"] == 1
    assert report["dates"]["months"] == {"2015-10": 1, "2015-12": 2}
    page = (tmp_path / "store" / sheet.quality_page).read_text()
    assert page.startswith("<!doctype html>")
    assert "<td>threat_level</td>" in page
    assert "2015-12" in page
