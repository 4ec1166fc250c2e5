"""What a reader takes away: the same figures in every format, nothing that runs, and where all of it is from."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import zipfile
from datetime import date

import pandas as pd
import pyarrow.parquet
import pyreadstat
import pytest
from python_calamine import CalamineWorkbook

import tallybook as tb
from tallybook.base.errors import UnknownName
from tallybook.base.results import Column, Table
from tallybook.publish.encodings import inert
from tallybook.publish.exports import FORMATS, export, slug

HOSTILE = (
    "=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(1;2)", "\t=1", "\r=1", "\n=1", " =1+1", "'=1", "\uff1d1+1", "\uff20x",
    '=HYPERLINK("https://example.org?x="&A1,"x")', '";=1+1;"', "=1+1\n=2+2", "<script>alert(1)</script>",
)  # fmt: skip

TABLE = Table(
    (
        Column("fiscal_year", "fiscal year", kind="year"),
        Column("removals", "removals by ICE", kind="integer", unit="removals", meaning="removals that ICE counts"),
        Column("level", "level", kind="integer", labels=((1, "worst"), (2, "middle"), (3, "least"))),
        Column("share", "share", kind="number", unit="percent"),
        Column("said", "said"),
        Column("published", kind="date"),
        Column("official", kind="flag"),
    ),
    (
        *(
            (2012 + n, 409_849 + n, 1 + n % 3, 54.99 if n else None, text, date(2012, 12, 21), n % 2 == 0)
            for n, text in enumerate(HOSTILE)
        ),
        (1892, None, None, -0.5, None, None, None),
    ),
    title="=A title: with/signs?",
    notes=("=a note", "Removals are events, not people."),
    sources=("-a source, sha256 0123",),
)  # fmt: skip


@pytest.fixture(scope="module")
def tally(tmp_path_factory):
    store = tb.open_store(tmp_path_factory.mktemp("none") / "store")
    return store.count("ice.removals", by="fiscal_year,criminality", period="FY2016..FY2017")


@pytest.mark.parametrize("format_", FORMATS)
def test_a_file_has_a_plain_name_its_type_and_the_same_bytes_each_time(format_):
    made = export(TABLE, format_, name='../../etc/passwd\n"; x')
    assert made.filename == f"etc-passwd-x{FORMATS[format_].ending}"
    assert made.media_type.split(";")[0].count("/") == 1
    assert made.data == export(TABLE, format_, name="etc passwd x").data


def test_a_format_that_is_none_names_the_nearest():
    with pytest.raises(UnknownName, match="parquet"):
        export(TABLE, "parkquet")


def test_a_name_is_made_of_the_title():
    assert export(TABLE, "csv").filename == "a-title-with-signs.csv"
    assert slug("Éxpulsions — 2012/13") == "expulsions-2012-13"
    assert export(Table((Column("a"),), ()), "json").filename == "result.json"


@pytest.mark.parametrize("text", HOSTILE)
def test_what_could_run_has_an_apostrophe_in_csv_and_comes_back_without_it(text):
    shown = inert(text)
    written = export(Table((Column("a"),), ((text,),)), "csv").data.decode()
    read = list(csv.reader(io.StringIO(written, newline="")))[1][0]
    assert read == shown
    assert not read.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff20"))
    back = shown[1:] if shown.startswith("'") else shown
    assert back == text.replace("\r", "\n")


def test_numbers_are_never_quoted_in_csv():
    rows = list(csv.DictReader(io.StringIO(export(TABLE, "csv").data.decode(), newline="")))
    assert rows[-1]["share"] == "-0.5"
    assert [row["removals"] for row in rows[:2]] == ["409849", "409850"]


def test_no_cell_of_a_workbook_is_a_formula_and_editing_one_makes_none():
    made = export(TABLE, "xlsx").data
    with zipfile.ZipFile(io.BytesIO(made)) as book:
        for name in book.namelist():
            if name.startswith("xl/worksheets/sheet"):
                assert b"<f>" not in book.read(name)
                assert b"hyperlink" not in book.read(name).lower()
        sheet, styles = book.read("xl/worksheets/sheet1.xml").decode(), book.read("xl/styles.xml").decode()
    prefixed = [
        str(place)
        for place, look in enumerate(re.findall(r"<xf [^>]*>", styles.split("<cellXfs")[1].split("</cellXfs")[0]))
        if 'quotePrefix="1"' in look
    ]
    texts = [row[4] for row in CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0).to_python()[1:]]
    for row, text in enumerate(HOSTILE, 2):
        attributes = re.search(rf'<c r="E{row}"([^>]*)>', sheet)[1]
        assert 't="s"' in attributes
        assert any(f's="{look}"' in attributes for look in prefixed) == (inert(text) != text)
        assert texts[row - 2].replace("\r", "\n") == text.replace("\r", "\n")


def test_a_workbook_says_what_its_columns_mean_and_where_it_comes_from(tally):
    book = CalamineWorkbook.from_filelike(io.BytesIO(export(tally, "xlsx").data))
    assert book.sheet_names[1:] == ["dictionary", "notes", "sources"]
    data, told, notes, (head, *sources) = (book.get_sheet_by_index(place).to_python() for place in range(4))
    assert data[0] == ["fiscal year", "criminality", "removals"]
    assert sum(row[2] for row in data[1:]) == tally.value
    meanings = {row[0]: row for row in told[1:]}
    assert "Removal Date falls in the period" in meanings["value"][4]
    assert meanings["value"][3] == "removals"
    sources = [dict(zip(head, row, strict=True)) for row in sources]
    assert "tallybook count ice.removals --rule locked" in sources[0]["query"]
    files = [row["data"] for row in sources if row["data"]]
    assert len(files) == len(tally.provenance["files"])
    assert all(re.search(r"sha256 [0-9a-f]{64}", line) for line in files)
    assert any("events, not different people" in str(row[2]) for row in notes)


def test_stata_is_read_alike_by_two_readers_with_labels_and_notes(tmp_path):
    file = tmp_path / "a.dta"
    file.write_bytes(export(TABLE, "dta").data)
    frame, about = pyreadstat.read_dta(file)
    assert about.file_label == "=A title: with/signs?"
    assert about.column_names_to_labels["removals"] == "removals by ICE"
    assert about.variable_value_labels["official"] == {0: "no", 1: "yes"}
    assert about.variable_value_labels["level"] == {1: "worst", 2: "middle", 3: "least"}
    assert "=a note" in about.notes
    assert any("-a source, sha256 0123" in note for note in about.notes)
    assert any("not recorded is blank" in note for note in about.notes)
    with pd.io.stata.StataReader(file) as reader:
        other = reader.read(convert_categoricals=False)
        assert reader.variable_labels() == about.column_names_to_labels
        assert reader.value_labels() == {
            about.variable_to_label[name]: labels for name, labels in about.variable_value_labels.items()
        }
        assert reader.data_label == about.file_label
    assert other["removals"].tolist()[:-1] == frame["removals"].tolist()[:-1] == [row[1] for row in TABLE.rows[:-1]]
    assert other["said"].tolist() == frame["said"].tolist() == [row[4] or "" for row in TABLE.rows]
    assert other["published"].dt.date.tolist()[0] == frame["published"].tolist()[0] == date(2012, 12, 21)


def test_stata_labels_notes_on_each_variable(tally, tmp_path):
    data = export(tally, "dta").data
    assert b"<ch>" in data
    file = tmp_path / "a.dta"
    file.write_bytes(data)
    notes = pyreadstat.read_dta(file)[1].notes
    assert any("sha256" in note for note in notes)
    start, end = data.index(b"<characteristics>"), data.index(b"</characteristics>")
    said = data[start:end]
    assert said.count(b"value".ljust(129, b"\0") + b"note") >= 2
    assert b"Removal Date falls in the period" in said


def test_a_title_that_looks_like_the_format_itself_does_no_harm(tmp_path):
    table = Table(
        (Column("a", kind="integer"),), ((7,),), title="</label><timestamp></header><map>", notes=("é" * 40_000,)
    )
    file = tmp_path / "a.dta"
    file.write_bytes(export(table, "dta").data)
    frame, about = pyreadstat.read_dta(file)
    assert frame["a"].tolist() == [7]
    assert about.file_label == table.title
    assert pd.read_stata(file)["a"].tolist() == [7]


def test_parquet_carries_the_dictionary_and_the_citation(tally):
    schema = pyarrow.parquet.read_schema(io.BytesIO(export(tally, "parquet").data))
    about = json.loads(schema.metadata[b"tallybook"])
    assert about["citations"][0]["type"] == "dataset"
    assert "sha256" in about["cite_as"][0]
    assert schema.field("value").metadata[b"unit"] == b"removals"
    assert b"null" in schema.field("criminality").metadata[b"missing"]


def test_a_dictionary_has_a_line_for_every_column(tally):
    rows = list(csv.DictReader(io.StringIO(export(tally, "dictionary").data.decode())))
    assert [row["column"] for row in rows] == ["fiscal_year", "criminality", "value"]
    assert all(row["meaning"] and row["missing"] and row["type"] for row in rows)
    own = list(csv.DictReader(io.StringIO(export(TABLE, "dictionary").data.decode())))
    assert own[1]["meaning"] == "removals that ICE counts"
    assert own[2]["values"] == "1: worst; 2: middle; 3: least"


def unpacked(data, folder):
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert all(not name.startswith("/") and ".." not in name for name in packed.namelist())
        packed.extractall(folder)
    return folder


@pytest.mark.parametrize("hostile", [False, True])
def test_a_package_is_valid_to_frictionless(hostile, tally, tmp_path):
    made = export(TABLE if hostile else tally, "package", name="case").data
    folder = unpacked(made, tmp_path / "package")
    (tmp_path / "case.zip").write_bytes(made)
    for place in (folder / "datapackage.json", tmp_path / "case.zip"):
        run = subprocess.run(
            [sys.executable, "-m", "frictionless", "validate", str(place), "--json"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        report = json.loads(run.stdout)
        assert run.returncode == 0, run.stdout + run.stderr
        assert report["valid"]
        assert report["tasks"][0]["stats"]["rows"] == len((TABLE if hostile else tally.table()).rows)


def test_frictionless_would_say_that_a_package_was_changed(tally, tmp_path):
    folder = unpacked(export(tally, "package", name="case").data, tmp_path)
    data = folder / "data" / "case.csv"
    data.write_text(data.read_text().replace("2016", "x", 1))
    run = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", str(folder / "datapackage.json"), "--json"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    errors = {error["type"] for task in json.loads(run.stdout)["tasks"] for error in task["errors"]}
    assert run.returncode != 0
    assert errors & {"hash-count", "byte-count", "type-error"}


def test_a_package_explains_itself(tally, tmp_path):
    folder = unpacked(export(tally, "package", name="case").data, tmp_path)
    readme = (folder / "README.md").read_text()
    for text in ("`value` (removals)", "datapackage.json", "Tallybook", "sha256", "apostrophe"):
        assert text in readme
    assert json.loads((folder / "citations.json").read_text())[0]["publisher"] == "Tallybook"
    assert (folder / "citations.bib").read_text().startswith("@dataset{")


def test_text_that_utf8_cannot_hold_is_replaced_not_a_crash():
    table = Table((Column("a"),), (("pasted \ud800 half",),), title="t \udfff")
    for format_ in FORMATS:
        assert export(table, format_).data
    assert b"pasted ? half" in export(table, "csv").data
