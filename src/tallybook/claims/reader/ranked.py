"""Ranked: the period of a statement of order, and what it reaches back to."""

from __future__ import annotations

import re
from dataclasses import replace

from tallybook.base.periods import Period, fiscal_year
from tallybook.claims.reader.clock import Time, number
from tallybook.claims.reader.near import base_like, named_near
from tallybook.claims.reader.scope import Reach, Sentence
from tallybook.claims.reader.setting import Setting
from tallybook.claims.reader.settling import (
    Reading,
    carried_period,
    latest_known,
    running_year,
    settled,
    year_before,
)
from tallybook.measures.measure import Measure


def ranked(setting: Setting, measure: Measure, unit: str = "", count: int = 1) -> Reading:
    """Return the period of a statement of order and, for `since` and comparisons, its base."""
    catalog, sentence, at, discourse, today = (
        setting.catalog,
        setting.sentence,
        setting.at,
        setting.discourse,
        setting.today,
    )
    near = named_near(sentence, at)
    comparing = unit in ("greater_than", "less_than")
    inside = re.search(r"(?:last|previous|prior|preceding) year", sentence.text[at.start : at.end], re.I) is not None
    bases = [
        t
        for t in near
        if (t.lead == "since" and t.start >= at.start - 1)
        or (comparing and (base_like(sentence, t) or (inside and t.start >= at.start) or _after_than(sentence, at, t)))
    ]
    if unit.startswith("rank") and not unit.endswith("_since"):
        bases = []
    own = [t for t in near if t not in bases and not t.back and not _base_before_rank(sentence, t)]
    own = [t for t in own if not base_like(sentence, t)] if not comparing else own
    if unit.startswith("consecutive"):
        own = [t for t in own if t.start < at.end + 30]
    own.sort(key=lambda t: (not (t.start < at.end and t.end > at.start), abs(t.start - at.start)))
    if unit.startswith("consecutive") and own and own[0].lead in ("after", "since") and own[0].period.fiscal_years():
        return fiscal_year(own[0].period.fiscal_years()[-1] + count), None
    period = settled(setting, measure, own[0]) if own else None
    if own and own[0].kind == "first_year" and own[0].others:
        period = own[0].others[0]
    if period is None:
        period = carried_period(discourse, measure)
    if period is None:
        period = latest_known(catalog, measure, today)
    if comparing and bases and today is not None and (inside or period is None or period == bases[0].period):
        period = running_year(catalog, measure, today)
    base = settled(setting, measure, replace(bases[0], lead="")) if bases else None
    if base is None and unit.endswith("_since") and period is not None:
        base = _years_ago(sentence.text[at.start : at.end], period)
    if base is not None and base == period:
        period = latest_known(catalog, measure, today)
    if unit in ("greater_than", "less_than") and base is None and period is not None:
        base = year_before(period)
    return period, base


def _years_ago(words: str, period: Period) -> Period | None:
    """Return the year that `in a decade` or `in five years` goes back to."""
    found = re.search(r"(decade|(\w+) years)\s*\Z", words)
    if found is None or not period.fiscal_years():
        return None
    return fiscal_year(period.fiscal_years()[-1] - (10 if found[1] == "decade" else number(found[2])))


def _after_than(sentence: Sentence, at: Reach, time: Time) -> bool:
    """Whether a period stands after the `than` (or `those in`) of a comparison of two years."""
    return (
        re.search(
            r"\b(?:than|those|that|the (?:number|total|figure))(?: in| during| of)?\s*\Z",
            sentence.text[at.start : time.start],
            re.I,
        )
        is not None
    )


def _base_before_rank(sentence: Sentence, time: Time) -> bool:
    return bool(re.search(r"\bsince\b[^.;,]{0,20}\Z", sentence.text[sentence.span.start : time.start], re.I))
