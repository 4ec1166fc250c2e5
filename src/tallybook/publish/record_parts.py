"""The records behind a year: which releases cover it, every row accounted for, and what the files are like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from tallybook.base.periods import Period, day_words
from tallybook.base.results import Column
from tallybook.measures.recount import cells
from tallybook.publish.book import Book
from tallybook.publish.report import Cell, Grid, Item, Section
from tallybook.records.coverage import Window, coverages
from tallybook.records.manifest import StoredSheet
from tallybook.records.quality import read_report
from tallybook.sources.cells import State
from tallybook.sources.layout import Release, releases
from tallybook.sources.tables import record_tables

WOULD_ADD = (
    "Ingesting a release of the list ('tallybook ingest FILE') would add here: the row accounting of every sheet, what"
    " is blank, redacted or unreadable, identical rows, the inferences used, counts by each rule from your own files,"
    " and the records of the year put through the policies of its days."
)
STATES = (State.VALUE, State.BLANK, State.REDACTED, State.NOT_APPLICABLE, State.UNREADABLE)


def records(book: Book) -> list[Section]:
    """Return the releases that cover the year and the row accounting of what is held; nothing where none covers it."""
    covering = list(_covering(book))
    sheets = sheets_of(book)
    if not covering and not sheets:
        return []
    grids = [_releases(book, covering)] if covering else []
    paragraphs = [
        "Releases overlap and are never added: a count comes from the first national one that covers the period.",
    ]
    items: list[Item] = []
    if sheets:
        grids.append(_accounting(book, sheets))
        paragraphs.append("Rows read are all rows below the header that are not empty: kept, quarantined or left out.")
        items += [
            Item(sheet.where, f"{number:,} rows left out: {rule}", sheet.release)
            for sheet in sheets
            for rule, number in sheet.excluded.items()
            if number
        ]
        items += [Item(sheet.where, f"{note}.", sheet.release) for sheet in sheets for note in sheet.notes]
    else:
        paragraphs.append(
            ("The store holds other records. " if book.has_records else "No records are held. ") + WOULD_ADD
        )
    return [Section("records", "The records of the year", tuple(paragraphs), (), tuple(grids), tuple(items))]


def sheets_of(book: Book) -> list[StoredSheet]:
    """Return the sheets of the store that lie in the year, or may."""
    if book.store is None:
        return []
    held = [s for s in book.store.manifest.sheets if s.covers is None or s.covers.overlap_days(book.period)]
    return sorted(held, key=lambda s: (list(record_tables(book.catalog)).index(s.table), s.release, s.file, s.position))


def _covering(book: Book) -> Iterator[tuple[str, Window, Release]]:
    known = releases(book.catalog)
    for table, windows in coverages(book.catalog).items():
        for window in windows:
            if Period(window.start, window.end).overlap_days(book.period):
                yield table, window, known[window.release]


def _releases(book: Book, covering: list[tuple[str, Window, Release]]) -> Grid:
    tables = record_tables(book.catalog)
    rows: list[tuple[Cell, ...]] = []
    groups = []
    last = ""
    for table, window, release in covering:
        if table != last:
            groups.append((len(rows), tables[table].title))
            last = table
        days = Period(window.start, window.end).overlap_days(book.period)
        rows.append(
            (
                release.id, release.title, release.area if release.scope == "area" else "national",
                f"{day_words(window.start)} to {day_words(window.end)}",
                "all of it" if days == book.period.days else f"{days:,} of {book.period.days:,} days",
                _held(book, table, release.id), release.where or None,
            )
        )  # fmt: skip
    columns = (
        Column("release", "Release"), Column("title", "What it is"), Column("scope", "Scope"),
        Column("days", "Covers"), Column("share", "Of the year"), Column("held", "Held here"),
        Column("where", "Where to get it"),
    )  # fmt: skip
    return Grid("Releases that cover the year", columns, tuple(rows), frozenset(), tuple(groups))


def _held(book: Book, table: str, release: str) -> str:
    own = [s for s in sheets_of(book) if s.table == table and s.release == release]
    if own:
        return f"yes: {len(own)} sheet{'s' if len(own) > 1 else ''}"
    shipped = any(c.release == release and c.year == book.year for c in cells(book.catalog, table))
    return "shipped counts" if shipped else "no"


def _accounting(book: Book, sheets: list[StoredSheet]) -> Grid:
    rows: list[tuple[Cell, ...]] = [
        (
            s.where, s.rows_read, s.kept, s.quarantined, sum(s.excluded.values()), s.unreadable_cells,
            s.covers.label if s.covers else "not declared", s.release,
        )
        for s in sheets
    ]  # fmt: skip
    columns = (
        Column("file", "File and sheet"), Column("rows_read", "Rows read", "number"), Column("kept", "Kept", "number"),
        Column("quarantined", "Quarantined", "number"), Column("excluded", "Left out by a rule", "number"),
        Column("unreadable_cells", "Unreadable cells", "number"), Column("days", "Covers"),
        Column("release", "Release"),
    )  # fmt: skip
    return Grid("Every row accounted for", columns, tuple(rows), frozenset(), _by_table(book, sheets))


def _by_table(book: Book, sheets: list[StoredSheet]) -> tuple[tuple[int, str], ...]:
    tables = record_tables(book.catalog)
    found: dict[str, int] = {}
    for place, sheet in enumerate(sheets):
        found.setdefault(sheet.table, place)
    return tuple((place, tables[table].title) for table, place in found.items())


def quality(book: Book) -> list[Section]:
    """Return what the held sheets of the year are like; without any, that nothing was measured and what is known."""
    sheets = sheets_of(book)
    if not sheets:
        known = dict.fromkeys(release.id for _, _, release in _covering(book))
        if not known:
            return []
        items = _known(book, known)
        words = "Quality is measured when files are ingested; no sheet of the year is held, so nothing was measured."
        told = Item("Not measured here", words + (" What is known of the releases stands below." if items else ""))
        return [Section("quality", "What the records are like", (), (), (), (told, *items))]
    rows: list[tuple[Cell, ...]] = []
    fields: dict[tuple[str, str], Counter[str]] = {}
    assert book.store is not None
    for sheet in sheets:
        report = read_report(book.store.folder / sheet.quality, sheet.where)
        counts = Counter[str]()
        for name, found in report["fields"].items():
            own = {state.words: int(found[state.words]) for state in STATES}
            counts.update(own)
            fields.setdefault((sheet.table, name), Counter[str]()).update(own)
        rows.append(_measured(sheet, counts))
    columns = (
        Column("file", "File and sheet"), Column("kept", "Records", "number"),
        Column("quarantined", "Rows quarantined, %", "number", 2), Column("identical", "Identical rows", "number"),
        Column("identical_share", "Identical, %", "number", 1), Column("redacted", "Cells redacted, %", "number", 1),
        Column("blank", "Cells blank, %", "number", 1), Column("unreadable", "Cells unreadable, %", "number", 3),
        Column("inferred", "Criminality inferred", "number"),
    )  # fmt: skip
    paragraphs = (
        "Shares are of all cells of the mapped columns. Identical rows equal another row in every field; they are not"
        " taken out, since most releases have no person id and events of different people can look alike.",
    )
    inferences = dict.fromkeys((s.release, text) for s in sheets if s.inferred for text in s.inferences)
    items = [Item("Inference used", text, release) for release, text in inferences]
    items += _known(book, dict.fromkeys(sheet.release for sheet in sheets))
    grids = (
        Grid("The sheets of the year", columns, tuple(rows), frozenset(), _by_table(book, sheets)),
        _fields(book, fields),
    )
    return [Section("quality", "What the records are like", paragraphs, (), grids, tuple(items))]


def _known(book: Book, names: Iterable[str]) -> list[Item]:
    """Return what the catalog knows of some releases."""
    known = releases(book.catalog)
    return [Item(name, note) for name in names if name in known for note in known[name].notes]


def _measured(sheet: StoredSheet, counts: Counter[str]) -> tuple[Cell, ...]:
    total = counts.total() or 1
    return (
        sheet.where, sheet.kept, 100 * sheet.quarantined / max(1, sheet.rows_read), sheet.identical,
        100 * sheet.identical / max(1, sheet.kept), 100 * counts[State.REDACTED.words] / total,
        100 * counts[State.BLANK.words] / total, 100 * counts[State.UNREADABLE.words] / total, sheet.inferred,
    )  # fmt: skip


def _fields(book: Book, fields: dict[tuple[str, str], Counter[str]]) -> Grid:
    tables = record_tables(book.catalog)
    rows: list[tuple[Cell, ...]] = []
    groups, last = [], ""
    for (table, name), counts in fields.items():
        if table != last:
            groups.append((len(rows), tables[table].title))
            last = table
        total = counts.total() or 1
        rows.append((name.replace("_", " "), *(100 * counts[state.words] / total for state in STATES)))
    columns = (
        Column("field", "Field"),
        *(Column(state.name.lower(), f"{state.words}, %".capitalize(), "number", 1) for state in STATES),
    )
    return Grid("Every field: what its cells hold", columns, tuple(rows), frozenset(), tuple(groups), True)
