"""Each: what is said of every year of a span (`over 400,000 in each year`, `never topped 300,000`)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tallybook.base.catalog import Catalog
from tallybook.base.periods import fiscal_year
from tallybook.claims.model import Asserted, Claim, Judged
from tallybook.claims.weigh.fit import Fit, fit_count
from tallybook.claims.weigh.known import evidence, known
from tallybook.claims.weigh.say import asserted, number
from tallybook.measures.measure import Measure


def weigh_each(catalog: Catalog, claim: Claim, measure: Measure, published: date | None) -> Judged | None:
    """Return the verdict on a count said of each year of several; None where the period is a single year."""
    years = claim.period.fiscal_years() if claim.period else []
    if len(years) < 2:
        return None
    held = [(y, known(catalog, measure.id, fiscal_year(y), published).best) for y in years]
    figures = [(y, f) for y, f in held if f is not None]
    failing = [(y, f) for y, f in figures if not _holds(claim.asserted, f.value)]
    shown = ", ".join(f"{y}: {number(f.value)}" for y, f in figures[-10:])
    lines = tuple(line for _, f in figures for line in evidence(f, "part"))
    if not failing and len(figures) < len(years) - 1:
        return None
    if not failing:
        return Judged(claim, "supported", f"{asserted(claim)} holds for each year ({shown})", evidence=lines)
    bad = ", ".join(f"{y} ({number(f.value)})" for y, f in failing)
    return Judged(claim, "wrong", f"it does not hold for {bad}", f"{measure.title}: {shown}.", None, lines)


def _holds(said: Asserted, value: float) -> bool:
    if said.low is not None and said.high is not None and said.high > said.low:
        return said.low * 0.999 <= value <= said.high * 1.001
    return fit_count(replace(said), value) is Fit.YES
