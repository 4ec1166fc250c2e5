"""Count events of a measure in the records, by a named rule.

`tallybook count ice.removals --by fiscal_year --rule same-year` says which release answered and how far it is complete.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tallybook.cli import options

if TYPE_CHECKING:
    from tallybook.base.catalog import Catalog


@click.command()
@click.argument("measure")
@click.option("--by", metavar="DIMENSION,…", default="", help="Dimensions to break the count down by.")
@click.option(
    "--where", metavar="EXPR", default="", help="Condition on the records, such as \"citizenship = 'Mexico'\"."
)
@click.option("--period", metavar="PERIOD", default="", help="FY2016, FY2016..FY2018, CY2016, 2016-01..2016-06 …")
@click.option("--rule", metavar="RULE", default="", help="Counting rule.  [default: the measure's own]")
@click.option(
    "--release", metavar="ID", default="", help="Release to count in.  [default: the first that covers the period]"
)
@click.option(
    "--dedupe", type=click.Choice(["none", "same-day", "24h"]), default="none", show_default=True,
    help="Leave out repeats of one person.",
)  # fmt: skip
@click.option("--explain", is_flag=True, help="Print the rule, the files with their hashes and the query as well.")
@options.engine
@options.output()
@options.store
@options.catalog
def command(
    *, measure: str, by: str, where: str, period: str, rule: str, release: str, dedupe: str, explain: bool,
    engine: str | None, output: options.Output, store: Path, catalog: Catalog,
) -> None:  # fmt: skip
    """Count events of a measure in the records, by a named rule.

    With an empty store, the recounts that travel with the package answer. Dimensions: fiscal_year, calendar_year,
    month, area_of_responsibility, citizenship, gender, criminality, threat_level, offence_group, disposition, method,
    program, facility, state, detainer_type, lift_reason, release.
    """
    from tallybook.measures.explain import explanation
    from tallybook.measures.tally import count
    from tallybook.records.store import Store

    tally = count(
        Store(store), catalog, measure, by=by, where=where, period=period, rule=rule, release=release, dedupe=dedupe,
        engine=engine,
    )  # fmt: skip
    output.write(tally)
    if explain:
        click.echo(explanation(tally), err=output.format != "table" or output.out is not None)
