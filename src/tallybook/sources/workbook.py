"""Workbooks: every cell as text, with true row and column numbers, repaired where real ones are broken.

Reading is fastexcel's (calamine's): it is by far the fastest, but it drops leading empty columns, refuses a dimension
record without column letters, and returns nothing for error cells. Each is dealt with here.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tallybook.base.errors import InputError
from tallybook.sources.sheet import Sheet

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The first bytes of an OLE file: an old .xls, or a new workbook behind a password."""

EXPANDS = 200
"""How many times its size a workbook may unpack to. Real ones stay under 30; a deflate bomb reaches 1,000."""
ALWAYS_FINE = 256 * 2**20

_DIMENSION = re.compile(rb'<dimension\s+ref="([^"]*)"\s*(?:/>|>\s*</dimension>)')
_GOOD_DIMENSION = re.compile(rb"\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?\Z")
_CELL_IN_A = re.compile(rb'<c\s(?:[^>]*\s)?r="A\d+"(?:[^>]*[^/>])?>')
_ADDRESSED = re.compile(rb'<c\s(?:[^>]*\s)?r="')


def workbook_sheets(path: Path, name: str) -> Iterator[Sheet]:
    """Yield the sheets of a workbook, in order.

    Raises:
        InputError: not a workbook, cut short, behind a password, or one that unpacks to absurd size.
    """
    import fastexcel

    package = _inspected(path, name)
    source = _repaired(path, package.broken) if package.broken else None
    try:
        reader = fastexcel.read_excel(str(path) if source is None else source)
        names = reader.sheet_names
    except fastexcel.FastExcelError as error:
        raise InputError(
            f"cannot be read as a workbook ({_first_line(error)})",
            where=name,
            next_step="open and re-save it, or get it again",
        ) from None
    first_columns = _first_columns(path if source is None else io.BytesIO(source)) if package.indented else {}
    for sheet in names:
        yield _read(reader, name, sheet, first_columns.get(sheet, 1))


def is_workbook(start: bytes) -> bool:
    """Return whether the first bytes of a file are those of a workbook."""
    return start.startswith((b"PK\x03\x04", b"PK\x05\x06", COMPOUND))


def _read(reader: Any, file: str, sheet: str, first_column: int) -> Sheet:
    import fastexcel
    import pyarrow as pa

    try:
        loaded = reader.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string")
        batch, problems = loaded.to_arrow_with_errors()
    except fastexcel.FastExcelError as error:
        raise InputError(
            f"cannot be read ({_first_line(error)})",
            where=f"{file}, sheet {sheet!r}",
            next_step="open and re-save the workbook, or get it again",
        ) from None
    data = pa.Table.from_batches([batch]).rename_columns([f"c{n}" for n in range(batch.num_columns)])
    errors = (
        tuple((p.offset_position[0], p.offset_position[1], _error_text(p.detail)) for p in problems.errors)
        if problems
        else ()
    )
    return Sheet(file, sheet, data, first_column=first_column, errors=errors)


_ERRORS = {
    "Div0": "#DIV/0!",
    "NA": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
}


def _error_text(detail: str) -> str:
    found = re.search(r"Error\((\w+)\)", detail)
    return _ERRORS.get(found[1], f"#{found[1].upper()}") if found else detail


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0].strip().rstrip(":")[:160]


@dataclass(frozen=True)
class _Package:
    broken: dict[str, bytes]
    """By part: the dimension record that must be taken out."""
    indented: bool
    """Whether some sheet may start to the right of column A."""


def _inspected(path: Path, name: str) -> _Package:
    with path.open("rb") as handle:
        start = handle.read(8)
    if start == COMPOUND:
        if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
            raise InputError(
                "is behind a password", where=name, next_step="open it with the password and save it without one"
            )
        return _Package({}, indented=True)
    try:
        with zipfile.ZipFile(path) as archive:
            _sane(archive, path.stat().st_size, name)
            broken, indented = {}, False
            for entry in archive.infolist():
                if not entry.filename.startswith("xl/worksheets/") or "/_rels/" in entry.filename:
                    continue
                with archive.open(entry) as part:
                    top = part.read(65536)
                found = _DIMENSION.search(top)
                if found and not _GOOD_DIMENSION.match(found[1]):
                    broken[entry.filename] = found[0]
                indented = indented or bool(_ADDRESSED.search(top) and not _CELL_IN_A.search(top))
            return _Package(broken, indented)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as error:
        if "encrypted" in str(error) or "password" in str(error):
            raise InputError("is behind a password", where=name, next_step="save it without one first") from None
        raise InputError(
            f"is cut short or damaged ({_first_line(error)})", where=name, next_step="get the file again"
        ) from None


def _sane(archive: zipfile.ZipFile, size: int, name: str) -> None:
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > ALWAYS_FINE and unpacked > EXPANDS * size:
        raise InputError(
            f"unpacks from {size:,} to {unpacked:,} bytes, which no real workbook does",
            where=name,
            next_step="get the file again from its publisher",
        )
    if not any(entry.filename.startswith("xl/workbook.") for entry in entries):
        opened = any(entry.filename == "content.xml" for entry in entries)
        raise InputError(
            "is an OpenDocument file" if opened else "is a zip archive of something else than a workbook",
            where=name,
            expected="an Excel workbook or delimited text",
            next_step="save it as .xlsx" if opened else "unpack it first",
        )


def _first_columns(source: Path | io.BytesIO) -> dict[str, int]:
    import python_calamine

    book = (
        python_calamine.CalamineWorkbook.from_path(source)
        if isinstance(source, Path)
        else python_calamine.CalamineWorkbook.from_filelike(source)
    )
    starts = {name: book.get_sheet_by_name(name).start for name in book.sheet_names}
    return {name: start[1] + 1 for name, start in starts.items() if start}


def _repaired(path: Path, broken: dict[str, bytes]) -> bytes:
    """Return the workbook without the dimension records that name no columns; the reader then measures itself."""
    target = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename in broken:
                content = content.replace(broken[entry.filename], b"", 1)
            copy.writestr(entry.filename, content)
    return target.getvalue()
