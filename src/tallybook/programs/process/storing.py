"""Writing a run as records: four tables of one synthetic release, committed like any ingest, all of them or none."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tallybook import __version__
from tallybook.base.errors import InputError, OutputError
from tallybook.programs.process.run import REMOVED, RETURNED, Matched, Run, days, simulate
from tallybook.programs.process.scenario import CHARGE, RECORD
from tallybook.programs.process.simulation import funnel, release_of
from tallybook.records.manifest import StoredSheet
from tallybook.records.quality_page import page
from tallybook.records.store import BANNER, Store, Writer, unwritable

if TYPE_CHECKING:
    from tallybook.base.catalog import Catalog
    from tallybook.programs.process.scenario import Scenario

TABLES: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "encounters": (("event_date", "day"),),
    "detainers": (("prepared_date", "day"),),
    "detentions": (("book_in_date", "custody_day"), ("stay_book_in_date", "custody_day")),
    "removals": (("removal_date", "end_day"), ("departed_date", "end_day")),
}
"""The tables with their dates, and the day of a booking that each date is."""
PLACED: Final = ("detainers", "removals")
"""The tables whose records have a state and a county."""
STEP: Final = {
    "encounters": "matches", "detainers": "detainers", "detentions": "booked into custody",
    "removals": "removed or returned",
}  # fmt: skip
VALUE = "v"
BLANK = "b"


class _Tables:
    """The open files of the four tables."""

    def __init__(self, catalog: Catalog, item: Scenario, release: str, folder: Path) -> None:
        import pyarrow as pa

        from tallybook.programs.process.cells import cells
        from tallybook.programs.process.fitting import window_of
        from tallybook.programs.process.rollout import rollout
        from tallybook.programs.secure_communities import activations

        self.folder, self.release = folder, release
        sorts, places = cells(catalog, item), rollout(catalog)
        names = activations(catalog)
        self.days = pa.array(list(days(item.start, window_of(item).seen)), pa.date32())
        self.state = pa.array(places.states, pa.string())
        self.county = pa.array([names[f].county.name for f in places.fips], pa.string())
        convicted = sorts.convicted
        self.criminality = pa.array(["convicted" if c else "pending" for c in convicted], pa.string())
        self.level = pa.array([n or None for n in sorts.levels], pa.int64())
        charge, record = (sorts.labels(t) for t in (CHARGE, RECORD))
        self.offence = pa.array(
            [record[r] if r else charge[c] for r, c in zip(sorts.code(RECORD), sorts.code(CHARGE), strict=True)],
            pa.string(),
        )
        self.writers: dict[str, Any] = {}
        self.rows = dict.fromkeys(TABLES, 0)
        self.months: dict[str, dict[str, int]] = {t: {} for t in TABLES}
        self.levelled = dict.fromkeys(TABLES, 0)

    def path(self, table: str) -> Path:
        return self.folder / f"{table}.parquet"

    def add(self, m: Matched) -> None:
        """Write the records of a block's matched bookings."""
        gone = (m.state == REMOVED) | (m.state == RETURNED)
        for table, chosen in zip(TABLES, (m.cell >= 0, m.detainer, m.booked, gone), strict=True):
            self._add(table, m, chosen)

    def _add(self, table: str, m: Matched, chosen: Any) -> None:
        import pyarrow as pa
        import pyarrow.compute as pc
        import pyarrow.parquet as pq

        count = int(chosen.sum())
        if not count and table in self.writers:
            return
        cell, county = (pa.array(x[chosen]) for x in (m.cell, m.county))
        columns = {name: self.days.take(pa.array(getattr(m, day)[chosen])) for name, day in TABLES[table]}
        main = next(iter(columns.values()))
        if table in PLACED:
            columns |= {"state": self.state.take(county), "county": self.county.take(county)}
        level = self.level.take(cell)
        columns |= {"criminality_class": self.criminality.take(cell), "threat_level": level,
                    "offence": self.offence.take(cell)}  # fmt: skip
        fields = len(columns)
        letters = pc.if_else(level.is_null(), BLANK, VALUE)
        states = pc.binary_join_element_wise(VALUE * (fields - 2), letters, VALUE, "") if count else letters

        def constant(text: str | None, kind: Any = None) -> Any:
            return pa.nulls(count, kind or pa.string()) if text is None else pa.array([text] * count, pa.string())

        first = self.rows[table] + 2
        columns |= {
            "criminality": columns["criminality_class"], "criminality_basis": constant("recorded"),
            "titled_fiscal_year": constant(None, pa.int32()), "release": constant(self.release),
            "file": constant(f"{self.release}-{table}"), "sheet": constant(""),
            "row": pa.array(range(first, first + count), pa.int32()), "states": states,
        }  # fmt: skip
        batch = pa.table(columns)
        if table not in self.writers:
            self.writers[table] = pq.ParquetWriter(self.path(table), batch.schema, compression="zstd")
        self.writers[table].write_table(batch)
        self.rows[table] += count
        self.levelled[table] += count - level.null_count
        for month in pc.value_counts(pc.strftime(main, "%Y-%m")).to_pylist():
            own = self.months[table]
            own[month["values"]] = own.get(month["values"], 0) + month["counts"]

    def close(self) -> None:
        for writer in self.writers.values():
            writer.close()


def simulate_into(store: Store, catalog: Catalog, item: Scenario, bookings: int, seed: int) -> Run:
    """Return a run whose encounters, detainers, detentions and removals are in a store, as a release of their own.

    Raises:
        UsageError: bookings or seed out of range.
        InputError: the store holds real records, or this release already.
        OutputError: the store cannot be written; it is then as it was.
    """
    release = f"synthetic-{item.id}-{seed}"
    with store.writing() as writer:
        store.takes(release)
        present = store.manifest.sheets
        if any(s.release == release for s in present):
            raise InputError(f"holds {release} already", where=str(store.folder),
                             next_step="choose another --seed or another folder")  # fmt: skip
        tables = _Tables(catalog, item, release, writer.incoming)
        try:
            try:
                run = simulate(catalog, item, bookings, seed, keep=tables.add)
            finally:
                tables.close()
        except OSError as error:
            raise unwritable(store.folder, error) from None
        steps = funnel(run)
        for table, rows in tables.rows.items():
            if rows != steps[STEP[table]]:
                raise OutputError(f"{rows:,} {table} written and {steps[STEP[table]]:,} simulated; nothing was kept",
                                  where=str(store.folder), next_step="report this as a fault")  # fmt: skip
        sheets = [_sheet(writer, catalog, run, tables, table) for table in TABLES if tables.rows[table]]
        writer.commit([*present, *sheets])
    return run


def _sheet(writer: Writer, catalog: Catalog, run: Run, tables: _Tables, table: str) -> StoredSheet:
    import pyarrow.parquet as pq

    release, item = release_of(run), run.scenario
    names = pq.read_schema(tables.path(table)).names
    fields = names[: names.index("criminality")]
    rows = tables.rows[table]
    source = json.dumps([item.key, run.bookings, run.seed, table]).encode()
    folder = (table, release)
    records, sha256 = writer.place(tables.path(table), "records", folder, ".parquet")
    months = dict(sorted(tables.months[table].items()))
    present = {f: tables.levelled[table] if f == "threat_level" else rows for f in fields}
    report = {
        "release": release, "table": table, "file": f"{release}-{table}", "sheet": "", "title": BANNER,
        "rows": {"read": rows, "kept": rows, "quarantined": 0, "excluded": {}}, "identical_rows": 0,
        "dates": {"field": fields[0], "earliest": f"{min(months)}-01", "latest": f"{max(months)}-01", "dated": rows,
                  "outside_title": 0, "months": months},
        "fields": {
            f: {"value": n, "blank": rows - n, "redacted": 0, "not-applicable": 0, "unreadable": 0}
            for f, n in present.items()
        },
    }  # fmt: skip
    texts = []
    for text, ending in ((json.dumps(report, indent=1), ".json"), (page(report), ".html")):
        part = writer.incoming / f"quality{ending}"
        part.write_text(text, encoding="utf-8")
        texts.append(writer.place(part, "quality", folder, ending, sha256)[0])
    return StoredSheet(
        table=table, release=release, scope="national", file=f"{release}-{table}",
        source_sha256=hashlib.sha256(source).hexdigest(), source_size=len(source), sheet="", position=1, header_row=1,
        title=BANNER, covers_start=item.start.isoformat(), covers_end=item.observed_to.isoformat(),
        covers_by="simulation", titled_year=None, cut_by="", people="none", rows_read=rows, kept=rows, quarantined=0,
        excluded={}, unreadable_cells=0, fields=tuple(names), states=tuple(fields),
        columns=tuple((f, f) for f in fields), dropped=(), ignored=(), inferences=(),
        digest=hashlib.sha256(source + b"rows").hexdigest(), records=records, records_sha256=sha256,
        quarantine_rows="", quarantine_cells="", quality=texts[0], quality_page=texts[1], layout="simulation",
        overlays=tuple(f"{o['name']} {o['sha256']}" for o in catalog.overlays_used()), tool=__version__, identical=0,
        undated={d: 0 for d, _ in TABLES[table]}, inferred=0, notes=(BANNER,),
    )  # fmt: skip
