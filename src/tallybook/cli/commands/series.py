"""List the official series, or every value of one with its vintage.

`tallybook series dhs.removals --as-of 2014-02-01` shows what was known of each period on that day.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tallybook.cli import options

if TYPE_CHECKING:
    from tallybook.base.catalog import Catalog


@click.command()
@click.argument("measure", required=False)
@click.option(
    "--as-of", metavar="DATE", help="Only what was out by this day, one row a period: 2014-02-01, 2014-02 or 2014."
)
@click.option("--period", metavar="PERIOD", help="Only periods inside this one: FY2012, FY2008..FY2012, 2012-03.")
@click.option("--where", metavar="NAME=VALUE", default="", help="A breakdown instead of the whole: citizenship=Mexico.")
@click.option("--all", "everything", is_flag=True, help="The whole and every breakdown.")
@options.output()
@options.store
@options.catalog
def command(
    *,
    measure: str | None,
    as_of: str | None,
    period: str | None,
    where: str,
    everything: bool,
    output: options.Output,
    store: Path,  # noqa: ARG001 - every command takes it
    catalog: Catalog,
) -> None:
    """List the official series, or every value of one with its vintage.

    Without MEASURE: all series with unit, range and newest vintage. With it: every period and vintage, with value,
    status, publication date, basis and document. A value whose publication date is not recorded is marked.
    """
    from tallybook.base.errors import UsageError
    from tallybook.base.periods import parse_period, partial_date
    from tallybook.measures.listing import list_series, show_series

    if measure is None:
        if as_of or period or where or everything:
            raise UsageError(
                "--as-of, --period, --where and --all need a measure",
                next_step="add its id: tallybook series ice.removals",
            )
        listed = list_series(catalog)
        output.write(listed.brief() if output.format == "table" else listed)
        return
    result = show_series(
        catalog, measure,
        as_of=partial_date(as_of).last if as_of else None,
        period=parse_period(period) if period else None,
        where=where, everything=everything,
    )  # fmt: skip
    output.write(result.brief() if output.format == "table" else result)
