"""Word documents (DOCX) as documents: paragraphs, headings, lists, quotes and tables of the main text."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from tallybook.base.errors import InputError
from tallybook.claims.document import Block, BlockKind, Document
from tallybook.claims.loading.pieces import Text
from tallybook.claims.loading.tables import TableCell, blocks_of, is_layout
from tallybook.claims.loading.texts import as_document

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAIN = "word/document.xml"
STYLES = "word/styles.xml"
MOST_XML = 100_000_000
"""Bytes of unpacked XML above which a file is refused."""
MOST_RATIO = 200
"""How many times its packed size a part may unpack to, above a megabyte."""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
UNREAD = frozenset(
    (
        W + "del",
        W + "moveFrom",
        W + "delText",
        W + "instrText",
        W + "pPr",
        W + "rPr",
        W + "tblPr",
        W + "sdtPr",
        FALLBACK,
    )
)
BREAKS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
DEEPEST = 200


def load_docx(data: bytes, name: str, sha256: str, published: date | None = None) -> Document:
    """Return a Word document; its raw text is the text extracted, a line per paragraph and per table row.

    Raises:
        InputError: it is damaged, locked, no Word document, or unpacks to too much.
    """
    root, styles = _parts(data, name)
    writer = Writer(styles)
    body = root.find(W + "body")
    if body is not None:
        try:
            writer.read(body)
        except RecursionError:
            raise _damaged(name) from None
    if not writer.blocks:
        raise InputError("no text in this Word document", where=name)
    return as_document("".join(writer.raw), writer.blocks, name, "docx", sha256, published=published)


def _parts(data: bytes, name: str) -> tuple[Element, dict[str, str]]:
    """Return the main part and the style names by id."""
    from xml.etree.ElementTree import ParseError, fromstring

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if MAIN not in names:
                what = (
                    "an Excel workbook" if "xl/workbook.xml" in names else "a zip archive without a Word document in it"
                )
                raise InputError(f"this is {what}", where=name, expected="text, Markdown, HTML, PDF or DOCX")
            main = _unpacked(archive, MAIN, name)
            styles = _unpacked(archive, STYLES, name) if STYLES in names else b""
    except (zipfile.BadZipFile, EOFError, KeyError, NotImplementedError, OSError, ValueError, zlib.error):
        raise _damaged(name) from None
    except RuntimeError:
        raise InputError(
            "this Word document is locked with a password", where=name, next_step="save a copy without it"
        ) from None
    if b"<!DOCTYPE" in main or b"<!ENTITY" in main or b"<!DOCTYPE" in styles:
        raise InputError(
            "a document type declaration, which Word never writes", where=name, next_step="save it anew in Word"
        )
    try:
        # Entities and document types are refused above, so the parser cannot be made to expand anything.
        root = fromstring(main.replace(STRICT, TRANSITIONAL))  # noqa: S314
        kinds = _style_names(fromstring(styles.replace(STRICT, TRANSITIONAL))) if styles else {}  # noqa: S314
    except (ParseError, ValueError, RecursionError):
        raise _damaged(name) from None
    return root, kinds


def _unpacked(archive: zipfile.ZipFile, part: str, name: str) -> bytes:
    info = archive.getinfo(part)
    if info.file_size > MOST_XML or info.file_size > max(1_000_000, MOST_RATIO * max(info.compress_size, 1)):
        raise InputError(
            f"unpacks to {info.file_size / 1e6:,.0f} MB of text", where=name, expected="an ordinary document"
        )
    with archive.open(info) as handle:
        content = handle.read(MOST_XML + 1)
    if len(content) > MOST_XML:
        raise InputError("unpacks to more text than a document holds", where=name, expected="an ordinary document")
    return content


def _damaged(name: str) -> InputError:
    return InputError(
        "this Word document is damaged or cut short", where=name, next_step="get the file again, or save it anew"
    )


def _style_names(root: Element) -> dict[str, str]:
    names = {}
    for style in root.iter(W + "style"):
        label = style.find(W + "name")
        if label is not None:
            names[style.get(W + "styleId", "")] = label.get(W + "val", "").lower()
    return names


@dataclass
class Writer:
    """Writes the raw text and its blocks side by side."""

    styles: dict[str, str]
    raw: list[str] = field(default_factory=list)
    length: int = 0
    blocks: list[Block] = field(default_factory=list)
    section: str = ""

    def read(self, body: Element, depth: int = 0) -> None:
        """Read the paragraphs and tables of a part in order."""
        for child in body:
            if child.tag == W + "p":
                self._paragraph(child)
            elif child.tag == W + "tbl":
                self._table(child)
            elif child.tag not in UNREAD and depth < DEEPEST:
                self.read(child, depth + 1)

    def _write(self, text: str) -> int:
        start = self.length
        self.raw.append(text)
        self.length += len(text)
        return start

    def _paragraph(self, element: Element) -> None:
        words = _words(element)
        start = self._write(words)
        text = Text()
        text.take(words, 0, len(words))
        text.offsets = [start + at for at in text.offsets]
        self._write("\n")
        kind = self._kind(element)
        block = text.block(kind, self.section)
        if block:
            self.blocks.append(block)
            if kind == "heading":
                self.section = block.text

    def _kind(self, element: Element) -> BlockKind:
        properties = element.find(W + "pPr")
        if properties is None:
            return "paragraph"
        style = properties.find(W + "pStyle")
        name = style.get(W + "val", "") if style is not None else ""
        label = self.styles.get(name, name).lower()
        if label == "title":
            return "title"
        if label.startswith(("heading", "subtitle")):
            return "heading"
        if "quote" in label:
            return "quote"
        if label.startswith(("toc", "header", "footer")):
            return "furniture"
        if properties.find(W + "numPr") is not None or label.startswith("list"):
            return "item"
        return "paragraph"

    def _table(self, element: Element) -> None:
        rows: list[list[TableCell]] = []
        heads = 0
        merging: dict[int, TableCell] = {}
        for row in element.findall(W + "tr"):
            cells: list[TableCell] = []
            column = 0
            for cell in row.findall(W + "tc"):
                gap = self._write("\t") if cells else self.length
                words = " ".join(filter(None, (_words(p).strip() for p in cell.iter(W + "p"))))
                start = self._write(words)
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                if merge is not None and merge.get(W + "val") != "restart" and column in merging and not words:
                    merging[column].down += 1
                    column += merging[column].across
                    continue
                made = TableCell(gap, across=_span(cell))
                made.text.take(words, 0, len(words))
                made.text.offsets = [start + at for at in made.text.offsets]
                if merge is not None:
                    merging[column] = made
                cells.append(made)
                column += made.across
            self._write("\n")
            if row.find(f"{W}trPr/{W}tblHeader") is not None and heads == len(rows):
                heads += 1
            rows.append(cells)
        if is_layout(rows):
            self.blocks.extend(b for row in rows for c in row if (b := c.text.block("paragraph", self.section)))
        else:
            self.blocks.extend(blocks_of(rows, self.section, heads or None))


def _span(cell: Element) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    value = span.get(W + "val", "1") if span is not None else "1"
    return min(max(int(value), 1), 100) if value.isdecimal() and len(value) < 5 else 1


def _words(element: Element) -> str:
    """Return the text of a paragraph as it stands after accepting every tracked change."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", "".join(_runs(element, 0)))


def _runs(element: Element, depth: int) -> Iterator[str]:
    for child in element:
        if child.tag == W + "t":
            yield child.text or ""
        elif child.tag in BREAKS:
            yield BREAKS[child.tag]
        elif child.tag == W + "r" and _is_note_mark(child):
            continue
        elif child.tag not in UNREAD and depth < DEEPEST:
            yield from _runs(child, depth + 1)


def _is_note_mark(run: Element) -> bool:
    """Return whether a run is only a raised number: a footnote's mark, not part of the figure before it."""
    raised = run.find(f"{W}rPr/{W}vertAlign")
    if raised is None or raised.get(W + "val") != "superscript":
        return False
    return bool(re.fullmatch(r"\s*[\[(]?\d{1,3}[\])]?\s*", "".join(t.text or "" for t in run.iter(W + "t"))))
