"""Recognition: which release and table a sheet belongs to, where its header is, and which column is which field."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from tallybook.base.catalog import Catalog
from tallybook.base.errors import InputError, nearest
from tallybook.sources.headers import normal
from tallybook.sources.layout import (
    IDENTIFYING,
    IGNORED,
    Inference,
    LayoutColumn,
    Release,
    layouts,
    releases,
    vocabulary,
)
from tallybook.sources.sheet import Sheet
from tallybook.sources.tables import RecordTable, record_tables
from tallybook.sources.titles import Coverage, coverage, named_year

SEARCHED = 60
"""Rows from the top among which the header is looked for."""
RECORDS_LIKE = 20
"""Rows of three cells or more that make a sheet without a known header a fault rather than a note."""


@dataclass(frozen=True)
class ColumnPlan:
    """What becomes of one column of a sheet."""

    column: int
    header: str
    field: str
    """A field of the table, or `identifying` or `ignored`."""
    why: str = ""
    """For an ignored column: the reason. For a mapped one: `layout` or `headers of other releases`."""
    inferences: tuple[Inference, ...] = ()


@dataclass(frozen=True)
class Plan:
    """How a sheet is read."""

    sheet: Sheet
    release: str
    known: Release | None
    table: RecordTable
    header_row: int
    """The header's row in the sheet's data; records begin below it."""
    columns: tuple[ColumnPlan, ...]
    title: str
    covers: Coverage | None
    titled_year: int | None
    by_layout: bool

    @property
    def mapped(self) -> tuple[ColumnPlan, ...]:
        """The columns that become fields."""
        return tuple(c for c in self.columns if c.field not in (IDENTIFYING, IGNORED))

    @property
    def dropped(self) -> tuple[str, ...]:
        """The headers of identifying columns, which are not kept."""
        return tuple(c.header for c in self.columns if c.field == IDENTIFYING)

    @property
    def ignored(self) -> tuple[tuple[str, str], ...]:
        """The headers left out, each with the reason."""
        return tuple((c.header, c.why) for c in self.columns if c.field == IGNORED)


@dataclass(frozen=True)
class Skipped:
    """A sheet that holds no records, with the reason."""

    sheet: Sheet
    reason: str


@dataclass(frozen=True)
class _Candidate:
    row: int
    table: RecordTable
    words: Mapping[str, str]
    layout: Mapping[str, LayoutColumn]
    score: tuple[int, int, int]


def recognise(catalog: Catalog, sheet: Sheet, position: int, wanted: str = "") -> Plan | Skipped:
    """Return how a sheet is read, or why it holds no records.

    Args:
        catalog: where releases, layouts and tables are described.
        sheet: the sheet.
        position: its place in the file, from 1.
        wanted: the release that the user says the file belongs to; empty to find out.

    Raises:
        InputError: it looks like records and cannot be read as any table that is known, or its header is at fault.
    """
    head = sheet.head(SEARCHED)
    if not any(any(row) for row in head) and not _anything(sheet):
        return Skipped(sheet, "empty")
    known = releases(catalog).get(wanted) if wanted else _given_away(catalog, sheet, head)
    if known and known.data_sheets and sheet.name and position not in known.data_sheets:
        return Skipped(sheet, f"release {known.id} keeps its records on another sheet")
    if known and any(normal(sheet.name) == normal(name) for name in known.other_sheets):
        return Skipped(sheet, "no records by the release's description")
    found = _header(catalog, sheet, head, known)
    if found is None:
        if _looks_like_records(head):
            raise _unknown(catalog, sheet, head)
        return Skipped(sheet, "no header of a known table")
    if not wanted and known is None:
        known = _same_headers(catalog, head[found.row], found.table.id)
        if known is not None:
            found = _header(catalog, sheet, head, known) or found
    preamble = [" ".join(cell for cell in row if cell) for row in head[: found.row] if any(row)]
    covers, titled = _covers(sheet, preamble)
    return Plan(
        sheet=sheet,
        release=known.id if known else (wanted or _own_id(sheet.file)),
        known=known,
        table=found.table,
        header_row=found.row,
        columns=_columns(sheet, head[found.row], found),
        title=preamble[-1] if preamble else "",
        covers=covers,
        titled_year=titled,
        by_layout=bool(found.layout),
    )


def _anything(sheet: Sheet) -> bool:
    return any(column.null_count < len(column) for column in sheet.data.columns)


def _own_id(file: str) -> str:
    stem = re.sub(r"(\.(xlsx|xlsb|xlsm|xls|csv|txt|tsv|gz))+$", "", file, flags=re.I)
    return "file-" + (re.sub(r"[^a-z0-9]+", "-", stem.casefold()).strip("-") or "unnamed")


def _given_away(catalog: Catalog, sheet: Sheet, head: list[list[str]]) -> Release | None:
    """Return the release whose mark is seen: above the header first, then in the sheet's name, then in the file's."""
    above = "\n".join(cell for row in head[:12] if sum(map(bool, row)) <= 2 for cell in row if cell)
    for text in (above, sheet.name, sheet.file):
        for release in releases(catalog).values():
            if release.gives_away(text):
                return release
    return None


def _header(catalog: Catalog, sheet: Sheet, head: list[list[str]], known: Release | None) -> _Candidate | None:
    best: _Candidate | None = None
    general = vocabulary(catalog)
    described = layouts(catalog).get(known.id, ()) if known else ()
    for table in record_tables(catalog).values():
        own = {
            normal(column.header): column
            for column in described
            if column.table == table.id
            and (column.sheet == "*" or not sheet.name or fnmatchcase(sheet.name, column.sheet))
        }
        words = {**general[table.id], **{header: column.field for header, column in own.items()}}
        words |= {header: IDENTIFYING for header, field in general[table.id].items() if field == IDENTIFYING}
        for number, row in enumerate(head):
            cells = [normal(cell) for cell in row if cell]
            fields = {words[cell] for cell in cells if cell in words}
            usable = fields - {IDENTIFYING, IGNORED}
            if len(cells) < 3 or len(usable) < 2 or not usable & set(table.dates):
                continue
            if sum(cell in words for cell in cells) * 2 < len(cells):
                continue
            named = _named(table, sheet, head[:number])
            score = (named, sum(cell in own for cell in cells), sum(cell in words for cell in cells))
            if best is None or score > best.score:
                best = _Candidate(number, table, words, own, score)
    return best


def _named(table: RecordTable, sheet: Sheet, above: list[list[str]]) -> int:
    """Return how directly a table is named: in the line above the header, the sheet's name, or the file's name."""
    pattern = re.compile("|".join(rf"(?<![a-z])(?:{word})(?![a-z])" for word in table.words), re.I)
    title = " ".join(cell for row in above[-6:] for cell in row if cell)
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[_\-]", " ", sheet.file)
    return 4 * bool(pattern.search(title)) + 2 * bool(pattern.search(sheet.name)) + bool(pattern.search(spaced))


def _same_headers(catalog: Catalog, row: Sequence[str], table: str) -> Release | None:
    """Return the one release whose layout of a table has exactly these headers."""
    here = {normal(cell) for cell in row if cell}
    same = [
        name
        for name, columns in layouts(catalog).items()
        if here == {normal(column.header) for column in columns if column.table == table}
    ]
    return releases(catalog).get(same[0]) if len(same) == 1 else None


def _columns(sheet: Sheet, row: Sequence[str], found: _Candidate) -> tuple[ColumnPlan, ...]:
    address = sheet.address(found.row)
    seen: dict[str, int] = {}
    plans: list[ColumnPlan] = []
    for place, header in enumerate(row):
        if not header:
            continue
        name = normal(header)
        field = found.words.get(name)
        if field is None:
            if found.layout:
                raise _unmapped(sheet, address, place, header, found)
            field, why = IGNORED, "not understood"
        elif name in found.layout:
            why = found.layout[name].evidence if field == IGNORED else "layout"
        else:
            why = "headers of other releases" if field not in (IDENTIFYING, IGNORED) else "left out in other releases"
        if name in seen and field not in (IDENTIFYING, IGNORED):
            raise InputError(
                f"the header {header!r} stands in column {sheet.column_letter(seen[name])} and again in column "
                f"{sheet.column_letter(place)}",
                where=address,
                expected="each header once",
                next_step="rename or remove one of them in a copy of the file",
            )
        seen[name] = place
        column = found.layout.get(name)
        plans.append(ColumnPlan(place, header, field, why, column.inferences if column else ()))
    return _one_each(plans, found.table)


def _one_each(plans: list[ColumnPlan], table: RecordTable) -> tuple[ColumnPlan, ...]:
    """Where two headers mean one field, keep the one that the table names first and ignore the other."""
    chosen: dict[str, ColumnPlan] = {}
    for plan in plans:
        if plan.field in (IDENTIFYING, IGNORED):
            continue
        other = chosen.get(plan.field)
        if other is None or _rank(plan, table) < _rank(other, table):
            chosen[plan.field] = plan
    return tuple(
        plan
        if plan.field in (IDENTIFYING, IGNORED) or chosen[plan.field] is plan
        else ColumnPlan(plan.column, plan.header, IGNORED, f"means the same field as {chosen[plan.field].header!r}")
        for plan in plans
    )


def _rank(plan: ColumnPlan, table: RecordTable) -> int:
    names = [normal(header) for header in table.fields[plan.field].headers]
    name = normal(plan.header)
    return -1 if plan.why == "layout" else names.index(name) if name in names else len(names)


def _covers(sheet: Sheet, preamble: list[str]) -> tuple[Coverage | None, int | None]:
    """Return the narrowest period that title, sheet's name or file's name claims, and the one year named."""
    said = [(line, "title") for line in reversed(preamble)] + [(sheet.name, "sheet"), (sheet.file, "file name")]
    periods = [found for text, by in said if (found := coverage(text, by))]
    years = [year for text, _ in said if (year := named_year(text)) is not None]
    if not periods:
        return None, years[0] if years else None
    best = periods[0]
    for other in periods[1:]:
        if other.period != best.period and other.period in best.period:
            best = other
    return best, best.titled_year if best.titled_year is not None else (
        years[0] if years and len(set(years)) == 1 else None
    )


def _looks_like_records(head: list[list[str]]) -> bool:
    return sum(sum(map(bool, row)) >= 3 for row in head) >= RECORDS_LIKE


def _unmapped(sheet: Sheet, address: str, place: int, header: str, found: _Candidate) -> InputError:
    close = nearest(normal(header), [h for h in found.words if found.words[h] != IDENTIFYING])
    return InputError(
        f"the header {header!r} (column {sheet.column_letter(place)}) is not in the layout of {found.table.id}",
        where=address,
        expected=f"a header of the layout, such as {close!r}" if close else "the headers of the layout",
        next_step="add a line for it to the release's columns.csv in a folder given with --catalog "
        "('ignored' leaves it out)",
    )


def _unknown(catalog: Catalog, sheet: Sheet, head: list[list[str]]) -> InputError:
    """Return the error for a sheet full of rows under no known header: what came nearest, and how to describe it."""
    best, likely, name = 0, 0, ""
    for table, words in vocabulary(catalog).items():
        for number, row in enumerate(head):
            count = sum(normal(cell) in words for cell in row if cell)
            if count > best:
                best, likely, name = count, number, table
    widest = likely if best else max(range(len(head)), key=lambda n: sum(map(bool, head[n])))
    cells = [cell for cell in head[widest] if cell]
    shown = ", ".join(cells[:6]) + (" …" if len(cells) > 6 else "")
    if best:
        dates = record_tables(catalog)[name].dates
        found = f"the header reads as {name} for {best} of {len(cells)} columns ({shown})"
        expected = f"a column for {' or '.join(d.replace('_', ' ') for d in dates)} and two more known ones"
    else:
        found = f"no header of a known table in the first {len(head)} rows (the widest reads {shown})"
        expected = "a header row of " + ", ".join(sorted(record_tables(catalog)))
    return InputError(
        found,
        where=sheet.address(widest),
        expected=expected,
        next_step="describe it in sources/ID/source.yml and columns.csv in a folder of your own, given with --catalog",
    )
