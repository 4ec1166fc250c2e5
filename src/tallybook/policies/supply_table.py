"""Which facts there are, and which fields of which release supply each: the catalogue of facts as a table."""

from __future__ import annotations

from collections.abc import Collection

from tallybook.base.catalog import Catalog
from tallybook.base.conditions import names, parse
from tallybook.base.results import Cell, Column, Table
from tallybook.policies.facts import Supply
from tallybook.policies.plan import book
from tallybook.policies.supply import supplied
from tallybook.sources.layout import layouts, releases
from tallybook.sources.tables import record_tables

DERIVED = {
    "criminality": ("criminality_class", "threat_level"), "offence_ncic": ("offence", "offence_code"),
}  # fmt: skip
"""The columns that ingestion derives, with the fields that give them."""


def facts_table(catalog: Catalog) -> Table:
    """Return one row for each fact and each table whose releases supply it; a fact that none supplies has one row."""
    known = book(catalog)
    tables = record_tables(catalog)
    rows: list[tuple[Cell, ...]] = []
    held: dict[str, dict[str, tuple[set[str], set[str]]]] = {}
    for release in releases(catalog):
        for name, table in tables.items():
            fields = _fields(catalog, release, name)
            for supplied_fact, supplies in supplied(known, table, fields, release).items() if fields else ():
                used, where = held.setdefault(supplied_fact, {}).setdefault(name, (set(), set()))
                used |= {field for supply in supplies for field in _asked(supply, fields)}
                where.add(release)
    for theme in known.facts.themes.values():
        for name, fact in theme.facts.items():
            about = (theme.title, name, fact.type, fact.unit, fact.kind, fact.definition)
            for table_id, (used, where) in sorted(held.get(name, {}).items()) or (("", (set(), set())),):
                shown = ", ".join(sorted(used)) or ("presence of the row" if table_id else "none seen so far")
                rows.append((*about, table_id, shown, ", ".join(sorted(where))))
    columns = (
        Column("theme"), Column("fact"), Column("type"), Column("unit"), Column("kind"), Column("definition"),
        Column("table"), Column("fields"), Column("releases"),
    )  # fmt: skip
    return Table(
        columns, tuple(rows), title="Facts",
        notes=(
            "kind: read from a record or history, a legal classification, or an officer's judgement.",
            "A fact that a release does not supply is unknown for every record of it.",
        ),
    )  # fmt: skip


def _fields(catalog: Catalog, release: str, table: str) -> set[str]:
    columns = [c for c in layouts(catalog).get(release, ()) if c.table == table]
    fields = {c.field for c in columns} | {i.field for c in columns for i in c.inferences}
    return fields | {name for name, of in DERIVED.items() if fields.intersection(of)}


def _asked(supply: Supply, fields: Collection[str]) -> set[str]:
    found = set(names(parse(supply.when))) | ({supply.column} if supply.column else set())
    return {name for name in found if name in fields}
