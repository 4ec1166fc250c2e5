"""Alternatives: the nearest definition under which a claim that fails would hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from tallybook.base.catalog import Catalog
from tallybook.base.periods import (
    Kind,
    Period,
    calendar_year,
    day_words,
    fiscal_year,
    fiscal_year_of,
    fiscal_year_start,
)
from tallybook.claims.model import Claim, WouldHold
from tallybook.claims.reader.subject import anchors
from tallybook.claims.weigh.fit import Fit, fit_count, is_rounded
from tallybook.claims.weigh.say import named, number, when
from tallybook.measures.figures import Figure, figure
from tallybook.measures.measure import Measure, measures
from tallybook.measures.series import Value, has_series, plain, series


@dataclass(frozen=True)
class Alternative:
    """A definition that has the number: what differs from the text, and whether that makes the text misleading."""

    figure: Figure
    reason: str
    misleading: bool
    order: int
    how: str
    """Short, what the definition is beside the claimed one: `another measure`, `a running total`."""

    def would_hold(self) -> WouldHold:
        """Return the contract's form."""
        f = self.figure
        return WouldHold(f.measure, f.period, plain(f.value), "", f.vintage, self.how)


def alternatives(catalog: Catalog, claim: Claim, measure: Measure, published: date | None) -> list[Alternative]:
    """Return the definitions under which a count would hold, the nearest first.

    Searched in this order: the same measure by another kind of year or as a running total; the same count by another
    agency, or with returns; a measure it is often confused with; the same measure in another year; any series that has
    exactly this number.
    """
    if claim.asserted.value is None or claim.period is None:
        return []
    found = [*_other_period(catalog, claim, measure), *_other_measure(catalog, claim, measure)]
    found += _anywhere(catalog, claim, measure)
    del published
    unique: dict[tuple[str, Period], Alternative] = {}
    for item in sorted(found, key=lambda a: a.order):
        unique.setdefault((item.figure.measure, item.figure.period), item)
    return list(unique.values())


_BOUND = 0.02
"""How near a value must be to a bound for the bound to have been taken from it: anything is fewer than something."""


def _holds(claim: Claim, value: float, room: float = _BOUND) -> bool:
    asserted = claim.asserted
    if asserted.hedge in ("more_than", "at_least", "less_than", "up_to"):
        near = abs(value - (asserted.value or 0)) <= room * abs(asserted.value or 0)
        return near and fit_count(asserted, value) is Fit.YES
    return fit_count(asserted, value) is Fit.YES


def _other_period(catalog: Catalog, claim: Claim, measure: Measure) -> Iterator[Alternative]:
    period = claim.period
    assert period is not None
    if not has_series(catalog, measure.id):
        return
    year = period.end.year
    for other in (
        fiscal_year(year),
        fiscal_year(year - 1),
        fiscal_year(year + 1),
        calendar_year(year),
        calendar_year(year - 1),
    ):
        if other == period or other.kind == period.kind:
            continue
        held = figure(catalog, measure.id, other)
        if held is not None and _holds(claim, held.value):
            yield Alternative(
                held,
                f"{number(held.value)} is the figure for {other.words}, not for {period.words}",
                True,
                1,
                "another kind of year",
            )
    start = fiscal_year_start(fiscal_year_of(period.end))
    for value in series(catalog, measure.id).values:
        if value.period is None or value.where:
            continue
        running = value.period.start == start and value.period.kind is Kind.TO_DATE and value.value_type == "partial"
        if period.kind is Kind.FISCAL_YEAR and running and value.period in period and _holds(claim, value.value):
            held = Figure(measure.id, value.period, value.value, value.unit, (value,))
            yield Alternative(
                held,
                f"{number(value.value)} is a running total to {day_words(value.period.end)}, not the whole year",
                True,
                1,
                "a running total",
            )


def _other_measure(catalog: Catalog, claim: Claim, measure: Measure) -> Iterator[Alternative]:
    period = claim.period
    assert period is not None
    if claim.asserted.value is None or (is_rounded(claim.asserted) and claim.asserted.value < 1000):
        return
    for order, other in enumerate(_kin(catalog, measure.id)):
        if other.nature == "claim" and has_series(catalog, other.id):
            for value in series(catalog, other.id).values:
                if value.period is not None and value.period.overlap_days(period) and _holds(claim, value.value, 0.1):
                    told = Figure(other.id, value.period, value.value, value.unit, (value,))
                    yield Alternative(
                        told,
                        f"{number(value.value)} is {named(other)}, not {named(measure)}",
                        True,
                        3,
                        "another measure",
                    )
                    break
            continue
        held = next(
            (f for f in _figures(catalog, other, period) if f.unit != "percent" and _holds(claim, f.value)), None
        )
        if held is not None:
            reason = f"{number(held.value)} {when(period)} is {named(other)}, not {named(measure)}"
            yield Alternative(held, reason, True, 2 + (order > 6), "another measure")


def _figures(catalog: Catalog, measure: Measure, period: Period) -> Iterator[Figure]:
    """Yield a measure's figure as it stands, then, for a sum of measures, that of each single publication."""
    now = figure(catalog, measure.id, period)
    if now is not None:
        yield now
    if not measure.sum_of or not all(has_series(catalog, name) for name in measure.sum_of):
        return
    columns = [series(catalog, name).vintages(period) for name in measure.sum_of]
    for first in columns[0]:
        parts = [first, *(v for column in columns[1:] for v in column if v.vintage_label == first.vintage_label)]
        if len(parts) == len(columns) and len({v.unit for v in parts}) <= len(columns):
            total = sum(v.value for v in parts)
            yield Figure(measure.id, period, total, measure.unit, tuple(parts), "sum of measures")


@lru_cache(maxsize=512)
def _kin(catalog: Catalog, name: str) -> tuple[Measure, ...]:
    """Return the measures a number may really be of: those this one is confused with first, then its relatives."""
    table = measures(catalog)
    measure = table[name]
    names = [n for n in measure.confused_with if n in table]
    names += [m.id for m in table.values() if name in m.confused_with]
    names += [
        m.id for m in table.values() if m.family == measure.family or m.part_of == name or measure.part_of == m.id
    ]
    return tuple(table[n] for n in dict.fromkeys(names) if n != name)


def _anywhere(catalog: Catalog, claim: Claim, measure: Measure) -> Iterator[Alternative]:
    """Yield series that have exactly the number: only for a figure exact enough that it is no accident."""
    value = claim.asserted.value
    period = claim.period
    assert period is not None
    if (
        value is None
        or claim.asserted.step > 1
        or value < 1000
        or claim.asserted.hedge not in ("exact", "more_than", "about")
    ):
        return
    for hit in anchors(catalog).get(value, ()):
        if hit.period is None:
            continue
        held = Figure(hit.measure, hit.period, hit.value, hit.unit, (hit,))
        if hit.measure == measure.id and hit.period == period:
            continue
        if hit.measure == measure.id:
            same_kind = hit.period.kind == period.kind
            yield Alternative(
                held,
                f"{number(value)} is the figure for {hit.period.words}, not for {period.words}",
                not same_kind,
                4,
                "another period",
            )
        else:
            yield Alternative(held, _elsewhere(catalog, hit, measure), _near(hit, period), 5, "another measure")


def _near(hit: Value, period: Period) -> bool:
    return hit.period is not None and (
        hit.period.overlap_days(period) > 0 or abs((hit.period.end - period.end).days) <= 62
    )


def _elsewhere(catalog: Catalog, hit: Value, measure: Measure) -> str:
    other = measures(catalog).get(hit.measure)
    title = named(other) if other else hit.measure
    assert hit.period is not None
    return f"{number(hit.value)} is {title} {when(hit.period)}, not {named(measure)}"
