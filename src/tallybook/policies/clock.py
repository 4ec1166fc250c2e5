"""The clock of a detainer: when the hours end for which an agency may keep somebody it would otherwise release.

8 CFR 287.7(d) gives 48 hours and leaves out Saturdays, Sundays and holidays; the forms since 2015 speak of 48 hours
without that. Both are computed; which of them binds is not for a clock to say.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal

from tallybook.base.errors import UnknownName, UsageError
from tallybook.policies.policy import Form, Policy

Rule = Literal["regulation", "flat_48h"]

HOURS = 48
DAY = timedelta(days=1)

JUNETEENTH_SINCE = date(2021, 6, 17)
KING_SINCE = 1986


@dataclass(frozen=True)
class Deadline:
    """When the hours end by one rule, and the days that did not count."""

    rule: Rule
    start: datetime
    end: datetime
    left_out: tuple[date, ...]


def deadline(start: datetime, rule: Rule = "regulation", *, observed_holidays: bool = True) -> Deadline:
    """Return when 48 hours are over, from the moment a person would otherwise be released.

    Args:
        start: that moment, in the agency's own time.
        rule: `regulation` leaves out Saturdays, Sundays and holidays; `flat_48h` counts every hour.
        observed_holidays: whether a holiday on a weekend counts on the weekday on which it is observed.

    Example:
        >>> deadline(datetime(2013, 3, 7, 17)).end
        datetime.datetime(2013, 3, 11, 17, 0)
    """
    if start.tzinfo is not None:
        raise UsageError("the moment has a time zone", expected="the agency's own time, without one")
    if rule == "flat_48h":
        return Deadline(rule, start, start + timedelta(hours=HOURS), ())
    left, now, skipped = timedelta(hours=HOURS), start, []
    while True:
        midnight = datetime.combine(now.date() + DAY, time())
        if not counts(now.date(), observed_holidays=observed_holidays):
            skipped.append(now.date())
            now = midnight
            continue
        if now + left <= midnight:
            end = now + left
            # Hours that end at midnight end with the day that counted.
            return Deadline(rule, start, end, tuple(skipped))
        left -= midnight - now
        now = midnight


def hours_between(start: datetime, end: datetime, *, observed_holidays: bool = True) -> float:
    """Return the hours from one moment to another that the regulation counts."""
    total, now = timedelta(), start
    while now < end:
        midnight = datetime.combine(now.date() + DAY, time())
        if counts(now.date(), observed_holidays=observed_holidays):
            total += min(midnight, end) - now
        now = midnight
    return total / timedelta(hours=1)


def counts(day: date, *, observed_holidays: bool = True) -> bool:
    """Return whether the regulation counts a day: no Saturday, no Sunday, no federal holiday."""
    return day.weekday() < 5 and day not in holidays(day.year, observed=observed_holidays)


@lru_cache(maxsize=256)
def holidays(year: int, *, observed: bool = True) -> frozenset[date]:
    """Return the federal holidays that fall in a year (5 USC 6103), with the days on which they are observed."""
    days = [day for y in (year, year + 1) for day in _named(y)]
    if observed:
        days += [_observed(day) for day in days]
    return frozenset(day for day in days if day.year == year)


def form_on(policy: Policy, day: date, name: str = "") -> Form:
    """Return the version of the form in use on a day, or the one named.

    Raises:
        UnknownName: there is no such form, or none is known for that day.
    """
    named = [f for f in policy.forms if not name or f.form.casefold() == name.casefold()]
    if not named:
        raise UnknownName("form", name, [f.form for f in policy.forms])
    standing = [f for f in named if f.from_ <= day and (f.to is None or day < f.to)]
    if not standing:
        raise UsageError(f"no form is known for {day}", expected=f"a day from {min(f.from_ for f in named)} on")
    return standing[0]


def _named(year: int) -> Iterable[date]:
    yield date(year, 1, 1)
    if year >= KING_SINCE:
        yield _nth(year, 1, 0, 3)
    yield _nth(year, 2, 0, 3)
    yield _last_monday(year, 5)
    if date(year, 6, 19) >= JUNETEENTH_SINCE:
        yield date(year, 6, 19)
    yield date(year, 7, 4)
    yield _nth(year, 9, 0, 1)
    yield _nth(year, 10, 0, 2)
    yield date(year, 11, 11)
    yield _nth(year, 11, 3, 4)
    yield date(year, 12, 25)


def _nth(year: int, month: int, weekday: int, n: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))


def _last_monday(year: int, month: int) -> date:
    last = date(year, month + 1, 1) - DAY
    return last - timedelta(days=last.weekday())


def _observed(day: date) -> date:
    return day - DAY if day.weekday() == 5 else day + DAY if day.weekday() == 6 else day
