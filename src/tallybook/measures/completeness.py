"""Completeness: whether the files held cover the whole period of a question, and how far they reach."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tallybook.base.periods import Period, fiscal_year, fiscal_year_of, fiscal_years
from tallybook.measures.choice import Part
from tallybook.measures.notes import Note, note
from tallybook.sources.tables import Rule


def completeness(
    rule: Rule, parts: Sequence[Part], asked: Period | None
) -> tuple[Period | None, list[Note], date | None, tuple[str, ...]]:
    """Return the period answered for, what is missing of it, the day it is covered to, and the years with gaps."""
    period = asked or held_years(rule, parts)
    if period is None:
        return None, [note("coverage-unknown", "No file says which days it covers.")], None, ()
    short: list[str] = []
    lag: list[str] = []
    covered_to: date | None = None
    whole_so_far = True
    for part in parts:
        for stretch in _years(part.period or period):
            lagged = rule.within and any(s.cut_by and s.cut_by != rule.within for s in part.held.sheets)
            if not part.held.covers(stretch):
                short.append(stretch.label)
                reached = part.held.covered_to(stretch)
            else:
                reached = stretch.end
                after = fiscal_year(fiscal_year_of(stretch.end) + 1)
                if lagged and not part.held.covers(Period(stretch.start, after.end)):
                    lag.append(stretch.label)
            if whole_so_far and reached is not None:
                covered_to = reached
            whole_so_far = whole_so_far and reached == stretch.end
    if all(part.period is not None for part in parts):
        answered = [part.period for part in parts if part.period is not None]
        short += [y.label for y in _years(period) if not any(p.overlap_days(y) for p in answered)]
    gaps = []
    short.sort()
    if short:
        upto = f" Covered to {covered_to}." if covered_to else ""
        gaps.append(note("not-covered", f"Not wholly covered by the files held: {', '.join(short)}.{upto}"))
    if lag:
        gaps.append(
            note(
                "lag-not-held",
                f"Events of {', '.join(lag)} that were recorded in a later fiscal year sit in that year's file, which "
                "is not held (or not whole).",
            )
        )
    return period, gaps, covered_to, tuple(dict.fromkeys([*short, *lag]))


def held_years(rule: Rule, parts: Sequence[Part]) -> Period | None:
    """Return the fiscal years in which some of these releases hold something: the period of a question without one."""
    if rule.titled:
        years = [s.titled_year for p in parts for s in p.held.sheets if s.titled_year is not None]
    else:
        years = [fiscal_year_of(day) for p in parts for w in p.held.windows for day in (w.start, w.end)]
    return fiscal_years(min(years), max(years)) if years else None


def _years(span: Period) -> list[Period]:
    found = []
    for year in range(fiscal_year_of(span.start), fiscal_year_of(span.end) + 1):
        whole = fiscal_year(year)
        found.append(Period(max(whole.start, span.start), min(whole.end, span.end)))
    return found
