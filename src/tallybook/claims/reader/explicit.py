"""Explicit periods: those named by their own year, month or day."""

from __future__ import annotations

import re
from datetime import date, timedelta

from tallybook.base.periods import (
    Period,
    calendar_year,
    fiscal_quarter,
    fiscal_year,
    fiscal_year_end,
    fiscal_year_start,
    fiscal_years,
    full_year,
    month,
    month_end,
    on,
)
from tallybook.claims.reader.clock import (
    ENDYEAR,
    FY,
    MONTHS,
    RUNS,
    TO,
    YEAR,
    Clock,
    N,
    day_of,
    month_number,
    number,
    year_of_day,
    year_of_month,
)
from tallybook.claims.reader.patterns import Pattern, Said, pattern, said


@pattern(rf"\b{FY}({YEAR}|\d\d)\b{TO}(?:{FY})?['’]?({YEAR}|\d\d)\b(?![,.]?\d|%)", needs="fy|f.y.|fiscal")
def _fiscal_range(m: re.Match[str], _clock: Clock) -> Said:
    first, last = full_year(int(m[1])), full_year(int(m[2]))
    if " and " in m[0] and last - first != 1 and not re.search(r"between\s*\Z", m.string[: m.start()], re.I):
        return None
    return said(fiscal_years(first, last), "fiscal") if first < last else None


@pattern(rf"\b(?:the )?first ({N}) months of (?:{FY})?({YEAR}|\d\d)\b", needs="month")
def _first_months(m: re.Match[str], _clock: Clock) -> Said:
    year, count = full_year(int(m[2])), number(m[1])
    fiscal = re.search(FY, m[0]) is not None
    start = fiscal_year_start(year) if fiscal else date(year, 1, 1)
    index = start.year * 12 + start.month - 1 + count - 1
    return said(Period(start, month_end(index // 12, index % 12 + 1)), "window")


@pattern(
    rf"\b(?:the )?({N}|\d{{1,2}}) weeks (?:that )?(?:ended|ending|to|through"
    rf"|up to)(?: on)? (?:({MONTHS})\s+(\d{{1,2}})|(\d{{1,2}}) ({MONTHS}))(?:,? ({YEAR}))?\b",
    needs="week",
)
def _weeks_to(m: re.Match[str], clock: Clock) -> Said:
    name, numbered = month_number(m[2] or m[5]), int(m[3] or m[4])
    day = day_of(int(m[6]) if m[6] else year_of_day(name, numbered, clock), name, numbered)
    return said(Period(day - timedelta(days=7 * number(m[1]) - 1), day), "window") if day else None


@pattern(rf"\b(?:{FY})?({YEAR}), ({YEAR}),? (?:and|&) ({YEAR})\b", needs=", 1|, 2")
def _listed_years(m: re.Match[str], _clock: Clock) -> Said:
    years = [int(y) for y in m.groups()]
    return said(fiscal_years(years[0], years[-1]), "fiscal") if years[-1] - years[0] == len(years) - 1 else None


@pattern(
    rf"\b(?:the )?(first|second|third|fourth|1st|2nd|3rd|4th) quarter of (?:{FY})?({YEAR}|\d\d)\b"
    rf"|\b(?:FY)?(20\d\d) ?Q([1-4])\b",
    needs="quarter|q",
)
def _quarter(m: re.Match[str], _clock: Clock) -> Said:
    names = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
    if m[3]:
        return said(fiscal_quarter(int(m[3]), int(m[4])), "window")
    year, quarter = full_year(int(m[2])), names[m[1].casefold()]
    calendar = Period(date(year, quarter * 3 - 2, 1), month_end(year, quarter * 3))
    fiscal = fiscal_quarter(year, quarter)
    return said(fiscal, "window") if re.search(FY, m[0]) else said(calendar, "window", (fiscal,))


@pattern(
    rf"\b(?:the )?(first|last|second|latter|final) (?:half|six months|6 months) of (?:calendar (?:year )?)?"
    rf"(?:{FY})?['’]?({YEAR}|(?<=FY)\d\d|(?<=['’ ])\d\d(?! ?years))\b"
    rf"|\b(?:H([12]) (?:of )?|([12])H ?)(?:{FY})?['’]?({YEAR}|\d\d)\b",
    needs="half|months|h1|h2|1h|2h",
)
def _half(m: re.Match[str], _clock: Clock) -> Said:
    year = full_year(int(m[2] or m[5]))
    early = m[1].casefold() == "first" if m[1] else (m[3] or m[4]) == "1"
    calendar = Period(date(year, 1 if early else 7, 1), month_end(year, 6 if early else 12))
    fiscal = Period(fiscal_year_start(year), month_end(year, 3))
    if not early:
        fiscal = Period(date(year, 4, 1), fiscal_year_end(year))
    return said(fiscal, "window") if re.search(FY, m[0]) else said(calendar, "window", (fiscal,))


@pattern(
    rf"\b({MONTHS})\s+(?:(\d{{1,2}})(?:st|nd|rd"
    rf"|th)?,?\s+)?({YEAR})?{TO}({MONTHS})\s+(?:(\d{{1,2}})(?:st|nd|rd"
    rf"|th)?\b(?!,?\d\d\d\b),?\s*)?({ENDYEAR})?"
)
def _month_range(m: re.Match[str], clock: Clock) -> Said:
    if " and " in m[0] and not re.search(r"between\s*\Z", m.string[: m.start()], re.I):
        return None
    if not (m[2] or m[5] or m[3] or m[6]) and (
        not re.search(r"(?:from|between)\s*\Z", m.string[: m.start()], re.I) or RUNS.search(m.string[: m.start()])
    ):
        return None
    first, last = month_number(m[1]), month_number(m[4])
    end_year = int(m[6]) if m[6] else None
    start_year = int(m[3]) if m[3] else None
    if end_year is None and start_year is not None:
        end_year = start_year + (last < first)
    if end_year is None:
        end_year = year_of_day(last, int(m[5]) if m[5] else 1, clock)
    if start_year is None:
        start_year = end_year - (first > last)
    try:
        start = date(start_year, first, int(m[2]) if m[2] else 1)
        end = date(end_year, last, int(m[5])) if m[5] else month_end(end_year, last)
    except ValueError:
        return None
    return said(Period(start, end), "window") if start <= end else None


@pattern(rf"\b({MONTHS})\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+({YEAR})\b")
def _full_date(m: re.Match[str], _clock: Clock) -> Said:
    day = day_of(int(m[3]), month_number(m[1]), int(m[2]))
    return said(on(day), "day") if day else None


@pattern(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)?\s+({MONTHS}),?\s+({YEAR})\b")
def _full_date_british(m: re.Match[str], _clock: Clock) -> Said:
    day = day_of(int(m[3]), month_number(m[2]), int(m[1]))
    return said(on(day), "day") if day else None


@pattern(rf"\b({YEAR})-(\d\d)-(\d\d)\b", needs="-")
def _iso(m: re.Match[str], _clock: Clock) -> Said:
    day = day_of(int(m[1]), int(m[2]), int(m[3]))
    return said(on(day), "day") if day else None


@pattern(
    rf"\b(?:the )?(end|close|start|beginning|middle) of ({MONTHS})(?:,?\s+({YEAR}))?\b",
    needs="end|close|start|beginning|middle",
)
def _end_of_month(m: re.Match[str], clock: Clock) -> Said:
    name = month_number(m[2])
    year = int(m[3]) if m[3] else year_of_month(name, clock)
    days = {"end": month_end(year, name), "close": month_end(year, name), "middle": date(year, name, 15)}
    return said(on(days.get(m[1].casefold(), date(year, name, 1))), "day", (month(year, name),))


@pattern(rf"\b(early|mid|late)[ -]({MONTHS})(?:,?\s+({YEAR}))?\b", needs="early|mid|late")
def _part_of_month(m: re.Match[str], clock: Clock) -> Said:
    name = month_number(m[2])
    year = int(m[3]) if m[3] else year_of_month(name, clock)
    day = {"early": 5, "mid": 15, "late": 25}[m[1].casefold()]
    return said(on(date(year, name, day)), "day", (month(year, name),))


@pattern(rf"\b(?:the )?(?:(?:very )?end|close) of (?:calendar (?:year )?)?({YEAR})\b", needs="end|close")
def _end_of_year(m: re.Match[str], _clock: Clock) -> Said:
    return said(on(date(int(m[1]), 12, 31)), "day", (calendar_year(int(m[1])), fiscal_year(int(m[1]))))


@pattern(rf"\b(?:the )?(?:end|close) of {FY}({YEAR}|\d\d)\b", needs="end|close")
def _end_of_fiscal(m: re.Match[str], _clock: Clock) -> Said:
    year = full_year(int(m[1]))
    return said(on(fiscal_year_end(year)), "day", (fiscal_year(year),))


@pattern(rf"\b({MONTHS})(?:\s+of)?,?\s+({ENDYEAR})")
def _month_year(m: re.Match[str], _clock: Clock) -> Said:
    return said(month(int(m[2]), month_number(m[1])), "month")


@pattern(rf"\b(?:calendar(?: year)?|CY)\s?({YEAR})\b|\b({YEAR}) calendar year\b", needs="calendar|cy")
def _calendar(m: re.Match[str], _clock: Clock) -> Said:
    return said(calendar_year(int(m[1] or m[2])), "calendar")


@pattern(rf"\b{FY}({YEAR}|\d\d)\b(?![,.]\d)|\b({YEAR}) fiscal year\b", needs="fy|f.y.|fiscal")
def _fiscal(m: re.Match[str], _clock: Clock) -> Said:
    return said(fiscal_year(full_year(int(m[1] or m[2]))), "fiscal")


@pattern(rf"\b({MONTHS})\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?!,?\d|\s*(?:percent|%|people|persons))")
def _month_day(m: re.Match[str], clock: Clock) -> Said:
    day = day_of(year_of_day(month_number(m[1]), int(m[2]), clock), month_number(m[1]), int(m[2]))
    return said(on(day), "day") if day else None


@pattern(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({MONTHS})\b(?!\s+\d)", 0)
def _day_month(m: re.Match[str], clock: Clock) -> Said:
    day = day_of(year_of_day(month_number(m[2]), int(m[1]), clock), month_number(m[2]), int(m[1]))
    return said(on(day), "day") if day else None


@pattern(rf"\b({YEAR})s\b|\bthe (nineteen[- ])?(seventies|eighties|nineties)\b", needs="0s|ties")
def _decade(m: re.Match[str], _clock: Clock) -> Said:
    first = int(m[1]) if m[1] else {"seventies": 1970, "eighties": 1980, "nineties": 1990}[m[3].casefold()]
    return said(fiscal_years(first, first + 9), "decade") if first % 10 == 0 else None


@pattern(rf"\b({YEAR})\s*(?:-|–|—|to|through|until)\s*({ENDYEAR})|\b(?:between|from) ({YEAR}) (?:and|to) ({ENDYEAR})")
def _year_range(m: re.Match[str], _clock: Clock) -> Said:
    first, last = int(m[1] or m[3]), int(m[2] or m[4])
    return said(fiscal_years(first, last), "fiscal") if first < last else None


@pattern(r"\b(20[0-4]\d|19\d\d)[-–](\d\d)\b(?![-–/,.]?\d)")
def _short_range(m: re.Match[str], _clock: Clock) -> Said:
    first = int(m[1])
    last = first // 100 * 100 + int(m[2])
    if re.search(r"(?:[Ss]ections?|§+|[Tt]itle|[Nn]o\.|[Pp]art)\s*\Z", m.string[: m.start()]):
        return None
    return said(fiscal_years(first, last), "fiscal") if first < last <= first + 20 else None


@pattern(rf"(?<![\d$€£,.\-/]){ENDYEAR}(?![-/]\d)")
def _bare_year(m: re.Match[str], _clock: Clock) -> Said:
    year = int(m[0])
    return said(fiscal_year(year), "year", (calendar_year(year),))


EXPLICIT: tuple[Pattern, ...] = (
    _fiscal_range,
    _first_months,
    _weeks_to,
    _listed_years,
    _quarter,
    _half,
    _month_range,
    _full_date,
    _full_date_british,
    _iso,
    _end_of_month,
    _part_of_month,
    _end_of_year,
    _end_of_fiscal,
    _month_year,
    _calendar,
    _fiscal,
    _month_day,
    _day_month,
    _decade,
    _year_range,
    _short_range,
    _bare_year,
)
"""Where two start at the same word, the earlier in this list is taken."""
