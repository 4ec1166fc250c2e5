"""Settling: a period in words becomes the period as the measure counts it."""

from __future__ import annotations

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
from tallybook.claims.reader.clock import Time
from tallybook.claims.reader.scope import Sentence
from tallybook.claims.reader.setting import Setting
from tallybook.claims.reader.subject import Discourse
from tallybook.measures.figures import STOCK, Figure, figure, latest_period
from tallybook.measures.measure import Measure
from tallybook.measures.series import has_series, series

_TO_DATE_LEADS = frozenset({"by", "through", "to", "until", "up to", "as of", "before", "since"})


Reading = tuple[Period | None, Period | None]
"""A period and, for a comparison, its base."""


def running_year(catalog: Catalog, measure: Measure, today: date) -> Period | None:
    """Return the fiscal year to date as last published by a day, else up to that day."""
    start = fiscal_year_start(fiscal_year_of(today))
    if has_series(catalog, measure.id):
        ends = [p for p in series(catalog, measure.id).periods() if p.start == start and p.end <= today]
        if ends:
            return max(ends, key=lambda p: p.end)
    return Period(start, today) if today > start else None


def latest_figure(catalog: Catalog, measure: Measure, period: Period) -> Figure | None:
    """Return the measure's figure for its last period: what size it is of, where the period asked for has none."""
    last = latest_known(catalog, measure, None)
    if last is None or period.days > 400:
        return None
    return figure(catalog, measure.id, last)


def carried_period(discourse: Discourse, measure: Measure) -> Period | None:
    """Return the period a number without one inherits: of the claim before it in the paragraph, else in the text."""
    last = discourse.paragraph or discourse.last
    period = discourse.paragraph_period or discourse.last_period
    if period is None or last is None:
        return period
    stock = measure.nature in STOCK and measure.family not in ("adp", "alos")
    was_stock = last.nature in STOCK and last.family not in ("adp", "alos")
    return period if stock == was_stock or period.days > 300 else None


def latest_known(catalog: Catalog, measure: Measure, published: date | None) -> Period | None:
    """Return the period that a text without one is most likely about: the last year (or day) known when it appeared."""
    if measure.nature in STOCK and measure.family != "adp":
        return _latest_day(catalog, measure.id, published)
    last = latest_period(catalog, measure.id, published)
    if last is None and measure.part_of:
        last = latest_period(catalog, measure.part_of, published)
    if last is None and published is not None:
        return fiscal_year(fiscal_year_of(published) - 1)
    return last


def _latest_day(catalog: Catalog, measure: str, published: date | None) -> Period | None:
    if not has_series(catalog, measure):
        return on(published) if published else None
    days = [p for p in series(catalog, measure).periods() if p.days <= 31 and (published is None or p.end <= published)]
    return days[-1] if days else (on(published) if published else None)


def settled(setting: Setting, measure: Measure, time: Time | None, others: Sequence[Time] = ()) -> Period | None:
    """Return the period as the measure counts it: of a flow a day becomes the year to date, `since` a window."""
    if time is None:
        return None
    catalog, published, period = setting.catalog, setting.today, time.period
    stock = measure.nature in STOCK and measure.family not in ("adp", "alos")
    if time.kind == "now":
        return period if stock else None
    if time.kind == "relative" and not stock and published is not None and period.end == published:
        return running_year(catalog, measure, published) or period
    if time.kind == "fiscal" and not stock and published is not None and period.start < published < period.end:
        return (running_year(catalog, measure, published) if _so_far(setting.sentence) else None) or period
    if time.kind == "day" and not stock:
        return _flow_to_day(setting, measure, time, others)
    if time.lead == "since" and not stock and time.kind in ("fiscal", "year", "month", "calendar"):
        return since_start(catalog, measure, period.start, published)
    if stock and time.kind == "year":
        yearly = has_series(catalog, measure.id) and period in set(series(catalog, measure.id).periods())
        return period if yearly else calendar_year(period.end.year)
    return period


def _flow_to_day(setting: Setting, measure: Measure, time: Time, others: Sequence[Time]) -> Period | None:
    catalog, sentence, published, period = setting.catalog, setting.sentence, setting.today, time.period
    start = next(
        (t for t in others if t is not time and t.kind in ("day", "term") and t.lead in ("since", "from")), None
    )
    if start is not None and start.period.start < period.end:
        return Period(start.period.start, period.end)
    if time.lead in ("since", "from"):
        said = next((t for t in sentence.times if t.issue and t.kind == "day" and t.period.start > period.start), None)
        return since_start(catalog, measure, period.start, said.period.end if said else published)
    year = Period(fiscal_year_start(fiscal_year_of(period.end)), period.end)
    if (
        time.lead in _TO_DATE_LEADS
        or _so_far(sentence)
        or (has_series(catalog, measure.id) and year in set(series(catalog, measure.id).periods()))
    ):
        return year
    return period


def _so_far(sentence: Sentence) -> bool:
    words = sentence.text[sentence.span.start : sentence.span.end].casefold()
    return any(
        w in words
        for w in ("so far", "to date", "fiscal year to", "year to date", "since october 1", "this fiscal year")
    )


def since_start(catalog: Catalog, measure: Measure, start: date, published: date | None) -> Period | None:
    """Return the window from a start to the last year known, in whole fiscal years where the start allows."""
    last = latest_period(catalog, measure.id, published)
    if published is not None and start == fiscal_year_start(fiscal_year_of(published)):
        return running_year(catalog, measure, published)
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
        return fiscal_year(period.fiscal_years()[0] - 1)
    try:
        return Period(period.start.replace(year=period.start.year - 1), period.end.replace(year=period.end.year - 1))
    except ValueError:
        return None
