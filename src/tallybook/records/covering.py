"""What a stored sheet covers: its title's claim checked against its dates, or what the dates say without one."""

from __future__ import annotations

from tallybook.base.errors import InputError
from tallybook.base.periods import Period, fiscal_year
from tallybook.records.quality import Dates
from tallybook.sources.recognise import Plan

MANY = 1000
"""Dated rows from which an empty month at either end of a named year says that the year is not whole."""
A_MONTH = 31


def covered(plan: Plan, dates: Dates | None) -> tuple[Period | None, str, tuple[str, ...]]:
    """Return the period a sheet covers, what says so, and what does not quite fit.

    A title that names an end is believed as long as the dates agree; a year to date ends with the last day on which
    something happened; without any title the dates are all there is.

    Raises:
        InputError: most dates lie outside the period of the title: the sheet is not what it says.
    """
    if plan.covers is not None:
        period, notes = plan.covers.period, []
        if dates is not None and dates.outside:
            if dates.outside * 2 > dates.dated:
                raise InputError(
                    f"its {plan.covers.said_by} says {period.label}, and {dates.outside:,} of its {dates.dated:,} "
                    f"dates ({dates.field.replace('_', ' ')}) lie outside",
                    where=plan.sheet.where,
                    expected="rows of the period it names",
                    next_step="check whether the publisher delivered the wrong file",
                )
            notes.append(
                f"{dates.outside:,} of {dates.dated:,} rows are dated outside {period.label} "
                f"({dates.field.replace('_', ' ')} from {dates.earliest} to {dates.latest})"
            )
        short = _reached(period, dates) if dates is not None else period
        if short != period:
            notes.append(f"named {period.label}, and its dates reach from {short.start} to {short.end} only")
            return short, f"{plan.covers.said_by} to its last date", tuple(notes)
        return period, plan.covers.said_by, tuple(notes)
    if dates is None:
        return None, "", ()
    if plan.titled_year is not None:
        year = fiscal_year(plan.titled_year)
        return Period(year.start, min(max(dates.last, year.start), year.end)), "title to its last date", ()
    return Period(dates.first, dates.last), "dates", ()


def _reached(period: Period, dates: Dates) -> Period:
    """Return the part of whole fiscal years that a sheet reaches: one cut in March is not the year its name says.

    Only many rows can show that. The few of a small area may well leave a month out.
    """
    if not period.fiscal_years() or dates.dated < MANY:
        return period
    start = dates.first if (dates.first - period.start).days > A_MONTH else period.start
    end = dates.last if (period.end - dates.last).days > A_MONTH else period.end
    return Period(max(start, period.start), min(end, period.end))
