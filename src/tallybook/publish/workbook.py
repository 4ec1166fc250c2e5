"""The account as a workbook: a sheet a section, numbers as numbers, native charts, and a sheet of sources."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tallybook.base.results import Cell as Plain
from tallybook.base.results import Column
from tallybook.publish.citations import citations
from tallybook.publish.encodings import is_formula
from tallybook.publish.report import (
    LEGEND,
    Account,
    BarChart,
    Grid,
    Section,
    SpansChart,
    StackChart,
    YearsChart,
    date_words,
)

ACCENT, COLUMN, LATER, LINE, MID, HATCH = "#8F1D12", "#B8B1A1", "#DDD8CC", "#1D4F7C", "#857E6F", "#D9D4C7"
Drawn = YearsChart | StackChart | BarChart
"""The charts that a workbook has a kind of its own for."""
CHART_ROWS = 19
"""Rows that a chart covers."""


@dataclass(frozen=True)
class _Styles:
    """The cell formats of the workbook."""

    title: Any
    head: Any
    group: Any
    text: Any
    wrap: Any
    bold: Any
    whole: Any
    decimal: Any
    share: Any
    inert: Any
    """Text that a reader's edit must not turn into a formula."""


def as_workbook(account: Account) -> bytes:
    """Return the account as the bytes of an XLSX file."""
    import xlsxwriter

    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    # A fixed date: the same figures give the same file.
    book.set_properties({"title": account.title, "created": datetime(2000, 1, 1)})
    styles = _styles(book)
    _summary(book, styles, account)
    data = _ChartData(book, styles)
    for section in account.sections:
        _section(book, styles, data, section)
    data.place()
    _sources(book, styles, account)
    book.close()
    return sink.getvalue()


def _styles(book: Any) -> _Styles:
    return _Styles(
        title=book.add_format({"bold": True, "font_size": 16}),
        head=book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
        group=book.add_format({"bold": True, "top": 1}),
        text=book.add_format({"valign": "top"}),
        wrap=book.add_format({"text_wrap": True, "valign": "top"}),
        bold=book.add_format({"bold": True, "valign": "top"}),
        whole=book.add_format({"num_format": "#,##0", "valign": "top"}),
        decimal=book.add_format({"num_format": "#,##0.00", "valign": "top"}),
        share=book.add_format({"num_format": "0.00", "valign": "top"}),
        inert=book.add_format({"valign": "top", "quote_prefix": True}),
    )


def _summary(book: Any, styles: _Styles, account: Account) -> None:
    sheet = book.add_worksheet("Summary")
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 46)
    sheet.set_column(1, 1, 18)
    sheet.set_column(2, 2, 60)
    sheet.write_string(0, 0, account.title, styles.title)
    row = 2
    for line in (*account.notices, *account.standfirst):
        sheet.merge_range(row, 0, row, 2, line, styles.wrap)
        sheet.set_row(row, 15 * (1 + len(line) // 115))
        row += 1
    row += 1
    for tile in account.tiles:
        sheet.write_string(row, 0, tile.label, styles.bold)
        if tile.amount is not None:
            sheet.write_number(row, 1, tile.amount.value, styles.whole)
        else:
            sheet.write_string(row, 1, tile.text, styles.text)
        sheet.write_string(row, 2, tile.detail, styles.wrap)
        row += 1
    row += 1
    for mark in account.marks:
        sheet.write_string(row, 0, f"{mark}  {LEGEND[mark]}", styles.text)
        row += 1
    row += 1
    rerun = account.rerun
    for label, value in (
        ("Run it again", rerun.command), ("Tallybook", rerun.version), ("Catalog sha256", rerun.catalog_sha256),
        *((f"Overlay {name}, sha256", sha) for name, sha in rerun.overlays),
        *((("Records", rerun.store),) if rerun.store else ()),
    ):  # fmt: skip
        sheet.write_string(row, 0, label, styles.bold)
        sheet.write_string(row, 1, value, styles.text)
        row += 1


def _section(book: Any, styles: _Styles, data: _ChartData, section: Section) -> None:
    sheet = book.add_worksheet(section.title[:31])
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 20, 14)
    sheet.write_string(0, 0, section.title, styles.title)
    row = 1
    for paragraph in section.paragraphs:
        sheet.write_string(row, 0, paragraph, styles.text)
        row += 1
    row += 1
    # A timeline has no native kind of chart: its days stand in the table below it.
    for chart in (c for c in section.charts if not isinstance(c, SpansChart)):
        data.add(chart, sheet, row)
        row += CHART_ROWS
    for grid in section.grids:
        row = _grid(sheet, styles, grid, row) + 1
    for item in section.items:
        sheet.write_string(row, 0, item.lead, styles.wrap)
        sheet.merge_range(row, 1, row, 9, item.text + (f" ({item.source})" if item.source else ""), styles.wrap)
        sheet.set_row(row, 15 * max(1 + len(item.text + item.source) // 110, 1 + len(item.lead) // 40))
        row += 1


def _grid(sheet: Any, styles: _Styles, grid: Grid, row: int) -> int:
    table = grid.table()
    sheet.write_string(row, 0, grid.caption, styles.bold)
    row += 1
    for place, column in enumerate(table.columns):
        sheet.write_string(row, place, column.heading, styles.head)
    row += 1
    heads = dict(grid.groups)
    for number, cells in enumerate(table.rows):
        if number in heads:
            sheet.write_string(row, 0, heads[number], styles.group)
            row += 1
        for place, (cell, column) in enumerate(zip(cells, table.columns, strict=True)):
            if place == 0 and number in grid.marked and isinstance(cell, str):
                sheet.write_string(row, place, cell, styles.bold)
            else:
                _write(sheet, (row, place), cell, column, styles)
        row += 1
    return row


def _write(sheet: Any, at: tuple[int, int], cell: Plain, column: Column, styles: _Styles) -> None:
    if cell is None:
        return
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        style = styles.share if column.digits else styles.whole if float(cell).is_integer() else styles.decimal
        sheet.write_number(*at, cell, style)
    else:
        text = cell.isoformat() if isinstance(cell, date) else str(cell)
        sheet.write_string(*at, text, styles.inert if is_formula(text) else styles.text)


class _ChartData:
    """The sheet that the charts read, filled as sections ask for charts, and the charts placed on it."""

    def __init__(self, book: Any, styles: _Styles) -> None:
        self.book, self.styles = book, styles
        self.waiting: list[tuple[Drawn, Any, int]] = []

    def add(self, chart: Drawn, sheet: Any, row: int) -> None:
        """Note a chart that is to stand on a sheet from a row on."""
        self.waiting.append((chart, sheet, row))

    def place(self) -> None:
        """Write the numbers of every chart and put the charts on their sheets."""
        if not self.waiting:
            return
        name = "Chart data"
        sheet = self.book.add_worksheet(name)
        left = 0
        for chart, target, row in self.waiting:
            columns = _columns(chart)
            for place, (heading, values) in enumerate(columns):
                sheet.write_string(0, left + place, heading, self.styles.head)
                for number, value in enumerate(values, 1):
                    if isinstance(value, str):
                        sheet.write_string(number, left + place, value)
                    elif value is not None:
                        sheet.write_number(number, left + place, value, None if place == 0 else self.styles.whole)
            target.insert_chart(row, 0, self._native(name, chart, left, columns), {"description": chart.description})
            left += len(columns) + 1

    def _native(self, sheet: str, chart: Drawn, left: int, columns: list[tuple[str, list[Any]]]) -> Any:
        length = len(columns[0][1])

        def series(place: int, **settings: Any) -> dict[str, Any]:
            return {
                "name": [sheet, 0, left + place],
                "categories": [sheet, 1, left, length, left],
                "values": [sheet, 1, left + place, length, left + place],
                **settings,
            }

        if isinstance(chart, YearsChart):
            native = self.book.add_chart({"type": "column"})
            fills = [{"fill": {"color": _colour(y, chart.marked)}} for y in columns[0][1]]
            native.add_series(series(1, fill={"color": COLUMN}, points=fills, gap=45))
            if len(columns) > 2:
                line = self.book.add_chart({"type": "line"})
                marker = {"type": "circle", "size": 5, "fill": {"color": "#FFFFFF"}, "border": {"color": LINE}}
                line.add_series(series(2, line={"color": LINE, "width": 1.75}, marker=marker))
                native.combine(line)
        elif isinstance(chart, StackChart):
            native = self.book.add_chart({"type": "column", "subtype": "stacked"})
            fills = [{"fill": {"color": ACCENT if y == chart.marked else MID}} for y in columns[0][1]]
            native.add_series(series(1, fill={"color": MID}, points=fills, gap=45))
            hatch = {"pattern": "wide_upward_diagonal", "fg_color": COLUMN, "bg_color": "#FFFFFF"}
            native.add_series(series(2, pattern=hatch, border={"color": COLUMN}))
        else:
            native = self.book.add_chart({"type": "bar"})
            native.add_series(
                series(1, fill={"color": ACCENT}, gap=45, data_labels={"value": True, "num_format": "#,##0"})
            )
            native.set_legend({"none": True})
            native.set_y_axis({"reverse": True})
        native.set_title({"name": chart.title, "name_font": {"size": 12}})
        if isinstance(chart, YearsChart | StackChart):
            native.set_legend({"position": "top"})
            native.set_y_axis({"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": HATCH}}})
        native.set_size({"width": 760, "height": 360})
        return native


def _colour(year: int, marked: int) -> str:
    return ACCENT if year == marked else LATER if year > marked else COLUMN


def _columns(chart: Drawn) -> list[tuple[str, list[Any]]]:
    """Return the numbers of a chart as headed columns."""
    if isinstance(chart, YearsChart | StackChart):
        pair = (chart.columns, chart.line) if isinstance(chart, YearsChart) else (chart.lower, chart.upper)
        held = [s for s in pair if s is not None]
        years = sorted({y for s in held for y, _ in s.points})
        years = list(range(years[0], years[-1] + 1)) if years else []
        return [("Fiscal year", years), *((s.name, [dict(s.points).get(y) for y in years]) for s in held)]
    return [("Kind", [r[0] for r in chart.rows]), ("Removals", [r[1] for r in chart.rows])]


def _sources(book: Any, styles: _Styles, account: Account) -> None:
    sheet = book.add_worksheet("Sources")
    heads = (
        "Number",
        "Document",
        "Table",
        "Publisher",
        "Published",
        "Vintage",
        "Status",
        "Basis",
        "Address",
        "Cite as",
    )
    for place, (head, width) in enumerate(zip(heads, (8, 60, 36, 22, 18, 22, 12, 10, 60, 100), strict=True)):
        sheet.write_string(0, place, head, styles.head)
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 0)
    for row, (s, cited) in enumerate(zip(account.sources, citations(account), strict=True), 1):
        sheet.write_number(row, 0, s.number, styles.whole)
        cells = (
            s.document,
            s.table,
            s.publisher,
            date_words(s.published),
            s.vintage,
            s.status.replace("_", " "),
            s.basis,
            s.url,
            cited.plain,
        )
        for place, cell in enumerate(cells, 1):
            sheet.write_string(row, place, cell, styles.wrap)
