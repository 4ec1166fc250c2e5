"""A text already decoded, as a document: its header, title, date and blocks."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from dataclasses import replace
from datetime import date

from tallybook.claims.document import Block, Document
from tallybook.claims.loading.dates import dateline, find_date, read_date
from tallybook.claims.loading.headers import OUTLET, PUBLISHED, TITLE, Header, read_header
from tallybook.claims.loading.prose import NEWLINE, Prose

LOOKS_HTML = re.compile(
    r"\ufeff?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
LONGEST_TITLE = 150
NO_TITLE = re.compile(
    r"for\s+(?:immediate\s+)?release|contact\b|dear\b|to:|from:|date:|by\s|\W*$|.*(?:[:;,]|[\w)%”’]\.)$", re.I
)


def kind_of(raw: str) -> str:
    """Return `html` for a text that opens as a page does, else `text`."""
    return "html" if LOOKS_HTML.match(raw) else "text"


def load_text(
    text: str,
    name: str = "-",
    kind: str | None = None,
    *,
    published: date | None = None,
    sha256: str = "",
    notes: tuple[str, ...] = (),
    running_lines: Collection[int] = (),
) -> Document:
    """Return a text as a document.

    Args:
        text: the text; offsets count its code points.
        name: the path, or `-`.
        kind: `text`, `markdown`, `html` or `pdf`; None to tell by how it opens.
        published: the publication date where the user gave it.
        sha256: of the bytes it was read from; that of the text in UTF-8 when empty.
        notes: what to say about how it was read.
        running_lines: starts of lines that are running heads and page numbers.
    """
    kind = kind or kind_of(text)
    digest = sha256 or hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    if kind == "html":
        return _page(text, name, digest, published, notes)
    header = read_header(text) if kind != "pdf" else Header()
    blocks = Prose(
        text, header.body, markdown=kind == "markdown", hyphens=kind == "pdf", furniture=running_lines
    ).read()  # fmt: skip
    return as_document(text, blocks, name, kind, digest, published=published, header=header, notes=notes)


def as_document(
    raw: str,
    blocks: list[Block],
    name: str,
    kind: str,
    sha256: str,
    *,
    published: date | None,
    header: Header | None = None,
    notes: tuple[str, ...] = (),
) -> Document:
    """Return blocks as a document, its title found and marked, its date found."""
    header = header or Header()
    title, blocks = _titled(raw, blocks, header.first(TITLE), kind)
    day, source = date_of(blocks, published, header, raw=raw)
    return Document(name, raw, sha256, title, day, source, kind, tuple(blocks), header.first(OUTLET), notes)


def date_of(
    blocks: list[Block], given: date | None, header: Header | None = None, stated: date | None = None, raw: str = ""
) -> tuple[date | None, str]:
    """Return the publication date and where it was found, in the order: option, header, HTML, dateline."""
    if given:
        return given, "option"
    if header and (day := read_date(header.first(PUBLISHED))):
        return day, header.found_in
    if stated:
        return stated, "html"
    day = dateline(blocks, raw)
    return day, "dateline" if day else ""


def _page(text: str, name: str, digest: str, given: date | None, notes: tuple[str, ...]) -> Document:
    from tallybook.claims.loading.html import PageReader

    page = PageReader(text).read()
    day, source = date_of(page.blocks, given, None, page.published)
    return Document(name, text, digest, page.title, day, source, "html", tuple(page.blocks), page.outlet, notes)


def _titled(raw: str, blocks: list[Block], stated: str, kind: str) -> tuple[str, list[Block]]:
    """Return the title and the blocks, the one that holds the title marked as such."""
    first = next((i for i, b in enumerate(blocks) if b.kind != "furniture"), None)
    if first is None:
        return stated, blocks
    block = blocks[first]
    if block.kind == "title":
        return stated or block.text, blocks
    if block.kind == "heading":
        top = raw[block.offsets[0] - 2 : block.offsets[0]] == "# "
        is_title = _same(block.text, stated) or top or not stated
    else:
        is_title = _same(block.text, stated) if stated else _reads_as_title(raw, block, len(blocks) - first > 1, kind)
    if not is_title:
        return stated, blocks
    blocks = [*blocks[:first], replace(block, kind="title", section=""), *blocks[first + 1 :]]
    return stated or block.text, blocks


def _same(one: str, other: str) -> bool:
    def words(text: str) -> list[str]:
        return re.findall(r"\w+", text.casefold())

    return bool(other) and words(one) == words(other)


def _reads_as_title(raw: str, block: Block, more: bool, kind: str) -> bool:
    """Return whether a first line is a title: short, unfinished as a sentence, and set off by a blank line."""
    text = block.text
    if block.kind != "paragraph" or not more or len(text) > LONGEST_TITLE or NO_TITLE.match(text) or find_date(text):
        return False
    end = block.raw_span(0, len(text))[1]
    breaks = 0
    at = end
    while breaks < 2 and (match := NEWLINE.search(raw, at)) and not raw[at : match.start()].strip():
        breaks += 1
        at = match.end()
    one_line = not NEWLINE.search(raw, block.offsets[0], end)
    return (breaks >= 2 or kind == "docx") and (one_line or kind == "pdf")
