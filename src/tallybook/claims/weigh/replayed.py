"""Replays beside official shares: what the real records say of a priority, as the range they allow."""

from __future__ import annotations

from tallybook.base.catalog import Catalog
from tallybook.claims.model import Evidence, Judged
from tallybook.policies.replayed import FINDINGS
from tallybook.policies.shipped import ShippedReplay, beside


def replayed(catalog: Catalog, judged: Judged) -> tuple[Evidence, ...]:
    """Return the ranges that replaying the records of a claim's period gives for its measure; often there are none.

    They stand beside the official value and decide nothing: the agency classifies by more than its records tell.
    """
    claim = judged.claim
    if claim.measure is None or claim.period is None or claim.kind not in ("share", "count"):
        return ()
    return tuple(_evidence(found) for found in beside(catalog, claim.measure, claim.period))


def _evidence(found: ShippedReplay) -> Evidence:
    name = found.policy + (f", {found.outcome.replace('_', ' ')}" if found.outcome else "")
    return Evidence(
        kind="policy",
        measure=found.measure,
        period=found.period,
        value=None,
        unit="percent",
        document=f"{found.low:.1f} to {found.high:.1f} percent: the records of {found.release} replayed through "
        f"{name}; {FINDINGS[found.findings]}",
        status="record_count",
        basis="counted",
        rule=found.rule,
        rows=found.records,
        role="range of the records",
    )
