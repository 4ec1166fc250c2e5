"""List the policies: which are in force when, where there are gaps and overlaps, what each clause says.

`tallybook policies --on 2013-03-01`; `tallybook policies JOHNSON-2014P`; `tallybook policies --timeline --out t.html`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tallybook.cli import options

if TYPE_CHECKING:
    from tallybook.base.catalog import Catalog


@click.command()
@click.argument("policy", required=False)
@click.option("--on", metavar="YYYY-MM-DD", default=None, help="Only the policies in force on that day.")
@click.option("--timeline", is_flag=True, help="What stands from which day to which, with gaps and overlaps.")
@click.option(
    "--facts", is_flag=True, help="Every fact that clauses ask for, and the fields that supply it by release."
)
@click.option("--agency", metavar="NAME", default="ICE", show_default=True, help="Whose timeline: ICE, CBP or USCIS.")
@click.option("--lane", metavar="LANE", default="", help="One lane of the timeline.  [default: priorities, detainers]")
@options.output((*options.TABULAR, "html"))
@options.catalog
def command(
    *, policy: str | None, on: str | None, timeline: bool, facts: bool, agency: str, lane: str, output: options.Output,
    catalog: Catalog,
) -> None:  # fmt: skip
    """List the policies: which are in force when, where there are gaps and overlaps, what each clause says.

    With POLICY, its clauses with their conditions, basis and sources. As HTML, the timeline with its chart.
    """
    from tallybook.base.errors import NoValue
    from tallybook.policies import policy as catalogued
    from tallybook.policies import timeline as lines

    if facts:
        from tallybook.policies.supply_table import facts_table

        output.write(facts_table(catalog))
        return
    every = tuple(catalogued.policies(catalog).values())
    if output.format == "html":
        from tallybook.publish.policies.chart import timeline_page

        output.write_text(timeline_page(every, agency))
    elif policy is not None:
        output.write(lines.clauses(catalogued.policy(catalog, policy)))
    elif timeline or lane:
        output.write(lines.stretch_table(lines.stretches(every, agency, lane)))
    elif on is not None:
        from tallybook.policies.case import read_date
        from tallybook.policies.force import in_force

        day = read_date(on, "--on")
        standing = in_force(every, day)
        if not standing:
            raise NoValue(f"no policy is in force on {day}")
        output.write(lines.listing(standing))
    else:
        output.write(lines.listing(every))
