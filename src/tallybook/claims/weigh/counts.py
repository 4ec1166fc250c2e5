"""Counts: does the number equal what was published for that measure and period?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tallybook.base.catalog import Catalog
from tallybook.base.periods import Period
from tallybook.claims.model import Claim, Evidence, Judged, Verdict
from tallybook.claims.weigh.alternatives import Alternative, alternatives
from tallybook.claims.weigh.fit import Fit, fit_count, is_rounded
from tallybook.claims.weigh.known import Known, evidence, inside, known, others, unfinished
from tallybook.claims.weigh.say import asserted, cited, correction, named, number, when
from tallybook.measures.figures import STOCK, Figure
from tallybook.measures.measure import Measure, measures
from tallybook.measures.series import Value, has_series, series

_RECORD_WORDS = (
    "row",
    "record",
    "file",
    "departure date",
    "departed",
    "case by case",
    "case-by-case",
    "dataset",
    "spreadsheet",
)


def weigh_count(catalog: Catalog, claim: Claim, measure: Measure, published: date | None) -> Judged:
    """Return the verdict on a count: as then known, as it stands now, as another vintage or definition has it."""
    period = claim.period
    if claim.where:
        return _narrowed(catalog, claim, measure, published)
    if measure.nature == "claim":
        return _of_claim(catalog, claim, measure)
    if period is None:
        return _undated(catalog, claim, measure)
    found = known(catalog, measure.id, period, published)
    if claim.asserted.unit == "families":
        return _families(catalog, claim, measure, found)
    best = found.best
    held = _vintages(catalog, measure, period)
    if best is None and not held:
        return _unanswered(catalog, claim, measure, published)
    lines = [
        *(evidence(found.then, "as then known") if found.then else []),
        *(evidence(found.now, "now") if found.now else []),
    ]
    then = fit_count(claim.asserted, found.then.value) if found.then else Fit.NO
    now = fit_count(claim.asserted, found.now.value) if found.now else Fit.NO
    if then is Fit.YES and found.then is not None:
        verdict: Verdict = "supported"
        if found.now is not None and now is not Fit.YES:
            verdict = "supported_at_publication"
        return Judged(claim, verdict, _equal(claim, found.then, found), evidence=tuple(lines))
    exact = claim.asserted.hedge == "exact" and not is_rounded(claim.asserted)
    other = _other_vintage(claim, held, published)
    if now is Fit.YES and found.now is not None and (other is None or not exact or other.value == found.now.value):
        return Judged(claim, "supported", _equal(claim, found.now, found), evidence=tuple(lines))
    if other is not None:
        return _by_vintage(claim, other, found, lines, held)
    if best is not None and unfinished(measure, period, published) and found.then is None:
        running = alternatives(catalog, claim, measure, published)
        if running and running[0].misleading:
            return failed(claim, measure, None, running, lines)
        return Judged(
            claim,
            "uncheckable",
            f"{period.words} was not over on the document's date: a projection, not a count",
            evidence=tuple(lines),
        )
    near = max(then, now)
    choices = alternatives(catalog, claim, measure, published)
    if near is Fit.NEAR and not (choices and exact):
        figure = found.then if then is Fit.NEAR else found.now
        assert figure is not None
        reason = (
            f"{number(figure.value)} {when(figure.period)} ({cited(figure)}): {asserted(claim)} is close, not equal"
        )
        return Judged(claim, "approximate", reason, correction(measure, figure), evidence=tuple(lines))
    return failed(claim, measure, best, choices, lines)


def _equal(claim: Claim, figure: Figure, found: Known) -> str:
    reason = f"{number(figure.value)} {when(figure.period)} ({cited(figure)})"
    if found.near:
        reason += f"; the published day nearest to {claim.period.words if claim.period else 'it'}"
    if found.revised and found.now is not None:
        reason += f"; now {number(found.now.value)} ({cited(found.now)})"
    return reason


def _vintages(catalog: Catalog, measure: Measure, period: Period) -> list[Figure]:
    held = others(catalog, measure.id, period)
    held += [f for f in _worded(catalog, measure, period) if f.value not in {h.value for h in held}]
    if measure.nature in STOCK and period.days > 1:
        held = held + inside(catalog, measure.id, period)
    return held


def _worded(catalog: Catalog, measure: Measure, period: Period) -> list[Figure]:
    """Return values whose window is given only in words, where the words name the period's year."""
    if not has_series(catalog, measure.id):
        return []
    year = str(period.end.year)
    return [
        Figure(measure.id, period, v.value, v.unit, (v,))
        for v in series(catalog, measure.id).values
        if v.period is None and year in v.period_note and v.unit == measure.unit
    ]


def _other_vintage(claim: Claim, held: list[Figure], published: date | None) -> Figure | None:
    """Return the vintage that the number was taken from: newest first, only exact agreement, known by then if dated."""
    for figure in reversed(held):
        value = figure.parts[0]
        if (
            published is not None
            and value.published is not None
            and value.published.first > published
            and value.official
        ):
            continue
        if claim.asserted.hedge in ("exact", "about", "nearly") and fit_count(claim.asserted, figure.value) is Fit.YES:
            return figure
    return None


def _latest_of(held: list[Figure], value: Value) -> Figure:
    """Return the newest figure by the same publisher."""
    house = value.publisher.split()[:1]
    return [f for f in held if f.parts[0].publisher.split()[:1] == house][-1]


def _by_vintage(claim: Claim, figure: Figure, found: Known, lines: list[Evidence], held: list[Figure]) -> Judged:
    value = figure.parts[0]
    lines = [*lines, *evidence(figure, "the vintage that has it")]
    now = found.now
    sentence = claim.sentence.casefold()
    if value.status == "withdrawn":
        verdict: Verdict = "supported" if any(w in sentence for w in _RECORD_WORDS) else "misleading"
        return Judged(
            claim, verdict, f"{number(figure.value)} is in {cited(figure)}, which was withdrawn", evidence=tuple(lines)
        )
    if value.value_type == "partial" or "stale" in value.note.casefold():
        return Judged(
            claim,
            "misleading",
            f"{number(figure.value)} is a part-year or stale figure: {value.note or value.period_note}",
            evidence=tuple(lines),
        )
    if value.status == "claim":
        return Judged(
            claim,
            "disputed",
            f"{number(figure.value)} is what {value.publisher} claimed ({cited(figure)}); no table supports it",
            evidence=tuple(lines),
        )
    if value.status in ("record_count", "research"):
        official = now if now is not None and now.official else None
        differs = now is not None and now.value != figure.value
        named = (
            any(w in sentence for w in _RECORD_WORDS)
            or not differs
            or (claim.asserted.step == 1 and claim.asserted.hedge == "exact")
        )
        if value.status == "record_count" and official is not None and differs and not named:
            reason = (
                f"official sources disagree: {number(official.value)} ({cited(official)}) and "
                f"{number(figure.value)} ({cited(figure)})"
            )
            return Judged(claim, "disputed", reason, evidence=tuple(lines))
        verdict = "supported"
        far = differs and now is not None and bool(now.value) and abs(figure.value / now.value - 1) > 0.05
        if differs and now is not None and (_older(figure, _latest_of(held, value)) or (far and _older(figure, now))):
            verdict = "supported_at_publication"
        return Judged(claim, verdict, f"{number(figure.value)} ({cited(figure)})", evidence=tuple(lines))
    if (
        now is not None
        and value.published is not None
        and now.parts[0].published is not None
        and value.published.last == now.parts[0].published.last
    ):
        return Judged(
            claim,
            "supported",
            f"{number(figure.value)} ({cited(figure)}), one of two values published that day",
            evidence=tuple(lines),
        )
    reason = f"{number(figure.value)} was published for {figure.period.words} ({cited(figure)})"
    if now is not None:
        reason += f"; now {number(now.value)} ({cited(now)})"
    return Judged(claim, "supported_at_publication", reason, evidence=tuple(lines))


def _older(a: Figure, b: Figure) -> bool:
    x, y = a.parts[0].published, b.parts[0].published
    return x is not None and (y is None or x.last < y.last)


def _narrowed(catalog: Catalog, claim: Claim, measure: Measure, published: date | None) -> Judged:
    """Return the verdict on a count of one citizenship; `uncheckable` for a place that no series is broken down by."""
    said = ", ".join(f"{name} {value}" for name, value in claim.where.items())
    country = claim.where.get("citizenship")
    found = (
        known(catalog, measure.id, claim.period, published, f"citizenship={country}")
        if country and claim.period
        else None
    )
    best = found.best if found else None
    if found is None or best is None:
        return Judged(claim, "uncheckable", f"no official value of {named(measure)} for {said} is held")
    lines = tuple(evidence(best, "as then known" if found.then else "now"))
    fits = [fit_count(claim.asserted, f.value) for f in (found.then, found.now) if f is not None]
    if max(fits) is Fit.NO:
        return failed(claim, measure, best, [], list(lines))
    verdict: Verdict = "supported" if max(fits) is Fit.YES else "approximate"
    return Judged(
        claim, verdict, f"{number(best.value)} for {said} {when(best.period)} ({cited(best)})", evidence=lines
    )


def _of_claim(catalog: Catalog, claim: Claim, measure: Measure) -> Judged:
    """Return the verdict on a number announced without a table: disputed where counts exist beside it."""
    held = series(catalog, measure.id).values if has_series(catalog, measure.id) else ()
    lines: list[Evidence] = []
    for value in held:
        if value.period is not None and fit_count(claim.asserted, value.value) is Fit.YES:
            lines = evidence(Figure(measure.id, value.period, value.value, value.unit, (value,)), "claimed")
    counted = next(
        (n for n in measure.confused_with if n in measures(catalog) and measures(catalog)[n].nature != "claim"), None
    )
    beside = known(catalog, counted, claim.period, None).now if counted and claim.period else None
    if beside is not None:
        lines += evidence(beside, "counted")
    told = f"{measure.title}: the publisher gave a claim without a table"
    if measure.family == "self_deported" or counted is None:
        return Judged(claim, "uncheckable", f"{told}; it is not a count", evidence=tuple(lines))
    return Judged(
        claim, "disputed", f"{told}; {named(measures(catalog)[counted])} are counted otherwise", evidence=tuple(lines)
    )


def _claimed(claim: Claim, choices: list[Alternative]) -> Alternative | None:
    """Return the agency's own unsupported claim that a number repeats, where the text lays it on no other agency."""
    for choice in choices:
        value = choice.figure.parts[0]
        if value.status == "claim" and not any(w in claim.clause for w in ("ICE ", "ICE's", "Immigration and Customs")):
            return choice
    return None


def failed(
    claim: Claim, measure: Measure, best: Figure | None, choices: list[Alternative], lines: list[Evidence]
) -> Judged:
    """Return `misleading` where another definition has the number, else `wrong`, with the correction."""
    fix = correction(measure, best) if best is not None else None
    base = (
        f"official: {number(best.value)} {when(best.period)} ({cited(best)})"
        if best is not None
        else "no official value"
    )
    said = _claimed(claim, choices)
    if said is not None:
        reason = (
            f"{number(said.figure.value)} is what {said.figure.parts[0].publisher} claimed "
            f"({cited(said.figure)}), without a table; {base}"
        )
        return Judged(claim, "disputed", reason, fix, said.would_hold(), (*lines, *evidence(said.figure, "claimed")))
    if choices:
        top = choices[0]
        lines = [*lines, *evidence(top.figure, "nearest")]
        verdict: Verdict = "misleading" if top.misleading else "wrong"
        return Judged(claim, verdict, f"{top.reason}; {base}", fix, top.would_hold(), tuple(lines))
    return Judged(claim, "wrong", f"{asserted(claim)} matches no official value; {base}", fix, None, tuple(lines))


def _families(catalog: Catalog, claim: Claim, measure: Measure, found: Known) -> Judged:
    figure = found.best
    lines = evidence(figure, "as then known") if figure else []
    del catalog
    if figure is not None and fit_count(replace(claim.asserted, hedge="about"), figure.value) is not Fit.NO:
        fix = correction(measure, figure)
        reason = (
            f"{number(figure.value)} {when(figure.period)} counts {figure.unit}, events of single persons, not families"
        )
        return Judged(claim, "misleading", reason, fix, None, tuple(lines))
    reason = "the series counts events of single persons; none counts families"
    return Judged(claim, "wrong" if figure else "uncheckable", reason, None, None, tuple(lines))


def _undated(catalog: Catalog, claim: Claim, measure: Measure) -> Judged:
    held = series(catalog, measure.id).values if has_series(catalog, measure.id) else ()
    for value in held:
        if fit_count(claim.asserted, value.value) is Fit.YES:
            period = value.period or Period(date(1900, 1, 1), date(2100, 1, 1))
            figure = Figure(measure.id, period, value.value, value.unit, (value,))
            return Judged(
                claim, "supported", f"{number(value.value)} ({cited(figure)})", evidence=tuple(evidence(figure, "now"))
            )
    return Judged(claim, "uncheckable", "the text names no period for it and no series has the number")


def _unanswered(catalog: Catalog, claim: Claim, measure: Measure, published: date | None) -> Judged:
    from tallybook.claims.weigh.bounds import bounds

    choices = alternatives(catalog, claim, measure, published)
    if (
        claim.period is not None
        and unfinished(measure, claim.period, published)
        and not (choices and choices[0].misleading)
    ):
        return Judged(
            claim, "uncheckable", f"{claim.period.words} was not over on the document's date: a projection, not a count"
        )
    exact = claim.asserted.hedge == "exact"
    if choices and (choices[0].misleading or exact):
        return failed(claim, measure, None, choices, [])
    limits = bounds(catalog, claim, measure, published)
    if limits is not None:
        return limits
    what = f"no official value of {named(measure)} {when(claim.period)}"
    if measure.nature == "claim":
        return Judged(claim, "uncheckable", f"{what}: the publisher gave a claim without a table")
    return Judged(claim, "uncheckable", f"{what} is held")
