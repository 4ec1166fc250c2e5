"""Exports: any result as the file a reader takes away, with what its columns mean, its notes and its sources.

The commands and the pages both write from here. Every format says the same figures; what the format has a place for
(variable labels, metadata, a sheet of sources, a dictionary) goes with them.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from tallybook.base.catalog import Catalog
from tallybook.base.errors import UnknownName
from tallybook.base.results import Cell, Result, Table, plain_data

if TYPE_CHECKING:
    from tallybook.publish.citations import Citation
    from tallybook.publish.dictionary import Entry

NAME = 80


@dataclass(frozen=True)
class Export:
    """A finished file."""

    filename: str
    """A plain name: lower-case letters, digits, dots, hyphens."""
    media_type: str
    data: bytes


@dataclass(frozen=True)
class Wanted:
    """What is to be exported, with what is looked up only where a format has a place for it."""

    result: Result | Table
    catalog: Catalog | None
    query: str
    name: str

    @cached_property
    def told(self) -> tuple[Entry, ...]:
        """The dictionary, entry by entry."""
        from tallybook.publish.dictionary import entries

        return entries(self.clean, self.catalog)

    @cached_property
    def dictionary(self) -> Table:
        """The dictionary as a table."""
        from tallybook.publish.dictionary import as_table

        return as_table(self.clean, self.catalog)

    @cached_property
    def cited(self) -> tuple[Citation, ...]:
        """How it is cited."""
        from tallybook.publish.citations import citations

        return citations(self.clean, self.query)

    @cached_property
    def clean(self) -> Result | Table:
        """The result itself, or its rows where some text of it had to be replaced."""
        table = self.result.table()
        tidied = _encodable(table)
        return self.result if tidied is table else tidied

    @property
    def table(self) -> Table:
        """The rows, every text one that a file can hold."""
        return self.clean.table()


@dataclass(frozen=True)
class Format:
    """A format of file: its ending, its media type and how it is written."""

    ending: str
    media_type: str
    write: Callable[[Wanted], bytes]


def export(
    result: Result | Table, format_: str, *, catalog: Catalog | None = None, query: str = "", name: str = ""
) -> Export:
    """Return a result as a file of a format: `csv`, `dictionary`, `xlsx`, `parquet`, `dta`, `json` or `package`.

    Args:
        result: what to export.
        format_: the format.
        catalog: where the meaning of columns is looked up; None for the shipped one with the user's overlay.
        query: the command or address that gives the result again, for the citation; without one, where the kind of
            result allows it, the command is made up.
        name: the file's name without an ending; without one, the result's title as letters, digits and hyphens.

    Raises:
        UnknownName: there is no such format.
        OutputError: the format cannot hold the result.
    """
    if format_ not in FORMATS:
        raise UnknownName("format", format_, FORMATS)
    chosen = FORMATS[format_]
    stem = slug(name or result.table().title) or "result"
    return Export(f"{stem}{chosen.ending}", chosen.media_type, chosen.write(Wanted(result, catalog, query, stem)))


def slug(text: str) -> str:
    """Return a text as a plain name for a file: ASCII lower-case letters, digits, dots and hyphens, no path."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9.]+", "-", plain)[:NAME].strip("-.").replace("..", ".")


def _csv(wanted: Wanted) -> bytes:
    from tallybook.publish.encodings import as_csv

    return as_csv(wanted.table).encode()


def _dictionary(wanted: Wanted) -> bytes:
    from tallybook.publish.encodings import as_csv

    return as_csv(wanted.dictionary).encode()


def _json(wanted: Wanted) -> bytes:
    text = json.dumps(plain_data(wanted.result.to_dict()), ensure_ascii=False, indent=2)
    return text.encode(errors="replace") + b"\n"


def _parquet(wanted: Wanted) -> bytes:
    from tallybook.publish.encodings import as_parquet

    return as_parquet(wanted.table, wanted.told, wanted.cited)


def _xlsx(wanted: Wanted) -> bytes:
    from tallybook.publish.spreadsheet import Part, as_workbook

    return as_workbook([Part(wanted.table, wanted.dictionary, wanted.cited)])


def _dta(wanted: Wanted) -> bytes:
    from tallybook.publish.stata import as_stata

    return as_stata(wanted.table, wanted.told, wanted.cited)


def _package(wanted: Wanted) -> bytes:
    from tallybook.publish.package import as_package

    return as_package(wanted.table, wanted.name, wanted.told, wanted.dictionary, wanted.cited)


def _encodable(table: Table) -> Table:
    """Return the table with a replacement character for what UTF-8 cannot hold, which pasted text can contain."""

    def tidy(cell: Cell) -> Cell:
        return cell.encode(errors="replace").decode() if isinstance(cell, str) and not _whole(cell) else cell

    around = (table.title, *table.notes, *table.sources)
    if all(_whole(cell) for row in (*table.rows, around) for cell in row if isinstance(cell, str)):
        return table
    rows = tuple(tuple(tidy(cell) for cell in row) for row in table.rows)
    title, notes, sources = str(tidy(table.title)), map(tidy, table.notes), map(tidy, table.sources)
    return replace(table, rows=rows, title=title, notes=tuple(map(str, notes)), sources=tuple(map(str, sources)))


def _whole(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in text)


FORMATS: Mapping[str, Format] = {
    "csv": Format(".csv", "text/csv; charset=utf-8", _csv),
    "dictionary": Format(".dictionary.csv", "text/csv; charset=utf-8", _dictionary),
    "xlsx": Format(".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
    "parquet": Format(".parquet", "application/vnd.apache.parquet", _parquet),
    "dta": Format(".dta", "application/x-stata-dta", _dta),
    "json": Format(".json", "application/json", _json),
    "package": Format(".zip", "application/zip", _package),
}
"""Every format that a result can be taken away in."""
