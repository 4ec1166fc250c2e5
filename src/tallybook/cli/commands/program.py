"""Where and when a programme was in force: Secure Communities, 287(g) agreements, detainers.

`tallybook program 287g --on 2012-12-31` counts agreements, agencies and states, exactly or between two bounds.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tallybook.cli import options
from tallybook.programs.question import PROGRAMS, Asked, answer, day

if TYPE_CHECKING:
    from tallybook.base.catalog import Catalog

MAP_ENDINGS = (".svg", ".png", ".html")


@click.command()
@click.argument("program", type=click.Choice(PROGRAMS))
@click.option("--on", metavar="DATE", help="Day to answer for: 2012-12-31.  [default: today]")
@click.option(
    "--between", metavar="DATE DATE", nargs=2, default=None,
    help="What changed between two days; for detainers, the period from one to the other.",
)  # fmt: skip
@click.option(
    "--period", metavar="PERIOD", default="", help="Period of detainers or of --join: FY2012, 2011-10..2013-01."
)
@click.option("--place", metavar="PLACE", default="", help="A state or county: TX, Texas, 'Harris, TX' or 48201.")
@click.option("--events", is_flag=True, help="What happened to the programme instead, in order of day.")
@click.option("--published", is_flag=True, help="Published figures on the programme instead, with their documents.")
@click.option(
    "--spellings", is_flag=True, help="287(g): the spellings of agencies that were joined, with the evidence."
)
@click.option("--rosters", is_flag=True, help="287(g): the rosters held, what dates each, and why some are not used.")
@click.option(
    "--join", "measure", metavar="MEASURE", default="",
    help="Count a measure's records by whether the programme was in force where and when they were made.",
)  # fmt: skip
@click.option("--release", metavar="ID", default="", help="Release of the records to join.")
@click.option(
    "--map", "map_", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path),
    help="Draw a map by county as well: .svg, .png, or .html with a slider over the dates.",
)  # fmt: skip
@options.output()
@options.store
@options.catalog
def command(
    *, program: str, on: str | None, between: tuple[str, str] | None, period: str, place: str, events: bool,
    published: bool, spellings: bool, rosters: bool, measure: str, release: str, map_: Path | None,
    output: options.Output, store: Path, catalog: Catalog,
) -> None:  # fmt: skip
    """Say where and when a programme was in force.

    secure-communities: the counties where it was active, with the date of each and how far two sources agree.
    287g: agreements, agencies, states and models on a day; before 2017 between two bounds where the evidence is no
    more exact. detainers: issued by each source, and what became of them, the unknown included.
    """
    listing = [
        name
        for name, wanted in (
            ("events", events), ("published", published), ("spellings", spellings), ("rosters", rosters),
        )
        if wanted
    ]  # fmt: skip
    asked = Asked(program, date.today(), bool(on), None, period, place, measure, release, *listing[:1])
    _one_question(asked, bool(between), listing)
    if on:
        asked = replace(asked, day=day(on, "--on"))
    if between:
        asked = replace(asked, between=(day(between[0], "--between"), day(between[1], "--between")))
    if map_ is not None:
        _draw(catalog, asked, map_, store)
    output.write(answer(catalog, store, asked))


def _one_question(asked: Asked, between: bool, listing: list[str]) -> None:
    from tallybook.base.errors import UsageError

    if sum((asked.dated, between, bool(asked.measure), len(listing))) > 1:
        raise UsageError(
            "--on, --between, --join, --events, --published, --spellings and --rosters are different questions",
            next_step="choose one",
        )
    if {"spellings", "rosters"} & set(listing) and asked.program != "287g":
        raise UsageError("--spellings and --rosters are about 287g", where=f"program {asked.program}")


def _draw(catalog: Catalog, asked: Asked, file: Path, store: Path) -> None:
    from tallybook.base.errors import UsageError

    if file.suffix.lower() not in MAP_ENDINGS:
        raise UsageError(
            f"the ending {file.suffix!r} is of no map",
            where=f"--map {file}",
            expected=f"one of {', '.join(MAP_ENDINGS)}",
        )
    if asked.program == "detainers":
        raise UsageError("detainers are not drawn by county", where="--map", expected="secure-communities or 287g")
    from tallybook.programs.held import rolls_with
    from tallybook.publish.files import write_bytes
    from tallybook.publish.maps import draw

    held = rolls_with(catalog, store)
    write_bytes(draw(catalog, asked.program, asked.day, file.suffix.lower(), held), file)
