"""The record test: a year against every earlier year of its series, as known when it was published and today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tallybook.base.catalog import Catalog
from tallybook.base.periods import Period, fiscal_year
from tallybook.measures.figures import Figure, figure
from tallybook.measures.measure import Break, measures
from tallybook.measures.series import PRECISIONS, Value, has_series, series

COMPARABLE = frozenset(PRECISIONS) - {"partial", "estimate", "approx", "floor", "ceiling"}
"""How a value must be printed for one year to be ranked against another by it."""


@dataclass(frozen=True)
class Rival:
    """Another year of the series: its figure as then known and today."""

    year: int
    then: Figure | None
    now: Figure | None
    later: bool = False
    """Whether nothing dated by the day is held, so that `then` is the earliest vintage held."""


@dataclass(frozen=True)
class RecordTest:
    """One year of one measure against every earlier year, and the later years that have passed it."""

    measure: str
    title: str
    year: int
    day: date | None
    """The day on which `then` was known; None where no publication date is recorded."""
    then: Figure
    now: Figure
    earlier: tuple[Rival, ...]
    missing: tuple[int, ...]
    """Years inside the range for which no value is held."""
    overtaken_by: tuple[Rival, ...]
    """Later years with a higher value today."""
    breaks: tuple[Break, ...]
    """Days inside the range from which the publisher counted differently."""

    @property
    def not_below_then(self) -> tuple[Rival, ...]:
        """Earlier years that were at least as high, as then known."""
        return tuple(r for r in self.earlier if r.then is not None and r.then.value >= self.then.value)

    @property
    def not_below_now(self) -> tuple[Rival, ...]:
        """Earlier years that are at least as high on today's values."""
        return tuple(r for r in self.earlier if r.now is not None and r.now.value >= self.now.value)

    @property
    def record_then(self) -> bool:
        """Whether it was higher than every earlier year held, as then known."""
        return bool(self.earlier) and not self.not_below_then

    @property
    def record_now(self) -> bool:
        """Whether it is higher than every earlier year held, on today's values."""
        return bool(self.earlier) and not self.not_below_now

    @property
    def assumed(self) -> tuple[Rival, ...]:
        """Earlier years compared by a vintage that came out after the day."""
        return tuple(r for r in self.earlier if r.later)


def record_test(catalog: Catalog, measure: str, year: int, day: date | None = None) -> RecordTest | None:
    """Return the test of a fiscal year, or None where its series has no whole-year figure that can be ranked.

    Args:
        catalog: the catalog to read.
        measure: the measure's id.
        year: the fiscal year.
        day: the day whose knowledge counts for `then`; None means the day the year's own figure was first published.
    """
    if measure not in measures(catalog) or not has_series(catalog, measure):
        return None
    period = fiscal_year(year)
    now = _ranked(figure(catalog, measure, period))
    if day is None:
        first = first_published(catalog, measure, period)
        then = _ranked(_alone(first)) if first else now
        day = first.published.last if first and first.published else None
        if first is None and then is not None:
            dates = [part.published.last for part in then.parts if part.published]
            day = max(dates) if len(dates) == len(then.parts) else None
    else:
        then = _ranked(figure(catalog, measure, period, day))
    if then is None or now is None:
        return None
    held = _years(catalog, measure)
    earlier = tuple(r for y in held if y < year and (r := _rival(catalog, measure, y, day)) is not None)
    later = (_rival(catalog, measure, y, None) for y in held if y > year)
    missing = tuple(y for y in range(earlier[0].year, year) if y not in held) if earlier else ()
    breaks = tuple(
        b for b in measures(catalog)[measure].breaks
        if earlier and fiscal_year(earlier[0].year).start < b.day <= period.end
    )  # fmt: skip
    return RecordTest(
        measure, measures(catalog)[measure].title, year, day, then, now, earlier, missing,
        tuple(r for r in later if r is not None and r.now is not None and r.now.value > now.value), breaks,
    )  # fmt: skip


def first_published(catalog: Catalog, measure: str, period: Period) -> Value | None:
    """Return the first value that was published of a period: the oldest dated one that is exact, else the oldest."""
    if not has_series(catalog, measure):
        return None
    own = measures(catalog).get(measure)
    rows = series(catalog, measure).vintages(period, unit=own.unit if own else None)
    rows = [v for v in rows if v.status in ("published", "research")]
    if any(v.status == "published" for v in rows):
        rows = [v for v in rows if v.status == "published"]
    dated = [v for v in rows if v.published is not None]
    exact = [v for v in dated if v.value_type in ("exact", "derived", "partial")]
    return next(iter(exact or dated or rows), None)


def _alone(value: Value) -> Figure:
    assert value.period is not None
    return Figure(value.measure, value.period, value.value, value.unit, (value,))


def _ranked(found: Figure | None) -> Figure | None:
    """Return the figure if years can be ranked by it."""
    usable = found is not None and all(
        p.value_type in COMPARABLE and p.status in ("published", "research") for p in found.parts
    )
    return found if usable else None


def _rival(catalog: Catalog, measure: str, year: int, day: date | None) -> Rival | None:
    period = fiscal_year(year)
    now = _ranked(figure(catalog, measure, period))
    if now is None:
        return None
    if day is None:
        return Rival(year, now, now)
    then = _ranked(figure(catalog, measure, period, day))
    if then is not None:
        return Rival(year, then, now)
    first = first_published(catalog, measure, period)
    return Rival(year, _alone(first) if first else now, now, later=True)


def _years(catalog: Catalog, measure: str) -> list[int]:
    """Return the fiscal years that a series can answer for."""
    own, found = measures(catalog)[measure], set()
    for value in series(catalog, measure).values:
        if value.period_kind == "fiscal_year" and not value.where and value.unit == own.unit and value.period:
            years = value.period.fiscal_years()
            if len(years) == 1:
                found.add(years[0])
    return sorted(found)
