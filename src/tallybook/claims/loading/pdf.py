"""PDF as a document: the text of its pages, running heads and page numbers set apart."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from datetime import date

from tallybook.base.errors import InputError
from tallybook.claims.document import Document
from tallybook.claims.loading.prose import split_lines
from tallybook.claims.loading.texts import load_text

PAGES = 2_000
"""Pages that are read; a longer PDF is refused."""
MOST_TEXT = 20_000_000
LONGEST_ROW = 300
EDGE = 2
"""Lines at the top and bottom of a page that may be running heads."""
NUMBERS = re.compile(r"(?:\S*[A-Za-z][\w.]*\s+){0,6}(?:[$(]?[\d][\d,.]*[%)*]?\s+){1,}[$(]?[\d][\d,.]*[%)*]?\s*$")
PAGE_NUMBER = re.compile(
    r"\s*(?:page\s+)?[-–—]?\s*(?:\d{1,4}|[ivxlc]{1,6})\s*(?:of\s+\d{1,4}|/\s*\d{1,4})?\s*[-–—]?\s*$", re.I
)
BETWEEN = "\n\f\n"
INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff]")


def load_pdf(data: bytes, name: str, sha256: str, published: date | None = None) -> Document:
    """Return a PDF as a document; its raw text is the text extracted, pages divided by a form feed.

    Raises:
        InputError: it is damaged, encrypted, too long, or holds no text.
    """
    pages = _pages(data, name)
    empty = [number for number, page in enumerate(pages, 1) if not page.strip()]
    if len(empty) == len(pages):
        raise InputError(
            "no text in this PDF: its pages are images, as a scan's are",
            where=name,
            expected="a PDF with a text layer",
            next_step="run text recognition (OCR) on it first",
        )
    notes: tuple[str, ...] = ()
    if empty:
        listed = ", ".join(map(str, empty[:10])) + (" …" if len(empty) > 10 else "")
        notes = (f"no text on page{'s' if len(empty) > 1 else ''} {listed} of {len(pages)}: images are not read",)
    raw = BETWEEN.join(pages)
    return load_text(
        raw, name, "pdf", published=published, sha256=sha256, notes=notes, running_lines=_running_lines(raw, pages)
    )


def _pages(data: bytes, name: str) -> list[str]:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise FileNotDecryptedError
        count = len(reader.pages)
        if count > PAGES:
            raise InputError(f"{count} pages", where=name, expected=f"at most {PAGES}", next_step="split the PDF")
        texts, length = [], 0
        for page in reader.pages:
            text = INVISIBLE.sub("", page.extract_text())
            if _has_figures(text):
                text = _laid_out(page, text)
            length += len(text)
            if length > MOST_TEXT:
                raise InputError("more text than a document holds", where=name, next_step="split the PDF")
            texts.append(text)
    except InputError:
        raise
    except FileNotDecryptedError:
        raise InputError(
            "this PDF is locked with a password", where=name, next_step="save a copy without the password"
        ) from None
    except DependencyError:
        raise InputError(
            "this PDF is encrypted", where=name, next_step="print it to a new PDF and check that"
        ) from None
    except Exception:  # noqa: BLE001 a hostile or broken PDF can fail anywhere inside the library
        raise _damaged(name) from None
    if not texts:
        raise _damaged(name)
    return texts


def _damaged(name: str) -> InputError:
    return InputError(
        "this PDF is damaged or cut short", where=name, next_step="get the file again, or save it anew as PDF"
    )


def _has_figures(text: str) -> bool:
    """Return whether a page holds rows of figures, which only keep their columns when the layout is kept."""
    return sum(1 for line in text.splitlines() if len(line) < LONGEST_ROW and NUMBERS.match(line.strip())) >= 2


def _laid_out(page: object, plain: str) -> str:
    """Return the page's text with its columns kept, or the plain text where that loses words."""
    from pypdf import PageObject

    if not isinstance(page, PageObject):
        return plain
    try:
        laid = INVISIBLE.sub("", page.extract_text(extraction_mode="layout"))
    except Exception:  # noqa: BLE001 the layout reader does not know every font; the plain text is at hand
        return plain
    return laid if len(re.findall(r"\w", laid)) >= 0.98 * len(re.findall(r"\w", plain)) else plain


def _running_lines(raw: str, pages: list[str]) -> frozenset[int]:
    """Return where lines start that repeat at the top or bottom of pages, or hold only a page number."""
    found: list[tuple[int, str]] = []
    at = 0
    starts: set[int] = set()
    for page in pages:
        lines = [(s, raw[s:e].strip()) for s, e in split_lines(raw, at, at + len(page)) if raw[s:e].strip()]
        edge = dict(lines[:EDGE] + lines[-EDGE:])
        for start, text in edge.items():
            if PAGE_NUMBER.match(text):
                starts.add(start)
            else:
                found.append((start, re.sub(r"\d+", "0", text.casefold())))
        at += len(page) + len(BETWEEN)
    repeats = Counter(text for _, text in found)
    starts.update(start for start, text in found if repeats[text] >= max(3, len(pages) // 2) and len(text) < 150)
    return frozenset(starts)
