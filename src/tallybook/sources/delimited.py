"""Delimited text: any delimiter whatever the ending says, UTF-8 or CP1252, any line ends, gzip or not."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import zlib
from collections import Counter
from collections.abc import Iterator
from itertools import islice, zip_longest
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from tallybook.base.errors import InputError
from tallybook.sources.sheet import Sheet

if TYPE_CHECKING:
    import pyarrow

GZIP = b"\x1f\x8b"
DELIMITERS = ("|", "\t", ",", ";")
BATCH = 20_000
LARGEST = 8 * 2**30
"""No text file of a release comes near this many bytes; a gzip bomb does."""


def delimited_sheet(path: Path, name: str) -> Sheet:
    """Return the one table of a text file.

    Raises:
        InputError: not text, cut short, a cell that never ends, or no delimiter in sight.
    """
    try:
        with _opened(path) as raw:
            sample = raw.read(256 * 1024)
        if not sample:
            raise InputError("is empty", where=name, expected="rows of records", next_step="get the file again")
        encoding = _encoding(path, sample, name)
        delimiter = _delimiter(sample.decode(encoding, errors="ignore"), name)
        with _opened(path) as raw, io.TextIOWrapper(raw, encoding=encoding, newline=None) as text:
            return Sheet(name, "", _table(_records(text, delimiter, name)), kind="text")
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(f"is cut short or damaged ({error})", where=name, next_step="get the file again") from None
    except UnicodeDecodeError as error:
        raise InputError(
            f"holds bytes that are no text ({error.reason})", where=name, expected="UTF-8 or Windows-1252 text"
        ) from None


def _opened(path: Path) -> IO[bytes]:
    with path.open("rb") as handle:
        packed = handle.read(2) == GZIP
    return io.BufferedReader(_Limited(gzip.open(path, "rb"), path)) if packed else path.open("rb")


class _Limited(io.RawIOBase):
    """A stream that refuses to unpack to absurd size."""

    def __init__(self, stream: gzip.GzipFile, path: Path) -> None:
        self.stream, self.path, self.count = stream, path, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        chunk = self.stream.read(len(buffer))
        self.count += len(chunk)
        if self.count > LARGEST:
            raise InputError(
                f"unpacks to more than {LARGEST:,} bytes", where=self.path.name, next_step="get the file again"
            )
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        self.stream.close()
        super().close()


def _encoding(path: Path, sample: bytes, name: str) -> str:
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\0" in sample:
        raise InputError("is neither a workbook nor text", where=name, expected=".xlsx, .csv, .txt or .gz of these")
    check = codecs.getincrementaldecoder("utf-8")()
    with _opened(path) as raw:
        try:
            while chunk := raw.read(2**20):
                check.decode(chunk)
            check.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def _delimiter(sample: str, name: str) -> str:
    """Return the delimiter under which the most lines have the most cells."""
    lines = sample.splitlines()[:200]
    best, choice = 0.0, ""
    for delimiter in DELIMITERS:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if any(row))
        width, count = max(widths.items(), key=lambda item: (item[0] > 1) * item[1] * item[0] ** 0.5, default=(1, 0))
        score = (width > 1) * count / max(1, sum(widths.values())) * width**0.5
        if score > best:
            best, choice = score, delimiter
    if not choice:
        raise InputError(
            "has one column only under every delimiter tried",
            where=name,
            expected="cells separated by commas, tabs, semicolons or vertical bars",
        )
    return choice


def _records(text: IO[str], delimiter: str, name: str) -> Iterator[list[str]]:
    counted = _Quotes(text)
    reader = csv.reader(counted, delimiter=delimiter)
    number = before = line = 0
    try:
        for row in reader:
            number += 1
            before, line = line, reader.line_num
            yield row
    except csv.Error as error:
        raise InputError(
            f"cannot be read ({error})",
            where=f"{name}, row {number + 1}",
            next_step="correct that row, or get the file again",
        ) from None
    if number and counted.odd and line - before > 1:
        raise InputError(
            "a quoted cell is never closed, so the rest of the file reads as one cell",
            where=f"{name}, row {number}",
            next_step="correct that row, or get the file again",
        )


class _Quotes:
    """Lines passed on, with whether the quotes seen so far pair up."""

    def __init__(self, lines: IO[str]) -> None:
        self.lines, self.odd = lines, False

    def __iter__(self) -> Iterator[str]:
        for line in self.lines:
            if '"' in line and line.count('"') % 2:
                self.odd = not self.odd
            yield line


def _table(records: Iterator[list[str]]) -> pyarrow.Table:
    import pyarrow as pa

    chunks: list[list[pa.Array]] = []
    while batch := list(islice(records, BATCH)):
        columns = [pa.array(column, pa.string()) for column in zip_longest(*batch)]
        chunks.append(columns or [pa.nulls(len(batch), pa.string())])
    width = max((len(chunk) for chunk in chunks), default=0)
    joined = [
        pa.chunked_array([chunk[n] if n < len(chunk) else pa.nulls(len(chunk[0]), pa.string()) for chunk in chunks])
        for n in range(width)
    ]
    return pa.table({f"c{n}": column for n, column in enumerate(joined)})
