"""What was known: official figures for a claim on the document's date and today, and every other vintage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from tallybook.base.catalog import Catalog
from tallybook.base.periods import Kind, Period, fiscal_year, fiscal_year_end, fiscal_year_of
from tallybook.claims.model import Evidence
from tallybook.measures.figures import STOCK, Figure, Share, figure, nearest_dates, shares, vintage_figures
from tallybook.measures.measure import Measure
from tallybook.measures.series import Value, has_series, plain, series


@dataclass(frozen=True)
class Known:
    """The figure of a measure for a period as then known and as it stands now; either may be missing."""

    then: Figure | None
    now: Figure | None
    near: bool = False
    """Whether the figures are of a day close to the one asked for, not of it."""

    @property
    def best(self) -> Figure | None:
        """The figure to judge by first."""
        return self.then or self.now

    @property
    def revised(self) -> bool:
        """Whether the value changed between the two."""
        return self.then is not None and self.now is not None and self.then.value != self.now.value


NEAR_DAYS = 16
"""A snapshot this many days away answers for a day without one (posting dates run up to 15 days behind)."""


@lru_cache(maxsize=4096)
def known(catalog: Catalog, measure: str, period: Period, published: date | None, where: str = "") -> Known:
    """Return the figures of a measure for a period, then and now; a stock may take those of the nearest day."""
    then = figure(catalog, measure, period, published, where) if published else None
    now = figure(catalog, measure, period, None, where)
    if then is None and now is None and not where:
        return _near(catalog, measure, period, published)
    return Known(then, now)


def _near(catalog: Catalog, measure: str, period: Period, published: date | None) -> Known:
    from tallybook.measures.measure import measures

    item = measures(catalog).get(measure)
    if item is None or item.nature not in STOCK or item.family in ("alos",):
        return Known(None, None)
    days = NEAR_DAYS if period.days == 1 else 0
    if period.days == 1 and period.end == fiscal_year_end(fiscal_year_of(period.end)):
        year = fiscal_year(fiscal_year_of(period.end))
        found = figure(catalog, measure, year)
        if found is not None:
            return Known(figure(catalog, measure, year, published) if published else None, found)
    if period.days > 1:
        held = series(catalog, measure).periods() if has_series(catalog, measure) else []
        inside = [p for p in held if period.start <= p.end <= period.end]
        if not inside:
            return Known(None, None)
        last = inside[-1]
        return Known(
            figure(catalog, measure, last, published) if published else None, figure(catalog, measure, last), True
        )
    if item.family in ("agreements", "agencies", "counties", "jurisdictions"):
        days = 45
    now = nearest_dates(catalog, measure, period.end, days)
    then = nearest_dates(catalog, measure, period.end, days, published) if published else []
    return Known(then[0] if then else None, now[0] if now else None, True)


def inside(catalog: Catalog, measure: str, period: Period) -> list[Figure]:
    """Return the point-in-time figures that fall in a longer period."""
    if not has_series(catalog, measure):
        return []
    held = series(catalog, measure)
    found = []
    for p in held.periods():
        if p.days <= 31 and period.start <= p.end <= period.end:
            found += [Figure(measure, p, v.value, v.unit, (v,)) for v in held.vintages(p)]
    return found


def others(catalog: Catalog, measure: str, period: Period) -> list[Figure]:
    """Return every published value for a period, oldest vintage first."""
    return vintage_figures(catalog, measure, period)


def share_known(
    catalog: Catalog, part: str, whole: str, period: Period, published: date | None
) -> tuple[list[Share], list[Share]]:
    """Return the shares as then known and as they stand now."""
    return (
        shares(catalog, part, whole, period, published) if published else [],
        shares(catalog, part, whole, period, None),
    )


def unfinished(measure: Measure, period: Period, published: date | None) -> bool:
    """Return whether a period was not over when the text appeared, so that no count of it can be wrong yet."""
    return published is not None and period.end > published and measure.nature not in ("definition", "date")


def evidence(figure: Figure, role: str) -> list[Evidence]:
    """Return a figure as evidence: itself where it was published, else each published part."""
    if figure.how == "published":
        return [_line(figure.parts[0], role)]
    total = Evidence(
        "series", figure.measure, figure.period, plain(figure.value), figure.unit, figure.vintage, figure.how, "",
        "published" if figure.official else "research", figure.basis, role=role,
    )  # fmt: skip
    return [total, *(_line(part, "part") for part in figure.parts[:12])]


def share_evidence(share: Share, role: str) -> list[Evidence]:
    """Return the values behind a share as evidence."""
    if share.part is not None and share.whole is not None:
        return [*evidence(share.part, role), *evidence(share.whole, "whole")]
    return [_line(v, role) for v in share.parts]


def _line(value: Value, role: str) -> Evidence:
    complete = value.value_type != "partial"
    return Evidence(
        "series", value.measure, value.period, plain(value.value), value.unit, value.vintage_label,
        value.document or value.publisher, value.url, value.status, value.basis, complete=complete,
        published=str(value.published) if value.published else None, role=role,
    )  # fmt: skip


def whole_years(period: Period) -> bool:
    """Return whether a period is made of fiscal years."""
    return period.kind in (Kind.FISCAL_YEAR, Kind.FISCAL_YEARS)
