"""What a file says it covers: the period named in its title line, its sheet's name or its own name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from tallybook.base.errors import PeriodError
from tallybook.base.periods import Period, fiscal_year, fiscal_year_of, fiscal_years, full_year


@dataclass(frozen=True)
class Coverage:
    """A period and where it was read: `title`, `sheet`, `file name` or `dates`."""

    period: Period
    said_by: str

    @property
    def titled_year(self) -> int | None:
        """The one fiscal year that the text names, whole or to date; None when it names several."""
        first, last = fiscal_year_of(self.period.start), fiscal_year_of(self.period.end)
        return (
            first
            if first == last and self.period.start == fiscal_year(first).start and self.said_by != "dates"
            else None
        )


_DATE = r"(\d{1,2})[/\-.](\d{1,2})[/\-.](\d{4})"
_ISO = r"(\d{4})-(\d{2})-(\d{2})"
_RANGE = re.compile(rf"{_DATE}\s*(?:-|–|—|to|through|thru)\s*{_DATE}", re.I)
_ISO_RANGE = re.compile(rf"{_ISO}\s*(?:\.\.|–|—|to|through|thru|/|\s-\s)\s*{_ISO}", re.I)
_YEAR = r"(?:FY|fiscal\s+year)\s*[-_']?\s*(20\d\d|19\d\d|\d{1,2})(?!\d)"
_YEARS = re.compile(
    rf"{_YEAR}\s*(?:YTD)?\s*(?:-|–|—|_|to|through|thru)\s*(?:FY|fiscal\s+year)?\s*[-_']?\s*(20\d\d|19\d\d|\d\d)(?!\d|[/\-.]\d)",
    re.I,
)
_ONE = re.compile(rf"{_YEAR}\s*[-_ ]*(YTD|to[ -]date)?", re.I)
_PRIOR = re.compile(r"(?<![a-z])(?:prior|before)(?![a-z])", re.I)


def coverage(title: str, said_by: str) -> Coverage | None:
    """Return the period that a text names, or None.

    A year to date without an end is None: its dates must say. So is "FY2011 and prior": nobody can tell what it covers.

    Example:
        >>> coverage("ICE Removals for FY2019 (10/1/2018 - 8/31/2019)", "title").period
        Period(2018-10-01..2019-08-31, 2018-10-01..2019-08-31)
        >>> coverage("ERO Administrative Arrests for FY2016", "title").titled_year
        2016
    """
    if _PRIOR.search(title):
        return None
    try:
        if found := _RANGE.search(title):
            a, b, c, d, e, f = (int(group) for group in found.groups())
            return Coverage(Period(date(c, a, b), date(f, d, e)), said_by)
        if found := _ISO_RANGE.search(title):
            a, b, c, d, e, f = (int(group) for group in found.groups())
            return Coverage(Period(date(a, b, c), date(d, e, f)), said_by)
        if found := _YEARS.search(title):
            years = sorted(full_year(int(group)) for group in found.groups())
            if years[1] - years[0] <= 30 and not _to_date(title):
                return Coverage(fiscal_years(years[0], years[1]), said_by)
            return None
        if found := _ONE.search(title):
            year = full_year(int(found[1]))
            if found[2] or _to_date(title):
                return None
            return Coverage(fiscal_year(year), said_by)
    except (ValueError, PeriodError):
        return None
    return None


def named_year(title: str) -> int | None:
    """Return the one fiscal year that a text names, whole or to date; None when it names none or several."""
    if _YEARS.search(title) or _PRIOR.search(title):
        return None
    found = _ONE.search(title)
    return full_year(int(found[1])) if found else None


def _to_date(title: str) -> bool:
    return bool(re.search(r"YTD|year[ -]to[ -]date", title, re.I))
