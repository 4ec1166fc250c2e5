"""The same table in every format: no figure changed, cut or run as a formula."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from datetime import date

import polars as pl
import pyarrow.parquet
import pyreadstat
import pytest

from tallybook.base.errors import OutputError, UsageError
from tallybook.base.results import Column, Result, Table
from tallybook.publish.encodings import as_csv
from tallybook.publish.spreadsheet import Part, as_workbook
from tallybook.publish.stata import stata_names
from tallybook.publish.tables import write_table
from tallybook.publish.terminal import as_text, figure

TABLE = Table(
    (
        Column("fiscal_year", "fiscal year", kind="year"),
        Column("removals", "removals by ICE", kind="integer"),
        Column("share_of_all_removals_in_the_same_year", "share, %", kind="number", digits=1),
        Column("document", "document"),
        Column("published", "published", kind="date"),
        Column("official", "official", kind="flag"),
    ),
    (
        (
            2012,
            409849,
            54.994,
            "Removal statistics [b]for[/b] the year, as announced",
            date(2012, 12, 21),
            True,
        ),
        (1892, 2801, None, '=HYPERLINK("x")', date(1892, 6, 30), False),
        (1893, None, -1234567.5, None, None, None),
    ),
    title="Removals: a/b?",
    notes=("Removals are events, not people.",),
    sources=("An annual report, table 4.",),
)


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("width", [40, 80, 100, 200])
def test_no_figure_is_cut_at_any_width(width):
    text = as_text(TABLE, width)
    assert max(map(len, text.splitlines())) <= width
    for whole in ("409,849", "2,801", "-1,234,567.5", "55.0", "2012-12-21", "1892-06-30"):
        assert re.search(rf"(?<![\d,.-]){re.escape(whole)}(?![\d,])", text), whole
    assert "2,012" not in text
    assert "Removals are events, not people." in words(text)
    assert "An annual report, table 4." in words(text)


def test_figures_are_right_aligned_and_markup_is_text():
    lines = as_text(TABLE, 200).splitlines()
    ends = {line.index(number) + len(number) for line in lines for number in ("409,849", " 2,801") if number in line}
    assert len(ends) == 1
    assert "[b]for[/b]" in "\n".join(lines)


def test_many_columns_on_a_narrow_screen_become_blocks_that_keep_every_figure():
    wide = Table(tuple(Column(f"y{n}", kind="integer") for n in range(30)), (tuple(1_000_000 + n for n in range(30)),))
    text = as_text(wide, 60)
    for n in range(30):
        assert f"{1_000_000 + n:,}" in text


def test_what_all_rows_share_is_said_once_where_the_screen_is_narrow():
    table = Table(
        (Column("value", kind="integer"), Column("status"), Column("vintage"), Column("document")),
        tuple((400_000 + n, "published", f"edition {n}", f"Annual report number {n} of the office") for n in range(3)),
    )
    wide, narrow = as_text(table, 120), as_text(table, 36)
    assert wide.count("published") == 3
    assert narrow.startswith("All rows: status published\n")
    assert narrow.count("published") == 1
    for n in range(3):
        assert f"{400_000 + n:,}" in narrow


def test_a_terminal_shows_the_brief_of_a_result_and_files_the_whole(capsysbinary):
    class Both(Result):
        def table(self):
            return TABLE

        def brief(self):
            return Table(TABLE.columns[:2], tuple(row[:2] for row in TABLE.rows))

    write_table(Both(), "table")
    assert b"share" not in capsysbinary.readouterr().out
    write_table(Both(), "csv")
    assert b"share_of_all" in capsysbinary.readouterr().out


def test_an_empty_table_says_so():
    assert "(no rows)" in as_text(Table((Column("a"),), ()), 80)


@pytest.mark.parametrize(
    ("number", "text"),
    [(409849.0, "409,849"), (54.99, "54.99"), (0.1, "0.1"), (1e16, "10,000,000,000,000,000"), (-1234.5, "-1,234.5")],
)
def test_a_figure_shows_every_digit_it_has(number, text):
    assert figure(number) == text


def test_json_has_plain_numbers(capsysbinary):
    write_table(TABLE, "json")
    data = json.loads(capsysbinary.readouterr().out)
    assert data["rows"][0]["removals"] == 409849
    assert data["rows"][0]["published"] == "2012-12-21"
    assert data["rows"][2]["removals"] is None
    assert data["notes"] == ["Removals are events, not people."]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_text_is_never_a_formula(start):
    table = Table((Column("text"), Column("n", kind="number")), ((f"{start}1+1", -5.0),))
    rows = list(csv.reader(io.StringIO(as_csv(table), newline="")))
    assert rows == [["text", "n"], [f"'{start}1+1".replace("\r", "\n"), "-5"]]


def test_csv_has_plain_numbers_and_names():
    rows = list(csv.reader(io.StringIO(as_csv(TABLE))))
    assert rows[0] == [column.name for column in TABLE.columns]
    assert rows[1][:3] == ["2012", "409849", "54.994"]
    assert rows[3] == ["1893", "", "-1234567.5", "", "", ""]


def test_parquet_keeps_types_headings_and_notes(tmp_path):
    write_table(TABLE, "parquet", tmp_path / "a.parquet")
    assert pl.read_parquet(tmp_path / "a.parquet").equals(TABLE.to_polars())
    schema = pyarrow.parquet.read_schema(tmp_path / "a.parquet")
    assert json.loads(schema.metadata[b"tallybook"])["sources"] == ["An annual report, table 4."]
    assert schema.field("removals").metadata[b"title"] == b"removals by ICE"


def test_a_workbook_has_numbers_no_formulas_and_a_sheet_of_sources(tmp_path):
    write_table(TABLE, "xlsx", tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
        names = re.findall(r'<sheet name="([^"]*)"', book.read("xl/workbook.xml").decode())
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        texts = book.read("xl/sharedStrings.xml").decode()
    assert names == ["Removals  a b", "dictionary", "notes", "sources"]
    assert "<v>409849</v>" in sheet
    assert "<f>" not in sheet
    for text in ("=HYPERLINK", "An annual report, table 4.", "Removals are events, not people.", "1892-06-30"):
        assert text in texts


def test_sheets_of_a_workbook_never_share_a_name(tmp_path):
    table = Table((Column("a"),), (("x",),), title="sources" * 6)
    short = Table((Column("a"),), (("x",),), title="Sources")
    with zipfile.ZipFile(io.BytesIO(as_workbook([Part(table), Part(table), Part(short)]))) as book:
        names = re.findall(r'<sheet name="([^"]*)"', book.read("xl/workbook.xml").decode())
    assert len({name.lower() for name in names}) == len(names) == 5
    assert max(map(len, names)) <= 31


def test_the_same_table_gives_the_same_workbook():
    assert as_workbook([Part(TABLE)]) == as_workbook([Part(TABLE)])


def test_a_text_that_a_cell_cannot_hold_is_an_error_not_a_gap():
    with pytest.raises(OutputError, match="at most 32,767"):
        as_workbook([Part(Table((Column("a"),), (("x" * 40_000,),)))])


def test_stata_has_legal_names_labels_and_exact_values(tmp_path):
    write_table(TABLE, "dta", tmp_path / "a.dta")
    frame, about = pyreadstat.read_dta(tmp_path / "a.dta", output_format="polars")
    assert all(len(name) <= 32 for name in frame.columns)
    assert frame["removals"].to_list() == [409849, 2801, None]
    assert frame["published"].to_list() == [date(2012, 12, 21), date(1892, 6, 30), None]
    assert frame["official"].to_list() == [1, 0, None]
    assert about.column_names_to_labels["removals"] == "removals by ICE"
    assert about.file_label == "Removals: a/b?"


def test_stata_names_are_legal_and_distinct():
    long = "share_of_all_removals_in_the_same_year"
    names = stata_names([long, f"{long}_b", "2012", "if", "str5", "a b", "a-b", ""])
    assert len(set(names)) == len(names)
    for name in names:
        assert re.fullmatch(r"[A-Za-z_]\w{0,31}", name)
    assert not {"if", "str5"} & set(names)


def test_binary_formats_are_not_shown_on_a_terminal(monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    with pytest.raises(UsageError, match=r"add --out FILE\.xlsx"):
        write_table(TABLE, "xlsx")


def test_binary_formats_go_to_a_redirected_stdout(capsysbinary):
    write_table(TABLE, "parquet")
    assert capsysbinary.readouterr().out.startswith(b"PAR1")


@pytest.mark.parametrize("format_", ["table", "json", "csv", "parquet", "xlsx", "dta", "package"])
def test_a_place_that_cannot_be_written_is_said_plainly(format_, tmp_path):
    with pytest.raises(OutputError, match="cannot be written") as caught:
        write_table(TABLE, format_, tmp_path / "none" / f"a.{format_}")
    assert "--out" in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_failed_write_leaves_the_earlier_file(tmp_path, monkeypatch):
    target = tmp_path / "a.csv"
    target.write_text("before")

    def full(_self, _data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    with pytest.raises(OutputError, match="no space left"):
        write_table(TABLE, "csv", target)
    monkeypatch.undo()
    assert target.read_text() == "before"
    assert [file.name for file in tmp_path.iterdir()] == ["a.csv"]


def test_a_column_that_must_stay_whole_is_never_broken():
    name = "ice.detained.adp.cbp_arrested.no_conviction_no_charge"
    words = "an average of the people held on each day of a period, by who arrested them"
    table = Table((Column("measure", whole=True), Column("what")), ((name, words), ("b", "c")))
    assert name in as_text(table, 80)
    assert name in as_text(table, 60)
