"""Read record files into the store, every row accounted for.

`tallybook ingest FILE…` prints what became of each row; either every file named is in the store, or none is.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tallybook.cli import options

if TYPE_CHECKING:
    from tallybook.base.catalog import Catalog


@click.command()
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--release", metavar="ID", default="", help="Release the files belong to.  [default: found out from each]"
)
@click.option(
    "--replace",
    "overwrite",
    is_flag=True,
    help="Let a file take the place of one of its release that covers the same days.",
)
@options.output()
@options.store
@options.catalog
def command(
    *, files: tuple[Path, ...], release: str, overwrite: bool, output: options.Output, store: Path, catalog: Catalog
) -> None:
    """Read record files into the store, every row accounted for.

    FILE is a workbook (.xlsx, .xls) or delimited text (.csv, .txt, .gz). Rows read are kept, quarantined or left out
    by a named rule, and the three add up; columns that identify people are dropped. Reading a file again changes
    nothing.

    ICE's rosters of 287(g) agencies (participatingAgencies….xlsx) are taken too, in calls of their own; 'tallybook
    program 287g' then counts by them.
    """
    from tallybook.base.errors import UsageError
    from tallybook.programs.rosters import looks_like_roster
    from tallybook.records.ingest import ingest
    from tallybook.records.store import Store

    rosters = [file for file in files if looks_like_roster(file)] if not release else []
    if rosters:
        if len(rosters) < len(files):
            raise UsageError(
                f"{rosters[0].name} is a roster of 287(g) agencies, {len(files) - len(rosters)} others are not",
                next_step="ingest rosters and record files in calls of their own",
            )
        from tallybook.programs.held import ingest_rosters

        output.write(ingest_rosters(Store(store), files, catalog))
        return
    with progress() as report:
        done = ingest(Store(store), files, catalog, release, replace_overlaps=overwrite, report=report)
    output.write(done)


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """Yield a function that shows how far work has come: on stderr, on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    with Progress(
        TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=Console(stderr=True), transient=True
    ) as bar:
        task = bar.add_task("", total=None)
        yield lambda name, done, total: bar.update(task, description=name[:60], completed=done, total=total or None)
