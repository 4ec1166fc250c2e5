"""The parts of an account: each returns a section, or nothing where nothing is held."""

from __future__ import annotations

from tallybook.base.results import Column
from tallybook.measures.caveat import caveats_for
from tallybook.measures.figures import Figure
from tallybook.measures.series import Value, has_series, series
from tallybook.publish.book import EXACT, Book, Row
from tallybook.publish.layout import Layout
from tallybook.publish.ranks import Test
from tallybook.publish.report import (
    Amount,
    Cell,
    Grid,
    Item,
    Section,
    YearsChart,
    YearSeries,
    shown,
)

BEFORE, AFTER = 20, 6
"""Years drawn before and after the year of the account."""
SLACK = 0.01
"""A rounded value this close to an exact one does not contradict it."""


def by_year(book: Book, plan: Layout) -> list[Section]:
    """Return the chart of the leading measures by fiscal year, with its numbers."""
    columns, line = (_by_year(book, name) for name in (*plan.chart, *plan.chart)[:2])
    if columns is None and line is None:
        return []
    first, second = (book.measure(name) for name in (*plan.chart, *plan.chart)[:2])
    if columns is None:
        columns, line = line, None
    names = " and ".join(s.name for s in (columns, line) if s)
    after = any(y > book.year for s in (columns, line) if s for y, _ in s.points)
    later = " Years after it are drawn lighter." if after else ""
    chart = YearsChart(
        "by-year", f"{first.family.capitalize()} by fiscal year",
        f"{names} by fiscal year; fiscal year {book.year} is marked.{later}",
        columns, line, book.year,
    )  # fmt: skip
    years = sorted({y for s in (columns, line) if s for y, _ in s.points})
    drawn = [m for m in dict.fromkeys((first, second)) if m.title in {s.name for s in (columns, line) if s}]
    rows: list[tuple[Cell, ...]] = [
        (f"FY{year}", *(book.amount(book.whole_year(m.id, year)) for m in drawn)) for year in years
    ]
    grid = Grid(
        "The numbers of the chart",
        (Column("fiscal_year", "Fiscal year"), *(Column(f"value_{i}", m.title) for i, m in enumerate(drawn, 1))),
        tuple(rows), frozenset(i for i, y in enumerate(years) if y == book.year), (), True,
    )  # fmt: skip
    return [Section("by-year", chart.title, (), (chart,), (grid,))]


def _by_year(book: Book, name: str) -> YearSeries | None:
    points, unofficial = [], set()
    for year in range(book.year - BEFORE, book.year + (0 if book.as_of else AFTER) + 1):
        found = book.whole_year(name, year)
        if found is not None:
            points.append((year, found.value))
            if not found.official:
                unofficial.add(year)
    return YearSeries(book.measure(name).title, tuple(points), frozenset(unofficial)) if points else None


def side_by_side(book: Book, plan: Layout) -> Section:
    """Return every official family of the year in one table: as first published (or known on the day) and now."""
    then = f"Known on {book.as_of.isoformat()}" if book.as_of else "First published"
    columns = (
        Column("what", "What is counted"), Column("covers", "Covers"), Column("then", then),
        Column("dated", "Published"), Column("now", "Now"), Column("change", "Revised by", "number"),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    groups, marked = [], set()
    for family in plan.families:
        found = [row for name in family.measures for row in book.rows(name)]
        if found:
            groups.append((len(rows), family.title))
        for row in found:
            if row.measure.id == plan.headline[0] and row.period == found[0].period:
                marked.add(len(rows))
            rows.append(_side(row))
    grid = Grid("Every family side by side", columns, tuple(rows), frozenset(marked), tuple(groups))
    return Section(
        "side-by-side", "The official counts side by side",
        ("Each line counts something else: none may be added to, taken from or ranked against another.",),
        (), (grid,) if rows else (),
    )  # fmt: skip


def _side(row: Row) -> tuple[Cell, ...]:
    then = row.then
    return (row.measure.title, row.covers, then, then.published if then else None, row.now, row.revision)


def vintages(book: Book, plan: Layout) -> list[Section]:
    """Return how the figure of the year was revised, one table a measure with more than one published value."""
    grids, paragraphs = [], []
    for name in plan.vintages:
        held = [v for v in _official(book, name) if v.status == "published"]
        if len({v.value for v in held}) < 2:
            continue
        own = book.measure(name)
        amounts = [book.amount(Figure(name, book.period, v.value, v.unit, (v,))) for v in held]
        chain = " → ".join(f"{shown(v.value)}{_said(v)}" for v in held)
        paragraphs.append(f"{own.title}: {chain}.")
        base = next((v for v in held if v.value_type in EXACT), held[0])
        rows: list[tuple[Cell, ...]] = [
            (
                v.vintage_label,
                str(v.published) if v.published else None,
                a,
                v.value - base.value if v is not base else None,
                v.document,
            )
            for v, a in zip(held, amounts, strict=True)
        ]
        columns = (
            Column("vintage", "Vintage"), Column("published", "Published"), Column("value", own.unit.capitalize()),
            Column("change", "Against the first", "number"), Column("document", "Document"),
        )  # fmt: skip
        grids.append(
            Grid(f"{own.title}, fiscal year {book.year}, by vintage", columns, tuple(rows), frozenset({len(rows) - 1}))
        )
    return [Section("vintages", "How the figures were revised", tuple(paragraphs), (), tuple(grids))] if grids else []


def _said(value: Value) -> str:
    """Return what must be said behind a value in running text."""
    words = [value.value_type] if value.value_type not in EXACT else []
    words += ["recalled"] if value.basis == "recalled" else []
    return f" ({', '.join(words)})" if words else ""


def _official(book: Book, name: str) -> list[Value]:
    """Return the values of the year for the measure's own unit, oldest first; with a day, only those out by then."""
    if not has_series(book.catalog, name):
        return []
    rows = series(book.catalog, name).vintages(book.period, unit=book.measure(name).unit)
    return [v for v in rows if book.as_of is None or v.known_on(book.as_of)]


def conflicts(book: Book, plan: Layout) -> list[Section]:
    """Return where published values of the year differ: revisions, and sources that disagree."""
    rows: list[tuple[Cell, ...]] = []
    groups = []
    for name in plan.all_measures():
        if not has_series(book.catalog, name):
            continue
        own = book.measure(name)
        held = [v for v in series(book.catalog, name).vintages(book.period) if v.unit != "percent"]
        held = [v for v in held if book.as_of is None or v.published is None or v.known_on(book.as_of)]
        exact = {v.value for v in held if v.value_type in EXACT}
        telling = [
            v for v in held
            if v.value_type in EXACT or not any(abs(v.value - e) <= SLACK * e for e in exact)
        ]  # fmt: skip
        if len({v.value for v in telling}) < 2:
            continue
        alone = len({v.publisher for v in telling}) == 1 or all(v.status == "published" for v in telling)
        kind = "revised by its publisher" if alone else "sources differ"
        groups.append((len(rows), f"{own.title}: {kind}"))
        for v in telling:
            amount = book.amount(Figure(name, book.period, v.value, v.unit, (v,)))
            rows.append(
                (
                    amount,
                    v.vintage_label,
                    str(v.published) if v.published else None,
                    v.publisher,
                    v.status.replace("_", " "),
                )
            )
    if not rows:
        return []
    columns = (
        Column("value", "Value"), Column("vintage", "Vintage"), Column("published", "Published"),
        Column("publisher", "Publisher"), Column("status", "Status"),
    )  # fmt: skip
    grid = Grid(
        "Values of one measure and year that differ", columns, tuple(rows), frozenset(), tuple(groups), len(rows) > 24
    )
    return [Section("conflicts", "Where published figures differ", (), (), (grid,))]


def recalled(book: Book, sections: list[Section]) -> list[Section]:
    """Return every figure of the account that is not yet confirmed against a document."""
    seen: dict[tuple[str, str, float], tuple[Cell, ...]] = {}
    for section in sections:
        for grid in section.grids:
            for row in grid.rows:
                for cell in row:
                    if isinstance(cell, Amount) and cell.basis == "recalled" and cell.how != "share":
                        key = (cell.measure, cell.period.label, cell.value)
                        seen.setdefault(key, (book.measure(cell.measure).title, cell.period.label, cell, cell.vintage))
    if not seen:
        return []
    columns = (
        Column("what", "What"),
        Column("period", "Period"),
        Column("value", "Value"),
        Column("vintage", "Vintage"),
    )
    rows = tuple(sorted(seen.values(), key=lambda r: (str(r[0]), str(r[1]))))
    lines = (
        "These figures have not yet been read in the document they are ascribed to. Confirm them there before relying"
        " on them.",
    )
    return [
        Section(
            "recalled",
            "What is recalled",
            lines,
            (),
            (Grid("Not yet confirmed", columns, rows, frozenset(), (), len(rows) > 24),),
        )
    ]


def caveats(book: Book, plan: Layout, tests: list[Test]) -> list[Section]:
    """Return the caveats that apply to the leading measures of the year, gravest first."""
    found: dict[str, Item] = {}
    names = dict.fromkeys(
        (*plan.headline, *(c.part for c in plan.criminality), plan.priorities.measures[0], *plan.offences.measures)
    )
    broken = {t.test.measure for t in tests if t.test.breaks}
    for name in names:
        row = next(iter(book.rows(name)), None)
        amount = (row.now or row.then) if row else None
        if row is None or amount is None:
            continue
        context = {
            "measure": name, "agency": row.measure.agency, "family": row.measure.family, "unit": amount.unit,
            "value": amount.value, "kind": "count", "fiscal_year": float(book.year),
            "period_kind": row.period.kind.value, "start": row.period.start, "end": row.period.end,
            "basis": amount.basis, "status": amount.status, "people": True, "spans_break": name in broken,
            "vintages": float(len({v.value for v in _official(book, name)})),
        }  # fmt: skip
        for caveat in caveats_for(book.catalog, context):
            found.setdefault(caveat.id, Item(caveat.title, caveat.text, caveat.source))
    return [Section("caveats", "What to keep in mind", (), (), (), tuple(found.values()))] if found else []
