"""Dates and definitions: when a programme began, and which months a fiscal year has."""

from __future__ import annotations

import calendar

from tallybook.base.catalog import Catalog
from tallybook.base.periods import partial_date
from tallybook.claims.model import Claim, Evidence, Judged
from tallybook.measures.measure import Measure
from tallybook.programs.switches import events


def weigh_date(catalog: Catalog, claim: Claim, measure: Measure) -> Judged:
    """Return the verdict on the day, month or year of an event: by the programme's events, else the measure's date."""
    known = [
        (e.when, e.title, e.source, e.url, e.basis)
        for e in events(catalog).events
        if e.reads is not None and e.reads.measure == measure.id
    ]
    if not known and measure.day:
        known = [(partial_date(measure.day), measure.title, measure.sources[0], "", "quoted")]
    if not known or claim.period is None:
        return Judged(claim, "uncheckable", f"no official date of {measure.title} is held")
    lines = tuple(
        Evidence(
            "program", measure.id, None, None, document=source, url=url, status="published", basis=basis, role=str(day)
        )
        for day, _, source, url, basis in known
    )
    told = "; ".join(f"{title}: {day} ({source})" for day, title, source, _, _ in known)
    if any(day.first <= claim.period.end and claim.period.start <= day.last for day, *_ in known):
        return Judged(claim, "supported", told, evidence=lines)
    days = " or ".join(str(day) for day, *_ in known)
    return Judged(claim, "wrong", f"{claim.period.words} is not {days}", f"{told}.", None, lines)


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
