"""Writing one sheet: typed by SQL, every row accounted for, what cannot be read set aside with its address."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tallybook import __version__
from tallybook.base.catalog import Catalog
from tallybook.base.errors import InputError
from tallybook.records.covering import covered
from tallybook.records.manifest import StoredSheet
from tallybook.records.quality import measured
from tallybook.records.quality_page import page
from tallybook.records.shape import (
    accounting_query,
    exclusions,
    lookups,
    quarantined_cells_query,
    quarantined_rows_query,
    record_columns,
    records_query,
)
from tallybook.records.store import Writer, unwritable
from tallybook.records.typing_sql import macros, typed_fields, typed_query
from tallybook.sources.cells import State
from tallybook.sources.recognise import Plan
from tallybook.sources.sheet import Sheet, Source

if TYPE_CHECKING:
    import pyarrow as pa

    from tallybook.base.engine import Local


def write_sheet(
    engine: Local, writer: Writer, catalog: Catalog, secret: str, source: Source, plan: Plan, position: int
) -> StoredSheet:
    """Return the entry of one sheet whose rows have been typed, accounted for and written.

    Raises:
        InputError: the rows do not add up, none can be counted, or the sheet is not what its title says.
        OutputError: the store cannot be written.
    """
    for macro in macros(plan.known.dates if plan.known else ()):
        engine.sql(macro)
    engine.register("sheet_rows", _with_rows(plan.sheet, plan.header_row + 1))
    _register_lookups(engine, catalog, plan)
    left_out = exclusions(plan)
    typed = typed_query(plan, "sheet_rows")
    key = {"secret": secret} if any(f.type == "person" for f in typed_fields(plan)) else None
    folder = (plan.table.id, plan.release)
    part = writer.incoming / "records.parquet"
    kept = engine.copy(records_query(plan, typed, left_out), part, key)
    fates = {row["fate"]: row["n"] for row in engine.sql(accounting_query(plan, typed, left_out), key).to_dicts()}
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
    quality = measured(engine, plan, part)
    covers, by, notes = covered(plan, quality.dates)
    records, sha256 = writer.place(part, "records", folder, ".parquet")
    rows_path = cells_path = ""
    if quarantined:
        engine.copy(quarantined_rows_query(plan, typed, left_out), part, key)
        rows_path, _ = writer.place(part, "quarantine", folder, ".rows.parquet", sha256)
    unreadable = quality.unreadable
    cells = quarantined_cells_query(plan, typed, left_out)
    loose = _loose_cells(plan)
    if (unreadable and cells) or loose.num_rows:
        engine.register("loose_cells", loose)
        query = " union all ".join(
            part_ for part_ in (f"({cells})" if unreadable and cells else "", "(select * from loose_cells)") if part_
        )
        engine.copy(query, part, key if unreadable and cells else None)
        engine.unregister("loose_cells")
        cells_path, _ = writer.place(part, "quarantine", folder, ".cells.parquet", sha256)
        unreadable += loose.num_rows
    engine.unregister("sheet_rows")
    report = quality.to_json(plan, read, kept, quarantined, excluded)
    report_path = _text(writer, report, folder, ".json", sha256)
    page_path = _text(writer, page(json.loads(report)), folder, ".html", sha256)
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
        quality=report_path,
        quality_page=page_path,
        layout="layout" if plan.by_layout else "headers",
        overlays=tuple(f"{o['name']} {o['sha256']}" for o in catalog.overlays_used()),
        tool=__version__,
        identical=quality.identical,
        undated={d: kept - quality.states[d][State.VALUE.words] for d in plan.table.dates if d in quality.states},
        inferred=quality.inferred,
        notes=notes,
    )


def _text(writer: Writer, text: str, folder: tuple[str, str], ending: str, digest: str) -> str:
    part = writer.incoming / f"quality{ending}"
    try:
        part.write_text(text, encoding="utf-8")
    except OSError as error:
        raise unwritable(part, error) from None
    return writer.place(part, "quality", folder, ending, digest)[0]


def _register_lookups(engine: Local, catalog: Catalog, plan: Plan) -> None:
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
    named = country_names(catalog, countries)
    engine.register(
        "lookup_country",
        pl.DataFrame({"k": list(named), "name": list(named.values())}, {"k": pl.String, "name": pl.String}),
    )
    schema = {"k": pl.String, "ncic": pl.String, "grp": pl.String}
    for name_, found in (
        ("lookup_offence_code", by_code(catalog, codes)),
        ("lookup_offence_text", by_description(catalog, texts)),
    ):
        rows = [(key, offence.code or None, offence.group or None) for key, offence in found.items()]
        engine.register(name_, pl.DataFrame(rows, schema, orient="row"))


def _distinct(sheet: Sheet, column: int, first: int) -> set[str]:
    import pyarrow.compute as pc

    values = pc.unique(sheet.data.column(column).slice(first)).to_pylist()
    return {" ".join(value.split()) for value in values if value and value.strip()}


def _with_rows(sheet: Sheet, first: int) -> pa.Table:
    """Return the rows below the header with their numbers as a spreadsheet shows them."""
    import array

    import pyarrow as pa

    data = sheet.data.slice(first)
    start = sheet.first_row + first
    numbers = array.array("i", range(start, start + data.num_rows))
    return data.append_column("row", pa.Array.from_buffers(pa.int32(), len(numbers), [None, pa.py_buffer(numbers)]))


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
