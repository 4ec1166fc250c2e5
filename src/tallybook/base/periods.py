"""Periods: fiscal and calendar years, months, quarters, part-year windows, days and terms, with exact day counts.

The federal fiscal year runs from 1 October to 30 September and is named by the year it ends. Up to FY1975 it ran from
1 July to 30 June; FY1976 has fifteen months (1 July 1975 to 30 September 1976, the "transition quarter" included).
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import total_ordering

from tallybook.base.errors import PeriodError

MONTHS = ("january february march april may june july august september october november december").split()
MONTH_BY_NAME = {name: i for i, full in enumerate(MONTHS, 1) for name in (full, full[:3])} | {"sept": 9}


class Kind(StrEnum):
    """What a period is. `TO_DATE` starts with a fiscal year and stops inside it; `WINDOW` is any other interval."""

    FISCAL_YEAR = "fiscal_year"
    FISCAL_YEARS = "fiscal_years"
    CALENDAR_YEAR = "calendar_year"
    CALENDAR_YEARS = "calendar_years"
    QUARTER = "quarter"
    MONTH = "month"
    DATE = "date"
    TO_DATE = "to_date"
    WINDOW = "window"


@total_ordering
@dataclass(frozen=True)
class Period:
    """An inclusive interval of days. Two periods are equal when they cover the same days.

    Example:
        >>> fiscal_year(2012)
        Period(2011-10-01..2012-09-30, FY2012)
        >>> fiscal_year(2012).days
        366
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise PeriodError(
                f"a period from {self.start} to {self.end}",
                expected="an end that is not before its start",
                next_step="swap the two dates",
            )

    def __repr__(self) -> str:
        return f"Period({self.start}..{self.end}, {self.label})"

    def __lt__(self, other: Period) -> bool:
        return (self.start, self.end) < (other.start, other.end)

    def __contains__(self, other: object) -> bool:
        if isinstance(other, Period):
            return self.start <= other.start and other.end <= self.end
        if isinstance(other, date):
            return self.start <= other <= self.end
        return False

    @property
    def days(self) -> int:
        """The number of days, both ends included."""
        return (self.end - self.start).days + 1

    @property
    def kind(self) -> Kind:
        """What the two dates amount to, by the calendar alone."""
        if self.start == self.end:
            return Kind.DATE
        start_year, end_year = fiscal_year_of(self.start), fiscal_year_of(self.end)
        if self.start == fiscal_year_start(start_year) and self.end == fiscal_year_end(end_year):
            return Kind.FISCAL_YEAR if start_year == end_year else Kind.FISCAL_YEARS
        if (self.start.month, self.start.day, self.end.month, self.end.day) == (1, 1, 12, 31):
            return Kind.CALENDAR_YEAR if self.start.year == self.end.year else Kind.CALENDAR_YEARS
        if self.start.day == 1 and self.end == month_end(self.end.year, self.end.month):
            months = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1
            if months == 1:
                return Kind.MONTH
            if months == 3 and self.start.month % 3 == 1:
                return Kind.QUARTER
        if self.start == fiscal_year_start(start_year) and start_year == end_year:
            return Kind.TO_DATE
        return Kind.WINDOW

    @property
    def label(self) -> str:
        """The name people use: `FY2012`, `FY2009-FY2012`, `CY2012`, `2012-03`, `as of 2012-03-04`, `start..end`."""
        kind = self.kind
        if kind is Kind.FISCAL_YEAR:
            return f"FY{fiscal_year_of(self.end)}"
        if kind is Kind.FISCAL_YEARS:
            return f"FY{fiscal_year_of(self.start)}-FY{fiscal_year_of(self.end)}"
        if kind is Kind.CALENDAR_YEAR:
            return f"CY{self.start.year}"
        if kind is Kind.CALENDAR_YEARS:
            return f"CY{self.start.year}-CY{self.end.year}"
        if kind is Kind.MONTH:
            return f"{self.start.year}-{self.start.month:02d}"
        if kind is Kind.DATE:
            return f"as of {self.start.isoformat()}"
        return f"{self.start.isoformat()}..{self.end.isoformat()}"

    @property
    def words(self) -> str:
        """The label as it reads in a sentence: `fiscal year 2012`, `4 March 2012`."""
        kind = self.kind
        if kind is Kind.FISCAL_YEAR:
            return f"fiscal year {fiscal_year_of(self.end)}"
        if kind is Kind.FISCAL_YEARS:
            return f"fiscal years {fiscal_year_of(self.start)} to {fiscal_year_of(self.end)}"
        if kind is Kind.CALENDAR_YEAR:
            return f"calendar year {self.start.year}"
        if kind is Kind.CALENDAR_YEARS:
            return f"calendar years {self.start.year} to {self.end.year}"
        if kind is Kind.MONTH:
            return f"{calendar.month_name[self.start.month]} {self.start.year}"
        if kind is Kind.DATE:
            return day_words(self.start)
        return f"{day_words(self.start)} to {day_words(self.end)}"

    def to_dict(self) -> dict[str, str]:
        """Return the contract's form: `start`, `end` (ISO dates) and `label`."""
        return {"start": self.start.isoformat(), "end": self.end.isoformat(), "label": self.label}

    def fiscal_years(self) -> list[int]:
        """Return the fiscal years that a whole-year period covers, or an empty list for any other period."""
        if self.kind not in (Kind.FISCAL_YEAR, Kind.FISCAL_YEARS):
            return []
        return list(range(fiscal_year_of(self.start), fiscal_year_of(self.end) + 1))

    def overlap_days(self, other: Period) -> int:
        """Return how many days the two periods share."""
        return max(0, (min(self.end, other.end) - max(self.start, other.start)).days + 1)


def fiscal_year_start(year: int) -> date:
    """Return the first day of a fiscal year."""
    return date(year - 1, 7, 1) if year <= 1976 else date(year - 1, 10, 1)


def fiscal_year_end(year: int) -> date:
    """Return the last day of a fiscal year."""
    return date(year, 6, 30) if year <= 1975 else date(year, 9, 30)


def fiscal_year_of(day: date) -> int:
    """Return the fiscal year that a day falls in."""
    if day <= date(1976, 9, 30):
        return min(1976, day.year + (day.month >= 7))
    return day.year + (day.month >= 10)


def fiscal_year(year: int) -> Period:
    """Return the fiscal year named by the year it ends in."""
    return Period(fiscal_year_start(year), fiscal_year_end(year))


def fiscal_years(first: int, last: int) -> Period:
    """Return the fiscal years from `first` to `last`, both included."""
    return Period(fiscal_year_start(first), fiscal_year_end(last))


def calendar_year(year: int) -> Period:
    """Return 1 January to 31 December."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def month(year: int, number: int) -> Period:
    """Return a calendar month."""
    return Period(date(year, number, 1), month_end(year, number))


def fiscal_quarter(year: int, number: int) -> Period:
    """Return a quarter of a fiscal year (the first one starts on 1 October)."""
    first = (number - 1) * 3 + 10
    start = date(year - 1, first, 1) if first <= 12 else date(year, first - 12, 1)
    last = start.month + 2
    return Period(start, month_end(start.year, last))


def on(day: date) -> Period:
    """Return the period of one day."""
    return Period(day, day)


def fiscal_year_to_date(day: date) -> Period:
    """Return the window from the start of the day's fiscal year to the day."""
    return Period(fiscal_year_start(fiscal_year_of(day)), day)


def month_end(year: int, number: int) -> date:
    """Return the last day of a month."""
    return date(year, number, calendar.monthrange(year, number)[1])


def day_words(day: date) -> str:
    """Return a day as it reads in a sentence: `4 March 2012`."""
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def years_back(day: date, years: int) -> date:
    """Return the same day some years earlier (29 February becomes the 28th)."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


@dataclass(frozen=True)
class PartialDate:
    """A date given to the year, the month or the day, or as a span of them.

    `first` and `last` are the days it could mean. Whatever is dated so was certainly out by `last`.
    """

    text: str
    first: date
    last: date

    def __str__(self) -> str:
        return self.text


_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z")


def partial_date(text: str) -> PartialDate:
    """Return the days that `2014`, `2014-01`, `2014-01-31` or `2022..2023` can mean.

    Raises:
        PeriodError: the text is none of these.
    """
    if ".." in text:
        first, last = (partial_date(part) for part in text.split("..", 1))
        return PartialDate(text, first.first, Period(first.first, last.last).end)
    found = _PARTIAL.match(text.strip())
    try:
        if found is None:
            raise ValueError
        year, month_number, day = (int(g) if g else None for g in found.groups())
        assert year is not None
        if month_number is None:
            return PartialDate(text, date(year, 1, 1), date(year, 12, 31))
        if day is None:
            return PartialDate(text, date(year, month_number, 1), month_end(year, month_number))
        return PartialDate(text, date(year, month_number, day), date(year, month_number, day))
    except ValueError:
        raise PeriodError(
            f"{text!r} is not a date", expected="YYYY, YYYY-MM, YYYY-MM-DD or two of them joined by .."
        ) from None


_FISCAL = re.compile(r"(?:FY|fiscal[ -]?(?:year)?)[ -]?'?(\d{4}|\d{2})\Z", re.I)
_CALENDAR = re.compile(r"(?:CY)[ -]?(\d{4})\Z", re.I)
_QUARTER = re.compile(r"FY(\d{4})-?Q([1-4])\Z", re.I)


def parse_period(text: str) -> Period:
    """Return the period that a command-line text names.

    Accepts `FY2012`, `FY2009-FY2012` or `FY2009..FY2012`, `CY2012`, `2012-03`, `2012-03-04`, `FY2012Q1`, and any two of
    these joined by `..`. A bare year is a fiscal year: that is what the official series count by.

    Raises:
        PeriodError: the text names no period.
    """
    text = text.strip()
    for separator in ("..", "-"):
        if separator in text:
            first, _, last = text.partition(separator)
            if separator == ".." or (last.upper().startswith(("FY", "CY")) and first):
                return Period(parse_period(first).start, parse_period(last).end)
    if found := _QUARTER.match(text):
        return fiscal_quarter(int(found[1]), int(found[2]))
    if found := _FISCAL.match(text):
        return fiscal_year(full_year(int(found[1])))
    if found := _CALENDAR.match(text):
        return calendar_year(int(found[1]))
    if re.fullmatch(r"\d{4}", text) and 1776 <= int(text) <= 2100:
        return fiscal_year(int(text))
    if _PARTIAL.match(text):
        day = partial_date(text)
        return Period(day.first, day.last)
    raise PeriodError(
        f"{text!r} is not a period", expected="FY2012, FY2009..FY2012, CY2012, 2012-03, 2012-03-04 or 2011-10..2012-06"
    )


def full_year(year: int) -> int:
    """Return a four-digit year: two digits up to 68 belong to this century, as POSIX reads them."""
    if year >= 100:
        return year
    return year + (2000 if year <= 68 else 1900)


# Fiscal years that a president answers for begin with the first one that starts after the inauguration; the fiscal year
# of the inauguration itself is shared, and `shared_year` names it so that no sentence has to hide the split.
@dataclass(frozen=True)
class Term:
    """A presidency: the days in office and the fiscal year it shares with its predecessor."""

    name: str
    start: date
    end: date | None

    @property
    def shared_year(self) -> int:
        """The fiscal year in which the presidency began."""
        return fiscal_year_of(self.start)

    @property
    def predecessor_days(self) -> int:
        """The days of the shared fiscal year before the inauguration."""
        return (self.start - fiscal_year_start(self.shared_year)).days

    def fiscal_years(self, until: date) -> Period:
        """Return the fiscal years ended by `until` that began or were under way in the presidency.

        The first is the shared one, as the press counts; the last is the last complete one, or the one the presidency
        ended in when most of it fell inside.
        """
        last_day = min(until, self.end or until)
        last = fiscal_year_of(last_day)
        if fiscal_year_end(last) > last_day:
            last -= 1
        return fiscal_years(self.shared_year, max(self.shared_year, last))


PRESIDENCIES = (
    Term("Reagan", date(1981, 1, 20), date(1989, 1, 19)),
    Term("George H. W. Bush", date(1989, 1, 20), date(1993, 1, 19)),
    Term("Clinton", date(1993, 1, 20), date(2001, 1, 19)),
    Term("George W. Bush", date(2001, 1, 20), date(2009, 1, 19)),
    Term("Obama", date(2009, 1, 20), date(2017, 1, 19)),
    Term("Trump (first term)", date(2017, 1, 20), date(2021, 1, 19)),
    Term("Biden", date(2021, 1, 20), date(2025, 1, 19)),
    Term("Trump (second term)", date(2025, 1, 20), None),
)


def president_on(day: date) -> Term | None:
    """Return who was president on a day, or None before 1981."""
    for term in PRESIDENCIES:
        if term.start <= day and (term.end is None or day <= term.end):
            return term
    return None


def one_day_later(day: date) -> date:
    """Return the next day."""
    return day + timedelta(days=1)
