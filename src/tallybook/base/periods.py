"""Periods: fiscal and calendar years, months, quarters, part-year windows, days and terms, with exact day counts.

The federal fiscal year runs from 1 October to 30 September and is named by the year it ends. Up to FY1975 it ran from
1 July to 30 June; FY1976 has fifteen months (1 July 1975 to 30 September 1976, the "transition quarter" included).
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache, total_ordering

from tallybook.base.errors import PeriodError

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
FIRST_YEAR, LAST_YEAR = 1776, 2100
"""The years that a text may name: anything outside is a slip of the keyboard."""
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
        return _kind(self.start, self.end)

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
            return f"{month_name(self.start.month)} {self.start.year}"
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


@lru_cache(maxsize=8192)
def _kind(start: date, end: date) -> Kind:
    if start == end:
        return Kind.DATE
    start_year, end_year = fiscal_year_of(start), fiscal_year_of(end)
    if start == fiscal_year_start(start_year) and end == fiscal_year_end(end_year):
        return Kind.FISCAL_YEAR if start_year == end_year else Kind.FISCAL_YEARS
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return Kind.CALENDAR_YEAR if start.year == end.year else Kind.CALENDAR_YEARS
    if start.day == 1 and end == month_end(end.year, end.month):
        months = (end.year - start.year) * 12 + end.month - start.month + 1
        if months == 1:
            return Kind.MONTH
        if months == 3 and start.month % 3 == 1:
            return Kind.QUARTER
    if start == fiscal_year_start(start_year) and start_year == end_year:
        return Kind.TO_DATE
    return Kind.WINDOW


def fiscal_year_start(year: int) -> date:
    """Return the first day of a fiscal year."""
    return _day(year - 1, 7, 1) if year <= 1976 else _day(year - 1, 10, 1)


def fiscal_year_end(year: int) -> date:
    """Return the last day of a fiscal year."""
    return _day(year, 6, 30) if year <= 1975 else _day(year, 9, 30)


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
    return Period(_day(year, 1, 1), _day(year, 12, 31))


def month(year: int, number: int) -> Period:
    """Return a calendar month."""
    return Period(_day(year, number, 1), month_end(year, number))


def fiscal_quarter(year: int, number: int) -> Period:
    """Return a quarter of a fiscal year, the first one from its first day; FY1976 has a fifth.

    Raises:
        PeriodError: the year has no such quarter.

    Example:
        >>> fiscal_quarter(2012, 1).start, fiscal_quarter(1970, 1).start
        (datetime.date(2011, 10, 1), datetime.date(1969, 7, 1))
    """
    quarters = 5 if year == 1976 else 4
    if not 1 <= number <= quarters:
        raise PeriodError(f"quarter {number} of FY{year}", expected=f"a quarter from 1 to {quarters}")
    first = fiscal_year_start(year)
    months = first.year * 12 + first.month - 1 + (number - 1) * 3
    last = months + 2
    return Period(_day(months // 12, months % 12 + 1, 1), month_end(last // 12, last % 12 + 1))


def calendar_quarter(year: int, number: int) -> Period:
    """Return a quarter of a calendar year.

    Raises:
        PeriodError: there is no such quarter.
    """
    if not 1 <= number <= 4:
        raise PeriodError(f"quarter {number} of {year}", expected="a quarter from 1 to 4")
    return Period(_day(year, number * 3 - 2, 1), month_end(year, number * 3))


def on(day: date) -> Period:
    """Return the period of one day."""
    return Period(day, day)


def fiscal_year_to_date(day: date) -> Period:
    """Return the window from the start of the day's fiscal year to the day."""
    return Period(fiscal_year_start(fiscal_year_of(day)), day)


def month_end(year: int, number: int) -> date:
    """Return the last day of a month."""
    return _day(year, number, calendar.monthrange(year, number)[1] if 1 <= number <= 12 else 31)


def day_words(day: date) -> str:
    """Return a day as it reads in a sentence: `4 March 2012`."""
    return f"{day.day} {month_name(day.month)} {day.year}"


def month_name(number: int) -> str:
    """Return a month's English name, whatever the locale of the program is."""
    return MONTHS[number - 1].capitalize()


def years_back(day: date, years: int) -> date:
    """Return the same day some years earlier (29 February becomes the 28th)."""
    year = day.year - years
    if (day.month, day.day) == (2, 29) and not calendar.isleap(year):
        return _day(year, 2, 28)
    return _day(year, day.month, day.day)


def _day(year: int, month_number: int, number: int) -> date:
    try:
        return date(year, month_number, number)
    except ValueError:
        raise PeriodError(f"there is no day {year}-{month_number}-{number}", expected="a day of the calendar") from None


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


_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z", re.ASCII)


def partial_date(text: str) -> PartialDate:
    """Return the days that `2014`, `2014-01`, `2014-01-31` or `2022..2023` can mean.

    Raises:
        PeriodError: the text is none of these.
    """
    text = text.strip()
    ends = [_partial(part.strip()) for part in text.split("..")]
    if len(ends) > 2 or None in ends:
        raise PeriodError(f"{text!r} is not a date", expected="YYYY, YYYY-MM, YYYY-MM-DD or two of them joined by ..")
    first, last = ends[0], ends[-1]
    assert first is not None and last is not None
    return PartialDate(text, first.start, Period(first.start, last.end).end)


def _partial(text: str) -> Period | None:
    found = _PARTIAL.match(text)
    if found is None or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        return None
    year = int(found[1])
    try:
        if found[2] is None:
            return calendar_year(year)
        if found[3] is None:
            return month(year, int(found[2]))
        return on(_day(year, int(found[2]), int(found[3])))
    except PeriodError:
        return None


_FISCAL = re.compile(r"(?:FY|fiscal(?:[ -]year)?)[ -]?'?(\d{4}|\d{2})\Z", re.IGNORECASE | re.ASCII)
_CALENDAR = re.compile(r"(?:CY|calendar(?:[ -]year)?)[ -]?(\d{4})\Z", re.IGNORECASE | re.ASCII)
_QUARTER = re.compile(r"(FY|CY)[ -]?(\d{4})[ -]?Q(\d)\Z", re.IGNORECASE | re.ASCII)
_YEARS = re.compile(r"(FY|CY) ?'?(\d{4}|\d{2}) ?[-–] ?(FY|CY)? ?'?(\d{4}|\d{2})\Z", re.IGNORECASE | re.ASCII)
_BARE = re.compile(r"\d{4}\Z", re.ASCII)
_FORMS = "FY2012, FY2009..FY2012, CY2012, FY2012Q1, 2012-03, 2012-03-04 or 2011-10..2012-06"


def parse_period(text: str) -> Period:
    """Return the period that a command-line text names.

    Accepts `FY2012`, `CY2012`, `FY2012Q1`, `2012-03`, `2012-03-04`, two of these joined by `..`, and `FY2009-FY2012`.
    A bare year is a fiscal year, which the official series count by, and after `CY2009..` a calendar year.

    Raises:
        PeriodError: the text names no period, or one that runs backwards.

    Example:
        >>> parse_period("FY2009-2012")
        Period(2008-10-01..2012-09-30, FY2009-FY2012)
        >>> parse_period("2012-02")
        Period(2012-02-01..2012-02-29, 2012-02)
    """
    text = text.strip()
    if ".." in text:
        ends = [part.strip() for part in text.split("..")]
    elif found := _YEARS.match(text):
        ends = [found[1] + found[2], (found[3] or found[1]) + found[4]]
    else:
        ends = [text]
    if len(ends) > 2 or not all(ends):
        raise PeriodError(f"{text!r} is not a period", expected=_FORMS)
    for part in ends:
        _one(part, text)
    kinds = [_style(part) for part in ends]
    bare = [part for part, kind in zip(ends, kinds) if kind == "bare"]
    named = {kind for kind in kinds if kind != "bare"}
    if bare and named - {"FY"}:
        if named != {"CY"}:
            year = bare[0]
            raise PeriodError(
                f"{year!r} in {text!r} can be a fiscal or a calendar year", expected=f"FY{year} or CY{year}"
            )
        ends = [f"CY{part}" if kind == "bare" else part for part, kind in zip(ends, kinds)]
    first, last = _one(ends[0], text), _one(ends[-1], text)
    return Period(first.start, last.end)


def _style(text: str) -> str:
    """Return `FY` or `CY` for a year of that sort, `bare` for four digits, else `days`."""
    if _BARE.match(text):
        return "bare"
    start = text[:2].upper()
    return start if start in ("FY", "CY") else "days"


def _one(text: str, whole: str) -> Period:
    """Return the period of a text without a range; `whole` is what was typed, for the message."""
    within = "" if text == whole else f" in {whole!r}"
    year: int | None = None
    period: Period | None = None
    if found := _QUARTER.match(text):
        year = int(found[2])
        quarter = fiscal_quarter if found[1].upper() == "FY" else calendar_quarter
        period = quarter(year, int(found[3])) if FIRST_YEAR <= year <= LAST_YEAR else None
    elif (found := _FISCAL.match(text)) or (found := _BARE.match(text)):
        digits = found[found.lastindex or 0]
        year = full_year(int(digits)) if len(digits) == 2 else int(digits)
        period = fiscal_year(year) if FIRST_YEAR <= year <= LAST_YEAR else None
    elif found := _CALENDAR.match(text):
        year = int(found[1])
        period = calendar_year(year) if FIRST_YEAR <= year <= LAST_YEAR else None
    else:
        period = _partial(text)
    if period is not None:
        return period
    if year is not None:
        raise PeriodError(f"{text!r}{within} is no year", expected=f"a year from {FIRST_YEAR} to {LAST_YEAR}")
    found = _PARTIAL.match(text)
    if found and found[3] is None and int(found[2]) > 12:
        century = found[1][:2]
        raise PeriodError(
            f"{text!r}{within} names no month",
            expected="a month from 01 to 12",
            next_step=f"write FY{found[1]}..FY{century}{found[2]} for fiscal years",
        )
    raise PeriodError(f"{text!r}{within} is not a period", expected=_FORMS)


def full_year(year: int) -> int:
    """Return a four-digit year: two digits up to 68 belong to this century, as POSIX reads them."""
    if year >= 100:
        return year
    return year + (2000 if year <= 68 else 1900)
