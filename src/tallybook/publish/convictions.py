"""Who was removed, by conviction, offence and priority: the parts of an account that count within a count."""

from __future__ import annotations

from tallybook.base.results import Column
from tallybook.measures.figures import Figure, figure
from tallybook.measures.measure import Measure
from tallybook.publish.book import Book
from tallybook.publish.layout import Criminality, Layout
from tallybook.publish.report import (
    Amount,
    BarChart,
    Cell,
    Grid,
    Section,
    StackChart,
    Tile,
    YearSeries,
    lower_first,
    shown,
)

DRAWN = 20
"""Earlier years that the chart of convictions reaches back."""
FOLD = 14
"""A grid of more years than this may be shown closed."""


def criminality(book: Book, plan: Layout) -> list[tuple[Section, str]]:
    """Return the section on convictions with its sentence for the head of the page, or nothing."""
    grids: list[Grid] = []
    charts: list[StackChart] = []
    paragraphs: list[str] = []
    for item in plan.criminality:
        sentence = _convicted(book, item)
        if sentence:
            paragraphs.append(sentence)
        rows, years, lower, upper = _shares_by_year(book, item)
        if not rows or book.year not in years:
            continue
        part, whole = book.measure(item.part), book.measure(item.whole)
        columns = (
            Column("fiscal_year", "Fiscal year"), Column("part", part.title), Column("whole", whole.title),
            Column("share", "Share, %", "number", 2), Column("times", f"FY{book.year} ÷ it", "number", 2),
        )  # fmt: skip
        marked = frozenset(i for i, y in enumerate(years) if y == book.year)
        grids.append(Grid(f"{part.title}, by fiscal year", columns, tuple(rows), marked, (), len(rows) > FOLD))
        if not charts:
            charts.append(StackChart(
                "criminality", part.title, f"{whole.title} by fiscal year, split by whether a conviction is recorded.",
                YearSeries("with a conviction", tuple(lower)), YearSeries("no conviction recorded", tuple(upper)),
                book.year,
            ))  # fmt: skip
    if not paragraphs:
        return []
    return [(Section("criminality", "Convictions", tuple(paragraphs), tuple(charts), tuple(grids)), paragraphs[0])]


def _part_and_whole(book: Book, item: Criminality, year: int) -> tuple[Figure | None, Figure | None]:
    """Return part and whole of a year, the whole as it stood when the part was published: a share mixes no vintages."""
    part = book.whole_year(item.part, year)
    dates = [p.published.last for p in part.parts if p.published] if part else []
    whole = book.whole_year(item.whole, year, max(dates)) if dates else None
    return part, whole or book.whole_year(item.whole, year)


def _convicted(book: Book, item: Criminality) -> str:
    """Return how many had a conviction, their share, and how often the first year held goes into it."""
    part, whole = _part_and_whole(book, item, book.year)
    own = book.measure(item.part)
    if part is None or whole is None:
        for name in item.also:
            stand_in = book.whole_year(name, book.year)
            if stand_in is not None and whole is not None:
                share = 100 * stand_in.value / whole.value
                return (
                    f"{book.measure(name).title}: {shown(stand_in.value)}, {share:.2f} % of {shown(whole.value)};"
                    f" {lower_first(own.title)} alone are not held for the year."
                )
        return ""
    words = f"{own.title}: {shown(part.value)} of {shown(whole.value)}, {100 * part.value / whole.value:.2f} %"
    first = next((y for y in range(1892, book.year) if book.whole_year(item.part, y)), None)
    base = book.whole_year(item.part, first) if first else None
    if base is not None and base.value:
        recalled = ", recalled" if base.basis == "recalled" else ""
        words += (
            f"; {part.value / base.value:.2f} times fiscal year {first}, the first held ({shown(base.value)}{recalled})"
        )
    return words + "."


def _shares_by_year(book: Book, item: Criminality) -> tuple[
    list[tuple[Cell, ...]], list[int], list[tuple[int, float]], list[tuple[int, float]]
]:  # fmt: skip
    """Return the rows of the table, latest year first, their years, and the two stacks of the chart, earliest first."""
    rows: list[tuple[Cell, ...]] = []
    years: list[int] = []
    lower: list[tuple[int, float]] = []
    upper: list[tuple[int, float]] = []
    own = book.whole_year(item.part, book.year)
    for year in range(book.year, 1891, -1):
        part, whole = _part_and_whole(book, item, year)
        if part is None or whole is None or not whole.value:
            continue
        times = round(own.value / part.value, 4) if own and part.value and year != book.year else None
        share = round(100 * part.value / whole.value, 4)
        rows.append((f"FY{year}", book.amount(part), book.amount(whole), share, times))
        years.append(year)
        if year >= book.year - DRAWN:
            lower.insert(0, (year, part.value))
            upper.insert(0, (year, whole.value - part.value))
    return rows, years, lower, upper


def headline_share(book: Book, found: list[tuple[Section, str]]) -> Tile | None:
    """Return the tile of the share with a conviction, from the first grid of the section."""
    if not found or not found[0][0].grids:
        return None
    grid = found[0][0].grids[0]
    _, part, whole, share, _ = next(row for row in grid.rows if row[0] == f"FY{book.year}")
    assert isinstance(part, Amount)
    assert isinstance(whole, Amount)
    assert isinstance(share, float)
    return Tile(grid.columns[1].title, part, part.text, f"{share:.2f} % of {whole.text}")


def offences(book: Book, plan: Layout) -> list[Section]:
    """Return the counts by offence with their share of all with a conviction."""
    whole = book.whole_year(plan.offences.of, book.year)
    rows: list[tuple[Cell, ...]] = []
    bars = []
    counted: list[Figure] = []
    for own, found in _each(book, plan.offences.measures):
        share = round(100 * found.value / whole.value, 4) if whole and whole.value and found.unit != "percent" else None
        rows.append((own.title, book.amount(found), share))
        if found.unit != "percent":
            counted.append(found)
            bars.append((plan.offences.label(own), found.value, f"{share:.1f} %" if share is not None else ""))
    if not rows:
        return []
    lines = []
    if whole is not None and len({f.vintage for f in counted}) == 1 and len(counted) > 1:
        total = sum(f.value for f in counted)
        lines.append(
            f"The {len(counted)} headings come to {shown(total)}, {100 * total / whole.value:.1f} % of the"
            f" {shown(whole.value)} removals of people with a conviction, if nobody is counted under two of them:"
            " they do not cover every offence."
        )
    lines.append("A conviction need not be the reason for the removal.")
    chart = BarChart(
        "offences", "Removals by kind of conviction", f"Fiscal year {book.year}, by kind of conviction.", tuple(bars)
    )
    columns = (
        Column("offence", "Conviction"),
        Column("count", "Removals"),
        Column("share", "Share of convicted, %", "number", 2),
    )
    return [
        Section(
            "offences",
            "The offences",
            tuple(lines),
            (chart,) if bars else (),
            (Grid("By kind of conviction", columns, tuple(rows)),),
        )
    ]


def _each(book: Book, names: tuple[str, ...]) -> list[tuple[Measure, Figure]]:
    """Return the measures that have a figure for the year, in their own unit and in any other they are published in."""
    found = []
    for name in names:
        own = book.measure(name)
        for unit in dict.fromkeys((own.unit, *own.units_also)):
            made = figure(book.catalog, name, book.period, book.as_of, unit=unit)
            if made is not None and made.unit == unit:
                found.append((own, made))
    return found


def priorities(book: Book, plan: Layout) -> list[Section]:
    """Return what the agency classified as a priority."""
    whole = book.whole_year(plan.priorities.of, book.year)
    rows: list[tuple[Cell, ...]] = []
    for own, found in _each(book, plan.priorities.measures):
        if found.unit == "percent":
            rows.append((own.title, None, book.amount(found)))
            continue
        made = None
        amount = book.amount(found)
        if whole is not None and amount is not None and (of := book.amount(whole)) is not None:
            made = book.worked_out(own.id, 100 * found.value / whole.value, "percent", "share", amount, of)
        rows.append((own.title, amount, made))
    if not any(m.features and m.id != plan.offences.of for m, _ in _each(book, plan.priorities.measures)):
        return []
    columns = (Column("class", "Class"), Column("count", "Removals"), Column("share", "Share of all removals"))
    lines = (
        "The classes are the agency's own; a priority need not mean a conviction, and the classes changed over time.",
    )
    return [
        Section("priorities", "Priorities", lines, (), (Grid("As the agency classified them", columns, tuple(rows)),))
    ]
