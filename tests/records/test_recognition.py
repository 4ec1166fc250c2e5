"""Recognition: releases by their marks, tables by their headers, and plain refusals for everything else."""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from releases import REMOVALS, preamble, removal, stored, workbook
from tallybook.base.catalog import open_catalog
from tallybook.base.errors import CatalogError, InputError
from tallybook.measures.opened import OpenStore
from tallybook.records.store import Store

TABLES = {"rca": "custody_decisions"}


def test_two_headers_alike_are_refused_with_their_row(opened: OpenStore, removals: Callable[..., Path]) -> None:
    header = [*REMOVALS[:-2], "Removal Date", "Removal Date"]
    with pytest.raises(InputError, match=r"row 6: the header 'Removal Date' stands in column I and again in column J"):
        opened.ingest([removals("ICE Removals for FY2016", [removal("10/1/2015")], header=header)])


def test_an_unknown_header_stops_a_file_of_a_kept_layout(opened: OpenStore, removals: Callable[..., Path]) -> None:
    header = [*REMOVALS[:5], "Favourite Colour", *REMOVALS[6:]]
    with pytest.raises(InputError, match=r"row 6: the header 'Favourite Colour' \(column F\) is not in the layout"):
        opened.ingest([removals("ICE Removals for FY2016", [removal("10/1/2015")], header=header)])


def test_a_header_that_other_releases_use_is_understood(opened: OpenStore, removals: Callable[..., Path]) -> None:
    header = [*REMOVALS[:4], "Citizenship Country", *REMOVALS[5:]]
    opened.ingest([removals("ICE Removals for FY2016", [removal("10/1/2015")], header=header)])
    assert stored(opened)[0]["citizenship"] == "Mexico"


def test_an_unknown_file_is_read_by_its_headers_and_says_how(opened: OpenStore, tmp_path: Path) -> None:
    rows = [
        ["Favourite Colour", "Departure Date", "Departure Country", "Gender"],
        ["red", "2016-01-02", "MEXICO", "Male"],
    ]
    done = opened.ingest([workbook(tmp_path / "from somebody.xlsx", {"Sheet1": rows})])
    assert done.added[0].release == "file-from-somebody"
    assert done.added[0].ignored == (("Favourite Colour", "not understood"),)
    assert any("recognised by its headers" in note for note in done.notes())
    with pytest.raises(Exception, match="--release file-from-somebody"):
        opened.count("ice.removals", rule="departed")
    assert opened.count("ice.removals", rule="departed", release="file-from-somebody").value == 1


def test_records_under_no_known_header_are_refused_and_a_short_note_sheet_is_left_alone(
    opened: OpenStore, tmp_path: Path
) -> None:
    strange = [["Name of the dog", "Breed", "Age"], *([["Rex", "Pug", "3"]] * 40)]
    with pytest.raises(InputError, match=r"no header of a known table.*columns\.csv"):
        opened.ingest([workbook(tmp_path / "dogs.xlsx", {"Dogs": strange})])
    good = [*preamble("Removals FY2016", "2023-ICFO-42034"), ["Departed Date", "Departure Country", "Case Status"],
            ["10/1/2015", "MEXICO", "8"]]  # fmt: skip
    done = opened.ingest([workbook(tmp_path / "r.xlsx", {"Notes": [["a note"]], "FY2016": good, "Blank": []})])
    assert [reason for _, reason in done.skipped] == ["no header of a known table", "empty"]


def test_a_sheet_that_only_one_cell_spoils_is_not_lost(opened: OpenStore, tmp_path: Path) -> None:
    header = ["Departed Date", "Departure Country", "Case Status"]
    rows = [["10/1/2015", "MEXICO", "8"]] * 30
    rows[3] = ["(b)(6), (b)(7)(c)", "MEXICO", "8"]
    sheets = {name: [*preamble(f"Removals {name}", "2023-ICFO-42034"), header, *rows] for name in ("FY2016", "FY2017")}
    sheets["FY2017"][6:] = [["10/1/2016", *row[1:]] for row in sheets["FY2017"][6:]]
    done = opened.ingest([workbook(tmp_path / "r.xlsx", sheets)])
    assert [(s.sheet, s.kept) for s in done.added] == [("FY2016", 30), ("FY2017", 30)]


def test_a_workbook_without_rows_is_refused(opened: OpenStore, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no records"):
        opened.ingest([workbook(tmp_path / "e.xlsx", {"A": [], "B": [["note"]]})])
    header = [*preamble("Removals FY2016", "2023-ICFO-42034"), ["Departed Date", "Departure Country", "Case Status"]]
    with pytest.raises(InputError, match="has a header and no rows below it"):
        opened.ingest([workbook(tmp_path / "h.xlsx", {"FY2016": header})])


def test_two_digit_years_are_read_only_where_the_release_says_so(opened: OpenStore, tmp_path: Path) -> None:
    text = "Prepare Date\tDetainer Type\tDetainer Detention Facility\tState\tCity\tDetainer Lift Reason\n"
    path = tmp_path / "detainersfy9_raw.csv"
    path.write_text(text + "10/1/08\tI247\tJAIL\tIDAHO\tBOISE\t\r9/30/09\tI247\tJAIL\tIDAHO\tBOISE\tLifted\r")
    (sheet,) = opened.ingest([path]).added
    assert (sheet.release, sheet.kept, sheet.covers and sheet.covers.label) == ("15-87693", 2, "FY2009")
    assert opened.count("ice.detainers", period="FY2009").value == 2
    other = tmp_path / "made-up.csv"
    other.write_text("Departure Date,Departure Country,Gender\n" + "10/1/15,MEXICO,Male\n" * 3)
    with pytest.raises(InputError, match=r"no row of 3 has a readable .*'10/1/15'"):
        opened.ingest([other])


def test_a_release_of_ones_own_is_two_files_in_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "mine" / "sources" / "my-foia"
    folder.mkdir(parents=True)
    (folder / "source.yml").write_text(
        "id: my-foia\ntitle: Mine\npublisher: A clerk\nscope: area\narea: Boston\npeople: none\nmarks: ['MY-FOIA-1']\n"
        "dates: ['%d.%m.%y']\n"
    )
    (folder / "columns.csv").write_text(
        "table,sheet,header,field,inference,evidence\narrests,*,Tag der Festnahme,apprehension_date,,\n"
        "arrests,*,Land,citizenship,,\narrests,*,Farbe,ignored,,not of interest\n"
    )
    path = tmp_path / "liste.csv"
    path.write_text("MY-FOIA-1;;\nTag der Festnahme;Land;Farbe\n24.12.15;MEXICO;rot\n")
    opened = OpenStore(Store(tmp_path / "store"), open_catalog(tmp_path / "mine"))
    (sheet,) = opened.ingest([path]).added
    assert (sheet.release, sheet.kept, sheet.ignored) == ("my-foia", 1, (("Farbe", "not of interest"),))
    assert sheet.overlays
    (folder / "columns.csv").write_text("table,sheet,header,field,inference,evidence\narrests,*,Land,citizenshp,,\n")
    with pytest.raises(
        CatalogError, match=r"line 2: table arrests has no field 'citizenshp'; did you mean citizenship"
    ):
        OpenStore(Store(tmp_path / "store2"), open_catalog(tmp_path / "mine")).ingest([path])


def known_layouts(shared: Path) -> dict[tuple[str, str], list[tuple[str, str]]]:
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    with (shared / "facts/codes/raw_headers_by_release.tsv").open(encoding="utf-8") as handle:
        for row in csv.DictReader(handle, delimiter="\t"):
            if "header names forced" in row["layout_note"] and row["position"] == "":
                continue
            found.setdefault((row["release"], row["table"]), []).append((row["header"], row["readxl_type_used_by_ddp"]))
    return found


@pytest.mark.real
def test_every_published_layout_is_read_without_a_header_left_over(shared: Path, tmp_path: Path) -> None:
    for number, ((release, table), columns) in enumerate(known_layouts(shared).items()):
        words = {"removals": "Removals", "arrests": "Admin Arrests", "detainers": "Detainers", "rca": "RCA",
                 "detentions": "Detentions", "encounters": "Encounters"}[table]  # fmt: skip
        foia = release.split(" ")[0] if release[0].isdigit() else ""
        headers = [header for header, _ in columns]
        if table == "rca":
            headers = [h for h in headers if h == h.upper() or "fiscal" in h][:40]
        rows: list[Sequence[Any]] = [
            *preamble(words, foia or "FOIA 15-87693" if "15-87693" in release else foia),
            [],
            headers,
        ]
        rows += [[_cell(header, day) for header in headers] for day in ("2024-01-02", "2024-03-04")]
        opened = OpenStore(Store(tmp_path / f"store{number}"), open_catalog())
        (sheet,) = opened.ingest([workbook(tmp_path / f"Hausman_XXX_{number}.xlsx", {"Sheet1": rows})]).added
        assert sheet.table == TABLES.get(table, table), (release, table)
        assert sheet.kept == 2
        left = [(h, why) for h, why in sheet.ignored if why == "not understood"]
        assert left == [], (release, table)


def _cell(header: str, day: str) -> str:
    if "date" in header.lower() and "birth" not in header.lower():
        return day
    return "1990" if header == "Birth Year" else "(b)(6), (b)(7)(C)" if "ID" in header else "text"
