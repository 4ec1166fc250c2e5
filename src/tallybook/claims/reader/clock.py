"""Clock: what relative words are read against, and the small words that periods are made of."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from tallybook.base.periods import (
    MONTH_BY_NAME,
    Period,
    fiscal_year,
    fiscal_year_of,
    month_end,
)
from tallybook.base.presidencies import Term, president_on


@dataclass(frozen=True, slots=True)
class Time:
    """A period named in a text."""

    start: int
    end: int
    period: Period
    kind: str
    """`fiscal`, `year`, `calendar`, `month`, `day`, `window`, `term`, `decade` or `relative`."""
    others: tuple[Period, ...] = ()
    """Other periods that the same words can mean, the likelier first."""
    lead: str = ""
    """The word that introduces it: `since`, `by`, `through`, `from`, `than`, `of` … lower case."""
    issue: bool = False
    """Whether it dates a publication (`the report of September 2012`), not what is counted."""
    back: bool = False
    """Whether the words look back from another period (`the year before`): the base of a comparison."""


@dataclass
class Clock:
    """What relative words are read against: the document's date and the periods named so far."""

    published: date | None
    latest: Period | None = None
    """The period named last."""
    years: list[int] = field(default_factory=list)
    """Fiscal years named so far, in order."""
    spans: list[Period] = field(default_factory=list)
    """Runs of several fiscal years named so far, in order."""
    term: Term | None = None
    """The presidency named last."""
    guessed: date | None = None
    """For a document without a date: a day soon after the latest period it names."""

    @property
    def today(self) -> date:
        """The document's date; without one, the end of the latest year named, else today."""
        return self.published or self.guessed or (self.latest.end if self.latest else date.today())

    @property
    def president(self) -> Term | None:
        """The presidency that `he` and `his` go back to: the one named last, else that of the day of writing."""
        return self.term or president_on(self.today)

    def saw(self, period: Period) -> None:
        """Note that a period was named."""
        self.latest = period
        if len(period.fiscal_years()) > 2:
            self.spans.append(period)
        self.years += period.fiscal_years() or [fiscal_year_of(period.end)]


MONTHS = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)


YEAR = r"(?:1[89]\d\d|20[0-4]\d)"


ENDYEAR = YEAR + r"(?![\d,.]\d|\d|%|\s*(?:people|persons|removals|arrests|percent|detainers|immigrants|rows|cases)\b)"


FY = r"(?:FY|F\.Y\.|[Ff]iscal(?:[ -][Yy]ears?)?)\s*(?:\(FY\)\s*)?['’]?\s?"


TO = r"\s*(?:-|–|—|to|through|thru|until|and|/)\s*"


_COUNT = (
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip


_NUMBERS = {word: i for i, word in enumerate(_COUNT, 2)} | {"one": 1, "a": 1}


N = r"(?:\d{1,2}|" + "|".join([*_COUNT, "one"]) + r")"


RUNS = re.compile(r"\b(?:runs?|ran|begins?|starts?|goes|stretch\w*)(?: from)?\s*\Z", re.I)


def number(text: str) -> int:
    """Return a small number written in digits or words."""
    return int(text) if text.isdecimal() else _NUMBERS[text.casefold()]


def month_number(text: str) -> int:
    """Return the number of a month from its name or abbreviation."""
    return MONTH_BY_NAME[text.rstrip(".").casefold()]


def day_of(year: int, number_of_month: int, day: int) -> date | None:
    """Return a day, or None where the month has no such day."""
    try:
        return date(year, number_of_month, day)
    except ValueError:
        return None


def shifted(period: Period, years: int) -> Period:
    """Return the same kind of period some years away."""
    named = period.fiscal_years()
    if named:
        return fiscal_year(named[-1] + years)
    try:
        start, end = (d.replace(year=d.year + years) for d in (period.start, period.end))
    except ValueError:
        start, end = (d - timedelta(days=1) for d in (period.start, period.end))
        start, end = (d.replace(year=d.year + years) for d in (start, end))
    if period.end == month_end(period.end.year, period.end.month):
        end = month_end(end.year, end.month)
    return Period(start, end)


def year_of_month(name: int, clock: Clock) -> int:
    """Return the year of a month named without one: the last such month begun by the document's date."""
    if clock.published is None and clock.guessed is None and clock.latest:
        return clock.latest.end.year
    return clock.today.year if name <= clock.today.month else clock.today.year - 1


def year_of_day(name: int, day: int, clock: Clock) -> int:
    """Return the year of a day named without one: the last such day by the document's date."""
    if clock.published is None and clock.guessed is None and clock.latest:
        return clock.latest.end.year
    today = clock.today
    return today.year if (name, day) <= (today.month, today.day) else today.year - 1
