"""Spans: the time over which a number that stands on a day is said to have changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tallybook.base.periods import Period
from tallybook.claims.model import Claim


def over_span(claim: Claim) -> Claim:
    """Return the claim with the time from one day to the other as its period, where it compares two single days.

    What was added counts from the day after the first; a percentage or a multiple is of the first day itself.
    """
    period, base = claim.period, claim.base_period
    if claim.kind not in ("change", "ratio") or period is None or base is None:
        return claim
    if period.start != period.end or base.start != base.end or base.end >= period.end:
        return claim
    added = claim.kind == "change" and claim.asserted.unit not in ("percent", "percentage points")
    return replace(claim, period=Period(base.end + timedelta(days=1) if added else base.end, period.end))
