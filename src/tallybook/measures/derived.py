"""Derived numbers: sums over years, remainders and shares that no publication prints but that people work out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tallybook.base.catalog import Catalog
from tallybook.base.periods import Period, fiscal_years
from tallybook.measures.measure import Measure, measures
from tallybook.measures.series import Value, has_series, series

LONGEST_RUN = 12
"""Fiscal years that a sum spans at most: one more than any pair of presidential terms needs to be told apart."""

USABLE = ("published", "research")
COUNTED = ("exact", "derived", "rounded")
"""How a value must be printed to be added up."""


@dataclass(frozen=True)
class Derived:
    """A number worked out from published ones."""

    measure: str
    period: Period
    value: float
    unit: str
    how: str
    parts: tuple[Value, ...]


def sums_over_years(catalog: Catalog) -> Iterator[Derived]:
    """Yield the sums of consecutive fiscal years of every flow, from today's values and within each single vintage."""
    for own in measures(catalog).values():
        if own.nature != "flow" or not has_series(catalog, own.id):
            continue
        held = series(catalog, own.id)
        years: dict[str, dict[int, Value]] = {"": {}}
        for period in held.periods(kind="fiscal_year"):
            year = period.fiscal_years()
            if len(year) != 1:
                continue
            now = held.current(period, unit=own.unit)
            if now is not None and _counted(now):
                years[""][year[0]] = now
            for row in held.vintages(period, unit=own.unit):
                if row.vintage and _counted(row):
                    years.setdefault(row.vintage, {})[year[0]] = row
        for vintage, rows in years.items():
            yield from _runs(own, vintage, rows)


def _counted(value: Value) -> bool:
    return value.status in USABLE and value.value_type in COUNTED


def _runs(own: Measure, vintage: str, rows: dict[int, Value]) -> Iterator[Derived]:
    how = f"sum of fiscal years, all from {vintage}" if vintage else "sum of fiscal years, today's values"
    for first, start in rows.items():
        total, parts = start.value, [start]
        for year in range(first + 1, first + LONGEST_RUN):
            if year not in rows:
                break
            total += rows[year].value
            parts.append(rows[year])
            yield Derived(own.id, fiscal_years(first, year), total, own.unit, how, tuple(parts))


def remainders(catalog: Catalog) -> Iterator[Derived]:
    """Yield, for every part of a whole and period, what is left of the whole, unless that is itself published."""
    for own, whole, part, all_of in _pairs(catalog):
        rest = own.complement
        if rest and has_series(catalog, rest) and series(catalog, rest).current(part.period or all_of.period):  # type: ignore[arg-type]
            continue
        assert all_of.period is not None
        yield Derived(
            rest or whole,
            all_of.period,
            all_of.value - part.value,
            all_of.unit,
            f"{whole} less {own.id}",
            (all_of, part),
        )


def shares_of_wholes(catalog: Catalog) -> Iterator[Derived]:
    """Yield, for every part of a whole and period, the part in percent."""
    for own, whole, part, all_of in _pairs(catalog):
        if all_of.value:
            assert all_of.period is not None
            yield Derived(
                own.id, all_of.period, 100 * part.value / all_of.value, "percent", f"{own.id} as a share of {whole}",
                (part, all_of),
            )  # fmt: skip


def _pairs(catalog: Catalog) -> Iterator[tuple[Measure, str, Value, Value]]:
    """Yield every measure with its whole and their values of one period, both in counts."""
    for own in measures(catalog).values():
        whole = own.part_of
        if not whole or not has_series(catalog, own.id) or not has_series(catalog, whole):
            continue
        parts, wholes, unit = series(catalog, own.id), series(catalog, whole), measures(catalog)[whole].unit
        if "percent" in (own.unit, unit):
            continue
        for period in parts.periods():
            part, all_of = parts.current(period, unit=own.unit), wholes.current(period, unit=unit)
            if part and all_of and part.status in USABLE and all_of.status in USABLE:
                yield own, whole, part, all_of
