"""Releases and their layouts: where a release comes from, what it covers, and which header is which field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from tallybook.base.catalog import Catalog, read_csv
from tallybook.base.errors import CatalogError, UnknownName, nearest
from tallybook.base.strict import Strict
from tallybook.sources.cells import State
from tallybook.sources.headers import normal
from tallybook.sources.tables import RecordTable, record_tables

COLUMNS = ("table", "sheet", "header", "field", "inference", "evidence")

IDENTIFYING = "identifying"
"""A column that is dropped at ingest because it names or numbers a person, a case or an officer."""
IGNORED = "ignored"
"""A column that is left out for a reason given in `evidence`."""


class KnownFile(Strict):
    """A file of a release that is known to exist."""

    name: str
    table: str = ""
    covers: str = ""
    rows: int | None = None
    sha256: str = ""
    url: str = ""


class Release(Strict):
    """One `source.yml`: a FOIA production or publication of record-level files."""

    id: str
    title: str
    publisher: str
    obtained_by: str = ""
    scope: Literal["national", "area"]
    area: str = ""
    people: Literal["none", "hashed id", "damaged id"]
    """Whether rows carry a person id that can be trusted within the release."""
    marks: tuple[str, ...] = ()
    """Patterns that give the release away in a file's name, a sheet's name or the lines above the header."""
    dates: tuple[str, ...] = ()
    """Date formats beside ISO and month/day/four-digit year, as strptime writes them."""
    cut_by: dict[str, str] = Field(default_factory=dict)
    """By table: the date (or the reason) by which rows were put in the file of one year and not another."""
    constants: dict[str, str] = Field(default_factory=dict)
    """Fields that have one value in the whole release."""
    data_sheets: tuple[int, ...] = ()
    """Positions of the sheets with records, where the others must be left alone."""
    other_sheets: tuple[str, ...] = ()
    """Names of sheets that hold no records."""
    where: str = ""
    what: str = ""
    files: tuple[KnownFile, ...] = ()
    notes: tuple[str, ...] = ()

    @cached_property
    def _marks(self) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(mark, re.I) for mark in self.marks)

    def gives_away(self, text: str) -> bool:
        """Return whether a text carries one of the marks."""
        return any(mark.search(text) for mark in self._marks)


@dataclass(frozen=True)
class Inference:
    """What the state of a cell says about another field."""

    state: State
    field: str
    value: str
    evidence: str


@dataclass(frozen=True)
class LayoutColumn:
    """One line of `columns.csv`."""

    table: str
    sheet: str
    header: str
    field: str
    inferences: tuple[Inference, ...]
    evidence: str


@lru_cache(maxsize=4)
def releases(catalog: Catalog) -> dict[str, Release]:
    """Return the known releases by id.

    Raises:
        CatalogError: a `source.yml` does not fit, or is not in the folder of its id.
    """
    from tallybook.base.catalog import read_yaml, validate

    found: dict[str, Release] = {}
    for _, file in catalog.files("sources", "source.yml"):
        data = read_yaml(file)
        replaces = data.pop("replaces", None)
        item = validate(Release, data, file)
        if file.parent.name != item.id:
            raise CatalogError(f"id is {item.id!r}", where=str(file), expected=f"the folder to be named {item.id}")
        if item.id in found and replaces != item.id:
            raise CatalogError(
                f"release {item.id!r} is already described",
                where=str(file),
                next_step=f"add 'replaces: {item.id}' if this one should win, or choose another id",
            )
        if item.scope == "area" and not item.area:
            raise CatalogError("scope is 'area' and no area is named", where=str(file), next_step="add 'area:'")
        found[item.id] = item
    return found


def release(catalog: Catalog, name: str) -> Release:
    """Return one known release.

    Raises:
        UnknownName: none has that id.
    """
    known = releases(catalog)
    if name not in known:
        raise UnknownName("release", name, known, listing="'tallybook sources' lists all")
    return known[name]


@lru_cache(maxsize=4)
def layouts(catalog: Catalog) -> Mapping[str, tuple[LayoutColumn, ...]]:
    """Return the layout columns of each release that has any, an overlay's over the shipped ones.

    Raises:
        CatalogError: a line names a table or field that does not exist, or an inference that cannot be read.
    """
    tables = record_tables(catalog)
    found: dict[str, tuple[LayoutColumn, ...]] = {}
    for _, file in catalog.files("sources", "columns.csv"):
        found[file.parent.name] = tuple(
            _column(row, tables, f"{file}, line {line}") for line, row in read_csv(file, COLUMNS)
        )
    return found


def _column(row: dict[str, str], tables: Mapping[str, RecordTable], where: str) -> LayoutColumn:
    if row["table"] not in tables:
        raise CatalogError(f"there is no table {row['table']!r}", where=where, expected=f"one of {', '.join(tables)}")
    fields = tables[row["table"]].fields
    if row["field"] not in (*fields, IDENTIFYING, IGNORED):
        close = nearest(row["field"], fields)
        raise CatalogError(
            f"table {row['table']} has no field {row['field']!r}",
            where=where,
            next_step=f"did you mean {close}?" if close else "use 'ignored' or 'identifying' for a column to leave out",
        )
    if row["inference"] and not row["evidence"]:
        raise CatalogError("an inference without evidence", where=where, expected="evidence in its column")
    inferences = tuple(_inference(part, row["evidence"], where) for part in row["inference"].split(";") if part.strip())
    return LayoutColumn(row["table"], row["sheet"] or "*", row["header"], row["field"], inferences, row["evidence"])


_INFERENCE = re.compile(r"\s*([a-z-]+)\s*->\s*(criminality)\s*=\s*(convicted|pending|other|not_convicted)\s*\Z")


def _inference(text: str, evidence: str, where: str) -> Inference:
    match = _INFERENCE.match(text)
    states = {state.words: state for state in State}
    if match is None or match[1] not in states:
        raise CatalogError(
            f"inference {text.strip()!r}", where=where, expected="such as 'redacted -> criminality = convicted'"
        )
    return Inference(states[match[1]], match[2], match[3], evidence)


@lru_cache(maxsize=4)
def vocabulary(catalog: Catalog) -> Mapping[str, Mapping[str, str]]:
    """Return, by table, which field a normalised header means: the tables' own headers, then those of all layouts."""
    found: dict[str, dict[str, str]] = {}
    for table in record_tables(catalog).values():
        words = found.setdefault(table.id, {})
        for name in table.fields:
            words.setdefault(normal(name), name)
        for name, field in table.fields.items():
            for header in field.headers:
                words.setdefault(normal(header), name)
    for columns in layouts(catalog).values():
        for column in columns:
            found[column.table].setdefault(normal(column.header), column.field)
    names = identifying(catalog)
    for words in found.values():
        for header in names:
            words[header] = IDENTIFYING
    return found


@lru_cache(maxsize=4)
def identifying(catalog: Catalog) -> frozenset[str]:
    """Return the normalised headers of columns that are always dropped, whatever a layout says."""
    return frozenset(
        normal(row["header"]) for _, file in catalog.files("sources", "identifying.csv") for _, row in _headers(file)
    )


def _headers(file: Path) -> list[tuple[int, dict[str, str]]]:
    return list(read_csv(file, ("header",)))
