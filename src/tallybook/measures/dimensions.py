"""Dimensions: what a tally can be broken down by, as expressions over stored records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tallybook.base.errors import NoValue, UnknownName, UsageError
from tallybook.base.results import Kind
from tallybook.sources.tables import RecordTable, Rule

if TYPE_CHECKING:
    import narwhals.stable.v2 as nw

TIME: Mapping[str, Kind] = {"fiscal_year": "year", "calendar_year": "year", "month": "text"}

DIMENSIONS = (
    *TIME, "area_of_responsibility", "citizenship", "gender", "criminality", "threat_level", "offence_group",
    "disposition", "method", "program", "facility", "state", "county_fips", "detainer_type", "lift_reason", "release",
)  # fmt: skip

DERIVED = {"criminality": str, "criminality_basis": str, "offence_ncic": str, "offence_group": str}
PROVENANCE = {"release": str, "file": str, "sheet": str, "row": int, "titled_fiscal_year": int}


def record_types(table: RecordTable) -> dict[str, type]:
    """Return the Python type of every column a condition can name, for one table."""
    from datetime import date

    kinds: dict[str, type] = {
        "date": date, "datetime": date, "integer": int, "threat_level": int, "number": float, "yes_no": bool,
    }  # fmt: skip
    fields = {name: kinds.get(field.type, str) for name, field in table.fields.items() if field.type != "person"}
    return {**fields, **DERIVED, **PROVENANCE}


def columns_of(table: RecordTable, dimension: str) -> tuple[str, ...]:
    """Return the stored columns that a dimension other than time is read from, the best first."""
    if dimension in table.dimensions:
        return table.dimensions[dimension]
    return {"disposition": ("disposition", "disposition_code"), "facility": ("facility", "facility_code")}.get(
        dimension, (dimension,)
    )


def checked(table: RecordTable, by: tuple[str, ...], fields: frozenset[str], where: str) -> None:
    """Return nothing where the records can be broken down as asked.

    Raises:
        UnknownName: there is no such dimension.
        UsageError: one is named twice.
        NoValue: the release does not record it.
    """
    for place, name in enumerate(by):
        if name not in DIMENSIONS and name not in table.fields:
            raise UnknownName("dimension", name, DIMENSIONS)
        if name in by[:place]:
            raise UsageError(f"dimension {name!r} is named twice", expected="each once")
        if name in TIME or name == "release":
            continue
        if not any(column in fields for column in columns_of(table, name)):
            recorded = [d for d in DIMENSIONS if d in TIME or any(c in fields for c in columns_of(table, d))]
            raise NoValue(f"{where} does not record {name.replace('_', ' ')}", expected=f"one of {', '.join(recorded)}")


def expression(table: RecordTable, rule: Rule, dimension: str, fields: frozenset[str], release: str) -> nw.Expr:
    """Return the expression of a dimension, named as it.

    Raises:
        UsageError: a dimension finer than a fiscal year under a rule that only knows the year in the title.
    """
    import narwhals.stable.v2 as nw

    if dimension == "release":
        return nw.lit(release).alias("release")
    if dimension in TIME:
        if rule.titled:
            if dimension != "fiscal_year":
                raise UsageError(
                    f"rule 'as-titled' knows the fiscal year only, not the {dimension.replace('_', ' ')}",
                    expected="--by fiscal_year, or another rule",
                )
            return nw.col("titled_fiscal_year").alias("fiscal_year")
        day = nw.col(rule.within)
        year, month = day.dt.year(), day.dt.month()
        if dimension == "calendar_year":
            return year.alias(dimension)
        if dimension == "month":
            return (year * 100 + month).alias(dimension)
        return fiscal_year_expression(day).alias(dimension)
    have = [column for column in columns_of(table, dimension) if column in fields]
    return (nw.coalesce(*(nw.col(c) for c in have)) if len(have) > 1 else nw.col(have[0])).alias(dimension)


def fiscal_year_expression(day: nw.Expr) -> nw.Expr:
    """Return the fiscal year of a day, for records of the October years.

    The year is left as the engine gives it: a cast would hide its narrow range, by which engines group fast.
    """
    import narwhals.stable.v2 as nw

    return day.dt.year() + (day.dt.month() >= 10).cast(nw.Int32())


def shown(dimension: str, value: Any) -> Any:
    """Return a dimension's value as results give it: months as `2014-10`, years as numbers, nothing as None."""
    if value is None:
        return None
    if dimension == "month":
        return f"{int(value) // 100:04d}-{int(value) % 100:02d}"
    return value
