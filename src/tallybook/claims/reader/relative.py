"""Relative periods: those named by the distance from another or from the day of writing."""

from __future__ import annotations

import re
from datetime import date

from tallybook.base.periods import (
    Period,
    calendar_year,
    fiscal_year,
    fiscal_year_end,
    fiscal_year_of,
    fiscal_year_start,
    fiscal_years,
    month,
    month_end,
    on,
)
from tallybook.claims.reader.clock import (
    MONTHS,
    RUNS,
    YEAR,
    Clock,
    N,
    month_number,
    number,
    shifted,
    year_of_month,
)
from tallybook.claims.reader.patterns import Pattern, Said, pattern, said


@pattern(rf"\b(?:the )?first ({N}) months of (?:the|this|that) (?:current )?fiscal year\b", needs="month")
def _first_months_of_this(m: re.Match[str], clock: Clock) -> Said:
    latest = clock.latest.end if clock.latest and clock.latest.end <= clock.today else clock.today
    start = fiscal_year_start(fiscal_year_of(latest))
    index = start.year * 12 + start.month - 1 + number(m[1]) - 1
    return said(Period(start, month_end(index // 12, index % 12 + 1)), "window")


@pattern(rf"\b(?:the )?(?:previous|preceding|prior) ({MONTHS})\b", 0, needs="previous|preceding|prior")
def _previous_month(m: re.Match[str], clock: Clock) -> Said:
    name = month_number(m[1])
    latest = clock.latest.end if clock.latest else clock.today
    year = latest.year if name < latest.month else latest.year - 1
    return said(month(year, name), "month", (), back=True)


@pattern(r"\b(?:twelve|12) months (?:earlier|before|ago|prior)\b", needs="months")
def _twelve_months(_m: re.Match[str], clock: Clock) -> Said:
    return said(shifted(clock.latest, -1), "relative", (), back=True) if clock.latest else None


@pattern(r"\b(?:the )?(?:end|close) of (?:that|the same|the) year\b", needs="end|close")
def _end_of_that_year(_m: re.Match[str], clock: Clock) -> Said:
    year = (clock.latest.end if clock.latest else clock.today).year
    return said(on(date(year, 12, 31)), "day", (fiscal_year(year),))


@pattern(
    r"\b(?:the )?(?:last|latest|most recent|most recently completed|just[- ]ended) fiscal year\b"
    r"|\bfiscal year just ended\b",
    needs="fiscal",
)
def _last_fiscal(_m: re.Match[str], clock: Clock) -> Said:
    year = fiscal_year_of(clock.today) - 1
    return said(fiscal_year(year), "relative", (fiscal_year(year - 1),))


@pattern(
    r"\b(?:in |over |during )?(?:the )?past (?:fiscal )?year\b|\bthe last twelve months\b|\bthe past twelve months\b",
    needs="past|twelve",
)
def _past_year(_m: re.Match[str], clock: Clock) -> Said:
    year = fiscal_year_of(clock.today) - 1
    return said(fiscal_year(year), "relative", (fiscal_year(year - 1), calendar_year(clock.today.year - 1)))


@pattern(
    r"\b(?:the )?(?:year|one year|fiscal year) (?:before|earlier|prior|previous|ago)\b|\b(?:a"
    r"|one) year (?:earlier|before|ago|prior)\b"
    r"|\b(?:the )?(?:previous|preceding|prior) (?:fiscal )?year\b|\bthe one before(?: it)?\b|\bthe year preceding\b",
    needs="year|before",
)
def _year_before(m: re.Match[str], clock: Clock) -> Said:
    latest = clock.latest
    if latest is None:
        year = fiscal_year_of(clock.today) - 2
        return said(fiscal_year(year), "relative", (), back=True)
    if "fiscal" in m[0].casefold():
        latest = fiscal_year(fiscal_year_of(latest.end))
    return said(shifted(latest, -1), "relative", (), back=True)


@pattern(r"\b(?:the )?(?:following|next) (?:fiscal )?year\b|\b(?:the|a|one) year (?:later|after|on)\b", needs="year")
def _year_after(_m: re.Match[str], clock: Clock) -> Said:
    return said(shifted(clock.latest, 1), "relative") if clock.latest else None


@pattern(rf"\b({N}) years (later|afterwards?|thereafter|after|on|earlier|before|ago|prior)\b", needs="years")
def _years_away(m: re.Match[str], clock: Clock) -> Said:
    back = m[2].casefold() in ("earlier", "before", "ago", "prior")
    base = clock.latest
    if m[2].casefold() == "ago" or base is None:
        base = fiscal_year(fiscal_year_of(clock.today) - 1)
    return said(shifted(base, -number(m[1]) if back else number(m[1])), "relative", (), back=back)


@pattern(
    rf"\b(?:the |each of the |every one of the )?(?:last|past|previous) ({N}) (?:fiscal )?years\b"
    rf"|\b(?:in |over |during |for )?(?:the )?({N}) (?:fiscal )?years (?:before (?:that|it)|preceding"
    rf"|prior|previous)\b",
    needs="years",
)
def _last_years(m: re.Match[str], clock: Clock) -> Said:
    if m[2]:
        if not clock.years:
            return None
        last, count = clock.years[-1] - 1, number(m[2])
    else:
        last, count = fiscal_year_of(clock.today) - 1, number(m[1])
    return said(fiscal_years(last - count + 1, last), "relative", (fiscal_years(last - count, last - 1),))


@pattern(
    rf"\b(?:over |in |for )?(?:the|these|those|all) ({N}) (?:fiscal )?years\b|\b(?:over |in )?({N}) years together\b",
    needs="years",
)
def _the_years(m: re.Match[str], clock: Clock) -> Said:
    count = number(m[1] or m[2])
    named = sorted(set(clock.years))
    if count == 1 or not named:
        return None
    if named[-1] - named[0] + 1 == count:
        return said(fiscal_years(named[0], named[-1]), "relative")
    return said(fiscal_years(named[-1] - count + 1, named[-1]), "relative")


@pattern(
    rf"\bthe (first|last) ({N})\b(?: (?:fiscal )?years)?(?: of (?:them|those|these)(?: years)?)?"
    r"(?=\s+(?:account\w*|saw|came|had|were|brought|add\w*|ma[dk]e|together|alone|for)\b)",
    needs="first|last",
)
def _part_of_span(m: re.Match[str], clock: Clock) -> Said:
    count = number(m[2])
    whole = next((s for s in reversed(clock.spans) if len(s.fiscal_years()) > count), None)
    if whole is None or count < 2:
        return None
    years = whole.fiscal_years()
    chosen = years[:count] if m[1].casefold() == "first" else years[-count:]
    return said(fiscal_years(chosen[0], chosen[-1]), "relative")


@pattern(
    r"\b(?:as of )?(?:now|currently|at present|at this moment)\b|\bas of today\b",
    needs="now|current|present|today|moment",
)
def _now(_m: re.Match[str], clock: Clock) -> Said:
    return said(on(clock.today), "now")


@pattern(r"(?<=\d )then\b(?=\s*(?:and|,|;|\.|but))|\bback then\b", needs="then")
def _then(_m: re.Match[str], clock: Clock) -> Said:
    return said(clock.latest, "relative") if clock.latest else None


@pattern(
    rf"\b(?:the )?(?:fiscal |budget |reporting |federal )?(?:year|twelve months|12 months) (?:that "
    rf"|which )?(?:just )?(?:ended|ending|closed|closing|to|through)"
    rf"(?: on| in| last| this)* (?:Sept\.?|September)(?:\.? 30(?:th)?)?(?:,? ({YEAR}))?\b",
    needs="sep",
)
def _year_to_september(m: re.Match[str], clock: Clock) -> Said:
    if m[1]:
        return said(fiscal_year(int(m[1])), "fiscal")
    year = clock.today.year if clock.today > date(clock.today.year, 9, 30) else clock.today.year - 1
    return said(fiscal_year(year), "fiscal")


@pattern(r"\blast year(?:['’]s)?\b", needs="last year")
def _last_year(_m: re.Match[str], clock: Clock) -> Said:
    year = clock.today.year - 1
    others = (fiscal_year(fiscal_year_of(clock.today) - 1), calendar_year(year))
    return said(fiscal_year(year), "relative", tuple(p for p in others if p != fiscal_year(year)))


@pattern(
    r"\bthis (?:fiscal )?year(?:['’]s)?\b|\b(?:the )?current fiscal year\b"
    r"|\b(?:the )?(?:fiscal )?year (?:so far|to date)\b",
    needs="year",
)
def _this_year(m: re.Match[str], clock: Clock) -> Said:
    now = fiscal_year_of(clock.today)
    running = Period(fiscal_year_start(now), clock.today)
    ended = fiscal_year(clock.today.year) if fiscal_year_end(clock.today.year) < clock.today else None
    if "fiscal" in m[0].casefold() or "so far" in m[0].casefold() or "to date" in m[0].casefold() or ended is None:
        return said(running, "relative", (fiscal_year(now), calendar_year(clock.today.year)))
    return said(ended, "relative", (running, fiscal_year(now)))


@pattern(r"\b(?:in |of |for )?(?:that|the same) (?:fiscal )?year\b|\bthe year in question\b", needs="year")
def _that_year(_m: re.Match[str], clock: Clock) -> Said:
    return said(clock.latest, "relative") if clock.latest else None


@pattern(
    rf"\b(?i:in|during|since|through|by|until|of|for|to|from|over|than|last|this|vs\.?) ({MONTHS})\b(?!\.?\s+\d)", 0
)
def _bare_month(m: re.Match[str], clock: Clock) -> Said:
    name = month_number(m[1])
    if m[1] == "May" and re.match(r"\s+(?:be|have|not)\b", m.string[m.end() :]):
        return None
    if RUNS.search(m.string[: m.start()]) or re.search(r"\b(?:runs?|ran|goes) from \w+ \Z", m.string[: m.start()]):
        return None
    return said(month(year_of_month(name, clock), name), "month")


@pattern(rf"\b({MONTHS})(?=(?:['’]s)?\s+(?:was|is|alone|had|saw|total|figure|count|and|to|the|it)\b)", 0)
def _subject_month(m: re.Match[str], clock: Clock) -> Said:
    name = month_number(m[1])
    if re.search(r"\b(?:runs?|ran|goes|begins?|starts?)(?: from| on| in)?\s*\Z", m.string[: m.start()]):
        return None
    if m[1] in ("May", "March") and re.match(r"\s+(?:to|the|and)\b", m.string[m.end() :]):
        return None
    return said(month(year_of_month(name, clock), name), "month")


RELATIVE: tuple[Pattern, ...] = (
    _first_months_of_this,
    _previous_month,
    _twelve_months,
    _end_of_that_year,
    _last_fiscal,
    _past_year,
    _year_before,
    _year_after,
    _years_away,
    _last_years,
    _the_years,
    _part_of_span,
    _now,
    _then,
    _year_to_september,
    _last_year,
    _this_year,
    _that_year,
    _bare_month,
    _subject_month,
)
"""Where two start at the same word, the earlier in this list is taken."""
