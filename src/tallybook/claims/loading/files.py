"""Files, folders and standard input as documents: what kind of bytes they are, size limits, plain errors."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from tallybook.base.errors import InputError
from tallybook.claims.document import Document
from tallybook.claims.loading.decode import decode
from tallybook.claims.loading.texts import kind_of, load_text

ENDINGS = {
    ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html",
    ".xhtml": "html", ".pdf": "pdf", ".docx": "docx",
}  # fmt: skip
"""File endings that are read as documents, with the kind each stands for."""
LIMIT_MB = 20
LIMIT_SETTING = "TALLYBOOK_MAX_DOCUMENT_MB"
NOT_DOCUMENTS = [
    (b"\xd0\xcf\x11\xe0", "an old Word, Excel or Outlook file", "save it as .docx or PDF"),
    (b"{\\rtf", "rich text (RTF)", "save it as .docx or plain text"),
    (b"\x89PNG", "a PNG image", "run text recognition on it first"),
    (b"\xff\xd8\xff", "a JPEG image", "run text recognition on it first"),
    (b"GIF8", "a GIF image", "run text recognition on it first"),
    (b"\x1f\x8b", "a gzip file", "unpack it first"),
]
CONFLICTS = re.compile(r"[\x00-\x1f\x7f]")


def limit_bytes() -> int:
    """Return the largest document that is read, in bytes: 20 MB, or what `TALLYBOOK_MAX_DOCUMENT_MB` says.

    Raises:
        InputError: the setting is no positive number.
    """
    setting = os.environ.get(LIMIT_SETTING, "")
    if not setting:
        return LIMIT_MB * 1_000_000
    try:
        size = float(setting)
    except ValueError:
        size = 0
    if not 0 < size < 10_000:
        raise InputError(f"{LIMIT_SETTING} is {setting!r}", expected="a number of megabytes above 0")
    return int(size * 1_000_000)


def documents_in(paths: Iterable[str | os.PathLike[str]]) -> Iterator[Path]:
    """Yield the documents that the paths name: a file or `-` as it is, a folder's documents in order of path.

    A folder is read with its subfolders; hidden files and files with other endings are passed over.

    Raises:
        InputError: there is no such path, or a folder holds no document.
    """
    for given in paths:
        path = Path(given)
        if not path.is_dir():
            if str(path) != "-" and not path.exists():
                raise InputError("no such file or folder", where=shown(path), next_step="check the path")
            yield path
            continue
        found = False
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                if not name.startswith(".") and Path(name).suffix.lower() in ENDINGS:
                    found = True
                    yield Path(folder) / name
        if not found:
            raise InputError(
                "no documents in this folder", where=shown(path), expected=f"files ending in {', '.join(ENDINGS)}"
            )


def load(path: str | os.PathLike[str], published: date | None = None) -> Document:
    """Return a file, or standard input for `-`, as a document.

    Raises:
        InputError: it is missing, unreadable, too large, empty, or not a document.
    """
    name = os.fspath(path)
    data = _standard_input() if name == "-" else _bytes(Path(name))
    return load_bytes(data, name, published)


def load_bytes(data: bytes, name: str, published: date | None = None) -> Document:
    """Return the bytes of a file as a document.

    Args:
        data: the whole file.
        name: its name; what it is called in messages, and its ending says what it claims to be. No file is opened.
        published: the publication date where the user gave it.

    Raises:
        InputError: it is too large, empty, or not a document.
    """
    name = shown(Path(name))
    _within(data, limit_bytes(), name)
    if not data.strip(b" \t\r\n\f\v\xef\xbb\xbf"):
        raise InputError("no text: the document is empty", where=name)
    digest = hashlib.sha256(data).hexdigest()
    kind = ENDINGS.get(Path(name).suffix.lower(), "")
    if b"%PDF-" in data[:1024]:
        from tallybook.claims.loading.pdf import load_pdf

        return load_pdf(data, name, digest, published)
    if data.startswith(b"PK\x03\x04"):
        from tallybook.claims.loading.docx import load_docx

        return load_docx(data, name, digest, published)
    if kind in ("pdf", "docx"):
        raise InputError(
            f"named {Path(name).suffix} but it is not {'a PDF' if kind == 'pdf' else 'a Word document'} inside",
            where=name,
            next_step="the file may be cut short or misnamed: get it again, or give it its right ending",
        )
    for sign, what, next_step in NOT_DOCUMENTS:
        if data.startswith(sign):
            raise InputError(
                f"this is {what}", where=name, expected="text, Markdown, HTML, PDF or DOCX", next_step=next_step
            )
    text, notes = decode(data, name)
    if kind != "markdown" or kind_of(text) == "html":
        kind = "html" if kind == "html" else kind_of(text)
    document = load_text(text, name, kind, published=published, sha256=digest, notes=notes)
    if not document.blocks:
        raise InputError("no text in this document", where=name)
    return document


def shown(path: Path) -> str:
    """Return a path as it may stand in a message: control characters shown as `?`."""
    return CONFLICTS.sub("?", os.fspath(path).encode("utf-8", "replace").decode("utf-8"))


def _bytes(path: Path) -> bytes:
    limit = limit_bytes()
    try:
        if path.is_dir():
            raise InputError("this is a folder", where=shown(path), expected="a document")
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except FileNotFoundError:
        raise InputError("no such file", where=shown(path), next_step="check the path") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"cannot be read ({reason})", where=shown(path)) from None
    return _within(data, limit, shown(path))


def _standard_input() -> bytes:
    limit = limit_bytes()
    return _within(sys.stdin.buffer.read(limit + 1), limit, "-")


def _within(data: bytes, limit: int, name: str) -> bytes:
    if len(data) > limit:
        raise InputError(
            f"larger than {limit / 1e6:g} MB", where=name, expected="a single article, report or release",
            next_step=f"split it, or set {LIMIT_SETTING} to a higher number of megabytes",
        )  # fmt: skip
    return data
