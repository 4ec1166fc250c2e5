"""Documents made for tests: PDF and DOCX bytes written by hand, and what every block has to satisfy."""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib

from tallybook.claims.document import Document

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def normalised(text: str, markup: str = "") -> str:
    """Return a text with white space, invisible characters and the given markup characters taken out."""
    text = re.sub("[\u00ad\u200b\u2060\ufeff]", "", text)
    return re.sub(r"\s+", "", re.sub(f"[{re.escape(markup)}]", "", text) if markup else text)


def assert_offsets_hold(document: Document) -> None:
    """Every character stands where its offset says; every word can be cut from the raw text exactly."""
    raw = document.raw
    for block in document.blocks:
        assert len(block.offsets) == len(block.text)
        assert list(block.offsets) == sorted(block.offsets), block
        wide = dict(block.wide)
        for index, (char, offset) in enumerate(zip(block.text, block.offsets, strict=True)):
            assert 0 <= offset < len(raw)
            if index in wide:
                assert char in html.unescape(raw[offset : wide[index]])
            elif char not in " \n\t":
                assert raw[offset] == char, (block.text, index)
        for word in re.finditer(r"\S+", block.text):
            start, end = block.raw_span(word.start(), word.end())
            cut = html.unescape(re.sub(r"<[^>]*>", "", raw[start:end])) if document.kind in ("html", "markdown") else raw[start:end]
            loose = "*_`[]()~\\-\u2010|<>!" if document.kind != "docx" else ""
            assert normalised(word[0], loose) in normalised(cut, loose), (word[0], raw[start:end])
        for cell in block.cells:
            assert 0 <= cell.start <= cell.end <= len(block.text)


def pdf(*pages: list[str], content: bytes | None = None) -> bytes:
    """Return a PDF whose pages show the given lines; a page of no lines holds a drawing and no text."""
    objects: list[bytes] = []
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects.append(b"<< /Type /Catalog /Pages 2 0 R >>")
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>")
    for number, lines in enumerate(pages):
        shown = []
        for at, line in enumerate(lines):
            safe = line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
            shown.append(f"BT /F1 10 Tf 50 {760 - 12 * at} Td ({safe}) Tj ET")
        stream = zlib.compress("\n".join(shown).encode("latin-1") if lines else content or b"0 0 100 100 re f")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * number} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(f"<< /Length {len(stream)} /Filter /FlateDecode >>\nstream\n".encode() + stream + b"\nendstream")
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n".encode() + body + b"\nendobj\n")
    table = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.write(b"".join(f"{place:010d} 00000 n \n".encode() for place in places))
    out.write(f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n".encode())
    return out.getvalue()


def docx(body: str, styles: str = "", extra: dict[str, bytes] | None = None, prolog: str = "") -> bytes:
    """Return a Word document with the given body XML (prefix `w:`)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f'{prolog}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>')
        if styles:
            archive.writestr("word/styles.xml", f'<w:styles xmlns:w="{WORD}">{styles}</w:styles>')
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return out.getvalue()


def paragraph(text: str, style: str = "", numbered: bool = False) -> str:
    """Return a Word paragraph."""
    properties = (f'<w:pStyle w:val="{style}"/>' if style else "") + ("<w:numPr/>" if numbered else "")
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space='preserve'>{html.escape(text)}</w:t></w:r></w:p>"
