"""The programmes of a year: where they stood when it began and ended, what became of detainers, what happened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tallybook.base.errors import NoValue, TallybookError
from tallybook.base.periods import Period, day_words
from tallybook.base.results import Column
from tallybook.measures.figures import Figure
from tallybook.measures.series import Value, series
from tallybook.programs.detainers import EXTRACT, EXTRACT_SOURCE, KINDS, MEASURE, Detainers, detainers
from tallybook.programs.held import rolls_with
from tallybook.programs.outcomes import outcomes
from tallybook.programs.secure_communities import launched
from tallybook.programs.spells import MODELS, Rolls
from tallybook.programs.standing import Standing, standing
from tallybook.programs.switches import events
from tallybook.publish.book import Book
from tallybook.publish.report import Amount, Cell, Grid, Item, Section, date_words

COUNTIES = (
    ("sc.counties", "counties", "Counties where it was active"),
    ("sc.population_share", "percent", "Population in active counties, %"),
)
AGREEMENTS = (
    ("287g.agreements", "agreements", "Agreements"),
    ("287g.agencies", "agencies", "Agencies"),
    ("287g.states", "states", "States"),
)
MODEL_NAMES = {"JEM": "jail enforcement", "TFM": "task force", "WSO": "warrant service officer"}
FIRST_AGREEMENT = date(2002, 7, 2)


def programs(book: Book) -> list[Section]:
    """Return the programmes of the year; nothing for a year before all of them."""
    own = rolls_with(book.catalog, book.store.folder if book.store is not None else None)
    notes: dict[tuple[str, str], Item] = {}
    grids = [g for g in (_standing(book, own, notes), *_detainers(book, notes), _held_outcomes(book)) if g is not None]
    happened = [
        Item(
            f"{date_words(e.day)}: {e.title}", e.what,
            e.source + (", recalled" if e.basis == "recalled" else ""),
        )
        for e in events(book.catalog).events
        if e.when.first <= book.period.end and e.when.last >= book.period.start
    ]  # fmt: skip
    if not grids and not happened:
        return []
    paragraphs = []
    if happened:
        paragraphs.append("What happened to the programmes within the year stands below the tables.")
    items = (*happened, *notes.values())
    return [Section("programs", "Programmes with local police", tuple(paragraphs), (), tuple(grids), items)]


def _standing(book: Book, own: Rolls, notes: dict[tuple[str, str], Item]) -> Grid | None:
    rows: list[tuple[Cell, ...]] = []
    groups: list[tuple[int, str]] = []
    if book.period.end >= launched(book.catalog).activated:
        groups.append((0, "Secure Communities"))
        rows += [_row(book, own, measure, unit, what, "", notes) for measure, unit, what in COUNTIES]
    if book.period.end >= FIRST_AGREEMENT:
        groups.append((len(rows), "287(g)"))
        for measure, unit, what in AGREEMENTS:
            rows.append(_row(book, own, measure, unit, what, "", notes))
            if measure == "287g.agreements":
                for model in MODELS:
                    row = _row(book, own, measure, unit, f"of these {MODEL_NAMES[model]}", model, notes)
                    if any(isinstance(cell, Amount) and cell.value for cell in row):
                        rows.append(row)
    if not rows:
        return None
    start, end = day_words(book.period.start), day_words(book.period.end)
    columns = (
        Column("what", "What"), Column("start_low", f"{start}: at least"), Column("start_high", f"{start}: at most"),
        Column("end_low", f"{end}: at least"), Column("end_high", f"{end}: at most"),
    )  # fmt: skip
    return Grid("At the start and the end of the year", columns, tuple(rows), frozenset(), tuple(groups))


def _row(
    book: Book, own: Rolls, measure: str, unit: str, what: str, model: str, notes: dict[tuple[str, str], Item]
) -> tuple[Cell, ...]:
    cells: list[Cell] = [what]
    for day in (book.period.start, book.period.end):
        found = standing(book.catalog, measure, day, {"model": model} if model else None, own)
        cells += _bounds(book, found, unit)
        program = "287(g)" if measure.startswith("287g") else "Secure Communities"
        # What Secure Communities' list is like is the same on both days: it is said once, of the later one.
        said = found.notes if program == "287(g)" or day == book.period.end else ()
        for text in said:
            notes.setdefault((program, text), Item(f"{program}, {day_words(day)}", text))
    return tuple(cells)


def _bounds(book: Book, found: Standing, unit: str) -> Iterator[Amount | None]:
    """Yield the least and the most a number can have been; nothing where no limit is known."""
    listed = found.as_of is not None and found.as_of != found.day
    source = book.document(
        found.document, "compiled" if found.status == "research" else "ICE",
        vintage=f"list of {found.as_of}" if listed else "", status=found.status, basis=found.basis,
    )  # fmt: skip
    scale = 100 if unit == "percent" else 1
    for value in (found.low, found.high):
        if value is None:
            yield None
        else:
            yield book.read(source, found.measure, scale * value, unit, Period(found.day, found.day), "programme")


def _detainers(book: Book, notes: dict[tuple[str, str], Item]) -> Iterator[Grid]:
    try:
        found = detainers(book.catalog, book.period)
    except NoValue:
        return
    values = [v for v in series(book.catalog, MEASURE).values if not v.where and v.period and v.period in book.period]
    rows: list[tuple[Cell, ...]] = []
    for one in found.issued:
        parts = tuple(_parts(values, one.source, book.period, whole=one.months == 0))
        figure = Figure(
            MEASURE, book.period, float(one.count), "detainers", parts,
            "sum over periods" if one.months else "published",
        )  # fmt: skip
        rows.append((one.source, book.amount(figure) if parts else None, "yes" if one.complete else "no", one.document))
    columns = (
        Column("source", "Source"), Column("issued", "Detainers issued"), Column("complete", "Covers the year"),
        Column("document", "Document"),
    )  # fmt: skip
    yield Grid("Detainers of the year, one line a source", columns, tuple(rows))
    if years := [y for y in sorted({o.year for o in found.outcomes}) if _of_extract(y).overlap_days(book.period)]:
        yield _outcomes(book, found, years)
    for text in found.notes():
        if not text[:4].isdigit():
            notes.setdefault(("detainers", text), Item("Detainers", text))


def _parts(values: list[Value], source: str, year: Period, *, whole: bool) -> Iterator[Value]:
    for value in values:
        if value.vintage_label == source and (value.period == year if whole else value.period_kind == "month"):
            yield value
            if whole:
                return


def _of_extract(year: int) -> Period:
    """Return the days of a calendar year that the extract with outcomes covers."""
    return Period(max(date(year, 1, 1), EXTRACT.start), min(date(year, 12, 31), EXTRACT.end))


def _outcomes(book: Book, found: Detainers, years: list[int]) -> Grid:
    source = book.document(EXTRACT_SOURCE, "ICE, released under FOIA", status="record_count", vintage="NPR-FOIA-2015")
    rows: list[tuple[Cell, ...]] = []
    for kind in KINDS:
        cells: list[Cell] = [kind]
        for year in years:
            kinds = found.kinds(year)
            cells.append(book.read(source, MEASURE, float(kinds[kind]), "detainers", _of_extract(year), "outcome"))
            cells.append(100 * kinds[kind] / max(1, sum(kinds.values())))
        rows.append(tuple(cells))
    columns = [Column("outcome", "What became of them")]
    for year in years:
        days = _of_extract(year)
        part = "" if days.days > 364 else f", {day_words(days.start)} to {day_words(days.end)}".replace(f" {year}", "")
        columns += [Column(f"count_{year}", f"Issued in {year}{part}"), Column(f"share_{year}", "%", "number", 1)]
    return Grid("What became of detainers, by calendar year of issue", tuple(columns), tuple(rows))


def _held_outcomes(book: Book) -> Grid | None:
    """Return what the store's own records say became of the detainers of the fiscal year."""
    if book.store is None or not book.store.manifest.of("detainers"):
        return None
    try:
        found = outcomes(book.store, book.catalog, book.period)
    except TallybookError:  # no release held covers the year, or none records an outcome
        return None
    total = sum(found.kinds.values())
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (kind, number, 100 * number / max(1, total)) for kind, number in found.kinds.items()
    )
    columns = (
        Column("outcome", "What became of them"), Column("count", "Detainers", "number"),
        Column("share", "%", "number", 1),
    )  # fmt: skip
    whole = "" if found.complete else ", part of the year"
    return Grid(f"Detainers of the year in the store ({', '.join(found.releases)}{whole})", columns, rows)
