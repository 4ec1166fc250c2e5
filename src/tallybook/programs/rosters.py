"""Rosters of 287(g) agencies as ICE publishes them: workbooks read, dated and checked before they are believed."""

from __future__ import annotations

import re
from datetime import date

FIRST_SIGNING = date(2002, 1, 1)
"""No agreement is older: the first was signed in July 2002."""

LAST_SIGNING = date(2100, 1, 1)

STAMP = re.compile(r"(?:^|\D)(20\d{2})(\d{2})(\d{2})(\d{6})(?!\d)")
"""A capture of the page in an archive: year, month, day and time."""

NAMED = re.compile(r"(?:^|\D)(\d{2})(\d{2})(20\d{2})(?:\s*_?(am|mid|pm)?\s*(\w?)\b)?(?!\d)", re.IGNORECASE)
"""ICE's own name of a workbook: month, day, year and the half of the day."""


def signing_day(day: date | None) -> date | None:
    """Return a signing day, or None for one that cannot be: before the first agreement or in another century."""
    return day if day and FIRST_SIGNING <= day < LAST_SIGNING else None


def day_of(file: str, newest_signing: date | None) -> tuple[date | None, str]:
    """Return the day a roster is of and what says so: `capture`, `file name`, `corrected`, or `nothing`.

    ICE's names slip: a roster cannot be older than the newest signing it lists. Such a name is a year short where one
    more year puts it right within two months of that signing; otherwise the roster is of that signing's day at the
    earliest, and is dated so.

    Example:
        >>> day_of("participatingAgencies01052025pm.xlsx", date(2025, 12, 18))
        (datetime.date(2026, 1, 5), 'corrected')
    """
    if found := STAMP.search(file.rpartition("__")[2]):
        return _day(int(found[1]), int(found[2]), int(found[3])), "capture"
    found = NAMED.search(file.rpartition("__")[2])
    day = _day(int(found[3]), int(found[1]), int(found[2])) if found else None
    if day is None:
        return None, "nothing"
    if newest_signing is None or newest_signing <= day:
        return day, "file name"
    later = _day(day.year + 1, day.month, day.day)
    if later and 0 <= (later - newest_signing).days <= 62:
        return later, "corrected"
    return newest_signing, "corrected"


def part_of_day(file: str, dated_by: str) -> tuple[int, str]:
    """Return what puts the rosters of one day in order; a roster whose date was corrected comes before all others."""
    name = file.rpartition("__")[2]
    if found := STAMP.search(name):
        return 2, found[4]
    found = NAMED.search(name)
    half = {"am": 1, "mid": 2, "": 2, "pm": 3}[(found[4] or "").lower() if found else ""]
    return (0 if dated_by == "corrected" else half), (found[5] or "").upper() if found else ""


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
