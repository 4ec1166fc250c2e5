"""The real files, counted by the package and by a second path that shares none of its code."""

import csv
import datetime as dt
import gzip
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tallybook.base.catalog import open_catalog
from tallybook.measures.opened import OpenStore
from tallybook.records.store import Store

pytestmark = pytest.mark.real

NATIONAL = "2019-ICFO-53623"


@pytest.fixture(scope="module")
def records(shared: Path) -> Path:
    return shared / "data" / "records"


@pytest.fixture(scope="module")
def everything(records: Path, tmp_path_factory: pytest.TempPathFactory) -> OpenStore:
    opened = OpenStore(Store(tmp_path_factory.mktemp("real") / "store"), open_catalog())
    files = [p for p in sorted(records.rglob("*")) if p.suffix in (".gz", ".xlsx")]
    for sheet in opened.ingest(files).added:
        assert sheet.rows_read == sheet.kept
    return opened


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a file by plain Python: below the sixth line, cells by header."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as text:
        reader = csv.reader(text, delimiter="|")
        for _ in range(5):
            next(reader)
        header = next(reader)
        for cells in reader:
            if any(cells):
                yield dict(zip(header, cells, strict=True))


def day(text: str) -> dt.date:
    month, number, year = text.split("/")
    return dt.date(int(year), int(month), int(number))


def year(text: str) -> int | None:
    return (day(text).year + (day(text).month >= 10)) if text else None


def by_year(opened: OpenStore, measure: str, **question: str) -> dict[int, int]:
    return {r["fiscal_year"]: r["value"] for r in opened.count(measure, "fiscal_year", **question).rows}


def test_removals_by_every_rule_equal_the_second_path(everything: OpenStore, records: Path) -> None:
    locked, same, departed, convicted, countries = Counter(), Counter(), Counter(), Counter(), Counter()
    for path in sorted((records / NATIONAL).glob("ICERemovals_*")):
        for row in rows(path):
            removed, left = year(row["Removal Date"]), year(row["Departed Date"])
            locked[removed] += 1
            same[removed] += removed == left
            departed[left] += 1
            convicted[removed] += row["RC Threat Level"].startswith("(B)")
            countries[removed, row["Citizenship"].strip()] += 1
    assert by_year(everything, "ice.removals") == locked
    assert by_year(everything, "ice.removals", rule="same-year") == same
    assert by_year(everything, "ice.removals", rule="departed") == {
        y: n for y, n in departed.items() if y and y >= 2016
    }
    assert by_year(everything, "ice.removals.criminal") == convicted
    found = everything.count("ice.removals", "fiscal_year,citizenship")
    mine = Counter({(r["fiscal_year"], r["citizenship"]): r["value"] for r in found.rows})
    assert sorted(mine.values()) == sorted(countries.values())
    assert mine[2016, "Mexico"] == countries[2016, "MEXICO"]


def test_the_official_totals(everything: OpenStore) -> None:
    locked, same = by_year(everything, "ice.removals"), by_year(everything, "ice.removals", rule="same-year")
    assert (locked[2016], locked[2017], same[2016], same[2017]) == (240_255, 226_119, 235_524, 220_649)
    departed = everything.count("ice.removals", rule="departed", period="FY2016")
    assert (departed.value, departed.complete) == (240_994, True)
    convicted = by_year(everything, "ice.removals.criminal")
    assert (convicted[2016], convicted[2017]) == (138_669, 127_699)
    partial = everything.count("ice.removals", period="FY2019")
    assert (partial.complete, partial.covered_to) == (False, dt.date(2019, 8, 31))
    arrests = by_year(everything, "ice.admin_arrests")
    assert (arrests[2016], arrests[2018]) == (110_104, 158_581)
    assert by_year(everything, "ice.encounters")[2016] == 368_645


def test_departures_of_2016_without_the_file_of_2017(records: Path, tmp_path: Path) -> None:
    opened = OpenStore(Store(tmp_path / "store"), open_catalog())
    opened.ingest([records / NATIONAL / "ICERemovals_FY2016.csv.gz"])
    found = opened.count("ice.removals", rule="departed", period="FY2016")
    assert (found.value, found.complete) == (235_524, False)


@pytest.mark.parametrize(
    ("pattern", "column", "measure"),
    [("EROArrests_*", "Apprehension Date", "ice.admin_arrests"), ("EROEncounters_*", "Event Date", "ice.encounters")],
)
def test_arrests_and_encounters_equal_the_second_path(
    everything: OpenStore, records: Path, pattern: str, column: str, measure: str
) -> None:
    counted: Counter[int | None] = Counter()
    for path in (records / NATIONAL).glob(pattern):
        counted.update(year(row[column]) for row in rows(path))
    assert by_year(everything, measure) == counted


def test_detainers_by_month_equal_the_count_that_was_published(everything: OpenStore, shared: Path) -> None:
    with (shared / "facts/programs/npr_detainers_by_year_and_month.csv").open(encoding="utf-8") as handle:
        published = dict(row for row in csv.reader(handle) if row and row[0][:4].isdigit())
    found = everything.count("ice.detainers", "month")
    mine = {r["month"]: r["value"] for r in found.rows}
    assert mine == {month: int(n) for month, n in published.items() if "2014-10" <= month <= "2015-07"}
    assert len(mine) == 10
    assert (found.complete, found.covered_to) == (False, dt.date(2015, 7, 19))


def test_the_seattle_workbook_equals_its_own_summary(everything: OpenStore, records: Path) -> None:
    import python_calamine

    (path,) = (records / "uw-v-dhs-seattle").glob("*.xlsx")
    book = python_calamine.CalamineWorkbook.from_path(path)
    blocks: list[dict[int, list[float]]] = []
    for row in book.get_sheet_by_name("Summary").to_python():
        if row[0] == "Fiscal Year":
            blocks.append({})
        elif blocks and str(row[0]).startswith("FY2") and isinstance(row[1], float):
            blocks[-1][int(str(row[0])[2:6])] = [cell for cell in row[1:] if isinstance(cell, float)]
    arrests, bookins, removals = blocks
    seattle = {"release": "uw-v-dhs-seattle"}
    assert by_year(everything, "ice.admin_arrests", **seattle) == {y: int(v[0]) for y, v in arrests.items()}
    assert by_year(everything, "ice.bookins", **seattle) == {y: int(v[0]) for y, v in bookins.items()}
    # The Summary counts removals by the year they were locked in, which the rows do not say: only the totals can agree.
    total = everything.count("ice.removals", rule="departed", **seattle)
    assert total.value == sum(int(v[-1]) for v in removals.values()) == 26_913


def test_rows_that_equal_another_are_counted_and_kept(everything: OpenStore) -> None:
    found = {s.file: s.identical for s in everything.store.manifest.sheets}
    # Thirteen arrests more than in the raw text: landmarks that differ by blanks alone are stored alike.
    assert found["EROArrests_FY2016.csv.gz"] == 16_739 + 13
    assert found["ICERemovals_FY2016.csv.gz"] == 76_331
    assert found["ICERemovals_FY2019.csv.gz"] == 55_255
    assert found["rif-FOIA 15-87693 _07262015_LESA-STU_FINAL FY15YTD.xlsx"] == 30_128


def test_somebodys_join_over_four_tables_is_no_release(records: Path, tmp_path: Path) -> None:
    from tallybook.base.errors import InputError

    opened = OpenStore(Store(tmp_path / "store"), open_catalog())
    with pytest.raises(InputError, match=r"joined_df_wa\.csv"):
        opened.ingest([records / "2025-slices" / "joined_df_wa.csv"])


def test_the_shipped_recounts_are_what_the_files_give(records: Path) -> None:
    script = Path(__file__).resolve().parents[2] / "bench" / "recounts.py"
    done = subprocess.run(
        [sys.executable, str(script), "--check", str(records)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, "the shipped recounts are what the files give")
