"""Replay records through policies: how many certainly, possibly or not at all fell within them.

`tallybook replay removals --policy JOHNSON-2014P,KELLY-2017 --period FY2016` also sets the two against each other.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tallybook.cli import options

if TYPE_CHECKING:
    from tallybook.base.catalog import Catalog


@click.command()
@click.argument("table")
@click.option(
    "--policy", metavar="ID,…", required=True,
    help="Policies to ask; two are also set against each other; in-force: those in force on each record's own day.",
)  # fmt: skip
@click.option("--by", metavar="DIMENSION,…", default="", help="Dimensions to break the records down by.")
@click.option("--period", metavar="PERIOD", default="", help="FY2016, FY2016..FY2018, CY2016, 2016-01..2016-06 …")
@click.option("--rule", metavar="RULE", default="", help="Counting rule.  [default: the first it has dates for]")
@click.option("--release", metavar="ID", default="", help="Release to read.  [default: the one that covers the period]")
@click.option(
    "--findings", type=click.Choice(["none", "unknown"]), default="none", show_default=True,
    help="Officers' findings, which no record holds: none recorded, or unknown.",
)  # fmt: skip
@click.option("--own-date", is_flag=True, help="Ask a policy only about records of days on which it was in force.")
@click.option(
    "--switch", "switches", metavar="NAME=READING", multiple=True, help="A reading of what a text leaves open."
)
@options.engine
@options.output()
@options.store
@options.catalog
def command(
    *, table: str, policy: str, by: str, period: str, rule: str, release: str, findings: str, own_date: bool,
    switches: tuple[str, ...], engine: str | None, output: options.Output, store: Path, catalog: Catalog,
) -> None:  # fmt: skip
    """Replay records through policies: how many certainly, possibly or not at all fell within them.

    TABLE is removals, arrests, detainers, detentions or encounters. What the records do not tell stays unknown, so the
    answer is a range: its width, and the missing facts that cause it, are given with it.
    """
    from tallybook.cli.switches import read_switches
    from tallybook.policies.replay import replay
    from tallybook.records.store import Store

    output.write(
        replay(
            Store(store), catalog, table, [name.strip() for name in policy.split(",") if name.strip()], by=by,
            period=period, rule=rule, release=release, findings=findings, own_date=own_date,
            switches=read_switches(switches), engine=engine,
        )
    )  # fmt: skip
