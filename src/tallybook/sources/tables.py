"""The canonical tables: what one row of each is, its fields with the headers that name them, and its counting rules."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from pydantic import Field

from tallybook.base.catalog import Catalog
from tallybook.base.errors import CatalogError, UnknownName, UsageError
from tallybook.base.strict import Strict

Type = Literal[
    "date", "datetime", "text", "code", "integer", "number", "yes_no", "gender", "criminality", "threat_level", "person"
]
"""What a field holds. `datetime` gives two columns: the day, and the moment where the source has a time of day."""


class FieldDefinition(Strict):
    """One field of a canonical table."""

    type: Type
    label: str
    headers: tuple[str, ...] = Field(min_length=1)
    """Headers that mean it wherever no layout says otherwise."""


class Rule(Strict):
    """A counting rule: which rows belong to a period."""

    title: str
    what: str
    within: str = ""
    """The date that must fall in the period."""
    same_fiscal_year: str = ""
    """A second date that must fall in the same fiscal year as the first."""
    first_of: str = ""
    """A second date that must be the same day as the first, where the release has it."""
    titled: bool = False
    """Whether the sheet's title decides instead of a date."""

    @property
    def needs(self) -> tuple[str, ...]:
        """The fields a release must have for the rule to be available."""
        return tuple(name for name in (self.within, self.same_fiscal_year) if name)


class RecordTable(Strict):
    """One file of `catalog/tables`."""

    id: str
    title: str
    unit: str
    """What one row is."""
    dates: tuple[str, ...] = Field(min_length=1)
    """The dates that rules count by, the main one first. A row with none of them is quarantined."""
    words: tuple[str, ...]
    """Patterns that name the table in a title, a sheet's name or a file's name."""
    dimensions: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Dimensions that are read from other fields than the one of their name: the first that has a value."""
    rules: dict[str, Rule]
    fields: dict[str, FieldDefinition]

    def rule(self, name: str) -> tuple[str, Rule]:
        """Return a rule's id and itself; an empty name means the first.

        Raises:
            UnknownName: the table has no such rule.
        """
        if not name:
            return next(iter(self.rules.items()))
        key = "-".join(name.lower().replace("_", " ").replace("-", " ").split())
        if key not in self.rules:
            raise UnknownName(f"counting rule for {self.id}", name, self.rules)
        return key, self.rules[key]


@lru_cache(maxsize=4)
def record_tables(catalog: Catalog) -> dict[str, RecordTable]:
    """Return the canonical tables by id.

    Raises:
        CatalogError: a file does not fit, or names a field it does not define.
    """
    found = catalog.load("tables", RecordTable)
    for table in found.values():
        named = [*table.dates, *(n for r in table.rules.values() for n in (*r.needs, r.first_of) if n)]
        named += [n for names in table.dimensions.values() for n in names]
        for name in named:
            if name not in table.fields:
                raise CatalogError(
                    f"names the field {name!r}, which it does not define", where=f"tables/{table.id}.yml"
                )
    return found


def record_table(catalog: Catalog, name: str) -> RecordTable:
    """Return one canonical table.

    Raises:
        UsageError: there is none of that name.
    """
    tables = record_tables(catalog)
    if name not in tables:
        raise UsageError(f"there is no table {name!r}", expected=f"one of {', '.join(sorted(tables))}")
    return tables[name]
