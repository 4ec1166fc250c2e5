"""What the rosters of 287(g) rest on: the files held and how each is dated, and the spellings that were joined."""

from __future__ import annotations

from tallybook.base.catalog import Catalog
from tallybook.base.results import Column, Table
from tallybook.programs.spells import ARCHIVES, Rolls, published_counts

RULES = (
    "form: equal without case, punctuation and the ways to abbreviate an office.",
    "lead: equal without a leading 'city of' or the state's name.",
    "slip: equal but for slips of the pen, or words for a kind of office; same model and signing day on both.",
    "longer: the same name with a division or an office added; same model and signing day on both.",
)


def spellings(held: Rolls) -> Table:
    """Return every spelling of the agencies that are listed under more than one, with the rule and the evidence."""
    columns = (
        Column("state"), Column("agency"), Column("listed_as"), Column("rule"), Column("first_seen", kind="date"),
        Column("last_seen", kind="date"), Column("evidence"),
    )  # fmt: skip
    rows = tuple((s, agency, n.text, n.rule, n.first, n.last, n.evidence or None) for s, agency, n in held.names)
    agencies = len({(s, agency) for s, agency, _ in held.names})
    return Table(columns, rows, f"{agencies} agencies under {len(rows)} spellings", RULES)


def rosters(held: Rolls) -> Table:
    """Return the rosters held, what dates each, and whether it is used."""
    columns = (
        Column("day", kind="date"), Column("file"), Column("rows", kind="integer"), Column("dated_by"),
        Column("status"), Column("archive"),
    )  # fmt: skip
    rows = tuple((f.day, f.file, f.rows, f.dated_by, f.status, ARCHIVES.get(f.archive, f.archive)) for f in held.files)
    used = sum(f.status == "used" for f in held.files)
    notes = (
        "corrected: ICE's file name gives a day before signings that the file lists; a year short, or dated by the"
        " newest signing.",
        "superseded: another roster of the same day is later. cut short: fewer than half the lines of the one before.",
    )
    return Table(columns, rows, f"{len(rows)} rosters, {used} used, one for each day", notes)


def counts(catalog: Catalog) -> Table:
    """Return the published numbers of 287(g) agreements, each with its document."""
    columns = (
        Column("day"), Column("agreements", kind="integer"), Column("task_force", kind="integer"),
        Column("jail", kind="integer"), Column("joint", kind="integer"), Column("publisher"), Column("document"),
        Column("basis"),
    )  # fmt: skip
    rows = tuple(
        (str(c.day), c.agreements, c.task_force, c.jail, c.joint, c.publisher, c.document, c.basis)
        for c in published_counts(catalog)
    )
    return Table(columns, rows, "Published numbers of 287(g) agreements")
