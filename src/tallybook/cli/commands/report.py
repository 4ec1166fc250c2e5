"""Write the account of a fiscal year as a page, a workbook or Markdown.

`tallybook report --fiscal-year 2012 --out fy2012.html` re-runs the year-end account of 2012.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tallybook.cli import options

if TYPE_CHECKING:
    from tallybook.base.catalog import Catalog

FORMATS = ("markdown", "html", "xlsx", "json")


@click.command()
@click.option(
    "--fiscal-year",
    metavar="YEAR",
    help="The year, named by the year it ends: 2012 or FY2012.  [default: the last whole year held]",
)
@click.option(
    "--as-of",
    metavar="DATE",
    help="Show what was known on this day beside today's values: 2013-06-30, 2013-06 or 2013.",
)
@options.output(FORMATS)
@options.store
@options.catalog
def command(
    *,
    fiscal_year: str | None,
    as_of: str | None,
    output: options.Output,
    store: Path,
    catalog: Catalog,
) -> None:
    """Write the account of a fiscal year as a page, a workbook or Markdown.

    Every official family side by side as first published and now, convictions, offences, priorities, the record test
    against every earlier year, revisions and conflicts; the records that cover the year with their row accounting and
    quality, counted again by each rule; the policies in force, the programmes with local police; caveats, and the
    source of each figure. The ending of --out decides the format: .html, .xlsx, .md or .json.
    """
    from tallybook.base.periods import partial_date
    from tallybook.publish.account import account, year_named
    from tallybook.records.store import BANNER, Store

    year = year_named(catalog, fiscal_year)
    made = account(catalog, year, partial_date(as_of).last if as_of else None, store=Store(store))
    if Store(store).synthetic:
        made = replace(made, title=f"SYNTHETIC: {made.title}", notices=(BANNER, *made.notices))
    if output.format == "json":
        output.write(made)
    elif output.format == "xlsx":
        from tallybook.publish.workbook import as_workbook

        output.write_bytes(as_workbook(made))
    elif output.format == "html":
        from tallybook.publish.html import as_html

        output.write_text(as_html(made))
    else:
        from tallybook.publish.markdown import as_markdown

        output.write_text(as_markdown(made))
