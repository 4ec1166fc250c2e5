"""Bounds: what running totals and parts can still say where no value covers the period exactly."""

from __future__ import annotations

from datetime import date

from tallybook.base.catalog import Catalog
from tallybook.base.periods import Period
from tallybook.claims.model import Claim, Judged
from tallybook.claims.weigh.fit import Fit, fit_count
from tallybook.claims.weigh.known import evidence
from tallybook.claims.weigh.say import asserted, cited, number
from tallybook.measures.figures import STOCK, Figure, figure
from tallybook.measures.measure import Measure
from tallybook.measures.series import has_series, series


def bounds(catalog: Catalog, claim: Claim, measure: Measure, published: date | None) -> Judged | None:
    """Return a verdict from the lowest and highest count that published periods allow, or None where they say nothing.

    A flow cannot be below what any period inside it counted, nor above what any period around it counted.
    """
    period = claim.period
    if period is None or measure.nature in STOCK or not has_series(catalog, measure.id) or claim.asserted.value is None:
        return None
    low, high = _low(catalog, measure, period, published), _high(catalog, measure, period, published)
    close = _close(catalog, measure, period)
    if close is not None and fit_count(claim.asserted, close.value) is Fit.YES:
        return Judged(
            claim,
            "supported",
            f"{number(close.value)} for {close.period.words} ({cited(close)})",
            evidence=tuple(evidence(close, "nearest")),
        )
    value = claim.asserted.value
    lines = [line for f in (low, high) if f for line in evidence(f, "bound")]
    if claim.asserted.hedge in ("more_than", "at_least") and low is not None and low.value >= value:
        return Judged(claim, "supported", f"at least {number(low.value)} ({cited(low)})", evidence=tuple(lines))
    if (
        high is not None
        and value > high.value * 1.02
        and claim.asserted.hedge in ("exact", "about", "more_than", "at_least", "nearly")
    ):
        return Judged(
            claim,
            "wrong",
            f"{asserted(claim)} is more than the {number(high.value)} of {high.period.words}, which "
            f"contains it ({cited(high)})",
            evidence=tuple(lines),
        )
    if (
        low is not None
        and claim.asserted.hedge in ("exact", "about", "less_than", "up_to", "nearly")
        and value < low.value * 0.98
    ):
        return Judged(
            claim,
            "wrong",
            f"{asserted(claim)} is less than the {number(low.value)} of {low.period.words} alone ({cited(low)})",
            evidence=tuple(lines),
        )
    return None


def _low(catalog: Catalog, measure: Measure, period: Period, published: date | None) -> Figure | None:
    inside = [p for p in series(catalog, measure.id).periods() if p in period]
    found = [f for p in inside if (f := figure(catalog, measure.id, p, published)) is not None]
    return max(found, key=lambda f: f.value, default=None)


def _high(catalog: Catalog, measure: Measure, period: Period, published: date | None) -> Figure | None:
    around = [p for p in series(catalog, measure.id).periods() if period in p and p != period]
    found = [f for p in around if (f := figure(catalog, measure.id, p, published)) is not None]
    if not found:
        found = _covers(catalog, measure, period)
    return min(found, key=lambda f: f.value, default=None)


def _covers(catalog: Catalog, measure: Measure, period: Period) -> list[Figure]:
    """Return the sums of consecutive published periods that together contain the one asked for, by today's values."""
    held = series(catalog, measure.id)
    found = []
    ends = {p.end for p in held.periods() if p.end >= period.end}
    for first in held.periods():
        if first.start <= period.start <= first.end and first.end < period.end:
            for end in sorted(ends)[:40]:
                whole = Period(first.start, end)
                total = figure(catalog, measure.id, whole)
                if total is not None:
                    found.append(total)
                    break
    return found


def _close(catalog: Catalog, measure: Measure, period: Period) -> Figure | None:
    """Return the figure of a period whose ends lie within a fortnight of the one asked for."""
    best = None
    for p in series(catalog, measure.id).periods():
        if abs((p.start - period.start).days) <= 14 and abs((p.end - period.end).days) <= 14 and p.days > 28:
            gap = abs((p.start - period.start).days) + abs((p.end - period.end).days)
            if best is None or gap < best[0]:
                best = (gap, p)
    return figure(catalog, measure.id, best[1]) if best else None
