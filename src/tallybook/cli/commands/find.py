"""Say what a number is: series, year, vintage, and what it is mistaken for.

`tallybook find 392862` names ICE's count for fiscal year 2010 and the year it is often printed for.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tallybook.cli import options

if TYPE_CHECKING:
    from tallybook.base.catalog import Catalog


@click.command()
@click.argument("number", nargs=-1, required=True)
@options.output()
@options.store
@options.catalog
def command(
    *,
    number: tuple[str, ...],
    output: options.Output,
    store: Path,  # noqa: ARG001 - every command takes it
    catalog: Catalog,
) -> None:
    """Say what a number is: series, year, vintage, and what it is mistaken for.

    NUMBER is written as the text has it: 409,849, 409.849, "1.6 million", 36k or 55%. Exact values come first, then
    what rounds to it, sums, remainders and shares, look-alikes and neighbours within half a percent.
    """
    from tallybook.measures.lookup import find

    result = find(catalog, " ".join(number))
    output.write(result.brief() if output.format == "table" else result)
