"""Comparisons: changes and ratios between two periods of one measure, or between two numbers of the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tallybook.base.catalog import Catalog
from tallybook.base.periods import Kind, Period, fiscal_year
from tallybook.claims.model import Claim, Evidence, Judged, Verdict, WouldHold
from tallybook.claims.weigh.fit import Fit, fit_change, fit_count, fit_ratio
from tallybook.claims.weigh.known import Known, evidence, known, share_known, unfinished
from tallybook.claims.weigh.say import asserted, cited, named, number, percent, when
from tallybook.measures.figures import STOCK, Figure
from tallybook.measures.measure import Measure, measures


@dataclass(frozen=True)
class Pair:
    """The two figures of a comparison."""

    new: Figure
    old: Figure
    role: str


def weigh_comparison(
    catalog: Catalog, claim: Claim, measure: Measure, published: date | None, said: Sequence[Judged]
) -> Judged:
    """Return the verdict on a change or a ratio; `said` are the counts judged before it, whose arithmetic it may be."""
    if claim.where:
        return Judged(claim, "uncheckable", "no series has the comparison for what the text narrows it to")
    if claim.of_share or claim.asserted.unit == "percentage points":
        judged = _of_shares(catalog, claim, measure, published)
        if judged is not None:
            return judged
    pairs = _pairs(catalog, claim, measure, published)
    if claim.asserted.unit == "percentage points" and claim.kind == "change":
        for pair in pairs:
            if _fit(claim, pair) is Fit.YES:
                text = f"a count changes by percent, not by percentage points: {_arithmetic(claim, pair)}"
                return Judged(claim, "misleading", text, _correction(claim, measure, pair), None, _lines(pair))
    same = claim.period == claim.base_period
    fits = [(_fit(claim, p), p) for p in pairs if not same]
    best = max(fits, key=lambda f: f[0], default=None)
    if best is not None and best[0] is Fit.YES:
        verdict: Verdict = "supported"
        if best[1].role == "as then known" and any(f is not Fit.YES and p.role == "now" for f, p in fits):
            verdict = "supported_at_publication" if _base_digits(claim) else "supported"
        return Judged(claim, verdict, _arithmetic(claim, best[1]), evidence=_lines(best[1]))
    inner = _of_text(catalog, claim, said)
    if inner is not None:
        return inner
    if claim.period is not None and unfinished(measure, claim.period, published) and not pairs:
        return Judged(claim, "uncheckable", f"{claim.period.words} was not over on the document's date: a projection")
    daily = _by_day(catalog, claim, measure, published)
    if best is None:
        return daily or Judged(claim, "uncheckable", f"no two official values of {named(measure)} to compare")
    if best[0] is Fit.NEAR:
        return Judged(
            claim,
            "approximate",
            _arithmetic(claim, best[1]),
            _correction(claim, measure, best[1]),
            evidence=_lines(best[1]),
        )
    fix = _correction(claim, measure, best[1])
    hold = _other_base(catalog, claim, measure, published)
    if hold is not None:
        return Judged(
            claim,
            "misleading" if hold[1] else "wrong",
            f"{hold[2]}; {_arithmetic(claim, best[1])}",
            fix,
            hold[0],
            _lines(best[1]),
        )
    return Judged(claim, "wrong", f"{asserted(claim)}, but {_arithmetic(claim, best[1])}", fix, None, _lines(best[1]))


def _pairs(catalog: Catalog, claim: Claim, measure: Measure, published: date | None) -> list[Pair]:
    if claim.period is None or claim.base_period is None:
        return []
    new, old = _stood_in(catalog, measure, claim.period, claim.base_period, published)
    new, old = _averaged(new, old, measure)
    found = []
    if new.then and old.then:
        found.append(Pair(new.then, old.then, "as then known"))
    if new.now and old.now:
        found.append(Pair(new.now, old.now, "now"))
    if not found and (new.best and old.best):
        found.append(Pair(new.best, old.best, "now"))
    return found


def _stood_in(
    catalog: Catalog, measure: Measure, period: Period, base: Period, published: date | None
) -> tuple[Known, Known]:
    """Return the figures of the measure, or, where it lacks one, both of the measure that may stand in for it."""
    new, old = known(catalog, measure.id, period, published), known(catalog, measure.id, base, published)
    if (new.best is None or old.best is None) and measure.stand_in:
        other = known(catalog, measure.stand_in, period, published), known(catalog, measure.stand_in, base, published)
        if other[0].best is not None and other[1].best is not None:
            return other
    return new, old


def _averaged(new: Known, old: Known, measure: Measure) -> tuple[Known, Known]:
    """Compare a year with several years by their yearly average."""
    if measure.nature in STOCK:
        return new, old

    def per_year(figure: Figure | None) -> Figure | None:
        years = figure.period.fiscal_years() if figure else []
        if figure is None or len(years) < 2:
            return figure
        return replace(figure, value=figure.value / len(years), how="yearly average")

    return Known(per_year(new.then), per_year(new.now)), Known(per_year(old.then), per_year(old.now))


def _fit(claim: Claim, pair: Pair) -> Fit:
    if not pair.old.value:
        return Fit.NO
    ratio = pair.new.value / pair.old.value
    if claim.kind == "ratio":
        return _fit_ratio(claim, ratio)
    if claim.asserted.unit in ("percent", "percentage points"):
        return fit_change(claim.asserted, 100 * (ratio - 1))
    return fit_count(claim.asserted, pair.new.value - pair.old.value)


_HALVED = re.compile(r"\bhalv(?:ed|es|ing)\b|\bcut in half\b", re.I)


def _fit_ratio(claim: Claim, ratio: float) -> Fit:
    """Return how a ratio agrees: `more than halved` says less than half, `more than half as many` says more."""
    said = claim.asserted
    if (
        said.value is not None
        and said.value < 1
        and said.hedge in ("more_than", "at_least")
        and _HALVED.search(claim.quote)
    ):
        said = replace(said, hedge="less_than")
    return fit_ratio(said, ratio)


def _arithmetic(claim: Claim, pair: Pair) -> str:
    new, old = pair.new, pair.old
    if claim.kind == "ratio":
        result = f"{new.value / old.value:.2f}" if old.value else "undefined"
        text = f"{number(new.value)} / {number(old.value)} = {result}"
    elif claim.asserted.unit in ("percent", "percentage points"):
        text = (
            f"{number(old.value)} to {number(new.value)} = {100 * (new.value / old.value - 1):+.1f}%"
            if old.value
            else "undefined"
        )
    else:
        text = f"{number(new.value)} - {number(old.value)} = {number(new.value - old.value)}"
    return f"{text} ({_short(new.period)} against {_short(old.period)}; {cited(new)})"


def _short(period: Period) -> str:
    return period.label.removeprefix("as of ")


def _lines(pair: Pair) -> tuple[Evidence, ...]:
    return (*evidence(pair.new, pair.role), *evidence(pair.old, "base"))


def _base_digits(claim: Claim) -> bool:
    return claim.asserted.step < 1


def _correction(claim: Claim, measure: Measure, pair: Pair) -> str:
    del claim
    change = 100 * (pair.new.value / pair.old.value - 1) if pair.old.value else 0.0
    return (
        f"{measure.title} went from {number(pair.old.value)} {when(pair.old.period)} to {number(pair.new.value)} "
        f"{when(pair.new.period)}, a change of {change:+.1f}% ({cited(pair.new)})."
    )


def _of_shares(catalog: Catalog, claim: Claim, measure: Measure, published: date | None) -> Judged | None:
    """Weigh a change of a share, in points and in percent, and say which of the two the number is."""
    whole = measures(catalog).get(measure.part_of) if measure.part_of else None
    if whole is None or claim.period is None or claim.base_period is None:
        return None
    found = []
    for day in (published, None) if published else (None,):
        new_then, new_now = share_known(catalog, measure.id, whole.id, claim.period, day)
        old_then, old_now = share_known(catalog, measure.id, whole.id, claim.base_period, day)
        new, old = new_then or new_now, old_then or old_now
        found += [(a, b) for a in new for b in old]
    if not found:
        return None
    points = claim.asserted.unit == "percentage points"
    misread = None
    for new_share, old_share in found:
        moved = new_share.value - old_share.value
        relative = 100 * (new_share.value / old_share.value - 1) if old_share.value else 0.0
        text = f"{percent(old_share.value)} to {percent(new_share.value)} = {moved:+.1f} points, {relative:+.1f}%"
        lines = tuple(
            e
            for s in (new_share, old_share)
            for p in s.parts
            for e in evidence(Figure(p.measure, p.period or claim.period, p.value, p.unit, (p,)), "part")
        )
        fit = fit_change(claim.asserted, moved if points else relative)
        if fit is Fit.YES:
            return Judged(claim, "supported", text, evidence=lines)
        if fit_change(claim.asserted, relative if points else moved) is Fit.YES:
            hold = WouldHold(
                measure.id,
                claim.period,
                round(moved, 2),
                how="the number is in percentage points" if not points else "the number is in percent",
            )
            misread = Judged(
                claim,
                "misleading",
                f"percentage points and percent are confused: {text}",
                f"The share went from {text}.",
                hold,
                lines,
            )
        elif misread is None:
            misread = Judged(
                claim, "approximate" if fit is Fit.NEAR else "wrong", text, f"The share went from {text}.", None, lines
            )
    return misread


def _of_text(catalog: Catalog, claim: Claim, said: Sequence[Judged]) -> Judged | None:
    """Weigh a comparison by the numbers of the paragraph: right arithmetic on supported numbers holds."""
    if claim.asserted.hedge not in ("exact", "about", "nearly"):
        return None
    counts = list(said)
    for i, later in enumerate(reversed(counts)):
        for earlier in reversed(counts[: len(counts) - 1 - i]):
            for new, old in ((later, earlier), (earlier, later)):
                a, b = new.claim.asserted.value, old.claim.asserted.value
                assert a is not None and b is not None
                if a == b or not _holds(claim, a, b):
                    continue
                if not _as_named(claim, new, old):
                    continue
                near = all(j.claim.paragraph in (claim.paragraph, claim.paragraph - 1) for j in (new, old))
                revised = new.claim.measure == old.claim.measure and new.claim.period == old.claim.period
                if not _exactly_said(new, old) or not (near or revised):
                    continue
                text = f"{number(a)} against {number(b)} = {100 * (a / b - 1):+.1f}%"
                lines = (*new.evidence[:1], *old.evidence[:1])
                good = all(j.verdict in ("supported", "supported_at_publication") for j in (new, old))
                claim = replace(claim, period=new.claim.period, base_period=old.claim.period, measure=new.claim.measure)
                if good and _same(catalog, new.claim.measure, old.claim.measure):
                    return Judged(
                        claim,
                        "supported",
                        f"{text}: the arithmetic of the text's own numbers, both published",
                        evidence=lines,
                    )
                if good and new.claim.sentence == old.claim.sentence == claim.sentence:
                    reason = (
                        f"{text}, but the two numbers are of different series ({new.claim.measure}, "
                        f"{old.claim.measure})"
                    )
                    return Judged(claim, "misleading", reason, None, None, lines)
    return None


def _as_named(claim: Claim, new: Judged, old: Judged) -> bool:
    """Whether one of two numbers of the text is of the base, where the words name it (`a third of FY19`)."""
    return not claim.base_named or claim.base_period in (old.claim.period, new.claim.period)


def _same(catalog: Catalog, a: str | None, b: str | None) -> bool:
    """Whether two measures may be compared: the same one, or one standing in for the other."""
    if a == b:
        return True
    table = measures(catalog)
    return (a in table and table[a].stand_in == b) or (b in table and table[b].stand_in == a)


def _exactly_said(new: Judged, old: Judged) -> bool:
    return all(j.claim.asserted.step <= 1 or j.claim.asserted.hedge == "exact" for j in (new, old))


def _holds(claim: Claim, a: float, b: float) -> bool:
    if claim.kind == "ratio":
        return _fit_ratio(claim, a / b) is Fit.YES
    if claim.asserted.unit in ("percent", "percentage points"):
        return fit_change(claim.asserted, 100 * (a / b - 1)) is Fit.YES
    return fit_count(claim.asserted, a - b) is Fit.YES


def _by_day(catalog: Catalog, claim: Claim, measure: Measure, published: date | None) -> Judged | None:
    """Compare a part of a year with a whole one by the day."""
    if claim.period is None or claim.base_period is None or claim.period.kind is not Kind.TO_DATE:
        return None
    pairs = _pairs(catalog, claim, measure, published)
    if not pairs:
        return None
    pair = pairs[0]
    new, old = pair.new.value / pair.new.period.days, pair.old.value / pair.old.period.days
    daily = Pair(replace(pair.new, value=new), replace(pair.old, value=old), pair.role)
    if _fit(claim, daily) is Fit.YES:
        return Judged(claim, "supported", f"by the day: {_arithmetic(claim, daily)}", evidence=_lines(pair))
    return None


def _other_base(
    catalog: Catalog, claim: Claim, measure: Measure, published: date | None
) -> tuple[WouldHold, bool, str] | None:
    """Return another base year or another agency's series for which the comparison would hold, and how it does."""
    if claim.period is None or claim.base_period is None or claim.period.kind is not Kind.FISCAL_YEAR:
        return None
    if claim.kind == "ratio" and claim.asserted.hedge != "exact":
        return None
    if claim.asserted.value is None or claim.asserted.step >= 5 or claim.kind == "ratio":
        return None
    table = measures(catalog)
    for name in measure.confused_with:
        other = table.get(name)
        if other is None:
            continue
        for pair in _pairs(catalog, claim, other, published):
            if _fit(claim, pair) is Fit.YES:
                how = f"it holds for {named(other)}: {_arithmetic(claim, pair)}"
                hold = WouldHold(
                    other.id, claim.period, pair.new.value, vintage=pair.new.vintage, how="another measure"
                )
                return hold, True, how
    base_year = claim.base_period.fiscal_years()
    if len(base_year) == 1:
        for year in (base_year[0] - 1, base_year[0] + 1):
            moved = replace(claim, base_period=fiscal_year(year))
            if moved.base_period == claim.period:
                continue
            for pair in _pairs(catalog, moved, measure, published):
                if _fit(claim, pair) is Fit.YES:
                    how = f"it holds against {fiscal_year(year).words}: {_arithmetic(claim, pair)}"
                    hold = WouldHold(
                        measure.id, claim.period, pair.new.value, vintage=pair.new.vintage, how="another base year"
                    )
                    return hold, False, how
    return None
