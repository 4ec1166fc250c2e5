"""Shares: does the part make up what the text says of the whole?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tallybook.base.catalog import Catalog
from tallybook.base.periods import Period
from tallybook.claims.model import Claim, Judged, Verdict, WouldHold
from tallybook.claims.weigh.fit import Fit, fit_share
from tallybook.claims.weigh.known import Known, evidence, known, share_evidence, share_known
from tallybook.claims.weigh.say import asserted, cited, named, number, percent, when
from tallybook.measures.figures import Share, figure
from tallybook.measures.measure import Measure, measures


@dataclass(frozen=True)
class Judging:
    """A share's candidates, then and now."""

    part: Measure
    whole: Measure
    then: list[Share]
    now: list[Share]


def weigh_share(catalog: Catalog, claim: Claim, measure: Measure, published: date | None) -> Judged:
    """Return the verdict on a share: counts of part and whole, or the percentage as published."""
    period = claim.period
    if period is None or claim.where:
        return Judged(claim, "uncheckable", "no series has the share for what the text narrows it to")
    if claim.whole_value:
        stated = stated_whole(catalog, claim, measure, claim.whole_value, published)
        if stated is not None:
            return stated
    if claim.whole_period is not None:
        part, total = figure(catalog, measure.id, period), figure(catalog, measure.id, claim.whole_period)
        if part is not None and total is not None and total.value:
            share = Share(part, total, 100 * part.value / total.value, (*part.parts, *total.parts), "computed")
            fit = fit_share(claim.asserted, share.value)
            verdict: Verdict = "supported" if fit is Fit.YES else "approximate" if fit is Fit.NEAR else "wrong"
            return Judged(claim, verdict, _arithmetic(share), evidence=tuple(share_evidence(share, "now")))
    if measure.out_of and not measure.part_of:
        stated = stated_whole(catalog, claim, measure, measure.out_of, published)
        return stated or Judged(claim, "uncheckable", f"no official value of {named(measure)} {when(period)}")
    wholes = [whole for whole in _wholes(catalog, claim, measure) if whole.id != measure.id]
    if not wholes:
        return Judged(claim, "uncheckable", f"nothing says what {named(measure)} is a share of")
    tried = [_of_whole(catalog, claim, measure, whole, published) for whole in wholes]
    order = ("supported", "supported_at_publication", "disputed", "approximate")
    return min(tried, key=lambda j: order.index(j.verdict) if j.verdict in order else 9)


def _of_whole(catalog: Catalog, claim: Claim, measure: Measure, whole: Measure, published: date | None) -> Judged:
    period = claim.period
    assert period is not None
    then, now = share_known(catalog, measure.id, whole.id, period, published)
    if not then and not now:
        then, now = _near(catalog, measure, whole, period, published)
    rest_then, rest_now = _from_complement(catalog, measure, whole, period, published)
    then, now = [*then, *rest_then], [*now, *rest_now]
    if not then and not now:
        return Judged(
            claim, "uncheckable", f"no official value of {named(measure)} as a share of {named(whole)} {when(period)}"
        )
    fits = [
        (fit_share(claim.asserted, s.value), s, role)
        for group, role in ((then, "as then known"), (now, "now"))
        for s in group
    ]
    fit, best, role = max(fits, key=lambda f: f[0])
    reason = _arithmetic(best)
    lines = tuple(share_evidence(best, role))
    if fit is Fit.YES:
        later = [s for s in now if fit_share(claim.asserted, s.value) is not Fit.YES]
        if role == "as then known" and now and len(later) == len(now):
            return Judged(claim, "supported_at_publication", f"{reason}; now {percent(now[0].value)}", evidence=lines)
        printed = [s for s in now or then if s.how == "published"]
        if printed and best.how != "published" and abs(printed[0].value - best.value) > 3:
            beside = tuple(share_evidence(printed[0], "as published"))
            return Judged(
                claim,
                "disputed",
                f"{reason}, but {percent(printed[0].value)} as published: the definitions differ",
                evidence=lines + beside,
            )
        return Judged(claim, "supported", reason, evidence=lines)
    if fit is Fit.NEAR:
        fix = _correction(best, measure, whole, period)
        return Judged(claim, "approximate", reason, fix, evidence=lines)
    swapped = _other_class(catalog, claim, measure, whole, period, published)
    fix = _correction(best, measure, whole, period)
    if swapped is not None:
        other, share = swapped
        hold = WouldHold(other.id, period, round(share.value, 2), how="another class")
        told = f"{percent(share.value)} is the share of {named(other)}, not of {named(measure)}; {reason}"
        return Judged(claim, "misleading", told, fix, hold, lines + tuple(share_evidence(share, "nearest")))
    return Judged(claim, "wrong", f"{asserted(claim)}, but {reason}", fix, None, lines)


def _wholes(catalog: Catalog, claim: Claim, measure: Measure) -> list[Measure]:
    """Return what the share may be of: the measure the text names, else the natural whole and what that is part of."""
    table = measures(catalog)
    if claim.whole in table:
        return [table[claim.whole]]
    found = []
    parent = table.get(measure.part_of)
    while parent is not None:
        found.append(parent)
        parent = table.get(parent.part_of)
    return found


def _near(
    catalog: Catalog, part: Measure, whole: Measure, period: Period, published: date | None
) -> tuple[list[Share], list[Share]]:
    """Return shares of a stock on the published day nearest to the one asked for."""
    result: list[list[Share]] = []
    for day in (published, None):
        top, bottom = known(catalog, part.id, period, day), known(catalog, whole.id, period, day)
        figures = (top.then or top.now, bottom.then or bottom.now)
        if figures[0] and figures[1] and figures[0].period == figures[1].period and figures[1].value:
            share = Share(
                figures[0],
                figures[1],
                100 * figures[0].value / figures[1].value,
                (*figures[0].parts, *figures[1].parts),
                "computed",
            )
            result.append([share])
        else:
            result.append([])
    return result[0] if published else [], result[1]


def _from_complement(
    catalog: Catalog, part: Measure, whole: Measure, period: Period, published: date | None
) -> tuple[list[Share], list[Share]]:
    """Return 100 minus the published share of the rest, then and now, where only that is in print."""
    rest = measures(catalog).get(part.complement) if part.complement else None
    if rest is None or figure(catalog, part.id, period, published) is not None:
        return [], []
    then, now = share_known(catalog, rest.id, whole.id, period, published)

    def left(shares: list[Share]) -> list[Share]:
        return [Share(None, None, 100 - s.value, s.parts, "rest of the published share") for s in shares[:1]]

    return left(then), left(now)


def _other_class(
    catalog: Catalog, claim: Claim, measure: Measure, whole: Measure, period: Period, published: date | None
) -> tuple[Measure, Share] | None:
    """Return another class of the same whole that has the number: only for a share precise enough to be no accident."""
    if claim.asserted.hedge != "exact" or claim.asserted.value is None or claim.asserted.value % 10 == 0:
        return None
    table = measures(catalog)
    for other in table.values():
        if other is measure or other.part_of != whole.id:
            continue
        then, now = share_known(catalog, other.id, whole.id, period, published)
        if not then and not now and other.nature in ("stock", "average"):
            then, now = _near(catalog, other, whole, period, published)
        for share in (*then, *now):
            if fit_share(claim.asserted, share.value) is Fit.YES and abs(share.value - claim.asserted.value) <= 0.6:
                return other, share
            if other.id.endswith("convicted") and abs(100 - share.value - claim.asserted.value) <= 0.6:
                return other, Share(share.part, share.whole, 100 - share.value, share.parts, "the rest")
    return None


def _arithmetic(share: Share) -> str:
    if share.part is not None and share.whole is not None:
        return (
            f"{number(share.part.value)} of {number(share.whole.value)} = {percent(share.value)} "
            f"{when(share.part.period)} ({cited(share.part)})"
        )
    value = share.parts[0]
    return f"{percent(share.value)} ({value.document or value.publisher}; {share.how})"


def _correction(share: Share, measure: Measure, whole: Measure, period: Period) -> str:
    source = cited(share.part) if share.part else (share.parts[0].document or share.parts[0].publisher)
    return f"{percent(share.value)} is the share of {named(measure)} in {named(whole)} {when(period)} ({source})."


def stated_whole(
    catalog: Catalog, claim: Claim, measure: Measure, whole: float, published: date | None
) -> Judged | None:
    """Return the verdict on a share of a number that the text gives (`41 percent of the 3,181 jurisdictions`)."""
    if claim.period is None or not whole:
        return None
    found: Known = known(catalog, measure.id, claim.period, published)
    if found.best is None and measure.stand_in:
        found = known(catalog, measure.stand_in, claim.period, published)
    for held in (found.then, found.now):
        if held is None:
            continue
        value = 100 * held.value / whole
        fit = fit_share(claim.asserted, value)
        reason = f"{number(held.value)} of {number(whole)} = {percent(value)} ({cited(held)})"
        lines = tuple(evidence(held, "part"))
        if fit is not Fit.NO:
            return Judged(claim, "supported" if fit is Fit.YES else "approximate", reason, evidence=lines)
        if not claim.whole_value:
            return Judged(claim, "wrong", reason, f"{reason}.", evidence=lines)
    return None
