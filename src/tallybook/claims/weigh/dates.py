"""Dates and definitions: when a programme began, and which months a fiscal year has."""

from __future__ import annotations

import calendar

from tallybook.base.catalog import Catalog
from tallybook.base.periods import PartialDate, partial_date
from tallybook.claims.model import Claim, Evidence, Judged
from tallybook.measures.measure import Measure


def weigh_date(catalog: Catalog, claim: Claim, measure: Measure) -> Judged:
    """Return the verdict on the year or month in which something happened, by the measure's own date."""
    del catalog
    known: PartialDate | None = partial_date(measure.day) if measure.day else None
    if known is None or claim.period is None:
        return Judged(claim, "uncheckable", f"no official date of {measure.title} is held")
    line = Evidence(
        "program",
        measure.id,
        None,
        None,
        document=measure.sources[0],
        status="published",
        basis="quoted",
        role=str(known),
    )
    if known.first <= claim.period.end and claim.period.start <= known.last:
        return Judged(claim, "supported", f"{measure.title}: {known} ({measure.sources[0]})", evidence=(line,))
    fix = f"{measure.title}: {known} ({measure.sources[0]})."
    return Judged(claim, "wrong", f"{claim.period.words} is not {known}", fix, None, (line,))


def weigh_definition(claim: Claim) -> Judged:
    """Return the verdict on a sentence about the months of the federal fiscal year."""
    months = claim.asserted.unit.removeprefix("months ")
    first, last = (int(part) for part in months.split("-"))
    line = Evidence(
        "series", "definition.fiscal_year", None, None, document="31 U.S.C. 1102", status="published", basis="quoted"
    )
    said = f"{calendar.month_name[first]} to {calendar.month_name[last]}"
    if (first, last) == (10, 9):
        return Judged(
            claim, "supported", "the federal fiscal year runs from 1 October to 30 September", evidence=(line,)
        )
    fix = (
        "The federal fiscal year runs from 1 October to 30 September and is named by the year it ends (31 U.S.C. 1102)."
    )
    return Judged(claim, "wrong", f"{said} is not the federal fiscal year", fix, None, (line,))
