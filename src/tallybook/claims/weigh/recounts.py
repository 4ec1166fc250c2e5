"""Recounts of the record beside a claim: the count by the measure's own rule, and a rule under which it holds."""

from __future__ import annotations

from dataclasses import replace

from tallybook.base.catalog import Catalog
from tallybook.claims.model import Claim, Evidence, Judged, Verdict, WouldHold
from tallybook.claims.weigh.fit import Fit, fit_count
from tallybook.claims.weigh.say import asserted, number, when
from tallybook.measures.recounted import Recounted, recounted
from tallybook.records.store import Store

NARROWED_BY = {"citizenship": "citizenship", "office": "area_of_responsibility"}
"""What a text can narrow a count to that the records tell too, and their name for it."""


def with_recounts(catalog: Catalog, judged: Judged, store: Store | None = None) -> Judged:
    """Return a judged claim with the recount of its period among the evidence, where the record was counted.

    A published value decides where there is one; a count that fails but equals the record by another rule is misleading
    and said to hold under that rule. Where none is held, a recount that wholly covers the period decides.
    """
    claim = judged.claim
    if claim.kind != "count" or claim.measure is None or claim.period is None or claim.modal or claim.each:
        return judged
    if not set(claim.where) <= set(NARROWED_BY):
        return judged
    condition = " and ".join(f"{NARROWED_BY[name]} = {_literal(value)}" for name, value in claim.where.items())
    counted = recounted(catalog, claim.measure, claim.period, store, condition)
    if not counted:
        return judged
    if judged.verdict == "uncheckable" and not judged.evidence and counted[0].is_default and counted[0].complete:
        return _by_record(judged, counted)
    evidence = [_evidence(one, "") for one in counted if one.is_default]
    same = _same(claim, counted)
    if same is not None:
        evidence.append(_evidence(same, "nearest"))
    judged = replace(judged, evidence=(*judged.evidence, *evidence))
    if (
        same is None
        or judged.would_hold_for is not None
        or judged.verdict not in ("wrong", "misleading", "approximate")
    ):
        return judged
    official = judged.reason.partition("; ")[2] or judged.reason
    reason = f"{number(same.value)} is the record counted by another rule ({same.rule_title}); {official}"
    return replace(judged, verdict="misleading", reason=reason, would_hold_for=_would(claim, same))


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _same(claim: Claim, counted: tuple[Recounted, ...]) -> Recounted | None:
    """Return the count by another rule that the text repeats to the digit."""
    return next(
        (c for c in counted if not c.is_default and c.complete and c.value == claim.asserted.value != counted[0].value),
        None,
    )


def _would(claim: Claim, one: Recounted) -> WouldHold:
    assert claim.measure is not None
    assert claim.period is not None
    return WouldHold(claim.measure, claim.period, one.value, rule=one.rule, how=f"counted {one.rule_title}")


def _by_record(judged: Judged, counted: tuple[Recounted, ...]) -> Judged:
    """Return the verdict by the record alone: no publisher has given a figure for the period."""
    claim, own = judged.claim, counted[0]
    cited = f"{own.release_title}, {own.rows:,} rows, counted {own.rule_title}"
    narrowed = "".join(f", {value}" for value in claim.where.values())
    reason = f"{number(own.value)} {when(claim.period)}{narrowed} by the record ({cited}); no published figure is held"
    lines = [_evidence(own, "now")]
    fit = fit_count(claim.asserted, own.value)
    same = _same(claim, counted) if fit is not Fit.YES else None
    if same is not None:
        reason = f"{number(same.value)} counted {same.rule_title}; {reason}"
        lines.append(_evidence(same, "nearest"))
    if fit is Fit.YES:
        return replace(judged, verdict="supported", reason=reason, evidence=tuple(lines))
    verdict: Verdict = "misleading" if same is not None else "approximate" if fit is Fit.NEAR else "wrong"
    fix = f"The record has {number(own.value)} {when(claim.period)}{narrowed}, not {asserted(claim)} ({cited})."
    would = _would(claim, same) if same is not None else None
    return replace(judged, verdict=verdict, reason=reason, correction=fix, would_hold_for=would, evidence=tuple(lines))


def _evidence(one: Recounted, role: str) -> Evidence:
    return Evidence(
        kind="recount",
        measure=one.measure,
        period=one.period,
        value=one.value,
        unit=one.unit,
        vintage=one.release,
        document=one.release_title + (" (shipped recount)" if one.shipped else ""),
        url=one.where,
        status="record_count",
        basis="counted",
        rule=one.rule,
        rows=one.rows,
        complete=one.complete,
        role=role,
    )
