"""Opening a file: its hash, what kind it is, and its sheets one at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from tallybook.base.errors import InputError
from tallybook.sources.sheet import Sheet, Source


def open_source(path: Path) -> Source:
    """Return a record file ready to be read sheet by sheet.

    Raises:
        InputError: no such file, a folder, an empty file, or one that cannot be opened; reading its sheets raises it
            for the rest.
    """
    name = path.name
    if path.is_dir():
        raise InputError(
            "is a folder", where=str(path), expected="a record file", next_step=f"name the files: {path}/*"
        )
    try:
        with path.open("rb") as handle:
            digest = hashlib.file_digest(handle, "sha256").hexdigest()
            handle.seek(0)
            start = handle.read(8)
        size = path.stat().st_size
    except FileNotFoundError:
        raise InputError(
            "no such file", where=str(path), next_step="check the name; quote it if it holds spaces"
        ) from None
    except OSError as error:
        raise InputError(f"cannot be opened ({error.strerror})", where=str(path)) from None
    if not size:
        raise InputError(
            "is empty", where=name, expected="a workbook or delimited text", next_step="get the file again"
        )
    return Source(name, digest, size, _sheets(path, name, start))


def _sheets(path: Path, name: str, start: bytes) -> Iterator[Sheet]:
    from tallybook.sources.delimited import delimited_sheet
    from tallybook.sources.workbook import is_workbook, workbook_sheets

    if is_workbook(start):
        yield from workbook_sheets(path, name)
    elif start.startswith(b"%PDF"):
        raise InputError(
            "is a PDF", where=name, expected="a workbook or delimited text", next_step="ask for the data file"
        )
    else:
        yield delimited_sheet(path, name)
