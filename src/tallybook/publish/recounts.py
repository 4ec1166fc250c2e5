"""The year counted again from released records, by each rule, beside the published figure."""

from __future__ import annotations

from tallybook.base.results import Column
from tallybook.measures.measure import measures
from tallybook.measures.recounted import recounted
from tallybook.publish.book import Book
from tallybook.publish.report import Cell, Grid, Section


def sections(book: Book) -> list[Section]:
    """Return the recounts of the year, the measure's own rule first; nothing where no record of it was counted."""
    rows: list[tuple[Cell, ...]] = []
    groups, own = [], []
    for name, item in measures(book.catalog).items():
        counted = recounted(book.catalog, name, book.period, book.store) if item.records is not None else ()
        if not counted:
            continue
        published = book.amount(book.whole_year(name, book.year))
        groups.append((len(rows), item.title))
        own.append(len(rows))
        for one in counted:
            difference = one.value - published.value if published is not None and published.exact else None
            rows.append(
                (
                    one.rule_title, one.value, published if one.is_default else None, difference,
                    "yes" if one.complete else "no", one.rows, one.release, "shipped" if one.shipped else "the store",
                )
            )  # fmt: skip
    if not rows:
        return []
    columns = (
        Column("rule", "Counted by"), Column("recount", "Recount", "number"), Column("published", "Published"),
        Column("difference", "Against the published figure", "number"), Column("complete", "Whole year held"),
        Column("rows", "Rows of the files", "number"), Column("release", "Release"), Column("held", "Counted in"),
    )  # fmt: skip
    grid = Grid(f"Fiscal year {book.year} in the record, by rule", columns, tuple(rows), frozenset(own), tuple(groups))
    text = (
        "Counted by Tallybook from released record files, event by event; 'tallybook count MEASURE --explain' names the"
        " files and the query. The first line of each measure is the publisher's own rule. A year that the files do not"
        " wholly cover says so and is no evidence against a published figure."
    )
    return [Section("recounts", "Counted again from the record", (text,), (), (grid,))]
