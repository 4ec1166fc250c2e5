"""List the releases of records that exist, where to get them, and which are in the store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tallybook.cli import options

if TYPE_CHECKING:
    from tallybook.base.catalog import Catalog


@click.command()
@click.option(
    "--fetch", "wanted", metavar="ID", default="", help="Download the files of a release, resuming what broke off."
)
@click.option(
    "--to", "folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path), default=Path(),
    help="Folder for downloads.  [default: the current one]",
)  # fmt: skip
@options.output()
@options.store
@options.catalog
def command(*, wanted: str, folder: Path, output: options.Output, store: Path, catalog: Catalog) -> None:
    """List the releases of records that exist, where to get them, and which are in the store."""
    from tallybook.cli.commands.ingest import progress
    from tallybook.records.store import Store
    from tallybook.sources.listing import sources

    if wanted:
        from tallybook.sources.fetch import fetch

        with progress() as report:
            for path in fetch(catalog, wanted, folder, report):
                click.echo(path)
        return
    output.write(sources(catalog, Store(store).manifest.files()))
