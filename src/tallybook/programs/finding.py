"""Where a record is: its county by code or name, else by a county in its facility's name, else its state alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tallybook.base.catalog import Catalog
from tallybook.measures.measure import measure
from tallybook.programs.counties import County, State, gazetteer
from tallybook.records.coverage import held
from tallybook.records.store import Store
from tallybook.sources.tables import record_table

FIELDS = ("county_fips", "county", "state", "facility")
"""The fields that can say where a record is, the best first."""

IN_NAME = re.compile(r"^(.*?)\b(?:county|co\.?|parish)(?=\W|$)", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """Where a record is, and what says so: `recorded`, `facility's name`, `state`, or `nothing`."""

    state: State | None
    county: County | None
    by: str


class Finder:
    """Finds the places of records; each combination of texts is looked up once."""

    def __init__(self, catalog: Catalog) -> None:
        self.places = gazetteer(catalog)
        self._known: dict[tuple[str, ...], Found] = {}

    def fields(self, store: Store, catalog: Catalog, name: str) -> tuple[str, ...]:
        """Return the fields of a measure's table that say where a record is, as far as every release held has them."""
        item = measure(catalog, name)
        if item.records is None:
            return ()
        table = record_table(catalog, item.records.table)
        holdings = held(catalog, table.id, store.manifest.sheets)
        present = [h.fields for h in holdings]
        return tuple(f for f in FIELDS if present and all(f in fields for fields in present))

    def find(self, row: Mapping[str, Any]) -> Found:
        """Return where the records of a row are."""
        texts = tuple(str(row.get(f) or "").strip() for f in FIELDS)
        if texts not in self._known:
            self._known[texts] = self._find(*texts)
        return self._known[texts]

    def inside(self, row: Mapping[str, Any], wanted: tuple[State, County | None]) -> bool | None:
        """Return whether the records of a row are in a place; None where that cannot be told."""
        found, (state, county) = self.find(row), wanted
        if found.state is None:
            return None
        if found.state != state:
            return False
        if county is None:
            return True
        return None if found.county is None else found.county == county

    def _find(self, fips: str, county: str, state: str, facility: str) -> Found:
        if fips.isdigit() and (known := self.places.counties.get(fips.zfill(5))):
            return Found(known.state, known, "recorded")
        where = self.places.state(state) if state else None
        if where is None:
            return Found(None, None, "nothing")
        if county and (known := self.places.county(where.code, county)):
            return Found(where, known, "recorded")
        if (match := IN_NAME.match(facility)) and (known := self.places.county(where.code, match[1])):
            return Found(where, known, "facility's name")
        return Found(where, None, "state")
