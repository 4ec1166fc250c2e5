"""The data dictionary: what every column of a result says, in which type and unit, and how it says nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from tallybook.base.catalog import Catalog, open_catalog, read_csv
from tallybook.base.errors import CatalogError
from tallybook.base.results import Bannered, Column, Result, Table
from tallybook.measures.measure import measures
from tallybook.measures.recount import MERGED
from tallybook.measures.tally import Tally
from tallybook.policies.replayed import Replay
from tallybook.sources.tables import RecordTable, record_tables

WORDS = "result_columns"
COLUMNS = ("column", "unit", "meaning", "missing")

TYPES = {
    "text": "text", "integer": "whole number", "number": "number", "year": "year", "date": "date (YYYY-MM-DD)",
    "flag": "true or false",
}  # fmt: skip

NOTHING = "an empty cell: not recorded, or nothing to say"
UNTOLD = "an empty cell: the record does not say (blank, redacted or unreadable)"
BELOW = f"'{MERGED}' stands for groups that are too small to be shown each"


@dataclass(frozen=True)
class Entry:
    """One column of the dictionary."""

    column: Column
    unit: str
    meaning: str
    missing: str
    values: str
    source: str


@dataclass(frozen=True)
class Description:
    """What the catalog says of a column by its name."""

    unit: str
    meaning: str
    missing: str


def entries(result: Result | Table, catalog: Catalog | None = None) -> tuple[Entry, ...]:
    """Return what is known of every column of a result, in order: from the result itself, else from the catalog."""
    known = catalog or open_catalog()
    own = result.inner if isinstance(result, Bannered) else result
    return tuple(_entry(own, column, known) for column in result.table().columns)


def as_table(result: Result | Table, catalog: Catalog | None = None) -> Table:
    """Return the dictionary as a table: column, title, type, unit, meaning, values, missing, source."""
    columns = (
        Column("column", meaning="name of the column in the data"),
        Column("title", meaning="what readers see over it"),
        Column("type", meaning="what its cells are"),
        Column("unit", meaning="what its numbers count or are measured in"),
        Column("meaning", meaning="what a cell says"),
        Column("values", meaning="what each code stands for"),
        Column("missing", meaning="how a cell says nothing"),
        Column("source", meaning="where its contents come from"),
    )
    rows = tuple(
        (
            e.column.name, e.column.heading, TYPES[e.column.kind], e.unit or None, e.meaning or None, e.values or None,
            e.missing, e.source or None,
        )
        for e in entries(result, catalog)
    )  # fmt: skip
    return Table(columns, rows, f"Data dictionary: {result.table().title}".removesuffix(": "))


@lru_cache(maxsize=4)
def descriptions(catalog: Catalog) -> dict[str, Description]:
    """Return what the catalog says of columns by name; a line of an overlay goes before the shipped one.

    Raises:
        CatalogError: a line has no meaning, or a file names a column twice.
    """
    found: dict[str, Description] = {}
    for _, file in catalog.files("codes", ".csv"):
        if file.stem != WORDS:
            continue
        own: dict[str, Description] = {}
        for line, row in read_csv(file, COLUMNS):
            if row["column"] in own or not row["meaning"]:
                raise CatalogError(
                    f"column {row['column']!r} " + ("is named twice" if row["column"] in own else "has no meaning"),
                    where=f"{file}, line {line}", expected="each column once, with its meaning",
                )  # fmt: skip
            own[row["column"]] = Description(row["unit"], row["meaning"], row["missing"])
        found |= own
    return found


def _entry(result: Result | Table, column: Column, catalog: Catalog) -> Entry:
    words = descriptions(catalog).get(column.name, Description("", "", ""))
    unit, meaning, missing, source, values = words.unit, words.meaning, words.missing, "", ""
    if column.kind == "flag":
        values = "true; false"
    if column.labels:
        values = "; ".join(f"{code}: {text}" for code, text in column.labels)
    if isinstance(result, Tally):
        meaning, missing, values, source = _of_tally(result, column, catalog, meaning) or (
            meaning, missing, values, source
        )  # fmt: skip
    elif isinstance(result, Replay) and column.name in result.by:
        label = _field_label(record_tables(catalog).get(result.table_id), column.name)
        meaning, missing = label or meaning, UNTOLD
    return Entry(column, column.unit or unit, column.meaning or meaning, missing or NOTHING, values, source)


def _of_tally(tally: Tally, column: Column, catalog: Catalog, meaning: str) -> tuple[str, str, str, str] | None:
    """Return meaning, missing, values and source of a column of a count."""
    item = measures(catalog).get(tally.measure)
    source = "; ".join(f"release {name}" for name in tally.releases)
    if column.name == "value":
        rule = tally.provenance.get("rule", {})
        what = item.what if item is not None else tally.measure
        return f"{what.rstrip('.')}; counted by rule {tally.rule}: {rule.get('what', '')}", "never missing", "", source
    table = record_tables(catalog).get(item.records.table) if item is not None and item.records is not None else None
    merged = any(row.get(column.name) == MERGED for row in tally.rows)
    return _field_label(table, column.name) or meaning, UNTOLD, BELOW if merged else "", source


def _field_label(table: RecordTable | None, name: str) -> str:
    return table.fields[name].label if table is not None and name in table.fields else ""
