"""Spans: which period a number is about, and which one it is compared with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from tallybook.base.catalog import Catalog
from tallybook.base.periods import (
    Kind,
    Period,
    calendar_year,
    fiscal_year,
    fiscal_year_of,
    fiscal_year_start,
    fiscal_years,
    on,
)
from tallybook.claims.reader.scope import Reach, Sentence
from tallybook.claims.reader.subject import Discourse
from tallybook.claims.reader.times import Time
from tallybook.measures.figures import STOCK, latest_period
from tallybook.measures.measure import Measure
from tallybook.measures.series import has_series, series

_BASE_LEADS = frozenset({"than", "from", "since", "against", "versus", "vs", "vs.", "above", "below", "over"})
_TO_DATE_LEADS = frozenset({"by", "through", "to", "until", "up to", "as of", "before", "since"})


def base_like(sentence: Sentence, time: Time) -> bool:
    """Return whether a period is named as the base of a comparison."""
    if time.back or time.lead in _BASE_LEADS:
        return True
    before = sentence.text[max(sentence.span.start, time.start - 60) : time.start]
    after = sentence.text[time.end : time.end + 24]
    return bool(
        re.search(r"(?:than|compared (?:with|to)|against|versus|vs\.?|above|below|(?:half|third|quarter|sixth|fifth|tenth) (?:of|as many as)(?: in)?(?: the)?"
                  r"|double|twice|triple|times)\b[^.;]{0,45}\Z", before, re.I)
        or re.match(r"(?:['’]s)?\s*(?:level|figure|total)s?\b", after)
    )  # fmt: skip


def named_near(sentence: Sentence, at: Reach) -> list[Time]:
    """Return the periods of a sentence, the one that most likely belongs to the number first."""

    def rank(time: Time) -> tuple[float, float]:
        if time.start < at.end and time.end > at.start:
            return (0.0, 0.0)
        if at.end <= time.start < at.right:
            gap = time.start - at.end
            return (1.0 if gap < 40 else 1.6, gap)
        if at.left <= time.start and time.end <= at.start:
            return (1.4, at.start - time.end)
        if at.right <= time.start < at.tail:
            return (1.5, time.start - at.end)
        if time.end <= at.start:
            return (2.0, at.start - time.end)
        return (3.0, time.start - at.end)

    return sorted(sentence.times, key=rank)


def belongs(sentence: Sentence, at: Reach, time: Time) -> bool:
    """Return whether a period stands in the number's own stretch of words."""
    return (at.left <= time.start and time.start < at.tail) or (time.start < at.end and time.end > at.start)


def latest_known(catalog: Catalog, measure: Measure, published: date | None) -> Period | None:
    """Return the period that a text without one is most likely about: the last year (or day) known when it appeared."""
    if measure.nature in STOCK and measure.family != "adp":
        return _latest_day(catalog, measure.id, published)
    last = latest_period(catalog, measure.id, published)
    if last is None and measure.part_of:
        last = latest_period(catalog, measure.part_of, published)
    if last is None and published is not None:
        year = fiscal_year_of(published) - 1
        return fiscal_year(year)
    return last


def _latest_day(catalog: Catalog, measure: str, published: date | None) -> Period | None:
    if not has_series(catalog, measure):
        return on(published) if published else None
    days = [p for p in series(catalog, measure).periods() if p.days <= 31 and (published is None or p.end <= published)]
    return days[-1] if days else (on(published) if published else None)


def settled(
    catalog: Catalog, measure: Measure, time: Time | None, sentence: Sentence, others: Sequence[Time], published: date | None
) -> Period | None:
    """Return the period as the measure counts it: a day becomes the year to date of a flow, `since` runs to the last known."""
    if time is None:
        return None
    period = time.period
    stock = measure.nature in STOCK and measure.family not in ("adp", "alos")
    if time.kind == "day" and not stock:
        window = next(
            (t for t in others if t is not time and t.kind in ("day", "term") and t.lead in ("since", "from")), None
        )
        if window is not None and window.period.start < period.end:
            return Period(window.period.start, period.end)
        if time.lead == "since" or time.lead == "from":
            return _since(catalog, measure, period.start, published)
        if time.lead in _TO_DATE_LEADS or _so_far(sentence, time) or _has_running(catalog, measure.id, period.end):
            return Period(fiscal_year_start(fiscal_year_of(period.end)), period.end)
        return period
    if time.lead == "since" and not stock and time.kind in ("fiscal", "year", "month", "calendar"):
        return _since(catalog, measure, period.start, published)
    if stock and time.kind == "year":
        return calendar_year(period.end.year)
    if stock and time.kind == "fiscal" and measure.family in ("agreements", "agencies", "counties", "jurisdictions"):
        return period
    return period


def _so_far(sentence: Sentence, time: Time) -> bool:
    words = sentence.text[sentence.span.start : sentence.span.end].casefold()
    return any(w in words for w in ("so far", "to date", "fiscal year to", "year to date", "since october 1", "this fiscal year"))


def _has_running(catalog: Catalog, measure: str, day: date) -> bool:
    if not has_series(catalog, measure):
        return False
    return Period(fiscal_year_start(fiscal_year_of(day)), day) in set(series(catalog, measure).periods())


def _since(catalog: Catalog, measure: Measure, start: date, published: date | None) -> Period | None:
    """Return the window from a start to the last year known, in whole fiscal years where the start allows."""
    last = latest_period(catalog, measure.id, published)
    if start == fiscal_year_start(fiscal_year_of(start)) and last is not None and last.end > start:
        return fiscal_years(fiscal_year_of(start), last.fiscal_years()[-1])
    if published is not None and published > start:
        return Period(start, published)
    return Period(start, last.end) if last is not None and last.end > start else None


def year_before(period: Period) -> Period | None:
    """Return the period one year earlier, of the same kind."""
    if period.kind is Kind.FISCAL_YEAR:
        return fiscal_year(period.fiscal_years()[0] - 1)
    if period.kind is Kind.FISCAL_YEARS:
        years = period.fiscal_years()
        return fiscal_year(years[0] - 1)
    try:
        return Period(period.start.replace(year=period.start.year - 1), period.end.replace(year=period.end.year - 1))
    except ValueError:
        return None


def carried(discourse: Discourse) -> Period | None:
    """Return the period a number without one inherits: of the claim before it in the paragraph, else in the text."""
    return discourse.paragraph_period or discourse.last_period
