"""Tables as Stata files: legal names, variable labels, value labels where codes stand, and notes.

The writer has no place for notes, so they are put into the finished file, where the format (release 118) keeps them: as
characteristics, after which every later offset of the file's map is moved.
"""

from __future__ import annotations

import re
import struct
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tallybook.base.errors import OutputError
from tallybook.base.results import Result, Table
from tallybook.publish.citations import Citation
from tallybook.publish.dictionary import Entry

NAME = 32
LABEL = 80
TEXT = 2045
NOTE = 67_784
RESERVED = frozenset(
    ("_all", "_b", "_coef", "_cons", "_n", "_N", "_pi", "_pred", "_rc", "_skip", "byte", "double", "float")
) | {"if", "in", "int", "long", "strL", "using", "with"}
YES_NO: dict[int | float, str] = {0: "no", 1: "yes"}
BLANK = "Text that is not recorded is blank, a number that is not recorded is the system missing value."

STAMP = b"01 Jan 2000 00:00"
"""A fixed time in every file: the same figures give the same file."""


def as_stata(result: Result | Table, told: Sequence[Entry] = (), cited: Sequence[Citation] = ()) -> bytes:
    """Return a Stata file: headings as variable labels, codes labelled, what the result and its columns say as notes.

    Raises:
        OutputError: a text is longer than Stata holds.
    """
    import polars as pl
    import pyreadstat

    table = result.table()
    names = stata_names([column.name for column in table.columns])
    frame = table.to_polars()
    coded: dict[str, dict[int | float, str]] = {}
    for name, column in zip(names, table.columns, strict=True):
        if column.labels:
            coded[name] = {code: text for code, text in column.labels}  # noqa: C416 - the type of the key widens
        if column.kind == "text":
            # Stata has no missing text: blank is how it says it.
            frame = frame.with_columns(pl.col(column.name).fill_null("").str.replace_all("\0", "", literal=True))
            longest = max((len(str(text).encode()) for text in frame[column.name]), default=0)
            if longest > TEXT:
                raise OutputError(
                    f"a text of {longest:,} bytes", where=f"column {column.name!r}",
                    expected=f"at most {TEXT:,} in a Stata file", next_step="write csv or parquet",
                )  # fmt: skip
        elif column.kind == "flag":
            frame = frame.with_columns(pl.col(column.name).cast(pl.Int8))
            coded[name] = YES_NO
        elif column.kind == "integer":
            # Stata's largest whole number is 2,147,483,620; a double holds every count exactly.
            frame = frame.with_columns(pl.col(column.name).cast(pl.Float64))
    frame.columns = names
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "table.dta"
        pyreadstat.write_dta(
            frame,
            str(file),
            file_label=_cut(table.title, LABEL),
            column_labels=[_cut(column.heading, LABEL) for column in table.columns],
            version=15,
            variable_value_labels=coded or None,
        )
        data = file.read_bytes()
    about = (table.title, *table.notes, BLANK, *(f"Source: {s}" for s in table.sources), *(c.plain for c in cited))
    notes = {"_dta": tuple(text for text in about if text)}
    notes |= {
        name: said for name, entry in zip(names, told, strict=False) if (said := tuple(t for t in _said(entry) if t))
    }
    return _noted(data, notes)


def stata_names(names: Iterable[str]) -> list[str]:
    """Return a legal Stata name for each column name: letters, digits and underscores, at most 32, no two alike."""
    found: list[str] = []
    for name in names:
        legal = re.sub(r"[^A-Za-z0-9_]", "_", name)
        if not legal or not re.match(r"[A-Za-z_]", legal) or legal in RESERVED or re.fullmatch(r"str\d+", legal):
            legal = f"v_{legal}"
        base, number = legal[:NAME], 1
        legal = base
        while legal in found:
            number += 1
            legal = f"{base[: NAME - 1 - len(str(number))]}_{number}"
        found.append(legal)
    return found


def _said(entry: Entry) -> tuple[str, ...]:
    """Return what the dictionary says of a column beyond its label."""
    return (
        entry.meaning, f"Unit: {entry.unit}" if entry.unit else "", f"Column in other formats: {entry.column.name}",
        f"Source: {entry.source}" if entry.source else "",
    )  # fmt: skip


def _noted(data: bytes, notes: Mapping[str, tuple[str, ...]]) -> bytes:
    """Return a file of release 118 with notes about the whole (`_dta`) and about variables, and with a fixed time."""
    order, stamp_at, map_at = _header(data)
    offsets = list(struct.unpack_from(f"{order}14Q", data, map_at))
    start = offsets[8] + len(b"<characteristics>")
    added = b"".join(
        _characteristic(order, owner, f"note{number}", text)
        for owner, texts in notes.items()
        for number, text in enumerate((str(len(texts)), *texts))
    )
    offsets[9:] = [offset + len(added) for offset in offsets[9:]]
    whole = bytearray(data[:start] + added + data[start:])
    struct.pack_into(f"{order}14Q", whole, map_at, *offsets)
    whole[stamp_at : stamp_at + len(STAMP)] = STAMP
    return bytes(whole)


def _header(data: bytes) -> tuple[str, int, int]:
    """Return the byte order, where the time stands and where the map's offsets begin."""
    order = "<" if b"<byteorder>LSF</byteorder>" in data[:80] else ">"
    at = data.index(b"</N><label>") + len(b"</N><label>")
    at += 2 + int(struct.unpack_from(f"{order}H", data, at)[0]) + len(b"</label><timestamp>")
    stamp = at + 1
    at = stamp + data[at] + len(b"</timestamp></header><map>")
    return order, stamp, at


def _characteristic(order: str, owner: str, name: str, text: str) -> bytes:
    content = _cut(text.replace("\0", ""), NOTE - 1).encode() + b"\0"
    body = owner.encode().ljust(129, b"\0") + name.encode().ljust(129, b"\0") + content
    return b"<ch>" + struct.pack(f"{order}I", len(body)) + body + b"</ch>"


def _cut(text: str, length: int) -> str:
    encoded = text.encode()
    return text if len(encoded) <= length else encoded[:length].decode(errors="ignore")
