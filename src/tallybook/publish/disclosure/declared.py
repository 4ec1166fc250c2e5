"""The declared cuts: which breakdowns of a record table may be published, read from `catalog/cuts`."""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations
from typing import Literal, Self

from pydantic import Field, model_validator

from tallybook.base.catalog import Catalog
from tallybook.base.errors import CatalogError, NoValue
from tallybook.base.strict import Strict
from tallybook.measures.dimensions import DIMENSIONS, TIME, columns_of
from tallybook.sources.tables import record_tables

Grain = Literal["month", "fiscal_year"]

PLACES = frozenset({"facility", "state", "county_fips"})
"""Places finer than an area of responsibility: never together with a field about the person."""


class Cut(Strict):
    """One breakdown that may be published, with its finest step of time; any part of it may be asked for alone."""

    by: tuple[str, ...] = ()
    time: Grain


class Cuts(Strict):
    """One file of `catalog/cuts`: what is published of a table."""

    table: str
    smallest: int = Field(ge=2)
    """Cells of two or more sensitive fields below it are suppressed."""
    sensitive: tuple[str, ...] = Field(min_length=1)
    together: tuple[tuple[str, ...], ...] = ()
    """Sensitive fields that say much of the same thing: never two of them in one cut."""
    fold: dict[str, int] = Field(default_factory=dict)
    """By sensitive field: values with fewer events in a fiscal year stand together as one in cuts of two or more."""
    silent: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """By sensitive field: values that say nothing about a person, as a missing one does."""
    cuts: tuple[Cut, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _safe(self) -> Self:
        for cut in self.cuts:
            sensitive = self.sensitive_in(cut.by)
            what = f"the cut by {', '.join(cut.by)}"
            if len(set(cut.by)) != len(cut.by):
                raise ValueError(f"{what} names a dimension twice")
            if len(sensitive) >= 2 and cut.time != "fiscal_year":
                raise ValueError(f"{what} has {len(sensitive)} sensitive fields; its time must be fiscal_year")
            if sensitive and PLACES & set(cut.by):
                raise ValueError(f"{what} puts a place finer than an area beside a sensitive field")
            for group in self.together:
                if len(set(group) & set(cut.by)) > 1:
                    raise ValueError(f"{what} has two of {', '.join(group)}, which say much of the same thing")
        for name in [*self.fold, *self.silent, *(n for group in self.together for n in group)]:
            if name not in self.sensitive:
                raise ValueError(f"{name} is not among the sensitive fields")
        return self

    def sensitive_in(self, by: tuple[str, ...] | frozenset[str]) -> tuple[str, ...]:
        """Return the sensitive fields of some dimensions."""
        return tuple(name for name in by if name in self.sensitive)

    def telling(self, by: tuple[str, ...], values: tuple[object, ...]) -> int:
        """Return how many sensitive fields a cell says something of."""
        return sum(
            1 for name, value in zip(by, values, strict=True)
            if name in self.sensitive and value is not None and value not in self.silent.get(name, ())
        )  # fmt: skip

    def linked(self, name: str) -> frozenset[str]:
        """Return a sensitive field with those that say much of the same thing."""
        return frozenset({name}).union(*(group for group in self.together if name in group))

    def protected(self, recorded: frozenset[str]) -> tuple[tuple[str, ...], ...]:
        """Return the dimensions of every table with two or more sensitive fields, parts of cuts included."""
        found: dict[frozenset[str], tuple[str, ...]] = {}
        for cut in self.cuts:
            for size in range(2, len(cut.by) + 1):
                for part in combinations(cut.by, size):
                    if len(self.sensitive_in(part)) >= 2 and set(part) <= recorded:
                        found.setdefault(frozenset(part), part)
        return tuple(found.values())

    def exact(self, recorded: frozenset[str]) -> tuple[Cut, ...]:
        """Return the cuts whose values are published as they are, with the parts of the others that are."""
        found: dict[tuple[frozenset[str], Grain], Cut] = {}
        for cut in self.cuts:
            by = tuple(name for name in cut.by if name in recorded)
            for size in range(len(by) + 1):
                for part in combinations(by, size):
                    whole = size == len(by) or len(self.sensitive_in(by)) >= 2
                    if whole and len(self.sensitive_in(part)) <= 1:
                        found.setdefault((frozenset(part), cut.time), Cut(by=part, time=cut.time))
        months = [set(cut.by) for cut in found.values() if cut.time == "month"]
        return tuple(c for c in found.values() if c.time == "month" or not any(set(c.by) <= m for m in months))

    @property
    def rule_text(self) -> str:
        """The rule in words, the same on every page, in the API and in the documentation."""
        fields = [name.replace("_", " ") for name in self.sensitive]
        listed = f"{', '.join(fields[:-1])} and {fields[-1]}" if len(fields) > 1 else fields[0]
        folded = " ".join(
            f"In such breakdowns values of {name.replace('_', ' ')} with fewer than {limit} events in the year stand "
            f"together as one line."
            for name, limit in self.fold.items()
        )
        silent = [value for values in self.silent.values() for value in values]
        text = (
            f"Only declared breakdowns are published, by month or coarser. Sensitive fields are {listed}. A breakdown"
            f" by two or more of them is by fiscal year; its counts below {self.smallest} are suppressed, with as many"
            f" others as it takes to keep them from being worked out from any published figures. {folded} Counts below"
            f" {self.smallest} for whom one of the two fields is not recorded ({', '.join(dict.fromkeys(silent))}) get"
            " no line. Totals and breakdowns by at most one sensitive field are exact, unless one would by itself give"
            " a suppressed count away."
        )
        return " ".join(text.replace(" ()", "").split())


@lru_cache(maxsize=4)
def declared(catalog: Catalog) -> dict[str, Cuts]:
    """Return what is published of each record table.

    Raises:
        CatalogError: a file does not fit, or names a table or dimension that does not exist.
    """
    found = catalog.load("cuts", Cuts, key="table")
    tables = record_tables(catalog)
    for item in found.values():
        where = f"cuts/{item.table}.yml"
        if item.table not in tables:
            raise CatalogError(f"there is no table {item.table!r}", where=where, expected=f"one of {', '.join(tables)}")
        for name in dict.fromkeys(name for cut in item.cuts for name in cut.by):
            known = name in DIMENSIONS and name not in TIME and name != "release"
            stored = {*tables[item.table].fields, "criminality", "offence_group"}
            if not known or not set(columns_of(tables[item.table], name)) & stored:
                raise CatalogError(
                    f"{name!r} is no dimension of {item.table} that a cut can have", where=where,
                    expected="a dimension of 'tallybook count' that the table records; time is given by 'time'",
                )  # fmt: skip
    return found


def cuts_of(catalog: Catalog, table: str) -> Cuts:
    """Return what is published of one table.

    Raises:
        NoValue: no cut of it is declared.
    """
    known = declared(catalog)
    if table not in known:
        raise NoValue(
            f"no breakdown of {table} is declared for publication", expected=f"one of {', '.join(sorted(known))}",
            next_step=f"add cuts/{table}.yml in a folder given with --catalog",
        )  # fmt: skip
    return known[table]
