"""Naming: a number that is right, said of the wrong thing (`276,181 people were jailed on detainers`)."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from tallybook.claims.model import Judged
from tallybook.measures.measure import Measure

_HOLDS = ("supported", "supported_at_publication", "approximate")


def misnamed(judged: Judged, measure: Measure) -> Judged:
    """Return the verdict, made `misleading` where the words beside a right number name something else."""
    if judged.verdict not in _HOLDS:
        return judged
    whole = _YEARLY.search(judged.claim.clause) if measure.nature == "stock" and judged.claim.kind == "count" else None
    if whole is not None and judged.claim.period is not None and judged.claim.period.days <= 31:
        reason = f'a count of one day, said of a year ("{whole[0]}"): {judged.reason}'
        return replace(judged, verdict="misleading", reason=reason, correction=f"{measure.title}: {judged.reason}.")
    if not measure.misnamed:
        return judged
    found = _pattern(measure.misnamed).search(judged.claim.clause)
    if found is None or _denied(judged.claim.clause, found.start()):
        return judged
    reason = f'the number is {measure.title}; "{found[0]}" says something else: {judged.reason}'
    fix = f"{measure.title}: {judged.reason}."
    return replace(judged, verdict="misleading", reason=reason, correction=judged.correction or fix)


_YEARLY = re.compile(
    r"\b(?:all year|over the year|during the year|in a year|the (?:whole|entire) year"
    r"|throughout the year|in all of \d{4})\b",
    re.I,
)


def _denied(clause: str, at: int) -> bool:
    return re.search(r"\b(?:not|never|without|no|n['’]t)\s+(?:\w+\s+)?\Z", clause[:at], re.I) is not None


@lru_cache(maxsize=256)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    joined = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{joined})(?![\w-])", re.I)
