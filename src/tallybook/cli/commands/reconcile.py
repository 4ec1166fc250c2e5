"""Set official values, in every vintage, beside counts of the record by each rule."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tallybook.cli import options

if TYPE_CHECKING:
    from tallybook.base.catalog import Catalog


@click.command()
@click.argument("measure", required=False, default="")
@options.output()
@options.store
@options.catalog
def command(*, measure: str, output: options.Output, store: Path, catalog: Catalog) -> None:
    """Set official values, in every vintage, beside counts of the record by each rule.

    Each release that is held is counted by each rule it allows; the caveats named beside a difference explain it.
    """
    from tallybook.measures.reconcile import reconcile
    from tallybook.records.store import Store

    output.write(reconcile(Store(store), catalog, measure))
