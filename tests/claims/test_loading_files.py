"""Files: PDF, Word, encodings, folders, and one plain line for whatever cannot be read."""
# ruff: noqa: E501 (documents are written as they stand, long lines and all)

from __future__ import annotations

import io
import random
import struct
import zipfile
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tallybook.base.errors import InputError
from tallybook.claims.loading import documents_in, load

PAGE = [
    "Annual count of removals",
    "",
    "WASHINGTON, July 30, 2009 - The agency removed 409,849 people in fiscal 2012, more than",
    "in any other year, and said that its priorities had held. The deporta-",
    "tion of others went on, at a lower level than in the year-",
    "end report.",
]


def saved(tmp_path, data: bytes, name: str):
    path = tmp_path / name
    path.write_bytes(data)
    return path


def fault(tmp_path, data: bytes, name: str) -> str:
    with pytest.raises(InputError) as caught:
        load(saved(tmp_path, data, name))
    line = str(caught.value)
    assert "\n" not in line
    assert name in line
    return line


def test_pdf_text_is_read_as_paragraphs(tmp_path, make_pdf, offsets_hold):
    document = load(saved(tmp_path, make_pdf(PAGE), "a.pdf"))
    offsets_hold(document)
    assert document.kind == "pdf"
    assert (document.published, document.published_from) == (date(2009, 7, 30), "dateline")
    text = " ".join(b.text for b in document.blocks)
    assert "409,849 people in fiscal 2012, more than in any other year" in text
    assert "The deportation of others" in text


def test_pdf_running_heads_and_page_numbers_are_furniture(tmp_path, make_pdf, offsets_hold):
    pages = [
        [
            "The Agency 2012",
            "",
            f"On page {n} it says that {n}00 people were counted in the year.",
            "",
            f"Page {n} of 4",
        ]
        for n in range(1, 5)
    ]
    document = load(saved(tmp_path, make_pdf(*pages), "a.pdf"))
    offsets_hold(document)
    assert {b.text for b in document.blocks if b.kind == "furniture"} >= {"The Agency 2012", "Page 3 of 4"}
    assert not [b for b in document.blocks if b.kind != "furniture" and "Page" in b.text]


def test_pdf_tables_keep_their_columns(tmp_path, make_pdf, offsets_hold):
    lines = [
        "Fiscal year    Removals    Criminal",
        "2011            396,906     216,698",
        "2012            409,849     225,390",
    ]
    document = load(saved(tmp_path, make_pdf(lines), "a.pdf"))
    offsets_hold(document)
    rows = [[(c.header, c.label, b.text[c.start : c.end]) for c in b.cells] for b in document.blocks if b.kind == "row"]
    assert ("Removals", "2012", "409,849") in rows[1]


def test_a_scan_says_so_and_a_page_without_text_is_noted(tmp_path, make_pdf):
    assert "images" in fault(tmp_path, make_pdf([], []), "scan.pdf")
    assert "page 2 of 2" in load(saved(tmp_path, make_pdf(PAGE, []), "part.pdf")).notes[0]


def test_damaged_and_locked_pdfs(tmp_path, make_pdf):
    from pypdf import PdfReader, PdfWriter

    whole = make_pdf(PAGE)
    assert "damaged" in fault(tmp_path, b"%PDF-1.7\n" + bytes(range(256)) * 4, "noise.pdf")
    assert "damaged" in fault(tmp_path, whole[:200], "cut.pdf")
    writer = PdfWriter(PdfReader(io.BytesIO(whole)))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    assert "password" in fault(tmp_path, out.getvalue(), "locked.pdf")


def test_word_paragraphs_lists_tables_and_tracked_changes(tmp_path, make_docx, word_paragraph, offsets_hold):
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"

    body = (
        word_paragraph("Removals in 2012", "Title") + word_paragraph("Published: June 2, 2011") + word_paragraph("Part one", "H1")
        + word_paragraph("first 10", numbered=True) + word_paragraph("He said 5.", "Q")
        + "<w:p><w:r><w:t>They removed </w:t></w:r><w:del><w:r><w:delText>400,000</w:delText></w:r></w:del><w:ins><w:r><w:t>409,849"
        "</w:t></w:r></w:ins><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>1</w:t></w:r><w:r><w:t> people.</w:t></w:r></w:p>"
        + "<w:tbl><w:tr>" + cell("Year") + cell("Removals") + "</w:tr><w:tr>" + cell("2012", '<w:vMerge w:val="restart"/>') + cell("409,849")
        + "</w:tr><w:tr>" + cell("", "<w:vMerge/>") + cell("418,397") + "</w:tr></w:tbl>"
    )  # fmt: skip
    styles = '<w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style><w:style w:styleId="Q"><w:name w:val="Quote"/></w:style>'
    document = load(saved(tmp_path, make_docx(body, styles), "a.docx"))
    offsets_hold(document)
    assert document.title == "Removals in 2012"
    assert (document.published, document.published_from) == (date(2011, 6, 2), "dateline")
    assert [(b.kind, b.text.strip()) for b in document.blocks if b.kind != "row"][2:] == [
        ("heading", "Part one"), ("item", "first 10"), ("quote", "He said 5."), ("paragraph", "They removed 409,849 people."),
        ("furniture", "Year\tRemovals"),
    ]  # fmt: skip
    rows = [[(c.header, c.label, b.text[c.start : c.end]) for c in b.cells] for b in document.blocks if b.kind == "row"]
    assert rows[0][1] == ("Removals", "2012", "409,849")
    assert rows[1] == [("Removals", "2012", "418,397")]


def test_bad_word_documents(tmp_path, make_docx, word_paragraph):
    whole = make_docx(word_paragraph("Text 5"))
    assert "damaged" in fault(tmp_path, whole[:100], "cut.docx")
    assert "without a Word document" in fault(tmp_path, _zip({"a.txt": b"x"}), "other.docx")
    assert "Excel" in fault(tmp_path, _zip({"xl/workbook.xml": b"<x/>"}), "book.docx")
    assert "unpacks to" in fault(tmp_path, make_docx(" " * 30_000_000), "bomb.docx")
    entity = '<!DOCTYPE x [<!ENTITY a "b">]>'
    assert "document type" in fault(tmp_path, make_docx("", prolog=entity), "entity.docx")
    assert "damaged" in fault(tmp_path, make_docx("<w:p>"), "broken.docx")
    assert "no text" in fault(tmp_path, make_docx("<w:p/>"), "blank.docx")
    nested = "<w:tbl><w:tr><w:tc>" * 3_000 + "</w:tc></w:tr></w:tbl>" * 3_000
    assert fault(tmp_path, make_docx(nested), "deep.docx")


def _zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"", "a.txt", "empty"),
        (b" \r\n\t", "a.md", "empty"),
        (b"\xef\xbb\xbf", "a.txt", "empty"),
        (b"<html><body><script>5</script></body></html>", "a.html", "no text"),
        (b"text\0more", "a.txt", "binary"),
        (b"plain words", "a.pdf", "not a PDF"),
        (b"plain words", "a.docx", "not a Word document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "a.doc", "old Word"),
        (b"{\\rtf1 hi}", "a.txt", "RTF"),
        (b"\x89PNG\r\n\x1a\n", "a.txt", "PNG"),
        (b"\xff\xfeA", "a.txt", "UTF-16"),
        (bytes(range(1, 32)) * 20, "a.txt", "binary"),
    ],
)
def test_what_is_no_document_says_why(tmp_path, data, name, says):
    assert says in fault(tmp_path, data, name)


def test_missing_folder_and_size(tmp_path, monkeypatch):
    with pytest.raises(InputError, match="no such file"):
        load(tmp_path / "none.txt")
    with pytest.raises(InputError, match="folder"):
        load(tmp_path)
    monkeypatch.setenv("TALLYBOOK_MAX_DOCUMENT_MB", "0.001")
    assert "larger than 0.001 MB" in fault(tmp_path, b"word " * 300, "a.txt")
    monkeypatch.setenv("TALLYBOOK_MAX_DOCUMENT_MB", "much")
    with pytest.raises(InputError, match="number of megabytes"):
        load(saved(tmp_path, b"word", "b.txt"))


@pytest.mark.parametrize(
    ("data", "raw"),
    [
        (b"Caf\xc3\xa9 5\r\nend", "Café 5\r\nend"),
        ("\ufeffCafé 5".encode(), "\ufeffCafé 5"),
        ("\ufeffCafé 5".encode("utf-16-le"), "\ufeffCafé 5"),
        ("\ufeffCafé 5".encode("utf-16-be"), "\ufeffCafé 5"),
        (b"a 5\rb", "a 5\rb"),
    ],
)
def test_encodings(tmp_path, data, raw, offsets_hold):
    document = load(saved(tmp_path, data, "a.txt"))
    assert document.raw == raw
    assert not document.notes
    offsets_hold(document)


def test_a_guessed_encoding_is_noted(tmp_path):
    document = load(saved(tmp_path, "He said “5” – no".encode("cp1252"), "a.txt"))
    assert document.raw == "He said “5” – no"
    assert "cp1252" in document.notes[0]


def test_bytes_decide_over_the_ending(tmp_path, make_pdf):
    assert load(saved(tmp_path, make_pdf(PAGE), "a.txt")).kind == "pdf"
    assert load(saved(tmp_path, b"<!DOCTYPE html><p>5</p>", "a.txt")).kind == "html"


def test_standard_input(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"<html><p>ICE removed 5 people.</p></html>")))
    document = load("-", date(2012, 1, 2))
    assert (document.name, document.kind) == ("-", "html")
    assert (document.published, document.published_from) == (date(2012, 1, 2), "option")


def test_folders_give_known_endings_in_order(tmp_path):
    for name in ("b.md", "a.txt", "c.json", ".hidden.txt", "sub/d.HTML", ".git/e.txt", "sub/f.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "empty").mkdir()
    found = [p.relative_to(tmp_path).as_posix() for p in documents_in([tmp_path])]
    assert found == ["a.txt", "b.md", "sub/d.HTML"]
    assert [str(p) for p in documents_in(["-", tmp_path / "c.json"])] == ["-", str(tmp_path / "c.json")]
    with pytest.raises(InputError, match="no documents"):
        list(documents_in([tmp_path / "empty"]))
    with pytest.raises(InputError, match="no such"):
        list(documents_in([tmp_path / "none"]))


ALL_NAMES = ["a.txt", "a.md", "a.html", "a.pdf", "a.docx", "a"]
STARTS = [b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<html>", b"\xff\xfe", b"\xef\xbb\xbf", b"---\n", b"\xfe\xff"]


@given(st.binary(max_size=300), st.sampled_from(STARTS), st.sampled_from(ALL_NAMES))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_random_bytes_give_a_document_or_one_plain_error(tmp_path, data, start, name):
    path = saved(tmp_path, start + data, name)
    try:
        document = load(path)
    except InputError as error:
        assert "\n" not in str(error)
    else:
        assert document.blocks


def test_damaged_copies_give_a_document_or_one_plain_error(tmp_path, make_pdf, make_docx, word_paragraph):
    chance = random.Random(7)
    for name, whole in (("a.pdf", make_pdf(PAGE, PAGE)), ("a.docx", make_docx(word_paragraph("Text 5") * 20))):
        for _ in range(60):
            data = bytearray(whole)
            for _ in range(chance.randint(1, 12)):
                data[chance.randrange(len(data))] = chance.randrange(256)
            path = saved(tmp_path, bytes(data[: chance.randint(len(data) // 2, len(data))]), name)
            try:
                assert load(path).blocks
            except InputError as error:
                assert "\n" not in str(error)


def test_a_zip_that_lies_about_its_size_is_refused(tmp_path, make_docx):
    data = make_docx("<w:p/>" * 400_000)
    at = data.index(b"PK\x01\x02", data.index(b"word/document.xml"))
    lied = data[: at + 24] + struct.pack("<I", 500) + data[at + 28 :]
    assert fault(tmp_path, lied, "lie.docx")
