"""Run Secure Communities on synthetic people: from bookings through any detainer policy to the fiscal-year total.

`tallybook simulate secure-communities --bookings 1000000 --compare before-2012-guidance,guidance-2012`
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tallybook.cli import options

if TYPE_CHECKING:
    from tallybook.base.catalog import Catalog

FORMATS = (*options.TABULAR, "html")
ENDINGS = (".txt", ".json", ".csv", ".parquet", ".xlsx", ".dta", ".zip", ".html", ".htm")


@click.command()
@click.argument("process", type=click.Choice(["secure-communities"]))
@click.option(
    "--bookings", metavar="N", type=int, default=1_000_000, show_default=True,
    help="People booked in the whole country in the scenario's days.",
)  # fmt: skip
@click.option("--seed", metavar="N", type=int, default=1, show_default=True, help="The same seed gives the same run.")
@click.option("--scenario", metavar="ID", default="guidance-2012", show_default=True, help="Scenario of the catalog.")
@click.option("--policy", metavar="ID", default="", help="Policy that decides about detainers, in place of its own.")
@click.option("--compare", metavar="A,B", default="", help="Two scenarios to set against each other instead.")
@click.option("--replicates", metavar="N", type=int, default=20, show_default=True, help="Runs of each, for --compare.")
@click.option(
    "--show", type=click.Choice(["run", "calibration", "parameters", "sensitivity", "prior"]), default="run",
    show_default=True, help="The run, or one table about the model.",
)  # fmt: skip
@click.option("--format", "format_", type=click.Choice(FORMATS), help="Format of the result.  [default: table]")
@click.option(
    "--out", metavar="PATH", type=click.Path(path_type=Path),
    help=f"File for the result, by its ending ({' '.join(ENDINGS)}); any other name is the folder of a store of its own"
    " that the synthetic records are written to.",
)  # fmt: skip
@options.catalog
def command(
    *, process: str, bookings: int, seed: int, scenario: str, policy: str, compare: str, replicates: int, show: str,
    format_: str | None, out: Path | None, catalog: Catalog,
) -> None:  # fmt: skip
    """Run Secure Communities on synthetic people, never on real ones.

    What is shown is a model's and no count. The scenario says whose rule decides about detainers; --policy puts any
    policy of the catalog that says so in its place.
    """
    from tallybook.base.results import Bannered
    from tallybook.programs.process.asking import Question, answer
    from tallybook.records.store import BANNER

    del process
    file = out if out is not None and out.suffix.lower() in ENDINGS and not out.is_dir() else None
    store = out if file is None else None
    output = options.Output(options.chosen(format_, file, FORMATS), file)
    found = answer(catalog, Question(bookings, seed, scenario, policy, compare, replicates, show, store))
    if output.format == "html":
        from tallybook.publish.simulation.page import as_html

        output.write_text(as_html(found))
    else:
        output.write(Bannered(found, BANNER))
