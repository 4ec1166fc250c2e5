"""What a stored sheet covers: its title's claim checked against its dates, or what the dates say without one."""

from __future__ import annotations

from tallybook.base.errors import InputError
from tallybook.base.periods import Period, fiscal_year
from tallybook.records.quality import Dates
from tallybook.sources.recognise import Plan


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
        return period, plan.covers.said_by, tuple(notes)
    if dates is None:
        return None, "", ()
    if plan.titled_year is not None:
        year = fiscal_year(plan.titled_year)
        return Period(year.start, min(max(dates.last, year.start), year.end)), "title to its last date", ()
    return Period(dates.first, dates.last), "dates", ()
