"""Bytes to rows of text: workbooks and delimited text, with true addresses."""

import datetime as dt
import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from tallybook.base.errors import InputError
from tallybook.sources.opening import open_source
from tallybook.sources.sheet import Sheet

from .conftest import change_part


def sheets(path: Path) -> list[Sheet]:
    return list(open_source(path).sheets)


def test_rows_and_columns_keep_their_numbers_when_a_sheet_starts_lower_and_further_right(
    workbook: Callable[..., Path],
) -> None:
    (sheet,) = sheets(workbook({"S": [["a", "b"], ["c", "d"]]}, first_row=4, first_column=2))
    assert sheet.first_column == 3
    assert sheet.head()[4] == ["a", "b"]
    assert sheet.address(5) == "made.xlsx, sheet 'S', row 6"
    assert sheet.column_letter(1) == "D"


def test_codes_and_dates_and_numbers_come_as_text(workbook: Callable[..., Path]) -> None:
    (sheet,) = sheets(workbook({"S": [["0301", "13AB", dt.date(2016, 10, 1), 301, "01/01/0001", 1e15]]}))
    assert sheet.head()[0] == ["0301", "13AB", "2016-10-01 00:00:00", "301", "01/01/0001", "1000000000000000"]


def test_a_formula_gives_its_value_and_an_error_cell_is_reported_with_its_address(
    workbook: Callable[..., Path],
) -> None:
    (sheet,) = sheets(workbook({"S": [["x", "=1+6", "=1/0"]]}))
    assert sheet.head()[0] == ["x", "7", ""]
    assert sheet.errors == ((0, 2, "#DIV/0!"),)


def test_a_dimension_record_without_columns_is_taken_out(workbook: Callable[..., Path]) -> None:
    path = workbook({"S": [["a", "b"], ["c", "d"]]})
    change_part(path, "sheet1.xml", b'<dimension ref="A1:B2"/>', b'<dimension ref="1:1416"/>')
    (sheet,) = sheets(path)
    assert sheet.head() == [["a", "b"], ["c", "d"]]


def test_an_empty_sheet_is_no_error_and_every_sheet_comes(workbook: Callable[..., Path]) -> None:
    found = sheets(workbook({"Empty": [], "Full": [["a"]]}))
    assert [(s.name, s.data.num_rows) for s in found] == [("Empty", 0), ("Full", 1)]


@pytest.mark.parametrize("delimiter", ["|", "\t", ",", ";"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("name", ["made.csv", "made.txt"])
def test_any_delimiter_and_line_end_whatever_the_name(tmp_path: Path, delimiter: str, ending: str, name: str) -> None:
    rows = [["Prepare Date", "City", "State"], ["10/1/2014", "ZION", "ILLINOIS"], ["10/2/2014", "", "IDAHO"]]
    path = tmp_path / name
    path.write_bytes(ending.join(delimiter.join(row) for row in rows).encode())
    (sheet,) = sheets(path)
    assert sheet.head() == rows


def test_gzip_is_seen_by_its_bytes_and_a_preamble_of_other_width_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "made.csv"
    path.write_bytes(gzip.compress(b'"Title"|||\n|||\n"A"|"B"|"C"|"D"\n1|"two | parts"|3|4\n1|2|3|4|5\n'))
    (sheet,) = sheets(path)
    assert sheet.head()[3] == ["1", "two | parts", "3", "4", ""]
    assert sheet.head()[4][4] == "5"


def test_windows_text_is_read_as_such_and_utf8_with_a_mark_loses_the_mark(tmp_path: Path) -> None:
    for encoding in ("cp1252", "utf-8-sig", "utf-16"):
        path = tmp_path / f"{encoding}.csv"
        path.write_bytes("Name,City\nx,CAÑON CITY\n".encode(encoding))
        (sheet,) = sheets(path)
        assert sheet.head() == [["Name", "City"], ["x", "CAÑON CITY"]]


def fault(path: Path) -> str:
    with pytest.raises(InputError) as error:
        sheets(path)
    assert "\n" not in str(error.value)
    assert path.name in str(error.value)
    return str(error.value)


def test_a_workbook_cut_short(workbook: Callable[..., Path]) -> None:
    path = workbook({"S": [["a", "b"]] * 2000})
    path.write_bytes(path.read_bytes()[:2000])
    assert "cut short or damaged" in fault(path)


def test_a_workbook_damaged_inside(workbook: Callable[..., Path]) -> None:
    path = workbook({"S": [[f"a{n}", "b"] for n in range(2000)]})
    data = bytearray(path.read_bytes())
    start = data.find(b"xl/worksheets/sheet1.xml") + 60
    data[start : start + 400] = bytes(400)
    path.write_bytes(bytes(data))
    fault(path)


def test_a_workbook_behind_a_password(tmp_path: Path) -> None:
    path = tmp_path / "locked.xlsx"
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(500)
    )
    assert "behind a password" in fault(path)


def test_a_zip_bomb_is_refused_by_its_own_account(workbook: Callable[..., Path]) -> None:
    import zipfile

    path = workbook({"S": [["a"]]})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet2.xml", bytes(300 * 2**20))
    assert "no real workbook" in fault(path)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xlsx", b"", "is empty"),
        ("a.pdf", b"%PDF-1.7 ...", "is a PDF"),
        ("a.bin", bytes(range(256)) * 20, "neither a workbook nor text"),
        ("a.csv", b"one\ntwo\nthree\n", "one column only"),
        ("a.csv.gz", gzip.compress(b"a,b\n" * 5000)[:-20], "cut short"),
        ("a.csv", b'a,b\n1,2\n3,"never closed\n4,5\n6,7\n', "never closed"),
    ],
)
def test_what_is_no_record_file_is_said_in_one_line(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=words):
        sheets(path)


def test_a_zip_of_something_else(tmp_path: Path) -> None:
    import zipfile

    path = tmp_path / "data.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("data.csv", "a,b\n")
    assert "zip archive of something else" in fault(path)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        open_source(tmp_path / "none.xlsx")
    with pytest.raises(InputError, match="is a folder"):
        open_source(tmp_path)
