"""A simulation or a comparison as one HTML file: no script, nothing fetched, light and dark, phone and desk."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from tallybook.base.results import Cell, Column, Result, Table
from tallybook.programs.process.comparison import Comparison
from tallybook.programs.process.simulation import Simulation, flows
from tallybook.publish.simulation.sankey import sankey
from tallybook.records.store import BANNER

if TYPE_CHECKING:
    from jinja2 import Template

TEMPLATES = Path(__file__).parent / "templates"


def as_html(result: Result | Table) -> str:
    """Return a run, a comparison or a table about the model as a self-contained page."""
    from markupsafe import Markup

    figure, tables, notes = "", [], tuple(n for n in result.table().notes if n != BANNER)
    if isinstance(result, Simulation):
        item, run = result.run.scenario, result.run
        title, lead = item.title, item.about
        facts = f"{run.bookings:,} bookings, seed {run.seed}, {item.start} to {item.end}, seen to {item.observed_to}"
        figure = sankey(flows(run))
        tables = [*_parts(result.table()), result.calibration, result.prior, result.sensitivity, result.parameters]
    elif isinstance(result, Comparison):
        title = f"{result.first.title}, against: {result.second.title}"
        lead = f"{result.first.about} Then: {result.second.about}"
        facts = f"{result.bookings:,} bookings, {result.replicates} replicates from seed {result.seed}"
        tables = _parts(result.table())
    else:
        table = result.table()
        title, lead, facts, tables = table.title, "", "", [table]
        notes = ()
    return _template().render(
        title=title,
        lead=lead,
        facts=facts,
        banner=BANNER,
        figure=Markup(figure),  # noqa: S704
        tables=tables,
        notes=notes,
    )


def _parts(table: Table) -> list[Table]:
    """Return a table whose first column names parts as one table a part."""
    found: dict[str, list[tuple[Cell, ...]]] = {}
    for row in table.rows:
        found.setdefault(str(row[0]), []).append(row[1:])
    made = []
    for name, rows in found.items():
        used = [n for n in range(len(table.columns) - 1) if any(row[n] is not None for row in rows)]
        columns = tuple(table.columns[1 + n] for n in used)
        made.append(Table(columns, tuple(tuple(r[n] for n in used) for r in rows), name[:1].upper() + name[1:]))
    return made


def _shown(value: Cell, column: Column) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool | str):
        return str(value)
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.{column.digits}f}" if column.digits is not None else f"{value:g}"
    return str(value)


@lru_cache(maxsize=1)
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    made.globals["shown"] = _shown
    return made.get_template("page.html.jinja")
