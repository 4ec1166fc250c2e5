"""Published numbers of a programme beside the compiled ones for the same day; where they differ, both stand."""

from __future__ import annotations

from datetime import date

from tallybook.base.catalog import Catalog
from tallybook.base.periods import PartialDate, partial_date
from tallybook.base.results import Cell, Column, Table
from tallybook.programs.agreements import agreements_on
from tallybook.programs.published import published
from tallybook.programs.secure_communities import counties_active
from tallybook.programs.spells import Rolls, published_counts

REACH = "activated jurisdictions"
"""The published figure that counts what the compiled list of counties counts."""


def beside(catalog: Catalog, program: str, held: Rolls) -> Table:
    """Return the published numbers of `secure-communities` or `287g`, each with the compiled one of its day.

    A document that names a month only stands beside the compiled number of the month's last day.
    """
    agreements = program == "287g"
    kind = "agreements" if agreements else "counties"
    columns = (
        Column("day"), Column("published", kind="integer"), Column("compiled", f"compiled {kind}"),
        Column("source"), Column("basis"),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]]
    if agreements:
        rows = [
            (str(c.day), c.agreements, _agreements(catalog, c.day, held), f"{c.publisher}, {c.document}", c.basis)
            for c in published_counts(catalog)
        ]
        notes = (
            "Compiled numbers between two bounds are from the list of 2002 to 2017, exact ones from rosters of ICE.",
        )
    else:
        rows = [
            (
                f.period,
                int(f.value),
                f"{counties_active(catalog, partial_date(f.period).last).active:,}",
                f.source,
                None,
            )
            for f in published(catalog, program).figures
            if f.metric == REACH and not f.place
        ]
        notes = ("Published are jurisdictions, which are more than the counties: some are parts of one, or no county.",)
    return Table(columns, tuple(rows), "Published beside compiled", notes)


def _agreements(catalog: Catalog, when: PartialDate, held: Rolls) -> str:
    """Return the compiled number in words, with the day of the roster where that is the last one held and older."""
    day: date = when.last
    found = agreements_on(catalog, day, "", held)
    if found.evidence == "roster" and found.next_roster is None and found.as_of is not None and found.as_of < day:
        return f"{found.agreements} on the last roster held, {found.as_of}"
    return str(found.agreements)
