"""Figures: the value of any measure for any period, as known on a day or now, with the published values it rests on.

A figure is read where it was published, else added up from published parts that tile the period exactly, else built
from the measures that make it up. It is never interpolated or extrapolated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from tallybook.base.catalog import Catalog
from tallybook.base.periods import Period
from tallybook.measures.measure import Measure, measures
from tallybook.measures.series import Value, has_series, series

STOCK = frozenset({"stock", "average"})
"""Natures whose values must not be added over time."""


@dataclass(frozen=True)
class Figure:
    """A number with the published values it was made from."""

    measure: str
    period: Period
    value: float
    unit: str
    parts: tuple[Value, ...]
    how: str = "published"
    """`published`, `sum over periods`, `sum of measures`, `difference of measures`, `difference of running totals`."""
    where: str = ""

    @property
    def undated(self) -> bool:
        """Whether any part's publication date is not recorded."""
        return any(part.published is None for part in self.parts)

    @property
    def basis(self) -> str:
        """`recalled` where any part is, else `quoted`."""
        return "recalled" if any(part.basis == "recalled" for part in self.parts) else "quoted"

    @property
    def official(self) -> bool:
        """Whether every part was published by the publisher itself."""
        return all(part.official for part in self.parts)

    @property
    def vintage(self) -> str:
        """The vintages of its parts, each once."""
        return ", ".join(dict.fromkeys(part.vintage_label for part in self.parts))


@lru_cache(maxsize=16384)
def figure(
    catalog: Catalog, measure: str, period: Period, day: date | None = None, where: str = "", unit: str | None = None
) -> Figure | None:
    """Return the figure of a measure for a period as known on `day` (None: now), or None where nothing answers.

    Args:
        catalog: the catalog to read.
        measure: the measure's id.
        period: the period asked for, exactly.
        day: only values published by then count; an undated value of a period that had ended may stand in.
        where: a breakdown such as `citizenship=Mexico`.
        unit: the unit wanted; None means the measure's own.
    """
    known = measures(catalog).get(measure)
    unit = unit or (known.unit if known else None)
    direct = _published(catalog, measure, period, day, where, unit)
    if direct is None and known is not None and unit == known.unit:
        for other in known.units_also:
            if other not in ("percent", "records"):
                direct = direct or _published(catalog, measure, period, day, where, other)
    if direct is not None:
        return Figure(measure, period, direct.value, direct.unit, (direct,), where=where)
    if known is None:
        return None
    if known.nature not in STOCK and unit != "percent":
        tiled = _tiled(catalog, known, period, day, where, unit)
        if tiled is not None:
            return tiled
    if unit == "percent" or where:
        return None
    return _composed(catalog, known, period, day)


def vintage_figures(catalog: Catalog, measure: str, period: Period, where: str = "") -> list[Figure]:
    """Return every published value of a period as a figure of its own, oldest vintage first; derived ones as one."""
    known = measures(catalog).get(measure)
    found = []
    if has_series(catalog, measure):
        percent = known is None or known.unit == "percent"
        rows = [v for v in series(catalog, measure).vintages(period, where) if percent or v.unit != "percent"]
        found = [Figure(measure, period, row.value, row.unit, (row,), where=where) for row in rows]
    if not found:
        derived = figure(catalog, measure, period, where=where)
        found = [derived] if derived else []
        found += _by_publisher(catalog, derived) if derived and derived.how == "sum over periods" else []
    return found


def _by_publisher(catalog: Catalog, total: Figure) -> list[Figure]:
    """Return the sum over the same periods from each publisher that has them all, each at its newest."""
    held = series(catalog, total.measure)
    columns = [held.vintages(part.period, total.where, part.unit) for part in total.parts if part.period]
    names = set.intersection(*({v.publisher for v in column} for column in columns)) if columns else set()
    found = []
    for name in sorted(names):
        parts = tuple([v for v in column if v.publisher == name][-1] for column in columns)
        value = sum(v.value for v in parts)
        if value != total.value:
            found.append(Figure(total.measure, total.period, value, total.unit, parts, total.how, total.where))
    return found


@dataclass(frozen=True)
class Share:
    """A part of a whole, in percent, with what it rests on."""

    part: Figure | None
    whole: Figure | None
    value: float
    parts: tuple[Value, ...]
    how: str

    @property
    def basis(self) -> str:
        """`recalled` where any value behind it is."""
        return "recalled" if any(v.basis == "recalled" for v in self.parts) else "quoted"

    @property
    def undated(self) -> bool:
        """Whether any value behind it has no publication date."""
        return any(v.published is None for v in self.parts)


def shares(catalog: Catalog, part: str, whole: str, period: Period, day: date | None = None) -> list[Share]:
    """Return the share of `part` in `whole` as computed from counts and as published in percent, where they exist."""
    found = []
    top, bottom = figure(catalog, part, period, day), figure(catalog, whole, period, day)
    if top and bottom and bottom.value and top.unit != "percent" and bottom.unit != "percent":
        value = 100 * top.value / bottom.value
        found.append(Share(top, bottom, value, (*top.parts, *bottom.parts), "computed"))
    known = measures(catalog).get(part)
    if known and known.part_of == whole:
        printed = _published(catalog, part, period, day, "", "percent")
        if printed is not None:
            found.append(Share(None, None, printed.value, (printed,), "published"))
    return found


def latest_period(catalog: Catalog, measure: str, day: date | None, kind: str = "fiscal_year") -> Period | None:
    """Return the last period of a kind with an official value known on `day`, or None."""
    found = None
    for value in series(catalog, measure).values if has_series(catalog, measure) else ():
        if (
            value.period is None
            or value.where
            or value.period_kind != kind
            or value.status not in ("published", "research")
        ):
            continue
        if (day is None or value.known_on(day) or (value.published is None and value.period.end <= day)) and (
            found is None or value.period > found
        ):
            found = value.period
    return found


def nearest_dates(catalog: Catalog, measure: str, day: date, within: int, known: date | None = None) -> list[Figure]:
    """Return point-in-time figures within some days of a day, the closest first."""
    if not has_series(catalog, measure):
        return []
    held = series(catalog, measure)
    unit = measures(catalog)[measure].unit if measure in measures(catalog) else None
    near = sorted(
        (p for p in held.periods() if abs((p.end - day).days) <= within and p.days <= 31),
        key=lambda p: (abs((p.end - day).days), p.days),
    )
    found = []
    for period in near:
        row = held.current(period, unit=unit) if known is None else held.as_of(known, period, unit=unit)
        if row is not None:
            found.append(Figure(measure, period, row.value, row.unit, (row,)))
    return found


def _published(
    catalog: Catalog, measure: str, period: Period, day: date | None, where: str, unit: str | None
) -> Value | None:
    if not has_series(catalog, measure):
        return None
    held = series(catalog, measure)
    return held.current(period, where, unit) if day is None else held.as_of(day, period, where, unit)


def _tiled(
    catalog: Catalog, known: Measure, period: Period, day: date | None, where: str, unit: str | None
) -> Figure | None:
    """Add up values that tile the period without gap or overlap; else subtract running totals."""
    if not has_series(catalog, known.id):
        return None
    held = series(catalog, known.id)
    starts = _starts(catalog, known.id, where)
    if period.start in starts:
        tiles = _tile(starts, period)
        if tiles:
            rows = [held.current(t, where, unit) if day is None else held.as_of(day, t, where, unit) for t in tiles]
            if all(row is not None and not row.cut_short for row in rows):
                parts = tuple(row for row in rows if row is not None)
                return Figure(
                    known.id, period, sum(p.value for p in parts), parts[0].unit, parts, "sum over periods", where
                )
    before = period.start - timedelta(days=1)
    for whole in held.periods(where):
        if whole.end == period.end and whole.start < period.start:
            first = Period(whole.start, before)
            a = _published(catalog, known.id, whole, day, where, unit)
            b = _published(catalog, known.id, first, day, where, unit)
            if a is not None and b is not None:
                return Figure(
                    known.id, period, a.value - b.value, a.unit, (a, b), "difference of running totals", where
                )
    return None


@lru_cache(maxsize=512)
def _starts(catalog: Catalog, measure: str, where: str) -> dict[date, tuple[Period, ...]]:
    grouped: dict[date, list[Period]] = {}
    for period in series(catalog, measure).periods(where):
        grouped.setdefault(period.start, []).append(period)
    return {start: tuple(sorted(rows, key=lambda p: p.end, reverse=True)) for start, rows in grouped.items()}


def _tile(starts: dict[date, tuple[Period, ...]], period: Period) -> list[Period]:
    """Return periods that cover `period` exactly, longest first at each step; an empty list where none do."""
    dead: set[date] = set()

    def extend(start: date) -> list[Period] | None:
        if start > period.end:
            return []
        if start in dead:
            return None
        for tile in starts.get(start, ()):
            if tile.end > period.end:
                continue
            rest = extend(tile.end + timedelta(days=1))
            if rest is not None:
                return [tile, *rest]
        dead.add(start)
        return None

    return extend(period.start) or []


def _composed(catalog: Catalog, known: Measure, period: Period, day: date | None) -> Figure | None:
    for names, sign, how in ((known.sum_of, 1, "sum of measures"), (known.minus, -1, "difference of measures")):
        if not names:
            continue
        found = [figure(catalog, name, period, day) for name in names]
        if all(f is not None for f in found):
            kept = [f for f in found if f is not None]
            value = kept[0].value + sign * sum(f.value for f in kept[1:])
            return Figure(known.id, period, value, known.unit, tuple(p for f in kept for p in f.parts), how)
    return None


def runs(catalog: Catalog, measure: str, last: Period, day: date | None = None) -> Iterator[tuple[Period, Figure]]:
    """Yield fiscal years and figures backwards from `last` until a year has none."""
    from tallybook.base.periods import fiscal_year

    for year in range(last.fiscal_years()[0], 1891, -1):
        found = figure(catalog, measure, fiscal_year(year), day)
        if found is None:
            return
        yield fiscal_year(year), found
