"""Ingestion: record files into the store, every row of every sheet accounted for, all files of one call or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tallybook import __version__
from tallybook.base.catalog import Catalog
from tallybook.base.errors import InputError, UsageError
from tallybook.base.periods import Period, fiscal_year
from tallybook.base.results import Column, Result, Table
from tallybook.records.manifest import StoredSheet
from tallybook.records.shape import (
    accounting_query,
    exclusions,
    lookups,
    quarantined_cells_query,
    quarantined_rows_query,
    record_columns,
    records_query,
)
from tallybook.records.store import Store, Writer
from tallybook.records.typing_sql import macros, typed_fields, typed_query
from tallybook.sources.opening import open_source
from tallybook.sources.recognise import Plan, Skipped, recognise
from tallybook.sources.sheet import Sheet, Source

if TYPE_CHECKING:
    import pyarrow as pa

    from tallybook.base.engine import Local
    from tallybook.records.quality import Dates

RELEASE_ID = r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}"

Report = Callable[[str, int, int], None]
"""Called with what is being done, the step reached and the number of steps."""


@dataclass(frozen=True)
class Ingested(Result):
    """What an ingest did: the sheets it added, those it passed over, and those the store had already."""

    store: str
    added: tuple[StoredSheet, ...]
    skipped: tuple[tuple[str, str], ...]
    held: tuple[str, ...]
    replaced: tuple[str, ...]

    def table(self) -> Table:
        """Return the row accounting, one line per sheet."""
        columns = (
            Column("file"), Column("sheet"), Column("release"), Column("table"), Column("covers"),
            Column("rows_read", "rows read", "integer"), Column("kept", kind="integer"),
            Column("quarantined", kind="integer"), Column("excluded", kind="integer"),
            Column("unreadable_cells", "unreadable cells", "integer"),
        )  # fmt: skip
        rows = tuple(
            (
                s.file, s.sheet or None, s.release, s.table, s.covers.label if s.covers else None, s.rows_read, s.kept,
                s.quarantined, sum(s.excluded.values()), s.unreadable_cells,
            )
            for s in self.added
        )  # fmt: skip
        return Table(columns, rows, title="Row accounting", notes=tuple(self.notes()))

    def notes(self) -> Iterator[str]:
        """Yield what a reader must know beside the numbers."""
        for file in self.held:
            yield f"{file}: already in the store; nothing changed"
        for file in self.replaced:
            yield f"{file}: replaces what the store held of it"
        for where, reason in self.skipped:
            yield f"{where}: left alone ({reason})"
        for s in self.added:
            if s.dropped:
                yield f"{s.where}: identifying columns dropped: {', '.join(s.dropped)}"
            if s.ignored:
                yield f"{s.where}: columns left out: " + ", ".join(f"{header} ({why})" for header, why in s.ignored)
            if s.layout == "headers":
                yield f"{s.where}: no layout; recognised by its headers: " + ", ".join(
                    f"{h} = {f}" for h, f in s.columns
                )
            for rule, count in s.excluded.items():
                yield f"{s.where}: {count:,} rows left out ({rule})"
            yield from (f"{s.where}: {note}" for note in s.notes)


def ingest(
    store: Store,
    files: Sequence[Path],
    catalog: Catalog,
    release: str = "",
    *,
    replace_overlaps: bool = False,
    report: Report | None = None,
) -> Ingested:
    """Read record files into a store: all of them, or, where one is at fault, none.

    Args:
        store: where to.
        files: the files.
        catalog: describes tables, releases and layouts.
        release: the release they belong to; empty to find out from each.
        replace_overlaps: let a file take the place of others of its release and table that cover the same days.
        report: called as work goes on.

    Raises:
        InputError: a file cannot be read or recognised, or repeats what is held.
        OutputError: the store cannot be written; it is then as it was.
    """
    import re

    if release and not re.fullmatch(RELEASE_ID, release):
        raise UsageError(
            f"--release is {release!r}", expected="an id of letters, digits, dots and hyphens, such as 2019-ICFO-53623"
        )
    with store.writing() as writer:
        from tallybook.base.engine import Local

        with Local() as engine:
            session = _Session(store, writer, engine, catalog, release, replace_overlaps, report or (lambda *_: None))
            for number, file in enumerate(files):
                session.report(file.name, number, len(files))
                session.file(file)
            session.report("", len(files), len(files))
            if session.added:
                writer.commit([*session.present, *session.added])
    return Ingested(
        str(store.folder), tuple(session.added), tuple(session.skipped), tuple(session.held), tuple(session.replaced)
    )


class _Session:
    """One call of `ingest`."""

    def __init__(
        self,
        store: Store,
        writer: Writer,
        engine: Local,
        catalog: Catalog,
        release: str,
        overwrite: bool,
        report: Report,
    ) -> None:
        self.store, self.writer, self.engine, self.catalog = store, writer, engine, catalog
        self.release, self.overwrite, self.report = release, overwrite, report
        self.secret = store.secret()
        self.present = list(store.manifest.sheets)
        self.added: list[StoredSheet] = []
        self.skipped: list[tuple[str, str]] = []
        self.held: list[str] = []
        self.replaced: list[str] = []

    def file(self, path: Path) -> None:
        """Read one file, sheet by sheet."""
        source = open_source(path)
        same = [s for s in (*self.present, *self.added) if s.source_sha256 == source.sha256]
        if same and all(not self.release or s.release == self.release for s in same):
            self.held.append(source.name)
            return
        new: list[StoredSheet] = []
        for position, sheet in enumerate(source.sheets, 1):
            plan = recognise(self.catalog, sheet, position, self.release)
            if isinstance(plan, Skipped):
                self.skipped.append((sheet.where, plan.reason))
                continue
            new.append(self.sheet(source, plan, position))
        if not new:
            reasons = (
                "; ".join(f"{where.rpartition(', ')[2]}: {reason}" for where, reason in self.skipped) or "no sheets"
            )
            raise InputError(
                f"holds no records ({reasons})",
                where=source.name,
                expected="a sheet with a header of a known table",
                next_step="check that it is the file you mean",
            )
        for sheet_stored in new:
            self._fits(sheet_stored)
        self.added += new

    def _fits(self, new: StoredSheet) -> None:
        """Make sure that a sheet repeats nothing; take out what it supersedes."""
        for old in [*self.present, *self.added]:
            if (old.table, old.release) != (new.table, new.release) or old.source_sha256 == new.source_sha256:
                continue
            superseded = old.file == new.file and old in self.present
            if not superseded and old.digest == new.digest and new.kept:
                raise InputError(
                    f"holds the same {new.kept:,} records as {old.where}, under another name",
                    where=new.where,
                    expected="each record once",
                    next_step="leave it out; if one of the two was delivered wrongly, ask the publisher for the right one",
                )
            overlap = old.covers.overlap_days(new.covers) if old.covers and new.covers else 0
            declared = "dates" not in (old.covers_by, new.covers_by)
            if not superseded and not (overlap and declared):
                continue
            if not superseded and not self.overwrite:
                raise InputError(
                    f"covers {new.covers.label if new.covers else '?'}, of which {old.where} already covers {overlap:,} days",
                    where=new.where,
                    expected="one file for each day of a release's table",
                    next_step="leave one of them out, or pass --replace to let this one take the other's place",
                )
            if old in self.present:
                self.present = [s for s in self.present if s.source_sha256 != old.source_sha256 or s.table != old.table]
                self.replaced.append(old.where)

    def sheet(self, source: Source, plan: Plan, position: int) -> StoredSheet:
        """Type, account for and write one sheet."""
        engine = self.engine
        for macro in macros(plan.known.dates if plan.known else ()):
            engine.sql(macro)
        engine.register("sheet_rows", _with_rows(plan.sheet, plan.header_row + 1))
        self._register_lookups(plan)
        left_out = exclusions(plan, [])
        typed = typed_query(plan, "sheet_rows")
        secret = {"secret": self.secret} if any(f.type == "person" for f in typed_fields(plan)) else None
        part = self.writer.incoming / "records.parquet"
        kept = engine.copy(records_query(plan, typed, left_out), part, secret)
        fates = {
            row["fate"]: row["n"] for row in engine.sql(accounting_query(plan, typed, left_out), secret).to_dicts()
        }
        read = _non_empty(plan, engine)
        excluded = {k.removeprefix("excluded: "): v for k, v in fates.items() if k.startswith("excluded: ")}
        quarantined = fates.get("quarantined", 0)
        if kept != fates.get("kept", 0) or read != kept + quarantined + sum(excluded.values()):
            raise InputError(
                f"{read:,} rows read, {kept:,} kept, {quarantined:,} quarantined and {sum(excluded.values()):,} left out "
                "do not add up; nothing was written",
                where=plan.sheet.where,
                next_step="report this as a fault of tallybook with the file's name",
            )
        if not kept:
            raise InputError(
                f"no row of {read:,} has a readable {' or '.join(d.replace('_', ' ') for d in plan.table.dates)}"
                if read
                else "has a header and no rows below it",
                where=plan.sheet.address(plan.header_row),
                expected="records below the header",
                next_step=f"declare its date format in the release's source.yml (first cell: {_first_date(plan)!r})"
                if read
                else "get the file again",
            )
        from tallybook.records.quality import measured

        quality = measured(engine, plan, part)
        covers, by, notes = _covered(plan, quality.dates)
        records, sha256 = self.writer.place(part, "records", plan.table.id, plan.release, ".parquet")
        rows_path = cells_path = ""
        if quarantined:
            engine.copy(quarantined_rows_query(plan, typed, left_out), part, secret)
            rows_path, _ = self.writer.place(part, "quarantine", plan.table.id, plan.release, ".rows.parquet", sha256)
        unreadable = quality.unreadable
        cells = quarantined_cells_query(plan, typed, left_out)
        loose = _loose_cells(plan)
        if (unreadable and cells) or loose.num_rows:
            engine.register("loose_cells", loose)
            query = " union all ".join(
                part_
                for part_ in (f"({cells})" if unreadable and cells else "", "(select * from loose_cells)")
                if part_
            )
            engine.copy(query, part, secret if unreadable and cells else None)
            engine.unregister("loose_cells")
            cells_path, _ = self.writer.place(part, "quarantine", plan.table.id, plan.release, ".cells.parquet", sha256)
            unreadable += loose.num_rows
        engine.unregister("sheet_rows")
        quality_part = self.writer.incoming / "quality.json"
        quality_part.write_text(quality.to_json(plan, read, kept, quarantined, excluded), encoding="utf-8")
        quality_path, _ = self.writer.place(quality_part, "quality", plan.table.id, plan.release, ".json", sha256)
        return StoredSheet(
            table=plan.table.id,
            release=plan.release,
            scope=(plan.known.area or "national") if plan.known else "unknown",
            file=source.name,
            source_sha256=source.sha256,
            source_size=source.size,
            sheet=plan.sheet.name,
            position=position,
            header_row=plan.sheet.first_row + plan.header_row,
            title=plan.title,
            covers_start=covers.start.isoformat() if covers else "",
            covers_end=covers.end.isoformat() if covers else "",
            covers_by=by,
            titled_year=plan.titled_year,
            cut_by=plan.known.cut_by.get(plan.table.id, "") if plan.known else "",
            people=plan.known.people if plan.known else "none",
            rows_read=read,
            kept=kept,
            quarantined=quarantined,
            excluded=excluded,
            unreadable_cells=unreadable,
            fields=tuple(column for column, _ in record_columns(plan)),
            states=tuple(f.plan.field for f in typed_fields(plan)),
            columns=tuple((c.header, c.field) for c in plan.mapped),
            dropped=plan.dropped,
            ignored=plan.ignored,
            inferences=tuple(i.evidence for c in plan.mapped for i in c.inferences[:1]),
            digest=quality.digest,
            records=records,
            records_sha256=sha256,
            quarantine_rows=rows_path,
            quarantine_cells=cells_path,
            quality=quality_path,
            layout="layout" if plan.by_layout else "headers",
            overlays=tuple(f"{o['name']} {o['sha256']}" for o in self.catalog.overlays_used()),
            tool=__version__,
            identical=quality.identical,
            notes=notes,
        )

    def _register_lookups(self, plan: Plan) -> None:
        import polars as pl

        from tallybook.records.countries import country_names
        from tallybook.records.offences import by_code, by_description

        countries: set[str] = set()
        codes: set[str] = set()
        texts: set[str] = set()
        wanted = lookups(plan)
        for column in plan.mapped:
            if column.field in wanted:
                kind = {"lookup_country": countries, "lookup_offence_code": codes}.get(wanted[column.field], texts)
                kind |= _distinct(plan.sheet, column.column, plan.header_row + 1)
        named = country_names(self.catalog, countries)
        self.engine.register(
            "lookup_country",
            pl.DataFrame({"k": list(named), "name": list(named.values())}, {"k": pl.String, "name": pl.String}),
        )
        schema = {"k": pl.String, "ncic": pl.String, "grp": pl.String}
        for name_, found in (
            ("lookup_offence_code", by_code(self.catalog, codes)),
            ("lookup_offence_text", by_description(self.catalog, texts)),
        ):
            rows = [(key, offence.code, offence.group or None) for key, offence in found.items()]
            self.engine.register(name_, pl.DataFrame(rows, schema, orient="row"))


def _distinct(sheet: Sheet, column: int, first: int) -> set[str]:
    import pyarrow.compute as pc

    values = pc.unique(sheet.data.column(column).slice(first)).to_pylist()
    return {" ".join(value.split()) for value in values if value and value.strip()}


def _with_rows(sheet: Sheet, first: int) -> pa.Table:
    """Return the rows below the header with their numbers as a spreadsheet shows them."""
    import pyarrow as pa

    data = sheet.data.slice(first)
    start = sheet.first_row + first
    return data.append_column("row", pa.array(range(start, start + data.num_rows), pa.int32()))


def _non_empty(plan: Plan, engine: Local) -> int:
    """Return the rows below the header that hold anything, counted apart from the typing."""
    columns = ", ".join(f"nullif(cell_text(c{n}), '')" for n in range(plan.sheet.data.num_columns))
    return int(engine.sql(f"select count(*) from sheet_rows where coalesce({columns}) is not null").item())


def _first_date(plan: Plan) -> str:
    for column in plan.mapped:
        if column.field in plan.table.dates:
            found = _distinct(
                plan.sheet.__class__(plan.sheet.file, plan.sheet.name, plan.sheet.data.slice(0, 2000)),
                column.column,
                plan.header_row + 1,
            )
            if found:
                return min(found)
    return ""


def _loose_cells(plan: Plan) -> pa.Table:
    """Return cells under no header, and error cells, with their addresses; they belong to no field."""
    import pyarrow as pa
    import pyarrow.compute as pc

    sheet, first = plan.sheet, plan.header_row + 1
    headed = {column.column for column in plan.columns}
    names = {column.column: column for column in plan.mapped}
    rows: list[tuple[int, str, str, str | None, str, str]] = []
    for place in range(sheet.data.num_columns):
        if place in headed:
            continue
        column = sheet.data.column(place).slice(first)
        filled = pc.fill_null(pc.not_equal(pc.utf8_trim_whitespace(column), ""), False)
        for index in pc.indices_nonzero(filled).to_pylist():
            rows.append(
                (
                    sheet.first_row + first + index,
                    sheet.column_letter(place),
                    "",
                    None,
                    column[index].as_py(),
                    "under no header",
                )
            )
    for row, place, text in sheet.errors:
        if row >= first and place in names:
            rows.append(
                (
                    sheet.first_row + row,
                    sheet.column_letter(place),
                    names[place].header,
                    names[place].field,
                    text,
                    "an error in the workbook",
                )
            )
    count = len(rows)
    fixed = {"release": [plan.release] * count, "file": [sheet.file] * count, "sheet": [sheet.name] * count}
    return pa.table(
        {
            **{key: pa.array(value, pa.string()) for key, value in fixed.items()},
            "row": pa.array([r[0] for r in rows], pa.int32()),
            **{
                key: pa.array([r[n] for r in rows], pa.string())
                for n, key in enumerate(("column", "header", "field", "text", "reason"), 1)
            },
        }
    )


def _covered(plan: Plan, dates: Dates | None) -> tuple[Period | None, str, tuple[str, ...]]:
    """Return the period a sheet covers, what says so, and what does not quite fit.

    A title that names an end is believed as long as the dates agree; a year to date ends with the last day on which
    something happened; without any title the dates are all there is.

    Raises:
        InputError: most dates lie outside the period of the title: the sheet is not what it says.
    """
    if plan.covers is not None:
        period, notes = plan.covers.period, []
        if dates is not None and dates.outside:
            if dates.outside * 2 > dates.dated:
                raise InputError(
                    f"its {plan.covers.said_by} says {period.label}, and {dates.outside:,} of its {dates.dated:,} dates "
                    f"({dates.field.replace('_', ' ')}) lie outside",
                    where=plan.sheet.where,
                    expected="rows of the period it names",
                    next_step="check whether the publisher delivered the wrong file",
                )
            notes.append(
                f"{dates.outside:,} of {dates.dated:,} rows are dated outside {period.label} "
                f"({dates.field.replace('_', ' ')} from {dates.earliest} to {dates.latest})"
            )
        return period, plan.covers.said_by, tuple(notes)
    if dates is None:
        return None, "", ()
    if plan.titled_year is not None:
        year = fiscal_year(plan.titled_year)
        return Period(year.start, min(max(dates.last, year.start), year.end)), "title to its last date", ()
    return Period(dates.first, dates.last), "dates", ()
