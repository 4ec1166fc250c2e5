"""What an account of a year says, before anyone decides how it looks: figures, their sources, grids, charts, words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from tallybook.base.periods import Period, day_words, partial_date
from tallybook.base.results import Cell as Plain
from tallybook.base.results import Column, Result, Table

RECALLED = "†"
UNDATED = "‡"
RESEARCH = "°"
ROUNDED = "≈"

LEGEND = {
    RECALLED: "recalled: not yet confirmed against a document",
    UNDATED: "publication date not recorded",
    RESEARCH: "not published by the agency itself: research, a record count or a claim",
    ROUNDED: "published rounded or as an estimate",
}
"""Each mark behind a figure with its meaning; a mark is a sign, never a colour alone."""


@dataclass(frozen=True)
class Source:
    """One publication that figures of the account were taken from, under its number."""

    number: int
    document: str
    table: str
    publisher: str
    published: str | None
    vintage: str
    status: str
    basis: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Amount:
    """A figure as shown: the number, what it covers, and where it comes from."""

    measure: str
    value: float
    unit: str
    period: Period
    published: str | None
    vintage: str
    publisher: str
    status: str
    basis: str
    exact: bool
    how: str
    sources: tuple[int, ...]

    @property
    def marks(self) -> str:
        """The marks that qualify it."""
        return "".join(
            mark
            for mark, on in (
                (ROUNDED, not self.exact),
                (RESEARCH, self.status != "published"),
                (RECALLED, self.basis == "recalled"),
                (UNDATED, self.published is None),
            )
            if on
        )

    @property
    def text(self) -> str:
        """The number as read: thousands separators, percent sign, at most two digits after the point."""
        return shown(self.value, self.unit)


Cell = Amount | Plain


@dataclass(frozen=True)
class Grid:
    """Rows of figures under headings."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    marked: frozenset[int] = frozenset()
    """Rows set off from the others: the year itself."""
    groups: tuple[tuple[int, str], ...] = ()
    """Headings inside the table: before which row, and what they say."""
    fold: bool = False
    """Whether a page may show it closed; it is open in print and in every other format."""

    def table(self) -> Table:
        """Return it as a plain table: numbers as numbers, with columns for marks and sources behind each figure."""
        wide = [i for i in range(len(self.columns)) if any(isinstance(row[i], Amount) for row in self.rows)]
        columns: list[Column] = []
        for i, column in enumerate(self.columns):
            columns.append(Column(column.name, column.title, "number" if i in wide else column.kind, column.digits))
            if i in wide:
                columns += [
                    Column(f"{column.name}_marks", f"{column.heading}: marks"),
                    Column(f"{column.name}_sources", f"{column.heading}: sources"),
                ]
        rows = tuple(
            tuple(plain for i, cell in enumerate(row) for plain in (_spread(cell) if i in wide else (cell,)))
            for row in self.rows
        )
        return Table(tuple(columns), rows, self.caption)  # type: ignore[arg-type]


@dataclass(frozen=True)
class YearSeries:
    """One measure by fiscal year, for a chart."""

    name: str
    points: tuple[tuple[int, float], ...]
    unofficial: frozenset[int] = frozenset()
    """Years whose value the agency did not publish itself."""


@dataclass(frozen=True)
class YearsChart:
    """Columns and lines by fiscal year with one year marked; later years are drawn lighter."""

    id: str
    title: str
    description: str
    columns: YearSeries | None
    line: YearSeries | None
    marked: int


@dataclass(frozen=True)
class StackChart:
    """Two parts of a whole by fiscal year, one year marked."""

    id: str
    title: str
    description: str
    lower: YearSeries
    upper: YearSeries
    marked: int


@dataclass(frozen=True)
class BarChart:
    """Named amounts as bars."""

    id: str
    title: str
    description: str
    rows: tuple[tuple[str, float, str], ...]
    """Name, value, and a few words behind the number."""


@dataclass(frozen=True)
class Span:
    """Days of one row of a `SpansChart`, half open: without end where `to` is None."""

    start: date
    to: date | None
    kind: Literal["whole", "rest", "recalled"]
    words: str


@dataclass(frozen=True)
class SpansChart:
    """What stood when: rows of spans in groups, over a window of days with one stretch of it marked."""

    id: str
    title: str
    description: str
    groups: tuple[tuple[str, tuple[tuple[str, tuple[Span, ...]], ...]], ...]
    """Group, then its rows by name."""
    window: tuple[date, date]
    marked: tuple[date, date]


Chart = YearsChart | StackChart | BarChart | SpansChart


@dataclass(frozen=True)
class Item:
    """One point of a list: what it is about, what to know, and who says so."""

    lead: str
    text: str
    source: str = ""

    @property
    def line(self) -> str:
        """The point as running text."""
        return f"{self.lead}: {self.text}" + (f" ({self.source})" if self.source else "")


@dataclass(frozen=True)
class Section:
    """One numbered part of the account."""

    id: str
    title: str
    paragraphs: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    grids: tuple[Grid, ...] = ()
    items: tuple[Item, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return words, tables and points as plain data."""
        return {
            "id": self.id, "title": self.title, "paragraphs": list(self.paragraphs),
            "tables": [grid.table().to_dict() for grid in self.grids],
            "points": [{"about": i.lead, "text": i.text, "source": i.source} for i in self.items],
        }  # fmt: skip


@dataclass(frozen=True)
class Tile:
    """One of the figures at the head of the page."""

    label: str
    amount: Amount | None
    text: str
    detail: str


@dataclass(frozen=True)
class Rerun:
    """What it takes to get the same page again."""

    command: str
    version: str
    catalog_sha256: str
    overlays: tuple[tuple[str, str], ...]
    store: str = ""
    """Which generation of which records it was made from; empty where none are held."""


@dataclass(frozen=True)
class Account(Result):
    """The account of one fiscal year."""

    year: int
    period: Period
    as_of: date | None
    title: str
    kicker: str
    standfirst: tuple[str, ...]
    notices: tuple[str, ...]
    """What must be read first: a year that is not over, figures that are no one's official count."""
    tiles: tuple[Tile, ...]
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
    rerun: Rerun
    marks: tuple[str, ...] = field(default=())
    """The marks in use, in order of the legend."""

    def grids(self) -> Iterator[Grid]:
        """Yield every grid in order."""
        for section in self.sections:
            yield from section.grids

    def amounts(self) -> Iterator[Amount]:
        """Yield every figure of every grid, in order."""
        for grid in self.grids():
            for row in grid.rows:
                yield from (cell for cell in row if isinstance(cell, Amount))

    def table(self) -> Table:
        """Return every figure once, with period, vintage, status, basis and source numbers."""
        columns = (
            Column("measure"), Column("period"), Column("value", kind="number"), Column("unit"), Column("published"),
            Column("vintage"), Column("status"), Column("basis"), Column("how"), Column("sources"),
        )  # fmt: skip
        rows = tuple(
            (a.measure, a.period.label, a.value, a.unit, a.published, a.vintage, a.status, a.basis, a.how, refs(a))
            for a in dict.fromkeys(self.amounts())
        )
        notes = (*self.notices, *(f"[{s.number}] {source_line(s)}" for s in self.sources))
        return Table(columns, rows, self.title, notes)

    def to_dict(self) -> dict[str, Any]:
        """Return the account as plain data."""
        from tallybook.base.results import plain_data

        return {
            "year": self.year, "period": self.period.to_dict(), "as_of": plain_data(self.as_of), "title": self.title,
            "standfirst": list(self.standfirst), "notices": list(self.notices),
            "sections": [s.to_dict() for s in self.sections],
            "figures": self.table().to_dict()["rows"], "sources": [plain_data(s) for s in self.sources],
            "rerun": plain_data(self.rerun),
        }  # fmt: skip


def _spread(cell: Cell) -> tuple[Plain, Plain, Plain]:
    """Return a figure as value, marks and source numbers."""
    if isinstance(cell, Amount):
        return cell.value, cell.marks, refs(cell)
    return (cell if isinstance(cell, int | float) else None), None, None


def shown(value: float, unit: str = "") -> str:
    """Return a number as read."""
    if unit == "percent":
        return f"{value:,.2f}".rstrip("0").rstrip(".") + " %"
    if value == int(value):
        return f"{int(value):,}".replace("-", "−")
    return f"{value:,.2f}".rstrip("0").rstrip(".").replace("-", "−")


def date_words(text: str | None) -> str:
    """Return a publication date as it reads in a sentence: `21 December 2012`, `January 2014`, `2022 to 2023`."""
    if not text:
        return "undated"
    if ".." in text:
        return " to ".join(date_words(part) for part in text.split("..", 1))
    dated = partial_date(text)
    if dated.first == dated.last:
        return day_words(dated.first)
    if len(text) == 7:
        return f"{day_words(dated.first).split(' ', 1)[1]}"
    return text


def lower_first(text: str) -> str:
    """Return a title as it reads inside a sentence: the first letter small unless it begins an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def refs(amount: Amount) -> str:
    """Return the source numbers of a figure as `3` or `3, 7`."""
    return ", ".join(str(n) for n in amount.sources)


def source_line(source: Source) -> str:
    """Return one source as a line of a list: document, table, publisher, date, vintage, status, basis, address."""
    head = ", ".join(part for part in (source.document or source.publisher, source.table) if part)
    rest = [
        source.publisher if source.document else "",
        f"published {date_words(source.published)}" if source.published else "publication date not recorded",
        f"vintage {source.vintage}" if source.vintage else "",
        source.status.replace("_", " "),
        source.basis,
        source.url,
    ]
    return "; ".join(part for part in (head, *rest) if part)
