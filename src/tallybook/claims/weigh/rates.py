"""Rates: a count per day, week, month or year, by the exact days of its period."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tallybook.base.catalog import Catalog
from tallybook.base.periods import Period
from tallybook.claims.model import Asserted, Claim, Judged
from tallybook.claims.weigh.alternatives import Alternative, alternatives
from tallybook.claims.weigh.fit import Fit, fit_count
from tallybook.claims.weigh.known import evidence, known
from tallybook.claims.weigh.say import cited, named, number, when
from tallybook.measures.figures import Figure
from tallybook.measures.measure import Measure


def weigh_rate(catalog: Catalog, claim: Claim, measure: Measure, published: date | None) -> Judged:
    """Return the verdict on a count per day, week, month or year: the period's figure by its exact days."""
    period = claim.period
    if period is None or claim.where:
        return Judged(claim, "uncheckable", "no series has the rate for what the text narrows it to")
    found = known(catalog, measure.id, period, published)
    per = claim.asserted.unit.rsplit(" ", 1)[-1]
    ways = _units(period, per)
    rates = [(f, f.value / units, units) for units in ways for f in (found.then, found.now) if f is not None]
    stated = _stated_rate(catalog, measure, period, per)
    if stated is not None:
        rates.append((stated, stated.value, ways[0]))
    if not rates:
        return _rate_of_another(catalog, claim, measure, published, ways[0])
    fits = [(fit_count(claim.asserted, rate), figure, rate, units) for figure, rate, units in rates]
    fit, figure, rate, units = max(fits, key=lambda f: f[0])
    arithmetic = f"{number(figure.value)} / {units:g} {per}s = {number(round(rate, 1))} a {per} ({cited(figure)})"
    lines = tuple(evidence(figure, "as then known" if figure is found.then else "now"))
    if fit is Fit.YES:
        return Judged(claim, "supported", arithmetic, evidence=lines)
    if fit is Fit.NEAR or abs(rate - (claim.asserted.value or 0)) <= 0.02 * rate:
        return Judged(claim, "approximate", arithmetic, evidence=lines)
    choices = _totals(catalog, claim, measure, published, units)
    fix = f"{number(round(rate))} a {per} is what {number(figure.value)} {when(period)} comes to ({cited(figure)})."
    if choices:
        return Judged(claim, "misleading", f"{choices[0].reason}; {arithmetic}", fix, choices[0].would_hold(), lines)
    return Judged(claim, "wrong", arithmetic, fix, None, lines)


def _totals(
    catalog: Catalog, claim: Claim, measure: Measure, published: date | None, units: float
) -> list[Alternative]:
    """Return the other definitions whose value of the period is about what a rate comes to."""
    said = (claim.asserted.value or 0) * units
    total = replace(claim, kind="count", asserted=Asserted(said, measure.unit, "about", step=claim.asserted.step))
    return [c for c in alternatives(catalog, total, measure, published) if c.figure.period == claim.period]


def _rate_of_another(
    catalog: Catalog, claim: Claim, measure: Measure, published: date | None, units: float
) -> Judged:  # fmt: skip
    """Return `misleading` where a rate that has no official value is exactly another measure's, else `uncheckable`."""
    for choice in _totals(catalog, claim, measure, published, units):
        rate = choice.figure.value / units
        if choice.misleading and fit_count(claim.asserted, rate) is Fit.YES:
            per = claim.asserted.unit.rsplit(" ", 1)[-1]
            shown = f"{number(choice.figure.value)} / {units:g} {per}s = {number(round(rate, 1))} a {per}"
            lines = tuple(evidence(choice.figure, "nearest"))
            return Judged(claim, "misleading", f"{choice.reason}; {shown}", None, choice.would_hold(), lines)
    what = f"no official value of {named(measure)} {when(claim.period)} to make a rate of"
    return Judged(claim, "uncheckable", what)


def _units(period: Period, per: str) -> tuple[float, ...]:
    """Return how many days, weeks, months or years a period has: exactly, then as reckoned by 365 days or 52 weeks."""
    years = len(period.fiscal_years()) or (1 if _months(period) == 12 else 0)
    if per == "day":
        return (float(period.days), *((365.0 * years,) if years and period.days != 365 * years else ()))
    if per == "week":
        return (period.days / 7, *((52.0 * years,) if years else ()))
    return (_months(period),) if per == "month" else (_months(period) / 12,)


def _stated_rate(catalog: Catalog, measure: Measure, period: Period, per: str) -> Figure | None:
    from tallybook.measures.measure import measures

    suffix = {"day": ".per_day", "month": ".monthly_mean"}.get(per)
    if suffix and measure.id + suffix in measures(catalog):
        found = known(catalog, measure.id + suffix, period, None).now
        return found if found is not None and found.parts[0].status in ("published", "record_count") else None
    return None


def _months(period: Period) -> float:
    first, last = period.start, period.end
    whole = (last.year - first.year) * 12 + last.month - first.month
    return whole + 1 if first.day == 1 and (last.day >= 28) else period.days / 30.4375
