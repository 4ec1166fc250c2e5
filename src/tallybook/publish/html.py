"""The account as one HTML file: no script, nothing fetched, light and dark, phone, desk and paper."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from tallybook.base.periods import day_words
from tallybook.base.results import Column
from tallybook.publish import charts
from tallybook.publish.report import LEGEND, Account, Amount, Chart, Grid, date_words, shown

if TYPE_CHECKING:
    from jinja2 import Environment, Template

CODE = ("sha256", "command", "query")
"""Columns set as code: what a reader copies."""

TEMPLATES = Path(__file__).parent / "templates"


def as_html(account: Account) -> str:
    """Return the account as a self-contained page."""
    from markupsafe import Markup

    css = Markup((TEMPLATES / "account.css").read_text(encoding="utf-8"))  # noqa: S704
    return _template().render(a=account, css=css, legend=LEGEND)


def as_fragment(account: Account) -> str:
    """Return the account as the part of a page, whose first heading it brings; it needs `style_sheet()`."""
    return _environment().get_template("account-body.html.jinja").render(a=account, legend=LEGEND)


def style_sheet() -> str:
    """Return the rules of the account for a page that has others beside it: they hold inside `.account` only."""
    rules = (TEMPLATES / "account.css").read_text(encoding="utf-8").replace(":root {", "& {")
    return f".account {{\n{rules}\n}}\n"


def number(value: float, column: Column) -> str:
    """Return a plain number of a grid: with as many digits as its column asks, and signed where it is a change."""
    if column.name == "change":
        return f"+{shown(value)}" if value > 0 else shown(value)
    return f"{value:,.{column.digits}f}" if column.digits is not None else shown(value)


def wide(grid: Grid, column: Column) -> bool:
    """Return whether a column holds figures, to be set right-aligned."""
    return column.kind == "number" or figures(grid, column)


def figures(grid: Grid, column: Column) -> bool:
    """Return whether a column holds figures with sources behind them."""
    place = grid.columns.index(column)
    return any(isinstance(row[place], Amount) for row in grid.rows)


@lru_cache(maxsize=1)
def _template() -> Template:
    return _environment().get_template("account.html.jinja")


def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    def draw(chart: Chart, narrow: bool = False) -> Markup:
        # The drawing escapes every text it sets.
        return Markup(charts.draw(chart, narrow))  # noqa: S704

    found = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.tests["amount"] = lambda x: isinstance(x, Amount)
    found.globals["CODE"] = CODE
    found.globals.update(
        draw=draw, key=charts.key, number=number, wide=wide, figures=figures, day_words=day_words, date_words=date_words
    )
    return found
