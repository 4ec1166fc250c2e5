"""Coverage: which days of a table the releases cover, which of them the store holds, and in which order they answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from tallybook.base.catalog import Catalog, read_yaml, validate
from tallybook.base.errors import CatalogError
from tallybook.base.periods import Period
from tallybook.base.strict import Strict
from tallybook.records.manifest import StoredSheet
from tallybook.sources.layout import releases
from tallybook.sources.tables import record_tables


class Window(Strict):
    """The days that a release covers of one table."""

    release: str
    start: date
    end: date


class TableCoverage(Strict):
    """One file of `catalog/coverage`: the releases of a table in order of preference."""

    table: str
    releases: tuple[Window, ...]


@lru_cache(maxsize=4)
def coverages(catalog: Catalog) -> dict[str, tuple[Window, ...]]:
    """Return the windows of each table in order of preference.

    Raises:
        CatalogError: a file names a table or release that does not exist, or a window that ends before it starts.
    """
    found: dict[str, tuple[Window, ...]] = {}
    for _, file in catalog.files("coverage", ".yml"):
        data = read_yaml(file)
        data.pop("replaces", None)
        item = validate(TableCoverage, data, file)
        if item.table not in record_tables(catalog) or item.table != file.stem:
            raise CatalogError(f"table is {item.table!r}", where=str(file), expected="a known table, named as the file")
        for window in item.releases:
            if window.release not in releases(catalog):
                raise CatalogError(
                    f"release {window.release!r} is not described",
                    where=str(file),
                    next_step=f"add sources/{window.release}/source.yml",
                )
            if window.end < window.start:
                raise CatalogError(f"{window.release} ends before it starts", where=str(file))
        found[item.table] = item.releases
    return found


@dataclass(frozen=True)
class Held:
    """What a store holds of one release's table."""

    release: str
    scope: str
    sheets: tuple[StoredSheet, ...]
    rank: int | None
    """Its place in the order of preference; None where the catalog gives it none."""

    @property
    def national(self) -> bool:
        """Whether its scope is the whole country."""
        return self.scope == "national"

    @property
    def windows(self) -> tuple[Period, ...]:
        """The days its files cover, joined where they touch."""
        return joined(s.covers for s in self.sheets if s.covers)

    @property
    def fields(self) -> frozenset[str]:
        """The columns that any of its files has."""
        return frozenset(column for sheet in self.sheets for column in sheet.fields)

    def fields_in(self, period: Period | None) -> frozenset[str]:
        """The columns that any of its files for a period has."""
        asked = [s for s in self.sheets if period is None or s.covers is None or s.covers.overlap_days(period)]
        return frozenset(column for sheet in asked or self.sheets for column in sheet.fields)

    @property
    def declared(self) -> tuple[Period, ...]:
        """The days that titles or names say are covered. Dates alone never show that nothing is missing."""
        return joined(s.covers for s in self.sheets if s.covers and s.covers_by != "dates")

    def covers(self, period: Period) -> bool:
        """Return whether every day of a period is declared to be covered."""
        return any(period in window for window in self.declared)

    def overlap(self, period: Period) -> int:
        """Return how many days of a period are covered."""
        return sum(window.overlap_days(period) for window in self.windows)

    def covered_to(self, period: Period) -> date | None:
        """Return the last day up to which a period is covered from its start without a gap."""
        for window in self.declared:
            if window.start <= period.start <= window.end:
                return min(window.end, period.end)
        return None


def held(catalog: Catalog, table: str, sheets: Sequence[StoredSheet]) -> list[Held]:
    """Return what is held of a table by release: those the catalog ranks first, in its order, then the others."""
    order = [window.release for window in coverages(catalog).get(table, ())]
    names = dict.fromkeys(sheet.release for sheet in sheets if sheet.table == table)
    found = []
    for name in sorted(names, key=lambda n: (order.index(n) if n in order else len(order), n)):
        own = tuple(s for s in sheets if s.table == table and s.release == name)
        found.append(Held(name, own[0].scope, own, order.index(name) if name in order else None))
    return found


def joined(periods: Iterable[Period]) -> tuple[Period, ...]:
    """Return periods in order, joined where they overlap or touch."""
    found: list[Period] = []
    for period in sorted(periods):
        if found and period.start <= found[-1].end + timedelta(days=1):
            found[-1] = Period(found[-1].start, max(found[-1].end, period.end))
        else:
            found.append(period)
    return tuple(found)
