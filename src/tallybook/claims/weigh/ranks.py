"""Ranks: records, highest since, streaks, greater and less, tested against every earlier value."""

from __future__ import annotations

import re
from datetime import date

from tallybook.base.catalog import Catalog
from tallybook.base.periods import Kind, Period, fiscal_year, fiscal_year_of
from tallybook.claims.model import Claim, Evidence, Judged, Verdict
from tallybook.claims.weigh.known import Known, evidence, known, unfinished
from tallybook.claims.weigh.say import cited, named, number, when
from tallybook.measures.figures import STOCK, Figure, figure
from tallybook.measures.measure import Measure, measures
from tallybook.measures.series import has_series, series


def weigh_rank(catalog: Catalog, claim: Claim, measure: Measure, published: date | None) -> Judged:
    """Return the verdict on a statement of order, as then known first, then as it stands now."""
    unit = claim.asserted.unit
    if claim.period is None:
        return Judged(claim, "uncheckable", "the text names no period for the rank")
    tests = {
        "rank_max": _extreme, "rank_min": _extreme, "rank_max_since": _extreme, "rank_min_since": _extreme,
        "greater_than": _compare, "less_than": _compare, "increase": _step, "decrease": _step,
    }  # fmt: skip
    test = _streak if unit.startswith("consecutive") else tests.get(unit)
    if test is None:
        return Judged(claim, "uncheckable", f"no test for {unit}")
    results = []
    for day, role in ((published, "as then known"), (None, "now")):
        if day is None and role == "as then known":
            continue
        result = test(catalog, claim, measure, day, role)
        if result is not None:
            results.append((role, result))
    if not results:
        if unfinished(measure, claim.period, published):
            return Judged(claim, "uncheckable", f"{claim.period.words} was not over on the document's date")
        return Judged(claim, "uncheckable", f"no official values of {named(measure)} to rank")
    first = results[0][1]
    if first[0] and len(claim.period.fiscal_years()) > 1 and unit.startswith("rank_max"):
        wider = _with_more(catalog, claim, measure, published)
        if wider is not None:
            return wider
    if first[0]:
        verdict: Verdict = "supported"
        reason = first[1]
        if len(results) > 1 and not results[1][1][0]:
            reason += f"; by today's values no longer: {results[1][1][1]}"
        return Judged(claim, verdict, reason, evidence=first[2])
    if len(results) > 1 and results[1][1][0] and results[0][0] == "as then known" and _thin(first):
        return Judged(claim, "supported", results[1][1][1], evidence=results[1][1][2])
    return Judged(claim, "wrong", first[1], f"{measure.title}: {first[1]}.", None, first[2])


def _with_more(catalog: Catalog, claim: Claim, measure: Measure, published: date | None) -> Judged | None:
    """Return `misleading` where a record of a presidency holds for a count but not once what it leaves out is added."""
    for other in measures(catalog).values():
        if measure.id not in other.sum_of:
            continue
        tried = _extreme(catalog, claim, other, published, "with more counted") or _extreme(
            catalog, claim, other, None, "now"
        )
        if tried is not None and not tried[0]:
            reason = f"it holds for {named(measure)} alone, not for {named(other)}: {tried[1]}"
            return Judged(claim, "misleading", reason, f"{reason[0].upper()}{reason[1:]}.", None, tried[2])
    return None


Result = tuple[bool, str, tuple[Evidence, ...]]


def _thin(result: Result) -> bool:
    return not result[2]


def _earlier(
    catalog: Catalog, measure: Measure, period: Period, day: date | None, since: Period | None
) -> list[Figure]:
    """Return the figures of the same kind of period before this one, after `since` where given."""
    held = {
        p
        for name in (measure.id, *measure.sum_of)
        if has_series(catalog, name)
        for p in series(catalog, name).periods()
    }
    known = sorted(held, key=lambda p: (p.end, p.start))
    found = []
    if measure.nature in STOCK and period.kind not in (Kind.FISCAL_YEAR, Kind.FISCAL_YEARS):
        candidates = [p for p in known if p.days <= 31 and p.end < period.end]
    else:
        kind = period.kind
        candidates = [p for p in known if p.kind == kind and p.end < period.start]
        if kind is Kind.TO_DATE:
            candidates = [p for p in known if p.kind is Kind.FISCAL_YEAR and p.end < period.start]
    for p in candidates:
        if since is not None and p.end <= since.end:
            continue
        f = figure(catalog, measure.id, p, day)
        if f is not None:
            found.append(f)
    return found


_EVER = re.compile(r"\b(?:ever|record|history|all-time|series|on the books)\b", re.I)


def _gaps(period: Period, since: Period, others: list[Figure]) -> bool:
    """Whether any fiscal year between the two is missing, so that `the most since` cannot be told."""
    years, base = period.fiscal_years(), since.fiscal_years()
    if len(years) != 1 or not base:
        return False
    held = {y for f in others for y in f.period.fiscal_years()}
    return any(y not in held for y in range(base[-1] + 1, years[0]))


def _of_year(catalog: Catalog, measure: Measure, period: Period, day: date | None) -> list[Figure]:
    """Return the other months of a month's fiscal year: what `the busiest month` is said of unless it says more."""
    year = fiscal_year(fiscal_year_of(period.end))
    months = [p for p in series(catalog, measure.id).periods() if p.kind is Kind.MONTH and p in year and p != period]
    return [f for p in months if (f := figure(catalog, measure.id, p, day)) is not None]


def _value(catalog: Catalog, measure: Measure, period: Period, day: date | None) -> Figure | None:
    found: Known = known(catalog, measure.id, period, day)
    return found.then if day is not None else found.now


def _extreme(catalog: Catalog, claim: Claim, measure: Measure, day: date | None, role: str) -> Result | None:
    period = claim.period
    assert period is not None
    unit = claim.asserted.unit
    top = unit.startswith("rank_max")
    word = "highest" if top else "lowest"
    since = claim.base_period if unit.endswith("_since") else None
    several = period.fiscal_years()
    if len(several) > 1:
        return _total_extreme(catalog, claim, measure, day, role)
    mine = _value(catalog, measure, period, day)
    if mine is None:
        return None
    others = _earlier(catalog, measure, mine.period if mine.period.days <= 31 else period, day, since)
    if period.kind is Kind.MONTH and since is None and not _EVER.search(claim.quote):
        others = _of_year(catalog, measure, period, day)
    if not others or (since is not None and _gaps(period, since, others)):
        return None
    extreme = max(others, key=lambda f: f.value) if top else min(others, key=lambda f: f.value)
    holds = mine.value > extreme.value if top else mine.value < extreme.value
    if since is not None and extreme.value == mine.value:
        holds = True
    span = f"{others[0].period.label} to {others[-1].period.label}"
    against = f"the {word} of {len(others)} earlier values ({span}) is {number(extreme.value)} {when(extreme.period)}"
    lines = (*evidence(mine, role), *evidence(extreme, "the extreme before it"))
    return holds, f"{number(mine.value)} {when(mine.period)} ({cited(mine)}); {against}", lines


def _total_extreme(catalog: Catalog, claim: Claim, measure: Measure, day: date | None, role: str) -> Result | None:
    """Test a run of years as a presidency: whether the peak of the series lies in it."""
    period = claim.period
    assert period is not None
    inside = [f for y in period.fiscal_years() if (f := figure(catalog, measure.id, fiscal_year(y), day)) is not None]
    before = _earlier(catalog, measure, fiscal_year(period.fiscal_years()[0]), day, None)
    if not inside or not before:
        return None
    top = claim.asserted.unit.startswith("rank_max")
    pick = max if top else min
    mine, theirs = pick(inside, key=lambda f: f.value), pick(before, key=lambda f: f.value)
    holds = mine.value > theirs.value if top else mine.value < theirs.value
    text = f"{number(mine.value)} {when(mine.period)} against {number(theirs.value)} {when(theirs.period)} before"
    return holds, text, (*evidence(mine, role), *evidence(theirs, "the extreme before it"))


def _compare(catalog: Catalog, claim: Claim, measure: Measure, day: date | None, role: str) -> Result | None:
    assert claim.period is not None
    if claim.base_period is None:
        return None
    mine, base = _value(catalog, measure, claim.period, day), _value(catalog, measure, claim.base_period, day)
    if mine is None or base is None:
        return None
    holds = mine.value > base.value if claim.asserted.unit == "greater_than" else mine.value < base.value
    sign = ">" if mine.value > base.value else "<"
    return holds, f"{number(mine.value)} {when(mine.period)} {sign} {number(base.value)} {when(base.period)}", (
        *evidence(mine, role), *evidence(base, "base"),
    )  # fmt: skip


def _step(catalog: Catalog, claim: Claim, measure: Measure, day: date | None, role: str) -> Result | None:
    """Test a rise or fall against the year before, and that none came between it and the year named."""
    period = claim.period
    assert period is not None
    if period.kind is not Kind.FISCAL_YEAR:
        return None
    year = period.fiscal_years()[0]
    up = claim.asserted.unit == "increase"
    steps = []
    first = claim.base_period.fiscal_years()[-1] if claim.base_period and claim.base_period.fiscal_years() else year - 1
    for y in range(first + 1, year + 1):
        a, b = figure(catalog, measure.id, fiscal_year(y - 1), day), figure(catalog, measure.id, fiscal_year(y), day)
        if a is None or b is None:
            continue
        steps.append((y, b.value > a.value, a, b))
    if not steps or steps[-1][0] != year:
        return None
    last = steps[-1]
    holds = last[1] == up and all(s[1] != up for s in steps[:-1])
    values = [steps[0][2].value, *(s[3].value for s in steps)]
    lines = (*evidence(last[3], role), *evidence(last[2], "base"))
    return holds, f"{steps[0][0] - 1} to {year}: " + ", ".join(number(v) for v in values), lines


def _streak(catalog: Catalog, claim: Claim, measure: Measure, day: date | None, role: str) -> Result | None:
    """Count how many years in a row, ending with the period, went the way claimed."""
    period = claim.period
    assert period is not None
    unit, wanted = claim.asserted.unit, int(claim.asserted.value or 1)
    if period.kind not in (Kind.FISCAL_YEAR, Kind.FISCAL_YEARS):
        return None
    last = period.fiscal_years()[-1]
    values: dict[int, Figure] = {}
    year = last
    while year > 1890:
        f = _yearly(catalog, claim, measure, year, day)
        if f is None:
            break
        values[year] = f
        year -= 1
    if last not in values:
        return None
    count = 0
    for y in range(last, min(values) - 1, -1):
        if not _went(values, y, unit, claim.asserted.low):
            break
        count += 1
    if count < wanted and min(values) > last - wanted:
        return None
    shown = ", ".join(f"{y}: {number(values[y].value)}" for y in sorted(values)[-min(len(values), wanted + 2) :])
    lines = tuple(line for y in sorted(values)[-min(len(values), wanted + 1) :] for line in evidence(values[y], role))
    return count >= wanted, f"{_row(count, last)} ({shown})", lines


def _row(count: int, last: int) -> str:
    return f"{count} in a row by {last}" if count else f"the row had ended by {last}"


def _yearly(catalog: Catalog, claim: Claim, measure: Measure, year: int, day: date | None) -> Figure | None:
    """Return a year's figure, or its share of the natural whole where the claim is about a share."""
    mine = figure(catalog, measure.id, fiscal_year(year), day)
    if not claim.of_share or not measure.part_of:
        return mine
    whole = figure(catalog, measure.part_of, fiscal_year(year), day)
    if mine is None or whole is None or not whole.value:
        return None
    return Figure(
        measure.id,
        mine.period,
        round(100 * mine.value / whole.value, 2),
        "percent",
        (*mine.parts, *whole.parts),
        "share",
    )


def _went(values: dict[int, Figure], year: int, unit: str, threshold: float | None) -> bool:
    mine, before = values.get(year), values.get(year - 1)
    if mine is None:
        return False
    if unit == "consecutive_below":
        return threshold is not None and mine.value < threshold
    if unit == "consecutive_above":
        return threshold is not None and mine.value > threshold
    if before is None:
        return False
    if unit == "consecutive_increases":
        return mine.value > before.value
    if unit == "consecutive_decreases":
        return mine.value < before.value
    return all(mine.value > f.value for y, f in values.items() if y < year)
