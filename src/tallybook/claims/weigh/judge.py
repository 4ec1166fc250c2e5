"""The judge: each claim to the weighing of its kind, then the caveats that apply."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from tallybook.base.catalog import Catalog
from tallybook.base.periods import Kind, fiscal_year_of
from tallybook.claims.model import CaveatNote, Claim, Judged
from tallybook.claims.weigh.comparisons import weigh_comparison
from tallybook.claims.weigh.counts import weigh_count
from tallybook.claims.weigh.dates import weigh_date, weigh_definition
from tallybook.claims.weigh.each import weigh_each
from tallybook.claims.weigh.naming import misnamed
from tallybook.claims.weigh.ranks import weigh_rank
from tallybook.claims.weigh.rates import weigh_rate
from tallybook.claims.weigh.replayed import replayed
from tallybook.claims.weigh.say import named
from tallybook.claims.weigh.shares import weigh_share
from tallybook.claims.weigh.spans import over_span
from tallybook.measures.measure import Measure, measures


def judge(catalog: Catalog, claims: Sequence[Claim], published: date | None) -> list[Judged]:
    """Return a verdict for each claim; a comparison may rest on the counts judged before it."""
    found: dict[str, Judged] = {}
    counts: list[Judged] = []
    compared = ("change", "ratio")
    for claim in (*(c for c in claims if c.kind not in compared), *(c for c in claims if c.kind in compared)):
        here = bisect_right(counts, claim.end + _AHEAD, key=_start) if claim.kind in compared else 0
        judged = _weigh(catalog, claim, published, counts[max(0, here - _BACK) : here])
        measure = measures(catalog).get(judged.claim.measure or "")
        found[claim.id] = replace(
            judged,
            claim=over_span(judged.claim),
            evidence=(*judged.evidence, *replayed(catalog, judged)),
            caveats=tuple(_caveats(catalog, judged, published)),
            reported_as=measure.reported_as if measure else "",
        )
        if claim.kind == "count" and claim.asserted.value:
            counts.append(found[claim.id])
    return [found[claim.id] for claim in claims]


_AHEAD, _BACK = 200, 40
"""How far behind a comparison, in characters, and how many counts back the numbers it may rest on can stand."""


def _start(judged: Judged) -> int:
    return judged.claim.start


_HOLDS = ("supported", "supported_at_publication")


def _weigh(catalog: Catalog, claim: Claim, published: date | None, said: Sequence[Judged]) -> Judged:
    """Weigh the likeliest reading; where it fails and the words leave others open, take the first that holds."""
    if claim.modal and claim.kind in ("count", "share", "rate", "ratio", "change", "rank"):
        return Judged(claim, "uncheckable", "a projection, a plan, a target or a supposition, not a count")
    if claim.narrowed:
        return _of_a_part(catalog, claim)
    first = _weigh_one(catalog, claim, published, ())
    if first.verdict in _HOLDS:
        return first
    readings = claim.readings if claim.attribution.stance != "rejected" else ()
    open_to = [(claim.measure, period, base) for period, base in readings]
    open_to += [
        (name, period, base) for name in claim.also for period, base in ((claim.period, claim.base_period), *readings)
    ]
    answered = first if first.verdict != "uncheckable" else None
    for name, period, base in open_to:
        moved = replace(claim, measure=name, period=period, base_period=base, readings=(), also=())
        other = _weigh_one(catalog, moved, published, ())
        if other.verdict in _HOLDS:
            return other
        if answered is None and other.verdict != "uncheckable":
            answered = other
    if claim.kind in ("change", "ratio") and said:
        inner = _weigh_one(catalog, claim, published, said)
        if inner.verdict in _HOLDS or (inner.verdict == "misleading" and first.verdict != "approximate"):
            return inner
    if answered is None:
        for name in claim.fallback:
            for period, base in ((claim.period, claim.base_period), *readings):
                other = _weigh_one(
                    catalog, replace(claim, measure=name, period=period, base_period=base), published, ()
                )
                if other.verdict != "uncheckable":
                    return other
    return answered or first


def _of_a_part(catalog: Catalog, claim: Claim) -> Judged:
    """Return a number of a part that no series counts: on another subject than the measure, equal to it or not."""
    measure = measures(catalog).get(claim.measure or "")
    of = f" of {named(measure)}" if measure is not None else ""
    reason = f"the words narrow it (“{claim.narrowed}”): no official value{of} is held for that part"
    return Judged(replace(claim, measure=None, where={}), "uncheckable", reason)


def _weigh_one(catalog: Catalog, claim: Claim, published: date | None, said: Sequence[Judged]) -> Judged:
    measure = measures(catalog).get(claim.measure or "")
    if measure is None:
        return Judged(claim, "uncheckable", "no series is about this")
    if measure.id == "definition.fiscal_year":
        return weigh_definition(claim)
    if claim.kind == "date":
        return weigh_date(catalog, claim, measure)
    if claim.kind == "count":
        judged = weigh_each(catalog, claim, measure, published) if claim.each else None
        return misnamed(judged or weigh_count(catalog, claim, measure, published), measure)
    if claim.kind == "rate":
        return misnamed(weigh_rate(catalog, claim, measure, published), measure)
    if claim.kind == "share":
        return misnamed(weigh_share(catalog, claim, measure, published), measure)
    if claim.kind in ("change", "ratio"):
        return weigh_comparison(catalog, claim, measure, published, said)
    if claim.kind == "rank":
        return weigh_rank(catalog, claim, measure, published)
    return Judged(claim, "uncheckable", f"no weighing for a claim of kind {claim.kind}")


def _caveats(catalog: Catalog, judged: Judged, published: date | None) -> list[CaveatNote]:
    try:
        from tallybook.measures.caveat import caveats_for
    except ImportError:
        return []
    measure = measures(catalog).get(judged.claim.measure or "")
    if measure is None:
        return []
    found = caveats_for(catalog, context(judged, measure, published))
    return [CaveatNote(c.id, c.text, c.sources[0]) for c in found]


def context(judged: Judged, measure: Measure, published: date | None) -> dict[str, object]:
    """Return what a caveat's condition may ask about a claim."""
    claim, evidence = judged.claim, judged.evidence
    values = {e.value for e in evidence if e.measure == measure.id and e.period == claim.period}
    facts: dict[str, object] = {
        "measure": measure.id, "agency": measure.agency, "family": measure.family, "kind": claim.kind,
        "unit": claim.asserted.unit, "value": claim.asserted.value, "published": published,
        "people": measure.events_not_people and claim.asserted.unit in ("people", "families"),
        "rule": measure.records.rule if measure.records else None, "vintages": len(values) or None,
    }  # fmt: skip
    if claim.period is not None:
        facts |= {"period_kind": str(claim.period.kind), "start": claim.period.start, "end": claim.period.end}
        if claim.period.kind is Kind.FISCAL_YEAR:
            facts["fiscal_year"] = fiscal_year_of(claim.period.end)
    if claim.base_period is not None:
        facts |= {"base_start": claim.base_period.start, "base_end": claim.base_period.end}
        if claim.base_period.kind is Kind.FISCAL_YEAR:
            facts["base_fiscal_year"] = fiscal_year_of(claim.base_period.end)
        facts["spans_break"] = any(
            claim.base_period.end < b.day <= claim.period.end for b in measure.breaks if claim.period is not None
        )
    if evidence:
        facts["basis"] = "recalled" if any(e.basis == "recalled" for e in evidence) else "quoted"
        facts["status"] = evidence[0].status
    return {name: fact for name, fact in facts.items() if fact is not None}
