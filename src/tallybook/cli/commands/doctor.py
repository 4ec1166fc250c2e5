"""Look over this installation: versions, catalog, store and engine.

`tallybook doctor` ends with status 0 when everything is in order and 1 when something is not.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tallybook.cli import options

if TYPE_CHECKING:
    from tallybook.base.catalog import Catalog


@click.command()
@options.output()
@options.store
@options.catalog
@click.pass_context
def command(ctx: click.Context, *, output: options.Output, store: Path, catalog: Catalog) -> None:
    """Look over this installation: versions, catalog, store and engine.

    Reads every catalog file, overlays included, and names the first fault of each kind. Nothing is changed and nothing
    is fetched.

    Exit status: 0 everything is in order, 1 something is not, 2 wrong usage.
    """
    from tallybook.publish.health import examine

    health = examine(catalog, store)
    output.write(health)
    if not health.healthy:
        ctx.exit(1)
