"""Recounts of the record beside a claim: the count by the measure's own rule, and a rule under which it holds."""

from __future__ import annotations

from dataclasses import replace

from tallybook.base.catalog import Catalog
from tallybook.claims.model import Evidence, Judged, WouldHold
from tallybook.measures.recounted import Recounted, recounted


def with_recounts(catalog: Catalog, judged: Judged) -> Judged:
    """Return a judged claim with the recount of its year among the evidence, where the record was counted.

    A count that fails but equals the record by another rule is said to hold under that rule. No verdict changes: only
    published values are official.
    """
    claim = judged.claim
    if claim.kind != "count" or claim.measure is None or claim.period is None or claim.where:
        return judged
    counted = recounted(catalog, claim.measure, claim.period)
    if not counted:
        return judged
    evidence = [_evidence(one, "") for one in counted if one.is_default]
    would = judged.would_hold_for
    same = next(
        (c for c in counted if not c.is_default and c.complete and c.value == claim.asserted.value != counted[0].value),
        None,
    )
    if same is not None:
        evidence.append(_evidence(same, "nearest"))
        if would is None and judged.verdict in ("wrong", "misleading", "approximate"):
            would = WouldHold(claim.measure, claim.period, same.value, rule=same.rule, how=f"counted {same.rule_title}")
    return replace(judged, evidence=(*judged.evidence, *evidence), would_hold_for=would)


def _evidence(one: Recounted, role: str) -> Evidence:
    return Evidence(
        kind="recount",
        measure=one.measure,
        period=one.period,
        value=one.value,
        unit=one.unit,
        vintage=one.release,
        document=one.release_title,
        url=one.where,
        status="record_count",
        rule=one.rule,
        rows=one.rows,
        complete=one.complete,
        role=role,
    )
